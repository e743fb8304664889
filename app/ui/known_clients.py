"""What «Клиенты» does with what is known of clients: filter, group, one client, several at once, lists.

Everything but the filter's button and the strip of a selection is imported when it is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app import formats
from app.i18n import _
from app.ui.client_filter import ClientFilter
from app.ui.controls import Elided, button
from app.ui.tab import Tab, window_date
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.domain.client import ClientCard, ClientRow
    from app.domain.traits import Holding
    from app.ledger import Ledger
    from app.ui.table_dialog import TableDialog
    from app.ui.table_view import TableView

_SEVERAL = 2


class KnownClients(QObject):
    """``filter`` stands beside the other filters, ``strip`` under the list while several clients are selected."""

    def __init__(self, tab: Tab, view: TableView) -> None:
        super().__init__(tab)
        self._tab, self._view = tab, view
        self._ledger: Ledger | None = None
        self.filter = ClientFilter()
        self.words = Elided("", "muted")
        self.change = button(_("Change for the selected…"), self.edit_selected, "link")
        self.strip = QWidget()
        line = QHBoxLayout(self.strip)
        line.setContentsMargins(theme().px(12), theme().px(4), theme().px(12), 0)
        line.addWidget(self.words, 1)
        line.addWidget(self.change)
        self.strip.setVisible(False)
        self._action = QAction(_("Change for the selected…"), view)
        self._action.setShortcut(QKeySequence("Shift+F2"))
        self._action.triggered.connect(lambda _checked=False: self.edit_selected())
        view.addAction(self._action)
        view.selection_changed.connect(self._tell_selected)

    def bind(self, ledger: Ledger) -> None:
        """Take the open book."""
        self._ledger = ledger
        self.filter.bind(ledger)

    def passing(self, rows: Sequence[ClientRow]) -> Sequence[ClientRow]:
        """Rows that pass the filter."""
        wanted = self.filter.passing()
        return rows if wanted is None else [row for row in rows if row.client_id in wanted]

    def selected(self) -> list[ClientRow]:
        """Clients selected in the list."""
        return list(self._view.selected_rows())

    def edit(self, card: ClientCard | None) -> None:
        """Everything known of the client on the card."""
        if self._ledger is None or card is None or card.traits is None:
            return
        from app.ui.traits_dialog import TraitsDialog

        dialog = TraitsDialog(self._tab, self._ledger, card.client.name, card.traits)
        if dialog.exec() and dialog.said():
            self._tab.toast(_("What is known of the client is written."))
        dialog.deleteLater()

    def edit_selected(self) -> None:
        """One trait of the selected clients."""
        rows = self.selected()
        if self._ledger is None or not rows:
            return
        from app.ui.traits_dialog import ManyDialog

        dialog = ManyDialog(self._tab, self._ledger, rows)
        if dialog.exec():
            changed = formats.clients(dialog.changed)
            words = _("Changed: {clients}.").format(clients=changed) if dialog.changed else _("Nothing has changed.")
            self._tab.toast(words)
        dialog.deleteLater()

    def show_group(self, holding: Holding | None) -> None:
        """Members of a group with their debts; Enter opens a client."""
        if self._ledger is None or holding is None:
            return
        from app.reports.trait_tables import holding_table
        from app.ui.table_dialog import TableDialog

        rules = self._ledger.policy.rules(holding.as_of)
        table = holding_table(holding, rules)
        dialog = TableDialog(self._tab, table, holding.as_of, self._ledger.policy.company())

        def turn(client_id: int) -> None:
            dialog.accept()
            self._tab.open_client.emit(client_id)

        dialog.view.client_opened.connect(turn)
        _open(dialog)

    def show_groups(self) -> None:
        """Every group; Enter opens its members."""
        if self._ledger is None:
            return
        from app.reports.trait_tables import holdings_table
        from app.ui.table_dialog import TableDialog

        as_of = window_date(self._tab)
        table = holdings_table(self._ledger.traits.holdings(as_of), as_of)
        dialog = TableDialog(self._tab, table, as_of, self._ledger.policy.company())

        def turn(holding: Holding) -> None:
            dialog.accept()
            self.show_group(holding)

        dialog.view.opened.connect(turn)
        _open(dialog)

    def load_list(self) -> None:
        """A list of clients with what is known of them."""
        if self._ledger is None:
            return
        from app.ui.roster_dialog import load_list

        def done(changed: int) -> None:
            self._tab.toast(_("Changed: {clients}.").format(clients=formats.clients(changed)))

        load_list(self._tab, self._ledger, done)

    def export_list(self) -> None:
        """The same as a workbook, to be filled in and loaded again."""
        if self._ledger is None:
            return
        from app.reports.trait_tables import clients_table
        from app.ui.export import export_table

        rows = self._ledger.clients.list(window_date(self._tab)).rows
        export_table(self._tab, clients_table(rows, self._ledger.traits.every()))

    def _tell_selected(self) -> None:
        rows = self.selected()
        several = len(rows) >= _SEVERAL
        self.strip.setVisible(several)
        if several:
            debt = formats.roubles_sign(sum(row.total for row in rows))
            words = _("Selected: {clients}, debt {sum}")
            self.words.set_text(words.format(clients=formats.clients(len(rows)), sum=debt))


def _open(dialog: TableDialog) -> None:
    """A few rows need no big window."""
    px = theme().px
    rows = max(dialog.view.fitting_height(), px(120))
    dialog.resize(px(1040), min(rows + px(190), px(620)))
    dialog.open()
