"""The same money told twice: worked pairs, and laws that no set of rows may break."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.calendar import WorkCalendar
from app.domain.same_money import Told, counted_once, neighbours

FRIDAY = date(2026, 9, 18)
MONDAY = FRIDAY + timedelta(3)
CALENDAR = WorkCalendar({date(2026, 1, day): False for day in (1, 2, 5, 6, 7, 8)})


def bank(row_id: int, number: str = "5", day: date = FRIDAY, amount: int = 100_00, **more: object) -> Told:
    row = Told(row_id, 1, True, True, (740000, "b"), day, amount, number, "ООО «Вектор»", "", "", (), 7)
    return replace(row, **more)  # type: ignore[arg-type]  # keyword pass-through of a test helper


def register(
    row_id: int, number: str = "0000-000071", day: date = FRIDAY, amount: int = 100_00, **more: object
) -> Told:
    row = replace(bank(row_id, number, day, amount), bank=False, report_id=2, source=(740001, "r"))
    return replace(row, **more)  # type: ignore[arg-type]  # keyword pass-through of a test helper


def counting(*rows: Told) -> frozenset[int]:
    return counted_once(rows, CALENDAR).ids


def test_the_bank_on_friday_and_the_register_on_monday_are_one_payment() -> None:
    found = counted_once([bank(1), register(2, day=MONDAY, named=("7",))], CALENDAR)
    assert found.by == {1: 1, 2: 1}
    assert found.named == {1: ("7",)}, "the bank's row learns what bookkeeping named"
    assert counting(bank(1), register(2, day=MONDAY + timedelta(1))) == {1, 2}, "two working days apart"
    assert counting(bank(1, day=MONDAY), register(2)) == {1}


def test_days_off_in_between_do_not_part_one_money() -> None:
    assert neighbours(date(2025, 12, 31), date(2026, 1, 9), CALENDAR)
    assert not neighbours(date(2025, 12, 31), date(2026, 1, 12), CALENDAR)
    assert neighbours(MONDAY, FRIDAY + timedelta(1), CALENDAR)


def test_another_client_another_sum_or_the_same_source_is_another_payment() -> None:
    assert counting(bank(1), register(2, client_id=8)) == {1, 2}
    assert counting(bank(1), register(2, amount=100_01)) == {1, 2}
    assert counting(bank(1), bank(2, "6")) == {1, 2}
    assert counting(register(1), register(2, "0000-000072")) == {1, 2}


def test_numbers_of_the_payer_that_differ_are_two_payments() -> None:
    assert counting(bank(1, "5"), register(2, "6")) == {1, 2}
    assert counting(bank(1, "5"), register(2, "5", day=MONDAY)) == {1}


def test_documents_named_that_have_nothing_in_common_are_two_payments() -> None:
    assert counting(bank(1, named=("7", "8")), register(2, named=("9",))) == {1, 2}
    assert counting(bank(1, named=("7", "8")), register(2, named=("8 от 01.09.2026",))) == {1}


def test_one_row_stands_for_one_row_and_the_likeliest_comes_first() -> None:
    rows = [bank(1, "5"), bank(2, "6"), register(3, "6", day=MONDAY)]
    assert counted_once(rows, CALENDAR).by == {1: 1, 2: 2, 3: 2}
    rows = [bank(1, "5", purpose="за товар"), bank(2, "6"), register(3, purpose="За  товар", day=MONDAY), register(4)]
    assert counted_once(rows, CALENDAR).by == {1: 1, 2: 2, 3: 1, 4: 2}


def test_overlapping_statements_of_one_bank_count_once_and_a_pair_on_top_of_them() -> None:
    again = replace(bank(2), report_id=3, source=(740009, "c"))
    assert counted_once([bank(1), again, register(3)], CALENDAR).by == {1: 2, 2: 2, 3: 2}
    gone = replace(bank(5), report_id=4, accepted=False)
    assert counted_once([bank(1), gone], CALENDAR).by == {1: 1, 5: 1}, "what hung on the withdrawn row finds its twin"
    assert counted_once([gone], CALENDAR).by == {}


def test_a_row_that_both_sources_give_word_for_word_is_not_paired_again() -> None:
    same = register(3, "5")
    assert counting(bank(1, "5"), same, bank(2, "5")) == {1, 2}


def test_unknown_payers_are_compared_by_number_and_by_folded_name() -> None:
    one, other = bank(1, client_id=0), register(2, client_id=0, payer="ВЕКТОР ООО")
    assert counting(one, other) == {1}
    assert counting(one, replace(other, payer="АО Вектор")) == {1, 2}
    inn = "7707083893"
    assert counting(replace(one, inn=inn), replace(other, payer="что угодно", inn=inn)) == {1}


told = st.builds(
    bank,
    st.just(0),
    st.sampled_from(["", "5", "6", "0000-000005"]),
    st.dates(FRIDAY, FRIDAY + timedelta(5)),
    st.sampled_from([100, 200]),
    bank=st.booleans(),
    report_id=st.integers(1, 3),
    client_id=st.sampled_from([0, 7]),
    accepted=st.just(True),
)


@given(st.lists(told, max_size=9), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter_and_no_money_is_made(rows: list[Told], random: object) -> None:
    rows = [replace(row, payment_id=n, report_id=row.report_id + 3 * row.bank) for n, row in enumerate(rows, 1)]
    rows = [replace(row, source=(row.report_id, str(row.report_id))) for row in rows]
    found = counted_once(rows, CALENDAR)
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random
    assert counted_once(shuffled, CALENDAR) == found
    by_id = {row.payment_id: row for row in rows}
    assert found.by.keys() == by_id.keys()
    for row_id, counts in found.by.items():
        assert by_id[row_id].amount == by_id[counts].amount
        assert found.by[counts] == counts
    for side in (True, False):
        mine = [sum(row.amount for row in rows if row.bank is side and row.report_id == n) for n in range(1, 7)]
        assert sum(by_id[row_id].amount for row_id in found.ids) >= max(mine), "no statement loses a payment"
