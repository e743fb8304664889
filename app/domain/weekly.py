"""Debt by interval on many dates at once, out of stretches of time in which a balance stands still.

Such a stretch falls into the interval that its due date gives on each date it covers. Adding its ends to a table of
differences and summing once gives all dates together, instead of one aging for each.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date

from app.domain.aging import AgingRules
from app.domain.money import Kopecks

NEVER = 4_000_000
"""A day after every other, as an ordinal."""


class Weekly:
    """A table of kopecks by date and slot that is being filled; days are ordinals, ``dates`` ascend."""

    def __init__(self, dates: Sequence[date], rules: AgingRules) -> None:
        self.days = [day.toordinal() for day in dates]
        self._change = [[0] * (len(dates) + 1) for _ in range(len(rules.intervals) + 2)]
        self._starts = [1, *(interval.first for interval in rules.intervals[1:])]

    def stand(self, first: int, until: int, due: int | None, balance: Kopecks) -> None:
        """A document's balance from one day to the day before another; below zero it is an advance."""
        begin, end = self.span(first, until)
        if balance < 0:
            _add(self._change[-1], begin, end, balance)
        else:
            self.age(begin, end, due, balance)

    def span(self, first: int, until: int) -> tuple[int, int]:
        """Numbers of the first date in a stretch and of the first after it."""
        return bisect_left(self.days, first), bisect_left(self.days, until)

    def age(self, begin: int, end: int, due: int | None, amount: Kopecks) -> None:
        """An amount of either sign on dates number ``begin`` to ``end`` - 1, which grows older from one to the next:
        one piece for each interval."""
        if begin >= end:
            return
        days, change, starts = self.days, self._change, self._starts
        if due is None or days[end - 1] <= due:
            _add(change[0], begin, end, amount)
            return
        edge = bisect_right(days, due, begin, end)
        _add(change[0], begin, edge, amount)
        for slot in range(1, len(starts)):
            upper = bisect_left(days, due + starts[slot], edge, end)
            _add(change[slot], edge, upper, amount)
            edge = upper
        _add(change[len(starts)], edge, end, amount)

    def rows(self) -> list[list[Kopecks]]:
        """By date: not due, each interval, advances (negative)."""
        running = [0] * len(self._change)
        out: list[list[Kopecks]] = []
        for week in range(len(self.days)):
            running = [total + row[week] for total, row in zip(running, self._change, strict=True)]
            out.append(running)
        return out


def _add(row: list[int], begin: int, end: int, amount: int) -> None:
    if begin < end:
        row[begin] += amount
        row[end] -= amount
