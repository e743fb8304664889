"""What passes between the reading child and the program: length-prefixed frames, JSON words and packed cells.

The child has touched a hostile file and is not believed: nothing here can carry code, a frame has a limit, and so
has what may be unpacked from it. Neither ``marshal`` nor ``pickle`` may meet such a sender. Cells travel by column,
numbers and days as fixed-size scalars, each text once for a sheet and by its place in that list afterwards.
"""

import json
import struct
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import accumulate, islice, pairwise, repeat
from math import isfinite
from typing import Any, BinaryIO, cast

from app.ingest.sheet import Cell, Row, Unreadable

FRAME_LIMIT = 64 * 2**20
CELLS_LIMIT = 15_000_000
CHUNK_ROWS = 1024
CHUNK_CELLS = 2**17
_HEAD = struct.Struct(">I")
_CELLS = b"\x01"
_SIZES = struct.Struct("<IIII")
"""Rows, columns, new texts, bytes of all new texts."""
_NONE, _NUMBER, _DAY, _TEXT, _WHOLE, _ERROR, _YES, _MIXED = b"nfdsiebm"
_KINDS: dict[type, int] = {
    type(None): _NONE, float: _NUMBER, date: _DAY, datetime: _DAY, str: _TEXT, int: _WHOLE, Unreadable: _ERROR,
    bool: _YES,
}  # fmt: skip


class Nonsense(ValueError):
    """The child said something it never says."""


def send(out: BinaryIO, frame: dict[str, object]) -> None:
    """Write one frame of words."""
    _write(out, json.dumps(frame, separators=(",", ":")).encode("ascii"))


def _write(out: BinaryIO, data: bytes) -> None:
    out.write(_HEAD.pack(len(data)))
    out.write(data)
    out.flush()


def chunks(rows: Iterable[Sequence[object]]) -> Iterator[list[Sequence[object]]]:
    """Rows in portions that stay small even as a rectangle."""
    source = iter(rows)
    while portion := list(islice(source, CHUNK_ROWS)):
        width = max(map(len, portion))
        if width * len(portion) <= CHUNK_CELLS:
            yield portion
        else:
            yield from _narrow(portion)


def _narrow(rows: list[Sequence[object]]) -> Iterator[list[Sequence[object]]]:
    """Portions of wide rows, each as long as its widest row allows."""
    portion: list[Sequence[object]] = []
    width = 0
    for row in rows:
        width = max(width, len(row))
        if portion and width * (len(portion) + 1) > CHUNK_CELLS:
            yield portion
            portion, width = [], len(row)
        portion.append(row)
    yield portion


