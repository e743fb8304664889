"""The reading child: takes bytes, answers with cells, has nothing else.

It is given the contents and never a path, so it can open no other file; its memory and processor time are
limited; it dies of a bad file instead of the program. Started by ``sandbox`` as a plain interpreter, or as the
packed program itself with ``--read-table``. One child may read several files one after another.
"""

import os
import struct
import sys
from contextlib import suppress
from typing import BinaryIO

from app.ingest.container import Kind, look
from app.ingest.readers import sheets_of
from app.ingest.refusal import CODES, Refusal
from app.ingest.sheet import Stream
from app.ingest.wire import Packer, chunks, send

REQUEST = struct.Struct(">BQ")
"""Second opinion wanted (0 or 1), length of the contents that follow."""
MEMORY_LIMIT = 1536 * 2**20
CPU_SECONDS = 60


def main() -> None:
    """Serve requests from standard input until it ends."""
    # A packed program without a console has no sys.stdin, yet its parent's pipes stand in their places.
    source = sys.stdin.buffer if sys.stdin is not None else os.fdopen(0, "rb")
    out = os.fdopen(os.dup(1), "wb")
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - a library's chatter must not enter the answer
    _limit_once()
    _warm()
    while True:
        head = source.read(REQUEST.size)
        if len(head) < REQUEST.size:
            return
        second, size = REQUEST.unpack(head)
        data = source.read(size)
        if len(data) < size:
            return
        _limit_time()
        _answer(out, data, bool(second))


def _warm() -> None:
    """What nearly every file needs, loaded while nobody waits."""
    with suppress(ImportError):
        import python_calamine  # noqa: F401 - for its loading alone

        import app.ingest.readers.workbook  # noqa: F401 - for its loading alone


def _answer(out: BinaryIO, data: bytes, second: bool) -> None:
    try:
        _send_sheets(out, data, second)
        send(out, {"done": True})
    except Refusal as refusal:
        send(out, {"refused": refusal.code if refusal.code in CODES else "damaged"})
    except MemoryError:
        send(out, {"refused": "memory"})
    except (BrokenPipeError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 - a foreign file may break a library in any way, panics of Rust included
        send(out, {"refused": "damaged"})


def _send_sheets(out: BinaryIO, data: bytes, second: bool) -> None:
    """All sheets as they are read; when that fails half-way, all of them again by the other library."""
    kind = look(data)
    try:
        for stream in sheets_of(kind, data, second):
            _send_sheet(out, stream)
    except (KeyboardInterrupt, SystemExit, MemoryError, BrokenPipeError, Refusal):
        raise
    except BaseException:  # a panic of Rust is a BaseException; the second opinion may still read the file
        if second or kind is not Kind.XLSX:
            raise
        send(out, {"again": True})
        for stream in sheets_of(kind, data, second=True):
            _send_sheet(out, stream)


def _send_sheet(out: BinaryIO, stream: Stream) -> None:
    sheet = stream.sheet
    send(
        out,
        {
            "sheet": sheet.name,
            "rows": stream.height,
            "levels": sheet.levels if sheet.outlined else [],
            "hidden_rows": sorted(sheet.hidden_rows),
            "hidden_columns": sorted(sheet.hidden_columns),
            "merges": [list(merge) for merge in sheet.merges],
            "hidden": sheet.hidden,
            "typed": sheet.typed,
        },
    )
    packer = Packer()
    for rows in chunks(stream.rows):
        packer.send(out, rows)


def _limit_once() -> None:
    if sys.platform == "win32":
        return  # the parent puts the child into a job object instead
    import resource

    for name, value in (("RLIMIT_AS", MEMORY_LIMIT), ("RLIMIT_FSIZE", 0), ("RLIMIT_CORE", 0)):
        with suppress(ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (value, value))


def _limit_time() -> None:
    """A minute of processor time for each file, on top of what was used."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + CPU_SECONDS
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    main()
