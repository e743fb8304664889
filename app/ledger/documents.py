"""Rows of a draft joined to documents, and the documents found in the book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import compress
from operator import attrgetter

from app.domain.matching import Party
from app.domain.reconcile import Stated, due_of, invoice_keys
from app.domain.statement import Problem, Severity, StatedLine
from app.formats import money_sign
from app.i18n import _
from app.progress import Progress, silent


def parted(line: StatedLine) -> list[StatedLine]:
    """A row in parts that can age: by the file's own intervals when they add up to the balance or to the overdue
    sum, else overdue and not due. Parts of a client-level row carry the interval as their kind; the sum is
    untouched."""
    if line.balance is None or line.balance <= 0 or line.due_date is not None:
        return [line]
    if line.number:
        return _spread(line)
    pieces = [(span.first, span.label, amount) for span, amount in line.buckets if amount]
    whole = sum(amount for _first, _label, amount in pieces)
    overdue = line.overdue or 0
    if pieces and whole == overdue != line.balance:
        pieces.insert(0, (0, _("not due"), line.balance - overdue))
        whole = line.balance
    if not pieces or whole != line.balance:
        if not 0 < overdue < line.balance:
            return [line]
        late = max(line.overdue_days or 1, 1)
        pieces = [(0, _("not due"), line.balance - overdue), (late, _("overdue"), overdue)]
    return [
        replace(line, balance=amount, kind=label, overdue_days=max(first, 0), amount=None, paid=None, overdue=None)
        for first, label, amount in pieces
    ]


def _spread(line: StatedLine) -> list[StatedLine]:
    """A document whose balance stands in several intervals: it was payable in parts."""
    owed = line.balance or 0
    pieces = [(span, amount) for span, amount in line.buckets if amount]
    if not pieces or line.overdue_days is not None or pieces[0][1] == owed:
        return [line]
    rest = owed - sum(amount for _span, amount in pieces)
    if rest < 0 or (rest and rest not in (line.not_due, owed - (line.overdue or 0))):
        return [line]
    parts = [replace(line, buckets=(piece,), balance=piece[1], overdue=None) for piece in pieces]
    return [*parts, replace(line, buckets=(), balance=rest, overdue=None)] if rest else parts


def stated_of(
    lines: Sequence[StatedLine],
    parties: Sequence[Party],
    as_of: date,
    client_of: Mapping[Party, int],
    progress: Progress | None = None,
) -> tuple[list[Stated], list[Problem]]:
    """Rows joined to documents: rows of one document with one due date are summed (and said so), with several due
    dates they are its parts. ``parties``: who each row names. Raises ``Cancelled``."""
    progress = progress or silent()
    clients = list(map(client_of.__getitem__, parties))
    if not all(map(_NUMBER, lines)) or any(map(_BUCKETS, lines)):
        pieces = [parted(line) for line in lines]
        clients = [client_id for client_id, parts in zip(clients, pieces, strict=True) for _part in parts]
        lines = [part for parts in pieces for part in parts]
    progress.step(0, 3)
    keys = invoice_keys(lines)
    progress.step(0, 3)
    places = list(zip(clients, keys, strict=True))
    if len(set(places)) == len(places):
        progress.step(0, 3)
        return _documents(lines, clients, keys, as_of), []
    return _grouped(lines, places, as_of)


_NUMBER, _BUCKETS = attrgetter("number"), attrgetter("buckets")


def _grouped(
    lines: Sequence[StatedLine], places: Sequence[tuple[int, str]], as_of: date
) -> tuple[list[Stated], list[Problem]]:
    """Documents where some stand in several rows, in the order in which they are first named."""
    groups: dict[tuple[int, str], list[StatedLine]] = {}
    for place, line in zip(places, lines, strict=True):
        groups.setdefault(place, []).append(line)
    single = [len(rows) == 1 for rows in groups.values()]
    alone = [rows[0] for rows in compress(groups.values(), single)]
    owners = [client_id for client_id, _key in compress(groups, single)]
    plain = iter(_documents(alone, owners, [key for _client, key in compress(groups, single)], as_of))
    out: list[Stated] = []
    problems: list[Problem] = []
    for (client_id, key), rows in groups.items():
        if len(rows) == 1:
            out.append(next(plain))
            continue
        parts: dict[date | None, list[StatedLine]] = {}
        for row in rows:
            parts.setdefault(due_of(row, as_of)[0], []).append(row)
        ordered = sorted(parts.items(), key=lambda item: item[0] or date.min)
        for number, (_due, same) in enumerate(ordered):
            out.append(_joined(same, as_of, client_id, key if number == 0 else f"{key}|{number + 1}"))
            if len(same) > 1:
                problems.append(_repeated(same))
    return out, problems


def _documents(lines: Sequence[StatedLine], clients: Sequence[int], keys: Sequence[str], as_of: date) -> list[Stated]:
    """Documents of one row each."""
    made = Stated._make
    return [
        made((
            client_id, key, line.number, line.kind, line.contract, line.doc_date,
            *due_of(line, as_of), line.balance or 0, line.amount, line.overdue_days, line.terms, line.manager,
            line.client, line.inn, line.client_type, line.avg_order, line.core_share, line.organisation,
            (line.row,), line.moves,
        ))
        for client_id, key, line in zip(clients, keys, lines, strict=True)
    ]  # fmt: skip


def _joined(rows: Sequence[StatedLine], as_of: date, client_id: int, key: str) -> Stated:
    """One document of several rows."""
    (one,) = _documents(rows[:1], [client_id], [key], as_of)
    amounts = [row.amount for row in rows]
    return one._replace(
        balance=sum(row.balance or 0 for row in rows),
        amount=None if None in amounts else sum(amount or 0 for amount in amounts),
        rows=tuple(row.row for row in rows),
        moves=tuple(move for row in rows for move in row.moves),
    )


def _repeated(rows: Sequence[StatedLine]) -> Problem:
    text = _("document {number} of «{client}» stands in rows {rows}: their sums {amount} were added").format(
        number=rows[0].number or "—",
        client=rows[0].client,
        rows=", ".join(str(row.row) for row in rows[:8]),
        amount=money_sign(sum(row.balance or 0 for row in rows)),
    )
    severity = Severity.WARNING if rows[0].number else Severity.INFO  # a client under two accounts of one report
    return Problem(text, rows[0].sheet, rows[1].row, severity=severity)


def numbered(
    joined: Sequence[Stated], known: Mapping[tuple[int, str], int], merged: Mapping[tuple[int, str], int]
) -> dict[int, Stated]:
    """The documents by invoice id, a negative one when the book does not have it. ``merged``: the documents of
    clients merged with its own, under which it may have been stated before."""
    if not known and not merged:
        return dict(zip(range(-1, -1 - len(joined), -1), joined, strict=True))
    out: dict[int, Stated] = {}
    taken = {known.get((line.client_id, line.key)) for line in joined} if merged else set()
    for line in joined:
        place = (line.client_id, line.key)
        invoice_id = known.get(place, 0)
        if merged and not invoice_id and merged.get(place) not in taken:
            invoice_id = merged.get(place, 0)
            taken.add(invoice_id)
        out[invoice_id or -len(out) - 1] = line
    return out
