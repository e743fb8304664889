"""The charts: what the mark says is what the ledger says, and moving it draws nothing anew."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app import formats
from app.ledger import Ledger
from app.ui.chart_loader import charts
from app.ui.charts_tab import Chart, ChartsTab
from app.ui.theme import Mode, theme

DAY = date(2026, 11, 23)


@pytest.fixture
def tab(qtbot: QtBot, desk: QWidget, stocked: Ledger) -> ChartsTab:
    """Charts of two reports, drawn."""
    made = ChartsTab(desk)
    made.bind(stocked)
    made.resize(1200, 660)
    made.show()
    made.reload(DAY)
    qtbot.waitUntil(lambda: charts().loaded and made.view.figure() is not None, timeout=30_000)
    return made


def test_the_mark_says_the_figures_of_the_ledger(qtbot: QtBot, tab: ChartsTab, stocked: Ledger) -> None:
    tab.view.setFocus()
    qtbot.keyClick(tab.view, Qt.Key.Key_Right)
    first = tab.view.marked()
    assert first is not None
    assert first.title == "16.11.2026"
    qtbot.keyClick(tab.view, Qt.Key.Key_Right)
    last = tab.view.marked()
    assert last is not None
    totals = stocked.analysis.totals(DAY)
    assert last.lines[:2] == (
        f"долг {formats.roubles_sign(totals.total)}",
        f"просрочено {formats.roubles_sign(totals.overdue)}",
    )
    qtbot.keyClick(tab.view, Qt.Key.Key_Escape)
    assert tab.view.marked() is None


def test_zones_of_the_mark_are_those_of_the_aging(qtbot: QtBot, tab: ChartsTab, stocked: Ledger) -> None:
    qtbot.mouseClick(tab.choices[Chart.ZONES], Qt.MouseButton.LeftButton)
    qtbot.keyClick(tab.view, Qt.Key.Key_Left)
    mark = tab.view.marked()
    assert mark is not None
    red, yellow = stocked.analysis.totals(DAY).buckets[-1], stocked.analysis.totals(DAY).buckets[-2]
    assert f"красная зона {formats.roubles_sign(red)}" in mark.lines
    assert f"жёлтая зона {formats.roubles_sign(yellow)}" in mark.lines


def test_pointing_with_the_mouse_draws_nothing_anew(qtbot: QtBot, tab: ChartsTab) -> None:
    figure = tab.view.figure()
    assert figure is not None
    drawn: list[object] = []
    figure.canvas.mpl_connect("draw_event", drawn.append)
    overlay = tab.view.overlay
    for x in range(200, 900, 50):
        qtbot.mouseMove(overlay, QPoint(x, 200))
    assert tab.view.marked() is not None
    assert drawn == []


def test_a_client_is_picked_by_typing(qtbot: QtBot, tab: ChartsTab, stocked: Ledger) -> None:
    wanted = next(row for row in stocked.clients.list(DAY).rows if "Магнум" in row.name)
    edit = tab.picker.lineEdit()
    assert edit is not None
    edit.setText("магнум")
    edit.editingFinished.emit()
    assert tab.picker.client_id() == wanted.client_id
    qtbot.keyClick(tab.view, Qt.Key.Key_Left)
    mark = tab.view.marked()
    assert mark is not None
    assert mark.lines[0] == f"долг {formats.roubles_sign(wanted.total)}"


def test_half_a_name_of_nobody_goes_back(tab: ChartsTab) -> None:
    edit = tab.picker.lineEdit()
    assert edit is not None
    edit.setText("нет такого")
    edit.editingFinished.emit()
    assert tab.picker.client_id() is None
    assert edit.text() == "Все клиенты"


def test_a_bar_of_the_largest_opens_its_client(qtbot: QtBot, tab: ChartsTab, stocked: Ledger) -> None:
    qtbot.mouseClick(tab.choices[Chart.TOP], Qt.MouseButton.LeftButton)
    assert not tab.picker.isEnabled()
    largest = stocked.analysis.top(DAY, 1)[0]
    tab.view.setFocus()
    for _step in range(5):
        qtbot.keyClick(tab.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(tab.open_client) as heard:
        qtbot.keyClick(tab.view, Qt.Key.Key_Return)
    assert heard.args == [largest.client_id]


@pytest.mark.parametrize(("suffix", "head"), [("png", b"\x89PNG"), ("svg", b"<?xml")])
def test_the_picture_is_saved(
    tab: ChartsTab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, head: bytes
) -> None:
    path = tmp_path / f"долг.{suffix}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    tab.save(suffix)
    assert path.read_bytes().startswith(head)


def test_the_palette_follows_the_window(tab: ChartsTab) -> None:
    from matplotlib.colors import to_hex

    theme().set_mode(Mode.DARK)
    try:
        figure = tab.view.figure()
        assert figure is not None
        assert to_hex(figure.get_facecolor()) == theme().tokens.panel
    finally:
        theme().set_mode(Mode.LIGHT)


def test_an_empty_book_says_when_charts_appear(desk: QWidget, ledger: Ledger) -> None:
    empty = ChartsTab(desk)
    empty.bind(ledger)
    empty.reload(DAY - timedelta(1))
    assert empty.view.figure() is None
    assert "Графики появятся" in empty.words()
    assert not empty.save_button.isEnabled()
