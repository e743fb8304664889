"""The charts: what the mark says is what the ledger says, a click opens its rows, moving draws nothing anew."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app import formats
from app.domain.aging import Zone
from app.domain.chart import ChartName
from app.ledger import Ledger
from app.reports.chart import Spot
from app.ui.chart_loader import charts
from app.ui.charts_tab import ChartsTab
from app.ui.jobs import busy
from app.ui.paper import PaperDialog
from app.ui.table_dialog import TableDialog
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


def ask(tab: ChartsTab, name: ChartName) -> None:
    """Choose a question as an arrow key would."""
    rows = [row for row in range(tab.list.count()) if tab.list.item(row).data(Qt.ItemDataRole.UserRole) == name]
    tab.list.setCurrentRow(rows[0])
    assert tab.asked.name is name


def spot(tab: ChartsTab, words: str) -> Spot:
    """The place whose heading holds these words."""
    assert tab.chart is not None
    return next(found for found in tab.chart.spots if words in found.title)


def behind(tab: ChartsTab, found: Spot) -> TableDialog:
    """What a click on a place opens."""
    tab.view.picked.emit(found)
    opened = tab.findChildren(TableDialog)
    assert opened
    return opened[-1]


def sum_of(dialog: TableDialog, key: str) -> int:
    """The totals of one column of sums."""
    table = dialog.view.table()
    column = next(found for found in table.columns if found.key == key)
    value = column.value(table.totals[0])
    assert isinstance(value, int)
    return value


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
    ask(tab, ChartName.ZONES)
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
    for x in range(150, 700, 50):
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
    ask(tab, ChartName.TOP)
    assert not tab.picker.isVisible()
    largest = stocked.analysis.top(DAY, 1)[0]
    tab.view.setFocus()
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


def test_every_question_is_answered(tab: ChartsTab) -> None:
    for name in tab.list.names():
        ask(tab, name)
        assert tab.view.figure() is not None, name
        assert tab.words(), name
        assert tab.since.isVisible() == (name in {"sales", "zones", "indicators", "bridge", "migration", "client"})
    assert set(tab.list.names()) == set(ChartName)


def test_one_client_begins_with_the_largest_debtor(tab: ChartsTab, stocked: Ledger) -> None:
    ask(tab, ChartName.CLIENT)
    largest = stocked.analysis.top(DAY, 1)[0]
    assert tab.picker.client_id() == largest.client_id
    assert tab.chart is not None
    assert tab.chart.finding.startswith(largest.label)


def test_a_week_opens_what_changed_in_it(tab: ChartsTab, stocked: Ledger) -> None:
    dialog = behind(tab, spot(tab, "23.11.2026"))
    assert sum_of(dialog, "after") == stocked.analysis.totals(DAY).overdue
    dialog.reject()


def test_a_bar_of_the_bridge_opens_its_clients(tab: ChartsTab, stocked: Ledger) -> None:
    ask(tab, ChartName.BRIDGE)
    dialog = behind(tab, spot(tab, "стало"))
    assert sum_of(dialog, "after") == stocked.analysis.totals(DAY).overdue
    dialog.reject()


def test_a_stream_opens_documents_that_sum_to_it(tab: ChartsTab, stocked: Ledger) -> None:
    ask(tab, ChartName.MIGRATION)
    assert tab.chart is not None
    found = stocked.indicators.migration(date(2026, 11, 16), DAY)
    for place in tab.chart.spots:
        dialog = behind(tab, place)
        assert formats.roubles_sign(sum_of(dialog, "amount")) == place.lines[0]
        dialog.reject()
    assert sum(found.end) == stocked.analysis.totals(DAY).total


def test_a_day_opens_its_documents(tab: ChartsTab) -> None:
    ask(tab, ChartName.DUE)
    dialog = behind(tab, spot(tab, "01.12.2026"))
    assert sum_of(dialog, "amount") == 200_000_00
    dialog.reject()


def test_a_cell_answers_the_mouse_inside_it(qtbot: QtBot, tab: ChartsTab) -> None:
    ask(tab, ChartName.DUE)
    figure = tab.view.figure()
    assert figure is not None
    QApplication.processEvents()
    figure.canvas.draw()
    x, y = figure.axes[0].transData.transform((1.0, -1.0))
    qtbot.mouseMove(tab.view.overlay, QPoint(round(x), round(tab.view.height() - y)))
    mark = tab.view.marked()
    assert mark is not None
    assert mark.title == "01.12.2026, вт"


def test_a_point_of_the_plane_answers_only_nearby(qtbot: QtBot, tab: ChartsTab) -> None:
    ask(tab, ChartName.SCATTER)
    figure = tab.view.figure()
    assert figure is not None
    assert tab.chart is not None
    QApplication.processEvents()
    figure.canvas.draw()
    x, y = figure.axes[0].transData.transform(tab.chart.spots[0].at)
    height = tab.view.height()
    qtbot.mouseMove(tab.view.overlay, QPoint(round(x) - 5, round(height - y)))
    assert tab.view.marked() == tab.chart.spots[0]
    qtbot.mouseMove(tab.view.overlay, QPoint(round(x) - 200, round(height - y) + 150))
    assert tab.view.marked() is None


def test_dates_narrow_the_weeks(tab: ChartsTab) -> None:
    assert tab.since.currentText() == "за всё время"
    ask(tab, ChartName.BRIDGE)
    assert tab.since.currentText() == "с 16.11.2026"


def test_the_picture_is_copied_and_printed(qtbot: QtBot, tab: ChartsTab) -> None:
    tab.copy()
    image = QApplication.clipboard().image()
    assert (image.width(), image.height()) == (2200, 1200)
    tab.print_out()
    qtbot.waitUntil(lambda: bool(tab.findChildren(PaperDialog)) and not busy(), timeout=20_000)
    tab.findChildren(PaperDialog)[0].reject()


def test_charts_wear_the_zone_colours_of_the_book(tab: ChartsTab, stocked: Ledger) -> None:
    from dataclasses import replace

    from matplotlib.colors import to_hex

    rules = replace(stocked.policy.rules(DAY), colours=((Zone.RED, "#aa00ff"),))
    stocked.policy.set_rules(rules, date(2026, 1, 1))
    tab.reload(DAY)
    ask(tab, ChartName.TOP)
    figure = tab.view.figure()
    assert figure is not None
    assert "#aa00ff" in {to_hex(bar.get_facecolor()) for bar in figure.axes[0].patches}
