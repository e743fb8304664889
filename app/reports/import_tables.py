"""Tables of loading: what a file would change, what is wrong in it, unknown names, accepted reports."""

from collections.abc import Sequence

from app import formats
from app.domain.importing import ChangeKind, ImportPreview, ItemChange, NameQuestion, ReportRow
from app.domain.statement import Problem, Severity, StatementKind
from app.i18n import _
from app.reports import wording
from app.reports.table import Column, Kind, Table, Tone

_CHANGE_TONE = {
    ChangeKind.PAID: Tone.KEPT,
    ChangeKind.PART_PAID: Tone.KEPT,
    ChangeKind.GROWN: Tone.YELLOW,
    ChangeKind.KEPT: Tone.MUTED,
    ChangeKind.REWRITTEN: Tone.YELLOW,
    ChangeKind.RESURRECTED: Tone.RED,
}
_SEVERITY_TONE = {Severity.ERROR: Tone.RED, Severity.WARNING: Tone.YELLOW, Severity.INFO: Tone.MUTED}
_STATE_TONE = {"withdrawn": Tone.MUTED, "superseded": Tone.MUTED}


def import_changes_table(preview: ImportPreview) -> Table[ItemChange]:
    """What would happen to each document; unchanged ones are left out and counted in the note."""
    changed = tuple(change for change in preview.changes if change.kind is not ChangeKind.SAME)
    table = item_changes_table(changed)
    return Table(
        key="import-changes",
        title=_("What changes"),
        columns=table.columns,
        rows=table.rows,
        totals=table.totals,
        note=_unchanged(len(preview.changes) - len(changed)),
        empty=_("Nothing changes"),
    )


def item_changes_table(changes: Sequence[ItemChange]) -> Table[ItemChange]:
    """Any list of document changes, e.g. what a report rewrote in the past."""
    columns = (
        Column[ItemChange](
            "kind",
            _("Change"),
            Kind.TEXT,
            _change_word,
            18,
            lambda change: _CHANGE_TONE.get(change.kind, Tone.NONE) if change.client else Tone.NONE,
        ),
        Column[ItemChange]("client", _("Client"), Kind.TEXT, lambda change: change.client, 28, wide=True),
        Column[ItemChange]("number", _("Document"), Kind.TEXT, _called, 16),
        Column[ItemChange]("doc_date", _("Shipped"), Kind.DATE, lambda change: change.doc_date, 10),
        Column[ItemChange]("before", _("Was, ₽"), Kind.MONEY, lambda change: change.before, 14),
        Column[ItemChange]("after", _("Now, ₽"), Kind.MONEY, lambda change: change.after, 14),
        Column[ItemChange](
            "difference", _("Difference, ₽"), Kind.MONEY, lambda change: change.after - change.before, 14
        ),
        Column[ItemChange]("overdue", _("Effect on overdue, ₽"), Kind.MONEY, lambda change: change.overdue_effect, 14),
        Column[ItemChange]("note", _("Note"), Kind.TEXT, lambda change: change.note, 26),
    )
    return Table(
        key="item-changes",
        title=_("Changes of documents"),
        columns=columns,
        rows=tuple(changes),
        totals=(_change_total(changes),) if changes else (),
        empty=_("No changes"),
    )


def _called(change: ItemChange) -> str:
    return wording.called(change.number, change.doc_date)


def _change_word(change: ItemChange) -> str:
    return wording.change_word(change.kind) if change.client else _("Total")


def _change_total(changes: Sequence[ItemChange]) -> ItemChange:
    """A row without a client: the sums of the rows."""
    return ItemChange(
        kind=ChangeKind.SAME,
        client="",
        number="",
        doc_date=None,
        before=sum(change.before for change in changes),
        after=sum(change.after for change in changes),
        overdue_effect=sum(change.overdue_effect for change in changes),
    )


def _unchanged(count: int) -> str:
    return _("unchanged: {count}").format(count=formats.documents(count)) if count else ""


