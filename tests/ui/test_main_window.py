"""The window: one date for everything, stale tabs, changes of the book, files dropped on it."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app import formats
from app.domain.work import NewContact
from app.ledger import Ledger
from app.ui import help_windows, import_dialog
from app.ui.main_window import AGING, ANALYSIS, CHARTS, CLIENTS, COMMISSION, LOADS, PAYMENTS, MainWindow
from app.ui.menu import WindowMenu
from app.ui.tab import Tab, window_date
from tests.ledger.stories import debts, load
from tests.ui.conftest import LAST_WEEK, LES, TODAY


def test_the_newest_report_is_on_screen_and_it_ties(window: MainWindow, qtbot: QtBot) -> None:
    assert window.as_of == TODAY
    assert window.bar.as_of.day() == TODAY
    qtbot.waitUntil(lambda: bool(window.status.texts()[0]))
    report, ties, _copy = window.status.texts()
    assert formats.day(TODAY) in report
    assert formats.money_sign(2_508_500_00) in ties


def test_another_date_moves_the_whole_window(window: MainWindow) -> None:
    window.set_as_of(LAST_WEEK)
    assert [row.name for row in window.clients.list.model.rows] == ["ООО «Магнум»", "ООО «Русский лес»", "Школа № 14"]
    assert window.clients.list.model.rows[2].total == 0
    assert window_date(window.clients.list) == LAST_WEEK


@pytest.mark.parametrize("index", [AGING, ANALYSIS, CHARTS, PAYMENTS, COMMISSION, LOADS])
def test_a_tab_is_made_at_its_first_show_and_shown_on_the_date(
    window: MainWindow, index: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.tabs[index] is None
    window.show_tab(index)
    tab = window.tabs[index]
    assert isinstance(tab, Tab)
    assert window.pages.currentWidget() is tab
    window.show_tab(CLIENTS)
    window.show_tab(index)
    assert window.tabs[index] is tab


def test_only_the_visible_tab_is_read_again(
    window: MainWindow, stocked: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.show_tab(AGING)
    aging = window.tabs[AGING]
    assert aging is not None
    read: list[str] = []
    monkeypatch.setattr(aging, "reload", lambda _day: read.append("aging"))
    monkeypatch.setattr(window.clients, "reload", lambda _day: read.append("clients"))
    client = stocked.clients.list(TODAY).rows[0].client_id
    stocked.work.record(NewContact(client, TODAY, result="обещали"))
    assert read == ["aging"]
    window.show_tab(CLIENTS)
    assert read == ["aging", "clients"]
    window.show_tab(AGING)
    assert read == ["aging", "clients"], "nothing changed since"


def test_new_facts_turn_the_window_to_the_newest_report(qtbot: QtBot, ledger: Ledger) -> None:
    load(ledger, debts(LAST_WEEK, LES))
    window = MainWindow()
    qtbot.addWidget(window)
    window.attach(ledger)
    assert window.as_of == LAST_WEEK
    load(ledger, debts(TODAY, LES, name="новый.xlsx"))
    assert window.as_of == TODAY
    assert window.bar.as_of.day() == TODAY


def test_an_empty_book_says_how_to_begin(qtbot: QtBot, ledger: Ledger) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    window.attach(ledger)
    assert window.clients.welcome.isVisible()
    assert not window.clients.split.isVisible()
    load(ledger, debts(TODAY, LES))
    assert not window.clients.welcome.isVisible()
    assert window.clients.split.isVisible()


def test_a_client_opens_from_anywhere_even_when_filtered_out(window: MainWindow, stocked: Ledger) -> None:
    school = next(row for row in stocked.clients.list(TODAY).rows if "Школа" in row.name)
    window.clients.choose_tile("overdue")
    window.show_tab(AGING)
    window.open_client(school.client_id)
    assert window.pages.currentIndex() == CLIENTS
    assert window.clients.list.current_link() == school.client_id
    assert window.clients.card.card is not None
    assert window.clients.card.card.client.name == "Школа № 14"


def drop(window: MainWindow, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    left = Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(50, 50), copy, data, left, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(50, 50), copy, data, left, none))


def test_dropped_files_go_to_the_check(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[Path]] = []
    monkeypatch.setattr(import_dialog, "load_files", lambda _window, _ledger, paths: asked.append(paths))
    files = [tmp_path / "отчёт 1.xlsx", tmp_path / "отчёт 2.xlsx"]
    drop(window, *files)
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [files]


def test_undo_says_what_it_took_back(window: MainWindow, stocked: Ledger, qtbot: QtBot) -> None:
    client = stocked.clients.list(TODAY).rows[0].client_id
    stocked.work.record(NewContact(client, TODAY, result="обещали"))
    words = window.undo_text()
    assert words
    window.undo()
    assert words in window.notice.text()
    assert stocked.clients.card(client, TODAY).contacts == ()


def test_no_two_actions_share_a_key_and_help_names_them_all(window: MainWindow) -> None:
    menu = window.findChild(WindowMenu)
    assert isinstance(menu, WindowMenu)
    keys = [action.shortcut().toString() for action in menu.actions() if not action.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))
    named = dict(help_windows.keys()).keys()
    assert set(keys) - set(named) == {"Ctrl+Q"}


def test_the_check_of_the_book_answers_in_words(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("app.ui.main_window.show_note", lambda _window, text, _hint: told.append(text))
    window.check_book()
    qtbot.waitUntil(lambda: bool(told), timeout=10_000)
    assert formats.money_sign(2_508_500_00) in told[0]


def test_a_copy_of_the_book_is_made_and_said(window: MainWindow, stocked: Ledger, qtbot: QtBot) -> None:
    before = len(stocked.backups.list())
    window.back_up()
    qtbot.waitUntil(lambda: bool(window.notice.text()), timeout=10_000)
    assert len(stocked.backups.list()) == before + 1


def test_the_calendar_marks_reports_and_gives_the_day(window: MainWindow, qtbot: QtBot) -> None:
    from app.ui.calendar_popup import AsOfPopup

    popup = AsOfPopup(window, TODAY, (LAST_WEEK, TODAY))
    chosen: list[date] = []
    popup.chosen.connect(chosen.append)
    assert popup.reports.item(1).text() == formats.day(LAST_WEEK)
    popup.reports.setCurrentRow(1)
    popup.reports.itemClicked.emit(popup.reports.item(1))
    assert chosen == [LAST_WEEK]


def test_the_window_may_be_made_smaller_again(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1900, 1200)
    QApplication.processEvents()
    window.resize(1200, 700)
    QApplication.processEvents()
    assert (window.width(), window.height()) == (1200, 700)
    assert window.minimumSizeHint().height() <= 640
    assert window.minimumSizeHint().width() <= 1100


def test_the_menu_fits_the_screen_with_its_settings_aside(window: MainWindow, stocked: Ledger) -> None:
    menu = window.findChild(WindowMenu)
    assert isinstance(menu, WindowMenu)
    assert menu.sizeHint().height() < 700
    asides = [action.menu() for action in menu.actions() if action.menu() is not None]
    assert len(asides) == 1
    settings = asides[0]
    assert isinstance(settings, QMenu)
    assert len([action for action in settings.actions() if not action.isSeparator()]) == 10 + 3
