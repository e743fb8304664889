"""Copies of the book: made before every import and migration, verified by opening, rotated by number.

The order is the sequence number in the name, never the clock: a clock set back must not delete the good copies.
"""

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlcipher3.dbapi2 as driver

from app.errors import BookError
from app.i18n import _
from app.models.store import Store
from app.progress import Cancelled, Progress, silent

KEEP = 20
_PAGES = 4096
_OPCODES = 100_000
"""Pages copied, and steps of SQLite made, between two looks at whether the person asked to stop."""
_NAME = re.compile(r"^(\d{6})-(\d{8}-\d{6})-([a-z]+)\.debt$")


@dataclass(frozen=True, slots=True)
class Backup:
    """One verified copy."""

    path: Path
    sequence: int
    made_at: datetime
    reason: str


def folder(book: Path) -> Path:
    """Where copies of a book lie: beside it."""
    return book.with_name(book.name + "-copies")


def copies(book: Path) -> list[Backup]:
    """Copies there are, newest number first."""
    out: list[Backup] = []
    where = folder(book)
    for path in where.iterdir() if where.is_dir() else ():
        match = _NAME.match(path.name)
        if match:
            made = datetime.strptime(match.group(2), "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
            out.append(Backup(path, int(match.group(1)), made.astimezone(), match.group(3)))
    return sorted(out, key=lambda copy: copy.sequence, reverse=True)


def make(store: Store, reason: str, progress: Progress | None = None) -> Backup:
    """Copy the book, open the copy, compare it, and only then let it count; then drop what is over ``KEEP``.

    Raises ``BookError`` when the copy cannot be written or does not agree, and ``Cancelled``; older copies stay as
    they are.
    """
    progress = progress or silent()
    where = folder(store.path)
    known = copies(store.path)
    number = known[0].sequence + 1 if known else 1
    stamp = datetime.now(UTC)
    path = where / f"{number:06d}-{stamp:%Y%m%d-%H%M%S}-{reason}.debt"
    temporary = path.with_suffix(".tmp")
    try:
        where.mkdir(mode=0o700, exist_ok=True)
        _copy(store, temporary, progress)
        os.replace(temporary, path)  # noqa: PTH105 - Path.replace does the same; os names the atomic call
        _sync_folder(where)
    except (OSError, driver.Error, Cancelled) as error:
        temporary.unlink(missing_ok=True)
        if progress.cancelled:
            raise Cancelled from error
        raise BookError(
            _("A copy of the book could not be made in «{folder}».").format(folder=where.name),
            _("Free some space on the disk; nothing was changed in the book."),
        ) from error
    _rotate([*known, Backup(path, number, stamp, reason)])
    return Backup(path, number, stamp.astimezone(), reason)


def _copy(store: Store, target: Path, progress: Progress) -> None:
    target.unlink(missing_ok=True)
    handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    os.close(handle)
    copy = driver.connect(str(target))
    try:
        with store.raw() as source:
            source.backup(copy, pages=_PAGES, progress=lambda _status, left, size: progress.step(size - left, size))
            expected = _fingerprint(source)
        copy.set_progress_handler(lambda: progress.cancelled, _OPCODES)
        copy.execute("PRAGMA journal_mode = DELETE")
        if _fingerprint(copy) != expected or copy.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
            raise OSError("the copy differs from the book")
    finally:
        copy.close()
    with target.open("rb") as file:
        os.fsync(file.fileno())


def _fingerprint(connection: driver.Connection) -> list[object]:
    counts: list[object] = [connection.execute("PRAGMA user_version").fetchone()[0]]
    for table in ("report", "invoice", "entry", "contact", "promise"):
        present = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
        if present:
            counts.append(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    if len(counts) > 1:
        counts.append(connection.execute("SELECT sum(amount) FROM entry").fetchone()[0])
    return counts


def _sync_folder(where: Path) -> None:
    if os.name == "posix":
        handle = os.open(where, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _rotate(known: list[Backup]) -> None:
    """Keep the newest ``KEEP`` by number and every copy made before a migration."""
    by_number = sorted(known, key=lambda copy: copy.sequence, reverse=True)
    for copy in by_number[KEEP:]:
        if copy.reason != "migration":
            copy.path.unlink(missing_ok=True)
