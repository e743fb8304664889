"""The one table of the screen: header, rows, totals that stay in sight, copying, keys."""

from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.reports.table import Kind, RowStyle, Table
from app.ui.table_grid import Grid, Totals
from app.ui.table_model import TableModel
from app.ui.table_paint import LinePainter
from app.ui.theme import theme

__all__ = ["TableModel", "TableView"]

_SAMPLE = 200
_SEEN = 40
"""Rows whose cells are measured: of another table, and of one that only changes its rows."""
_LONGEST = 44  # characters
_LEAST_TEXT = 70
_ROWS = QItemSelectionModel.SelectionFlag.Rows


class TableView(QWidget):
    """Shows a ``Table``; its columns are as wide as what they hold. ``short_dates``: 16.08.26 for narrow places.

    ``opened(row)``: Enter or double click; ``current_changed(row)``: the row under the cursor (None
    when there is none); ``client_opened(id)``: as ``opened``, for rows whose table has a link.
    With ``by_cell`` there is a cursor of cells: ``cell_opened(row, column key)`` comes instead of those two, for the
    totals too, and ``cell_picked`` is the same with Ctrl.
    """

    opened = Signal(object)
    cell_opened = Signal(object, str)
    cell_picked = Signal(object, str)
    selection_changed = Signal()
    current_changed = Signal(object)
    client_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, short_dates: bool = False) -> None:
        super().__init__(parent)
        self.model = TableModel(self, short_dates=short_dates)
        self.lines = LinePainter()
        self.grid = Grid(self)
        self.totals = Totals(self)
        self.setFocusProxy(self.grid)
        self.grid.setModel(self.model)
        self.grid.selectionModel().currentRowChanged.connect(self._current_moved)
        self.grid.selectionModel().selectionChanged.connect(lambda _on, _off: self.selection_changed.emit())
        self.grid.header.sectionResized.connect(self._column_resized)
        self.grid.horizontalScrollBar().valueChanged.connect(self.totals.update)
        theme().changed.connect(self._repaint)
        self.by_cell = False
        self.two_line_titles = False
        """Whether long titles may go on in a second line when the columns do not fit otherwise."""
        self._by_hand = False
        self._laying_out = False
        self._natural: list[int] = []
        self._narrow: list[int] = []

    def set_table(self, table: Table[Any]) -> None:
        """Show another table. The sort stays, and so does the current client if it is still there."""
        same = tuple(c.key for c in table.columns) == tuple(c.key for c in self.model.table.columns)
        again = table.columns is self.model.table.columns
        current = self.current_link()
        self.model.set_table(table)
        if not same:
            self._by_hand = False
            self._natural, self._narrow = [], []
        self._measure(_SEEN if again else _SAMPLE)
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

    def current_column(self) -> str:
        """Key of the column under the cursor; empty when there is none."""
        index = self.grid.currentIndex()
        return self.model.table.columns[index.column()].key if index.isValid() else ""

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

    def select_row(self, line: int, column: int = 0) -> None:
        """Put the cursor on a line, counted from 0 as shown."""
        index = self.model.index(line, column)
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
        if self.by_cell:
            self.cell_opened.emit(row, self.current_column())
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
        self.grid.header.set_lines(2 if self.two_line_titles and sum(self._natural) > width > 0 else 1)
        needed = self.grid.header.height() + self.model.rowCount() * self.lines.height
        self._lay_out_columns(width - (theme().px(10) if needed + totals > height else 0))
        if self.grid.header.length() > width:
            needed += self.grid.horizontalScrollBar().sizeHint().height()
        room = height - totals
        grid_height = min(room, needed) if totals else room
        self.grid.setGeometry(0, 0, width, grid_height)
        self.totals.setGeometry(0, grid_height, width, totals)
        self.totals.update()

    def _measure(self, rows: int = _SAMPLE) -> None:
        """Pixels each column needs for its title and its first rows, and with its title in two lines. Columns never
        shrink while the table only changes its rows, lest they jump at every key of a filter."""
        lines = self.lines
        titles = [column.title for column in self.model.table.columns]
        cells = self._measure_cells(rows)
        whole = [max(lines.title_width(title), cell) for title, cell in zip(titles, cells, strict=True)]
        folded = [max(lines.folded_width(title), cell) for title, cell in zip(titles, cells, strict=True)]
        self._natural = [max(pair) for pair in zip(whole, self._natural or whole, strict=True)]
        self._narrow = [max(pair) for pair in zip(folded, self._narrow or folded, strict=True)]

    def _measure_cells(self, rows: int) -> list[int]:
        lines = self.lines
        widest = [0] * len(self.model.table.columns)
        for row in range(min(len(self.model.rows), rows)):
            heading = self.model.table.row_style(self.model.rows[row]) in (RowStyle.HEADING, RowStyle.SUBTOTAL)
            for number, cell in enumerate(self.model.cells(row)):
                widest[number] = max(widest[number], lines.cell_width(cell, bold=heading or number == 0))
        for row in self.model.table.totals:
            for number, cell in enumerate(self.model.make_cells(row)):
                widest[number] = max(widest[number], lines.cell_width(cell, bold=True))
        longest = lines.metrics.averageCharWidth() * _LONGEST
        return [min(width, longest) for width in widest]

    def _lay_out_columns(self, width: int) -> None:
        columns = self.model.table.columns
        if self._by_hand or not columns or width <= 0:
            return
        wanted = list(self._narrow if self.grid.header.lines > 1 else self._natural)
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
        """Words give way to numbers and states: wide columns lose up to a quarter, then all plain texts, unless the
        table has to be scrolled even so: then names stay legible."""
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
        if total < missing:
            return
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
