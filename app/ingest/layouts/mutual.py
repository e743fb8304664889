"""«Ведомость по взаиморасчетам с контрагентами» (УТ 10, УПП, КА 1), simple and by days.

One column of closing balances: positive is their debt, negative is an advance. Folders of the catalogue look
like clients and repeat their sums: only the outline tells them apart. Absence means nothing owed only while no
«Отборы:» narrows the file.
"""

import re
from functools import cached_property

from app.domain.money import BadValue, Kopecks
from app.formats import money as money_text
from app.i18n import _
from app.ingest import values
from app.ingest.layouts.grouped import GroupedDebts
from app.ingest.layouts.settlements import GroupedPlan, fuller
from app.ingest.outline import Node
from app.ingest.sheet import Row, Sheet
from app.ingest.stack import Dim, Stack, find_stack, side_of, without_sums
from app.ingest.title import preamble
from app.ingest.words import plain

LAYOUT = "1c-mutual"
_PARTS = {
    "opening": ("нач. остаток", "начальный остаток", "остаток на начало", "сальдо на начало"),
    "came": ("приход", "увеличение долга", "увеличение"),
    "went": ("расход", "уменьшение долга", "уменьшение"),
    "closing": ("кон. остаток", "конечный остаток", "остаток на конец", "сальдо на конец"),
}
_BALANCES = frozenset({"opening", "closing"})
_OURS = re.compile(r"наш долг|аванс|переплат|предоплат|кредиторск")
FOREIGN = re.compile(r"\bвал(?:\.|\b|ют)|\b(?:usd|eur|cny|у\.?е\.?|доллар\w*|евро|юан\w*)(?:$|\W)")
_REGULATED = re.compile(r"\bрегл")
_MANAGEMENT = re.compile(r"\bупр")
_NAMED = re.compile(r"взаиморасчет|ведомость расчетов")
_SUPPLIERS = frozenset({"с поставщиком", "с комитентом"})


def match(sheet: Sheet, file_name: str) -> GroupedPlan | None:
    """A plan for a header with clients and the four columns of a movement; of a report that says what it is somebody
    may have deleted the others, if the closing balance is there."""
    stack = find_stack(sheet)
    if stack is None or "closing" not in (parts := parts_of(stack)):
        return None
    title = preamble(sheet, stack.header.top, file_name)
    stack.dims = fuller(stack.dims, title)
    if Dim.CLIENT not in stack.dims or (len(parts) < len(_PARTS) and not _NAMED.search(title.words)):
        return None
    return GroupedPlan(sheet, without_sums(stack), title, LAYOUT, reader=MutualBalances)


def parts_of(stack: Stack) -> dict[str, dict[int, int]]:
    """Columns of the opening balance, increase, decrease and closing balance in roubles, each with its sign: «Долг
    клиента» and «Наш долг» are two columns of one balance. Of two columns of one balance the one that says more
    plainly that it is in roubles is read."""
    found: dict[str, dict[int, int]] = {}
    for column, said in stack.words.items():
        for part, wordings in _PARTS.items():
            if not FOREIGN.search(said) and any(wording in said for wording in wordings):
                sign = -1 if part in _BALANCES and (_OURS.search(said) or side_of(said) == "credit") else 1
                signs = found.setdefault(part, {})
                others = [at for at, known in signs.items() if known == sign]
                if any(_plainness(stack, at) > _plainness(stack, column) for at in others):
                    continue
                for other in others:
                    del signs[other]  # the last one stays: roubles stand right of the currency
                signs[column] = sign
    return found


def _plainness(stack: Stack, column: int) -> int:
    """How plainly a heading says that its sums are in roubles: of books kept for the management nobody knows."""
    said = stack.words[column]
    if column in stack.roubles or _REGULATED.search(said):
        return 2
    return 0 if _MANAGEMENT.search(said) else 1


class MutualBalances(GroupedDebts):
    """The sign of the closing balance parts debts from advances, or each has its column."""

    empty_is_error = False
    net = True
    folders = True

    @cached_property
    def parts(self) -> dict[str, dict[int, int]]:
        """Columns of the movement."""
        return parts_of(self.stack)

    def amount(self, row: Row, part: str) -> Kopecks | None:
        """Kopecks of one of the four parts. Raises ``BadValue``."""
        read = [(self._money(row, column), sign) for column, sign in self.parts[part].items()]
        stated = [value * sign for value, sign in read if value is not None]
        return sum(stated) if stated else None

    def _money(self, row: Row, column: int) -> Kopecks | None:
        return values.money(row[column], self.cells.scale) if column < len(row) else None

    def figures(self, row: Row) -> tuple[Kopecks | None, Kopecks | None]:
        """The closing balance by its sign or by its columns; a zero is nothing owed."""
        debt = advance = 0
        for column, sign in self.parts["closing"].items():
            owed = (self._money(row, column) or 0) * sign
            debt, advance = debt + max(owed, 0), advance + max(-owed, 0)
        return debt or None, advance or None

    def stranger(self, node: Node) -> str:
        """Contracts with suppliers; the row's own arithmetic is checked on the way."""
        if node.dim is Dim.GROUP and plain(node.name) in _SUPPLIERS:
            return _("settlements with suppliers")
        if len(self.parts) < len(_PARTS):
            return ""
        try:
            opening, came, went, closing = (self.amount(node.row, part) or 0 for part in _PARTS)
        except BadValue:
            return ""
        if opening + came - went != closing:
            said = _("The closing balance {closing} is not opening + increase - decrease: {expected}.").format(
                closing=money_text(closing), expected=money_text(opening + came - went)
            )
            self.tally.warn(node.number, min(self.parts["closing"]), said, "movement")
        return ""

    def sums(self, row: Row) -> tuple[Kopecks, ...]:
        """The movement adds up from level to level."""
        return tuple(
            sum(self.cells.kopecks(row, column) * sign for column, sign in self.parts[part].items())
            for part in _PARTS
            if part in self.parts
        )

    def _foreign(self, node: Node) -> str:
        """Roubles stand beside the currency: a row of another currency has them too."""
        return "" if any(map(FOREIGN.search, self.stack.words.values())) else super()._foreign(node)

    def detailed(self) -> bool:
        """Contracts and documents below the clients; days are turnovers and no debts."""
        return self.parted or any(dim in self.stack.dims for dim in (Dim.CONTRACT, Dim.ORDER, Dim.DOCUMENT))
