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


class Header(QHeaderView):
    """Muted titles over a hairline; a small triangle tells the sort."""

    def __init__(self, view: "TableView") -> None:
        super().__init__(_HORIZONTAL, view)
        self._view = view
        self.dragging = False
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(theme().px(24))
        self.setFixedHeight(theme().px(30))

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
        if sort:
            self._triangle(painter, rect, align)
        painter.setFont(lines.small)
        painter.setPen(lines.ink if sort else lines.muted)
        title = lines.small_metrics.elidedText(column.title, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, align, title)

    def _triangle(self, painter: QPainter, rect: QRect, align: int) -> None:
        """Beside the title, in the margin of the column: down for falling, up for rising."""
        lines, model = self._view.lines, self._view.model
        half = max(3, lines.margin * 3 // 8)
        text = lines.small_metrics.horizontalAdvance(model.table.columns[model.sorted_by or 0].title)
        if align == RIGHT:
            x = max(rect.right() - lines.margin - text - half - 1, rect.left() + half)
        else:
            x = min(rect.left() + lines.margin + text + half + 2, rect.right() - half)
        tip = half // 2 if model.descending else -half // 2
        y = rect.center().y()
        painter.setBrush(lines.muted)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(QPolygon([QPoint(x - half, y - tip), QPoint(x + half, y - tip), QPoint(x, y + tip)]))
