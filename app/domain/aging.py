"""Debt by term: intervals, zones, and lines that always add up.

The law of every line: ``not_due + sum(buckets) - advances == balance``. Intervals are policy (editable); the
defaults reproduce all 16 rows of the article with one rule: 1-7, 8-14, 15-30, 31-44, 45-60, 61+ and zones
grey 31-44, yellow 45-60, red 61+.
"""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TypeVar

from app.domain.debt import OpenItem
from app.domain.money import Kopecks, mean, share
from app.i18n import _, ngettext

K = TypeVar("K", bound=Hashable)
TALLY_HEAD = 7  # columns of a tally before its intervals
NOT_DUE = -1
ADVANCE = -2


class Zone(StrEnum):
    """Where a debt stands; the measure follows from it."""

    NONE = "none"
    GREY = "grey"
    YELLOW = "yellow"
    RED = "red"


ZONE_ORDER = (Zone.NONE, Zone.GREY, Zone.YELLOW, Zone.RED)


class GroupBy(StrEnum):
    """What a line of the aging is."""

    CLIENT = "client"
    INVOICE = "invoice"
    MANAGER = "manager"
    TERMS = "terms"
    INTERVAL = "interval"


@dataclass(frozen=True, slots=True)
class Interval:
    """Days overdue from ``first`` to ``last`` inclusive; ``last`` None: no end."""

    first: int
    last: int | None
    zone: Zone = Zone.NONE

    @property
    def label(self) -> str:
        """``1–7``, ``61+``."""
        return f"{self.first}+" if self.last is None else f"{self.first}\u2013{self.last}"

    @property
    def text(self) -> str:
        """In words, for paper: ``1–7 дней``, ``31–44 дня``, ``более 60 дней``."""
        if self.last is None:
            return ngettext("over {n} day", "over {n} days", self.first - 1).format(n=self.first - 1)
        if self.last == self.first:
            return ngettext("{n} day", "{n} days", self.last).format(n=self.last)
        words = ngettext("{first}–{last} day", "{first}–{last} days", self.last)
        return words.format(first=self.first, last=self.last)


@dataclass(frozen=True, slots=True)
class AgingRules:
    """The intervals in force, ascending and without holes, and the colour of each zone (``#rrggbb``; empty:
    the theme's own). Raises ``ValueError`` when they have holes or no open end."""

    intervals: tuple[Interval, ...] = (
        Interval(1, 7),
        Interval(8, 14),
        Interval(15, 30),
        Interval(31, 44, Zone.GREY),
        Interval(45, 60, Zone.YELLOW),
        Interval(61, None, Zone.RED),
    )
    colours: tuple[tuple[Zone, str], ...] = ()
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False, default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(interval.first for interval in self.intervals))
        expected: int | None = 1
        for interval in self.intervals:
            if interval.first != expected or (interval.last is not None and interval.last < interval.first):
                raise ValueError(_("intervals must follow each other without holes, from 1 day"))
            expected = None if interval.last is None else interval.last + 1
        if expected is not None:
            raise ValueError(_("the last interval must have no end"))

    def slot(self, days: int) -> int:
        """Index of the interval of ``days`` overdue, ``NOT_DUE`` for 0 and less."""
        return NOT_DUE if days <= 0 else bisect_right(self._starts, days) - 1

    def zone(self, days: int) -> Zone:
        """Zone of ``days`` overdue."""
        slot = self.slot(days)
        return Zone.NONE if slot == NOT_DUE else self.intervals[slot].zone

    def zone_start(self, zone: Zone) -> int | None:
        """First day of a zone, or None when no interval carries it."""
        return next((i.first for i in self.intervals if i.zone is zone), None)


@dataclass(slots=True)
class AgingCell:
    """What SQL sums for one group and one slot. ``slot``: interval index, ``NOT_DUE`` or ``ADVANCE`` (its
    amount is negative). ``amount_days`` is the sum of amount x days overdue. Not frozen: an aging of
    ten thousand clients makes twenty thousand of these, and freezing costs four times the making."""

    key: str
    slot: int
    amount: Kopecks
    count: int
    max_days: int = 0
    sum_days: int = 0
    amount_days: int = 0


