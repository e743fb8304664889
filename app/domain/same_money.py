"""The same money told by several sources counts once.

Statements of one bank overlap: such rows agree in payer, day, number and sum. A bank's statement and a register of
1C tell of one payment each in its own numbering, a working day apart at most: they are paired by client, day and sum,
where neither the payer's numbers nor the documents named speak against it. Which rows there are decides, never the
order in which they came.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.calendar import WorkCalendar
from app.domain.money import Kopecks
from app.domain.names import inn_valid, loose_number, name_key
from app.domain.purpose import means, split

_PAYERS_OWN = re.compile(r"[1-9]\d{0,5}")
"""A number that a payer gave; 1C gives «0000-000071» or «00БП-000071»."""


@dataclass(frozen=True, slots=True)
class Told:
    """A row of a statement. ``bank``: the source is the bank itself; ``accepted``: it stands in the book; ``source``
    orders statements (date, contents) and is the same in every book. ``client_id`` 0: the payer is not known."""

    payment_id: int
    report_id: int
    bank: bool
    accepted: bool
    source: tuple[int, str]
    day: date
    amount: Kopecks
    number: str
    payer: str
    inn: str
    purpose: str
    named: tuple[str, ...]
    client_id: int = 0

    @property
    def party(self) -> str:
        """Who paid, as far as the row alone tells."""
        return self.inn or self.payer

    @property
    def who(self) -> str:
        """Who paid, for comparing two sources: the client, else the taxpayer number, else the folded name."""
        if self.client_id:
            return str(self.client_id)
        return f"inn {self.inn}" if inn_valid(self.inn) else f"name {name_key(self.payer).text}"


@dataclass(frozen=True, slots=True)
class Counted:
    """``by``: id of each row -> id of the row that counts for it (its own where it counts itself; a row without an
    accepted twin is absent). ``named``: documents that a row which counts learns from its pair."""

    by: Mapping[int, int]
    named: Mapping[int, tuple[str, ...]]

    @property
    def ids(self) -> frozenset[int]:
        """Rows that count."""
        return frozenset(self.by.values())


def counted_once(rows: Iterable[Told], calendar: WorkCalendar) -> Counted:
    """Which rows count. Of rows repeated by overlapping statements the latest statement's counts, the bank's before
    a register's; of a pair of the two sources the bank's."""
    by: dict[int, int] = {}
    lone: list[Told] = []
    for group in _repeated(rows):
        here = sorted((row for row in group if row.accepted), key=_first)
        if here:
            by |= {row.payment_id: here[0].payment_id for row in group}
            if len({row.bank for row in here}) == 1:
                lone.append(here[0])
    named: dict[int, tuple[str, ...]] = {}
    twins: dict[int, int] = {}
    for bank, register in pairs(lone, calendar):
        twins[register.payment_id] = bank.payment_id
        if register.named and not bank.named:
            named[bank.payment_id] = register.named
    return Counted({row: twins.get(found, found) for row, found in by.items()}, named)


def _first(row: Told) -> tuple[bool, int, str, str, int]:
    return not row.bank, -row.source[0], row.purpose, row.source[1], row.payment_id


def _repeated(rows: Iterable[Told]) -> Iterable[Sequence[Told]]:
    """Rows that agree in party, day, number and sum, the n-th of one statement with the n-th of another."""
    seen: dict[tuple[object, ...], int] = {}
    groups: dict[tuple[object, ...], list[Told]] = {}
    for row in sorted(rows, key=lambda r: (r.purpose, r.payment_id)):
        key = (row.day, row.number, row.amount, row.party)
        place = (row.report_id, *key)
        seen[place] = seen.get(place, 0) + 1
        groups.setdefault((*key, seen[place]), []).append(row)
    return groups.values()


def pairs(rows: Iterable[Told], calendar: WorkCalendar) -> list[tuple[Told, Told]]:
    """(bank's row, register's row) of one money each: equal numbers first, then equal wordings, then the nearer day.
    100 from one client in the bank on Friday and in the register on Monday are one payment; on Tuesday, two."""
    banks: dict[tuple[str, Kopecks], list[Told]] = {}
    registers: dict[tuple[str, Kopecks], list[Told]] = {}
    for row in rows:
        (banks if row.bank else registers).setdefault((row.who, row.amount), []).append(row)
    found = [
        (_distance(bank, register), _natural(bank), _natural(register), bank, register)
        for key in banks.keys() & registers.keys()
        for bank in banks[key]
        for register in registers[key]
        if neighbours(bank.day, register.day, calendar) and not _differ(bank, register)
    ]
    taken: set[int] = set()
    out: list[tuple[Told, Told]] = []
    for *_order, bank, register in sorted(found, key=lambda pair: pair[:3]):
        if not {bank.payment_id, register.payment_id} & taken:
            taken |= {bank.payment_id, register.payment_id}
            out.append((bank, register))
    return out


def _natural(row: Told) -> tuple[date, str, str, str, tuple[int, str], int]:
    return row.day, row.number, row.payer, row.purpose, row.source, row.payment_id


def neighbours(one: date, other: date, calendar: WorkCalendar) -> bool:
    """The same day, or one working day apart; days off in between do not count."""
    first, last = min(one, other), max(one, other)
    return (last - first).days <= 1 or calendar.add(first, 1) >= last


def _differ(bank: Told, register: Told) -> bool:
    """Whether the rows themselves say that they are two payments."""
    own = (bank.number, register.number)
    if all(_PAYERS_OWN.fullmatch(number) for number in own) and own[0] != own[1]:
        return True
    return bool(bank.named and register.named) and not _share(bank.named, register.named)


def _share(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two lists of named documents have any in common."""
    return any(means(name, *split(known)) for name in one for known in other)


def _distance(bank: Told, register: Told) -> tuple[bool, bool, int]:
    same_number = loose_number(bank.number) == loose_number(register.number) != ""
    words = " ".join(bank.purpose.casefold().split())
    same_words = bool(words) and words == " ".join(register.purpose.casefold().split())
    return not same_number, not same_words, abs((bank.day - register.day).days)
