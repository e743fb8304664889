"""Старение: the whole debt by term, grouped five ways."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QComboBox, QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app import formats
from app.domain.aging import GroupBy
from app.i18n import _
from app.reports.aging_tables import aging_table
from app.ui.choice import choice
from app.ui.controls import button, label, panel
from app.ui.paper import show_paper
from app.ui.rules_dialog import RulesDialog
from app.ui.tab import Tab
from app.ui.table_view import TableView
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.ledger import Ledger


class AgingTab(Tab):
    """Which grouping is on screen is a matter of the window; the sums come from the ledger."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = _("Aging")
        self._ledger: Ledger | None = None
        self._as_of: date | None = None
        self.by = GroupBy.CLIENT
        self.table = TableView()
        self.table.client_opened.connect(self.open_client)
        self._note = label("", "small", wrap=True)
        self._note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._group = QButtonGroup(self)
        self.choices = {by: self._choice(by, words) for by, words in _groupings()}
        self.own: str | None = None
        self.owns = QComboBox()
        self.owns.setAccessibleName(_("Our organisation"))
        self.owns.activated.connect(lambda index: self._narrow(self.owns.itemData(index)))
        self.rules_button = button(_("Intervals and zones…"), self.edit_rules, "flat")
        self.excel_button = button(_("Excel"), self.table.export, "", "excel")
        self.print_button = button(_("Print"), self.print_out, "", "print")
        self._build()

    def _build(self) -> None:
        px = theme().px
        bar = QHBoxLayout()
        bar.setSpacing(px(10))
        for one in self.choices.values():
            bar.addWidget(one)
        bar.addWidget(self.owns)
        bar.addStretch(1)
        for widget in (self.rules_button, self.excel_button, self.print_button):
            bar.addWidget(widget)
        frame = panel()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.table, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(px(8), px(6), px(8), px(8))
        foot.addWidget(self._note)
        inside.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(14), px(10), px(14), px(10))
        layout.setSpacing(px(10))
        layout.addLayout(bar)
        layout.addWidget(frame, 1)

    def _choice(self, by: GroupBy, words: str) -> QPushButton:
        made = choice(self._group, words, lambda: self.group_by(by))
        made.setChecked(by is self.by)
        return made

    def bind(self, ledger: "Ledger") -> None:
        self._ledger = ledger

    def reload(self, as_of: date) -> None:
        self._as_of = as_of
        assert self._ledger is not None, "bind comes first"
        self._offer_organisations()
        table = aging_table(self._ledger.analysis.aging(as_of, self.by, self.own))
        if self.own is not None:
            table = replace(table, title=f"{table.title}: {self.owns.currentText()}")
        self.table.set_table(table)
        self._note.setText(table.note)
        self._note.setVisible(bool(table.note))
        for widget in (self.excel_button, self.print_button):
            widget.setEnabled(bool(table.rows))

    def _offer_organisations(self) -> None:
        """A choice only where there is one: two organisations of ours or more."""
        found = self._ledger.analysis.organisations() if self._ledger is not None else ()
        if self.own not in found or len(found) < 2:
            self.own = None
        self.owns.clear()
        self.owns.addItem(_("All our organisations"), None)
        for name in found:
            self.owns.addItem(name or _("organisation not stated"), name)
        self.owns.setCurrentIndex(found.index(self.own) + 1 if self.own is not None else 0)
        self.owns.setVisible(len(found) > 1)

    def _narrow(self, own: str | None) -> None:
        self.own = own
        if self._as_of is not None:
            self.reload(self._as_of)

    def group_by(self, by: GroupBy) -> None:
        """Show another grouping."""
        self.by = by
        if self._as_of is not None:
            self.reload(self._as_of)

    def edit_rules(self) -> None:
        """Change bounds, zones and colours from a day on; the window hears of it from the ledger."""
        if self._ledger is None or self._as_of is None:
            return
        dialog = RulesDialog(self._ledger.policy.rules(self._as_of), self._as_of, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._ledger.policy.set_rules(dialog.rules(), dialog.valid_from())
            self.toast(_("The rules are changed."))
        dialog.deleteLater()

    def print_out(self) -> None:
        """The table as shown, on paper."""
        from app.reports.document import of_table

        if self._as_of is None or self._ledger is None:
            return
        status = self._ledger.status(self._as_of)
        day = formats.day(status.report_as_of) if status.report_as_of else ""
        footer = _("Bookkeeping report of {day}").format(day=day) if day else ""
        show_paper(self, of_table(self.table.table(), self._as_of, self._ledger.policy.company(), footer))


def _groupings() -> tuple[tuple[GroupBy, str], ...]:
    return (
        (GroupBy.CLIENT, _("By clients")),
        (GroupBy.INVOICE, _("By documents")),
        (GroupBy.MANAGER, _("By managers")),
        (GroupBy.TERMS, _("By payment terms")),
        (GroupBy.INTERVAL, _("Intervals of the article")),
    )
