"""Twelve months at once: working days and days off, turned by a click or the space bar."""

from calendar import monthrange
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import formats
from app.domain.calendar import WorkCalendar
from app.i18n import _
from app.reports.table import Tone
from app.ui.theme import theme

_ACROSS, _DOWN, _WEEKS = 4, 3, 6
_DAY = timedelta(days=1)
_MONTHS = ("Январь", "Февраль", "Март", "Апрель", "Май", "Июнь", "Июль", "Август", "Сентябрь", "Октябрь", "Ноябрь",
           "Декабрь")  # fmt: skip
_WEEK = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")


class YearCalendar(QWidget):
    """``turned(day)``: the day should become the other kind; ``moved(day)``: the cursor stands on another day."""

    turned = Signal(object)
    moved = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.year = date.min.year
        self.day = date.min
        self._calendar = WorkCalendar()
        self._own: AbstractSet[date] = frozenset()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Working days of the year"))
        theme().changed.connect(self.update)

    def show_year(self, year: int, calendar: WorkCalendar, own: AbstractSet[date] = frozenset()) -> None:
        """Another year, or the same one after a change; ``own`` days were set by hand."""
        self._calendar, self._own = calendar, own
        if year != self.year:
            self.year = year
            self.day = date(year, 1, 1)
        self.update()

    def go(self, day: date) -> None:
        """Put the cursor on a day of the year."""
        if day.year == self.year:
            self.day = day
            self.setAccessibleDescription(self.words(day))
            self.moved.emit(day)
            self.update()

    def words(self, day: date) -> str:
        """«12.06.2026: выходной, по таблице программы»."""
        kind = _("working day") if self._calendar.works(day) else _("day off")
        words = f"{_WEEK[day.weekday()]}, {formats.day(day)}: {kind}"
        if day in self._own:
            return words + ", " + _("marked by hand")
        return words + ", " + _("by the program's table") if day in self._calendar.exceptions else words

    def sizeHint(self) -> QSize:
        return QSize(theme().px(760), theme().px(470))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(560), theme().px(300))

    def rect_of(self, day: date) -> QRectF:
        """Where a day stands."""
        month = self._month_rect(day.month)
        cell_w, cell_h = month.width() / 7, month.height() / (_WEEKS + 2)
        place = date(day.year, day.month, 1).weekday() + day.day - 1
        return QRectF(
            month.left() + (place % 7) * cell_w, month.top() + (place // 7 + 2) * cell_h, cell_w, cell_h
        )  # fmt: skip

    def day_at(self, x: float, y: float) -> date | None:
        """The day under a point."""
        day = date(self.year, 1, 1)
        while day.year == self.year:
            if self.rect_of(day).contains(x, y):
                return day
            day += _DAY
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move by a day and a week, pages by a month, space and Enter turn the day."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7,
                 Qt.Key.Key_PageUp: -28, Qt.Key.Key_PageDown: 28}  # fmt: skip
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self.go(self.day + timedelta(days=step))
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.turned.emit(self.day)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses a day."""
        day = self.day_at(event.position().x(), event.position().y())
        if day is not None:
            self.go(day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click turns it."""
        day = self.day_at(event.position().x(), event.position().y())
        if day is not None:
            self.go(day)
            self.turned.emit(day)

    def event(self, event: QEvent) -> bool:
        """The tooltip of the day under the mouse."""
        if isinstance(event, QHelpEvent):
            day = self.day_at(event.pos().x(), event.pos().y())
            self.setToolTip(self.words(day) if day is not None else "")
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for month in range(1, 13):
            self._draw_month(painter, month)

    def _month_rect(self, month: int) -> QRectF:
        gap = theme().px(18)
        width = (self.width() - gap * (_ACROSS - 1)) / _ACROSS
        height = (self.height() - gap / 2 * (_DOWN - 1)) / _DOWN
        column, line = (month - 1) % _ACROSS, (month - 1) // _ACROSS
        return QRectF(column * (width + gap), line * (height + gap / 2), width, height)

    def _draw_month(self, painter: QPainter, month: int) -> None:
        look = theme()
        rect = self._month_rect(month)
        cell_w, cell_h = rect.width() / 7, rect.height() / (_WEEKS + 2)
        painter.setFont(look.font(bold=True))
        painter.setPen(look.colour("ink"))
        left = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(QRectF(rect.left(), rect.top(), rect.width(), cell_h), left, _MONTHS[month - 1])
        painter.setFont(look.font(11))
        painter.setPen(look.colour("muted"))
        for number, name in enumerate(_WEEK):
            spot = QRectF(rect.left() + number * cell_w, rect.top() + cell_h, cell_w, cell_h)
            painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), name)
        for number in range(1, monthrange(self.year, month)[1] + 1):
            self._draw_day(painter, date(self.year, month, number))

    def _draw_day(self, painter: QPainter, day: date) -> None:
        look = theme()
        spot = self.rect_of(day).adjusted(1, 1, -1, -1)
        works, weekend = self._calendar.works(day), day.weekday() >= 5
        paint = look.paint(Tone.RED if not works and not weekend else Tone.YELLOW if works and weekend else Tone.NONE)
        painter.setPen(Qt.PenStyle.NoPen)
        if paint.fill is not None:
            painter.setBrush(paint.fill)
            painter.drawRoundedRect(spot, look.px(3), look.px(3))
        if day == self.day:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(look.colour("accent" if self.hasFocus() else "muted"))
            painter.drawRoundedRect(spot, look.px(3), look.px(3))
        painter.setPen(paint.ink if works or not weekend else look.colour("muted"))
        painter.setFont(look.font(12, bold=day in self._own))
        painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), str(day.day))
