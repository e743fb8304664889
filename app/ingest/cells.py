"""Cells of one table by field: texts, sums, dates and days, with every trouble told to the tally.

A trouble in a column a row can live without is a warning and the value is lost; a trouble in the column the row
lives by is raised, and the layout ends the row as an error.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from app.domain.aging import Interval
from app.domain.debt import Terms
from app.domain.money import BadValue, Kopecks
from app.i18n import _
from app.ingest import values, words
from app.ingest.date_order import orders_of
from app.ingest.headings import Field
from app.ingest.recognise import Header
from app.ingest.sheet import Cell, Row, Sheet
from app.ingest.tally import Tally

ROUBLES = frozenset(
    {"", "руб", "rub", "rur", "643", "810", "₽", "р", "рубль", "рубли", "рублей", "российский рубль"}
)  # fmt: skip


@dataclass
class Cells:
    """The table of one sheet. ``scale``: what the title says of the sums' unit."""

    sheet: Sheet
    header: Header
    tally: Tally
    scale: int = 1
    as_of: date | None = None

    @cached_property
    def orders(self) -> dict[Field, str]:
        """How each column of dates writes a day and a month."""
        return orders_of(self.sheet, self.header, self.as_of)

    def tell_scale(self) -> None:
        """Say once that the sums were converted."""
        if self.scale > 1 or any(value > 1 for value in self.header.scales.values()):
            self.tally.note(None, None, _("Sums are in thousands or millions and were converted to roubles."))

    def tell_hidden(self) -> None:
        """Say that hidden rows were read, when they hold facts."""
        concealed = self.sheet.hidden_rows
        hidden = {line.row - 1 for line in self.tally.lines} & concealed if concealed else None
        if hidden:
            said = _("Hidden rows hold facts and were read: {count}.").format(count=len(hidden))
            self.tally.note(min(hidden), None, said)

    def at(self, row: Row, name: Field) -> Cell:
        """The cell of a field, ``None`` when the table has no such column."""
        column = self.header.columns.get(name)
        return row[column] if column is not None and column < len(row) else None

    def filled(self, row: Row, *names: Field) -> bool:
        """Whether any of the fields stands in the row."""
        return any(not values.empty(self.at(row, name)) for name in names)

    def text(self, number: int, row: Row, name: Field) -> str:
        """Text, clipped with a warning."""
        column = self.header.columns.get(name)
        if column is None or column >= len(row) or row[column] is None:
            return ""
        return self.clipped(number, column, values.full_text(row[column]))

    def clipped(self, number: int, column: int | None, said: str) -> str:
        """A text of any length made bearable."""
        if len(said) > values.TEXT_LIMIT:
            warning = _("A text of {count} characters was cut.").format(count=len(said))
            self.tally.warn(number, column, warning, "long")
            return said[: values.TEXT_LIMIT]
        return said

    def money(self, row: Row, name: Field) -> Kopecks | None:
        """Kopecks. Raises ``BadValue``."""
        column = self.header.columns.get(name)
        if column is None or column >= len(row):
            return None
        return values.money(row[column], self.header.scales.get(column, 0) or self.scale)

    def kopecks(self, row: Row, column: int) -> Kopecks:
        """Kopecks of a column for comparing only: nothing and trouble are zero."""
        try:
            return values.money(row[column], self.scale) or 0 if column < len(row) else 0
        except BadValue:
            return 0

    def side_money(self, number: int, row: Row, name: Field) -> Kopecks | None:
        """Kopecks of a column the row can live without."""
        if name not in self.header.columns:
            return None
        try:
            return self.money(row, name)
        except BadValue as problem:
            self.tally.warn(number, self.header.columns[name], str(problem), f"money {name}")
            return None

    def date(self, number: int, row: Row, name: Field) -> date | None:
        """A date, lost with a warning when it is none."""
        if name not in self.header.columns:
            return None
        try:
            return values.day(self.at(row, name), self.orders.get(name, "dmy"))
        except BadValue as problem:
            self.tally.warn(number, self.header.columns[name], str(problem), f"date {name}")
            return None

    def days(self, number: int, row: Row, name: Field) -> int | None:
        """A count of days, lost with a warning when it is none."""
        if name not in self.header.columns:
            return None
        try:
            return values.whole_days(self.at(row, name))
        except BadValue as problem:
            self.tally.warn(number, self.header.columns[name], str(problem), f"days {name}")
            return None

    def terms(self, number: int, row: Row) -> Terms:
        """Terms as worded, the deferral from its own column when the wording has none."""
        worded = values.terms(self.text(number, row, Field.TERMS))
        if worded.days is None and Field.DEFERRAL in self.header.columns:
            days = self.days(number, row, Field.DEFERRAL)
            if days is not None:
                return Terms(worded.text or self.text(number, row, Field.DEFERRAL), days)
        return worded

    def buckets(self, number: int, row: Row) -> tuple[tuple[Interval, Kopecks], ...]:
        """The file's own intervals with something in them."""
        found = []
        for column, interval in self.header.buckets:
            cell = row[column] if column < len(row) else None
            try:
                value = values.money(cell, self.header.scales.get(column, 0) or self.scale)
            except BadValue as problem:
                self.tally.warn(number, column, str(problem), "money bucket")
                continue
            if value:
                found.append((interval, value))
        return tuple(found)

    def foreign(self, row: Row) -> str:
        """The currency of the row when it is not the rouble."""
        if Field.CURRENCY not in self.header.columns:
            return ""
        currency = words.plain(values.text(self.at(row, Field.CURRENCY)))
        return "" if currency in ROUBLES else currency.upper()[:20]
