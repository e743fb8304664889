"""Grouped debts of 1C: «Задолженность клиентов» (УТ 11, КА 2, ERP), standard and by terms, and «Задолженность
покупателей по срокам долга» (БП 3, УНФ).

Each group repeats the sum of its members, so exactly one level is taken: the documents, where they carry dates
or intervals and add up to their client; the clients otherwise. Debt and advance stay two numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise

from app.domain.money import BadValue, Kopecks
from app.domain.statement import Level, StatedLine, StatementKind
from app.formats import money as money_text
from app.i18n import _
from app.ingest import values, words
from app.ingest.cells import Cells
from app.ingest.headings import Field
from app.ingest.layouts.flat_rows import advance_of
from app.ingest.layouts.refused import Ungrouped
from app.ingest.outline import Node, first_text, grow, is_end, tellable
from app.ingest.sheet import Sheet, blank
from app.ingest.stack import Dim, Stack, find_stack
from app.ingest.tally import Tally
from app.ingest.title import Preamble, preamble

CLIENTS = "1c-clients"
AGED = "1c-clients-aged"
BUYERS = "1c-buyers-aged"
_DETAILS = (Field.NUMBER, Field.DOC_DATE, Field.DUE_DATE, Field.ORDER)
_LEVELS = {Dim.DOCUMENT: Level.DOCUMENT, Dim.ORDER: Level.ORDER, Dim.CONTRACT: Level.CONTRACT}


@dataclass(slots=True)
class GroupedPlan:
    """Header, title and names of levels of one grouped report."""

    sheet: Sheet
    stack: Stack
    title: Preamble
    layout: str
    level: Level = Level.CLIENT
    kind: StatementKind = StatementKind.DEBTS

    def read(self, tally: Tally) -> None:
        """Every row of the sheet to one end; the level becomes known on the way."""
        self.level = _Reader(self.sheet, self.stack, self.title, tally).run()


def match(sheet: Sheet, file_name: str) -> GroupedPlan | None:
    """A plan for a header that declares clients and has a column of debt."""
    stack = find_stack(sheet)
    if stack is None or Dim.CLIENT not in stack.dims or Field.BALANCE not in stack.header.columns:
        return None
    single = len(stack.dims) == 1
    if single and (len(stack.header.buckets) < 2 or stack.header.has(*_DETAILS)):
        return None
    if not tellable(sheet, stack.header.bottom + 1, stack.dims):
        raise Ungrouped
    aged = AGED if len(stack.dims) > 1 else BUYERS
    layout = aged if stack.header.buckets else CLIENTS
    return GroupedPlan(sheet, stack, preamble(sheet, stack.header.top, file_name), layout)


@dataclass
class _Reader:
    sheet: Sheet
    stack: Stack
    title: Preamble
    tally: Tally
    totals: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cells = Cells(self.sheet, self.stack.header, self.tally, self.title.scale)
        self.first = self.stack.header.bottom + 1
        self.before = min(self.stack.words)

    @cached_property
    def nodes(self) -> list[Node]:
        """The rows as a tree."""
        return grow(self.sheet, self.first, self.stack.dims, lambda row: first_text(row, self.before), is_end)

    def run(self) -> Level:
        """Take every row; the level that was taken."""
        self.cells.tell_scale()
        self._intervals()
        self._around()
        detailed = self._detailed()
        deepest = Level.CLIENT
        for node in self.nodes:
            if self.tally.ended(node.number):
                continue
            if node.dim is Dim.CLIENT and not any(child.dim is Dim.CLIENT for child in node.children):
                taken = self._client(node, detailed)
                deepest = taken if taken is not Level.CLIENT else deepest
            elif node.leaf and node.up(Dim.CLIENT) is None and not self.tally.ended(node.number):
                self._orphan(node)
            elif not self.tally.ended(node.number):
                self.tally.skip(node.number, _("sum of the rows below"))
        self.cells.tell_hidden()
        return deepest

    def _around(self) -> None:
        """Rows above, headings, totals and notes."""
        known = {node.number for node in self.nodes}
        for number, row in enumerate(self.sheet.rows):
            if blank(row):
                continue
            self.tally.count(len(self.sheet.rows))
            if number < self.stack.header.top:
                self.tally.skip(number, _("line above the table"))
            elif number < self.first:
                self.tally.skip(number, _("headings of columns"))
            elif number not in known:
                name = first_text(row, self.before)
                if words.grand_total(name):
                    self._control(number)
                self.tally.skip(number, _("row of totals") if words.grand_total(name) else _("note below the table"))

    def _control(self, number: int) -> None:
        try:
            stated = self.cells.money(self.sheet.rows[number], Field.BALANCE)
        except BadValue:
            return
        if stated is not None:
            self.tally.control, self.tally.control_row = stated, number

    def _intervals(self) -> None:
        """A hole between the intervals means that somebody deleted a column."""
        ordered = sorted((interval for _column, interval in self.stack.header.buckets), key=lambda one: one.first)
        for one, other in pairwise(ordered):
            if one.last is not None and other.first > one.last + 2:
                said = _("There is no column between {first} and {last} days: it was deleted from the report.")
                self.tally.warn(
                    self.stack.header.top, None, said.format(first=one.last + 1, last=other.first - 1), "hole"
                )

    def _detailed(self) -> bool:
        """The rows below the clients tell more than the clients: dates, days or intervals."""
        return any(
            node.dim is not Dim.CLIENT and (values.document(node.name)[2] is not None or self._dated(node))
            for node in self.nodes
            if node.leaf and node.up(Dim.CLIENT) is not None
        )

    def _dated(self, node: Node) -> bool:
        columns = [column for column, _interval in self.stack.header.buckets]
        return self.cells.filled(node.row, Field.DOC_DATE, Field.DUE_DATE, Field.OVERDUE_DAYS) or any(
            column < len(node.row) and not values.empty(node.row[column]) for column in columns
        )

    def _sum(self, node: Node, name: Field) -> Kopecks:
        try:
            return self.cells.money(node.row, name) or 0
        except BadValue:
            return 0

    def _client(self, node: Node, detailed: bool) -> Level:
        """The client's documents, or the client itself."""
        leaves = list(_leaves(node))
        for below in _below(node):
            if not below.leaf or not detailed:
                self.tally.skip(below.number, _("part of the row above") if below.leaf else _("sum of the rows below"))
        if node.leaf or not detailed:
            self._fact(node, node)
            return Level.CLIENT
        given, owed = sum(self._sum(leaf, Field.BALANCE) for leaf in leaves), self._sum(node, Field.BALANCE)
        if given != owed:
            return self._not_tied(node, leaves, given, owed)
        advance, told = self._sum(node, Field.ADVANCE), sum(self._sum(leaf, Field.ADVANCE) for leaf in leaves)
        if advance != told and advance and not told:
            self.tally.fact(advance_of(self._line(node, node, None), advance))  # the documents do not show it
        else:
            self.tally.skip(node.number, _("sum of the rows below"))
        for leaf in leaves:
            self._fact(leaf, node)
        return _LEVELS.get(leaves[0].dim, Level.DOCUMENT)

    def _not_tied(self, node: Node, leaves: list[Node], given: Kopecks, owed: Kopecks) -> Level:
        """Documents that do not add up to their client: the client's own row is believed."""
        said = _("The documents of «{client}» give {given}, its own row {owed}: the row of the client was taken.")
        self.tally.warn(
            node.number,
            None,
            said.format(client=node.name[:60], given=money_text(given), owed=money_text(owed)),
            "tie",
        )
        for leaf in leaves:
            self.tally.skip(leaf.number, _("part of the row above"))
        self._fact(node, node)
        return Level.CLIENT

    def _orphan(self, node: Node) -> None:
        """A group that has no clients below: with a sum it is an error, for whose debt is it?"""
        if self.cells.filled(node.row, Field.BALANCE, Field.ADVANCE):
            said = _("«{name}» is a group with a sum, but its clients are not in the file.").format(name=node.name[:60])
            self.tally.error(node.number, None, said)
        else:
            self.tally.skip(node.number, _("heading of a group of rows"))

    def _fact(self, node: Node, client: Node) -> None:
        try:
            balance = self.cells.money(node.row, Field.BALANCE)
            advance = self.cells.money(node.row, Field.ADVANCE)
        except BadValue as problem:
            self.tally.error(node.number, self.stack.header.columns[Field.BALANCE], str(problem))
            return
        if balance is None and not advance:
            if node is client and self.tally.control is None:
                self.tally.error(node.number, None, _("The sum is empty; empty is not zero."))
            else:
                self.tally.skip(node.number, _("nothing is owed in the row"))
            return
        if not client.name:
            self.tally.error(node.number, None, _("There is a row without a client."))
            return
        line = self._line(node, client, balance)
        if balance is not None:
            self.tally.fact(line)
        if advance:
            self.tally.fact(advance_of(line, advance))

    def _line(self, node: Node, client: Node, balance: Kopecks | None) -> StatedLine:
        number, row, cells = node.number, node.row, self.cells
        kind, code, doc_date = self._document(node) if node is not client else ("", "", None)
        buckets = cells.buckets(number, row)
        overdue = cells.side_money(number, row, Field.OVERDUE)
        if overdue is None and Field.NOT_DUE in self.stack.header.columns and balance is not None:
            overdue = sum(value for _interval, value in buckets)
        terms = cells.terms(number, row)
        return StatedLine(
            row=number + 1,
            client=cells.clipped(client.number, None, client.name),
            balance=balance,
            amount=cells.side_money(number, row, Field.AMOUNT) if node is not client else None,
            sheet=self.sheet.name,
            inn=values.inn(cells.at(client.row, Field.INN)),
            code=cells.text(client.number, client.row, Field.CODE),
            contract=node.name_of(Dim.CONTRACT) or cells.text(number, row, Field.CONTRACT),
            kind=kind,
            number=code,
            doc_date=cells.date(number, row, Field.DOC_DATE) or doc_date,
            due_date=cells.date(number, row, Field.DUE_DATE),
            overdue_days=cells.days(number, row, Field.OVERDUE_DAYS),
            overdue=overdue,
            terms=terms if terms.text or node is client else cells.terms(client.number, client.row),
            manager=self._manager(node),
            organisation=node.name_of(Dim.ORGANISATION) or self.title.organisation,
            comment=cells.text(number, row, Field.COMMENT) or self._margin(node),
            buckets=buckets,
            not_due=cells.side_money(number, row, Field.NOT_DUE),
        )

    def _manager(self, node: Node) -> str:
        """A declared level, a column, or an undeclared group whose name stands left of the clients' names."""
        named = node.name_of(Dim.MANAGER) or self.cells.text(node.number, node.row, Field.MANAGER)
        group = node.up(Dim.GROUP)
        if named or group is None or not any(group.row[: self.stack.column]):
            return named
        return group.name

    def _document(self, node: Node) -> tuple[str, str, date | None]:
        """The row's own name; a number in a column of its own («УПД») when the name has none."""
        kind, code, dated = values.document(node.name)
        beside = self.cells.text(node.number, node.row, Field.DOCUMENT) or self.cells.text(
            node.number, node.row, Field.NUMBER
        )
        if dated is None and beside:
            return node.name, beside, None
        return kind, code, dated

    def _margin(self, node: Node) -> str:
        """A note to the right of the last heading: managers write there, in a column without a name."""
        last = max(self.stack.words)
        notes = [values.text(cell) for cell in node.row[last + 1 :] if isinstance(cell, str)]
        return " ".join(note for note in notes if note)[: values.TEXT_LIMIT]


def _below(node: Node) -> Iterator[Node]:
    for child in node.children:
        yield child
        yield from _below(child)


def _leaves(node: Node) -> Iterator[Node]:
    return (below for below in _below(node) if below.leaf)
