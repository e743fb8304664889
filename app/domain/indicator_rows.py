"""Rows that stand behind an indicator: clients, documents, talks, weeks."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from app.domain.indicators import days_outstanding, percent_of
from app.domain.migration import Migration
from app.domain.money import Kopecks
from app.domain.work import Promise


@dataclass(frozen=True, slots=True)
class ClientFigures:
    """One client in the period, kopecks; ``client_id`` 0: the total. ``debt_share`` and ``sales_share`` are percents of
    the whole. ``opening`` None: not known."""

    client_id: int
    client: str
    manager: str
    opening: Kopecks | None
    sales: Kopecks
    debt: Kopecks
    overdue: Kopecks
    amount_days: int
    documents: int
    days: int
    debt_share: Decimal | None = None
    sales_share: Decimal | None = None
    holding: str = ""

    @property
    def dso(self) -> Decimal | None:
        """Days sales outstanding of this client alone."""
        return days_outstanding(self.debt, self.sales, self.days)

    @property
    def overdue_share(self) -> Decimal | None:
        """Percent of its debt that is overdue."""
        return percent_of(self.overdue, self.debt)

    @property
    def overdue_days(self) -> Decimal | None:
        """Mean days overdue weighted by sum."""
        return days_outstanding(self.amount_days, self.overdue, 1)


@dataclass(frozen=True, slots=True)
class SettledDocument:
    """A document settled in the period. ``by_report``: no payment gives its day, ``settled`` is that of the report that
    shows it paid; ``seen``: the report before, when the document was still open (None: there was none)."""

    client_id: int
    client: str
    manager: str
    number: str
    doc_date: date | None
    due: date
    settled: date
    amount: Kopecks
    by_report: bool = False
    seen: date | None = None

    @property
    def days(self) -> int:
        """Days after the due date, those of a report's delay with them; negative: early."""
        return (self.settled - self.due).days

    @property
    def doubtful(self) -> bool:
        """Paid in the week of its due date, nobody knows on which side of it."""
        return self.by_report and self.days > 0 and (self.seen is None or self.seen < self.due)

    @property
    def late(self) -> bool:
        """Surely paid after the due date."""
        return self.days > 0 and not self.doubtful


@dataclass(frozen=True, slots=True)
class MaturedDocument:
    """A document that was not paid on its due day. ``contact``: the first one after it; ``waited``: working days to it,
    or so far (None: paid without a talk)."""

    client_id: int
    client: str
    manager: str
    number: str
    due: date
    settled: date | None
    balance: Kopecks
    contact: date | None = None
    waited: int | None = None


@dataclass(frozen=True, slots=True)
class BadDocument:
    """A document past the term of limitation."""

    client_id: int
    client: str
    manager: str
    number: str
    due: date
    expired: date
    balance: Kopecks


@dataclass(frozen=True, slots=True)
class WrittenOff:
    """What was written off of one client in the period."""

    client_id: int
    client: str
    manager: str
    amount: Kopecks


@dataclass(frozen=True, slots=True)
class WeekDue:
    """What one of the largest debtors has to pay in a coming week. ``client_id`` 0: a group of clients."""

    monday: date
    client_id: int
    client: str
    amount: Kopecks
    share: Decimal | None  # of all debt not due yet
    together: bool  # another of them has to pay in the same week


@dataclass(frozen=True, slots=True)
class ChannelFigures:
    """Contacts of one channel; ``key`` empty: all of them."""

    key: str
    contacts: int
    owed: Kopecks
    paid: Kopecks

    @property
    def share(self) -> Decimal | None:
        """Percent paid within a week."""
        return percent_of(self.paid, self.owed)


@dataclass(frozen=True, slots=True)
class ManagerFigures:
    """One manager in the period: money received for his documents, sales to his clients, debt of his documents."""

    manager: str
    collected: Kopecks
    sales: Kopecks
    debt: Kopecks
    overdue: Kopecks

    @property
    def overdue_share(self) -> Decimal | None:
        """Percent of the debt that is overdue."""
        return percent_of(self.overdue, self.debt)


BehindRows: TypeAlias = (
    Migration
    | tuple[ClientFigures, ...]
    | tuple[SettledDocument, ...]
    | tuple[MaturedDocument, ...]
    | tuple[BadDocument, ...]
    | tuple[WrittenOff, ...]
    | tuple[WeekDue, ...]
    | tuple[ChannelFigures, ...]
    | tuple[ManagerFigures, ...]
    | tuple[Promise, ...]
)
"""What opens when an indicator is asked for its rows."""
