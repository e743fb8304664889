"""What came with one report: its problems, what it rewrote in the past, and the week's bridge it makes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout

from app import formats
from app.domain.importing import ReportRow
from app.domain.statement import StatementKind
from app.i18n import _
from app.reports.bridge_table import bridge_table
from app.reports.import_tables import problems_table
from app.reports.past_tables import past_changes_table
from app.reports.payment_tables import statement_table
from app.reports.table import Table
from app.ui.choice import choice, reword
from app.ui.controls import Elided, button
from app.ui.filled import filled
from app.ui.paper import show_paper
from app.ui.table_view import TableView
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.ledger import Ledger

_NOTHING: Table[Any] = Table("nothing", "", (), ())


class ReportDetails(QFrame):
    """One of several lists under the name of the report. Tables are made when they are turned to."""

    def __init__(self, name_of: Callable[[ReportRow], str], about: Callable[[ReportRow], str]) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._name_of, self._about = name_of, about
        self._ledger: Ledger | None = None
        self._report: ReportRow | None = None
        self._title = Elided("", "strong")
        self._words = Elided("", "small")
        self.note = Elided("", "small")
        group = QButtonGroup(self)
        self.problems = choice(group, "", self._turn)
        self.past = choice(group, "", self._turn)
        self.bridge = choice(group, _("Week's bridge"), self._turn)
        self.managers = choice(group, _("by managers"), self._turn)
        self.payments = choice(group, _("Payments"), self._turn)
        self.problems.setChecked(True)
        self.excel_button = button("", self._export, "flat", "excel")
        self.print_button = button("", self.print_out, "flat", "print")
        for made, words in ((self.excel_button, _("Export to Excel")), (self.print_button, _("Print"))):
            made.setToolTip(words)
            made.setAccessibleName(words)
        self.open_button = button(_("Open"), self.open_apart, "flat")
        self.open_button.setToolTip(_("In a window of its own"))
        self.table = TableView()
        self.table.opened.connect(lambda _row: self.open_apart())
        self._build()

    def _build(self) -> None:
        px = theme().px
        head = QHBoxLayout()
        head.setSpacing(px(6))
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(self._title)
        text.addWidget(self._words)
        head.addLayout(text, 1)
        head.setContentsMargins(px(12), px(8), px(8), px(4))
        bar = QHBoxLayout()
        bar.setSpacing(px(6))
        bar.setContentsMargins(px(12), 0, px(8), px(4))
        for made in (self.payments, self.problems, self.past, self.bridge, self.managers):
            bar.addWidget(made)
        bar.addStretch(1)
        head.addWidget(self.open_button)
        head.addWidget(self.excel_button)
        head.addWidget(self.print_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(bar)
        layout.addWidget(self.table, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(px(12), px(2), px(8), px(6))
        foot.addWidget(self.note)
        layout.addLayout(foot)

    def show_report(self, ledger: "Ledger", report: ReportRow | None) -> None:
        """Show what came with this report; the list turned to by hand stays, else the fuller one."""
        self._ledger, self._report = ledger, report
        self._title.set_text(self._name_of(report) if report is not None else "")
        self._words.set_text(self._about(report) if report is not None else "")
        counted = report is not None and report.state == "accepted"
        debts = report is not None and counted and report.kind is StatementKind.DEBTS
        changes = ledger.imports.past_changes(report.report_id) if report is not None and debts else ()
        reword(self.problems, _("Problems: {n}").format(n=report.problems if report is not None else 0))
        reword(self.past, _("Changed in the past: {n}").format(n=len(changes)))
        self._offer_payments(offered=report is not None and counted and report.kind is StatementKind.PAYMENTS)
        weekly = debts and self._since() is not None
        self.past.setEnabled(debts)
        self.bridge.setEnabled(weekly)
        self.managers.setEnabled(weekly)
        revised = report is not None and bool(report.revisions) and not report.problems
        if self._pressed() is self.problems or not self._pressed().isEnabled():
            (self.past if revised and debts else self.problems).setChecked(True)
        self._turn()

    def _offer_payments(self, *, offered: bool) -> None:
        """A statement of payments has its rows to tell, and no past and no week."""
        self.payments.setVisible(offered)
        self.payments.setEnabled(offered)
        for made in (self.past, self.bridge, self.managers):
            made.setVisible(not offered)
        if offered:
            self.payments.setChecked(True)

    def name(self) -> str:
        """Which report is told about."""
        return self._title.whole()

    def shown(self) -> Table[Any]:
        """The table of the pressed button."""
        ledger, report = self._ledger, self._report
        if ledger is None or report is None:
            return _NOTHING
        pressed = self._pressed()
        if pressed is self.problems:
            return problems_table(ledger.imports.problems(report.report_id))
        if pressed is self.payments:
            return statement_table(ledger.payments.of_report(report.report_id), self._name_of(report))
        if pressed is self.past:
            return past_changes_table(ledger.imports.past_changes(report.report_id), formats.day(report.as_of))
        since = self._since()
        if since is None:
            return _NOTHING
        by_manager = pressed is self.managers
        return bridge_table(ledger.analysis.bridge(since, report.as_of, by_manager), by_manager)

    def open_apart(self) -> None:
        """The same list with room to read it."""
        from app.ui.table_dialog import TableDialog

        ledger, report = self._ledger, self._report
        if ledger is not None and report is not None and self.table.model.rows:
            footer = _("Bookkeeping report of {day}").format(day=formats.day(report.as_of))
            TableDialog(self, self.shown(), report.as_of, ledger.policy.company(), footer).open()

    def print_out(self) -> None:
        """The whole table on paper, and its note."""
        from app.reports.document import of_table

        ledger, report = self._ledger, self._report
        if ledger is None or report is None:
            return
        table = replace(self.shown(), rows=tuple(self.table.model.rows))
        footer = _("Bookkeeping report of {day}").format(day=formats.day(report.as_of))
        show_paper(self, of_table(table, report.as_of, ledger.policy.company(), footer))

    def _export(self) -> None:
        from app.ui.export import export_table

        export_table(self, replace(self.shown(), rows=tuple(self.table.model.rows)))

    def _pressed(self) -> Any:  # noqa: ANN401 - one of the buttons
        return next(made for made in (self.payments, self.past, self.bridge, self.managers, self.problems)
                    if made.isChecked() or made is self.problems)  # fmt: skip

    def _since(self) -> date | None:
        """Date of the report before."""
        if self._ledger is None or self._report is None:
            return None
        return max((day for day in self._ledger.report_dates() if day < self._report.as_of), default=None)

    def _turn(self) -> None:
        table = self.shown()
        self.table.set_table(filled(table))
        self.note.set_text(table.note)
        self.note.setVisible(bool(table.note))
        for made in (self.open_button, self.excel_button, self.print_button):
            made.setEnabled(bool(table.rows))
