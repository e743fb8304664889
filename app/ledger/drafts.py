"""From files as read to one draft of a report: one kind, one date, rows of a document joined, twins dropped by name.

Nothing here touches the book; the draft is what the preview explains and the acceptance posts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from operator import attrgetter

from app.domain.matching import Party
from app.domain.money import Kopecks
from app.domain.movements import dated, last_day, moved
from app.domain.reconcile import organisation_key
from app.domain.statement import Level, Problem, Skipped, SourceFile, StatedLine, Statement, StatementKind
from app.errors import InputRefused
from app.formats import day as day_text
from app.i18n import _
from app.ledger.fingerprint import content_sha
from app.ledger.overlaps import Named, once
from app.progress import Progress, silent


@dataclass(frozen=True)
class Draft:
    """A report to be. ``lines`` are the rows of all its files, as of its date; ``control`` is None unless every file
    has one. ``source``: the rows as read, where what they say depends on the date."""

    kind: StatementKind
    as_of: date | None
    layout: str
    level: Level
    title: str
    organisation: str
    filters: tuple[str, ...]
    files: tuple[SourceFile, ...]
    lines: tuple[StatedLine, ...]
    rows: int
    facts: int  # source rows that became lines; one with a debt and an advance is one
    control: Kopecks | None
    problems: tuple[Problem, ...]
    skipped: tuple[Skipped, ...]
    source: tuple[StatedLine, ...] = ()
    starts: date | None = None
    found: tuple[Kopecks, Kopecks] | None = None  # debt and advances of a card, known when it is laid over the book

    @cached_property
    def card(self) -> bool:
        """Rows are movements of account 62: they speak only for the documents they name."""
        return any(line.movement is not None for line in self.lines)

    @property
    def stored_kind(self) -> str:
        """Movements end in balances at a date: for the book they are a debt report with true dates."""
        turnover = self.kind in (StatementKind.SALES, StatementKind.PAYMENTS)
        return self.kind.value if turnover else StatementKind.DEBTS.value

    @cached_property
    def scope(self) -> frozenset[str]:
        """Our own companies the report speaks for, folded; empty when any row names none: then for all."""
        own = {organisation_key(name) for name in {line.organisation for line in self.lines}}
        return frozenset() if "" in own else frozenset(own)

    @cached_property
    def begins(self) -> date:
        """The first day a card tells of."""
        days = [line.doc_date for line in self.lines if line.doc_date is not None]
        return min([*days, *filter(None, (self.starts,))])

    @property
    def title_text(self) -> str:
        """The title as stored."""
        return self.title[:500]

    @property
    def organisation_text(self) -> str:
        """Our own companies as stored."""
        return self.organisation[:500]

    @property
    def filters_text(self) -> str:
        """The filters as stored."""
        return json.dumps(list(self.filters), ensure_ascii=False)

    @property
    def scope_text(self) -> str:
        """The scope as stored."""
        return json.dumps(sorted(self.scope), ensure_ascii=False) if self.scope else ""

    @cached_property
    def debt(self) -> Kopecks:
        """Sum of positive balances."""
        if self.found is not None:
            return self.found[0]
        return sum(line.balance for line in self.lines if line.balance is not None and line.balance > 0)

    @cached_property
    def advances(self) -> Kopecks:
        """Sum of advances, positive."""
        if self.found is not None:
            return self.found[1]
        return -sum(line.balance for line in self.lines if line.balance is not None and line.balance < 0)

    @cached_property
    def sum(self) -> Kopecks:
        """Debt less advances, or the turnover of a register."""
        if self.stored_kind == StatementKind.DEBTS.value:
            return self.debt - self.advances
        return sum(line.amount or 0 for line in self.lines)

    @property
    def ties(self) -> bool:
        """The file's total is the net sum or the debt alone (files differ in whether they net advances)."""
        return self.control is None or self.control in (self.sum, self.debt)

    @property
    def files_sha(self) -> str:
        """Hash over the files' own hashes, whatever their order."""
        return hashlib.sha256("".join(sorted(f.sha256 for f in self.files)).encode()).hexdigest()

    @cached_property
    def content_sha(self) -> str:
        """Hash over what the rows say, whatever their order and the file's format."""
        return content_sha(self)

    def hashed(self, progress: Progress) -> None:
        """Have ``content_sha`` made now, in hearing. Raises ``Cancelled``."""
        if "content_sha" not in self.__dict__:
            self.__dict__["content_sha"] = content_sha(self, progress)

    @cached_property
    def parties(self) -> list[Party]:
        """Who each row names, one object for each party."""
        seen: dict[Party, Party] = {}
        return [seen.setdefault(party, party) for party in map(party_of, self.lines)]


