"""From files as read to one draft of a report: one kind, one date, rows of a document joined, twins dropped by name.

Nothing here touches the book; the draft is what the preview explains and the acceptance posts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.domain.matching import Party
from app.domain.money import Kopecks
from app.domain.movements import dated, last_day, moved
from app.domain.reconcile import Stated, due_of, invoice_key, organisation_key
from app.domain.statement import (
    Level,
    Problem,
    Severity,
    Skipped,
    SourceFile,
    StatedLine,
    Statement,
    StatementKind,
)
from app.errors import InputRefused
from app.formats import day as day_text
from app.formats import money_sign
from app.i18n import _, ngettext


@dataclass(frozen=True, slots=True)
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

    @property
    def card(self) -> bool:
        """Rows are movements of account 62: they speak only for the documents they name."""
        return any(line.movement is not None for line in self.lines)

    @property
    def stored_kind(self) -> str:
        """Movements end in balances at a date: for the book they are a debt report with true dates."""
        turnover = self.kind in (StatementKind.SALES, StatementKind.PAYMENTS)
        return self.kind.value if turnover else StatementKind.DEBTS.value

    @property
    def scope(self) -> frozenset[str]:
        """Our own companies the report speaks for, folded; empty when any row names none: then for all."""
        own = {organisation_key(line.organisation) for line in self.lines}
        return frozenset() if "" in own else frozenset(own)

    @property
    def scope_text(self) -> str:
        """The scope as stored."""
        return json.dumps(sorted(self.scope), ensure_ascii=False) if self.scope else ""

    @property
    def debt(self) -> Kopecks:
        """Sum of positive balances."""
        if self.found is not None:
            return self.found[0]
        return sum(line.balance for line in self.lines if line.balance is not None and line.balance > 0)

    @property
    def advances(self) -> Kopecks:
        """Sum of advances, positive."""
        if self.found is not None:
            return self.found[1]
        return -sum(line.balance for line in self.lines if line.balance is not None and line.balance < 0)

    @property
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

    @property
    def content_sha(self) -> str:
        """Hash over what the rows say, whatever their order and the file's format."""
        facts = sorted(repr(replace(line, row=0, sheet="")) for line in self.lines)
        head = f"{self.kind}|{self.as_of}|{self.organisation}|{self.filters}"
        return hashlib.sha256("\n".join((head, *facts)).encode("utf-8", "surrogatepass")).hexdigest()


def combine(statements: Sequence[Statement], as_of: date | None) -> Draft:
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
    lines, problems, facts = _joined(statements)
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
            _("The files are of different kinds: debts and sales cannot be one report."),
            _("Load them one after another."),
        )


def _joined(statements: Sequence[Statement]) -> tuple[list[StatedLine], list[Problem], int]:
    """Rows of all files; a file or a row that another file already gave is dropped by name."""
    lines: list[StatedLine] = []
    problems: list[Problem] = []
    facts = 0
    seen_files: dict[str, str] = {}
    seen_rows: dict[StatedLine, str] = {}
    for statement in statements:
        name = statement.file.name
        problems += [replace(p, file=p.file or name) for p in statement.problems]
        if statement.file.sha256 in seen_files:
            twin = seen_files[statement.file.sha256]
            problems.append(Problem(_("the same file as «{twin}», dropped").format(twin=twin), file=name))
            continue
        seen_files[statement.file.sha256] = name
        fresh, twins = _without_twins(_owned(statement), seen_rows)
        lines += fresh
        facts += len({(line.sheet, line.row) for line in fresh})
        if twins:
            text = ngettext(
                "{n} row is also in «{other}», dropped here",
                "{n} rows are also in «{other}», dropped here",
                len(twins),
            )
            problems.append(Problem(text.format(n=len(twins), other=twins[0]), file=name))
    return lines, problems, facts


def _owned(statement: Statement) -> Statement:
    """Rows of a file that names our own company at its top belong to it."""
    own = statement.organisation
    if not own or all(line.organisation for line in statement.lines):
        return statement
    lines = tuple(line if line.organisation else replace(line, organisation=own) for line in statement.lines)
    return replace(statement, lines=lines)


