"""План: limits of the debt and what came of them."""

from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QComboBox, QDateEdit, QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app import formats
from app.domain.money import BadValue
from app.domain.plan import SHARES, SUMS, PlanLine, PlanMeasure, Scope, Threshold
from app.domain.sales import Origin
from app.errors import AppError
from app.i18n import _, ngettext
from app.reports.plan_tables import measure_word, plan_table, scope_word, value_text
from app.reports.table import Table
from app.ui.controls import button, label
from app.ui.messages import show_error
from app.ui.table_page import TablePage
from app.ui.theme import theme
from app.ui.typed import parse_sum


class PlanPage(TablePage):
    """Limits are set here from a day on; facts are the book's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = _("Plan and fact")
        self.set_button = button(_("Set a limit…"), self.set_limit, "accent")
        self.rules_button = button(_("Limits and groups of the analysis…"), self.edit_rules, "flat")
        self.controls.addWidget(self.set_button)
        self.controls.addWidget(self.rules_button)
        self.table.opened.connect(self._edit_line)

    def make(self, as_of: date) -> Table[Any]:
        assert self.ledger is not None, "bind comes first"
        found = self.ledger.plan.fact(as_of)
        days = ngettext("{n} day", "{n} days", found.sales_days).format(n=found.sales_days)
        note = _("Sales are those of {days} before the date, with VAT as in the debt.").format(days=days)
        if found.origin is Origin.SHIPMENTS:
            note += " " + _("No sales register covers them: they are a lower bound out of debt reports.")
        elif found.origin is Origin.MIXED:
            note += " " + _("Days without a sales register are a lower bound out of debt reports.")
        if found.waiting:
            note += " " + _("Sales are known for a part of these days: the share in sales is not counted yet.")
        known = bool(self.ledger.report_dates())
        return plan_table(found.lines if known else (), note if known else "")

    def edit_rules(self) -> None:
        """Limits of the article with their period, for the whole base."""
        if self.ledger is not None and self.as_of is not None:
            from app.ui.limits_dialog import LimitsDialog

            if LimitsDialog(self, self.ledger, self.as_of).ask():
                self.toast(_("The rules are changed."))

    def set_limit(self, line: PlanLine | None = None) -> None:
        """Ask for a limit and keep it."""
        if self.ledger is None or self.as_of is None:
            return
        names = {str(row.client_id): row.name for row in self.ledger.clients.list(self.as_of).rows}
        dialog = LimitDialog(self, self.as_of, self.ledger.clients.managers(), names, line)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            try:
                self.ledger.plan.set(dialog.threshold())
            except AppError as error:
                show_error(self, error)
            else:
                self.toast(_("The limit is set."))
        dialog.deleteLater()

    def _edit_line(self, line: object) -> None:
        if isinstance(line, PlanLine) and line.scope is not Scope.CLIENT:
            self.set_limit(line)


class LimitDialog(QDialog):
    """Whose limit, of what, how much, from which day; an empty value lifts the limit."""

    def __init__(
        self,
        parent: QWidget,
        as_of: date,
        managers: tuple[str, ...],
        clients: dict[str, str],
        line: PlanLine | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Limit of receivables"))
        self._managers, self._clients = managers, clients
        self.scope = QComboBox()
        for scope in Scope:
            self.scope.addItem(scope_word(scope), scope)
        self.subject = QComboBox()
        self.measure = QComboBox()
        for measure in PlanMeasure:
            self.measure.addItem(measure_word(measure), measure)
        self.value = QLineEdit()
        self.since = QDateEdit(QDate(as_of.year, as_of.month, as_of.day))
        self.since.setCalendarPopup(True)
        self.since.setDisplayFormat("dd.MM.yyyy")
        self._fault = label("", "error", wrap=True)
        self.save_button = button(_("Save"), self.accept, "accent")
        self.save_button.setDefault(True)
        self.scope.currentIndexChanged.connect(lambda _index: self._offer())
        self.measure.currentIndexChanged.connect(lambda _index: self._hint())
        self._build()
        self._offer()
        self._hint()
        if line is not None:
            self._load(line)

    def threshold(self) -> Threshold:
        """What was entered. Raises ``BadValue`` in words."""
        scope, measure = Scope(self.scope.currentData()), PlanMeasure(self.measure.currentData())
        subject = "" if scope is Scope.COMPANY else str(self.subject.currentData() or "")
        day = self.since.date()
        return Threshold(
            scope, subject, measure, date(day.year(), day.month(), day.day()), limit_value(measure, self.value.text())
        )

    def accept(self) -> None:
        """Keep the window open until what was typed can be understood."""
        try:
            found = self.threshold()
            if found.scope is not Scope.COMPANY and not found.subject:
                raise BadValue(_("say whose limit it is"))
        except BadValue as error:
            text = str(error)
            self._fault.setText(text[:1].upper() + text[1:])
            return
        super().accept()

    def _load(self, line: PlanLine) -> None:
        self.scope.setCurrentIndex(self.scope.findData(line.scope))
        self.subject.setCurrentIndex(self.subject.findData(line.subject))
        self.measure.setCurrentIndex(self.measure.findData(line.measure))
        if line.limit is not None:
            self.value.setText(value_text(line.measure, line.limit))
        self.value.setFocus()
        self.value.selectAll()

    def _offer(self) -> None:
        scope = Scope(self.scope.currentData())
        self.subject.clear()
        if scope is Scope.MANAGER:
            for name in self._managers:
                self.subject.addItem(name, name)
        elif scope is Scope.CLIENT:
            for client_id, name in sorted(self._clients.items(), key=lambda pair: pair[1].casefold()):
                self.subject.addItem(name, client_id)
        self.subject.setVisible(scope is not Scope.COMPANY)

    def _hint(self) -> None:
        measure = PlanMeasure(self.measure.currentData())
        hint = _("e.g. 50 or 50,5") if measure in SHARES else _("e.g. 2 mln") if measure in SUMS else _("e.g. 30")
        lifted = _("empty: no limit")  # a message inside of an f-string is not found by the catalogue
        self.value.setPlaceholderText(f"{hint}; {lifted}")

    def _build(self) -> None:
        px = theme().px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(8))
        rows: tuple[tuple[str, QWidget], ...] = (
            (_("Whose"), self.scope),
            ("", self.subject),
            (_("Measure"), self.measure),
            (_("Limit"), self.value),
            (_("Valid from"), self.since),
        )
        for number, (name, field) in enumerate(rows):
            if name:
                grid.addWidget(label(name, "muted"), number, 0)
            grid.addWidget(field, number, 1)
            field.setAccessibleName(name or _("Name"))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button(_("Cancel"), self.reject))
        foot.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(16), px(20), px(16))
        layout.setSpacing(px(12))
        layout.addLayout(grid)
        layout.addWidget(self._fault)
        layout.addLayout(foot)
        self.setMinimumWidth(px(440))


def limit_value(measure: PlanMeasure, text: str) -> int | None:
    """A typed limit in the measure's unit; None for nothing. Raises ``BadValue`` in words."""
    text = text.replace(formats.NBSP, " ").strip()
    if not text:
        return None
    if measure in SUMS:
        return parse_sum(text)
    plain = text.rstrip("% ").replace(",", ".")
    try:
        number = Decimal(plain)
    except ArithmeticError:
        raise BadValue(_("«{text}» is not a number").format(text=text[:30])) from None
    if measure in SHARES:
        return int((number * 100).to_integral_value())
    if number != number.to_integral_value():
        raise BadValue(_("days are a whole number"))
    return int(number)
