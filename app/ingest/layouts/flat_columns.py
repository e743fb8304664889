"""The usual rows of a flat register, by column: nothing in them needs words, an error or a second look.

A column is one kind of cell and a few texts over and over, so each is read in one go and each text once. A row with
anything odd in it is left to ``flat_rows``, which reads row by row and tells what is wrong: what is read here is
exactly what would have been read there.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from itertools import repeat

from app.domain.money import Kopecks
from app.domain.statement import StatedLine, StatementKind
from app.ingest import values, words
from app.ingest.headings import Field
from app.ingest.layouts.columns import ODD_TEXT, PORTION, Columns, Memo
from app.ingest.sheet import Cell, Row

_OTHERS = re.compile(
    r"кредит|займ|за[её]м|поставщик|перевод|подотч|налог|взнос|инкассац|депозит|процент|учредител|сотрудник|зарплат"
)
_KEPT = tuple(one.name for one in fields(StatedLine))[: [one.name for one in fields(StatedLine)].index("movement")]


def _usual_name(said: str) -> bool:
    return said != ODD_TEXT and words.ordinary(said)


def other_money(operation: str) -> bool:
    """Whether an operation of a bank's list brings money from others than customers, as 1C words it."""
    return _OTHERS.search(operation.lower()) is not None


def named(document: str, own: str, order: str) -> tuple[str, str, date | None]:
    """Kind, number, date: from the document's name, else from the number's or the order's column."""
    kind, code, day = values.document(document) if document else ("", "", None)
    own = own[:-2] if own.endswith(".0") and own[:-2].isdigit() else own  # a number that a program of tables wrote
    if own and own.lower() not in values.NO_NUMBER:
        if not day:
            kind = kind or code  # «Накладная» in one column, its number in the other
        told = values.document(own) if " от " in own else ("", own, None)
        kind, code, day = kind or told[0], told[1], day or told[2]
    if not code and order:
        told = values.document(order)
        kind, code, day = kind or told[0], told[1], day or told[2]
    return kind, code, day


