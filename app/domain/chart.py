"""What each chart is drawn from: the question asked of the book and the figures that answer it.

The ledger fills these, the reports draw them; on the screen, on paper and from the command line it is the same
chart of the same figures.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from app.domain.aging import Aging
from app.domain.bridge import Bridge
from app.domain.calendar import WorkCalendar
from app.domain.client import Series
from app.domain.indicator_set import HistoryPoint
from app.domain.migration import Migration
from app.domain.money import Kopecks


class ChartName(StrEnum):
    """Names of the charts, as the command line knows them."""

    SALES = "sales"
    ZONES = "zones"
    INDICATORS = "indicators"
    BRIDGE = "bridge"
    MIGRATION = "migration"
    DUE = "due"
    TOP = "top"
    PARETO = "pareto"
    SCATTER = "scatter"
    CLIENT = "client"


@dataclass(frozen=True, slots=True)
class ChartRequest:
    """Which chart, of what. ``since``: the first day of a weekly series, or the earlier date of a comparison
    (None: the usual one); ``client_id`` None: the whole base."""

    name: ChartName
    as_of: date
    since: date | None = None
    client_id: int | None = None


@dataclass(frozen=True, slots=True)
class Shares:
    """Debt in percent of the turnover of the ``days`` before each point of a series (None: no sales are known for
    the whole of that period), and the limit in percent above which the house is alarmed (practice 1.1, 45 and 59)."""

    percents: tuple[Decimal | None, ...]
    limit: Decimal
    days: int


@dataclass(frozen=True, slots=True)
class Trend:
    """Weeks of the base or of one client. ``shares`` None: no sales are known at all."""

    series: Series
    shares: Shares | None


@dataclass(frozen=True, slots=True)
class Speed:
    """Days sales outstanding, and the collection effectiveness index in percent, at the same weeks."""

    dso: tuple[HistoryPoint, ...]
    cei: tuple[HistoryPoint, ...]


@dataclass(frozen=True, slots=True)
class DueDay:
    """What falls due on one day: kopecks and documents."""

    day: date
    amount: Kopecks
    count: int


@dataclass(frozen=True, slots=True)
class DueSums:
    """When the open debt falls due. ``overdue + sum of days + later + undated == total`` to the kopeck; ``days``
    holds each day from ``as_of`` to ``until`` on which something falls due, ascending."""

    as_of: date
    until: date
    days: tuple[DueDay, ...]
    overdue: Kopecks
    later: Kopecks
    undated: Kopecks
    calendar: WorkCalendar

    @property
    def coming(self) -> Kopecks:
        """Sum of the days."""
        return sum(day.amount for day in self.days)

    @property
    def total(self) -> Kopecks:
        """The whole open debt."""
        return self.overdue + self.coming + self.later + self.undated


@dataclass(frozen=True, slots=True)
class Settled:
    """Documents that one client paid off on one day: their sum, and that sum times the days after the due date
    (early ones as zero)."""

    day: date
    amount: Kopecks
    amount_days: int
    count: int


@dataclass(frozen=True, slots=True)
class Delay:
    """Mean days of delay of what was paid off in one month, weighted by sum."""

    month: date
    days: Decimal
    amount: Kopecks
    count: int


@dataclass(frozen=True, slots=True)
class Cooperation:
    """One client over the whole time: weekly series, and how late it paid in each month. ``mean_delay``: over the
    whole cooperation, whole days (None: nothing was paid off yet)."""

    client_id: int
    client: str
    trend: Trend
    delays: tuple[Delay, ...]
    mean_delay: int | None


ChartData = Trend | Speed | Bridge | Migration | DueSums | Aging | Cooperation
"""What a chart is drawn from."""


def by_month(settled: tuple[Settled, ...]) -> tuple[Delay, ...]:
    """Mean delay month by month: 100 paid 10 days late and 300 paid in time in one month give 2.5 days."""
    months: dict[date, list[Settled]] = {}
    for one in settled:
        months.setdefault(one.day.replace(day=1), []).append(one)
    return tuple(_month(month, months[month]) for month in sorted(months) if sum(s.amount for s in months[month]))


def _month(month: date, settled: list[Settled]) -> Delay:
    amount = sum(one.amount for one in settled)
    days = Decimal(sum(one.amount_days for one in settled)) / amount
    return Delay(month, days.quantize(Decimal("0.1"), ROUND_HALF_UP), amount, sum(one.count for one in settled))


def mean_delay(settled: tuple[Settled, ...]) -> int | None:
    """Over everything paid off, whole days, half up; None when nothing was."""
    amount = sum(one.amount for one in settled)
    if not amount:
        return None
    return int((Decimal(sum(one.amount_days for one in settled)) / amount).to_integral_value(ROUND_HALF_UP))
