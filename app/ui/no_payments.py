"""What «Оплаты» says before the first statement."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.i18n import _
from app.ui.controls import button, label
from app.ui.theme import theme


class NoPayments(QWidget):
    """``load_pressed``: choose the files."""

    load_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        px = theme().px
        drop = QFrame()
        drop.setProperty("role", "drop")
        drop.setFixedWidth(px(620))
        self.choose_button = button(_("Choose the file…"), self.load_pressed.emit, "accent", "load")
        words = (
            label(_("No payments yet"), "title"),
            label(
                _(
                    "Load a statement of the bank (1CClientBankExchange, .txt) or a register of receipts from 1C: each "
                    "payment will be set against the documents it covers, and the debt will have its days."
                ),
                wrap=True,
            ),
            label(_("Debts stay bookkeeping's: a payment the report does not show is listed, not subtracted."), "muted",
                  wrap=True),
        )  # fmt: skip
        inside = QVBoxLayout(drop)
        inside.setContentsMargins(px(40), px(32), px(40), px(32))
        inside.setSpacing(px(12))
        for word in words:
            word.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            inside.addWidget(word)
        inside.addSpacing(px(8))
        inside.addWidget(self.choose_button, 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()  # an alignment would not let the words have the height they need
        row.addStretch(1)
        row.addWidget(drop)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(row)
        layout.addStretch(3)
