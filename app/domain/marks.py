"""What must be seen of a client before anything is done: stop states, danger, terms above its risk category.

Sources: practice.md 1.1, caps 7-10 (check), 30 (requisites), 36 and 55 (target client), 52 (dangerous types), 68 (A-E).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.domain.debtor import Dispute, Handover, Pause, Role, Schedule
from app.domain.dossier import (
    Category,
    CategoryTerms,
    ClientEvent,
    Contract,
    Decision,
    EventKind,
    Intake,
    TermKind,
    TermRule,
    dangerous,
)
from app.domain.money import Kopecks

FRESH_DAYS = 90
"""A change of owners, director or requisites is told of for so long."""
_WEEK, _WORKED, _MONTH = 7, 5, 31


class MarkKind(StrEnum):
    """What is marked, the most stopping first."""

    REFUSED = "refused"
    HANDOVER = "handover"
    PAUSE = "pause"
    DISPUTE = "dispute"
    CHECK = "check"
    CHANGED = "changed"
    SCHEDULE = "schedule"
    OVER = "over"  # terms above the risk category
    DANGEROUS = "dangerous"
    NOT_TARGET = "not_target"


class Excess(StrEnum):
    """In what a client is above its category."""

    DEFERRAL = "deferral"
    PREPAYMENT = "prepayment"  # the category pays before shipment
    LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark. ``words``: whose, why or which, as people or the catalogue word it."""

    kind: MarkKind
    words: str = ""
    amount: Kopecks = 0
    day: date | None = None
    role: Role | None = None
    event: EventKind | None = None
    late: bool = False
    excess: tuple[Excess, ...] = ()


def deferral_days(terms: TermRule) -> int:
    """The longest deferral that terms can come to, calendar days: 10 working ones are 14."""
    if terms.kind is TermKind.PREPAID:
        return 0
    if terms.kind is TermKind.WORKING:
        return terms.days // _WORKED * _WEEK + terms.days % _WORKED
    return terms.days + _MONTH if terms.kind is TermKind.DAY_OF_MONTH else terms.days


def excesses(contracts: Iterable[Contract], allowed: CategoryTerms, debt: Kopecks, as_of: date) -> tuple[Excess, ...]:
    """In what the contracts in force on a day, and the debt, are above what the category may be given."""
    terms = [one.terms for one in in_force(contracts, as_of)]
    longest = max((deferral_days(one) for one in terms if one.prepaid < 100), default=0)
    found = []
    if allowed.deferral == 0 and any(_credit(one) for one in terms):
        found.append(Excess.PREPAYMENT)
    elif longest > allowed.deferral:
        found.append(Excess.DEFERRAL)
    if allowed.limit is not None and debt > allowed.limit:
        found.append(Excess.LIMIT)
    return tuple(found)


def in_force(contracts: Iterable[Contract], as_of: date) -> list[Contract]:
    """Contracts that hold on a day."""
    return [
        one for one in contracts
        if (one.ends_on is None or one.ends_on >= as_of) and (one.day is None or one.day <= as_of)
    ]  # fmt: skip


def _credit(terms: TermRule) -> bool:
    return terms.kind is not TermKind.PREPAID and terms.prepaid < 100


@dataclass(frozen=True, slots=True)
class Known:
    """Everything marks are made of, as of one day."""

    disputes: Sequence[Dispute] = ()
    pauses: Sequence[Pause] = ()
    handovers: Sequence[Handover] = ()
    schedules: Sequence[Schedule] = ()
    intakes: Sequence[Intake] = ()
    events: Sequence[ClientEvent] = ()
    contracts: Sequence[Contract] = ()
    kind: str = ""
    category: Category | None = None
    allowed: CategoryTerms | None = None
    debt: Kopecks = 0
    target: bool | None = None


def marks(known: Known, as_of: date) -> tuple[Mark, ...]:
    """What to show of a client on a day, the most stopping first."""
    return (*_checks(known, as_of), *_stops(known, as_of), *_standing(known, as_of))


def _checks(known: Known, as_of: date) -> list[Mark]:
    newest = next(iter(known.intakes), None)
    if newest is None or newest.started_on > as_of:
        return []
    if newest.decision is Decision.REFUSED:
        return [Mark(MarkKind.REFUSED, newest.reason, day=newest.decided_on)]
    if newest.decision is None or newest.decision is Decision.SECURITY:
        return [Mark(MarkKind.CHECK, newest.owner, day=newest.until, late=newest.overdue(as_of))]
    return []


def _stops(known: Known, as_of: date) -> list[Mark]:
    out = [
        Mark(MarkKind.HANDOVER, one.owner, day=one.day, role=one.role, late=_past(one.answer_by, as_of))
        for one in known.handovers
        if one.returned_on is None
    ]
    out += [Mark(MarkKind.PAUSE, one.reason, day=one.until) for one in known.pauses if one.holds(as_of)]
    opened = [one for one in known.disputes if one.closed_on is None]
    if opened:
        words = "; ".join(one.reason for one in opened)
        late = any(_past(one.answer_by, as_of) for one in opened)
        out.append(Mark(MarkKind.DISPUTE, words, sum(one.amount for one in opened), late=late))
    since = as_of - timedelta(days=FRESH_DAYS)
    told = (EventKind.OWNERS, EventKind.DIRECTOR, EventKind.REQUISITES)
    out += [
        Mark(MarkKind.CHANGED, one.note, day=one.day, event=one.kind)
        for one in known.events
        if one.kind in told and since < one.day <= as_of
    ][:2]
    out += [
        Mark(MarkKind.SCHEDULE, one.document, one.amount, one.day, late=one.late > 0)
        for one in known.schedules
        if one.closed_on is None
    ]
    return out


def _standing(known: Known, as_of: date) -> list[Mark]:
    out = []
    if known.category is not None and known.allowed is not None:
        found = excesses(known.contracts, known.allowed, known.debt, as_of)
        if found:
            out.append(Mark(MarkKind.OVER, known.category.value, excess=found))
    if dangerous(known.kind):
        out.append(Mark(MarkKind.DANGEROUS, known.kind))
    if known.target is False:
        out.append(Mark(MarkKind.NOT_TARGET))
    return out


def _past(day: date | None, as_of: date) -> bool:
    return day is not None and day < as_of
