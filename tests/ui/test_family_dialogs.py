"""Merging and splitting from the card: what is chosen, what the book has then, and undo."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.client import PartKind
from app.ledger import Ledger
from app.ui import family_dialogs
from app.ui.family_dialogs import MergeDialog, SplitDialog
from app.ui.main_window import MainWindow
from tests.ledger.stories import debts, load
from tests.ui.conftest import LES, MAGNUM, TODAY


def names(window: MainWindow) -> dict[str, int]:
    return {row.name: row.client_id for row in window.clients.list.model.rows}


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Answer the next dialog in place of its event loop."""

    def answered(kind: type[QWidget], act: Callable[..., None]) -> None:
        def run(dialog: QWidget) -> int:
            act(dialog)
            return 1

        monkeypatch.setattr(kind, "exec", run)

    return answered


def test_two_clients_become_one_and_undo_parts_them(
    qtbot: QtBot, window: MainWindow, answer: Callable[..., None]
) -> None:
    known = names(window)
    window.clients.show_client(known["ООО «Магнум»"])

    def choose(dialog: MergeDialog) -> None:
        assert not dialog.go.isEnabled(), "nobody is chosen yet"
        dialog.picker.choose(known["ООО «Русский лес»"])
        dialog.picker.chosen.emit(known["ООО «Русский лес»"])
        assert dialog.go.isEnabled()

    answer(MergeDialog, choose)
    window.clients.card.merge_wanted.emit()
    assert set(names(window)) == {"ООО «Магнум»", "Школа № 14"}

    def together() -> bool:
        card = window.clients.card.card
        return card is not None and card.line.total == 2_296_000_00

    qtbot.waitUntil(together)
    assert "объединены" in window.notice.text()
    window.undo()
    assert set(names(window)) == set(known)


def test_the_other_name_may_stay(window: MainWindow, answer: Callable[..., None]) -> None:
    known = names(window)
    window.clients.show_client(known["ООО «Магнум»"])

    def choose(dialog: MergeDialog) -> None:
        dialog.picker.choose(known["ООО «Русский лес»"])
        dialog.picker.chosen.emit(known["ООО «Русский лес»"])
        dialog.keep.setCurrentIndex(1)

    answer(MergeDialog, choose)
    window.clients.card.merge_wanted.emit()
    assert "ООО «Русский лес»" in names(window)
    assert "ООО «Магнум»" not in names(window)


def test_a_client_is_split_by_managers(window: MainWindow, stocked: Ledger, answer: Callable[..., None]) -> None:
    other = replace(MAGNUM, number="УПД 2002", manager="Васильева", balance=10_000_00)
    load(stocked, debts(TODAY, LES, MAGNUM, other, name="исправлен.xlsx"))
    window.reload()
    window.clients.show_client(names(window)["ООО «Магнум»"])

    def choose(dialog: SplitDialog) -> None:
        assert dialog.by_manager(), "there is one name, so managers are offered at once"
        assert [dialog.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(2)] == ["Гордеев", "Васильева"]
        assert not dialog.go.isEnabled()
        dialog.list.item(1).setCheckState(Qt.CheckState.Checked)
        assert dialog.go.isEnabled()
        dialog.list.item(0).setCheckState(Qt.CheckState.Checked)
        assert not dialog.go.isEnabled(), "something must stay"
        dialog.list.item(0).setCheckState(Qt.CheckState.Unchecked)

    answer(SplitDialog, choose)
    window.clients.card.split_wanted.emit()
    totals = [row.total for row in window.clients.list.model.rows if row.name == "ООО «Магнум»"]
    assert totals == [1_469_000_00, 10_000_00]


def test_nothing_to_split_is_said(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(family_dialogs, "show_note", lambda _parent, text, hint="": told.append(f"{text} {hint}"))
    window.clients.show_client(names(window)["ООО «Магнум»"])
    window.clients.card.split_wanted.emit()
    assert "одно название и один менеджер" in told[0]


def test_names_and_managers_are_two_lists(qtbot: QtBot, desk: QWidget) -> None:
    from app.domain.client import ClientPart

    parts = [ClientPart(PartKind.NAME, "А", 1, 1), ClientPart(PartKind.NAME, "Б", 1, 1)]
    parts += [ClientPart(PartKind.MANAGER, "Иванов", 1, 1), ClientPart(PartKind.MANAGER, "Петров", 1, 1)]
    dialog = SplitDialog(desk, "А", parts)
    qtbot.addWidget(dialog)
    dialog.list.item(0).setCheckState(Qt.CheckState.Checked)
    assert dialog.chosen() == ("А",)
    qtbot.mouseClick(dialog.by_managers, Qt.MouseButton.LeftButton)
    assert dialog.chosen() == ()
    assert dialog.list.count() == 2
