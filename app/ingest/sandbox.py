"""The parent's side of reading a foreign file: bytes into a limited child, cells out of it.

The child may die, hang, lie or be killed: each of these is one ``Failure``, and a new child is started for the
next file. ``progress`` is asked five times a second, so a cancel kills the child at once.
"""

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from app.ingest.child import REQUEST
from app.ingest.refusal import CODES
from app.ingest.sheet import Merge, Sheet
from app.ingest.windows_job import confine
from app.ingest.wire import CELLS_LIMIT, Nonsense, Unpacker, receive
from app.progress import Progress

SECONDS = 90.0
TICK = 0.2
QUEUE = 8
ROWS_LIMIT = 500_000
SHEETS_LIMIT = 300
MERGES_LIMIT = 100_000
DEEPEST = 7
"""Outline levels of Excel; what is deeper is a lie."""
_ROOT = Path(__file__).resolve().parents[2]
_CODE = "import sys; sys.path.insert(0, sys.argv[1]); from app.ingest.child import main; main()"


class Failure(Exception):
    """The file could not be read. ``code``: a code of the child, or ``died``, ``timeout``, ``nonsense``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Sandbox:
    """A reading child, started when first needed and again after it died. A context manager."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._frames: queue.Queue[dict[str, Any] | str] = queue.Queue(QUEUE)

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child; it holds nothing worth waiting for."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        with suppress(subprocess.TimeoutExpired):
            child.wait(5)
        while not self._frames.empty():  # let the reading thread put its last word and end
            self._frames.get_nowait()
        end(child)

    def sheets(
        self, data: bytes, progress: Progress, name: str = "", watch: Callable[[Sheet], None] | None = None
    ) -> list[Sheet]:
        """All sheets of a file; ``name`` is shown while it is read. ``watch`` is shown a sheet each time it has
        become longer. Raises ``Failure`` and ``Cancelled``."""
        try:
            return self._asked(data, progress, name, watch, second=False)
        except Failure as failure:
            if failure.code != "died" or not data.startswith(b"PK"):
                raise
        return self._asked(data, progress, name, watch, second=True)

    def _asked(
        self, data: bytes, progress: Progress, name: str, watch: Callable[[Sheet], None] | None, second: bool
    ) -> list[Sheet]:
        done = False
        try:
            child = self._ready()
            writer = threading.Thread(target=_write, args=(child.stdin, data, second), daemon=True)
            writer.start()
            found = _collect(self._answers(progress, name), watch)
            writer.join(TICK)
            done = True
            return found
        except Failure as failure:
            done = failure.code in CODES
            raise
        finally:
            if not done:
                self.close()

    def _ready(self) -> "subprocess.Popen[bytes]":
        if self._child is not None and self._child.poll() is None:
            return self._child
        self.close()
        self._frames = queue.Queue(QUEUE)
        self._child = _SPARE.taken() or _started()
        threading.Thread(target=_listen, args=(self._child.stdout, self._frames), daemon=True).start()
        return self._child

    def _answers(self, progress: Progress, name: str) -> Iterator[dict[str, Any]]:
        """Frames until the last one, watched for time and for a cancel."""
        deadline = time.monotonic() + self._seconds
        rows = total = 0
        while True:
            progress.step(rows, total, name)
            try:
                frame = self._frames.get(timeout=TICK)
            except queue.Empty:
                if time.monotonic() > deadline:
                    raise Failure("timeout") from None
                continue
            if isinstance(frame, str):
                raise Failure(frame)
            if "refused" in frame:
                code = frame["refused"]
                raise Failure(code if code in CODES else "nonsense")
            yield frame
            if frame.get("done") is True:
                return
            total += frame["rows"] if isinstance(frame.get("rows"), int) else 0
            rows += len(frame["cells"]) if isinstance(frame.get("cells"), list) else 0


