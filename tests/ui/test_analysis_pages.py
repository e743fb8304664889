"""Анализ: conclusions open their rows, limits and acknowledgments are typed and seen."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from app.domain.money import BadValue
from app.domain.plan import PlanMeasure, Scope
from app.ledger import Ledger
from app.progress import silent
from app.reports.document import Document
from app.ui.analysis_tab import AnalysisTab
from app.ui.findings_page import FindingsPage
from app.ui.indicators_page import IndicatorsPage
from app.ui.paper import pdf_bytes
from app.ui.plan_page import LimitDialog, PlanPage, limit_value
from app.ui.reserve_page import AcknowledgmentDialog, ReservePage, What
from app.ui.table_dialog import TableDialog
from app.ui.table_page import TablePage
from tests.ui.conftest import TODAY


@pytest.fixture
def tab(qtbot: QtBot, stocked: Ledger) -> AnalysisTab:
    out = AnalysisTab()
    qtbot.addWidget(out)
    out.resize(1366, 680)
    out.bind(stocked)
    out.reload(TODAY)
    out.show()
    qtbot.waitExposed(out)
    return out


def test_each_page_opens_once_and_goes_stale(tab: AnalysisTab) -> None:
    pages = {key: tab.show_page(key) for key in tab.choices}
    assert {key: tab.show_page(key) for key in tab.choices} == pages
    assert tab.page() is pages[tab.shown]


@pytest.mark.parametrize("key", ["pivot", "findings", "indicators", "plan", "reserve"])
def test_every_page_goes_to_a_workbook_and_to_paper(
    tab: AnalysisTab, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its own buttons: what is written is read again, what is drawn has pages."""
    papers: list[Document] = []
    page = tab.show_page(key)
    assert isinstance(page, TablePage | FindingsPage | IndicatorsPage)
    path = tmp_path / "page.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_how: (str(path), ""))
    monkeypatch.setattr(sys.modules[page.print_out.__module__], "show_paper", lambda _at, paper: papers.append(paper))
    page.excel_button.click()
    page.print_button.click()
    assert openpyxl.load_workbook(path).worksheets[0].max_row > 3
    assert len(papers) == 1
    assert pdf_bytes(papers[0], silent()).startswith(b"%PDF")


def test_a_sentence_opens_the_documents_behind_it(qtbot: QtBot, tab: AnalysisTab) -> None:
    page = tab.show_page("findings")
    assert isinstance(page, FindingsPage)
    assert page.found[0].grave
    card = page.cards[0]
    card.setFocus()
    with qtbot.waitSignal(card.pressed):
        qtbot.keyClick(card, Qt.Key.Key_Return)
    dialog = next(w for w in page.findChildren(TableDialog) if w.isVisible())
    assert len(dialog.view.model.rows) == len(page.found[0].invoices)
    dialog.close()


def typed(dialog: LimitDialog, scope: Scope, subject: str, measure: PlanMeasure, value: str) -> None:
    dialog.scope.setCurrentIndex(dialog.scope.findData(scope))
    dialog.subject.setCurrentIndex(dialog.subject.findText(subject))
    dialog.measure.setCurrentIndex(dialog.measure.findData(measure))
    dialog.value.setText(value)


def test_a_limit_is_typed_and_breached(qtbot: QtBot, tab: AnalysisTab, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tab.show_page("plan")
    assert isinstance(page, PlanPage)

    def answer(dialog: LimitDialog) -> int:
        typed(dialog, Scope.MANAGER, "Васильева", PlanMeasure.DEBT, "100 тыс")
        dialog.accept()
        return dialog.result()

    monkeypatch.setattr(LimitDialog, "exec", answer)
    qtbot.mouseClick(page.set_button, Qt.MouseButton.LeftButton)
    tab.reload(TODAY)
    row = next(line for line in page.table.model.rows if line.label == "Васильева" and line.limit)
    assert (row.limit, row.breached) == (100_000_00, True)
    dialog = LimitDialog(page, TODAY, ("Васильева",), {"1": "ООО «Один»"})
    typed(dialog, Scope.CLIENT, "", PlanMeasure.DEBT, "много")
    dialog.accept()
    assert dialog.result() != QDialog.DialogCode.Accepted


def test_limits_in_their_units() -> None:
    assert limit_value(PlanMeasure.SALES_SHARE, "50,5 %") == 5050
    assert limit_value(PlanMeasure.MAX_DAYS, "30") == 30
    assert limit_value(PlanMeasure.DEBT, "") is None
    for wrong in ("x", "3,5"):
        with pytest.raises(BadValue):
            limit_value(PlanMeasure.MAX_DAYS, wrong)


def test_an_acknowledgment_moves_the_clock(
    qtbot: QtBot, tab: AnalysisTab, stocked: Ledger, monkeypatch: pytest.MonkeyPatch, settled: Callable[[], None]
) -> None:
    page = tab.show_page("reserve")
    assert isinstance(page, ReservePage)
    page.table.grid.selectRow(0)

    def answer(dialog: AcknowledgmentDialog) -> int:
        dialog.accept()
        assert dialog.result() != QDialog.DialogCode.Accepted  # a paper without a name
        dialog.document.setText("акт сверки № 5")
        dialog.powers.setText("устав")
        dialog.accept()
        return dialog.result()

    monkeypatch.setattr(AcknowledgmentDialog, "exec", answer)
    first = page.table.model.rows[0].item.client_id
    qtbot.mouseClick(page.act_button, Qt.MouseButton.LeftButton)
    assert stocked.doubtful.acknowledgments(first)[0].what.day == TODAY
    tab.reload(TODAY)
    assert any(line.clock.since == TODAY for line in page.table.model.rows)
    qtbot.mouseClick(page.reserve_choice, Qt.MouseButton.LeftButton)
    assert page.what is What.RESERVE
    assert page.table.model.rows
    assert not page.act_button.isVisible()
    QApplication.processEvents()


def test_an_empty_book_says_so(qtbot: QtBot, ledger: Ledger) -> None:
    out = AnalysisTab()
    qtbot.addWidget(out)
    out.bind(ledger)
    out.reload(date(2026, 11, 23))
    for key in out.choices:
        out.show_page(key)
    page = out.show_page("findings")
    assert isinstance(page, FindingsPage)
    assert page.found == ()
