"""УТ-type lists of debts: a client's row, its documents with dates below it, both in one table.

    Менеджер/Документ                        | Покупатель | Отгрузка | Срок оплаты | Долг | Просрочено | Дней
    Синицына                                 | ООО «Мак»  |          |             | 300  | 200        | 12
    Реализация ТД00-000123 от 20.02.2026     |            | 20.02.26 | 04.03.26    | 200  | 200        | 12

A document is sometimes repeated without its number; such an echo is declared and left out.
"""

from functools import cached_property

from app.domain.money import BadValue
from app.domain.statement import Level
from app.i18n import _
from app.ingest import values
from app.ingest.headings import Field
from app.ingest.layouts.grouped import GroupedDebts
from app.ingest.layouts.settlements import GroupedPlan
from app.ingest.outline import Node, join
from app.ingest.sheet import Row, Sheet
from app.ingest.stack import Dim, find_stack
from app.ingest.title import preamble

LAYOUT = "1c-documents"


def match(sheet: Sheet, file_name: str) -> GroupedPlan | None:
    """A plan when the first column holds both managers and documents, and the client has its own."""
    stack = find_stack(sheet)
    if stack is None or Dim.DOCUMENT not in stack.dims or Dim.CLIENT in stack.dims:
        return None
    if not {Field.CLIENT, Field.BALANCE} <= stack.header.columns.keys():
        return None
    title = preamble(sheet, stack.header.top, file_name)
    return GroupedPlan(sheet, stack, title, LAYOUT, Level.DOCUMENT, reader=DocumentsUnder)


class DocumentsUnder(GroupedDebts):
    """Depth is told by the column a name stands in, not by the outline."""

    strangers_counted = False

    def name(self, row: Row) -> str:
        """The first column's text, the client's where it is empty."""
        first = values.text(row[self.stack.column]) if self.stack.column < len(row) else ""
        return first or values.text(self.cells.at(row, Field.CLIENT))

    @cached_property
    def nodes(self) -> list[Node]:
        """Clients with their managers above and their documents below."""
        found: list[Node] = []
        managers: dict[int, str] = {}
        for bare in self.below.nodes:
            number, row, name = bare.number, bare.row, bare.name
            client = values.text(self.cells.at(row, Field.CLIENT))
            if client and values.document(name)[2] is None:
                managers[number] = name if name != client else ""
                found.append(Node(number, row, client, 0, Dim.CLIENT))
            else:
                found.append(Node(number, row, name, 1, Dim.DOCUMENT))
        join(found)
        for node in found:
            if managers.get(node.number):
                node.parent = Node(node.number, (), managers[node.number], -1, Dim.MANAGER)
        return found

    def stranger(self, node: Node) -> str:
        """An echo: no number, no date, and the sums of the document right above."""
        if node.dim is not Dim.DOCUMENT or node.parent is None or values.document(node.name)[2] is not None:
            return ""
        place = node.parent.children.index(node)
        if not place:
            return ""
        try:
            same = self.figures(node.row) == self.figures(node.parent.children[place - 1].row)
        except BadValue:
            return ""
        return _("the document above once more, without its number") if same else ""
