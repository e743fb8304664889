"""«Работа»: the list, the client to call, a call recorded by keyboard alone, everything undone."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app import formats
from app.domain.dossier import Part, Person
from app.domain.importing import Vanished
from app.domain.work import NewContact
from app.domain.worklist import ActionKind
from app.ledger import Ledger
from app.reports.document import Document, TableBlock
from app.reports.pdf import document_bytes
from app.reports.work_tables import work_words
from app.ui.answers_dialog import AnswersDialog
from app.ui.call_form import CallForm
from app.ui.main_window import CLIENTS, WORK, MainWindow
from app.ui.menu import WindowMenu
from app.ui.quick_form import QuickForm
from app.ui.regulation_dialog import RegulationDialog
from app.ui.work_acts import Do
from app.ui.work_tab import WorkTab
from tests.ledger.stories import debts, load, owed
from tests.ui.conftest import TODAY, press, write

MAGNUM, LES = "ООО «Магнум»", "ООО «Русский лес»"
MAGNUM_NEW = owed(MAGNUM, "УПД 2002", 90_000_00, shipped=date(2026, 11, 1), due=TODAY, manager="Гордеев")


@pytest.fixture
def tab(window: MainWindow, qtbot: QtBot) -> WorkTab:
    window.activateWindow()
    window.show_tab(WORK)
    out = window.tabs[WORK]
    assert isinstance(out, WorkTab)
    qtbot.waitUntil(lambda: out.pane.brief is not None)
    return out


def shown(tab: WorkTab) -> list[str]:
    return [row.situation.client for row in tab.list.model.rows]


def client(ledger: Ledger, name: str) -> int:
    return next(row.client_id for row in ledger.clients.list(TODAY).rows if row.name == name)


def test_the_list_is_the_work_of_the_day(tab: WorkTab, stocked: Ledger) -> None:
    found = stocked.worklist.today(TODAY)
    assert shown(tab) == [row.situation.client for row in found.lines]
    assert set(shown(tab)) == {MAGNUM, LES}
    assert formats.clients(2) in tab.title_line.text()
    assert formats.roubles_sign(2_096_000_00) in tab.summary.whole()
    assert formats.day(TODAY) in tab.summary.whole()


def test_the_newest_report_is_worked_with_today(window: MainWindow, stocked: Ledger) -> None:
    stocked.today = lambda: date(2026, 11, 26)
    window.show_tab(WORK)
    tab = window.tabs[WORK]
    assert isinstance(tab, WorkTab)
    assert tab.day == date(2026, 11, 26)
    assert formats.days(3) in tab.summary.whole()
    window.set_as_of(date(2026, 11, 16))
    assert tab.day == date(2026, 11, 16)


def test_filters_by_manager_kind_and_words(tab: WorkTab) -> None:
    tab.choose_manager("Васильева")
    assert shown(tab) == [LES]
    tab.choose_manager("")
    tab.choose_kind(ActionKind.THANK)
    assert shown(tab) == []
    tab.choose_kind(None)
    write(tab.search, "магн")
    assert shown(tab) == [MAGNUM]
    press(tab.search, Qt.Key.Key_Escape)
    assert len(shown(tab)) == 2


def test_the_smallest_set_of_calls_for_a_sum(tab: WorkTab) -> None:
    rows = {row.situation.client: row for row in tab.list.model.rows}
    write(tab.need, "100 тыс")
    assert shown(tab) == [MAGNUM], "one call is enough"
    assert formats.roubles_sign(rows[MAGNUM].expected) in tab.reached.whole()
    tab.need.clear()
    write(tab.need, "900 млн")
    assert len(shown(tab)) == 2
    tab.need.clear()
    write(tab.need, "много")
    assert tab.reached.whole()
    assert len(shown(tab)) == 2


def test_letters_of_both_layouts_move_the_list(tab: WorkTab) -> None:
    for letter in "jотn":
        tab.list.select_row(0)
        write(tab.list.grid, letter)
        assert tab.list.grid.currentIndex().row() == 1, letter
    for letter in "kл":
        tab.list.select_row(1)
        write(tab.list.grid, letter)
        assert tab.list.grid.currentIndex().row() == 0, letter


def meanwhile(act: Callable[[], None]) -> None:
    """Act on the dialog that opens next; it is closed whatever happens, lest the test wait for ever."""

    def run() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        try:
            act()
        finally:
            if dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(0, run)


class Keyboard:
    """Presses keys where the cursor is and counts those that are not typed text."""

    def __init__(self) -> None:
        self.count = 0

    def where(self) -> QWidget:
        """The widget that has the cursor in the window on top."""
        top = QApplication.activeModalWidget()
        found = top.focusWidget() if top is not None else QApplication.focusWidget()
        assert found is not None
        return found

    def tap(self, key: Qt.Key) -> None:
        """One key."""
        self.count += 1
        press(self.where(), key)

    def type(self, text: str) -> None:
        """Text, which does not count."""
        write(self.where(), text)


def test_from_the_list_to_the_recorded_promise_in_eight_keys(tab: WorkTab, stocked: Ledger, qtbot: QtBot) -> None:
    """Enter opens the form, Enter saves it, and the list stands on the next client."""
    first, second = shown(tab)
    tab.list.select_row(0)
    tab.setFocus()
    keys = Keyboard()

    def fill() -> None:
        form = QApplication.activeModalWidget()
        assert isinstance(form, CallForm)
        keys.type("обещают, сложно сказать")
        assert form.evasion.text()
        assert form.advice()
        for text in ("Лесной", "пт", "200 тыс"):
            keys.tap(Qt.Key.Key_Tab)
            keys.type(text)
        keys.tap(Qt.Key.Key_Return)

    meanwhile(fill)
    keys.tap(Qt.Key.Key_Return)
    assert keys.count <= 8
    made = stocked.clients.contacts(client(stocked, first), TODAY)[0]
    assert made.promise is not None
    assert (made.promise.amount, made.promise.due) == (200_000_00, date(2026, 11, 27))
    assert (made.person, made.evasion) == ("Лесной", "dodge")
    assert tab.list.current().situation.client == second
    assert tab.pane.brief is not None
    assert tab.pane.brief.row.situation.client == second


def test_a_reason_shows_what_to_do_and_is_kept(tab: WorkTab, stocked: Ledger) -> None:
    who = client(stocked, shown(tab)[0])

    def fill() -> None:
        form = QApplication.activeModalWidget()
        assert isinstance(form, CallForm)
        form.reason.setCurrentIndex(form.reason.findData("no_money"))
        assert "добиваться постановки в план" in form.advice()
        write(form.outcome, "говорили")
        write(form.asked, "50 тыс")
        press(form.asked, Qt.Key.Key_Return)

    meanwhile(fill)
    tab.log_call()
    made = stocked.clients.contacts(who, TODAY)[0]
    assert (made.reason, made.asked) == ("no_money", 50_000_00)


def test_mending_a_talk_keeps_its_reason(tab: WorkTab, window: MainWindow, stocked: Ledger, qtbot: QtBot) -> None:
    who = client(stocked, MAGNUM)
    stocked.work.record(NewContact(who, TODAY, result="x", reason="no_money", asked=5_00))
    window.open_client(who)
    made = stocked.clients.contacts(who, TODAY)[0]

    def fill() -> None:
        form = QApplication.activeModalWidget()
        assert isinstance(form, CallForm)
        write(form.note, "ещё")
        press(form.note, Qt.Key.Key_Return)

    meanwhile(fill)
    window.clients._mend(made)
    mended = stocked.clients.contacts(who, TODAY)[0]
    assert (mended.reason, mended.asked, mended.note) == ("no_money", 5_00, "ещё")


def answer(**fields: str) -> None:
    """Fill the small form that opens next."""

    def fill() -> None:
        form = QApplication.activeModalWidget()
        assert isinstance(form, QuickForm)
        for key, text in fields.items():
            field = form.fields[key]
            line = field if isinstance(field, QLineEdit) else field.lineEdit()  # type: ignore[attr-defined]  # an editable combo
            line.setText(text)
        press(form, Qt.Key.Key_Return)
        assert not form.isVisible(), form.fault()

    meanwhile(fill)


def test_putting_off_pause_dispute_and_hand_over_are_undone(
    tab: WorkTab, window: MainWindow, stocked: Ledger, qtbot: QtBot
) -> None:
    first = shown(tab)[0]
    who = client(stocked, first)
    answer(until="+5", reason="ждут кредит")
    write(tab.list.grid, "з")  # the key P of the Russian layout
    assert first not in shown(tab)
    assert window.notice.text()
    window.undo()
    assert first in shown(tab)

    tab.list.select_link(who)
    answer(until="+5", reason="сверка")
    tab.take(Do.PAUSE)
    assert stocked.pauses.on(TODAY)
    window.undo()

    tab.list.select_link(who)
    answer(amount="5 тыс", reason="брак", answer_by="+2")
    tab.take(Do.DISPUTE)
    assert stocked.disputes.list(TODAY, who)[0].amount == 5_000_00
    window.undo()

    tab.list.select_link(who)
    answer(owner="Начальник", basis="два месяца")
    tab.take(Do.HAND_OVER)
    assert stocked.handovers.list(TODAY, who)[0].owner == "Начальник"
    tab.choose_manager("Начальник")
    assert shown(tab) == [first]
    tab.choose_manager("")
    window.undo()
    assert not stocked.handovers.list(TODAY, who)


def test_a_promise_is_moved(tab: WorkTab, window: MainWindow, stocked: Ledger) -> None:
    who = client(stocked, MAGNUM)
    due = date(2026, 11, 25)
    stocked.work.record(NewContact(who, TODAY, result="x", promise_due=due, promise_amount=10_000_00))
    stocked.today = lambda: due
    window.reload()
    assert tab.list.select_link(who)
    answer(due="пт", amount="12 тыс")
    tab.take(Do.MOVE)
    states = {p.state.value: p.amount for p in stocked.work.promises(due, who)}
    assert states == {"moved": 10_000_00, "open": 12_000_00}


def test_the_pane_tells_whom_to_ask_for_and_what_to_say(tab: WorkTab, stocked: Ledger, qtbot: QtBot) -> None:
    who = client(stocked, LES)
    stocked.dossier.set_person(Person(0, who, "Мария", "бухгалтер", Part.NEITHER, phone="111"))
    stocked.dossier.set_person(Person(0, who, "Лесной", "директор", Part.PAYS, phone="+7 495 000-00-00"))
    tab.list.select_link(who)
    qtbot.waitUntil(lambda: tab.pane.who.whole().startswith("Лесной · директор"))
    assert "+7 495 000-00-00" in tab.pane.who.whole()
    assert "УПД 1109" in tab.pane.say.text()
    assert formats.roubles_sign(627_000_00) in tab.pane.say.text()
    assert tab.pane.chips[0].text().endswith(formats.days(84))


def test_the_card_opens_from_the_pane(tab: WorkTab, window: MainWindow) -> None:
    tab.take(Do.CARD)
    assert window.pages.currentIndex() == CLIENTS


def test_an_empty_book_says_what_the_list_is_made_of(qtbot: QtBot, ledger: Ledger) -> None:
    tab = WorkTab()
    qtbot.addWidget(tab)
    tab.bind(ledger)
    tab.reload(TODAY)
    tab.show()
    assert tab.welcome.isVisible()
    assert not tab.malicious.isVisible()
    assert tab.pane.brief is None
    tab.log_call()


def test_the_card_asks_the_same_as_the_list(tab: WorkTab, window: MainWindow, stocked: Ledger, qtbot: QtBot) -> None:
    who = client(stocked, MAGNUM)
    line = stocked.worklist.line(who, TODAY)
    assert line is not None
    window.open_client(who)
    assert window.clients.card.step_text() == work_words(line)
    answer(until="+5", reason="ждут кредит")
    window.clients.take_step(Do.PUT_OFF)
    assert stocked.worklist.line(who, TODAY) is None
    qtbot.waitUntil(lambda: window.clients.card.step_text() != work_words(line))


def test_talks_after_the_report_stand_on_the_card(window: MainWindow, stocked: Ledger) -> None:
    who = client(stocked, MAGNUM)
    stocked.today = lambda: date(2026, 11, 26)
    stocked.work.record(NewContact(who, date(2026, 11, 26), result="обещали"))
    window.open_client(who)
    card = window.clients.card.card
    assert card is not None
    assert [contact.result for contact in card.contacts] == ["обещали"]


def test_a_working_day_begins_with_the_work(window: MainWindow, stocked: Ledger) -> None:
    assert window.pages.currentIndex() == CLIENTS
    stocked.today = lambda: date(2026, 11, 22)  # a Sunday
    window.begin_day()
    assert window.pages.currentIndex() == CLIENTS
    stocked.today = lambda: TODAY
    window.begin_day()
    assert window.pages.currentIndex() == WORK


def test_a_day_without_work_begins_with_clients(qtbot: QtBot, ledger: Ledger) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    window.attach(ledger)
    window.begin_day()
    assert window.pages.currentIndex() == CLIENTS


def test_bookkeepings_answer(tab: WorkTab, stocked: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """The money came: off the list until the next report. It did not: a call."""
    load(stocked, debts(TODAY, MAGNUM_NEW, name="отчёт3.xlsx"), vanished=Vanished.PAID)
    stocked.today = lambda: date(2026, 11, 27)
    tab.reload(TODAY)
    tab.choose_kind(ActionKind.CHECK)
    assert shown(tab) == [MAGNUM]
    monkeypatch.setattr("app.ui.work_acts.choose", lambda *_words: 0)
    tab.take(Do.BOOKKEEPING)
    assert shown(tab) == []


def test_the_monthly_list_is_printed_and_told(
    tab: WorkTab, window: MainWindow, stocked: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers: list[Document] = []
    monkeypatch.setattr("app.ui.paper.show_paper", lambda _parent, paper: papers.append(paper))
    assert tab.malicious.isVisible()
    tab.malicious.click()
    assert LES in repr(papers[0])
    assert not stocked.worklist.today(TODAY).count(ActionKind.MALICIOUS)
    window.undo()
    assert stocked.worklist.today(TODAY).count(ActionKind.MALICIOUS)


def test_sheets_by_manager(tab: WorkTab, stocked: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    papers: list[Document] = []
    monkeypatch.setattr("app.ui.paper.show_paper", lambda _parent, paper: papers.append(paper))
    tab.papers.sheets()
    assert [section.title for section in papers[0].sections] == ["Васильева", "Гордеев"]
    table = next(block.table for block in papers[0].sections[0].blocks if isinstance(block, TableBlock))
    assert [row.situation.client for row in table.rows] == [LES]
    assert table.columns[0].value(table.rows[0]) == client(stocked, LES)
    assert document_bytes(papers[0]).startswith(b"%PDF-")


def test_whoever_is_not_called_stands_on_no_sheet(
    tab: WorkTab, window: MainWindow, stocked: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client whose promise is waited for is on the list of malicious debtors, and is not rung."""
    papers: list[Document] = []
    monkeypatch.setattr("app.ui.paper.show_paper", lambda _parent, paper: papers.append(paper))
    who = client(stocked, LES)
    due = date(2026, 11, 27)
    stocked.work.record(NewContact(who, date(2026, 11, 20), result="x", promise_due=due, promise_amount=627_000_00))
    window.reload()
    assert LES in shown(tab)
    tab.papers.sheets()
    assert [section.title for section in papers[0].sections] == ["Гордеев"]
    tab.choose_manager("Васильева")
    tab.papers.sheets()
    assert len(papers) == 1
    assert window.notice.text()


