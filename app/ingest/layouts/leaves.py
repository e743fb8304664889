"""What the rows of a grouped report tell by themselves, before their places in the tree are known.

Read by column, a portion at a time, and while the rest of the file is still on its way. A row with anything odd in it
is left to ``GroupedDebts``, which reads it cell by cell and tells what is wrong: what is read here is exactly what
would have been read there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from typing import TypeVar

from app.domain.statement import StatedLine
from app.ingest import values, words
from app.ingest.headings import Field
from app.ingest.layouts.columns import Columns
from app.ingest.sheet import Row

_LONGEST_ADVANCE = 9
_T = TypeVar("_T")


def named(name: str, beside: str) -> tuple[str, str, date | None]:
    """Kind, number and date by the row's own name; a number in a column of its own («УПД») when the name has none."""
    if len(name) <= _LONGEST_ADVANCE and words.plain(name) == "аванс":
        return name, "", None
    kind, code, dated = values.document(name)
    return (name, beside, None) if dated is None and beside else (kind, code, dated)


def margin(row: Row, last: int) -> str:
    """A note to the right of the last heading: managers write there, in a column without a name."""
    notes = [values.text(cell) for cell in row[last + 1 :] if isinstance(cell, str)]
    return " ".join(note for note in notes if note)[: values.TEXT_LIMIT]


@dataclass
class Leaves(Columns):
    """Reads portions of rows. ``last``: the column of the last heading."""

    last: int = 0

    def lines(self, first: int, rows: Sequence[Row], names: Sequence[str]) -> list[StatedLine | None]:
        """The rows from row ``first`` on, called ``names``, as lines without client, balance and groups; ``None`` for
        an odd one."""
        self._take(rows)
        own = self._dates(Field.DOC_DATE)
        beside = map(_either, self._said(Field.DOCUMENT), self._said(Field.NUMBER))
        kinds, codes, dated = zip(*map(named, names, beside), strict=True)
        lines: list[StatedLine | None] = list(
            map(
                StatedLine,
                range(first + 1, first + 1 + len(rows)),
                repeat(""),
                repeat(None),
                self._sums(Field.AMOUNT),
                repeat(None),
                repeat(self.cells.sheet.name),
                repeat(""),
                repeat(""),
                self._said(Field.CONTRACT),
                kinds,
                codes,
                map(_either, own, dated),
                self._dates(Field.DUE_DATE),
                self._counts(Field.OVERDUE_DAYS),
                self._sums(Field.OVERDUE),
                repeat(None),
                self._terms(),
                self._said(Field.MANAGER),
                repeat(""),
                repeat(None),
                repeat(""),
                repeat(""),
                map(_either, self._said(Field.COMMENT), self._margins(rows)),
                self._buckets(),
                self._sums(Field.NOT_DUE),
            )
        )
        for place in self._odd:
            lines[place] = None
        return lines

    def _margins(self, rows: Sequence[Row]) -> Iterable[str]:
        if not any(any(column) for column in self._columns[self.last + 1 :]):
            return repeat("")
        return (margin(row, self.last) for row in rows)


def _either(one: _T, other: _T) -> _T:
    return one or other
