"""Whether a table writes 3/4/2026 for the third of April or for the fourth of March.

Told by a part above 12 anywhere in a column, then by the neighbouring columns, then by sense: nothing is shipped
after the day of the report nor paid by before it was shipped. Where nothing tells, a person is asked.
"""

from datetime import date
from itertools import chain

from app.domain.money import BadValue
from app.ingest import values
from app.ingest.headings import DATE_FIELDS, Field
from app.ingest.recognise import Header
from app.ingest.sheet import Cell, Sheet

ORDERS = ("dmy", "mdy")


def orders_of(sheet: Sheet, header: Header, as_of: date | None) -> dict[Field, str]:
    """How each column of dates writes a day and a month; empty: it can be read both ways."""
    columns = {name: column for name, column in header.columns.items() if name in DATE_FIELDS}
    if header.order:
        return dict.fromkeys(columns, header.order)
    russian = _russian(header)
    body = sheet.rows[header.bottom + 1 :]
    cells: dict[Field, list[Cell]] = {
        name: [row[column] for row in body if column < len(row)] for name, column in columns.items()
    }
    found = {name: values.date_order(column, russian) for name, column in cells.items()}
    told = {order for order in found.values() if order}
    common = told.pop() if len(told) == 1 else ""
    if not common and not any(found.values()) and any(map(_doubtful, chain.from_iterable(cells.values()))):
        possible = [order for order in ORDERS if _sensible(cells, order, as_of)]
        common = possible[0] if len(possible) == 1 else ""
    return {name: order or common for name, order in found.items()}


def example(sheet: Sheet, header: Header, as_of: date | None) -> str:
    """A date of the table that can be read both ways; empty when there is none. Russian headings leave no doubt."""
    if _russian(header) or header.order:
        return ""
    for name, order in orders_of(sheet, header, as_of).items():
        for row in sheet.rows[header.bottom + 1 :] if not order else ():
            column = header.columns[name]
            cell = row[column] if column < len(row) else None
            if _doubtful(cell):
                return values.text(cell, 40)
    return ""


def _russian(header: Header) -> bool:
    return any("а" <= sign <= "я" for said in header.titles.values() for sign in said.lower())


def _doubtful(cell: Cell) -> bool:
    return isinstance(cell, str) and values.two_dates(cell)


def _sensible(cells: dict[Field, list[Cell]], order: str, as_of: date | None) -> bool:
    """Every row makes sense when its dates are written in this order."""
    shipped = [_day(cell, order) for cell in cells.get(Field.DOC_DATE, ())]
    if as_of is not None and any(day > as_of for day in shipped if day is not None):
        return False
    return all(
        first is None or last is None or first <= last
        for name in (Field.DUE_DATE, Field.SETTLED_DATE)
        for first, last in zip(shipped, (_day(cell, order) for cell in cells.get(name, ())), strict=False)
    )


def _day(cell: Cell, order: str) -> date | None:
    if not isinstance(cell, str):
        return None
    try:
        return values.day(cell, order)
    except BadValue:
        return None
