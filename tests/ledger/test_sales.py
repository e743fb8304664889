"""Sales of some days are one figure wherever they are asked for: commission, plan, charts and indicators."""

from datetime import date, timedelta
from decimal import Decimal

from app.domain.importing import Vanished
from app.domain.plan import PlanMeasure
from app.domain.plan import Scope as PlanScope
from app.domain.sales import Origin
from app.ledger import Ledger, charting
from app.reports.commission import turnover_words
from tests.ledger.stories import debts, load, owed, sold

BEGIN = date(2026, 6, 1)
WEEKS = [BEGIN + timedelta(weeks=n) for n in range(18)]
LAST = WEEKS[-1]


def shipped_weekly(ledger: Ledger, weeks: int = 18) -> None:
    """A hundred is shipped every week and owed for three."""
    lines = [
        owed("АО «Реал»", str(n), 100_00, shipped=day, due=day + timedelta(14), manager="Иванов")
        for n, day in enumerate(WEEKS)
    ]
    for n, day in enumerate(WEEKS[:weeks]):
        load(ledger, debts(day, *lines[max(0, n - 2) : n + 1]), vanished=Vanished.PAID)


def shares_of(ledger: Ledger, day: date) -> list[Decimal | None]:
    """Debt in sales of the policy's period as each of the four tells it."""
    series = ledger.analysis.series(day)
    shares = charting.shares(ledger, series)
    planned = [
        line.fact
        for line in ledger.plan.fact(day).lines
        if line.measure is PlanMeasure.SALES_SHARE and line.scope is PlanScope.COMPANY
    ]
    value = ledger.indicators.of(day).get("debt_to_sales").value
    return [
        None if value is None else Decimal(value),
        ledger.commission.turnover(day).share,
        shares.percents[-1] if shares else None,
        None if planned[0] is None else Decimal(planned[0]) / 100,
    ]


def test_after_the_register_ends_shipments_go_on(ledger: Ledger) -> None:
    """A register of six weeks loaded once; twelve weeks of debt reports follow: 150 by the register, 1 200 by them."""
    shipped_weekly(ledger)
    rows = [("АО «Реал»", str(n), day, 150_00) for n, day in enumerate(WEEKS[:6])]
    load(ledger, sold(BEGIN, BEGIN + timedelta(40), *rows))
    assert shares_of(ledger, LAST) == [Decimal("22.22")] * 4
    turnover = ledger.commission.turnover(LAST)
    assert (turnover.sales, turnover.origin, turnover.complete) == (1_350_00, Origin.MIXED, False)
    assert turnover.dso == ledger.indicators.of(LAST).get("dso").value
    series = ledger.analysis.series(LAST)
    assert [point.sales for point in series.points] == [150_00] * 6 + [100_00] * 12
    assert series.origin is Origin.MIXED
    managers = [line for line in ledger.plan.fact(LAST).lines if line.scope is PlanScope.MANAGER]
    assert {line.fact for line in managers if line.measure is PlanMeasure.SALES_SHARE} <= {22_22}
    client = ledger.analysis.series(LAST, client_id=1)
    assert [point.sales for point in client.points] == [point.sales for point in series.points]


def test_a_book_younger_than_the_period_is_not_held_to_its_limit(ledger: Ledger) -> None:
    """Three weeks of sales of a quarter: 300 of debt against 200 is no breach of 50 % of a quarter."""
    shipped_weekly(ledger, 3)
    turnover = ledger.commission.turnover(WEEKS[2])
    assert (turnover.since, turnover.share) == (BEGIN + timedelta(1), Decimal("150.00"))
    assert turnover.shortened
    assert not turnover.above
    found = ledger.indicators.of(WEEKS[2])
    assert (found.since, found.get("dso").value) == (turnover.since, turnover.dso)
    assert shares_of(ledger, WEEKS[2])[2:] == [None, None]
    words = " ".join(text for text, _tone in turnover_words(turnover))
    assert "91" in words
    assert "выше предела" not in words
