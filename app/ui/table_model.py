"""The one Qt model: a ``Table`` in the order of the screen, its texts made once per row.

Sorting is Python's over the rows themselves: Qt's proxy sorts 100,000 rows in seconds and leaves Decimal and
date unsorted.
"""

from dataclasses import replace
from datetime import date
from enum import IntEnum
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app import formats
from app.reports.table import Column, Kind, RowStyle, Table, Tone, sort_key, text_of

Index: TypeAlias = QModelIndex | QPersistentModelIndex

DISPLAY = int(Qt.ItemDataRole.DisplayRole)
ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_NOWHERE = QModelIndex()
_INKED = (Tone.NONE, Tone.MUTED, Tone.KEPT)


class Look(IntEnum):
    """How a cell is drawn."""

    PLAIN = 0
    CHIP = 1  # a word in a rounded fill
    FILL = 2  # the whole cell filled


Cell: TypeAlias = tuple[str, Tone, Look]

EMPTY: Table[Any] = Table(key="", title="", columns=(), rows=())


def alignment(kind: Kind) -> int:
    """Numbers stand right, words and dates left."""
    return LEFT if kind in (Kind.TEXT, Kind.DATE) else RIGHT


class TableModel(QAbstractTableModel):
    """``rows`` are the rows in the order shown; totals are not among them."""

    def __init__(self, parent: QObject | None = None, *, short_dates: bool = False) -> None:
        super().__init__(parent)
        self._short_dates = short_dates
        self.table: Table[Any] = EMPTY
        self.rows: list[Any] = []
        self.sorted_by: int | None = None
        self.descending = False
        self._cells: list[tuple[Cell, ...] | None] = []
        self._made: dict[int, tuple[Any, tuple[Cell, ...]]] = {}  # by identity of a row, which is held with its cells
        self._aligned: tuple[int, ...] = ()

    def set_table(self, table: Table[Any]) -> None:
        """Show another table; the sort stays when the columns are the same."""
        self.beginResetModel()
        if table.columns is not self.table.columns:
            self._made.clear()
        if tuple(c.key for c in table.columns) != tuple(c.key for c in self.table.columns):
            self.sorted_by = None
        self.table = table
        self._aligned = tuple(alignment(column.kind) for column in table.columns)
        self._arrange()
        self.endResetModel()

    def sort_by(self, column: int) -> None:
        """A click on a header: numbers fall first, words rise first; the third click restores the order."""
        falls_first = self._aligned[column] == RIGHT or self.table.columns[column].kind is Kind.DATE
        self.beginResetModel()
        if self.sorted_by != column:
            self.sorted_by, self.descending = column, falls_first
        elif self.descending == falls_first:
            self.descending = not falls_first
        else:
            self.sorted_by = None
        self._arrange()
        self.endResetModel()

    def shown(self) -> Table[Any]:
        """The table with its rows in the order of the screen: what an export should hold."""
        return replace(self.table, rows=tuple(self.rows))

    def cells(self, row: int) -> tuple[Cell, ...]:
        """Texts, tones and looks of one row, made once; a table that only changes its rows finds them made."""
        made = self._cells[row]
        if made is None:
            shown = self.rows[row]
            known = self._made.get(id(shown))
            if known is None:
                known = self._made[id(shown)] = shown, self.make_cells(shown)
            made = self._cells[row] = known[1]
        return made

    def make_cells(self, row: Any) -> tuple[Cell, ...]:  # noqa: ANN401 - rows are of any type
        """Cells of a row that need not be in the list, such as a total."""
        return tuple(_cell(column, row, self._short_dates) for column in self.table.columns)

    def position(self, link: int) -> int | None:
        """Line of the row that opens this client."""
        opens = self.table.link
        if opens is None:
            return None
        return next((line for line, row in enumerate(self.rows) if opens(row) == link), None)

    def _arrange(self) -> None:
        rows = list(self.table.rows)
        if self.sorted_by is not None:
            column = self.table.columns[self.sorted_by]
            if self.table.nested:
                rows = _sorted_groups(self.table, rows, column, self.descending)
            else:
                rows = [row for block in _blocks(self.table, rows) for row in _sorted(block, column, self.descending)]
        self.rows = rows
        self._cells = [None] * len(rows)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.table.columns)

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if role == DISPLAY:
            return self.cells(index.row())[index.column()][0]
        if role == ALIGNMENT:
            return self._aligned[index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.table.columns):
            return None
        if role == DISPLAY:
            return self.table.columns[section].title
        return self._aligned[section] if role == ALIGNMENT else None


def _cell(column: Column[Any], row: object, short_dates: bool) -> Cell:
    value = column.value(row)
    text = text_of(column, row, screen=True)
    if short_dates and isinstance(value, date):
        text = formats.short_day(value)
    if value is None:
        return text, Tone.MUTED, Look.PLAIN
    tone = column.tone(row) if column.tone is not None else Tone.NONE
    if not text or tone in _INKED:
        return text, tone, Look.PLAIN
    return text, tone, Look.CHIP if column.kind is Kind.TEXT else Look.FILL


def _blocks(table: Table[Any], rows: list[Any]) -> list[list[Any]]:
    """Groups stay together: a heading opens a block, a subtotal closes one, and both stand still."""
    if table.style is None:
        return [rows]
    blocks: list[list[Any]] = []
    fixed = (RowStyle.HEADING, RowStyle.SUBTOTAL)
    was_fixed = True
    for row in rows:
        is_fixed = table.style(row) in fixed
        if is_fixed or was_fixed:
            blocks.append([row])
        else:
            blocks[-1].append(row)
        was_fixed = is_fixed
    return blocks


def _sorted_groups(table: Table[Any], rows: list[Any], column: Column[Any], descending: bool) -> list[Any]:
    """Groups by what their headings say, and the lines of each under it."""
    members: dict[int, list[Any]] = {}
    headings: list[Any] = []
    for row in rows:
        if table.row_style(row) is RowStyle.HEADING or not headings:
            headings.append(row)
            members[id(row)] = []
        else:
            members[id(headings[-1])].append(row)
    out: list[Any] = []
    for heading in _sorted(headings, column, descending):
        out.append(heading)
        out += _sorted(members[id(heading)], column, descending)
    return out


def _sorted(rows: list[Any], column: Column[Any], descending: bool) -> list[Any]:
    """Rows by one column; those with nothing in it come last either way."""
    filled = [row for row in rows if column.value(row) not in (None, "")]
    empty = [row for row in rows if column.value(row) in (None, "")]
    return sorted(filled, key=lambda row: sort_key(column.value(row)), reverse=descending) + empty