def _without_twins(statement: Statement, seen: dict[StatedLine, str]) -> tuple[list[StatedLine], list[str]]:
    fresh: list[StatedLine] = []
    twins: list[str] = []
    mine: dict[StatedLine, str] = {}
    for line in statement.lines:
        bare = replace(line, row=0, sheet="", comment="") if seen or len(statement.lines) < 50_000 else line
        if bare in seen:
            twins.append(seen[bare])
        else:
            fresh.append(line)
            mine[bare] = statement.file.name
    seen.update(mine)
    return fresh, twins


def parted(line: StatedLine) -> list[StatedLine]:
    """A client-level row in parts that can age: by the file's own intervals when they add up to the balance or to
    the overdue sum, else overdue and not due. The parts carry the interval as their kind; the sum is untouched."""
    if line.number or line.balance is None or line.balance <= 0 or line.due_date is not None:
        return [line]
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


def stated_of(
    lines: Iterable[StatedLine], as_of: date, client_of: dict[Party, int]
) -> tuple[list[Stated], list[Problem]]:
    """Rows joined to documents: rows of one document with one due date are summed (and said so), with several due
    dates they are its parts."""
    groups: dict[tuple[int, str], list[StatedLine]] = {}
    for line in lines:
        for part in parted(line):
            groups.setdefault((client_of[party_of(line)], invoice_key(part)), []).append(part)
    out: list[Stated] = []
    problems: list[Problem] = []
    for (client_id, key), rows in groups.items():
        if len(rows) == 1:
            out.append(_stated(rows, as_of, client_id, key))
            continue
        parts: dict[date | None, list[StatedLine]] = {}
        for row in rows:
            parts.setdefault(due_of(row, as_of)[0], []).append(row)
        ordered = sorted(parts.items(), key=lambda item: item[0] or date.min)
        for number, (_due, same) in enumerate(ordered):
            out.append(_stated(same, as_of, client_id, key if number == 0 else f"{key}|{number + 1}"))
            if len(same) > 1:
                problems.append(_repeated(same))
    return out, problems


def number_documents(
    joined: Sequence[Stated], known: dict[tuple[int, str], int], merged: dict[tuple[int, str], int]
) -> dict[int, Stated]:
    """Give each stated document its invoice id, or a negative one when the book does not have it. ``merged``: the
    documents of clients merged with its own, under which it may have been stated before."""
    out: dict[int, Stated] = {}
    taken = {known.get((line.client_id, line.key)) for line in joined}
    for line in joined:
        place = (line.client_id, line.key)
        invoice_id = known.get(place, 0)
        if not invoice_id and merged.get(place) not in taken:
            invoice_id = merged.get(place, 0)
            taken.add(invoice_id)
        out[invoice_id or -len(out) - 1] = replace(line, invoice_id=invoice_id)
    return out


def party_of(line: StatedLine) -> Party:
    """The client as the row names it."""
    return Party(line.client, line.inn, line.code, line.manager)


def _repeated(rows: Sequence[StatedLine]) -> Problem:
    text = _("document {number} of «{client}» stands in rows {rows}: their sums {amount} were added").format(
        number=rows[0].number or "—",
        client=rows[0].client,
        rows=", ".join(str(row.row) for row in rows[:8]),
        amount=money_sign(sum(row.balance or 0 for row in rows)),
    )
    return Problem(text, rows[0].sheet, rows[1].row, severity=Severity.WARNING)


def _stated(rows: Sequence[StatedLine], as_of: date, client_id: int, key: str) -> Stated:
    line = rows[0]
    due, origin = due_of(line, as_of)
    amounts = [row.amount for row in rows]
    return Stated(
        client_id=client_id,
        key=key,
        number=line.number,
        kind=line.kind,
        contract=line.contract,
        doc_date=line.doc_date,
        due_date=due,
        due_origin=origin,
        balance=sum(row.balance or 0 for row in rows),
        amount=None if None in amounts else sum(amount or 0 for amount in amounts),
        overdue_days=line.overdue_days,
        terms=line.terms,
        manager=line.manager,
        name=line.client,
        inn=line.inn,
        client_type=line.client_type,
        avg_order=line.avg_order,
        core_share=line.core_share,
        organisation=line.organisation,
        rows=tuple(row.row for row in rows),
        moves=tuple(move for row in rows for move in row.moves),
    )
