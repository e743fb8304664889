"""What a foreign file says, before anybody believes it.

``app.ingest.read`` turns a file into a ``Statement``: rows as stated, problems as values with their place, and
every source row accounted for (a fact, a problem or a declared skip). Nothing here knows the book.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.domain.aging import Interval
from app.domain.debt import Terms
from app.domain.money import Kopecks


class StatementKind(StrEnum):
    """What the rows of a file are."""

    DEBTS = "debts"  # balances at a date, by document or by client
    SALES = "sales"  # shipments of a period
    PAYMENTS = "payments"  # money received in a period
    MOVEMENTS = "movements"  # documents with their own dates of shipment and settlement


class Movement(StrEnum):
    """What one row of a MOVEMENTS file did to a client's debt; empty files of documents state none."""

    SHIPMENT = "shipment"
    PAYMENT = "payment"
    ADVANCE = "advance"  # money received before the shipment
    OFFSET = "offset"  # an advance set against a shipment: no money moves, nothing is paid twice
    REFUND = "refund"  # money given back
    CORRECTION = "correction"  # returns, changes of price, write-offs, netting with other accounts


class Level(StrEnum):
    """How deep the rows go."""

    CLIENT = "client"
    CONTRACT = "contract"
    ORDER = "order"
    DOCUMENT = "document"


class Severity(StrEnum):
    """``ERROR``: the row could not be taken; ``WARNING``: it was, but look; ``INFO``: worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should see. ``row`` is 1-based as in Excel, ``column`` a letter; empty: whole file."""

    text: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    severity: Severity = Severity.WARNING
    file: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A source row that is declared no fact: blank, title, total, note."""

    row: int
    reason: str
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A movement of one document with its true date: kind is a ``domain.reconcile.EntryKind``; kopecks signed as the
    debt changes (shipment above zero, payment below)."""

    day: date
    kind: str
    amount: Kopecks


@dataclass(slots=True, unsafe_hash=True)  # frozen, it would cost five times as much to make, and a file has 200,000
class StatedLine:
    """One row of fact as the file words it (texts stripped of control characters, else untouched); never changed.

    ``balance`` > 0: the client owes; an advance is a separate line with a negative balance. In SALES and
    PAYMENTS files ``amount`` is the sum and ``balance`` is None. ``buckets`` holds a client-level file's own
    intervals as (interval of the file, kopecks). ``named`` are the numbers of invoices that a payment names
    in its purpose (``comment``).
    """

    row: int
    client: str
    balance: Kopecks | None = None
    amount: Kopecks | None = None
    paid: Kopecks | None = None
    sheet: str = ""
    inn: str = ""
    code: str = ""
    contract: str = ""
    kind: str = ""
    number: str = ""
    doc_date: date | None = None
    due_date: date | None = None
    overdue_days: int | None = None
    overdue: Kopecks | None = None
    settled_date: date | None = None
    terms: Terms = field(default_factory=Terms)
    manager: str = ""
    client_type: str = ""
    avg_order: Kopecks | None = None
    core_share: str = ""
    organisation: str = ""
    comment: str = ""
    buckets: tuple[tuple[Interval, Kopecks], ...] = ()
    not_due: Kopecks | None = None  # the file's own «Не просрочено»
    movement: Movement | None = (
        None  # in an account card; ``amount`` > 0: the debt grows (or an OFFSET), < 0: it shrinks
    )
    settles: str = ""  # the settlement document a payment or an offset names
    moves: tuple[Move, ...] = ()  # of a document whose true dates are known
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """Identity of a file: its bare name and its contents."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Statement:
    """One file as read. ``control`` is the file's own total of debt (None when it has none); ``rows`` counts
    the non-empty rows of the sheet: ``rows == facts + skipped + rows that ended as errors``."""

    kind: StatementKind
    layout: str
    file: SourceFile
    as_of: date | None
    lines: tuple[StatedLine, ...]
    rows: int
    level: Level = Level.DOCUMENT
    title: str = ""
    organisation: str = ""
    filters: tuple[str, ...] = ()
    control: Kopecks | None = None
    problems: tuple[Problem, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    period: tuple[date, date] | None = None

    @property
    def debt(self) -> Kopecks:
        """Sum of what is owed."""
        return sum(line.balance for line in self.lines if line.balance is not None and line.balance > 0)

    @property
    def advances(self) -> Kopecks:
        """Sum of advances, positive."""
        return -sum(line.balance for line in self.lines if line.balance is not None and line.balance < 0)

    @property
    def sum(self) -> Kopecks:
        """What the rows add up to: debt less advances, or the turnover of a register."""
        if self.kind in (StatementKind.SALES, StatementKind.PAYMENTS):
            return sum(line.amount or 0 for line in self.lines)
        return self.debt - self.advances


def severest(problems: Iterable[Problem]) -> Severity:
    """The gravest of the problems; INFO when there are none."""
    found = {problem.severity for problem in problems}
    return next((s for s in (Severity.ERROR, Severity.WARNING) if s in found), Severity.INFO)
