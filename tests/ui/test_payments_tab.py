"""«Оплаты»: the list with its filters, where a payment went, and what a person may change about it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app import formats
from app.domain.allocation import Payment, Why
from app.i18n import _
from app.ledger import Ledger
from app.reports.document import Document, TableBlock
from app.reports.pdf import document_bytes
from app.ui.allocation_dialog import AllocationDialog
from app.ui.form import DayEdit, Form
from app.ui.main_window import CLIENTS, PAYMENTS, MainWindow
from app.ui.paper import PaperDialog
from app.ui.payer_dialog import PayerDialog
from app.ui.payments_tab import PaymentsTab, Show
from tests.ledger.stories import load, paid, registered
from tests.ui.conftest import LAST_WEEK, LES, MAGNUM, TODAY, press, write

DAY = timedelta(1)
SMALL, ALL_OF_IT, STRANGER = 100_000_00, 2_000_000_00, 50_000_50


@pytest.fixture
def paying(stocked: Ledger) -> Ledger:
    """Money after the last report: of a debtor, beyond another's debt, of a stranger; one payment it does not show."""
    statement = paid(
        TODAY + 3 * DAY,
        (LES.client, "11", TODAY + DAY, SMALL),
        (MAGNUM.client, "12", TODAY + 2 * DAY, ALL_OF_IT),
        ("ИП Незнакомец", "13", TODAY + 2 * DAY, STRANGER),
        (LES.client, "14", LAST_WEEK + DAY, 7_000_00),
        n11="Оплата по УПД № 1127 от 17.11.2026, НДС 20 %",
    )
    load(stocked, statement)
    return stocked


