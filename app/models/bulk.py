"""Many rows in and out through the driver's own cursor: nine times faster than mapped inserts, a third of the time
of wrapped rows."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection

from app.progress import Progress

STEP = 4096
"""Rows between two looks at whether the person asked to stop: hundredths of a second."""

_T = TypeVar("_T")


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


def watched(rows: Iterable[_T], total: int, progress: Progress, text: str = "") -> Iterator[_T]:
    """The same rows, told of to a progress. Raises ``Cancelled``."""
    for number, row in enumerate(rows):
        if not number % STEP:
            progress.step(number, total, text)
        yield row
