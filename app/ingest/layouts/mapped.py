"""A table whose columns a person has explained: known by its headings, read by the rules of the flat register.

Where clients stand above their documents, the sheet is first unstacked: each document gets its client beside it,
and the client's row is declared a heading whose sum must equal that of its documents.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from app.domain.mapping import MAPPED, Mapping, Role, RowRule
from app.domain.money import BadValue, Kopecks
from app.domain.names import name_key
from app.domain.statement import Level, StatementKind
from app.errors import InputRefused
from app.formats import money as money_text
from app.i18n import _
from app.ingest import values, words
from app.ingest.cells import Cells
from app.ingest.headings import Field
from app.ingest.layouts.flat_rows import read_rows
from app.ingest.recognise import WIDEST, Header, filled_rows, one_line, two_lines, wordy
from app.ingest.sheet import Cell, Row, Sheet, blank
from app.ingest.tally import Tally
from app.ingest.title import Preamble, preamble

SEARCHED = 60
MOST_IN_A_GROUP = 1_000  # clients of one department
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_CONTRACT = ("договор", "соглашение", "контракт")
_OF_DOCUMENT = (Role.NUMBER, Role.DOCUMENT, Role.DOC_DATE, Role.DUE_DATE)
_OF_CLIENT = (
    Field.INN, Field.CODE, Field.MANAGER, Field.CLIENT_TYPE, Field.TERMS, Field.DEFERRAL, Field.AVG_ORDER,
    Field.CORE_SHARE, Field.ORGANISATION, Field.CURRENCY,
)  # fmt: skip
_SUMS = (Field.BALANCE, Field.AMOUNT)


def fingerprint(sheet: Sheet, top: int, bottom: int) -> str:
    """Folded words of the header's columns from its first filled one on; dates in them do not count."""
    words_of = [_folded(sheet, top, bottom, column) for column in range(min(sheet.width, WIDEST))]
    return "|".join(words_of).strip("|")


def offset(sheet: Sheet, top: int, bottom: int) -> int:
    """The first column with a heading."""
    width = range(min(sheet.width, WIDEST))
    return next((column for column in width if _folded(sheet, top, bottom, column)), 0)


def _folded(sheet: Sheet, top: int, bottom: int, column: int) -> str:
    said = " ".join(values.text(sheet.cell(row, column)) for row in range(top, bottom + 1))
    return _DATE.sub("#", words.plain(said)).replace("|", "/")


def last_row_of_header(sheet: Sheet, top: int) -> int:
    """The header's second row, when the next row holds nothing but words in several columns."""
    if top + 1 >= len(sheet.rows):
        return top
    below = sheet.rows[top + 1]
    filled = [cell for cell in below if not values.empty(cell)]
    spread = any(first == top and right > left for first, left, _bottom, right in sheet.merges)
    return top + 1 if len(filled) > 1 and wordy(below) and spread else top


def plan_of(sheet: Sheet, mapping: Mapping, file_name: str) -> "MappedPlan | None":
    """A plan when the sheet has the headings of the mapping. Raises ``InputRefused`` when a column cannot be what
    the mapping says."""
    found = _place(sheet, mapping)
    if found is None:
        return None
    top, bottom = found
    header = _header(sheet, mapping, top, bottom)
    title = preamble(sheet, top, file_name)
    if mapping.as_of is not None:
        title.as_of, title.conflict = mapping.as_of, False
    return MappedPlan(sheet, mapping, header, title, mapping.kind, _level(mapping))


def _place(sheet: Sheet, mapping: Mapping) -> tuple[int, int] | None:
    """The rows of the header: where they were, else wherever the same words stand."""
    height = mapping.bottom - mapping.top
    wanted = mapping.top - 1
    for top in (wanted, *filled_rows(sheet, SEARCHED)):
        if top < len(sheet.rows) and fingerprint(sheet, top, top + height) == mapping.fingerprint:
            return top, top + height
    return None


def _header(sheet: Sheet, mapping: Mapping, top: int, bottom: int) -> Header:
    header = two_lines(sheet, top) if bottom > top else one_line(sheet, top)
    shift = offset(sheet, top, bottom)
    intervals = dict(header.buckets)
    header.columns, header.buckets, header.more = {}, [], []
    header.order = mapping.dates
    for column, role in mapping.columns:
        place = column + shift
        if role is Role.INTERVAL:
            if place not in intervals:
                said = _("The heading «{words}» does not say from which day to which: it is no interval.")
                raise InputRefused(said.format(words=header.titles.get(place, "")))
            header.buckets.append((place, intervals[place]))
        elif role is not Role.STACKED:
            header.columns[Field(role.value)] = place
    if not header.has(Field.CLIENT) and Role.STACKED not in mapping.roles():
        source = Field.INN if header.has(Field.INN) else Field.CODE
        if source in header.columns:
            header.columns[Field.CLIENT] = header.columns[source]
    header.close()
    return header


