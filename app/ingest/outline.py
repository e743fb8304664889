"""The rows of a grouped report as a tree, each row knowing what it stands for.

1C puts a group above its members and repeats their sum in it; the depth is the row's outline level. Where a
person removed the grouping, ``depths`` looks for it in indents, words and sums; what cannot be told is refused.
Accounts, days, currencies and kinds of contracts are known by their own words and are no declared level.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from app.ingest import values
from app.ingest.depths import Flat, depths_of
from app.ingest.sheet import Row
from app.ingest.stack import Dim
from app.ingest.words import plain

ACCOUNT = re.compile(r"(?:\d{2}(?:\.\d{1,2}){0,2}(?:\.[А-Я]{1,2})?|\d{4})")
_CONTRACT = re.compile(
    r"(?:основной )?договор\b|без договора|дог\.|дополнительное соглашение|спецификаци|контракт\b|№ ?\S+ от \d|дг №",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"\d{1,2}\.\d{2}\.\d{4}(?: \d{1,2}:\d{2}:\d{2})?"
    r"|(?:январь|февраль|март|апрель|май|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь|[1-4] квартал)"
    r" \d{4}(?: ?г\.?)?",
    re.IGNORECASE,
)
CURRENCIES = frozenset(
    {
        "руб", "rub", "rur", "рубль", "рубли", "российский рубль", "usd", "доллар", "доллар сша", "доллары сша", "eur",
        "евро", "cny", "rmb", "юань", "китайский юань", "kzt", "тенге", "byn", "белорусский рубль", "у.е", "уе",
    }
)  # fmt: skip
CONTRACT_KINDS = frozenset({"с покупателем", "с поставщиком", "с комитентом", "с комиссионером", "прочее"})
_LONGEST = 2 + max(map(len, CURRENCIES | CONTRACT_KINDS))


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
    told: bool = False  # its own words say what it stands for

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


@dataclass(frozen=True, slots=True)
class Told:
    """What a layout knows of its rows: sums that add up from level to level (kopecks), the row of the grand total,
    left of which column names stand, and whether a catalogue's folders may stand above the clients."""

    sums: Callable[[Row], tuple[int, ...]]
    total: Row | None
    before: int
    folders: bool = False
    alive: Callable[[], None] = lambda: None  # called between long steps; may raise ``Cancelled``


def grow(nodes: list[Node], dims: list[Dim], told: Told) -> list[Node] | None:
    """A tree of bare nodes in their order; ``None`` when nothing tells the groups from their members."""
    if any(node.depth for node in nodes):
        return planted(nodes, dims, told.alive)
    total = told.sums(told.total) if told.total is not None else None
    places = [place_of(node.row, told.before) for node in nodes]
    if not restored(nodes, dims, places, [told.sums(node.row) for node in nodes], total, folders=told.folders):
        return None
    return planted(nodes, dims, told.alive)


def planted(nodes: list[Node], dims: list[Dim], alive: Callable[[], None] = lambda: None) -> list[Node]:
    """The nodes as a tree by their depths, each with its dim; ``alive`` is called between the steps."""
    join(nodes)
    alive()
    name_levels(nodes, dims, alive)
    return nodes


def restored(
    nodes: list[Node],
    dims: list[Dim],
    places: Sequence[tuple[int, int]],
    sums: Sequence[tuple[int, ...]],
    total: tuple[int, ...] | None,
    *,
    folders: bool = False,
) -> bool:
    """Give rows without an outline their depths. A row without a name stands where its neighbour above does.
    False when nothing tells the groups from their members."""
    said = _neighbours([node.name for node in nodes])
    flat = Flat(
        names=[nodes[place].name for place in said],
        places=[places[place] for place in said],
        words=[word_dim(nodes[place].name) for place in said],
        sums=sums,
        total=total,
    )
    if len(dims) == 1 and not folders and len(set(flat.places)) == 1 and set(flat.words) == {Dim.CLIENT}:
        return True  # one level of names, all in one column and without indents
    asked = [dim for dim in dims if dim is not Dim.DAY or Dim.DAY in flat.words]
    found = depths_of(flat, asked, folders=folders)
    if found is None:
        return False
    for node, depth in zip(nodes, found, strict=True):
        node.depth = depth
    return True


def _neighbours(names: list[str]) -> list[int]:
    """For each row the row whose name tells its place: itself, else the nearest named one above, else below."""
    above = next((place for place, name in enumerate(names) if name), 0)
    return [above := place if name else above for place, name in enumerate(names)]


def place_of(row: Row, before: int) -> tuple[int, int]:
    """Column of the row's name and the blanks it begins with; without letters, those of its first value (an
    account's number)."""
    first: tuple[int, int] | None = None
    for column, cell in enumerate(row[:before]):
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            continue
        blanks = len(cell) - len(cell.lstrip()) if isinstance(cell, str) else 0
        if isinstance(cell, str) and any(map(str.isalpha, cell)):
            return column, blanks
        first = first or (column, blanks)
    return first or (0, 0)


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


