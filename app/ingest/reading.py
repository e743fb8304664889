"""From paths to statements: contents, cells by the child, a layout that knows them, checks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from app.domain.mapping import Mapping
from app.domain.money import Kopecks
from app.domain.statement import Problem, Severity, SourceFile, StatedLine, Statement, StatementKind
from app.errors import InputRefused, LayoutUnknown
from app.i18n import _
from app.ingest import bank
from app.ingest.burst import uncollected
from app.ingest.checks import check
from app.ingest.files import load
from app.ingest.layouts import Plan, layouts
from app.ingest.layouts.flat import FlatPlan
from app.ingest.layouts.flat_columns import Foreseen
from app.ingest.layouts.grouped import GroupedDebts
from app.ingest.layouts.mapped import plan_of
from app.ingest.layouts.refused import Declined
from app.ingest.layouts.settlements import GroupedPlan
from app.ingest.sandbox import Failure, Sandbox
from app.ingest.sheet import Sheet
from app.ingest.tally import Tally
from app.ingest.values import empty
from app.ingest.wording import refused
from app.progress import Progress

FORESEEN = 4000
"""Rows of a sheet by which its layout is guessed while the rest is on its way."""


def statements(paths: Sequence[Path], progress: Progress, mappings: Sequence[Mapping] = ()) -> tuple[Statement, ...]:
    """Each file read by one child; ``mappings`` explain tables no layout knows. Raises ``InputRefused`` and
    ``Cancelled``."""
    with Sandbox() as sandbox, uncollected():
        last = len(paths) - 1
        return tuple(
            statement(Path(path), sandbox, progress, mappings, last=place == last) for place, path in enumerate(paths)
        )


def statement(
    path: Path, sandbox: Sandbox, progress: Progress, mappings: Sequence[Mapping] = (), *, last: bool = False
) -> Statement:
    """One file, by a child that is already there or will be; after the ``last`` one the child ends, for its memory
    is wanted here. Raises ``InputRefused`` and ``Cancelled``."""
    progress.step(0, 0, path.name)
    data, source = load(path)
    if bank.recognised(data):
        return bank.read(data, source, progress)
    try:
        sheets = sandbox.sheets(data, progress, path.name, lambda sheet: ahead(sheet, source.name))
    except Failure as failure:
        raise refused(source.name, failure.code) from failure
    finally:
        if last:
            sandbox.close()
    return understood(sheets, source, progress, mappings)


def ahead(sheet: Sheet, file_name: str) -> None:
    """Read what came of a long table while the child sends the rest. All is only a guess until the whole sheet is
    there and its plan turns out to be the same."""
    if sheet.ahead is None and len(sheet.rows) >= FORESEEN:
        sheet.ahead = _guess(sheet, file_name) or False
    if isinstance(sheet.ahead, Foreseen | GroupedDebts):
        sheet.ahead.read_on()


def _guess(sheet: Sheet, file_name: str) -> Foreseen | GroupedDebts | None:
    """The reader of a sheet of which a part is there. Where headings span columns, only the whole sheet tells where
    their values stand; to look for that moves values, so that only a copy may be looked at."""
    try:
        plan = _plan(replace(sheet, rows=list(sheet.rows), folded={}), file_name)
    except InputRefused:  # half of a table may be anything
        return None
    if not isinstance(plan, FlatPlan | GroupedPlan) or plan.spanned:
        return None
    plan.sheet = sheet
    return plan.foreseen()


@dataclass(slots=True)
class _Read:
    sheet: Sheet
    plan: Plan
    tally: Tally


def understood(
    sheets: list[Sheet],
    source: SourceFile,
    progress: Progress,
    mappings: Sequence[Mapping] = (),
    *,
    known: bool = True,
) -> Statement:
    """The statement in the cells of a file: by a layout (unless ``known`` is False), else by a mapping that fits.
    Raises ``LayoutUnknown`` when no sheet is a known report."""
    if known:
        try:
            return _told(_planned(sheets, source.name, progress), sheets, source)
        except LayoutUnknown:
            if not mappings:
                raise
    planned = _mapped(sheets, mappings, source.name, progress)
    return _told(planned, sheets, source)


def _told(planned: list[_Read], sheets: list[Sheet], source: SourceFile) -> Statement:
    if not planned:
        raise _unknown(sheets, source.name)
    chosen, notes = _chosen(planned)
    for one in chosen:
        try:
            one.plan.read(one.tally)
        except Declined as reason:
            raise InputRefused(reason.text.format(name=source.name), reason.hint) from reason
    as_of = chosen[0].plan.title.as_of
    check([one.tally for one in chosen], chosen[0].plan.kind, as_of)
    return _assembled(chosen, notes, source)


def _planned(sheets: list[Sheet], file_name: str, progress: Progress) -> list[_Read]:
    found = []
    for sheet in sheets:
        plan = _plan(sheet, file_name)
        if plan is not None:
            found.append(_Read(sheet, plan, Tally(sheet.name, progress, file_name)))
    return found


def _mapped(sheets: list[Sheet], mappings: Sequence[Mapping], file_name: str, progress: Progress) -> list[_Read]:
    """Sheets with the headings of one mapping, the first that fits any."""
    for mapping in mappings:
        plans = [(sheet, plan_of(sheet, mapping, file_name)) for sheet in sheets]
        found = [_Read(sheet, plan, Tally(sheet.name, progress, file_name)) for sheet, plan in plans if plan]
        if found:
            return found
    return []


def _plan(sheet: Sheet, file_name: str) -> Plan | None:
    """The first layout that knows the sheet. Raises ``InputRefused`` when it does and cannot read it."""
    try:
        return next((plan for layout in layouts() if (plan := layout.match(sheet, file_name))), None)
    except Declined as reason:
        raise InputRefused(reason.text.format(name=file_name), reason.hint) from reason


def _chosen(planned: list[_Read]) -> tuple[list[_Read], list[Problem]]:
    """Sheets of one layout and one date belong together; the others are named and left.

    A hidden sheet is an old copy as a rule: it is read only when nothing else is there.
    """
    seen = [one for one in planned if not one.sheet.hidden] or planned
    first = seen[0]
    chosen: list[_Read] = []
    notes: list[Problem] = []
    for one in planned:
        same = one in seen and one.plan.layout == first.plan.layout and one.plan.kind == first.plan.kind
        dated = one.plan.title.as_of in (None, first.plan.title.as_of)
        copied = any(one.sheet.rows == other.sheet.rows for other in chosen)
        if same and dated and not copied:
            chosen.append(_Read(one.sheet, one.plan, one.tally))
        else:
            notes.append(Problem(_("Sheet «{name}» was not read.").format(name=one.sheet.name), one.sheet.name))
    return chosen, notes


def _told_of(lines: Sequence[StatedLine], kind: StatementKind) -> bool:
    """Anything was taken; of a report on debts, not advances alone: where no row of a debt can be read, the debt is
    not nothing."""
    return any((line.balance or 0) > 0 for line in lines) if kind is StatementKind.DEBTS else bool(lines)


def _assembled(chosen: list[_Read], notes: list[Problem], source: SourceFile) -> Statement:
    plan, tallies = chosen[0].plan, [one.tally for one in chosen]
    lines = tuple(chain.from_iterable(tally.lines for tally in tallies))
    problems = [*notes, *chain.from_iterable(tally.problems for tally in tallies)]
    if plan.title.conflict:
        problems.append(Problem(_("The file names two different dates: say which is the date of the report.")))
    unlisted = sum(tally.unlisted() for tally in tallies)
    if unlisted:
        problems.append(Problem(_("More problems of the same kinds are not listed: {count}.").format(count=unlisted)))
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors and not _told_of(lines, plan.kind):
        said = _("No debt in «{name}» could be taken; row {row}: {reason}")
        said = said if lines else _("No row of «{name}» could be taken; row {row}: {reason}")
        raise LayoutUnknown(
            said.format(name=source.name, row=errors[0].row, reason=errors[0].text),
            _("Load it in the window: it will ask what the columns hold and remember it."),
            source.name,
        )
    if not lines and not any(tally.control is not None for tally in tallies):
        raise InputRefused(
            _("There are headings in «{name}», but not one row of figures below them.").format(name=source.name),
            _("If nobody owes anything, ask for the report with its row of totals."),
        )
    return Statement(
        kind=plan.kind,
        layout=plan.layout,
        file=source,
        as_of=plan.title.as_of,
        lines=lines,
        rows=sum(tally.rows for tally in tallies),
        level=plan.level,
        title=plan.title.title,
        organisation=plan.title.organisation,
        filters=plan.title.filters,
        control=_control(tallies),
        problems=tuple(replace(problem, file=source.name) for problem in problems),
        skipped=tuple(chain.from_iterable(tally.skipped for tally in tallies)),
        period=plan.title.period,
    )


def _control(tallies: list[Tally]) -> Kopecks | None:
    """The sum of the sheets' totals, when each sheet has one."""
    stated = [tally.control for tally in tallies if tally.control is not None]
    return sum(stated) if stated and len(stated) == len(tallies) else None


def _unknown(sheets: list[Sheet], name: str) -> InputRefused:
    """No layout knows the file: say what was looked for."""
    if not any(sheet.rows for sheet in sheets):
        return refused(name, "blank")
    said = _("«{name}» is not a report this program knows: no heading with a client and a sum was found.")
    hint = _("A table needs a row of headings such as «Клиент», «Документ», «Срок оплаты», «Долг».")
    if not any(_tabular(sheet) for sheet in sheets):
        return InputRefused(said.format(name=name), hint)
    way_out = _("Load it in the window: it will ask what the columns hold and remember it.")
    return LayoutUnknown(said.format(name=name), f"{hint} {way_out}", name)


def _tabular(sheet: Sheet) -> bool:
    """Several rows of several cells, with figures among them: a person may know what it is."""
    wide = [row for row in sheet.rows if sum(not empty(cell) for cell in row) > 1]
    return len(wide) > 1 and any(
        isinstance(cell, int | float) or (isinstance(cell, str) and any(map(str.isdigit, cell)))
        for row in wide[:1000]
        for cell in row
    )
