"""xlsx, xlsb and ods: values by calamine, the rest from the XML itself; openpyxl when calamine fails.

calamine reads what 1C writes (``SharedStrings.xml`` with a capital, a wrong ``dimension``) and is ten times
faster, but knows no outline and shows an error or a formula without its result as an empty cell.
"""

import struct
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from app.ingest.container import Kind
from app.ingest.readers.sheet_xml import Marks, ods_marks, xlsx_marks
from app.ingest.refusal import Refusal
from app.ingest.sheet import Merge, Row, Sheet, Unreadable

_ZIP_TROUBLE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, KeyError, RuntimeError, EOFError,
    NotImplementedError, struct.error,
)  # fmt: skip


def read_workbook(kind: Kind, data: bytes, second: bool) -> Iterator[Sheet]:
    """Sheets of a zipped workbook."""
    marks = _marks(kind, data)
    if second and kind is Kind.XLSX:
        yield from _by_openpyxl(data, marks)
        return
    try:
        sheets = list(_by_calamine(data, marks))
    except (KeyboardInterrupt, SystemExit, MemoryError, Refusal):
        raise
    except BaseException:  # a panic of Rust is a BaseException; the second opinion may still read the file
        if kind is not Kind.XLSX:
            raise
        sheets = list(_by_openpyxl(data, marks))
    yield from sheets


def _marks(kind: Kind, data: bytes) -> dict[str, Marks]:
    """Outline, hidden rows and empty formulas by sheet name; nothing when the XML is odd."""
    try:
        if kind is Kind.XLSX:
            return xlsx_marks(data)
        return ods_marks(data) if kind is Kind.ODS else {}
    except _ZIP_TROUBLE:
        return {}


def _by_calamine(data: bytes, marks: dict[str, Marks]) -> Iterator[Sheet]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
        for meta in workbook.sheets_metadata:
            if meta.typ is not SheetTypeEnum.WorkSheet:
                continue
            source = workbook.get_sheet_by_name(meta.name)
            rows: list[Any] = source.to_python(skip_empty_area=False)
            merges = tuple((a, b, c, d) for (a, b), (c, d) in source.merged_cell_ranges or ())
            yield _sheet(meta.name, rows, merges, meta.visible is not SheetVisibleEnum.Visible, marks.get(meta.name))


def _by_openpyxl(data: bytes, marks: dict[str, Marks]) -> Iterator[Sheet]:
    """Streaming mode only: the full mode hangs on some damaged files, and the streaming one believes a wrong
    ``dimension`` unless it is reset."""
    import warnings

    from openpyxl import load_workbook

    warnings.simplefilter("ignore")
    workbook = load_workbook(BytesIO(_usual_names(data)), read_only=True, data_only=True)
    for source in workbook.worksheets:
        source.reset_dimensions()
        rows: list[Any] = [list(cells) for cells in source.iter_rows(values_only=True)]
        yield _sheet(source.title, rows, (), source.sheet_state != "visible", marks.get(source.title))


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


def _sheet(name: str, rows: list[Any], merges: tuple[Merge, ...], hidden: bool, marks: Marks | None) -> Sheet:
    marks = marks or Marks()
    for (row, column), code in marks.unreadable.items():
        if row < len(rows) and column < len(rows[row]) and rows[row][column] in ("", None, code):
            rows[row][column] = Unreadable(code)
    tidy: list[Row] = rows
    return Sheet(
        name=name,
        rows=tidy,
        levels=[marks.levels.get(row, 0) for row in range(len(rows))] if marks.levels else [],
        hidden_rows=frozenset(marks.hidden_rows),
        hidden_columns=frozenset(marks.hidden_columns),
        merges=merges or tuple(marks.merges),
        hidden=hidden,
    )
