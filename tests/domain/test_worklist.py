"""The memo and the regulation as rules: each action appears on its day, stays until done, and never twice."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.aging import Zone
from app.domain.calendar import WorkCalendar
from app.domain.debtor import Dispute, Handover, Pause, Role
from app.domain.reasons import Evasion
from app.domain.work import Promise, PromiseRecord, PromiseState
from app.domain.worklist import (
    Action,
    ActionKind,
    Regulation,
    Situation,
    actions,
    chance,
    check_day,
    line,
    ordered,
    reach,
    remind_day,
)

MONDAY = date(2026, 11, 23)
RULES, CALENDAR = Regulation(), WorkCalendar()
ONE = Situation(1, "ООО «Магнум»", "Васильева")
OWES = replace(
    ONE, zone=Zone.RED, total=900_000_00, overdue=900_000_00, max_days=70, owed=900_000_00, owed_since=date(2026, 9, 17)
)


def kinds(
    one: Situation, day: date = MONDAY, reports: tuple[date, ...] = (MONDAY,), rules: Regulation = RULES
) -> list[ActionKind]:
    return [action.kind for action in actions(one, rules, day, reports, CALENDAR)]


def find(one: Situation, kind: ActionKind, day: date = MONDAY) -> Action:
    return next(action for action in actions(one, RULES, day, (MONDAY,), CALENDAR) if action.kind is kind)


def promise(due: date, state: PromiseState, amount: int = 100_000_00, paid: int = 0) -> Promise:
    return Promise(1, 1, "", due - timedelta(days=7), due, amount, "Лесной", state, paid)


def test_days_of_reminder_and_check() -> None:
    assert remind_day(date(2026, 11, 30), RULES, CALENDAR) == date(2026, 11, 27)
    assert remind_day(date(2026, 11, 26), RULES, CALENDAR) == date(2026, 11, 23)
    assert remind_day(date(2026, 11, 24), RULES, CALENDAR) == date(2026, 11, 20)  # the 21st is a Saturday
    assert check_day(date(2026, 11, 18), RULES, CALENDAR) == date(2026, 11, 23)
    by_regulation = Regulation(remind_before=2, check_after=1)
    assert remind_day(date(2026, 11, 26), by_regulation, CALENDAR) == date(2026, 11, 24)


def test_a_reminder_until_somebody_spoke_or_wrote() -> None:
    soon = replace(ONE, total=50_000_00, soon=((date(2026, 11, 25), 30_000_00), (date(2026, 11, 26), 20_000_00)))
    assert find(soon, ActionKind.REMIND).amount == 50_000_00
    spoken = replace(soon, talked=date(2026, 11, 20))  # the day of the first reminder: only the second is left
    assert find(spoken, ActionKind.REMIND).amount == 20_000_00
    assert kinds(replace(soon, wrote=MONDAY)) == []
    assert kinds(replace(soon, soon=((date(2026, 11, 25), 33),))) == []  # nobody calls for 33 kopecks


def test_what_the_report_cannot_tell_is_asked_of_bookkeeping() -> None:
    late = replace(ONE, overdue=10_000_00, max_days=5, unchecked=((date(2026, 11, 18), 10_000_00),))
    assert kinds(late) == [ActionKind.CHECK]
    assert kinds(replace(late, talked=MONDAY)) == []


@pytest.mark.parametrize(
    ("talked", "day", "due"),
    [
        (None, MONDAY, True),
        (date(2026, 11, 20), MONDAY, False),  # one working day ago
        (date(2026, 11, 19), MONDAY, True),  # two
        (MONDAY, date(2026, 11, 24), False),
        (MONDAY, date(2026, 11, 25), True),
    ],
)
def test_calls_at_least_twice_a_week(talked: date | None, day: date, due: bool) -> None:
    assert (ActionKind.CALL in kinds(replace(OWES, talked=talked), day)) is due


def test_twice_the_attention_for_those_who_evade() -> None:
    said = replace(OWES, talked=MONDAY, evasions={Evasion.DODGE: 2})
    assert said.evader is Evasion.DODGE
    assert ActionKind.CALL in kinds(said, date(2026, 11, 24))
    assert ActionKind.CALL not in kinds(replace(OWES, talked=MONDAY, evasions={Evasion.PASS: 1}), date(2026, 11, 24))
    assert ActionKind.CALL in kinds(replace(OWES, talked=MONDAY, harder=True), date(2026, 11, 24))


def test_a_call_that_nobody_answered_is_due_again_tomorrow() -> None:
    """It is no talk: nothing was found out; yet nobody is rung twice within the hour, and trying is not missing."""
    tried = replace(OWES, talked=date(2026, 11, 9), tried=MONDAY)
    assert ActionKind.CALL not in kinds(tried)
    assert ActionKind.WRITE in kinds(tried)
    assert ActionKind.CALL in kinds(tried, date(2026, 11, 24))
    assert find(replace(tried, tried=date(2026, 11, 20)), ActionKind.CALL).count == 0
    broken = replace(tried, promises=(promise(date(2026, 11, 18), PromiseState.BROKEN),))
    assert ActionKind.PROMISE_BROKEN not in kinds(broken)
    assert ActionKind.PROMISE_BROKEN in kinds(broken, date(2026, 11, 24))
    planned = replace(OWES, tried=MONDAY, next_contact=date(2026, 11, 26))  # whoever says when to try again is heard
    assert ActionKind.CALL not in kinds(planned, date(2026, 11, 25))
    assert ActionKind.NEXT in kinds(planned, date(2026, 11, 26))


def test_missed_calls_are_counted_and_score() -> None:
    since = replace(OWES, talked=date(2026, 11, 9))
    assert find(since, ActionKind.CALL).count == 4
    scored = line(since, RULES, MONDAY, (MONDAY,), CALENDAR)
    assert scored is not None
    assert dict(scored.score.parts)["rhythm"] == 15


def test_a_letter_a_week_and_the_meeting_after_broken_promises() -> None:
    assert {ActionKind.WRITE, ActionKind.MALICIOUS} <= set(kinds(OWES))
    assert ActionKind.WRITE not in kinds(replace(OWES, wrote=date(2026, 11, 18)))
    assert ActionKind.WRITE in kinds(replace(OWES, wrote=date(2026, 11, 16)))
    broken = (promise(date(2026, 10, 1), PromiseState.BROKEN), promise(date(2026, 11, 2), PromiseState.PART))
    assert ActionKind.MEETING in kinds(replace(OWES, promises=broken))
    assert ActionKind.MEETING not in kinds(replace(OWES, promises=broken, met=date(2026, 11, 5)))


def test_a_promise_keeps_the_calls_off_until_its_day_and_speaks_when_broken() -> None:
    waiting = replace(OWES, promises=(promise(date(2026, 11, 25), PromiseState.OPEN),))
    assert ActionKind.CALL not in kinds(waiting)
    assert kinds(waiting, date(2026, 11, 25))[0] is ActionKind.PROMISE_DUE
    due = replace(waiting, talked=date(2026, 11, 25))
    assert ActionKind.PROMISE_DUE not in kinds(due, date(2026, 11, 25))
    broken = replace(OWES, talked=date(2026, 11, 20), promises=(promise(date(2026, 11, 18), PromiseState.BROKEN),))
    action = find(broken, ActionKind.PROMISE_BROKEN)
    assert (action.since, action.amount) == (MONDAY, 100_000_00)  # the report of Monday told
    assert ActionKind.PROMISE_BROKEN not in kinds(replace(broken, talked=MONDAY))


def test_an_agreed_contact_keeps_calls_off_but_not_for_ever() -> None:
    agreed = replace(OWES, talked=date(2026, 11, 16), next_contact=date(2026, 11, 24))
    assert ActionKind.CALL not in kinds(agreed)
    assert ActionKind.NEXT in kinds(agreed, date(2026, 11, 24))
    far = replace(OWES, talked=date(2026, 11, 9), next_contact=date(2026, 12, 24))
    assert ActionKind.CALL in kinds(far)


def test_pause_and_hand_over_silence_the_calls_only() -> None:
    paused = replace(OWES, pause=Pause(1, 1, "", MONDAY, MONDAY, "сверка"))
    passed_on = replace(OWES, handover=Handover(1, 1, "", MONDAY, Role.LEGAL, "Юрист", "60 дней", "", MONDAY))
    for one in (paused, passed_on):
        assert not {ActionKind.CALL, ActionKind.WRITE, ActionKind.REMIND} & set(kinds(one))
    assert ActionKind.HANDOVER in kinds(passed_on)
    head = replace(OWES, handover=Handover(1, 1, "", MONDAY, Role.HEAD, "Начальник", "крупный", "", None))
    assert ActionKind.CALL in kinds(head)
    argued = replace(paused, disputes=(Dispute(1, 1, "", None, "", MONDAY, 10_00, "недостача", "", MONDAY),))
    assert ActionKind.DISPUTE in kinds(argued)


def test_nothing_handed_over_argued_or_heard_is_forgotten() -> None:
    """Without a day of the answer one is asked for after two weeks; a hearing stays until its outcome is known."""
    passed_on = replace(OWES, handover=Handover(1, 1, "", MONDAY, Role.LEGAL, "Юрист", "60 дней", "", None))
    argued = replace(OWES, disputes=(Dispute(1, 1, "", None, "", MONDAY, 10_00, "недостача", "", None),))
    for one, kind in ((passed_on, ActionKind.HANDOVER), (argued, ActionKind.DISPUTE)):
        assert kind not in kinds(one, date(2026, 12, 4))
        assert find(one, kind, date(2026, 12, 7)).day == date(2026, 12, 7)
    heard = replace(OWES, hearing=date(2026, 11, 26), put_off={ActionKind.HEARING: date(2026, 11, 26)})
    assert ActionKind.HEARING not in kinds(heard, date(2026, 11, 26))
    passed = find(heard, ActionKind.HEARING, date(2026, 11, 30))
    assert (passed.day, passed.count) == (date(2026, 11, 26), 4)


def test_a_moved_promise_that_was_broken_is_not_spoken_of_again() -> None:
    old = replace(promise(date(2026, 11, 18), PromiseState.BROKEN), moved_to=2)
    new = replace(promise(date(2026, 11, 27), PromiseState.OPEN), promise_id=2)
    assert not {ActionKind.PROMISE_BROKEN, ActionKind.CALL} & set(kinds(replace(OWES, promises=(old, new))))


def test_malicious_once_a_month_by_days_or_by_months() -> None:
    told = replace(OWES, put_off={ActionKind.MALICIOUS: date(2026, 11, 30)})
    assert ActionKind.MALICIOUS not in kinds(told)
    assert ActionKind.MALICIOUS in kinds(told, date(2026, 12, 1))
    sixty_one = replace(OWES, max_days=61)
    assert ActionKind.MALICIOUS in kinds(sixty_one)
    assert ActionKind.MALICIOUS not in kinds(sixty_one, rules=Regulation(malicious_months=2))
    assert ActionKind.MALICIOUS not in kinds(replace(OWES, max_days=60))


def test_thanks_when_the_money_came() -> None:
    paid = replace(ONE, repaid=30_000_00)
    assert kinds(paid) == [ActionKind.THANK]
    assert kinds(replace(paid, talked=MONDAY)) == []
    assert kinds(paid, date(2026, 12, 1)) == []
    assert ActionKind.THANK not in kinds(replace(OWES, repaid=30_000_00))


def test_points_show_their_parts_and_order_the_list() -> None:
    record = PromiseRecord(6, 2, 4, 0)
    one = replace(OWES, record=record, max_days=84)
    assert chance(one) == 22
    assert chance(replace(ONE, max_days=10)) == 50
    strong = line(one, RULES, MONDAY, (MONDAY,), CALENDAR)
    weak = line(replace(ONE, client_id=2, repaid=5_000_00), RULES, MONDAY, (MONDAY,), CALENDAR)
    assert strong is not None
    assert weak is not None
    assert dict(strong.score.parts)["sum"] == 40
    assert strong.score.total == sum(points for _name, points in strong.score.parts)
    assert ordered([weak, strong]) == (strong, weak)
    assert line(ONE, RULES, MONDAY, (MONDAY,), CALENDAR) is None


def test_the_smallest_set_of_calls_that_reaches_a_sum() -> None:
    rows = []
    for n, overdue in enumerate((100_000_00, 300_000_00, 50_000_00, 200_000_00), 1):
        made = replace(OWES, client_id=n, overdue=overdue, owed=overdue, max_days=20)
        found = line(made, RULES, MONDAY, (MONDAY,), CALENDAR)
        assert found is not None
        rows.append(found)
    chosen = reach(rows, 200_000_00)
    assert [row.situation.client_id for row in chosen] == [2, 4]
    assert sum(row.expected for row in chosen) == 250_000_00
    assert len(reach(rows, 10**12)) == 4


@given(st.lists(st.integers(0, 40), min_size=1, max_size=9), st.integers(1, 200), st.integers(0, 511))
def test_no_smaller_set_of_calls_reaches_the_sum(sums: list[int], need: int, away: int) -> None:
    """Every set of clients is tried; whoever is paused or handed over cannot be called."""
    held = Pause(1, 1, "", MONDAY, MONDAY, "сверка")
    rows = []
    for n, thousand in enumerate(sums):
        one = replace(OWES, client_id=n, overdue=thousand * 1_000_00, max_days=20 + n, hearing=MONDAY)
        found = line(replace(one, pause=held) if away >> n & 1 else one, RULES, MONDAY, (MONDAY,), CALENDAR)
        assert found is not None
        rows.append(found)
    free = [row for row in rows if row.situation.pause is None and row.expected > 0]
    chosen = reach(rows, need * 1_000_00)
    assert len({row.situation.client_id for row in chosen}) == len(chosen)
    assert all(row.situation.pause is None for row in chosen)
    enough = [
        size
        for size in range(len(free) + 1)
        for some in combinations(free, size)
        if sum(row.expected for row in some) >= need * 1_000_00
    ]
    assert len(chosen) == (min(enough) if enough else len(free))
    assert bool(enough) == (sum(row.expected for row in chosen) >= need * 1_000_00)
