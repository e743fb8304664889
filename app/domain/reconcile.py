"""From «what the report says» to movements of the ledger.

A weekly report states balances. The ledger stores the entries that bring it to them, so that for each report the
sum of balances at its date equals its control total for ever. The same function runs for a fresh report and when
the past is replayed after a late, corrected or withdrawn one; hence the order of loading cannot matter.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple, TypeAlias

from app.domain.debt import DueOrigin, Terms, overdue_days
from app.domain.importing import ChangeKind, ItemChange
from app.domain.money import Kopecks
from app.domain.names import name_key, number_key
from app.domain.statement import Move, StatedLine
from app.formats import day as day_text
from app.formats import money_sign
from app.i18n import _


class EntryKind(StrEnum):
    """What a movement is. SETTLED is a payment nobody saw: the report simply owes less."""

    OPENING = "opening"  # older than the reports themselves
    SHIPMENT = "shipment"
    PAYMENT = "payment"
    SETTLED = "settled"
    ADVANCE = "advance"  # money received without a document, and its use
    RETURN = "return"
    CORRECTION = "correction"
    WRITE_OFF = "write_off"


SHIPPED = frozenset({EntryKind.OPENING, EntryKind.SHIPMENT})
PAID = frozenset({EntryKind.PAYMENT, EntryKind.SETTLED, EntryKind.ADVANCE})

_RETURNS = ("возврат", "return", "credit note")


Pool: TypeAlias = tuple[int, str, str]
"""Client, contract and our company of a balance that no document carries: its intervals are parts of one sum."""


class Stated(NamedTuple):
    """One document in one report: rows of the same document and due date are one. ``client_id`` negative: a client
    not known yet. A tuple, for a report makes hundreds of thousands of them out of columns."""

    client_id: int
    key: str
    number: str
    kind: str
    contract: str
    doc_date: date | None
    due_date: date | None
    due_origin: DueOrigin
    balance: Kopecks
    amount: Kopecks | None
    overdue_days: int | None
    terms: Terms
    manager: str
    name: str
    inn: str
    client_type: str
    avg_order: Kopecks | None
    core_share: str
    organisation: str
    rows: tuple[int, ...]
    moves: tuple[Move, ...] = ()

    @property
    def share_of(self) -> Pool | None:
        """Whose balance it is a part of; a document and an advance are of none."""
        if self.number or self.doc_date is not None or not self.key.startswith(_PART):
            return None
        return self.client_id, self.contract.casefold(), organisation_key(self.organisation)


class Standing(NamedTuple):
    """A document as the ledger had it before the report: its balance and what the last report said of it."""

    balance: Kopecks
    amount: Kopecks | None
    due_date: date | None
    manager: str
    contract: str
    client: str = ""
    number: str = ""
    doc_date: date | None = None
    organisation: str = ""
    pool: int = 0  # the client, when it is a part of a client's balance and no document

    @property
    def share_of(self) -> Pool | None:
        """Whose balance it is a part of; a document is of none."""
        return (self.pool, self.contract.casefold(), organisation_key(self.organisation)) if self.pool else None


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report speaks for. ``narrowed``: only for the documents it names; ``organisations`` (folded names,
    empty: the whole company): only for those of our own companies."""

    narrowed: bool = False
    organisations: frozenset[str] = frozenset()

    def covers(self, before: Standing) -> bool:
        """Whether the absence of this document means that it is settled."""
        if self.narrowed:
            return False
        own = organisation_key(before.organisation)
        return not self.organisations or not own or own in self.organisations


def organisation_key(name: str) -> str:
    """Our own company folded, so that «ООО "Образец"» and its full wording are one; empty stays empty."""
    return name_key(name).text if name.strip() else ""


_NUMBER, _POOL = attrgetter("number"), attrgetter("pool")


class NewEntry(NamedTuple):
    """A movement to be written."""

    invoice_id: int
    day: date
    kind: EntryKind
    amount: Kopecks


