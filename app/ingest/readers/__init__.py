"""Readers of containers: bytes -> sheets. They run only in the child."""

from collections.abc import Iterable, Iterator, Sequence

from app.ingest.container import Kind
from app.ingest.refusal import Refusal
from app.ingest.sheet import Sheet, Stream
from app.ingest.wire import CELLS_LIMIT

ROWS_LIMIT = 500_000


def sheets_of(kind: Kind, data: bytes, second: bool = False) -> Iterator[Stream]:
    """The sheets of a workbook, one at a time, each to be read before the next. ``second``: by the other library,
    the first one having died.

    Raises ``Refusal`` and, being at the mercy of libraries and files, anything else.
    """
    weight = _Weight()
    for stream in _read(kind, data, second):
        yield Stream(stream.sheet, weight.rows(stream.rows), min(stream.height, ROWS_LIMIT))
    if not weight.filled:
        raise Refusal("blank")


def _read(kind: Kind, data: bytes, second: bool) -> Iterator[Stream]:
    if kind in (Kind.XLSX, Kind.XLSB, Kind.ODS):
        from app.ingest.readers.workbook import read_workbook

        return read_workbook(kind, data, second)
    return (Stream(sheet, sheet.rows, len(sheet.rows)) for sheet in _whole(kind, data))


def _whole(kind: Kind, data: bytes) -> Iterator[Sheet]:
    """Sheets of the readers that know a sheet only as a whole."""
    if kind is Kind.XLS:
        from app.ingest.readers.xls import read_xls

        return read_xls(data)
    if kind is Kind.HTML:
        from app.ingest.readers.html import read_html

        return read_html(data)
    if kind is Kind.XML2003:
        from app.ingest.readers.xml2003 import read_xml2003

        return read_xml2003(data)
    from app.ingest.readers.text import read_text

    return read_text(data)


class _Weight:
    """Rows weighed as they pass, without the empty tail: formatting alone may stretch a sheet to a million rows."""

    def __init__(self) -> None:
        self.filled = False

    def rows(self, rows: Iterable[Sequence[object]]) -> Iterator[Sequence[object]]:
        """The rows of one sheet. Raises ``Refusal``."""
        empty: list[Sequence[object]] = []
        count = cells = 0
        for row in rows:
            count += 1
            cells += len(row)
            if not any(row) and not any(cell is not None and cell != "" for cell in row):  # 0 and False are filled
                empty.append(row)
                continue
            if count > ROWS_LIMIT or cells > CELLS_LIMIT:
                raise Refusal("rows")
            self.filled = True
            yield from empty
            empty.clear()
            yield row
