"""How deep the rows of a grouped report stand when the file's outline was lost.

The column a name stands in, leading blanks, the words of the row and the sums (a group repeats the sum of its
members) are asked in this order. The first answer by which every group ties with its members, and the highest rows
with «Итого», is taken; if none ties, what the eye sees: blanks, then words where they suffice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.ingest.stack import Dim

NESTED_LIMIT = 4000
"""Rows in which folders are looked for by their sums alone: the search is of the second order."""
BARE = frozenset({Dim.CLIENT, Dim.MANAGER, Dim.GROUP, Dim.ORGANISATION})
_NAMED = frozenset({Dim.ACCOUNT, Dim.CLIENT, Dim.CONTRACT, Dim.ORDER, Dim.DOCUMENT, Dim.DAY})
_ORDER = (Dim.ACCOUNT, Dim.CLIENT, Dim.CONTRACT, Dim.ORDER, Dim.DOCUMENT, Dim.DAY)


@dataclass(frozen=True, slots=True)
class Flat:
    """The named rows below a header. ``places``: column of the name and its leading blanks; ``words``: what the
    name alone looks like; ``sums``: kopecks that add up from level to level; ``total``: the same of «Итого»."""

    names: Sequence[str]
    places: Sequence[tuple[int, int]]
    words: Sequence[Dim]
    sums: Sequence[tuple[int, ...]]
    total: tuple[int, ...] | None = None


def depths_of(flat: Flat, dims: Sequence[Dim], *, folders: bool = False) -> list[int] | None:
    """The depth of each row, ``None`` when it cannot be known. ``dims``: declared levels from the top;
    ``folders``: a catalogue's folders may stand above the clients."""
    if not flat.names:
        return []
    columns = _ranked([column for column, _blanks in flat.places])
    blanks = _ranked([blanks for _column, blanks in flat.places])
    worded = _worded(flat, dims)
    for found in (columns, blanks, worded, *_summed(flat, dims, folders)):
        if found is not None and _tied(found, flat):
            return found
    if blanks is not None and 1 < len(set(blanks)) <= len(dims) + 2 and _mostly_tied(blanks, flat):
        return blanks
    return worded


def _ranked(marks: Sequence[int]) -> list[int] | None:
    """Places of marks in their order; nothing when all are the same."""
    ranks = {mark: rank for rank, mark in enumerate(sorted(set(marks)))}
    return [ranks[mark] for mark in marks] if len(ranks) > 1 else None


def _worded(flat: Flat, dims: Sequence[Dim]) -> list[int] | None:
    """An account, a client, a contract and a document follow each other in the declared order; a subaccount
    stands below its account. Two levels of bare names cannot be told apart."""
    if sum(dim in BARE for dim in dims) > 1:
        return None
    found = [dim if dim in _NAMED else Dim.CLIENT for dim in flat.words]
    order = [dim for dim in dims if dim in found]
    order += [dim for dim in _ORDER if dim in found and dim not in order]
    depths = [2 * order.index(dim) for dim in found]
    above = ""
    for place, (name, dim) in enumerate(zip(flat.names, found, strict=True)):
        if dim is Dim.ACCOUNT and above and name.startswith(f"{above}."):
            depths[place] += 1
        elif dim is Dim.ACCOUNT:
            above = name
    return _ranked(depths) or [0] * len(depths)


def _tied(depths: Sequence[int], flat: Flat) -> bool:
    """Every group is the sum of its members, and the highest rows are the sum of the file."""
    if not all(_ties(depths, flat)):
        return False
    if flat.total is None:
        return True
    read = [0] * len(flat.total)
    top = depths[0]
    for depth, sums in zip(depths, flat.sums, strict=True):
        if depth <= top:  # nothing stands above it
            top = depth
            read = [value + more for value, more in zip(read, sums, strict=True)]
    return all(stated == value for stated, value in zip(flat.total, read, strict=True) if stated)


def _mostly_tied(depths: Sequence[int], flat: Flat) -> bool:
    """Most groups are the sums of their members: one that is not is a trouble of its own."""
    ties = list(_ties(depths, flat))
    return 2 * sum(ties) > len(ties)


def _ties(depths: Sequence[int], flat: Flat) -> Iterator[bool]:
    """Of each group: is it the sum of its members."""
    width = len(flat.sums[0])
    path: list[tuple[int, tuple[int, ...], list[int]]] = [(-1, (), [0] * width)]
    used = [False]
    for depth, sums in zip(depths, flat.sums, strict=True):
        while path[-1][0] >= depth:
            _depth, stated, members = path.pop()
            if used.pop():
                yield stated == tuple(members)
        used[-1] = True
        members = path[-1][2]
        for place, value in enumerate(sums):
            members[place] += value
        path.append((depth, sums, [0] * width))
        used.append(False)
    groups = zip(path[1:], used[1:], strict=True)
    yield from (stated == tuple(members) for (_depth, stated, members), inhabited in groups if inhabited)


def _summed(flat: Flat, dims: Sequence[Dim], folders: bool) -> Iterator[list[int] | None]:
    """By the sums: as many levels as are declared, once more with subaccounts, then folders of any depth."""
    if len(dims) > 1:
        yield _even(flat, dims)
    if Dim.ACCOUNT in dims:
        yield _even(flat, [Dim.ACCOUNT, *dims])
    if folders and len(flat.names) <= NESTED_LIMIT:
        yield _nested(flat.sums)


def _even(flat: Flat, dims: Sequence[Dim]) -> list[int] | None:
    """All branches reach the last declared level; each group takes rows until its own sums are reached."""
    depths: list[int] = []
    open_groups: list[list[int]] = []
    for said, sums in zip(flat.words, flat.sums, strict=True):
        depth = len(open_groups)
        if depth == len(dims) or not _fits(dims[depth], said):
            return None
        depths.append(depth)
        if open_groups:
            _take(open_groups[-1], sums)
        if depth + 1 < len(dims):
            open_groups.append(list(sums))
        else:
            while open_groups and not any(open_groups[-1]):
                open_groups.pop()
    return None if any(map(any, open_groups)) else depths


def _take(rest: list[int], sums: Sequence[int]) -> None:
    for place, value in enumerate(sums):
        rest[place] -= value


def _fits(dim: Dim, said: Dim) -> bool:
    """A row that looks like ``said`` may stand for ``dim``."""
    if dim is Dim.ACCOUNT or said is Dim.ACCOUNT:
        return dim is said
    return dim not in BARE or said is not Dim.DOCUMENT


def _nested(sums: Sequence[tuple[int, ...]]) -> list[int]:
    """A row whose sums the next whole branches give is a folder, looked for from below."""
    ends = list(range(1, len(sums) + 1))
    for place in range(len(sums) - 2, -1, -1):
        wanted = sums[place]
        if not any(wanted):
            continue
        at, read = place + 1, [0] * len(wanted)
        while at < len(sums):
            for number, value in enumerate(sums[at]):
                read[number] += value
            at = ends[at]
            if read[0] == wanted[0] and tuple(read) == wanted:
                ends[place] = at
                break
    depths: list[int] = []
    path: list[int] = []
    for place, end in enumerate(ends):
        while path and path[-1] <= place:
            path.pop()
        depths.append(len(path))
        path.append(end)
    return depths
