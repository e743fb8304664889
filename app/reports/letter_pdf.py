"""Letters as PDF: the parts of their DOCX fall onto pages in our embedded face, each letter from a page of its own."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from app.errors import InputRefused
from app.i18n import _
from app.reports import palette, paper
from app.reports.letter_parts import PAGE, PAGES, Block, Cell, Grid, Leaf, Para, Picture, Words
from app.reports.paper import REGULAR, SEMIBOLD
from app.reports.paper_flow import Atom, Page, paginate

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_INK = palette.PRINT
_ROOM = 1.5  # above and below what stands in a cell, points
_SHORT = 5  # paragraphs of fewer lines never part across pages
_PIXELS = 50_000_000


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words of one look on a line, with the place where they begin."""

    text: str
    font: str
    size: float
    x: float


def letters_pdf(letters: Iterable[Leaf], title: str) -> bytes:
    """One PDF of letters, in order. Raises ``InputRefused`` for what cannot be drawn."""
    out = io.BytesIO()
    sheet = paper.canvas(out, title, "")
    for leaf in letters:
        _draw_leaf(sheet, leaf)
    sheet.save()
    return out.getvalue()


def _draw_leaf(sheet: "Canvas", leaf: Leaf) -> None:
    name = leaf.name
    left, right, top, bottom = leaf.margins
    width = leaf.size[0] - left - right
    top = max(top, *(leaf.edges[0] + _tall(blocks, width, name) for blocks in leaf.headers))
    bottom = max(bottom, *(leaf.edges[1] + _tall(blocks, width, name) for blocks in leaf.footers))
    pages = list(_pages(leaf.blocks, width, leaf.size[1] - top - bottom, name))
    for number, page in enumerate(pages, 1):
        sheet.setPageSize(leaf.size)
        head, foot = (
            list(_atoms(_numbered(both[0 if number == 1 else 1], number, len(pages)), width, name))
            for both in (leaf.headers, leaf.footers)
        )
        _draw(sheet, head, left, leaf.size[1] - leaf.edges[0])
        _draw(sheet, foot, left, leaf.edges[1] + _height(foot))
        for down, atom in page.placed:
            if atom.draw is not None:
                atom.draw(sheet, left, leaf.size[1] - top - down)
        sheet.showPage()


def _tall(blocks: Sequence[Block], width: float, name: str) -> float:
    """Room that something running takes, with air; none when there is nothing."""
    return _height(_atoms(blocks, width, name)) + 6 if blocks else 0.0


def _pages(blocks: Sequence[Block], width: float, height: float, name: str) -> Iterator[Page]:
    """The body cut at its page breaks."""
    part: list[Block] = []
    for block in blocks:
        if isinstance(block, Para) and block.starts_page and part:
            yield from paginate(_atoms(part, width, name, height), height, landscape=False, section=0)
            part = []
        part.append(block)
        if isinstance(block, Para) and block.breaks:
            yield from paginate(_atoms(part, width, name, height), height, landscape=False, section=0)
            part = []
    if part:
        yield from paginate(_atoms(part, width, name, height), height, landscape=False, section=0)


def _atoms(blocks: Iterable[Block], width: float, name: str, height: float = 600) -> Iterator[Atom]:
    for block in blocks:
        if isinstance(block, Para):
            yield from _para_atoms(block, width, name)
        else:
            yield from _grid_atoms(block, width, name, height)


def _para_atoms(para: Para, width: float, name: str) -> Iterator[Atom]:
    if para.breaks and not para.words:
        return
    if para.before:
        yield Atom.space(para.before)
    for picture in para.pictures:
        yield _picture_atom(picture, para, width, name)
    lines = list(_lines(para, max(width - para.left - para.right, 20.0)))
    if not lines and not para.pictures:
        yield Atom.space(para.size * paper.LEADING * para.leading, keep=para.keep)
    for number, pieces in enumerate(lines):
        tall = max((piece.size for piece in pieces), default=para.size) * paper.LEADING * para.leading
        last = number == len(lines) - 1
        yield Atom(tall, partial(_draw_line, pieces, para.left), keep=para.keep if last else len(lines) < _SHORT)
    if para.rule:
        yield Atom(5, partial(_draw_rule, width), keep=para.keep)
    if para.after:
        yield Atom.space(para.after, keep=para.keep)


