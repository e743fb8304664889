"""The client's file: people, contracts with terms and penalty, the check of a new client, events.

Sources: practice.md 1.1, caps 7-16 (checklist of a new client), 28-30 (terms, events), 52 (dangerous types), 67-69
(categories A-E, limits), 71 (preferences); 3.3 (how a term runs).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from app.domain.calendar import WorkCalendar
from app.domain.interest import PenaltyTerms
from app.domain.work import Channel

CHECK_DAYS = 14
"""A new client is checked in two weeks at most."""


class Part(StrEnum):
    """What a person has to do with payments."""

    DECIDES = "decides"
    PAYS = "pays"
    BOTH = "both"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the client. ``gone_on``: does not work there any more."""

    person_id: int
    client_id: int
    name: str
    role: str = ""
    part: Part = Part.NEITHER
    phone: str = ""
    email: str = ""
    note: str = ""
    gone_on: date | None = None


class Manner(StrEnum):
    """The tone in which a client likes to be spoken to."""

    FORMAL = "formal"
    FRIENDLY = "friendly"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a client likes to be spoken to (practice.md, cap 71). ``hours``: in words («утром», «после 14»)."""

    hours: str = ""
    manner: Manner | None = None
    channel: Channel | None = None


class TermKind(StrEnum):
    """How a term of payment is counted."""

    CALENDAR = "calendar"
    WORKING = "working"  # «банковские» too, unless the contract says otherwise
    DAY_OF_MONTH = "day_of_month"  # a fixed day of the month after
    PREPAID = "prepaid"


class TermFrom(StrEnum):
    """From what it runs."""

    SHIPMENT = "shipment"
    RECEIPT = "receipt"
    SIGNING = "signing"
    INVOICE = "invoice"


@dataclass(frozen=True, slots=True)
class TermRule:
    """Terms of payment of a contract. ``days``: of deferral, or the day of the month; ``prepaid``: percent before
    shipment; ``moves``: a term that ends on a day off moves to the next working day (Civil Code, art. 193)."""

    kind: TermKind = TermKind.CALENDAR
    days: int = 0
    start: TermFrom = TermFrom.SHIPMENT
    prepaid: int = 0
    moves: bool = True

    def due(self, day: date, calendar: WorkCalendar) -> date:
        """The last day of payment for what happened on ``day``: the term runs from the next day (art. 191).

        15 calendar days from 16.05.2008 end on Saturday 31.05.2008, hence Monday 02.06.2008.
        """
        if self.kind is TermKind.PREPAID:
            return day
        if self.kind is TermKind.WORKING:
            return calendar.add(day, self.days)
        if self.kind is TermKind.DAY_OF_MONTH:
            year, month = divmod(day.year * 12 + day.month, 12)
            following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
            end = min(date(year, month + 1, 1) + timedelta(days=max(1, self.days) - 1), following - timedelta(days=1))
        else:
            end = day + timedelta(days=self.days)
        return calendar.on_or_after(end) if self.moves else end


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract with its terms and what delay costs. ``claim_days``: of the answer to a claim, None: 30 calendar days
    from sending; ``powers``: what empowers the client's signatory."""

    contract_id: int
    client_id: int
    number: str
    day: date | None = None
    organisation: str = ""
    terms: TermRule = TermRule()
    penalty: PenaltyTerms | None = None
    claim_days: int | None = None
    signatory: str = ""
    powers: str = ""
    ends_on: date | None = None


class Answer(StrEnum):
    """What the check of one question gave."""

    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Question:
    """One line of the checklist of a new client."""

    key: str
    text: str
    security: bool = False  # asked of the security service


def checklist() -> tuple[Question, ...]:
    """The article's questions: the manager's own, then those of the security service."""
    own = (
        ("founded", "Год основания: не основан ли в текущем году"),
        ("site", "Свой сайт, электронные справочники, отзывы на форумах"),
        ("media", "Упоминания в средствах массовой информации"),
        ("directories", "Общие и отраслевые справочники"),
        ("brochures", "Буклеты, реклама, следы работы на рынке"),
        ("usual", "Не выделяется на обычном фоне — ни в плохую, ни в хорошую сторону"),
    )
    security = (
        ("owners", "Владельцы, другие их фирмы и истории"),
        ("managers", "Руководители: давно ли на месте, где работали раньше и с чем ушли"),
        ("sources", "Источники средств и основные клиенты"),
        ("finance", "Финансовое состояние, балансы за несколько периодов"),
        ("bankruptcy", "Нет ли процедуры банкротства или внешнего управления; полномочия руководителей"),
        ("reputation", "Репутация, прежние нарушения"),
    )
    return (
        *(Question(key, text) for key, text in own),
        *(Question(key, text, security=True) for key, text in security),
    )


class Decision(StrEnum):
    """How the check ended."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    SECURITY = "security"


@dataclass(frozen=True, slots=True)
class Intake:
    """The check of a new client, in two weeks at most. ``reason`` of a refusal is told to the manager."""

    intake_id: int
    client_id: int
    started_on: date
    answers: Mapping[str, Answer] = field(default_factory=dict)
    owner: str = ""
    decided_on: date | None = None
    decision: Decision | None = None
    reason: str = ""

    @property
    def until(self) -> date:
        """The last day of the check."""
        return self.started_on + timedelta(days=CHECK_DAYS)

    def overdue(self, day: date) -> bool:
        """Whether it should have ended."""
        return self.decided_on is None and day > self.until

    @property
    def bad(self) -> tuple[str, ...]:
        """Keys of questions answered badly."""
        return tuple(key for key, answer in self.answers.items() if answer is Answer.BAD)

    @property
    def nothing_known(self) -> bool:
        """All questions about traces were answered «unknown»: a stop signal of its own."""
        traces = ("site", "media", "directories", "brochures")
        return all(self.answers.get(key) is Answer.UNKNOWN for key in traces)


class EventKind(StrEnum):
    """What changed at the client: the usual cause of a good client turning bad."""

    OWNERS = "owners"
    DIRECTOR = "director"
    REQUISITES = "requisites"
    ADDRESS = "address"
    TERMS = "terms"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ClientEvent:
    """Something that happened at the client."""

    event_id: int
    client_id: int
    day: date
    kind: EventKind
    note: str


class Category(StrEnum):
    """Risk category, A the least (practice.md, cap 68; codes are Latin, I-21)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"


@dataclass(frozen=True, slots=True)
class CategoryTerms:
    """What a category may be given. ``deferral``: days at most, 0: prepayment only; ``limit``: kopecks, None: none."""

    deferral: int
    limit: int | None = None


CATEGORY_TERMS: Mapping[Category, CategoryTerms] = {
    Category.A: CategoryTerms(60),
    Category.B: CategoryTerms(30),
    Category.C: CategoryTerms(14),
    Category.D: CategoryTerms(0),
    Category.E: CategoryTerms(0),
}
"""A: up to 60 days, D and E: prepayment (practice.md, cap 68); B and C have no terms in the source (I-21), these are
defaults to be changed."""


def dangerous(kind: str) -> str:
    """Why a type of client is dangerous, in words; empty when it is not (practice.md, cap 52)."""
    return {
        "state": "госорган: бюджет, платежи с начала периода, долгие согласования",
        "holding": "крупный холдинг: от контакта до решения десять звеньев и больше",
        "chain": "сетевая розница: отсрочка до 120 дней, но опаздывают редко",
    }.get(kind, "")
