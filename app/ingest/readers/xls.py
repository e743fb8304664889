"""Old .xls by xlrd: it survives damage that kills calamine, and it tells outline levels and hidden rows."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from io import StringIO
from typing import TYPE_CHECKING, Any

from app.ingest.refusal import Refusal
from app.ingest.sheet import Cell, Row, Sheet, Unreadable

if TYPE_CHECKING:
    import xlrd


def read_xls(data: bytes) -> Iterator[Sheet]:
    """Sheets of a BIFF workbook. Raises ``Refusal`` for a password and for damage."""
    book, formatted = _open(data)
    for index in range(book.nsheets):
        source = book.sheet_by_index(index)
        rows: list[Row] = [
            tuple(_cell(cell.ctype, cell.value, book.datemode) for cell in source.row(row))
            for row in range(source.nrows)
        ]
        levels = [0] * len(rows)
        hidden: set[int] = set()
        for row, info in source.rowinfo_map.items() if formatted else ():
            if row < len(rows):
                levels[row] = min(int(info.outline_level or 0), 7)
                if info.hidden:
                    hidden.add(row)
        if formatted and not any(levels):
            rows = [_indented(row, partial(_indent, book, source, number)) for number, row in enumerate(rows)]
        columns = [c for c, info in source.colinfo_map.items() if info.hidden] if formatted else []
        yield Sheet(
            name=source.name,
            rows=rows,
            levels=levels,
            hidden_rows=frozenset(hidden),
            hidden_columns=frozenset(columns),
            merges=tuple((r, c, rr - 1, cc - 1) for r, rr, c, cc in source.merged_cells) if formatted else (),
            hidden=bool(source.visibility),
        )


def _indent(book: "xlrd.Book", source: "xlrd.sheet.Sheet", number: int, column: int) -> int:
    return int(book.xf_list[source.cell_xf_index(number, column)].alignment.indent_level or 0)


def _indented(row: Row, depth_of: Callable[[int], int]) -> Row:
    """The row with its name begun by as many blanks as its format indents it: without an outline it is all that
    tells a group from its members."""
    for column, cell in enumerate(row[:12]):
        if isinstance(cell, str) and cell:
            depth = depth_of(column)
            return (*row[:column], " " * depth + cell, *row[column + 1 :]) if depth else row
    return row


def _open(data: bytes) -> tuple[Any, bool]:
    """The workbook, with formatting where xlrd manages it."""
    import xlrd

    try:
        return xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=StringIO()), True
    except MemoryError:
        raise
    except Exception as error:
        if "encrypted" in str(error).lower() or "password" in str(error).lower():
            raise Refusal("encrypted") from error
    try:
        return xlrd.open_workbook(file_contents=data, logfile=StringIO()), False
    except MemoryError:
        raise
    except Exception as error:
        raise Refusal("damaged") from error


def _cell(kind: int, value: object, datemode: int) -> Cell:
    import xlrd

    if kind == xlrd.XL_CELL_DATE:
        try:
            moment = xlrd.xldate_as_datetime(value, datemode)
        except (ValueError, OverflowError):
            return Unreadable("#DATE")
        return date(moment.year, moment.month, moment.day)
    if kind == xlrd.XL_CELL_ERROR:
        return Unreadable(str(xlrd.error_text_from_code.get(value, "#ERR")))
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None
    return float(str(value)) if kind == xlrd.XL_CELL_NUMBER else str(value)
