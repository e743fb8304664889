"""Workbooks made by code, of invented names: one grid, any container."""

import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook

from app.domain.statement import Severity, Statement
from app.ingest import read

Value = str | int | float | date | None
Grid = Sequence[Sequence[Value]]

REGISTER: Grid = (
    ("ООО «Торговый дом Заря»",),
    ("Реестр неоплаченных документов на 16.03.2026",),
    (),
    ("Клиент", "ИНН", "Документ", "Срок оплаты", "Сумма", "Оплачено", "Остаток", "Менеджер", "Условия оплаты"),
    ("ООО «Лютик»", "7707083893", "Реализация (акт, накладная, УПД) 0000-000101 от 02.02.2026 9:37:18",
     date(2026, 3, 4), 10000.5, 0, 10000.5, "Синицына", "отсрочка 30 дней"),
    ("ООО «Лютик»", "7707083893", "Реализация (акт, накладная, УПД) 0000-000118 от 20.02.2026 11:02:00",
     "22.03.2026", 5000, 1000.25, 3999.75, "Синицына", "отсрочка 30 дней"),
    ("ИП Ромашкин", "500100732259", "Реализация товаров и услуг 00БП-000007 от 01.03.2026",
     date(2026, 3, 1), 700, 0, 700, "Чижов", "по факту"),
    ("Итого", None, None, None, 15700.5, 1000.25, 14700.25),
)  # fmt: skip


def xlsx(path: Path, grid: Grid, *, levels: Sequence[int] = (), name: str = "Лист_1",
         merges: Sequence[str] = ()) -> Path:  # fmt: skip
    """A workbook with one sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for number, row in enumerate(grid, 1):
        for column, value in enumerate(row, 1):
            if value is not None:
                sheet.cell(number, column, value)
    for number, level in enumerate(levels, 1):
        if level:
            sheet.row_dimensions[number].outlineLevel = level
    for area in merges:
        sheet.merge_cells(area)
    book.save(path)
    return path


def xls(path: Path, grid: Grid, *, levels: Sequence[int] = ()) -> Path:
    """The same in the old format."""
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("TDSheet")
    dated = xlwt.easyxf(num_format_str="DD.MM.YYYY")
    for number, row in enumerate(grid):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write(number, column, value, dated)
            elif value is not None:
                sheet.write(number, column, value)
    for number, level in enumerate(levels):
        sheet.row(number).level = level
    book.save(str(path))
    return path


def ods(path: Path, grid: Grid, *, levels: Sequence[int] = ()) -> Path:
    """The same as LibreOffice saves it; a level is so many nested row groups."""
    rows = []
    for number, row in enumerate(grid):
        deep = levels[number] if number < len(levels) else 0
        body = "".join(_ods_cell(value) for value in row) or "<table:table-cell/>"
        rows.append(
            "<table:table-row-group>" * deep
            + f"<table:table-row>{body}</table:table-row>"
            + "</table:table-row-group>" * deep
        )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
        f"<office:spreadsheet><table:table table:name={quoteattr('Лист1')}>{''.join(rows)}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def _ods_cell(value: Value) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'


def written(value: Value) -> str:
    """As Excel in Russia writes it into a csv."""
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, float):
        return f"{value:.2f}".replace(".", ",")
    return "" if value is None else str(value)


def csv(path: Path, grid: Grid, *, delimiter: str = ";", encoding: str = "cp1251") -> Path:
    """The same as text."""
    lines = [delimiter.join(f'"{written(value)}"' for value in row) for row in grid]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def html(path: Path, grid: Grid) -> Path:
    """The same as 1C saves a page."""
    rows = "".join("<TR>" + "".join(f"<TD>{escape(written(value))}</TD>" for value in row) + "</TR>" for row in grid)
    path.write_text(f"<HTML><HEAD></HEAD><BODY><TABLE>{rows}</TABLE></BODY></HTML>", encoding="utf-8-sig")
    return path


def told(statement: Statement, severity: Severity) -> list[str]:
    """Texts of the problems of one severity."""
    return [problem.text for problem in statement.problems if problem.severity is severity]


def balanced(statement: Statement) -> Statement:
    """The law of every statement: each filled row is a fact, an error or a declared skip, once."""
    facts = {(line.sheet, line.row) for line in statement.lines}
    errors = [(p.sheet, p.row) for p in statement.problems if p.severity is Severity.ERROR]
    skipped = [(skip.sheet, skip.row) for skip in statement.skipped]
    ends = [*facts, *errors, *skipped]
    assert len(set(ends)) == len(ends), "a row ended twice"
    assert statement.rows == len(ends)
    return statement


def take(path: Path) -> Statement:
    """Read a file and prove the law of rows."""
    return balanced(read(path))
