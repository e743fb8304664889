"""«Деньги за просрочку»: what delay has cost, stretch by stretch, on screen, on paper and in a workbook."""

from datetime import date
from typing import TYPE_CHECKING

from app import formats
from app.domain.dossier import Contract
from app.domain.interest import Basis
from app.i18n import _
from app.reports.penalty_tables import penalty_table
from app.ui.controls import button, label
from app.ui.dossier_page import ListPage, words_label
from app.ui.paper import show_paper

if TYPE_CHECKING:
    from app.ledger import Ledger


class MoneyPage(ListPage):
    """For reference: the contract and a lawyer have the last word."""

    def __init__(self, ledger: "Ledger", client_id: int, client: str, as_of: date) -> None:
        super().__init__(ledger, client_id, client, as_of)
        self.title = _("Money of delay")
        self.total = label("", "title")
        self.rates_button = button(_("Key rate…"), self.open_rates)
        self.excel_button = button(_("Excel"), self.table.export, "", "excel")
        self.print_button = button(_("Print"), self.print_out, "", "print")
        self.bar.addWidget(self.total)
        self.right(self.rates_button, self.excel_button, self.print_button)
        self.warning = words_label("error")
        self.body.insertWidget(1, self.warning)

    def reload(self) -> None:
        found = self.ledger.law.penalty(self.client_id, self.as_of)
        title = _("Money of delay: {client}, on {day}").format(client=found.client, day=formats.day(self.as_of))
        self.show_table(penalty_table(found.documents, found.total, found.beyond, title))
        self.total.setText(_("Total {sum}").format(sum=formats.money_sign(found.total)) if found.documents else "")
        warnings = []
        if found.beyond is not None:
            warnings.append(
                _("The key rate is not confirmed from {day} on: look it up and add it, or confirm the old one.").format(
                    day=formats.day(found.beyond)
                )
            )
        if found.unpriced:
            warnings.append(
                _("Too old for the table of rates: {documents}.").format(documents=", ".join(found.unpriced))
            )
        unknown = [one for one in found.documents if one.charge.basis is Basis.ARTICLE_395]
        if unknown and any(_own_price(one) for one in self.ledger.dossier.contracts(self.client_id)):
            warnings.append(
                _(
                    "{documents} counted by art. 395: bookkeeping's name of their contract has no number of a contract"
                    " on «Contracts»."
                ).format(documents=formats.documents(len(unknown)))
            )
        self.warning.setText(" ".join(warnings))
        self.warning.setVisible(bool(warnings))
        for widget in (self.excel_button, self.print_button):
            widget.setEnabled(bool(found.documents))

    def print_out(self) -> None:
        """The calculation as an appendix to a claim."""
        from app.reports.document import of_table

        show_paper(self, of_table(self.table.table(), self.as_of, self.ledger.policy.company()))

    def open_rates(self) -> None:
        """The table of rates."""
        from app.ui.law_window import LawWindow

        window = LawWindow(self, self.ledger)
        window.exec()
        window.deleteLater()
        self.reload()


def _own_price(one: Contract) -> bool:
    return one.penalty is not None and one.penalty.basis is not Basis.ARTICLE_395
