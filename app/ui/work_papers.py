"""Papers and settings of the work list: letters, call sheets with their answers, the monthly list, the regulation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app import formats
from app.domain.worklist import ActionKind
from app.i18n import _, ngettext

if TYPE_CHECKING:
    from app.ui.work_tab import WorkTab


class WorkPapers:
    """What the buttons above the list do."""

    def __init__(self, tab: WorkTab) -> None:
        self._tab = tab

    def letters(self) -> None:
        """The batch of letters that the ladder proposes."""
        if self._tab.ledger is not None:
            from app.ui.letters_dialog import open_batch

            open_batch(self._tab, self._tab.ledger, self._tab.as_of)

    def malicious(self) -> None:
        """Print the monthly list of malicious debtors and note that it was given to the director and to legal."""
        from app.reports.call_sheet import malicious_list
        from app.ui.paper import show_paper

        if self._tab.ledger is None or self._tab.found is None:
            return
        rows = tuple(row for row in self._tab.found.lines if any(a.kind is ActionKind.MALICIOUS for a in row.actions))
        if not rows:
            return
        paper = malicious_list(rows, self._tab.day, self._tab.ledger.policy.company(), self._footer())
        count = self._tab.ledger.worklist.malicious_told(self._tab.day)
        show_paper(self._tab, paper)
        self._tab.toast(_("The list of {clients} is given to the director and to legal.").format(
            clients=formats.clients(count)))  # fmt: skip

    def sheets(self) -> None:
        """Sheets of the shown lines by manager, to be called from and filled in by hand."""
        from app.reports.call_sheet import call_sheets, callable_rows
        from app.ui.paper import show_paper

        ledger, rows = self._tab.ledger, callable_rows(self._tab.list.model.rows)
        if ledger is None:
            return
        if not rows:
            self._tab.toast(_("Nobody of those shown is to be called."))
            return
        people = {row.situation.client_id: ledger.dossier.people(row.situation.client_id) for row in rows}
        show_paper(self._tab, call_sheets(rows, people, self._tab.day, ledger.policy.company(), self._footer()))

    def answers(self) -> None:
        """Answers written on the sheets go into the book."""
        from app.ui.answers_dialog import AnswersDialog

        if self._tab.ledger is None:
            return
        dialog = AnswersDialog(self._tab, self._tab.ledger)
        count = dialog.ask()
        if count:
            self._tab.toast(ngettext("{n} answer is recorded.", "{n} answers are recorded.", count).format(n=count))

    def rules(self) -> None:
        """The regulation of work."""
        from app.ui.regulation_dialog import RegulationDialog

        if self._tab.ledger is None:
            return
        dialog = RegulationDialog(
            self._tab.ledger.worklist.regulation(self._tab.day), self._tab.day, self._tab, self._tab.ledger
        )
        if dialog.ask():
            self._tab.toast(_("The regulation is changed."))

    def _footer(self) -> str:
        report = self._tab.found.report if self._tab.found is not None else None
        return _("Bookkeeping report of {day}").format(day=formats.day(report)) if report is not None else ""
