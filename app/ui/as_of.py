"""The as-of date: a button in the top bar, a calendar and the dates of the reports."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QFont, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app import formats
from app.i18n import _
from app.ui.controls import label
from app.ui.theme import theme

_SHOWN = 60


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
        popup = AsOfPopup(self, self._day, self._reports)
        popup.chosen.connect(self.chosen)
        corner = self.mapToGlobal(QPoint(self.width(), self.height() + theme().px(4)))
        popup.adjustSize()
        popup.move(corner.x() - popup.width(), corner.y())
        popup.show()


class AsOfPopup(QFrame):
    """A calendar with the days of reports in bold, beside the list of reports."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, day: date, reports: Sequence[date]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "panel")
        self.calendar = QCalendarWidget()
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self._mark(reports)
        self.reports = QListWidget()
        self.reports.setFixedWidth(theme().px(150))
        for report in list(reversed(reports))[:_SHOWN]:
            self.reports.addItem(formats.day(report))
        self._days = list(reversed(reports))[:_SHOWN]
        side = QVBoxLayout()
        side.addWidget(label(_("Reports"), "small"))
        side.addWidget(self.reports)
        layout = QHBoxLayout(self)
        layout.addWidget(self.calendar)
        if reports:
            layout.addLayout(side)
        self.calendar.clicked.connect(self._take_day)
        self.calendar.activated.connect(self._take_day)
        self.reports.itemClicked.connect(lambda _item: self._take_report())
        self.reports.itemActivated.connect(lambda _item: self._take_report())

    def _mark(self, reports: Sequence[date]) -> None:
        known = QTextCharFormat()
        known.setFontWeight(QFont.Weight.DemiBold)
        known.setForeground(theme().colour("accent"))
        for report in reports:
            self.calendar.setDateTextFormat(QDate(report.year, report.month, report.day), known)
        plain = QTextCharFormat()
        plain.setForeground(theme().colour("ink"))
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(weekend, plain)

    def _take_day(self, day: QDate) -> None:
        self._take(date(day.year(), day.month(), day.day()))

    def _take_report(self) -> None:
        row = self.reports.currentRow()
        if row >= 0:
            self._take(self._days[row])

    def _take(self, day: date) -> None:
        if self.isVisible():
            self.hide()
            self.chosen.emit(day)
            self.close()
