"""Contacts and promises: what was said, what was promised, and whether the money came.

A promise's state is computed from money and never typed. Between two weekly reports nobody knows what was
paid, so a promise is judged by the first report dated on or after its date.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from statistics import median_high
from typing import Any

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
    MOVED = "moved"  # another promise, or the whole debt, took its place before a report judged it


@dataclass(frozen=True, slots=True)
class Promise:
    """Money promised by a date. ``paid`` is what the client paid from the day of promise to the judging report;
    ``moved_to``: the promise that took its place by the asked day, whether before or after it was broken."""

    promise_id: int
    client_id: int
    client: str
    made_on: date
    due: date
    amount: Kopecks
    who: str
    state: PromiseState = PromiseState.OPEN
    paid: Kopecks = 0
    manager: str = ""
    moved_to: int | None = None
    schedule_id: int | None = None
    late: int | None = None  # days after ``due`` when the money was there; negative before; None: not yet

    @property
    def left(self) -> Kopecks:
        """What is still to be paid of it."""
        return max(0, self.amount - self.paid)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file kept with a client, and with a talk when it came of one. ``stored``: its name in the folder of the book;
    ``size`` in bytes."""

    attachment_id: int
    client_id: int
    contact_id: int | None
    name: str
    stored: str
    sha256: str
    size: int
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """One talk with a client; ``files`` in the order they were attached."""

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
    reason: str = ""
    evasion: str = ""
    asked: Kopecks | None = None
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class NewContact:
    """What the form «Записать звонок» holds. A promise needs both date and sum, or neither. ``files`` are to be copied
    and attached; ``unfiled``: attachments that a change of the talk takes away."""

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
    reason: str = ""  # of the delay, a key of ``app.domain.reasons``
    asked: Kopecks | None = None  # the small part asked for
    files: tuple[Path, ...] = ()
    unfiled: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PromiseRecord:
    """How somebody keeps its word: «обещал 6 раз, сдержал 2, обычно на 9 дней позже». A moved promise counts as made
    and as neither kept nor broken. ``late``: median of days after the promised day at which the money was there."""

    made: int
    kept: int
    broken: int
    open: int
    moved: int = 0
    late: int | None = None


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
    known = min((day for day in report_dates if due <= day <= as_of), default=None)
    until = known or as_of
    paid = sum(kopecks for day, kopecks in payments if made_on < day <= until)
    if amount > 0 and paid * 100 >= amount * KEPT_SHARE:
        return PromiseState.KEPT, paid
    if known is None:
        return PromiseState.OPEN, paid
    return (PromiseState.PART if paid > 0 else PromiseState.BROKEN), paid


def judged(
    promises: Iterable[Promise],
    payments: Sequence[tuple[date, Kopecks]],
    report_dates: Iterable[date],
    as_of: date,
    moved_on: Mapping[int, date] | None = None,
) -> list[Promise]:
    """Promises of one client with their states, in the order given. A payment keeps one promise only: money goes to the
    earliest promised day first, and what is over goes to the next one. ``moved_on``: the day on which a promise gave
    way to another, by its id; from then on it takes no money. One that a report had found broken by then stays broken:
    another day asked for afterwards does not mend it.

    Lines of a schedule of 100 000 by the 1st and by the 15th, 120 000 paid on the 1st: the first is kept, the second
    has 20 000 and is open.
    """
    moved_on = moved_on or {}
    left = [[day, kopecks] for day, kopecks in sorted(payments) if kopecks > 0 and day <= as_of]
    known = sorted(report_dates)
    del known[bisect_right(known, as_of) :]
    out: dict[int, Promise] = {}
    rows = list(promises)
    for promise in sorted(rows, key=lambda p: (p.due, p.made_on, p.promise_id)):
        if promise.made_on > as_of:
            continue
        moved = moved_on.get(promise.promise_id)
        gone = moved is not None and moved <= as_of
        place = bisect_left(known, promise.due)
        judging = known[place : place + 1]
        until = judging[0] if judging else as_of
        if gone and moved is not None:
            until = min(until, moved)
        taken = _take(left, promise, until)
        state, paid = judge(promise.made_on, promise.due, promise.amount, taken, judging, as_of)
        told = bool(judging) and moved is not None and judging[0] < moved
        if gone and not told and state is not PromiseState.KEPT:
            state = PromiseState.MOVED
        out[promise.promise_id] = replace(
            promise, state=state, paid=paid, late=_lateness(promise, payments, as_of),
            moved_to=promise.moved_to if gone else None,
        )  # fmt: skip
    return [out[promise.promise_id] for promise in rows if promise.promise_id in out]


def _take(left: list[list[Any]], promise: Promise, until: date) -> list[tuple[date, Kopecks]]:
    """Money for one promise out of what no earlier one took."""
    need, taken = promise.amount, []
    for row in left:
        if need <= 0 or row[0] > until:
            break
        if row[0] > promise.made_on and row[1]:
            part = min(need, row[1])
            taken.append((row[0], part))
            row[1] -= part
            need -= part
    return taken


def _lateness(promise: Promise, payments: Sequence[tuple[date, Kopecks]], as_of: date) -> int | None:
    """Days after the promised day when the sum was there, whoever it was meant for."""
    paid = 0
    for day, kopecks in sorted(payments):
        if promise.made_on < day <= as_of:
            paid += kopecks
            if paid * 100 >= promise.amount * KEPT_SHARE:
                return (day - promise.due).days
    return None


def record_of(promises: Iterable[Promise]) -> PromiseRecord:
    """Count of promises by outcome; part kept counts as broken."""
    rows = list(promises)
    states = [promise.state for promise in rows]
    kept, waiting = states.count(PromiseState.KEPT), states.count(PromiseState.OPEN)
    moved = states.count(PromiseState.MOVED)
    late = [promise.late for promise in rows if promise.late is not None and promise.state is not PromiseState.OPEN]
    usual = int(median_high(late)) if late else None
    return PromiseRecord(len(rows), kept, len(rows) - kept - waiting - moved, waiting, moved, usual)
