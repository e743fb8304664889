"""Rows of a flat table: each one becomes a line (two, with an advance beside), an error or a declared skip."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from app.domain.debt import Terms
from app.domain.money import BadValue, Kopecks
from app.domain.statement import StatedLine, StatementKind
from app.formats import money as money_text
from app.i18n import _
from app.ingest import values, words
from app.ingest.headings import DATE_FIELDS, Field
from app.ingest.recognise import Header
from app.ingest.sheet import Cell, Row, Sheet, blank
from app.ingest.tally import Tally
from app.ingest.title import Preamble

ROUBLES = frozenset({"", "руб", "rub", "rur", "643", "810", "₽", "р", "рубль", "рубли", "рублей", "российский рубль"})
_IDENTITY = (Field.NUMBER, Field.DOCUMENT, Field.ORDER, Field.DOC_DATE, Field.INN)


def read_rows(sheet: Sheet, header: Header, title: Preamble, kind: StatementKind, tally: Tally) -> None:
    """Bring every filled row of the sheet to one end."""
    _Reader(sheet, header, title, kind, tally).run()


@dataclass
class _Reader:
    sheet: Sheet
    header: Header
    title: Preamble
    kind: StatementKind
    tally: Tally
    group: str = ""  # the client named in a row of its own above its documents

    @cached_property
    def sum_field(self) -> Field:
        """The column whose sum the total states."""
        order = (Field.BALANCE, Field.OVERDUE_BALANCE, Field.AMOUNT)
        if self.kind is not StatementKind.DEBTS:
            order = (Field.AMOUNT, Field.BALANCE, Field.OVERDUE_BALANCE)
        return next(field for field in order if field in self.header.columns)

    @cached_property
    def orders(self) -> dict[Field, str]:
        """How each column of dates writes a day and a month; a silent column follows its neighbours."""
        russian = any("а" <= sign <= "я" for said in self.header.titles.values() for sign in said.lower())
        found = {
            field: values.date_order([row[column] for row in self.body if column < len(row)], russian)
            for field, column in self.header.columns.items()
            if field in DATE_FIELDS
        }
        told = {order for order in found.values() if order}
        common = told.pop() if len(told) == 1 else ""
        return {field: order or common for field, order in found.items()}

    @cached_property
    def body(self) -> list[Row]:
        """Rows below the header."""
        return self.sheet.rows[self.header.bottom + 1 :]

    @cached_property
    def last_sum(self) -> int:
        """The last row with a figure in the column of sums; texts below it are notes."""
        column = self.header.columns[self.sum_field]
        for number in range(len(self.sheet.rows) - 1, self.header.bottom, -1):
            cell = self.sheet.cell(number, column)
            if isinstance(cell, int | float) or (isinstance(cell, str) and any(map(str.isdigit, cell))):
                return number
        return self.header.bottom

    @cached_property
    def merged_clients(self) -> dict[int, int]:
        """Rows whose client stands in a merged cell that begins above -> the row it begins in."""
        column = self.header.columns[Field.CLIENT]
        return {
            row: top
            for top, left, bottom, right in self.sheet.merges
            if left <= column <= right and top > self.header.bottom
            for row in range(top + 1, min(bottom, len(self.sheet.rows)) + 1)
        }

    def run(self) -> None:
        """All rows: those above and of the header are declared, those below are read."""
        scale = self.title.scale
        if scale > 1 or any(value > 1 for value in self.header.scales.values()):
            self.tally.note(None, None, _("Sums are in thousands or millions and were converted to roubles."))
        for number, row in enumerate(self.sheet.rows):
            if blank(row):
                continue
            self.tally.rows += 1
            if number < self.header.top:
                self.tally.skip(number, _("line above the table"))
            elif number <= self.header.bottom:
                self.tally.skip(number, _("headings of columns"))
            else:
                self._row(number, row)
        hidden = {line.row - 1 for line in self.tally.lines} & self.sheet.hidden_rows
        if hidden:
            self.tally.note(
                min(hidden), None, _("Hidden rows hold facts and were read: {count}.").format(count=len(hidden))
            )

    def _cell(self, row: Row, field: Field) -> Cell:
        column = self.header.columns.get(field)
        return row[column] if column is not None and column < len(row) else None

    def _text(self, number: int, row: Row, field: Field) -> str:
        said = values.full_text(self._cell(row, field))
        if len(said) > values.TEXT_LIMIT:
            self.tally.warn(
                number,
                self.header.columns[field],
                _("A text of {count} characters was cut.").format(count=len(said)),
                "long",
            )
            return said[: values.TEXT_LIMIT]
        return said

    def _row(self, number: int, row: Row) -> None:
        reason = self._no_fact(number, row)
        if reason:
            self.tally.skip(number, reason)
            return
        currency = words.plain(values.text(self._cell(row, Field.CURRENCY)))
        if currency not in ROUBLES:
            self.tally.error(
                number,
                self.header.columns[Field.CURRENCY],
                _("The sum is in another currency: {currency}.").format(currency=currency.upper()[:20]),
            )
            return
        line = self._line(number, row)
        if line is not None:
            self._advance(number, row, line)

    def _no_fact(self, number: int, row: Row) -> str:
        """Why the row is no fact; empty when it must be one."""
        texts = [said for cell in row if isinstance(cell, str) and (said := values.text(cell))]
        filled = sum(not values.empty(cell) for cell in row)
        first = texts[0] if texts else ""
        dated = any(not values.empty(self._cell(row, field)) for field in _IDENTITY[:4])
        if words.subtotal(first) and not (dated and not words.grand_total(first)):
            self._total(number, row, first)
            return _("row of totals")
        if words.statistic(first) and not dated:
            return _("computed from other rows")
        if self._repeats_header(row):
            return _("headings repeated")
        if (
            not texts
            and filled > 1
            and [values.text(cell) for cell in row if cell is not None] == [str(place + 1) for place in range(filled)]
        ):
            return _("numbers of columns")
        if not texts and self._unnamed_total(number, row):
            return _("row of totals")
        return self._aside(number, row, first, filled)

    def _aside(self, number: int, row: Row, first: str, filled: int) -> str:
        """Notes, signatures and headings of groups."""
        sums = not values.empty(self._cell(row, self.sum_field))
        if number > self.last_sum and (words.signature(first) or not sums) and filled <= 4:
            identified = any(not values.empty(self._cell(row, field)) for field in _IDENTITY)
            if words.signature(first) or not identified or values.empty(self._cell(row, Field.CLIENT)):
                return _("note below the table")
        if filled == 1 and first and not sums and self.detailed:
            self.group = first
            return _("heading of a group of rows")
        return ""

    @cached_property
    def detailed(self) -> bool:
        """The table has documents or dates, so that a lonely name is a heading and not a client without a sum."""
        return self.header.has(Field.NUMBER, Field.DOCUMENT, Field.DOC_DATE, Field.ORDER)

    def _repeats_header(self, row: Row) -> bool:
        titles = self.header.titles
        same = sum(column < len(row) and values.text(row[column]) == said for column, said in titles.items())
        return same >= 2 and same * 2 > len(titles)

    def _total(self, number: int, row: Row, said: str) -> None:
        if words.grand_total(said):
            self._control(number, row)

    def _control(self, number: int, row: Row) -> None:
        try:
            stated = self._money(row, self.sum_field)
        except BadValue:
            stated = None
        if stated is not None:
            self.tally.control, self.tally.control_row = stated, number

    def _unnamed_total(self, number: int, row: Row) -> bool:
        """A last row of figures alone that equals what stands above it."""
        if number != self.last_sum or not values.empty(self._cell(row, Field.CLIENT)):
            return False
        try:
            stated = self._money(row, self.sum_field)
        except BadValue:
            return False
        lines = self.tally.lines
        read = sum((line.balance if line.balance is not None else line.amount) or 0 for line in lines)
        debt = sum(line.balance for line in lines if line.balance is not None and line.balance > 0)
        if stated is None or len(lines) < 2 or stated not in (read, debt):
            return False
        self.tally.control, self.tally.control_row = stated, number
        return True

    def _money(self, row: Row, field: Field) -> Kopecks | None:
        column = self.header.columns.get(field)
        if column is None or column >= len(row):
            return None
        return values.money(row[column], self.header.scales.get(column, 0) or self.title.scale)

    def _side_money(self, number: int, row: Row, field: Field) -> Kopecks | None:
        """A sum the row can live without: trouble is a warning."""
        try:
            return self._money(row, field)
        except BadValue as problem:
            self.tally.warn(number, self.header.columns[field], str(problem), f"money {field}")
            return None

    def _date(self, number: int, row: Row, field: Field) -> date | None:
        try:
            return values.day(self._cell(row, field), self.orders.get(field, "dmy"))
        except BadValue as problem:
            self.tally.warn(number, self.header.columns[field], str(problem), f"date {field}")
            return None

    def _days(self, number: int, row: Row, field: Field) -> int | None:
        try:
            return values.whole_days(self._cell(row, field))
        except BadValue as problem:
            self.tally.warn(number, self.header.columns[field], str(problem), f"days {field}")
            return None

    def _client(self, number: int, row: Row) -> str:
        client = self._text(number, row, Field.CLIENT)
        if not client and number in self.merged_clients:
            client = self._text(number, self.sheet.rows[self.merged_clients[number]], Field.CLIENT)
        if not client and self.group:
            client = self.group[: values.TEXT_LIMIT]
            if self.tally.once("group"):
                self.tally.note(
                    number, None, _("The client is taken from the heading above its documents: «{name}».").format(
                        name=client[:60]
                    ),
                )  # fmt: skip
        return client

    def _line(self, number: int, row: Row) -> StatedLine | None:
        """The line of a row, or ``None`` after an error was told."""
        client = self._client(number, row)
        column = self.header.columns[self.sum_field]
        try:
            stated = self._money(row, self.sum_field)
        except BadValue as problem:
            self.tally.error(number, column, str(problem))
            return None
        if not client:
            self.tally.error(number, self.header.columns[Field.CLIENT], _("There is a row without a client."))
            return None
        advance = Field.ADVANCE in self.header.columns and not values.empty(self._cell(row, Field.ADVANCE))
        if stated is None and not advance:
            self.tally.error(number, column, _("The sum is empty; empty is not zero."))
            return None
        return self._filled(number, row, client, stated)

    def _filled(self, number: int, row: Row, client: str, stated: Kopecks | None) -> StatedLine:
        kind, code, doc_date = self._document(number, row)
        debts = self.kind is StatementKind.DEBTS
        amount = stated if self.sum_field is Field.AMOUNT else self._side_money(number, row, Field.AMOUNT)
        paid = self._side_money(number, row, Field.PAID)
        balance = stated if debts else None
        if debts and self.sum_field is Field.AMOUNT and stated is not None:
            balance = stated - (paid or 0)
        overdue = self._side_money(number, row, Field.OVERDUE)
        if self.sum_field is Field.OVERDUE_BALANCE:
            overdue = stated
        line = StatedLine(
            row=number + 1,
            client=client,
            balance=balance,
            amount=amount,
            paid=paid,
            sheet=self.sheet.name,
            inn=values.inn(self._cell(row, Field.INN)),
            code=self._text(number, row, Field.CODE),
            contract=self._text(number, row, Field.CONTRACT),
            kind=kind,
            number=code,
            doc_date=doc_date,
            due_date=self._date(number, row, Field.DUE_DATE),
            overdue_days=self._days(number, row, Field.OVERDUE_DAYS),
            overdue=overdue,
            settled_date=self._date(number, row, Field.SETTLED_DATE),
            terms=self._terms(number, row),
            manager=self._text(number, row, Field.MANAGER),
            client_type=self._text(number, row, Field.CLIENT_TYPE),
            avg_order=self._side_money(number, row, Field.AVG_ORDER),
            core_share=self._text(number, row, Field.CORE_SHARE),
            organisation=self._text(number, row, Field.ORGANISATION) or self.title.organisation,
            comment=self._text(number, row, Field.COMMENT),
        )
        self._identity(line)
        return self._aged(number, row, line) if self.header.buckets else line

    def _document(self, number: int, row: Row) -> tuple[str, str, date | None]:
        """Kind, number, date: from the document's name, else from columns of their own."""
        kind, code, named = values.document(self._text(number, row, Field.DOCUMENT))
        own = self._text(number, row, Field.NUMBER)
        if own and own.lower() not in values.NO_NUMBER:
            if not named:
                kind = kind or code  # «Накладная» in one column, its number in the other
            told = values.document(own) if " от " in own else ("", own, None)
            kind, code, named = kind or told[0], told[1], named or told[2]
        if not code and (order := self._text(number, row, Field.ORDER)):
            told = values.document(order)
            kind, code, named = kind or told[0], told[1], named or told[2]
        field = Field.DOC_DATE if Field.DOC_DATE in self.header.columns else Field.PAY_DATE
        usable = field is Field.DOC_DATE or self.kind is StatementKind.PAYMENTS
        column = self._date(number, row, field) if usable and field in self.header.columns else None
        return kind, code, column or named

    def _terms(self, number: int, row: Row) -> Terms:
        worded = values.terms(self._text(number, row, Field.TERMS))
        if worded.days is None and Field.DEFERRAL in self.header.columns:
            days = self._days(number, row, Field.DEFERRAL)
            if days is not None:
                return Terms(worded.text or self._text(number, row, Field.DEFERRAL), days)
        return worded

    def _identity(self, line: StatedLine) -> None:
        """balance = amount - paid, where the row states all three."""
        if None in (line.balance, line.amount, line.paid) or self.sum_field is Field.AMOUNT:
            return
        expected = (line.amount or 0) - (line.paid or 0)
        if line.balance != expected:
            self.tally.warn(
                line.row - 1,
                self.header.columns[self.sum_field],
                _("The balance {balance} is not the amount less what was paid: {expected}.").format(
                    balance=money_text(line.balance or 0), expected=money_text(expected)
                ),
                "identity",
            )

    def _aged(self, number: int, row: Row, line: StatedLine) -> StatedLine:
        """The file's own intervals, kept as stated."""
        found = []
        for column, interval in self.header.buckets:
            cell = row[column] if column < len(row) else None
            try:
                value = values.money(cell, self.title.scale)
            except BadValue as problem:
                self.tally.warn(number, column, str(problem), "money bucket")
                continue
            if value:
                found.append((interval, value))
        return replace(line, buckets=tuple(found), not_due=self._side_money(number, row, Field.NOT_DUE))

    def _advance(self, number: int, row: Row, line: StatedLine) -> None:
        """The line itself, and the advance beside it as a line of its own: they are never netted."""
        try:
            advance = self._money(row, Field.ADVANCE)
        except BadValue as problem:
            self.tally.error(number, self.header.columns[Field.ADVANCE], str(problem))
            return
        if line.balance is not None or line.amount is not None or not advance:
            self.tally.fact(line)
        if advance:
            self.tally.fact(
                StatedLine(
                    row=line.row,
                    client=line.client,
                    balance=-abs(advance),
                    sheet=line.sheet,
                    inn=line.inn,
                    code=line.code,
                    contract=line.contract,
                    manager=line.manager,
                    organisation=line.organisation,
                )
            )
