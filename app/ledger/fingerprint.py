"""What makes two loads the same: a hash over what the rows say, whatever their order and the file's format."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import MISSING, fields
from datetime import date
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from app.domain.aging import Interval
from app.domain.statement import StatedLine
from app.progress import Progress, silent

if TYPE_CHECKING:
    from app.ledger.drafts import Draft

MARK = "2:"
"""Begins a hash made by columns; older books hold hashes of ``first_of`` without a mark."""
_PORTION = 20_000
"""Rows between two looks at whether the person asked to stop."""
_PLACE = ("row", "sheet")
_FIELDS = [
    (f.name, f.default if f.default is not MISSING else f.default_factory() if f.default_factory is not MISSING else "")
    for f in fields(StatedLine)
    if f.name not in _PLACE
]
_FIRST = (
    "row", "client", "balance", "amount", "paid", "sheet", "inn", "code", "contract", "kind", "number", "doc_date",
    "due_date", "overdue_days", "overdue", "settled_date", "terms", "manager", "client_type", "avg_order", "core_share",
    "organisation", "comment", "buckets", "not_due", "movement", "settles", "moves", "named",
)  # fmt: skip


def content_sha(draft: Draft, progress: Progress | None = None) -> str:
    """The hash by which a report is known. A field that no row fills does not count, so that a field the program
    learns later leaves the hashes as they are. Raises ``Cancelled``."""
    progress = progress or silent()
    names: list[str] = []
    columns: list[Sequence[str]] = []
    for number, (name, empty) in enumerate(_FIELDS):
        progress.step(number, len(_FIELDS))
        values = list(map(attrgetter(name), draft.lines))
        if values.count(empty) < len(values):
            names.append(name)
            columns.append(_worded(values))
    rows: list[bytes] = []
    said, make = map("\x1f".join, zip(*columns, strict=True)), hashlib.blake2b
    while portion := list(islice(said, _PORTION)):
        progress.step(len(rows), len(draft.lines))
        rows += [make(row.encode("utf-8", "surrogatepass"), digest_size=16).digest() for row in portion]
    progress.step(0, 0)
    head = f"{_head(draft)}|{names}".encode("utf-8", "surrogatepass")
    return MARK + hashlib.sha256(b"".join((head, *sorted(rows)))).hexdigest()


def _worded(values: Sequence[Any]) -> Sequence[str]:
    """A column in words: texts as they are, anything else as Python writes it, days and objects once each."""
    kinds = set(map(type, values)) - {type(None)}
    if kinds <= {str} and None not in values:
        return values
    if kinds <= {int}:
        return list(map(repr, values))
    if kinds <= {date}:
        words = {value: repr(value) for value in set(values)}
        return list(map(words.__getitem__, values))
    places = list(map(id, values))
    once = dict(zip(places, values, strict=True))
    intervals: dict[Interval, str] = {}
    objects = {place: _said(value, intervals) for place, value in once.items()}
    return list(map(objects.__getitem__, places))


def _said(value: object, intervals: dict[Interval, str]) -> str:
    """``repr`` of a value, of each interval of the file once."""
    if type(value) is Interval:
        return intervals.get(value) or intervals.setdefault(value, repr(value))
    if type(value) is not tuple:
        return repr(value)
    said = [_said(one, intervals) for one in value]
    return f"({said[0]},)" if len(said) == 1 else f"({', '.join(said)})"


def first_of(draft: Draft) -> str:
    """The hash as the first version of the program made it, to know again what older books hold."""
    facts = sorted(
        f"StatedLine({', '.join(f'{name}={_bare(line, name)!r}' for name in _FIRST)})" for line in draft.lines
    )
    return hashlib.sha256("\n".join((_head(draft), *facts)).encode("utf-8", "surrogatepass")).hexdigest()


def _bare(line: StatedLine, name: str) -> object:
    return (0 if name == "row" else "") if name in _PLACE else getattr(line, name)


def _head(draft: Draft) -> str:
    return f"{draft.kind}|{draft.as_of}|{draft.organisation}|{draft.filters}"