def test_answers_from_sheets_are_written_in_one_operation(tab: WorkTab, window: MainWindow, stocked: Ledger) -> None:
    first, second = client(stocked, LES), client(stocked, MAGNUM)

    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, AnswersDialog)
        dialog.text.setPlainText(f"{first} 1 27.11 100т\n{second} 9")
        assert dialog.fault.text()
        assert not dialog.go.isEnabled()
        dialog.accept()
        assert dialog.isVisible()
        dialog.text.setPlainText(f"{first} 1 27.11 100т\n{second} 3; потом")
        dialog.accept()

    meanwhile(fill)
    tab.papers.answers()
    promise = stocked.clients.contacts(first, TODAY)[0].promise
    assert promise is not None
    assert (promise.amount, promise.due) == (100_000_00, date(2026, 11, 27))
    assert stocked.clients.contacts(second, TODAY)[0].note == "потом"
    window.undo()
    assert not stocked.clients.contacts(first, TODAY)
    assert not stocked.clients.contacts(second, TODAY)


def test_the_regulation_is_changed_and_undone(tab: WorkTab, window: MainWindow, stocked: Ledger) -> None:
    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, RegulationDialog)
        dialog._as_in_rules()
        assert (dialog.rules().remind_before, dialog.rules().check_after) == (2, 1)
        dialog.sums["critical_sum"].setText("80 тыс")
        dialog.since.setText("нет такого дня")
        dialog.accept()
        assert dialog.isVisible()
        dialog.since.setText("23.11.2026")
        dialog.accept()

    meanwhile(fill)
    tab.papers.rules()
    rules = stocked.worklist.regulation(TODAY)
    assert (rules.remind_before, rules.check_after, rules.critical_sum) == (2, 1, 80_000_00)
    assert stocked.worklist.regulation(date(2026, 11, 22)).remind_before == 3
    window.undo()
    assert stocked.worklist.regulation(TODAY).remind_before == 3


