"""Plan and fact of receivables: thresholds of volume, term and share in sales, with the trend beside each.

The article plans on two axes, the sum and the term, and asks for the dynamics of the share of debt in sales
(practice.md 1.1, caps 4, 45, 60). A share that grows report after report is an alarm before its threshold is reached.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from app.domain.aging import AgingLine
from app.domain.money import Kopecks

STEADY = 4
"""Values in a row, each above the one before, that make a steady growth."""


class Scope(StrEnum):
    """Whose plan it is."""

    COMPANY = "company"
    MANAGER = "manager"
    CLIENT = "client"


class PlanMeasure(StrEnum):
    """What is planned. Sums are kopecks, terms days, shares hundredths of a percent."""

    DEBT = "debt"
    OVERDUE = "overdue"
    OVERDUE_SHARE = "overdue_share"
    MEAN_DAYS = "mean_days"  # overdue days weighted by sum, rounded half up
    MAX_DAYS = "max_days"
    SALES_SHARE = "sales_share"  # of debt in the sales of the policy's period


SHARES = frozenset({PlanMeasure.OVERDUE_SHARE, PlanMeasure.SALES_SHARE})
SUMS = frozenset({PlanMeasure.DEBT, PlanMeasure.OVERDUE})


@dataclass(frozen=True, slots=True)
class Threshold:
    """A limit from a day on; ``value`` None lifts it. ``subject``: manager's name or client's number as text."""

    scope: Scope
    subject: str
    measure: PlanMeasure
    valid_from: date
    value: int | None


@dataclass(frozen=True, slots=True)
class PlanLine:
    """Plan and fact of one measure. ``trend``: facts of the last reports, the asked day last; None where undefined.
    ``since``: from when the limit holds."""

    scope: Scope
    subject: str
    label: str
    measure: PlanMeasure
    limit: int | None
    since: date | None
    fact: int | None
    trend: tuple[tuple[date, int | None], ...]

    @property
    def deviation(self) -> int | None:
        """Fact less limit, in the measure's unit; positive is worse."""
        return None if self.limit is None or self.fact is None else self.fact - self.limit

    @property
    def percent(self) -> Decimal | None:
        """Fact in percent of the limit, one place."""
        if not self.limit or self.fact is None:
            return None
        return (Decimal(self.fact) * 100 / self.limit).quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def breached(self) -> bool:
        """The fact is above the limit."""
        return (self.deviation or 0) > 0

    @property
    def growing(self) -> bool:
        """A share that has grown steadily: an alarm whatever its limit."""
        return self.measure in SHARES and steadily_growing([value for _day, value in self.trend])

    @property
    def change(self) -> int | None:
        """Fact less the fact of the report before."""
        known = [value for _day, value in self.trend]
        return None if len(known) < 2 or None in known[-2:] else (known[-1] or 0) - (known[-2] or 0)


def steadily_growing(values: Sequence[int | None], length: int = STEADY) -> bool:
    """The last ``length`` values are known, each above the one before: 30, 31, 33, 34; never 30, 31, 31, 34."""
    last = values[-length:]
    if len(last) < length:
        return False
    known = [value for value in last if value is not None]
    return len(known) == length and all(known[n] > known[n - 1] for n in range(1, length))


def fact(measure: PlanMeasure, line: AgingLine, sales: Kopecks) -> int | None:
    """The measure of a line of aging; ``sales``: kopecks of the policy's period. None when it has no sense: a share
    in sales that were none. Debt 50, sales 200: 2 500 hundredths, which is 25 %."""
    if measure is PlanMeasure.DEBT:
        return line.total
    if measure is PlanMeasure.OVERDUE:
        return line.overdue
    if measure is PlanMeasure.MEAN_DAYS:
        return _half_up(line.amount_days, line.overdue) if line.overdue else 0
    if measure is PlanMeasure.MAX_DAYS:
        return line.max_days
    if measure is PlanMeasure.OVERDUE_SHARE:
        return _half_up(line.overdue * 10_000, line.total) if line.total else 0
    return _half_up(line.total * 10_000, sales) if sales > 0 else None


def _half_up(part: int, whole: int) -> int:
    return int((Decimal(part) / whole).to_integral_value(ROUND_HALF_UP))
