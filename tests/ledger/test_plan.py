"""Plan and fact: limits from a day on, deviations, trends, the alarm of a growing share."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.domain.plan import PlanMeasure, Scope, Threshold, steadily_growing
from app.errors import InputRefused
from app.ledger import Ledger
from tests.ledger.stories import debts, load, owed, sold

FIRST = date(2026, 10, 5)
WEEKS = [FIRST + timedelta(days=7 * n) for n in range(5)]
LAST = WEEKS[-1]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Five weeks: Magnum's debt grows 100, 110, 120, 130, 140; Real owes 200 all the time; sales are even."""
    with Ledger.open(tmp_path / "book.debt", today=lambda: LAST, owner="Елена") as opened:
        days = [LAST - timedelta(days=200 - n) for n in range(201)]
        rows = [("ООО «Магнум»", f"С{n}", day, 10_00) for n, day in enumerate(days)]
        load(opened, sold(days[0], LAST, *rows))
        for n, day in enumerate(WEEKS):
            magnum = owed(
                "ООО «Магнум»", "1", (100 + 10 * n) * 100_00, shipped=FIRST, due=date(2026, 10, 12), manager="Васильева"
            )
            real = owed("АО «Реал»", "2", 200 * 100_00, shipped=FIRST, due=date(2026, 12, 12), manager="Гордеев")
            load(opened, debts(day, magnum, real, name=f"{n}.xlsx"))
        yield opened


def lines(ledger: Ledger, as_of: date = LAST) -> dict[tuple[Scope, str, PlanMeasure], tuple[int | None, int | None]]:
    return {(one.scope, one.label, one.measure): (one.limit, one.fact) for one in ledger.plan.fact(as_of).lines}


def test_facts_of_the_company(ledger: Ledger) -> None:
    found = lines(ledger)
    assert found[Scope.COMPANY, "", PlanMeasure.DEBT] == (None, 340 * 100_00)
    assert found[Scope.COMPANY, "", PlanMeasure.OVERDUE_SHARE] == (None, 4118)
    assert found[Scope.COMPANY, "", PlanMeasure.MAX_DAYS] == (None, 21)
    # 91 days of sales at 10 roubles; the limit is the article's 50 %
    assert found[Scope.COMPANY, "", PlanMeasure.SALES_SHARE] == (50_00, round(340 * 100_00 * 10_000 / (91 * 10_00)))


def test_limits_hold_from_their_day_and_are_lifted(ledger: Ledger) -> None:
    client = str(next(row.client_id for row in ledger.clients.list(LAST).rows if "Реал" in row.name))
    ledger.plan.set(Threshold(Scope.CLIENT, client, PlanMeasure.DEBT, WEEKS[2], 150 * 100_00))
    ledger.plan.set(Threshold(Scope.MANAGER, "Васильева", PlanMeasure.OVERDUE, WEEKS[0], 150 * 100_00))
    assert (Scope.CLIENT, "АО «Реал»", PlanMeasure.DEBT) not in lines(ledger, WEEKS[1])
    over = next(line for line in ledger.plan.fact(LAST).lines if line.scope is Scope.CLIENT and line.limit)
    assert (over.label, over.deviation, over.breached, over.change) == ("АО «Реал»", 50 * 100_00, True, 0)
    assert str(over.percent) == "133.3"
    ledger.plan.set(Threshold(Scope.CLIENT, client, PlanMeasure.DEBT, LAST, None))
    assert (Scope.CLIENT, "АО «Реал»", PlanMeasure.DEBT) not in lines(ledger)
    assert ledger.undo() is not None
    assert (Scope.CLIENT, "АО «Реал»", PlanMeasure.DEBT) in lines(ledger)


def test_a_steadily_growing_share_is_an_alarm_of_its_own(ledger: Ledger) -> None:
    growing = {(one.scope, one.label, one.measure) for one in ledger.plan.fact(LAST).alarms if one.growing}
    assert (Scope.COMPANY, "", PlanMeasure.SALES_SHARE) in growing
    assert (Scope.CLIENT, "ООО «Магнум»", PlanMeasure.SALES_SHARE) in growing
    assert not any(label == "АО «Реал»" for _scope, label, _measure in growing)
    assert steadily_growing([30, 31, 33, 34])
    assert not steadily_growing([30, 31, 31, 34])
    assert not steadily_growing([31, 33, 34])
    assert not steadily_growing([30, None, 33, 34])


def test_what_is_no_limit_is_refused(ledger: Ledger) -> None:
    for wrong in (
        Threshold(Scope.COMPANY, "", PlanMeasure.DEBT, LAST, -1),
        Threshold(Scope.COMPANY, "", PlanMeasure.SALES_SHARE, LAST, 100_001),
        Threshold(Scope.MANAGER, "", PlanMeasure.DEBT, LAST, 1),
    ):
        with pytest.raises(InputRefused):
            ledger.plan.set(wrong)
