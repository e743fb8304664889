"""What a tab is to the window: a page that is bound to the ledger once and reloaded when facts change."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from app.ledger import Ledger


class Tab(QWidget):
    """A tab of the window.

    The window makes a tab at its first show, calls ``bind`` once and then ``reload(as_of)`` whenever it is on
    screen and something changed; a hidden tab goes stale and is reloaded when it is shown.
    ``open_client(id)`` asks the window for a client's card, ``load_requested(paths)`` for the import of files
    (an empty list: let the person choose them).
    """

    title: str = ""
    open_client = Signal(int)
    load_requested = Signal(list)

    def bind(self, ledger: "Ledger") -> None:
        """Take the ledger; called once, before the first ``reload``."""
        raise NotImplementedError

    def reload(self, as_of: date) -> None:
        """Show the book on this date."""
        raise NotImplementedError

    def focus_search(self) -> None:
        """Ctrl+F: put the cursor where this tab searches; nothing by default."""
