"""xlsx, xlsb and ods: values by calamine, the rest from the XML itself; openpyxl as the second opinion.

calamine reads what 1C writes (``SharedStrings.xml`` with a capital, a wrong ``dimension``) and is ten times
faster, but knows no outline and shows an error or a formula without its result as an empty cell.
"""

import struct
import threading
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from app.ingest.container import Kind
from app.ingest.readers.sheet_xml import Marks, ods_marks, xlsx_marks
from app.ingest.sheet import Merge, Sheet, Stream, Unreadable

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_ZIP_TROUBLE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, KeyError, RuntimeError, EOFError,
    NotImplementedError, struct.error,
)  # fmt: skip


def read_workbook(kind: Kind, data: bytes, second: bool) -> Iterator[Stream]:
    """Sheets of a zipped workbook, the rows of each to be read before the next is asked for."""
    if second and kind is Kind.XLSX:
        return _by_openpyxl(data, _marks(kind, data))
    return _by_calamine(kind, data)


def _marks(kind: Kind, data: bytes) -> dict[str, Marks]:
    """Outline, hidden rows and empty formulas by sheet name; nothing when the XML is odd."""
    try:
        if kind is Kind.XLSX:
            return xlsx_marks(data)
        return ods_marks(data) if kind is Kind.ODS else {}
    except _ZIP_TROUBLE:
        return {}


class _Meanwhile:
    """Marks looked for in a thread: calamine parses without the interpreter, so the two share two processors."""

    def __init__(self, kind: Kind, data: bytes) -> None:
        self._found: dict[str, Marks] = {}
        self._trouble: BaseException | None = None
        self._thread = threading.Thread(target=self._look, args=(kind, data), daemon=True)
        self._thread.start()

    def _look(self, kind: Kind, data: bytes) -> None:
        try:
            self._found = _marks(kind, data)
        except BaseException as trouble:  # noqa: BLE001 - whatever it is, it is raised where the marks are asked for
            self._trouble = trouble

    def of(self, name: str) -> Marks:
        """The marks of a sheet. Raises what looking for them raised."""
        self._thread.join()
        if self._trouble is not None:
            raise self._trouble
        return self._found.get(name) or Marks()


def _by_calamine(kind: Kind, data: bytes) -> Iterator[Stream]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    marks = _Meanwhile(kind, data)
    with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
        for meta in workbook.sheets_metadata:
            if meta.typ is not SheetTypeEnum.WorkSheet:
                continue
            source = workbook.get_sheet_by_name(meta.name)
            merges = tuple((a, b, c, d) for (a, b), (c, d) in source.merged_cell_ranges or ())
            hidden = meta.visible is not SheetVisibleEnum.Visible
            height = source.end[0] + 1 if source.end else 0
            yield _stream(meta.name, _calamine_rows(source), height, merges, hidden, marks.of(meta.name))


def _calamine_rows(source: "CalamineSheet") -> Iterator[list[Any]]:
    """Rows from the sheet's first cell on: calamine leaves out the empty columns before its first filled one."""
    left: list[Any] = [""] * (source.start[1] if source.start else 0)
    rows: Iterator[list[Any]] = source.iter_rows() if source.start else iter(())
    return (left + row for row in rows) if left else rows


def _by_openpyxl(data: bytes, marks: dict[str, Marks]) -> Iterator[Stream]:
    """Streaming mode only: the full mode hangs on some damaged files, and the streaming one believes a wrong
    ``dimension`` unless it is reset."""
    import warnings

    from openpyxl import load_workbook

    warnings.simplefilter("ignore")
    workbook = load_workbook(BytesIO(_usual_names(data)), read_only=True, data_only=True)
    for source in workbook.worksheets:
        source.reset_dimensions()
        rows: list[Any] = [list(cells) for cells in source.iter_rows(values_only=True)]
        hidden = source.sheet_state != "visible"
        yield _stream(source.title, rows, len(rows), (), hidden, marks.get(source.title) or Marks())


def _usual_names(data: bytes) -> bytes:
    """The archive with ``sharedStrings.xml`` spelled as openpyxl expects it."""
    usual = "xl/sharedStrings.xml"
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = archive.namelist()
        if usual in names or not any(name.lower() == usual.lower() for name in names):
            return data
        copy = BytesIO()
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as target:
            for name in names:
                target.writestr(usual if name.lower() == usual.lower() else name, archive.read(name))
    return copy.getvalue()


def _stream(
    name: str, rows: Iterable[list[Any]], height: int, merges: tuple[Merge, ...], hidden: bool, marks: Marks
) -> Stream:
    sheet = Sheet(
        name=name,
        rows=[],
        levels=[marks.levels.get(row, 0) for row in range(height)] if marks.levels else [],
        hidden_rows=frozenset(marks.hidden_rows),
        hidden_columns=frozenset(marks.hidden_columns),
        merges=merges or tuple(marks.merges),
        hidden=hidden,
    )
    if marks.indents and not marks.levels:
        rows = _indented(rows, marks.indents)
    return Stream(sheet, _marked(rows, marks.unreadable) if marks.unreadable else rows, height)


def _indented(rows: Iterable[list[Any]], indents: dict[int, tuple[int, int]]) -> Iterator[list[Any]]:
    """Rows whose names begin with as many blanks as their format indents them: with no outline it is all that tells
    a group from its members."""
    for number, row in enumerate(rows):
        column, depth = indents.get(number, (0, 0))
        if depth and column < len(row) and isinstance(row[column], str) and row[column]:
            row[column] = " " * depth + row[column]
        yield row


def _marked(rows: Iterable[list[Any]], unreadable: dict[tuple[int, int], str]) -> Iterator[list[Any]]:
    """Rows with their errors and hollow formulas, which the library shows as nothing."""
    marked: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for (number, column), code in unreadable.items():
        marked[number].append((column, code))
    for number, row in enumerate(rows):
        for column, code in marked.get(number, ()):
            if column < len(row) and row[column] in ("", None, code):
                row[column] = Unreadable(code)
        yield row
