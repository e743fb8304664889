"""Where the table begins: the header row, in one line or in two, anywhere in the first rows of a sheet."""

import re
from dataclasses import dataclass, field

from app.domain.aging import Interval
from app.ingest.headings import Field, bucket_of, field_of, heading
from app.ingest.sheet import Row, Sheet, blank
from app.ingest.values import text

DEPTH = 30
"""Filled rows in which a header is looked for."""


@dataclass(slots=True)
class Header:
    """The header's rows and what its columns hold; the first column of a field wins, the rest go to ``more``."""

    top: int
    bottom: int
    columns: dict[Field, int] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)
    scales: dict[int, int] = field(default_factory=dict)
    buckets: list[tuple[int, Interval]] = field(default_factory=list)
    more: list[tuple[Field, int]] = field(default_factory=list)
    order: str = ""
    """How a person says the dates are written: ``dmy`` or ``mdy``."""

    def has(self, *fields: Field) -> bool:
        """Any of the fields has a column."""
        return any(name in self.columns for name in fields)

    @property
    def score(self) -> int:
        """How many columns are understood; a client and a sum weigh more."""
        strong = sum(self.has(*group) for group in (_WHO, _SUMS))
        return len(self.columns) + len(self.buckets) + 3 * strong

    @property
    def enough(self) -> bool:
        """A client and a sum; or, without a client, an aged list of documents under names of their own."""
        aged = len(self.buckets) >= 2 and self.has(Field.DOC_DATE) and self.has(Field.NUMBER, Field.DOCUMENT)
        return self.has(*_SUMS) and len(self.columns) >= 2 and (self.has(*_WHO) or aged)

    @property
    def rank(self) -> tuple[int, int]:
        """The score; of two equal headers the shorter one: a title is not a part of it."""
        return self.score, self.top - self.bottom

    def close(self) -> None:
        """Put the intervals in order. «Свыше 31» right after «22-30» means from 31 on: 1C words it so."""
        self._carry_tax()
        self.buckets.sort(key=lambda bucket: bucket[1].first)
        lasts = {interval.last for _column, interval in self.buckets}
        self.buckets = [
            (column, Interval(interval.first - 1, None))
            if interval.last is None and interval.first - 1 not in lasts and interval.first - 2 in lasts
            else (column, interval)
            for column, interval in self.buckets
        ]

    def _carry_tax(self) -> None:
        """«Сумма», «НДС», «Всего»: debts carry the tax, so must sales; the sum behind the tax is taken. «В т. ч. НДС»
        is a part of the sum and changes nothing."""
        words = {column: heading(title).words for column, title in self.titles.items()}
        first = self.columns.get(Field.AMOUNT)
        if first is None:
            return
        for name, column in self.more:
            taxed = any(_TAX.fullmatch(words.get(place, "")) for place in range(first + 1, column))
            if name is Field.AMOUNT and taxed and _WITH_TAX.fullmatch(words.get(column, "")):
                self.columns[Field.AMOUNT] = column
                self.more = [*((f, c) for f, c in self.more if c != column), (Field.AMOUNT, first)]
                return


_TAX = re.compile(r"(?:сумма )?ндс")
_WITH_TAX = re.compile(r"всего|итого|.*(?:с|включая|с учетом) ндс")
ANY_SUM = frozenset({"всего", "итого", "сумма"})
"""Headings that say nothing but what stands above them."""
_WHO = (Field.CLIENT, Field.INN, Field.CODE)
_FIGURE = re.compile(r"\s*[-+(]?[\d\s\u00a0.,/:'-]*\d[\d\s\u00a0.,/:'-]*\)?\s*%?")
_SUMS = (Field.BALANCE, Field.OVERDUE_BALANCE, Field.AMOUNT)


WIDEST = 256
"""Columns in which headings are looked for: a sheet may claim 16,384."""


def filled_rows(sheet: Sheet, depth: int = DEPTH) -> list[int]:
    """Numbers of the first ``depth`` rows that hold anything."""
    found: list[int] = []
    for number, row in enumerate(sheet.rows):
        if not blank(row):
            found.append(number)
            if len(found) == depth:
                break
    return found


def find_header(sheet: Sheet) -> Header | None:
    """The likeliest header of a flat table, or ``None``. One line beats two of the same score."""
    rows = filled_rows(sheet)
    best: Header | None = None
    for place, number in enumerate(rows):
        candidates = [one_line(sheet, number)]
        below = sheet.rows[number + 1] if place + 1 < len(rows) and rows[place + 1] == number + 1 else ()
        if sum(cell is not None for cell in below) > 1 and wordy(below):  # one word alone is the name of a group
            candidates.append(two_lines(sheet, number))
        for header in candidates:
            if header.enough and (best is None or header.rank > best.rank):
                best = header
    if best is not None:
        best.close()
    return best


def wordy(row: Row) -> bool:
    """Only words stand in the row, no figures and no dates: it may belong to a header."""
    return all(
        cell is None or (isinstance(cell, str) and (not _FIGURE.fullmatch(cell) or bucket_of(cell) is not None))
        for cell in row
    )


def one_line(sheet: Sheet, number: int) -> Header:
    """The header if it were this row alone."""
    header = Header(number, number)
    for column, cell in enumerate(sheet.rows[number][:WIDEST]):
        if isinstance(cell, str) and cell.strip():
            _place(header, column, (cell,))
    return header


def two_lines(sheet: Sheet, number: int) -> Header:
    """The header if it were this row and the next: a group's heading stands over its columns."""
    upper, lower = spread(sheet, number), sheet.rows[number + 1]
    header = Header(number, number + 1)
    for column in range(min(max(len(upper), len(lower)), WIDEST)):
        top = upper[column] if column < len(upper) else ""
        cell = lower[column] if column < len(lower) else None
        bottom = cell if isinstance(cell, str) else ""
        if bottom.strip():
            whole = f"{heading(top).words} {bottom}"
            bare = heading(bottom).words in ANY_SUM  # «Наш долг», below it «Всего»
            _place(header, column, (whole, top, bottom) if bare else (whole, bottom, top))
        elif isinstance(own := sheet.cell(number, column), str) and own.strip():
            _place(header, column, (own,))
    return header


def spread(sheet: Sheet, number: int) -> list[str]:
    """Texts of a header row, each repeated over its merged columns."""
    row = sheet.rows[number]
    width = max(map(len, sheet.rows[number : number + 3]))
    texts = [cell if isinstance(cell, str) else "" for cell in row] + [""] * (width - len(row))
    for top, left, bottom, right in sheet.merges:
        if top <= number <= bottom and right > left and left < len(texts):
            said = sheet.cell(top, left)
            for column in range(left, min(right + 1, len(texts))):
                texts[column] = said if isinstance(said, str) else ""
    return texts


def _place(header: Header, column: int, wordings: tuple[str, ...]) -> None:
    """Give a column its meaning by the first wording that has one."""
    header.titles[column] = text(wordings[0].strip())
    for wording in wordings:
        found = field_of(wording)
        interval = bucket_of(wording) if found is None else None
        if interval is not None:
            header.buckets.append((column, interval))
        if found is not None:
            scale = heading(wording).scale
            if scale:
                header.scales[column] = scale
            if found in header.columns:
                header.more.append((found, column))
            else:
                header.columns[found] = column
        if found is not None or interval is not None:
            return
