"""What is known of clients in the window: said on the card, for several at once, filtered, loaded, undone."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.domain.traits import Trait
from app.ledger import Ledger
from app.ui.clients_tab import ClientsTab
from app.ui.main_window import MainWindow
from app.ui.roster_dialog import RosterDialog
from app.ui.table_dialog import TableDialog
from app.ui.trait_fields import ChoiceField, WordsField
from app.ui.traits_dialog import ManyDialog, TraitsDialog
from tests.ui.conftest import TODAY, press, write

LES, MAGNUM, SCHOOL = "ООО «Русский лес»", "ООО «Магнум»", "Школа № 14"


@pytest.fixture
def tab(window: MainWindow, qtbot: QtBot) -> ClientsTab:
    qtbot.waitUntil(lambda: window.clients.card.card is not None)
    return window.clients


@pytest.fixture
def ids(stocked: Ledger) -> dict[str, int]:
    return {row.name: row.client_id for row in stocked.clients.list(TODAY).rows}


def shown(tab: ClientsTab) -> list[str]:
    return [row.name for row in tab.list.model.rows]


def known(ledger: Ledger, name: str, ids: dict[str, int]) -> dict[Trait, str]:
    return dict(ledger.traits.of(ids[name]).own)


def test_a_client_is_described_by_keyboard_and_the_card_tells_it(
    tab: ClientsTab, stocked: Ledger, ids: dict[str, int], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    tab.said.connect(said.append)

    def describe(dialog: TraitsDialog) -> int:
        dialog.show()
        kind, region = dialog.fields[Trait.KIND], dialog.fields[Trait.REGION]
        assert isinstance(kind, ChoiceField) and isinstance(region, WordsField)
        kind.setFocus()
        for _step in range(3):  # nothing, state body, large holding, retail chain
            press(kind, Qt.Key.Key_Down)
        edit = region.lineEdit()
        assert edit is not None
        edit.setFocus()
        write(edit, "Тверь")
        press(edit, Qt.Key.Key_Return)
        return dialog.result()

    monkeypatch.setattr(TraitsDialog, "exec", describe)
    tab.show_client(ids[MAGNUM])
    tab.edit_known()
    assert known(stocked, MAGNUM, ids) == {Trait.KIND: "chain", Trait.REGION: "Тверь"}
    assert said
    tab.show_client(ids[MAGNUM])
    assert "Тверь" in tab.card.about.known.whole() and "ООО" in tab.card.about.known.whole()


def test_a_wrong_value_keeps_the_dialog_open_and_says_why(
    tab: ClientsTab, stocked: Ledger, ids: dict[str, int], qtbot: QtBot
) -> None:
    dialog = TraitsDialog(tab, stocked, MAGNUM, stocked.traits.of(ids[MAGNUM]))
    qtbot.addWidget(dialog)
    dialog.fields[Trait.AVG_ORDER].load("много")
    dialog.save.click()
    assert "много" in dialog.fault() and dialog.result() == 0
    assert known(stocked, MAGNUM, ids) == {}


def test_several_clients_join_a_group_at_once_and_leave_it_by_one_undo(
    tab: ClientsTab, window: MainWindow, stocked: Ledger, ids: dict[str, int], qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    assert not tab.known.strip.isVisibleTo(tab)
    tab.list.select_row(0)
    qtbot.keyClick(tab.list.grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert tab.known.strip.isVisibleTo(tab)
    chosen = [row.name for row in tab.known.selected()]
    assert len(chosen) == 2

    def fill(dialog: ManyDialog) -> int:
        assert dialog.trait() is Trait.HOLDING
        assert isinstance(dialog.field, WordsField)
        edit = dialog.field.lineEdit()
        assert edit is not None
        write(edit, "Альянс")
        dialog.save.click()
        return dialog.result()

    monkeypatch.setattr(ManyDialog, "exec", fill)
    tab.known.change.click()
    assert stocked.traits.holding("Альянс", TODAY).totals.total == sum(
        row.total for row in stocked.clients.list(TODAY).rows if row.name in chosen
    )
    tab.search.setText("альянс")
    assert sorted(shown(tab)) == sorted(chosen)
    tab.show_client(ids[chosen[0]])
    assert "«Альянс»" in tab.card.about.group.whole()
    window.undo()
    assert stocked.traits.holdings(TODAY) == ()


def test_enter_in_an_empty_field_takes_nothing_back(
    tab: ClientsTab, stocked: Ledger, ids: dict[str, int], qtbot: QtBot
) -> None:
    stocked.traits.set(ids[MAGNUM], {Trait.HOLDING: "Альянс"})
    rows = [row for row in stocked.clients.list(TODAY).rows if row.name == MAGNUM]
    dialog = ManyDialog(tab, stocked, rows)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert known(stocked, MAGNUM, ids) == {Trait.HOLDING: "Альянс"}
    dialog.save.click()  # pressed on purpose
    assert known(stocked, MAGNUM, ids) == {}


def test_the_filter_offers_what_there_is_and_esc_lifts_it(
    tab: ClientsTab, stocked: Ledger, ids: dict[str, int], qtbot: QtBot
) -> None:
    stocked.traits.set_many([ids[MAGNUM], ids[SCHOOL]], Trait.REGION, "Тверь")
    qtbot.waitUntil(lambda: len(shown(tab)) == 3)
    menu = tab.known.filter.menu()
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    regions = menu.actions()[2].menu()
    assert isinstance(regions, QMenu)
    texts = [action.text() for action in regions.actions()]
    assert len(texts) == 3 and texts[1] == "Тверь (2)"
    regions.actions()[1].trigger()
    assert sorted(shown(tab)) == sorted([MAGNUM, SCHOOL])
    assert "Тверь" in tab.known.filter.text()
    stocked.traits.set(ids[SCHOOL], {Trait.REGION: "Псков"})  # what is filtered by has changed
    qtbot.waitUntil(lambda: shown(tab) == [MAGNUM])
    stocked.undo()
    qtbot.waitUntil(lambda: len(shown(tab)) == 2)
    regions.actions()[2].trigger()
    assert shown(tab) == [LES]
    qtbot.keyClick(tab.search, Qt.Key.Key_Escape)
    assert len(shown(tab)) == 3


def test_members_are_shown_and_open_their_cards(
    tab: ClientsTab, window: MainWindow, stocked: Ledger, ids: dict[str, int], qtbot: QtBot
) -> None:
    stocked.traits.set_many([ids[MAGNUM], ids[LES]], Trait.HOLDING, "Альянс")
    tab.show_client(ids[MAGNUM])
    assert tab.card.about.members.isVisibleTo(tab)
    tab.card.about.members.click()
    dialog = window.findChild(TableDialog)
    assert dialog is not None and len(dialog.view.model.rows) == 2
    dialog.view.select_link(ids[LES])
    dialog.view.open_current()
    qtbot.waitUntil(lambda: tab.card.card is not None and tab.card.card.client.name == LES)


def test_a_list_is_checked_answered_and_written(
    tab: ClientsTab, window: MainWindow, stocked: Ledger, ids: dict[str, int], tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "список.csv"
    path.write_text("Клиент;Регион\nООО Магнум;Тверь\nОАО Русский лес;Псков\nООО Ноль;Псков", "utf-8")
    dialog = RosterDialog(window, stocked, stocked.traits.preview(path))  # goes when it closes
    heard: list[int] = []
    dialog.done_with = heard.append
    dialog.show()
    assert [row.name for row in dialog.names.table.model.rows] == ["ОАО Русский лес"]
    dialog.names.who.setCurrentIndex(1)
    dialog.names.who.activated.emit(1)
    assert len(dialog.preview.changes) == 2
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(heard))
    QApplication.processEvents()
    assert heard == [2]
    assert known(stocked, LES, ids) == {Trait.REGION: "Псков"}
    window.undo()
    assert known(stocked, LES, ids) == {}


def test_markup_in_a_region_stays_text(tab: ClientsTab, stocked: Ledger, ids: dict[str, int]) -> None:
    stocked.traits.set(ids[MAGNUM], {Trait.REGION: "<b>Тверь</b> & Ко", Trait.HOLDING: "<img src=x>"})
    tab.show_client(ids[MAGNUM])
    assert "<b>Тверь</b> & Ко" in tab.card.about.known.whole()
    assert tab.card.about.known.textFormat() is Qt.TextFormat.PlainText
