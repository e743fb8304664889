"""Settings of law: the key rate, working days, terms of risk categories; everything is undone by one key."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.domain.dossier import CATEGORY_TERMS, Category, CategoryTerms
from app.domain.terms_advice import TermsTable
from app.errors import InputRefused
from app.ledger import Ledger
from app.ui.category_dialog import CategoryDialog
from app.ui.form import Form
from app.ui.law_window import DAYS, LawWindow
from app.ui.terms_dialog import TermsDialog
from tests.ui.conftest import TODAY, press
from tests.ui.filling import Filling, fill


@pytest.fixture
def law(qtbot: QtBot, ledger: Ledger) -> LawWindow:
    shown = LawWindow(None, ledger)
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def test_a_rate_is_added_confirmed_and_removed(law: LawWindow, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"since": "26.10.2026", "percent": "13,5"}

    def exec_(form: Form) -> int:
        form.show()
        fill(form, values)
        form.accept()
        return form.result()

    monkeypatch.setattr(Form, "exec", exec_)
    assert not law.drop_button.isEnabled(), "shipped rows stay"
    law.add_rate()
    assert ledger.law.rates().on(TODAY) == Decimal("13.5")
    assert law.rates.model.rows[0].own and "26.10.2026" in law.known.text() and law.notice.text()
    values = {"day": "20.11.2026"}
    law.confirm_rate()
    assert ledger.law.rates().known_until == date(2026, 11, 20)
    law.undo()
    assert ledger.law.rates().known_until == date(2026, 10, 26)
    law.rates.select_row(0)
    law.drop_rate()
    assert ledger.law.rates().on(TODAY) == Decimal(14)
    law.undo()
    assert ledger.law.own_rates() == {date(2026, 10, 26)}
    with pytest.raises(InputRefused):
        ledger.law.drop_rate(date(2026, 7, 27))


def test_a_wrong_rate_is_said_in_words(law: LawWindow, ledger: Ledger, answer: Filling) -> None:
    for since, percent in (("", "13"), ("26.10.2026", "сто"), ("26.10.2026", "0"), ("26.10.2026", "101")):
        faults = answer(since=since, percent=percent)
        law.add_rate()
        assert len(faults) == 1 and faults[0], (since, percent)
    assert ledger.law.own_rates() == frozenset()


def test_days_are_turned_by_keys_and_by_the_mouse(law: LawWindow, ledger: Ledger, qtbot: QtBot) -> None:
    law.show_page(DAYS)
    calendar = law.calendar
    assert calendar.day == TODAY and "247" in law.year_words.text()
    press(calendar, Qt.Key.Key_Right)
    press(calendar, Qt.Key.Key_Down)
    assert calendar.day == date(2026, 12, 1)
    press(calendar, Qt.Key.Key_Space)
    assert not ledger.law.calendar().works(date(2026, 12, 1)) and "246" in law.year_words.text()
    law.undo()
    assert ledger.law.calendar().works(date(2026, 12, 1)) and "247" in law.year_words.text()
    spot = calendar.rect_of(date(2026, 12, 5)).center().toPoint()
    qtbot.mouseDClick(calendar, Qt.MouseButton.LeftButton, pos=QPoint(spot.x(), spot.y()))
    assert ledger.law.calendar().works(date(2026, 12, 5)) and ledger.law.own_days() == {date(2026, 12, 5)}
    law.show_year(2031)
    assert "2031" in law.year_words.text() and law.day_words.text()
    press(calendar, Qt.Key.Key_Left)
    assert calendar.day == date(2031, 1, 1), "the cursor stays in its year"


def test_terms_of_categories_hold_from_a_day(qtbot: QtBot, ledger: Ledger) -> None:
    dialog = CategoryDialog(None, ledger, TODAY)  # type: ignore[arg-type]  # no window above it
    qtbot.addWidget(dialog)
    fill(dialog, {"days_B": "45", "limit_B": "2 млн", "since": "01.12.2026"})
    dialog.accept()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert ledger.dossier.category_terms(TODAY) == CATEGORY_TERMS
    december = ledger.dossier.category_terms(date(2026, 12, 1))
    assert december[Category.B] == CategoryTerms(45, 2_000_000_00) and december[Category.A] == CategoryTerms(60)
    ledger.undo()
    assert ledger.dossier.category_terms(date(2026, 12, 1)) == CATEGORY_TERMS
    fill(dialog, {"days_B": "всегда"})
    dialog.accept()
    assert "B" in dialog.fault()


def test_the_table_of_payment_terms_holds_from_a_day(qtbot: QtBot, desk: QWidget, ledger: Ledger) -> None:
    dialog = TermsDialog(desk, ledger, TODAY)
    qtbot.addWidget(dialog)
    assert dialog.table() == TermsTable()
    fill(dialog, {"new": "40", "better": False, "leave": "5", "afresh": True, "since": "01.12.2026"})
    dialog.accept()
    assert ledger.dossier.terms_table(TODAY) == TermsTable()
    december = ledger.dossier.terms_table(date(2026, 12, 1))
    assert december == TermsTable(new=40, better_wins=False, leave_after=5, afresh=True)
    ledger.undo()
    assert ledger.dossier.terms_table(date(2026, 12, 1)) == TermsTable()
    for wrong in (TermsTable(new=60), TermsTable(year_good=-1), TermsTable(leave_after=101)):
        with pytest.raises(InputRefused):
            ledger.dossier.set_terms_table(wrong)
