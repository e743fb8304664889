"""Draws the lines of a table: hairlines, zones, chips. Shared by the grid and the totals under it.

The grid paints itself line by line instead of going through a delegate: one Python call per line and none per
cell, so that a hundred thousand rows scroll as well as thirty.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from app.reports.table import RowStyle, Tone
from app.ui.table_model import Cell, Look
from app.ui.theme import Paint, theme

_ELIDE = Qt.TextElideMode.ElideRight
_NO_PEN = Qt.PenStyle.NoPen
_BOLD_STYLES = (RowStyle.HEADING, RowStyle.SUBTOTAL)


class LinePainter:
    """Brushes and fonts of one table, made once per theme."""

    def __init__(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Take colours and sizes from the theme in force."""
        look = theme()
        self.height = look.px(30)
        self.margin = look.px(8)
        self.indent = look.px(16)
        self.chip_height = look.px(20)
        self.radius = look.px(4)
        self.bar = look.px(3)
        self.font: QFont = look.font()
        self.bold: QFont = look.font(bold=True)
        self.small: QFont = look.font(12)
        self.metrics = QFontMetrics(self.font)
        self.bold_metrics = QFontMetrics(self.bold)
        self.small_metrics = QFontMetrics(self.small)
        self.ink = look.colour("ink")
        self.muted = look.colour("muted")
        self.accent = look.colour("accent")
        self.selection = look.colour("selection")
        self.panel = look.colour("panel")
        self.line = QPen(look.colour("line"))
        self.strong = QPen(look.colour("strong_line"), look.px(2))
        self.paints: dict[Tone, Paint] = {tone: look.paint(tone) for tone in Tone}

    def row(
        self,
        painter: QPainter,
        spans: Sequence[tuple[int, int, int, int]],
        top: int,
        cells: Sequence[Cell],
        style: RowStyle,
        *,
        selected: bool = False,
        total: bool = False,
    ) -> None:
        """One line at ``top``. ``spans`` are (column, x, width, alignment) of the columns to draw."""
        bold = total or style in _BOLD_STYLES
        painter.setFont(self.bold if bold else self.font)
        bottom = top + self.height - 1
        for column, x, width, align in spans:
            text, tone, look = cells[column]
            if selected:
                painter.fillRect(x, top, width, self.height, self.selection)
            left = self.margin
            if column == 0 and style is RowStyle.DETAIL:
                left += self.indent
            box = QRect(x + left, top, width - left - self.margin, self.height - 1)
            if not text:
                continue
            if look is Look.CHIP:
                self._chip(painter, box, text, self.paints[tone], bold=bold)
            else:
                if total and column == 0:
                    box.setWidth(box.width() + _empty_after(spans, cells))
                paint = self.paints[tone]
                if look is Look.FILL and paint.fill is not None:
                    painter.fillRect(x, top, width, self.height - 1, paint.fill)
                self._text(painter, box, align, text, paint.ink, bold=bold or (selected and column == 0))
        first_x, last = spans[0][1], spans[-1]
        painter.setPen(self.line)
        painter.drawLine(first_x, bottom, last[1] + last[2], bottom)
        if total or style is RowStyle.SUBTOTAL:
            painter.setPen(self.strong)
            painter.drawLine(first_x, top, last[1] + last[2], top)

    def _text(self, painter: QPainter, box: QRect, align: int, text: str, ink: QColor, *, bold: bool) -> None:
        metrics = self.bold_metrics if bold else self.metrics
        painter.setFont(self.bold if bold else self.font)
        tinted = ink is self.paints[Tone.KEPT].ink or ink is self.paints[Tone.MUTED].ink
        head, tail = _state_apart(text) if tinted else ("", text)
        if head:
            painter.setPen(self.ink)
            painter.drawText(box, align, metrics.elidedText(head, _ELIDE, box.width()))
            box = box.adjusted(metrics.horizontalAdvance(head), 0, 0, 0)
            text = tail
        if metrics.horizontalAdvance(text) > box.width():
            text = metrics.elidedText(text, _ELIDE, max(box.width(), 0))
        painter.setPen(ink)
        painter.drawText(box, align, text)

    def _chip(self, painter: QPainter, box: QRect, text: str, paint: Paint, *, bold: bool) -> None:
        head, tail = _state_apart(text)
        if head:
            metrics = self.bold_metrics if bold else self.metrics
            painter.setPen(self.ink)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), head)
            box = box.adjusted(metrics.horizontalAdvance(head), 0, 0, 0)
        word = self.small_metrics.elidedText(tail, _ELIDE, max(box.width() - 2 * self.margin, 0))
        width = self.small_metrics.horizontalAdvance(word) + 2 * self.margin
        pill = QRect(box.x(), box.y() + (box.height() - self.chip_height) // 2, width, self.chip_height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(_NO_PEN)
        painter.setBrush(paint.fill if paint.fill is not None else self.panel)
        painter.drawRoundedRect(pill, self.radius, self.radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(paint.ink)
        painter.setFont(self.small)
        painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), word)
        painter.setFont(self.bold if bold else self.font)

    def title_width(self, title: str) -> int:
        """Pixels of a header; the triangle of the sort stands in its margin."""
        return self.small_metrics.horizontalAdvance(title) + 2 * self.margin + 2

    def folded_width(self, title: str) -> int:
        """Pixels of a header in two lines."""
        words = _words(title)
        halves = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
        return min((max(map(self.title_width, pair)) for pair in halves), default=self.title_width(title))

    def title_lines(self, title: str, width: int, most: int) -> list[str]:
        """A title in at most so many lines of this many pixels, what is left over cut."""
        out = [""]
        for word in _words(title):
            longer = f"{out[-1]} {word}".strip()
            if len(out) == most or not out[-1] or self.small_metrics.horizontalAdvance(longer) <= width:
                out[-1] = longer
            else:
                out.append(word)
        return [self.small_metrics.elidedText(line, _ELIDE, width) for line in out]

    def cell_width(self, cell: Cell, *, bold: bool = False) -> int:
        """Pixels a cell needs, margins included."""
        text, _tone, look = cell
        if look is not Look.CHIP:
            return self.width_of(text, bold=bold)
        head, tail = _state_apart(text)
        return self.width_of(head, bold=bold) + self.small_metrics.horizontalAdvance(tail) + 2 * self.margin

    def width_of(self, text: str, *, bold: bool = False) -> int:
        """Pixels a cell with this text needs, margins included."""
        metrics = self.bold_metrics if bold else self.metrics
        return metrics.horizontalAdvance(text) + 2 * self.margin + 1


def _words(title: str) -> list[str]:
    """Words of a title; a unit stays with its word."""
    return title.replace(", ", ",\u00a0").split(" ") if title.endswith("₽") else title.split(" ")


def _state_apart(text: str) -> tuple[str, str]:
    """Only the state at the end is tinted: («300 000 ₽ к 11.11, », «исполнено»)."""
    for separator in (" · ", ", "):
        head, found, tail = text.rpartition(separator)
        if found:
            return head + found, tail
    return "", text


def _empty_after(spans: Sequence[tuple[int, int, int, int]], cells: Sequence[Cell]) -> int:
    """Pixels of the empty cells right of the first: the words of a total may run into them."""
    free = 0
    for column, _x, width, _align in spans[1:]:
        if cells[column][0]:
            break
        free += width
    return free
