"""What a bug leaves behind: where it happened, and nothing about anybody's debts.

Messages of exceptions quote values (names, sums, paths), so only the kind of each exception and the places in
the code are kept.
"""

import contextlib
import traceback
from datetime import datetime
from pathlib import Path

from app import __version__
from app.paths import data_dir

LIMIT = 200_000
"""Bytes after which the log starts anew."""


def remember(error: BaseException) -> None:
    """Add a bug to ``errors.log`` in the data folder; silent when that is impossible."""
    path = data_dir() / "errors.log"
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        mode = "a" if not path.exists() or path.stat().st_size < LIMIT else "w"
        with path.open(mode, encoding="utf-8") as log:
            log.write(describe(error))


def describe(error: BaseException) -> str:
    """Kinds and places of an exception and of what caused it."""
    lines = [f"{datetime.now().astimezone().isoformat(timespec='seconds')} {__version__} command line"]
    link: BaseException | None = error
    while link is not None:
        lines.append(type(link).__qualname__)
        lines += [
            f"  {'/'.join(Path(frame.filename).parts[-2:])}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(link.__traceback__)
        ]
        link = link.__cause__ or link.__context__
    return "\n".join(lines) + "\n\n"
