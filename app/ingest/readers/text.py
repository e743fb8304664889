"""csv, tsv and other delimited text in the encodings of Windows, 1C and DOS."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO

from app.ingest.refusal import Refusal
from app.ingest.sheet import Row, Sheet

SAMPLE_LINES = 60
FIELD_LIMIT = 1_000_000
HOLE = "\x00" * 16
"""Zeros where text was: what a power cut leaves of a file."""
_FREQUENT = re.compile("[оеаинтсрвл]")
_THOUSANDS = re.compile(rb"(?<=\d)\xa0(?=\d)")
"""A no-break space between the digits of a sum in Windows: the same byte is the letter а of DOS."""
_HIGH = (b"\x00", b"\x04", b"\x20")
"""Upper halves of Latin, Cyrillic and typographic characters in UTF-16."""
_CYRILLIC = re.compile("[А-Яа-яЁё]")


def read_text(data: bytes) -> Iterator[Sheet]:
    """The one table of a delimited file; cells stay text. Raises ``Refusal`` when it is no table."""
    text = decode(data)
    if "\x00" in text[:10_000]:
        raise Refusal("binary")
    if HOLE in text:
        raise Refusal("damaged")
    stated = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    delimiter = stated.group(1) if stated else _delimiter(text)
    first = 1 if stated else 0
    rows: list[Row] = [tuple(cells) for cells in _parse(text, delimiter)]
    if first:
        rows[0] = ()
    yield Sheet(name="", rows=rows, typed=False)


def decode(data: bytes) -> str:
    """Text by its mark, else UTF-8, else UTF-16 without a mark, else the likeliest one-byte Russian page."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name, "replace")
    sides = [sum(map(data[place:4000:2].count, _HIGH)) for place in (0, 1)]
    if max(sides) * 10 > len(data[1:4000:2]) * 9 > 90 and min(sides) * 4 < max(sides):
        return data.decode("utf-16-le" if sides[1] > sides[0] else "utf-16-be", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _one_byte(data)


def _one_byte(data: bytes) -> str:
    damaged = data.decode("utf-8", "replace")
    if damaged.count("\ufffd") * 200 < len(_CYRILLIC.findall(damaged)):
        return damaged  # UTF-8 with a few broken letters
    sample = _THOUSANDS.sub(b" ", data[:200_000])
    pages = ("cp1251", "cp866", "koi8-r")
    return data.decode(max(pages, key=lambda page: len(_FREQUENT.findall(sample.decode(page, "replace")))), "replace")


def _delimiter(text: str) -> str:
    """The mark that cuts most of the first lines into the same number of fields."""
    lines = [line for line in text.splitlines()[:SAMPLE_LINES] if line.strip()]
    best, best_score = ";", 0.0
    for mark in (";", "\t", ",", "|"):
        try:
            widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=mark) if len(cells) > 1)
        except csv.Error:
            continue
        if widths:
            width, count = widths.most_common(1)[0]
            score = count * min(width, 12) ** 0.5
            if score > best_score:
                best, best_score = mark, score
    return best


def _parse(text: str, delimiter: str) -> Iterator[list[str]]:
    """Rows; a quote that is never closed would swallow the file, then quotes are taken as letters."""
    csv.field_size_limit(FIELD_LIMIT)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
        if max((cell.count("\n") for row in rows for cell in row if len(cell) > 500), default=0) < 50:
            return iter(rows)
    except csv.Error:
        pass
    plain = csv.reader(StringIO(text, newline=""), delimiter=delimiter, quoting=csv.QUOTE_NONE)
    try:
        return iter([[cell.strip().strip('"') for cell in row] for row in plain])
    except csv.Error as error:
        raise Refusal("damaged") from error
