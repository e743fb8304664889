"""Rows of a flat table: each one becomes a line (two, with an advance beside), an error or a declared skip."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby

from app.domain.money import BadValue, Kopecks
from app.domain.statement import StatedLine, StatementKind
from app.formats import money as money_text
from app.i18n import _
from app.ingest import values, words
from app.ingest.cells import Cells
from app.ingest.headings import Field, bucket_of, field_of
from app.ingest.layouts.columns import PORTION
from app.ingest.layouts.flat_columns import Foreseen, Usual, named, other_money
from app.ingest.recognise import Header
from app.ingest.sheet import Row, Sheet, blank
from app.ingest.tally import Tally
from app.ingest.title import Preamble

_DATED = (Field.NUMBER, Field.DOCUMENT, Field.ORDER, Field.DOC_DATE)
_IDENTITY = (*_DATED, Field.INN)


def read_rows(sheet: Sheet, header: Header, title: Preamble, kind: StatementKind, tally: Tally) -> None:
    """Bring every filled row of the sheet to one end."""
    _Reader(Cells(sheet, header, tally, title.scale, title.as_of), title, kind).run()


def usual_of(cells: Cells, title: Preamble, kind: StatementKind) -> Usual:
    """The reader of the usual rows of a table."""
    return Usual(cells, title, kind=kind, sum_field=_sum_field(cells.header, kind))


def _sum_field(header: Header, kind: StatementKind) -> Field:
    order = (Field.BALANCE, Field.OVERDUE_BALANCE, Field.AMOUNT)
    if kind is not StatementKind.DEBTS:
        order = (Field.AMOUNT, Field.BALANCE, Field.OVERDUE_BALANCE)
    return next(name for name in order if name in header.columns)


@dataclass
class _Reader:
    cells: Cells
    title: Preamble
    kind: StatementKind
    group: str = ""  # the client named in a row of its own above its documents
    heading: str = ""  # the last row of its own, whatever it names
    above: str = ""  # the client of the row above
    notes: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.sheet, self.header, self.tally = self.cells.sheet, self.cells.header, self.cells.tally

    @cached_property
    def sum_field(self) -> Field:
        """The column whose sum the total states."""
        return _sum_field(self.header, self.kind)

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
        column = self.header.columns.get(Field.CLIENT)
        if column is None:
            return {}
        return {
            row: top
            for top, left, bottom, right in self.sheet.merges
            if left <= column <= right and top > self.header.bottom
            for row in range(top + 1, min(bottom, len(self.sheet.rows)) + 1)
        }

    @cached_property
    def detailed(self) -> bool:
        """The table has documents or dates, so that a lonely name is a heading and not a client without a sum."""
        return self.header.has(*_DATED)

    @cached_property
    def named_once(self) -> bool:
        """Many documents stand under a client printed only at the first of them, without merged cells."""
        if not self.detailed or self.kind is StatementKind.PAYMENTS or Field.CLIENT not in self.header.columns:
            return False
        body = [row for row in self.sheet.rows[self.header.bottom + 1 :] if self.cells.filled(row, *_DATED)]
        nameless = sum(not self.cells.filled(row, Field.CLIENT) for row in body)
        return nameless * 5 >= len(body) > 0

    def run(self) -> None:
        """All rows: those above and of the header are declared, those below are read."""
        self.cells.tell_scale()
        rows, total = self.sheet.rows, len(self.sheet.rows)
        for number, row in enumerate(rows[: self.header.bottom + 1]):
            if not blank(row):
                self.tally.count(total)
                above = number < self.header.top
                self.tally.skip(number, _("line above the table") if above else _("headings of columns"))
        usual = usual_of(self.cells, self.title, self.kind)
        ahead, self.sheet.ahead = self.sheet.ahead, None
        foreseen = ahead.lines if isinstance(ahead, Foreseen) and ahead.usual.same(usual) else {}
        for first in range(self.header.bottom + 1, total, PORTION):
            portion = rows[first : first + PORTION]
            self._portion(first, portion, foreseen.pop(first, ()) or usual.lines(first, portion))
        self.cells.tell_hidden()

    def _portion(self, first: int, rows: Sequence[Row], lines: Sequence[StatedLine | None]) -> None:
        """Rows in their order: runs of usual ones at once, the others one by one."""
        numbers = range(first, first + len(rows))
        for usual, run in groupby(zip(numbers, rows, lines, strict=True), key=lambda one: one[2] is not None):
            if usual:
                taken = [line for _number, _row, line in run if line is not None]
                self.tally.facts(taken, len(self.sheet.rows))
                self.above = taken[-1].client
                continue
            for number, row, _line in run:
                if not blank(row):
                    self.tally.count(len(self.sheet.rows))
                    self._row(number, row)

    def _row(self, number: int, row: Row) -> None:
        reason = self._no_fact(number, row)
        if reason:
            self.tally.skip(number, reason)
        elif currency := self.cells.foreign(row):
            said = _("The sum is in another currency: {currency}.").format(currency=currency)
            self.tally.error(number, self.header.columns[Field.CURRENCY], said)
        elif (line := self._line(number, row)) is not None:
            self._advance(number, row, line)

    def _no_fact(self, number: int, row: Row) -> str:
        """Why the row is no fact; empty when it must be one."""
        first = next((said for cell in row if isinstance(cell, str) and (said := values.text(cell))), "")
        filled = len(row) - row.count(None)
        if filled > 2 and isinstance(self.cells.at(row, self.sum_field), int | float) and words.ordinary(first):
            # the usual row, told at one look
            return self._not_of_clients(row) if self.kind is StatementKind.PAYMENTS else ""
        dated = any(values.text(self.cells.at(row, name)) not in ("", first) for name in _DATED)
        if words.subtotal(first, self._near(number)) and not (dated and not words.grand_total(first)):
            if words.grand_total(first):
                self._control(number, row)
            return _("row of totals")
        if words.statistic(first) and not dated and self.tally.control_row is not None:
            return _("computed from other rows")
        if self._repeats_header(row):
            return _("headings repeated")
        if filled > 1 and self._counts_columns(row):
            return _("numbers of columns")
        if not first and self._unnamed_total(number, row):
            return _("row of totals")
        if not (aside := self._aside(number, row, first, filled)) and self.kind is StatementKind.PAYMENTS:
            return self._not_of_clients(row)
        return aside

    def _not_of_clients(self, row: Row) -> str:
        """Money that went, and money that no customer sent."""
        cells = self.cells
        try:
            spent, came = cells.money(row, Field.SPENT), cells.money(row, self.sum_field)
        except BadValue:
            return ""
        if spent and not came:
            return _("outgoing payment")
        operation = values.text(cells.at(row, Field.OPERATION))
        return _("not from a customer: {operation}").format(operation=operation) if other_money(operation) else ""

    def _near(self, number: int) -> list[str]:
        """Texts of the row above, and the group they stand in."""
        above = self.sheet.rows[number - 1] if number else ()
        return [self.group, self.heading, self.above, *(values.text(cell) for cell in above if isinstance(cell, str))]

    def _aside(self, number: int, row: Row, first: str, filled: int) -> str:
        """Notes, signatures and headings of groups."""
        sums = self.cells.filled(row, self.sum_field)
        apart = self.tally.control_row is not None or blank(self.sheet.rows[number - 1]) or number - 1 in self.notes
        if number > self.last_sum and filled <= 4 and (words.signature(first) or (apart and not sums)):
            named = self.cells.filled(row, *_IDENTITY) and self.cells.filled(row, Field.CLIENT)
            if words.signature(first) or not named:
                self.notes.add(number)
                return _("note below the table")
        if filled == 1 and first and not sums and self.detailed:
            self.heading = first
            if bucket_of(first) is None and field_of(first) is not Field.NOT_DUE:  # an interval is nobody
                self.group = first
            return _("heading of a group of rows")
        return ""

    def _repeats_header(self, row: Row) -> bool:
        titles = self.header.titles
        same = sum(column < len(row) and values.text(row[column]) == said for column, said in titles.items())
        return same >= 2 and same * 2 > len(titles)

    @staticmethod
    def _counts_columns(row: Row) -> bool:
        """1, 2, 3 … under the headings, as in old printed forms."""
        said = [values.text(cell) for cell in row if cell is not None]
        return said == [str(place + 1) for place in range(len(said))]

    def _control(self, number: int, row: Row) -> None:
        try:
            stated = self.cells.money(row, self.sum_field)
        except BadValue:
            stated = None
        if stated is not None:
            self.tally.control, self.tally.control_row = stated, number

    def _unnamed_total(self, number: int, row: Row) -> bool:
        """A last row of figures alone that equals what stands above it."""
        if number != self.last_sum or self.cells.filled(row, Field.CLIENT):
            return False
        try:
            stated = self.cells.money(row, self.sum_field)
        except BadValue:
            return False
        lines = self.tally.lines
        read = sum((line.balance if line.balance is not None else line.amount) or 0 for line in lines)
        debt = sum(line.balance for line in lines if line.balance is not None and line.balance > 0)
        if stated is None or len(lines) < 2 or stated not in (read, debt):
            return False
        self.tally.control, self.tally.control_row = stated, number
        return True

    def _client(self, number: int, row: Row) -> str:
        client = self.cells.text(number, row, Field.CLIENT)
        if not client and number in self.merged_clients:
            client = self.cells.text(number, self.sheet.rows[self.merged_clients[number]], Field.CLIENT)
        if not client and self.above and not self.group and self.named_once and self.cells.filled(row, *_DATED):
            client = self.above
            if self.tally.once("above"):
                said = _("A row without a client was given to the client above: «{name}».")
                self.tally.warn(number, None, said.format(name=client[:60]))
        if not client and self.group:
            client = self.group[: values.TEXT_LIMIT]
            if Field.CLIENT in self.header.columns and self.tally.once("group"):
                said = _("The client is taken from the heading above its documents: «{name}».")
                self.tally.note(number, None, said.format(name=client[:60]))
        self.above = client
        return client

    def _line(self, number: int, row: Row) -> StatedLine | None:
        """The line of a row, or ``None`` after an error was told."""
        client = self._client(number, row)
        column = self.header.columns[self.sum_field]
        try:
            stated = self.cells.money(row, self.sum_field)
        except BadValue as problem:
            self.tally.error(number, column, str(problem))
            return None
        if not client:
            self.tally.error(number, self.header.columns.get(Field.CLIENT), _("There is a row without a client."))
            return None
        if stated is None and not self.cells.filled(row, Field.ADVANCE):
            self.tally.error(number, column, _("The sum is empty; empty is not zero."))
            return None
        return self._filled(number, row, client, stated)

    def _filled(self, number: int, row: Row, client: str, stated: Kopecks | None) -> StatedLine:
        cells = self.cells
        kind, code, doc_date = self._document(number, row)
        amount = stated if self.sum_field is Field.AMOUNT else cells.side_money(number, row, Field.AMOUNT)
        paid = cells.side_money(number, row, Field.PAID)
        balance = stated if self.kind is StatementKind.DEBTS else None
        if balance is not None and self.sum_field is Field.AMOUNT:
            balance -= paid or 0
        overdue = cells.side_money(number, row, Field.OVERDUE)
        line = StatedLine(
            row=number + 1,
            client=client,
            balance=balance,
            amount=amount,
            paid=paid,
            sheet=self.sheet.name,
            inn=values.inn(cells.at(row, Field.INN)),
            code=cells.text(number, row, Field.CODE),
            contract=cells.text(number, row, Field.CONTRACT),
            kind=kind,
            number=code,
            doc_date=doc_date,
            due_date=cells.date(number, row, Field.DUE_DATE),
            overdue_days=cells.days(number, row, Field.OVERDUE_DAYS),
            overdue=stated if self.sum_field is Field.OVERDUE_BALANCE else overdue,
            settled_date=cells.date(number, row, Field.SETTLED_DATE),
            terms=cells.terms(number, row),
            manager=cells.text(number, row, Field.MANAGER),
            client_type=cells.text(number, row, Field.CLIENT_TYPE),
            avg_order=cells.side_money(number, row, Field.AVG_ORDER),
            core_share=cells.text(number, row, Field.CORE_SHARE),
            organisation=cells.text(number, row, Field.ORGANISATION) or self.title.organisation,
            comment=cells.text(number, row, Field.COMMENT),
            buckets=cells.buckets(number, row),
            not_due=cells.side_money(number, row, Field.NOT_DUE),
        )
        self._identity(line)
        return line

    def _document(self, number: int, row: Row) -> tuple[str, str, date | None]:
        """Kind, number, date: from the document's name, else from columns of their own."""
        document, own = self.cells.text(number, row, Field.DOCUMENT), self.cells.text(number, row, Field.NUMBER)
        kind, code, day = named(document, own, "")
        if not code:
            kind, code, day = named(document, own, self.cells.text(number, row, Field.ORDER))
        source = Field.DOC_DATE if Field.DOC_DATE in self.header.columns else Field.PAY_DATE
        usable = source is Field.DOC_DATE or self.kind is StatementKind.PAYMENTS
        column = self.cells.date(number, row, source) if usable and source in self.header.columns else None
        return kind, code, column or day

    def _identity(self, line: StatedLine) -> None:
        """balance = amount - paid, where the row states all three."""
        if line.balance is None or line.amount is None or line.paid is None or self.sum_field is Field.AMOUNT:
            return
        expected = line.amount - line.paid
        if line.balance != expected:
            said = _("The balance {balance} is not the amount less what was paid: {expected}.").format(
                balance=money_text(line.balance), expected=money_text(expected)
            )
            self.tally.warn(line.row - 1, self.header.columns[self.sum_field], said, "identity")

    def _advance(self, number: int, row: Row, line: StatedLine) -> None:
        """The line itself, and the advance beside it as a line of its own: they are never netted."""
        try:
            advance = self.cells.money(row, Field.ADVANCE)
        except BadValue as problem:
            self.tally.error(number, self.header.columns[Field.ADVANCE], str(problem))
            return
        if line.balance is not None or line.amount is not None or not advance:
            self.tally.fact(line)
        if advance:
            self.tally.fact(advance_of(line, advance))


def advance_of(line: StatedLine, advance: Kopecks) -> StatedLine:
    """The advance stated beside a debt, as a line with a negative balance."""
    return StatedLine(
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
