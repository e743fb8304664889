"""Whose payment it is: a client for a payer whom the book does not know, or another one than it took."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app import formats
from app.domain.allocation import Payment
from app.domain.client import ClientRow
from app.i18n import _
from app.reports.payment_tables import payments_word
from app.ui.client_picker import ClientPicker
from app.ui.controls import button, label
from app.ui.theme import theme


class PayerDialog(QDialog):
    """``same``: payments of this payer in the book, this one among them."""

    def __init__(self, parent: QWidget, payment: Payment, clients: Sequence[ClientRow], same: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Whose payment is it"))
        self._client_id = payment.client_id
        self.picker = ClientPicker(_("choose a client"))
        self.picker.set_clients(clients)
        if payment.client_id:
            self.picker.choose(payment.client_id)
        self.go = button(_("This is the client"), self.accept, "accent")
        self.go.setDefault(True)
        px = theme().px
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(18), px(24), px(18))
        layout.setSpacing(px(10))
        layout.addWidget(label(payment.payer, "title", wrap=True))
        layout.addWidget(label(_facts(payment), "muted", wrap=True))
        layout.addWidget(label(payment.purpose, "", wrap=True))
        layout.addWidget(self.picker)
        layout.addWidget(label(_effect(same, known=bool(payment.client_id)), "muted", wrap=True))
        layout.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button(_("Cancel"), self.reject))
        foot.addWidget(self.go)
        layout.addLayout(foot)
        self.resize(px(560), self.sizeHint().height())
        self.picker.chosen.connect(lambda _client: self._settle())
        self._settle()
        self.picker.setFocus()

    def ask(self) -> int:
        """The client's id; 0 when the person changed their mind."""
        agreed = self.exec() == QDialog.DialogCode.Accepted
        chosen = self.picker.client_id()
        self.deleteLater()
        return chosen or 0 if agreed else 0

    def _settle(self) -> None:
        chosen = self.picker.client_id()
        self.go.setEnabled(chosen is not None and chosen != self._client_id)


def _facts(payment: Payment) -> str:
    parts = [formats.day(payment.day), formats.money_sign(payment.amount)]
    if payment.inn:
        parts.append(_("INN {inn}").format(inn=payment.inn))
    return " · ".join(parts)


def _effect(same: int, *, known: bool) -> str:
    words = _("It holds for all payments of this payer in the book: {count}.").format(count=payments_word(same))
    if not known:
        words += " " + _("Coming statements will know the payer too.")
    return words + " " + _("Ctrl+Z takes it back.")