def _lines(para: Para, width: float) -> Iterator[list[_Piece]]:
    """Lines of a paragraph: words of any looks side by side, wrapped, put to their side."""
    line: list[_Piece] = []
    used = para.first
    for text, font, size, spaced, breaks in _tokens(para.words):
        space = paper.width_of(" ", size, font) if spaced and line else 0.0
        rest, wide = text, paper.width_of(text, size, font)
        if breaks or (line and used + space + wide > width):
            yield _placed(line, width, para, last=breaks)
            line, used, space = [], 0.0, 0.0
        while rest and wide > width - used - space and not line:
            taken = paper.fitting(rest, width - used, size, font)
            yield _placed([_Piece(rest[:taken], font, size, used)], width, para, last=True)
            rest, used = rest[taken:], 0.0
            wide = paper.width_of(rest, size, font)
        if rest:
            line.append(_Piece(rest, font, size, used + space))
            used += space + wide
    if line:
        yield _placed(line, width, para, last=True)


def _tokens(words: Sequence[Words]) -> Iterator[tuple[str, str, float, bool, bool]]:
    """Words one by one: text, font, size, whether a space stands before it, whether a line ends before it."""
    spaced = False
    for run in words:
        font = SEMIBOLD if run.bold else REGULAR
        for number, row in enumerate(run.text.split("\n")):
            if number:
                yield "", font, run.size, False, True
                spaced = False
            for place, word in enumerate(row.split(" ")):
                spaced = spaced or place > 0
                if word:
                    yield word, font, run.size, spaced, False
                    spaced = False


def _placed(line: list[_Piece], width: float, para: Para, *, last: bool) -> list[_Piece]:
    if not line:
        return []
    end = line[-1]
    left = max(width - end.x - paper.width_of(end.text, end.size, end.font), 0.0)
    if para.side == "both" and not last and len(line) > 1:
        gap = left / (len(line) - 1)
        return [_Piece(one.text, one.font, one.size, one.x + gap * n) for n, one in enumerate(line)]
    shift = {"right": left, "center": left / 2}.get(para.side, 0.0)
    return [_Piece(one.text, one.font, one.size, one.x + shift) for one in _joined(line)]


def _joined(line: list[_Piece]) -> list[_Piece]:
    """Neighbours of one look as one piece, so that a reader finds phrases and not only words."""
    out = line[:1]
    for one in line[1:]:
        before = out[-1]
        if (before.font, before.size) != (one.font, one.size):
            out.append(one)
            continue
        end = before.x + paper.width_of(before.text, before.size, before.font)
        between = " " if one.x > end + 0.01 else ""
        out[-1] = replace(before, text=f"{before.text}{between}{one.text}")
    return out


def _draw_line(pieces: list[_Piece], indent: float, sheet: "Canvas", left: float, top: float) -> None:
    tallest = max((piece.size for piece in pieces), default=0.0)
    paper.fill(sheet, _INK.ink)
    for piece in pieces:
        sheet.setFont(piece.font, piece.size)
        sheet.drawString(left + indent + piece.x, top - paper.ASCENT * tallest, piece.text)


def _draw_rule(width: float, sheet: "Canvas", left: float, top: float) -> None:
    paper.stroke(sheet, _INK.muted, 0.7)
    sheet.line(left, top - 3, left + width, top - 3)


def _picture_atom(picture: Picture, para: Para, width: float, name: str) -> Atom:
    part = min(1.0, width / picture.width) if picture.width else 1.0
    size = (picture.width * part, picture.height * part)
    shift = {"center": (width - size[0]) / 2, "right": width - size[0]}.get(para.side, para.left)
    return Atom(size[1] + 2, partial(_draw_picture, picture.data, size, shift, name), keep=True)


def _draw_picture(
    data: bytes, size: tuple[float, float], shift: float, name: str, sheet: "Canvas", left: float, top: float
) -> None:
    from PIL import Image, UnidentifiedImageError
    from reportlab.lib.utils import ImageReader

    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > _PIXELS or picture.format not in ("PNG", "JPEG", "GIF", "BMP"):
                raise _undrawable(name)
        sheet.drawImage(ImageReader(io.BytesIO(data)), left + shift, top - size[1], *size, mask="auto")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError) as error:
        raise _undrawable(name) from error


def _undrawable(name: str) -> InputRefused:
    return InputRefused(
        _("The template «{name}» holds a picture that the PDF cannot show.").format(name=name),
        _("Put it in as PNG or JPEG."),
    )