class Packer:
    """The child's side of one sheet: rows into frames."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {"": 0}
        self._fresh: list[str] = []

    def send(self, out: BinaryIO, rows: list[Sequence[object]]) -> None:
        """Write one frame of cells."""
        widths = list(map(len, rows))
        width = max(widths, default=0)
        ragged = min(widths, default=0) < width
        if ragged:
            rows = [(*row, *repeat(None, width - len(row))) for row in rows]
        body = [b"\1" + struct.pack(f"<{len(widths)}I", *widths) if ragged else b"\0"]
        for cells in zip(*rows, strict=True):
            self._column(cells, body)
        fresh, self._fresh = self._fresh, []
        blob = "".join(fresh).encode("utf-8", "surrogatepass")
        lengths = struct.pack(f"<{len(fresh)}I", *map(len, fresh))
        _write(out, b"".join([_CELLS, _SIZES.pack(len(rows), width, len(fresh), len(blob)), lengths, blob, *body]))

    def _column(self, cells: Sequence[object], body: list[bytes]) -> None:
        types = set(map(type, cells))
        if not types <= _KINDS.keys():
            cells = [cell if type(cell) in _KINDS else str(cell) for cell in cells]
            types = set(map(type, cells))
        kinds = {_KINDS[kind] for kind in types}
        if len(kinds) == 1:
            kind = kinds.pop()
            body += (bytes((kind,)), self._run(kind, cells))
            return
        marks = bytes([_KINDS[type(cell)] for cell in cells])
        body += (bytes((_MIXED,)), marks)
        for kind in sorted(kinds):
            body.append(self._run(kind, [cell for cell, mark in zip(cells, marks, strict=True) if mark == kind]))

    def _run(self, kind: int, cells: Sequence[Any]) -> bytes:
        """Cells of one kind."""
        if kind == _NONE:
            return b""
        if kind == _NUMBER:
            return struct.pack(f"<{len(cells)}d", *cells)
        if kind == _YES:
            return bytes(cells)
        if kind == _DAY:
            return struct.pack(f"<{len(cells)}I", *[day.toordinal() for day in cells])
        if kind != _TEXT:
            cells = [cell.code if kind == _ERROR else str(cell) for cell in cells]
        places = self._places
        for text in set(cells).difference(places):
            places[text] = len(places)
            self._fresh.append(text)
        return struct.pack(f"<{len(cells)}I", *map(places.__getitem__, cells))


class _Days(dict[int, date]):
    """Each day once."""

    def __missing__(self, ordinal: int) -> date:
        found = self[ordinal] = date.fromordinal(ordinal)
        return found


class Unpacker:
    """The program's side of one sheet: frames into rows. Whatever is not as the child packs it is ``Nonsense``."""

    def __init__(self) -> None:
        self._texts: list[str | None] = [None]
        self._days = _Days()
        self._data, self._at = b"", 0

    def rows(self, data: bytes) -> list[Row]:
        """Rows of one frame; empty texts are ``None``. Raises ``Nonsense``."""
        self._data, self._at = data, len(_CELLS)
        try:
            found = self._rows()
        except (struct.error, ValueError, IndexError, OverflowError) as error:
            raise Nonsense("not cells") from error
        if self._at != len(data):
            raise Nonsense("something is left over")
        return found

    def _rows(self) -> list[Row]:
        height, width, fresh, size = _SIZES.unpack(self._take(_SIZES.size))
        if height * max(width, 1) > CELLS_LIMIT:
            raise Nonsense("too many cells")
        self._learn(self._numbers("I", fresh), self._take(size))
        widths = self._numbers("I", height) if self._take(1) == b"\1" else ()
        columns = [self._column(height) for _place in range(width)]
        rows: list[Row] = list(zip(*columns, strict=True)) if columns else [()] * height
        return [row[:wide] for row, wide in zip(rows, widths, strict=True)] if widths else rows

    def _take(self, size: int) -> bytes:
        start, self._at = self._at, self._at + size
        if self._at > len(self._data):
            raise Nonsense("cut short")
        return self._data[start : self._at]

    def _numbers(self, code: str, count: int) -> tuple[Any, ...]:
        return struct.unpack(f"<{count}{code}", self._take(count * (8 if code == "d" else 4)))

    def _learn(self, lengths: Sequence[int], blob: bytes) -> None:
        joined = blob.decode("utf-8", "surrogatepass")
        if sum(lengths) != len(joined):
            raise Nonsense("texts of another length")
        self._texts += [joined[start:end] for start, end in pairwise(accumulate(lengths, initial=0))]

    def _column(self, height: int) -> Sequence[Cell]:
        (kind,) = self._take(1)
        if kind != _MIXED:
            return self._run(kind, height)
        marks = self._take(height)
        feeds = {kind: iter(self._run(kind, marks.count(kind))) for kind in sorted(set(marks))}
        return [next(feeds[kind]) for kind in marks]

    def _run(self, kind: int, count: int) -> Sequence[Cell]:
        if kind == _NONE:
            return [None] * count
        if kind == _NUMBER:
            numbers: Sequence[float] = self._numbers("d", count)
            if all(map(isfinite, numbers)):
                return numbers
            return [number if isfinite(number) else Unreadable("#NUM!") for number in numbers]
        if kind == _DAY:
            return list(map(self._days.__getitem__, self._numbers("I", count)))
        if kind == _YES:
            return list(map(bool, self._take(count)))
        texts = list(map(self._texts.__getitem__, self._numbers("I", count)))
        if kind == _TEXT:
            return texts
        if kind == _WHOLE:
            return [int(text or "") for text in texts]
        if kind == _ERROR:
            return [Unreadable((text or "")[:20]) for text in texts]
        raise Nonsense("no such kind")


def receive(source: BinaryIO, unpacker: Unpacker) -> dict[str, Any] | None:
    """The next frame, ``None`` at the end of the stream; rows of cells as ``cells``. Raises ``Nonsense``."""
    head = source.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    (size,) = _HEAD.unpack(head)
    if size > FRAME_LIMIT:
        raise Nonsense("frame too long")
    data = source.read(size)
    if len(data) < size:
        return None
    if data[:1] == _CELLS:
        return {"cells": unpacker.rows(data)}
    try:
        frame = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Nonsense("not a frame") from error
    if not isinstance(frame, dict) or "cells" in frame:
        raise Nonsense("not a frame")
    return cast(dict[str, Any], frame)
