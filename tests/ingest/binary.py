"""Binary workbooks of a few records each: xlsb (BIFF12), the xls of Excel 95 (BIFF5), and an xls under a password."""

import struct
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from tests.ingest.making import Grid, Value, xls

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_LINKS = '<Relationships xmlns="{package}/relationships">{links}</Relationships>'
_LINK = '<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'


def serial(day: date) -> float:
    """Excel's number of a day."""
    return float((day - date(1899, 12, 30)).days)


def xlsb(path: Path, grid: Grid) -> Path:
    """The least xlsb that a reader takes: a workbook, one sheet, two formats (the second is a date)."""
    links = {
        "_rels/.rels": (("rId1", "officeDocument", "xl/workbook.bin"),),
        "xl/_rels/workbook.bin.rels": (
            ("rId1", "worksheet", "worksheets/sheet1.bin"), ("rId2", "styles", "styles.bin"),
        ),
    }  # fmt: skip
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>')
        for name, targets in links.items():
            each = "".join(_LINK.format(name=n, kind=f"{_RELATIONS}/{k}", target=t) for n, k, t in targets)
            archive.writestr(name, _LINKS.format(package=_PACKAGE, links=each))
        sheet = struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Лист1")
        archive.writestr("xl/workbook.bin", _twelve(131) + _twelve(143) + _twelve(156, sheet) + _twelve(144)
                         + _twelve(132))  # fmt: skip
        formats = b"".join(_twelve(47, struct.pack("<HHHHHBBH", 0, code, 0, 0, 0, 0, 0, 0)) for code in (0, 14))
        archive.writestr("xl/styles.bin", _twelve(278) + _twelve(617, struct.pack("<I", 2)) + formats + _twelve(618)
                         + _twelve(279))  # fmt: skip
        archive.writestr("xl/worksheets/sheet1.bin", b"".join(_sheet_of_twelve(grid)))
    return path


def _sheet_of_twelve(grid: Grid) -> Iterator[bytes]:
    size = struct.pack("<IIII", 0, len(grid) - 1, 0, max(map(len, grid)) - 1)
    yield _twelve(129) + _twelve(148, size) + _twelve(145)
    for number, row in enumerate(grid):
        yield _twelve(0, struct.pack("<IIHHBBI", number, 0, 300, 0, 0, 0, 0))
        for column, value in enumerate(row):
            head = struct.pack("<II", column, int(isinstance(value, date)))
            if isinstance(value, str):
                yield _twelve(6, head + _wide(value))
            elif value is not None:
                yield _twelve(5, head + struct.pack("<d", _number(value)))
    yield _twelve(146) + _twelve(130)


def _number(value: int | float | date) -> float:
    return serial(value) if isinstance(value, date) else float(value)


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _twelve(kind: int, body: bytes = b"") -> bytes:
    """A record of BIFF12: kind and length in groups of seven bits."""
    size, left = b"", len(body)
    while left > 127:
        size, left = size + bytes((left & 127 | 128,)), left >> 7
    name = bytes((kind,)) if kind < 128 else bytes((kind & 127 | 128, kind >> 7))
    return name + size + bytes((left,)) + body


def biff5(path: Path, grid: Grid, *, levels: Sequence[int] = ()) -> Path:
    """A bare stream of BIFF5 in the Windows page, as Excel 95 and old 1C write it."""
    begin = struct.pack("<HHH", 0x2000, 0x7CC, 0)[:4]
    font = _five(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 204, 0) + b"\x05Arial")
    formats = b"".join(_five(0xE0, struct.pack("<8H", 0, code, 0, 0, 0, 0, 0, 0)) for code in (0, 14))
    head = _five(0x809, struct.pack("<HH", 0x500, 5) + begin) + _five(0x42, struct.pack("<H", 1251))
    head += font * 5 + formats
    name = "Лист1".encode("cp1251")
    place = len(head) + 4 + 7 + len(name) + 4
    head += _five(0x85, struct.pack("<IBBB", place, 0, 0, len(name)) + name) + _five(0x0A)
    sheet = _five(0x809, struct.pack("<HH", 0x500, 0x10) + begin)
    for number, row in enumerate(grid):
        level = levels[number] if number < len(levels) else 0
        sheet += _five(0x208, struct.pack("<8H", number, 0, len(row), 255, 0, 0, 0x100 | level, 15))
    for number, row in enumerate(grid):
        sheet += b"".join(_cell_of_five(number, column, value) for column, value in enumerate(row))
    path.write_bytes(head + sheet + _five(0x0A))
    return path


def _cell_of_five(row: int, column: int, value: Value) -> bytes:
    head = struct.pack("<HHH", row, column, int(isinstance(value, date)))
    if isinstance(value, str):
        text = value.encode("cp1251")
        return _five(0x204, head + struct.pack("<H", len(text)) + text)
    return b"" if value is None else _five(0x203, head + struct.pack("<d", _number(value)))


def _five(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def locked_xls(path: Path, grid: Grid) -> Path:
    """An xls whose second record says that all after it is under a password."""
    data = bytearray(xls(path, grid).read_bytes())
    start = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    end = start
    while end - start < 62:  # whole records make room for FILEPASS and for a stop-gap
        end += 4 + struct.unpack_from("<H", data, end + 2)[0]
    password = _five(0x2F, struct.pack("<HHH", 1, 1, 1) + b"\x11" * 48)
    data[start:end] = password + _five(0xE1, bytes(end - start - len(password) - 4))
    path.write_bytes(data)
    return path
