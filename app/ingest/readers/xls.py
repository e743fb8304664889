"""Old .xls by xlrd: it survives damage that kills calamine, and it tells outline levels and hidden rows."""

from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

from app.ingest.refusal import Refusal
from app.ingest.sheet import Cell, Row, Sheet, Unreadable


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
