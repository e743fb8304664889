"""The facts of a period for the indicators: what is known from when, whose it is, each read at most once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from app.domain.indicator_readings import Sums
from app.domain.indicator_set import Sales, Scope, ScopeKind
from app.domain.money import Kopecks
from app.domain.sales import Known, SalesBook, Sold
from app.ledger import sales

if TYPE_CHECKING:
    from app.ledger.book import Ledger
    from app.models.indicators import MoveRow, OpenRow

_DAY = timedelta(days=1)
_YEARS_BACK = (1, 3)
"""How far back sales are read to count the debt back when those of the period do not reach it."""


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
        keeps = self.reach.keeps_client
        return sales.by_client(self._ledger, self.since, self.until, self.known, keeps, self.all_moves)

    @cached_property
    def sold(self) -> list[Sold]:
        """Sales of the period, row by row."""
        return self.sales_book.rows(self.since, self.until)

    @property
    def sales(self) -> Sales:
        """Their sum and where it comes from."""
        return Sales(
            sum(row[2] for row in self.sold),
            self.known.origin(self.since, self.until),
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
            keeps = self.reach.keeps_client
            book = sales.by_client(self._ledger, start, self.until, self.known, keeps) if wider else self.sales_book
            out = list(_months(book, start, self.until))
        return out


def _months(book: SalesBook, start: date, until: date) -> Iterable[tuple[Kopecks, int]]:
    last = until
    while last >= start:
        first = max(last.replace(day=1), start)
        yield book.total(first, last), (last - first).days + 1
        last = first - _DAY


def open_rows(ledger: Ledger, day: date, reach: Reach) -> list[OpenRow]:
    """Open documents of a scope on a day."""
    from app.models import indicators

    with ledger.store.read() as connection:
        found = indicators.open_documents(connection, day)
    return [row for row in found if reach.keeps(row.client_id, row.manager)]
