"""Working days with transfers; the shipped table gives the year's count that the law gives."""

import csv
from datetime import date, timedelta

import pytest

from app.domain.calendar import WorkCalendar, calendar_of
from app.paths import resource


def shipped() -> WorkCalendar:
    with resource("workdays_ru.csv").open(encoding="utf-8") as file:
        return calendar_of(
            (date.fromisoformat(row["date"]), row["kind"] == "working_weekend") for row in csv.DictReader(file)
        )


@pytest.mark.parametrize(("year", "days"), [(2024, 248), (2025, 247), (2026, 247), (2027, 247)])
def test_working_days_of_a_year(year: int, days: int) -> None:
    known = shipped()
    assert known.between(date(year - 1, 12, 31), date(year, 12, 31)) == days
    assert known.knows(date(year, 6, 1))
    assert not known.knows(date(2031, 6, 1))


def test_a_term_that_ends_on_a_day_off_moves() -> None:
    assert WorkCalendar().on_or_after(date(2008, 5, 31)) == date(2008, 6, 2)
    assert shipped().on_or_after(date(2026, 1, 1)) == date(2026, 1, 12)
    assert shipped().on_or_before(date(2026, 1, 5)) == date(2025, 12, 30)


def test_adding_working_days() -> None:
    known = shipped()
    assert known.add(date(2024, 4, 26), 1) == date(2024, 4, 27)  # a worked Saturday
    assert known.add(date(2026, 11, 23), -1) == date(2026, 11, 20)
    assert known.add(date(2026, 11, 22), 0) == date(2026, 11, 22)
    for step in range(1, 30):
        assert known.between(date(2026, 11, 23), known.add(date(2026, 11, 23), step)) == step
        assert known.between(known.add(date(2026, 11, 23), -step), date(2026, 11, 23)) == step
    assert known.between(date(2026, 1, 11), date(2025, 12, 31)) == 0


@pytest.mark.parametrize("first", [date(2025, 12, 20), date(2026, 2, 28), date(2026, 4, 30), date(2026, 11, 1)])
def test_working_days_between_are_those_that_a_finger_counts(first: date) -> None:
    calendar = WorkCalendar({
        date(2026, 1, 1): False, date(2026, 1, 10): True, date(2026, 5, 1): False, date(2026, 11, 4): False,
        date(2026, 5, 9): False, date(2026, 11, 2): True,
    })  # fmt: skip
    for length in range(60):
        last = first + timedelta(days=length)
        counted = sum(calendar.works(first + timedelta(days=n)) for n in range(1, length + 1))
        assert calendar.between(first, last) == counted
        assert calendar.between(last, first) == -counted


def test_counting_agrees_with_going_day_by_day() -> None:
    known, start = shipped(), date(2023, 12, 25)
    for length in range(0, 1500, 7):
        end = start + timedelta(days=length)
        by_day = sum(known.works(start + timedelta(days=n)) for n in range(1, length + 1))
        assert known.between(start, end) == by_day
