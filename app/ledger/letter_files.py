"""Files of letters made in this run of the program: undoing a batch takes its files away while nobody changed them.

A number that is free again must not stand on a paper that lies in a folder. What was changed, moved or made in an
earlier run is left alone, and the words of the undo say so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from app.i18n import _, ngettext


class LetterFiles:
    """Which operation wrote which files, as they were when written."""

    def __init__(self) -> None:
        self._written: dict[int, dict[Path, str]] = {}

    def keep(self, operation_id: int, paths: Iterable[Path]) -> None:
        """Remember the files of an operation."""
        self._written[operation_id] = {path: _hash(path) for path in paths}

    def take_back(self, operation_id: int) -> str:
        """Delete files of an operation that are as they were written; words on what became of them."""
        files = self._written.pop(operation_id, None)
        if files is None:
            return _("its files stay in their folder")
        left = [path for path, known in files.items() if not _gone(path, known)]
        if not left:
            return ngettext("{n} file is deleted", "{n} files are deleted", len(files)).format(n=len(files))
        return _("changed since and left in the folder: {names}").format(names=", ".join(path.name for path in left))


def _gone(path: Path, known: str) -> bool:
    """Whether a file is away, deleted now if it still is what was written."""
    try:
        if not path.exists():
            return True
        if not known or _hash(path) != known:
            return False
        path.unlink()
    except OSError:  # open in another program
        return False
    return True


def _hash(path: Path) -> str:
    """Of the content; empty for a file that cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
