"""What a DOCX says and how it stands, read into plain parts that can be drawn: paragraphs, tables, pictures, margins.

The paper of a letter is drawn from the very DOCX that a person may edit, so that both say the same. Taken from it:
words, bold, size, side, spacing, indents, rules under paragraphs, tables with their widths and lines, pictures, page
breaks, running headers and footers with page numbers. Text boxes are refused, for their words would be lost.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from app.errors import InputRefused
from app.i18n import _
from app.reports import paper

if TYPE_CHECKING:
    from docx.document import Document
    from docx.parts.story import StoryPart
    from docx.section import _BaseHeaderFooter
    from lxml.etree import _Element as Element

PAGE, PAGES = "\ue000", "\ue001"
"""Stand for the number of a page and their count until the page is drawn; no text of a letter can hold them."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_EMU = 12700
_TWIPS = 20
_CELL_SIDE = 4.5  # points, where a table says nothing of its own
_OFF = {"0", "false", "off", "none", "nil"}


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words of one look. ``text`` may hold line feeds."""

    text: str
    bold: bool
    size: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its place's size, points."""

    data: bytes
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; lengths in points. ``leading``: of a line's size. ``breaks``: a new page begins after it."""

    words: tuple[Words, ...]
    size: float
    side: str = "left"
    before: float = 0
    after: float = 0
    leading: float = 1.0
    left: float = 0
    right: float = 0
    first: float = 0
    keep: bool = False
    rule: bool = False
    starts_page: bool = False
    breaks: bool = False
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell and how many columns it takes."""

    blocks: "tuple[Block, ...]"
    span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. ``widths`` in points; ``side``: room left and right inside a cell; ``heads``: first rows that are
    repeated on each page."""

    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    lined: bool
    side: float = 0.0
    heads: int = 0


Block: TypeAlias = Para | Grid


@dataclass(frozen=True, slots=True)
class Leaf:
    """A whole paper: what to call it in an error, its body, what runs above and below it (first page, other pages), and
    the page itself: width, height, margins (left, right, top, bottom) and distances of header and footer from the edge,
    points."""

    name: str
    blocks: tuple[Block, ...]
    headers: tuple[tuple[Block, ...], tuple[Block, ...]]
    footers: tuple[tuple[Block, ...], tuple[Block, ...]]
    size: tuple[float, float]
    margins: tuple[float, float, float, float]
    edges: tuple[float, float]


def read_leaf(data: bytes, name: str) -> Leaf:
    """The parts of a DOCX; ``name`` is what to call it in an error. Raises ``InputRefused`` for a text box."""
    from docx import Document

    document = Document(io.BytesIO(data))
    reader = _Reader(document, name)
    section: Any = document.sections[0]
    first = section.different_first_page_header_footer
    header, footer = reader.running(section.header), reader.running(section.footer)
    return Leaf(
        name,
        reader.blocks(document.element.body, document.part),
        (reader.running(section.first_page_header) if first else header, header),
        (reader.running(section.first_page_footer) if first else footer, footer),
        (section.page_width.pt, section.page_height.pt),
        (section.left_margin.pt, section.right_margin.pt, section.top_margin.pt, section.bottom_margin.pt),
        (section.header_distance.pt, section.footer_distance.pt),
    )


