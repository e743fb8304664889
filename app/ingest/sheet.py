"""A sheet as data: cells, outline levels and what is hidden, whatever the container was."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that shows no value: an error (``#N/A``) or a formula saved without its result (``=``)."""

    code: str


Cell: TypeAlias = str | int | float | bool | date | Unreadable | None
Row: TypeAlias = tuple[Cell, ...]
Merge: TypeAlias = tuple[int, int, int, int]
"""First row, first column, last row, last column: zero-based, inclusive."""


@dataclass(slots=True)
class Sheet:
    """``rows[0]`` is row 1 of the file. ``levels`` and the hidden sets use the same zero-based numbers;
    a row beyond ``levels`` has level 0."""

    name: str
    rows: list[Row]
    levels: list[int] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merges: tuple[Merge, ...] = ()
    hidden: bool = False
    typed: bool = True  # False: every cell is text (csv, html)
    ahead: object | None = field(default=None, compare=False, repr=False)  # what its layout read while it came
    folded: dict[tuple[int, int, int, int], frozenset[int]] = field(default_factory=dict, compare=False, repr=False)
    """What ``spans.fold`` found of a header: it moves values, and is asked by one layout after another."""

    def cell(self, row: int, column: int) -> Cell:
        """The cell, ``None`` outside of the sheet."""
        if 0 <= row < len(self.rows):
            cells = self.rows[row]
            if 0 <= column < len(cells):
                return cells[column]
        return None

    def level(self, row: int) -> int:
        """Outline level of a row, 0 when it has none."""
        return self.levels[row] if row < len(self.levels) else 0

    @property
    def width(self) -> int:
        """Columns of the widest row."""
        return max(map(len, self.rows), default=0)

    @property
    def outlined(self) -> bool:
        """True when any row is grouped."""
        return any(self.levels)


@dataclass(slots=True)
class Stream:
    """A sheet on its way out of a reader: all but its rows in ``sheet``, the rows one by one, about ``height``."""

    sheet: Sheet
    rows: Iterable[Sequence[object]]
    height: int


def blank(row: Row) -> bool:
    """No cell of the row holds anything."""
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row)


def letter(column: int) -> str:
    """0 -> A, 26 -> AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
