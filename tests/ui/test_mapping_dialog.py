"""An unknown file in the window: pointed at with mouse or keys, tried at once, remembered with its report."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from app.domain.mapping import Role, RowRule
from app.ledger import Ledger
from app.ui.import_dialog import ImportDialog, load_files
from app.ui.mapping_dialog import MappingDialog
from tests.ingest.making import Grid, xlsx
from tests.ingest.test_mapping import ODD, STACKED
from tests.ui.conftest import press

NBSP = "\u00a0"


@pytest.fixture
def ask(
    qtbot: QtBot, desk: QWidget, ledger: Ledger, tmp_path: Path, settled: Callable[[], None]
) -> Callable[..., MappingDialog]:
    """Load a file of these rows: the window asks what its columns hold."""

    def asked(grid: Grid, levels: tuple[int, ...] = ()) -> MappingDialog:
        load_files(desk, ledger, [xlsx(tmp_path / "сводка.xlsx", grid, levels=levels)])
        settled()
        qtbot.waitUntil(lambda: desk.findChild(MappingDialog) is not None)
        dialog = desk.findChild(MappingDialog)
        assert isinstance(dialog, MappingDialog)
        read(qtbot, dialog)
        return dialog

    return asked


def read(qtbot: QtBot, dialog: MappingDialog) -> str:
    """Wait for the words below the table."""
    qtbot.waitUntil(lambda: dialog.outcome.text() != "Читаю…", timeout=10_000)
    return dialog.outcome.text().replace(NBSP, " ")


def pick(dialog: MappingDialog, column: int, role: Role | None) -> None:
    combo: QComboBox = dialog.table.combos[column]
    index = combo.findData(role) if role is not None else 0
    combo.setCurrentIndex(index)
    combo.activated.emit(index)


def test_the_words_follow_what_is_said_of_the_columns(
    qtbot: QtBot, ledger: Ledger, ask: Callable[..., MappingDialog]
) -> None:
    dialog = ask(ODD)
    assert "14 700,25 ₽, сходится с итогом файла" in read(qtbot, dialog), "the guess reads already"
    assert dialog.go.isEnabled()
    pick(dialog, 4, None)
    assert read(qtbot, dialog) == "Укажите, в каком столбце долг."
    assert not dialog.go.isEnabled()
    pick(dialog, 4, Role.BALANCE)
    pick(dialog, 1, Role.NUMBER)
    assert read(qtbot, dialog).startswith("Будет загружено: 3 строки, 2 клиента, долг 14 700,25 ₽")
    assert ledger.imports.reports() == ()


def test_explained_accepted_and_next_week_read_by_itself(
    qtbot: QtBot,
    desk: QWidget,
    ledger: Ledger,
    tmp_path: Path,
    ask: Callable[..., MappingDialog],
    settled: Callable[[], None],
) -> None:
    dialog = ask(ODD)
    for column, role in ((1, Role.NUMBER), (3, Role.DUE_DATE), (5, Role.MANAGER)):
        pick(dialog, column, role)
    read(qtbot, dialog)
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    settled()
    check = desk.findChild(ImportDialog)
    assert isinstance(check, ImportDialog)
    assert check.columns_button.isVisible()
    qtbot.mouseClick(check.accept_button, Qt.MouseButton.LeftButton)
    settled()
    qtbot.waitUntil(lambda: desk.findChild(ImportDialog) is None)
    assert len(ledger.imports.mappings.remembered()) == 1
    week = (("Сводка на 23.03.2026",), *ODD[1:])
    load_files(desk, ledger, [xlsx(tmp_path / "неделя.xlsx", week)])
    settled()
    known = desk.findChild(ImportDialog)
    assert isinstance(known, ImportDialog)
    assert known.preview.debt == 14700_25


def test_a_wrong_meaning_is_mended_from_the_check(
    qtbot: QtBot, desk: QWidget, ask: Callable[..., MappingDialog], settled: Callable[[], None]
) -> None:
    dialog = ask(ODD)
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    settled()
    check = desk.findChild(ImportDialog)
    assert isinstance(check, ImportDialog)
    qtbot.mouseClick(check.columns_button, Qt.MouseButton.LeftButton)
    settled()
    again = check.findChild(MappingDialog)
    assert isinstance(again, MappingDialog)
    read(qtbot, again)
    pick(again, 1, Role.NUMBER)
    read(qtbot, again)
    qtbot.mouseClick(again.go, Qt.MouseButton.LeftButton)
    settled()
    assert [change.number for change in check.preview.changes if change.number] == ["УПД 101", "УПД 118", "УПД 7"]


def test_another_row_of_headings_is_chosen_with_keys(qtbot: QtBot, ask: Callable[..., MappingDialog]) -> None:
    dialog = ask(ODD)
    dialog.table.grid.setCurrentIndex(dialog.table.grid.model().index(0, 0))
    press(dialog.table.grid, Qt.Key.Key_Return)
    assert dialog.mapping.top == 1
    dialog.table.grid.setCurrentIndex(dialog.table.grid.model().index(2, 0))
    press(dialog.table.grid, Qt.Key.Key_Space)
    assert dialog.mapping.top == 3
    assert "сходится" in read(qtbot, dialog)


def test_clients_above_their_documents(qtbot: QtBot, ask: Callable[..., MappingDialog]) -> None:
    dialog = ask(STACKED)
    assert dialog.mapping.rows is RowRule.HEADING
    assert "4 строки, 3 клиента, долг 14 755,75 ₽, сходится" in read(qtbot, dialog)
    assert not dialog.client_level.isVisible()


def test_tab_walks_over_the_columns_to_the_table_and_to_continue(ask: Callable[..., MappingDialog]) -> None:
    dialog = ask(ODD)
    order: list[QWidget] = []
    widget: QWidget | None = dialog.rules
    while widget is not None and len(order) < 200:
        order.append(widget)
        widget = widget.nextInFocusChain()
        if widget is dialog.rules:
            break
    places = [order.index(widget) for widget in (*dialog.table.combos, dialog.table.grid, dialog.cancel, dialog.go)]
    assert places == sorted(places)


def test_esc_leaves_everything_as_it_was(qtbot: QtBot, ledger: Ledger, ask: Callable[..., MappingDialog]) -> None:
    before = ledger.check().digest
    dialog = ask(ODD)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert ledger.check().digest == before


def test_the_words_of_every_chosen_field_fit_their_column(
    qtbot: QtBot, ledger: Ledger, ask: Callable[..., MappingDialog]
) -> None:
    dialog = ask(STACKED)
    pick(dialog, 0, Role.STACKED)
    for combo in dialog.table.combos:
        assert combo.fontMetrics().horizontalAdvance(combo.currentText()) + 40 <= combo.width(), combo.currentText()
