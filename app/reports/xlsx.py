"""Tables and documents as XLSX: real numbers and dates, frozen headers, zone fills, and no formula ever.

Sums are roubles with two decimals, written from the exact decimal of the kopecks; percents are fractions with
a percent format; text goes in as text whatever it begins with.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias, cast

from app import formats
from app.i18n import _
from app.progress import Progress, silent
from app.reports import atomic, palette
from app.reports.document import (
    BlankLines,
    Block,
    Document,
    FigureBlock,
    Heading,
    KeyFigures,
    Numbered,
    Paragraph,
    Section,
    Signatures,
    TableBlock,
    of_table,
)
from app.reports.safe_text import for_cell, plain
from app.reports.table import Column, Kind, RowStyle, Table, Tone, Value
from app.reports.xlsx_style import Look, Styles

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

SHEET_NAME = 31
"""Characters Excel takes in a sheet's name."""

_NUMERIC = (Kind.MONEY, Kind.PERCENT, Kind.NUMBER, Kind.COUNT, Kind.DAYS, Kind.FIGURE)
_PX_PER_MM = 96 / 25.4
_ROW_MM = 5.3
_STEP = 500
_LINE_HEIGHT = 13.5  # points
_MOST_LINES = 5

_Number: TypeAlias = Decimal | int | date | str | None


@dataclass(frozen=True, slots=True)
class _Cell:
    """A value with its look; ``indent`` in steps."""

    value: _Number
    look: Look = field(default_factory=Look)


_Line: TypeAlias = list[_Cell]


def write_table(
    table: Table[Any],
    path: Path,
    as_of: date,
    company: str = "",
    footer: str = "",
    progress: Progress | None = None,
) -> None:
    """One table as a workbook of one sheet. Raises ``AppError`` when the file cannot be written."""
    write_document(of_table(table, as_of, company, footer), path, progress)


def write_document(document: Document, path: Path, progress: Progress | None = None) -> None:
    """A sheet for each section. Raises ``AppError`` when the file cannot be written, ``Cancelled``."""
    atomic.write(path, lambda file: _fill(document, file, progress or silent()), _verify)


def sheet_name(text: str, taken: set[str]) -> str:
    """A name Excel takes and no other sheet has (letter case does not tell sheets apart)."""
    clean = "".join(" " if char in "[]:*?/\\" else char for char in plain(text)).strip(" '")
    clean = " ".join(clean.split()) or _("Sheet")
    if clean.casefold() == "history":
        clean += "_"
    name, number = clean[:SHEET_NAME].rstrip(" '"), 1
    while name.casefold() in taken:
        number += 1
        tail = f" ({number})"
        name = clean[: SHEET_NAME - len(tail)].rstrip(" '") + tail
    taken.add(name.casefold())
    return name


def _fill(document: Document, file: BinaryIO, progress: Progress) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.title = for_cell(document.title)
    book.properties.creator = for_cell(document.company) or "Debitorka"
    styles = Styles()
    taken: set[str] = set()
    for number, section in enumerate(document.sections):
        progress.step(number, len(document.sections), section.title)
        name = sheet_name(section.sheet or section.title, taken)
        _SectionSheet(book, name, document, section, styles, progress).write()
    book.save(file)


def _verify(path: Path) -> None:
    """The file opens as a workbook (contents are compared by the tests, not on each export)."""
    from openpyxl import load_workbook

    with path.open("rb") as file:
        load_workbook(file, read_only=True).close()