def due_of(line: StatedLine, as_of: date) -> tuple[date | None, DueOrigin]:
    """Due date and where it comes from: the file's date, else its overdue days, else date + deferral where the file's
    own interval does not contradict it, else the least days of that interval. «0 days» says only that it is not due
    yet, on whatever day that will be."""
    if line.due_date is not None:
        return line.due_date, DueOrigin.FILE
    if line.overdue_days:
        return as_of - timedelta(days=line.overdue_days), DueOrigin.DAYS
    calm = line.overdue_days == 0
    single = not calm and len(line.buckets) == 1 and line.buckets[0][1] == line.balance
    span = line.buckets[0][0] if single else None
    if line.doc_date is not None and line.terms.days is not None:
        due = line.doc_date + timedelta(days=line.terms.days)
        late = (as_of - due).days
        if not (calm and late > 0) and (span is None or span.first <= late <= (span.last or date.max.toordinal())):
            return due, DueOrigin.TERMS
    if span is not None:
        return as_of - timedelta(days=max(span.first, 0)), DueOrigin.DAYS
    return None, DueOrigin.UNKNOWN


WITHOUT_NUMBER = "*"  # begins the key of a balance or an advance that no document carries
_PART = f"{WITHOUT_NUMBER}|"
OWN = "¦"  # stands around our own company in a key
_OWNED = re.compile(f"{OWN}[^{OWN}]*{OWN}")


def invoice_key(line: StatedLine) -> str:
    """What makes a document of a client the same next week: number and date; without a number the kind, the
    contract and the date; a client-level balance is one «document» per contract. Each company of ours numbers its
    documents for itself: it is a part of the key where it is stated."""
    return _bare(line) + _owner(line.organisation)


def bare_key(key: str) -> str:
    """The key of a document without the company of ours."""
    return _OWNED.sub("", key)


def owned_key(key: str, organisation: str) -> str:
    """The same key with this company of ours, or with none."""
    return bare_key(key) + _owner(organisation)


def _owner(organisation: str) -> str:
    own = organisation_key(organisation).replace(OWN, "")
    return f"{OWN}{own}{OWN}" if own else ""


def _bare(line: StatedLine) -> str:
    dated = line.doc_date.isoformat() if line.doc_date else ""
    side = "-" if (line.balance or 0) < 0 and not line.number else ""
    if line.number:
        return f"{number_key(line.number)}|{dated}".replace(OWN, "")
    return f"{WITHOUT_NUMBER}{side}|{line.kind.casefold()}|{line.contract.casefold()}|{dated}".replace(OWN, "")


def invoice_keys(lines: Sequence[StatedLine]) -> list[str]:
    """``invoice_key`` of each line; the numbers of a whole report are folded at once."""
    folded = number_key("\0".join([line.number for line in lines])).replace(OWN, "").split("\0")
    if len(folded) != len(lines):  # a number holds the separator
        return list(map(invoice_key, lines))
    days = {day: "|" + day.isoformat() if day else "|" for day in {line.doc_date for line in lines}}
    owners = {own: _owner(own) for own in {line.organisation for line in lines}}
    return [
        (number + days[line.doc_date] if line.number else _bare(line)) + owners[line.organisation]
        for number, line in zip(folded, lines, strict=True)
    ]


