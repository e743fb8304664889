"""The table by which payment terms are corrected, with what the article leaves open, from a day on."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from app.domain.terms_advice import TermsTable
from app.i18n import _
from app.ui.form import DayEdit, Form
from app.ui.number_edit import NumberEdit

if TYPE_CHECKING:
    from app.ledger import Ledger


class TermsDialog(Form):
    """Writes the table when it is saved."""

    def __init__(self, parent: QWidget, ledger: "Ledger", as_of: date) -> None:
        note = _("A suggestion in the client's file, never a change by itself. The article leaves the last three open.")
        super().__init__(parent, _("Table of payment terms"), "", note)
        self._ledger, self._known = ledger, ledger.dossier.terms_table(as_of)
        self._shares = {
            key: self.add(key, words, NumberEdit(0, 100, getattr(self._known, key))) for key, words in _rows().items()
        }
        self.better = self.add("better", _("Both rows fit"), QCheckBox(_("the one with less prepayment wins")))
        self.better.setChecked(self._known.better_wins)
        self.leave = self.add(
            "leave", _("Leave full prepayment after"), NumberEdit(0, 100, self._known.leave_after),
            _("payments on time in a row; 0: a person decides"),
        )  # fmt: skip
        self.afresh = self.add("afresh", _("Counting"), QCheckBox(_("begins afresh when the terms change")))
        self.afresh.setChecked(self._known.afresh)
        self.since = self.add("since", _("Valid from"), DayEdit(ledger.today(), as_of))
        self.save = self._write

    def table(self) -> TermsTable:
        """What is entered."""
        shares = {key: field.value() for key, field in self._shares.items()}
        return replace(
            self._known, **shares, better_wins=self.better.isChecked(), leave_after=self.leave.value(),
            afresh=self.afresh.isChecked(),
        )  # fmt: skip

    def _write(self) -> None:
        self._ledger.dossier.set_terms_table(self.table(), self.since.needed())


def _rows() -> dict[str, str]:
    """Rows of the table by the field of each, in the words of the article."""
    return {
        "new": _("A new client, % prepaid"),
        "three_good": _("Three times in a row on time, %"),
        "year_good": _("A year without a delay, %"),
        "three_late": _("Three delays in a row, %"),
        "ten_late": _("Ten delays in a row, %"),
    }
