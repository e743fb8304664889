"""The facts of a period for the indicators: what is known from when, whose it is, each read at most once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from app.domain.indicator_readings import Sums
from app.domain.indicator_set import Origin, Sales, Scope, ScopeKind
from app.domain.money import Kopecks

if TYPE_CHECKING:
    from app.ledger.book import Ledger
    from app.models.indicators import MoveRow, OpenRow

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_YEARS_BACK = (1, 3)
"""How far back sales are read to count the debt back when those of the period do not reach it."""

Sold = tuple[int, int, Kopecks]
"""(day as an ordinal, shown client, kopecks)."""


@dataclass(frozen=True, slots=True)
class Known:
    """From when the book knows debts, and the days of sales registers. ``stood``: on its first day older balances
    stood already, and what was shipped that day cannot be told from them."""

    begins: date | None
    register: tuple[date, date] | None
    stood: bool = True

    def complete(self, since: date, until: date) -> bool:
        """Whether registers tell of the whole period; a week may be missing at either end, as in the commission's
        share of debt in turnover."""
        if self.register is None:
            return False
        return self.register[0] < since + _WEEK and self.register[1] > until - _WEEK

    def first(self) -> date | None:
        """The first day whose sales are known from anywhere."""
        days = [self.register[0]] if self.register else []
        return min([*days, self.begins + _DAY * self.stood] if self.begins else days, default=None)

    def clip(self, since: date, until: date) -> date:
        """The first day of the period for which there is something to count by."""
        first = self.first()
        if first is None or self.complete(since, until):
            return since
        return min(max(since, first), until)

    def opened(self, since: date) -> bool:
        """Whether the debt at the end of the day before is known."""
        return self.begins is not None and self.begins < since


class SalesBook:
    """Sales by day: of registers on the days they cover, of shipments in debt reports on the others."""

    def __init__(self, known: Known, register: Iterable[Sold], shipments: Iterable[Sold]) -> None:
        self._known = known
        self._register = sorted(register)
        span = known.register
        covered = (span[0].toordinal(), span[1].toordinal()) if span else (1, 0)
        self._shipments = sorted(row for row in shipments if not covered[0] <= row[0] <= covered[1])
        self._sums = {id(rows): [0, *accumulate(row[2] for row in rows)] for rows in (self._register, self._shipments)}

    def rows(self, since: date, until: date) -> list[Sold]:
        """Sales of days ``since`` to ``until`` inclusive."""
        return [row for rows in self._used(since, until) for row in rows[slice(*_places(rows, since, until))]]

    def total(self, since: date, until: date) -> Kopecks:
        """Their sum."""
        out = 0
        for rows in self._used(since, until):
            first, last = _places(rows, since, until)
            sums = self._sums[id(rows)]
            out += sums[last] - sums[first]
        return out

    def origin(self, since: date, until: date) -> Origin:
        """Where they come from."""
        span = self._known.register
        if span is None or span[1] < since or span[0] > until:
            return Origin.SHIPMENTS
        return Origin.REGISTER if self._known.complete(since, until) else Origin.MIXED

    def _used(self, since: date, until: date) -> tuple[list[Sold], ...]:
        if self._known.complete(since, until):
            return (self._register,)
        return (self._register, self._shipments)


def _places(rows: list[Sold], since: date, until: date) -> tuple[int, int]:
    first = bisect_left(rows, since.toordinal(), key=lambda row: row[0])
    return first, bisect_right(rows, until.toordinal(), key=lambda row: row[0])


class Reach:
    """Which rows belong to a scope."""

    def __init__(self, ledger: Ledger, scope: Scope) -> None:
        from app.models import indicators

        self.scope = scope
        with ledger.store.read() as connection:
            self.names = indicators.clients(connection)
            self.holdings = indicators.holdings(connection)
            head = indicators.family_head(connection, scope.client_id) if scope.client_id else 0
        self._members: frozenset[int] | None = None
        if scope.kind is ScopeKind.CLIENT:
            self._members = frozenset((head,))
        elif scope.kind is ScopeKind.HOLDING:
            self._members = frozenset(client for client, name in self.holdings.items() if name == scope.key)

    def known(self) -> bool:
        """Whether the book knows whom the scope names."""
        return self._members is None or any(client_id in self.names for client_id in self._members)

    def keeps(self, client_id: int, manager: str) -> bool:
        """A document, a movement or a talk of this client and manager."""
        if self._members is not None:
            return client_id in self._members
        return self.scope.kind is not ScopeKind.MANAGER or manager == self.scope.key

    def keeps_client(self, client_id: int) -> bool:
        """Sales and promises carry no manager of their own: those of the client's."""
        return self.keeps(client_id, self.names.get(client_id, ("", ""))[1])

    def holder(self, client_id: int) -> tuple[int, str]:
        """For concentration: the client, or the group that counts as one (client id 0)."""
        group = self.holdings.get(client_id, "")
        return (0, group) if group else (client_id, self.names.get(client_id, ("", ""))[0])