@pytest.fixture
def tab(desk: QWidget, paying: Ledger) -> PaymentsTab:
    """The tab over that book."""
    made = PaymentsTab(desk)
    made.bind(paying)
    paying.on_change(lambda _changes: made.reload(TODAY))
    made.resize(1200, 690)
    made.show()
    made.reload(TODAY)
    return made


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Answer the next dialog in place of its event loop."""

    def answered(kind: type[QWidget], act: Callable[..., object]) -> None:
        def run(dialog: AllocationDialog | PayerDialog) -> int:
            act(dialog)
            return dialog.result() or int(isinstance(dialog, PayerDialog))

        monkeypatch.setattr(kind, "exec", run)

    return answered


def numbers(tab: PaymentsTab) -> list[str]:
    return [row.number for row in tab.table.model.rows]


def choose(tab: PaymentsTab, number: str) -> Payment:
    tab.table.select_row(numbers(tab).index(number))
    payment = tab.current()
    assert payment is not None
    return payment


def test_payments_stand_newest_first_with_their_state_and_their_sum(tab: PaymentsTab) -> None:
    assert numbers(tab) == ["13", "12", "11", "14"]
    rows = [[cell[0] for cell in tab.table.model.cells(line)] for line in range(4)]
    assert rows[0][1] == "ИП Незнакомец"
    assert rows[0][-1] == _("payer not known")
    assert "531" in rows[1][-1].replace("\u00a0", ""), "2 000 000 less 1 469 000 of debt"
    assert rows[2][-1] == _("by the statement")
    assert tab.table.model.table.totals[0].amount == SMALL + ALL_OF_IT + STRANGER + 7_000_00


def test_each_button_counts_and_shows_its_kind(qtbot: QtBot, tab: PaymentsTab) -> None:
    counts = {which: made.text().rpartition(" ")[2] for which, made in tab.choices.items()}
    assert counts == {Show.ALL: "4", Show.UNKNOWN: "1", Show.UNREFLECTED: "1", Show.LOOSE: "1"}
    for which, found in ((Show.UNKNOWN, ["13"]), (Show.UNREFLECTED, ["14"]), (Show.LOOSE, ["12"])):
        qtbot.mouseClick(tab.choices[which], Qt.MouseButton.LeftButton)
        assert numbers(tab) == found
    press(tab.table.grid, Qt.Key.Key_Escape)
    assert len(numbers(tab)) == 4


@pytest.mark.parametrize(
    ("typed", "found"),
    [("лес", ["11", "14"]), ("1127", ["11"]), ("незнакомец", ["13"]), ("50 000,5", ["13"]), ("ничего такого", [])],
)
def test_search_finds_clients_documents_purposes_and_sums(
    qtbot: QtBot, tab: PaymentsTab, typed: str, found: list[str]
) -> None:
    tab.focus_search()
    write(tab.search, typed)
    qtbot.waitUntil(lambda: numbers(tab) == found)
    assert tab.excel_button.isEnabled() == bool(found)
    press(tab.search, Qt.Key.Key_Escape)
    assert tab.search.text() == ""
    assert len(numbers(tab)) == 4


def test_the_details_say_where_the_money_went_and_why(tab: PaymentsTab) -> None:
    choose(tab, "11")
    parts = [(part.number, part.amount, part.why) for part in tab.details.table.model.rows]
    assert parts == [("УПД 1127", SMALL, Why.NAMED)]
    assert "1127 от 17.11.2026" in tab.details.purpose.text()
    choose(tab, "13")
    assert not tab.details.allocate_button.isVisible()
    assert tab.details.payer_button.isVisible()


def test_a_changed_allocation_is_kept_undone_and_given_back_to_the_rule(
    qtbot: QtBot, tab: PaymentsTab, paying: Ledger, answer: Callable[..., None]
) -> None:
    before = paying.check().digest

    def act(dialog: AllocationDialog) -> None:
        assert [row.number for row in dialog.table.model.rows] == ["УПД 1109", "УПД 1127"]
        assert not dialog.notice.isHidden(), "the payer named a document"
        dialog.table.select_row(0)
        press(dialog.table.grid, Qt.Key.Key_6)
        write(dialog.table.grid, "6")
        dialog.edit.setText("60000")
        dialog.edit.textEdited.emit("60000")
        press(dialog.edit, Qt.Key.Key_Return)
        assert not dialog.go.isEnabled(), "60 000 and 100 000 are more than the payment"
        assert "60\u00a0000,00" in dialog.fault.text()
        dialog.edit.setText("40 тыс")
        dialog.edit.textEdited.emit("40 тыс")
        assert dialog.fault.isHidden()
        qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)

    answer(AllocationDialog, act)
    choose(tab, "11")
    with qtbot.waitSignal(tab.said):
        qtbot.mouseClick(tab.details.allocate_button, Qt.MouseButton.LeftButton)
    payment = choose(tab, "11")
    parts = {part.number: (part.amount, part.why) for part in payment.parts}
    assert parts == {"УПД 1109": (60_000_00, Why.HAND), "УПД 1127": (40_000_00, Why.HAND)}
    after = paying.check().digest
    paying.undo()
    assert paying.check().digest == before
    paying.payments.reallocate(payment.payment_id, [(part.invoice_id, part.amount) for part in payment.parts])
    assert paying.check().digest == after
    choose(tab, "11")
    qtbot.mouseClick(tab.details.rule_button, Qt.MouseButton.LeftButton)
    assert paying.check().digest == before
    assert not tab.details.rule_button.isVisible()


def test_a_document_takes_no_more_than_was_open(
    qtbot: QtBot, tab: PaymentsTab, paying: Ledger, answer: Callable[..., None]
) -> None:
    def act(dialog: AllocationDialog) -> None:
        document = dialog.table.model.rows[0]
        dialog.give(document.invoice_id, document.balance + 1)
        assert not dialog.go.isEnabled()
        assert document.number in dialog.fault.text()
        dialog.table.select_row(0)
        qtbot.mouseClick(dialog.most_button, Qt.MouseButton.LeftButton)
        assert dialog.given == {document.invoice_id: document.balance}
        assert dialog.go.isEnabled()
        assert "531\u00a0000,00" in dialog.rest.text()
        dialog.edit.setText("0")
        dialog.edit.textEdited.emit("0")
        assert not dialog.given
        assert not dialog.go.isEnabled()

    answer(AllocationDialog, act)
    before = paying.check().digest
    choose(tab, "12")
    tab.table.open_current()
    assert paying.check().digest == before, "closed without saving"


def test_what_the_ledger_refuses_is_said_in_the_dialog(tab: PaymentsTab, paying: Ledger) -> None:
    payment = choose(tab, "14")
    dialog = AllocationDialog(tab, paying, payment)
    first = dialog.table.model.rows[0]
    dialog.give(first.invoice_id, 7_000_00)
    dialog.go.click()
    assert not dialog.result()
    assert not dialog.fault.isHidden(), "the report does not say that the document was paid"
    assert dialog.fault.text()


def test_an_unknown_payer_is_named_and_that_is_undone(
    qtbot: QtBot, tab: PaymentsTab, paying: Ledger, answer: Callable[..., None]
) -> None:
    les = next(row.client_id for row in paying.clients.list(TODAY).rows if row.name == LES.client)
    before = paying.check().digest

    def act(dialog: PayerDialog) -> None:
        assert not dialog.go.isEnabled()
        dialog.picker.choose(les)
        dialog.picker.chosen.emit(les)
        assert dialog.go.isEnabled()

    answer(PayerDialog, act)
    choose(tab, "13")
    with qtbot.waitSignal(tab.said):
        tab.table.open_current()
    payment = choose(tab, "13")
    assert payment.client == LES.client
    assert [part.number for part in payment.parts] == ["УПД 1109"]
    known = paying.imports.preview_statements([paid(TODAY + 4 * DAY, ("ИП Незнакомец", "15", TODAY + 4 * DAY, 1_00))])
    assert known.names == (), "coming statements know the payer"
    paying.undo()
    assert paying.check().digest == before


def test_the_same_money_stands_once_with_both_sources(tab: PaymentsTab, paying: Ledger) -> None:
    load(paying, registered(TODAY + 3 * DAY, (LES.client, "0000-000071", TODAY + 2 * DAY, SMALL)))
    tab.reload(TODAY)
    assert numbers(tab) == ["13", "12", "11", "14"]
    payment = choose(tab, "11")
    assert "поступления.xlsx" in tab.details.same.text()
    assert tab.details.same.text() == payment.same_money


def test_an_empty_book_says_what_to_load(qtbot: QtBot, desk: QWidget, stocked: Ledger) -> None:
    tab = PaymentsTab(desk)
    tab.bind(stocked)
    tab.show()
    tab.reload(TODAY)
    assert tab.empty.isVisible()
    with qtbot.waitSignal(tab.load_requested) as heard:
        qtbot.mouseClick(tab.empty.choose_button, Qt.MouseButton.LeftButton)
    assert heard.args == [[]]


def test_the_list_is_printed(qtbot: QtBot, tab: PaymentsTab, settled: Callable[[], None]) -> None:
    qtbot.mouseClick(tab.print_button, Qt.MouseButton.LeftButton)
    settled()
    paper = tab.findChild(PaperDialog)
    assert isinstance(paper, PaperDialog)
    assert paper.preview.pages() is not None


def test_from_the_card_to_the_clients_payments_and_back(qtbot: QtBot, window: MainWindow, stocked: Ledger) -> None:
    load(stocked, paid(TODAY + 3 * DAY, (MAGNUM.client, "12", TODAY + 2 * DAY, ALL_OF_IT)))
    load(stocked, paid(TODAY + 4 * DAY, (LES.client, "11", TODAY + DAY, SMALL), name="вторая.txt"))
    magnum = next(row.client_id for row in stocked.clients.list(TODAY).rows if row.name == MAGNUM.client)
    window.open_client(magnum)
    card = window.clients.card
    assert card.card is not None
    assert (card.card.money.later, card.card.money.unallocated) == (1_469_000_00, 531_000_00)
    assert card.card.line.total == 1_469_000_00, "the debt on the day of the report is bookkeeping's"
    assert card.loose.isVisible()
    assert "531\u00a0000" in card.loose.words.whole()
    qtbot.mouseClick(card.loose.link, Qt.MouseButton.LeftButton)
    assert window.pages.currentIndex() == PAYMENTS
    tab = window.tabs[PAYMENTS]
    assert isinstance(tab, PaymentsTab)
    assert numbers(tab) == ["12"]
    assert MAGNUM.client in tab.client_button.text()
    qtbot.mouseClick(tab.details.card_button, Qt.MouseButton.LeftButton)
    assert window.pages.currentIndex() == CLIENTS
    window.show_tab(PAYMENTS)
    qtbot.mouseClick(tab.client_button, Qt.MouseButton.LeftButton)
    assert numbers(tab) == ["12", "11"]


def test_a_summary_of_a_day_has_a_page_for_each_manager(
    tab: PaymentsTab, paying: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sent at 9.30 for the working day before: on a Monday that is Friday; any other day is typed."""
    papers: list[Document] = []
    offered: list[str] = []
    monkeypatch.setattr("app.ui.payments_tab.show_paper", lambda _parent, paper: papers.append(paper))

    def ask(form: Form) -> bool:
        field = form.fields["day"]
        assert isinstance(field, DayEdit)
        offered.append(field.text())
        field.setText(formats.day(TODAY + 2 * DAY))
        form.save()
        return True

    monkeypatch.setattr(Form, "ask", ask)
    paying.today = lambda: TODAY + 7 * DAY
    assert TODAY.weekday() == 0
    tab.day_button.click()
    assert offered == [formats.day(TODAY + 4 * DAY)]
    (paper,) = papers
    by_manager = next(block.table for block in paper.sections[0].blocks if isinstance(block, TableBlock))
    assert [name for name, _mine in by_manager.rows] == ["Гордеев", ""]
    assert [sum(one.amount for one in mine) for _name, mine in by_manager.rows] == [ALL_OF_IT, STRANGER]
    assert len(paper.sections) == 3
    assert document_bytes(paper).startswith(b"%PDF-")
