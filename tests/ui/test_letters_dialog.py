"""Letters from the window: reviewed line by line, made with their files, registered, taken back."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QFileDialog, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.domain.letters import LetterKind, Requisites, wrong_numbers
from app.domain.money import BadValue
from app.domain.work import NewContact
from app.ledger import Ledger
from app.ledger.letters import SIGNED_BY_CLIENT
from app.ledger.signing import Signatory, new_letter, signatories, single_letter
from app.ui import letter_preview, letters_dialog, requisites_dialog
from app.ui.controls import fit
from app.ui.form import Form
from app.ui.letter_preview import LetterDialog, fill_letters
from app.ui.letters_dialog import LettersDialog
from app.ui.letters_register import LettersRegister
from app.ui.main_window import MainWindow
from app.ui.requisites_dialog import OwnDialog, RequisitesForm, edit_signatories
from app.ui.theme import theme
from tests.ledger.stories import debts, load, owed
from tests.ui.conftest import TODAY, press, write


def late(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def letters(ledger: Ledger) -> Ledger:
    """Three letters due, one client held back by a promise."""
    lines = [
        owed("ООО «Магнум»", "1", 100_000_00, shipped=late(100), due=late(84), manager="Васильева"),
        owed("АО «Реал»", "3", 70_000_00, shipped=late(10), due=late(-2), manager="Гордеев"),
        owed("ООО «Прима»", "4", 40_000_00, shipped=late(80), due=late(50), manager="Гордеев"),
        owed("ООО «Квант»", "5", 30_000_00, shipped=late(80), due=late(50), manager="Гордеев"),
    ]
    load(ledger, debts(TODAY, *lines))
    ledger.letters.set_own([Requisites("ООО «Мы»", "7701234567", head="Иванова", head_role="директор")])
    promised = NewContact(
        client(ledger, "Квант"), TODAY, result="обещал", promise_due=late(-3), promise_amount=1_000_00
    )
    ledger.work.record(promised)
    return ledger


def client(ledger: Ledger, name: str) -> int:
    return next(row.client_id for row in ledger.clients.list(TODAY).rows if name in row.name)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the person puts the files."""
    out = tmp_path / "письма"
    out.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a: str(out))
    monkeypatch.setattr("app.ui.letter_making.confirm", lambda *_words: False)
    return out


@pytest.fixture
def dialog(qtbot: QtBot, desk: QWidget, letters: Ledger) -> LettersDialog:
    shown = LettersDialog(desk, letters, TODAY)
    shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def marked(dialog: LettersDialog) -> set[int]:
    """Clients whose letters are marked."""
    return {client_id for client_id, _organisation in dialog.chosen}


def test_letters_of_two_companies_of_ours_are_marked_apart(qtbot: QtBot, desk: QWidget, ledger: Ledger) -> None:
    lines = [
        owed("ООО «Кедр»", n, 10_000_00, shipped=late(90), due=late(80), manager="Васильева", organisation=ours)
        for n, ours in (("7", "ООО «Образец»"), ("8", "АО «Вторая»"))
    ]
    load(ledger, debts(TODAY, *lines))
    shown = LettersDialog(desk, ledger, TODAY)
    qtbot.addWidget(shown)
    assert len(shown.chosen) == 2
    assert "ours" in [column.key for column in shown.table.model.table.columns]
    shown.table.select_row(1)
    second = shown.table.current()
    shown.toggle(second)
    assert len(shown.chosen) == 1
    assert shown.table.current() == second, "the cursor stays on its line"


def test_the_batch_is_reviewed_line_by_line(dialog: LettersDialog, letters: Ledger) -> None:
    assert [row.client for row in dialog.table.model.rows] == ["ООО «Магнум»", "ООО «Прима»", "АО «Реал»"]
    assert [row.client for row in dialog.held.model.rows] == ["ООО «Квант»"]
    assert "3" in dialog.go.text()
    assert "1: 100" in dialog.documents.whole().replace("\u00a0", " ")
    press(dialog.table.grid, Qt.Key.Key_Space)
    assert client(letters, "Магнум") not in marked(dialog)
    assert dialog.table.current().client == "ООО «Магнум»"  # the cursor stays where it was
    dialog.mark_all(on=False)
    assert not dialog.go.isEnabled()
    dialog.mark_all(on=True)
    assert len(dialog.chosen) == 3