def problems_table(problems: Sequence[Problem]) -> Table[Problem]:
    """Everything a person should see in a file, with its place."""
    columns = (
        Column[Problem](
            "severity",
            _("How grave"),
            Kind.TEXT,
            lambda problem: wording.severity_word(problem.severity),
            11,
            lambda problem: _SEVERITY_TONE[problem.severity],
        ),
        Column[Problem]("text", _("What is wrong"), Kind.TEXT, lambda problem: problem.text, 50, wide=True),
        Column[Problem]("file", _("File"), Kind.TEXT, lambda problem: problem.file, 24),
        Column[Problem]("sheet", _("Sheet"), Kind.TEXT, lambda problem: problem.sheet, 14),
        Column[Problem]("row", _("Row"), Kind.COUNT, lambda problem: problem.row, 8),
        Column[Problem]("column", _("Column"), Kind.TEXT, lambda problem: problem.column, 8),
    )
    return Table("problems", _("Problems"), columns, tuple(problems), empty=_("No problems"))


def names_table(names: Sequence[NameQuestion], payers: bool = False) -> Table[NameQuestion]:
    """Names the book does not know, and whom they may stand for. An unknown payer becomes no client by itself."""
    total = _("Sum, ₽") if payers else _("Debt, ₽")
    nobody = _("none, the payment stays apart") if payers else _("none, will be a new client")
    columns = (
        Column[NameQuestion]("name", _("Name in the file"), Kind.TEXT, lambda name: name.name, 32, wide=True),
        Column[NameQuestion]("inn", _("Taxpayer number"), Kind.TEXT, lambda name: name.inn, 13),
        Column[NameQuestion]("manager", _("Manager"), Kind.TEXT, lambda name: name.manager, 16),
        Column[NameQuestion]("total", total, Kind.MONEY, lambda name: name.total, 14),
        Column[NameQuestion](
            "candidates",
            _("Similar clients"),
            Kind.TEXT,
            _candidates,
            44,
            nothing=nobody,
        ),
    )
    return Table("names", _("Names not found"), columns, tuple(names), empty=_("All names are known"))


def _candidates(name: NameQuestion) -> str | None:
    found = (
        f"{candidate.name} ({candidate.evidence})" if candidate.evidence else candidate.name
        for candidate in name.candidates
    )
    return "; ".join(found) or None


def reports_table(reports: Sequence[ReportRow]) -> Table[ReportRow]:
    """Accepted reports with their sums and control totals."""
    columns = (
        Column[ReportRow]("as_of", _("Report date"), Kind.DATE, lambda report: report.as_of, 11),
        Column[ReportRow]("kind", _("Kind"), Kind.TEXT, lambda report: wording.kind_word(report.kind), 12),
        Column[ReportRow]("files", _("Files"), Kind.TEXT, lambda report: ", ".join(report.files), 30, wide=True),
        Column[ReportRow]("level", _("Detail"), Kind.TEXT, lambda report: wording.level_word(report.level), 14),
        Column[ReportRow]("facts", _("Lines"), Kind.COUNT, lambda report: report.facts, 8),
        Column[ReportRow]("sum", _("Sum, ₽"), Kind.MONEY, lambda report: report.sum, 15),
        Column[ReportRow](
            "control",
            _("Control total, ₽"),
            Kind.MONEY,
            lambda report: report.control,
            15,
            nothing=formats.DASH,
        ),
        Column[ReportRow]("ties", _("Totals match"), Kind.TEXT, _ties, 12, _ties_tone),
        Column[ReportRow]("problems", _("Problems"), Kind.COUNT, lambda report: report.problems or None, 9),
        Column[ReportRow](
            "revisions", _("Changed in the past"), Kind.COUNT, lambda report: report.revisions or None, 11
        ),
        Column[ReportRow]("loaded_at", _("Loaded"), Kind.DATE, lambda report: report.loaded_at, 11),
        Column[ReportRow]("loaded_by", _("By whom"), Kind.TEXT, lambda report: report.loaded_by, 12),
        Column[ReportRow](
            "state",
            _("State"),
            Kind.TEXT,
            lambda report: wording.state_word(report.state),
            12,
            lambda report: _STATE_TONE.get(report.state, Tone.NONE),
        ),
    )
    return Table("reports", _("Loaded reports"), columns, tuple(reports), empty=_("No reports loaded yet"))


def _balances(report: ReportRow) -> bool:
    """A control total of a report of debts may be stated with advances netted or not."""
    debt = report.sum + report.advances if report.kind is StatementKind.DEBTS else report.sum
    return report.control in (report.sum, debt)


def _ties(report: ReportRow) -> str:
    if report.control is None:
        return ""
    return _("yes") if _balances(report) else _("no")


def _ties_tone(report: ReportRow) -> Tone:
    if report.control is None:
        return Tone.NONE
    return Tone.KEPT if _balances(report) else Tone.BROKEN
