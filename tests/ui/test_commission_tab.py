"""The commission's tab: the form is kept in the book, the papers are drawn once and only when wanted."""

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.domain.commission import Member
from app.ledger import Ledger
from app.ui.commission_tab import CommissionTab, coming_monday
from tests.ui.conftest import TODAY, write


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (date(2026, 11, 22), date(2026, 11, 23)),
        (date(2026, 11, 23), date(2026, 11, 23)),
        (date(2026, 11, 24), date(2026, 11, 30)),
        (date(2026, 12, 31), date(2027, 1, 4)),
    ],
)
def test_the_next_meeting_is_on_monday(day: date, monday: date) -> None:
    assert coming_monday(day) == monday


@pytest.fixture
def tab(desk: QWidget, stocked: Ledger) -> CommissionTab:
    """The form over a book of two reports."""
    made = CommissionTab(desk)
    made.bind(stocked)
    made.resize(1200, 690)
    made.show()
    made.reload(TODAY)
    return made


def test_the_form_asks_for_what_it_shows(tab: CommissionTab) -> None:
    request = tab.request()
    assert (request.as_of, request.meeting, request.at) == (TODAY, TODAY, time(17, 0))
    tab.meeting.setDate(QDate(2026, 12, 1))
    tab.cards.set_value(2)
    assert (tab.request().meeting, tab.request().cards) == (date(2026, 12, 1), 2)


def test_members_and_company_are_kept_in_the_book(qtbot: QtBot, tab: CommissionTab, stocked: Ledger) -> None:
    qtbot.mouseClick(tab.members.add_button, Qt.MouseButton.LeftButton)
    name, role, _remove = tab.members.rows()[0]
    write(name, "Вишняков А. А.")
    write(role, "председатель")
    role.editingFinished.emit()
    assert stocked.policy.members() == (Member("Вишняков А. А.", "председатель"),)
    write(tab.company, "ООО «Пример»")
    tab.company.editingFinished.emit()
    assert stocked.policy.company() == "ООО «Пример»"
    again = CommissionTab(tab.parentWidget())
    again.bind(stocked)
    again.reload(TODAY)
    assert again.request().members == (Member("Вишняков А. А.", "председатель"),)
    assert again.request().company == "ООО «Пример»"


def test_a_member_is_removed(qtbot: QtBot, tab: CommissionTab, stocked: Ledger) -> None:
    stocked.policy.set_members((Member("Один", "а"), Member("Два", "б")))
    tab.reload(TODAY)
    qtbot.mouseClick(tab.members.rows()[0][2], Qt.MouseButton.LeftButton)
    assert stocked.policy.members() == (Member("Два", "б"),)


def test_typing_is_not_disturbed_by_a_reload(qtbot: QtBot, tab: CommissionTab) -> None:
    qtbot.mouseClick(tab.members.add_button, Qt.MouseButton.LeftButton)
    name = tab.members.rows()[0][0]
    write(name, "Виш")
    tab.reload(TODAY)
    assert tab.members.rows()[0][0] is name


def test_view_draws_the_pages_once(tab: CommissionTab, settled: Callable[[], None]) -> None:
    assert tab.preview.pages() is None
    tab.view_button.click()
    settled()
    pages = tab.preview.pages()
    assert pages is not None
    assert len(pages) > 3
    tab.view_button.click()
    settled()
    assert tab.preview.pages() is pages, "nothing has changed, nothing is drawn"
    tab.cards.set_value(0)
    tab.view_button.click()
    settled()
    fewer = tab.preview.pages()
    assert fewer is not None
    assert len(fewer) < len(pages)


def test_a_changed_book_is_said_over_old_pages(
    tab: CommissionTab, stocked: Ledger, settled: Callable[[], None]
) -> None:
    tab.view_button.click()
    settled()
    assert tab.stale_note.isHidden()
    stocked.imports.withdraw()
    tab.reload(TODAY)
    assert not tab.stale_note.isHidden()


def test_pdf_and_workbook_are_saved_and_the_pack_is_kept(
    tab: CommissionTab,
    stocked: Ledger,
    settled: Callable[[], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tab.view_button.click()
    settled()
    looked = stocked.check().digest
    for button, name, head in ((tab.pdf_button, "пакет.pdf", b"%PDF"), (tab.xlsx_button, "пакет.xlsx", b"PK")):
        path = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, path=path: (str(path), ""))
        button.click()
        settled()
        settled()
        assert path.read_bytes().startswith(head)
    assert stocked.check().digest == looked or stocked.check().ok


def test_without_a_report_there_is_nothing_to_print(desk: QWidget, ledger: Ledger) -> None:
    tab = CommissionTab(desk)
    tab.bind(ledger)
    tab.reload(TODAY)
    for button in (tab.view_button, tab.print_button, tab.pdf_button, tab.xlsx_button):
        assert not button.isEnabled()
    tab.print_pack()
