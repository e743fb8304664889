"""Setting by hand what a payment covers: documents of its client open on its day, a sum typed for each."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app import formats
from app.domain.allocation import Payable, Payment, Why
from app.domain.money import BadValue, Kopecks
from app.errors import InputRefused
from app.i18n import _
from app.reports.payment_tables import choices_table, document_word
from app.ui.controls import Elided, button, label, panel, say
from app.ui.notice import Notice
from app.ui.table_view import TableView
from app.ui.theme import theme
from app.ui.typed import parse_sum

if TYPE_CHECKING:
    from app.ledger import Ledger

_STARTS = "0123456789,."


class AllocationDialog(QDialog):
    """Digits typed over the table go into the field of its row; Enter takes the sum and moves on. What the sums leave
    of the payment goes by the rule."""

    def __init__(self, parent: QWidget, ledger: "Ledger", payment: Payment) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Allocation of a payment"))
        self._ledger, self._payment = ledger, payment
        self._choices = ledger.payments.choices(payment.payment_id)
        self.given: dict[int, Kopecks] = {}
        for part in payment.parts:
            if part.invoice_id:
                self.given[part.invoice_id] = self.given.get(part.invoice_id, 0) + part.amount
        self.notice = Notice()
        self.table = TableView()
        self.edit = QLineEdit()
        self.most_button = button(_("As much as possible"), self._most, "flat")
        self._about = Elided("", "strong")
        self.rest = label("", "strong")
        self.fault = label("", "error", wrap=True)
        self.rule_button = button(_("Back to the rule"), self._by_rule, "", "undo")
        self.go = button(_("Save"), self._save, "accent")
        self._build()
        self._refill()
        if self._choices:
            self.table.select_row(0)
        self._ask()
        self.table.setFocus()

    def give(self, invoice_id: int, amount: Kopecks) -> None:
        """Set a document's sum; zero takes it off."""
        self.given.pop(invoice_id, None)
        if amount:
            self.given[invoice_id] = amount
        self._refill()

    def _build(self) -> None:
        px = theme().px
        payment = self._payment
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(18), px(24), px(18))
        layout.setSpacing(px(8))
        head = _("{who}, {day}: {sum}").format(
            who=payment.client, day=formats.day(payment.day), sum=formats.money_sign(payment.amount)
        )
        layout.addWidget(label(head, "title", wrap=True))
        if payment.purpose:
            layout.addWidget(label(payment.purpose, "muted", wrap=True))
        self.notice.say(_named_words(payment))
        layout.addWidget(self.notice)
        frame = panel()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.table, 1)
        layout.addWidget(frame, 1)
        layout.addWidget(self._strip())
        layout.addWidget(self.rest)
        layout.addWidget(self.fault)
        foot = QHBoxLayout()
        foot.addWidget(self.rule_button)
        foot.addStretch(1)
        foot.addWidget(button(_("Cancel"), self.reject))
        foot.addWidget(self.go)
        layout.addLayout(foot)
        self.rule_button.setVisible(bool(payment.sum_of(Why.HAND)))
        self.resize(px(860), px(560))

    def _strip(self) -> QWidget:
        px = theme().px
        strip = panel("strip")
        line = QHBoxLayout(strip)
        line.setContentsMargins(px(12), px(8), px(12), px(8))
        line.addWidget(self._about, 1)
        line.addWidget(label(_("from this payment, ₽"), "muted"))
        line.addWidget(self.edit)
        line.addWidget(self.most_button)
        self.edit.setAccessibleName(_("Sum from this payment"))
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.edit.setFixedWidth(px(140))
        self.edit.textEdited.connect(lambda _text: self._take())
        self.edit.installEventFilter(self)
        self.table.grid.installEventFilter(self)
        self.table.current_changed.connect(lambda _row: self._ask())
        self.table.opened.connect(lambda _row: self.edit.setFocus())
        for made in (self.go, self.rule_button, self.most_button):
            made.setAutoDefault(False)
        return strip

    def _refill(self) -> None:
        current = self._current()
        self.table.set_table(choices_table(self._choices, self.given))
        ids = [row.invoice_id for row in self.table.model.rows]
        if current is not None and current.invoice_id in ids:
            self.table.grid.blockSignals(True)
            self.table.select_row(ids.index(current.invoice_id))
            self.table.grid.blockSignals(False)
        self._settle()

    def _current(self) -> Payable | None:
        row = self.table.current()
        return row if isinstance(row, Payable) else None

    def _ask(self) -> None:
        """The line under the table speaks of the document under the cursor."""
        document = self._current()
        for made in (self.edit, self.most_button):
            made.setEnabled(document is not None)
        if document is None:
            self._about.set_text("")
            self.edit.clear()
            return
        words = [document_word(document.number)]
        if document.doc_date is not None:
            words.append(formats.day(document.doc_date))
        self._about.set_text(", ".join(words))
        amount = self.given.get(document.invoice_id, 0)
        if not self.edit.hasFocus():
            self.edit.setText(formats.money(amount) if amount else "")
        self._settle()

    def _take(self) -> None:
        """What is typed holds at once; a wrong sum is told and takes nothing."""
        document = self._current()
        if document is None:
            return
        typed = self.edit.text()
        try:
            amount = (parse_sum(typed) or 0) if typed.strip("0,. ") else 0  # a zero takes the document off
        except BadValue as error:
            self._tell(str(error))
            return
        self.give(document.invoice_id, amount)

    def _most(self) -> None:
        """All that the document and the payment leave."""
        document = self._current()
        if document is not None:
            others = sum(amount for invoice_id, amount in self.given.items() if invoice_id != document.invoice_id)
            amount = max(min(document.balance, self._payment.amount - others), 0)
            self.edit.setText(formats.money(amount) if amount else "")
            self.give(document.invoice_id, amount)

    def _settle(self) -> None:
        rest = self._payment.amount - sum(self.given.values())
        words = _("All of the payment is allocated.")
        if rest > 0:
            words = _("{sum} more: it goes by the rule, the earliest due first.").format(sum=formats.money_sign(rest))
        self.rest.setText(words if rest >= 0 else "")
        self._tell(self._fault(rest))

    def _fault(self, rest: Kopecks) -> str:
        """Why these sums cannot be kept; empty when they can."""
        for document in self._choices:
            if self.given.get(document.invoice_id, 0) > document.balance:
                return _("Document {number} had {sum} open on that day; it takes no more.").format(
                    number=document_word(document.number), sum=formats.money_sign(document.balance)
                )
        if rest < 0:
            return _("The parts are {sum} more than the payment; make one of them smaller.").format(
                sum=formats.money_sign(-rest)
            )
        return "" if self.given else _("Give at least one document a sum.")

    def _tell(self, fault: str) -> None:
        self.fault.setText(fault[:1].upper() + fault[1:])
        self.fault.setVisible(bool(fault))
        self.go.setEnabled(not fault)
        say(self.rest, "muted" if fault else "strong")

    def _save(self) -> None:
        self._write(tuple(self.given.items()))

    def _by_rule(self) -> None:
        self._write(())

    def _write(self, parts: tuple[tuple[int, Kopecks], ...]) -> None:
        try:
            self._ledger.payments.reallocate(self._payment.payment_id, parts)
        except InputRefused as error:
            self._tell(" ".join(part for part in (error.text, error.hint) if part))
            return
        self.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A digit over the table begins a sum; Enter in the field goes to the next document, the arrows too."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if watched is self.table.grid and event.text() and event.text() in _STARTS and self._current() is not None:
            self.edit.setFocus()
            self.edit.setText(event.text())
            self._take()
            return True
        moves = {Qt.Key.Key_Return: 1, Qt.Key.Key_Enter: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        step = moves.get(Qt.Key(event.key())) if watched is self.edit else None
        if step is None:
            return super().eventFilter(watched, event)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.go.isEnabled():
            self._save()
            return True
        self.table.setFocus()
        line = self.table.grid.currentIndex().row() + step
        if 0 <= line < len(self.table.model.rows):
            self.table.select_row(line)
        self._ask()
        return True


def _named_words(payment: Payment) -> str:
    """Article 319.1: what the payer named is not ours to change; only a misreading is."""
    if not payment.named:
        return ""
    return _(
        "The payer named {documents}. By law this holds (Civil Code, art. 319.1): change it only if it was misread."
    ).format(documents=", ".join(payment.named))
