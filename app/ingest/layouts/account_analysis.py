"""«Анализ счета 62»: a block of rows for each counterparty, the last of which is its closing balance.

The name stands on the first row of a block or on several; rows of opening balances and corresponding accounts
are turnovers. A nameless row belongs to the last named one of its own outline level.
"""

from dataclasses import dataclass
from functools import cached_property

from app.ingest import values
from app.ingest.layouts.refused import ungrouped
from app.ingest.layouts.settlements import GroupedPlan
from app.ingest.layouts.turnover import Turnover, declare, refuse_other_account
from app.ingest.outline import Node, place_of, planted, restored, without_turnovers
from app.ingest.sheet import Sheet
from app.ingest.stack import Stack, find_stack, side_of, without_sums
from app.ingest.title import preamble
from app.ingest.words import plain

LAYOUT = "1c-account-analysis"
_CLOSING = frozenset({"конечное сальдо", "кон.сальдо", "кон. сальдо", "сальдо на конец", "сальдо на конец периода"})


def match(sheet: Sheet, file_name: str) -> GroupedPlan | None:
    """A plan for a header with corresponding accounts and rows of closing balances."""
    stack = find_stack(sheet)
    if stack is None or _correspondent(stack) is None or len(_sides(stack)) < 2:
        return None
    title = preamble(sheet, stack.header.top, file_name)
    refuse_other_account(title)
    declare(stack, title)
    return GroupedPlan(sheet, without_sums(stack), title, LAYOUT, reader=AccountAnalysis)


def _correspondent(stack: Stack) -> int | None:
    return next((column for column, said in stack.words.items() if said.startswith(("кор.", "кор "))), None)


def _sides(stack: Stack) -> dict[str, int]:
    """Debit and credit; УПП words them «С кред. счетов» (debit) and «В дебет счетов» (credit)."""
    found: dict[str, int] = {}
    for column, said in stack.words.items():
        if "валют" in said:
            continue
        if said.startswith(("с кред", "в дебет")):
            found.setdefault("debit" if said.startswith("с кред") else "credit", column)
        elif side_of(said):
            found.setdefault(side_of(said), column)
    return found


class AccountAnalysis(Turnover):
    """Blocks instead of rows."""

    by_rows = False

    @cached_property
    def sides(self) -> dict[str, int]:
        """Columns of debit and credit."""
        return _sides(self.stack)

    @cached_property
    def nodes(self) -> list[Node]:
        """One node for each block that has a closing balance, standing on that row."""
        heads: list[_Block] = []
        last: dict[int, int] = {}
        corner = _correspondent(self.stack) or 0
        for node in self.below.nodes:
            number, row, level, name = node.number, node.row, node.depth, node.name
            known = last.get(level)
            if name and (known is None or heads[known].name != name):
                heads.append(_Block(level, name, place_of(row, self.before)))
                last = {deep: place for deep, place in last.items() if deep < level} | {level: len(heads) - 1}
            place = last.get(level, max(last.values(), default=-1))
            if place >= 0 and plain(values.text(row[corner] if corner < len(row) else None)) in _CLOSING:
                heads[place].closing = number
        return self._nodes([head for head in heads if head.closing is not None])

    def _nodes(self, heads: list["_Block"]) -> list[Node]:
        rows = [self.sheet.rows[head.closing or 0] for head in heads]
        found = [Node(head.closing or 0, row, head.name, head.level) for head, row in zip(heads, rows, strict=True)]
        if not any(node.depth for node in found):
            balances = [(self.sums(row)[0],) for row in rows]
            if not restored(found, self.stack.dims, [head.place for head in heads], balances, None):
                raise ungrouped()
        return without_turnovers(planted(found, self.stack.dims))


@dataclass(slots=True)
class _Block:
    """Rows of one name: their outline level, where the name stands, the row of the closing balance."""

    level: int
    name: str
    place: tuple[int, int]
    closing: int | None = None
