"""Where answers go: text or JSON on stdout, complaints on stderr, on any terminal or none at all.

A terminal may know no Cyrillic, a pipe may be closed halfway, a windowed program has no stdout: none of it
may change what a command has done or its exit code.
"""

import contextlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from typing import IO, TypeVar

from app.errors import AppError
from app.formats import NBSP
from app.i18n import _
from app.progress import Progress
from app.reports.table import Column, Kind, RowStyle, Table, text_of

R = TypeVar("R")

_PLAIN = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2014": "-", "«": '"', "»": '"', "₽": "р."})
"""Substitutes for a terminal that lacks these; a lost minus would change a sum."""


class Console:
    """One command's way to speak. ``json``: stdout carries exactly one object."""

    def __init__(self) -> None:
        self.json = False

    def say(self, text: str = "") -> None:
        """A line of the answer; silent with ``--json``."""
        if not self.json:
            put(sys.stdout, printable(text))

    def answer(self, data: Mapping[str, object]) -> None:
        """The answer for a machine; only with ``--json``."""
        if self.json:
            plain = not _is_utf(sys.stdout)
            put(sys.stdout, json.dumps(data, ensure_ascii=plain, indent=2))

    def complain(self, text: str) -> None:
        """One line on stderr."""
        put(sys.stderr, printable(text))

    def refuse(self, error: AppError, known: Mapping[str, object] | None = None) -> int:
        """Tell of an expected failure; returns its exit code."""
        self.answer({**(known or {}), "outcome": "error", "message": error.text, "hint": error.hint})
        self.complain(str(error))
        return error.exit_code

    def table(self, table: Table[R]) -> None:
        """A table in aligned columns."""
        if self.json:
            return
        for line in table_lines(table):
            self.say(line)

    @contextlib.contextmanager
    def progress(self) -> Iterator[Progress]:
        """Progress on one line of a terminal; silent where nobody looks."""
        if self.json or sys.stderr is None or not sys.stderr.isatty():
            yield Progress()
            return
        try:
            yield Progress(_show_step)
        finally:
            put(sys.stderr, "\r" + " " * 78 + "\r", end="")


def printable(text: str) -> str:
    """Text that cannot steer a terminal: names in files may hold escape codes and overrides of direction."""
    text = text.replace(NBSP, " ")
    return "".join(char if char.isprintable() or char == "\n" else "?" for char in text)


def _show_step(done: int, total: int, text: str) -> None:
    counted = _("{done} of {total}").format(done=done, total=total) if total else str(done)
    put(sys.stderr, f"\r{printable(f'{text} {counted}'):<78.78}", end="")


def _is_utf(stream: IO[str] | None) -> bool:
    return (getattr(stream, "encoding", None) or "").lower().replace("-", "").startswith("utf")


def put(stream: IO[str] | None, text: str, end: str = "\n") -> None:
    """Write what the stream can take, replacing what it cannot show; a stream that is gone is no error."""
    if stream is None:
        return
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except (UnicodeError, LookupError):
        if not _is_utf(stream):
            text = text.translate(_PLAIN)
        text = text.encode(encoding, "replace").decode(encoding)
    try:
        stream.write(text + end)
        stream.flush()
    except (OSError, ValueError):
        _silence(stream)


def _silence(stream: IO[str]) -> None:
    """Whoever listened has gone: send the rest nowhere, else Python complains about it when it leaves."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def table_lines(table: Table[R]) -> Iterator[str]:
    """Title, header, rows, totals and note; columns that are empty throughout are left out."""
    yield table.title
    if not table.rows:
        yield table.empty or _("No data")
        return
    every = [*table.rows, *table.totals]
    columns = [(column, [_cell(table, column, row) for row in every]) for column in table.columns]
    shown = [(column, cells) for column, cells in columns if any(cells)]
    widths = [max(len(column.title), *map(len, cells)) for column, cells in shown]
    yield _line([column for column, _cells in shown], [column.title for column, _cells in shown], widths)
    rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
    yield rule
    for number in range(len(every)):
        if number == len(table.rows):
            yield rule
        cells = [cells[number] for _column, cells in shown]
        yield _line([column for column, _cells in shown], cells, widths)
    if table.note:
        yield table.note


def _cell(table: Table[R], column: Column[R], row: R) -> str:
    text = " ".join(text_of(column, row, screen=True).split())
    inside = column is table.columns[0] and table.row_style(row) is RowStyle.DETAIL
    return f"  {text}" if inside else text


def _line(columns: list[Column[R]], cells: list[str], widths: list[int]) -> str:
    parts = [
        f"{cell:<{width}}" if column.kind is Kind.TEXT else f"{cell:>{width}}"
        for column, cell, width in zip(columns, cells, widths, strict=True)
    ]
    return "  ".join(parts).rstrip()
