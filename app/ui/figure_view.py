"""A matplotlib figure in the window, with a mark under the mouse.

matplotlib is imported when the first figure is shown. Redrawing a figure costs tens of milliseconds, so the
mark and its words are painted by Qt over the figure and never touch it.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import _
from app.ui.theme import theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said at one place of the figure: ``at`` is a coordinate of the data along the axis."""

    at: float
    title: str
    lines: tuple[str, ...]


class FigureView(QWidget):
    """Shows one figure at a time. Left and right move the mark when the keyboard is here; ``picked(mark)``: a
    click on a marked place, or Enter."""

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas: Any = None
        self.overlay = _Overlay(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Chart"))

    def show_figure(self, figure: "Figure | None", marks: Sequence[Mark] = (), *, upright: bool = False) -> None:
        """Show a figure with its marks (ascending). ``upright``: the data run down the vertical axis."""
        if self._canvas is not None:
            self._layout.removeWidget(self._canvas)
            self._canvas.deleteLater()
            self._canvas = None
        if figure is not None:
            from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg

            self._canvas = FigureCanvasQTAgg(figure)  # type: ignore[no-untyped-call] # matplotlib has no types here
            self._canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._layout.addWidget(self._canvas)
        self.overlay.read(figure, marks, upright=upright)
        self.overlay.raise_()

    def figure(self) -> "Figure | None":
        """What is shown."""
        return None if self._canvas is None else self._canvas.figure

    def marked(self) -> Mark | None:
        """The mark on screen."""
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
    """A line through the nearest data and a small box of words."""

    def __init__(self, parent: FigureView) -> None:
        super().__init__(parent)
        self._view = parent
        self.setMouseTracking(True)
        self._axes: list[Any] = []
        self._marks: tuple[Mark, ...] = ()
        self._upright = False
        self._chosen: int | None = None

    def read(self, figure: "Figure | None", marks: Sequence[Mark], *, upright: bool) -> None:
        self._axes = list(figure.axes) if figure is not None else []
        self._marks = tuple(sorted(marks, key=lambda mark: mark.at))
        self._upright = upright
        self.choose(None)

    def mark(self) -> Mark | None:
        return None if self._chosen is None else self._marks[self._chosen]

    def choose(self, index: int | None) -> None:
        if index != self._chosen:
            self._chosen = index
        self.update()

    def walk(self, step: int) -> None:
        if self._marks:
            last = len(self._marks) - 1
            start = (-1 if step > 0 else last + 1) if self._chosen is None else self._chosen
            self.choose(max(0, min(last, start + step)))

    def _frame(self) -> QRectF:
        """The rectangle of all axes in widget pixels."""
        from matplotlib.transforms import Bbox

        box = Bbox.union([axes.get_window_extent() for axes in self._axes])
        ratio = self.devicePixelRatioF()
        height = self.height() * ratio
        return QRectF(box.x0 / ratio, (height - box.y1) / ratio, box.width / ratio, box.height / ratio)

    def _pixel(self, at: float) -> float:
        """Where a coordinate of the data lies, in widget pixels."""
        ratio = self.devicePixelRatioF()
        if self._upright:
            return float(self.height() - self._axes[0].transData.transform((0.0, at))[1] / ratio)
        return float(self._axes[0].transData.transform((at, 0.0))[0] / ratio)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._axes or not self._marks or not self._frame().contains(event.position()):
            self.choose(None)
            return
        here = event.position().y() if self._upright else event.position().x()
        self.choose(_nearest([self._pixel(mark.at) for mark in self._marks], here))

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
        frame, at = self._frame(), self._pixel(mark.at)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colour("muted"), 1, Qt.PenStyle.DashLine))
        if self._upright:
            painter.drawLine(QPointF(frame.left(), at), QPointF(frame.right(), at))
        else:
            painter.drawLine(QPointF(at, frame.top()), QPointF(at, frame.bottom()))
        self._paint_words(painter, mark, frame, at)
        painter.end()

    def _paint_words(self, painter: QPainter, mark: Mark, frame: QRectF, at: float) -> None:
        look = theme()
        bold, plain = look.font(12, bold=True), look.font(12)
        pad, step = look.px(8), QFontMetricsF(plain).height() + 2
        width = max(
            [QFontMetricsF(bold).horizontalAdvance(mark.title)]
            + [QFontMetricsF(plain).horizontalAdvance(line) for line in mark.lines]
        )
        size = (width + 2 * pad, step * (1 + len(mark.lines)) + 2 * pad - 2)
        box = _beside(frame, at, size, upright=self._upright, gap=look.px(10))
        painter.setPen(look.colour("strong_line"))
        painter.setBrush(look.colour("panel"))
        painter.drawRoundedRect(box, look.px(6), look.px(6))
        painter.setPen(look.colour("ink"))
        top = box.top() + pad
        for number, line in enumerate((mark.title, *mark.lines)):
            painter.setFont(plain if number else bold)
            row = QRectF(box.left() + pad, top + number * step, width + 1, step)
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line)


def _nearest(places: Sequence[float], here: float) -> int:
    """Index of the place nearest to ``here``; places may ascend or descend."""
    if places[0] > places[-1]:
        return len(places) - 1 - _nearest(places[::-1], here)
    index = bisect_left(places, here)
    if index == 0:
        return 0
    if index == len(places):
        return len(places) - 1
    return index if places[index] - here < here - places[index - 1] else index - 1


def _beside(frame: QRectF, at: float, size: tuple[float, float], *, upright: bool, gap: float) -> QRectF:
    """A box of this size beside the mark, inside the frame."""
    width, height = size
    if upright:
        top = min(max(at - height / 2, frame.top()), frame.bottom() - height)
        return QRectF(frame.right() - width - gap, top, width, height)
    left = at + gap if at + gap + width <= frame.right() else at - gap - width
    return QRectF(max(left, frame.left()), frame.top() + gap, width, height)
