"""A debt divided into parts."""

from datetime import date

import pytest

from app.domain.instalments import Every, instalments
from app.domain.money import BadValue


def test_the_last_part_takes_what_is_left() -> None:
    found = instalments(100_000_00, 3, date(2026, 12, 1), Every.MONTH)
    assert found == (
        (date(2026, 12, 1), 33_333_00),
        (date(2027, 1, 1), 33_333_00),
        (date(2027, 2, 1), 33_334_00),
    )
    assert sum(amount for _day, amount in instalments(123_456_78, 7, date(2026, 1, 31), Every.WEEK)) == 123_456_78


def test_the_last_day_of_a_month_and_days_off() -> None:
    days = [day for day, _sum in instalments(10_000_00, 3, date(2026, 12, 31), Every.MONTH)]
    assert days == [date(2026, 12, 31), date(2027, 2, 1), date(2027, 3, 1)]  # 31.01 and 28.02 are Sundays
    weeks = [day for day, _sum in instalments(10_000_00, 2, date(2026, 11, 21), Every.TWO_WEEKS)]
    assert weeks == [date(2026, 11, 23), date(2026, 12, 7)]


@pytest.mark.parametrize(("amount", "parts"), [(100_00, 1), (100_00, 61), (1_00, 2)])
def test_what_cannot_be_divided_is_refused(amount: int, parts: int) -> None:
    with pytest.raises(BadValue):
        instalments(amount, parts, date(2026, 12, 1), Every.MONTH)
