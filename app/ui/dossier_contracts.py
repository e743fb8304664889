"""«Договоры»: terms, what delay costs, the risk category and what the article's table suggests."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.domain.dossier import Category, Contract
from app.domain.marks import excesses
from app.domain.traits import Trait
from app.i18n import _
from app.reports.dossier_tables import category_line, contracts_table
from app.reports.dossier_words import advice_words, caveat_words, contract_details, excess_word
from app.ui.contract_form import ContractForm
from app.ui.controls import button, label, panel
from app.ui.dossier_page import ListPage, words_label
from app.ui.form import Choice, Form
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.ledger import Ledger


class ContractsPage(ListPage):
    """Contracts, and beside them what they should be."""

    def __init__(self, ledger: "Ledger", client_id: int, client: str, as_of: date) -> None:
        super().__init__(ledger, client_id, client, as_of)
        self.title = _("Contracts")
        self.action(_("Add a contract…"), self.add, key="Ins", main=True)
        self.action(_("Change…"), self.edit, row=True)
        self.action(_("Remove"), self.remove, key="Del", row=True)
        self.right()
        self.table.opened.connect(lambda _row: self.edit())
        self.category = words_label("")
        self.excess = words_label("error")
        self.advice = words_label("strong")
        self.caveats = words_label("small")
        self._build()

    def reload(self) -> None:
        found = self.ledger.dossier.contracts(self.client_id)
        self.show_table(contracts_table(found, self.as_of))
        self._show_category(found)
        advice = self.ledger.dossier.advice(self.client_id, self.as_of)
        self.advice.setText(advice_words(advice))
        self.caveats.setText(" ".join(caveat_words(one) for one in advice.caveats))
        self.caveats.setVisible(bool(advice.caveats))

    def settle(self) -> None:
        """All of the chosen contract stands under the table."""
        super().settle()
        contract = self.table.current()
        self.say(contract_details(contract) if isinstance(contract, Contract) else "")

    def add(self) -> None:
        """A new contract."""
        self.ask(ContractForm(self, self.ledger, Contract(0, self.client_id, "")), _("The contract is written."))

    def edit(self) -> None:
        """The contract under the cursor."""
        contract = self.table.current()
        if isinstance(contract, Contract):
            self.ask(ContractForm(self, self.ledger, contract), _("The contract is written."))

    def remove(self) -> None:
        """Entered by mistake."""
        contract = self.table.current()
        if isinstance(contract, Contract):
            self.do(lambda: self.ledger.dossier.remove(contract), _("The contract is removed."))

    def choose_category(self) -> None:
        """The risk category of the client."""
        now = self.ledger.traits.of(self.client_id).value(Trait.RISK)
        terms = self.ledger.dossier.category_terms(self.as_of)
        offered = [(_("not said"), ""), *((category_line(one, terms[one]), one.value) for one in Category)]
        form = Form(self, _("Risk category"), self.client)
        field = form.add("category", _("Category"), Choice(offered, now))
        form.save = lambda: self.ledger.traits.set(self.client_id, {Trait.RISK: field.value()})
        self.ask(form, _("The category is written."))

    def _show_category(self, found: tuple[Contract, ...]) -> None:
        letter = self.ledger.traits.of(self.client_id).value(Trait.RISK)
        if letter not in set(Category):
            self.category.setText(_("The risk category is not said."))
            self.excess.setVisible(False)
            return
        category = Category(letter)
        allowed = self.ledger.dossier.category_terms(self.as_of)[category]
        self.category.setText(category_line(category, allowed) + ".")
        items = self.ledger.analysis.items(self.as_of, self.client_id)
        over = excesses(found, allowed, sum(item.balance for item in items if item.balance > 0), self.as_of)
        words = "; ".join(excess_word(one) for one in over)
        self.excess.setText(words[:1].upper() + words[1:])
        self.excess.setVisible(bool(over))

    def _build(self) -> None:
        px = theme().px
        change = button(_("Change…"), self.choose_category, "link")
        change.setAccessibleName(_("Change the risk category"))
        strip = panel("strip")
        inside = QVBoxLayout(strip)
        inside.setContentsMargins(px(12), px(8), px(12), px(8))
        inside.setSpacing(px(4))
        head = QHBoxLayout()
        head.setSpacing(px(10))
        head.addWidget(self.category, 1)
        head.addWidget(change)
        inside.addLayout(head)
        inside.addWidget(self.excess)
        inside.addWidget(self.advice)
        inside.addWidget(self.caveats)
        words = _("By the table of payment terms; a change of terms is an additional agreement.")
        inside.addWidget(label(words, "small", wrap=True))
        self.body.addWidget(strip)
