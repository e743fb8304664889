"""The header of the one table: muted titles, and the sign of the sort."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPolygon
from PySide6.QtWidgets import QHeaderView

from app.ui.table_model import RIGHT, alignment
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.ui.table_view import TableView

_HORIZONTAL = Qt.Orientation.Horizontal
_HEIGHTS = {1: 30, 2: 42}
"""Pixels of a header by its lines."""


class Header(QHeaderView):
    """Muted titles over a hairline; a small triangle tells the sort."""

    def __init__(self, view: "TableView") -> None:
        super().__init__(_HORIZONTAL, view)
        self._view = view
        self.dragging = False
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(theme().px(24))
        self.lines = 1
        self.setFixedHeight(theme().px(_HEIGHTS[1]))

    def set_lines(self, lines: int) -> None:
        """Titles in one line or two."""
        if lines != self.lines:
            self.lines = lines
            self.setFixedHeight(theme().px(_HEIGHTS[lines]))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.dragging = True
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.dragging = False

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        lines, model = self._view.lines, self._view.model
        painter.fillRect(rect, lines.panel)
        painter.setPen(lines.line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if section >= len(model.table.columns):
            return
        column = model.table.columns[section]
        align = alignment(column.kind)
        box = rect.adjusted(lines.margin, 0, -lines.margin, 0)
        sort = model.sorted_by == section
        titles = lines.title_lines(column.title, box.width(), self.lines)
        if sort:
            self._triangle(painter, rect, align, max(map(lines.small_metrics.horizontalAdvance, titles)))
        painter.setFont(lines.small)
        painter.setPen(lines.ink if sort else lines.muted)
        high = lines.small_metrics.height()
        top = rect.center().y() - high * len(titles) // 2
        for number, title in enumerate(titles):
            painter.drawText(QRect(box.x(), top + number * high, box.width(), high), align, title)

    def _triangle(self, painter: QPainter, rect: QRect, align: int, text: int) -> None:
        """Beside the title, in the margin of the column: down for falling, up for rising."""
        lines, model = self._view.lines, self._view.model
        half = max(3, lines.margin * 3 // 8)
        if align == RIGHT:
            x = max(rect.right() - lines.margin - text - half - 1, rect.left() + half)
        else:
            x = min(rect.left() + lines.margin + text + half + 2, rect.right() - half)
        tip = half // 2 if model.descending else -half // 2
        y = rect.center().y()
        painter.setBrush(lines.muted)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(QPolygon([QPoint(x - half, y - tip), QPoint(x + half, y - tip), QPoint(x, y + tip)]))
