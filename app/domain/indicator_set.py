"""What an indicator is: name, definition and source once for all, and its figure with all that explains it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.domain.money import Kopecks
from app.domain.sales import Origin
from app.i18n import _


class ScopeKind(StrEnum):
    """Whose debts are counted."""

    COMPANY = "company"
    MANAGER = "manager"  # by the manager of the document
    HOLDING = "holding"  # a group of related clients, by its exact name
    CLIENT = "client"


@dataclass(frozen=True, slots=True)
class Scope:
    """``key``: the manager's or the group's name; ``client_id`` of a shown client."""

    kind: ScopeKind = ScopeKind.COMPANY
    key: str = ""
    client_id: int = 0


COMPANY = Scope()


class Group(StrEnum):
    """Where an indicator stands on the page."""

    SPEED = "speed"
    OVERDUE = "overdue"
    CONCENTRATION = "concentration"
    WORK = "work"


class Unit(StrEnum):
    """What the figure is in. KOPECKS: an integer; the others: decimals."""

    DAYS = "days"
    TIMES = "times"
    PERCENT = "percent"
    KOPECKS = "kopecks"
    POINTS = "points"


class Alarm(StrEnum):
    """How grave the figure is; only where a limit is known."""

    NONE = "none"
    WARN = "warn"
    RED = "red"


class Behind(StrEnum):
    """Which rows stand behind a figure."""

    CLIENTS = "clients"  # debt at both ends, sales and overdue by client
    PAID = "paid"  # documents settled in the period, in time or late
    BAD = "bad"  # documents past the term of limitation
    WRITTEN_OFF = "written_off"
    MIGRATION = "migration"
    WEEKS = "weeks"  # what falls due in the coming weeks, by the largest clients
    PROMISES = "promises"
    CONTACTS = "contacts"  # documents that fell overdue and the first contact after it
    CHANNELS = "channels"
    MANAGERS = "managers"


@dataclass(frozen=True, slots=True)
class Definition:
    """One indicator. ``better``: 1 when growth is good, -1 when it is bad, 0 when neither."""

    key: str
    group: Group
    unit: Unit
    better: int
    behind: Behind
    title: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure and how it came about. ``formula``: with the figures put in; ``reason``: in words, when ``value`` is
    None."""

    value: Decimal | int | None
    formula: str = ""
    reason: str = ""
    alarm: Alarm = Alarm.NONE
    note: str = ""  # why it is alarming


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of a period."""

    definition: Definition
    reading: Reading

    @property
    def key(self) -> str:
        """Its name for machines."""
        return self.definition.key

    @property
    def value(self) -> Decimal | int | None:
        """The figure; None when it has no meaning, and then ``reading.reason`` says why."""
        return self.reading.value


@dataclass(frozen=True, slots=True)
class Sales:
    """Sales of the period with VAT. ``complete`` False: a lower bound."""

    amount: Kopecks
    origin: Origin
    complete: bool


@dataclass(frozen=True, slots=True)
class IndicatorSet:
    """All indicators of days ``since`` to ``until`` inclusive. ``asked``: the first day asked for, when the book begins
    later and the period had to be shortened."""

    since: date
    until: date
    scope: Scope
    sales: Sales
    indicators: tuple[Indicator, ...]
    asked: date | None = None

    @property
    def days(self) -> int:
        """Length of the period."""
        return (self.until - self.since).days + 1

    def get(self, key: str) -> Indicator:
        """One of them. Raises ``KeyError``."""
        for indicator in self.indicators:
            if indicator.key == key:
                return indicator
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """The figure of the period of the same length that ends on ``day``."""

    day: date
    value: Decimal | int | None


MAIN = ("dso", "debt_to_sales", "overdue_share", "top3_debt", "promises_kept")
"""The five that a director sees first."""


def assemble(readings: Mapping[str, Reading]) -> tuple[Indicator, ...]:
    """Indicators in the order of the catalogue; figures that nobody asked for are left out."""
    return tuple(Indicator(one, readings[one.key]) for one in catalogue() if one.key in readings)


def definition(key: str) -> Definition:
    """One indicator of the catalogue. Raises ``KeyError``."""
    for one in catalogue():
        if one.key == key:
            return one
    raise KeyError(key)


def catalogue() -> tuple[Definition, ...]:
    """Every indicator, in the order of the page."""
    return (*_speed(), *_overdue(), *_concentration(), *_work())


def _made(
    key: str, group: Group, unit: Unit, better: int, behind: Behind, words: tuple[str, str], source: str = ""
) -> Definition:
    return Definition(key, group, unit, better, behind, *words, source or _("accepted practice"))


def _speed() -> tuple[Definition, ...]:
    days, down, rows = Unit.DAYS, -1, Behind.CLIENTS
    group = Group.SPEED
    return (
        _made("dso", group, days, down, rows, (
            _("Days sales outstanding"),
            _("How many days of sales are still unpaid: debt at the end of the period / sales × days. Debt and sales"
              " both with VAT."))),
        _made("dso_average", group, days, down, rows, (
            _("Days outstanding by the mean debt"),
            _("Mean of the debt at both ends of the period / sales × days: one large shipment on the last day does"
              " not spoil it."))),
        _made("dso_countback", group, days, down, rows, (
            _("Days outstanding by counting back"),
            _("Sales of months are taken off the debt, the newest first; each month taken whole gives its days, the"
              " last one a part. Seasonal sales do not spoil it."))),
        _made("bpdso", group, days, down, rows, (
            _("Days outstanding without overdue"),
            _("Debt not due yet / sales × days: what the term would be if everybody paid in time. It follows from the"
              " terms we give."))),
        _made("add", group, days, down, rows, (
            _("Mean days delinquent"),
            _("How many days are added by those who pay late: days sales outstanding less the days without overdue."))),
        _made("turnover_times", group, Unit.TIMES, 1, rows, (
            _("Turnover of receivables"),
            _("How many times the debt was turned into money in the period: sales / mean debt."))),
        _made("turnover_days", group, days, down, rows, (
            _("Turnover, days"), _("How long one turn takes: days of the period / turnover."))),
        _made("debt_to_sales", group, Unit.PERCENT, down, rows, (
            _("Debt in sales of the period"),
            _("Debt at the end / sales of the period. The limit is set in the rules; the article names 50 % without"
              " a period, here it is a quarter unless changed.")),
            _("article of 2008, commission: debt above 50 % of turnover")),
        _made("cost", group, Unit.KOPECKS, down, rows, (
            _("Cost of money in the debt"),
            _("Mean debt × key rate of the Bank of Russia × days / 365: what a loan of the same size would cost at"
              " least. The rate is the mean over the days of the period."))),
        _made("cost_overdue", group, Unit.KOPECKS, down, rows, (
            _("of it in overdue debt"),
            _("The same for overdue debt alone: what the late payers cost."))),
    )  # fmt: skip


def _overdue() -> tuple[Definition, ...]:
    percent, down, group = Unit.PERCENT, -1, Group.OVERDUE
    return (
        _made("overdue_share", group, percent, down, Behind.CLIENTS, (
            _("Overdue in the debt"),
            _("Overdue debt / all debt at the end of the period, by the due dates known now."))),
        _made("overdue_to_sales", group, percent, down, Behind.CLIENTS, (
            _("Overdue to sales"),
            _("Overdue debt / sales of the period. Another base than the share in debt: never compare the two."))),
        _made("overdue_days", group, Unit.DAYS, down, Behind.CLIENTS, (
            _("Mean overdue, weighted by sum"),
            _("Each overdue rouble counts with its days: sum of (sum × days) / sum."))),
        _made("paid_late", group, percent, down, Behind.PAID, (
            _("Paid late, by documents"),
            _("Documents settled in the period surely after their due date / all settled that had one. Where only"
              " weekly reports tell of a payment, one that fell due since the report before counts as paid in time."))),
        _made("paid_late_sum", group, percent, down, Behind.PAID, (
            _("Paid late, by sum"), _("The same by the sums of the documents."))),
        _made("mean_delay", group, Unit.DAYS, down, Behind.PAID, (
            _("Mean delay of payment"),
            _("Days from the due date to the payment of documents settled in the period, weighted by sum; those paid"
              " in time count as zero. Where only weekly reports tell of a payment, its day is that of the report."))),
        _made("roll_rate", group, percent, down, Behind.MIGRATION, (
            _("Moved to a worse interval"),
            _("Debt of the report before this one, invoice by invoice: how much of it stands in a graver interval now."
              " The rest was paid or stayed where it was."))),
        _made("bad_share", group, percent, down, Behind.BAD, (
            _("Bad debt"),
            _("Debt past the term of limitation (three years, restarted by acknowledgments signed with powers) / all"
              " debt. For reference: a lawyer has the last word."))),
        _made("written_off", group, percent, down, Behind.WRITTEN_OFF, (
            _("Written off to sales"),
            _("Sums that bookkeeping wrote off in the period / sales of the period. Debt reports alone do not show"
              " write-offs as such."))),
    )  # fmt: skip


def _concentration() -> tuple[Definition, ...]:
    percent, down, group = Unit.PERCENT, -1, Group.CONCENTRATION
    rule = _("article of 2008: 1–3 clients must not hold more than 50 %")
    return (
        _made("top3_debt", group, percent, down, Behind.CLIENTS, (
            _("Three largest in the debt"),
            _("Debt of the three largest debtors / all debt; clients of one group count as one. The rules set the"
              " limits; of the article: warning from 40 %, red from 50 %.")), rule),
        _made("top3_sales", group, percent, down, Behind.CLIENTS, (
            _("Three largest in sales"),
            _("Sales of the period to the three largest buyers / all sales; clients of one group count as one. The"
              " rules set the limits; of the article: warning from 40 %, red from 50 %.")), rule),
        _made("hhi_debt", group, Unit.POINTS, down, Behind.CLIENTS, (
            _("Concentration index of the debt"),
            _("Sum of squares of the shares in percent: 10 000 is one debtor, under 1 500 many equal ones. Warning"
              " from 1 500, red above 2 500 (borders borrowed from competition practice)."))),
        _made("hhi_sales", group, Unit.POINTS, down, Behind.CLIENTS, (
            _("Concentration index of sales"), _("The same for sales of the period."))),
        _made("due_together", group, percent, down, Behind.WEEKS, (
            _("Large due dates in one week"),
            _("The coming week in which two or three of the three largest debtors have to pay at once: their sums / all"
              " debt not due yet. When such dates slip together, there is no money. The limits are those of the three"
              " largest."
              )), rule),
        _made("several_debts", group, percent, down, Behind.CLIENTS, (
            _("Debtors with several debts"),
            _("Clients who owe more than one document / all who owe.")), _("article of 2008: 5 of 10 clients")),
    )  # fmt: skip


def _work() -> tuple[Definition, ...]:
    percent, group = Unit.PERCENT, Group.WORK
    return (
        _made("cei", group, percent, 1, Behind.CLIENTS, (
            _("Collection effectiveness index"),
            _("What was collected of what could be: (debt at the start + sales − debt at the end) / (debt at the start"
              " + sales − debt not due at the end). 100 % when nothing overdue is left."))),
        _made("promises_kept", group, percent, 1, Behind.PROMISES, (
            _("Promises kept"),
            _("Of promises that fell due in the period: those for which 95 % of the sum or more came by the first"
              " report after the promised day. A moved promise counts by its new day."))),
        _made("promises_kept_sum", group, percent, 1, Behind.PROMISES, (
            _("Promises kept, by sum"), _("Sum of kept promises / sum of all that fell due in the period."))),
        _made("first_contact", group, Unit.DAYS, -1, Behind.CONTACTS, (
            _("From overdue to the first contact"),
            _("Working days from the first day overdue to the first talk or letter, the median over documents that fell"
              " overdue in the period. A call that nobody answered is no contact. Those still waiting count with the"
              " days so far; those paid without a talk are left out."))),
        _made("channel_result", group, percent, 1, Behind.CHANNELS, (
            _("Paid after a contact"),
            _("Money that came within 7 days after a contact / overdue debt of the client on its day. Each rouble"
              " counts for the nearest contact before it; contacts younger than 7 days are not judged yet, and a call"
              " that nobody answered is none."))),
        _made("collected", group, Unit.KOPECKS, 1, Behind.MANAGERS, (
            _("Collected"), _("Money received in the period, by the manager of the document."))),
    )  # fmt: skip
