"""Limits and borders are typed as people write them, refused in words, and put in force from a day on."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QScrollArea, QWidget

from app.domain.limits import Limits
from app.domain.pivot_keys import Bands
from app.ledger import Ledger
from app.ui.limits_dialog import LimitsDialog
from app.ui.plan_page import PlanPage

DAY = date(2026, 11, 23)


def test_untouched_they_come_back_the_same(desk: QWidget, ledger: Ledger) -> None:
    dialog = LimitsDialog(desk, ledger, DAY)
    assert (dialog.limits(), dialog.bands()) == (Limits(), Bands())
    assert "45,5" in dialog.days_words.text()


def test_what_is_typed_holds_from_its_day(desk: QWidget, ledger: Ledger) -> None:
    dialog = LimitsDialog(desk, ledger, DAY)
    dialog.turnover.setText("37,5 %")
    dialog.days.setText("30")
    assert "11,3" in dialog.days_words.text()
    dialog.orders.setText("10 000; 1 000 000")
    dialog.deferrals.setText("14; 30")
    dialog.accept()
    assert dialog.fault() == ""
    assert ledger.policy.limits(DAY) == Limits(Decimal("37.5"), 30)
    assert ledger.policy.bands(DAY) == Bands((10_000_00, 1_000_000_00), deferral=(14, 30))
    assert ledger.policy.limits(DAY - timedelta(1)) == Limits()


def test_fields_stand_whole_beside_their_names(desk: QWidget, ledger: Ledger) -> None:
    dialog = LimitsDialog(desk, ledger, DAY)
    dialog.fit()
    dialog.open()
    area = dialog.findChild(QScrollArea)
    assert area is not None
    assert area.horizontalScrollBar().maximum() == 0
    dialog.reject()


def test_the_page_of_the_plan_opens_them(desk: QWidget, stocked: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    page = PlanPage(desk)
    page.bind(stocked)
    page.reload(DAY)
    monkeypatch.setattr(LimitsDialog, "exec", lambda dialog: (dialog.turnover.setText("30"), dialog.accept())[1] or 1)
    page.rules_button.click()
    assert stocked.policy.limits(DAY).turnover == 30


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("turnover", "половина", "процент"),
        ("days", "5", "от 7 до 366"),
        ("warn", "60", "Предупреждение"),
        ("orders", "50 000; 25 000", "возраст"),
        ("cores", "25, 50", "целое"),
        ("since", "", "день"),
    ],
)
def test_what_makes_no_sense_is_said_and_stays(
    field: str, text: str, words: str, desk: QWidget, ledger: Ledger
) -> None:
    dialog = LimitsDialog(desk, ledger, DAY)
    getattr(dialog, field).setText(text)
    dialog.accept()
    assert words in dialog.fault()
    assert getattr(dialog, field).text() == text
    assert (ledger.policy.limits(DAY), ledger.policy.bands(DAY)) == (Limits(), Bands())