def entries_for(
    as_of: date,
    previous: date | None,
    standing: Mapping[int, Standing],
    stated: Mapping[int, Stated],
    scope: Scope,
) -> list[NewEntry]:
    """Movements that bring ``standing`` (open documents before the report) to ``stated`` (by invoice id).

    ``previous``: date of the report before, None for the first. Documents dated after it enter on their own date;
    older ones on the report's date, or a past total would change; the same holds for movements with true dates.
    Documents outside the report's scope are left alone. A document has one entry for a day and kind: what a payment
    explains of it can then be put back exactly.
    """
    out: list[NewEntry] = []
    for invoice_id, line in stated.items():
        before = standing.get(invoice_id)
        if line.moves:
            out += _merged(_dated(invoice_id, line, before, as_of, previous))
        elif before is None:
            out += _opened(invoice_id, line, as_of, previous)
        elif line.balance != before.balance or line.amount != before.amount:
            out += _moved(invoice_id, line, before, as_of)
    for invoice_id, before in standing.items():
        if invoice_id not in stated and before.balance and scope.covers(before):
            kind = EntryKind.SETTLED if before.balance > 0 else EntryKind.ADVANCE
            out.append(NewEntry(invoice_id, as_of, kind, -before.balance))
    return _passed_on(out, standing, stated)


def _passed_on(
    entries: list[NewEntry], standing: Mapping[int, Standing], stated: Mapping[int, Stated]
) -> list[NewEntry]:
    """Money that only went from one interval of a client's balance to another is no payment and no shipment: as much
    of both as the intervals exchanged becomes a correction, which adds up to nothing."""
    if all(map(_NUMBER, stated.values())) and not any(map(_POOL, standing.values())):
        return entries  # nothing but documents: told at one look, for there are hundreds of thousands
    moved: dict[Pool, list[int]] = {}
    for place, entry in enumerate(entries):
        line = stated.get(entry.invoice_id) or standing.get(entry.invoice_id)
        pool = line.share_of if line is not None else None
        if pool is not None:
            moved.setdefault(pool, []).append(place)
    extra: list[NewEntry] = []
    for places in moved.values():
        down = -sum(entries[place].amount for place in places if entries[place].amount < 0)
        up = sum(entries[place].amount for place in places if entries[place].amount > 0)
        for sign, rest in ((-1, min(down, up)), (1, min(down, up))):
            for place in places:
                entry = entries[place]
                part = min(rest, max(entry.amount * sign, 0))
                if part:
                    rest -= part
                    entries[place] = entry._replace(amount=entry.amount - part * sign)
                    extra.append(NewEntry(entry.invoice_id, entry.day, EntryKind.CORRECTION, part * sign))
    return _merged([*entries, *extra]) if extra else entries


def _merged(entries: Iterable[NewEntry]) -> list[NewEntry]:
    sums: dict[tuple[int, date, EntryKind], Kopecks] = {}
    for invoice_id, day, kind, amount in entries:
        sums[invoice_id, day, kind] = sums.get((invoice_id, day, kind), 0) + amount
    return [NewEntry(*key, amount) for key, amount in sums.items() if amount]


def _dated(
    invoice_id: int, line: Stated, before: Standing | None, as_of: date, previous: date | None
) -> Iterable[NewEntry]:
    """A document with true dates: movements since the report before, and what they leave unexplained."""
    used = [m for m in line.moves if m.day <= as_of and (previous is None or m.day > previous)]
    rest = line.balance - (before.balance if before else 0) - sum(move.amount for move in used)
    if rest:
        first = min((move.day for move in used), default=as_of) if previous is None else as_of
        kind = EntryKind.OPENING if rest > 0 and before is None else EntryKind.CORRECTION
        kind = EntryKind.SETTLED if rest < 0 and before is not None and before.balance > 0 else kind
        yield NewEntry(invoice_id, first, kind, rest)
    for move in used:
        if move.amount:
            yield NewEntry(invoice_id, move.day, EntryKind(move.kind), move.amount)