@dataclass(slots=True)
class AgingLine:
    """One line: a client, a document, a manager, terms or an interval; also the totals.

    Not frozen, though nothing ever writes to it: ten thousand are made for each list, and freezing doubles that cost.
    """

    key: str
    label: str
    not_due: Kopecks
    buckets: tuple[Kopecks, ...]
    advances: Kopecks
    count: int  # documents with a debt
    overdue_count: int
    max_days: int
    sum_days: int
    amount_days: int
    zone: Zone = Zone.NONE
    client_id: int | None = None
    manager: str = ""
    note: str = ""
    bucket_counts: tuple[int, ...] = ()  # documents in each interval, beside ``buckets``

    @property
    def overdue(self) -> Kopecks:
        """Sum of the intervals."""
        return sum(self.buckets)

    @property
    def total(self) -> Kopecks:
        """Debt, due and not due, without netting advances."""
        return self.not_due + self.overdue

    @property
    def balance(self) -> Kopecks:
        """Debt less advances: what the books call the closing balance."""
        return self.total - self.advances

    @property
    def weighted_days(self) -> Decimal:
        """Mean days overdue weighted by sum, one place; the article's 16 debts give 30.3."""
        if not self.overdue:
            return Decimal("0.0")
        return (Decimal(self.amount_days) / self.overdue).quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def mean_days(self) -> Decimal:
        """Plain mean days of overdue documents, two places: 490 / 16 = 30.63 (printed 30,6)."""
        if not self.overdue_count:
            return Decimal("0.00")
        return (Decimal(self.sum_days) / self.overdue_count).quantize(Decimal("0.01"), ROUND_HALF_UP)

    def share_of(self, whole: "AgingLine") -> Decimal:
        """Percent of this debt in the whole debt."""
        return share(self.total, whole.total)


@dataclass(frozen=True, slots=True)
class Aging:
    """Aging on one date. ``lines`` fall by total; ``items`` are the open documents (all groupings carry them
    except CLIENT and MANAGER, which are summed in SQL and leave it empty)."""

    as_of: date
    by: GroupBy
    rules: AgingRules
    lines: tuple[AgingLine, ...]
    totals: AgingLine
    clients: int  # clients with a debt
    items: tuple[OpenItem, ...] = ()
    repeated: Kopecks = 0  # debts of clients with several, without each client's oldest
    repeated_clients: int = 0

    @property
    def mean_per_document(self) -> Kopecks:
        """Total debt / documents: 92 456,25 in the article (whose own 183 312,5 averages a row too low)."""
        return mean(self.totals.total, self.totals.count)

    @property
    def mean_per_client(self) -> Kopecks:
        """Total debt / clients with a debt: 147 930,00 in the article."""
        return mean(self.totals.total, self.clients)


def fold(
    key: str,
    label: str,
    cells: Iterable[AgingCell],
    rules: AgingRules,
    client_id: int | None = None,
    manager: str = "",
) -> AgingLine:
    """One line out of the sums of its slots."""
    buckets = [0] * len(rules.intervals)
    counts = [0] * len(rules.intervals)
    not_due = advances = count = overdue_count = max_days = sum_days = amount_days = 0
    for cell in cells:
        if cell.slot == ADVANCE:
            advances -= cell.amount
            continue
        count += cell.count
        if cell.slot == NOT_DUE:
            not_due += cell.amount
            continue
        buckets[cell.slot] += cell.amount
        counts[cell.slot] += cell.count
        overdue_count += cell.count
        max_days = max(max_days, cell.max_days)
        sum_days += cell.sum_days
        amount_days += cell.amount_days
    return AgingLine(
        key=key,
        label=label,
        not_due=not_due,
        buckets=tuple(buckets),
        advances=advances,
        count=count,
        overdue_count=overdue_count,
        max_days=max_days,
        sum_days=sum_days,
        amount_days=amount_days,
        zone=rules.zone(max_days),
        client_id=client_id,
        manager=manager,
        bucket_counts=tuple(counts),
    )


def tally(rows: Iterable[tuple[K, int | None, Kopecks]], day: int, rules: AgingRules) -> dict[K, list[int]]:
    """Sums of (key, due day as an ordinal, balance) by key, written for a million documents: one pass, no objects.

    Each list holds: not due, advances, documents, overdue documents, longest, sum of days, sum of amount x days,
    then kopecks and then documents of each interval. ``tallied`` makes a line of it.
    """
    width = len(rules.intervals)
    slots = [rules.slot(late) for late in range(rules.intervals[-1].first + 1)]
    last = len(slots) - 1
    empty = [0] * (TALLY_HEAD + 2 * width)
    out: dict[K, list[int]] = {}
    for key, due, balance in rows:
        row = out.get(key)
        if row is None:
            if not balance:
                continue
            row = out[key] = empty.copy()
        if balance < 0:
            row[1] -= balance
            continue
        if not balance:
            continue
        row[2] += 1
        if due is None or due >= day:
            row[0] += balance
            continue
        late = day - due
        slot = TALLY_HEAD + slots[late if late < last else last]
        row[slot] += balance
        row[slot + width] += 1
        row[3] += 1
        row[4] = max(row[4], late)
        row[5] += late
        row[6] += balance * late
    return out


