"""A debt divided into parts with days: the draft of a repayment schedule (practice.md 2.5)."""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

from app.domain.calendar import WorkCalendar
from app.domain.money import BadValue, Kopecks
from app.i18n import _

MOST_PARTS = 60


class Every(StrEnum):
    """How often a part is paid."""

    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"


def instalments(
    amount: Kopecks, parts: int, first: date, every: Every, calendar: WorkCalendar | None = None
) -> tuple[tuple[date, Kopecks], ...]:
    """Equal parts of whole roubles from ``first`` on, the last one takes what is left; days off move to the next
    working day. 100 000 roubles in three monthly parts: 33 333, 33 333 and 33 334. Raises ``BadValue`` in words."""
    if not 2 <= parts <= MOST_PARTS:
        raise BadValue(_("a schedule has 2 to {most} parts").format(most=MOST_PARTS))
    each = amount // parts // 100 * 100
    if each <= 0:
        raise BadValue(_("the sum is too small for so many parts"))
    calendar = calendar or WorkCalendar()
    days = [calendar.on_or_after(_day(first, number, every)) for number in range(parts)]
    sums = [each] * (parts - 1) + [amount - each * (parts - 1)]
    return tuple(zip(days, sums, strict=True))


def _day(first: date, number: int, every: Every) -> date:
    if every is not Every.MONTH:
        return first + timedelta(days=number * (7 if every is Every.WEEK else 14))
    year, month = divmod(first.year * 12 + first.month - 1 + number, 12)
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))
