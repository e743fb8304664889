"""Whom to call today, in which order and why: the article's memo and regulation as plain rules.

Sources: practice.md 1.1, caps 18-25, 49-51, 58 and 1.2; where the memo and the regulation differ (I-8, I-9) the memo is
the default and the other variant is a setting. An action is due from a day on and stays due until what it asks for is
recorded, or a person puts it off: nothing falls out of the list by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from app.domain.aging import Zone
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


@dataclass(frozen=True, slots=True)
class Situation:
    """All that is known of one client on a day.

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

    @property
    def evader(self) -> Evasion | None:
        """How the client evades, when it did so twice at least."""
        kind = max(self.evasions, key=lambda one: self.evasions[one], default=None)
        return kind if sum(self.evasions.values()) >= 2 else None


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do. ``since``: the first day on which it was due; ``amount`` and ``day`` say of what; ``count``:
    calls that were missed meanwhile."""

    kind: ActionKind
    since: date
    amount: Kopecks = 0
    day: date | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """Points by which the list is ordered, with their parts in sight."""

    parts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """Sum of the parts."""
        return sum(points for _name, points in self.parts)


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A client to work with today. ``chance``: percent, how likely the money comes after a call; ``expected``: that
    part of what is overdue."""

    situation: Situation
    actions: tuple[Action, ...]
    score: Score
    chance: int
    expected: Kopecks


AWAY = frozenset({Role.LEGAL, Role.SECURITY, Role.AGENCY})
"""Those after whom the manager does not call any more."""


def actions(
    one: Situation, rules: Regulation, as_of: date, reports: Sequence[date], calendar: WorkCalendar
) -> tuple[Action, ...]:
    """What is due with a client on a day. ``reports``: ascending dates of debt reports up to it."""
    found = [*_promised(one, as_of, reports), *_kept_watch(one, as_of), *_malicious(one, rules, as_of, calendar)]
    quiet = one.pause is not None or (one.handover is not None and one.handover.role in AWAY)
    if not quiet:
        found += _talks(one, rules, as_of, reports[-1] if reports else None, calendar)
    order = list(ActionKind)
    due = [a for a in found if a.since <= as_of and one.put_off.get(a.kind, date.min) < as_of]
    return tuple(sorted(due, key=lambda a: (order.index(a.kind), a.since)))


def _promised(one: Situation, as_of: date, reports: Sequence[date]) -> list[Action]:
    """A promise that falls due is looked at on its day; one that the report found broken is spoken of at once."""
    out = []
    for promise in one.promises:
        if promise.state is PromiseState.OPEN and promise.due <= as_of and not _since(one.talked, promise.due):
            out.append(Action(ActionKind.PROMISE_DUE, promise.due, promise.left, promise.due))
        if promise.state in (PromiseState.BROKEN, PromiseState.PART):
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


def _kept_watch(one: Situation, as_of: date) -> list[Action]:
    """Answers that others owe us, and hearings."""
    out = []
    answers = [d for d in one.disputes if d.answer_by is not None and d.answer_by <= as_of]
    if answers:
        first = answers[0]
        out.append(Action(ActionKind.DISPUTE, first.answer_by or as_of, first.amount, first.answer_by))
    given = one.handover
    if given is not None and given.answer_by is not None and given.answer_by <= as_of:
        out.append(Action(ActionKind.HANDOVER, given.answer_by, one.overdue, given.answer_by))
    if one.hearing is not None and one.hearing >= as_of >= one.hearing - timedelta(days=3):
        out.append(Action(ActionKind.HEARING, one.hearing - timedelta(days=3), one.overdue, one.hearing))
    return out


def _malicious(one: Situation, rules: Regulation, as_of: date, calendar: WorkCalendar) -> list[Action]:
    """Once a month, from its first working day: those overdue for more than two months."""
    bound = rules.malicious_days
    if rules.malicious_months:
        bound = (as_of - _months_before(as_of, rules.malicious_months)).days
    if one.max_days <= bound or one.overdue < rules.least_sum:
        return []
    first = calendar.on_or_after(as_of.replace(day=1))
    crossed = as_of - timedelta(days=one.max_days - bound - 1)
    return [Action(ActionKind.MALICIOUS, max(first, crossed), one.overdue)]


