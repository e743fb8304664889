"""What a person waits for at the list of clients: a letter of the search and the card of a client.

A letter among ten thousand clients is measured against the same letter in the same window over a book of one client:
from the key to the painted letter. The list follows when the keys pause; what that takes is told in a note. A card is
measured against what is promised, by the number of the client's documents in the whole of the book's history.
"""

import os
import statistics
import time
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from app.ledger import Ledger
from tools.bench_book import UNTIL, Size, book
from tools.bench_figures import Figure, paired, timed

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.ui.clients_tab import ClientsTab

LETTER_LIMIT = 1.3
CARD_MS = 5.0
"""Milliseconds promised for each hundred documents."""
SIZE = Size(1_000_000, 10_000)
SMALL = Size(10_000, 100)
ALONE = Size(100, 1)
ROUNDS = 15
CARDS = 40
TYPED = "клиент 1"
GROWTH_LIMIT = 1.5


def measure(size: Size = SIZE, small: Size = SMALL, rounds: int = ROUNDS) -> Iterator[Figure]:
    """The letter, then the card as the ledger gives it, and how its cost grows with the book."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = _application()
    with Ledger.open(book(size), today=lambda: UNTIL) as full, Ledger.open(book(ALONE), today=lambda: UNTIL) as alone:
        tab, other_tab = _tab(application, full), _tab(application, alone)
        for one in (tab, other_tab):
            _type(application, one)  # fonts, icons and modules come with the first letters
        mine, other, ratio = paired(partial(_type, application, tab), partial(_type, application, other_tab), rounds)
        what = f"letter of the search among {size.clients:,} clients, against a book of one"
        note = f"the list follows in {_followed(application, tab, rounds) * 1000:.0f} ms"
        yield Figure(what, mine * 1000, other * 1000, ratio, LETTER_LIMIT, note=note)
        _closed(application, other_tab)
        each = _cards(full, size)
        shown = [(documents, timed(partial(tab.show_client, client))) for client, documents in _clients(full, size)]
        _closed(application, tab)
    mine = _per_hundred(each) * 1000
    whole = statistics.median(seconds for _documents, seconds in shown) * 1000
    note = f"{len(each)} cards; with its chart and tables in the window {whole:.0f} ms a card"
    yield Figure(f"card, {size.invoices:,} invoices, per 100 documents", mine, CARD_MS, mine / CARD_MS, 1.0, note=note)
    with Ledger.open(book(small), today=lambda: UNTIL) as few:
        less = _cards(few, small)
    grown = _per_hundred(each) / _per_hundred(less)
    what = f"card read, growth per document from {small.invoices:,} to {size.invoices:,} invoices"
    yield Figure(what, _per_hundred(each) * 1000, _per_hundred(less) * 1000, grown, GROWTH_LIMIT)


def _application() -> "QApplication":
    from PySide6.QtWidgets import QApplication

    from app.ui.theme import theme

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme()
    return application


def _tab(application: "QApplication", ledger: Ledger) -> "ClientsTab":
    from app.ui.clients_tab import ClientsTab

    tab = ClientsTab()
    tab.bind(ledger)
    tab.reload(UNTIL)
    tab.resize(1366, 700)
    tab.show()
    _ = tab.card
    _settled(application)
    return tab


def _closed(application: "QApplication", tab: "ClientsTab") -> None:
    tab.release()
    tab.close()
    tab.deleteLater()
    _settled(application, 0.1)


def _settled(application: "QApplication", seconds: float = 0.4) -> None:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        application.processEvents()


def _type(application: "QApplication", tab: "ClientsTab") -> float:
    """Seconds of one letter, the middle one of a word typed letter by letter; the box is empty again afterwards."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent

    spent = []
    for letter in TYPED:
        press = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        start = time.perf_counter()
        application.sendEvent(tab.search, press)
        application.processEvents()
        spent.append(time.perf_counter() - start)
    tab.clear_filters()
    _settled(application, 0.1)
    return statistics.median(spent)


def _followed(application: "QApplication", tab: "ClientsTab", rounds: int) -> float:
    """Seconds in which the list follows the typed word, as the search asks it to when the keys pause."""
    tab.search.setText(TYPED)
    spent = []
    for _round in range(rounds):
        start = time.perf_counter()
        tab.search.changed.emit()
        application.processEvents()
        spent.append(time.perf_counter() - start)
    tab.clear_filters()
    return statistics.median(spent)


def _clients(ledger: Ledger, size: Size) -> list[tuple[int, int]]:
    """Clients spread evenly over the list with the count of all their documents: (id, documents)."""
    sql = "SELECT client_id, count(*) FROM invoice GROUP BY client_id ORDER BY count(*)"
    with ledger.store.read() as connection:
        rows = [(int(client), int(count)) for client, count in connection.exec_driver_sql(sql)]
    step = max(len(rows) // CARDS, 1)
    return rows[step // 2 :: step][: min(CARDS, size.clients)]


def _cards(ledger: Ledger, size: Size) -> list[tuple[int, float]]:
    """Documents and seconds of each card, read by the ledger; the first reading of all is not counted."""
    clients = _clients(ledger, size)
    for client, _documents in clients[:2]:
        ledger.clients.card(client, UNTIL)
    return [(documents, timed(partial(ledger.clients.card, client, UNTIL))) for client, documents in clients]


def _per_hundred(cards: list[tuple[int, float]]) -> float:
    """Seconds for a hundred documents."""
    return sum(seconds for _documents, seconds in cards) * 100 / sum(documents for documents, _seconds in cards)
