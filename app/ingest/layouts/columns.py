"""A portion of rows read by column: one kind of cell and a few texts over and over, so each text once.

What is read here is exactly what ``Cells`` would read row by row. A row with anything odd in it (a text too long, no
sum where one should be) is put aside by its place, and ``Cells`` tells what is wrong with it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import date
from itertools import repeat, zip_longest
from typing import TypeVar

from app.domain.debt import Terms
from app.domain.money import LIMIT, BadValue, Kopecks
from app.ingest import values, words
from app.ingest.cells import ROUBLES, Cells
from app.ingest.headings import Field
from app.ingest.sheet import Cell, Row
from app.ingest.title import Preamble

PORTION = 2000
"""Rows between two looks at whether the person asked to stop."""
# What no good cell is read as: the row that holds one of them is odd.
ODD_SUM: Kopecks = LIMIT
ODD_TEXT = "\0"
ODD_DAY = date.min

_K = TypeVar("_K")
_V = TypeVar("_V")


class Memo(dict[_K, _V]):
    """Answers by what was asked, each found once."""

    def __init__(self, answer: Callable[[_K], _V]) -> None:
        super().__init__()
        self._answer = answer

    def __missing__(self, key: _K) -> _V:
        found = self[key] = self._answer(key)
        return found


def _tidy(raw: str) -> str:
    said = values.clean(raw)
    return said if len(said) <= values.TEXT_LIMIT else ODD_TEXT


def _rouble(said: str) -> bool:
    return words.plain(said) in ROUBLES


def _count(cell: Cell) -> int | None:
    try:
        return values.whole_days(cell)
    except BadValue:
        return ODD_SUM


def _day(cell: Cell, order: str) -> date | None:
    try:
        return values.day(cell, order)
    except BadValue:
        return ODD_DAY


@dataclass
class Columns:
    """Columns of one portion after another; the texts of all of them are remembered."""

    cells: Cells
    title: Preamble
    _: KW_ONLY
    _texts: Memo[str, str] = field(default_factory=lambda: Memo(_tidy))
    _inn: Memo[str, str] = field(default_factory=lambda: Memo(values.inn))
    _term: Memo[str, Terms] = field(default_factory=lambda: Memo(values.terms))
    _deferred: Memo[tuple[str, int], Terms] = field(default_factory=lambda: Memo(lambda told: Terms(*told)))
    _rouble: Memo[str, bool] = field(default_factory=lambda: Memo(_rouble))
    _days: dict[Field, Memo[str | date, date | None]] = field(default_factory=dict)
    _columns: Sequence[Sequence[Cell]] = ()
    _height: int = 0
    _odd: set[int] = field(default_factory=set)

    def alike(self, other: "Columns") -> bool:
        """Whether the other would read every column as this one does."""
        mine, its = self.cells, other.cells
        return (
            self.title == other.title
            and (mine.header, mine.orders, mine.scale) == (its.header, its.orders, its.scale)
            and mine.sheet is its.sheet
        )

    def _take(self, rows: Sequence[Row]) -> None:
        """Turn to the next portion."""
        self._columns, self._height, self._odd = list(zip_longest(*rows)), len(rows), set()

    def _column(self, name: Field) -> Sequence[Cell]:
        """Cells of a field; nothing when the table has no such column."""
        column = self.cells.header.columns.get(name)
        return self._columns[column] if column is not None and column < len(self._columns) else ()

    def _refuse(self, read: Sequence[object], odd: Callable[..., bool]) -> None:
        self._odd.update(place for place, value in enumerate(read) if odd(value))

    def _without(self, read: Sequence[object], odd: object) -> None:
        if odd in read:
            self._odd.update(place for place, value in enumerate(read) if value == odd)

    def _said(self, name: Field) -> Sequence[str]:
        """Texts of a column."""
        column = self._column(name)
        if not column:
            return [""] * self._height
        texts = self._texts
        said = [texts[cell] if type(cell) is str else "" if cell is None else values.full_text(cell) for cell in column]
        self._without(said, ODD_TEXT)
        return said

    def _sums(self, name: Field) -> Sequence[Kopecks | None]:
        column = self._column(name)
        return self._kopecks(self.cells.header.columns[name], column) if column else [None] * self._height

    def _kopecks(self, place: int, column: Sequence[Cell]) -> Sequence[Kopecks | None]:
        """Sums of a column. A float that a whole number of kopecks is the nearest to is that number: below 10**13
        kopecks no two such floats are one."""
        unit = self.cells.header.scales.get(place, 0) or self.cells.scale

        def other(cell: Cell) -> Kopecks | None:
            try:
                return values.money(cell, unit)
            except BadValue:
                return ODD_SUM

        read = [
            None
            if cell is None
            else kopecks
            if unit == 1
            and type(cell) is float
            and -1e11 < cell < 1e11
            and (kopecks := round(cell * 100)) / 100 == cell
            else other(cell)
            for cell in column
        ]
        self._without(read, ODD_SUM)
        return read

    def _dates(self, name: Field) -> Sequence[date | None]:
        column = self._column(name)
        if not column:
            return [None] * self._height
        order = self.cells.orders.get(name, "dmy")
        days = self._days.setdefault(name, Memo(lambda cell: _day(cell, order)))
        read = [
            None if cell is None else days[cell] if isinstance(cell, str | date) else _day(cell, order)
            for cell in column
        ]
        self._without(read, ODD_DAY)
        return read

    def _counts(self, name: Field) -> Sequence[int | None]:
        """Days as numbers."""
        read = [_count(cell) for cell in self._column(name)] or [None] * self._height
        self._without(read, ODD_SUM)
        return read

    def _inns(self) -> Sequence[str]:
        known = self._inn
        read = [known[cell] if type(cell) is str else values.inn(cell) for cell in self._column(Field.INN)]
        return read or [""] * self._height

    def _terms(self) -> Sequence[Terms]:
        """Terms as worded, the deferral from its own column when the wording has none."""
        said = self._said(Field.TERMS)
        if Field.DEFERRAL not in self.cells.header.columns:
            return list(map(self._term.__getitem__, said))
        deferrals, days = self._said(Field.DEFERRAL), self._counts(Field.DEFERRAL)
        made = self._deferred
        return [
            worded if worded.days is not None or count is None else made[worded.text or beside, count]
            for worded, beside, count in zip(map(self._term.__getitem__, said), deferrals, days, strict=True)
        ]

    def _buckets(self) -> Iterable[tuple[object, ...]]:
        """The file's own intervals with something in them."""
        buckets = [(at, interval) for at, interval in self.cells.header.buckets if at < len(self._columns)]
        if not buckets:
            return repeat(())
        intervals = [interval for _at, interval in buckets]
        read = [self._kopecks(at, self._columns[at]) for at, _interval in buckets]
        return [
            tuple((interval, value) for interval, value in zip(intervals, sums, strict=True) if value)
            for sums in zip(*read, strict=True)
        ]
