"""Debts whose rows form a tree: every group repeats the sum of its members, so exactly one level is taken.

The documents, where they tell more than their client (dates, days, intervals) and add up to it; the client
otherwise. Groups, accounts and «Итого» are checks and never summed. Debt and advance stay two numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from app.domain.money import BadValue, Kopecks
from app.domain.statement import Level, StatedLine
from app.formats import money as money_text
from app.i18n import _
from app.ingest import values, words
from app.ingest.cells import ROUBLES, Cells
from app.ingest.headings import Field
from app.ingest.layouts import ties
from app.ingest.layouts.below import Below, numbered
from app.ingest.layouts.columns import PORTION
from app.ingest.layouts.flat_rows import advance_of
from app.ingest.layouts.leaves import Leaves, margin, named
from app.ingest.layouts.refused import ungrouped
from app.ingest.outline import Node, Told, below_of, first_text, grow, without_turnovers
from app.ingest.sheet import Row, Sheet, blank
from app.ingest.stack import Dim, Stack
from app.ingest.tally import Tally
from app.ingest.title import Preamble

_LEVELS = {Dim.DOCUMENT: Level.DOCUMENT, Dim.ORDER: Level.ORDER, Dim.CONTRACT: Level.CONTRACT}
_ALIVE = 2000
"""Rows between two looks at whether the person asked to stop."""
_DOCUMENTS = frozenset({Dim.DOCUMENT, Dim.ORDER})
_NOBODY = frozenset({"", "<...>", "<…>", "<пустое значение>", "<не указан>", "не заполнено", "<не заполнено>"})


@dataclass
class GroupedDebts:
    """Reads one sheet whose rows form a tree. Subclasses say where a row's debt and advance stand."""

    sheet: Sheet
    stack: Stack
    title: Preamble
    tally: Tally
    empty_is_error = True  # a client without any figure; a report of turnovers has such rows rightly
    strangers_counted = True  # the sums of groups and of «Итого» include the strangers
    net = False  # debt and advance share one total
    folders = False  # a catalogue's folders may stand above the clients
    by_rows = True  # what a node is called stands in its own row

    def __post_init__(self) -> None:
        self.cells = Cells(self.sheet, self.stack.header, self.tally, self.title.scale)
        self.first = self.stack.header.bottom + 1
        self.before = min(self.stack.words)
        self.stated_advance: Kopecks | None = None
        self.others: Kopecks = 0  # what the strangers owe less what is owed to them
        self.mixed = False  # the groups also sum rows that are none of our business
        self.corrected: Kopecks = 0  # sums below zero among the debts, where advances have a column of their own
        self._leaves = Leaves(self.cells, self.title, last=max(self.stack.words))
        self._below = Below(self.first)
        self._named: dict[Node, _Groups] = {}
        self._told = self._lent = StatedLine(0, "")

    def read_on(self) -> bool:
        """Read the next whole portion of rows, if it is there: a sheet may still be coming."""
        first = self._below.next
        if len(self.sheet.rows) < first + PORTION:
            return False
        self._portion(self.sheet.rows[first : first + PORTION])
        return True

    def adopt(self, ahead: "GroupedDebts") -> None:
        """Take over what was read while the sheet was coming, unless the whole of it is understood otherwise."""
        mine, its = self.stack, ahead.stack
        same = type(self) is type(ahead) and (mine.dims, mine.words) == (its.dims, its.words)
        if same and ahead._leaves.alike(self._leaves):
            self._below = ahead._below

    @cached_property
    def below(self) -> "Below":
        """All rows below the header."""
        while self.read_on():
            self._alive()
        self._portion(self.sheet.rows[self._below.next :])
        self._below.totals = [number for number in self._below.asides if self._totals(self.sheet.rows[number])]
        self._below.end(self.before)
        return self._below

    def _portion(self, rows: Sequence[Row]) -> None:
        below, names = self._below, []
        for number, row in enumerate(rows, below.next):
            name = "" if blank(row) else self.name(row)
            names.append(name)
            if not name and blank(row):
                continue
            reason = self.aside(row, name)
            if reason:
                below.asides[number] = reason
            else:
                below.nodes.append(Node(number, row, name, self.sheet.level(number)))
        if rows:
            below.lines += self._leaves.lines(below.next, rows, names)
        below.next += len(rows)

    @cached_property
    def nodes(self) -> list[Node]:
        """The rows as a tree."""
        total = self.sheet.rows[self.below.totals[-1]] if self.below.totals else None
        told = Told(self.sums, total, self.before, self.folders, self._alive)
        found = grow(self.below.nodes, self.stack.dims, told)
        if found is None:
            raise ungrouped()
        return without_turnovers(found)

    def _alive(self) -> None:
        self.tally.progress.step(self.tally.rows, len(self.sheet.rows), self.tally.file)

    def _totals(self, row: Row) -> bool:
        """The row states the total of the whole table."""
        return words.grand_total(self.name(row)) and self.control_here(row)

    def sums(self, row: Row) -> tuple[Kopecks, ...]:
        """What adds up from level to level: debt, advance, not due, intervals."""
        columns = self.stack.header.columns
        places = [columns[name] for name in (Field.BALANCE, Field.ADVANCE, Field.NOT_DUE) if name in columns]
        places += [column for column, _interval in self.stack.header.buckets]
        return tuple(self.cells.kopecks(row, column) for column in places)

    def name(self, row: Row) -> str:
        """What the row is called."""
        return first_text(row, self.before)

    def aside(self, row: Row, name: str) -> str:
        """Why a row below the header, called ``name``, stands outside of the tree: a total, a note."""
        ordinary = words.unmarked(name)
        if not ordinary and words.subtotal(name):
            return _("row of totals")
        if row in self.headings or numbered(row):
            return _("headings of columns")
        return _("note below the table") if not ordinary and words.signature(name) and not self._figured(row) else ""

    @cached_property
    def headings(self) -> tuple[Row, ...]:
        """Rows of the header: a printed report repeats them on each page."""
        return tuple(self.sheet.rows[self.stack.header.top : self.first])

    def _figured(self, row: Row) -> bool:
        try:
            return self.figures(row) != (None, None)
        except BadValue:
            return True

    def figures(self, row: Row) -> tuple[Kopecks | None, Kopecks | None]:
        """Debt and advance of a row, both positive. Raises ``BadValue``."""
        advance = self.cells.money(row, Field.ADVANCE)
        return self.cells.money(row, Field.BALANCE), abs(advance) if advance else None

    def stranger(self, node: Node) -> str:
        """Why a row and all below it are none of our business; empty for the rest."""
        return ""

    def run(self) -> Level:
        """Take every row; the level that was taken."""
        self.cells.tell_scale()
        ties.intervals(self.tally, self.stack.header)
        self._around()
        self._strangers()
        stated = self.tally.control
        if self.mixed:
            self.tally.control = self.stated_advance = None
        elif stated is None:
            self._by_groups()
        detailed = self.detailed()
        deepest = Level.CLIENT
        for count, node in enumerate(self.nodes):
            if count % _ALIVE == 0:
                self._alive()
            if self.tally.ended(node.number):
                continue
            if node.dim is Dim.CLIENT and not any(child.dim is Dim.CLIENT for child in node.children):
                taken = self._client(node, detailed)
                deepest = taken if taken is not Level.CLIENT else deepest
            elif node.leaf and node.up(Dim.CLIENT) is None and not self.tally.ended(node.number):
                self._orphan(node)
            elif not self.tally.ended(node.number):
                self.tally.skip(node.number, _("sum of the rows below"))
        self._compare(stated)
        return deepest

    def _compare(self, stated: Kopecks | None) -> None:
        """What the file says of itself against its rows; ``stated``: its total."""
        if self.mixed and stated is not None:
            ties.without_others(self.tally, stated, self.others)
        elif not self.mixed:
            ties.groups(self.tally, self.nodes, self.known, net=self.net)
            ties.unchecked(self.tally)
        ties.corrections(self.tally, self.corrected)
        ties.advances(self.tally, self.stated_advance, self.corrected)
        ties.undated(self.tally, self.stack.header)
        self.cells.tell_hidden()

    def _around(self) -> None:
        """Rows above, headings, totals and notes."""
        known = {node.number for node in self.nodes}
        total = len(self.sheet.rows)
        for number, row in enumerate(self.sheet.rows[: self.first]):
            if not blank(row):
                self.tally.count(total)
                above = number < self.stack.header.top
                self.tally.skip(number, _("line above the table") if above else _("headings of columns"))
        for number in sorted([*self.below.asides, *(node.number for node in self.below.nodes)]):
            self.tally.count(total)
            if number not in known:
                if number in self.below.totals:
                    self._control(number)
                self.tally.skip(number, self.below.asides.get(number) or _("part of the row above"))

    def control_here(self, row: Row) -> bool:
        """Whether this row of totals states the total of debts."""
        return True

    def _control(self, number: int) -> None:
        try:
            stated, advance = self.figures(self.sheet.rows[number])
        except BadValue:
            return
        if self.net:
            stated, advance = (stated or 0) - (advance or 0), None
        if stated is not None:
            self.tally.control, self.tally.control_row, self.stated_advance = stated, number, advance

    def _by_groups(self) -> None:
        """Without «Итого» the highest groups are the check: in a report cut short their rows are missed."""
        highest = [node for node in self.nodes if node.parent is None]
        if not highest or any(not node.children or node.dim is Dim.CLIENT for node in highest):
            return
        stated = [self.known(node.row) for node in highest]
        if any(not any(pair) for pair in stated):
            return
        debt, advance = sum(pair[0] for pair in stated), sum(pair[1] for pair in stated)
        self.tally.control, self.tally.control_row = debt - advance if self.net else debt, highest[-1].number
        self.stated_advance = advance if advance and not self.net else None

    def _strangers(self) -> None:
        for node in self.nodes:
            reason = "" if self.tally.ended(node.number) else self.stranger(node)
            if reason:
                self.mixed = self.strangers_counted
                self.others += self._net(node)
                for one in (node, *below_of(node)):
                    if not self.tally.ended(one.number):
                        self.tally.skip(one.number, reason)

    def _net(self, node: Node) -> Kopecks:
        debt, advance = self.known(node.row)
        return debt - advance

    def detailed(self) -> bool:
        """The rows below the clients tell more than the clients: dates, days, intervals or which of us is owed."""
        return self.parted or any(
            node.dim is not Dim.CLIENT and (values.document(node.name)[2] is not None or self._dated(node))
            for node in self.nodes
            if node.leaf and node.up(Dim.CLIENT) is not None
        )

    @cached_property
    def parted(self) -> bool:
        """Our own companies stand below the clients."""
        return any(node.dim is Dim.ORGANISATION and node.up(Dim.CLIENT) is not None for node in self.nodes)

    def _dated(self, node: Node) -> bool:
        columns = [column for column, _interval in self.stack.header.buckets]
        return self.cells.filled(node.row, Field.DOC_DATE, Field.DUE_DATE, Field.OVERDUE_DAYS) or any(
            column < len(node.row) and not values.empty(node.row[column]) for column in columns
        )

    def known(self, row: Row) -> tuple[Kopecks, Kopecks]:
        """Debt and advance, zero for what is empty or unreadable: for comparing only."""
        try:
            debt, advance = self.figures(row)
        except BadValue:
            return 0, 0
        return debt or 0, advance or 0

    def _client(self, node: Node, detailed: bool) -> Level:
        """The client's documents, or the client itself."""
        whole = list(below_of(node))
        below = [one for one in whole if not self.tally.ended(one.number)]
        mixed = self.mixed and len(below) < len(whole)
        leaves = [one for one in below if one.leaf]
        for one in below:
            if not one.leaf or not detailed:
                self.tally.skip(one.number, _("part of the row above") if one.leaf else _("sum of the rows below"))
        if not leaves and node.children:
            self.tally.skip(node.number, _("sum of the rows below"))  # all of them are strangers
            return Level.CLIENT
        if not leaves or not detailed:
            self._fact(node, node)
            return Level.CLIENT
        debt, advance = self.known(node.row)
        parts = [self.known(leaf.row) for leaf in leaves]
        debts, advances = sum(part[0] for part in parts), sum(part[1] for part in parts)
        silent = not (debt or advance or self._figured(node.row))  # empty is not zero: nothing contradicts them
        if not (mixed or silent) and debts != debt and debts - advances != debt - advance:
            return self._not_tied(node, leaves, debts - advances, debt - advance)
        if advance and not advances and debts == debt and not mixed:
            self.tally.fact(advance_of(self._line(node, node, None), advance))  # the documents do not show it
        else:
            self.tally.skip(node.number, _("sum of the rows below"))
        for leaf in leaves:
            self._fact(leaf, node)
        return _level(leaves[0])

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
        if any(self.known(node.row)):
            said = _("«{name}» is a group with a sum, but its clients are not in the file.").format(name=node.name[:60])
            self.tally.error(node.number, None, said)
        else:
            self.tally.skip(node.number, _("heading of a group of rows"))

    def _fact(self, node: Node, client: Node) -> None:
        try:
            balance, advance = self.figures(node.row)
        except BadValue as problem:
            self.tally.error(node.number, self.stack.header.columns.get(Field.BALANCE), str(problem))
            return
        if self._untaken(node, client, balance, advance):
            return
        if client.name.lower() in _NOBODY:
            client.name = client.name or "<...>"
            said = _("Bookkeeping names no client here: the sum stands under «{name}».").format(name=client.name)
            self.tally.warn(node.number, None, said, "nobody")
        if balance and balance < 0 and not self.net and Field.ADVANCE in self.stack.header.columns:
            self.corrected -= balance
        if Dim.ACCOUNT in self.stack.dims:
            self.tally.branches[node.number + 1] = node.name_of(Dim.ACCOUNT)
        line = self._line(node, client, balance)
        if balance or (balance is not None and not advance):
            self.tally.fact(line)
        if advance and not balance and node is not client:
            self.tally.fact(replace(line, balance=-advance, overdue=None))  # a payment or a return, by its own name
        elif advance:
            self.tally.fact(advance_of(line, advance))

    def _untaken(self, node: Node, client: Node, balance: Kopecks | None, advance: Kopecks | None) -> bool:
        """The row came to another end than a line: an error, or nothing is owed in it."""
        currency = self._foreign(node)
        if currency and (balance or advance):
            said = _("The sum is in another currency: {currency}.").format(currency=currency)
            self.tally.error(node.number, None, said)
        elif balance is None and not advance:
            if self.empty_is_error and node is client and self.tally.control is None:
                self.tally.error(node.number, None, _("The sum is empty; empty is not zero."))
            else:
                self.tally.skip(node.number, _("nothing is owed in the row"))
        elif not client.name and not client.depth and self.tally.control is None:  # it may as well be a total
            self.tally.error(node.number, None, _("There is a row without a client."))
        return self.tally.ended(node.number)

    def _foreign(self, node: Node) -> str:
        """The currency of a row, by its own column or by the group it stands in, when it is not the rouble."""
        group = self._groups(node).currency
        return self.cells.foreign(node.row) or ("" if words.plain(group) in ROUBLES else group[:20])

    def _line(self, node: Node, client: Node, balance: Kopecks | None) -> StatedLine:
        """The row as a line: read by column where it was an ordinary document, else cell by cell."""
        line = self.below.lines[node.number - self.first] if self.by_rows and node is not client else None
        if line is None or node.dim not in _DOCUMENTS or node.name.lower() in _NOBODY:
            line = self._read(node, client)
        above, told = self._groups(node), self._client_of(client)
        line.client, line.inn, line.code, line.balance = told.client, told.inn, told.code, balance
        if line.overdue is None and Field.NOT_DUE in self.stack.header.columns and balance is not None:
            line.overdue = sum(value for _interval, value in line.buckets)
        if not line.terms.text and node is not client:
            line.terms = self._given(client).terms
        line.contract = above.contract or line.contract
        own = above.manager or line.manager
        line.manager = own or (self._given(client).manager if node is not client else "") or above.margin
        line.organisation = above.organisation or self.title.organisation
        return line

    def _read(self, node: Node, client: Node) -> StatedLine:
        """What a row tells by itself, cell by cell, with its troubles told."""
        number, row, cells = node.number, node.row, self.cells
        kind, code, doc_date = self._document(node) if node is not client else ("", "", None)
        return StatedLine(
            row=number + 1,
            client="",
            amount=cells.side_money(number, row, Field.AMOUNT) if node is not client else None,
            sheet=self.sheet.name,
            contract=cells.text(number, row, Field.CONTRACT),
            kind=kind,
            number=code,
            doc_date=cells.date(number, row, Field.DOC_DATE) or doc_date,
            due_date=cells.date(number, row, Field.DUE_DATE),
            overdue_days=cells.days(number, row, Field.OVERDUE_DAYS),
            overdue=cells.side_money(number, row, Field.OVERDUE),
            terms=cells.terms(number, row),
            manager=cells.text(number, row, Field.MANAGER),
            comment=cells.text(number, row, Field.COMMENT) or margin(row, max(self.stack.words)),
            buckets=cells.buckets(number, row),
            not_due=cells.side_money(number, row, Field.NOT_DUE),
        )

    def _client_of(self, client: Node) -> StatedLine:
        """Who the client is, as its row says; the last one is remembered."""
        if self._told.row != client.number + 1 or self._told.client != client.name:
            number, row, cells = client.number, client.row, self.cells
            if len(client.name) >= values.TEXT_LIMIT:  # a name is cut when it is found
                cells.clipped(number, None, max(map(values.full_text, row[: self.before]), key=len))
            self._told = StatedLine(
                row=number + 1,
                client=client.name,
                inn=values.inn(cells.at(row, Field.INN)),
                code=cells.text(number, row, Field.CODE),
            )
        return self._told

    def _given(self, client: Node) -> StatedLine:
        """What the row of a client gives to rows below it that say nothing of their own, read when it is wanted."""
        if self._lent.row != client.number + 1:
            number, row, cells = client.number, client.row, self.cells
            manager = cells.text(number, row, Field.MANAGER)
            self._lent = StatedLine(number + 1, "", terms=cells.terms(number, row), manager=manager)
        return self._lent

    def _groups(self, node: Node) -> "_Groups":
        """What the row and the groups above it say; the documents of one group share it."""
        place = node.parent if node.dim in (Dim.DOCUMENT, Dim.ORDER) and node.parent is not None else node
        if place not in self._named:
            group = place.up(Dim.GROUP)
            self._named[place] = _Groups(
                contract=place.name_of(Dim.CONTRACT),
                manager=place.name_of(Dim.MANAGER),
                organisation=place.name_of(Dim.ORGANISATION),
                currency=place.name_of(Dim.CURRENCY),
                # an undeclared group whose name stands left of the clients' names
                margin=group.name if group is not None and any(group.row[: self.stack.column]) else "",
            )
        return self._named[place]

    def _document(self, node: Node) -> tuple[str, str, date | None]:
        """The name of the row or of the document it is a part of; a number in a column of its own («УПД») when the
        name has none."""
        told = node.up(Dim.DOCUMENT) or node.up(Dim.ORDER)
        if told is None or told.name.lower() in _NOBODY:
            return "", "", None
        cells, number, row = self.cells, told.number, told.row
        return named(told.name, cells.text(number, row, Field.DOCUMENT) or cells.text(number, row, Field.NUMBER))


@dataclass(frozen=True, slots=True)
class _Groups:
    """Names of what a row stands under; ``margin``: of a group that nobody declared, left of the clients."""

    contract: str
    manager: str
    organisation: str
    currency: str
    margin: str


def _level(node: Node) -> Level:
    """How deep a row goes: a subaccount or a currency below a contract is of the contract."""
    above: Node | None = node
    while above is not None and above.dim not in _LEVELS:
        above = above.parent if above.dim is not Dim.CLIENT else None
    return _LEVELS[above.dim] if above is not None else Level.CLIENT
