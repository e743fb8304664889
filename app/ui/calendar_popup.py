"""The calendar under the as-of button, with the dates of the reports beside it."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QFont, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QListWidget, QToolButton, QVBoxLayout, QWidget

from app import formats
from app.i18n import _
from app.ui.controls import label
from app.ui.theme import icon, theme

_SHOWN = 60


class AsOfPopup(QFrame):
    """A calendar with the days of reports in bold, beside the list of reports."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, day: date, reports: Sequence[date]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "panel")
        self._taken = False
        self.calendar = QCalendarWidget()
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        for name, picture in (("qt_calendar_prevmonth", "previous"), ("qt_calendar_nextmonth", "next")):
            arrow = self.calendar.findChild(QToolButton, name)
            if isinstance(arrow, QToolButton):
                arrow.setIcon(icon(picture))
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
        """Once: a double click is both a click and an activation."""
        if not self._taken:
            self._taken = True
            self.close()
            self.chosen.emit(day)
