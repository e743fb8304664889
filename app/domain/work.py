"""Contacts and promises: what was said, what was promised, and whether the money came.

A promise's state is computed from money and never typed. Between two weekly reports nobody knows what was
paid, so a promise is judged by the first report dated on or after its date.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.money import Kopecks

KEPT_SHARE = 95
"""Percent of the promised sum that counts as kept (practice, part 4: «выполнено = не менее 95 % суммы»)."""


class Channel(StrEnum):
    """How we spoke."""

    CALL = "call"
    LETTER = "letter"
    MEETING = "meeting"
    EMAIL = "email"
    MESSAGE = "message"
    VISIT = "visit"


class PromiseState(StrEnum):
    """Computed, never typed."""

    OPEN = "open"
    KEPT = "kept"
    PART = "part"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Promise:
    """Money promised by a date. ``paid`` is what the client paid from the day of promise to the judging report."""

    promise_id: int
    client_id: int
    client: str
    made_on: date
    due: date
    amount: Kopecks
    who: str
    state: PromiseState = PromiseState.OPEN
    paid: Kopecks = 0


@dataclass(frozen=True, slots=True)
class Contact:
    """One talk with a client."""

    contact_id: int
    client_id: int
    at: date
    channel: Channel
    manager: str
    person: str
    result: str
    note: str
    next_contact: date | None
    promise: Promise | None = None
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewContact:
    """What the form «Записать звонок» holds. A promise needs both date and sum, or neither."""

    client_id: int
    at: date
    channel: Channel = Channel.CALL
    manager: str = ""
    person: str = ""
    result: str = ""
    note: str = ""
    next_contact: date | None = None
    promise_due: date | None = None
    promise_amount: Kopecks | None = None


@dataclass(frozen=True, slots=True)
class PromiseRecord:
    """How a client keeps its word: «обещал 6 раз, сдержал 2»."""

    made: int
    kept: int
    broken: int
    open: int


def judge(
    made_on: date,
    due: date,
    amount: Kopecks,
    payments: Sequence[tuple[date, Kopecks]],
    report_dates: Iterable[date],
    as_of: date,
) -> tuple[PromiseState, Kopecks]:
    """State of a promise on ``as_of`` and what was paid towards it, kopecks.

    ``payments`` are (date, positive kopecks) of the client; those after the day of the promise and up to the
    first report dated ``due`` or later count. 100 000 promised by the 11th, 96 000 in the report of the 16th:
    kept; 40 000: part; nothing: broken; no report since: open.
    """
    known = [day for day in report_dates if due <= day <= as_of]
    until = min(known) if known else as_of
    paid = sum(kopecks for day, kopecks in payments if made_on < day <= until)
    if amount > 0 and paid * 100 >= amount * KEPT_SHARE:
        return PromiseState.KEPT, paid
    if not known:
        return PromiseState.OPEN, paid
    return (PromiseState.PART if paid > 0 else PromiseState.BROKEN), paid


def record_of(promises: Iterable[Promise]) -> PromiseRecord:
    """Count of promises by outcome; part kept counts as broken."""
    states = [promise.state for promise in promises]
    kept = states.count(PromiseState.KEPT)
    waiting = states.count(PromiseState.OPEN)
    return PromiseRecord(len(states), kept, len(states) - kept - waiting, waiting)
