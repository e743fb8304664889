"""«Давность»: a strip for each overdue document, and the papers in which the client acknowledged its debt."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFrame, QScrollArea

from app.domain.limitation import Nearness
from app.i18n import _
from app.reports.legal_tables import acknowledgments_table
from app.ui.controls import label
from app.ui.dossier_page import ListPage, framed
from app.ui.limitation_strips import LimitationStrips
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.ledger import Ledger

_SHOWN = 200


class LimitationPage(ListPage):
    """For reference: a lawyer has the last word. The table is of acknowledgments."""

    def __init__(self, ledger: "Ledger", client_id: int, client: str, as_of: date) -> None:
        super().__init__(ledger, client_id, client, as_of)
        self.title = _("Limitation")
        self.add_button = self.action(_("Debt acknowledged…"), self.add, key="Ins", main=True)
        self.action(_("Remove the acknowledgment"), self.remove, key="Del", row=True)
        self.right()
        self.strips = LimitationStrips()
        self.strips.opened.connect(self.add)
        self.strips.moved.connect(self._follow)
        self.empty = label(_("No overdue documents"), "muted")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(self.strips)
        self._scroll.viewport().setAutoFillBackground(False)
        self.strips.setAutoFillBackground(False)
        self._strips_frame = framed(self._scroll)
        self.body.insertWidget(1, self.empty)
        self.body.insertWidget(2, self._strips_frame, 3)
        self.frame.setMinimumHeight(theme().px(100))

    def reload(self) -> None:
        lines = self.ledger.doubtful.clocks(self.as_of, self.client_id)
        self.strips.show_lines(lines[:_SHOWN], self.as_of)
        self.empty.setVisible(not lines)
        self._strips_frame.setVisible(bool(lines))
        self.add_button.setEnabled(bool(lines))
        numbers = {line.item.invoice_id: line.item.number for line in lines}
        said = self.ledger.doubtful.acknowledgments(self.client_id)
        self.show_table(acknowledgments_table(said, numbers))
        near = [line for line in lines if line.clock.warning in (Nearness.ONE, Nearness.OVER)]
        words = _("For reference, check with your lawyer: three years from the due date, restarted by an acknowledgment"
                  " signed with powers, stopped for 30 days by a claim (Civil Code, art. 196–203).")  # fmt: skip
        self.say(_("Act now: {n} documents end within a month or have ended.").format(n=len(near)) + " " + words
                 if near else words)  # fmt: skip

    def add(self) -> None:
        """The client acknowledged its debt, of the chosen document or of all."""
        from app.ui.reserve_page import AcknowledgmentDialog

        line = self.strips.current()
        if line is None:
            return
        dialog = AcknowledgmentDialog(self, self.client, line.item.number, self.ledger.today())
        if dialog.exec() == QDialog.DialogCode.Accepted:
            invoice = line.item.invoice_id if dialog.this_document() else None
            self.do(
                lambda: self.ledger.doubtful.acknowledge(self.client_id, dialog.said(), invoice),
                _("The acknowledgment is kept."),
            )
        dialog.deleteLater()

    def remove(self) -> None:
        """Entered by mistake; the clock runs as before."""
        said = self.table.current()
        if said is None:
            return
        self.do(lambda: self.ledger.doubtful.forget(said.acknowledgment_id), _("The acknowledgment is removed."))

    def _follow(self, row: int) -> None:
        rect = self.strips.row_rect(row)
        self._scroll.ensureVisible(0, int(rect.center().y()), 0, int(rect.height()))
