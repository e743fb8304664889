"""Many rows in and out through the driver's own cursor: nine times faster than mapped inserts, a third of the time
of wrapped rows."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from app.progress import Progress

STEP = 4096
"""Rows between two looks at whether the person asked to stop: hundredths of a second."""


def fetch(connection: Connection, sql: str, args: Sequence[object] | dict[str, object] = ()) -> list[Any]:
    """All rows as plain tuples."""
    cursor = connection.connection.cursor()
    try:
        return list(cursor.execute(sql, args).fetchall())
    finally:
        cursor.close()


def write(connection: Connection, sql: str, rows: Iterable[Sequence[object]]) -> None:
    """One statement for each row; ``rows`` may be made as they go."""
    cursor = connection.connection.cursor()
    try:
        cursor.executemany(sql, rows)  # type: ignore[arg-type]  # an iterator will do, the DB-API has no word for it
    finally:
        cursor.close()


def portions(total: int, progress: Progress) -> Iterator[slice]:
    """So many rows in portions, each told of to a progress before it is taken. Raises ``Cancelled``."""
    for first in range(0, total, STEP):
        progress.step(first, total)
        yield slice(first, first + STEP)
