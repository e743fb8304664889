"""A file of unknown layout, laid before a person: its top as texts, a guess of its columns, and a trial reading.

Only what is certain by words is guessed by words; the rest by what stands in the columns. Nothing of this is
believed before the person has looked at it.
"""

import re
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from app.domain.mapping import UNTOLD, Mapping, Role, RowRule, Sample, SampleSheet, faults
from app.domain.money import BadValue, Kopecks
from app.domain.names import name_key
from app.domain.statement import SourceFile, Statement, StatementKind
from app.errors import InputRefused
from app.formats import money as money_text
from app.ingest import values
from app.ingest.date_order import example
from app.ingest.files import load
from app.ingest.headings import Field
from app.ingest.layouts.mapped import fingerprint, last_row_of_header, offset
from app.ingest.reading import understood
from app.ingest.recognise import Header, filled_rows, one_line, two_lines
from app.ingest.sandbox import Failure, Sandbox
from app.ingest.sheet import Cell, Sheet, blank
from app.ingest.title import preamble
from app.ingest.wording import refused
from app.progress import Progress

SHOWN, WIDEST = 40, 40
_BY_VALUE = 200
_SALES = re.compile(r"продаж|реализаци|отгрузк|sales")
_MONEY = re.compile(r"поступлени|оплат|платеж|выписк|payment|receipt")
_SIGNS = ("№", "n", "no", "no.", "#")
_DATES = (Role.DOC_DATE, Role.DUE_DATE)
_ROLES = {Field(role.value): role for role in Role if role not in (Role.STACKED, Role.INTERVAL)} | {
    Field.ORDER: Role.NUMBER,
    Field.OVERDUE_BALANCE: Role.BALANCE,
    Field.PAY_DATE: Role.DUE_DATE,
}


class Source:
    """A file read once: as often as the person changes the mapping, the same cells are read anew."""

    def __init__(self, sheets: list[Sheet], file: SourceFile) -> None:
        self._sheets = [sheet for sheet in sheets if sheet.rows]
        self._file = file

    def sample(self) -> Sample:
        """What the person sees first. Raises ``InputRefused`` when there is nothing to see."""
        if not self._sheets:
            raise refused(self._file.name, "blank")
        sheets = tuple(self._shown(sheet, _likely_header(sheet)) for sheet in self._sheets)
        seen = [n for n, sheet in enumerate(self._sheets) if not sheet.hidden] or [0]
        likely = max(seen, key=lambda n: (len(sheets[n].guess.columns), -n))
        return Sample(uuid.uuid4().hex, self._file, sheets, likely)

    def with_header(self, sheet_name: str, row: int) -> SampleSheet:
        """A sheet, its header being in this row of Excel."""
        sheet = next(sheet for sheet in self._sheets if sheet.name == sheet_name)
        return self._shown(sheet, min(max(row - 1, 0), len(sheet.rows) - 1))

    def read(self, mapping: Mapping, progress: Progress) -> Statement:
        """The whole file by this mapping. Raises ``InputRefused`` and ``Cancelled``."""
        missing = faults(mapping)
        if missing:
            raise InputRefused(missing[0])
        chosen = [sheet for sheet in self._sheets if sheet.name == mapping.sheet] or self._sheets
        return understood(chosen, self._file, progress, (mapping,), known=False)

    def _shown(self, sheet: Sheet, header: int) -> SampleSheet:
        guess = _guess(sheet, header, self._file.name)
        title = preamble(sheet, guess.top - 1, self._file.name)
        top = sheet.rows[:SHOWN]
        return SampleSheet(
            name=sheet.name,
            rows=tuple(tuple(_words(cell) for cell in row[:WIDEST]) for row in top),
            width=min(max(map(len, top), default=0), WIDEST),
            levels=tuple(sorted({sheet.level(number) for number in range(len(sheet.rows))})),
            offset=offset(sheet, guess.top - 1, guess.bottom - 1),
            guess=guess,
            as_of=None if title.conflict else title.as_of,
        )


def _words(cell: Cell) -> str:
    """A cell as a person reads it."""
    if isinstance(cell, float) and not cell.is_integer() and abs(cell) < 1e13:
        return money_text(round(cell * 100)) if abs(cell * 100 - round(cell * 100)) < 1e-4 else values.text(cell)
    return values.text(cell, 120)