def combine(statements: Sequence[Statement], as_of: date | None, progress: Progress | None = None) -> Draft:
    """One draft out of one or several files. Raises ``InputRefused`` when they differ in kind or date, or hold
    no fact at all."""
    first = statements[0]
    _same_kind(statements)
    dates = {s.as_of for s in statements if s.as_of is not None}
    if as_of is None and len(dates) > 1 and first.kind is not StatementKind.PAYMENTS:
        raise InputRefused(
            _("The files are of different dates: {dates}.").format(
                dates=", ".join(f"{day:%d.%m.%Y}" for day in sorted(dates))
            ),
            _("Load them one after another, the oldest first."),
        )
    lines, problems, facts = _joined(statements, progress or silent())
    if not lines:
        raise InputRefused(
            _("«{name}» holds no row that could be taken.").format(name=first.file.name),
            problems[0].text if problems else _("Check that it is the report of receivables."),
        )
    controls = [s.control for s in statements]
    whole = len(lines) == sum(len(s.lines) for s in statements)  # with twins dropped no file's total holds
    draft = Draft(
        kind=first.kind,
        as_of=as_of or max(dates, default=None),
        layout=first.layout,
        level=max((s.level for s in statements), key=list(Level).index),
        title=first.title,
        organisation="; ".join(dict.fromkeys(s.organisation for s in statements if s.organisation)),
        filters=tuple(dict.fromkeys(text for s in statements for text in s.filters)),
        files=tuple(s.file for s in statements),
        lines=tuple(lines),
        rows=sum(s.rows for s in statements),
        facts=facts,
        control=sum(c or 0 for c in controls) if whole and None not in controls else None,
        problems=tuple(problems),
        skipped=tuple(skip for s in statements for skip in s.skipped),
        starts=min((s.period[0] for s in statements if s.period), default=None),
    )
    return _settled(draft)


def redated(draft: Draft, as_of: date) -> Draft:
    """The same rows as of another day."""
    if draft.as_of == as_of:
        return draft
    return _settled(replace(draft, as_of=as_of))


def _settled(draft: Draft) -> Draft:
    """What the day means for the rows, and the rows for the day."""
    if draft.kind is StatementKind.MOVEMENTS:
        return _of_movements(draft)
    if draft.kind is StatementKind.PAYMENTS:  # a statement of payments is never older than its payments
        days = [day for day in (draft.as_of, last_day(draft.lines)) if day is not None]
        return replace(draft, as_of=max(days, default=None))
    return draft


def _of_movements(draft: Draft) -> Draft:
    """Documents with their balances on the day asked for, else on the last day of the file; its total is one of
    turnovers and not of debts."""
    source = draft.source or draft.lines
    as_of = draft.as_of or last_day(source)
    if as_of is None:
        return replace(draft, source=source, control=None)
    lines, later = moved(source, as_of) if draft.card else dated(source, as_of)
    if not lines:
        raise InputRefused(
            _("«{name}» holds no document shipped by {day}.").format(name=draft.files[0].name, day=day_text(as_of)),
            _("Check the date of the report and of this computer."),
        )
    known = len(draft.skipped) - (len(source) - len(draft.lines))
    skipped = (*draft.skipped[:known], *later)
    facts = len({(line.sheet, line.row) for line in lines})
    return replace(draft, as_of=as_of, source=source, lines=tuple(lines), facts=facts, skipped=skipped, control=None)


def _same_kind(statements: Sequence[Statement]) -> None:
    kinds = {s.kind for s in statements}
    if len(kinds) > 1:
        raise InputRefused(
            _("The files are of different kinds: debts, sales and payments are reports of their own."),
            _("Load them one after another."),
        )


def _joined(statements: Sequence[Statement], progress: Progress) -> tuple[list[StatedLine], list[Problem], int]:
    """Rows of all files; a file, a row or a document that another file already gave is dropped by name."""
    problems: list[Problem] = []
    files: dict[str, tuple[str, Sequence[StatedLine]]] = {}
    for statement in statements:
        name = statement.file.name
        problems += [replace(p, file=p.file or name) for p in statement.problems]
        if statement.file.sha256 in files:
            twin = files[statement.file.sha256][0]
            problems.append(Problem(_("the same file as «{twin}», dropped").format(twin=twin), file=name))
        else:
            files[statement.file.sha256] = name, _owned(statement)
    parts = [part for name, rows in files.values() for part in _sheets(name, rows)]
    if len(parts) < 2:
        fresh = [list(rows) for _name, _sheet, rows in parts]
    else:
        fresh, dropped = once(parts, progress)
        problems += dropped
    lines = [line for rows in fresh for line in rows]
    return lines, problems, sum(len(set(map(_PLACE, rows))) for rows in fresh)


def _sheets(name: str, rows: Sequence[StatedLine]) -> list[Named]:
    """A file as a whole, or sheet by sheet: a summary may stand beside the sheets of the managers."""
    by_sheet: dict[str, list[StatedLine]] = {}
    for line in rows:
        by_sheet.setdefault(line.sheet, []).append(line)
    if len(by_sheet) < 2:
        return [(name, "", rows)]
    return [(name, sheet, mine) for sheet, mine in by_sheet.items()]


_PLACE = attrgetter("sheet", "row")


def _owned(statement: Statement) -> tuple[StatedLine, ...]:
    """Rows of a file that names our own company at its top belong to it."""
    own = statement.organisation
    if not own or all(line.organisation for line in statement.lines):
        return statement.lines
    return tuple(line if line.organisation else replace(line, organisation=own) for line in statement.lines)


def party_of(line: StatedLine) -> Party:
    """The client as the row names it."""
    return Party(line.client, line.inn, line.code, line.manager)