def _talks(one: Situation, rules: Regulation, as_of: date, report: date | None, calendar: WorkCalendar) -> list[Action]:
    """Reminders, checks, calls, agreed contacts and thanks."""
    out = []
    spoken = max((day for day in (one.talked, one.wrote) if day is not None), default=None)
    soon = [(due, sum_) for due, sum_ in one.soon if not _since(spoken, remind_day(due, rules, calendar))]
    if sum(sum_ for _due, sum_ in soon) >= rules.least_sum:
        out.append(
            Action(ActionKind.REMIND, remind_day(soon[0][0], rules, calendar), sum(s for _d, s in soon), soon[0][0])
        )
    late = [(due, sum_) for due, sum_ in one.unchecked if not _since(one.talked, check_day(due, rules, calendar))]
    if sum(sum_ for _due, sum_ in late) >= rules.least_sum:
        out.append(
            Action(ActionKind.CHECK, check_day(late[0][0], rules, calendar), sum(s for _d, s in late), late[0][0])
        )
    waiting = any(p.state is PromiseState.OPEN and p.due >= as_of for p in one.promises)
    if not waiting:
        out += _calls(one, rules, as_of, calendar)
    if one.next_contact is not None and one.next_contact <= as_of and not _since(one.talked, one.next_contact):
        out.append(Action(ActionKind.NEXT, one.next_contact, one.overdue, one.next_contact))
    thanks = one.repaid >= rules.least_sum and not one.owed and report is not None
    if thanks and report is not None and not _since(one.talked, report) and (as_of - report).days <= rules.thank_within:
        out.append(Action(ActionKind.THANK, report, one.repaid))
    return out


def _calls(one: Situation, rules: Regulation, as_of: date, calendar: WorkCalendar) -> list[Action]:
    """The rhythm of calls and letters while the money does not come, and the meeting when talks do not help."""
    since = one.owed_since
    if since is None or one.owed < rules.least_sum:
        return []
    out = []
    agreed = one.next_contact is not None and one.talked is not None and one.next_contact > as_of
    if not (agreed and one.talked is not None and (as_of - one.talked).days < rules.wait_most):
        step = rules.interval(one.harder or one.evader is not None)
        first = since if one.talked is None or one.talked < since else calendar.add(one.talked, step)
        if first <= as_of:
            missed = max(0, calendar.between(first, as_of)) // step
            out.append(Action(ActionKind.CALL, first, one.owed, count=missed))
    written = max(since, one.wrote) if one.wrote is not None and one.wrote >= since else since
    asks = calendar.on_or_after(written + timedelta(days=rules.write_every))
    if asks <= as_of:
        out.append(Action(ActionKind.WRITE, asks, one.owed))
    broken = [p for p in one.promises if p.state in (PromiseState.BROKEN, PromiseState.PART)]
    if one.owed >= rules.critical_sum and len(broken) >= rules.meeting_after:
        last = max(p.due for p in broken)
        if not _since(one.met, last):
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
    judged = one.record.kept + one.record.broken
    base = 100 * (one.record.kept + 1) // (judged + 2)
    for days, percent in ((180, 10), (120, 30), (60, 60), (30, 80)):
        if one.max_days > days:
            return base * percent // 100
    return base


def score(one: Situation, due: Sequence[Action], rules: Regulation) -> Score:
    """Points: sum up to 40, days up to 20, zone up to 15, promise 15 or 20, rhythm up to 15, chance up to 10."""
    kinds = {action.kind for action in due}
    missed = max((action.count for action in due if action.kind is ActionKind.CALL), default=0)
    promised = 20 if ActionKind.PROMISE_BROKEN in kinds else 15 if ActionKind.PROMISE_DUE in kinds else 0
    parts = (
        ("sum", min(40, 20 * one.overdue // max(1, rules.critical_sum))),
        ("days", min(20, max(0, one.max_days) // 3)),
        ("zone", {Zone.GREY: 5, Zone.YELLOW: 10, Zone.RED: 15}.get(one.zone, 0)),
        ("promise", promised),
        ("rhythm", min(15, 5 * missed)),
        ("chance", chance(one) // 10),
    )
    return Score(tuple(part for part in parts if part[1]))


def line(
    one: Situation, rules: Regulation, as_of: date, reports: Sequence[date], calendar: WorkCalendar
) -> WorkLine | None:
    """The line of a client; None when nothing is due with it."""
    due = actions(one, rules, as_of, reports, calendar)
    if not due:
        return None
    percent = chance(one)
    return WorkLine(one, due, score(one, due, rules), percent, one.overdue * percent // 100)


def ordered(lines: Sequence[WorkLine]) -> tuple[WorkLine, ...]:
    """By falling points, then by what is overdue, then by name."""
    return tuple(
        sorted(lines, key=lambda row: (-row.score.total, -row.situation.overdue, row.situation.client.casefold()))
    )


def reach(lines: Sequence[WorkLine], need: Kopecks) -> tuple[WorkLine, ...]:
    """«Нужно N рублей»: the smallest set of calls whose expected money reaches the sum, the largest first. All lines
    that expect anything when even they do not reach it."""
    out: list[WorkLine] = []
    got = 0
    for row in sorted(lines, key=lambda r: (-r.expected, -r.score.total, r.situation.client.casefold())):
        if got >= need or row.expected <= 0:
            break
        out.append(row)
        got += row.expected
    return tuple(out)


def _since(last: date | None, day: date) -> bool:
    """Whether something happened on a day or later."""
    return last is not None and last >= day


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))
