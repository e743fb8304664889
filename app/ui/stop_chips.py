"""Chips of what must be seen of a client: as many as fit in one line, the rest behind «ещё 2»."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.marks import Mark
from app.i18n import _
from app.reports.dossier_words import mark_tip, mark_tone, mark_words
from app.reports.table import Tone
from app.ui.controls import Chip, plain_tip
from app.ui.theme import theme

_GAP = 6


class StopChips(QWidget):
    """One line that never asks for more room than it has; hidden without marks. Each chip tells its reason in its
    tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.marks: tuple[Mark, ...] = ()
        self.chips: list[Chip] = []
        self.more = Chip()
        self.more.setParent(self)
        self.setVisible(False)

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Those of another client."""
        self.marks = tuple(marks)
        for chip in self.chips:
            chip.setParent(None)
            chip.deleteLater()
        self.chips = []
        for mark in self.marks:
            chip = Chip(mark_words(mark), mark_tone(mark))
            chip.setToolTip(plain_tip(mark_tip(mark)))
            chip.setAccessibleDescription(mark_tip(mark))
            chip.setParent(self)
            self.chips.append(chip)
        self.setVisible(bool(self.marks))
        self.updateGeometry()
        self._place()

    def words(self) -> list[str]:
        """All marks in words, the hidden ones too."""
        return [chip.text() for chip in self.chips]

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(20))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, theme().px(20))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        gap = theme().px(_GAP)
        widths = [chip.sizeHint().width() for chip in self.chips]
        room = self.width()
        fit = len(widths)
        if sum(widths) + gap * (fit - 1) > room:
            spare = room - theme().px(70)
            fit, used = 0, 0
            while fit < len(widths) and used + widths[fit] <= spare:
                used += widths[fit] + gap
                fit += 1
            fit = max(1, fit)
        x = 0
        for number, chip in enumerate(self.chips):
            chip.setVisible(number < fit)
            if number < fit:
                chip.setGeometry(x, 0, min(widths[number], max(0, room - x)), chip.sizeHint().height())
                x += widths[number] + gap
        hidden = self.chips[fit:]
        self.more.show_word(_("{n} more").format(n=len(hidden)) if hidden else "", Tone.NONE)
        self.more.setToolTip(plain_tip("; ".join(chip.text() for chip in hidden)))
        self.more.setGeometry(x, 0, self.more.sizeHint().width(), self.more.sizeHint().height())
