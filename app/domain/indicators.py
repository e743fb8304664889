"""Formulas of the indicators: integers in, a figure out, or None where it has no meaning.

Receivables carry VAT, so must the sales. Debt is what is owed, due or not; advances are never netted. The words for
None («no sales are known») belong to whoever gathered the figures. Source of all: practice.md part 4.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from app.domain.interest import RateTable
from app.domain.money import Kopecks

TOP = 3
"""How many of the largest the concentration rule speaks of: 1-3 clients (practice.md 1.1, 53)."""

WARN_HHI, RED_HHI = 1500, 2500
"""Borders of the index of concentration, borrowed from competition practice."""

REPLY_DAYS = 7
"""Days after a contact in which a payment is counted as its outcome (practice.md part 4)."""


def days_outstanding(debt: Kopecks, sales: Kopecks, days: int) -> Decimal | None:
    """Debt / sales x days, one place: how many days of sales stand unpaid. None without sales.

    With the debt at the end of the period it is DSO: 4.6 of 9.0 mln over 90 days is 46.0; with the mean of both ends
    18 of 20 over 30 days is 27.0; with debt not due it is the best possible DSO: 2.07 of 9.0 over 90 days is 20.7;
    with overdue debt it is the average days delinquent, DSO less the best possible: 25.3 (practice.md part 4).
    """
    return _one(Decimal(debt) * days / sales) if sales > 0 else None


def days_delinquent(dso: Decimal | None, best: Decimal | None) -> Decimal | None:
    """DSO less the best possible DSO: 46.0 - 20.7 = 25.3 (practice.md part 4)."""
    return None if dso is None or best is None else dso - best


def mean_debt(opening: Kopecks, closing: Kopecks) -> Kopecks:
    """Half of the sum of both ends, half up to a kopeck: 16 and 20 give 18."""
    return int((Decimal(opening + closing) / 2).to_integral_value(ROUND_HALF_UP))


def countback(debt: Kopecks, months: Sequence[tuple[Kopecks, int]]) -> Decimal | None:
    """DSO by counting back: sales of months are taken off the debt, the newest first; a month taken whole gives its
    days, the last one a part of them. ``months``: (sales, days), real lengths, the newest first. None when the
    months known do not reach the debt.

    212 against months of 100, 80 and 70 of 30 days: 60 + 32 / 70 x 30 = 73.7 (practice.md part 4).
    """
    left, days = debt, Decimal(0)
    if left <= 0:
        return Decimal("0.0")
    for sales, length in months:
        if sales >= left:
            return _one(days + Decimal(left) * length / sales)
        left -= sales
        days += length
    return None


def turnover_times(sales: Kopecks, average: Kopecks) -> Decimal | None:
    """Sales / mean debt, two places: 10 000 000 / 500 000 = 20.00 times (practice.md part 4). None without debt."""
    return _two(Decimal(sales) / average) if average > 0 and sales > 0 else None


def collection_index(opening: Kopecks, sales: Kopecks, closing: Kopecks, not_due: Kopecks) -> Decimal | None:
    """CEI: what was collected of what could be, percent; 100 when nothing overdue is left.

    (opening + sales - closing) / (opening + sales - closing not due) with sales of the same period as the opening
    debt: (6 200 + 10 890 - 6 340) / (6 200 + 10 890 - 3 590) = 79.63. The source's own 55.9 takes a month's mean sales
    against three months (practice.md part 4). None when there was nothing to collect.
    """
    possible = opening + sales - not_due
    return _two(Decimal(opening + sales - closing) * 100 / possible) if possible > 0 else None


def percent_of(part: Kopecks, whole: Kopecks) -> Decimal | None:
    """Part in the whole, percent, two places: 670 000 of 1 479 300 is 45.29. None when there is no whole."""
    return _two(Decimal(part) * 100 / whole) if whole > 0 else None


def largest_share(parts: Iterable[Kopecks], count: int = TOP) -> Decimal | None:
    """Percent of the ``count`` largest in the sum of those above zero. The article's three: 68.27."""
    found = sorted((part for part in parts if part > 0), reverse=True)
    return percent_of(sum(found[:count]), sum(found))


def concentration(parts: Iterable[Kopecks]) -> Decimal | None:
    """HHI: sum of squares of percents, whole points; one owner of all gives 10 000, the article 2 506."""
    found = [part for part in parts if part > 0]
    whole = sum(found)
    if not whole:
        return None
    return (Decimal(sum(part * part for part in found)) * 10_000 / (whole * whole)).quantize(Decimal(1), ROUND_HALF_UP)


def mean_rate(rates: RateTable, first: date, last: date) -> Decimal | None:
    """Percent a year, the mean over the days ``first`` to ``last``; None before the table begins.

    01.07.2026 to 31.08.2026: 26 days at 14.25 and 36 at 14.00 give 14.10.
    """
    try:
        start = rates.on(first)
    except LookupError:
        return None
    days = (last - first).days + 1
    marks = [(first, start), *((day, rates.on(day)) for day in rates.changes(first, last))]
    ends = [*(day for day, _rate in marks[1:]), last + timedelta(days=1)]
    whole = sum(rate * (end - day).days for (day, rate), end in zip(marks, ends, strict=True))
    return _two(Decimal(whole) / days)


def financing_cost(average: Kopecks, percent: Decimal, days: int) -> Kopecks:
    """What the money in the debt costs: mean debt x percent a year x days / 365, half up to a kopeck.

    10 000 000 roubles at 14 % for 91 days: 349 041,10 (practice.md part 4).
    """
    return int((Decimal(average) * percent * days / 36_500).to_integral_value(ROUND_HALF_UP))


def weighted_days(amount_days: int, amount: Kopecks) -> Decimal | None:
    """Sum of (kopecks x days overdue) / kopecks, one place: 30.3 in the article. None when nothing is overdue."""
    return _one(Decimal(amount_days) / amount) if amount > 0 else None


def middle(values: Sequence[int]) -> Decimal | None:
    """The median, one place: 1, 2, 4 and 9 give 3.0. None of nothing."""
    return _one(Decimal(str(median(values)))) if values else None


def _one(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _two(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
