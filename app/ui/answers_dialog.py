"""«Ввести ответы с листа»: the sheet is typed back line by line; what was understood stands beside at once.

All answers are written in one operation: one «Отменить» takes them all back.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app import formats
from app.domain.money import BadValue
from app.errors import AppError, InputRefused
from app.i18n import _
from app.reports.call_sheet import OUTCOMES, answers_word, outcome_word
from app.reports.table import Column, Kind, Table, Tone
from app.ui.controls import button, fit, label, panel
from app.ui.filled import filled
from app.ui.messages import show_error
from app.ui.sheet_answers import Answer, SheetClient, read_answers
from app.ui.table_view import TableView
from app.ui.theme import theme
from app.ui.typed import parse_day, weekday

if TYPE_CHECKING:
    from app.ledger import Ledger


class AnswersDialog(QDialog):
    """``ask()`` gives how many answers were recorded."""

    def __init__(self, parent: QWidget, ledger: Ledger) -> None:
        super().__init__(parent)
        self._ledger = ledger
        self._known: dict[int, SheetClient | None] = {}
        self._rows = {row.client_id: row for row in ledger.clients.list(ledger.default_as_of()).rows}
        self.answers: tuple[Answer, ...] = ()
        self.recorded = 0
        self.setWindowTitle(_("Answers from the call sheets"))
        self.day = QLineEdit(formats.day(ledger.today()))
        self.day.setAccessibleName(_("Day of the calls"))
        self.day.setFixedWidth(theme().px(120))
        self.day_hint = label("", "muted")
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText(_("12 1 25.11 100k\n15 3\n18 2 fri; ask for the accountant"))
        self.text.setAccessibleName(_("Answers"))
        self.text.setTabChangesFocus(True)
        self.table = TableView(short_dates=True)
        self.fault = label("", "error", wrap=True)
        self.go = button(_("Record"), self.accept, "accent")
        self.go.setToolTip(_("Ctrl+Enter"))
        self._build()
        self.text.textChanged.connect(self._read)
        self.day.textChanged.connect(self._read)
        self._read()
        self.text.setFocus()

    def ask(self) -> int:
        """Show it; how many answers were recorded."""
        self.exec()
        self.deleteLater()
        return self.recorded

    def accept(self) -> None:
        """Write all answers, or none and say which line is wrong."""
        at = self._at()
        if at is None or not self.answers or any(answer.fault for answer in self.answers):
            return
        try:
            self.recorded = self._ledger.work.record_all([answer.contact(at) for answer in self.answers])
        except AppError as error:
            show_error(self, error)
            return
        super().accept()

    def _at(self) -> date | None:
        """The day of the calls; None when it cannot be understood or has not come."""
        today = self._ledger.today()
        try:
            day = parse_day(self.day.text(), today)
        except BadValue:
            return None
        return day if day is not None and day <= today else None

    def _find(self, client_id: int) -> SheetClient | None:
        """A client by the number of its box, the one it was merged into since."""
        if client_id not in self._known:
            try:
                info = self._ledger.clients.info(client_id)
            except InputRefused:
                self._known[client_id] = None
            else:
                row = self._rows.get(info.client_id)
                debt = row.total if row is not None else 0
                self._known[client_id] = SheetClient(info.client_id, info.name, info.manager, debt)
        return self._known[client_id]

    def _read(self) -> None:
        at = self._at()
        self.day_hint.setText(weekday(at) if at is not None else _("a day up to today"))
        self.answers = read_answers(self.text.toPlainText(), at or self._ledger.today(), self._find)
        self.table.set_table(filled(_table(self.answers)))
        wrong = [answer for answer in self.answers if answer.fault]
        words = ""
        if wrong:
            words = _("Line {n}: {fault}").format(n=wrong[0].line, fault=wrong[0].fault)
        self.fault.setText(words)
        good = len(self.answers) - len(wrong)
        self.go.setText(_("Record {answers}").format(answers=answers_word(good)) if good else _("Record"))
        self.go.setEnabled(at is not None and good > 0 and not wrong)

    def _build(self) -> None:
        px = theme().px
        legend = " · ".join(f"{number} — {outcome_word(number)}" for number in OUTCOMES)
        top = QHBoxLayout()
        top.setSpacing(px(8))
        top.addWidget(label(_("Day of the calls"), "muted"))
        top.addWidget(self.day)
        top.addWidget(self.day_hint)
        top.addStretch(1)
        frame = panel()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.table)
        middle = QHBoxLayout()
        middle.setSpacing(px(10))
        middle.addWidget(self.text, 2)
        middle.addWidget(frame, 4)
        foot = QHBoxLayout()
        foot.addWidget(label(_("All answers are one operation: one «Undo» takes them all back"), "small"), 1)
        foot.addWidget(button(_("Cancel"), self.reject))
        foot.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(16), px(20), px(16))
        layout.setSpacing(px(10))
        layout.addWidget(label(_("Answers from the call sheets"), "title"))
        words = _(
            "A line for each client: its number from the sheet, the ticked box, a day and a sum; a note after «;»."
        )
        layout.addWidget(label(words, "muted", wrap=True))
        layout.addWidget(label(legend, "small", wrap=True))
        layout.addLayout(top)
        layout.addLayout(middle, 1)
        layout.addWidget(self.fault)
        layout.addLayout(foot)
        fit(self, 1120, 560)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.accept)


def _table(answers: tuple[Answer, ...]) -> Table[Answer]:
    def what(answer: Answer) -> str:
        return answer.fault or outcome_word(answer.outcome)

    def wrong(answer: Answer) -> Tone:
        return Tone.BROKEN if answer.fault else Tone.NONE

    columns = (
        Column[Answer]("line", _("Line"), Kind.COUNT, lambda answer: answer.line, 5, wrong),
        Column[Answer]("client", _("Client"), Kind.TEXT, lambda a: a.client.name if a.client else "", 24),
        Column[Answer]("outcome", _("Outcome"), Kind.TEXT, what, 26, wide=True),
        Column[Answer]("day", _("Day"), Kind.DATE, lambda answer: answer.day, 9),
        Column[Answer]("sum", _("Sum, ₽"), Kind.MONEY, lambda answer: answer.amount, 12),
        Column[Answer]("note", _("Note"), Kind.TEXT, lambda answer: answer.note, 16),
    )
    return Table(
        key="answers", title=_("Answers"), columns=columns, rows=answers, empty=_("What is understood stands here")
    )