class _Spare:
    """A child started before it is wanted, waiting for its first file."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def keep(self) -> None:
        """Have one. A child that cannot be started now is told of when it is wanted."""
        with self._turn:
            if self._child is None or self._child.poll() is not None:
                self._child = None
                with suppress(Failure):
                    self._child = _started()

    def taken(self) -> "subprocess.Popen[bytes] | None":
        """The child, if it is there, alive and the one that would be started now."""
        with self._turn:
            child, self._child = self._child, None
        if child is None or (child.poll() is None and child.args == _command()):
            return child
        end(child)
        return None


_SPARE = _Spare()


def keep_ready() -> None:
    """Start a child ahead of the first file: a person who is choosing it does not wait for an interpreter then. It
    ends with the program: its standard input does."""
    _SPARE.keep()


def _started() -> "subprocess.Popen[bytes]":
    try:
        child = subprocess.Popen(
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            close_fds=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise Failure("died") from error
    confine(child)
    return child


def end(child: "subprocess.Popen[bytes]") -> None:
    """End a child; it holds nothing worth waiting for."""
    child.kill()
    with suppress(subprocess.TimeoutExpired):
        child.wait(5)
    for stream in (child.stdin, child.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()


def _command() -> list[str]:
    """The child's command line: isolated from the folder, the user's site and the environment."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--read-table"]
    return [sys.executable, "-I", "-c", _CODE, str(_ROOT)]


def _environment() -> dict[str, str]:
    kept = ("SYSTEMROOT", "WINDIR") if sys.platform == "win32" else ()
    return {name: os.environ[name] for name in kept if name in os.environ}


def _write(target: BinaryIO | None, data: bytes, second: bool) -> None:
    if target is None:
        return
    with suppress(OSError, ValueError):  # the child died: the silence on the other pipe tells it
        target.write(REQUEST.pack(int(second), len(data)))
        target.write(data)
        target.flush()


def _listen(source: BinaryIO | None, frames: "queue.Queue[dict[str, Any] | str]") -> None:
    """In a thread: every frame into the queue, at the end one word why it ended."""
    last = "died"
    unpacker = Unpacker()
    try:
        while source is not None:
            frame = receive(source, unpacker)
            if frame is None:
                break
            if "sheet" in frame:
                unpacker = Unpacker()
            frames.put(frame)
    except Nonsense:
        last = "nonsense"
    except (OSError, ValueError):
        last = "died"
    with suppress(queue.Full):
        frames.put(last, timeout=SECONDS)


def _collect(frames: Iterator[dict[str, Any]], watch: Callable[[Sheet], None] | None = None) -> list[Sheet]:
    sheets: list[Sheet] = []
    rows = cells = 0
    anew = False
    for frame in frames:
        if "sheet" in frame:
            sheets.append(_head(frame))
        elif "cells" in frame and sheets:
            sheets[-1].rows.extend(frame["cells"])
            rows += len(frame["cells"])
            cells += sum(map(len, frame["cells"]))
        elif frame.get("again") is True and not anew:
            anew, rows, cells = True, 0, 0  # what came was half of a file; now all of it by another library
            sheets.clear()
        elif frame.get("done") is not True:
            raise Failure("nonsense")
        if rows > ROWS_LIMIT or cells > 2 * CELLS_LIMIT or len(sheets) > SHEETS_LIMIT:
            raise Failure("rows")
        if watch is not None and "cells" in frame:
            watch(sheets[-1])
    for sheet in sheets:
        _close(sheet)
    return sheets


def _close(sheet: Sheet) -> None:
    """Forget what is said of rows that are not there: the empty tail was not sent."""
    height = len(sheet.rows)
    del sheet.levels[height:]
    if any(row >= height for row in sheet.hidden_rows):
        sheet.hidden_rows = frozenset(row for row in sheet.hidden_rows if row < height)


def _head(frame: dict[str, Any]) -> Sheet:
    """A sheet without its cells, each field checked. Raises ``Failure``."""
    try:
        merges: tuple[Merge, ...] = tuple(
            (int(a), int(b), int(c), int(d)) for a, b, c, d in frame["merges"][:MERGES_LIMIT]
        )
        return Sheet(
            name=str(frame["sheet"])[:100],
            rows=[],
            levels=[min(max(int(level), 0), DEEPEST) for level in frame["levels"]],
            hidden_rows=frozenset(int(row) for row in frame["hidden_rows"]),
            hidden_columns=frozenset(int(column) for column in frame["hidden_columns"]),
            merges=merges,
            hidden=bool(frame["hidden"]),
            typed=bool(frame["typed"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Failure("nonsense") from error
