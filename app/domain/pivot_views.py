"""What was known then against what is known now: each document's differences, which add up to the kopeck.

The reports in force on a date stated balances, due dates, managers; later ones told of movements dated before it, and
rewrote what had been stated. Each step of one document from the one to the other is a row with its effect on debt,
overdue debt and advances; the effects of all rows together are the difference of the two views.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from app.domain.debt import overdue_days
from app.domain.money import Kopecks

Stated: TypeAlias = date | int | str | None


class Cause(StrEnum):
    """What made the two views differ: a movement (as entries name them), or something stated otherwise since."""

    OPENING = "opening"
    SHIPMENT = "shipment"
    PAYMENT = "payment"
    SETTLED = "settled"
    ADVANCE = "advance"
    RETURN = "return"
    CORRECTION = "correction"
    WRITE_OFF = "write_off"
    DUE_DATE = "due_date"
    MANAGER = "manager"
    CONTRACT = "contract"
    TERMS = "terms"
    ORGANISATION = "organisation"
    CLIENT_TYPE = "client_type"
    AVG_ORDER = "avg_order"
    CORE_SHARE = "core_share"
    OTHER = "other"  # no movement explains it; never seen in a book whose check is clean


REWRITABLE = (
    Cause.DUE_DATE, Cause.MANAGER, Cause.CONTRACT, Cause.TERMS, Cause.ORGANISATION, Cause.CLIENT_TYPE,
    Cause.AVG_ORDER, Cause.CORE_SHARE,
)  # fmt: skip
"""What a later report may state otherwise; the names are those of the columns."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Debt, overdue debt and advances, kopecks; of a view, or of one step."""

    total: Kopecks = 0
    overdue: Kopecks = 0
    advances: Kopecks = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.total + other.total, self.overdue + other.overdue, self.advances + other.advances)

    def __sub__(self, other: "Sums") -> "Sums":
        return Sums(self.total - other.total, self.overdue - other.overdue, self.advances - other.advances)


@dataclass(frozen=True, slots=True)
class Side:
    """One document in one view: its balance and what is stated of it, by column."""

    balance: Kopecks
    stated: Mapping[str, Stated]

    @property
    def due(self) -> date | None:
        """The due date, None when unknown."""
        found = self.stated.get(Cause.DUE_DATE)
        return found if isinstance(found, date) else None


@dataclass(frozen=True, slots=True)
class Told:
    """A movement dated by the date of the views that the reports in force then had not told of."""

    cause: Cause
    amount: Kopecks
    day: date
    report_as_of: date


@dataclass(frozen=True, slots=True)
class Rewriting:
    """One step of one document. ``told_on``: date of the report that told it, None when it cannot be said.
    ``before`` and ``after``: kopecks of the balance for movements, else what was stated then and is now."""

    invoice_id: int
    client_id: int
    client: str
    number: str
    doc_date: date | None
    cause: Cause
    day: date | None  # of the movement
    told_on: date | None
    before: Stated
    after: Stated
    effect: Sums


@dataclass(frozen=True, slots=True)
class ViewDifference:
    """Rows by falling effect. ``known = stated + the effects of all rows``, to the kopeck."""

    as_of: date
    stated_on: tuple[date, ...]
    stated: Sums
    known: Sums
    rows: tuple[Rewriting, ...]

    @property
    def adds_up(self) -> bool:
        """The law of the difference."""
        return self.stated + sum((row.effect for row in self.rows), Sums()) == self.known


def sums_of(balance: Kopecks, due: date | None, as_of: date) -> Sums:
    """What one document adds to a view."""
    if balance <= 0:
        return Sums(advances=-balance)
    return Sums(balance, balance if overdue_days(due, as_of) > 0 else 0)


@dataclass(frozen=True, slots=True)
class Named:
    """What a document is called."""

    invoice_id: int
    client_id: int
    client: str
    number: str
    doc_date: date | None


def steps(
    named: Named,
    then: Side | None,
    now: Side | None,
    told: Sequence[Told],
    later: Mapping[Cause, date],
    as_of: date,
) -> Iterable[Rewriting]:
    """From the one view to the other: the movements at the due date stated then, and then what was rewritten. A
    document of only one view has its own due date throughout. ``later``: when each rewriting was told."""
    start, end = then.balance if then else 0, now.balance if now else 0
    alone = then or now
    due = alone.due if alone else None
    balance = start

    def row(
        cause: Cause, day: date | None, told_on: date | None, pair: tuple[Stated, Stated], effect: Sums
    ) -> Rewriting:
        return Rewriting(
            named.invoice_id, named.client_id, named.client, named.number, named.doc_date, cause, day, told_on,
            *pair, effect,
        )  # fmt: skip

    for move in sorted(told, key=lambda one: (one.report_as_of, one.day, one.cause)):
        after = balance + move.amount
        effect = sums_of(after, due, as_of) - sums_of(balance, due, as_of)
        yield row(move.cause, move.day, move.report_as_of, (balance, after), effect)
        balance = after
    if balance != end:
        effect = sums_of(end, due, as_of) - sums_of(balance, due, as_of)
        yield row(Cause.OTHER, None, None, (balance, end), effect)
    if then is None or now is None:
        return
    for cause in REWRITABLE:
        pair = then.stated.get(cause), now.stated.get(cause)
        if pair[0] != pair[1]:
            moved = cause is Cause.DUE_DATE
            effect = sums_of(end, now.due, as_of) - sums_of(end, then.due, as_of) if moved else Sums()
            yield row(cause, None, later.get(cause), pair, effect)


def graveness(row: Rewriting) -> tuple[int, int, str, str, int]:
    """Sort key: the largest effect first, then by client and document."""
    size = abs(row.effect.total) + abs(row.effect.advances)
    return (-max(abs(row.effect.overdue), size), -size, row.client, row.number, row.invoice_id)
