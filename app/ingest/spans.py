"""Headings merged over several columns, as 1C prints them: one column of the table in two or three of the sheet.

A value stands in any of them, in the first as a rule. ``fold`` brings every value to the first column and names the
others, which are no columns of their own. Where a row has a figure beside another value («Счет | Сумма» under one
«Дебет», «Д | 7 918,81» under «Текущее сальдо») there are two columns, and nothing is touched.
"""

from itertools import chain

from app.ingest.sheet import Cell, Row, Sheet

Span = tuple[int, int]
"""First and last column."""


def fold(sheet: Sheet, top: int, bottom: int, names: int) -> frozenset[int]:
    """Columns that continue the heading to their left in the header of rows ``top``-``bottom``. Values below it are
    moved to its first column, but for those of the column ``names``: where a name stands tells its depth."""
    key = (top, bottom, names, len(sheet.rows))  # a long sheet is looked at while the rest of it still comes
    if key not in sheet.folded:
        whole = [span for span in _spans(sheet, top, bottom) if _single(sheet, bottom, span)]
        moved = [span for span in whole if not span[0] <= names <= span[1]]
        _move(sheet, bottom + 1, moved)
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


def _single(sheet: Sheet, bottom: int, span: Span) -> bool:
    """No row has a figure beside another value."""
    first, last = span[0], span[1] + 1
    for row in sheet.rows[bottom + 1 :]:
        filled = [cell for cell in row[first:last] if _filled(cell)]
        if len(filled) > 1 and any(map(_figure, filled)):
            return False
    return True


def _move(sheet: Sheet, start: int, spans: list[Span]) -> None:
    for number in range(start, len(sheet.rows) if spans else start):
        row = sheet.rows[number]
        strayed = [span for span in spans if span[0] < len(row) and not _filled(row[span[0]]) and _any(row, span)]
        if strayed:
            sheet.rows[number] = _moved(row, strayed)


def _any(row: Row, span: Span) -> bool:
    return any(map(_filled, row[span[0] + 1 : span[1] + 1]))


def _moved(row: Row, spans: list[Span]) -> Row:
    cells = list(row)
    for first, last in spans:
        place = next(column for column in range(first + 1, last + 1) if _filled(cells[column]))
        cells[first], cells[place] = cells[place], None
    return tuple(cells)


def _filled(cell: Cell) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def _figure(cell: Cell) -> bool:
    """A number, or a text that has digits and no letters."""
    if isinstance(cell, str):
        return any(map(str.isdigit, cell)) and not any(map(str.isalpha, cell))
    return True
