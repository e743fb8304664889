"""Money: exact kopecks in, exact kopecks out, and doubt is refused."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import formats
from app.domain.money import LIMIT, BadValue, from_cell, mean, parse_money, share


@pytest.mark.parametrize(
    ("text", "kopecks"),
    [
        ("1 479 300,00", 147_930_000),
        ("1\u00a0479\u202f300,5", 147_930_050),
        ("1.479.300,50", 147_930_050),
        ("1,479,300.50", 147_930_050),
        ("1'479'300.50", 147_930_050),
        ("1 479 300,00 руб.", 147_930_000),
        ("1 479 300 ₽", 147_930_000),
        ("12 р.", 1200),
        ("(1,00)", -100),
        ("−5", -500),
        ("5-", -500),
        ("+5", 500),
        ("–5,05", -505),
        ("0", 0),
        ("0,125", 13),
        ("0,005", 1),
    ],
)
def test_written_sums(text: str, kopecks: int) -> None:
    assert parse_money(text) == kopecks


@pytest.mark.parametrize(
    "text",
    [
        "1,234",
        "1.234",
        "12,345",
        "#N/A",
        "нет",
        "1 2 3,4,5",
        "1..2",
        "",
        "руб.",
        "--5",
        "1e5",
        "=1+1",
        "99999999999999",
    ],
)
def test_doubtful_sums_are_refused(text: str) -> None:
    with pytest.raises(BadValue):
        parse_money(text)


@pytest.mark.parametrize(
    ("cell", "kopecks"),
    [
        (None, None),
        ("", None),
        ("  \u00a0", None),
        (1479300, 147_930_000),
        (0.1 + 0.2, 30),
        (1.005, 101),
        (-1.005, -101),
        (Decimal("2.675"), 268),
        (0, 0),
    ],
)
def test_cells(cell: object, kopecks: int | None) -> None:
    assert from_cell(cell) == kopecks


@pytest.mark.parametrize("cell", [True, float("nan"), float("inf"), date(2026, 1, 1), LIMIT, -float(LIMIT), 1e300])
def test_cells_that_are_no_sums(cell: object) -> None:
    with pytest.raises(BadValue):
        from_cell(cell)


@given(st.integers(-LIMIT + 1, LIMIT - 1))
def test_what_is_printed_is_read_back(kopecks: int) -> None:
    assert parse_money(formats.money(kopecks)) == kopecks
    assert parse_money(formats.money_sign(kopecks)) == kopecks
    assert from_cell(Decimal(formats.amount(kopecks))) == kopecks
    assert from_cell(kopecks / 100) == kopecks


@given(st.text(max_size=30))
def test_any_text_is_a_sum_or_a_bad_value(text: str) -> None:
    try:
        kopecks = parse_money(text)
    except BadValue:
        return
    assert abs(kopecks) < LIMIT
    assert any(char.isdigit() for char in text)


def test_means_and_shares_round_half_up() -> None:
    assert mean(147_930_000, 16) == 9_245_625
    assert mean(5, 2) == 3
    assert mean(-5, 2) == -3
    assert mean(5, 0) == 0
    assert share(67_000_000, 147_930_000) == Decimal("45.29")
    assert share(1, 0) == Decimal("0.00")


@given(st.integers(1, 10**12), st.integers(1, 10**6))
def test_a_mean_is_within_half_a_kopeck(total: int, count: int) -> None:
    assert abs(mean(total, count) * count - total) * 2 <= count


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=30))
def test_shares_sum_to_the_whole(parts: list[int]) -> None:
    whole = sum(parts)
    total = sum((share(part, whole) for part in parts), Decimal(0))
    assert abs(total - (100 if whole else 0)) <= Decimal("0.005") * len(parts)
