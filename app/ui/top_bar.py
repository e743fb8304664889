"""The top bar: the program's name, the tabs, the date, and the one main button."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QMenu, QPushButton

from app.i18n import _
from app.ui.as_of import AsOfButton
from app.ui.controls import button
from app.ui.theme import icon, theme


class TopBar(QFrame):
    """``tab_chosen(index)``, ``load_pressed()``; the date speaks through ``as_of.chosen``."""

    tab_chosen = Signal(int)
    load_pressed = Signal()

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        px = theme().px
        self.setProperty("role", "bar")
        self.setFixedHeight(px(46))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(8), 0, px(14), 0)
        layout.setSpacing(0)
        self._menu = button("", role="flat")
        self._menu.setFixedSize(px(32), px(32))
        self._menu.setStyleSheet("padding: 0;")
        self._menu.setToolTip(_("Menu (F10)"))
        self._menu.setAccessibleName(_("Menu"))
        layout.addWidget(self._menu)
        layout.addSpacing(px(6))
        layout.addWidget(_Brand(_("Debitorka")))
        layout.addSpacing(px(18))
        self._group = QButtonGroup(self)
        for index, title in enumerate(titles):
            layout.addWidget(self._tab(index, title))
        layout.addStretch(1)
        self.as_of = AsOfButton()
        self.load = button(_("Load report"), self.load_pressed.emit, "accent")
        self.load.setToolTip(_("Load a report of bookkeeping (Ctrl+O)"))
        for control in (self.as_of, self.load):
            control.setFixedHeight(px(30))
        layout.addWidget(self.as_of)
        layout.addSpacing(px(18))
        layout.addWidget(self.load)
        theme().changed.connect(self.draw_icons)

    def choose(self, index: int) -> None:
        """Underline a tab."""
        self._group.button(index).setChecked(True)

    def set_menu(self, menu: QMenu) -> None:
        """The menu behind «☰», made with its icons after the first paint."""
        self._menu.setMenu(menu)
        self.draw_icons()

    def open_menu(self) -> None:
        """F10."""
        self._menu.showMenu()

    def set_ready(self, ready: bool) -> None:
        """Nothing can be loaded before the book is open."""
        self.load.setEnabled(ready)
        self.as_of.setEnabled(ready)

    def _tab(self, index: int, title: str) -> QPushButton:
        tab = button(title, lambda: self.tab_chosen.emit(index), "tab")
        tab.setFixedHeight(theme().px(46))
        # Room for the semibold text, lest neighbours shift when the tab is chosen.
        tab.setFixedWidth(_bold_width(title) + theme().px(30))
        tab.setToolTip(_("Ctrl+{n}").format(n=index + 1))
        self._group.addButton(tab, index)
        return tab

    def draw_icons(self) -> None:
        """In the colours of the theme."""
        self._menu.setIcon(icon("menu"))


class _Brand(QLabel):
    """The name of the program: the first to give way on a narrow screen, whole or not at all."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "brand")
        self._name = name

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._name) + theme().px(2), metrics.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setText(self._name if self.width() >= self.sizeHint().width() else "")


def _bold_width(text: str) -> int:
    from PySide6.QtGui import QFontMetrics

    return QFontMetrics(theme().font(bold=True)).horizontalAdvance(text)
