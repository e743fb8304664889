"""Files of a talk on the screen: attached in the form, dropped on it, taken away, opened from both histories."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.domain.work import Attachment, Contact, NewContact
from app.ledger import Ledger
from app.reports.client_tables import FILES, contacts_table
from app.reports.dossier_tables import files_table
from app.ui.call_form import CallForm
from app.ui.main_window import WORK, MainWindow
from app.ui.table_view import TableView
from app.ui.talk_files import FilesMenu
from app.ui.work_tab import WorkTab
from tests.ui.conftest import TODAY, press, write


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    out = [tmp_path / name for name in ("письмо & счёт.pdf", "запись.mp3", "чужое.pdf")]
    for path in out:
        path.write_text(path.name, encoding="utf-8")
    return out


@pytest.fixture
def chosen(papers: list[Path], monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What the dialog of the system answers."""
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_words: ([str(path) for path in papers], ""))
    return papers


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Files given to the system."""
    out: list[str] = []

    def open_url(url: QUrl) -> bool:
        out.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return out


@pytest.fixture
def pick(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Choose this line of the menus that open next."""

    def choose(number: int) -> None:
        monkeypatch.setattr(FilesMenu, "exec", lambda menu, *_place: menu.actions()[number].trigger())

    return choose


def click_files(table: TableView) -> None:
    """The mouse on the sign of the first talk."""
    table.select_row(0)
    column = [one.key for one in table.model.table.columns].index(FILES)
    place = table.grid.visualRect(table.model.index(0, column)).center()
    QTest.mouseClick(table.grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def drop(form: CallForm, paths: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    left, nothing, copy = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    entered = QDragEnterEvent(QPoint(5, 5), copy, data, left, nothing)
    form.dragEnterEvent(entered)
    assert entered.isAccepted()
    form.dropEvent(QDropEvent(QPoint(5, 5), copy, data, left, nothing))


def in_form(act: Callable[[CallForm], None]) -> None:
    """Do something in the form that opens next."""

    def fill() -> None:
        form = QApplication.activeModalWidget()
        assert isinstance(form, CallForm)
        try:
            act(form)
        finally:
            if form.isVisible():
                form.reject()

    QTimer.singleShot(0, fill)


def attach_two(form: CallForm) -> None:
    """Choose three, take one away, save."""
    write(form.outcome, "прислали письмо")
    form.files.attach.click()
    form.files.names()[2].click()
    press(form.note, Qt.Key.Key_Return)


def client(ledger: Ledger, name: str) -> int:
    return next(row.client_id for row in ledger.clients.list(TODAY).rows if name in row.name)


def names(contact: Contact) -> list[str]:
    return [one.name for one in contact.files]


def test_files_chosen_in_the_form_are_recorded_with_the_call_and_undone(
    window: MainWindow, stocked: Ledger, chosen: list[Path], qtbot: QtBot
) -> None:
    who = client(stocked, "Магнум")
    window.open_client(who)
    in_form(attach_two)
    window.clients.log_call()
    (talk,) = stocked.clients.contacts(who, TODAY)
    assert (talk.result, names(talk)) == ("прислали письмо", [path.name for path in chosen[:2]])
    shown = window.clients.card.contacts
    qtbot.waitUntil(lambda: shown.model.rowCount() == 1)
    assert shown.model.table.columns[-1].key == FILES
    assert shown.model.cells(0)[-1][0].endswith("2")
    window.undo()
    qtbot.waitUntil(lambda: shown.model.rowCount() == 0)
    assert stocked.attachments.list(who) == ()


def test_the_same_form_stands_in_work_and_its_history_opens_the_files(
    window: MainWindow, stocked: Ledger, chosen: list[Path], opened: list[str], pick: Callable[[int], None]
) -> None:
    window.show_tab(WORK)
    tab = window.tabs[WORK]
    assert isinstance(tab, WorkTab)
    row = tab.list.current()
    in_form(attach_two)
    tab.log_call()
    (talk,) = stocked.clients.contacts(row.situation.client_id, TODAY)
    assert names(talk) == [path.name for path in chosen[:2]]
    tab.list.select_link(row.situation.client_id)
    assert tab._shown().row.situation.client_id == row.situation.client_id
    pick(1)
    click_files(tab.pane.contacts)
    assert [Path(path).suffix for path in opened] == [".mp3"]


def test_the_card_opens_files_by_mouse_and_key(
    window: MainWindow,
    stocked: Ledger,
    papers: list[Path],
    opened: list[str],
    pick: Callable[[int], None],
    qtbot: QtBot,
) -> None:
    who = client(stocked, "Магнум")
    stocked.work.record(NewContact(who, TODAY, result="x", files=tuple(papers)))
    window.open_client(who)
    table = window.clients.card.contacts
    qtbot.waitUntil(lambda: table.model.rowCount() == 1)
    pick(0)
    click_files(table)
    pick(1)
    (act,) = table.actions()
    act.trigger()
    assert [Path(path).suffix for path in opened] == [".pdf", ".mp3"]


def test_a_file_dropped_on_the_form_is_attached_once(qtbot: QtBot, papers: list[Path]) -> None:
    saved: list[NewContact] = []
    form = CallForm(None, 7, "ООО «Лес»", TODAY, saved.append)
    qtbot.addWidget(form)
    form.show()
    assert not any(line.acceptDrops() for line in form.findChildren(QLineEdit)), "else it becomes text of a field"
    before = form.height()
    drop(form, papers)
    drop(form, papers[:1])
    assert len(form.files.names()) == 3
    assert "&&" in form.files.names()[0].text()
    assert form.height() > before, "nothing is squeezed"
    write(form.outcome, "x")
    press(form.note, Qt.Key.Key_Return)
    assert saved[0].files == tuple(papers)


def test_the_new_control_stands_after_all_others(qtbot: QtBot) -> None:
    """A call is typed in as many keys as before."""
    form = CallForm(None, 7, "ООО «Лес»", TODAY, lambda _new: None)
    qtbot.addWidget(form)
    form.show()
    chain: list[QWidget] = [form.outcome]
    while (after := chain[-1].nextInFocusChain()) is not None and after is not form.outcome:
        chain.append(after)
    fields = (form.person, form.due, form.amount, form.next, form.reason, form.asked, form.note, form.manager,
              form.channel, form._ok)  # fmt: skip
    assert chain.index(form.files.attach) > max(chain.index(field) for field in fields)


def test_a_changed_contact_gains_and_loses_files(
    window: MainWindow, stocked: Ledger, papers: list[Path], qtbot: QtBot
) -> None:
    who = client(stocked, "Магнум")
    made = stocked.work.record(NewContact(who, TODAY, result="x", files=tuple(papers[:2])))
    window.open_client(who)
    qtbot.waitUntil(lambda: window.clients.card.contacts.model.rowCount() == 1)

    def mend(form: CallForm) -> None:
        assert len(form.files.names()) == 2
        form.files.names()[0].click()
        drop(form, papers[2:])
        press(form.note, Qt.Key.Key_Return)

    in_form(mend)
    window.clients._mend(made)
    assert [names(talk) for talk in stocked.clients.contacts(who, TODAY)] == [["запись.mp3", "чужое.pdf"]]
    window.undo()
    assert stocked.clients.contacts(who, TODAY) == (made,)


def test_a_refused_file_is_told_and_the_form_stays(
    window: MainWindow, stocked: Ledger, papers: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("app.ui.call_form.show_error", lambda _parent, error: told.append(error.text))
    who = client(stocked, "Магнум")
    window.open_client(who)
    form = window.clients._form()
    assert form is not None
    papers[0].write_bytes(b"")
    write(form.outcome, "x")
    drop(form, papers)
    form.accept()
    assert len(told) == 1
    assert papers[0].name in told[0]
    assert stocked.clients.contacts(who, TODAY) == ()
    form.files.names()[0].click()
    form.accept()
    assert names(stocked.clients.contacts(who, TODAY)[0]) == [path.name for path in papers[1:]]


def test_a_deleted_contact_says_what_became_of_its_files(
    window: MainWindow, stocked: Ledger, papers: list[Path], qtbot: QtBot
) -> None:
    who = client(stocked, "Магнум")
    stocked.work.record(NewContact(who, TODAY, result="x", files=tuple(papers)))
    window.open_client(who)
    table = window.clients.card.contacts
    qtbot.waitUntil(lambda: table.model.rowCount() == 1)
    table.select_row(0)
    press(table.grid, Qt.Key.Key_Delete)
    assert "3" in window.notice.text()
    assert {one.contact_id for one in stocked.attachments.list(who)} == {None}


def test_the_clients_file_names_the_talk_of_each_file(stocked: Ledger, papers: list[Path]) -> None:
    who = client(stocked, "Магнум")
    stocked.attachments.add(who, papers[2])
    stocked.work.record(NewContact(who, TODAY, result="прислали", person="Лесной", files=tuple(papers[:1])))
    table = files_table(stocked.attachments.list(who), stocked.clients.contacts(who, TODAY))
    column = next(one for one in table.columns if one.key == "talk")
    said = [column.value(row) for row in table.rows]
    assert said[1] is None
    for part in ("23.11.2026", "Лесной", "прислали"):
        assert part in str(said[0])


def test_paper_and_talks_without_files_have_no_such_column(stocked: Ledger, papers: list[Path], qtbot: QtBot) -> None:
    who = client(stocked, "Магнум")
    bare = stocked.work.record(NewContact(who, TODAY, result="x"))
    filed = stocked.work.record(NewContact(who, TODAY, result="x", files=tuple(papers)))
    for table in (contacts_table([bare, filed]), contacts_table([bare], files=True)):
        assert FILES not in [column.key for column in table.columns]
    wanted: list[Attachment] = []
    parent = QWidget()
    qtbot.addWidget(parent)
    menu = FilesMenu(parent, filed, wanted.append)
    assert menu.actions()[0].text() == "письмо && счёт.pdf", "a name is no letter to press"
    long = replace(filed.files[0], name="я" * 250 + ".pdf")
    wide = FilesMenu(parent, replace(filed, files=(long,)), wanted.append)
    assert wide.actions()[0].text().endswith(".pdf")
    assert wide.sizeHint().width() < 700, "the longest name fits a small screen"
