"""A table without the columns in which nobody wrote anything: a window has no room for them."""

from dataclasses import replace
from typing import Any

from app.reports.table import Column, Table


def filled(table: Table[Any]) -> Table[Any]:
    """The same rows; columns with nothing in any row are left out, wide ones always stay."""
    return replace(table, columns=tuple(column for column in table.columns if _speaks(table, column)))


def _speaks(table: Table[Any], column: Column[Any]) -> bool:
    return column.wide or any(column.value(row) not in (None, "", 0) for row in table.rows)
