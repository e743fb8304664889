"""What every page of the client's file is: bound to one client, writes told once, a table with its buttons and keys."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.errors import AppError
from app.i18n import _
from app.ui.controls import button, label, panel
from app.ui.form import Form
from app.ui.messages import show_error
from app.ui.table_view import TableView
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.ledger import Ledger


class DossierPage(QWidget):
    """``written(words)``: something was written to the book, and is undoable."""

    written = Signal(str)
    title = ""

    def __init__(self, ledger: "Ledger", client_id: int, client: str, as_of: date) -> None:
        super().__init__()
        self.ledger, self.client_id, self.client, self.as_of = ledger, client_id, client, as_of
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(theme().px(8))

    def reload(self) -> None:
        """Read the book again."""
        raise NotImplementedError

    def do(self, act: Callable[[], object], words: str) -> bool:
        """Write at once; an error is shown in a box."""
        try:
            act()
        except AppError as error:
            show_error(self, error)
            return False
        self.written.emit(words)
        return True

    def ask(self, form: Form, words: str) -> None:
        """Write by a form."""
        if form.ask():
            self.written.emit(words)

    def key(self, keys: str, act: Callable[[], object]) -> None:
        """A key of this page alone."""
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)


class ListPage(DossierPage):
    """A table under its buttons; ``note`` below it. Insert adds, Enter changes, Delete removes."""

    def __init__(self, ledger: "Ledger", client_id: int, client: str, as_of: date) -> None:
        super().__init__(ledger, client_id, client, as_of)
        self.bar = QHBoxLayout()
        self.bar.setSpacing(theme().px(8))
        self._stretched = False
        self._needs_row: list[QPushButton] = []
        self.table = TableView()
        self.table.current_changed.connect(lambda _row: self.settle())
        self.note = label("", "muted", wrap=True)
        self.body.addLayout(self.bar)
        self.frame = framed(self.table)
        self.body.addWidget(self.frame, 1)
        self.body.addWidget(self.note)

    def action(self, words: str, act: Callable[[], object], *, key: str = "", row: bool = False, main: bool = False,
               tip: str = "") -> QPushButton:  # fmt: skip
        """A button of the page; with ``row`` it needs a chosen line."""
        made = button(words, act, "accent" if main else "")
        made.setAutoDefault(False)
        if tip or key:
            made.setToolTip(tip or f"{words} ({_key_word(key)})")
        if row:
            self._needs_row.append(made)
        if key:
            self.key(key, lambda: act() if made.isEnabled() and made.isVisible() else None)
        self.bar.addWidget(made)
        return made

    def right(self, *widgets: QWidget) -> None:
        """Widgets at the right end of the bar; called once, after the actions."""
        self.bar.addStretch(1)
        for widget in widgets:
            self.bar.addWidget(widget)

    def settle(self) -> None:
        """Buttons that need a line wait for one."""
        for made in self._needs_row:
            made.setEnabled(self.table.current() is not None)

    def show_table(self, table: Any) -> None:  # noqa: ANN401 - a table of any rows
        """Show rows, keeping the place of the cursor."""
        index = self.table.grid.currentIndex().row()
        self.table.set_table(table)
        if table.rows:
            self.table.select_row(min(max(index, 0), len(table.rows) - 1))
        self.say(table.note)
        self.settle()

    def say(self, words: str) -> None:
        """The note under the table; an empty one takes no room."""
        self.note.setText(words)
        self.note.setVisible(bool(words))


def framed(widget: QWidget) -> QWidget:
    """A table in a panel with a hairline."""
    frame = panel()
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(1, 1, 1, 1)
    inside.addWidget(widget)
    return frame


def words_label(role: str = "muted") -> QLabel:
    """Wrapped words that may be copied."""
    out = label("", role, wrap=True)
    out.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return out


def _key_word(key: str) -> str:
    return {"Ins": _("Insert"), "Del": _("Delete"), "Return": _("Enter")}.get(key, key)
