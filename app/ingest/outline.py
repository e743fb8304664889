"""The rows of a grouped report as a tree, each row knowing what it stands for.

1C puts a group above its members and repeats their sum in it; the depth is the row's outline level. Where a
person removed the grouping, the depth is told by the words of the row (an account, a contract, a document), and
only while one level of names is declared: two levels of bare names cannot be told apart, and such a file is
refused by the layouts.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from app.ingest import values
from app.ingest.sheet import Row, Sheet, blank
from app.ingest.stack import Dim

ACCOUNT = re.compile(r"(?:\d{2}(?:\.\d{1,2}){0,2}(?:\.[А-Я]{1,2})?|\d{4})")
_CONTRACT = re.compile(
    r"(?:основной )?договор\b|без договора|дог\.|дополнительное соглашение|спецификаци|контракт\b|№ ?\S+ от \d|дг №",
    re.IGNORECASE,
)
_DAY = re.compile(r"\d{1,2}\.\d{2}\.\d{4}(?: \d{1,2}:\d{2}:\d{2})?")
_BARE = frozenset({Dim.CLIENT, Dim.MANAGER, Dim.GROUP, Dim.ORGANISATION})
_ORDER = (Dim.ACCOUNT, Dim.CLIENT, Dim.CONTRACT, Dim.DOCUMENT, Dim.DAY)


@dataclass(slots=True, eq=False)
class Node:
    """One row. ``dim``: what it stands for."""

    number: int
    row: Row
    name: str
    depth: int
    dim: Dim = Dim.CLIENT
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)

    def up(self, dim: Dim) -> "Node | None":
        """The nearest of the row itself and its groups that stands for ``dim``."""
        node: Node | None = self
        while node is not None and node.dim is not dim:
            node = node.parent
        return node

    def name_of(self, dim: Dim) -> str:
        """Name of that row, or nothing."""
        found = self.up(dim)
        return found.name if found is not None else ""

    @property
    def leaf(self) -> bool:
        """No row below it."""
        return not self.children

    @property
    def height(self) -> int:
        """How many levels stand below, at most."""
        return 1 + max(child.height for child in self.children) if self.children else 0


def word_dim(name: str) -> Dim:
    """What a row stands for, by its words alone; a bare name is a client."""
    if ACCOUNT.fullmatch(name):
        return Dim.ACCOUNT
    if _DAY.fullmatch(name):
        return Dim.DAY
    kind, _number, dated = values.document(name)
    if _CONTRACT.match(name) or kind.lower().startswith(("договор", "дог")):
        return Dim.CONTRACT
    return Dim.DOCUMENT if dated is not None and kind else Dim.CLIENT


def tellable(sheet: Sheet, first: int, dims: list[Dim]) -> bool:
    """Whether depths can be known: an outline in the data, or at most one level of bare names."""
    return any(sheet.levels[first:]) or sum(dim in _BARE for dim in dims) <= 1


def grow(
    sheet: Sheet, first: int, dims: list[Dim], name_of: Callable[[Row], str], aside: Callable[[Row], bool]
) -> list[Node]:
    """Nodes of the rows from ``first`` on, in their order, without those that stand ``aside``."""
    nodes = [
        Node(number, row, name_of(row), sheet.level(number))
        for number, row in enumerate(sheet.rows[first:], first)
        if not blank(row) and not aside(row)
    ]
    if not any(node.depth for node in nodes):
        _depths_by_words(nodes, dims)
    join(nodes)
    _name_levels(nodes, dims)
    return nodes


def _depths_by_words(nodes: list[Node], dims: list[Dim]) -> None:
    """No outline is left: an account, a client, a contract and a document follow each other in this order."""
    found = [word_dim(node.name) for node in nodes]
    order = [dim for dim in dims if dim in found] or []
    order += [dim for dim in _ORDER if dim in found and dim not in order]
    for node, dim in zip(nodes, found, strict=True):
        node.depth = order.index(dim)


def join(nodes: list[Node]) -> None:
    """Parents and children by depth, the rows being in their order."""
    least = min((node.depth for node in nodes), default=0)
    path: list[Node] = []
    for node in nodes:
        node.depth -= least
        while path and path[-1].depth >= node.depth:
            path.pop()
        if path:
            node.parent = path[-1]
            path[-1].children.append(node)
        path.append(node)


def _name_levels(nodes: list[Node], dims: list[Dim]) -> None:
    """Give each node its dim: by the declared levels where their count fits, from below where folders of the
    catalogue deepen the tree, by words where nothing was declared."""
    if not any(_DAY.fullmatch(node.name) for node in nodes):
        dims = [dim for dim in dims if dim is not Dim.DAY]  # «По дням» stands in the header even when unused
    deepest = max((node.depth for node in nodes), default=0)
    for node in nodes:
        if len(dims) > deepest:
            node.dim = dims[node.depth]
        elif dims and _foldered(nodes, dims):
            node.dim = dims[-1 - node.height] if node.height < len(dims) else Dim.GROUP
        else:
            node.dim = word_dim(node.name)
    for node in nodes:
        if node.dim is Dim.ACCOUNT and not ACCOUNT.fullmatch(node.name):
            node.dim = word_dim(node.name)
        elif node.dim not in (Dim.ACCOUNT, Dim.DAY) and ACCOUNT.fullmatch(node.name) and Dim.ACCOUNT in dims:
            node.dim = Dim.ACCOUNT


def _foldered(nodes: list[Node], dims: list[Dim]) -> bool:
    """The tree is deeper than what is declared, and the last declared level looks like what it says."""
    if dims[-1] in (Dim.DOCUMENT, Dim.ORDER, Dim.DAY):
        leaves = [node for node in nodes if node.leaf][:200]
        fitting = sum(word_dim(node.name) is dims[-1] or values.document(node.name)[2] is not None for node in leaves)
        return fitting * 2 >= len(leaves)
    return dims[-1] is Dim.CLIENT or dims[-1] is Dim.CONTRACT


def first_text(row: Row, before: int) -> str:
    """The name of a row: its first text with a letter left of column ``before``, else its first value there."""
    said = [values.text(cell) for cell in row[:before] if cell is not None]
    lettered = next((one for one in said if any(map(str.isalpha, one))), "")
    return lettered or next((one for one in said if one), "")
