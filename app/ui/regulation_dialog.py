"""The rhythm of work: days of reminders and checks, calls a week, sums, with the day from which it holds.

Where the memo and the regulation of the article differ, both are named and either is one press away.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app import formats
from app.domain.money import BadValue
from app.domain.worklist import Regulation
from app.errors import AppError
from app.i18n import _
from app.ui.controls import button, fit, label
from app.ui.messages import show_error
from app.ui.number_edit import NumberEdit
from app.ui.theme import theme
from app.ui.typed import parse_day, parse_sum

if TYPE_CHECKING:
    from app.ledger import Ledger

_MEMO = Regulation()
_RULES = {"remind_before": 2, "check_after": 1}
"""Where the article's regulation differs from its memo (practice.md, I-8 and I-9)."""


class RegulationDialog(QDialog):
    """``ask()`` tells whether another regulation was put in force."""

    def __init__(self, rules: Regulation, valid_from: date, parent: QWidget | None, ledger: Ledger) -> None:
        super().__init__(parent)
        self._rules, self._ledger = rules, ledger
        self.setWindowTitle(_("Regulation of work"))
        self.numbers = {key: NumberEdit(least, most, getattr(rules, key)) for key, least, most in _NUMBERS}
        self.sums = {key: QLineEdit(formats.roubles(getattr(rules, key))) for key in ("least_sum", "critical_sum")}
        self.since = QLineEdit(formats.day(valid_from))
        self._day = valid_from
        self._fault = label("", "error", wrap=True)
        self._ok = button(_("Save"), self.accept, "accent")
        self._ok.setDefault(True)
        self._build()

    def ask(self) -> bool:
        """Show it; whether it was saved."""
        agreed = self.exec() == QDialog.DialogCode.Accepted
        self.deleteLater()
        return agreed

    def rules(self) -> Regulation:
        """What is typed. Raises ``BadValue`` for a sum that cannot be read."""
        from dataclasses import replace

        values = {key: field.value() for key, field in self.numbers.items()}
        sums = {key: _sum(field) for key, field in self.sums.items()}
        return replace(self._rules, **values, **sums)

    def fill(self, rules: Regulation) -> None:
        """Show another regulation."""
        for key, field in self.numbers.items():
            field.set_value(getattr(rules, key))
        for key, line in self.sums.items():
            line.setText(formats.roubles(getattr(rules, key)))

    def accept(self) -> None:
        """Put it in force; a refusal is said and everything typed stays."""
        try:
            rules, since = self.rules(), parse_day(self.since.text(), self._day)
            if since is None:
                raise BadValue(_("say from which day it holds"))
        except BadValue as error:
            self._fault.setText(str(error))
            return
        try:
            self._ledger.worklist.set_regulation(rules, since)
        except AppError as error:
            show_error(self, error)
            return
        super().accept()

    def _build(self) -> None:
        px = theme().px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(6))
        grid.setColumnStretch(2, 1)
        for row, (key, title, remark) in enumerate(_rows()):
            field: QWidget = self.numbers[key] if key in self.numbers else self.sums[key]
            field.setAccessibleName(title)
            if key in self.sums:
                field.setFixedWidth(px(110))
            grid.addWidget(label(title), row, 0)
            grid.addWidget(field, row, 1)
            grid.addWidget(label(remark, "small", wrap=True), row, 2)
        inside, rows = QWidget(), QScrollArea()  # on a low screen the rows scroll, the buttons stay
        inside.setLayout(grid)
        grid.setContentsMargins(0, 0, px(6), 0)
        rows.setWidgetResizable(True)
        rows.setFrameShape(QFrame.Shape.NoFrame)
        rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        rows.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        rows.setWidget(inside)
        for filled in (rows.viewport(), inside):  # the scroll area has just filled them
            filled.setAutoFillBackground(False)
        variants = QHBoxLayout()
        variants.addWidget(button(_("As in the memo"), lambda: self.fill(_MEMO)))
        variants.addWidget(button(_("As in the regulation"), self._as_in_rules))
        variants.addStretch(1)
        variants.addWidget(button(_("Words of talks…"), self._words, "link"))
        since = QHBoxLayout()
        since.addWidget(label(_("Valid from")))
        self.since.setFixedWidth(px(110))
        self.since.setAccessibleName(_("Valid from"))
        since.addWidget(self.since)
        since.addWidget(label(_("Earlier days keep the regulation they had."), "small"), 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button(_("Cancel"), self.reject))
        foot.addWidget(self._ok)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(16), px(20), px(16))
        layout.setSpacing(px(12))
        layout.addWidget(label(_("Regulation of work"), "title"))
        layout.addWidget(rows, 1)
        layout.addLayout(variants)
        layout.addLayout(since)
        layout.addWidget(self._fault)
        layout.addLayout(foot)
        fit(self, 960, layout.sizeHint().height() + inside.sizeHint().height())

    def _words(self) -> None:
        from app.ui.words_window import WordsWindow

        dialog = WordsWindow(self, self._ledger)
        dialog.exec()
        dialog.deleteLater()

    def _as_in_rules(self) -> None:
        from dataclasses import replace

        self.fill(replace(_MEMO, **_RULES))


_NUMBERS = (
    ("remind_before", 1, 30),
    ("check_after", 1, 30),
    ("calls_a_week", 1, 10),
    ("evader_times", 1, 5),
    ("write_every", 1, 60),
    ("malicious_days", 1, 720),
    ("malicious_months", 0, 24),
    ("meeting_after", 1, 20),
    ("thank_within", 1, 30),
    ("wait_most", 1, 60),
)


def _rows() -> tuple[tuple[str, str, str], ...]:
    """(key, title, what the source says) in the order of the work."""
    return (
        ("remind_before", _("Remind, days before the due date"), _("the memo: 3; the regulation: 2")),
        ("check_after", _("Check the payment, days after it"), _("the memo: 3; the regulation: daily, that is 1")),
        ("calls_a_week", _("Calls a week to a debtor"), _("the memo: 2 at least")),
        ("evader_times", _("Times more often to those who evade"), _("the article: twice")),
        ("write_every", _("Ask in writing, every so many days"), _("the memo: once a week")),
        ("malicious_days", _("Malicious: more days overdue than"), _("the memo: 2 months; as days: 60")),
        (
            "malicious_months",
            _("Malicious: more months overdue than"),
            _("0: by days; 2: by calendar months; the yellow zone has its claim earlier"),
        ),
        ("meeting_after", _("Meeting of directors after broken promises"), _("from the critical sum on; our default")),
        ("thank_within", _("Thank, days after the report"), _("our default")),
        ("wait_most", _("An agreed day keeps calls off, days"), _("our default, so that nobody is forgotten")),
        ("least_sum", _("Least sum to call for, ₽"), _("our default: smaller debts are not on the list")),
        ("critical_sum", _("Critical sum, ₽"), _("our default: the measure of points")),
    )


def _sum(field: QLineEdit) -> int:
    """Kopecks; an empty field or a zero is nothing."""
    text = field.text().strip()
    if text in ("", "0"):
        return 0
    return parse_sum(text) or 0
