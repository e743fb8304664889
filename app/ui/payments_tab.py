"""Оплаты: money as banks and registers tell it, newest first, over where the chosen payment went and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app import formats
from app.domain.allocation import Payment, Why
from app.i18n import _
from app.reports.payment_tables import payments_table
from app.ui.choice import choice, reword
from app.ui.controls import button, panel
from app.ui.filled import filled
from app.ui.form import DayEdit, Form
from app.ui.no_payments import NoPayments
from app.ui.paper import show_paper
from app.ui.payment_details import PaymentDetails
from app.ui.tab import Tab
from app.ui.table_view import TableView
from app.ui.theme import icon, theme

if TYPE_CHECKING:
    from app.ledger import Ledger

_SEARCH_DELAY_MS = 120


class Show(Enum):
    """Which payments are listed: all, or those with a part of this reason."""

    ALL = None
    UNKNOWN = Why.UNMATCHED
    UNREFLECTED = Why.UNREFLECTED
    LOOSE = Why.ADVANCE

    def passes(self, payment: Payment) -> bool:
        """Whether a payment is listed."""
        return self is Show.ALL or any(part.why is self.value for part in payment.parts)

    def words(self, count: int) -> str:
        """The button's words."""
        text = {
            Show.ALL: _("All: {n}"),
            Show.UNKNOWN: _("Payer not known: {n}"),
            Show.UNREFLECTED: _("Not in the report: {n}"),
            Show.LOOSE: _("Not allocated: {n}"),
        }[self]
        return text.format(n=formats.decimal(count, 0))


