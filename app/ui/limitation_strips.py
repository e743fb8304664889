"""How long each overdue document can still be sued for: a thin bar from its due date to the last day, and words."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import formats
from app.domain.limitation import Nearness
from app.i18n import _
from app.reports.doubtful_tables import NEAR_TONE, nearness_word
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.ledger.doubtful import ClockLine

_ROW, _NAME, _SUM, _SIDE = 52, 170, 130, 12


class LimitationStrips(QWidget):
    """Rows with a cursor moved by arrows and clicks; ``opened``: Enter or a double click on a row;
    ``moved(row)``: the cursor stands elsewhere."""

    opened = Signal()
    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[ClockLine, ...] = ()
        self.row = 0
        self._as_of = date.min
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Limitation of actions"))
        theme().changed.connect(self.update)

    def show_lines(self, lines: Sequence["ClockLine"], as_of: date) -> None:
        """Other documents, or another day."""
        self.lines, self._as_of = tuple(lines), as_of
        self.row = min(self.row, max(0, len(self.lines) - 1))
        self.setAccessibleDescription("; ".join(f"{one.item.number}: {strip_words(one)}" for one in self.lines[:20]))
        self.setFixedHeight(max(1, len(self.lines)) * theme().px(_ROW))
        self.update()

    def current(self) -> "ClockLine | None":
        """The document under the cursor."""
        return self.lines[self.row] if self.lines else None

    def sizeHint(self) -> QSize:
        return QSize(theme().px(600), max(1, len(self.lines)) * theme().px(_ROW))

    def row_rect(self, row: int) -> QRectF:
        """Where a row stands."""
        high = theme().px(_ROW)
        return QRectF(0, row * high, self.width(), high)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter opens."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None:
            self._go(self.row + step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses a row."""
        self._go(int(event.position().y()) // theme().px(_ROW))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens it."""
        self._go(int(event.position().y()) // theme().px(_ROW))
        self.opened.emit()

    def _go(self, row: int) -> None:
        self.row = max(0, min(row, len(self.lines) - 1))
        self.moved.emit(self.row)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, line in enumerate(self.lines):
            if self.row_rect(number).intersects(QRectF(event.rect())):
                self._draw(painter, number, line)

    def _draw(self, painter: QPainter, number: int, line: "ClockLine") -> None:
        look = theme()
        px = look.px
        rect = self.row_rect(number)
        if number == self.row and self.hasFocus():
            painter.fillRect(rect, look.colour("selection"))
        painter.setPen(look.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        left = rect.left() + px(_SIDE)
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.setFont(look.font(bold=number == self.row))
        painter.setPen(look.colour("ink"))
        name = QFontMetrics(painter.font()).elidedText(line.item.number, Qt.TextElideMode.ElideRight, px(_NAME))
        painter.drawText(QRectF(left, rect.top(), px(_NAME), rect.height()), middle, name)
        painter.setFont(look.font())
        money = QRectF(left + px(_NAME), rect.top(), px(_SUM - 12), rect.height())
        right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(money, right, formats.roubles_sign(line.item.balance))
        room = QRectF(left + px(_NAME + _SUM), rect.top(), 0, rect.height())
        room.setRight(rect.right() - px(_SIDE))
        self._draw_bar(painter, room, line)
        words = QRectF(room.left(), rect.top() + px(24), room.width(), px(22))
        tone = look.paint(NEAR_TONE[line.clock.warning])
        near = line.clock.warning in (Nearness.ONE, Nearness.OVER)
        painter.setPen(tone.ink if near else look.colour("muted"))
        painter.setFont(look.font(12))
        text = QFontMetrics(painter.font()).elidedText(
            strip_words(line), Qt.TextElideMode.ElideRight, int(words.width())
        )
        painter.drawText(words, middle, text)

    def _draw_bar(self, painter: QPainter, room: QRectF, line: "ClockLine") -> None:
        """From the due date to the last day; what has passed is filled, the restart and today are marked."""
        look = theme()
        px = look.px
        clock = line.clock
        whole = max(1, (clock.expires - clock.due).days)

        def place(day: date) -> float:
            return room.left() + room.width() * min(1.0, max(0.0, (day - clock.due).days / whole))

        bar = QRectF(room.left(), room.top() + px(14), room.width(), px(6))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("line"))
        painter.drawRoundedRect(bar, px(3), px(3))
        passed = QRectF(bar)
        passed.setLeft(place(clock.since))
        passed.setRight(place(self._as_of))
        fill = look.paint(NEAR_TONE[clock.warning])
        painter.setBrush(fill.ink if clock.warning is not Nearness.NONE else look.colour("muted"))
        painter.drawRoundedRect(passed, px(3), px(3))
        if clock.restarted_by is not None:
            painter.setBrush(look.colour("kept"))
            painter.drawEllipse(QPointF(place(clock.since), bar.center().y()), px(5), px(5))
        painter.setPen(QPen(look.colour("ink"), px(2)))
        today = place(self._as_of)
        painter.drawLine(QPointF(today, bar.top() - px(4)), QPointF(today, bar.bottom() + px(4)))


def strip_words(line: "ClockLine") -> str:
    """«срок 20.11.2023, последний день 20.11.2026, осталось 5 дней; прервана: акт от 01.03.2025»."""
    clock = line.clock
    parts = [
        _("due {day}").format(day=formats.day(clock.due)),
        _("last day {day}").format(day=formats.day(clock.expires)),
        _("expired {days} ago").format(days=formats.days(-clock.days_left)) if clock.days_left < 0
        else _("{days} left").format(days=formats.days(clock.days_left)),
    ]  # fmt: skip
    if clock.restarted_by is not None:
        paper = f"{clock.restarted_by.document}, {formats.day(clock.restarted_by.day)}"
        parts.append(_("restarted by: {paper}").format(paper=paper))
    if clock.stopped:
        parts.append(_("claims added {days}").format(days=formats.days(clock.stopped)))
    near = nearness_word(clock.warning)
    words = ", ".join(parts)
    return f"{near[:1].upper()}{near[1:]}: {words}" if near else words[:1].upper() + words[1:]
