"""What passes between the reading child and the program: length-prefixed JSON of plain cells.

The child has touched a hostile file and is not believed: nothing here can carry code, a frame has a limit,
and each cell is checked to be a scalar. JSON, because ``marshal`` and ``pickle`` may not meet such a sender.
"""

import json
import struct
from datetime import date, datetime
from typing import Any, BinaryIO, cast

from app.ingest.sheet import Cell, Row, Unreadable

FRAME_LIMIT = 64 * 2**20
CHUNK_ROWS = 1000
_HEAD = struct.Struct(">I")
_SCALARS = frozenset({str, int, float, bool, date, Unreadable, type(None)})


class Nonsense(ValueError):
    """The child said something it never says."""


def _tagged(value: object) -> dict[str, str]:
    if isinstance(value, datetime):
        return {"d": value.date().isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, Unreadable):
        return {"e": value.code}
    return {"s": str(value)}


def _untagged(pairs: dict[str, Any]) -> object:
    if len(pairs) == 1:
        if "d" in pairs:
            return date.fromisoformat(str(pairs["d"]))
        if "e" in pairs:
            return Unreadable(str(pairs["e"])[:20])
        if "s" in pairs:
            return str(pairs["s"])
    return pairs


def _constant(_text: str) -> Unreadable:
    return Unreadable("#NUM!")


def send(out: BinaryIO, frame: dict[str, object]) -> None:
    """Write one frame."""
    data = json.dumps(frame, default=_tagged, separators=(",", ":")).encode("ascii")
    out.write(_HEAD.pack(len(data)))
    out.write(data)
    out.flush()


def receive(source: BinaryIO) -> dict[str, Any] | None:
    """The next frame, ``None`` at the end of the stream. Raises ``Nonsense``."""
    head = source.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    (size,) = _HEAD.unpack(head)
    if size > FRAME_LIMIT:
        raise Nonsense("frame too long")
    data = source.read(size)
    if len(data) < size:
        return None
    try:
        frame = json.loads(data, object_hook=_untagged, parse_constant=_constant)
    except (ValueError, RecursionError) as error:
        raise Nonsense("not a frame") from error
    if not isinstance(frame, dict):
        raise Nonsense("not a frame")
    return frame


def checked_rows(raw: object) -> list[Row]:
    """Rows of a frame as tuples of scalars, empty text as ``None``. Raises ``Nonsense``."""
    if not isinstance(raw, list):
        raise Nonsense("no rows")
    rows: list[Row] = []
    for cells in raw:
        if not isinstance(cells, list) or not set(map(type, cells)) <= _SCALARS:
            raise Nonsense("not a row")
        rows.append(tuple([None if cell == "" else cast(Cell, cell) for cell in cells]))
    return rows
