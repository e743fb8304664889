"""A matplotlib figure in the window, with a mark under the mouse.

matplotlib is imported when the first figure is shown. Redrawing a figure costs tens of milliseconds, so the
mark and its words are painted by Qt over the figure and never touch it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import _
from app.reports.chart import Place, Reach, Spot
from app.ui.theme import theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

CLOSE = 24
"""Pixels within which a point of the plane answers the mouse."""

WIDEST = 420
"""Pixels that the words of a mark may take before they are cut."""


class FigureView(QWidget):
    """Shows one figure at a time. Arrows move the mark when the keyboard is here; ``picked(spot)``: a click on a marked
    place, or Enter."""

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas: Any = None
        self.overlay = _Overlay(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Chart"))

    def show_figure(
        self, figure: "Figure | None", spots: Sequence[Spot] = (), reach: Reach = Reach.ACROSS, words: str = ""
    ) -> None:
        """Show a figure and what can be pointed at in it. ``words``: its finding, for those who hear the screen."""
        if self._canvas is not None:
            self._layout.removeWidget(self._canvas)
            self._canvas.deleteLater()
            self._canvas = None
        if figure is not None:
            from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg

            self._canvas = FigureCanvasQTAgg(figure)  # type: ignore[no-untyped-call] # matplotlib has no types here
            self._canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._canvas.setMinimumSize(0, 0)
            self._layout.addWidget(self._canvas)
        self.setAccessibleDescription(words)
        self.overlay.read(figure, spots, reach)
        self.overlay.raise_()

    def figure(self) -> "Figure | None":
        """What is shown."""
        return None if self._canvas is None else self._canvas.figure

    def marked(self) -> Spot | None:
        """The marked place."""
        return self.overlay.mark()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The overlay covers the figure."""
        super().resizeEvent(event)
        self.overlay.setGeometry(self.rect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk along the data without a mouse; Esc takes the mark away."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self.overlay.walk(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.marked() is not None:
            self.picked.emit(self.marked())
        elif event.key() == Qt.Key.Key_Escape and self.overlay.mark() is not None:
            self.overlay.choose(None)
        else:
            super().keyPressEvent(event)


class _Overlay(QWidget):
    """The mark of the place under the mouse and a small box of words."""

    def __init__(self, parent: FigureView) -> None:
        super().__init__(parent)
        self._view = parent
        self.setMouseTracking(True)
        self._axes: list[Any] = []
        self._spots: tuple[Spot, ...] = ()
        self._reach = Reach.ACROSS
        self._chosen: int | None = None

    def read(self, figure: "Figure | None", spots: Sequence[Spot], reach: Reach) -> None:
        self._axes = list(figure.axes) if figure is not None else []
        self._spots = tuple(sorted(spots, key=_order(reach)))
        self._reach = reach
        self.choose(None)

    def mark(self) -> Spot | None:
        return None if self._chosen is None else self._spots[self._chosen]

    def choose(self, index: int | None) -> None:
        self._chosen = index
        spot = self.mark()
        clickable = spot is not None and spot.target is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if clickable else Qt.CursorShape.ArrowCursor)
        self.update()

    def walk(self, step: int) -> None:
        if self._spots:
            last = len(self._spots) - 1
            start = (-1 if step > 0 else last + 1) if self._chosen is None else self._chosen
            self.choose(max(0, min(last, start + step)))

    def _frame(self) -> QRectF:
        """The rectangle of all axes in widget pixels."""
        from matplotlib.transforms import Bbox

        box = Bbox.union([axes.get_window_extent() for axes in self._axes])
        ratio = self.devicePixelRatioF()
        height = self.height() * ratio
        return QRectF(box.x0 / ratio, (height - box.y1) / ratio, box.width / ratio, box.height / ratio)

    def _pixels(self, places: Sequence[Place]) -> Any:  # noqa: ANN401 - an array of numpy, which is not imported here
        """Where places of the data lie, in widget pixels: rows of (x, y)."""
        found = self._axes[0].transData.transform(list(places)) / self.devicePixelRatioF()
        found[:, 1] = self.height() - found[:, 1]
        return found

    def _outline(self, spot: Spot) -> QPolygonF:
        return QPolygonF([QPointF(x, y) for x, y in self._pixels(spot.outline)])

    def _under(self, here: QPointF) -> int | None:
        """Index of the place that answers at a point of the widget."""
        if self._reach is Reach.INSIDE:
            rule = Qt.FillRule.OddEvenFill
            order = range(len(self._spots) - 1, -1, -1)
            return next((n for n in order if self._outline(self._spots[n]).containsPoint(here, rule)), None)
        pixels = self._pixels([spot.at for spot in self._spots])
        if self._reach is Reach.ACROSS:
            return int(abs(pixels[:, 0] - here.x()).argmin())
        if self._reach is Reach.DOWN:
            return int(abs(pixels[:, 1] - here.y()).argmin())
        far = ((pixels - (here.x(), here.y())) ** 2).sum(axis=1)
        nearest = int(far.argmin())
        return nearest if far[nearest] <= theme().px(CLOSE) ** 2 else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = event.position()
        inside = bool(self._axes) and bool(self._spots) and self._frame().contains(here)
        self.choose(self._under(here) if inside else None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouseMoveEvent(event)
        self._view.setFocus()
        mark = self.mark()
        if mark is not None and event.button() is Qt.MouseButton.LeftButton:
            self._view.picked.emit(mark)

    def leaveEvent(self, event: QEvent) -> None:
        self.choose(None)
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        mark = self.mark()
        if mark is None or not self._axes:
            return
        frame, look = self._frame(), theme()
        x, y = (float(value) for value in self._pixels([mark.at])[0])
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._reach is Reach.ACROSS:
            painter.setPen(QPen(look.colour("muted"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
            y = frame.top()
        elif self._reach is Reach.DOWN:
            painter.setPen(QPen(look.colour("muted"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
            x = frame.right()
        else:
            painter.setPen(QPen(look.colour("ink"), 2))
            if mark.outline:
                area = self._outline(mark)
                painter.drawPolygon(area)
                if area.boundingRect().width() < frame.width() / 4:
                    x = area.boundingRect().right()  # the words stand beside a small area, not over it
            else:
                painter.drawEllipse(QPointF(x, y), look.px(7), look.px(7))
        self._paint_words(painter, mark, QPointF(x, y))
        painter.end()

    def _paint_words(self, painter: QPainter, mark: Spot, at: QPointF) -> None:
        look = theme()
        bold, plain = look.font(12, bold=True), look.font(12)
        pad, step = look.px(8), QFontMetricsF(plain).height() + 2
        metrics = [QFontMetricsF(bold), *[QFontMetricsF(plain)] * len(mark.lines)]
        texts = [
            one.elidedText(text, Qt.TextElideMode.ElideRight, look.px(WIDEST))
            for one, text in zip(metrics, (mark.title, *mark.lines), strict=True)
        ]
        width = max(one.horizontalAdvance(text) for one, text in zip(metrics, texts, strict=True))
        box = self._beside(at, (width + 2 * pad, step * len(texts) + 2 * pad - 2))
        painter.setPen(look.colour("strong_line"))
        painter.setBrush(look.colour("panel"))
        painter.drawRoundedRect(box, look.px(6), look.px(6))
        painter.setPen(look.colour("ink"))
        for number, text in enumerate(texts):
            painter.setFont(plain if number else bold)
            row = QRectF(box.left() + pad, box.top() + pad + number * step, width + 1, step)
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _beside(self, at: QPointF, size: tuple[float, float]) -> QRectF:
        """A box of this size beside the mark, inside the widget and off the pointer."""
        width, height = size
        gap, room = theme().px(12), self.rect()
        left = at.x() + gap if at.x() + gap + width <= room.right() else at.x() - gap - width
        if self._reach is Reach.DOWN:
            left = at.x() - width - gap
        top = at.y() + gap if self._reach is Reach.ACROSS else at.y() - height / 2
        top = min(max(top, room.top() + 1), room.bottom() - height - 1)
        return QRectF(max(left, room.left() + 1), top, width, height)


def _order(reach: Reach) -> Any:  # noqa: ANN401 - a sorting key
    """The order in which arrows walk: along the axis; outlines stay as drawn."""
    if reach is Reach.INSIDE:
        return lambda _spot: 0
    if reach is Reach.DOWN:
        return lambda spot: -spot.at[1]
    return lambda spot: spot.at[0]
