"""Резерв и давность: what may be set aside, and how long a debt can still be sued for."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDateEdit,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app import formats
from app.domain.limitation import Acknowledged
from app.domain.money import BadValue
from app.errors import AppError
from app.i18n import _
from app.reports.doubtful_tables import clocks_table, reserve_table
from app.reports.table import Table
from app.ui.choice import choice
from app.ui.controls import button, label
from app.ui.filled import filled
from app.ui.messages import show_error, show_note
from app.ui.table_page import TablePage
from app.ui.theme import theme
from app.ui.typed import parse_sum

if TYPE_CHECKING:
    from app.ledger.doubtful import ClockLine


class What(StrEnum):
    """Which of the two is on screen."""

    CLOCK = "clock"
    RESERVE = "reserve"


class ReservePage(TablePage):
    """Figures for reference, and the papers that move the clock."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = _("Reserve and limitation")
        self.what = What.CLOCK
        group = QButtonGroup(self)
        self.clock_choice = choice(group, _("Limitation"), lambda: self.show_what(What.CLOCK))
        self.reserve_choice = choice(group, _("Tax reserve"), lambda: self.show_what(What.RESERVE))
        self.clock_choice.setChecked(True)
        self.act_button = button(_("Debt acknowledged…"), self.acknowledge)
        self.revenue_button = button(_("Revenue for the cap…"), self.name_revenue)
        for widget in (self.clock_choice, self.reserve_choice, self.act_button, self.revenue_button):
            self.controls.addWidget(widget)

    def show_what(self, what: What) -> None:
        """Turn to the other table."""
        self.what = what
        self.again()

    def make(self, as_of: date) -> Table[Any]:
        assert self.ledger is not None, "bind comes first"
        self.act_button.setVisible(self.what is What.CLOCK)
        self.revenue_button.setVisible(self.what is What.RESERVE)
        if self.what is What.RESERVE:
            return reserve_table(self.ledger.doubtful.reserve(as_of))
        table = clocks_table(self.ledger.doubtful.clocks(as_of))
        return filled(table) if table.rows else table

    def acknowledge(self) -> None:
        """Write down that the client of the current row acknowledged its debt."""
        line: ClockLine | None = self.table.current()
        if self.ledger is None or self.as_of is None:
            return
        if line is None:
            show_note(self, _("Choose a document first"), _("The acknowledgment belongs to its client."))
            return
        dialog = AcknowledgmentDialog(self, line.item.client, line.item.number, self.ledger.today())
        if dialog.exec() == QDialog.DialogCode.Accepted:
            try:
                invoice = line.item.invoice_id if dialog.this_document() else None
                self.ledger.doubtful.acknowledge(line.item.client_id, dialog.said(), invoice)
            except AppError as error:
                show_error(self, error)
            else:
                self.toast(_("The acknowledgment is kept."))
        dialog.deleteLater()

    def name_revenue(self) -> None:
        """Revenue of the tax period; an empty field takes it away."""
        if self.ledger is None or self.as_of is None:
            return
        known = self.ledger.doubtful.revenue(self.as_of)
        text, accepted = QInputDialog.getText(
            self, _("Revenue for the cap"), _("The greater of the last year's and this period's revenue, ₽"),
            text="" if known is None else formats.money(known),
        )  # fmt: skip
        if not accepted:
            return
        try:
            self.ledger.doubtful.set_revenue(parse_sum(text))
        except (BadValue, AppError) as error:
            show_note(self, _("This is not a sum"), str(error))
        else:
            self.toast(_("Revenue is named."))


class AcknowledgmentDialog(QDialog):
    """The paper, who signed it and with what powers."""

    def __init__(self, parent: QWidget, client: str, number: str, today: date) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Debt acknowledged"))
        self.document = QLineEdit()
        self.document.setPlaceholderText(_("reconciliation act, letter, agreement, with its number"))
        self.day = QDateEdit(QDate(today.year, today.month, today.day))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("dd.MM.yyyy")
        self.day.setMaximumDate(self.day.date())
        self.signatory = QLineEdit()
        self.powers = QLineEdit()
        self.powers.setPlaceholderText(_("charter, or power of attorney with its number and date"))
        self.what = QComboBox()
        self.what.addItem(_("all documents due by that day"), False)
        self.what.addItem(_("only {number}").format(number=number), True)
        self._fault = label("", "error", wrap=True)
        save = button(_("Save"), self.accept, "accent")
        save.setDefault(True)
        px = theme().px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(8))
        rows: tuple[tuple[str, QWidget], ...] = (
            (_("Paper"), self.document),
            (_("Signed on"), self.day),
            (_("Signed by"), self.signatory),
            (_("Powers"), self.powers),
            (_("Acknowledges"), self.what),
        )
        for place, (name, field) in enumerate(rows):
            grid.addWidget(label(name, "muted"), place, 0)
            grid.addWidget(field, place, 1)
            field.setAccessibleName(name)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button(_("Cancel"), self.reject))
        foot.addWidget(save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(16), px(20), px(16))
        layout.setSpacing(px(12))
        layout.addWidget(label(client, "title"))
        layout.addLayout(grid)
        layout.addWidget(
            label(_("Without powers the paper is kept but does not restart the clock."), "small", wrap=True)
        )
        layout.addWidget(self._fault)
        layout.addLayout(foot)
        self.setMinimumWidth(px(520))

    def said(self) -> Acknowledged:
        """What was entered."""
        day = self.day.date()
        return Acknowledged(
            date(day.year(), day.month(), day.day()),
            self.document.text().strip(),
            self.signatory.text().strip(),
            self.powers.text().strip(),
        )

    def this_document(self) -> bool:
        """Whether it speaks of one document only."""
        return bool(self.what.currentData())

    def accept(self) -> None:
        """A paper without a name is no paper."""
        if not self.document.text().strip():
            self._fault.setText(_("Name the paper in which the debt is acknowledged."))
            return
        super().accept()