@dataclass
class Usual(Columns):
    """Reads portions of rows; remembers the texts of all of them."""

    kind: StatementKind = StatementKind.DEBTS
    sum_field: Field = Field.BALANCE
    _ordinary: Memo[str, bool] = field(default_factory=lambda: Memo(_usual_name))
    _others: Memo[str, bool] = field(default_factory=lambda: Memo(other_money))

    def lines(self, first: int, rows: Sequence[Row]) -> Sequence[StatedLine | None]:
        """The line of each row from row ``first`` on, ``None`` for a row that is not usual."""
        self._take(rows)
        stated = self._column(self.sum_field)
        figures = sum(type(cell) in (float, int) for cell in stated) if stated else 0
        if figures * 2 < len(rows) or Field.CLIENT not in self.cells.header.columns:
            return [None] * len(rows)
        self._look(rows, stated)
        read = self._read(range(first + 1, first + 1 + len(rows)))
        lines: list[StatedLine | None] = list(map(StatedLine, *(read[name] for name in _KEPT)))
        for place in self._odd:
            lines[place] = None
        return lines

    def same(self, other: "Usual") -> bool:
        """Whether the other would read every row as this one does."""
        return (self.kind, self.sum_field) == (other.kind, other.sum_field) and self.alike(other)

    def _look(self, rows: Sequence[Row], stated: Sequence[Cell]) -> None:
        """Put aside what may be a total, a note or a heading: the usual row has a figure and an ordinary name."""
        ordinary = self._ordinary
        for place, (row, cell, said) in enumerate(zip(rows, stated, self._firsts(), strict=True)):
            if type(cell) not in (float, int) or len(row) - row.count(None) <= 2 or not ordinary[said]:
                self._odd.add(place)

    def _firsts(self) -> list[str]:
        """The first text of each row."""
        found = [""] * self._height
        left: Iterable[int] = range(self._height)
        for column in self._columns:
            silent = []
            for place in left:
                cell = column[place]
                if type(cell) is str and (said := self._texts[cell]):
                    found[place] = said
                else:
                    silent.append(place)
            if not silent:
                break
            left = silent
        return found

    def _read(self, numbers: range) -> dict[str, Iterable[object]]:
        """The columns of the lines."""
        header, article = self.cells.header, self.sum_field is Field.OVERDUE_BALANCE
        stated = self._sums(self.sum_field)
        amount = stated if self.sum_field is Field.AMOUNT else self._sums(Field.AMOUNT)
        paid, overdue = self._sums(Field.PAID), self._sums(Field.OVERDUE)
        kind, number, day = self._documents()
        self._refuse(self._sums(Field.ADVANCE), lambda advance: bool(advance))
        if Field.CURRENCY in header.columns:
            self._refuse(self._said(Field.CURRENCY), lambda said: not self._rouble[said])
        if self.kind is StatementKind.PAYMENTS:
            self._refuse(self._sums(Field.SPENT), lambda spent: bool(spent))
            self._refuse(self._said(Field.OPERATION), lambda said: self._others[said])
        client = self._said(Field.CLIENT)
        self._refuse(client, lambda said: not said)
        organisation = self.title.organisation
        return {
            "row": numbers, "client": client, "sheet": repeat(self.cells.sheet.name),
            "balance": self._balances(stated, amount, paid), "amount": amount, "paid": paid,
            "inn": self._inns(), "code": self._said(Field.CODE), "contract": self._said(Field.CONTRACT),
            "kind": kind, "number": number, "doc_date": day, "due_date": self._dates(Field.DUE_DATE),
            "overdue_days": self._counts(Field.OVERDUE_DAYS), "overdue": stated if article else overdue,
            "settled_date": self._dates(Field.SETTLED_DATE), "terms": self._terms(),
            "manager": self._said(Field.MANAGER), "client_type": self._said(Field.CLIENT_TYPE),
            "avg_order": self._sums(Field.AVG_ORDER), "core_share": self._said(Field.CORE_SHARE),
            "organisation": [said or organisation for said in self._said(Field.ORGANISATION)],
            "comment": self._said(Field.COMMENT), "buckets": self._buckets(), "not_due": self._sums(Field.NOT_DUE),
        }  # fmt: skip

    def _balances(
        self, stated: Sequence[Kopecks | None], amount: Sequence[Kopecks | None], paid: Sequence[Kopecks | None]
    ) -> Sequence[Kopecks | None]:
        """What is owed. A row whose amount, payment and balance disagree is odd."""
        if self.kind is not StatementKind.DEBTS:
            return [None] * self._height
        if self.sum_field is Field.AMOUNT:
            return [(one or 0) - (less or 0) for one, less in zip(stated, paid, strict=True)]
        if self._column(Field.PAID) and self._column(Field.AMOUNT):
            self._odd.update(
                place
                for place, (left, whole, less) in enumerate(zip(stated, amount, paid, strict=True))
                if whole is not None and less is not None and left != whole - less
            )
        return stated

    def _documents(self) -> tuple[Iterable[str], Iterable[str], Iterable[date | None]]:
        """Kinds, numbers and dates of the documents."""
        told = map(named, self._said(Field.DOCUMENT), self._said(Field.NUMBER), self._said(Field.ORDER))
        kinds, codes, days = zip(*told, strict=True)
        source = Field.DOC_DATE if Field.DOC_DATE in self.cells.header.columns else Field.PAY_DATE
        if source is Field.PAY_DATE and self.kind is not StatementKind.PAYMENTS:
            return kinds, codes, days
        own = self._dates(source)
        return kinds, codes, [stated or day for stated, day in zip(own, days, strict=True)]


@dataclass(slots=True)
class Foreseen:
    """Lines of a sheet that is still coming, by the row their portion begins with."""

    usual: Usual
    lines: dict[int, Sequence[StatedLine | None]] = field(default_factory=dict)
    _next: int = 0

    def read_on(self) -> bool:
        """Read the next whole portion, if it is there."""
        cells = self.usual.cells
        first = self._next or cells.header.bottom + 1
        if len(cells.sheet.rows) < first + PORTION:
            return False
        self.lines[first] = self.usual.lines(first, cells.sheet.rows[first : first + PORTION])
        self._next = first + PORTION
        return True