class _SectionSheet:
    """One section being written, row after row."""

    def __init__(
        self,
        book: "Workbook",
        name: str,
        document: Document,
        section: Section,
        styles: Styles,
        progress: Progress,
    ) -> None:
        # A write-only sheet: the same attributes, rows go straight to the file.
        self._sheet = cast("Worksheet", book.create_sheet(name))
        self._document, self._section = document, section
        self._styles, self._progress = styles, progress
        self._row = 0
        self._tables = [block.table for block in section.blocks if isinstance(block, TableBlock)]

    def write(self) -> None:
        """Everything of the section."""
        head = list(self._head())
        self._set_up(len(head))
        self._sheet.row_dimensions[1].height = 21
        for line in head:
            self._append(line)
        for block in self._section.blocks:
            self._write_block(block)
        if self._document.footer:
            self._append([])
            self._append([_Cell(self._document.footer, Look(tone=Tone.MUTED))])

    def _head(self) -> Iterator[_Line]:
        yield [_Cell(self._section.title, Look(size=14, bold=True))]
        subtitle, company = self._section.subtitle, self._document.company
        about = (subtitle, "" if company and company in subtitle else company, _on(self._document.as_of))
        yield [_Cell(" · ".join(part for part in about if part), Look(tone=Tone.MUTED))]
        yield []

    def _set_up(self, head: int) -> None:
        """Widths, page and frozen header; the writer wants them before the first row."""
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.properties import Outline, PageSetupProperties

        sheet = self._sheet
        for number, width in enumerate(_widths(self._tables), 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.sheet_view.showGridLines = False
        sheet.sheet_properties.outlinePr = Outline(summaryBelow=False)
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.paperSize = 9  # A4
        sheet.page_setup.orientation = "landscape" if _wide(self._section, self._tables) else "portrait"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.page_margins.left = sheet.page_margins.right = 0.4
        sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.6, 0.75, 0.35
        footer = sheet.oddFooter
        assert footer is not None
        assert footer.right is not None
        footer.right.text = _("page {page} of {pages}").format(page="&P", pages="&N")
        if self._section.blocks and self._only_table() is self._section.blocks[0]:
            sheet.freeze_panes = f"B{head + 2}"
            sheet.print_title_rows = f"{head + 1}:{head + 1}"

    def _only_table(self) -> TableBlock | None:
        """The table of a section that has but one: it may be frozen and filtered."""
        blocks = [block for block in self._section.blocks if isinstance(block, TableBlock)]
        return blocks[0] if len(blocks) == 1 else None

    def _append(self, line: _Line) -> None:
        self._sheet.append([self._styles.cell(self._sheet, cell.value, cell.look) for cell in line])
        self._row += 1

    def _write_block(self, block: Block) -> None:
        if isinstance(block, TableBlock):
            self._write_table(block)
        elif isinstance(block, FigureBlock):
            self._write_figure(block)
        else:
            for line in _lines(block):
                self._append(line)
            self._append([])

    def _write_table(self, block: TableBlock) -> None:
        table = block.table
        if block.titled:
            self._append([_Cell(table.title, Look(bold=True))])
        self._sheet.row_dimensions[self._row + 1].height = 30
        self._append([_Cell(column.title, Look(header=True, right=_right(column))) for column in table.columns])
        first = self._row
        for number, row in enumerate(table.rows):
            if number % _STEP == 0:
                self._progress.step(number, len(table.rows), table.title)
            style = table.row_style(row)
            if style is RowStyle.DETAIL:
                self._sheet.row_dimensions[self._row + 1].outlineLevel = 1
            line = _table_line(table, row, style)
            lines = _lines_needed(line, table.columns)
            if lines > 1:
                self._sheet.row_dimensions[self._row + 1].height = _LINE_HEIGHT * lines
            self._append(line)
        if block is self._only_table() and table.rows:
            from openpyxl.utils import get_column_letter

            self._sheet.auto_filter.ref = f"A{first}:{get_column_letter(len(table.columns))}{self._row}"
        for row in table.totals if table.rows else ():
            self._append(_table_line(table, row, RowStyle.SUBTOTAL))
        if not table.rows and table.empty:
            self._append([_Cell(table.empty, Look(tone=Tone.MUTED))])
        if table.note:
            self._append([_Cell(table.note, Look(tone=Tone.MUTED))])
        self._append([])

    def _write_figure(self, block: FigureBlock) -> None:
        """A picture over rows left free for it."""
        from openpyxl.drawing.image import Image

        picture = BytesIO()
        block.draw(palette.PRINT).savefig(picture, format="png", dpi=144)
        image = Image(picture)
        height = round(block.height * _PX_PER_MM)
        image.width, image.height = round(image.width * height / image.height), height
        self._sheet.add_image(image, f"A{self._row + 1}")
        for _row in range(int(block.height / _ROW_MM) + 2):
            self._append([])


def _lines(block: Block) -> Iterator[_Line]:
    """Blocks of words as rows."""
    if isinstance(block, Heading):
        yield [_Cell(block.text, Look(size=12, bold=True)), _Cell(block.note, Look(tone=Tone.MUTED))]
    elif isinstance(block, Paragraph):
        yield [_Cell(block.text, Look(bold=block.strong, tone=block.tone))]
    elif isinstance(block, Numbered):
        yield from ([_Cell(f"{number}. {item}")] for number, item in enumerate(block.items, 1))
    elif isinstance(block, KeyFigures):
        for figure in block.figures:
            value = " · ".join(part for part in (figure.value, figure.note) if part)
            yield [_Cell(figure.label), _Cell(value, Look(bold=True))]
    elif isinstance(block, BlankLines):
        yield [_Cell(block.label)]
    elif isinstance(block, Signatures):
        yield from ([_Cell(role), _Cell("________________"), _Cell(name)] for role, name in block.people)


def _table_line(table: Table[Any], row: object, style: RowStyle) -> _Line:
    line = []
    for number, column in enumerate(table.columns):
        tone = column.tone(row) if column.tone is not None else Tone.NONE
        value = column.value(row)
        written = _written(value, column.kind)
        if value is None and column.kind is Kind.TEXT:
            written = column.nothing or None
        look = Look(
            kind=column.kind if not isinstance(written, str) else Kind.TEXT,
            places=column.decimals(row),
            tone=tone,
            bold=style in (RowStyle.HEADING, RowStyle.SUBTOTAL),
            right=_right(column),
            indent=1 if number == 0 and style is RowStyle.DETAIL else 0,
            line=True,
            total=style is RowStyle.SUBTOTAL,
        )
        line.append(_Cell(written, look))
    return line


def _lines_needed(line: _Line, columns: Sequence[Column[Any]]) -> int:
    """Lines of the tallest cell: programs other than Excel do not grow rows by themselves."""
    most = 1
    for cell, column in zip(line, columns, strict=True):
        if isinstance(cell.value, str):
            most = max(most, -(-len(cell.value) // max(int(_width(column)) - 2, 1)))
    return min(most, _MOST_LINES)


def _written(value: Value, kind: Kind) -> _Number:
    """What goes into the cell: roubles for kopecks, a fraction for percents; a sum of zero stays a number and
    is hidden by its format."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    if kind is Kind.MONEY:
        return Decimal(value) / 100
    if kind is Kind.PERCENT:
        return Decimal(value) / 100
    return value


def _right(column: Column[Any]) -> bool:
    return column.kind in _NUMERIC


def _on(day: date) -> str:
    return _("as of {day}").format(day=formats.day(day))


def _widths(tables: Sequence[Table[Any]]) -> list[float]:
    """The widest of what stands in each place; a first column of words at least 24."""
    count = max((len(table.columns) for table in tables), default=1)
    widths = []
    for place in range(count):
        here = [table.columns[place] for table in tables if place < len(table.columns)]
        widths.append(max(_width(column) for column in here) if here else 60.0)
    return widths


def _width(column: Column[Any]) -> float:
    longest_word = max((len(word) for word in column.title.split()), default=0)
    room = 14.0 if column.kind is Kind.MONEY else 11.0 if column.kind is Kind.DATE else 0.0
    return max(column.width * 1.1 + 2.0, room + 2.0, longest_word + 4.0) + (8.0 if column.wide else 0.0)


def _wide(section: Section, tables: Sequence[Table[Any]]) -> bool:
    if section.landscape is not None:
        return section.landscape
    return sum(_widths(tables)) > 105
