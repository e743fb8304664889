"""A table on paper: columns that fit, hairlines, right-aligned digits, zone fills, headers repeated.

Numbers are never cut: when they do not fit, the type gets smaller, then the page turns (the caller asks ``fit``).
Words wrap to the lines allowed, then end with an ellipsis.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from app.reports import palette, paper
from app.reports.document import TableBlock
from app.reports.paper import MM, REGULAR, SEMIBOLD
from app.reports.paper_flow import Atom
from app.reports.table import Column, Kind, RowStyle, Table, Tone, text_of

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

SIZES = (8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0)
"""Sizes of type tried, the largest that fits wins."""

COMFORTABLE = 7.5
"""Below this size a portrait page turns to landscape."""

_PAD = 3.5
_INDENT = 9.0
_GAP = 2.6  # above and below the text of a row
_HAIR = 0.4
_NAMES = 105.0  # least width of the column that names the row, points
_WORDS = 46.0  # least width of any other column of words
_SHORT = 85.0  # shorter texts never wrap
_LONG_WORD = 75.0  # a longer word is broken
_INK = palette.PRINT


@dataclass(frozen=True, slots=True)
class _Row:
    """A row ready to be drawn: the words of its cells and how it stands."""

    cells: tuple[str, ...]
    tones: tuple[Tone, ...]
    style: RowStyle
    total: bool = False

    @property
    def font(self) -> str:
        """Headings and totals are semibold."""
        return SEMIBOLD if self.total or self.style in (RowStyle.HEADING, RowStyle.SUBTOTAL) else REGULAR


@dataclass(frozen=True, slots=True)
class Fit:
    """Size of type and widths of the columns for one width of page."""

    size: float
    widths: tuple[float, ...]


class PaperTable:
    """One table block, laid out for a width."""

    def __init__(self, block: TableBlock) -> None:
        self._block = block
        self._table: Table[Any] = block.table
        self._columns: tuple[Column[Any], ...] = block.table.columns
        self._rows = [self._row(row, total=False) for row in self._table.rows]
        self._totals = [self._row(row, total=True) for row in self._table.totals]
        # The currency sign never stands on a line of its own.
        self._titles = [paper.clean(column.title).replace(" ₽", "\u00a0₽") for column in self._columns]
        self._naturals = [self._natural(number) for number in range(len(self._columns))]
        self._words = [self._longest_word(number) for number in range(len(self._columns))]

    def _row(self, row: object, *, total: bool) -> _Row:
        cells = tuple(paper.clean(text_of(column, row)) for column in self._columns)
        tones = tuple(column.tone(row) if column.tone is not None else Tone.NONE for column in self._columns)
        return _Row(cells, tones, self._table.row_style(row), total)

    def _natural(self, number: int) -> float:
        """Width of the widest cell at size 1."""
        plain = {row.cells[number] for row in self._rows if row.font == REGULAR}
        bold = {row.cells[number] for row in (*self._rows, *self._totals) if row.font == SEMIBOLD}
        widest = max((paper.width_of(text, 1, REGULAR) for text in plain), default=0.0)
        return max(widest, max((paper.width_of(text, 1, SEMIBOLD) for text in bold), default=0.0))

    def _longest_word(self, number: int) -> float:
        """Width of the longest word at size 1; numbers are one word."""
        if _numeric(self._columns[number]):
            return self._naturals[number]
        words = {word for row in (*self._rows, *self._totals) for word in row.cells[number].split(" ")}
        return max((paper.width_of(word, 1, SEMIBOLD) for word in words), default=0.0)

    def fit(self, width: float) -> Fit:
        """The largest type at which numbers are whole and words have room; the smallest in any case."""
        for size in SIZES:
            least = [self._least(number, size) for number in range(len(self._columns))]
            if sum(least) <= width:
                return Fit(size, self._spread(least, width, size))
        least = [self._least(number, SIZES[-1]) for number in range(len(self._columns))]
        return Fit(SIZES[-1], tuple(room * width / sum(least) for room in least))

    def _least(self, number: int, size: float) -> float:
        column = self._columns[number]
        head = max((paper.width_of(word, size) for word in self._titles[number].split(" ")), default=0.0)
        natural = self._naturals[number] * size
        if _numeric(column):
            return max(natural, head) + 2 * _PAD
        blank = column.width * size * 0.5 if self._block.row_height else 0.0
        word = min(max(self._words[number] * size, _WORDS), _LONG_WORD)
        room = _NAMES if column.wide else natural if natural <= _SHORT else word
        return max(min(natural, room), head, blank) + 2 * _PAD + (_INDENT if number == 0 else 0.0)

    def _spread(self, least: list[float], width: float, size: float) -> tuple[float, ...]:
        """Room that is left: first to words that want it, small wishes before large ones; the rest to all, most
        of it to wide columns."""
        widths = list(least)
        left = width - sum(widths)
        wishes = [(self._want(number, size) - widths[number], number) for number in range(len(widths))]
        wishes = sorted((wish, number) for wish, number in wishes if wish > 0)
        for place, (wish, number) in enumerate(wishes):
            given = min(wish, left / (len(wishes) - place))
            widths[number] += given
            left -= given
        shares = [6.0 if column.wide else 1.0 for column in self._columns]
        return tuple(room + left * part / sum(shares) for room, part in zip(widths, shares, strict=True))

    def _want(self, number: int, size: float) -> float:
        """Room for the whole text; numbers have theirs already."""
        if _numeric(self._columns[number]):
            return 0.0
        return self._naturals[number] * size + 2 * _PAD + (_INDENT if number == 0 else 0.0)

    def atoms(self, fit: Fit) -> Iterator[Atom]:
        """Header, rows and totals; group headings stay with their first row, totals with the last one."""
        header = self._header(fit)
        if not self._rows:
            if self._table.empty:
                yield from words_atoms(self._table.empty, sum(fit.widths), 8.5, _INK.muted)
            return
        rows = [*self._rows, *self._totals]
        yield header
        last = len(self._rows) - 1
        for number, row in enumerate(rows):
            keep = row.style is RowStyle.HEADING or (number == last and bool(self._totals))
            yield self._atom(row, fit, header, keep=keep)
        if self._table.note:
            yield Atom.space(4)
            yield from words_atoms(self._table.note, sum(fit.widths), 7.5, _INK.muted)

    def _header(self, fit: Fit) -> Atom:
        wrapped = [
            paper.wrap(title, width - 2 * _PAD, fit.size, most=3)
            for title, width in zip(self._titles, fit.widths, strict=True)
        ]
        height = max(len(lines) for lines in wrapped) * fit.size * paper.LEADING + 2 * _GAP
        return Atom(height, partial(self._draw_header, fit, wrapped, height), keep=True)

    def _draw_header(
        self, fit: Fit, wrapped: list[list[str]], height: float, sheet: "Canvas", left: float, top: float
    ) -> None:
        x = left
        for column, lines, width in zip(self._columns, wrapped, fit.widths, strict=True):
            right = _numeric(column)
            # Headers stand on the line, whatever their number of lines.
            down = height - len(lines) * fit.size * paper.LEADING - _GAP
            place = (x + width - _PAD if right else x + _PAD, top - down)
            paper.draw_lines(sheet, lines, place, fit.size, _INK.muted, right=right)
            x += width
        paper.stroke(sheet, _INK.muted, 0.7)
        sheet.line(left, top - height, x, top - height)
        if self._block.row_height:
            _grid(sheet, left, top, fit.widths, height)

    def _atom(self, row: _Row, fit: Fit, header: Atom, *, keep: bool) -> Atom:
        wrapped = []
        for number, (text, column, width) in enumerate(zip(row.cells, self._columns, fit.widths, strict=True)):
            room = width - 2 * _PAD - (_INDENT if number == 0 and row.style is RowStyle.DETAIL else 0.0)
            most = 1 if _numeric(column) else self._block.lines
            wrapped.append(paper.wrap(text, room + 0.01, fit.size, row.font, most) if text else [])
        count = max((len(lines) for lines in wrapped), default=1) or 1
        height = max(count * fit.size * paper.LEADING + 2 * _GAP, (self._block.row_height or 0) * MM)
        return Atom(height, partial(self._draw_row, row, fit, wrapped, height), keep=keep, header=header)

    def _draw_row(
        self, row: _Row, fit: Fit, wrapped: list[list[str]], height: float, sheet: "Canvas", left: float, top: float
    ) -> None:
        x = left
        for number, (column, lines, width) in enumerate(zip(self._columns, wrapped, fit.widths, strict=True)):
            paint = _INK.tone(row.tones[number])
            if paint.fill and lines:
                paper.fill(sheet, paint.fill)
                sheet.rect(x, top - height, width, height, stroke=0, fill=1)
            right = _numeric(column)
            indent = _INDENT if number == 0 and row.style is RowStyle.DETAIL else 0.0
            place = (x + width - _PAD if right else x + _PAD + indent, top - self._down(lines, fit, height))
            paper.draw_lines(sheet, lines, place, fit.size, paint.ink, row.font, right=right)
            x += width
        self._rules(row, sheet, left, top, x, height)
        if self._block.row_height:
            _grid(sheet, left, top, fit.widths, height)

    def _down(self, lines: list[str], fit: Fit, height: float) -> float:
        """Text stands at the top of a row, in the middle of a tall one to be written in."""
        if not self._block.row_height:
            return _GAP
        return (height - len(lines) * fit.size * paper.LEADING) / 2

    def _rules(self, row: _Row, sheet: "Canvas", left: float, top: float, right: float, height: float) -> None:
        if row.total:
            paper.stroke(sheet, _INK.muted, 0.7)
            sheet.line(left, top, right, top)
        paper.stroke(sheet, _INK.line, _HAIR)
        sheet.line(left, top - height, right, top - height)


def _grid(sheet: "Canvas", left: float, top: float, widths: Sequence[float], height: float) -> None:
    """Boxes to write in."""
    paper.stroke(sheet, _INK.muted, 0.4)
    x = left
    for width in widths:
        sheet.rect(x, top - height, width, height, stroke=1, fill=0)
        x += width


def _numeric(column: Column[Any]) -> bool:
    return column.kind not in (Kind.TEXT, Kind.DATE)


def words_atoms(
    text: str, width: float, size: float, colour: str, font: str = REGULAR, most: int = 40
) -> Iterator[Atom]:
    """A paragraph, line by line."""
    lines = paper.wrap(paper.clean(text), width, size, font, most)
    for number, line in enumerate(lines):
        yield Atom(
            size * paper.LEADING,
            partial(_draw_words, line, size, colour, font),
            keep=number < len(lines) - 1 and len(lines) < _KEEP_LINES,
        )


_KEEP_LINES = 5
"""Paragraphs shorter than this never part across pages."""


def _draw_words(line: str, size: float, colour: str, font: str, sheet: "Canvas", left: float, top: float) -> None:
    paper.draw_lines(sheet, [line], (left, top), size, colour, font)
