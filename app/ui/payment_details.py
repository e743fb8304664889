"""One payment: who, how much and for what in the payer's words; what it covers and why; what may be done about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app import formats
from app.domain.allocation import Payment, Why
from app.i18n import _
from app.reports.payment_tables import parts_table, who_paid
from app.ui.controls import Elided, button, label, say
from app.ui.table_view import TableView
from app.ui.theme import theme

_MOST_ROWS = 5  # more parts scroll


class PaymentDetails(QFrame):
    """``allocation_wanted``, ``rule_wanted``, ``payer_wanted``: of the payment shown; ``card_wanted(client id)``."""

    allocation_wanted = Signal()
    rule_wanted = Signal()
    payer_wanted = Signal()
    card_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._payment: Payment | None = None
        self.title = Elided("", "strong")
        self.about = Elided("", "small")
        self.purpose = label("", "", wrap=True)
        self.purpose.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.same = label("", "muted", wrap=True)
        self.table = TableView()
        self.allocate_button = button(_("Change the allocation…"), self.allocation_wanted.emit)
        self.rule_button = button(_("Back to the rule"), self.rule_wanted.emit, "flat", "undo")
        self.payer_button = button("", self.payer_wanted.emit)
        self.card_button = button(_("Client's card"), self._open_card, "flat")
        self._build()

    def _build(self) -> None:
        px = theme().px
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(self.title)
        text.addWidget(self.about)
        head = QHBoxLayout()
        head.setSpacing(px(6))
        head.setContentsMargins(px(12), px(8), px(8), px(4))
        head.addLayout(text, 1)
        for made in (self.card_button, self.rule_button, self.payer_button, self.allocate_button):
            head.addWidget(made)
        words = QVBoxLayout()
        words.setContentsMargins(px(12), px(2), px(12), px(4))
        words.setSpacing(px(2))
        words.addWidget(self.purpose)
        words.addWidget(self.same)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(words)
        layout.addWidget(self.table)

    def show_payment(self, payment: Payment | None) -> None:
        """Tell of this payment; None hides the panel."""
        self._payment = payment
        known = payment is not None and bool(payment.client_id)
        self.title.set_text(_headline(payment) if payment is not None else "")
        self.about.set_text(_about(payment) if payment is not None else "")
        self.purpose.setText(payment.purpose if payment is not None else "")
        self.purpose.setVisible(bool(self.purpose.text()))
        self.same.setText(payment.same_money if payment is not None else "")
        self.same.setVisible(bool(self.same.text()))
        self.setVisible(payment is not None)
        if payment is not None:
            self.table.set_table(parts_table(payment))
            self.table.setFixedHeight(min(self.table.fitting_height(), (_MOST_ROWS + 1) * self.table.lines.height))
        self.allocate_button.setVisible(known)
        self.allocate_button.setEnabled(payment is not None and payment.amount > 0)
        self.rule_button.setVisible(payment is not None and bool(payment.sum_of(Why.HAND)))
        self.payer_button.setVisible(payment is not None)
        self.payer_button.setText(_("Another client…") if known else _("Say whose it is…"))
        say(self.payer_button, "flat" if known else "accent")
        self.card_button.setVisible(known)

    def _open_card(self) -> None:
        if self._payment is not None and self._payment.client_id:
            self.card_wanted.emit(self._payment.client_id)


def _headline(payment: Payment) -> str:
    return _("{who}, {day}: {sum}").format(
        who=who_paid(payment), day=formats.day(payment.day), sum=formats.money_sign(payment.amount)
    )


def _about(payment: Payment) -> str:
    parts = [_("No. {number}").format(number=payment.number)] if payment.number else []
    if payment.client and payment.payer and payment.payer != payment.client:
        parts.append(_("payer: {name}").format(name=payment.payer))
    if payment.inn:
        parts.append(_("INN {inn}").format(inn=payment.inn))
    if payment.named:
        parts.append(_("named by the payer: {documents}").format(documents=", ".join(payment.named)))
    return " · ".join(parts)
