"""The tax reserve for doubtful debts: 0, 50 or 100 percent by days overdue, with its cap.

For reference only («расчёт справочный»). Tax Code art. 266 (practice.md 3.7): up to 45 days nothing, 45 to 90 days
inclusive a half, over 90 days the whole; where we owe the same client, its earliest debts are taken off first; not
more than a tenth of revenue.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from app.domain.debt import OpenItem
from app.domain.money import Kopecks

HALF_FROM, WHOLE_FROM = 45, 91
CAP_PERCENT = 10


@dataclass(frozen=True, slots=True)
class ReserveLine:
    """One client, kopecks: debt overdue less than 45 days, 45 to 90, over 90, after what we owe it (``netted``) was
    taken off the earliest; ``secured`` stays out; ``reserve`` is what may be set aside."""

    client_id: int
    client: str
    early: Kopecks
    half: Kopecks
    whole: Kopecks
    netted: Kopecks
    secured: Kopecks
    reserve: Kopecks


@dataclass(frozen=True, slots=True)
class Reserve:
    """The whole base on a day. ``cap`` is None when revenue is not named: then nothing is cut off."""

    as_of: date
    lines: tuple[ReserveLine, ...]
    total: Kopecks
    revenue: Kopecks | None
    cap: Kopecks | None

    @property
    def allowed(self) -> Kopecks:
        """What may be set aside: the total, the cap at most."""
        return self.total if self.cap is None else min(self.total, self.cap)


def percent(days: int) -> int:
    """Share of a debt ``days`` overdue: 44 days 0, 45 and 90 days 50, 91 days 100."""
    if days < HALF_FROM:
        return 0
    return 50 if days < WHOLE_FROM else 100


def reserve(
    items: Iterable[OpenItem],
    as_of: date,
    revenue: Kopecks | None = None,
    secured: frozenset[int] = frozenset(),
    cap_percent: int = CAP_PERCENT,
) -> Reserve:
    """The reserve over open documents. ``secured``: invoices under pledge, surety or guarantee, which do not count;
    ``revenue``: kopecks of the period, the greater of the previous year and the current one.

    Debts of 100,00 at 44, 45, 90 and 91 days: 0 + 50 + 50 + 100 = 200,00.
    """
    clients: dict[int, list[OpenItem]] = {}
    for item in items:
        clients.setdefault(item.client_id, []).append(item)
    lines = [made for mine in clients.values() if (made := _line(mine, secured)) is not None]
    lines.sort(key=lambda line: (-line.reserve, -(line.half + line.whole + line.early), line.client))
    cap = None if revenue is None else _half_up(Decimal(revenue) * cap_percent / 100)
    return Reserve(as_of, tuple(lines), sum(line.reserve for line in lines), revenue, cap)


def _line(items: Sequence[OpenItem], secured: frozenset[int]) -> ReserveLine | None:
    owed_by_us = -sum(item.balance for item in items if item.balance < 0)
    overdue = sorted(
        (i for i in items if i.balance > 0), key=lambda i: (i.due_date or date.max, i.doc_date or date.max)
    )
    sums, netted, kept, apart = {0: 0, 50: 0, 100: 0}, 0, 0, 0
    for item in overdue:
        off = min(item.balance, owed_by_us - netted)
        netted += off
        left = item.balance - off
        if item.days <= 0 or not left:
            continue
        if item.invoice_id in secured:
            apart += left
            continue
        share = percent(item.days)
        sums[share] += left
        kept += _half_up(Decimal(left) * share / 100)
    if not any(sums.values()) and not apart:
        return None
    first = items[0]
    return ReserveLine(first.client_id, first.client, sums[0], sums[50], sums[100], netted, apart, kept)


def _half_up(value: Decimal) -> Kopecks:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))
