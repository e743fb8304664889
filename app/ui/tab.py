"""What a tab is to the window: a page that is bound to the ledger once and reloaded when facts change."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QMainWindow, QWidget

if TYPE_CHECKING:
    from app.ledger import Ledger


class DatedWindow(QMainWindow):
    """The window as its parts see it: one as-of date for everything (None before the book is open)."""

    as_of: date | None = None


def window_date(widget: QWidget) -> date:
    """The as-of date of the window this widget or dialog belongs to; today outside of it."""
    above: QWidget | None = widget
    while above is not None:
        if isinstance(above, DatedWindow) and above.as_of is not None:
            return above.as_of
        above = above.parentWidget()
    today = QDate.currentDate()
    return date(today.year(), today.month(), today.day())


class Tab(QWidget):
    """A tab of the window.

    The window makes a tab at its first show, calls ``bind`` once and then ``reload(as_of)`` whenever it is on
    screen and something changed; a hidden tab goes stale and is reloaded when it is shown.
    ``open_client(id)`` asks the window for a client's card, ``load_requested(paths)`` for the import of files
    (an empty list: let the person choose them), ``said(text)`` for a toast with «Отменить».
    """

    title: str = ""
    open_client = Signal(int)
    load_requested = Signal(list)
    said = Signal(str)

    def bind(self, ledger: "Ledger") -> None:
        """Take the ledger; called once, before the first ``reload``."""
        raise NotImplementedError

    def reload(self, as_of: date) -> None:
        """Show the book on this date."""
        raise NotImplementedError

    def release(self) -> None:
        """The window is closing: nothing may be read any more."""

    def focus_search(self) -> None:
        """Ctrl+F: put the cursor where this tab searches; nothing by default."""

    def client_on_screen(self) -> int:
        """The client that keys of the window act on; 0: none of this tab's own."""
        return 0

    def toast(self, text: str) -> None:
        """Say what was just done; the window offers to undo it."""
        self.said.emit(text)
