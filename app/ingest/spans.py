"""Headings merged over several columns, as 1C prints them: one column of the table in two or three of the sheet.

A value stands in any of them, in the first as a rule. ``fold`` brings every value to the first column and names the
others, which are no columns of their own. Where a row has a figure beside another value («Счет | Сумма» under one
«Дебет», «Д | 7 918,81» under «Текущее сальдо») there are two columns, and nothing is touched.
"""

from itertools import chain

from app.ingest.sheet import Cell, Sheet

Span = tuple[int, int]
"""First and last column."""


def fold(sheet: Sheet, top: int, bottom: int, names: int) -> frozenset[int]:
    """Columns that continue the heading to their left in the header of rows ``top``-``bottom``. Values below it are
    moved to its first column, but for those of the column ``names``: where a name stands tells its depth."""
    key = (top, bottom, names, len(sheet.rows))  # a long sheet is looked at while the rest of it still comes
    if key not in sheet.folded:
        strays = {span: _strays(sheet, bottom + 1, span) for span in _spans(sheet, top, bottom)}
        whole = [span for span, numbers in strays.items() if _single(sheet, numbers, span)]
        for span in whole:
            if not span[0] <= names <= span[1]:
                _move(sheet, strays[span], span)
        sheet.folded[key] = frozenset(column for first, last in whole for column in range(first + 1, last + 1))
    return sheet.folded[key]


def _spans(sheet: Sheet, top: int, bottom: int) -> list[Span]:
    """Merged cells of the header that have nothing but their own first column below them; the widest of those over
    one another."""
    found = set()
    for first, left, last, right in sheet.merges:
        if top <= first <= last <= bottom and left < right and _filled(sheet.cell(first, left)):
            below = (row[left + 1 : right + 1] for row in sheet.rows[last + 1 : bottom + 1])
            if not any(map(_filled, chain.from_iterable(below))):
                found.add((left, right))
    return [span for span in sorted(found) if not any(_holds(other, span) for other in found)]


def _holds(wide: Span, narrow: Span) -> bool:
    return wide != narrow and wide[0] <= narrow[0] and narrow[1] <= wide[1]


def _strays(sheet: Sheet, start: int, span: Span) -> list[int]:
    """Rows from ``start`` on with anything right of the heading's first column."""
    first, last = span[0] + 1, span[1] + 1
    nothing = (None,) * (last - first)
    return [
        number
        for number, row in enumerate(sheet.rows[start:], start)
        if (rest := row[first:last]) and rest != nothing and any(map(_filled, rest))
    ]


def _single(sheet: Sheet, strays: list[int], span: Span) -> bool:
    """No row has a figure beside another value."""
    for number in strays:
        filled = [cell for cell in sheet.rows[number][span[0] : span[1] + 1] if _filled(cell)]
        if len(filled) > 1 and any(map(figure, filled)):
            return False
    return True


def _move(sheet: Sheet, strays: list[int], span: Span) -> None:
    first, last = span
    for number in strays:
        cells = list(sheet.rows[number])
        if not _filled(cells[first]):
            place = next(column for column in range(first + 1, last + 1) if _filled(cells[column]))
            cells[first], cells[place] = cells[place], None
            sheet.rows[number] = tuple(cells)


def _filled(cell: Cell) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def figure(cell: Cell) -> bool:
    """A number, or a text that has digits and no letters."""
    if isinstance(cell, str):
        return any(map(str.isdigit, cell)) and not any(map(str.isalpha, cell))
    return cell is not None
