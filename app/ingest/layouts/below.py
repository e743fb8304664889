"""The rows below the header of a grouped report as they are read, before they are a tree."""

from dataclasses import dataclass, field

from app.domain.statement import StatedLine
from app.i18n import _
from app.ingest import values
from app.ingest.outline import Node
from app.ingest.sheet import Row
from app.ingest.spans import figure


@dataclass(slots=True)
class Below:
    """The rows below the header as far as they were read: those of the tree, still bare, those that stand aside and
    why, and what each tells by itself. ``next``: the row to read from; ``totals``: rows of the grand total."""

    next: int
    totals: list[int] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    asides: dict[int, str] = field(default_factory=dict)
    lines: list[StatedLine | None] = field(default_factory=list)

    def end(self, before: int) -> None:
        """Rows below the grand total without a figure right of column ``before`` are notes and signatures."""
        if not self.totals:
            return
        notes = {n.number for n in self.nodes if n.number > self.totals[-1] and not any(map(figure, n.row[before:]))}
        self.asides |= dict.fromkeys(notes, _("note below the table"))
        self.nodes = [node for node in self.nodes if node.number not in notes]


def numbered(row: Row) -> bool:
    """Numbers of the columns, «1 | 2 | 3», as printed forms have below their headings."""
    if next((cell for cell in row if cell is not None), None) not in (1, "1"):
        return False
    said = [values.text(cell) for cell in row if cell is not None]
    return len(said) > 2 and said == [str(number) for number in range(1, len(said) + 1)]
