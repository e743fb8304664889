"""The rows of the one table and its totals, painted line by line, with their keys and mouse."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QMenu, QTableView, QToolTip, QWidget

from app.i18n import _
from app.reports.table import RowStyle
from app.ui.controls import plain_tip
from app.ui.table_header import Header
from app.ui.table_model import alignment
from app.ui.theme import icon

if TYPE_CHECKING:
    from app.ui.table_view import TableView

_CTRL = Qt.KeyboardModifier.ControlModifier


class Grid(QTableView):
    """The rows. Paints them itself; Qt keeps the cursor, the selection and the scrolling."""

    def __init__(self, view: "TableView") -> None:
        super().__init__(view)
        self._view = view
        self.header = Header(view)
        self.setHorizontalHeader(self.header)
        self.header.sectionClicked.connect(view.sort_by)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(view.lines.height)
        rows.setMinimumSectionSize(view.lines.height)
        rows.hide()
        self.doubleClicked.connect(lambda _index: view.open_current())

    def spans(self) -> list[tuple[int, int, int, int]]:
        """(column, x, width, alignment) of the columns in sight."""
        columns = self._view.model.table.columns
        edge = self.viewport().width()
        out = []
        for number, column in enumerate(columns):
            x, width = self.columnViewportPosition(number), self.columnWidth(number)
            if x < edge and x + width > 0:
                out.append((number, x, width, alignment(column.kind)))
        return out

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        lines, model = self._view.lines, self._view.model
        spans = self.spans()
        if not model.rows or not spans:
            self._say_empty(painter)
            return
        first = max(self.rowAt(event.rect().top()), 0)
        top = self.rowViewportPosition(first)
        bottom = event.rect().bottom()
        chosen, nowhere = self.selectionModel(), QModelIndex()
        focused = self.currentIndex().row() if self.hasFocus() else -1
        style_of = model.table.style
        for row in range(first, len(model.rows)):
            if top > bottom:
                break
            style = style_of(model.rows[row]) if style_of is not None else RowStyle.NORMAL
            selected = chosen.isRowSelected(row, nowhere)
            lines.row(painter, spans, top, model.cells(row), style, selected=selected)
            if row == focused:
                painter.fillRect(0, top, lines.bar, lines.height - 1, lines.accent)
                self._frame_cell(painter, spans, top)
            top += lines.height

    def _frame_cell(self, painter: QPainter, spans: list[tuple[int, int, int, int]], top: int) -> None:
        """Which cell Enter opens, where cells open."""
        lines, current = self._view.lines, self.currentIndex().column()
        if self._view.by_cell:
            painter.setPen(lines.accent)
            for column, x, width, _align in spans:
                if column == current:
                    painter.drawRect(x, top, width - 1, lines.height - 2)

    def _say_empty(self, painter: QPainter) -> None:
        lines = self._view.lines
        painter.setFont(lines.font)
        painter.setPen(lines.muted)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        box = self.viewport().rect().adjusted(lines.indent, lines.height, -lines.indent, 0)
        painter.drawText(box, int(flags), self._view.model.table.empty)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._view.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            index = self.currentIndex()
            if self._view.by_cell and index.isValid() and event.modifiers() & _CTRL:
                self._view.cell_picked.emit(self._view.current(), self._view.current_column())
            else:
                self._view.open_current()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        held = event.button() is Qt.MouseButton.LeftButton and event.modifiers() & _CTRL
        if self._view.by_cell and held and index.isValid():
            model = self._view.model
            self._view.cell_picked.emit(model.rows[index.row()], model.table.columns[index.column()].key)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        copy = menu.addAction(icon("copy"), _("Copy"), self._view.copy)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setEnabled(self.selectionModel().hasSelection())
        menu.addAction(icon("excel"), _("Export to Excel"), self._view.export)
        menu.addActions(self._view.actions())
        menu.exec(event.globalPos())
        menu.deleteLater()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            self._show_whole(event)
            return True
        return super().viewportEvent(event)

    def _show_whole(self, event: QHelpEvent) -> None:
        """A cut text in full. Escaped: a client's name must not become markup."""
        index = self.indexAt(event.pos())
        text = self._view.model.cells(index.row())[index.column()][0] if index.isValid() else ""
        if text and self._view.lines.width_of(text) > self.columnWidth(index.column()):
            QToolTip.showText(event.globalPos(), plain_tip(text), self)
        else:
            QToolTip.hideText()


class Totals(QWidget):
    """Total rows under the grid, in its columns."""

    def __init__(self, view: "TableView") -> None:
        super().__init__(view)
        self._view = view

    def paintEvent(self, _event: QPaintEvent) -> None:
        view = self._view
        spans = view.grid.spans()
        if not spans:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), view.lines.panel)
        for number, row in enumerate(view.model.table.totals):
            cells = view.model.make_cells(row)
            view.lines.row(painter, spans, number * view.lines.height, cells, RowStyle.NORMAL, total=True)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        view, place = self._view, event.position().toPoint()
        number, totals = place.y() // view.lines.height, view.model.table.totals
        if view.by_cell and event.button() is Qt.MouseButton.LeftButton and number < len(totals):
            for column, x, width, _align in view.grid.spans():
                if x <= place.x() < x + width:
                    view.cell_opened.emit(totals[number], view.model.table.columns[column].key)
                    return
