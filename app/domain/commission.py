"""What lies on the table of the commission on receivables.

Agenda and contents follow the article (cap. 59-60): total plan-fact, share in turnover, debtors by sum and
term, dynamics, measures, hopeless debts, minutes.
"""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from app.domain.aging import Aging, Zone
from app.domain.bridge import Bridge
from app.domain.chart import DueSums, Shares
from app.domain.client import ClientCard, Series, Summary
from app.domain.migration import Migration
from app.domain.money import Kopecks
from app.domain.sales import Origin
from app.domain.work import Promise


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody at the table."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class PackRequest:
    """What the pack is made for. ``cards``: how many of the worst clients get a page."""

    as_of: date
    meeting: date
    at: time = time(17, 0)
    members: tuple[Member, ...] = ()
    company: str = ""
    cards: int = 5


@dataclass(frozen=True, slots=True)
class Measure:
    """A client in a zone and what the zone demands."""

    zone: Zone
    client_id: int
    client: str
    manager: str
    zone_amount: Kopecks  # debt of this client inside the zone and worse
    overdue: Kopecks
    max_days: int
    last_contact: str


@dataclass(frozen=True, slots=True)
class ClientChange:
    """One client between two reports: ``before + shipped - paid + corrected == after``."""

    client_id: int
    client: str
    manager: str
    before: Kopecks
    shipped: Kopecks
    paid: Kopecks
    corrected: Kopecks
    after: Kopecks


@dataclass(frozen=True, slots=True)
class WeekChange:
    """Client lines by falling absolute change, and their totals."""

    since: date
    until: date
    lines: tuple[ClientChange, ...]
    totals: ClientChange


@dataclass(frozen=True, slots=True)
class Turnover:
    """Debt against sales of a period (days ``since``..``until``): share in percent and its days-sales
    equivalent. ``asked``: days of the policy's period, of which ``limit`` speaks; a younger book has fewer."""

    since: date
    until: date
    sales: Kopecks
    debt: Kopecks
    share: Decimal | None
    dso: Decimal | None
    limit: Decimal
    origin: Origin
    asked: int

    @property
    def complete(self) -> bool:
        """Whether registers tell of all sales; otherwise they are a lower bound."""
        return self.origin is Origin.REGISTER

    @property
    def days(self) -> int:
        """Length of the period."""
        return (self.until - self.since).days + 1

    @property
    def shortened(self) -> bool:
        """The book knows sales of a part of the period alone: no limit can be held against it."""
        return self.days + 6 < self.asked

    @property
    def above(self) -> bool:
        """The limit is exceeded."""
        return self.share is not None and not self.shortened and self.share > self.limit


@dataclass(frozen=True, slots=True)
class CommissionPack:
    """Everything the papers need; the papers compute nothing."""

    request: PackRequest
    summary: Summary
    turnover: Turnover
    by_client: Aging
    by_invoice: Aging
    by_interval: Aging
    by_manager: Aging
    by_terms: Aging
    measures: tuple[Measure, ...]
    changes: WeekChange | None
    series: Series
    cards: tuple[ClientCard, ...]
    broken: tuple[Promise, ...]
    report_control: Kopecks | None
    report_ties: bool
    bridge: Bridge | None = None
    shares: Shares | None = None  # of debt in turnover, week by week of ``series``
    migration: Migration | None = None  # since the report before
    due: DueSums | None = None  # of the coming weeks
