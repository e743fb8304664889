"""How long a debt can still be sued for: three years by document, restarted by acknowledgment.

For reference only («расчёт справочный»): a lawyer has the last word. Sources: Civil Code art. 192, 193, 196, 200,
202, 203, 206; Plenum of the Supreme Court 43 of 29.09.2015, p. 20 (practice.md 3.5).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.domain.calendar import WorkCalendar

YEARS = 3
OUTER_YEARS = 10
CLAIM_DAYS = 30
"""A claim stops the clock for the term of the answer to it (art. 202 p. 3, APC art. 4 p. 5)."""


class Nearness(StrEnum):
    """How near the end is."""

    NONE = "none"
    SIX = "six"
    THREE = "three"
    ONE = "one"
    OVER = "over"


_MONTHS = ((1, Nearness.ONE), (3, Nearness.THREE), (6, Nearness.SIX))


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The client acknowledged the debt on a day by a document. It counts only when signed by someone whose powers are
    known: an act signed by a chief accountant without a power of attorney is disputable."""

    day: date
    document: str
    signatory: str
    powers: str

    @property
    def counts(self) -> bool:
        """Whether it restarts the clock."""
        return bool(self.powers.strip())


@dataclass(frozen=True, slots=True)
class Limitation:
    """The clock of one document. ``since``: the due date, or the day of the acknowledgment that restarted it.
    ``expires``: the last day to sue. ``stopped``: days added by claims. ``idle``: acknowledgments without powers."""

    due: date
    since: date
    expires: date
    stopped: int
    restarted_by: Acknowledged | None
    idle: tuple[Acknowledged, ...]
    warning: Nearness
    days_left: int


def limitation(
    due: date,
    as_of: date,
    acknowledged: Sequence[Acknowledged] = (),
    claims: Sequence[date] = (),
    calendar: WorkCalendar | None = None,
    claim_days: int = CLAIM_DAYS,
) -> Limitation:
    """The clock of a document due on ``due``, as it stands on ``as_of``.

    Due 20.11.2023: the last day is 20.11.2026. A reconciliation signed with powers on 01.03.2025: 01.03.2028, a
    Wednesday. A claim sent meanwhile adds 30 days. A written acknowledgment after the end starts it anew (art. 206
    p. 2). Never later than ten years after the due date.
    """
    calendar = calendar or WorkCalendar()
    since, by = due, None
    for one in sorted(acknowledged, key=lambda a: a.day):
        if one.counts and due < one.day <= as_of:
            since, by = one.day, one
    stopped, end = 0, _years_after(since, YEARS)
    for sent in sorted(set(claims)):
        if since <= sent <= min(end, as_of):
            stopped += claim_days
            end = _years_after(since, YEARS) + timedelta(days=stopped)
    expires = calendar.on_or_after(min(end, _years_after(due, OUTER_YEARS)))
    idle = tuple(one for one in acknowledged if not one.counts and one.day <= as_of)
    return Limitation(due, since, expires, stopped, by, idle, _warning(expires, as_of), (expires - as_of).days)


def _warning(expires: date, as_of: date) -> Nearness:
    if as_of > expires:
        return Nearness.OVER
    for months, warning in _MONTHS:
        if _months_after(as_of, months) >= expires:
            return warning
    return Nearness.NONE


def _years_after(day: date, years: int) -> date:
    """The same day of a later year; where there is none, the last of its month (art. 192)."""
    return _months_after(day, 12 * years)


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))
