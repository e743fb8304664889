"""«Таблица XML 2003» (SpreadsheetML), which banks and old programs save under the name .xls."""

from collections.abc import Iterator
from datetime import date
from xml.parsers import expat

from app.ingest.refusal import Refusal
from app.ingest.sheet import Cell, Merge, Row, Sheet, Unreadable

_LIMIT = 1_048_576


def read_xml2003(data: bytes) -> Iterator[Sheet]:
    """Sheets of a SpreadsheetML file. Raises ``Refusal``; a document type is refused, it has no business here."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Refusal("damaged") from error
    yield from reader.sheets


def _no_doctype(*_declaration: object) -> None:
    raise Refusal("bomb")


class _Reader:
    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self._row: dict[int, Cell] = {}
        self._column = 0
        self._kind = ""
        self._pieces: list[str] | None = None
        self._merges: list[Merge] = []
        self._hidden: set[int] = set()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        values = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if tag == "Worksheet":
            self.sheets.append(Sheet(name=values.get("Name", ""), rows=[]))
            self._merges, self._hidden = [], set()
        elif tag == "Row" and self.sheets:
            self._start_row(values)
        elif tag == "Cell":
            index = _number(values.get("Index"))
            self._column = index - 1 if index else self._column
            across, down = _number(values.get("MergeAcross")), _number(values.get("MergeDown"))
            if (across or down) and self.sheets:
                row = len(self.sheets[-1].rows)
                self._merges.append((row, self._column, row + down, self._column + across))
            self._across = min(across, 16_000)
        elif tag == "Data":
            self._kind, self._pieces = values.get("Type", "String"), []

    _across = 0

    def _start_row(self, values: dict[str, str]) -> None:
        rows = self.sheets[-1].rows
        index = min(_number(values.get("Index")), _LIMIT)
        while len(rows) < index - 1:
            rows.append(())
        if values.get("Hidden") == "1":
            self._hidden.add(len(rows))
        self._row, self._column = {}, 0

    def text(self, data: str) -> None:
        if self._pieces is not None:
            self._pieces.append(data)

    def end(self, name: str) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "Data" and self._pieces is not None:
            if self._column < 16_384:
                self._row[self._column] = _cell(self._kind, "".join(self._pieces))
            self._pieces = None
        elif tag == "Cell":
            self._column += 1 + self._across
        elif tag == "Row" and self.sheets:
            width = max(self._row, default=-1) + 1
            row: Row = tuple(self._row.get(column) for column in range(width))
            self.sheets[-1].rows.append(row)
        elif tag == "Worksheet" and self.sheets:
            self.sheets[-1].merges = tuple(self._merges)
            self.sheets[-1].hidden_rows = frozenset(self._hidden)


def _cell(kind: str, text: str) -> Cell:
    if not text:
        return None
    if kind == "Number":
        try:
            return float(text)
        except ValueError:
            return text
    if kind == "DateTime":
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            return text
    if kind == "Boolean":
        return text.strip() == "1"
    return Unreadable(text[:20]) if kind == "Error" else text


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 8 else 0