def test_a_click_on_the_mark_takes_a_line_out(qtbot: QtBot, dialog: LettersDialog, letters: Ledger) -> None:
    cell = dialog.table.grid.visualRect(dialog.table.model.index(1, 0)).center()
    qtbot.mouseClick(dialog.table.grid.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    qtbot.waitUntil(lambda: client(letters, "Прима") not in marked(dialog))
    other = dialog.table.grid.visualRect(dialog.table.model.index(0, 2)).center()
    qtbot.mouseClick(dialog.table.grid.viewport(), Qt.MouseButton.LeftButton, pos=other)
    QApplication.processEvents()
    assert client(letters, "Магнум") in marked(dialog)


def test_marked_letters_are_made_with_their_files(
    qtbot: QtBot, dialog: LettersDialog, letters: Ledger, folder: Path, settled: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    notes: list[str] = []
    monkeypatch.setattr("app.ui.letter_making.show_note", lambda _parent, text, _hint: notes.append(text))
    dialog.toggle(dialog.batch.lines[0])
    with qtbot.waitSignal(dialog.made, timeout=20_000) as made:
        dialog.make()
    settled()
    assert "2" in made.args[0]
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert [(one.number, one.client) for one in letters.letters.register()] == [(2, "АО «Реал»"), (1, "ООО «Прима»")]
    names = sorted(path.name for path in folder.iterdir())
    assert [Path(name).suffix for name in names] == [".docx", ".pdf", ".docx", ".eml", ".pdf", ".pdf"]
    assert all(name in names for one in letters.letters.register() for name in one.files)
    assert "Реал" in notes[0]  # no address is known
    mended, moved = folder / names[0], folder / names[1]
    mended.write_bytes(mended.read_bytes() + b" ")
    moved.unlink()
    words = letters.undo()
    assert words is not None
    assert names[0] in words, "whoever changed a paper keeps it, and is told"
    assert letters.letters.register() == ()
    assert list(folder.iterdir()) == [mended]


def test_undoing_a_batch_takes_its_files_away(
    dialog: LettersDialog, letters: Ledger, folder: Path, settled: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.letter_making.show_note", lambda *_words: None)
    other = folder / "чужой файл.txt"
    other.write_text("не наш", encoding="utf-8")
    dialog.make()
    settled()
    count = len(list(folder.iterdir())) - 1
    assert count > 6
    words = letters.undo()
    assert words is not None
    assert str(count) in words
    assert list(folder.iterdir()) == [other]


@pytest.mark.parametrize("agreed", [True, False])
def test_a_memo_of_transfer_hands_the_client_over(
    dialog: LettersDialog, letters: Ledger, folder: Path, settled: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch, agreed: bool,
) -> None:  # fmt: skip
    asked: list[str] = []

    def confirm(_parent: QWidget, text: str, *_words: str) -> bool:
        asked.append(text)
        return agreed

    monkeypatch.setattr("app.ui.letter_making.show_note", lambda *_words: None)
    monkeypatch.setattr("app.ui.letter_making.confirm", confirm)
    dialog.make()
    settled()
    assert len(asked) == 1
    given = letters.handovers.list(TODAY)
    assert [one.client for one in given] == (["ООО «Магнум»"] if agreed else [])
    if agreed:
        number = next(one for one in letters.letters.register() if one.kind is LetterKind.LEGAL_TRANSFER).number
        assert f"№ {number}/{TODAY.year}" in given[0].basis
        letters.undo()
        assert letters.handovers.list(TODAY) == ()
        assert letters.letters.register(), "the papers are another operation"


def test_what_cannot_be_written_is_not_registered(
    dialog: LettersDialog, letters: Ledger, folder: Path, settled: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("app.ui.jobs.show_error", lambda _parent, error: told.append(error.text))
    own = letters.path.with_name("templates")
    own.mkdir()
    (own / "claim.docx").write_bytes(b"broken")
    dialog.make()
    settled()
    assert "claim.docx" in told[0]
    assert letters.letters.register() == ()
    assert list(folder.iterdir()) == []
    assert dialog.isVisible()


def test_nothing_is_made_without_a_folder(
    dialog: LettersDialog, letters: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a: "")
    dialog.make()
    assert letters.letters.register() == ()


def test_enter_shows_the_paper(
    qtbot: QtBot, dialog: LettersDialog, settled: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.ui import paper

    shown: list[tuple[str, bytes]] = []

    class Pages:
        def __init__(self, _parent: QWidget, title: str, data: bytes) -> None:
            shown.append((title, data))

        def open(self) -> None:
            """Nothing to see."""

    monkeypatch.setattr(paper, "PaperDialog", Pages)
    press(dialog.table.grid, Qt.Key.Key_Return)
    settled()
    assert shown[0][0] == "Передача долга юристу: ООО «Магнум»"
    assert shown[0][1].startswith(b"%PDF")


def test_one_letter_is_looked_at_and_made(
    qtbot: QtBot, desk: QWidget, letters: Ledger, folder: Path, settled: Callable[[], None]
) -> None:
    from app.ledger.letters import NewLetter

    new = NewLetter(client(letters, "Магнум"), LetterKind.RECONCILIATION)
    dialog = LetterDialog(desk, letters, new, TODAY)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    settled()
    pages = dialog.pages.pages()
    assert pages is not None
    assert len(pages) == 1
    dialog.since.setText("01.06.2026")
    dialog.note.setText("сверено")
    assert (dialog.wanted().since, dialog.wanted().note) == (date(2026, 6, 1), "сверено")
    dialog.draw()
    settled()
    with qtbot.waitSignal(dialog.made, timeout=20_000):
        dialog.make()
    settled()
    (one,) = letters.letters.register()
    assert one.kind is LetterKind.RECONCILIATION
    assert sorted(path.suffix for path in folder.iterdir()) == [".docx", ".pdf"]


def test_nothing_to_write_of_is_told(desk: QWidget, letters: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(letter_preview, "show_error", lambda _parent, error: told.append(error.text))
    letter_preview.open_letter(desk, letters, client(letters, "Реал"), LetterKind.OVERDUE, TODAY)
    assert "Реал" in told[0]


def test_the_menu_offers_every_paper(desk: QWidget) -> None:
    chosen: list[LetterKind] = []
    menu = QMenu(desk)
    fill_letters(menu, chosen.append)
    for action in menu.actions():
        if not action.isSeparator():
            action.trigger()
    assert sorted(chosen) == sorted(LetterKind)
    assert chosen[-1] is LetterKind.RELEASE_MEMO


def test_the_register_marks_and_takes_back(
    qtbot: QtBot, desk: QWidget, letters: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.ui import letters_register

    letters.letters.make([new_letter(line, {}) for line in letters.letters.propose(TODAY).lines], TODAY)
    register = LettersRegister(desk, letters)
    qtbot.addWidget(register)
    register.show()
    assert [row.number for row in register.table.model.rows] == [3, 2, 1]

    def fill(words: str) -> Callable[[Form], bool]:
        def ask(form: Form) -> bool:
            for field in ("how", "by"):
                edit = form.fields.get(field)
                if isinstance(edit, QComboBox):
                    edit.setEditText(words)
                elif isinstance(edit, QLineEdit):
                    edit.setText(words)
            form.save()
            return True

        return ask

    monkeypatch.setattr(Form, "ask", fill("почта с описью"))
    register.mark_sent()
    one = register.letter()
    assert one is not None
    assert (one.number, one.sent_how) == (3, "почта с описью")
    assert not register.void_button.isEnabled()
    monkeypatch.setattr(Form, "ask", fill("Лесной"))
    register.mark_returned()
    assert letters.letters.register()[0].returned_by == "Лесной"
    register.undo()
    assert letters.letters.register()[0].returned_on is None
    monkeypatch.setattr(letters_register, "confirm", lambda *_a: True)
    register.table.select_row(1)
    register.make_void()
    assert letters.letters.register()[1].void
    assert not register.sent_button.isEnabled()
    register.year.choose(0)
    assert len(register.table.model.rows) == 3


def test_several_letters_go_at_once(
    qtbot: QtBot, desk: QWidget, letters: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters.letters.make([new_letter(line, {}) for line in letters.letters.propose(TODAY).lines], TODAY)
    letters.letters.void(letters.letters.register()[1].letter_id)
    register = LettersRegister(desk, letters)
    qtbot.addWidget(register)
    register.show()
    register.table.grid.selectAll()

    def ask(form: Form) -> bool:
        how = form.fields["how"]
        assert isinstance(how, QComboBox)
        how.setEditText("почта с описью")
        form.save()
        return True

    monkeypatch.setattr(Form, "ask", ask)
    register.mark_sent()
    assert [(one.number, one.sent_how) for one in letters.letters.register()] == [
        (3, "почта с описью"), (2, ""), (1, "почта с описью"),
    ]  # fmt: skip
    register.table.grid.selectAll()
    assert not register.sent_button.isEnabled(), "all of them went"
    register.undo()
    assert not any(one.sent_on for one in letters.letters.register())


def test_a_clients_requisites_keep_bookkeepings_name(qtbot: QtBot, desk: QWidget, letters: Ledger) -> None:
    magnum = client(letters, "Магнум")
    known = letters.letters.requisites(magnum)
    form = RequisitesForm(
        desk, known, known.name, lambda new: letters.letters.set_requisites(magnum, new), ("name", "inn")
    )
    qtbot.addWidget(form)
    assert "name" not in form.fields
    write(form.fields["address"], "г. Тверь")
    write(form.fields["account"], "123")
    form.accept()
    assert form.fault()
    assert letters.letters.requisites(magnum).address == ""
    account = form.fields["account"]
    assert isinstance(account, QLineEdit)
    account.setText("4" * 20)
    form.accept()
    assert letters.letters.requisites(magnum).address == "г. Тверь"


def test_several_organisations_of_ours(
    qtbot: QtBot, desk: QWidget, letters: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = OwnDialog(desk, letters)
    qtbot.addWidget(dialog)

    def ask(form: RequisitesForm) -> bool:
        name = form.fields["name"]
        assert isinstance(name, QLineEdit)
        name.setText("АО «Вторая»")
        form.save()
        return True

    monkeypatch.setattr(requisites_dialog.RequisitesForm, "ask", ask)
    dialog.add()
    assert [one.name for one in letters.letters.own_all()] == ["ООО «Мы»", "АО «Вторая»"]
    dialog.list.setCurrentRow(1)
    dialog.remove()
    assert [one.name for one in letters.letters.own_all()] == ["ООО «Мы»"]
    letters.undo()
    assert len(letters.letters.own_all()) == 2


def test_who_signs_is_said_once_and_seen_in_the_batch(
    qtbot: QtBot, dialog: LettersDialog, letters: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shown() -> list[str]:
        column = next(column for column in dialog.table.model.table.columns if column.key == "who")
        return [str(column.value(row)) for row in dialog.table.model.rows]

    assert shown() == ["Иванова", "Иванова", "Гордеев"]

    def ask(form: Form) -> bool:
        for field, words in (("legal.name", "Законов З. З."), ("legal.role", "Юрист"), ("director.role", "без имени")):
            edit = form.fields[field]
            assert isinstance(edit, QLineEdit)
            edit.setText(words)
        form.save()
        return True

    monkeypatch.setattr(Form, "ask", ask)
    edit_signatories(dialog, letters)
    dialog.show_batch()
    assert shown() == ["Иванова", "Законов З. З.", "Гордеев"]
    assert signatories(letters) == {"legal": Signatory("Законов З. З.", "Юрист")}
    claim = new_letter(dialog.batch.lines[1], signatories(letters))
    content = letters.letters.content(claim, TODAY, TODAY)
    assert (content.signatory, content.signatory_role, content.basis) == ("Законов З. З.", "Юрист", "")
    magnum = client(letters, "Магнум")
    signs = {kind: single_letter(letters, magnum, kind).signatory for kind in LetterKind}
    assert (signs[LetterKind.CLAIM], signs[LetterKind.OVERDUE]) == ("Законов З. З.", "Васильева")
    assert {signs[kind] for kind in SIGNED_BY_CLIENT} == {""}, "the head of ours"
    letters.undo()
    assert signatories(letters) == {}


def test_numbers_of_a_wrong_length_are_noticed() -> None:
    good = Requisites("А", "7701234567", "770101001", "1037700012345", bik="044525225", account="4" * 20)
    assert wrong_numbers(good) == ()
    assert wrong_numbers(Requisites("А")) == ()
    bad = Requisites("А", "77", "1", "2", bik="x", account="4" * 19, correspondent="4")
    assert wrong_numbers(bad) == ("inn", "kpp", "ogrn", "bik", "account", "correspondent")
    assert issubclass(BadValue, ValueError)


def test_the_window_opens_the_batch_and_toasts(
    qtbot: QtBot, window: MainWindow, folder: Path, settled: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.letter_making.show_note", lambda *_a: None)
    assert window.ledger is not None
    assert window.as_of is not None
    letters_dialog.open_batch(window, window.ledger, window.as_of)
    shown = window.findChild(LettersDialog)
    assert isinstance(shown, LettersDialog)
    with qtbot.waitSignal(shown.made, timeout=20_000):
        shown.make()
    settled()
    assert folder.name in window.notice.text()
    assert len(window.ledger.letters.register()) > 0
    window.undo()
    assert window.ledger.letters.register() == ()


def test_the_card_writes_a_paper(qtbot: QtBot, window: MainWindow, settled: Callable[[], None]) -> None:
    menu = window.clients.card.letter.menu()
    menu.aboutToShow.emit()
    wanted = next(action for action in menu.actions() if action.text() == "Акт сверки взаимных расчётов")
    wanted.trigger()
    settled()
    shown = window.findChild(LetterDialog)
    assert isinstance(shown, LetterDialog)
    card = window.clients.card.card
    assert card is not None
    assert shown.wanted().client_id == card.client.client_id
    shown.close()


def test_a_window_is_no_larger_than_the_screen(qtbot: QtBot) -> None:
    shown = QWidget()
    qtbot.addWidget(shown)
    fit(shown, 3000, 200)
    room = shown.screen().availableGeometry()
    assert shown.width() < room.width()
    assert shown.height() == theme().px(200)