def _level(mapping: Mapping) -> Level:
    roles = mapping.roles()
    if roles & {*_OF_DOCUMENT, Role.STACKED}:
        return Level.DOCUMENT
    return Level.CONTRACT if Role.CONTRACT in roles else Level.CLIENT


@dataclass(slots=True)
class MappedPlan:
    """A sheet and what a person said of it."""

    sheet: Sheet
    mapping: Mapping
    header: Header
    title: Preamble
    kind: StatementKind
    level: Level
    layout: str = MAPPED

    def read(self, tally: Tally) -> None:
        """Every row below the header."""
        if self.mapping.remembered:
            tally.note(None, None, _("Read by the remembered meaning of its columns."))
        if self.mapping.rows is RowRule.EACH:
            read_rows(self.sheet, self.header, self.title, self.kind, tally)
            return
        unstacked = _Unstacking(Cells(self.sheet, self.header, tally, self.title.scale), self.mapping)
        sheet, header = unstacked.run()
        read_rows(sheet, header, self.title, self.kind, tally)
        unstacked.compare()


@dataclass(slots=True)
class _Heading:
    row: int
    client: str
    stated: Kopecks | None
    documents: int = 0


class _Unstacking:
    """Clients from rows of their own to the rows of their documents."""

    def __init__(self, cells: Cells, mapping: Mapping) -> None:
        self.cells, self.mapping = cells, mapping
        self.sheet, self.header, self.tally = cells.sheet, cells.header, cells.tally
        shift = offset(self.sheet, self.header.top, self.header.bottom)
        places = {role: column + shift for column, role in mapping.columns}
        self._name = next((places[role] for role in (Role.STACKED, Role.CLIENT) if role in places), None)
        self._document = places.get(Role.DOCUMENT, places.get(Role.STACKED))
        self._told = [places[role] for role in _OF_DOCUMENT if role in places]
        self._sum = next((self.header.columns[name] for name in _SUMS if name in self.header.columns), None)
        self._headings: list[_Heading] = []
        self._contract = ""

    def run(self) -> tuple[Sheet, Header]:
        """The sheet with three columns more: client, contract, document."""
        width = self.sheet.width
        kinds = list(self._kinds())
        rows: list[Row] = list(self.sheet.rows[: self.header.bottom + 1])
        kinds = self._grouped(kinds)
        leaves = _leaves(kinds)
        rows += [self._moved(number, kind, width, leaf=number in leaves) for number, kind in kinds]
        header = replace(self.header, columns=dict(self.header.columns), titles=dict(self.header.titles))
        header.columns |= {Field.CLIENT: width, Field.CONTRACT: width + 1, Field.DOCUMENT: width + 2}
        return replace(self.sheet, rows=rows, levels=[], merges=()), header

    def _kinds(self) -> Iterable[tuple[int, str]]:
        for number in range(self.header.bottom + 1, len(self.sheet.rows)):
            yield number, self._kind(number, self.sheet.rows[number])

    def _kind(self, number: int, row: Row) -> str:
        """``client``, ``contract``, ``document`` or empty: left to the flat rules (blank, totals, notes)."""
        said = values.text(self.sheet.cell(number, self._name)) if self._name is not None else ""
        first = next((text for cell in row if isinstance(cell, str) and (text := values.text(cell))), "")
        if blank(row) or words.grand_total(first) or words.signature(first):
            return ""
        if self.mapping.rows is RowRule.LEVEL:
            return self._by_level(number, said)
        if self._of_document(number, row, said):
            return "document"
        if values.document(said)[0].lower().startswith(_CONTRACT) or said.lower().startswith(_CONTRACT):
            return "contract"
        return "client" if said else ""

    def _grouped(self, kinds: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
        """Headings right above other headings whose sum is theirs are groups of clients (departments, managers), not
        clients without documents. A name with a legal form is a client's in any case."""
        if self.mapping.rows is RowRule.LEVEL:
            return list(kinds)
        leaves = _leaves(kinds)
        out = dict(kinds)
        below: list[Kopecks | None] = []  # what the headings further down state, the nearest last
        for number, kind in reversed(kinds):
            if kind != "client":
                continue
            stated = self._stated(self.sheet.rows[number])
            named = values.text(self.sheet.cell(number, self._name)) if self._name is not None else ""
            inside = _adding_up(stated, below) if number in leaves and not name_key(named).form else 0
            if inside:
                out[number] = "group"
                del below[-inside:]
            below.append(stated)
        return list(out.items())

    def _by_level(self, number: int, said: str) -> str:
        level = self.sheet.level(number)
        if level == self.mapping.client_level:
            return "client" if said else ""
        if level == self.mapping.document_level:
            return "document"
        return "contract" if self.mapping.client_level < level < self.mapping.document_level else "group"

    def _of_document(self, number: int, row: Row, said: str) -> bool:
        kind, _number, day = values.document(said)
        if day is not None and not kind.lower().startswith(_CONTRACT):
            return True
        return any(not values.empty(self.sheet.cell(number, column)) and column < len(row) for column in self._told)

    def _moved(self, number: int, kind: str, width: int, *, leaf: bool) -> Row:
        """A document with its client beside it; a heading leaves an empty row behind."""
        row = self.sheet.rows[number]
        said = values.text(self.sheet.cell(number, self._name)) if self._name is not None else ""
        if kind == "client":
            self._contract = ""
            self._headings.append(_Heading(number, said, self._stated(row)))
            if leaf:
                return self._wide(row, width, said, "", None)
            return self._aside(number, _("heading of a client"))
        if kind == "contract":
            self._contract = said
            return self._aside(number, _("heading of a contract"))
        if kind == "group":
            return self._aside(number, _("heading of a group of rows"))
        if kind == "document":
            client = self._headings[-1].client if self._headings else ""
            if self._headings:
                self._headings[-1].documents += 1
                row = self._inherited(row, self.sheet.rows[self._headings[-1].row])
            named = self.sheet.cell(number, self._document) if self._document is not None else None
            return self._wide(row, width, client, self._contract, named)
        return row

    def _inherited(self, row: Row, heading: Row) -> Row:
        """What is written once in the client's row, such as the manager, holds for its documents."""
        cells = [*row, *(None,) * (len(heading) - len(row))]
        for name in _OF_CLIENT:
            column = self.header.columns.get(name)
            if column is not None and column < len(heading) and values.empty(cells[column]):
                cells[column] = heading[column]
        return tuple(cells)

    def _stated(self, row: Row) -> Kopecks | None:
        if self._sum is None or self._sum >= len(row):
            return None
        try:
            return values.money(row[self._sum], self.header.scales.get(self._sum, 0) or self.cells.scale)
        except BadValue:
            return None

    @staticmethod
    def _wide(row: Row, width: int, client: str, contract: str, document: Cell) -> Row:
        return (*row, *(None,) * (width - len(row)), client, contract or None, document)

    def _aside(self, number: int, reason: str) -> Row:
        self.tally.count(len(self.sheet.rows))
        self.tally.skip(number, reason)
        return ()

    def compare(self) -> None:
        """What a client's row states against the documents below it."""
        sums = {line.row - 1: 0 for line in self.tally.lines}
        for line in self.tally.lines:
            sums[line.row - 1] += (line.balance if line.balance is not None else line.amount) or 0
        ends = [heading.row for heading in self._headings[1:]] + [len(self.sheet.rows)]
        for heading, end in zip(self._headings, ends, strict=False):
            read = sum(sums.get(row, 0) for row in range(heading.row, end))
            if heading.documents and heading.stated is not None and heading.stated != read:
                said = _("The row of «{client}» states {stated}, the documents below it give {read}.").format(
                    client=heading.client[:60], stated=money_text(heading.stated), read=money_text(read)
                )
                self.tally.warn(heading.row, self._sum, said, "heading sum")


def _adding_up(whole: Kopecks | None, below: Sequence[Kopecks | None]) -> int:
    """How many of the nearest sums make up this one; 0 when none do."""
    if not whole:
        return 0
    added = 0
    for count, one in enumerate(islice(reversed(below), MOST_IN_A_GROUP), 1):
        if one is None or (added > whole and one > 0):
            return 0
        added += one
        if added == whole:
            return count
    return 0


def _leaves(kinds: Sequence[tuple[int, str]]) -> set[int]:
    """Clients without any document below them: their own sum is all there is."""
    leaves: set[int] = set()
    childless = True
    for number, kind in reversed(kinds):
        if kind == "client":
            if childless:
                leaves.add(number)
            childless = True
        elif kind in ("document", "contract"):
            childless = False
    return leaves
