"""The search box of the clients: a letter is seen at once, the list of a large book follows when the keys pause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

if TYPE_CHECKING:
    from app.domain.client import ClientRow
    from app.ledger import Ledger

LARGE = 2_000
"""Clients from which on a key does not wait for the list."""

_FOLLOW_MS, _REST_MS = 40, 250
"""After the last key: names follow; numbers of documents are looked for."""

_NUMBER_FROM = 3


class ClientSearch(QLineEdit):
    """``changed``: ask ``found`` again. Words are looked for in names and INN, a text with a digit in the numbers of
    documents too."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ledger: Ledger | None = None
        self._large = False
        self._asked = ""
        self._numbered: frozenset[int] = frozenset()
        self._follow = QTimer(self, singleShot=True, interval=_FOLLOW_MS)
        self._follow.timeout.connect(self.changed)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._look)
        self.textChanged.connect(self._typed)

    def set_book(self, ledger: Ledger | None, clients: int) -> None:
        """The book as it is now; None: nothing may be read any more."""
        self._ledger, self._large, self._asked = ledger, clients > LARGE, ""
        if ledger is None:
            self._follow.stop()
            self._rest.stop()

    def flush(self) -> None:
        """Have the list follow now: a key is about to move in it."""
        if self._follow.isActive():
            self._follow.stop()
            self.changed.emit()

    def found(self, rows: Sequence[ClientRow]) -> Sequence[ClientRow]:
        """Rows that have every word typed, or a document of such a number."""
        from app.domain.names import search_text

        words = search_text(self.text().strip()).split()
        if not words:
            return rows
        numbered = self._with_number()
        first, *others = words
        if not others and not numbered:
            return [row for row in rows if first in row.search]
        return [row for row in rows if all(word in row.search for word in words) or row.client_id in numbered]

    def _with_number(self) -> frozenset[int]:
        typed = self.text().strip()
        if len(typed) < _NUMBER_FROM or not any(char.isdigit() for char in typed):
            return frozenset()
        if self._asked != typed:
            if self._large:
                self._rest.start()
                return frozenset()
            self._ask(typed)
        return self._numbered

    def _look(self) -> None:
        self._ask(self.text().strip())
        self.changed.emit()

    def _ask(self, typed: str) -> None:
        if self._ledger is not None:
            self._asked, self._numbered = typed, self._ledger.clients.find_invoices(typed)

    def _typed(self) -> None:
        self._rest.stop()
        if self._large:
            self._follow.start()
        else:
            self.changed.emit()