def test_keys_of_the_window_act_on_the_client_to_call(
    tab: WorkTab, window: MainWindow, stocked: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[int] = []
    monkeypatch.setattr("app.ui.dossier_window.open_dossier", lambda *asked: opened.append(asked[2]))
    who = client(stocked, LES)
    menu = window.findChild(WindowMenu)
    assert menu is not None
    tab.list.select_link(who)
    menu._file()
    assert opened == [who]
    assert window.pages.currentIndex() == WORK
    window.show_tab(CLIENTS)
    window.open_client(client(stocked, MAGNUM))
    menu._file()
    assert opened == [who, client(stocked, MAGNUM)]


def test_a_narrow_list_keeps_the_sums(tab: WorkTab, window: MainWindow, qtbot: QtBot) -> None:
    """What is owed and since when is read without a scroll bar; the manager stands at the right too."""

    def columns() -> list[str]:
        return [column.key for column in tab.list.model.table.columns]

    window.resize(1092, 614)
    qtbot.waitUntil(lambda: "manager" not in columns())
    assert {"points", "client", "action", "overdue", "days"} <= set(columns())
    assert not tab.list.grid.horizontalScrollBar().isVisible()
    window.resize(1366, 740)
    qtbot.waitUntil(lambda: "manager" in columns())
