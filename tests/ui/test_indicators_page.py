"""The page of indicators: figures at once, words on hover, rows behind, scopes and periods."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.indicator_set import MAIN, catalogue
from app.ledger import Ledger
from app.reports.indicator_tables import indicators_table
from app.reports.xlsx import write_table
from app.ui.indicators_page import IndicatorsPage
from app.ui.table_dialog import TableDialog
from tests.ui.conftest import TODAY, press


@pytest.fixture
def page(qtbot: QtBot, stocked: Ledger) -> IndicatorsPage:
    """The page on the book of three clients, its small lines drawn."""
    return opened(qtbot, stocked)


def opened(qtbot: QtBot, ledger: Ledger) -> IndicatorsPage:
    out = IndicatorsPage()
    qtbot.addWidget(out)
    out.resize(1366, 700)
    out.show()
    qtbot.waitExposed(out)
    out.bind(ledger)
    out.reload(TODAY)
    qtbot.waitUntil(lambda: not out.drawing())
    return out


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def rows_of(page: IndicatorsPage) -> TableDialog:
    found = page.findChildren(TableDialog)
    assert len(found) == 1
    return found[0]


def test_every_indicator_stands_on_the_page_once(page: IndicatorsPage) -> None:
    assert set(page.cards) == set(MAIN)
    assert set(page.parts) == {one.key for one in catalogue()}
    assert plain(page.cards["overdue_share"].figure.text()) == "83,6 %"  # 2 096 000 of 2 508 500
    assert plain(page.cards["top3_debt"].figure.text()) == "100,0 %"
    assert page.cards["top3_debt"].change.whole()  # why it is red, in words
    assert page.cards["promises_kept"].figure.text() == "—"


def test_hover_tells_definition_figures_and_source_without_markup(page: IndicatorsPage) -> None:
    tip = page.cards["dso"].toolTip()
    assert tip.count("<p>") == 3
    now = page.indicator("dso")
    assert now is not None
    assert now.reading.formula in tip
    assert "&" not in now.reading.formula
    silent = page.cards["promises_kept"].toolTip()
    assert page.indicator("promises_kept").reading.reason in silent  # type: ignore[union-attr]  # it is on the page


def test_enter_opens_the_rows_and_a_row_opens_the_client(page: IndicatorsPage, qtbot: QtBot) -> None:
    page.cards["overdue_share"].setFocus()
    press(page.cards["overdue_share"], Qt.Key.Key_Return)
    dialog = rows_of(page)
    assert dialog.view.model.rowCount() == 3
    with qtbot.waitSignal(page.open_client):
        dialog.view.select_row(0)
        dialog.view.open_current()
    assert not dialog.isVisible()


def test_every_indicator_opens_something(page: IndicatorsPage, qtbot: QtBot) -> None:
    for key, part in page.parts.items():
        qtbot.mouseClick(part, Qt.MouseButton.LeftButton)
        dialog = rows_of(page)
        assert dialog.windowTitle(), key
        dialog.reject()
        qtbot.waitUntil(lambda: not page.findChildren(TableDialog))


def test_manager_and_period_are_chosen(page: IndicatorsPage) -> None:
    names = [page.scopes.itemText(n) for n in range(page.scopes.count())]
    page.scopes.setCurrentIndex(next(n for n, name in enumerate(names) if "Васильева" in name))
    page.scopes.activated.emit(page.scopes.currentIndex())
    assert plain(page.cards["overdue_share"].figure.text()) == "75,8 %"  # 627 000 of 827 000
    page.periods.setCurrentIndex(1)
    page.periods.activated.emit(1)
    assert page.now is not None
    assert page.now.scope.key == "Васильева"
    page.picker.choose(page.picker.itemData(1))
    page.picker.activated.emit(1)
    assert page.now.scope.client_id
    assert page.scopes.currentIndex() == 0


def test_the_small_line_ends_with_the_figure(page: IndicatorsPage) -> None:
    values = page.cards["overdue_share"].spark.values()
    assert len(values) == 2
    assert values[-1] == pytest.approx(83.56)
    assert page.cards["top3_debt"].spark.values() == (100.0, 100.0)


def test_an_empty_book_says_when_figures_come(qtbot: QtBot, ledger: Ledger) -> None:
    page = opened(qtbot, ledger)
    assert not page._area.isVisible()
    assert page._empty.isVisible()
    assert not page.print_button.isEnabled()


def test_paper_and_workbook_hold_what_the_screen_shows(
    page: IndicatorsPage, tmp_path: Path, desk: QWidget, settled: Callable[[], None]
) -> None:
    from openpyxl import load_workbook

    assert page.now is not None
    table = indicators_table(page.now, page.before)
    path = tmp_path / "показатели.xlsx"
    write_table(table, path, date(2026, 11, 23))
    sheet = load_workbook(path).worksheets[0]
    cells = [[str(cell.value) for cell in row] for row in sheet.iter_rows()]
    line = next(row for row in cells if row[0] == page.cards["overdue_share"].name.whole())
    assert float(line[1]) == pytest.approx(83.56)
    document = page.document()
    assert document is not None
    assert document.title == table.title
