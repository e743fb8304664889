"""A repayment schedule: equal parts are proposed, each line may be mended by hand."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app import formats
from app.domain.instalments import Every, instalments
from app.domain.money import BadValue, Kopecks
from app.errors import AppError
from app.i18n import _
from app.ui.form import Choice, DayEdit, Form, SumEdit, line
from app.ui.number_edit import NumberEdit
from app.ui.theme import theme
from app.ui.typed import parse_day, parse_sum

if TYPE_CHECKING:
    from app.ledger import Ledger


class ScheduleForm(Form):
    """Writes the schedule when it is saved."""

    def __init__(self, parent: QWidget, ledger: "Ledger", client_id: int, client: str, owed: Kopecks) -> None:
        super().__init__(
            parent, _("Repayment schedule"), client,
            _("Its lines become promises. Due dates and days overdue of the documents stay as they are."),
        )  # fmt: skip
        self._ledger, self._client_id, self._today = ledger, client_id, ledger.today()
        hint = _("additional agreement, letter, with its number")
        self.document = self.add("document", _("Agreement"), line("", hint))
        self.who = self.add("who", _("Agreed with"), line())
        self.amount = self.add("amount", _("Sum, ₽"), SumEdit(max(0, owed) or None))
        self.parts = self.add("parts", _("Parts"), NumberEdit(2, 60, 3))
        self.first = self.add("first", _("First day"), DayEdit(self._today))
        every = [
            (_("every week"), Every.WEEK),
            (_("every two weeks"), Every.TWO_WEEKS),
            (_("every month"), Every.MONTH),
        ]
        self.every = self.add("every", _("How often"), Choice(every, Every.MONTH))
        self.lines = self.add(
            "lines", _("Lines of the schedule"), QPlainTextEdit(), _("A day and a sum in each line; mend them freely.")
        )
        self.lines.setFixedHeight(theme().px(120))
        self.lines.setTabChangesFocus(True)
        self.save = self._write
        self.amount.textChanged.connect(lambda _text: self.divide())
        self.parts.changed.connect(lambda _value: self.divide())
        self.first.textChanged.connect(lambda _text: self.divide())
        self.every.currentIndexChanged.connect(lambda _index: self.divide())

    def divide(self) -> None:
        """Propose the lines anew, once the fields above them make sense."""
        try:
            found = instalments(
                self.amount.needed(), self.parts.value(), self.first.needed(), self.every.value(),
                self._ledger.law.calendar(),
            )  # fmt: skip
        except (BadValue, AppError):
            return
        self.lines.setPlainText("\n".join(f"{formats.day(day)}  {formats.money(amount)}" for day, amount in found))

    def schedule(self) -> list[tuple[date, Kopecks]]:
        """The lines as they stand. Raises ``BadValue`` in words."""
        out = []
        for number, text in enumerate(self.lines.toPlainText().splitlines(), start=1):
            if not text.strip():
                continue
            first, _blank, rest = text.strip().partition(" ")
            try:
                day, amount = parse_day(first, self._today), parse_sum(rest)
            except BadValue as error:
                raise BadValue(_("line {n}: {fault}").format(n=number, fault=error)) from None
            if day is None or amount is None:
                raise BadValue(_("line {n}: a day and a sum").format(n=number))
            out.append((day, amount))
        return out

    def _write(self) -> None:
        self._ledger.schedules.make(self._client_id, self.schedule(), self.document.text(), self.who.text())
