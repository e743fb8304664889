"""Pieces that the shipped templates are built of: a sheet with a letterhead, tables that grow, lines to sign on."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

FACE = "Arial"
BODY = 10.5
SMALL = 8.5
WIDTH = 17.0
"""Centimetres between the margins."""

_SIGNS = {"left": WD_ALIGN_PARAGRAPH.LEFT, "right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}
_BORN = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)

Column = tuple[str, float, str, str]
"""Heading, centimetres, side («left», «right», «center»), text of the cell."""


class Sheet:
    """One template under construction. Text may hold tags; ``**bold**`` is bold."""

    def __init__(self, footer: str) -> None:
        self.document: Any = Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin = Cm(2.5), Cm(1.5)
        section.top_margin, section.bottom_margin = Cm(1.5), Cm(1.8)
        section.footer_distance = Cm(0.9)
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = FACE, Pt(BODY)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(name), FACE)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "ru-RU")
        style.element.get_or_add_rPr().append(language)
        style.paragraph_format.space_after, style.paragraph_format.space_before = Pt(5), Pt(0)
        style.paragraph_format.line_spacing = 1.1
        self._foot(section, footer)
        self._about()

    def text(
        self, words: str, side: str = "left", *, size: float = 0, after: float | None = None, together: bool = False,
        before: float | None = None,
    ) -> Paragraph:  # fmt: skip
        """A paragraph."""
        made: Paragraph = _fill(self.document.add_paragraph(), words, side, size, after)
        made.paragraph_format.keep_with_next = together or None
        if before is not None:
            made.paragraph_format.space_before = Pt(before)
        return made

    def title(self, words: str, below: str = "") -> None:
        """The name of the paper, centred."""
        self.text(f"**{words}**", "center", size=13, after=2 if below else 8, together=True, before=6)
        if below:
            self.text(below, "center", after=8, together=True)

    def tag(self, words: str) -> None:
        """A paragraph that only steers and leaves no trace: ``if …``, ``endif``, ``for …``."""
        self.document.add_paragraph(f"{{%p {words} %}}")

    def new_page(self) -> None:
        """What follows begins a page."""
        self.document.paragraphs[-1].paragraph_format.keep_with_next = None
        self.document.add_page_break()

    def letterhead(self) -> None:
        """Who writes: name, codes, address, ways to answer, and a rule under them."""
        self.text("**{{ мы.название|пропуск }}**", size=13, after=1)
        for name in ("мы.коды", "мы.адрес"):
            self.tag(f"if {name}")
            self.text(f"{{{{ {name} }}}}", size=SMALL, after=0)
            self.tag("endif")
        _rule(self.text("{{ мы.связь }}", size=SMALL, after=8))

    def addressee(self) -> None:
        """Outgoing number and date on the left, to whom on the right."""
        left = ("Исх. № {{ номер }}", "от {{ дата }}")
        right = ("**{{ клиент.название }}**", "{{ клиент.коды }}", "{{ клиент.адрес }}", "{{ клиент.почта }}")
        self.bare(((left, 7.5), (right, 9.5)))

    def bare(self, cells: Sequence[tuple[Sequence[str], float]], size: float = 0, *, together: bool = False) -> None:
        """Columns without lines: (paragraphs, centimetres). ``together``: never parted from what follows."""
        self._bare(self._table([width for _words, width in cells], style=None), cells, size, together=together)
        self.text("", size=4, after=2, together=together)

    def grid(
        self, columns: Sequence[Column], each: str = "", total: Sequence[str] = (), before: Sequence[str] = (),
        after: Sequence[str] = (), blank: int = 0, size: float = SMALL,
    ) -> None:  # fmt: skip
        """A table with lines. ``each``: «документ in документы», a row for each; ``before``: cells of a first row,
        ``total`` and ``after``: of the last ones; ``blank``: rows to be filled in by hand."""
        table = self._table([width for _title, width, _side, _text in columns], style="Table Grid")
        self._row(table, columns, [f"**{title}**" for title, *_rest in columns], size, head=True)
        if before:
            self._row(table, columns, before, size)
        if each:
            self._row(table, columns, [f"{{%tr for {each} %}}", *[""] * (len(columns) - 1)], size)
            self._row(table, columns, [words for *_rest, words in columns], size)
            self._row(table, columns, ["{%tr endfor %}", *[""] * (len(columns) - 1)], size)
        for _number in range(blank):
            self._row(table, columns, [""] * len(columns), size + 5)
        for last in (total, after):
            if last:
                self._row(table, columns, [f"**{words}**" if words else "" for words in last], size)
        self.text("", size=4, after=2)

    def rows(self, columns: Sequence[Column], rows: Sequence[Sequence[str]], size: float = SMALL) -> None:
        """A table with lines and rows of its own."""
        table = self._table([width for _title, width, _side, _text in columns], style="Table Grid")
        self._row(table, columns, [f"**{title}**" for title, *_rest in columns], size, head=True)
        for words in rows:
            self._row(table, columns, words, size)
        self.text("", size=4, after=2)

    def signature(self, *people: tuple[str, str]) -> None:
        """Lines to sign on: (position, name); those of several people stay on one page."""
        table = self._table([7.0, 4.5, 5.5], style=None)
        for number, (role, name) in enumerate(people, 1):
            row = table.add_row()
            _stay(row)
            for cell, words in zip(row.cells, (role, "_" * 17, name), strict=True):
                made = _fill(cell.paragraphs[0], words, "left", 0, 2)
                made.paragraph_format.space_before = Pt(10)
                made.paragraph_format.keep_with_next = number < len(people) or None
        self.text("", size=4, after=2)

    def sides(self, *rows: tuple[Sequence[str], Sequence[str]]) -> None:
        """Both parties side by side, rows of (ours, theirs) that stay on one page."""
        table = self._table([8.5, 8.5], style=None)
        for number, (ours, theirs) in enumerate(rows, 1):
            self._bare(table, ((ours, 8.5), (theirs, 8.5)), 9.5, together=number < len(rows))
        self.text("", size=4, after=2)

    def data(self) -> bytes:
        """The finished file, the same at every run."""
        made, out = io.BytesIO(), io.BytesIO()
        self.document.save(made)
        with zipfile.ZipFile(made) as full, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
            for name in sorted(full.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
                part = zipfile.ZipInfo(name, _BORN.timetuple()[:6])
                packed.writestr(part, full.read(name), zipfile.ZIP_DEFLATED)
        return out.getvalue()

    def _table(self, widths: Sequence[float], style: str | None) -> Any:  # noqa: ANN401 - the library's own type
        table = self.document.add_table(rows=0, cols=len(widths))
        if style:
            table.style = style
            _narrow(table)
        table.autofit = False
        table.alignment = WD_TABLE_ALIGNMENT.LEFT
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        _in_order(table._tbl.tblPr)
        return table

    @staticmethod
    def _bare(
        table: Any,  # noqa: ANN401 - the library's own type
        cells: Sequence[tuple[Sequence[str], float]],
        size: float,
        *,
        together: bool,
    ) -> None:
        row = table.add_row()
        _stay(row)
        for cell, (paragraphs, width) in zip(row.cells, cells, strict=True):
            cell.width = Cm(width)
            for number, words in enumerate(paragraphs):
                made = _fill(cell.paragraphs[0] if not number else cell.add_paragraph(), words, "left", size, 1)
                made.paragraph_format.keep_with_next = together or None

    def _row(
        self,
        table: Any,  # noqa: ANN401 - the library's own type
        columns: Sequence[Column],
        words: Sequence[str],
        size: float,
        *,
        head: bool = False,
    ) -> None:
        row = table.add_row()
        _stay(row)
        if head:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for cell, (_title, width, side, _text), text in zip(row.cells, columns, words, strict=True):
            cell.width = Cm(width)
            _fill(cell.paragraphs[0], text, "center" if head else side, size, 1)
            cell.paragraphs[0].paragraph_format.space_before = Pt(1)

    def _foot(self, section: Any, words: str) -> None:  # noqa: ANN401 - the library's own type
        paragraph = section.footer.paragraphs[0]
        _fill(paragraph, f"{words}, стр. ", "right", 7.5, 0)
        _field(paragraph, "PAGE")
        _fill(paragraph, " из ", "right", 7.5, 0)
        _field(paragraph, "NUMPAGES")

    def _about(self) -> None:
        about = self.document.core_properties
        about.author, about.last_modified_by, about.comments, about.title = "", "", "", ""
        about.created = about.modified = _BORN


def _fill(paragraph: Any, words: str, side: str, size: float, after: float | None) -> Any:  # noqa: ANN401 - as above
    paragraph.alignment = _SIGNS[side]
    if after is not None:
        paragraph.paragraph_format.space_after = Pt(after)
    for number, piece in enumerate(words.split("**")):
        if piece:
            run = paragraph.add_run(piece)
            run.bold = number % 2 == 1 or None
            run.font.size = Pt(size) if size else None
    if not words and size:  # an empty line is as high as its mark
        mark, points = OxmlElement("w:rPr"), OxmlElement("w:sz")
        points.set(qn("w:val"), str(round(size * 2)))
        mark.append(points)
        paragraph._p.get_or_add_pPr().append(mark)
    return paragraph


def _field(paragraph: Any, name: str) -> None:  # noqa: ANN401 - as above
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    props = OxmlElement("w:rPr")
    size = OxmlElement("w:sz")
    size.set(qn("w:val"), "15")
    text = OxmlElement("w:t")
    text.text = "1"
    props.append(size)
    run.extend([props, text])
    field.append(run)
    paragraph._p.append(field)


def _stay(row: Any) -> None:  # noqa: ANN401 - as above
    """A row is never parted by the end of a page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _in_order(properties: Any) -> None:  # noqa: ANN401 - as above
    """Word asks for the properties of a table in the order of the schema."""
    order = ("tblStyle", "tblW", "jc", "tblLayout", "tblCellMar", "tblLook")
    for child in sorted(properties, key=lambda child: order.index(child.tag.partition("}")[2])):
        properties.append(child)


def _narrow(table: Any) -> None:  # noqa: ANN401 - as above
    """A millimetre left and right in each cell: more words on a line."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "57")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)


def _rule(paragraph: Any) -> None:  # noqa: ANN401 - as above
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "4"), ("color", "808080")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
