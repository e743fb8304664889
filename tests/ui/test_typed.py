"""Days and sums as a hurried person types them."""

from datetime import date

import pytest

from app.domain.money import BadValue
from app.ui.typed import parse_day, parse_sum

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("25.11", date(2026, 11, 25)),
        ("25.11.26", date(2026, 11, 25)),
        ("25/11/2026", date(2026, 11, 25)),
        ("25", date(2026, 11, 25)),
        ("23", MONDAY),
        ("5", date(2026, 12, 5)),
        ("20.01", date(2027, 1, 20)),
        ("20.11", date(2026, 11, 20)),
        ("+3", date(2026, 11, 26)),
        ("пт", date(2026, 11, 27)),
        ("в пятницу", date(2026, 11, 27)),
        ("Fri", date(2026, 11, 27)),
        ("пн", date(2026, 11, 30)),
        ("вчера", date(2026, 11, 22)),
        ("завтра", date(2026, 11, 24)),
        ("через неделю", date(2026, 11, 30)),
    ],
)
def test_a_day_is_understood(text: str, day: date) -> None:
    assert parse_day(text, MONDAY) == day


def test_nothing_typed_is_no_day_and_no_sum() -> None:
    assert parse_day("  ", MONDAY) is None
    assert parse_sum("") is None


@pytest.mark.parametrize("text", ["31.11", "0", "45.12", "скоро", "1.2.3.4", "+", "99.99.9999"])
def test_what_is_no_day_is_said(text: str) -> None:
    with pytest.raises(BadValue):
        parse_day(text, MONDAY)


def test_a_day_that_the_next_month_lacks_is_said() -> None:
    assert parse_day("31", date(2027, 1, 30)) == date(2027, 1, 31)
    with pytest.raises(BadValue):
        parse_day("30", date(2027, 1, 31))


@pytest.mark.parametrize(
    ("text", "kopecks"),
    [
        ("200000", 200_000_00),
        ("200 000,50", 200_000_50),
        ("200 тыс", 200_000_00),
        ("200 тыс.", 200_000_00),
        ("200к", 200_000_00),
        ("1,5 млн", 1_500_000_00),
        ("1.5 m", 1_500_000_00),
        ("1 479 300 ₽", 1_479_300_00),
    ],
)
def test_a_sum_is_understood(text: str, kopecks: int) -> None:
    assert parse_sum(text) == kopecks


@pytest.mark.parametrize("text", ["0", "-5", "много", "тыс", "=1+1", "1e5"])
def test_what_is_no_sum_is_said(text: str) -> None:
    with pytest.raises(BadValue):
        parse_sum(text)