class _Reader:
    """Walks the elements; styles are looked up along their chain."""

    def __init__(self, document: "Document", name: str) -> None:
        self._name = name
        self._running = False
        styles: Any = document.styles.element
        self._styles = {style.get(f"{_W}styleId"): style for style in styles.iter(f"{_W}style")}
        self._normal = next(
            (s for s in styles.iter(f"{_W}style") if s.get(f"{_W}type") == "paragraph" and s.get(f"{_W}default")), None
        )
        self._defaults = [styles.find(f"{_W}docDefaults/{_W}{name}Default/{_W}{name}") for name in ("pPr", "rPr")]

    def running(self, part: "_BaseHeaderFooter") -> tuple[Block, ...]:
        """Blocks of a header or a footer; none when it holds nothing."""
        if part.is_linked_to_previous:
            return ()
        self._running = True
        blocks = self.blocks(part._element, part.part)
        self._running = False
        said = any(isinstance(block, Grid) or block.words or block.pictures for block in blocks)
        return blocks if said else ()

    def blocks(self, above: "Element", part: "StoryPart") -> tuple[Block, ...]:
        """Paragraphs and tables in order, those inside content controls too."""
        out: list[Block] = []
        for child in above:
            if child.tag == f"{_W}p":
                out.append(self._para(child, part))
            elif child.tag == f"{_W}tbl":
                out.append(self._grid(child, part))
            elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"):
                out.extend(self.blocks(child, part))
        return tuple(out)

    def _para(self, element: "Element", part: "StoryPart") -> Para:
        chain = self._chain(element.find(f"{_W}pPr/{_W}pStyle"), self._normal)
        looks = [element.find(f"{_W}pPr"), *(style.find(f"{_W}pPr") for style in chain), self._defaults[0]]
        faces = [*(style.find(f"{_W}rPr") for style in chain), self._defaults[1]]
        size = _size([element.find(f"{_W}pPr/{_W}rPr"), *faces])
        pictures: list[Picture] = []
        words, breaks = self._words(element, part, faces, pictures)
        rule = _setting(looks, "spacing", "lineRule")
        line = _number(_setting(looks, "spacing", "line"))
        first = _number(_setting(looks, "ind", "firstLine")) - _number(_setting(looks, "ind", "hanging"))
        under = element.find(f"{_W}pPr/{_W}pBdr/{_W}bottom")
        return Para(
            words,
            size,
            {"center": "center", "right": "right", "end": "right", "both": "both"}.get(_setting(looks, "jc"), "left"),
            _number(_setting(looks, "spacing", "before")) / _TWIPS,
            _number(_setting(looks, "spacing", "after")) / _TWIPS,
            line / 240 if line and rule in ("", "auto") else 1.0,
            _number(_setting(looks, "ind", "left") or _setting(looks, "ind", "start")) / _TWIPS,
            _number(_setting(looks, "ind", "right") or _setting(looks, "ind", "end")) / _TWIPS,
            first / _TWIPS,
            _on(looks, "keepNext"),
            under is not None and under.get(f"{_W}val") not in _OFF,
            _on(looks, "pageBreakBefore"),
            breaks,
            tuple(pictures),
        )

    def _words(
        self,
        element: "Element",
        part: "StoryPart",
        faces: list["Element | None"],
        pictures: list[Picture],
    ) -> tuple[tuple[Words, ...], bool]:
        """Runs of a paragraph with the numbers of pages in place of their fields; whether it ends its page."""
        out: list[Words] = []
        fields = _Fields(running=self._running)
        breaks = False
        for run in element.iter(f"{_W}r", f"{_W}fldSimple", f"{_W}txbxContent"):
            if run.tag == f"{_W}txbxContent":
                raise self._box()
            if any(above.tag == _FALLBACK for above in run.iterancestors()):
                continue
            simple = next(run.iterancestors(f"{_W}fldSimple"), None)
            if run.tag == f"{_W}fldSimple":
                text, look = fields.page(run.get(f"{_W}instr")), run.find(f"{_W}r")
            elif simple is not None and fields.page(simple.get(f"{_W}instr")):
                continue
            else:
                text, look = "".join(fields.read(child) for child in run), run
                if fields.shown:
                    pictures.extend(self._pictures(run, part))
                breaks = breaks or any(br.get(f"{_W}type") == "page" for br in run.findall(f"{_W}br"))
            if text:
                out.append(Words(text, *self._look(look, faces)))
        return tuple(out), breaks

    def _look(self, run: "Element | None", faces: list["Element | None"]) -> tuple[bool, float]:
        if run is None:
            return False, _size(faces)
        own = run.find(f"{_W}rPr")
        named = [style.find(f"{_W}rPr") for style in self._chain(run.find(f"{_W}rPr/{_W}rStyle"), None)]
        looks = [own, *named, *faces]
        return _on(looks, "b"), _size(looks)

    def _pictures(self, drawing: "Element", part: "StoryPart") -> Iterator[Picture]:
        for extent in drawing.iter(f"{_WP}extent"):
            for blip in drawing.iter(f"{_A}blip"):
                link = blip.get(f"{_R}embed")
                if link in part.related_parts:
                    width, height = (_number(extent.get(side)) / _EMU for side in ("cx", "cy"))
                    yield Picture(part.related_parts[link].blob, width, height)

    def _grid(self, element: "Element", part: "StoryPart") -> Grid:
        rows: list[tuple[Cell, ...]] = []
        heads = 0
        for row in element.iter(f"{_W}tr"):
            if _table_of(row) is not element:
                continue
            if row.find(f"{_W}trPr/{_W}tblHeader") is not None and heads == len(rows):
                heads += 1
            rows.append(tuple(self._cell(cell, part) for cell in row.iter(f"{_W}tc") if _row_of(cell) is row))
        columns = max((sum(cell.span for cell in row) for row in rows), default=1)
        stated = [_number(one.get(f"{_W}w")) / _TWIPS for one in element.findall(f"{_W}tblGrid/{_W}gridCol")]
        widths = tuple(stated) if len(stated) == columns and all(stated) else (1.0,) * columns
        lined = self._lined(element)
        side = self._side(element) if lined else 0.0
        return Grid(widths, tuple(rows), lined, side, min(heads, len(rows) - 1) if rows else 0)

    def _cell(self, element: "Element", part: "StoryPart") -> Cell:
        span = element.find(f"{_W}tcPr/{_W}gridSpan")
        taken = 1 if span is None else max(1, int(_number(span.get(f"{_W}val"))))
        merged = element.find(f"{_W}tcPr/{_W}vMerge")
        if merged is not None and merged.get(f"{_W}val") != "restart":
            return Cell((), taken)
        return Cell(self.blocks(element, part), taken)

    def _lined(self, table: "Element") -> bool:
        """Whether lines are drawn: by the table itself, else by its style."""
        places = [table, *self._chain(table.find(f"{_W}tblPr/{_W}tblStyle"), None)]
        for place in places:
            borders = place.find(f"{_W}tblPr/{_W}tblBorders")
            if borders is not None:
                return any(side.get(f"{_W}val") not in _OFF for side in borders)
        return False

    def _side(self, table: "Element") -> float:
        margin = table.find(f"{_W}tblPr/{_W}tblCellMar/{_W}left")
        return _CELL_SIDE if margin is None else _number(margin.get(f"{_W}w")) / _TWIPS

    def _chain(self, named: "Element | None", default: "Element | None") -> list["Element"]:
        """A style and what it is based on."""
        style = default if named is None else self._styles.get(named.get(f"{_W}val"), default)
        out: list[Any] = []
        while style is not None and style not in out:
            out.append(style)
            above = style.find(f"{_W}basedOn")
            style = None if above is None else self._styles.get(above.get(f"{_W}val"))
        return out

    def _box(self) -> InputRefused:
        return InputRefused(
            _("The template «{name}» holds a text box, which the PDF cannot show.").format(name=self._name),
            _("Put its words into a paragraph or a table."),
        )


