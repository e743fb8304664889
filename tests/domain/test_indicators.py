"""Each formula gives the worked figure of its source, and None where it has no meaning."""

import csv
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import indicators
from app.domain.aging import AgingRules
from app.domain.interest import RateTable
from app.domain.migration import Journey, migrate
from app.paths import resource

MILLION = 1_000_000_00
ARTICLE = (670_000, 193_000, 146_900, 135_800, 78_100, 78_000, 68_300, 64_000, 31_400, 13_800)


def test_days_sales_outstanding() -> None:
    assert indicators.days_outstanding(int(4.6 * MILLION), 9 * MILLION, 90) == Decimal("46.0")
    assert indicators.mean_debt(16 * MILLION, 20 * MILLION) == 18 * MILLION
    assert indicators.days_outstanding(18 * MILLION, 20 * MILLION, 30) == Decimal("27.0")
    best = indicators.days_outstanding(207 * MILLION // 100, 9 * MILLION, 90)
    assert best == Decimal("20.7")
    assert indicators.days_delinquent(Decimal("46.0"), best) == Decimal("25.3")
    assert indicators.days_outstanding(253 * MILLION // 100, 9 * MILLION, 90) == Decimal("25.3")


def test_counting_back() -> None:
    assert indicators.countback(212, [(100, 30), (80, 30), (70, 30)]) == Decimal("73.7")
    assert indicators.countback(212, [(100, 30), (80, 30)]) is None
    assert indicators.countback(180, [(100, 31), (80, 28)]) == Decimal("59.0")
    assert indicators.countback(0, []) == 0


def test_turnover() -> None:
    assert indicators.turnover_times(10 * MILLION, MILLION // 2) == 20
    assert indicators.days_outstanding(MILLION // 2, 10 * MILLION, 365) == Decimal("18.3")


def test_collection_effectiveness() -> None:
    assert indicators.collection_index(6_200, 10_890, 6_340, 3_590) == Decimal("79.63")
    assert indicators.collection_index(0, 0, 0, 0) is None
    assert indicators.collection_index(100, 50, 80, 80) == 100


def test_concentration_of_the_article() -> None:
    assert indicators.largest_share(ARTICLE) == Decimal("68.27")
    assert indicators.largest_share(ARTICLE, 1) == Decimal("45.29")
    assert indicators.concentration(ARTICLE) == 2506
    assert indicators.concentration([0, -5]) is None
    assert indicators.concentration([7]) == 10_000


def test_cost_of_financing() -> None:
    assert indicators.financing_cost(10 * MILLION, Decimal(14), 91) == 349_041_10
    with resource("key_rate.csv").open(encoding="utf-8") as file:
        rows = [(date.fromisoformat(r["effective_from"]), Decimal(r["rate_pct"])) for r in csv.DictReader(file)]
    rates = RateTable(tuple(rows), date(2026, 9, 11))
    assert indicators.mean_rate(rates, date(2026, 7, 1), date(2026, 8, 31)) == Decimal("14.10")
    assert indicators.mean_rate(rates, date(2026, 8, 1), date(2026, 8, 2)) == Decimal("14.00")
    assert indicators.mean_rate(rates, date(2008, 1, 1), date(2008, 6, 1)) is None


@pytest.mark.parametrize("days", [1, 91])
def test_without_sales_there_is_no_figure(days: int) -> None:
    for sales in (0, -100):
        assert indicators.days_outstanding(MILLION, sales, days) is None
    assert indicators.turnover_times(MILLION, 0) is None
    assert indicators.percent_of(5, 0) is None
    assert indicators.weighted_days(0, 0) is None
    assert indicators.middle([]) is None


def test_the_middle() -> None:
    assert indicators.middle([9, 1, 4, 2]) == 3
    assert indicators.middle([5]) == 5


SINCE, UNTIL = date(2026, 9, 7), date(2026, 9, 14)


def test_one_invoice_moves_stays_and_is_paid() -> None:
    due = (SINCE + timedelta(days=1)).toordinal()
    found = migrate([Journey(1, 1, "", due, 100, 60)], SINCE, UNTIL, AgingRules())
    assert found.moved[0][1] == 60
    assert found.settled[0] == 40
    assert found.roll(0) == 60
    old = (SINCE - timedelta(days=1)).toordinal()
    mixed = [Journey(1, 1, "", old, 30, 0), Journey(2, 1, "", old, 50, 50), Journey(3, 1, "", due, 0, 7)]
    found = migrate(mixed, SINCE, UNTIL, AgingRules())
    assert (found.start[1], found.end[2], found.new[1], found.roll(1)) == (80, 50, 7, Decimal("62.50"))
    assert found.roll(3) is None


@given(
    st.lists(st.tuples(st.none() | st.integers(-90, 30), st.integers(-50, 500), st.integers(-50, 500)), max_size=30),
    st.integers(1, 40),
)
def test_margins_tie_whatever_happened(rows: list[tuple[int | None, int, int]], length: int) -> None:
    until, rules = SINCE + timedelta(days=length), AgingRules()
    journeys = [
        Journey(n, n, "", None if late is None else SINCE.toordinal() + late, before, after)
        for n, (late, before, after) in enumerate(rows)
    ]
    found = migrate(journeys, SINCE, until, rules)
    assert sum(found.start) == sum(max(j.before, 0) for j in journeys)
    assert sum(found.end) == sum(max(j.after, 0) for j in journeys)
    assert all(target >= source for source, row in enumerate(found.moved) for target, sum_ in enumerate(row) if sum_)
