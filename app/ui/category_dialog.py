"""What each risk category may be given: deferral and limit, from a day on."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app import formats
from app.domain.dossier import Category, CategoryTerms
from app.domain.money import BadValue
from app.i18n import _
from app.ui.form import DayEdit, Form, SumEdit, line

if TYPE_CHECKING:
    from app.ledger import Ledger


class CategoryDialog(Form):
    """Writes the terms when it is saved."""

    def __init__(self, parent: QWidget, ledger: "Ledger", as_of: date) -> None:
        super().__init__(
            parent, _("Risk categories"), "",
            _("A is the least risk. A deferral of 0 days is prepayment; without a limit any debt is allowed."),
        )  # fmt: skip
        self._ledger = ledger
        self._days, self._limits = {}, {}
        for category, terms in sorted(ledger.dossier.category_terms(as_of).items()):
            letter = category.value
            names = (_("{letter}: deferral up to, days"), _("{letter}: debt up to, ₽"))
            days, limit = (name.format(letter=letter) for name in names)
            self._days[category] = self.add(f"days_{letter}", days, line(str(terms.deferral)))
            self._limits[category] = self.add(f"limit_{letter}", limit, SumEdit(terms.limit))
            self._limits[category].setPlaceholderText(_("no limit"))
        self.since = self.add("since", _("Valid from"), DayEdit(ledger.today(), as_of))
        self.save = self._write

    def terms(self) -> dict[Category, CategoryTerms]:
        """What is entered. Raises ``BadValue`` in words."""
        out = {}
        for category in Category:
            text = self._days[category].text().replace(formats.NBSP, "").strip()
            if not text.isdecimal():
                raise BadValue(_("{letter}: name the days of deferral, 0 for prepayment").format(letter=category.value))
            out[category] = CategoryTerms(int(text), self._limits[category].amount())
        return out

    def _write(self) -> None:
        self._ledger.dossier.set_category_terms(self.terms(), self.since.needed())
