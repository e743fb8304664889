"""Lines of the debt card that say what is known of the client and of its group."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.traits import Holding, Trait, Traits
from app.i18n import _
from app.reports.trait_tables import holding_words
from app.ui.controls import Elided, button
from app.ui.theme import theme

_TOLD = (Trait.KIND, Trait.SIZE, Trait.REGION, Trait.LEGAL_FORM)
"""What stands here; the share of core assortment and the average order stand with the terms."""


class AboutClient(QWidget):
    """``edit_wanted``: change what is known; ``group_wanted``: show the members of the group."""

    edit_wanted = Signal()
    group_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.known = Elided("", "muted")
        self.edit = button("", self.edit_wanted.emit, "link")
        self.edit.setToolTip(_("What is known of the client (F2)"))
        self.group = Elided("", "muted")
        self.members = button(_("Show members"), self.group_wanted.emit, "link")
        self._group_line = QWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(2))
        layout.addLayout(_line(self.known, self.edit))
        self._group_line.setLayout(_line(self.group, self.members))
        layout.addWidget(self._group_line)

    def show_client(self, traits: Traits | None, holding: Holding | None) -> None:
        """Another client; without traits nothing is said."""
        self.setVisible(traits is not None)
        if traits is None:
            return
        self.known.set_text(known_words(traits))
        self.known.setVisible(bool(self.known.whole()))
        self.edit.setText(_("Change…") if traits.own else _("Say its type, region, group…"))
        self._group_line.setVisible(holding is not None)
        if holding is not None:
            self.group.set_text(_("Group of related clients {words}").format(words=holding_words(holding)))


def known_words(traits: Traits) -> str:
    """``сеть · крупный · Тверь · ООО``."""
    return " · ".join(words for trait in _TOLD if (words := traits.text(trait)))


def _line(words: Elided, act: QPushButton) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(theme().px(10))
    line.addWidget(words)
    line.addWidget(act)
    line.addStretch(1)
    return line
