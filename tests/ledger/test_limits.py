"""Limits of the article are settings: dated, undone in one step, and obeyed wherever they are spoken of."""

from datetime import timedelta
from decimal import Decimal

import pytest

from app.domain.conclusions import Verdict
from app.domain.indicator_set import Alarm
from app.domain.limits import Limits
from app.domain.pivot_keys import Bands
from app.errors import InputRefused
from app.ledger import Ledger
from app.reports.conclusions import sentence
from tests.ledger.stories import W1, W2, W3, debts, load, owed, sold


def stocked(ledger: Ledger) -> Ledger:
    """Ten equal debtors, of whom the three largest hold 36 %; sales of 100 days."""
    lines = [
        owed(f"ООО «Фирма {n}»", str(n), 100_00 + 50_00 * (n < 3), shipped=W1 - timedelta(5), due=W3, manager="Иванов")
        for n in range(10)
    ]
    load(ledger, debts(W1, *lines))
    rows = [(line.client, line.number, W3 - timedelta(4 * n + 1), line.balance or 0) for n, line in enumerate(lines)]
    load(ledger, sold(W3 - timedelta(100), W3, *rows, (lines[0].client, "99", W3 - timedelta(100), 1_00)))
    return ledger


def test_the_articles_limits_hold_until_changed(ledger: Ledger) -> None:
    assert ledger.policy.limits(W1) == Limits()
    assert Limits().dso == Decimal("45.5")


def test_limits_hold_from_their_day_and_are_undone_at_once(ledger: Ledger) -> None:
    new = Limits(Decimal("37.5"), 30, Decimal(20), Decimal(30))
    ledger.policy.set_limits(new, W2)
    assert (ledger.policy.limits(W1), ledger.policy.limits(W2), ledger.policy.limits(W3)) == (Limits(), new, new)
    ledger.undo()
    assert ledger.policy.limits(W3) == Limits()


def test_concentration_is_measured_by_the_limits_of_the_day(ledger: Ledger) -> None:
    stocked(ledger)
    found = ledger.indicators.of(W3)
    assert [found.get(key).reading.alarm for key in ("top3_debt", "top3_sales")] == [Alarm.NONE, Alarm.NONE]
    assert not [one for one in ledger.conclusions.on(W3) if one.verdict is Verdict.CONCENTRATION]
    ledger.policy.set_limits(Limits(warn=Decimal(30), red=Decimal(35)), W3)
    found = ledger.indicators.of(W3)
    assert [found.get(key).reading.alarm for key in ("top3_debt", "top3_sales")] == [Alarm.RED, Alarm.RED]
    assert "35\u00a0%" in found.get("top3_debt").reading.note
    (said,) = [one for one in ledger.conclusions.on(W3) if one.verdict is Verdict.CONCENTRATION]
    assert said.grave
    assert "39,1" in sentence(said)
    assert not [one for one in ledger.conclusions.on(W2) if one.verdict is Verdict.CONCENTRATION]


def test_the_period_and_the_limit_of_turnover_hold_from_their_day(ledger: Ledger) -> None:
    stocked(ledger)
    ledger.policy.set_limits(Limits(Decimal(80), 14), W3)
    before, after = ledger.commission.turnover(W2), ledger.commission.turnover(W3)
    assert (before.asked, before.limit) == (91, Decimal(50))
    assert (after.asked, after.limit, after.days) == (14, Decimal(80), 14)
    assert ledger.indicators.of(W3).days == 14
    assert ledger.plan.fact(W3).sales_days == 14
    limits = [one.value for one in ledger.plan.thresholds(W3)]
    assert limits == [80_00]


@pytest.mark.parametrize(
    "wrong",
    [{"turnover": Decimal(0)}, {"days": 3}, {"days": 400}, {"warn": Decimal(60)}, {"red": Decimal(101)}],
)
def test_limits_without_sense_are_refused_in_words(wrong: dict[str, Decimal]) -> None:
    with pytest.raises(ValueError, match=r"[а-я]"):
        Limits(**wrong)  # type: ignore[arg-type]  # wrong on purpose


def test_limits_and_bands_are_put_in_force_together(ledger: Ledger) -> None:
    ledger.policy.set_limits(Limits(days=30), W2, Bands(avg_order=(10_000_00,)))
    assert ledger.policy.bands(W2).avg_order == (10_000_00,)
    assert ledger.policy.bands(W1) == Bands()
    ledger.undo()
    assert (ledger.policy.limits(W2), ledger.policy.bands(W2)) == (Limits(), Bands())
    with pytest.raises(InputRefused):
        ledger.policy.set_vanish_share(0)
