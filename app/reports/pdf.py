"""Documents as PDF: quiet pages with a running header, hairline tables, charts as vectors, page x of y.

Two passes: everything falls onto pages first, then the pages are drawn, so that each knows how many there are.
"""

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from app import formats
from app.i18n import _
from app.progress import Progress, silent
from app.reports import atomic, palette, paper
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
from app.reports.paper import MM, REGULAR, SEMIBOLD
from app.reports.paper_flow import Atom, Page, paginate
from app.reports.paper_table import COMFORTABLE, PaperTable, words_atoms
from app.reports.table import Table

if TYPE_CHECKING:
    from datetime import date

    from reportlab.pdfgen.canvas import Canvas

A4 = (210 * MM, 297 * MM)
_SIDE = 14 * MM
_TOP = 20 * MM
_BOTTOM = 16 * MM
_BODY = 9.5
_SMALL = 7.5
_INK = palette.PRINT


def write_table(
    table: Table[Any],
    path: Path,
    as_of: "date",
    company: str = "",
    footer: str = "",
    progress: Progress | None = None,
) -> None:
    """One table as a paper. Raises ``AppError`` when the file cannot be written."""
    write_document(of_table(table, as_of, company, footer), path, progress)


def write_document(document: Document, path: Path, progress: Progress | None = None) -> None:
    """The document as a PDF file. Raises ``AppError`` when the file cannot be written, ``Cancelled``."""
    atomic.write(path, lambda file: _write(document, file, progress or silent()), _verify)


def document_bytes(document: Document, progress: Progress | None = None) -> bytes:
    """The same in memory, for the preview and the printer."""
    buffer = BytesIO()
    _write(document, buffer, progress or silent())
    return buffer.getvalue()


