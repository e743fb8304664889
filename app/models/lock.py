"""One owner of a book at a time.

A byte-range lock of the operating system on ``<book>.lock``, released by the kernel even after kill -9; the file
also says who holds it, for the message. A zero-filled or forged file is just a file: only the lock counts.
"""

import getpass
import json
import os
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from app.errors import BookError
from app.i18n import _

_held: set[Path] = set()  # the system's lock does not part two windows of one process
_REGION = 1 << 30  # the locked byte lies far beyond the text, so that others can read who has the book


class BookLock:
    """Held from ``take`` to ``release``."""

    def __init__(self, book: Path, owner: str) -> None:
        self.path = book.with_name(book.name + ".lock")
        self._owner = owner
        self._file: BinaryIO | None = None

    def take(self) -> None:
        """Take the lock or raise ``BookError`` naming the owner."""
        try:
            handle = os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
        except OSError as error:
            raise BookError(
                _("The folder of the book «{name}» cannot be written to.").format(name=self.path.parent.name),
                _("Choose another folder or ask for the rights to this one."),
            ) from error
        try:
            if self.path.resolve() in _held:
                raise OSError("held by this process")
            _lock(handle)
        except OSError as error:
            text = _holder(handle)
            handle.close()
            raise BookError(
                _("The book is already open: {owner}.").format(owner=text),
                _("Close it there, then open it here again."),
            ) from error
        self._file = handle
        _held.add(self.path.resolve())
        since = datetime.now(UTC).astimezone().strftime("%d.%m.%Y %H:%M")
        text = json.dumps({"owner": self._owner, "pid": os.getpid(), "since": since}, ensure_ascii=False)
        handle.truncate(0)
        handle.write(text.encode())
        handle.flush()

    def release(self) -> None:
        """Give the book back; harmless twice."""
        if self._file is not None:
            _held.discard(self.path.resolve())
            self._file.truncate(0)
            self._file.close()
            self._file = None


def default_owner() -> str:
    """``Елена, NOTEBOOK-3``: who to tell the second window about."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "?"
    return f"{user}, {socket.gethostname()}"


def _holder(handle: BinaryIO) -> str:
    try:
        data = json.loads(handle.read(4096).decode())
        return _("{owner}, since {since}").format(owner=str(data["owner"])[:80], since=str(data["since"])[:20])
    except (ValueError, KeyError, TypeError, OSError):
        return _("by another window")


def _lock(handle: BinaryIO) -> None:
    if sys.platform == "win32":
        import msvcrt

        handle.seek(_REGION)
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        handle.seek(0)
    else:
        import fcntl

        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _REGION)
