"""An indicator on the screen: a large card, or one line of a group; each opens the rows behind it."""

import html
from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app import formats
from app.domain.indicator_set import Alarm, HistoryPoint, Indicator
from app.i18n import _
from app.reports.indicator_tables import ALARM_TONE, change_words, value_words
from app.ui.controls import Elided, label
from app.ui.theme import theme

_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Spark(QWidget):
    """A small line of the last weeks; gaps where there was no figure, a dot on the last one."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self._values: tuple[float | None, ...] = ()
        self._size = QSize(theme().px(width), theme().px(height))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_points(self, points: Sequence[HistoryPoint]) -> None:
        """Another line; fewer than two figures draw nothing."""
        self._values = tuple(None if point.value is None else float(point.value) for point in points)
        self.update()

    def values(self) -> tuple[float | None, ...]:
        """What is drawn."""
        return self._values

    def sizeHint(self) -> QSize:
        return self._size

    def paintEvent(self, _event: QPaintEvent) -> None:
        known = [value for value in self._values if value is not None]
        if len(known) < 2:
            return
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("muted"), max(1.0, look.px(14) / 10)))
        low, span = min(known), (max(known) - min(known)) or 1.0
        edge = look.px(4)
        step = (self.width() - 2 * edge) / (len(self._values) - 1)
        room = self.height() - 2 * edge
        places = [
            None if value is None else QPointF(edge + n * step, edge + room * (1 - (value - low) / span))
            for n, value in enumerate(self._values)
        ]
        for run in _runs(places):
            painter.drawPolyline(QPolygonF(run))
        last = places[-1]
        if last is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent"))
            painter.drawEllipse(last, look.px(25) / 10, look.px(25) / 10)


def _runs(places: Sequence[QPointF | None]) -> list[list[QPointF]]:
    """Stretches without gaps."""
    out: list[list[QPointF]] = [[]]
    for place in places:
        if place is None:
            out.append([])
        else:
            out[-1].append(place)
    return [run for run in out if len(run) > 1]


class IndicatorPart(QFrame):
    """What a card and a line have in common. ``opened(key)``: the rows behind it are wanted."""

    opened = Signal(str)

    def __init__(self, key: str, spark: Spark) -> None:
        super().__init__()
        self.key = key
        self._alarm = Alarm.NONE
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.name = Elided("")
        self.figure = label(formats.DASH)
        self.change = Elided("", "small")
        self.spark = spark
        theme().changed.connect(self._tint)

    def show_indicator(self, one: Indicator, before: Decimal | int | None) -> None:
        """The figure of a period and how it moved; why it is alarming stands in its place."""
        self._alarm = one.reading.alarm
        self.name.set_text(one.definition.title)
        self.figure.setText(value_words(one.definition, one.value))
        self.change.set_text(change_words(one, before))
        self.setToolTip(tip(one))
        self.setAccessibleName(spoken(one, before))
        self._tint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit(self.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _KEYS:
            self.opened.emit(self.key)
        else:
            super().keyPressEvent(event)

    def _tint(self) -> None:
        look = theme()
        ink = look.tokens.ink if self._alarm is Alarm.NONE else look.paint(ALARM_TONE[self._alarm]).ink.name()
        self.figure.setStyleSheet(f"color: {ink};")


class IndicatorCard(IndicatorPart):
    """One of the large ones."""

    def __init__(self, key: str) -> None:
        super().__init__(key, Spark(72, 34))
        self.setProperty("role", "tile")
        self.name.setProperty("role", "small")
        self.figure.setProperty("role", "figure")
        px = theme().px
        top = QHBoxLayout()
        top.setSpacing(px(8))
        top.addWidget(self.figure)
        top.addWidget(self.spark, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(12), px(8), px(12), px(8))
        layout.setSpacing(px(3))
        layout.addWidget(self.name)
        layout.addLayout(top)
        layout.addWidget(self.change)

    def show_indicator(self, one: Indicator, before: Decimal | int | None) -> None:
        super().show_indicator(one, before)
        words = (one.reading.note, change_words(one, before)) if one.value is not None else (one.reading.reason,)
        self.change.set_text(", ".join(part for part in words if part))


class IndicatorLine(IndicatorPart):
    """One line of a group: name, figure, how it moved, the small line."""

    def __init__(self, key: str) -> None:
        super().__init__(key, Spark(64, 21))
        px = theme().px
        self.setFixedHeight(px(25))
        self.figure.setProperty("role", "strong")
        self.figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.figure.setFixedWidth(px(110))
        self.change.setFixedWidth(px(150))
        self.spark.setFixedWidth(px(64))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(12), 0, px(12), 0)
        layout.setSpacing(px(10))
        layout.addWidget(self.name, 1)
        for part in (self.figure, self.change, self.spark):
            layout.addWidget(part)

    def show_indicator(self, one: Indicator, before: Decimal | int | None) -> None:
        super().show_indicator(one, before)
        if one.reading.note:
            self.change.set_text(_note(one))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.underMouse() or self.hasFocus():
            painter = QPainter(self)
            painter.fillRect(self.rect(), theme().colour("selection" if self.hasFocus() else "hover"))

    def event(self, event: QEvent) -> bool:
        """The line lights up under the mouse and under the cursor."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave, QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().event(event)


def _note(one: Indicator) -> str:
    """Why it is alarming; a colour is never the only sign."""
    return one.reading.note[:1].upper() + one.reading.note[1:]


def tip(one: Indicator) -> str:
    """What the figure means, how it came about, where the definition is from; no markup out of words."""
    counted = one.reading.reason if one.value is None else one.reading.formula
    parts = (one.definition.text, counted, _("Source: {source}").format(source=one.definition.source))
    return "".join(f"<p>{html.escape(part)}</p>" for part in parts if part)


def spoken(one: Indicator, before: Decimal | int | None) -> str:
    """The same for those who do not see."""
    words = (value_words(one.definition, one.value), change_words(one, before), one.reading.note)
    return f"{one.definition.title}: {', '.join(part for part in words if part)}"
