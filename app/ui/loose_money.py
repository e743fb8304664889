"""A line of the debt card: the client's money that lessens no debt, and the way to its payments."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.client import ClientCard
from app.i18n import _
from app.reports.payment_tables import loose_words
from app.ui.controls import Elided, button
from app.ui.theme import theme


class LooseMoneyLine(QWidget):
    """``wanted``: show the client's payments."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = Elided("", "strong")
        self.link = button(_("Payments"), self.wanted.emit, "link")
        self.link.setToolTip(_("All payments of the client and what they cover"))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme().px(10))
        line.addWidget(self.words)
        line.addWidget(self.link)
        line.addStretch(1)

    def show_card(self, card: ClientCard) -> None:
        """Say what is loose; nothing hides the line."""
        words = loose_words(card.money)
        self.words.set_text(words[:1].upper() + words[1:])
        self.setVisible(bool(self.words.whole()))