class PaymentsTab(Tab):
    """The list is the same on any date: money that came since the last report is what one looks for here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = _("Payments")
        self._ledger: Ledger | None = None
        self._as_of: date | None = None
        self._all: tuple[Payment, ...] = ()
        self._words: dict[int, str] = {}
        self._client: tuple[int, str] | None = None
        self.shown = Show.ALL
        self._group = QButtonGroup(self)
        self.choices = {one: self._choice(one) for one in Show}
        self.choices[Show.ALL].setChecked(True)
        self.search = QLineEdit()
        self.client_button = button("", lambda: self.show_client(0, ""), "choice")
        self.excel_button = button(_("Excel"), self._export, "", "excel")
        self.print_button = button(_("Print"), self.print_out, "", "print")
        self.day_button = button(_("Summary of a day…"), self.print_day)
        self.table = TableView()
        self.details = PaymentDetails()
        self.empty = NoPayments()
        self._stack = QStackedWidget()
        self._timer = QTimer(self, singleShot=True, interval=_SEARCH_DELAY_MS)
        self._build()
        self._wire()

    def bind(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def reload(self, as_of: date) -> None:
        assert self._ledger is not None, "bind comes first"
        self._as_of = as_of
        self._all = self._ledger.payments.list()
        self._words = {}
        self._stack.setCurrentIndex(1 if self._all else 0)
        self._filter()

    def show_only(self, which: Show) -> None:
        """All payments, or one kind of them."""
        self.shown = which
        self.choices[which].setChecked(True)
        self._filter()

    def show_client(self, client_id: int, name: str) -> None:
        """Payments of one client; of all with 0."""
        self._client = (client_id, name) if client_id else None
        self.client_button.setText(_("Client: {name}").format(name=name) if client_id else "")
        self.client_button.setVisible(bool(client_id))
        self.client_button.setChecked(bool(client_id))
        if client_id:
            self.search.clear()
            self.show_only(Show.ALL)
        else:
            self._filter()

    def focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def clear_filters(self) -> None:
        """Everything again."""
        self.search.clear()
        self.show_only(Show.ALL)
        self.show_client(0, "")

    def allocate(self) -> None:
        """«Изменить разнесение…» for the payment under the cursor; an unknown payer is named first."""
        from app.ui.allocation_dialog import AllocationDialog

        payment = self.current()
        if payment is None or self._ledger is None:
            return
        if not payment.client_id:
            self.name_payer()
        elif payment.amount > 0:
            dialog = AllocationDialog(self, self._ledger, payment)
            if dialog.exec():
                self.toast(_("The allocation is changed."))
            dialog.deleteLater()

    def back_to_rule(self) -> None:
        """Forget what was set by hand."""
        payment = self.current()
        if payment is not None and self._ledger is not None:
            self._ledger.payments.reallocate(payment.payment_id, ())
            self.toast(_("The payment is allocated by the rule again."))

    def name_payer(self) -> None:
        """«Указать клиента…»."""
        from app.ui.payer_dialog import PayerDialog

        payment, ledger = self.current(), self._ledger
        if payment is None or ledger is None or self._as_of is None:
            return
        same = sum(1 for one in self._all if (one.payer, one.inn) == (payment.payer, payment.inn))
        dialog = PayerDialog(self, payment, ledger.clients.list(self._as_of).rows, same)
        client_id = dialog.ask()
        if client_id:
            ledger.payments.name_payer(payment.payment_id, client_id)
            self.toast(_("The payer is named."))

    def current(self) -> Payment | None:
        """The payment under the cursor."""
        row = self.table.current()
        return row if isinstance(row, Payment) else None

    def print_out(self) -> None:
        """The table as shown, on paper."""
        from app.reports.document import of_table

        if self._as_of is not None and self._ledger is not None:
            show_paper(self, of_table(self.table.table(), self._as_of, self._ledger.policy.company(), ""))

    def print_day(self) -> None:
        """«Сводка за день…»: what came on a day, a page for each manager; by default on the working day before, which
        in the morning is the newest day that is whole."""
        from app.reports.payment_day import day_summary

        ledger = self._ledger
        if ledger is None:
            return
        today = ledger.today()
        note = _("On a Monday the day before is Friday; «today» gives what came up to now.")
        form = Form(self, _("Summary of a day"), "", note, _("Show"))
        day = form.add("day", _("Day"), DayEdit(today, ledger.law.calendar().add(today, -1)))
        chosen: list[date] = []
        form.save = lambda: chosen.append(day.needed())
        if form.ask():
            show_paper(self, day_summary(ledger.payments.of_day(chosen[-1]), chosen[-1], ledger.policy.company()))

    def _export(self) -> None:
        self.table.export()

    def _filter(self) -> None:
        """Rows that pass, in memory; the cursor stays on its payment."""
        current = self.current()
        rows: Sequence[Payment] = self._found([p for p in self._all if self._of_client(p)])
        for one, made in self.choices.items():
            reword(made, one.words(sum(map(one.passes, rows))))
        rows = [payment for payment in rows if self.shown.passes(payment)]
        table = payments_table(rows, self._title(), _("No payment fits. Esc shows all of them"))
        self.table.set_table(filled(table))
        if rows:
            wanted = current.payment_id if current is not None else 0
            ids = [row.payment_id for row in self.table.model.rows]
            self.table.select_row(ids.index(wanted) if wanted in ids else 0)
        for made in (self.excel_button, self.print_button):
            made.setEnabled(bool(rows))
        self.details.show_payment(self.current())

    def _of_client(self, payment: Payment) -> bool:
        return self._client is None or payment.client_id == self._client[0]

    def _title(self) -> str:
        """What an export or a paper is called: what was chosen stands in it."""
        parts = [_("Payments")]
        if self._client is not None:
            parts.append(self._client[1])
        if self.shown is not Show.ALL:
            parts.append(self.shown.words(0).partition(":")[0].lower())
        if self.search.text().strip():
            parts.append(f"«{self.search.text().strip()}»")
        return ", ".join(parts)

    def _found(self, rows: Sequence[Payment]) -> Sequence[Payment]:
        """Payments whose client, payer, number, purpose or sum holds every word typed."""
        from app.domain.names import search_text

        typed = self.search.text().strip()
        if not typed:
            return rows
        words = search_text(typed).split()
        joined = "".join(typed.split()).replace(",", ".")  # «150 000,50» is one sum
        return [
            row
            for row in rows
            if all(word in self._words_of(row) for word in words) or formats.amount(row.amount).startswith(joined)
        ]

    def _words_of(self, row: Payment) -> str:
        from app.domain.names import search_text

        known = self._words.get(row.payment_id)
        if known is None:
            documents = (part.number for part in row.parts)
            known = search_text(row.client, row.payer, row.inn, row.number, row.purpose, *documents)
            self._words[row.payment_id] = known
        return known

    def _choice(self, which: Show) -> QPushButton:
        return choice(self._group, "", lambda: self.show_only(which))

    def _build(self) -> None:
        px = theme().px
        self.search.setPlaceholderText(_("Find a client, purpose, sum…  Ctrl+F"))
        self.search.setAccessibleName(_("Search"))
        self.search.setMinimumWidth(px(160))
        self.client_button.setToolTip(_("Show the payments of all clients"))
        self.client_button.setIcon(icon("close", "muted"))
        self.client_button.setVisible(False)
        bar = QHBoxLayout()
        bar.setSpacing(px(8))
        for made in self.choices.values():
            bar.addWidget(made)
        bar.addWidget(self.client_button)
        bar.addWidget(self.search, 1)
        bar.addWidget(self.day_button)
        bar.addWidget(self.excel_button)
        bar.addWidget(self.print_button)
        frame = panel()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.table)
        page = QWidget()
        full = QVBoxLayout(page)
        full.setContentsMargins(0, 0, 0, 0)
        full.setSpacing(px(10))
        full.addLayout(bar)
        full.addWidget(frame, 1)
        full.addWidget(self.details)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(14), px(10), px(14), px(10))
        layout.addWidget(self._stack)

    def _wire(self) -> None:
        self.empty.load_pressed.connect(lambda: self.load_requested.emit([]))
        self._timer.timeout.connect(self._filter)
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.search.installEventFilter(self)
        self.table.grid.installEventFilter(self)
        self.table.current_changed.connect(lambda _row: self.details.show_payment(self.current()))
        self.table.opened.connect(lambda _row: self.allocate())
        self.details.allocation_wanted.connect(self.allocate)
        self.details.rule_wanted.connect(self.back_to_rule)
        self.details.payer_wanted.connect(self.name_payer)
        self.details.card_wanted.connect(self.open_client)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search box the arrows move the list; Esc shows everything again from both."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() == Qt.Key.Key_Escape:
            self.clear_filters()
            return True
        if watched is self.search:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
                self.table.grid.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.table.setFocus()
                return True
        return super().eventFilter(watched, event)
