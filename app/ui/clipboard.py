"""A selection as text that Excel pastes as numbers, never as a formula."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from app import formats
from app.i18n import LANG
from app.reports.table import Column, Kind, Value

_POINT = "." if LANG == "en" else ","
_FORMULA = ("=", "+", "-", "@", "\u2212")


def tsv(columns: Iterable[Column[Any]], rows: Iterable[Any], *, headers: bool = False) -> str:
    """Tab-separated lines: ``1479300,00`` for money, ``01.06.2008`` for dates, protected text."""
    columns = tuple(columns)
    lines = [[_safe(column.title) for column in columns]] if headers else []
    lines += [[_plain(column.value(row), column.kind) for column in columns] for row in rows]
    return "\n".join("\t".join(line) for line in lines)


def _plain(value: Value, kind: Kind) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return _safe(value)
    if kind is Kind.MONEY and isinstance(value, int):
        return formats.amount(value).replace(".", _POINT)
    if isinstance(value, int | Decimal):
        number = f"{value:f}" if isinstance(value, Decimal) else str(value)
        return number.replace(".", _POINT) + ("%" if kind is Kind.PERCENT else "")
    return formats.day(value)


def _safe(text: str) -> str:
    """One line without tabs; an apostrophe stops a spreadsheet from reading a formula."""
    flat = " ".join(text.split())
    return f"'{flat}" if flat.startswith(_FORMULA) else flat