def tallied(
    key: str, label: str, row: list[int], rules: AgingRules, client_id: int | None = None, manager: str = ""
) -> AgingLine:
    """The line of one list of ``tally``."""
    middle = TALLY_HEAD + len(rules.intervals)
    return AgingLine(
        key, label, row[0], tuple(row[TALLY_HEAD:middle]), row[1], row[2], row[3], row[4], row[5], row[6],
        rules.zone(row[4]), client_id, manager, "", tuple(row[middle:]),
    )  # fmt: skip


def cell_of(item: OpenItem, key: str, rules: AgingRules) -> AgingCell:
    """The cell of a single document."""
    if item.balance < 0:
        return AgingCell(key, ADVANCE, item.balance, 0)
    slot = rules.slot(item.days)
    if slot == NOT_DUE:
        return AgingCell(key, slot, item.balance, 1)
    return AgingCell(key, slot, item.balance, 1, item.days, item.days, item.balance * item.days)


def group(
    items: Iterable[OpenItem],
    key_of: Callable[[OpenItem], str],
    label_of: Callable[[OpenItem], str],
    rules: AgingRules,
) -> tuple[AgingLine, ...]:
    """Lines of any grouping over documents, by falling total, then by label."""
    cells: dict[str, list[AgingCell]] = {}
    labels: dict[str, str] = {}
    for item in items:
        key = key_of(item)
        labels.setdefault(key, label_of(item))
        cells.setdefault(key, []).append(cell_of(item, key, rules))
    lines = (fold(key, labels[key], group_cells, rules) for key, group_cells in cells.items())
    return tuple(sorted(lines, key=falling))


def falling(line: AgingLine) -> tuple[int, str, str]:
    """Sort key: largest debt first, then by name."""
    return (-line.total, line.label, line.key)


def sum_lines(lines: Iterable[AgingLine], label: str, rules: AgingRules) -> AgingLine:
    """Totals of lines; the law of the line holds for them too."""
    all_lines = tuple(lines)
    width = len(rules.intervals)
    max_days = max((line.max_days for line in all_lines), default=0)
    return AgingLine(
        key="",
        label=label,
        not_due=sum(line.not_due for line in all_lines),
        buckets=_columns((line.buckets for line in all_lines), width),
        advances=sum(line.advances for line in all_lines),
        count=sum(line.count for line in all_lines),
        overdue_count=sum(line.overdue_count for line in all_lines),
        max_days=max_days,
        sum_days=sum(line.sum_days for line in all_lines),
        amount_days=sum(line.amount_days for line in all_lines),
        zone=rules.zone(max_days),
        bucket_counts=_columns((line.bucket_counts for line in all_lines if line.bucket_counts), width),
    )


def _columns(rows: Iterable[tuple[int, ...]], width: int) -> tuple[int, ...]:
    """Sums of columns, ``width`` of them even when there are no rows."""
    return tuple(sum(column) for column in zip((0,) * width, *rows, strict=True))


@dataclass(slots=True)
class _ClientDebts:
    total: Kopecks = 0
    count: int = 0
    oldest: tuple[int, Kopecks] = field(default=(0, 0))


def repeated_debt(items: Iterable[OpenItem]) -> tuple[Kopecks, int]:
    """Debt that arose while another was unpaid: of each client with several debts, all but the oldest.

    The article does not say whether the oldest counts; this reading fits its words («при непогашенной одной
    возникает другая») and gives 569 900 with 5 clients of 10. Returns (kopecks, clients with several debts).
    """
    clients: dict[int, _ClientDebts] = {}
    for item in items:
        if item.balance <= 0:
            continue
        debts = clients.setdefault(item.client_id, _ClientDebts(oldest=(item.days, item.balance)))
        debts.total += item.balance
        debts.count += 1
        if item.days > debts.oldest[0]:
            debts.oldest = (item.days, item.balance)
    several = [debts for debts in clients.values() if debts.count > 1]
    return sum(debts.total - debts.oldest[1] for debts in several), len(several)