def source(path: Path, progress: Progress) -> Source:
    """Read the cells of a file. Raises ``InputRefused`` and ``Cancelled``."""
    progress.step(0, 0, path.name)
    data, file = load(path)
    with Sandbox() as sandbox:
        try:
            return Source(sandbox.sheets(data, progress, path.name), file)
        except Failure as failure:
            raise refused(file.name, failure.code) from failure


def _likely_header(sheet: Sheet) -> int:
    """Of the rows of several texts with figures below, the one most of whose words name fields, else the first."""
    rows = filled_rows(sheet)
    heads = [number for number in rows if _heads(sheet, number)]
    ranked = [(header.score, -number) for number in heads or rows if (header := _titles(sheet, number)).score]
    if ranked:
        return -max(ranked)[1]
    return next(iter(heads or rows), 0)


def _heads(sheet: Sheet, number: int) -> bool:
    """Whether this row can name columns: more than one text, more texts than figures (a total has a word and
    figures), and figures under it."""
    figures = sum(map(_figure, sheet.rows[number]))
    texts = sum(isinstance(cell, str) and bool(cell.strip()) for cell in sheet.rows[number] if not _figure(cell))
    below = (cell for under in sheet.rows[number + 1 : number + 4] for cell in under)
    return texts >= 2 and figures * 2 < texts and any(map(_figure, below))


def _figure(cell: Cell) -> bool:
    if isinstance(cell, str):
        try:
            return any(map(str.isdigit, cell)) and values.money(cell) is not None
        except ValueError:
            return False
    return isinstance(cell, int | float)


def _titles(sheet: Sheet, top: int) -> Header:
    return two_lines(sheet, top) if last_row_of_header(sheet, top) > top else one_line(sheet, top)


def _guess(sheet: Sheet, top: int, file_name: str) -> Mapping:
    bottom = last_row_of_header(sheet, top)
    header = _titles(sheet, top)
    shift = offset(sheet, top, bottom)
    roles: dict[int, Role] = {column: _ROLES[name] for name, column in header.columns.items() if name in _ROLES}
    roles |= {column: Role.INTERVAL for column, _interval in header.buckets}
    numbered = next((column for column, role in roles.items() if role is Role.NUMBER), None)
    if numbered is not None and header.titles[numbered].lower() in _SIGNS and _counted(sheet, bottom, numbered):
        del roles[numbered]
    known = {*roles, *header.columns.values(), *(column for _name, column in header.more)}
    body = [row for row in sheet.rows[bottom + 1 :] if not blank(row)]
    body = body[:_BY_VALUE] + body[max(len(body) - 3, _BY_VALUE) :]
    columns = {
        column: cells
        for column in range(shift, min(sheet.width, WIDEST))
        if (cells := [row[column] for row in body if column < len(row) and not values.empty(row[column])])
    }
    _by_value(roles, {column: cells for column, cells in columns.items() if column not in known})
    title = preamble(sheet, top, file_name)
    kind = _kind(f"{title.words} {sheet.name} {file_name}".lower(), header, roles)
    dated = replace(header, columns={Field(role.value): column for column, role in roles.items() if role in _DATES})
    rule = _rule(sheet, bottom, roles, columns)
    levels = sorted({sheet.level(number) for number in range(bottom + 1, len(sheet.rows))}) or [0]
    return Mapping(
        fingerprint=fingerprint(sheet, top, bottom),
        top=top + 1,
        bottom=bottom + 1,
        columns=tuple(sorted((column - shift, role) for column, role in _once(roles).items() if column >= shift)),
        kind=kind,
        rows=rule,
        client_level=levels[0],
        document_level=levels[-1] if len(levels) > 1 else levels[0] + 1,
        sheet=sheet.name,
        dates=UNTOLD if example(sheet, dated, title.as_of) else "",
    )