def _verify(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(5)
        file.seek(-6, 2)
        end = file.read()
    if start != b"%PDF-" or b"%EOF" not in end:
        raise OSError(_("the file is incomplete"))


def _write(document: Document, file: BinaryIO, progress: Progress) -> None:
    sections = [section for section in document.sections if section.paper]
    sheet = paper.canvas(file, document.title, document.company)
    pages = []
    for number, section in enumerate(sections):
        progress.step(number, 2 * len(sections), section.title)
        pages += _lay_out(section, number)
    for number, page in enumerate(pages):
        progress.step(len(pages) + number, 2 * len(pages), sections[page.section].title)
        first = number == 0 or pages[number - 1].section != page.section
        _draw_page(sheet, document, page, (number + 1, len(pages)))
        if first:
            _bookmark(sheet, sections[page.section].title, page.section)
        sheet.showPage()
    sheet.save()


def _frame(*, landscape: bool) -> tuple[float, float]:
    """Width and height of what a page may carry, points."""
    width, height = A4[::-1] if landscape else A4
    return width - 2 * _SIDE, height - _TOP - _BOTTOM


def _lay_out(section: Section, number: int) -> list[Page]:
    """Pages of the section, or of its smaller form if that is what fits one page."""
    pages = _pages(section, number)
    while len(pages) > 1 and section.smaller is not None:
        section = section.smaller
        pages = _pages(section, number)
    return pages


def _pages(section: Section, number: int) -> list[Page]:
    tables = {id(block): PaperTable(block) for block in section.blocks if isinstance(block, TableBlock)}
    landscape = section.landscape
    if landscape is None:
        width = _frame(landscape=False)[0]
        landscape = any(table.fit(width).size < COMFORTABLE for table in tables.values())
    width, height = _frame(landscape=landscape)
    atoms = _section_atoms(section, tables, width)
    return paginate(atoms, height, landscape=landscape, section=number)


def _section_atoms(section: Section, tables: dict[int, PaperTable], width: float) -> Iterator[Atom]:
    ink = _INK.tone(section.tone).ink
    for atom in words_atoms(section.title, width, 15, ink, SEMIBOLD, 2):
        yield Atom(atom.height, atom.draw, keep=True)
    if section.subtitle:
        yield Atom.space(2)
        for atom in words_atoms(section.subtitle, width, 9, _INK.muted, most=3):
            yield Atom(atom.height, atom.draw, keep=True)
    yield Atom.space(9)
    for block in section.blocks:
        if isinstance(block, TableBlock):
            yield from _table_atoms(block, tables[id(block)], width)
        else:
            yield from _block_atoms(block, width)
        if not isinstance(block, Heading):
            yield Atom.space(10, keep=False)


def _table_atoms(block: TableBlock, table: PaperTable, width: float) -> Iterator[Atom]:
    if block.titled:
        yield from _heading(block.table.title, "", width)
    yield from table.atoms(table.fit(width))


def _heading(text: str, note: str, width: float) -> Iterator[Atom]:
    for atom in words_atoms(text, width, 11, _INK.ink, SEMIBOLD, 2):
        yield Atom(atom.height, atom.draw, keep=True)
    if note:
        for atom in words_atoms(note, width, 8.5, _INK.muted, most=2):
            yield Atom(atom.height, atom.draw, keep=True)
    yield Atom.space(4)


def _block_atoms(block: Block, width: float) -> Iterator[Atom]:
    if isinstance(block, Heading):
        yield from _heading(block.text, block.note, width)
    elif isinstance(block, Paragraph):
        ink = _INK.tone(block.tone).ink
        yield from words_atoms(block.text, width, _BODY, ink, SEMIBOLD if block.strong else REGULAR)
    elif isinstance(block, Numbered):
        yield from _numbered(block, width)
    elif isinstance(block, KeyFigures):
        yield Atom(_FIGURE_HEIGHT, partial(_draw_figures, block, width))
    elif isinstance(block, FigureBlock):
        yield Atom(block.height * MM, partial(_draw_chart, block, width))
    elif isinstance(block, BlankLines):
        yield from _blank_lines(block, width)
    elif isinstance(block, Signatures):
        for role, name in block.people:
            yield Atom(30, partial(_draw_signature, role, name, width), keep=True)
        yield Atom.space(1, keep=False)


def _numbered(block: Numbered, width: float) -> Iterator[Atom]:
    for number, item in enumerate(block.items, 1):
        lines = paper.wrap(paper.clean(item), width - 18, _BODY, most=4)
        height = len(lines) * _BODY * paper.LEADING + 3
        yield Atom(height, partial(_draw_numbered, number, lines))


def _draw_numbered(number: int, lines: list[str], sheet: "Canvas", left: float, top: float) -> None:
    paper.draw_lines(sheet, [f"{number}."], (left, top), _BODY, _INK.muted)
    paper.draw_lines(sheet, lines, (left + 18, top), _BODY, _INK.ink)


_FIGURE_HEIGHT = 52.0
_FIGURE_GAP = 8.0


def _draw_figures(block: KeyFigures, width: float, sheet: "Canvas", left: float, top: float) -> None:
    """Large figures in hairline boxes of one width."""
    room = (width + _FIGURE_GAP) / max(len(block.figures), 1) - _FIGURE_GAP
    inner = room - 16
    for number, figure in enumerate(block.figures):
        x = left + number * (room + _FIGURE_GAP)
        paper.stroke(sheet, _INK.line, 0.6)
        sheet.roundRect(x, top - _FIGURE_HEIGHT, room, _FIGURE_HEIGHT, 4, stroke=1, fill=0)
        ink = _INK.tone(figure.tone).ink
        size = 13.0
        while size > 8 and paper.width_of(figure.value, size, SEMIBOLD) > inner:
            size -= 0.5
        label = paper.cut(paper.clean(figure.label), inner, 7.5)
        values = _value_lines(paper.clean(figure.value), inner, size)
        note = paper.cut(paper.clean(figure.note), inner, 7.5)
        paper.draw_lines(sheet, [label], (x + 8, top - 6), 7.5, _INK.muted)
        paper.draw_lines(sheet, values, (x + 8, top - (18 if len(values) == 1 else 15)), size, ink, SEMIBOLD)
        paper.draw_lines(sheet, [note], (x + 8, top - 37), 7.5, _INK.muted)


def _value_lines(value: str, room: float, size: float) -> list[str]:
    """One line, or words on two; never more, the last is cut."""
    if paper.width_of(value, size, SEMIBOLD) <= room or " " not in value:
        return [paper.cut(value, room, size, SEMIBOLD)]
    first, _, rest = value.partition(" ")
    return [paper.cut(line, room, size, SEMIBOLD) for line in (first, rest)]


def _draw_chart(block: FigureBlock, width: float, sheet: "Canvas", left: float, top: float) -> None:
    from app.reports import paper_figure
    from app.reports.chart_frame import chart_margin

    height, margin = block.height * MM, chart_margin()
    place = (left - margin, top - height)  # its words begin where the page's do
    paper_figure.draw(block.draw(palette.PRINT), sheet, place, (width + margin, height))


def _blank_lines(block: BlankLines, width: float) -> Iterator[Atom]:
    if block.label:
        for atom in words_atoms(block.label, width, _BODY, _INK.ink, SEMIBOLD):
            yield Atom(atom.height, atom.draw, keep=True)
    for number in range(block.count):
        yield Atom(22, partial(_draw_rule, width), keep=number < block.count - 1)


def _draw_rule(width: float, sheet: "Canvas", left: float, top: float) -> None:
    paper.stroke(sheet, _INK.muted, 0.4)
    sheet.line(left, top - 20, left + width, top - 20)


def _draw_signature(role: str, name: str, width: float, sheet: "Canvas", left: float, top: float) -> None:
    """Position, a line to sign on, the name in brackets' place."""
    third = width / 3
    base = top - 8
    paper.draw_lines(sheet, [paper.cut(paper.clean(role), third - 8, _BODY)], (left, base), _BODY, _INK.ink)
    paper.stroke(sheet, _INK.muted, 0.5)
    sheet.line(left + third, base - 12, left + 2 * third - 12, base - 12)
    paper.draw_lines(sheet, [paper.cut(paper.clean(name), third, _BODY)], (left + 2 * third, base), _BODY, _INK.ink)


def _draw_page(sheet: "Canvas", document: Document, page: Page, number: tuple[int, int]) -> None:
    width, height = A4[::-1] if page.landscape else A4
    sheet.setPageSize((width, height))
    _draw_margins(sheet, document, (width, height), number)
    for down, atom in page.placed:
        if atom.draw is not None:
            atom.draw(sheet, _SIDE, height - _TOP - down)


def _draw_margins(sheet: "Canvas", document: Document, size: tuple[float, float], number: tuple[int, int]) -> None:
    """Running header and footer."""
    width, height = size
    right = width - _SIDE
    day = formats.day(document.as_of)
    head = " · ".join(part for part in (document.company, document.title) if part)
    room = width - 2 * _SIDE - 90
    top = height - 9 * MM
    paper.draw_lines(sheet, [paper.cut(paper.clean(head), room, _SMALL)], (_SIDE, top), _SMALL, _INK.muted)
    paper.draw_lines(sheet, [day], (right, top), _SMALL, _INK.muted, right=True)
    paper.stroke(sheet, _INK.line, 0.5)
    sheet.line(_SIDE, top - 12, right, top - 12)
    bottom = 11 * MM
    sheet.line(_SIDE, bottom, right, bottom)
    footer = paper.cut(paper.clean(document.footer), room, _SMALL)
    paper.draw_lines(sheet, [footer], (_SIDE, bottom - 4), _SMALL, _INK.muted)
    words = _("page {page} of {pages}").format(page=number[0], pages=number[1])
    paper.draw_lines(sheet, [words], (right, bottom - 4), _SMALL, _INK.muted, right=True)


def _bookmark(sheet: "Canvas", title: str, number: int) -> None:
    key = f"section{number}"
    sheet.bookmarkPage(key)
    sheet.addOutlineEntry(paper.clean(title), key, 0)
