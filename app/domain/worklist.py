"""Whom to call today, in which order and why: the article's memo and regulation as plain rules.

Sources: practice.md 1.1, caps 18-25, 49-51, 58 and 1.2; where the memo and the regulation differ (I-8, I-9) the memo is
the default and the other variant is a setting. An action is due from a day on and stays due until what it asks for is
recorded, or a person puts it off: nothing falls out of the list by itself.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, lru_cache

from app.domain.aging import ZONE_ORDER, Zone
from app.domain.calendar import WorkCalendar
from app.domain.debtor import Dispute, Handover, Pause, Role
from app.domain.money import Kopecks
from app.domain.reasons import Evasion
from app.domain.work import Promise, PromiseRecord, PromiseState

WEEK = 5
"""Working days of a week."""


class ActionKind(StrEnum):
    """What is to be done, the most urgent first."""

    PROMISE_BROKEN = "promise_broken"
    PROMISE_DUE = "promise_due"
    HEARING = "hearing"
    MEETING = "meeting"
    CALL = "call"
    NEXT = "next"  # the contact agreed on
    CHECK = "check"  # ask bookkeeping whether the money came
    REMIND = "remind"
    DISPUTE = "dispute"
    HANDOVER = "handover"
    WRITE = "write"
    MALICIOUS = "malicious"  # the monthly list for the director, a copy to legal
    THANK = "thank"


_ORDER = {kind: place for place, kind in enumerate(ActionKind)}
_ZONE_POINTS = {zone: 5 * place for place, zone in enumerate(ZONE_ORDER)}
SPOKEN = frozenset(
    {
        ActionKind.PROMISE_BROKEN, ActionKind.PROMISE_DUE, ActionKind.CALL, ActionKind.NEXT, ActionKind.REMIND,
        ActionKind.THANK,
    }
)  # fmt: skip
"""What is done by speaking to the client."""
_UNKEPT = (PromiseState.BROKEN, PromiseState.PART)

NEVER = PromiseRecord(0, 0, 0, 0)
"""Somebody who never promised anything."""


@dataclass(frozen=True, slots=True)
class Regulation:
    """The rhythm of work. Days are calendar days that move to working ones; sums are kopecks.

    ``remind_before``: 3 by the memo, 2 by the regulation (I-8); ``check_after``: 3 by the memo, 1 by the regulation
    (I-9); ``malicious_months``: when above zero, calendar months instead of ``malicious_days`` (I-11).
    """

    remind_before: int = 3
    check_after: int = 3
    calls_a_week: int = 2
    evader_times: int = 2
    write_every: int = 7
    malicious_days: int = 60
    malicious_months: int = 0
    least_sum: Kopecks = 1_000_00
    critical_sum: Kopecks = 50_000_00
    meeting_after: int = 2  # broken promises of a client above the critical sum
    thank_within: int = 7
    wait_most: int = 14  # days for which an agreed contact keeps the calls off

    def interval(self, harder: bool) -> int:
        """Working days between two calls: twice a week is every 2, four times every day."""
        return max(1, WEEK // (self.calls_a_week * (self.evader_times if harder else 1)))


@dataclass(slots=True)
class Situation:
    """All that is known of one client on a day. Not frozen, though nothing ever writes to it: ten thousand are made for
    each list.

    ``soon``: (due date, kopecks) of documents not due yet, near enough to remind of. ``unchecked``: the same of those
    whose day of the check came after the last report, which therefore cannot tell. ``owed``: kopecks that the report
    itself found unpaid at the day of the check; ``owed_since``: the first such day. ``talked``/``wrote``/``met``: the
    last contact of each way.
    """

    client_id: int
    client: str
    manager: str
    zone: Zone = Zone.NONE
    total: Kopecks = 0
    overdue: Kopecks = 0
    max_days: int = 0
    soon: tuple[tuple[date, Kopecks], ...] = ()
    unchecked: tuple[tuple[date, Kopecks], ...] = ()
    owed: Kopecks = 0
    owed_since: date | None = None
    talked: date | None = None
    wrote: date | None = None
    met: date | None = None
    next_contact: date | None = None
    evasions: Mapping[Evasion, int] = field(default_factory=dict)
    harder: bool = False
    promises: tuple[Promise, ...] = ()
    record: PromiseRecord = NEVER
    pause: Pause | None = None
    handover: Handover | None = None
    disputes: tuple[Dispute, ...] = ()
    repaid: Kopecks = 0  # overdue documents settled by the last report
    hearing: date | None = None
    put_off: Mapping[ActionKind, date] = field(default_factory=dict)
    tried: date | None = None

    @property
    def evader(self) -> Evasion | None:
        """How the client evades, when it did so twice at least."""
        if not self.evasions:
            return None
        kind = max(self.evasions, key=lambda one: self.evasions[one])
        return kind if sum(self.evasions.values()) >= 2 else None


@dataclass(slots=True)
class Action:
    """One thing to do, never written to after it was made. ``since``: the first day on which it was due; ``amount`` and
    ``day`` say of what; ``count``: calls that were missed meanwhile, promises broken, days since a hearing."""

    kind: ActionKind
    since: date
    amount: Kopecks = 0
    day: date | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """Points by which the list is ordered, with their parts in sight; ``total`` is their sum."""

    parts: tuple[tuple[str, int], ...]
    total: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", sum(points for _name, points in self.parts))


@dataclass(slots=True)
class WorkLine:
    """A client to work with today; never written to. ``chance``: percent, how likely the money comes after a call;
    ``expected``: that part of what is overdue."""

    situation: Situation
    actions: tuple[Action, ...]
    score: Score
    chance: int
    expected: Kopecks


AWAY = frozenset({Role.LEGAL, Role.SECURITY, Role.AGENCY})
"""Those after whom the manager does not call any more."""


class Day:
    """A day of work and what is the same for every client on it: bounds are found once; days of reminders, checks and
    calls, which repeat from client to client, are remembered. ``reports``: ascending dates of debt reports up to it."""

    def __init__(self, rules: Regulation, as_of: date, reports: Sequence[date], calendar: WorkCalendar) -> None:
        self.rules, self.as_of, self.reports = rules, as_of, reports
        self.report = reports[-1] if reports else None
        self.remind: Callable[[date], date] = cache(lambda due: remind_day(due, rules, calendar))
        self.check: Callable[[date], date] = cache(lambda due: check_day(due, rules, calendar))
        self.following: Callable[[date, int], date] = cache(calendar.add)
        self.missed: Callable[[date, int], int] = cache(
            lambda first, step: max(0, calendar.between(first, as_of)) // step
        )
        every = timedelta(days=rules.write_every)
        self.writing: Callable[[date], date] = cache(lambda written: calendar.on_or_after(written + every))
        self.usual, self.harder = rules.interval(harder=False), rules.interval(harder=True)
        self.malicious = rules.malicious_days
        if rules.malicious_months:
            self.malicious = (as_of - _months_before(as_of, rules.malicious_months)).days
        self.month = calendar.on_or_after(as_of.replace(day=1))


def actions(
    one: Situation, rules: Regulation, as_of: date, reports: Sequence[date], calendar: WorkCalendar
) -> tuple[Action, ...]:
    """What is due with a client on a day. ``reports``: ascending dates of debt reports up to it."""
    return _due(one, Day(rules, as_of, reports, calendar))


def _due(one: Situation, day: Day) -> tuple[Action, ...]:
    """The same on a day that is known already."""
    found: list[Action] = []
    if one.promises:
        found += _promised(one, day.as_of, day.reports)
    if one.disputes or one.handover is not None or one.hearing is not None:
        found += _kept_watch(one, day)
    if one.max_days > day.malicious and one.overdue >= day.rules.least_sum:
        crossed = day.as_of - timedelta(days=one.max_days - day.malicious - 1)
        found.append(Action(ActionKind.MALICIOUS, max(day.month, crossed), one.overdue))
    if _called(one):
        found += _talks(one, day)
    as_of, off = day.as_of, one.put_off
    due = [a for a in found if a.since <= as_of and not (off and off.get(a.kind, date.min) >= as_of)]
    if one.tried == as_of:  # nobody answered: that is no talk, so it is due again tomorrow, but not within the hour
        due = [a for a in due if a.kind not in SPOKEN]
    if len(due) > 1:
        due.sort(key=lambda a: _ORDER[a.kind])  # a kind is found once at most
    return tuple(due)


def _promised(one: Situation, as_of: date, reports: Sequence[date]) -> list[Action]:
    """A promise that falls due is looked at on its day; one that the report found broken is spoken of at once."""
    out = []
    for promise in one.promises:
        if promise.state is PromiseState.OPEN and promise.due <= as_of and not _since(one.talked, promise.due):
            out.append(Action(ActionKind.PROMISE_DUE, promise.due, promise.left, promise.due))
        if promise.state in _UNKEPT and promise.moved_to is None:
            told = next((day for day in reports if day >= promise.due), as_of)
            if not _since(one.talked, told):
                out.append(Action(ActionKind.PROMISE_BROKEN, told, promise.left, promise.due))
    return _worst_of_each(out)


def _worst_of_each(found: Sequence[Action]) -> list[Action]:
    kinds: dict[ActionKind, Action] = {}
    for action in found:
        known = kinds.get(action.kind)
        if known is None or action.amount > known.amount:
            kinds[action.kind] = action
    return list(kinds.values())


def _kept_watch(one: Situation, day: Day) -> list[Action]:
    """Answers that others owe us, and hearings. Nothing is forgotten: where no day of an answer was named, one is asked
    for after as many days as an agreed contact may wait; a hearing stays until its outcome is written down."""
    out = []
    as_of, wait = day.as_of, timedelta(days=day.rules.wait_most)
    asked = [(d.answer_by or d.day + wait, d.amount) for d in one.disputes]
    if asked and min(asked)[0] <= as_of:
        by, amount = min(asked)
        out.append(Action(ActionKind.DISPUTE, by, amount, by))
    if one.handover is not None:
        by = one.handover.answer_by or one.handover.day + wait
        if by <= as_of:
            out.append(Action(ActionKind.HANDOVER, by, one.overdue, by))
    if one.hearing is not None and as_of >= one.hearing - timedelta(days=3):
        since, passed = one.hearing - timedelta(days=3), max(0, (as_of - one.hearing).days)
        out.append(Action(ActionKind.HEARING, since, one.overdue, one.hearing, passed))
    return out


def _talks(one: Situation, day: Day) -> list[Action]:
    """Reminders, checks, calls, agreed contacts and thanks."""
    out: list[Action] = []
    talked, as_of, rules = one.talked, day.as_of, day.rules
    if one.soon:
        spoken = max((last for last in (talked, one.wrote) if last is not None), default=None)
        out += _asked(ActionKind.REMIND, one.soon, spoken, day.remind, rules.least_sum)
    if one.unchecked:
        out += _asked(ActionKind.CHECK, one.unchecked, talked, day.check, rules.least_sum)
    if one.owed_since is not None and one.owed >= rules.least_sum and not _waiting(one.promises, as_of):
        out += _calls(one, day, one.owed_since)
    if one.next_contact is not None and one.next_contact <= as_of and not _since(talked, one.next_contact):
        out.append(Action(ActionKind.NEXT, one.next_contact, one.overdue, one.next_contact))
    report = day.report
    thanks = one.repaid >= rules.least_sum and not one.owed
    if thanks and report is not None and not _since(talked, report) and (as_of - report).days <= rules.thank_within:
        out.append(Action(ActionKind.THANK, report, one.repaid))
    return out


def _asked(
    kind: ActionKind,
    sums: Sequence[tuple[date, Kopecks]],
    spoken: date | None,
    on: Callable[[date], date],
    least: Kopecks,
) -> list[Action]:
    """One reminder or check for all due dates of which nobody has spoken since its day came."""
    left = [(due, amount) for due, amount in sums if not _since(spoken, on(due))]
    whole = sum([amount for _due, amount in left])
    return [Action(kind, on(left[0][0]), whole, left[0][0])] if left and whole >= least else []


def _waiting(promises: Sequence[Promise], as_of: date) -> bool:
    return any(promise.state is PromiseState.OPEN and promise.due >= as_of for promise in promises)


def _calls(one: Situation, day: Day, since: date) -> list[Action]:
    """The rhythm of calls and letters while the money does not come, and the meeting when talks do not help."""
    out = []
    as_of, rules, talked = day.as_of, day.rules, one.talked
    called = max((last for last in (talked, one.tried) if last is not None), default=None)
    agreed = one.next_contact is not None and one.next_contact > as_of
    if not (agreed and called is not None and (as_of - called).days < rules.wait_most):
        step = day.harder if one.harder or one.evader is not None else day.usual
        first = since if talked is None or talked < since else day.following(talked, step)
        if first <= as_of:
            tried = first if one.tried is None else max(first, one.tried)
            out.append(Action(ActionKind.CALL, first, one.owed, None, day.missed(tried, step)))
    asks = day.writing(one.wrote if one.wrote is not None and one.wrote >= since else since)
    if asks <= as_of:
        out.append(Action(ActionKind.WRITE, asks, one.owed))
    if one.promises and one.owed >= rules.critical_sum:
        broken = [p for p in one.promises if p.state in _UNKEPT]
        last = max((p.due for p in broken), default=as_of)
        if len(broken) >= rules.meeting_after and not _since(one.met, last):
            out.append(Action(ActionKind.MEETING, last, one.owed, count=len(broken)))
    return out


def remind_day(due: date, rules: Regulation, calendar: WorkCalendar) -> date:
    """When to remind of a due date: three days before, earlier when that is a day off. Due Monday 30.11.2026: Friday
    27.11.2026."""
    return calendar.on_or_before(due - timedelta(days=rules.remind_before))


def check_day(due: date, rules: Regulation, calendar: WorkCalendar) -> date:
    """When to ask whether the money came: three days after, later when that is a day off."""
    return calendar.on_or_after(due + timedelta(days=rules.check_after))


def chance(one: Situation) -> int:
    """Percent, how likely money comes after a call: kept promises of those made, with one of each to begin with, less
    for old debts. A client without promises 10 days overdue: 50; with 2 kept of 6, 84 days overdue: 37 x 0,6 = 22."""
    kept = one.record.kept
    base = 100 * (kept + 1) // (kept + one.record.broken + 2)
    late = one.max_days
    for days, percent in ((180, 10), (120, 30), (60, 60), (30, 80)):
        if late > days:
            return base * percent // 100
    return base


def score(one: Situation, due: Sequence[Action], rules: Regulation) -> Score:
    """Points: sum up to 40, days up to 20, zone up to 15, promise 15 or 20, rhythm up to 15, chance up to 10."""
    return _score(one, due, rules, chance(one))


def _score(one: Situation, due: Sequence[Action], rules: Regulation, percent: int) -> Score:
    missed = promised = 0
    for action in due:
        kind = action.kind
        if kind is ActionKind.CALL:
            missed = action.count if action.count > missed else missed
        elif kind is ActionKind.PROMISE_BROKEN:
            promised = 20
        elif kind is ActionKind.PROMISE_DUE:
            promised = max(promised, 15)
    return _points(
        min(40, 20 * one.overdue // max(1, rules.critical_sum)),
        min(20, max(0, one.max_days) // 3),
        _ZONE_POINTS[one.zone],
        promised,
        min(15, 5 * missed),
        percent // 10,
    )


@lru_cache(2048)
def _points(*points: int) -> Score:
    """Ten thousand clients differ in some hundreds of scores: one object of each."""
    names = ("sum", "days", "zone", "promise", "rhythm", "chance")
    return Score(tuple([(name, one) for name, one in zip(names, points, strict=True) if one]))


def line(
    one: Situation, rules: Regulation, as_of: date, reports: Sequence[date], calendar: WorkCalendar
) -> WorkLine | None:
    """The line of a client; None when nothing is due with it."""
    found = lines((one,), rules, as_of, reports, calendar)
    return found[0] if found else None


def lines(
    situations: Iterable[Situation], rules: Regulation, as_of: date, reports: Sequence[date], calendar: WorkCalendar
) -> list[WorkLine]:
    """Lines of the clients with whom something is due, in the order given."""
    day = Day(rules, as_of, reports, calendar)
    out = []
    for one in situations:
        due = _due(one, day)
        if due:
            percent = chance(one)
            out.append(WorkLine(one, due, _score(one, due, rules, percent), percent, one.overdue * percent // 100))
    return out


def ordered(lines: Sequence[WorkLine]) -> tuple[WorkLine, ...]:
    """By falling points, then by what is overdue, then by name."""
    return tuple(
        sorted(lines, key=lambda row: (-row.score.total, -row.situation.overdue, row.situation.client.casefold()))
    )


def reach(lines: Sequence[WorkLine], need: Kopecks) -> tuple[WorkLine, ...]:
    """«Нужно N рублей»: the smallest set of calls whose expected money reaches the sum, the largest first. All lines
    that expect anything when even they do not reach it. Whoever must not be called is none of them.

    Taking the largest first is the smallest set: no n sums add up to more than the n largest.
    """
    out: list[WorkLine] = []
    got = 0
    callable_ = [row for row in lines if _called(row.situation)]
    for row in sorted(callable_, key=lambda r: (-r.expected, -r.score.total, r.situation.client.casefold())):
        if got >= need or row.expected <= 0:
            break
        out.append(row)
        got += row.expected
    return tuple(out)


def _called(one: Situation) -> bool:
    """Whether the client is one to call: no pause, nobody else has it."""
    return one.pause is None and (one.handover is None or one.handover.role not in AWAY)


def _since(last: date | None, day: date) -> bool:
    """Whether something happened on a day or later."""
    return last is not None and last >= day


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))
