"""Exports are written beside their place and moved there whole.

A crash, a full disk or a vanished stick leaves the previous file as it was.
"""

import contextlib
import errno
import os
import re
import secrets
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from app.errors import AppError
from app.i18n import _
from app.reports.safe_text import plain

NAME_LIMIT = 120
"""Bytes of a file name with its suffix: fits every file system and an archive's path."""

_FORBIDDEN = re.compile(r'[<>:"/\\|?*]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_TRIES = 10
_PAUSE = 0.3


def write(path: Path, fill: Callable[[BinaryIO], None], verify: Callable[[Path], None] | None = None) -> None:
    """Let ``fill`` write the bytes, ``verify`` look at the finished file, then put it in place of ``path``.

    Whatever ``fill`` or ``verify`` raises leaves no trace. Raises ``AppError`` when the folder, the disk or a
    program that holds the file open forbids it.
    """
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        _write_part(part, fill)
        if verify is not None:
            verify(part)
        _replace(part, path)
        _sync_folder(path.parent)
    except OSError as error:
        raise _explained(error, path) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _write_part(part: Path, fill: Callable[[BinaryIO], None]) -> None:
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(part, flags, 0o600), "w+b") as file:
        fill(file)
        file.flush()
        os.fsync(file.fileno())


def _replace(part: Path, path: Path) -> None:
    """Virus scanners and indexers on Windows hold a fresh file for a moment: try again, then give up."""
    for left in reversed(range(_TRIES if sys.platform == "win32" else 1)):
        try:
            part.replace(path)
        except PermissionError:
            if not left:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _sync_folder(folder: Path) -> None:
    """Make the new name durable. Windows has no such call; some network folders refuse it."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _explained(error: OSError, path: Path) -> AppError:
    if isinstance(error, PermissionError):
        return AppError(
            _("«{name}» cannot be written: the file is open in another program or the folder is protected.").format(
                name=path.name
            ),
            _("Close it there or choose another name."),
        )
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return AppError(
            _("«{name}» was not saved: the disk is full.").format(name=path.name),
            _("Free some space or choose another disk; the previous file is intact."),
        )
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return AppError(
            _("«{name}» was not saved: the folder is not there.").format(name=path.name),
            _("Plug the drive in again or choose another folder."),
        )
    return AppError(
        _("«{name}» was not saved: {reason}.").format(name=path.name, reason=error.strerror or str(error)),
        _("Choose another place; the previous file is intact."),
    )


def safe_name(text: str, suffix: str = "") -> str:
    """A file name out of any text: no separators or reserved names, at most ``NAME_LIMIT`` bytes in all.

    ``safe_name('ООО "Ромашка"/2', '.pdf')`` -> ``ООО _Ромашка_2.pdf``.
    """
    stem = _FORBIDDEN.sub("_", plain(text)).strip(" .\u00a0")
    stem = _cut(stem, NAME_LIMIT - len(suffix.encode())).rstrip(" .\u00a0_")
    if not stem:
        stem = _("untitled")
    if _RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    return stem + suffix


def _cut(text: str, limit: int) -> str:
    return text.encode()[: max(limit - 1, 1)].decode(errors="ignore")


def free_path(folder: Path, text: str, suffix: str) -> Path:
    """A path in ``folder`` that no file has yet: ``имя.pdf``, ``имя (2).pdf`` ..."""
    name = safe_name(text, suffix)
    number = 1
    while (folder / name).exists():
        number += 1
        tail = f" ({number}){suffix}"
        name = safe_name(_cut(safe_name(text), NAME_LIMIT - len(tail.encode())), "").rstrip(" .") + tail
    return folder / name
