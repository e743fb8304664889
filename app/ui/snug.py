"""Columns as narrow as what they hold on the screen: paper shows kopecks and needs more room."""

from dataclasses import replace
from itertools import chain, islice
from math import ceil
from typing import Any

from PySide6.QtGui import QFontMetrics, QFontMetricsF

from app.reports.table import Column, Kind, Table, text_of
from app.ui.theme import theme

SAMPLE = 300
WIDEST_TEXT = 34
LEAST_WIDE = 20
TITLE_MARGIN = 3


def snug(table: Table[Any], *, drop_empty: bool = False) -> Table[Any]:
    """The same table with widths taken from its first rows and its totals (the widest sums stand there).

    ``drop_empty`` leaves out number and text columns in which no row has anything.
    """
    columns = tuple(
        _fitted(table, column) for column in table.columns if not drop_empty or _says_something(table, column)
    )
    return replace(table, columns=columns)


def _fitted(table: Table[Any], column: Column[Any]) -> Column[Any]:
    plain, bold = QFontMetricsF(theme().font()), QFontMetricsF(theme().font(bold=True))
    pixels = max(
        [plain.horizontalAdvance(text_of(column, row, screen=True)) for row in _sample(table)]
        + [bold.horizontalAdvance(text_of(column, row, screen=True)) for row in table.totals]
        + [QFontMetricsF(theme().font(12)).horizontalAdvance(column.title) + TITLE_MARGIN],
        default=0.0,
    )
    chars = ceil(pixels / QFontMetrics(theme().font()).averageCharWidth())
    if column.wide:
        return replace(column, width=max(LEAST_WIDE, min(chars, column.width)))
    if column.kind is Kind.TEXT:
        return replace(column, width=min(chars + 1, max(column.width, WIDEST_TEXT)))
    return replace(column, width=chars)


def _sample(table: Table[Any]) -> chain[Any]:
    """The first rows, and some from all over, for a table of many thousands."""
    rows = table.rows
    step = max(1, len(rows) // SAMPLE)
    return chain(islice(rows, SAMPLE), rows[::step])


def _says_something(table: Table[Any], column: Column[Any]) -> bool:
    return column.wide or any(column.value(row) not in (None, "", 0) for row in table.rows)
