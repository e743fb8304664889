"""The list of reports: what it shows, what withdrawing means, and where files may be dropped."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.domain.importing import Vanished
from app.ledger import Ledger
from app.ui import loads_tab
from app.ui.loads_tab import LoadsTab, reason_word
from app.ui.paper import PaperDialog
from tests.ledger.stories import debts, load, paid, registered
from tests.ui.conftest import LAST_WEEK, MAGNUM, SCHOOL, TODAY


@pytest.fixture
def tab(desk: QWidget, stocked: Ledger) -> LoadsTab:
    """Two accepted reports on screen."""
    made = LoadsTab(desk)
    made.bind(stocked)
    stocked.on_change(lambda _changes: None)
    made.resize(1200, 690)
    made.show()
    made.reload(TODAY)
    return made


def text(tab: LoadsTab, line: int) -> list[str]:
    return [cell[0] for cell in tab.reports.model.cells(line)]


def test_reports_stand_newest_first_with_their_tie(tab: LoadsTab) -> None:
    assert [row.as_of for row in tab.reports.model.rows] == [TODAY, LAST_WEEK]
    assert "отчёт2.xlsx" in text(tab, 0)
    assert "да" in text(tab, 0)
    assert len(tab.backups.table.model.rows) == 2


def test_details_follow_the_cursor(tab: LoadsTab) -> None:
    tab.reports.select_row(1)
    assert "16.11.2026" in tab.details.name()
    tab.reports.select_row(0)
    assert "23.11.2026" in tab.details.name()


def test_withdrawing_asks_says_what_happens_and_may_be_refused(
    tab: LoadsTab, stocked: Ledger, settled: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []

    def refuse(_parent: QWidget, words: str, _action: str, hint: str = "") -> bool:
        asked.append((words, hint))
        return False

    monkeypatch.setattr(loads_tab, "confirm", refuse)
    before = stocked.check().digest
    tab.withdraw()
    settled()
    words, hint = asked[0]
    assert "23.11.2026" in words
    assert "Долги вернутся к отчёту на 16.11.2026." in hint
    assert stocked.check().digest == before


def test_withdrawing_takes_the_last_report_back(
    qtbot: QtBot, tab: LoadsTab, stocked: Ledger, settled: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loads_tab, "confirm", lambda *_args: True)
    qtbot.mouseClick(tab.withdraw_button, Qt.MouseButton.LeftButton)
    settled()
    assert stocked.report_dates() == (LAST_WEEK,)
    tab.reload(TODAY)
    assert "отозван" in text(tab, 0)


def test_a_copy_is_made_by_hand(qtbot: QtBot, tab: LoadsTab, stocked: Ledger, settled: Callable[[], None]) -> None:
    qtbot.mouseClick(tab.backups.make_button, Qt.MouseButton.LeftButton)
    settled()
    assert stocked.backups.list()[0].reason == "manual"
    assert len(tab.backups.table.model.rows) == 3


def test_reasons_are_words() -> None:
    assert reason_word("import") == "перед загрузкой отчёта"
    assert reason_word("something") == "something"


def test_the_first_start_explains_and_offers_the_file(qtbot: QtBot, desk: QWidget, ledger: Ledger) -> None:
    tab = LoadsTab(desk)
    tab.bind(ledger)
    tab.show()
    tab.reload(date(2026, 11, 23))
    assert tab.empty.isVisible()
    with qtbot.waitSignal(tab.load_requested) as heard:
        qtbot.mouseClick(tab.empty.choose_button, Qt.MouseButton.LeftButton)
    assert heard.args == [[]]


def test_a_dropped_file_asks_for_the_check(qtbot: QtBot, tab: LoadsTab, tmp_path: Path) -> None:
    path = tmp_path / "отчёт.xlsx"
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    actions, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(50, 50).toPoint(), actions, data, buttons, keys)
    QApplication.sendEvent(tab, enter)
    assert enter.isAccepted()
    with qtbot.waitSignal(tab.load_requested) as heard:
        QApplication.sendEvent(tab, QDropEvent(QPointF(50, 50), actions, data, buttons, keys))
    assert heard.args == [[path]]


def test_a_dragged_word_is_not_a_file(tab: LoadsTab) -> None:
    data = QMimeData()
    data.setText("просто слова")
    actions, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(50, 50).toPoint(), actions, data, buttons, keys)
    enter.ignore()
    QApplication.sendEvent(tab, enter)
    assert not enter.isAccepted()


def test_a_report_tells_its_past_and_its_week(qtbot: QtBot, tab: LoadsTab, stocked: Ledger) -> None:
    moved = replace(MAGNUM, due_date=TODAY)
    load(stocked, debts(TODAY, moved, SCHOOL, name="исправлен.xlsx"), vanished=Vanished.PAID)
    tab.reload(TODAY)
    tab.reports.select_row(0)
    details = tab.details
    qtbot.mouseClick(details.past, Qt.MouseButton.LeftButton)
    rows = [[cell[0] for cell in details.table.model.cells(line)] for line in range(len(details.table.model.rows))]
    assert [row[0] for row in rows] == ["переписан", "исчез из отчёта"]
    assert "Исчезнувшие считаются оплаченными: 1 документ" in details.note.whole()
    qtbot.mouseClick(details.bridge, Qt.MouseButton.LeftButton)
    assert {row.label for row in details.table.model.rows} == {"ООО «Магнум»", "ООО «Русский лес»"}
    assert details.table.model.table.totals[0].adds_up
    qtbot.mouseClick(details.managers, Qt.MouseButton.LeftButton)
    assert {row.label for row in details.table.model.rows} == {"Гордеев", "Васильева"}
    tab.reports.select_row(2)
    assert not details.bridge.isEnabled(), "the first report has nothing before it"
    assert details.problems.isChecked()


def test_the_bridge_is_printed(qtbot: QtBot, tab: LoadsTab, settled: Callable[[], None]) -> None:
    tab.reports.select_row(0)
    qtbot.mouseClick(tab.details.bridge, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(tab.details.print_button, Qt.MouseButton.LeftButton)
    settled()
    paper = tab.details.findChild(PaperDialog)
    assert isinstance(paper, PaperDialog)
    assert paper.preview.pages() is not None


def test_a_statement_of_payments_tells_its_rows_and_the_other_source(tab: LoadsTab, stocked: Ledger) -> None:
    load(stocked, paid(TODAY, (MAGNUM.client, "5", TODAY, 10_000_00)))
    load(
        stocked, registered(TODAY, (MAGNUM.client, "0000-000071", TODAY, 10_000_00), ("Никто", "0000-000072", TODAY, 1))
    )
    tab.reload(TODAY)
    line = next(n for n, row in enumerate(tab.reports.model.rows) if row.files == ("поступления.xlsx",))
    tab.reports.select_row(line)
    details = tab.details
    assert details.payments.isChecked()
    assert not details.bridge.isVisible()
    rows = {row.number: row for row in details.table.model.rows}
    assert {number: row.counted for number, row in rows.items()} == {"0000-000071": False, "0000-000072": True}
    assert "выписка.txt" in rows["0000-000071"].same_money
    tab.reports.select_row(next(n for n, row in enumerate(tab.reports.model.rows) if "отчёт2.xlsx" in row.files))
    assert details.bridge.isVisible()
    assert not details.payments.isVisible()
