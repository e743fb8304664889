"""Figures behind the charts: what falls due ties with the whole debt, shares with the commission's paper."""

from datetime import date, timedelta

import pytest

from app.domain.aging import Aging, GroupBy
from app.domain.bridge import Bridge
from app.domain.chart import (
    ChartName,
    ChartRequest,
    Cooperation,
    DueSums,
    Settled,
    Speed,
    Trend,
    by_month,
    mean_delay,
)
from app.domain.importing import Vanished
from app.domain.migration import Migration
from app.errors import InputRefused
from app.ledger import Ledger
from app.ledger.charting import chart_data
from tests.ledger.stories import debts, load, owed

MONDAYS = [date(2026, 11, 23) - timedelta(weeks=back) for back in reversed(range(20))]
DAY = MONDAYS[-1]
OLD = owed("ООО «Лес»", "УПД 1", 1_000_00, shipped=date(2026, 6, 1), due=date(2026, 7, 1))
PAID = owed("ООО «Лес»", "УПД 2", 400_00, shipped=date(2026, 6, 1), due=date(2026, 7, 10))
COMING = owed("ООО «Дом»", "УПД 3", 300_00, shipped=date(2026, 7, 20), due=date(2026, 12, 5))
LATER = owed("ООО «Дом»", "УПД 4", 70_00, shipped=date(2026, 7, 20), due=date(2027, 2, 1))
TODAY = owed("ООО «Дом»", "УПД 5", 5_00, shipped=date(2026, 7, 20), due=DAY)
UNDATED = owed("ООО «Дом»", "УПД 6", 9_00, shipped=date(2026, 7, 20))


@pytest.fixture
def book(ledger: Ledger) -> Ledger:
    """Twenty weeks: one document is paid off after the third, four come in the fifth, one comes and goes each week."""
    for number, monday in enumerate(MONDAYS):
        weekly = owed("ООО «Сад»", f"УПД 1{number}", 50_00, shipped=monday - timedelta(3), due=monday + timedelta(60))
        rows = (
            [OLD]
            + ([weekly] if number < 19 else [])
            + ([PAID] if number < 3 else [])
            + ([COMING, LATER, TODAY, UNDATED] if number >= 4 else [])
        )
        load(ledger, debts(monday, *rows, name=f"{monday}.xlsx"), vanished=Vanished.PAID)
    return ledger


def _request(name: ChartName, **how: object) -> ChartRequest:
    return ChartRequest(name, DAY, **how)  # type: ignore[arg-type]  # fields by name


def test_due_sums_tie_with_the_whole_debt(book: Ledger) -> None:
    due = book.analysis.due_sums(DAY, 6)
    assert due.total == book.analysis.totals(DAY).total
    assert due.overdue == book.analysis.totals(DAY).overdue == 1_000_00
    assert [(day.day, day.amount, day.count) for day in due.days] == [(DAY, 5_00, 1), (date(2026, 12, 5), 300_00, 1)]
    assert (due.later, due.undated) == (70_00, 9_00)
    assert due.until == date(2027, 1, 3)
    assert not due.calendar.works(date(2026, 12, 5))


def test_each_name_gives_its_figures(book: Ledger) -> None:
    kinds = {
        ChartName.SALES: Trend,
        ChartName.ZONES: Trend,
        ChartName.INDICATORS: Speed,
        ChartName.BRIDGE: Bridge,
        ChartName.MIGRATION: Migration,
        ChartName.DUE: DueSums,
        ChartName.TOP: Aging,
        ChartName.PARETO: Aging,
        ChartName.SCATTER: Aging,
        ChartName.CLIENT: Cooperation,
    }
    assert set(kinds) == set(ChartName)
    for name, kind in kinds.items():
        assert isinstance(chart_data(book, _request(name, client_id=1 if name is ChartName.CLIENT else None)), kind)


def test_the_last_share_is_that_of_the_commission(book: Ledger) -> None:
    found = chart_data(book, _request(ChartName.SALES))
    assert isinstance(found, Trend)
    assert found.shares is not None
    turnover = book.commission.turnover(DAY)
    assert found.shares.limit == turnover.limit
    assert found.shares.days == 91
    assert found.shares.percents[-1] == turnover.share is not None
    assert found.shares.percents[0] is None  # thirteen weeks of sales are not known yet


def test_a_first_day_narrows_the_weeks(book: Ledger) -> None:
    found = chart_data(book, _request(ChartName.ZONES, since=MONDAYS[-5]))
    assert isinstance(found, Trend)
    assert [point.day for point in found.series.points] == MONDAYS[-5:]
    with pytest.raises(InputRefused):
        chart_data(book, _request(ChartName.ZONES, since=DAY + timedelta(1)))


def test_both_ends_of_a_migration_are_the_aging(book: Ledger) -> None:
    found = chart_data(book, _request(ChartName.MIGRATION, since=MONDAYS[0]))
    assert isinstance(found, Migration)
    for day, places in ((MONDAYS[0], found.start), (DAY, found.end)):
        whole = book.analysis.aging(day, GroupBy.CLIENT).totals
        assert places == (whole.not_due, *whole.buckets)


def test_one_client_over_the_whole_time(book: Ledger) -> None:
    client = book.analysis.aging(MONDAYS[0], GroupBy.CLIENT).lines[0].client_id
    found = chart_data(book, _request(ChartName.CLIENT, client_id=client))
    assert isinstance(found, Cooperation)
    assert found.client == "ООО «Лес»"
    assert len(found.trend.series.points) == len(MONDAYS)
    card = book.clients.card(client or 0, DAY)
    assert found.mean_delay == card.mean_delay
    assert [(delay.month, delay.count) for delay in found.delays] == [(date(2026, 8, 1), 1)]
    with pytest.raises(InputRefused):
        chart_data(book, _request(ChartName.CLIENT))


def test_speed_is_the_indicators_without_a_shortened_period(book: Ledger) -> None:
    found = chart_data(book, _request(ChartName.INDICATORS))
    assert isinstance(found, Speed)
    assert found.dso[-1] == book.indicators.history("dso", DAY)[-1]
    assert found.cei[-1] == book.indicators.history("cei", DAY)[-1]
    assert found.dso[0].value is None
    assert found.dso[-1].value is not None


def test_delays_are_weighted_by_sum() -> None:
    settled = (
        Settled(date(2026, 3, 5), 100_00, 1_000_00, 1),
        Settled(date(2026, 3, 20), 300_00, 0, 2),
        Settled(date(2026, 5, 1), 50_00, 150_00, 1),
    )
    march, may = by_month(settled)
    assert (march.month, float(march.days), march.amount, march.count) == (date(2026, 3, 1), 2.5, 400_00, 3)
    assert float(may.days) == 3
    assert mean_delay(settled) == 3  # 1 150 / 450 = 2.6
    assert mean_delay(()) is None
