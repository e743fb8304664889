"""One pivot for everything: debt by any one or two dimensions, on any date, as known now or as stated then.

The law of every line: ``total = not_due + sum(buckets)``, ``balance = total - advances``; the lines of a group add up
to the group and the groups to the whole, to the kopeck. Groupings are those of the article (practice.md 1.1, 36-44) and
what a person tells of clients. Lines fall by total, as the article asks; intervals and zones go from mild to grave.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from operator import add

from app.domain.aging import TALLY_HEAD, AgingLine, AgingRules, Zone, tally
from app.domain.money import Kopecks, mean


class Dimension(StrEnum):
    """What a line of the pivot may be."""

    CLIENT = "client"
    DOCUMENT = "document"
    MANAGER = "manager"
    TERMS = "terms"  # exactly as worded: «отсрочка 14 дней» and «отсрочка 30 дней» part
    TERMS_CLASS = "terms_class"  # prepayment, on delivery, deferral
    AVG_ORDER = "avg_order"  # band of the average order
    CORE_SHARE = "core_share"  # band of the share of core assortment: over 50 % is a target client
    KIND = "kind"  # state, holding, chain, dealer ...
    LEGAL_FORM = "legal_form"
    SIZE = "size"
    HOLDING = "holding"
    ZONE = "zone"
    INTERVAL = "interval"
    CONTRACT = "contract"
    REGION = "region"
    OWN = "own"  # our own organisation
    REPEATED = "repeated"  # whether the client has several debts at once


ORDERED = frozenset({Dimension.INTERVAL, Dimension.ZONE})
"""Dimensions whose lines keep their own order, from mild to grave."""


class View(StrEnum):
    """KNOWN: the book as it is known now, entries up to the date and the newest due dates. STATED: what the reports in
    force on the date stated, frozen: balances, due dates, managers, contracts and terms of the newest accepted
    report(s) of that date or before. A report that was withdrawn, or replaced by a corrected one of the same date,
    stated nothing: loading a wrong file first leaves no trace, here as everywhere."""

    KNOWN = "known"
    STATED = "stated"


class Measure(StrEnum):
    """A figure of a line that can be opened into its documents."""

    TOTAL = "total"
    NOT_DUE = "not_due"
    OVERDUE = "overdue"
    ADVANCES = "advances"
    BALANCE = "balance"
    REPEATED = "repeated"


Path = tuple[str, ...]
"""Keys of the groups around a line, the outermost first; empty: the whole."""


@dataclass(frozen=True, slots=True)
class PivotRequest:
    """What is asked. ``by``: a group, or a group and a sub-group. ``own``: documents of one organisation of ours.
    ``filters``: keys as lines carry them; several of one dimension mean any of them, dimensions mean all of them.
    Raises ``ValueError`` when ``by`` is not one or two different dimensions."""

    as_of: date
    by: tuple[Dimension, ...]
    view: View = View.KNOWN
    own: str | None = None
    filters: tuple[tuple[Dimension, str], ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= len(self.by) <= 2 or len(set(self.by)) != len(self.by):
            raise ValueError("a pivot has one or two different dimensions")


@dataclass(frozen=True, slots=True)
class SavedView:
    """A pivot kept under a name, to be asked again on any date. ``columns``: keys of the table's columns to be shown,
    in order; empty: the usual ones."""

    name: str
    by: tuple[Dimension, ...]
    view: View = View.KNOWN
    own: str | None = None
    filters: tuple[tuple[Dimension, str], ...] = ()
    columns: tuple[str, ...] = ()

    def request(self, as_of: date) -> PivotRequest:
        """The same question on a date."""
        return PivotRequest(as_of, self.by, self.view, self.own, self.filters)


@dataclass(slots=True)
class PivotLine(AgingLine):
    """A group, a sub-group, or the whole; ``key`` is its own key and ``path`` the keys down to it.

    ``repeated``: debts that arose while an older one of the same client was unpaid, of every client all but the
    longest overdue (569 900 in the article). ``several_*``: overdue documents of clients with several debts and the
    sum of their days. Who has several debts is told by all documents of ``own``, before filters and groups: hence the
    parts add up.
    ``avg_order``, ``core_share`` and ``terms`` are set for a client or a document."""

    path: Path = ()
    clients: int = 0  # with a debt
    repeated: Kopecks = 0
    several_clients: int = 0
    several_overdue: int = 0
    several_days: int = 0
    avg_order: Kopecks | None = None
    core_share: str = ""
    terms: str = ""
    lines: "tuple[PivotLine, ...]" = ()

    @property
    def mean_per_document(self) -> Kopecks:
        """Total / documents with a debt: 92 456,25 in the article."""
        return mean(self.total, self.count)

    @property
    def mean_per_client(self) -> Kopecks:
        """Total / clients with a debt: 147 930,00 in the article."""
        return mean(self.total, self.clients)

    @property
    def repeated_days(self) -> Decimal:
        """Plain mean days of overdue documents of clients with several debts: 344 / 11 = 31,27 in the article."""
        if not self.several_overdue:
            return Decimal("0.00")
        return (Decimal(self.several_days) / self.several_overdue).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Pivot:
    """The answer. ``lines`` are the groups, their ``lines`` the sub-groups. ``stated_on``: dates of the reports that a
    STATED view rests on, ascending; empty for KNOWN, and when no report had been made by then. ``filters``: the keys of
    the request's filters in words."""

    request: PivotRequest
    rules: AgingRules
    lines: tuple[PivotLine, ...]
    totals: PivotLine
    stated_on: tuple[date, ...] = ()
    filters: tuple[str, ...] = ()

    def find(self, path: Path) -> PivotLine | None:
        """The line of a path; the whole for the empty one."""
        line = self.totals
        level = self.lines
        for key in path:
            found = next((one for one in level if one.key == key), None)
            if found is None:
                return None
            line, level = found, found.lines
        return line


