"""Группы: each cell opens exactly its documents, views are kept whole, conditions are put on and taken off."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QInputDialog, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.debt import OpenItem
from app.domain.pivot import Dimension, PivotLine, SavedView, View
from app.domain.traits import Trait
from app.ledger import Ledger
from app.reports.pivot_figures import behind
from app.reports.pivot_tables import pivot_columns
from app.ui.analysis_tab import AnalysisTab
from app.ui.main_window import ANALYSIS, MainWindow
from app.ui.pivot_columns import offered, shown_columns, toggled
from app.ui.pivot_page import PivotPage
from app.ui.table_dialog import TableDialog
from tests.ledger.stories import debts, load, owed
from tests.ui.conftest import LAST_WEEK, LES, LES_NEW, MAGNUM, SCHOOL, TODAY, press

MONEY = {"debt", "not_due", "overdue", "advances", "balance", "repeated"}


@pytest.fixture
def rich(ledger: Ledger) -> Ledger:
    """Two organisations of ours, an advance, terms, average orders, several debts of one client, a moved due date."""
    north, south = "ООО «Север»", "ООО «Юг»"
    moved = replace(MAGNUM, due_date=date(2026, 11, 1), manager="Васильева")
    load(ledger, debts(LAST_WEEK, replace(LES, organisation=north), replace(MAGNUM, organisation=south)))
    load(
        ledger,
        debts(
            TODAY,
            replace(LES, avg_order=70_000_00, core_share="более 75", organisation=north),
            replace(LES_NEW, organisation=north),
            replace(moved, client_type="дилер", organisation=south),
            replace(SCHOOL, contract="Договор № 1", organisation=south),
            owed("Школа № 14", "Аванс 7", -12_500_00, shipped=date(2026, 11, 2), manager="Гордеев", organisation=south),
            owed(
                "ООО «Магнум»", "УПД 2002", 31_00, shipped=date(2026, 9, 1), due=date(2026, 10, 14), organisation=south
            ),
            name="отчёт2.xlsx",
        ),
    )
    return ledger


@pytest.fixture
def opened(qtbot: QtBot) -> Callable[[Ledger], PivotPage]:
    def make(ledger: Ledger) -> PivotPage:
        out = PivotPage()
        qtbot.addWidget(out)
        out.resize(1366, 680)
        out.bind(ledger)
        out.reload(TODAY)
        out.show()
        qtbot.waitExposed(out)
        return out

    return make


@pytest.fixture
def page(rich: Ledger, opened: Callable[[Ledger], PivotPage]) -> PivotPage:
    return opened(rich)


def answers(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_more: (text, True))


def dialog_of(page: PivotPage) -> TableDialog:
    return next(one for one in page.findChildren(TableDialog) if one.isVisible())


def filters(page: PivotPage) -> tuple[tuple[Dimension, str], ...]:
    return page.shown.filters


def grouping(page: PivotPage) -> tuple[Dimension, ...]:
    return page.shown.by


def cells(page: PivotPage) -> list[tuple[PivotLine, str]]:
    pivot = page.pivot
    assert pivot is not None
    lines = [pivot.totals, *pivot.lines, *(line for group in pivot.lines for line in group.lines)]
    return [(line, column.key) for line in lines for column in pivot_columns(pivot)]


PAIRS = [*((one,) for one in Dimension), *permutations((Dimension.MANAGER, Dimension.TERMS, Dimension.CLIENT), 2),
         (Dimension.ZONE, Dimension.DOCUMENT), (Dimension.REPEATED, Dimension.INTERVAL)]  # fmt: skip


@pytest.mark.parametrize("view", list(View))
@pytest.mark.parametrize("by", PAIRS)
def test_the_documents_of_a_cell_add_up_to_it(
    rich: Ledger, page: PivotPage, by: tuple[Dimension, ...], view: View
) -> None:
    page.restore(SavedView("", by, view, filters=((Dimension.ZONE, "none"), (Dimension.ZONE, "red"))), "")
    page.remove_filter(0)
    page.remove_filter(0)
    columns = {column.key: column for column in pivot_columns(page.pivot)}  # type: ignore[arg-type]  # just made
    seen = 0
    for line, key in cells(page):
        value = columns[key].value(line)
        found = behind(page.pivot, line, key)  # type: ignore[arg-type]  # as above
        if found is None:
            assert not value or key == "zone", (line.path, key)
            continue
        items = rich.analysis.pivot_items(found.request, found.path, found.figure)
        assert items or not value, (line.path, key)
        if key in MONEY or key.startswith("bucket"):
            assert sum(item.balance for item in items) == value, (line.path, key)
            seen += 1
        elif key == "count":
            assert len(items) == (value or 0)
        elif key in ("clients", "several_clients"):
            assert len({item.client_id for item in items}) == (value or 0)
        elif key == "max_days" and value is not None:
            assert max(item.days for item in items) == value
    assert seen > 5


def test_a_double_click_opens_the_cell_under_it_and_from_there_the_client(page: PivotPage, qtbot: QtBot) -> None:
    columns = [column.key for column in page.table.model.table.columns]
    column = columns.index("overdue") if "overdue" in columns else columns.index("bucket5")
    row = next(place for place, line in enumerate(page.table.model.rows) if line.buckets[5])
    index = page.table.model.index(row, column)
    place = page.table.grid.visualRect(index).center()
    qtbot.mouseClick(page.table.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(page.table.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    dialog = dialog_of(page)
    items: list[OpenItem] = dialog.view.model.rows
    assert sum(item.balance for item in items) == page.table.model.rows[row].buckets[5]
    dialog.view.select_row(0)
    with qtbot.waitSignal(page.open_client) as asked:
        dialog.view.open_current()
    assert asked.args == [items[0].client_id]
    assert not dialog.isVisible()


def test_the_keyboard_opens_cells_and_the_total_opens_too(page: PivotPage, qtbot: QtBot) -> None:
    page.table.select_row(0)
    for _step in range(2):
        press(page.table.grid, Qt.Key.Key_Right)
    assert page.table.current_column() == "debt"
    press(page.table.grid, Qt.Key.Key_Return)
    dialog = dialog_of(page)
    assert sum(item.balance for item in dialog.view.model.rows) == page.table.current().total
    dialog.close()
    total = page.table.totals
    spot = QPoint(page.table.grid.columnViewportPosition(2) + 4, total.height() // 2)
    qtbot.mouseDClick(total, Qt.MouseButton.LeftButton, pos=spot)
    assert page.pivot is not None
    assert sum(item.balance for item in dialog_of(page).view.model.rows) == page.pivot.totals.total


def test_an_empty_cell_opens_nothing_and_a_name_opens_the_card(page: PivotPage, qtbot: QtBot) -> None:
    page.restore(SavedView("", (Dimension.CLIENT,)), "")
    line = page.table.model.rows[0]
    empty = next(n for n, amount in enumerate(line.buckets) if not amount)
    page.open_cell(line, f"bucket{empty}")
    assert not page.findChildren(TableDialog)
    with qtbot.waitSignal(page.open_client) as asked:
        page.open_cell(line, "name")
    assert asked.args == [line.client_id]


def test_two_presses_from_the_start_to_any_grouping_of_the_article(
    qtbot: QtBot, window: MainWindow, stocked: Ledger
) -> None:
    tabs = [one for one in window.bar.findChildren(QPushButton) if one.property("role") == "tab"]
    qtbot.mouseClick(tabs[ANALYSIS], Qt.MouseButton.LeftButton)
    tab = window.tabs[ANALYSIS]
    assert isinstance(tab, AnalysisTab)
    page = tab.page()
    assert isinstance(page, PivotPage)
    assert page.width() <= 1366
    wanted = [Dimension.MANAGER, Dimension.TERMS, Dimension.KIND, Dimension.HOLDING]
    wanted += [Dimension.AVG_ORDER, Dimension.CORE_SHARE]
    assert len(page.choices) == len(wanted)
    for made, dimension in zip(page.choices, wanted, strict=True):
        qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
        assert page.pivot is not None
        assert page.pivot.request.by[0] is dimension
        assert [one.isChecked() for one in page.choices].count(True) == 1
        assert made.isChecked()
        assert page.pivot.totals.total == stocked.analysis.totals(TODAY).total


def test_groups_and_sub_groups_are_chosen_from_words(page: PivotPage) -> None:
    def choose(combo: object, data: object) -> None:
        combo.setCurrentIndex(combo.findData(data))  # type: ignore[attr-defined]  # a QComboBox
        combo.activated.emit(combo.currentIndex())  # type: ignore[attr-defined]  # as above

    choose(page.groups, Dimension.REGION)
    assert grouping(page) == (Dimension.REGION,)
    assert page.note.text().startswith("Nobody has told") or "F2" in page.note.text()
    choose(page.subgroups, Dimension.CLIENT)
    assert grouping(page) == (Dimension.REGION, Dimension.CLIENT)
    assert page.subgroups.findData(Dimension.REGION) < 0
    choose(page.groups, Dimension.CLIENT)
    assert grouping(page) == (Dimension.CLIENT,)
    assert page.subgroups.currentIndex() == 0
    assert not any(made.isChecked() for made in page.choices)


def test_only_this_by_ctrl_and_off_again(page: PivotPage, qtbot: QtBot) -> None:
    page.restore(SavedView("", (Dimension.MANAGER, Dimension.CLIENT)), "")
    group = page.table.model.rows[0]
    index = page.table.model.index(1, 3)
    place = page.table.grid.visualRect(index).center()
    line = page.table.model.rows[1]
    qtbot.mouseClick(page.table.grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, place)
    assert filters(page) == ((Dimension.MANAGER, group.key), (Dimension.CLIENT, line.key))
    assert page.pivot is not None
    assert page.pivot.totals.balance == line.balance
    qtbot.waitUntil(lambda: all(chip.isVisible() for chip in page.conditions.chips))
    assert len(page.conditions.chips) == 2
    assert line.label in page.conditions.chips[1].text()
    qtbot.mouseClick(page.conditions.chips[1], Qt.MouseButton.LeftButton)
    assert filters(page) == ((Dimension.MANAGER, group.key),)
    page.table.select_row(0)
    press(page.table.grid, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert filters(page) == ((Dimension.MANAGER, group.key),)
    page.only(page.table.model.rows[1])
    qtbot.mouseClick(page.conditions.clear_button, Qt.MouseButton.LeftButton)
    assert filters(page) == ()
    assert not page.conditions.chips
    page.restore(SavedView("", (Dimension.DOCUMENT,)), "")
    page.only(page.table.model.rows[0])
    assert filters(page) == ()  # a document is no condition


def test_a_line_is_split_by_something_else(page: PivotPage) -> None:
    page.restore(page.ready[0], "")
    page.table.select_row(0)
    line = page.table.current()
    page.split_by(Dimension.INTERVAL)
    assert page.pivot is not None
    assert (page.shown.by, page.shown.filters) == ((Dimension.INTERVAL,), ((Dimension.MANAGER, line.key),))
    assert page.pivot.totals.balance == line.balance


def test_columns_are_ticked_and_the_usual_set_comes_back(page: PivotPage) -> None:
    pivot = page.pivot
    assert pivot is not None
    page.columns_button.fill()
    usual = shown_columns(pivot, ())
    page.columns_button.boxes["bucket0"].click()
    assert not any(column.key.startswith("bucket") for column in page.table.model.table.columns)
    page.columns_button.boxes["weighted_days"].click()
    keys = [column.key for column in page.table.model.table.columns]
    assert keys.index("weighted_days") == keys.index("mean_days") + 1
    assert page.shown.columns == tuple(keys[1:])
    page.columns_button.usual_button.click()
    assert page.shown.columns == ()
    one = next(one for one in offered(pivot) if one.keys == ("debt",))
    assert toggled(pivot, ("debt",), one, on=False) == ("debt",)  # the last one stays
    assert toggled(pivot, tuple(usual), one, on=True) == ()


def test_views_are_kept_whole_renamed_deleted_and_undone(
    rich: Ledger, page: PivotPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    (south,) = [name for name in rich.analysis.organisations() if "Юг" in name]
    page.restore(
        SavedView(
            "", (Dimension.CLIENT, Dimension.INTERVAL), View.STATED, south, ((Dimension.MANAGER, "Гордеев"),),
            ("debt", "weighted_days"),
        ),
        "",
    )  # fmt: skip
    asked = page.shown
    before = page.table.table().rows
    answers(monkeypatch, "Понедельник")
    page.save_view()
    assert page.shown == replace(asked, name="Понедельник")
    page.restore(page.ready[0], "")
    assert page.shown != asked
    (kept,) = rich.views.list()
    page.views_button.chosen.emit(kept)
    assert page.shown == replace(asked, name="Понедельник")
    assert page.table.table().rows == before
    assert (page.owns.currentData(), page.truths.currentData()) == (south, View.STATED)
    assert [column.key for column in page.table.model.table.columns] == ["name", "debt", "weighted_days"]
    answers(monkeypatch, "Вторник")
    page.rename_view("Понедельник")
    assert (page.shown.name, [view.name for view in rich.views.list()]) == ("Вторник", ["Вторник"])
    rich.undo()
    page.again()
    assert (page.shown.name, [view.name for view in rich.views.list()]) == ("", ["Понедельник"])
    page.restore(rich.views.list()[0], "Понедельник")
    page.delete_view("Понедельник")
    assert rich.views.list() == ()
    assert page.shown == asked
    rich.undo()
    assert [view.name for view in rich.views.list()] == ["Понедельник"]


def test_a_changed_view_is_no_longer_the_saved_one(
    rich: Ledger, page: PivotPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, "Мой")
    page.save_view()
    page.only(page.table.model.rows[0])
    assert page.shown.name == ""
    assert rich.views.list()[0].filters == ()
    page.save_view()
    assert len(rich.views.list()[0].filters) == 1


def test_what_differs_ties_the_two_truths(rich: Ledger, page: PivotPage, qtbot: QtBot) -> None:
    page.reload(date(2026, 11, 20))
    known = page.pivot
    page.truths.setCurrentIndex(page.truths.findData(View.STATED))
    page.truths.activated.emit(page.truths.currentIndex())
    stated = page.pivot
    assert known is not None
    assert stated is not None
    qtbot.mouseClick(page.difference_button, Qt.MouseButton.LeftButton)
    view = dialog_of(page).view
    (total,) = view.model.table.totals
    assert view.model.rows
    assert total.effect.total == sum(row.effect.total for row in view.model.rows)
    assert total.effect.total == known.totals.total - stated.totals.total
    assert total.effect.overdue == known.totals.overdue - stated.totals.overdue
    assert total.effect.total or total.effect.overdue


def test_one_organisation_is_no_choice(stocked: Ledger, opened: Callable[[Ledger], PivotPage]) -> None:
    page = opened(stocked)
    assert not page.owns.isVisible()
    assert not page.conditions.isVisible()
    page.only(page.table.model.rows[0])
    assert page.conditions.isVisible()
    assert not page.owns.isVisible()


def test_one_of_several_organisations_is_chosen(page: PivotPage) -> None:
    assert page.owns.isVisible()
    page.owns.setCurrentIndex(page.owns.findText("ООО «Юг»"))
    page.owns.activated.emit(page.owns.currentIndex())
    assert page.pivot is not None
    assert page.shown.own == "ООО «Юг»"
    assert "ООО «Юг»" in page.note.text()


def test_the_cursor_stays_on_its_line_when_the_book_changes(page: PivotPage, rich: Ledger) -> None:
    page.table.select_row(1, 3)
    line, column = page.table.current(), page.table.current_column()
    rich.traits.set(rich.clients.list(TODAY).rows[0].client_id, {Trait.REGION: "Тверь"})
    page.again()
    assert (page.table.current().path, page.table.current_column()) == (line.path, column)


def test_paper_and_workbook_are_the_same_table(page: PivotPage, tmp_path: Path) -> None:
    import openpyxl

    from app.reports.xlsx import write_table

    page.restore(page.ready[1], "")
    page.table.sort_by(2)
    shown = page.table.table()
    write_table(shown, tmp_path / "т.xlsx", TODAY)
    sheet = openpyxl.load_workbook(tmp_path / "т.xlsx").active
    assert sheet is not None
    words = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(line.label in words for line in shown.rows)
    groups = [line for line in shown.rows if len(line.path) == 1]
    assert [line.total for line in groups] == sorted((line.total for line in groups), reverse=True)


def test_an_empty_book_says_so(ledger: Ledger, opened: Callable[[Ledger], PivotPage]) -> None:
    page = opened(ledger)
    for view in page.ready:
        page.restore(view, "")
        assert page.table.model.rows == []
    assert not page.excel_button.isEnabled()
    page.open_cell(page.pivot.totals, "debt")  # type: ignore[union-attr]  # just made
    page.open_difference()
    assert dialog_of(page).view.model.rows == []
