"""Sales of the book: what it knows, and the sales of some days for whoever counts by them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.domain.sales import Known, SalesBook, Sold

if TYPE_CHECKING:
    from app.ledger.book import Ledger
    from app.models.indicators import MoveRow

_DAY = timedelta(days=1)


def known_of(ledger: Ledger) -> Known:
    """What the book knows, and from when. The first day is looked for in all documents: see ``registers_of``."""
    from app.models import indicators

    with ledger.store.read() as connection:
        found = indicators.begins(connection)
    known = registers_of(ledger)
    return replace(known, begins=found[0], stood=found[1]) if found else known


def registers_of(ledger: Ledger) -> Known:
    """The days of registers alone, at once: enough for sums and their origin, not for the first known day."""
    from app.models import history

    with ledger.store.read() as connection:
        return Known(None, history.sales_span(connection))


def by_client(
    ledger: Ledger,
    since: date,
    until: date,
    known: Known,
    keeps: Callable[[int], bool] = lambda _client: True,
    moves: Iterable[MoveRow] | None = None,
) -> SalesBook:
    """Sales of days ``since`` to ``until`` with their clients. Shipments are read only where registers leave days
    uncovered, and not again when ``moves`` holds them."""
    from app.models import indicators

    shipments: list[Sold] = []
    with ledger.store.read() as connection:
        register = indicators.sales(connection, since, until) if known.register else []
        if not _covered(known, since, until):
            found = indicators.moves(connection, since, until) if moves is None else moves
            shipments = [(row.day, row.client_id, row.amount) for row in found if row.kind == "shipment"]
    return SalesBook(known, (r for r in register if keeps(r[1])), (r for r in shipments if keeps(r[1])))


def by_day(ledger: Ledger, since: date, until: date, known: Known, client_id: int | None = None) -> SalesBook:
    """The same summed by day, of the whole book or of one client."""
    from app.models import history

    with ledger.store.read() as connection:
        register = history.sales(connection, since - _DAY, until, client_id) if known.register else []
    shipped = [] if _covered(known, since, until) else ledger.analysis.shipped(since - _DAY, until, client_id)
    return SalesBook(known, _daily(register), _daily(shipped))


def _daily(rows: Iterable[tuple[int, int]]) -> Iterable[Sold]:
    return ((day, 0, amount) for day, amount in rows)


def _covered(known: Known, since: date, until: date) -> bool:
    return known.register is not None and known.register[0] <= since and known.register[1] >= until
