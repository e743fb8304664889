"""Money of delay: check values of practice.md 3.1, payments in parts, grace, cap, the moratorium."""

import csv
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.interest import Basis, PenaltyTerms, RateTable, charge
from app.paths import resource


def table() -> RateTable:
    with resource("key_rate.csv").open(encoding="utf-8") as file:
        rows = [(date.fromisoformat(r["effective_from"]), Decimal(r["rate_pct"])) for r in csv.DictReader(file)]
    return RateTable(tuple(rows), date(2026, 9, 11))


RATES = table()


@pytest.mark.parametrize(
    ("principal", "first", "last", "parts", "total"),
    [
        (100_000_00, date(2025, 6, 1), date(2025, 9, 30), [460_27, 2_684_93, 2_416_44, 745_21], 6_306_85),
        (100_000_00, date(2023, 12, 1), date(2024, 1, 31), [698_63, 613_70, 1_355_19], 2_667_52),
        (1_479_300_00, date(2026, 7, 1), date(2026, 8, 31), [15_015_91, 20_426_50], 35_442_41),
    ],
)
def test_check_values(principal: int, first: date, last: date, parts: list[int], total: int) -> None:
    found = charge(principal, first - timedelta(days=1), last, (), RATES)
    assert ([s.amount for s in found.stretches], found.total) == (parts, total)
    assert found.beyond is None


def test_the_day_of_payment_carries_the_sum_paid_on_it() -> None:
    whole = charge(100_000_00, date(2025, 5, 31), date(2025, 6, 8), (), RATES)
    parts = charge(100_000_00, date(2025, 5, 31), date(2025, 6, 8), [(date(2025, 6, 4), 40_000_00)], RATES)
    assert [(s.first.day, s.last.day, s.base) for s in parts.stretches] == [(1, 4, 100_000_00), (5, 8, 60_000_00)]
    assert parts.total < whole.total
    paid_on_time = charge(100_000_00, date(2025, 5, 31), date(2025, 6, 8), [(date(2025, 5, 30), 100_000_00)], RATES)
    assert paid_on_time.total == 0


def test_a_rate_past_the_last_known_day_is_said() -> None:
    assert charge(100_00, date(2026, 9, 1), date(2026, 9, 12), (), RATES).beyond == date(2026, 9, 12)


def test_days_before_the_table_are_refused() -> None:
    with pytest.raises(LookupError):
        charge(100_00, date(2008, 6, 1), date(2008, 7, 1), (), RATES)


def test_the_moratorium_frees_debts_that_arose_before_it() -> None:
    before = charge(100_000_00, date(2022, 3, 20), date(2022, 10, 5), (), RATES)
    assert [(s.first, s.last) for s in before.stretches] == [
        (date(2022, 3, 21), date(2022, 3, 31)),
        (date(2022, 10, 2), date(2022, 10, 5)),
    ]
    after = charge(100_000_00, date(2022, 4, 20), date(2022, 10, 5), (), RATES)
    assert after.stretches[0].first == date(2022, 4, 21)


def test_contract_penalty_with_cap_and_grace() -> None:
    terms = PenaltyTerms(Basis.CONTRACT, Decimal("0.1"), cap=Decimal(5), grace=3)
    ten = charge(100_000_00, date(2026, 3, 1), date(2026, 3, 11), (), RATES, terms)
    assert (ten.total, ten.capped, ten.stretches[0].days) == (700_00, 0, 7)
    long = charge(100_000_00, date(2026, 3, 1), date(2026, 6, 9), (), RATES, terms)
    assert (long.total, long.capped) == (5_000_00, 4_700_00)
    first = PenaltyTerms(Basis.CONTRACT, Decimal("0.1"), grace=3, from_first=True)
    assert charge(100_000_00, date(2026, 3, 1), date(2026, 3, 4), (), RATES, first).total == 0
    assert charge(100_000_00, date(2026, 3, 1), date(2026, 3, 5), (), RATES, first).total == 400_00


def test_a_share_of_the_key_rate() -> None:
    terms = PenaltyTerms(Basis.KEY_RATE_SHARE)
    found = charge(300_000_00, date(2026, 7, 19), date(2026, 7, 28), (), RATES, terms)
    # 7 days at 14,25 % and 2 at 14 %, a three-hundredth a day
    assert [s.amount for s in found.stretches] == [997_50, 280_00]


def test_never_without_a_ground() -> None:
    assert charge(100_00, date(2026, 1, 1), date(2026, 3, 1), (), RATES, PenaltyTerms(Basis.NONE)).total == 0


@given(
    st.lists(st.tuples(st.integers(-30, 500), st.integers(1, 40_000_00)), max_size=6),
    st.integers(1, 500),
)
def test_each_day_is_charged_once_on_what_was_owed(payments: list[tuple[int, int]], length: int) -> None:
    due = date(2023, 11, 1)
    until = due + timedelta(days=length)
    paid = [(due + timedelta(days=n), kopecks) for n, kopecks in payments]
    found = charge(100_000_00, due, until, paid, RATES)
    for n in range(1, length + 1):
        day = due + timedelta(days=n)
        owed = max(0, 100_000_00 - sum(k for d, k in paid if d < day))
        over = [s for s in found.stretches if s.first <= day <= s.last]
        assert [s.base for s in over] == ([owed] if owed else [])
