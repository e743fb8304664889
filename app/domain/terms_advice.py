"""What the article's table of payment terms advises for a client: a suggestion, never a change by itself.

Source: practice.md 1.1, cap 28, with its gaps (I-12): what the table leaves open is a setting with a default that is
named. The table speaks of prepayment alone; a reward never takes away what the client already has, and a punishment
never gives.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import takewhile

_THREE, _TEN = 3, 10
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class TermsTable:
    """Percent of prepayment by the rows of the table, 0: payment on delivery; and what the article leaves open (I-12).

    ``better_wins``: of «three in a row» and «a year», when both fit, the one with less prepayment, else the one with
    more. ``leave_after``: payments on time in a row after which a full prepayment gives way to that of three delays; 0:
    a person decides. ``afresh``: only documents due after the present terms began are counted.
    """

    new: int = 30
    three_good: int = 15
    year_good: int = 0
    three_late: int = 50
    ten_late: int = 100
    better_wins: bool = True
    leave_after: int = 0
    afresh: bool = False


@dataclass(frozen=True, slots=True)
class Payment:
    """A document of a client that was paid off on ``day``, or is still owed (``day`` is then the asked date) though it
    was due. ``doubtful``: paid in the week of its due date, nobody knows on which side of it."""

    due: date
    day: date
    late: bool
    doubtful: bool = False


class Ground(StrEnum):
    """Which row of the table speaks."""

    NEW = "new"
    THREE_GOOD = "three_good"
    YEAR_GOOD = "year_good"
    THREE_LATE = "three_late"
    BACK = "back"  # on 50 %, paid once on time
    TEN_LATE = "ten_late"
    LEAVE = "leave"  # on full prepayment, paid on time as often as was set
    STAY = "stay"


class Caveat(StrEnum):
    """What the table does not say, or the book does not know."""

    FEW_LATE = "few_late"  # one or two delays: no row
    FIRST_YEAR = "first_year"
    LEAVING_100 = "leaving_100"
    NO_DEFERRAL = "no_deferral"  # the table knows no deferral
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Advice:
    """``prepaid``: percent advised, None: nothing changes. ``good``, ``late``: length of the streak up to now, one of
    them is zero."""

    prepaid: int | None
    ground: Ground
    good: int
    late: int
    caveats: tuple[Caveat, ...] = ()


def advise(
    payments: Sequence[Payment],
    as_of: date,
    prepaid: int | None = None,
    deferral: int = 0,
    table: TermsTable | None = None,
    since: date | None = None,
) -> Advice:
    """The suggestion for a client with these payments (in any order) and present terms: ``prepaid`` percent (None:
    unknown) and ``deferral`` days, in force ``since`` a day when it is known.

    New: 30 %. Three in a row on time: 15 %; all of a year: on delivery; three late in a row: 50 %; on 50 % and once on
    time: back to 30 %; ten late in a row: 100 %.
    """
    table = table or TermsTable()
    counted = [one for one in payments if not (table.afresh and since is not None and one.due <= since)]
    ordered = sorted(counted, key=lambda one: (one.day, one.due), reverse=True)
    late = sum(1 for _one in takewhile(lambda one: one.late, ordered))
    good = sum(1 for _one in takewhile(lambda one: not one.late, ordered))
    asked, ground = _row(ordered, as_of, good, late, prepaid, table)
    if asked is not None and prepaid is not None:
        worse = ground in (Ground.THREE_LATE, Ground.TEN_LATE)
        asked = max(asked, prepaid) if worse else min(asked, prepaid)
    if asked == prepaid:
        asked = None
    if asked is None and ground is not Ground.STAY:
        ground = Ground.STAY
    return Advice(asked, ground, good, late, _caveats(ordered, as_of, prepaid, deferral, late, table))


def _row(
    ordered: Sequence[Payment], as_of: date, good: int, late: int, prepaid: int | None, table: TermsTable
) -> tuple[int | None, Ground]:
    """The row of the table that fits; of several the one with the least prepayment, or as it was set."""
    if not ordered:
        return (table.new, Ground.NEW) if prepaid is None else (None, Ground.STAY)
    if late >= _TEN:
        return table.ten_late, Ground.TEN_LATE
    if late >= _THREE:
        return table.three_late, Ground.THREE_LATE
    if prepaid == table.ten_late:
        leaves = 0 < table.leave_after <= good
        return (table.three_late, Ground.LEAVE) if leaves else (None, Ground.STAY)
    rows: list[tuple[int, Ground]] = []
    if _good_year(ordered, as_of):
        rows.append((table.year_good, Ground.YEAR_GOOD))
    if good >= _THREE:
        rows.append((table.three_good, Ground.THREE_GOOD))
    if rows and not table.better_wins:
        rows = [max(rows, key=lambda row: row[0])]
    if prepaid == table.three_late and good:
        rows.append((table.new, Ground.BACK))
    return min(rows, default=(None, Ground.STAY), key=lambda row: row[0] or 0)


def _good_year(ordered: Sequence[Payment], as_of: date) -> bool:
    """A year of work without a delay: the first payment is a year old, and the last year has some, none late."""
    recent = [one for one in ordered if one.day > as_of - _YEAR]
    return bool(recent) and ordered[-1].day <= as_of - _YEAR and not any(one.late for one in recent)


def _caveats(
    ordered: Sequence[Payment], as_of: date, prepaid: int | None, deferral: int, late: int, table: TermsTable
) -> tuple[Caveat, ...]:
    found = (
        (Caveat.FEW_LATE, 0 < late < _THREE),
        (Caveat.FIRST_YEAR, bool(ordered) and ordered[-1].day > as_of - _YEAR),
        (Caveat.LEAVING_100, prepaid == table.ten_late and not table.leave_after),
        (Caveat.NO_DEFERRAL, deferral > 0),
        (Caveat.DOUBTFUL, any(one.doubtful for one in ordered[:_TEN])),
    )
    return tuple(caveat for caveat, holds in found if holds)
