"""What stands above the pivot: ready-made views, views a person keeps, conditions that can be taken off."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.domain.pivot import Dimension, SavedView
from app.i18n import _, pgettext
from app.ui.controls import button, plain_tip
from app.ui.flow import Flow
from app.ui.theme import theme

_LONGEST, _NAME = 40, 16
"""Characters of a condition, and of a view's name on the button of views."""


def ready_views() -> tuple[SavedView, ...]:
    """The article's groupings (practice.md 1.1, 35-44), one press away."""
    return (
        SavedView(pgettext("view", "By managers"), (Dimension.MANAGER,)),
        SavedView(pgettext("view", "By terms and clients"), (Dimension.TERMS, Dimension.CLIENT)),
        SavedView(pgettext("view", "By client types"), (Dimension.KIND,)),
        SavedView(pgettext("view", "By related groups"), (Dimension.HOLDING,)),
        SavedView(pgettext("view", "By average order"), (Dimension.AVG_ORDER,)),
        SavedView(pgettext("view", "By core assortment"), (Dimension.CORE_SHARE,)),
    )


def shortened(text: str, most: int = _LONGEST) -> str:
    """Words that fit a button."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


class ViewsButton(QPushButton):
    """«Мои виды»: a saved view is restored by its name; the one on screen can be renamed or deleted."""

    chosen = Signal(object)
    save_wanted = Signal()
    rename_wanted = Signal(str)
    delete_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self.show_views((), "")

    def show_views(self, views: Sequence[SavedView], current: str) -> None:
        """All saved views; ``current``: the name of the one on screen, empty for none of them."""
        words = shortened(current, _NAME) if current else _("My views")
        self.setText(words.replace("&", "&&") + " ▾")
        self.setAccessibleName(_("My views"))
        menu = self._menu
        menu.clear()
        for view in views:
            action = menu.addAction(view.name.replace("&", "&&"), partial(self.chosen.emit, view))
            action.setCheckable(True)
            action.setChecked(view.name == current)
        if not views:
            menu.addAction(_("Nothing is saved yet")).setEnabled(False)
        menu.addSeparator()
        menu.addAction(_("Save this view…"), self.save_wanted.emit)
        name = shortened(current).replace("&", "&&")
        rename = menu.addAction(
            _("Rename «{name}»…").format(name=name) if current else _("Rename…"),
            partial(self.rename_wanted.emit, current),
        )
        delete = menu.addAction(
            _("Delete «{name}»").format(name=name) if current else _("Delete"),
            partial(self.delete_wanted.emit, current),
        )
        for action in (rename, delete):
            action.setEnabled(bool(current))


class Conditions(QWidget):
    """``first``, and filters as chips; a press takes one off. ``removed(number)``, ``cleared()``."""

    removed = Signal(int)
    cleared = Signal()

    def __init__(self, first: QWidget) -> None:
        super().__init__()
        self.chips: list[QPushButton] = []
        self._first = first
        self._row = Flow(theme().px(8), self)
        self._row.addWidget(first)
        self.clear_button = button(_("Take all off"), self.cleared.emit, "link")
        self._row.addWidget(self.clear_button)
        self.hide()

    def show_words(self, words: Sequence[str]) -> None:
        """A chip for each condition; nothing at all when there is nothing to choose or take off."""
        for chip in self.chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._row.removeWidget(self.clear_button)
        self.chips = [self._chip(number, text) for number, text in enumerate(words)]
        for chip in self.chips:
            self._row.addWidget(chip)
        self._row.addWidget(self.clear_button)
        self.clear_button.setVisible(len(words) > 1)
        self.setVisible(bool(words) or not self._first.isHidden())

    def _chip(self, number: int, text: str) -> QPushButton:
        made = button(shortened(text).replace("&", "&&") + "  ×", partial(self.removed.emit, number), "chip")
        made.setToolTip(plain_tip(_("Only {what}; press to take it off").format(what=text)))
        made.setAccessibleName(_("Take off: {what}").format(what=text))
        return made