def _kind(said: str, header: Header, roles: dict[int, Role]) -> StatementKind:
    """What the file is, by the words above it and of its headings; the roles are bent to it."""
    have = set(roles.values())
    if Role.BALANCE not in have and Role.PAID not in have:
        said += " ".join(header.titles.values()).lower()
        if _SALES.search(said):
            return StatementKind.SALES
        if _MONEY.search(said):
            for column, role in roles.items():
                if role is Role.DUE_DATE and Role.DOC_DATE not in have:
                    roles[column] = Role.DOC_DATE
            return StatementKind.PAYMENTS
        roles.update({column: Role.BALANCE for column, role in roles.items() if role is Role.AMOUNT})
    return StatementKind.DEBTS


def _once(roles: dict[int, Role]) -> dict[int, Role]:
    """Of several columns of one meaning the first one stays."""
    taken: set[Role] = set()
    out = {}
    for column in sorted(roles):
        role = roles[column]
        if role is Role.INTERVAL or role not in taken:
            out[column] = role
            taken.add(role)
    return out


def _by_value(roles: dict[int, Role], columns: dict[int, list[Cell]]) -> None:
    """Columns whose headings say nothing, by what stands in them."""
    have = set(roles.values())
    for column, cells in columns.items():
        role = _role_of(cells)
        if role is not None and role not in have:
            roles[column] = role
            have.add(role)
    if not have & {Role.CLIENT, Role.STACKED}:
        free = {column: cells for column, cells in columns.items() if column not in roles}
        best = max(free, key=lambda column: (_companies(free[column]), _letters(free[column])), default=None)
        sure = best is not None and (_companies(free[best]) or not have & {Role.DOCUMENT, Role.INN, Role.CODE})
        if best is not None and sure and _letters(free[best]) >= 4:
            roles[best] = Role.CLIENT
            have.add(Role.CLIENT)
    if not have & {Role.BALANCE, Role.AMOUNT}:
        sums = {column: _sums(cells) for column, cells in columns.items() if column not in roles}
        best = max(sums, key=lambda column: sums[column], default=None)
        if best is not None and sums[best] > (0, 0):
            rest = next(
                (c for c in sums if c != best and sums[c] > (0, 0) and _left_of(columns[best], columns[c])), None
            )
            roles[best] = Role.BALANCE if rest is None else Role.AMOUNT
            if rest is not None:
                roles[rest] = Role.BALANCE
    _by_neighbours(roles, columns, have)


def _left_of(amounts: Sequence[Cell], rests: Sequence[Cell]) -> bool:
    """Whether the second column is what is left of the sums in the first: never more, and often the same, for most
    documents are paid whole."""
    if len(amounts) != len(rests) or len(amounts) < 3:
        return False
    try:
        pairs = [(values.money(a) or 0, values.money(b) or 0) for a, b in zip(amounts, rests, strict=True)]
    except BadValue:
        return False
    same = sum(amount == rest for amount, rest in pairs)
    return all(rest <= amount for amount, rest in pairs) and len(pairs) > same >= len(pairs) // 3


def _by_neighbours(roles: dict[int, Role], columns: dict[int, list[Cell]], have: set[Role]) -> None:
    """A second day, never before that of the document, is when it must be paid; what differs in every row and has
    figures in it is a number."""
    shipped = next((column for column, role in roles.items() if role is Role.DOC_DATE), None)
    for column in sorted(columns.keys() - roles.keys()):
        cells = columns[column]
        if Role.DUE_DATE not in have and shipped in columns and all(map(_is_day, cells[:50])):
            pairs = zip(map(_day, columns[shipped]), map(_day, cells), strict=False)
            if all(first <= last for first, last in pairs if first and last):
                roles[column] = Role.DUE_DATE
                have.add(Role.DUE_DATE)
        elif not have & {Role.NUMBER, Role.DOCUMENT, Role.STACKED} and _numbers(cells):
            roles[column] = Role.NUMBER
            have.add(Role.NUMBER)


def _numbers(cells: Sequence[Cell]) -> bool:
    """Texts with figures, hardly two alike, none of them a day or a sum."""
    texts = [cell for cell in cells if isinstance(cell, str) and any(map(str.isdigit, cell)) and not _is_day(cell)]
    return len(texts) * 10 >= len(cells) * 9 and len(set(texts)) * 10 >= len(texts) * 9 and _sums(cells) == (0, 0)


