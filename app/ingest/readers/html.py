"""Tables saved as HTML (by 1C, or by a bank's site under the name .xls)."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from app.ingest.readers.text import HOLE, decode
from app.ingest.refusal import Refusal
from app.ingest.sheet import Merge, Row, Sheet

SPAN_LIMIT = 200
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_INDENT = re.compile(r"padding-left:\s*(\d{1,4})", re.IGNORECASE)
_STYLED = re.compile(r"(?:^|[\s>])(?:td)?\.([\w-]+)$|(?:^|[\s>])(td)$", re.IGNORECASE)
"""The last part of a selector that names cells: by their class, or all of them."""
_SKIPPED = frozenset({"script", "style", "title", "head"})


def read_html(data: bytes) -> Iterator[Sheet]:
    """All rows of the page as one sheet: 1C writes one table, others split head and body into two."""
    parser = _Tables()
    text = _text(data)
    if HOLE in text:
        raise Refusal("damaged")
    parser.feed(text)
    parser.close()
    parser.end_row()
    if parser.open_tables > 0:
        raise Refusal("cut")
    if not parser.rows:
        raise Refusal("blank")
    steps = sorted(set(parser.indents))
    levels = [steps.index(indent) for indent in parser.indents]
    usable = len(steps) <= 8
    yield Sheet(name="", rows=parser.rows, levels=levels if usable else [], merges=tuple(parser.merges), typed=False)


def _text(data: bytes) -> str:
    stated = _CHARSET.search(data[:4096])
    if stated and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(stated.group(1).decode("ascii"))
        except (LookupError, ValueError):
            return decode(data)
    return decode(data)


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[Row] = []
        self.indents: list[int] = []
        self.merges: list[Merge] = []
        self._row: dict[int, str] | None = None
        self._cell: list[str] | None = None
        self._at = (0, 1, 1)
        self._indent: int | None = None
        self._own: int | None = None  # of the cell that is open
        self._named = False  # the row has a cell that tells its indent
        self._style: list[str] | None = None
        self._indents: dict[str, int] = {}  # class of a cell -> its indent; "": of all cells
        self._taken: dict[int, int] = {}  # column -> rows still covered by a cell above
        self._muted = 0
        self.open_tables = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _SKIPPED:
            self._muted += 1
            self._style = [] if tag == "style" else self._style
        elif tag == "table":
            self.open_tables += 1
        elif tag == "tr":
            self.end_row()
            self._row, self._indent, self._named = {}, None, False
        elif tag in ("td", "th"):
            self._start_cell(values)
        elif tag in ("br", "p", "div") and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._muted = max(self._muted - 1, 0)
            self._styles()
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self.end_row()
            self.open_tables -= tag == "table"

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._muted:
            self._cell.append(data)
        elif self._style is not None:
            self._style.append(data)

    def _styles(self) -> None:
        """Indents of a style sheet that has ended: 1C and Excel keep those of their cells there."""
        for rule in "".join(self._style or ()).split("}"):
            selectors, _brace, body = rule.partition("{")
            indent = _INDENT.search(body)
            for selector in selectors.split(",") if indent else ():
                found = _STYLED.search(selector.strip()[-200:])
                if found and indent:
                    self._indents[(found.group(1) or "").lower()] = int(indent.group(1))
        self._style = None

    def _start_cell(self, values: dict[str, str]) -> None:
        self._end_cell()
        if self._row is None:
            self._row = {}
        column = 0
        while column in self._row or self._taken.get(column, 0) > 0:
            column += 1
        self._at = (column, _span(values.get("colspan")), _span(values.get("rowspan")))
        self._cell = []
        for extra in range(column, column + self._at[1]):
            self._row[extra] = ""
        indent = _INDENT.search(values.get("style", ""))
        self._own = int(indent.group(1)) if indent else self._indents.get(values.get("class", "").lower() or ".")

    def _end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        column, wide, tall = self._at
        said = self._row[column] = "".join(self._cell).strip(" \t\r\n")
        self._cell = None
        if not self._named:
            self._told(said)
        if wide > 1 or tall > 1:
            row = len(self.rows)
            self.merges.append((row, column, row + tall - 1, column + wide - 1))
        if tall > 1:
            for extra in range(column, column + wide):
                self._taken[extra] = tall

    def _told(self, said: str) -> None:
        """A row stands where its first filled cell does: its name, or the number of an account. A figure of a row
        without a name has no indent of its own, and then that of the empty cell before it counts."""
        if said and (self._own is not None or self._indent is None or any(map(str.isalpha, said))):
            self._indent = self._indents.get("", 0) if self._own is None else self._own
        elif self._indent is None:
            self._indent = self._own
        self._named = bool(said)

    def end_row(self) -> None:
        """Close what is open and keep the row."""
        self._end_cell()
        if self._row is None:
            return
        width = max(self._row, default=-1) + 1
        self.rows.append(tuple(self._row.get(column, "") for column in range(width)))
        self.indents.append(self._indents.get("", 0) if self._indent is None else self._indent)
        self._taken = {column: left - 1 for column, left in self._taken.items() if left > 1}
        self._row = None


def _span(text: str | None) -> int:
    return min(max(int(text), 1), SPAN_LIMIT) if text and text.isdigit() and len(text) < 6 else 1
