"""«Работа»: whom to call today at the left, the client to call at the right, everything by keyboard.

The list rests on the newest report and is reckoned for today. Enter records the call and the list moves on by itself.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QSplitter, QVBoxLayout

from app import formats
from app.domain import worklist
from app.domain.money import BadValue
from app.domain.names import search_text
from app.domain.worklist import ActionKind, WorkLine
from app.i18n import _, ngettext
from app.reports.table import Table
from app.reports.work_tables import action_word, work_table
from app.ui.choice import choose_from
from app.ui.controls import Elided, button, label, panel
from app.ui.tab import Tab
from app.ui.table_view import TableView
from app.ui.theme import theme
from app.ui.typed import parse_sum, weekday
from app.ui.welcome import Welcome
from app.ui.work_acts import Acts, Do
from app.ui.work_pane import WorkPane, read_brief
from app.ui.work_papers import WorkPapers

if TYPE_CHECKING:
    from app.domain.work import Attachment
    from app.ledger import Ledger
    from app.ledger.worklist import WorkList

_PANE_DELAY_MS = 60
_LEAST = 340
_PANE, _PANE_LEAST = 600, 480
_LIST = 530  # pixels in which the sums of the list are read whole, without the managers
_WHY_FROM = 860  # pixels of the list: narrower, the reasons stand at the right only
_MANAGER_FROM = 600  # narrower, the manager stands at the right only
_COLUMNS = ("points", "client", "action", "why", "overdue", "days", "manager")
_NEXT, _BACK, _OFF = frozenset("jnот"), frozenset("kл"), frozenset("pз")
"""Letters that move the list and put off, on the Latin and the Russian layout of the same keys."""


class WorkTab(Tab):
    """The work of a day."""

    title = _("Work")

    def __init__(self) -> None:
        super().__init__()
        self.ledger: Ledger | None = None
        self.as_of = date.min
        self.day = date.min
        self.found: WorkList | None = None
        self._manager = ""
        self._kind: ActionKind | None = None
        self._need = 0
        self._by_hand = False
        self.papers = WorkPapers(self)
        self.title_line = label("", "title")
        self.summary = Elided("", "muted")
        self.letters = button(_("Letters"), self.papers.letters)
        self.malicious = button("", self.papers.malicious)
        self.sheets = button(_("Call sheets") + " ▾")
        self.rules = button("", self.papers.rules, "flat", "")
        self.search = QLineEdit()
        self.managers = button("")
        self.kinds = button("")
        self.need = QLineEdit()
        self.reached = Elided("", "muted")
        self.list = TableView()
        self.pane = WorkPane()
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.welcome = Welcome()
        self._timer = QTimer(self, singleShot=True, interval=_PANE_DELAY_MS)
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self._fit_columns)
        self._build()
        self._wire()
        self.setFocusProxy(self.list)

    def bind(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def reload(self, as_of: date) -> None:
        if self.ledger is None:
            return
        self.as_of, self.day = as_of, self.ledger.worklist.working_day(as_of)
        theme().set_zone_colours(self.ledger.policy.rules(as_of).colours)
        self.found = self.ledger.worklist.today(self.day)
        self.split.setVisible(self.found.report is not None)
        self.welcome.setVisible(self.found.report is None)
        self._filter()

    def release(self) -> None:
        self._timer.stop()
        self._fitting.stop()
        self.ledger = None

    def focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def client_on_screen(self) -> int:
        """F2 and F4 are of the client to call."""
        brief = self._shown()
        return brief.client.client_id if brief is not None else 0

    def lines(self) -> tuple[WorkLine, ...]:
        """Lines that pass the filters, before the search and the wanted sum."""
        rows = self.found.lines if self.found is not None else ()
        if self._manager:
            rows = tuple(row for row in rows if _owner(row) == self._manager)
        if self._kind is not None:
            rows = tuple(row for row in rows if any(action.kind is self._kind for action in row.actions))
        return rows

    def choose_manager(self, name: str) -> None:
        """Only the clients of one manager, or of whoever they were handed over to; empty: of all."""
        self._manager = name
        self._filter()

    def choose_kind(self, kind: ActionKind | None) -> None:
        """Only lines with an action of a kind; None: all."""
        self._kind = kind
        self._filter()

    def log_call(self) -> None:
        """Enter and Ctrl+N."""
        self.take(Do.CALL)

    def take(self, do: Do) -> None:
        """Do something with the client on screen and turn to the next one."""
        brief, ledger = self._shown(), self.ledger
        if brief is None or ledger is None:
            return
        if do is Do.CARD:
            self.open_client.emit(brief.client.client_id)
            return
        if do is Do.MALICIOUS:
            self.papers.malicious()
            return
        following = self._following()
        told = Acts(self, ledger, brief, self.day).take(do)
        if told:
            self._move_on(following)
            self.toast(told)
        self.list.setFocus()

    def _filter(self) -> None:
        """Lines that pass, in memory."""
        lines = self.lines()
        self._fill_menus()
        shown = self._reach(lines)
        words = search_text(self.search.text()).split()
        if words:
            shown = tuple(row for row in shown if all(word in _searched(row) for word in words))
        self.list.set_table(self._table(shown))
        if shown and self.list.current() is None:
            self.list.select_row(0)
        self._show_heading(lines)
        self._timer.start()

    def _table(self, rows: tuple[WorkLine, ...]) -> Table[WorkLine]:
        table = work_table(rows, _("Work on {day}").format(day=formats.day(self.day)))
        dropped = {"manager"} if self._manager else set()
        if self.list.width() < theme().px(_WHY_FROM):
            dropped.add("why")
        if self.list.width() < theme().px(_MANAGER_FROM):
            dropped.add("manager")
        columns = tuple(column for column in table.columns if column.key in _COLUMNS and column.key not in dropped)
        return replace(table, columns=columns, empty=self._why_empty())

    def _why_empty(self) -> str:
        if self.found is None or not self.found.lines:
            return _("Everything is done for today")
        return _("Nobody fits. Esc clears the filter")

    def _reach(self, lines: tuple[WorkLine, ...]) -> tuple[WorkLine, ...]:
        """«Нужно N рублей»: the smallest set of calls that is expected to bring them."""
        text = self.need.text().strip()
        self._need = 0
        try:
            self._need = parse_sum(text) or 0
        except BadValue as error:
            self.reached.set_text(str(error))
            return lines
        if not self._need:
            self.reached.set_text("")
            return lines
        rows = worklist.reach(lines, self._need)
        got = sum(row.expected for row in rows)
        calls = ngettext("{n} call", "{n} calls", len(rows)).format(n=len(rows))
        words = _("{calls}, {sum} expected") if got >= self._need else _("even {calls} bring {sum}")
        self.reached.set_text(words.format(calls=calls, sum=formats.roubles_sign(got)))
        return rows

    def _show_heading(self, lines: tuple[WorkLine, ...]) -> None:
        found = self.found
        day = f"{weekday(self.day)}, {formats.day(self.day)}"
        count = found.count(ActionKind.MALICIOUS) if found is not None else 0
        self.malicious.setVisible(bool(count))
        self.malicious.setText(_("Malicious: {n}").format(n=count))
        self.sheets.setEnabled(found is not None and found.report is not None)
        if found is None or found.report is None:
            self.title_line.setText(day)
            self.summary.set_text(_("no report is loaded yet"))
            return
        words = _("{day}: {clients} to work with") if lines or found.lines else _("{day}: everything is done")
        self.title_line.setText(words.format(day=day, clients=formats.clients(len(lines))))
        parts = [_("overdue {sum}").format(sum=formats.roubles_sign(sum(row.situation.overdue for row in lines)))]
        parts.append(_("{sum} expected").format(sum=formats.roubles_sign(sum(row.expected for row in lines))))
        if found.done:
            parts.append(_("{n} spoken to today").format(n=found.done))
        age = (self.day - found.report).days
        of = _("by the report of {day}").format(day=formats.day(found.report))
        old = _("{days} old").format(days=formats.days(age))
        parts.append(f"{of}, {old}" if age > 0 else of)
        self.summary.set_text(" · ".join(parts))

    def _shown(self) -> Any:  # noqa: ANN401 - a Brief or None
        """The client on screen, read at once when the cursor has just moved."""
        if self._timer.isActive():
            self._show_pane()
        return self.pane.brief

    def _show_pane(self) -> None:
        self._timer.stop()
        row = self.list.current()
        if self.ledger is None or row is None:
            self.pane.show_nothing("")
            return
        report = self.found.report if self.found is not None else None
        self.pane.show_brief(read_brief(self.ledger, row, self.day, report))

    def _open_file(self, one: Attachment) -> None:
        if self.ledger is not None:
            from app.ui.dossier_events import open_kept

            open_kept(self, self.ledger, one)

    def _following(self) -> tuple[int, ...]:
        """Clients after the current line, in the order of the screen."""
        current = self.list.grid.currentIndex().row()
        return tuple(row.situation.client_id for row in self.list.model.rows[current + 1 :])

    def _move_on(self, following: tuple[int, ...]) -> None:
        """The next client that is still on the list; from its end back to the top."""
        for client_id in following:
            if self.list.select_link(client_id):
                break
        else:
            if self.list.model.rows:
                self.list.select_row(0)
        self._show_pane()

    def _fill_menus(self) -> None:
        names = sorted({_owner(row) for row in self.found.lines} - {""}) if self.found is not None else []
        managers: list[tuple[str, Any]] = [(_("All managers"), ""), *((name, name) for name in names)]
        if self._manager and self._manager not in names:
            managers.append((self._manager, self._manager))
        choose_from(self.managers, managers, self._manager, self.choose_manager)
        kinds: list[tuple[str, Any]] = [(_("All actions"), None)]
        for kind in ActionKind:
            count = self.found.count(kind) if self.found is not None else 0
            if count or kind is self._kind:
                kinds.append((f"{action_word(kind)}: {count}", kind))
        choose_from(self.kinds, kinds, self._kind, self.choose_kind)

    def _clear(self) -> None:
        self._manager, self._kind = "", None
        for field in (self.search, self.need):
            field.blockSignals(True)
            field.clear()
            field.blockSignals(False)
        self._filter()
        self.list.setFocus()

    def _build(self) -> None:
        px = theme().px
        self.search.setPlaceholderText(_("Find a client  Ctrl+F"))
        self.search.setAccessibleName(_("Search"))
        self.need.setPlaceholderText(_("roubles by Friday"))
        self.need.setAccessibleName(_("Sum needed"))
        self.need.setFixedWidth(px(230))
        self.malicious.setToolTip(_("Print the list of malicious debtors for the director, a copy to legal"))
        self.rules.setText(_("Regulation…"))
        menu = QMenu(self.sheets)
        menu.addAction(_("Print call sheets…"), self.papers.sheets)
        menu.addAction(_("Type in answers from the sheets…"), self.papers.answers)
        self.sheets.setMenu(menu)
        head = QHBoxLayout()
        head.setSpacing(px(10))
        head.addWidget(self.title_line)
        head.addWidget(self.summary, 1)
        for made in (self.malicious, self.letters, self.sheets, self.rules):
            head.addWidget(made)
        left = panel()
        side = QVBoxLayout(left)
        side.setContentsMargins(1, 1, 1, px(8))
        side.setSpacing(0)
        side.addLayout(self._tools())
        side.addWidget(self.list, 1)
        split = self.split
        split.setHandleWidth(px(10))
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.pane)
        split.splitterMoved.connect(self._keep_width)
        for half in (left, self.pane):
            half.setMinimumWidth(px(_LEAST))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(14), px(10), px(14), px(8))
        layout.setSpacing(px(8))
        layout.addLayout(head)
        layout.addWidget(split, 1)
        layout.addWidget(self.welcome, 1)
        self.welcome.setVisible(False)

    def _tools(self) -> QVBoxLayout:
        px = theme().px
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.search, 1)
        first.addWidget(self.managers)
        first.addWidget(self.kinds)
        second.addWidget(label(_("Needed"), "muted"))
        second.addWidget(self.need)
        second.addWidget(self.reached, 1)
        out = QVBoxLayout()
        out.setContentsMargins(px(10), px(10), px(10), px(6))
        out.setSpacing(px(6))
        for line in (first, second):
            line.setSpacing(px(6))
            out.addLayout(line)
        return out

    def _wire(self) -> None:
        self.welcome.load_pressed.connect(lambda: self.load_requested.emit([]))
        self.search.textChanged.connect(self._filter)
        self.need.textChanged.connect(self._filter)
        for watched in (self.search, self.need, self.list.grid):
            watched.installEventFilter(self)
        self.list.current_changed.connect(lambda _row: self._timer.start())
        self.list.opened.connect(lambda _row: self.log_call())
        self._timer.timeout.connect(self._show_pane)
        self.pane.wanted.connect(self.take)
        self.pane.file_wanted.connect(self._open_file)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._by_hand:
            room = self.width() - theme().px(38)
            right = min(max(room * 46 // 100, theme().px(_PANE)), room - theme().px(_LIST))
            right = min(max(right, theme().px(_PANE_LEAST)), room - theme().px(_LEAST))
            self.split.setSizes([room - right, right])

    def _fit_columns(self) -> None:
        """As many columns as there is room for, once the list has its width."""
        if self.found is None or self.ledger is None:
            return
        table = self._table(tuple(self.list.model.rows))
        if [column.key for column in table.columns] != [column.key for column in self.list.model.table.columns]:
            self.list.set_table(table)

    def _keep_width(self) -> None:
        self._by_hand = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Letters move the list and put off; arrows work from the fields above too; Esc clears the filters. The list
        has columns by its width."""
        if watched is self.list.grid and event.type() is QEvent.Type.Resize:
            self._fitting.start()
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self._clear()
                return True
            if watched is self.list.grid:
                return self._letter(event)
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
                self.list.grid.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.list.setFocus()
                return True
        return super().eventFilter(watched, event)

    def _letter(self, event: QKeyEvent) -> bool:
        typed = event.text().casefold()
        if event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier or not typed:
            return False
        line = self.list.grid.currentIndex().row()
        if typed in _NEXT:
            self.list.select_row(min(line + 1, len(self.list.model.rows) - 1))
        elif typed in _BACK:
            self.list.select_row(max(line - 1, 0))
        elif typed in _OFF:
            self.take(Do.PUT_OFF)
        else:
            return False
        return True


def _owner(row: WorkLine) -> str:
    """Whose line it is: of the one it was handed over to, else of its manager."""
    one = row.situation
    return one.handover.owner if one.handover is not None else one.manager


def _searched(row: WorkLine) -> str:
    return search_text(f"{row.situation.client} {_owner(row)}")
