"""What the article concludes from its tables, computed: who holds the debt, who was shipped before repaying, whom the
lawyer needs, where the terms contradict the data (practice.md 1.1, caps 35-44, 53).

Each conclusion is data with the documents behind it; it exists only when its figures do.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from app.domain.aging import AgingRules, Zone, repeated_debt
from app.domain.debt import OpenItem
from app.domain.limits import LIMITS, Limits
from app.domain.money import Kopecks, mean, share
from app.domain.traits import is_target

OUTLIER_TIMES = Decimal("1.25")
OUTLIER_DAYS = Decimal(5)
"""A group is an outlier when its overdue days are above the base by a quarter and by five days at least."""
OUTLIER_SHARE = 5
"""Percent of overdue debt below which a group is not spoken of."""


class Verdict(StrEnum):
    """What is concluded."""

    TOP = "top"
    PAYING = "paying"
    CONCENTRATION = "concentration"
    ABOVE_MEAN = "above_mean"
    SEVERAL = "several"
    SHIPPED_AGAIN = "shipped_again"
    LAWYER = "lawyer"
    INTERVAL = "interval"
    TERMS_LARGEST = "terms_largest"
    TERMS_NON_TARGET = "terms_non_target"
    TERMS_SMALLEST = "terms_smallest"
    MANAGER = "manager"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class Conclusion:
    """One conclusion. ``amount`` of ``whole`` kopecks, ``count`` of ``base`` clients; ``names``: whom it is about, the
    largest first; ``before``/``after``: what a payment would change, or the days of the base and of the group;
    ``words``: terms or an interval. ``invoices`` are the rows behind it. ``grave``: it asks for a decision."""

    verdict: Verdict
    invoices: tuple[int, ...]
    names: tuple[str, ...] = ()
    clients: tuple[int, ...] = ()
    amount: Kopecks = 0
    whole: Kopecks = 0
    count: int = 0
    base: int = 0
    before: Decimal | None = None
    after: Decimal | None = None
    words: str = ""
    grave: bool = False

    @property
    def share(self) -> Decimal:
        """Percent of ``amount`` in ``whole``, one place."""
        return share(self.amount, self.whole)


@dataclass(slots=True)
class _Debtor:
    client_id: int
    name: str
    items: list[OpenItem]
    total: Kopecks = 0
    overdue: Kopecks = 0


def conclusions(
    items: Iterable[OpenItem],
    rules: AgingRules,
    kinds: Mapping[int, str] | None = None,
    limits: Limits = LIMITS,
    groups: Mapping[int, str] | None = None,
) -> tuple[Conclusion, ...]:
    """Everything that can be said of the open documents of a date. ``kinds``: the type of each client in words;
    ``groups``: the group of related clients that each of some belongs to.

    The article's base gives: the largest holds 45,3 %; 5 of 10 have several debts; 2 of 10 are above the mean of
    147 930,00; Русский лес needs the lawyer; deferral was given to Спектр-М, to РЕАЛ and to Иванов.
    """
    owed = [item for item in items if item.balance > 0]
    if not owed:
        return ()
    debtors = _debtors(owed)
    makers: tuple[Callable[[], Conclusion | None], ...] = (
        lambda: _top(debtors),
        lambda: _paying(debtors, owed),
        lambda: _concentration(_holders(debtors, groups or {}), limits),
        lambda: _above_mean(debtors),
        lambda: _several(debtors, owed),
        lambda: _shipped_again(debtors, owed),
        lambda: _lawyer(debtors, rules),
        lambda: _interval(owed, rules),
        lambda: _terms_largest(debtors),
        lambda: _terms_non_target(owed),
        lambda: _terms_smallest(owed),
    )
    found = [made for maker in makers if (made := maker()) is not None]
    found += _outliers(owed, Verdict.MANAGER, lambda item: item.manager)
    if kinds:
        found += _outliers(owed, Verdict.KIND, lambda item: kinds.get(item.client_id, ""))
    return tuple(found)


def _debtors(owed: Sequence[OpenItem]) -> list[_Debtor]:
    """Clients by falling debt."""
    out: dict[int, _Debtor] = {}
    for item in owed:
        one = out.setdefault(item.client_id, _Debtor(item.client_id, item.client, []))
        one.items.append(item)
        one.total += item.balance
        one.overdue += item.balance if item.days > 0 else 0
    return sorted(out.values(), key=lambda one: (-one.total, one.name, one.client_id))


def _top(debtors: Sequence[_Debtor]) -> Conclusion | None:
    if len(debtors) < 2:
        return None
    return _of(Verdict.TOP, debtors[:1], whole=_sum(debtors), grave=2 * debtors[0].total >= _sum(debtors))


def _paying(debtors: Sequence[_Debtor], owed: Sequence[OpenItem]) -> Conclusion | None:
    """What the overdue debt of the largest overdue debtor would change: weighted days before and after."""
    worst = max(debtors, key=lambda one: one.overdue)
    whole = sum(one.overdue for one in debtors)
    if not worst.overdue or worst.overdue == whole:
        return None
    late = [item for item in owed if item.days > 0]
    rest = [item for item in late if item.client_id != worst.client_id]
    return Conclusion(
        Verdict.PAYING, tuple(i.invoice_id for i in late if i.client_id == worst.client_id), (worst.name,),
        (worst.client_id,), worst.overdue, whole, before=_weighted(late), after=_weighted(rest),
    )  # fmt: skip


def _holders(debtors: Sequence[_Debtor], groups: Mapping[int, str]) -> list[_Debtor]:
    """Debtors by falling debt; related clients, who delay together, are one under the name of their group."""
    out: dict[int | str, _Debtor] = {}
    for one in debtors:
        group = groups.get(one.client_id, "")
        held = out.setdefault(group or one.client_id, _Debtor(one.client_id, group or one.name, []))
        held.items += one.items
        held.total += one.total
    return sorted(out.values(), key=lambda one: (-one.total, one.name, one.client_id))


def _concentration(debtors: Sequence[_Debtor], limits: Limits) -> Conclusion | None:
    """What the three largest hold, from the warning of the rules on (practice.md I-13)."""
    if len(debtors) < 4:
        return None
    made = _of(Verdict.CONCENTRATION, debtors[:3], whole=_sum(debtors), base=len(debtors))
    return None if made.share < limits.warn else replace(made, grave=made.share >= limits.red)


def _above_mean(debtors: Sequence[_Debtor]) -> Conclusion | None:
    """Client totals against the mean of clients, never of documents (practice.md I-3)."""
    level = mean(_sum(debtors), len(debtors))
    above = [one for one in debtors if one.total > level]
    if not above or len(debtors) < 3:
        return None
    return _of(Verdict.ABOVE_MEAN, above, whole=_sum(debtors), base=len(debtors), after=Decimal(level))


def _several(debtors: Sequence[_Debtor], owed: Sequence[OpenItem]) -> Conclusion | None:
    amount, count = repeated_debt(owed)
    if not count:
        return None
    several = [one for one in debtors if len(one.items) > 1]
    made = _of(Verdict.SEVERAL, several, whole=_sum(debtors), base=len(debtors))
    return Conclusion(made.verdict, made.invoices, made.names, made.clients, amount, made.whole, count, len(debtors))


def _shipped_again(debtors: Sequence[_Debtor], owed: Sequence[OpenItem]) -> Conclusion | None:
    """Documents shipped when an earlier one of the same client, still unpaid today, had fallen due."""
    later: list[OpenItem] = []
    for one in debtors:
        dues = [item.due_date for item in one.items if item.due_date is not None and item.days > 0]
        first = min(dues, default=None)
        if first is not None:
            later += [item for item in one.items if (_shipped(item) or first) > first]
    if not later:
        return None
    mine = {item.client_id for item in later}
    named = [one for one in debtors if one.client_id in mine]
    return Conclusion(
        Verdict.SHIPPED_AGAIN, tuple(item.invoice_id for item in later), tuple(one.name for one in named),
        tuple(one.client_id for one in named), sum(item.balance for item in later),
        sum(item.balance for item in owed), len(named), len(debtors), grave=True,
    )  # fmt: skip


def _shipped(item: OpenItem) -> date | None:
    """Day of the document; where the file has none, its due date less the deferral (24.05 less 30 days is 24.04)."""
    if item.doc_date is None and item.due_date is not None and item.terms.days:
        return item.due_date - timedelta(days=item.terms.days)
    return item.doc_date


def _lawyer(debtors: Sequence[_Debtor], rules: AgingRules) -> Conclusion | None:
    """Clients whose every debt stands in the red zone: nothing fresh binds them to us any more."""
    start = rules.zone_start(Zone.RED)
    if start is None:
        return None
    lost = [one for one in debtors if min(item.days for item in one.items) >= start]
    if not lost:
        return None
    days = max(item.days for one in lost for item in one.items)
    return _of(Verdict.LAWYER, lost, whole=_sum(debtors), base=len(debtors), after=Decimal(days), grave=True)


def _interval(owed: Sequence[OpenItem], rules: AgingRules) -> Conclusion | None:
    """The interval that holds most of the overdue debt."""
    late = [item for item in owed if item.days > 0]
    if not late:
        return None
    slots: dict[int, list[OpenItem]] = {}
    for item in late:
        slots.setdefault(rules.slot(item.days), []).append(item)
    slot, mine = max(slots.items(), key=lambda pair: (sum(item.balance for item in pair[1]), pair[0]))
    interval = rules.intervals[slot]
    return Conclusion(
        Verdict.INTERVAL, tuple(item.invoice_id for item in mine), (), tuple({i.client_id: 0 for i in mine}),
        sum(item.balance for item in mine), sum(item.balance for item in late), len(mine), len(late),
        words=interval.text, grave=interval.zone is Zone.RED,
    )  # fmt: skip


def _terms_largest(debtors: Sequence[_Debtor]) -> Conclusion | None:
    if len(debtors) < 2:
        return None
    deferred = [item for item in debtors[0].items if item.terms.days]
    return _given(Verdict.TERMS_LARGEST, deferred, _sum(debtors))


def _terms_non_target(owed: Sequence[OpenItem]) -> Conclusion | None:
    deferred = [item for item in owed if item.terms.days and is_target(item.core_share) is False]
    return _given(Verdict.TERMS_NON_TARGET, deferred, sum(item.balance for item in owed))


def _terms_smallest(owed: Sequence[OpenItem]) -> Conclusion | None:
    """The client of the smallest average order, among three known ones at least."""
    orders = {item.client_id: item.avg_order for item in owed if item.avg_order}
    if len(orders) < 3:
        return None
    least = min(orders, key=lambda client: (orders[client] or 0, client))
    deferred = [item for item in owed if item.client_id == least and item.terms.days]
    made = _given(Verdict.TERMS_SMALLEST, deferred, sum(item.balance for item in owed))
    if made is None:
        return None
    return Conclusion(
        made.verdict, made.invoices, made.names, made.clients, made.amount, made.whole, made.count, len(orders),
        after=Decimal(orders[least] or 0), words=made.words,
    )  # fmt: skip


def _given(verdict: Verdict, deferred: Sequence[OpenItem], whole: Kopecks) -> Conclusion | None:
    """Deferral that contradicts the data."""
    if not deferred:
        return None
    rows = sorted(deferred, key=lambda item: -item.balance)
    names = tuple(dict.fromkeys(item.client for item in rows))
    clients = tuple(dict.fromkeys(item.client_id for item in rows))
    longest = max(rows, key=lambda item: item.terms.days or 0)
    return Conclusion(
        verdict, tuple(item.invoice_id for item in rows), names, clients, sum(item.balance for item in rows), whole,
        len(clients), words=longest.terms.text,
    )  # fmt: skip


def _outliers(owed: Sequence[OpenItem], verdict: Verdict, key_of: Callable[[OpenItem], str]) -> list[Conclusion]:
    """Groups whose overdue days stand out of the base, the largest sum first."""
    late = [item for item in owed if item.days > 0]
    groups: dict[str, list[OpenItem]] = {}
    for item in late:
        groups.setdefault(key_of(item), []).append(item)
    if len(groups) < 2:
        return []
    base, whole = _weighted(late), sum(item.balance for item in late)
    out = []
    for name, mine in groups.items():
        days, amount = _weighted(mine), sum(item.balance for item in mine)
        if not name or share(amount, whole) < OUTLIER_SHARE:
            continue
        if days >= base * OUTLIER_TIMES and days - base >= OUTLIER_DAYS:
            clients = tuple(dict.fromkeys(item.client_id for item in mine))
            out.append(
                Conclusion(
                    verdict,
                    tuple(i.invoice_id for i in mine),
                    (name,),
                    clients,
                    amount,
                    whole,
                    len(clients),
                    before=base,
                    after=days,
                )
            )
    return sorted(out, key=lambda made: -made.amount)


def _of(
    verdict: Verdict,
    debtors: Sequence[_Debtor],
    *,
    whole: Kopecks,
    base: int = 0,
    after: Decimal | None = None,
    grave: bool = False,
) -> Conclusion:
    invoices = tuple(item.invoice_id for one in debtors for item in one.items)
    names = tuple(one.name for one in debtors)
    clients = tuple(one.client_id for one in debtors)
    return Conclusion(
        verdict, invoices, names, clients, _sum(debtors), whole, len(debtors), base, after=after, grave=grave
    )


def _sum(debtors: Iterable[_Debtor]) -> Kopecks:
    return sum(one.total for one in debtors)


def _weighted(late: Iterable[OpenItem]) -> Decimal:
    """Overdue days weighted by sum, one place."""
    rows = list(late)
    whole = sum(item.balance for item in rows)
    if not whole:
        return Decimal("0.0")
    return (Decimal(sum(item.balance * item.days for item in rows)) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
