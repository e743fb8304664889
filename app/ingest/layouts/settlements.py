"""Grouped debts of 1C: «Задолженность клиентов» (УТ 11, КА 2, ERP), standard and by terms, and «Задолженность
покупателей по срокам долга» (БП 3, УНФ).

Each group repeats the sum of its members, so exactly one level is taken: the documents, where they carry dates
or intervals and add up to their client; the clients otherwise. Debt and advance stay two numbers.
"""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.statement import Level, StatementKind
from app.ingest.headings import Field
from app.ingest.layouts.grouped import GroupedDebts
from app.ingest.sheet import Sheet
from app.ingest.stack import Dim, Stack, declared_above, find_stack
from app.ingest.tally import Tally
from app.ingest.title import Preamble, preamble

CLIENTS = "1c-clients"
AGED = "1c-clients-aged"
BUYERS = "1c-buyers-aged"
_DETAILS = (Field.NUMBER, Field.DOC_DATE, Field.DUE_DATE, Field.ORDER)


@dataclass(slots=True)
class GroupedPlan:
    """Header, title and names of levels of one grouped report."""

    sheet: Sheet
    stack: Stack
    title: Preamble
    layout: str
    level: Level = Level.CLIENT
    kind: StatementKind = StatementKind.DEBTS
    reader: Callable[[Sheet, Stack, Preamble, Tally], GroupedDebts] = GroupedDebts

    def read(self, tally: Tally) -> None:
        """Every row of the sheet to one end; the level becomes known on the way."""
        reader = self.reader(self.sheet, self.stack, self.title, tally)
        ahead, self.sheet.ahead = self.sheet.ahead, None
        if isinstance(ahead, GroupedDebts):
            reader.adopt(ahead)
        self.level = reader.run()

    @property
    def spanned(self) -> bool:
        """Headings stand over several columns."""
        return self.stack.spanned

    def foreseen(self) -> GroupedDebts:
        """A reader of its rows while they come."""
        return self.reader(self.sheet, self.stack, self.title, Tally(self.sheet.name))


def match(sheet: Sheet, file_name: str) -> GroupedPlan | None:
    """A plan for a header that declares clients and has a column of debt."""
    stack = find_stack(sheet)
    if stack is None or Dim.CLIENT not in stack.dims or Field.BALANCE not in stack.header.columns:
        return None
    title = preamble(sheet, stack.header.top, file_name)
    stack.dims = fuller(stack.dims, title)
    single = len(stack.dims) == 1
    if single and (len(stack.header.buckets) < 2 or stack.header.has(*_DETAILS)):
        return None
    aged = AGED if len(stack.dims) > 1 else BUYERS
    layout = aged if stack.header.buckets else CLIENTS
    return GroupedPlan(sheet, stack, title, layout)


def fuller(dims: list[Dim], title: Preamble) -> list[Dim]:
    """The levels of the header, or those of a line above it, when that line names them all and more."""
    above = declared_above(title.texts)
    own = [dim for dim in dims if dim not in (Dim.ACCOUNT, Dim.DAY, Dim.GROUP)]
    if len(above) <= len(own) or not set(own) <= set(above):
        return dims
    return [dim for dim in dims if dim is Dim.ACCOUNT] + above + [dim for dim in dims if dim is Dim.DAY]