def name_levels(nodes: list[Node], dims: list[Dim], alive: Callable[[], None] = lambda: None) -> None:
    """Give each node its dim. Accounts, days, currencies and kinds of contracts are known by their words; the
    other levels are the declared ones, from the top where their count fits, from below where folders of the
    catalogue deepen the tree; what nobody declared is told by the words of the most."""
    asides = _by_words(nodes, dims)
    alive()
    declared: list[Dim] = [dim for dim in dims if dim not in asides and dim not in (Dim.DAY, Dim.ACCOUNT)]
    ranks, heights = _ranks(nodes)
    alive()
    deepest = max(ranks.values(), default=0)
    if len(declared) <= deepest:
        likely = _likely(nodes, ranks, deepest)
        if not _foldered(nodes, declared, heights, likely):
            declared = _extended(declared, likely)
    for node in nodes:
        if node not in ranks:
            continue
        if len(declared) > deepest:
            node.dim = declared[ranks[node]]
        else:
            node.dim = declared[-1 - heights[node]] if heights[node] < len(declared) else Dim.GROUP
        if node.dim is Dim.CONTRACT and node.leaf and Dim.DOCUMENT in declared and word_dim(node.name) is Dim.DOCUMENT:
            node.dim = Dim.DOCUMENT  # it stands under its client without a contract


def _by_words(nodes: list[Node], dims: list[Dim]) -> set[Dim]:
    """Nodes that their own words tell, by setting their dim; the dims found so. The others get no dim yet."""
    found: set[Dim] = set()
    for node in nodes:
        said = _own_dim(node, dims)
        node.dim = said or Dim.CLIENT
        node.told = said is not None
        if said is not None:
            found.add(said)
    return found


def _own_dim(node: Node, dims: list[Dim]) -> Dim | None:
    under = node.parent.name if node.parent is not None else ""
    foreign = len(node.name) == 4 and node.name.isdigit() and under and len(under) != 4  # «1210» under 62.01: a client
    if Dim.ACCOUNT in dims and ACCOUNT.fullmatch(node.name) and not foreign:
        return Dim.ACCOUNT
    if _DAY.fullmatch(node.name):
        return Dim.DAY
    if len(node.name) > _LONGEST:
        return None
    low = plain(node.name)
    if low in CURRENCIES and (Dim.CURRENCY in dims or node.parent is not None or node.children):
        return Dim.CURRENCY
    return Dim.GROUP if low in CONTRACT_KINDS and node.children else None


def _ranks(nodes: list[Node]) -> tuple[dict[Node, int], dict[Node, int]]:
    """The level of each node that its own words do not tell, and how many such levels stand below each node. A
    branch may miss a level: its depths then leave it out."""
    told: dict[Node, int] = {}
    heights: dict[Node, int] = {}
    below: dict[Node, int] = {}
    for node in nodes:
        told[node] = told[node.parent] + node.parent.told if node.parent is not None else 0
    for node in reversed(nodes):
        heights[node] = below.get(node, 0)
        if node.parent is not None:
            below[node.parent] = max(below.get(node.parent, 0), heights[node] + (not node.told))
    levels = {node: node.depth - told[node] for node in nodes if not node.told}
    order = {level: rank for rank, level in enumerate(sorted(set(levels.values())))}
    return {node: order[level] for node, level in levels.items()}, heights


def _foldered(nodes: list[Node], dims: list[Dim], heights: dict[Node, int], likely: list[Dim]) -> bool:
    """The tree is deeper than what is declared, and the last declared level looks like what it says. ``likely``: what
    each level looks like; contracts are no folders."""
    if not dims:
        return False
    leaves = [node for node in nodes if not node.told and not heights[node]][:200]
    if dims[-1] in (Dim.DOCUMENT, Dim.ORDER):
        return 2 * sum(values.document(node.name)[2] is not None for node in leaves) >= len(leaves)
    if dims[-1] is Dim.CLIENT:
        if dims == [Dim.CLIENT] and Dim.CONTRACT in likely:
            return False
        return 2 * sum(word_dim(node.name) is not Dim.CLIENT for node in leaves) < len(leaves)
    return dims[-1] is Dim.CONTRACT


def _likely(nodes: list[Node], ranks: dict[Node, int], deepest: int) -> list[Dim]:
    """What most rows of each level look like."""
    names: list[list[str]] = [[] for _rank in range(deepest + 1)]
    for node, rank in ranks.items():
        if len(names[rank]) < 500:
            names[rank].append(node.name)
    return [Counter(map(word_dim, told)).most_common(1)[0][0] for told in names]


def _extended(declared: list[Dim], likely: list[Dim]) -> list[Dim]:
    """The declared levels and, below them, what the rows look like: bare names there are contracts in free words.
    A lonely client may as well stand below its contracts."""
    if declared in ([], [Dim.CLIENT]) and likely[0] is not Dim.CLIENT and Dim.CLIENT in likely:
        return likely
    top = declared or [Dim.CLIENT]
    return [*top, *(Dim.CONTRACT if dim is Dim.CLIENT else dim for dim in likely[len(top) :])]


def first_text(row: Row, before: int) -> str:
    """The name of a row: its first text with a letter left of column ``before``, else its first value there."""
    first = ""
    for cell in row[:before]:
        if cell is not None and (said := values.text(cell)):
            if said[0].isalpha() or any(map(str.isalpha, said)):
                return said
            first = first or said
    return first


def below_of(node: Node) -> Iterator[Node]:
    """All rows below a row, in their order."""
    for child in node.children:
        yield child
        yield from below_of(child)


def without_turnovers(nodes: list[Node]) -> list[Node]:
    """The tree without days and documents that moved the debt: their rows are turnovers of the row above."""
    kept = [node for node in nodes if node.dim not in (Dim.DAY, Dim.TURN)]
    for node in kept:
        node.children = [child for child in node.children if child.dim not in (Dim.DAY, Dim.TURN)]
    return kept
