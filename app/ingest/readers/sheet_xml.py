"""What calamine does not tell, taken from the XML of a sheet by a stream of regular expressions.

Outline levels and hidden rows are attributes of ``<row>``; an error cell has ``t="e"``; a formula saved without
its result has ``<f>`` and no ``<v>``. A part is read in pieces that end at a row's end, so a sheet of 200,000
rows costs a fraction of a second and a few megabytes.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO
from xml.etree import ElementTree

from app.ingest.container import UNPACKED_LIMIT
from app.ingest.refusal import Refusal
from app.ingest.sheet import Merge

PIECE = 4 * 2**20
SMALL_PART = 8 * 2**20
ROWS_IN_FORMAT = 1_048_576
MARKS_LIMIT = 200_000

_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_ROW_NUMBER = re.compile(rb"\br=[\"'](\d{1,7})[\"']")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")
_ERROR = re.compile(
    rb"<(?:\w+:)?c\b([^>]*\bt=[\"']e[\"'][^>]*)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]{1,20})<", re.DOTALL
)
_HOLLOW = re.compile(
    rb"<(?:\w+:)?c\b([^>]*[^/])>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=[\"']([A-Z]+)(\d+):([A-Z]+)(\d+)[\"']")
_ADDRESS = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_FORMAT = re.compile(rb"<(?:\w+:)?xf\b(?:[^>]*/>|.*?</(?:\w+:)?xf>)", re.DOTALL)
_INDENT = re.compile(rb"\bindent=[\"'](\d{1,3})[\"']")
_ODS_TAG = re.compile(rb"<(/?)table:(table-row-group|table-row|table-column|table)(?![\w-])([^>]*)>", re.DOTALL)


@dataclass(slots=True)
class Marks:
    """Zero-based rows and columns. ``unreadable``: the code of the error, or ``=`` for a hollow formula."""

    levels: dict[int, int] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    unreadable: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    indents: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Row -> column and depth of its first indented cell, in a sheet without an outline."""