def _grid_atoms(grid: Grid, width: float, name: str, height: float) -> Iterator[Atom]:
    """Rows of a table; those too tall for a page are cut between lines."""
    scale = min(1.0, width / sum(grid.widths)) if max(grid.widths) > 1 else width / sum(grid.widths)
    widths = [one * scale for one in grid.widths]
    header: Atom | None = None
    for number, row in enumerate(grid.rows):
        cells = [(wide, list(_cell_atoms(cell, wide - 2 * grid.side, name))) for cell, wide in _spread(row, widths)]
        slices = list(_slices(cells, max(height * 0.6, 60.0)))
        for place, piece in enumerate(slices):
            edges = (place == 0, place == len(slices) - 1)
            tall = max((_height(atoms) for _wide, atoms in piece), default=0.0) + 2 * _ROOM
            draw = partial(_draw_row, piece, tall, grid.side, edges if grid.lined else None)
            if number < grid.heads:
                made = Atom(tall, draw, keep=True)
                header = made if header is None else header
                yield made
            else:
                first = grid.heads == 0 and number == 0 and len(grid.rows) > 1
                before_last = number == len(grid.rows) - 2
                yield Atom(tall, draw, keep=(grid.lined and (first or before_last)) or _keeps(row), header=header)


def _keeps(row: Sequence[Cell]) -> bool:
    return any(isinstance(block, Para) and block.keep for cell in row for block in cell.blocks[:1])


def _spread(row: Sequence[Cell], widths: Sequence[float]) -> Iterator[tuple[Cell, float]]:
    place = 0
    for cell in row:
        yield cell, sum(widths[place : place + cell.span])
        place += cell.span


def _cell_atoms(cell: Cell, width: float, name: str) -> Iterator[Atom]:
    blocks = list(cell.blocks)
    while len(blocks) > 1 and isinstance(blocks[-1], Para) and not blocks[-1].words and not blocks[-1].pictures:
        blocks.pop()  # Word ends each cell with a paragraph, an empty one after a table
    yield from _atoms(blocks, max(width, 8.0), name)


def _slices(cells: list[tuple[float, list[Atom]]], most: float) -> Iterator[list[tuple[float, list[Atom]]]]:
    """A row in as many pieces as its tallest cell needs."""
    parted = [(wide, _packed(atoms, most)) for wide, atoms in cells]
    for place in range(max((len(packs) for _wide, packs in parted), default=0)):
        yield [(wide, packs[place] if place < len(packs) else []) for wide, packs in parted]


def _packed(atoms: list[Atom], most: float) -> list[list[Atom]]:
    out: list[list[Atom]] = [[]]
    used = 0.0
    for atom in atoms:
        if used + atom.height > most and out[-1]:
            out.append([])
            used = 0.0
        out[-1].append(atom)
        used += atom.height
    return out


def _draw_row(
    cells: list[tuple[float, list[Atom]]],
    height: float,
    side: float,
    edges: tuple[bool, bool] | None,
    sheet: "Canvas",
    left: float,
    top: float,
) -> None:
    x = left
    for wide, atoms in cells:
        _draw(sheet, atoms, x + side, top - _ROOM)
        if edges is not None:
            paper.stroke(sheet, _INK.muted, 0.5)
            sheet.line(x, top, x, top - height)
            sheet.line(x + wide, top, x + wide, top - height)
            for wanted, y in ((edges[0], top), (edges[1], top - height)):
                if wanted:
                    sheet.line(x, y, x + wide, y)
        x += wide


def _draw(sheet: "Canvas", atoms: Iterable[Atom], left: float, top: float) -> None:
    """Atoms one under the other."""
    for atom in atoms:
        if atom.draw is not None:
            atom.draw(sheet, left, top)
        top -= atom.height


def _height(atoms: Iterable[Atom]) -> float:
    return sum(atom.height for atom in atoms)


def _numbered(blocks: Iterable[Block], number: int, count: int) -> list[Block]:
    """What runs above or below a page, with the page's number in it."""

    def told(block: Block) -> Block:
        if isinstance(block, Para):
            words = (replace(one, text=_numbers(one.text, number, count)) for one in block.words)
            return replace(block, words=tuple(words))
        rows = tuple(
            tuple(replace(cell, blocks=tuple(told(one) for one in cell.blocks)) for cell in row) for row in block.rows
        )
        return replace(block, rows=rows)

    return [told(block) for block in blocks]


def _numbers(text: str, number: int, count: int) -> str:
    return text.replace(PAGE, str(number)).replace(PAGES, str(count))