class _Fields:
    """Reads the children of runs; a field that numbers pages becomes its sign, of any other Word's own text stays."""

    def __init__(self, *, running: bool) -> None:
        self._known = {"PAGE": PAGE, "NUMPAGES": PAGES} if running else {}
        self._order: list[str] | None = None  # while the order of a field is being read
        self.shown = True

    def page(self, order: str | None) -> str:
        """The sign of a field's order; empty for any field that numbers no pages."""
        return self._known.get((order or "").strip().split(" ")[0].upper(), "")

    def read(self, child: "Element") -> str:
        """Words of one child of a run."""
        kind = child.tag.removeprefix(_W)
        if kind == "fldChar":
            return self._turn(child.get(f"{_W}fldCharType"))
        if kind == "instrText" and self._order is not None:
            self._order.append(child.text or "")
        if not self.shown:
            return ""
        if kind == "t":
            return paper.clean(child.text or "")
        if kind == "br" and child.get(f"{_W}type") == "page":
            return ""
        return {"tab": "    ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}.get(kind, "")

    def _turn(self, turn: str | None) -> str:
        """The beginning, the middle or the end of a field."""
        if turn == "begin":
            self._order = []
            return ""
        sign = self.page("".join(self._order or ()))
        self._order, self.shown = None, not (turn == "separate" and sign)
        return sign


def _setting(looks: Sequence["Element | None"], name: str, key: str = "val") -> str:
    """The nearest value along the chain; empty when nobody says."""
    for look in looks:
        found = None if look is None else look.find(f"{_W}{name}")
        if found is not None and found.get(f"{_W}{key}") is not None:
            return str(found.get(f"{_W}{key}"))
    return ""


def _on(looks: Sequence["Element | None"], name: str) -> bool:
    for look in looks:
        found = None if look is None else look.find(f"{_W}{name}")
        if found is not None:
            return found.get(f"{_W}val") not in _OFF
    return False


def _size(looks: Sequence["Element | None"]) -> float:
    return _number(_setting(looks, "sz")) / 2 or 10.0


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def _table_of(row: "Element") -> "Element":
    return next(row.iterancestors(f"{_W}tbl"))


def _row_of(cell: "Element") -> "Element":
    return next(cell.iterancestors(f"{_W}tr"))