class Facts:
    """What happened in days ``since`` to ``until`` inclusive within a scope."""

    def __init__(self, ledger: Ledger, since: date, until: date, reach: Reach, known: Known) -> None:
        self._ledger = ledger
        self.since, self.until, self.reach, self.known = since, until, reach, known

    @cached_property
    def closing(self) -> list[OpenRow]:
        """Documents open at the end."""
        return open_rows(self._ledger, self.until, self.reach)

    @cached_property
    def opening(self) -> list[OpenRow] | None:
        """Documents open at the end of the day before; None: not known."""
        if not self.known.opened(self.since):
            return None
        return open_rows(self._ledger, self.since - _DAY, self.reach)

    @cached_property
    def all_moves(self) -> list[MoveRow]:
        """Movements of the period, of every scope."""
        from app.models import indicators

        with self._ledger.store.read() as connection:
            return indicators.moves(connection, self.since, self.until)

    @cached_property
    def moves(self) -> list[MoveRow]:
        """Those of the scope."""
        return [row for row in self.all_moves if self.reach.keeps(row.client_id, row.manager)]

    @cached_property
    def sales_book(self) -> SalesBook:
        """Sales of the period."""
        return sales_book(self._ledger, self.since, self.until, self.reach, self.known, self.all_moves)

    @cached_property
    def sold(self) -> list[Sold]:
        """Sales of the period, row by row."""
        return self.sales_book.rows(self.since, self.until)

    @property
    def sales(self) -> Sales:
        """Their sum and where it comes from."""
        return Sales(
            sum(row[2] for row in self.sold),
            self.sales_book.origin(self.since, self.until),
            self.known.complete(self.since, self.until),
        )

    @cached_property
    def sums(self) -> Sums:
        """Sums of the period."""
        day, debt = self.until.toordinal(), [row for row in self.closing if row.balance > 0]
        late = [(row.balance, day - row.due) for row in debt if row.due is not None and row.due < day]
        whole = sum(row.balance for row in debt)
        opening, opening_overdue = self._opened()
        return Sums(
            since=self.since,
            until=self.until,
            opening=opening,
            opening_overdue=opening_overdue,
            debt=whole,
            not_due=whole - sum(amount for amount, _days in late),
            amount_days=sum(amount * days for amount, days in late),
            sales=self.sales.amount,
            written_off=-sum(row.amount for row in self.moves if row.kind == "write_off"),
            begins=self.known.begins,
        )

    def _opened(self) -> tuple[Kopecks | None, Kopecks]:
        if self.opening is None:
            return None, 0
        day = self.since.toordinal() - 1
        debt = [row for row in self.opening if row.balance > 0]
        return sum(row.balance for row in debt), sum(r.balance for r in debt if r.due is not None and r.due < day)

    def months(self) -> list[tuple[Kopecks, int]]:
        """Sales and days of calendar months back from the end, the newest first, as far as the debt reaches."""
        first = self.known.first()
        if first is None or first > self.until:
            return []
        whole = self.since if self.since.day == 1 else (self.since.replace(day=1) + 31 * _DAY).replace(day=1)
        out = list(_months(self.sales_book, max(whole, first), self.until))  # whole months, whatever the period is
        for years in _YEARS_BACK:
            if sum(amount for amount, _days in out) >= self.sums.debt:
                break
            start = max(first, min(self.since, self.until.replace(year=self.until.year - years, day=1)))
            wider = start < self.since
            book = sales_book(self._ledger, start, self.until, self.reach, self.known) if wider else self.sales_book
            out = list(_months(book, start, self.until))
        return out


def _months(book: SalesBook, start: date, until: date) -> Iterable[tuple[Kopecks, int]]:
    last = until
    while last >= start:
        first = max(last.replace(day=1), start)
        yield book.total(first, last), (last - first).days + 1
        last = first - _DAY


def known_of(ledger: Ledger) -> Known:
    """What the book knows, and from when."""
    from app.models import history, indicators

    with ledger.store.read() as connection:
        found = indicators.begins(connection)
        register = history.sales_span(connection)
    return Known(found[0], register, found[1]) if found else Known(None, register)


def open_rows(ledger: Ledger, day: date, reach: Reach) -> list[OpenRow]:
    """Open documents of a scope on a day."""
    from app.models import indicators

    with ledger.store.read() as connection:
        found = indicators.open_documents(connection, day)
    return [row for row in found if reach.keeps(row.client_id, row.manager)]


def sales_book(
    ledger: Ledger, since: date, until: date, reach: Reach, known: Known, moves: Iterable[MoveRow] | None = None
) -> SalesBook:
    """Sales of a scope in some days. Shipments are read only where registers leave days uncovered, and not again when
    ``moves`` holds them."""
    from app.models import indicators

    shipments: list[Sold] = []
    with ledger.store.read() as connection:
        register = indicators.sales(connection, since, until) if known.register else []
        covered = known.register is not None and known.register[0] <= since and known.register[1] >= until
        if not covered:
            found = indicators.moves(connection, since, until) if moves is None else moves
            shipments = [(row.day, row.client_id, row.amount) for row in found if row.kind == "shipment"]
    kept = reach.keeps_client
    return SalesBook(known, (r for r in register if kept(r[1])), (r for r in shipments if kept(r[1])))