@dataclass(frozen=True, slots=True)
class Documents:
    """Open documents in columns: ids, shown clients, due days (ordinals) and signed balances."""

    ids: Sequence[int]
    clients: Sequence[int]
    dues: Sequence[int | None]
    balances: Sequence[Kopecks]


@dataclass(frozen=True, slots=True)
class SeveralDebts:
    """Clients with several debts, and the oldest document of each."""

    clients: frozenset[int]
    oldest: frozenset[int]


def several_debts(documents: Documents, day: int) -> SeveralDebts:
    """Who owes more than one document. The oldest is the longest overdue; of equals the largest, then the first."""
    oldest: dict[int, tuple[int, Kopecks, int]] = {}
    several: set[int] = set()
    rows = zip(documents.clients, documents.dues, documents.balances, documents.ids, strict=True)
    for client, due, balance, number in rows:
        if balance <= 0:
            continue
        late = 0 if due is None else day - due
        before = oldest.get(client)
        if before is None:
            oldest[client] = (late, balance, -number)
            continue
        several.add(client)
        if late >= before[0]:
            oldest[client] = max(before, (late, balance, -number))
    return SeveralDebts(frozenset(several), frozenset(-oldest[client][2] for client in several))


def build(
    documents: Documents, keys: Sequence[Sequence[str]], several: SeveralDebts, day: int, rules: AgingRules
) -> dict[Path, PivotLine]:
    """Lines by path: the finest groups, those around them, and the whole under the empty path. ``keys``: for each
    dimension the key of each document. Labels and order are left to ``arranged``."""
    paths: list[Path] = list(zip(*keys, strict=True))
    finest = tally(zip(paths, documents.dues, documents.balances, strict=True), day, rules)
    _count_repeated(finest, paths, documents, several, day)
    owing = {
        (path, client)
        for path, client, balance in zip(paths, documents.clients, documents.balances, strict=True)
        if balance > 0
    }
    sums: dict[Path, list[int]] = {} if finest else {(): [0] * (TALLY_HEAD + 2 * len(rules.intervals) + _EXTRA)}
    inner = finest
    levels = [owing]
    for depth in reversed(range(len(keys))):
        outer: dict[Path, list[int]] = {}
        for path, row in inner.items():
            _add(outer, path[:depth], row)
        sums |= inner
        inner = outer
        levels.append({(path[:depth], client) for path, client in levels[-1]})
    sums |= inner
    zones = {late: rules.zone(late) for late in {row[_LONGEST] for row in sums.values()}}
    lines = {path: _line(path, row, len(rules.intervals), zones) for path, row in sums.items()}
    for level in levels:
        _count_clients(lines, level, several)
    return lines


_LONGEST = 4
_EXTRA = 3
"""Columns of a row of sums: the longest delay is no sum; repeated debt, and overdue documents of clients with several
debts with their days, stand after those of ``tally``."""


def _add(sums: dict[Path, list[int]], path: Path, row: list[int]) -> None:
    before = sums.get(path)
    if before is None:
        sums[path] = row.copy()
        return
    longest = max(before[_LONGEST], row[_LONGEST])
    before[:] = map(add, before, row)
    before[_LONGEST] = longest


def arranged(
    lines: dict[Path, PivotLine], orders: Sequence[Callable[[PivotLine], tuple[object, ...]]]
) -> tuple[PivotLine, ...]:
    """The groups in order, each with its sub-groups. ``orders``: the sort key of each dimension's lines."""
    if len(orders) > 1:
        inner: dict[Path, list[PivotLine]] = {}
        for path, line in lines.items():
            if len(path) == len(orders):
                inner.setdefault(path[:-1], []).append(line)
        for path, members in inner.items():
            lines[path].lines = tuple(sorted(members, key=orders[-1]))
    return tuple(sorted((line for path, line in lines.items() if len(path) == 1), key=orders[0]))


def _line(path: Path, row: list[int], width: int, zones: dict[int, Zone]) -> PivotLine:
    middle, end = TALLY_HEAD + width, TALLY_HEAD + 2 * width
    return PivotLine(
        path[-1] if path else "", "", row[0], tuple(row[TALLY_HEAD:middle]), row[1], row[2], row[3], row[4], row[5],
        row[6], zones[row[4]], None, "", "", tuple(row[middle:end]), path, 0, row[end], 0, row[end + 1], row[end + 2],
    )  # fmt: skip


def _count_clients(lines: dict[Path, PivotLine], owing: Iterable[tuple[Path, int]], several: SeveralDebts) -> None:
    for path, client in owing:
        line = lines[path]
        line.clients += 1
        line.several_clients += client in several.clients


def _count_repeated(
    sums: dict[Path, list[int]], paths: Sequence[Path], documents: Documents, several: SeveralDebts, day: int
) -> None:
    """Put the extra columns after those of ``tally``."""
    for row in sums.values():
        row += [0] * _EXTRA
    rows = zip(paths, documents.ids, documents.clients, documents.dues, documents.balances, strict=True)
    for path, number, client, due, balance in rows:
        if balance <= 0 or client not in several.clients:
            continue
        row = sums[path]
        if number not in several.oldest:
            row[-3] += balance
        if due is not None and due < day:
            row[-2] += 1
            row[-1] += day - due
