"""Bookkeeping reports on account 62: «Оборотно-сальдовая ведомость», «Обороты счета», «Анализ субконто».

Debit at the end is debt, credit is an advance (62.02 holds advances, but a credit of 62.01 is one too). The row
of the account and «Итого» both repeat the total: they are checks. Rows of other accounts (60 stands in «Анализ
субконто» beside 62) are declared and left out; so are rows of other indicators than БУ.
"""

import re
from functools import cached_property

from app.domain.money import Kopecks
from app.i18n import _
from app.ingest import values
from app.ingest.layouts.grouped import GroupedDebts
from app.ingest.layouts.refused import Declined
from app.ingest.layouts.settlements import GroupedPlan, fuller
from app.ingest.outline import ACCOUNT, Node
from app.ingest.sheet import Row, Sheet
from app.ingest.stack import Dim, Stack, find_stack, side_of, without_sums
from app.ingest.title import Preamble, preamble

LAYOUT = "1c-turnover"
CUSTOMERS = ("62", "76.06", "1210")
_END = re.compile(r"на конец|конечное сальдо|кон\. ?сальдо|исходящ")
_TITLE_ACCOUNT = re.compile(r"счет[ауе]?\s+(\d{2}(?:\.\d{1,2})?|\d{4})\b")
_BOOKKEEPING = frozenset({"", "бу"})


def match(sheet: Sheet, file_name: str) -> GroupedPlan | None:
    """A plan for a header with debit and credit at the end of the period."""
    stack = find_stack(sheet)
    if stack is None or len(sides_of(stack)) < 2:
        return None
    title = preamble(sheet, stack.header.top, file_name)
    refuse_other_account(title)
    declare(stack, title)
    return GroupedPlan(sheet, without_sums(stack), title, LAYOUT, reader=Turnover)


def declare(stack: Stack, title: Preamble) -> None:
    """Levels of a bookkeeping report: accounts may stand in any, though a header «Субконто» does not name them."""
    declared = fuller([dim for dim in stack.dims if dim is not Dim.GROUP], title)
    declared = declared if Dim.CLIENT in declared else [*declared, Dim.CLIENT]
    stack.dims = declared if Dim.ACCOUNT in declared else [Dim.ACCOUNT, *declared]


def refuse_other_account(title: Preamble) -> None:
    """Raises ``Declined`` for a report on suppliers, money or wages."""
    found = _TITLE_ACCOUNT.search(title.title.lower())
    if found and not found.group(1).startswith(CUSTOMERS):
        raise Declined(
            _("«{name}» is a report on account {account}, which does not hold debts of customers.").replace(
                "{account}", found.group(1)
            ),
            _("Ask bookkeeping for the same report on account 62."),
        )


def sides_of(stack: Stack) -> dict[str, int]:
    """Columns of debit and credit at the end of the period, in roubles."""
    return {
        side_of(said): column
        for column, said in reversed(stack.words.items())
        if _END.search(said) and side_of(said) and "валют" not in said
    }


class Turnover(GroupedDebts):
    """Debit and credit at the end; whatever has neither is settled."""

    empty_is_error = False
    net = True

    @cached_property
    def sides(self) -> dict[str, int]:
        """Columns of the closing debit and credit."""
        return sides_of(self.stack)

    @cached_property
    def indicator(self) -> int | None:
        """The column «Показатели» (БУ, НУ, Кол.), when there is one."""
        return next((column for column, said in self.stack.words.items() if said.startswith("показа")), None)

    def figures(self, row: Row) -> tuple[Kopecks | None, Kopecks | None]:
        """Closing debit and credit; a negative figure stands on the other side."""
        debit, credit = (self._side(row, side) for side in ("debit", "credit"))
        debt, advance = max(debit, 0) + max(-credit, 0), max(credit, 0) + max(-debit, 0)
        return debt or None, advance or None

    @cached_property
    def moved(self) -> list[int]:
        """Columns of turnovers, debit and credit."""
        return [
            column
            for column, said in self.stack.words.items()
            if "оборот" in said and side_of(said) and "валют" not in said
        ]

    def sums(self, row: Row) -> tuple[Kopecks, ...]:
        """The net balance at the end (a group may show it netted, its members not) and the turnovers."""
        debt, advance = self.known(row)
        return (debt - advance, *(self.cells.kopecks(row, column) for column in self.moved))

    def _side(self, row: Row, side: str) -> Kopecks:
        column = self.sides[side]
        return (values.money(row[column], self.cells.scale) if column < len(row) else None) or 0

    def aside(self, row: Row, name: str) -> str:
        """Also the rows of other indicators: they carry no name and would tear the tree."""
        column = self.indicator
        said = values.text(row[column]).lower() if column is not None and column < len(row) else ""
        if said not in _BOOKKEEPING:
            return _("another indicator than bookkeeping")
        return super().aside(row, name)

    def control_here(self, row: Row) -> bool:
        """«Итого» of bookkeeping, not of tax accounting."""
        return self.aside(row, self.name(row)) in ("", _("row of totals"))

    def detailed(self) -> bool:
        """Accounts, contracts and documents below the clients are taken."""
        return self.parted or any(
            node.leaf and node.dim in (Dim.ACCOUNT, Dim.CONTRACT, Dim.ORDER, Dim.DOCUMENT) and node.up(Dim.CLIENT)
            for node in self.nodes
        )

    def stranger(self, node: Node) -> str:
        """Accounts of suppliers and others."""
        if node.dim is not Dim.ACCOUNT or not ACCOUNT.fullmatch(node.name) or node.name.startswith(CUSTOMERS):
            return ""
        return _("account {account} is not settlements with customers").format(account=node.name)
