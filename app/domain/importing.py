"""What an import would do to the book, shown before anything is written, and the person's answers."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from app.domain.allocation import Payment
from app.domain.money import Kopecks
from app.domain.statement import Level, Problem, Skipped, SourceFile, StatementKind


class ChangeKind(StrEnum):
    """What happens to one document between the book and the file."""

    NEW = "new"
    PAID = "paid"  # was open, the file no longer owes it
    PART_PAID = "part_paid"
    GROWN = "grown"
    KEPT = "kept"  # open and absent from the file, kept open because the file is narrowed
    REWRITTEN = "rewritten"  # amount, due date, manager or contract changed in the past
    RESURRECTED = "resurrected"  # was settled, owed again, or appeared with an old date
    SAME = "same"
    EXPLAINED = "explained"  # a payment gives a decrease that a report already stated its day and cause
    ADVANCE = "advance"  # a payment that covers nothing open
    UNREFLECTED = "unreflected"  # a payment that the reports since do not show
    EARLIER = "earlier"  # a payment before the first report
    UNMATCHED = "unmatched"  # a payment of a payer the book does not know
    TWIN = "twin"  # a payment that another source tells of too: the same money, counted once


@dataclass(slots=True, unsafe_hash=True)  # as ``StatedLine``: made by the hundred thousand, never changed
class ItemChange:
    """One document's change. ``number``: its kind or interval where it has none; ``overdue_effect``: by how many
    kopecks overdue debt changes because of it."""

    kind: ChangeKind
    client: str
    number: str
    doc_date: date | None
    before: Kopecks
    after: Kopecks
    note: str = ""
    overdue_effect: Kopecks = 0

    @property
    def rewrites(self) -> bool:
        """Whether it tells the past otherwise than the reports before."""
        told = self.kind is ChangeKind.GROWN and bool(self.note)  # a document that owes more than it did
        return told or self.kind in (ChangeKind.REWRITTEN, ChangeKind.RESURRECTED)


class Vanished(StrEnum):
    """What the absence of last week's documents means."""

    PAID = "paid"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A client the name may stand for, and why."""

    client_id: int
    name: str
    evidence: str


@dataclass(frozen=True, slots=True)
class NameQuestion:
    """A name the book does not know. Without an answer it becomes a new client."""

    key: str
    name: str
    inn: str
    manager: str
    total: Kopecks
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """Everything the director sees before «Принять».

    ``question``: empty, or the reason why the missing documents cannot be taken as paid without an answer.
    ``already``: when the very same content is in the book, since when. ``replaces``: a report of the same date
    that this one would supersede. ``payments``: of a statement of payments, where each of its rows would go.
    """

    token: str
    files: tuple[SourceFile, ...]
    kind: StatementKind
    layout: str
    level: Level
    as_of: date | None
    title: str
    organisation: str
    filters: tuple[str, ...]
    rows: int
    facts: int
    control: Kopecks | None
    sum: Kopecks
    debt: Kopecks
    advances: Kopecks
    clients: int
    invoices: int
    problems: tuple[Problem, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    changes: tuple[ItemChange, ...] = ()
    names: tuple[NameQuestion, ...] = ()
    question: str = ""
    vanished: tuple[ItemChange, ...] = ()
    already: datetime | None = None
    replaces: int | None = None
    previous_as_of: date | None = None
    payments: tuple[Payment, ...] = ()

    @property
    def ties(self) -> bool:
        """The file's own total equals the sum of its rows (or it states none)."""
        return self.control is None or self.control == self.sum or self.control == self.debt

    def of_kind(self, kind: ChangeKind) -> tuple[ItemChange, ...]:
        """Changes of one kind."""
        return tuple(change for change in self.changes if change.kind is kind)


@dataclass(frozen=True, slots=True)
class Answers:
    """The director's answers. ``names`` maps ``NameQuestion.key`` to a client id (absent: a new client). Of payers
    0 means a new client, and without an answer the payment stays unmatched."""

    as_of: date | None = None
    vanished: Vanished | None = None
    names: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One accepted report in the list «Загрузки»."""

    report_id: int
    kind: StatementKind
    as_of: date
    files: tuple[str, ...]
    title: str
    organisation: str
    filters: tuple[str, ...]
    layout: str
    level: Level
    rows: int
    facts: int
    control: Kopecks | None
    sum: Kopecks
    advances: Kopecks
    narrowed: bool
    loaded_at: datetime
    loaded_by: str
    state: str  # accepted | withdrawn | superseded
    problems: int
    revisions: int
    last: bool  # may be withdrawn by the button
