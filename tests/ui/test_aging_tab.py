"""The aging: five groupings of one debt, rules that change it, papers of what is shown."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.domain.aging import AgingRules, GroupBy, Interval, Zone
from app.domain.importing import Vanished
from app.ledger import Ledger
from app.ui.aging_tab import AgingTab
from app.ui.paper import PaperDialog
from app.ui.rules_dialog import RulesDialog
from tests.ledger.stories import debts, load, owed
from tests.ui.conftest import LES, MAGNUM, TODAY

DAY = date(2026, 11, 23)


def late(client: str, number: str, kopecks: int, days: int, manager: str) -> object:
    return owed(client, number, kopecks, shipped=DAY - timedelta(days + 14), due=DAY - timedelta(days), manager=manager)


@pytest.fixture
def tab(qtbot: QtBot, desk: QWidget, ledger: Ledger) -> AgingTab:
    """A loaded book: two clients, three documents, one of them red."""
    lines = (
        late("ООО «Русский лес»", "1", 600_000_00, 84, "Васильева"),
        late("ООО «Русский лес»", "2", 14_000_00, 5, "Васильева"),
        late("АО «Реал»", "3", 100_000_00, -3, "Петров"),
    )
    load(ledger, debts(DAY, *lines))  # type: ignore[arg-type]  # lines are stated lines
    made = AgingTab(desk)
    made.bind(ledger)
    made.resize(1366, 690)
    made.show()
    made.reload(DAY)
    return made


@pytest.mark.parametrize("by", list(GroupBy))
def test_every_grouping_adds_up_to_the_same_debt(qtbot: QtBot, tab: AgingTab, by: GroupBy) -> None:
    qtbot.mouseClick(tab.choices[by], Qt.MouseButton.LeftButton)
    table = tab.table.table()
    debt = next(column for column in table.columns if column.key == "debt")
    assert debt.value(table.totals[0]) == 714_000_00
    assert tab.choices[by].isChecked()


def test_the_red_debt_is_red(tab: AgingTab) -> None:
    table = tab.table.table()
    red = next(column for column in table.columns if column.title == "61+")
    assert red.tone is not None
    assert [red.tone(row).value for row in table.rows] == ["red", "none"]


def test_enter_opens_the_client(qtbot: QtBot, tab: AgingTab, ledger: Ledger) -> None:
    wanted = next(row.client_id for row in ledger.clients.list(DAY).rows if "Реал" in row.name)
    tab.table.select_link(wanted)
    with qtbot.waitSignal(tab.open_client) as heard:
        qtbot.keyClick(tab.table.grid, Qt.Key.Key_Return)
    assert heard.args == [wanted]


def test_rules_edited_here_are_in_force_from_their_day(tab: AgingTab, ledger: Ledger) -> None:
    def edit() -> None:
        dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, RulesDialog) and w.isVisible())
        dialog.bounds()[-1].set_value(90)
        dialog.save_button.click()

    QTimer.singleShot(0, edit)
    tab.edit_rules()
    assert ledger.policy.rules(DAY).intervals[-1] == Interval(91, None, Zone.RED)
    assert ledger.policy.rules(DAY - timedelta(1)) == AgingRules(), "earlier dates keep theirs"
    tab.reload(DAY)
    assert [column.title for column in tab.table.table().columns if column.title.endswith("+")] == ["91+"]


def test_an_empty_book_says_so_and_prints_nothing(qtbot: QtBot, desk: QWidget, ledger: Ledger) -> None:
    empty = AgingTab(desk)
    empty.bind(ledger)
    empty.reload(DAY)
    assert empty.table.table().empty
    assert not empty.print_button.isEnabled()
    assert not empty.excel_button.isEnabled()


def test_excel_holds_what_is_shown(tab: AgingTab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "долг по срокам.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    tab.excel_button.click()
    assert path.read_bytes()[:2] == b"PK"


def test_print_shows_the_pages_first(qtbot: QtBot, tab: AgingTab, settled: Callable[[], None]) -> None:
    tab.print_button.click()
    settled()
    dialog = tab.findChild(PaperDialog)
    assert isinstance(dialog, PaperDialog)
    pages = dialog.preview.pages()
    assert pages is not None
    assert len(pages) == 1
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_one_of_our_companies_may_be_looked_at_alone(desk: QWidget, stocked: Ledger) -> None:
    tab = AgingTab(desk)
    tab.bind(stocked)
    tab.show()
    tab.reload(TODAY)
    assert not tab.owns.isVisible(), "one company is no choice"
    first, second = replace(LES, organisation="ООО «Первая»"), replace(MAGNUM, organisation="ООО «Вторая»")
    load(stocked, debts(TODAY, first, second, name="обе.xlsx"), vanished=Vanished.PAID)
    tab.reload(TODAY)
    assert tab.owns.isVisible()
    index = tab.owns.findText("ООО «Вторая»")
    tab.owns.setCurrentIndex(index)
    tab.owns.activated.emit(index)
    assert [row.label for row in tab.table.model.rows] == ["ООО «Магнум»"]
    assert tab.table.table().title.endswith(": ООО «Вторая»")
    tab.owns.activated.emit(0)
    assert {row.label for row in tab.table.model.rows} >= {"ООО «Магнум»", "ООО «Русский лес»"}
