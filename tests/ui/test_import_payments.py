"""The check of a bank statement: who the payers are said to be, and where each payment would go."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.allocation import Why
from app.i18n import _
from app.ledger import Ledger
from app.ui.import_dialog import ImportDialog, headline
from app.ui.import_pages import MONEY, NAMES, CountCard
from tests.ledger.stories import load, paid, registered
from tests.ui.conftest import LES, MAGNUM, TODAY

DAY = timedelta(1)
STATEMENT = paid(
    TODAY + DAY,
    (MAGNUM.client, "12", TODAY + DAY, 2_000_000_00),
    ("Русский лес АО", "13", TODAY + DAY, 50_000_00),
    ("ИП Незнакомец", "14", TODAY + DAY, 1_000_00),
)


def opened(desk: QWidget, ledger: Ledger) -> ImportDialog:
    dialog = ImportDialog(desk, ledger, (), ledger.imports.preview_statements([STATEMENT]))
    dialog.open()
    return dialog


def card(dialog: ImportDialog, key: str) -> CountCard:
    return next(made for made in dialog.findChildren(CountCard) if made.page.key == key and not made.isHidden())


def test_no_answer_leaves_the_money_apart_and_the_dialog_says_so(
    qtbot: QtBot, desk: QWidget, stocked: Ledger, settled: Callable[[], None]
) -> None:
    dialog = opened(desk, stocked)
    assert "3" in headline(dialog.preview)
    assert card(dialog, NAMES).isChecked(), "unknown payers are asked about first"
    assert dialog.names.hint.isVisible()
    model = dialog.names.table.model
    who = next(column for column in model.table.columns if column.key == "who")
    assert {who.value(row) for row in model.rows} == {_("not known, the payment stays apart")}
    assert dialog.names.who.itemData(0) is None
    assert dialog.names.who.itemData(1) == 0, "a new client is an answer"
    assert dialog.answers().names == {}
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    settled()
    assert {payment.number for payment in stocked.payments.unmatched()} == {"13", "14"}
    assert len(stocked.clients.list(TODAY).rows) == 3


def test_each_payment_shows_where_it_would_go_and_why(
    qtbot: QtBot, desk: QWidget, stocked: Ledger, settled: Callable[[], None]
) -> None:
    dialog = opened(desk, stocked)
    qtbot.mouseClick(card(dialog, MONEY), Qt.MouseButton.LeftButton)
    rows = [(row.payment.number, row.amount, row.part and row.part.why) for row in dialog.table.model.rows]
    assert sorted(rows, key=str) == sorted(
        [
            ("12", 1_469_000_00, Why.DUE),
            ("12", 531_000_00, Why.ADVANCE),
            ("13", 50_000_00, Why.UNMATCHED),
            ("14", 1_000_00, Why.UNMATCHED),
        ],
        key=str,
    )
    qtbot.mouseClick(card(dialog, NAMES), Qt.MouseButton.LeftButton)
    names = [row.name for row in dialog.names.table.model.rows]
    les = next(row.client_id for row in stocked.clients.list(TODAY).rows if row.name == LES.client)
    dialog.names.table.select_row(names.index("Русский лес АО"))
    dialog.names.who.activated.emit(dialog.names.who.findData(les))
    dialog.names.table.select_row(names.index("ИП Незнакомец"))
    dialog.names.who.activated.emit(dialog.names.who.findData(0))
    qtbot.mouseClick(card(dialog, MONEY), Qt.MouseButton.LeftButton)
    settled()
    proposed = {row.payment.number: row for row in dialog.table.model.rows}
    assert proposed["13"].payment.client == LES.client
    assert proposed["13"].part.number == "УПД 1109"
    assert proposed["14"].payment.client == "ИП Незнакомец"
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    settled()
    assert stocked.payments.unmatched() == ()
    assert len(stocked.clients.list(TODAY).rows) == 4


def test_money_that_is_in_the_book_is_said_with_both_sources(qtbot: QtBot, desk: QWidget, stocked: Ledger) -> None:
    load(stocked, registered(TODAY + DAY, (MAGNUM.client, "0000-000071", TODAY, 2_000_000_00)))
    dialog = opened(desk, stocked)
    qtbot.mouseClick(card(dialog, "twins"), Qt.MouseButton.LeftButton)
    cells = [cell[0] for cell in dialog.table.model.cells(0)]
    assert "поступления.xlsx" in cells[-1]
    assert "выписка.txt" in cells[-1]


def test_a_client_is_typed_and_taken_by_enter_without_accepting(
    qtbot: QtBot, desk: QWidget, stocked: Ledger, settled: Callable[[], None]
) -> None:
    dialog = opened(desk, stocked)
    picker = dialog.names.picker
    edit = picker.lineEdit()
    assert edit is not None
    qtbot.mouseClick(edit, Qt.MouseButton.LeftButton)
    assert edit.selectedText() == picker.itemText(0), "what is typed replaces what stood there"
    edit.setText(picker.itemText(1))
    qtbot.keyClick(picker, Qt.Key.Key_Return)
    settled()
    assert dialog.isVisible(), "Enter has not accepted the statement"
    assert list(dialog.answers().names.values()) == [picker.itemData(1)]
