"""The as-of date: a button in the top bar that opens a calendar and the dates of the reports."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
)

from app import formats
from app.i18n import _
from app.ui.controls import label
from app.ui.theme import theme


class AsOfButton(QPushButton):
    """«На дату 23.11.2026 ▾». ``chosen(date)``: another day is wanted."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._day: date | None = None
        self._reports: tuple[date, ...] = ()
        self.setAccessibleName(_("As of date"))
        self.setToolTip(_("The date on which debts are shown"))
        self._what = label(_("As of"))
        self._value = label(formats.DASH, "strong")
        layout = QHBoxLayout(self)
        px = theme().px
        layout.setContentsMargins(px(10), 0, px(10), 0)
        layout.setSpacing(px(7))
        for part in (self._what, self._value, label("▾")):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(part)
        self.clicked.connect(self._open)
        self._fit()

    def set_day(self, day: date, reports: Sequence[date]) -> None:
        """The day in force and the dates of the accepted reports, ascending."""
        self._day, self._reports = day, tuple(reports)
        self._value.setText(formats.day(day))
        self._fit()

    def day(self) -> date | None:
        """The day in force."""
        return self._day

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            self.setMinimumWidth(layout.sizeHint().width())

    def _open(self) -> None:
        if self._day is None:
            return
        from app.ui.calendar_popup import AsOfPopup

        popup = AsOfPopup(self, self._day, self._reports)
        popup.chosen.connect(self.chosen)
        corner = self.mapToGlobal(QPoint(self.width(), self.height() + theme().px(4)))
        popup.adjustSize()
        popup.move(corner.x() - popup.width(), corner.y())
        popup.show()