def _opened(invoice_id: int, line: Stated, as_of: date, previous: date | None) -> Sequence[NewEntry]:
    balance, amount, dated = line.balance, line.amount, line.doc_date
    if balance < 0:
        kind = EntryKind.RETURN if is_return(line.kind) else EntryKind.ADVANCE
        return (NewEntry(invoice_id, as_of, kind, balance),)
    day, kind = as_of, EntryKind.OPENING
    if previous is not None:
        if dated is None:
            kind = EntryKind.SHIPMENT
        elif previous < dated <= as_of:
            day, kind = dated, EntryKind.SHIPMENT
    if amount is None or amount <= balance:
        return (NewEntry(invoice_id, day, kind, balance),) if balance else ()
    paid = NewEntry(invoice_id, as_of, EntryKind.PAYMENT, balance - amount)
    return NewEntry(invoice_id, day, kind, amount), paid


def _moved(invoice_id: int, line: Stated, before: Standing, as_of: date) -> Iterable[NewEntry]:
    delta = line.balance - before.balance
    corrected = 0
    if line.amount is not None and before.amount and line.amount != before.amount:
        corrected = line.amount - before.amount
    elif delta > 0:
        corrected = delta
    if before.balance < 0 or line.balance < 0:
        kind = EntryKind.RETURN if is_return(line.kind) else EntryKind.ADVANCE
        corrected, rest = 0, delta
    else:
        kind, rest = EntryKind.SETTLED, delta - corrected
        if rest > 0 or not before.balance:  # no payment was ever negative, and of a settled document none is needed
            corrected, rest = delta, 0
    if corrected:
        yield NewEntry(invoice_id, as_of, EntryKind.CORRECTION, corrected)
    if rest:
        yield NewEntry(invoice_id, as_of, kind, rest)


def is_return(kind: str) -> bool:
    """A document of return by its worded kind."""
    folded = kind.casefold()
    return any(word in folded for word in _RETURNS)


def changes_of(
    as_of: date, previous: date | None, standing: Mapping[int, Standing], stated: Mapping[int, Stated]
) -> dict[int, ItemChange]:
    """``change_of`` each document of a report; plainly new ones and those that stand as they stood without it."""
    out: dict[int, ItemChange] = {}
    for invoice_id, line in stated.items():
        before = standing.get(invoice_id)
        if before is None:
            if previous is None or line.doc_date is None or line.doc_date > previous or line.balance <= 0:
                new, called = ChangeKind.NEW, line.number or line.kind
                out[invoice_id] = ItemChange(new, line.name, called, line.doc_date, 0, line.balance)
                continue
        elif before[:5] == (line.balance, line.amount, line.due_date, line.manager, line.contract):
            same, balance = ChangeKind.SAME, line.balance
            out[invoice_id] = ItemChange(same, line.name, line.number or line.kind, line.doc_date, balance, balance)
            continue
        out[invoice_id] = change_of(as_of, previous, before, line)
    return out


def change_of(as_of: date, previous: date | None, before: Standing | None, line: Stated) -> ItemChange:
    """What the report does to one document, in words; the gravest reading wins: rewritten, then the money."""

    def change(kind: ChangeKind, note: str = "", effect: Kopecks = 0) -> ItemChange:
        was = before.balance if before else 0
        called = line.number or line.kind
        return ItemChange(kind, line.name, called, line.doc_date, was, line.balance, note, effect)

    if before is None:
        late = previous is not None and line.doc_date is not None and line.doc_date <= previous
        if late and line.balance > 0:
            note = _("dated {day}, absent from the report before").format(day=day_text(line.doc_date or as_of))
            return change(ChangeKind.RESURRECTED, note, _overdue(line.due_date, as_of, line.balance))
        return change(ChangeKind.NEW)
    notes = _rewritten(before, line, as_of)
    if not before.balance and line.balance > 0:
        note = "; ".join((_("was settled, owed again"), *notes))
        return change(ChangeKind.RESURRECTED, note, _overdue(line.due_date, as_of, line.balance))
    if notes:
        return change(ChangeKind.REWRITTEN, "; ".join(notes), _effect(before, line, as_of, previous))
    if line.balance == before.balance:
        return change(ChangeKind.SAME)
    if line.balance > before.balance:
        note = _grown(before, line)
        effect = _overdue(line.due_date, as_of, line.balance) - _overdue(line.due_date, as_of, before.balance)
        return change(ChangeKind.GROWN, note, effect)
    return change(ChangeKind.PAID if line.balance == 0 else ChangeKind.PART_PAID)


