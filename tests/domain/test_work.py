"""Promises are judged by money, on the first report that can tell."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.work import Promise, PromiseState, judge, judged, record_of

MADE, DUE = date(2026, 11, 5), date(2026, 11, 11)
REPORTS = [date(2026, 11, day) for day in (2, 9, 16, 23)]


@pytest.mark.parametrize(
    ("paid", "state"),
    [
        (0, PromiseState.BROKEN),
        (40_000_00, PromiseState.PART),
        (94_999_99, PromiseState.PART),
        (95_000_00, PromiseState.KEPT),
        (96_000_00, PromiseState.KEPT),
        (200_000_00, PromiseState.KEPT),
    ],
)
def test_state_by_what_was_paid(paid: int, state: PromiseState) -> None:
    payments = [(date(2026, 11, 10), paid)] if paid else []
    assert judge(MADE, DUE, 100_000_00, payments, REPORTS, date(2026, 11, 23)) == (state, paid)


def test_open_until_a_report_on_or_after_the_day() -> None:
    assert judge(MADE, DUE, 100, [], REPORTS, date(2026, 11, 15)) == (PromiseState.OPEN, 0)
    assert judge(MADE, DUE, 100, [], [DUE], DUE) == (PromiseState.BROKEN, 0)


def test_kept_early_without_waiting_for_a_report() -> None:
    payments = [(date(2026, 11, 9), 100)]
    assert judge(MADE, DUE, 100, payments, REPORTS, date(2026, 11, 9)) == (PromiseState.KEPT, 100)


def test_money_of_the_day_of_promise_and_after_the_judging_report_does_not_count() -> None:
    payments = [(MADE, 100), (date(2026, 11, 17), 100)]
    assert judge(MADE, DUE, 100, payments, REPORTS, date(2026, 11, 23)) == (PromiseState.BROKEN, 0)


def test_a_later_report_does_not_change_the_verdict() -> None:
    payments = [(date(2026, 11, 12), 50), (date(2026, 11, 20), 50)]
    assert judge(MADE, DUE, 100, payments, REPORTS, date(2026, 11, 16)) == (PromiseState.PART, 50)
    assert judge(MADE, DUE, 100, payments, REPORTS, date(2026, 11, 23)) == (PromiseState.PART, 50)


DAYS = st.integers(0, 60).map(lambda day: date(2026, 10, 1) + timedelta(day))


@given(DAYS, st.integers(1, 10**9), st.lists(st.tuples(DAYS, st.integers(1, 10**9))), st.lists(DAYS), DAYS)
def test_a_verdict_needs_money_or_a_report(
    due: date, amount: int, payments: list[tuple[date, int]], reports: list[date], as_of: date
) -> None:
    state, paid = judge(date(2026, 10, 1), due, amount, payments, reports, as_of)
    assert 0 <= paid <= sum(kopecks for _day, kopecks in payments)
    assert (state is PromiseState.KEPT) == (paid * 100 >= amount * 95)
    if state in (PromiseState.PART, PromiseState.BROKEN):
        assert any(due <= day <= as_of for day in reports)
        assert (state is PromiseState.PART) == (paid > 0)


def test_record_counts_part_as_broken() -> None:
    states = [PromiseState.KEPT, PromiseState.KEPT, PromiseState.PART, PromiseState.BROKEN, PromiseState.OPEN]
    promises = [Promise(n, 1, "", MADE, DUE, 100, "", state) for n, state in enumerate(states)]
    record = record_of(promises)
    assert (record.made, record.kept, record.broken, record.open) == (5, 2, 2, 1)
    assert record_of([]).made == 0


def of(number: int, due: date, amount: int, made: date = MADE) -> Promise:
    return Promise(number, 1, "Клиент", made, due, amount, "")


def test_one_payment_keeps_one_promise() -> None:
    lines = [of(1, date(2026, 11, 9), 100), of(2, date(2026, 11, 16), 100), of(3, date(2026, 12, 1), 100)]
    found = judged(lines, [(date(2026, 11, 9), 120)], REPORTS, date(2026, 11, 16))
    assert [(p.state, p.paid) for p in found] == [
        (PromiseState.KEPT, 100),
        (PromiseState.PART, 20),
        (PromiseState.OPEN, 0),
    ]


def test_a_moved_promise_takes_no_money_after_it_gave_way() -> None:
    old, new = of(1, date(2026, 11, 9), 100), of(2, date(2026, 11, 16), 100, date(2026, 11, 9))
    payments = [(date(2026, 11, 12), 100)]
    found = judged([old, new], payments, REPORTS, date(2026, 11, 16), {1: date(2026, 11, 9)})
    assert [p.state for p in found] == [PromiseState.MOVED, PromiseState.KEPT]
    record = record_of(found)
    assert (record.made, record.kept, record.broken, record.moved, record.late) == (2, 1, 0, 1, 3)


def test_another_day_asked_for_afterwards_does_not_mend_a_broken_promise() -> None:
    old, new = replace(of(1, date(2026, 11, 9), 100), moved_to=2), of(2, date(2026, 11, 20), 100, date(2026, 11, 17))
    moved = {1: date(2026, 11, 17)}  # the report of the 9th or of the 16th has told by then
    (before,) = judged([old], [], REPORTS, date(2026, 11, 16), moved)
    assert (before.state, before.moved_to) == (PromiseState.BROKEN, None)
    found = judged([old, new], [], REPORTS, date(2026, 11, 17), moved)
    assert [(p.state, p.moved_to) for p in found] == [(PromiseState.BROKEN, 2), (PromiseState.OPEN, None)]
    record = record_of(found)
    assert (record.made, record.broken, record.moved) == (2, 1, 0)


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(1, 50)), max_size=6),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 50)), max_size=8),
)
def test_no_kopeck_keeps_two_promises(made: list[tuple[int, int, int]], paid: list[tuple[int, int]]) -> None:
    start = date(2026, 10, 1)
    promises = [
        of(n, start + timedelta(days=day + more), amount, start + timedelta(days=day))
        for n, (day, more, amount) in enumerate(made)
    ]
    payments = [(start + timedelta(days=day), kopecks) for day, kopecks in paid]
    weeks = [start + timedelta(days=7 * n) for n in range(12)]
    found = judged(promises, payments, weeks, start + timedelta(days=70))
    assert sum(p.paid for p in found) <= sum(kopecks for _day, kopecks in payments)
    assert all(p.paid <= p.amount for p in found)
    assert all(p.state is not PromiseState.OPEN for p in found)
