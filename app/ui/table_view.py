"""The one table of the screen: header, rows, totals that stay in sight, copying, keys."""

from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHeaderView,
    QMenu,
    QTableView,
    QToolTip,
    QWidget,
)

from app.i18n import _
from app.reports.table import Kind, RowStyle, Table
from app.ui.controls import plain_tip
from app.ui.table_header import Header
from app.ui.table_model import TableModel, alignment
from app.ui.table_paint import LinePainter
from app.ui.theme import icon, theme

__all__ = ["TableModel", "TableView"]

_SAMPLE = 200
_LONGEST = 44  # characters
_LEAST_TEXT = 70
_ROWS = QItemSelectionModel.SelectionFlag.Rows


class TableView(QWidget):
    """Shows a ``Table``; its columns are as wide as what they hold. ``short_dates``: 16.08.26 for narrow places.

    ``opened(row)``: Enter or double click; ``current_changed(row)``: the row under the cursor (None
    when there is none); ``client_opened(id)``: as ``opened``, for rows whose table has a link.
    """

    opened = Signal(object)
    selection_changed = Signal()
    current_changed = Signal(object)
    client_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, short_dates: bool = False) -> None:
        super().__init__(parent)
        self.model = TableModel(self, short_dates=short_dates)
        self.lines = LinePainter()
        self.grid = _Grid(self)
        self.totals = _Totals(self)
        self.setFocusProxy(self.grid)
        self.grid.setModel(self.model)
        self.grid.selectionModel().currentRowChanged.connect(self._current_moved)
        self.grid.selectionModel().selectionChanged.connect(lambda _on, _off: self.selection_changed.emit())
        self.grid.header.sectionResized.connect(self._column_resized)
        self.grid.horizontalScrollBar().valueChanged.connect(self.totals.update)
        theme().changed.connect(self._repaint)
        self._by_hand = False
        self._laying_out = False
        self._natural: list[int] = []

    def set_table(self, table: Table[Any]) -> None:
        """Show another table. The sort stays, and so does the current client if it is still there."""
        same = tuple(c.key for c in table.columns) == tuple(c.key for c in self.model.table.columns)
        current = self.current_link()
        self.model.set_table(table)
        if not same:
            self._by_hand = False
            self._natural = []
        self._measure()
        self._arrange()
        if current is not None:
            self.select_link(current)
        self.selection_changed.emit()

    def table(self) -> Table[Any]:
        """The table as shown: its rows in the order of the screen."""
        return self.model.shown()

    def current(self) -> Any:  # noqa: ANN401 - a row of any type
        """The row under the cursor; None when there is none."""
        index = self.grid.currentIndex()
        return self.model.rows[index.row()] if index.isValid() else None

    def current_link(self) -> int | None:
        """Client of the row under the cursor."""
        row, link = self.current(), self.model.table.link
        return link(row) if row is not None and link is not None else None

    def select_link(self, client_id: int) -> bool:
        """Put the cursor on a client's row; False when it is not in the table."""
        line = self.model.position(client_id)
        if line is not None:
            self.select_row(line)
        return line is not None

    def select_row(self, line: int) -> None:
        """Put the cursor on a line, counted from 0 as shown."""
        index = self.model.index(line, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | _ROWS
        self.grid.selectionModel().setCurrentIndex(index, flags)
        self.grid.scrollTo(index)

    def selected_rows(self) -> list[Any]:
        """Selected rows in the order of the screen."""
        chosen = self.grid.selectionModel().selection()
        parts = [chosen.at(number) for number in range(chosen.size())]
        lines = sorted({line for part in parts for line in range(part.top(), part.bottom() + 1)})
        return [self.model.rows[line] for line in lines]

    def copy(self) -> None:
        """Put the selection on the clipboard; a whole table goes with its headers and totals."""
        from app.ui.clipboard import tsv

        rows = self.selected_rows()
        if not rows:
            return
        whole = len(rows) == len(self.model.rows) and len(rows) > 1
        if whole:
            rows += self.model.table.totals
        QApplication.clipboard().setText(tsv(self.model.table.columns, rows, headers=whole))

    def export(self) -> None:
        """Write the table as shown to an XLSX file that the person names."""
        from app.ui.export import export_table

        export_table(self, self.table())

    def fitting_height(self) -> int:
        """Pixels that show every row without scrolling."""
        lines = max(self.model.rowCount(), 2) + len(self.model.table.totals)
        return self.grid.header.height() + lines * self.lines.height + 1

    def open_current(self) -> None:
        """What Enter does."""
        row = self.current()
        if row is None:
            return
        self.opened.emit(row)
        link = self.current_link()
        if link is not None:
            self.client_opened.emit(link)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(400), theme().px(240))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def sort_by(self, column: int) -> None:
        """A click on a header."""
        link = self.current_link()
        self.model.sort_by(column)
        self.grid.header.viewport().update()
        if link is not None:
            self.select_link(link)

    def _arrange(self) -> None:
        """The grid is as high as its rows, the totals follow, but never below the edge."""
        width, height = self.width(), self.height()
        totals = len(self.model.table.totals) * self.lines.height if self.model.rows else 0
        needed = self.grid.header.height() + self.model.rowCount() * self.lines.height
        self._lay_out_columns(width - (theme().px(10) if needed + totals > height else 0))
        if self.grid.header.length() > width:
            needed += self.grid.horizontalScrollBar().sizeHint().height()
        room = height - totals
        grid_height = min(room, needed) if totals else room
        self.grid.setGeometry(0, 0, width, grid_height)
        self.totals.setGeometry(0, grid_height, width, totals)
        self.totals.update()

    def _measure(self) -> None:
        """Pixels each column needs for its title and its first rows. Columns never shrink while the table only
        changes its rows, lest they jump at every key of a filter."""
        columns, lines = self.model.table.columns, self.lines
        widest = [lines.title_width(column.title) for column in columns]
        sample = [self.model.cells(row) for row in range(min(len(self.model.rows), _SAMPLE))]
        for cells in sample:
            for number, cell in enumerate(cells):
                widest[number] = max(widest[number], lines.cell_width(cell, bold=number == 0))
        for row in self.model.table.totals:
            for number, cell in enumerate(self.model.make_cells(row)):
                widest[number] = max(widest[number], lines.cell_width(cell, bold=True))
        longest = lines.metrics.averageCharWidth() * _LONGEST
        widest = [min(width, longest) for width in widest]
        before = self._natural or widest
        self._natural = [max(pair) for pair in zip(widest, before, strict=True)]

    def _lay_out_columns(self, width: int) -> None:
        columns = self.model.table.columns
        if self._by_hand or not columns or width <= 0:
            return
        wanted = list(self._natural)
        left = width - sum(wanted)
        wide = [number for number, column in enumerate(columns) if column.wide]
        if left >= 0:
            for number in wide:
                wanted[number] += left // len(wide)
        else:
            self._squeeze(wanted, -left)
        self._laying_out = True
        for number, pixels in enumerate(wanted):
            self.grid.header.resizeSection(number, pixels)
        self._laying_out = False

    def _squeeze(self, wanted: list[int], missing: int) -> None:
        """Words give way to numbers and states: wide columns lose up to a quarter, then all plain texts."""
        least = theme().px(_LEAST_TEXT)
        columns = self.model.table.columns
        for number, column in enumerate(columns):
            if column.wide:
                given = min(missing, wanted[number] // 4)
                wanted[number] -= given
                missing -= given
        if not missing:
            return
        spare = {
            number: wanted[number] - least
            for number, column in enumerate(columns)
            if column.kind is Kind.TEXT and column.tone is None and wanted[number] > least
        }
        total = sum(spare.values())
        for number, pixels in spare.items():
            wanted[number] -= min(pixels, -(-missing * pixels // total))

    def _column_resized(self, _section: int, _old: int, _new: int) -> None:
        if not self._laying_out and self.grid.header.dragging:
            self._by_hand = True
        self.totals.update()

    def _current_moved(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self.current_changed.emit(self.current())

    def _repaint(self) -> None:
        self.lines.refresh()
        self._measure()
        self.grid.verticalHeader().setDefaultSectionSize(self.lines.height)
        self._arrange()
        self.grid.viewport().update()
        self.grid.header.viewport().update()


class _Grid(QTableView):
    """The rows. Paints them itself; Qt keeps the cursor, the selection and the scrolling."""

    def __init__(self, view: TableView) -> None:
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
            top += lines.height

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
            self._view.open_current()
        else:
            super().keyPressEvent(event)

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


class _Totals(QWidget):
    """Total rows under the grid, in its columns."""

    def __init__(self, view: TableView) -> None:
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