def xlsx_marks(data: bytes) -> dict[str, Marks]:
    """Marks of each sheet of an xlsx by its name."""
    found: dict[str, Marks] = {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = {name.replace("\\", "/").lower().lstrip("/"): name for name in archive.namelist()}
        styles = _indented_styles(archive, members.get("xl/styles.xml"))
        for name, part in _sheet_parts(archive, members):
            if part in members:
                with archive.open(members[part]) as stream:
                    found[name] = _scan(stream, styles)
    return found


@dataclass(frozen=True, slots=True)
class Styles:
    """Cells of formats that indent: attributes and number of the format, and how deep each of them indents."""

    cell: re.Pattern[bytes]
    indents: dict[bytes, int]


def _indented_styles(archive: zipfile.ZipFile, name: str | None) -> Styles | None:
    """Formats that indent; ``None`` when no format does."""
    if name is None:
        return None
    with archive.open(name) as stream:
        formats = _FORMATS.search(stream.read(SMALL_PART))
    found = {}
    for number, one in enumerate(_FORMAT.findall(formats.group()) if formats else ()):
        indent = _INDENT.search(one)
        if indent and indent.group(1) != b"0":
            found[str(number).encode()] = int(indent.group(1))
    if not found:
        return None
    numbers = b"|".join(found)
    cell = re.compile(rb"<(?:\w+:)?c\b([^>]*\bs=[\"'](" + numbers + rb")[\"'][^>]*)>")
    return Styles(cell, found)


def _sheet_parts(archive: zipfile.ZipFile, members: dict[str, str]) -> Iterator[tuple[str, str]]:
    book, links = members.get("xl/workbook.xml"), members.get("xl/_rels/workbook.xml.rels")
    if book is None or links is None:
        return
    targets = {element.get("Id"): element.get("Target", "") for element in _tree(archive, links).iter()}
    for element in _tree(archive, book).iter():
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        link = next((value for key, value in element.attrib.items() if key.endswith("}id")), None)
        target = (targets.get(link) or "").replace("\\", "/").lower()
        yield element.get("name", ""), target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _tree(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    with archive.open(name) as stream:
        text = stream.read(SMALL_PART)
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise Refusal("bomb")
    try:
        return ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from error


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """The part cut at ends of rows. Raises ``Refusal`` when it unpacks to more than it may."""
    rest, total = b"", 0
    while chunk := stream.read(PIECE):
        total += len(chunk)
        if total > UNPACKED_LIMIT:
            raise Refusal("bomb")
        rest += chunk
        cut = rest.rfind(b"row>") + 4
        if cut > 3:
            yield rest[:cut]
            rest = rest[cut:]
        elif len(rest) > 8 * PIECE:
            yield rest
            rest = b""
    if rest:
        yield rest


def _scan(stream: IO[bytes], styles: Styles | None) -> Marks:
    marks, row, first = Marks(), -1, True
    for piece in _pieces(stream):
        if first:
            _columns(piece, marks)
            first = False
        row = _rows(piece, marks, row)
        if row > ROWS_IN_FORMAT:
            raise Refusal("rows")
        if styles is not None and not marks.levels:
            _indents(piece, marks, styles)
        if b'"e"' in piece or b"'e'" in piece:
            _unreadable(_ERROR, piece, marks)
        if b"<f" in piece or b":f" in piece:
            _unreadable(_HOLLOW, piece, marks)
        if b"mergeCell " in piece and len(marks.merges) < MARKS_LIMIT:
            marks.merges.extend(
                (int(b) - 1, _column(a), int(d) - 1, _column(c)) for a, b, c, d in _MERGE.findall(piece)
            )
    return marks


def _columns(piece: bytes, marks: Marks) -> None:
    for attributes in _COLUMN.findall(piece.partition(b"<sheetData")[0]):
        values = dict(_ATTRIBUTE.findall(attributes))
        if values.get(b"hidden") in (b"1", b"true") or values.get(b"width") == b"0":
            first, last = _number(values.get(b"min")), _number(values.get(b"max"))
            marks.hidden_columns.update(range(first - 1, min(last, first + 500)))


def _rows(piece: bytes, marks: Marks, row: int) -> int:
    """Number of the last row of the piece."""
    if b"outlineLevel" not in piece and b"hidden" not in piece:
        last = _last_row(piece)
        if last is not None:
            return last
    for attributes in _ROW.findall(piece):
        stated = _ROW_NUMBER.search(attributes)
        row = int(stated.group(1)) - 1 if stated else row + 1
        if b"outlineLevel" in attributes or b"hidden" in attributes:
            values = dict(_ATTRIBUTE.findall(attributes))
            level = _number(values.get(b"outlineLevel"))
            if level:
                marks.levels[row] = min(level, 7)
            if values.get(b"hidden") in (b"1", b"true"):
                marks.hidden_rows.add(row)
    return row


def _indents(piece: bytes, marks: Marks, styles: Styles) -> None:
    """The first indented cell of each row; it is the name wherever the outline was lost."""
    for found in styles.cell.finditer(piece) if len(marks.indents) < MARKS_LIMIT else ():
        address = _ADDRESS.search(found.group(1))
        if address is not None:
            place = (_column(address.group(1)), styles.indents[found.group(2)])
            marks.indents.setdefault(int(address.group(2)) - 1, place)


def _last_row(piece: bytes) -> int | None:
    """The number that the last row of the piece states; ``None`` when it states none."""
    tag = _ROW.match(piece, max(piece.rfind(b"<row"), 0))
    stated = _ROW_NUMBER.search(tag.group(1)) if tag else None
    return int(stated.group(1)) - 1 if stated else None


def _unreadable(pattern: re.Pattern[bytes], piece: bytes, marks: Marks) -> None:
    for found in pattern.finditer(piece):
        address = _ADDRESS.search(found.group(1))
        if address is None or len(marks.unreadable) > MARKS_LIMIT:
            continue
        code = found.group(2).decode("ascii", "replace") if pattern is _ERROR else "="
        marks.unreadable.setdefault((int(address.group(2)) - 1, _column(address.group(1))), code)


def _column(letters: bytes) -> int:
    number = 0
    for code in letters:
        number = number * 26 + code - 64
    return number - 1


def _number(text: bytes | None) -> int:
    return int(text) if text is not None and text.isdigit() and len(text) < 8 else 0


def ods_marks(data: bytes) -> dict[str, Marks]:
    """Outline of each table of an ods: a row's level is how many row groups it stands in."""
    with zipfile.ZipFile(BytesIO(data)) as archive, archive.open("content.xml") as stream:
        text = stream.read(UNPACKED_LIMIT)
    found: dict[str, Marks] = {}
    marks, row, depth = Marks(), 0, 0
    for closing, tag, attributes in _ODS_TAG.findall(text):
        values = dict(_ATTRIBUTE.findall(attributes)) if tag != b"table-row-group" else {}
        if tag == b"table" and not closing:
            marks, row, depth = Marks(), 0, 0
            found[values.get(b"table:name", b"").decode("utf-8", "replace")] = marks
        elif tag == b"table-row-group":
            depth = max(depth - 1, 0) if closing else depth + 1
        elif tag == b"table-row" and not closing:
            repeat = max(_number(values.get(b"table:number-rows-repeated")), 1)
            for index in range(row, row + min(repeat, 1000)):
                if depth:
                    marks.levels[index] = min(depth, 7)
                if values.get(b"table:visibility") in (b"collapse", b"filter"):
                    marks.hidden_rows.add(index)
            row += repeat
    return found
