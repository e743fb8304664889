"""A table is described once and drawn three times: on the screen, in XLSX and in PDF.

``kind`` alone decides alignment, text, sort key, Excel format and PDF style; tones are colours by meaning.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Generic, TypeAlias, TypeVar

from app import formats
from app.domain.aging import Zone

R = TypeVar("R")
Value: TypeAlias = str | int | Decimal | date | None


class Kind(Enum):
    """What a column holds."""

    TEXT = "text"
    MONEY = "money"  # int kopecks; 0 and None are drawn empty
    DATE = "date"
    DAYS = "days"  # int
    PERCENT = "percent"  # Decimal or int, 45.29 means 45.29 %
    COUNT = "count"  # int
    NUMBER = "number"  # Decimal with one place, e.g. mean days
    FIGURE = "figure"  # words that are a figure in a unit of the row's own


class Tone(Enum):
    """Colour by meaning; each medium maps it to its own paint. Never the only sign."""

    NONE = "none"
    GREY = "grey"
    YELLOW = "yellow"
    RED = "red"
    KEPT = "kept"
    BROKEN = "broken"
    MUTED = "muted"


class RowStyle(Enum):
    """How a whole row stands."""

    NORMAL = "normal"
    HEADING = "heading"  # a group's first line
    SUBTOTAL = "subtotal"
    DETAIL = "detail"  # a line inside a group, indented


ZONE_TONE = {Zone.NONE: Tone.NONE, Zone.GREY: Tone.GREY, Zone.YELLOW: Tone.YELLOW, Zone.RED: Tone.RED}


@dataclass(frozen=True)  # slots would break ``Column[Row](...)`` on Python 3.11
class Column(Generic[R]):
    """One column. ``width`` is in characters of the body font; ``precise`` shows kopecks on the screen too
    (paper and XLSX always do). ``wide`` columns take the space that is left. ``nothing`` stands for None
    (a dash where nothing applies); ``places`` are the decimals of PERCENT and NUMBER, of the whole column or of each
    row where figures of several units stand under one another."""

    key: str
    title: str
    kind: Kind
    value: Callable[[R], Value]
    width: int = 12
    tone: Callable[[R], Tone] | None = None
    precise: bool = False
    wide: bool = False
    nothing: str = ""
    places: int | Callable[[R], int] = 1

    def decimals(self, row: R) -> int:
        """Decimals of one cell."""
        return self.places if isinstance(self.places, int) else self.places(row)


@dataclass(frozen=True)
class Table(Generic[R]):
    """Columns over rows. ``totals`` are rows of the same type drawn last and bold; ``style`` marks groups;
    ``link`` gives the client id a row opens (or None). ``nested``: headings carry the sums of the lines under them, so
    a person may sort the groups too. ``lines``: most lines a cell takes on a paper of its own."""

    key: str
    title: str
    columns: tuple[Column[R], ...]
    rows: Sequence[R]
    totals: tuple[R, ...] = ()
    style: Callable[[R], RowStyle] | None = None
    link: Callable[[R], int | None] | None = None
    note: str = ""
    empty: str = ""
    nested: bool = False
    lines: int = 2

    def row_style(self, row: R) -> RowStyle:
        """Style of one row."""
        return self.style(row) if self.style is not None else RowStyle.NORMAL


def text_of(column: Column[R], row: R, *, screen: bool = False) -> str:
    """The cell as words. On the screen sums are whole roubles unless the column is precise."""
    value = column.value(row)
    if value is None:
        return column.nothing
    return show(value, column.kind, precise=column.precise or not screen, places=column.decimals(row))


def show(value: Value, kind: Kind, *, precise: bool = True, places: int = 1) -> str:
    """One value as words: empty for nothing, and for a sum of zero."""
    if value is None or value == "":
        return ""
    if kind is Kind.MONEY and isinstance(value, int):
        return _money(value, precise)
    if kind is Kind.DATE and isinstance(value, date):
        return formats.day(value)
    if kind is Kind.PERCENT and isinstance(value, Decimal | int):
        return formats.percent(value, places)
    if kind is Kind.NUMBER and isinstance(value, Decimal | int):
        return formats.decimal(value, places)
    if kind in (Kind.COUNT, Kind.DAYS) and isinstance(value, int):
        return formats.decimal(value, 0)
    return str(value)


def _money(value: int, precise: bool) -> str:
    if value == 0:
        return ""
    return formats.money(value) if precise else formats.roubles(value)


NOTHING_FIRST = -(2**62)
"""Sort key of an empty cell in a column of numbers or dates."""


def sort_key(value: Value, kind: Kind = Kind.TEXT) -> int | str:
    """A key of one type per column: numbers and dates as ``int``, text folded (ё as е); an empty cell comes
    before all others."""
    if value is None:
        return "" if kind is Kind.TEXT else NOTHING_FIRST
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, Decimal):
        return int(value * 100)
    if isinstance(value, int):
        return value
    return value.casefold().replace("ё", "е")