def _effect(before: Standing, line: Stated, as_of: date, previous: date | None) -> Kopecks:
    """By how much a rewritten document is overdue more than with the sum and the due date told before, as the week's
    bridge has it."""
    was_late = previous is not None and before.balance > 0 and overdue_days(before.due_date, previous) > 0
    if line.balance <= 0 and not was_late:
        return 0
    known = line.amount is not None and before.amount and min(line.balance, before.balance) >= 0
    added = (line.amount or 0) - (before.amount or 0) if known else 0
    told = min(line.balance - added, before.balance)
    late = overdue_days(before.due_date or line.due_date, as_of) > 0
    return _overdue(line.due_date, as_of, line.balance) - ((told if added else max(told, 0)) if late else 0)


_GROWING = ("заказ", "договор", "order", "contract")
"""Kinds of «documents» whose debt grows as goods are shipped under them."""


def _grown(before: Standing, line: Stated) -> str:
    """Why a grown debt is news of the past; empty where it may grow. A document is shipped once."""
    kind = line.kind.casefold()
    if not line.number or line.balance <= 0 or any(word in kind for word in _GROWING):
        return ""
    if line.amount is not None and line.amount == before.amount:
        return _("a payment or a return was taken back")
    return _("the debt of the document was {before}, now {after}").format(
        before=money_sign(before.balance), after=money_sign(line.balance))  # fmt: skip


def vanished_of(before: Standing, kind: ChangeKind, as_of: date) -> ItemChange:
    """An open document that the report does not name: paid, or kept open when the report is narrowed."""
    after = 0 if kind is ChangeKind.PAID else before.balance
    effect = -_overdue(before.due_date, as_of, max(before.balance - after, 0))
    return ItemChange(kind, before.client, before.number, before.doc_date, before.balance, after, "", effect)


def _rewritten(before: Standing, line: Stated, as_of: date) -> list[str]:
    """What the report tells otherwise than the one before. Due dates reckoned from days move by rounding and are no
    news within one day; those of an interval move with the report and are none at all."""
    notes: list[str] = []
    if line.amount is not None and before.amount and line.amount != before.amount:
        notes.append(_("sum was {before}, now {after}").format(
            before=money_sign(before.amount), after=money_sign(line.amount)))  # fmt: skip
    if before.due_date and line.due_date and abs((line.due_date - before.due_date).days) > _slack(line):
        notes.append(_("due date was {before}, now {after}").format(
            before=day_text(before.due_date), after=day_text(line.due_date)))  # fmt: skip
    elif before.due_date and line.due_date is None and not line.key.startswith(WITHOUT_NUMBER):
        day = day_text(before.due_date)
        if line.overdue_days is None:
            notes.append(_("due date was {before}, now not stated").format(before=day))
        elif overdue_days(before.due_date, as_of) > 0:
            notes.append(_("was due on {day}, now it is not overdue").format(day=day))
    if line.manager and before.manager and line.manager != before.manager:
        notes.append(_("manager was {before}, now {after}").format(before=before.manager, after=line.manager))
    if line.contract and before.contract and line.contract != before.contract:
        notes.append(_("contract was {before}, now {after}").format(before=before.contract, after=line.contract))
    return notes


def _slack(line: Stated) -> int:
    """By how many days a due date may move and be no news."""
    if line.due_origin is not DueOrigin.DAYS:
        return 0
    return 1 if line.overdue_days is not None and not line.key.startswith(WITHOUT_NUMBER) else date.max.toordinal()


def _overdue(due: date | None, as_of: date, amount: Kopecks) -> Kopecks:
    return max(amount, 0) if overdue_days(due, as_of) > 0 else 0