def _role_of(cells: Sequence[Cell]) -> Role | None:
    texts = [values.text(cell) for cell in cells]
    numbers = [text for text in texts if text.isdigit() and len(text) in (10, 12)]
    if len(numbers) * 5 >= len(cells) * 4 and all(not values.inn_wrong(text) for text in numbers[:20]):
        return Role.INN
    dated = sum(values.document(text)[2] is not None for text in texts)
    if dated * 5 >= len(cells) * 4:
        return Role.DOCUMENT
    if dated and dated * 3 >= len(cells):
        return Role.STACKED
    return Role.DOC_DATE if all(_is_day(cell) for cell in cells[:50]) else None


def _is_day(cell: Cell) -> bool:
    return _day(cell) is not None


def _day(cell: Cell) -> date | None:
    """A day that nobody could take for a sum."""
    if isinstance(cell, int | float):
        return None
    try:
        return values.day(cell)
    except ValueError:
        return None


def _counted(sheet: Sheet, bottom: int, column: int) -> bool:
    """1, 2, 3 …: rows are counted, documents are not numbered."""
    said = [values.text(sheet.cell(row, column)) for row in range(bottom + 1, min(bottom + 200, len(sheet.rows)))]
    filled = [text for text in said if text]
    return len(filled) > 1 and filled == [str(place) for place in range(1, len(filled) + 1)]


def _companies(cells: Sequence[Cell]) -> bool:
    """At least a third of the texts bear a legal form."""
    return sum(isinstance(cell, str) and name_key(cell).form != "" for cell in cells) * 3 >= max(len(cells), 1)


def _letters(cells: Sequence[Cell]) -> float:
    """Mean count of letters; 0 for a column of figures."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    return sum(sum(map(str.isalpha, text)) for text in texts) / len(cells) if texts else 0.0


def _sums(cells: Sequence[Cell]) -> tuple[int, int]:
    """(1 when the last figure is the total of the others, kopecks); zeros for a column that holds no sums."""
    found: list[int] = []
    for cell in cells:
        try:
            value = values.money(cell)
        except ValueError:
            continue
        if value is not None:
            found.append(value)
    if len(found) * 10 < len(cells) * 9 or not found:
        return 0, 0
    return int(len(found) > 2 and found[-1] == sum(found[:-1])), sum(map(abs, found))


def _rule(sheet: Sheet, bottom: int, roles: dict[int, Role], columns: dict[int, list[Cell]]) -> RowRule:
    """Clients above their documents: by the outline, by the words of their column, or by the sums of rows without a
    date, each of which is that of the dated rows below it."""
    place = next((column for column, role in roles.items() if role in (Role.CLIENT, Role.STACKED)), None)
    if place is None:
        place = next((column for column, role in roles.items() if role is Role.DOCUMENT), None)
    if place is None:
        return RowRule.EACH
    dated = sum(values.document(values.text(cell))[2] is not None for cell in columns.get(place, ()))
    mixed = 0 < dated < len(columns.get(place, ())) or _headed(sheet, bottom, roles, place)
    if not mixed or (Role.CLIENT in roles.values() and roles[place] is Role.DOCUMENT):
        return RowRule.EACH
    roles[place] = Role.STACKED
    return RowRule.LEVEL if sheet.outlined else RowRule.HEADING


def _headed(sheet: Sheet, bottom: int, roles: dict[int, Role], place: int) -> bool:
    """Rows without any date are headings: each that stands right above dated ones states their sum."""
    days = [column for column, role in roles.items() if role in _DATES]
    sums = next((column for column, role in roles.items() if role in (Role.BALANCE, Role.AMOUNT)), None)
    if not days or sums is None:
        return False
    found: list[tuple[Kopecks, list[Kopecks]]] = []
    end = min(len(sheet.rows), bottom + _BY_VALUE * 2)
    for number in range(bottom + 1, end):
        try:
            amount = values.money(sheet.cell(number, sums))
        except BadValue:
            return False
        if amount is None or values.empty(sheet.cell(number, place)):
            continue
        if all(values.empty(sheet.cell(number, column)) for column in days):
            found.append((amount, []))
        elif not found:
            return False
        else:
            found[-1][1].append(amount)
    if end < len(sheet.rows):
        found.pop()  # cut short
    over = [(stated, below) for stated, below in found if below]
    return bool(over) and all(stated == sum(below) for stated, below in over)
