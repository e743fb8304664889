"""Working days, and days that the law moves to them.

Due dates and terms of claims end on working days (Civil Code, art. 193); promises and calls follow the same
calendar. The table of exceptions is data: the program ships the years that are known, a user adds the next ones.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate

_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """A five-day week with exceptions: ``exceptions`` maps a day to True when it is worked, False when it is off.

    Years without any exception are known by weekends alone; ``knows`` tells.
    """

    exceptions: Mapping[date, bool] = field(default_factory=dict)
    _days: tuple[date, ...] = field(init=False, repr=False, compare=False)
    _gained: tuple[int, ...] = field(init=False, repr=False, compare=False)  # working days won by the first n of them

    def __post_init__(self) -> None:
        days = tuple(sorted(self.exceptions))
        won = (int(self.exceptions[day]) - int(day.weekday() < _SATURDAY) for day in days)
        object.__setattr__(self, "_days", days)
        object.__setattr__(self, "_gained", (0, *accumulate(won)))

    def works(self, day: date) -> bool:
        """Whether it is a working day."""
        found = self.exceptions.get(day)
        return day.weekday() < _SATURDAY if found is None else found

    def knows(self, day: date) -> bool:
        """Whether the year of this day is in the table."""
        return any(known.year == day.year for known in self.exceptions)

    def on_or_after(self, day: date) -> date:
        """The day itself, or the nearest working day after it (art. 193). Saturday 31.05.2008 moves to 02.06.2008."""
        while not self.works(day):
            day += _DAY
        return day

    def on_or_before(self, day: date) -> date:
        """The day itself, or the nearest working day before it."""
        while not self.works(day):
            day -= _DAY
        return day

    def add(self, day: date, count: int) -> date:
        """The day ``count`` working days later (earlier when negative); zero leaves it as it is."""
        step = _DAY if count > 0 else -_DAY
        for _number in range(abs(count)):
            day += step
            while not self.works(day):
                day += step
        return day

    def between(self, first: date, last: date) -> int:
        """Working days after ``first`` up to ``last`` inclusive; negative when ``last`` is earlier."""
        if last < first:
            return -self.between(last, first)
        weeks, rest = divmod((last - first).days, 7)
        start = first.weekday()
        plain = weeks * _SATURDAY + sum((start + n) % 7 < _SATURDAY for n in range(1, rest + 1))
        gained = self._gained
        return plain + gained[bisect_right(self._days, last)] - gained[bisect_right(self._days, first)]


def calendar_of(rows: Iterable[tuple[date, bool]]) -> WorkCalendar:
    """A calendar out of (day, worked) rows; the later row of a day wins."""
    return WorkCalendar(dict(rows))
