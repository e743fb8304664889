"""«Клиенты»: the list at the left, the debt card of the chosen client at the right.

The card and its form are imported and made after the first paint: the window opens with the list alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout

from app.domain.aging import AgingRules, Zone
from app.i18n import _, ngettext
from app.ui import tiles
from app.ui.choice import choose_from
from app.ui.client_search import ClientSearch
from app.ui.controls import button, panel
from app.ui.known_clients import KnownClients
from app.ui.tab import Tab
from app.ui.table_view import TableView
from app.ui.theme import icon, theme
from app.ui.welcome import Welcome

if TYPE_CHECKING:
    from app.domain.client import ClientList, ClientRow
    from app.domain.letters import LetterKind
    from app.domain.work import Attachment, Channel, Contact, NewContact
    from app.ledger import Ledger
    from app.reports.table import Table
    from app.ui.call_form import CallForm
    from app.ui.card import CardView
    from app.ui.work_acts import Do

_CARD_DELAY_MS = 60
_CARD_WIDTH = 480
_LIST_WIDTH = 520
_LEAST_WIDTH = 340


class ClientsTab(Tab):
    """The start page. ``payments_wanted(client id, name)``: show the payments of the client on the card."""

    payments_wanted = Signal(int, str)

    title = _("Clients")

    def __init__(self) -> None:
        super().__init__()
        self._ledger: Ledger | None = None
        self._as_of = date.min
        self._all: ClientList | None = None
        self._rules = AgingRules()
        self._which = tiles.ALL
        self._zone: Zone | None = None
        self._manager = ""
        self._promised: frozenset[int] = frozenset()
        self.tiles = tiles.Tiles()
        self.search = ClientSearch()
        self.zones = button(_("All zones") + " ▾")
        self.managers = button(_("Manager") + " ▾")
        self.clear = button("", self.clear_filters, "flat")
        self.list = TableView()
        self.known = KnownClients(self, self.list)
        self._card: CardView | None = None
        self._right = panel()
        self._shared_by_hand = False
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.welcome = Welcome()
        self._table: Table[ClientRow] | None = None
        self._card_timer = QTimer(self, singleShot=True, interval=_CARD_DELAY_MS)
        self._summary_timer = QTimer(self, singleShot=True, interval=0)
        self._build()
        self._wire()

    @property
    def card(self) -> CardView:
        """The debt card, made at its first use."""
        if self._card is None:
            from app.ui.card import CardView

            card = self._card = CardView()
            card.setMinimumWidth(theme().px(_LEAST_WIDTH))
            card.call_wanted.connect(self.log_call)
            card.step_wanted.connect(self.take_step)
            card.contact_opened.connect(self._mend)
            card.contact_dropped.connect(self._drop)
            card.file_wanted.connect(self._open_file)
            card.merge_wanted.connect(self.merge)
            card.split_wanted.connect(self.split_client)
            card.payments_wanted.connect(self._ask_payments)
            card.dossier_wanted.connect(self.open_dossier)
            card.letter_wanted.connect(self.write_letter)
            card.about.edit_wanted.connect(self.edit_known)
            card.about.group_wanted.connect(lambda: self.known.show_group(card.card.holding if card.card else None))
            self.split.replaceWidget(1, card)
            self._share_width()
            self._right.deleteLater()
        return self._card

    def bind(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.known.bind(ledger)

    def reload(self, as_of: date) -> None:
        from app.reports.client_tables import client_list

        if self._ledger is None:
            return
        self._as_of = as_of
        self._rules = self._ledger.policy.rules(as_of)
        theme().set_zone_colours(self._rules.colours)
        self._all = self._ledger.clients.list(as_of)
        self._table = client_list(self._all, self._rules)
        self.search.set_book(self._ledger, len(self._all.rows))
        self._summary_timer.start()  # the list is seen first
        self.welcome.setVisible(not self._all.rows)
        self.split.setVisible(bool(self._all.rows))
        self._fill_menus()
        if self._which == tiles.PROMISED:
            self._promised = self._promising()
        self.known.filter.refresh()
        self._filter()

    def release(self) -> None:
        """The window is closing: nothing may be read any more."""
        self._card_timer.stop()
        self._summary_timer.stop()
        self.search.set_book(None, 0)
        self._ledger = None

    def show_client(self, client_id: int) -> None:
        """Put the cursor on a client, dropping filters that hide it."""
        if not self.list.select_link(client_id):
            self.clear_filters()
            self.list.select_link(client_id)
        self._show_card()

    def focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def log_call(self, channel: Channel | None = None) -> None:
        """«Записать звонок» for the client on the card."""
        form = self._form()
        if form is not None:
            if channel is not None:
                form.set_channel(channel)
            form.exec()
            form.deleteLater()

    def clear_filters(self) -> None:
        """Everybody again."""
        self._which, self._zone, self._manager = tiles.ALL, None, ""
        self.known.filter.clear()
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self._fill_menus()
        self._filter()

    def choose_tile(self, which: str) -> None:
        """A tile opens its list."""
        self._which, self._zone = which, None
        if which == tiles.RED:
            self._which, self._zone = tiles.ALL, Zone.RED
        if which == tiles.PROMISED:
            self._promised = self._promising()
        self._fill_menus()
        self._filter()
        self.list.setFocus()

    def merge(self) -> None:
        """«Объединить с…» on the card."""
        from app.ui.family_dialogs import merge_client

        card, ledger = self.card.card, self._ledger
        if card is not None and ledger is not None and self._all is not None:
            self._told(merge_client(self, ledger, card, self._all.rows))

    def split_client(self) -> None:
        """«Разделить…» on the card."""
        from app.ui.family_dialogs import split_client

        card, ledger = self.card.card, self._ledger
        if card is not None and ledger is not None:
            self._told(split_client(self, ledger, card, self._as_of))

    def take_step(self, do: Do) -> None:
        """What the work list asks of the client on the card."""
        from app.ui.work_acts import Acts
        from app.ui.work_pane import read_brief

        card, ledger = self.card.card, self._ledger
        if card is None or ledger is None:
            return
        day = ledger.worklist.working_day(self._as_of)
        line = ledger.worklist.line(card.client.client_id, day)
        if line is not None:
            self._told(Acts(self, ledger, read_brief(ledger, line, day, None), day).take(do))

    def edit_known(self) -> None:
        """What is known of the client on the card."""
        self.known.edit(self.card.card)

    def open_dossier(self) -> None:
        """«Дело» on the card."""
        from app.ui.dossier_window import open_dossier

        card, ledger = self.card.card, self._ledger
        if card is not None and ledger is not None:
            open_dossier(self, ledger, card.client.client_id, self._as_of)

    def write_letter(self, kind: LetterKind) -> None:
        """«Письмо» on the card."""
        from app.ui.letter_preview import open_letter

        card, ledger = self.card.card, self._ledger
        if card is not None and ledger is not None:
            open_letter(self, ledger, card.client.client_id, kind, self._as_of)

    def _ask_payments(self) -> None:
        card = self.card.card
        if card is not None:
            self.payments_wanted.emit(card.client.client_id, card.client.name)

    def _told(self, words: str) -> None:
        if words:
            self.toast(words)

    def _show_summary(self) -> None:
        if self._ledger is not None:
            self.tiles.show_summary(self._ledger.summary(self._as_of))

    def _promising(self) -> frozenset[int]:
        """Clients with an open promise for the week of the date, Monday to Sunday: what the tile sums."""
        if self._ledger is None:
            return frozenset()
        monday = self._as_of - timedelta(days=self._as_of.weekday())
        sunday = monday + timedelta(days=6)
        promises = self._ledger.work.promises(self._as_of)
        due = [promise for promise in promises if monday <= promise.due <= sunday]
        return frozenset(promise.client_id for promise in due if promise.state.value == "open")

    def _filter(self) -> None:
        """Rows that pass, in memory: a key costs milliseconds at ten thousand clients."""
        from app.reports.client_tables import narrowed

        if self._all is None or self._table is None:
            return
        rows: Sequence[ClientRow] = self._all.rows
        if self._which == tiles.OVERDUE:
            rows = [row for row in rows if row.overdue > 0]
        elif self._which == tiles.PROMISED:
            rows = [row for row in rows if row.client_id in self._promised]
        if self._zone is not None:
            rows = [row for row in rows if row.zone is self._zone]
        if self._manager:
            rows = [row for row in rows if row.manager == self._manager]
        rows = self.search.found(self.known.passing(rows))
        self.clear.setIcon(icon("close", "muted"))
        self.clear.setVisible(len(rows) != len(self._all.rows))
        table = self._table if len(rows) == len(self._all.rows) else narrowed(self._table, rows)
        if not rows:
            table = replace(table, empty=_("Nobody fits. Esc clears the filter"))
        self.list.set_table(table)
        if rows and self.list.current() is None:
            self.list.select_row(0)
        self._card_timer.start()

    def _show_card(self) -> None:
        self._card_timer.stop()
        client_id = self.list.current_link()
        if self._ledger is None or client_id is None:
            self.card.show_nothing("")
            return
        self.card.stops.show_marks(self._ledger.dossier.marks(client_id, self._as_of))
        day = self._ledger.worklist.working_day(self._as_of)
        card = self._ledger.clients.card(client_id, self._as_of, day)
        self.card.show_card(card, self._ledger.worklist.line(client_id, day))

    def _form(self) -> CallForm | None:
        card, ledger = self.card.card, self._ledger
        if card is None or ledger is None:
            return None
        from app.ui.new_call import call_form

        return call_form(self, ledger, card.client, card.line.total, card.contacts, self._record)

    def _record(self, contact: NewContact) -> None:
        if self._ledger is not None:
            self._ledger.work.record(contact)
            self.toast(_("The call is recorded."))

    def _mend(self, contact: Contact) -> None:
        form, ledger = self._form(), self._ledger
        if form is None or ledger is None:
            return
        form.save_with(lambda changed: ledger.work.edit(contact.contact_id, changed))
        form.load(contact)
        if form.exec():
            self.toast(_("The contact is changed."))
        form.deleteLater()

    def _drop(self, contact: Contact) -> None:
        if self._ledger is not None:
            self._ledger.work.delete(contact.contact_id)
            self.toast(_dropped(len(contact.files)))

    def _open_file(self, one: Attachment) -> None:
        if self._ledger is not None:
            from app.ui.dossier_events import open_kept

            open_kept(self, self._ledger, one)

    def _build(self) -> None:
        px = theme().px
        self.search.setPlaceholderText(_("Find a client, INN, document…  Ctrl+F"))
        self.search.setAccessibleName(_("Search"))
        self.clear.setToolTip(_("Clear filter"))
        self.clear.setVisible(False)
        tools = QHBoxLayout()
        tools.setContentsMargins(px(10), px(10), px(10), px(6))
        tools.setSpacing(px(6))
        tools.addWidget(self.search, 1)
        for control in (self.clear, self.zones, self.managers, self.known.filter):
            tools.addWidget(control)
        left = panel()
        side = QVBoxLayout(left)
        side.setContentsMargins(1, 1, 1, px(8))
        side.setSpacing(0)
        side.addLayout(tools)
        side.addWidget(self.list, 1)
        side.addWidget(self.known.strip)
        split = self.split
        split.setHandleWidth(px(10))
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self._right)
        split.splitterMoved.connect(self._keep_width)
        left.setMinimumWidth(px(_LEAST_WIDTH))
        self._right.setMinimumWidth(px(_LEAST_WIDTH))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(14), px(10), px(14), px(8))
        layout.setSpacing(px(10))
        layout.addWidget(self.tiles)
        layout.addWidget(split, 1)
        layout.addWidget(self.welcome, 1)
        self.welcome.setVisible(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _keep_width(self) -> None:
        self._shared_by_hand = True

    def _share_width(self) -> None:
        """Two fifths for the list; on a narrow screen half, or names could not be read."""
        if not self._shared_by_hand:
            px = theme().px
            room = self.width() - px(38)
            left = min(max(room * 2 // 5, px(_LIST_WIDTH)), room - px(_CARD_WIDTH))
            self.split.setSizes([left, room - left])

    def _wire(self) -> None:
        self.tiles.chosen.connect(self.choose_tile)
        self.welcome.load_pressed.connect(lambda: self.load_requested.emit([]))
        self.search.changed.connect(self._filter)
        self.search.installEventFilter(self)
        self.known.filter.chosen.connect(self._filter)
        self.list.current_changed.connect(lambda _row: self._card_timer.start())
        self.list.opened.connect(lambda _row: self.card.items.setFocus())
        self._card_timer.timeout.connect(self._show_card)
        self._summary_timer.timeout.connect(self._show_summary)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows move the list while the cursor stays in the search box; Esc clears it."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            moves = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
            if event.key() in moves:
                self.search.flush()
                self.list.grid.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.search.flush()
                self.list.setFocus()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.clear_filters()
                return True
        return super().eventFilter(watched, event)

    def _fill_menus(self) -> None:
        from app.reports import wording

        zones: list[tuple[str, Any]] = [(_("All zones"), None)]
        zones += [(wording.zone_name(zone), zone) for zone in (Zone.GREY, Zone.YELLOW, Zone.RED)]
        choose_from(self.zones, zones, self._zone, self._choose_zone)
        names = self._ledger.clients.managers() if self._ledger is not None else ()
        managers: list[tuple[str, Any]] = [(_("All managers"), "")]
        managers += [(name, name) for name in names]
        choose_from(self.managers, managers, self._manager, self._choose_manager)
        if not self._manager:
            self.managers.setText(_("Manager") + " ▾")
        if self._which == tiles.OVERDUE:
            self.zones.setText(_("Overdue") + " ▾")
        elif self._which == tiles.PROMISED:
            self.zones.setText(_("Promised") + " ▾")

    def _choose_zone(self, zone: Zone | None) -> None:
        self._which, self._zone = tiles.ALL, zone
        self._fill_menus()
        self._filter()

    def _choose_manager(self, name: str) -> None:
        self._manager = name
        self._fill_menus()
        self._filter()


def _dropped(files: int) -> str:
    """Words of a deleted contact: what became of its files."""
    if not files:
        return _("The contact is deleted.")
    words = ngettext(
        "The contact is deleted; its file stays in the client's file.",
        "The contact is deleted; its {n} files stay in the client's file.",
        files,
    )
    return words.format(n=files)
