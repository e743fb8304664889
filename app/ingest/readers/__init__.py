"""Readers of containers: bytes -> sheets. They run only in the child."""

from collections.abc import Iterator

from app.ingest.container import Kind
from app.ingest.refusal import Refusal
from app.ingest.sheet import Sheet

ROWS_LIMIT = 500_000
CELLS_LIMIT = 15_000_000


def sheets_of(kind: Kind, data: bytes, second: bool = False) -> Iterator[Sheet]:
    """The sheets of a workbook, one at a time. ``second``: by the other library, the first one having died.

    Raises ``Refusal`` and, being at the mercy of libraries and files, anything else.
    """
    found = False
    for sheet in _read(kind, data, second):
        _trim(sheet)
        found = found or bool(sheet.rows)
        yield sheet
    if not found:
        raise Refusal("blank")


def _read(kind: Kind, data: bytes, second: bool) -> Iterator[Sheet]:
    if kind is Kind.XLS:
        from app.ingest.readers.xls import read_xls

        return read_xls(data)
    if kind is Kind.HTML:
        from app.ingest.readers.html import read_html

        return read_html(data)
    if kind is Kind.XML2003:
        from app.ingest.readers.xml2003 import read_xml2003

        return read_xml2003(data)
    if kind is Kind.TEXT:
        from app.ingest.readers.text import read_text

        return read_text(data)
    from app.ingest.readers.workbook import read_workbook

    return read_workbook(kind, data, second)


def _trim(sheet: Sheet) -> None:
    """Cut the empty tail (formatting alone may stretch a sheet to a million rows), then weigh it."""
    rows = sheet.rows
    while rows and not any(cell is not None and cell != "" for cell in rows[-1]):
        rows.pop()
    if len(rows) > ROWS_LIMIT or sum(map(len, rows)) > CELLS_LIMIT:
        raise Refusal("rows")
    del sheet.levels[len(rows) :]
    sheet.hidden_rows = frozenset(row for row in sheet.hidden_rows if row < len(rows))
