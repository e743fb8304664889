"""Sales of some days with VAT, out of all that the book knows: registers on the days they cover, shipments in debt
reports on the others.

One figure for every reader: the commission's share, the plan, the charts and the indicators ask here, or two papers of
one day would differ.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate
from typing import TypeAlias

from app.domain.money import Kopecks

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)

Sold: TypeAlias = tuple[int, int, Kopecks]
"""(day as an ordinal, shown client, kopecks); where clients do not matter, 0."""


class Origin(StrEnum):
    """Where sales come from."""

    REGISTER = "register"  # a sales register, with VAT as it states
    MIXED = "mixed"  # a register for some days, shipments of debt reports for the others
    SHIPMENTS = "shipments"  # debt reports alone: what was shipped and paid between two of them is not seen


@dataclass(frozen=True, slots=True)
class Known:
    """From when the book knows debts, and the days of sales registers. ``stood``: on its first day older balances
    stood already, and what was shipped that day cannot be told from them."""

    begins: date | None
    register: tuple[date, date] | None
    stood: bool = True

    def complete(self, since: date, until: date) -> bool:
        """Whether registers tell of the whole period; a week may be missing at either end."""
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

    def reaches(self, since: date) -> bool:
        """Whether sales are known from that day on; a week may be missing. A shorter period is compared with no limit:
        it would draw a rise that never was."""
        first = self.first()
        return first is not None and first < since + _WEEK

    def opened(self, since: date) -> bool:
        """Whether the debt at the end of the day before is known."""
        return self.begins is not None and self.begins < since

    def origin(self, since: date, until: date) -> Origin:
        """Where the sales of a period come from."""
        span = self.register
        if span is None or span[1] < since or span[0] > until:
            return Origin.SHIPMENTS
        return Origin.REGISTER if self.complete(since, until) else Origin.MIXED


class SalesBook:
    """Sales by day: of registers on the days they cover, of shipments in debt reports on the others."""

    def __init__(self, known: Known, register: Iterable[Sold], shipments: Iterable[Sold]) -> None:
        self.known = known
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

    def _used(self, since: date, until: date) -> tuple[list[Sold], ...]:
        if self.known.complete(since, until):
            return (self._register,)
        return (self._register, self._shipments)


def _places(rows: list[Sold], since: date, until: date) -> tuple[int, int]:
    first = bisect_left(rows, since.toordinal(), key=lambda row: row[0])
    return first, bisect_right(rows, until.toordinal(), key=lambda row: row[0])
