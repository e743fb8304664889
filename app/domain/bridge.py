"""The week's bridge: why overdue debt is what it is now.

overdue before + matured + returned from the past - paid - returned goods - written off +/- rewritten = overdue now,
to the kopeck, for each document and hence for each client and manager. Due dates are those stated at each end: one that
bookkeeping moved shows as «rewritten», not as payment.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date

from app.domain.debt import overdue_days
from app.domain.money import Kopecks
from app.domain.reconcile import EntryKind


@dataclass(frozen=True, slots=True)
class Passage:
    """One document between two dates. ``moves`` are (kind, signed kopecks) in between; ``due_*`` as stated at
    each end (None: unknown). ``returned``: it was settled or absent before and came back with an old date."""

    client_id: int
    client: str
    manager: str
    before: Kopecks
    after: Kopecks
    due_before: date | None
    due_after: date | None
    moves: tuple[tuple[str, Kopecks], ...]
    returned: bool = False
    part: bool = False  # of a client's balance: what passes between its intervals grew older


@dataclass(frozen=True, slots=True)
class BridgeLine:
    """Kopecks; ``paid``, ``goods`` and ``written_off`` are positive and are taken away."""

    client_id: int
    label: str
    manager: str
    before: Kopecks = 0
    matured: Kopecks = 0
    returned: Kopecks = 0
    paid: Kopecks = 0
    goods: Kopecks = 0
    written_off: Kopecks = 0
    rewritten: Kopecks = 0
    after: Kopecks = 0

    @property
    def adds_up(self) -> bool:
        """The law of the bridge."""
        gained = self.before + self.matured + self.returned + self.rewritten
        return gained - self.paid - self.goods - self.written_off == self.after


@dataclass(frozen=True, slots=True)
class Bridge:
    """Lines by falling change, and their totals."""

    since: date
    until: date
    lines: tuple[BridgeLine, ...]
    totals: BridgeLine


_SUMS = tuple(field.name for field in fields(BridgeLine))[3:]


def steps(passages: Iterable[Passage], since: date, until: date) -> list[BridgeLine]:
    """Each document's part. Parts of one client's balance are one step: overdue debt that came from another interval
    matured, nobody rewrote it."""
    out: list[BridgeLine] = []
    pools: dict[tuple[int, str], list[BridgeLine]] = {}
    for passage in passages:
        line = step(passage, since, until)
        if passage.part:
            pools.setdefault((passage.client_id, passage.manager), []).append(line)
        else:
            out.append(line)
    for lines in pools.values():
        whole = total(lines, lines[0].label)
        if whole.rewritten > 0:
            whole = replace(whole, matured=whole.matured + whole.rewritten, rewritten=0)
        out.append(whole)
    return out


def step(passage: Passage, since: date, until: date) -> BridgeLine:
    """One document's part. 100 due on Wednesday, 30 of it paid by Monday: matured 100, paid 30, now 70."""
    was = _overdue(passage.before, passage.due_before, since)
    now = _overdue(passage.after, passage.due_after, until)
    if not was and not now and not _put_off(passage, until):
        return BridgeLine(passage.client_id, passage.client, passage.manager)
    paid, goods, written, corrected = _sums(passage.moves)
    paid -= min(max(paid, 0), max(-passage.after, 0))  # what was paid over became an advance
    shipped = sum(a for kind, a in passage.moves if kind in (EntryKind.SHIPMENT, EntryKind.OPENING))
    matured = returned = 0
    if not was:
        entered = passage.before + shipped
        if passage.returned:
            returned = entered + corrected
        elif passage.before >= 0 and _matured(passage, until):
            matured = entered
        else:  # its due date was brought forward, or an advance became a debt: nobody paid what was not overdue
            paid = goods = written = 0
    rewritten = now - (was + matured + returned - paid - goods - written)
    return BridgeLine(
        passage.client_id, passage.client, passage.manager, was, matured, returned, paid, goods, written,
        rewritten, now,
    )  # fmt: skip


def _overdue(balance: Kopecks, due: date | None, day: date) -> Kopecks:
    return balance if balance > 0 and overdue_days(due, day) > 0 else 0


def _put_off(passage: Passage, until: date) -> bool:
    """It would be overdue now, had its due date not been moved since it was stated."""
    stated = 0 if passage.returned else _overdue(passage.after, passage.due_before, until)
    return bool(stated) and not _overdue(passage.after, passage.due_after, until)


def _matured(passage: Passage, until: date) -> bool:
    """The due date, as it stood before any rewriting, passed within the week (or the document is new)."""
    due = passage.due_before if passage.due_before is not None else passage.due_after
    return due is not None and due < until


def _sums(moves: Iterable[tuple[str, Kopecks]]) -> tuple[Kopecks, Kopecks, Kopecks, Kopecks]:
    """Paid, returned goods, written off (positive each), and corrections as signed."""
    paid = goods = written = corrected = 0
    for kind, amount in moves:
        if kind in (EntryKind.PAYMENT, EntryKind.SETTLED, EntryKind.ADVANCE):
            paid -= amount
        elif kind == EntryKind.RETURN:
            goods -= amount
        elif kind == EntryKind.WRITE_OFF:
            written -= amount
        elif kind == EntryKind.CORRECTION:
            corrected += amount
    return paid, goods, written, corrected


def gather(steps: Iterable[BridgeLine], by_manager: bool = False) -> tuple[BridgeLine, ...]:
    """Documents' parts summed by client, or by manager; lines that say nothing are left out."""
    groups: dict[object, list[BridgeLine]] = {}
    for line in steps:
        groups.setdefault(line.manager if by_manager else line.client_id, []).append(line)
    out = [total(group, group[0].manager if by_manager else group[0].label) for group in groups.values()]
    out = [line for line in out if any(getattr(line, name) for name in _SUMS)]
    return tuple(sorted(out, key=lambda line: (-abs(line.after - line.before), -line.after, line.label)))


def total(lines: Iterable[BridgeLine], label: str) -> BridgeLine:
    """Column sums under one label."""
    found = list(lines)
    sums = {name: sum(getattr(line, name) for line in found) for name in _SUMS}
    first = found[0] if found else BridgeLine(0, label, "")
    return BridgeLine(first.client_id, label, first.manager, **sums)
