"""Money of delay: interest of art. 395 of the Civil Code, or the contract's penalty; never both for one delay.

The first day is the one after the due date, the day of payment counts in full (practice.md 3.1, 3.2). A sum is
rounded half up once per stretch: a stretch is the days of one base, one rate and one length of the year.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from itertools import pairwise

from app.domain.money import Kopecks

_DAY = timedelta(days=1)
MORATORIUM = (date(2022, 4, 1), date(2022, 10, 1))
"""Government decree 497: no penalty and no interest in these days on debts that arose before them."""


class Basis(StrEnum):
    """By what the money of delay is counted."""

    ARTICLE_395 = "395"
    CONTRACT = "contract"
    KEY_RATE_SHARE = "key_rate_share"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class RateTable:
    """Key rate of the Bank of Russia: (first day, percent a year) ascending; ``known_until`` is the last day on which
    the newest rate was confirmed."""

    rates: tuple[tuple[date, Decimal], ...]
    known_until: date

    def on(self, day: date) -> Decimal:
        """Percent a year in force on a day, days off too. Raises ``LookupError`` before the first row."""
        place = bisect_right(self.rates, day, key=lambda row: row[0])
        if not place:
            raise LookupError(day.isoformat())
        return self.rates[place - 1][1]

    def changes(self, first: date, last: date) -> list[date]:
        """Days after ``first`` up to ``last`` on which the rate becomes another."""
        return [since for since, _percent in self.rates if first < since <= last]


@dataclass(frozen=True, slots=True)
class PenaltyTerms:
    """What the contract says of delay. ``percent`` a day of the debt, or ``key_rate_part``: the debt is charged
    1/part of the key rate a day (300 for public buyers). ``cap``: percent of the debt at most. ``grace``: days after
    the due date that cost nothing; with ``from_first`` the penalty of a longer delay runs from its first day."""

    basis: Basis = Basis.ARTICLE_395
    percent: Decimal = Decimal(0)
    key_rate_part: int = 300
    cap: Decimal | None = None
    grace: int = 0
    from_first: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days ``first`` to ``last`` inclusive of one base and one rate. ``rate``: percent a year when ``year`` is 365
    or 366, percent a day when it is 1."""

    first: date
    last: date
    base: Kopecks
    rate: Decimal
    year: int
    amount: Kopecks

    @property
    def days(self) -> int:
        """Length, days."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Charge:
    """Money of delay of one debt. ``capped``: what the cap took off. ``beyond``: from this day on the rate is the
    last known one carried forward; None when every day is confirmed."""

    basis: Basis
    stretches: tuple[Stretch, ...]
    total: Kopecks
    capped: Kopecks = 0
    beyond: date | None = None


def charge(
    principal: Kopecks,
    due: date,
    until: date,
    paid: Iterable[tuple[date, Kopecks]],
    rates: RateTable,
    terms: PenaltyTerms | None = None,
    *,
    moratorium: bool = True,
) -> Charge:
    """Money of delay of a debt of ``principal`` kopecks due on ``due``, by ``until`` inclusive.

    ``paid``: (day, positive kopecks) that reduced it, in any order. Without ``terms`` art. 395 applies.
    100 000 roubles, 01.06.2025 to 30.09.2025: 460,27 + 2 684,93 + 2 416,44 + 745,21 = 6 306,85 (practice.md 3.1).
    Raises ``LookupError`` for days before the table of rates.
    """
    terms = terms or PenaltyTerms()
    first = due + _DAY
    if terms.basis is Basis.NONE or principal <= 0:
        return Charge(terms.basis, (), 0)
    bases = _bases(principal, first, until, paid)
    if terms.basis is not Basis.ARTICLE_395 and terms.grace:
        bases = _after_grace(bases, due + timedelta(days=terms.grace), from_first=terms.from_first)
    if moratorium and due < MORATORIUM[0]:
        bases = _without(bases, MORATORIUM)
    stretches = tuple(made for piece in bases for made in _priced(piece, rates, terms))
    total = sum(stretch.amount for stretch in stretches)
    capped = 0
    if terms.basis is not Basis.ARTICLE_395 and terms.cap is not None:
        most = _half_up(Decimal(principal) * terms.cap / 100)
        capped = max(0, total - most)
    beyond = None
    if terms.basis is not Basis.CONTRACT and stretches and stretches[-1].last > rates.known_until:
        beyond = rates.known_until + _DAY
    return Charge(terms.basis, stretches, total - capped, capped, beyond)


_Piece = tuple[date, date, Kopecks]


def _bases(principal: Kopecks, first: date, until: date, paid: Iterable[tuple[date, Kopecks]]) -> list[_Piece]:
    """Days of one base. The day of a payment still carries the sum paid on it."""
    left, start = principal, first
    out: list[_Piece] = []
    for day, kopecks in sorted(paid):
        if day >= until:
            break
        if day >= start and left > 0:
            out.append((start, day, left))
            start = day + _DAY
        left -= kopecks
    if left > 0 and start <= until:
        out.append((start, until, left))
    return out


def _after_grace(pieces: list[_Piece], last_free: date, *, from_first: bool) -> list[_Piece]:
    if from_first:
        return pieces if pieces and pieces[-1][1] > last_free else []
    return [(max(first, last_free + _DAY), last, base) for first, last, base in pieces if last > last_free]


def _without(pieces: list[_Piece], span: tuple[date, date]) -> list[_Piece]:
    out: list[_Piece] = []
    for first, last, base in pieces:
        if first < span[0]:
            out.append((first, min(last, span[0] - _DAY), base))
        if last > span[1]:
            out.append((max(first, span[1] + _DAY), last, base))
    return out


def _priced(piece: _Piece, rates: RateTable, terms: PenaltyTerms) -> list[Stretch]:
    first, last, base = piece
    if terms.basis is Basis.CONTRACT:
        days = (last - first).days + 1
        amount = _half_up(Decimal(base) * terms.percent * days / 100)
        return [Stretch(first, last, base, terms.percent, 1, amount)]
    out: list[Stretch] = []
    for start, end in _cuts(first, last, rates, by_year=terms.basis is Basis.ARTICLE_395):
        rate, days = rates.on(start), (end - start).days + 1
        if terms.basis is Basis.ARTICLE_395:
            year = 366 if _leap(start.year) else 365
            amount = _half_up(Decimal(base) * rate * days / (100 * year))
            out.append(Stretch(start, end, base, rate, year, amount))
        else:
            daily = rate / terms.key_rate_part
            amount = _half_up(Decimal(base) * rate * days / (100 * terms.key_rate_part))
            out.append(Stretch(start, end, base, daily, 1, amount))
    return out


def _cuts(first: date, last: date, rates: RateTable, *, by_year: bool) -> list[tuple[date, date]]:
    """Stretches of one rate and, where the year's length matters, of one kind of year."""
    starts = {first, *rates.changes(first, last)}
    if by_year:
        starts |= {date(year, 1, 1) for year in range(first.year + 1, last.year + 1) if _leap(year) != _leap(year - 1)}
    days: Sequence[date] = [*sorted(starts), last + _DAY]
    return [(start, following - _DAY) for start, following in pairwise(days)]


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _half_up(value: Decimal) -> Kopecks:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))
