"""Several files of one week that tell of the same: each document and each balance counts once, by name.

A row that two files word alike is dropped from the later one. A document that two files give, worded otherwise (one
without the manager, one without the INN), is one document too, with what either file knows of it. Where its balances
differ the smaller one is taken, for a document only shrinks as it is paid, and both are told. A file of balances by
client is a check of a file of documents where the sums agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from operator import attrgetter
from typing import TypeAlias

from app.domain.money import Kopecks
from app.domain.names import inn_valid, name_key, number_key
from app.domain.reconcile import organisation_key
from app.domain.statement import Problem, Severity, StatedLine
from app.formats import money_sign
from app.i18n import _, ngettext
from app.progress import Progress

_SAID = attrgetter(*(f.name for f in fields(StatedLine) if f.name not in ("row", "sheet", "comment")))
_FILLED = tuple(f.name for f in fields(StatedLine) if f.name not in ("row", "sheet", "comment", "client", "balance"))
_EMPTY = StatedLine(row=0, client="")
STEP = 20_000
"""Rows between two looks at whether the person asked to stop."""
Named: TypeAlias = tuple[str, str, Sequence[StatedLine]]
"""A file by its name, or one of its sheets, and its rows."""


def once(files: Sequence[Named], progress: Progress) -> tuple[list[list[StatedLine]], list[Problem]]:
    """The rows of each file without what another file gives, and what was dropped. Raises ``Cancelled``."""
    found = [_File(name, sheet, list(lines)) for name, sheet, lines in files]
    _rows(found, progress)
    called = _Clients(found)
    documents: dict[tuple[str, str, date | None], list[_Document]] = {}
    shared = _shared(found, progress)
    for done, (file, line, number) in enumerate(shared):
        if done % STEP == 0:
            progress.step(done, len(shared))
        _gather(documents, (called(line), number, line.doc_date), file, line)
    problems: list[Problem] = []
    for done, same in enumerate(documents.values()):
        if done % STEP == 0:
            progress.step(done, len(documents))
        problems += [problem for one in same for problem in one.settle()]
    _alike(found, called, progress)
    problems += _balances(found, called, progress)
    return [file.left() for file in found], [problem for file in found for problem in file.told()] + problems


def _shared(files: Sequence[_File], progress: Progress) -> list[tuple[_File, StatedLine, str]]:
    """Rows with a number and a date that several files know, and the number folded."""
    keys: list[list[tuple[str, date | None]]] = []
    for file in files:
        numbers = number_key("\0".join([line.number for line in file.lines])).split("\0")
        if len(numbers) != len(file.lines):  # a number holds the separator
            numbers = [number_key(line.number) for line in file.lines]
        keys.append([(number, line.doc_date) for number, line in zip(numbers, file.lines, strict=True)])
        progress.step(0, 0)
    several = Counter(key for one in keys for key in set(one))
    progress.step(0, 0)
    return [
        (file, line, key[0])
        for file, mine in zip(files, keys, strict=True)
        for line, key in zip(file.lines, mine, strict=True)
        if several[key] > 1 and key[0] and line.balance is not None and line.movement is None
    ]


@dataclass(eq=False, slots=True)
class _File:
    file: str
    sheet: str  # empty for a file as a whole
    lines: list[StatedLine]
    dropped: dict[int, str] = field(default_factory=dict)  # id of a row -> the file that gives it
    filled: dict[int, StatedLine] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """As it is named to a person: a sheet within its file."""
        return f"{self.file}, {self.sheet}" if self.sheet else self.file

    def left(self) -> list[StatedLine]:
        return [self.filled.get(id(line), line) for line in self.lines if id(line) not in self.dropped]

    def told(self) -> Iterable[Problem]:
        if self.dropped:
            text = ngettext(
                "{n} row is also in «{other}», dropped here",
                "{n} rows are also in «{other}», dropped here",
                len(self.dropped),
            )
            other = next(iter(self.dropped.values()))
            yield Problem(text.format(n=len(self.dropped), other=other), self.sheet, file=self.file)


def _rows(files: Sequence[_File], progress: Progress) -> None:
    """Drop the rows that an earlier file words alike."""
    seen: dict[tuple[object, ...], str] = {}
    for file in files:
        mine: dict[tuple[object, ...], str] = {}
        for number, line in enumerate(file.lines):
            if number % STEP == 0:
                progress.step(number, len(file.lines))
            said = _SAID(line)
            if said in seen:
                file.dropped[id(line)] = seen[said]
            else:
                mine[said] = file.name
        seen |= mine


class _Clients:
    """Who a row names, as far as the files alone can tell: the name folded, one for each taxpayer number."""

    def __init__(self, files: Sequence[_File]) -> None:
        self._by_inn: dict[str, str] = {}
        for file in files:
            for line in file.lines:
                if inn_valid(line.inn):
                    self._by_inn.setdefault(line.inn, name_key(line.client).text)

    def __call__(self, line: StatedLine) -> str:
        return self._by_inn.get(line.inn) or name_key(line.client).text


@dataclass(slots=True)
class _Document:
    """One document in the files that give it, rows of a file together."""

    inn: str
    own: str
    rows: dict[_File, list[StatedLine]]

    def fits(self, line: StatedLine) -> bool:
        """Whether nothing in this row speaks of another client or another company of ours."""
        own = organisation_key(line.organisation)
        same = not self.own or not own or self.own == own
        return same and (not self.inn or not line.inn or self.inn == line.inn)

    def settle(self) -> Iterable[Problem]:
        """Leave the document in one file."""
        if len(self.rows) < 2:
            return
        sums: dict[_File, Kopecks] = {
            file: sum(line.balance or 0 for line in lines) for file, lines in self.rows.items()
        }
        keep = min(sums, key=lambda file: (sums[file], list(sums).index(file)))
        kept = self.rows[keep]
        for line in kept:
            keep.dropped.pop(id(line), None)
        for file, lines in self.rows.items():
            if file is keep:
                continue
            alike = all(id(line) in file.dropped for line in lines)
            file.dropped |= {id(line): keep.name for line in lines}
            if len(kept) == len(lines) == 1 and not alike:
                keep.filled[id(kept[0])] = _with(keep.filled.get(id(kept[0]), kept[0]), lines[0])
            if sums[file] != sums[keep]:
                yield _differs(kept[0], (keep.file, sums[keep]), (file.name, sums[file]))


def _gather(
    documents: dict[tuple[str, str, date | None], list[_Document]],
    place: tuple[str, str, date | None],
    file: _File,
    line: StatedLine,
) -> None:
    same = documents.setdefault(place, [])
    one = next((document for document in same if document.fits(line)), None)
    if one is None:
        one = _Document(line.inn, organisation_key(line.organisation), {})
        same.append(one)
    one.inn, one.own = one.inn or line.inn, one.own or organisation_key(line.organisation)
    one.rows.setdefault(file, []).append(line)


def _with(line: StatedLine, other: StatedLine) -> StatedLine:
    """The row with what only the other one states."""
    more = {
        name: getattr(other, name)
        for name in _FILLED
        if getattr(line, name) == getattr(_EMPTY, name) != getattr(other, name)
    }
    return replace(line, **more) if more else line


def _differs(line: StatedLine, kept: tuple[str, Kopecks], dropped: tuple[str, Kopecks]) -> Problem:
    text = _(
        "document {number} of «{client}» is {sum} here and {other_sum} in «{other}»: the smaller sum was taken"
    ).format(
        number=line.number,
        client=line.client,
        sum=money_sign(kept[1]),
        other_sum=money_sign(dropped[1]),
        other=dropped[0],
    )
    return Problem(text, line.sheet, line.row, severity=Severity.WARNING, file=kept[0])


def _alike(files: Sequence[_File], called: _Clients, progress: Progress) -> None:
    """Drop a client's balance that an earlier file gives to the kopeck, if neither speaks of another manager or
    company of ours than the other: a summary names the managers, their own files do not."""
    seen: dict[tuple[object, ...], list[tuple[_File, StatedLine]]] = {}
    for file in files:
        progress.step(0, 0)
        met: set[int] = set()
        mine: list[tuple[tuple[object, ...], StatedLine]] = []
        for line in file.left() if len(files) > 1 else ():
            if line.number or line.doc_date or line.movement is not None or not line.balance:
                continue
            key = called(line), line.contract.casefold(), line.kind.casefold(), line.balance
            same = (one for one in seen.get(key, ()) if id(one[1]) not in met and _compatible(one[1], line))
            other, kept = next(same, (None, line))
            if other is None:
                mine.append((key, line))
                continue
            met.add(id(kept))
            file.dropped[id(line)] = other.name
            other.filled[id(kept)] = _with(other.filled.get(id(kept), kept), line)
        for place, line in mine:
            seen.setdefault(place, []).append((file, line))


def _compatible(one: StatedLine, other: StatedLine) -> bool:
    """Neither names another manager or another company of ours."""
    companies = {organisation_key(line.organisation) for line in (one, other)} - {""}
    managers = {line.manager.casefold() for line in (one, other)} - {""}
    return len(companies) < 2 and len(managers) < 2


_Place: TypeAlias = tuple[str, str]
"""A client and a company of ours, folded; no company: all of them, or nobody says."""


def _balances(files: Sequence[_File], called: _Clients, progress: Progress) -> Iterable[Problem]:
    """Drop the balances of a client that another file gives by documents with the same sum; where the sums differ
    both stay, and it is said."""
    detailed: dict[_Place, dict[_File, Kopecks]] = {}
    bare: dict[_Place, dict[_File, list[StatedLine]]] = {}
    numbers = {file: any(line.number for line in file.lines) for file in files}
    if len(set(numbers.values())) == 1:
        return
    for file, numbered in numbers.items():
        progress.step(0, 0)
        for line in file.left():
            if line.balance is None or line.movement is not None:
                continue
            client, own = called(line), organisation_key(line.organisation)
            if not numbered:
                bare.setdefault((client, own), {}).setdefault(file, []).append(line)
                continue
            for place in {(client, own), (client, "")}:
                sums = detailed.setdefault(place, {})
                sums[file] = sums.get(file, 0) + line.balance
    unsaid = {client for client, own in detailed if not own} - {client for client, own in detailed if own}
    for (client, own), by_file in bare.items():
        given = detailed.get((client, "" if client in unsaid else own))
        for file, lines in by_file.items() if given else ():
            yield from _checked(file, lines, given or {})


def _checked(file: _File, lines: Sequence[StatedLine], given: dict[_File, Kopecks]) -> Iterable[Problem]:
    """A client's balance of one file against its documents of the others."""
    documents, whole = next(iter(given)), sum(given.values())
    balance = sum(line.balance or 0 for line in lines)
    if balance == whole:
        file.dropped |= {id(line): documents.name for line in lines}
        return
    text = _(
        "«{client}» owes {sum} here and {other_sum} by documents in «{other}»: both were added; if they"
        " tell of the same debt, load one of the files"
    ).format(client=lines[0].client, sum=money_sign(balance), other_sum=money_sign(whole), other=documents.name)
    yield Problem(text, lines[0].sheet, lines[0].row, severity=Severity.WARNING, file=file.file)
