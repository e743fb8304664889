"""The window: one as-of date, its tabs, and what happens when the book changes."""

from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QDialog, QStackedWidget, QVBoxLayout, QWidget

from app import formats
from app.i18n import _, ngettext
from app.ui import preferences
from app.ui.clients_tab import ClientsTab
from app.ui.jobs import busy, run_job
from app.ui.messages import show_note, undone
from app.ui.status_line import StatusLine
from app.ui.tab import DatedWindow, Tab
from app.ui.table_view import TableView
from app.ui.theme import Mode, theme
from app.ui.toast import Toast
from app.ui.top_bar import TopBar

if TYPE_CHECKING:
    from app.ledger import Changes, CheckResult, Ledger

WORK, CLIENTS, AGING, ANALYSIS, CHARTS, PAYMENTS, COMMISSION, LOADS = range(8)


class MainWindow(DatedWindow):
    """``painted`` fires once, after the first paint: only then is the book opened."""

    painted = Signal()
    _changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.ledger: Ledger | None = None
        self._was_painted = False
        self._stale: set[int] = set()
        self._status_timer = QTimer(self, singleShot=True, interval=0)
        self._status_timer.timeout.connect(self.show_status)
        self.setWindowTitle(_("Debitorka"))
        self.setAcceptDrops(True)
        titles = (
            _("Work"), _("Clients"), _("Aging"), _("Analysis"), _("Charts"), _("Payments"), _("Commission"), _("Loads"),
        )  # fmt: skip
        self.bar = TopBar(titles)
        self.pages = QStackedWidget()
        self.clients = ClientsTab()
        self.tabs: list[Tab | None] = [None, self.clients, *[None] * (LOADS - CLIENTS)]
        for tab in self.tabs:
            self.pages.addWidget(tab or QWidget())
        self.status = StatusLine()
        self.notice = Toast(self)
        self._adopt(self.clients)
        self.clients.payments_wanted.connect(self.open_payments)
        self._build()
        self.resize(theme().px(1366), theme().px(740))
        self.bar.choose(CLIENTS)
        self.pages.setCurrentIndex(CLIENTS)
        self.bar.set_ready(False)
        self.status.say(_("Opening the book…"))
        self._changed.connect(self._take_changes)

    def attach(self, ledger: "Ledger") -> None:
        """Take an open book and show it on its newest date."""
        from app.ui.menu import WindowMenu

        self.ledger = ledger
        ledger.on_change(self._changed.emit)
        for tab in self.tabs:
            if tab is not None:
                tab.bind(ledger)
        self.bar.set_menu(WindowMenu(self))
        self.bar.set_ready(True)
        self.set_as_of(ledger.default_as_of())
        self.clients.list.setFocus()

    def begin_day(self) -> None:
        """On a working day with somebody to call the window turns to «Работа»; called once the list has been seen."""
        from app.ui.work_tab import WorkTab

        ledger = self.ledger
        if ledger is None or self.as_of is None or self.pages.currentIndex() != CLIENTS:
            return
        if QApplication.activeModalWidget() is not None or not ledger.law.calendar().works(ledger.today()):
            return
        self._make(WORK)
        tab = self.tabs[WORK]
        if isinstance(tab, WorkTab):
            tab.reload(self.as_of)
            self._stale.discard(WORK)
            if tab.found is not None and tab.found.lines:
                self.show_tab(WORK)

    def set_as_of(self, day: date) -> None:
        """Show everything on this day."""
        if self.ledger is None:
            return
        self.as_of = day
        self.bar.as_of.set_day(day, self.ledger.report_dates())
        self.reload()

    def reload(self) -> None:
        """Read the visible tab again; the others go stale."""
        self._stale = set(range(len(self.tabs)))
        self._refresh()

    def show_tab(self, index: int) -> None:
        """Turn to a tab, making it at its first show."""
        if self.tabs[index] is None:
            self._make(index)
        self.bar.choose(index)
        self.pages.setCurrentIndex(index)
        self._refresh()
        tab = self.tabs[index]
        if tab is not None:
            tab.setFocus()

    def open_client(self, client_id: int) -> None:
        """The card of a client, from anywhere."""
        self.show_tab(CLIENTS)
        self.clients.show_client(client_id)

    def open_payments(self, client_id: int, name: str) -> None:
        """The payments of a client."""
        self.show_tab(PAYMENTS)
        show = getattr(self.tabs[PAYMENTS], "show_client", None)
        if show is not None:
            show(client_id, name)

    def load(self, paths: Sequence[Path | str] = ()) -> None:
        """Read these files, or ask which; the import dialog takes it from here."""
        if self.ledger is None or busy():
            return
        from app.ui.import_dialog import load_files

        load_files(self, self.ledger, [Path(path) for path in paths])

    def choose_report(self) -> None:
        """Ctrl+O and the button."""
        self.load()

    def toast(self, text: str, *, undo: bool = False) -> None:
        """A passing word; with ``undo`` it offers to take the last action back."""
        self.notice.say(text, _("Undo") if undo else "", self.undo if undo else None)

    def undo(self) -> None:
        """Ctrl+Z: take back the last action of work or policy."""
        if self.ledger is not None and (words := undone(self, self.ledger)):
            self.toast(words)

    def undo_text(self) -> str:
        """What undo would take back; empty: nothing."""
        return (self.ledger.undo_text() or "") if self.ledger is not None else ""

    def log_call(self) -> None:
        """Ctrl+N: with the client on screen."""
        if self.pages.currentIndex() != WORK:
            self.show_tab(CLIENTS)
        log = getattr(self.tabs[self.pages.currentIndex()], "log_call", None)
        if log is not None:
            log()

    def search(self) -> None:
        """Ctrl+F: where this tab searches, else in the clients."""
        tab = self.tabs[self.pages.currentIndex()]
        if tab is None or type(tab).focus_search is Tab.focus_search:
            self.show_tab(CLIENTS)
            tab = self.clients
        tab.focus_search()

    def choose_date(self) -> None:
        """Ctrl+D."""
        self.bar.as_of.click()

    def print_pack(self) -> None:
        """Ctrl+P: papers for the commission."""
        self.show_tab(COMMISSION)
        pack = getattr(self.tabs[COMMISSION], "print_pack", None)
        if pack is not None:
            pack()

    def export(self) -> None:
        """Ctrl+E: the table under the cursor, else the first one of the tab."""
        widget = QApplication.focusWidget()
        while widget is not None and not isinstance(widget, TableView):
            widget = widget.parentWidget()
        tab = self.tabs[self.pages.currentIndex()]
        table = tab.findChild(TableView) if widget is None and tab is not None else widget
        if isinstance(table, TableView):
            table.export()

    def edit_rules(self) -> None:
        """Bounds and zones of the intervals."""
        if self.ledger is None or self.as_of is None:
            return
        from app.ui.rules_dialog import RulesDialog

        dialog = RulesDialog(self.ledger.policy.rules(self.as_of), self.as_of, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.ledger.policy.set_rules(dialog.rules(), dialog.valid_from())
            self.toast(_("The rules are changed."), undo=True)
        dialog.deleteLater()

    def back_up(self) -> None:
        """A copy of the book beside it, now."""
        ledger = self.ledger
        if ledger is None:
            return

        def done(_backup: object) -> None:
            self.show_status()
            self.toast(_("A copy of the book is made"))

        run_job(self, _("Copying the book"), lambda _progress: ledger.backups.make("manual"), done)

    def check_book(self) -> None:
        """Prove that every report still adds up."""
        ledger = self.ledger
        if ledger is not None:
            run_job(self, _("Checking the book"), lambda _progress: ledger.check(), self._tell_check)

    def set_mode(self, mode: Mode) -> None:
        """Light, dark, or as the system."""
        theme().set_mode(mode)
        preferences.remember_mode(mode)

    def show_keys(self) -> None:
        """F1."""
        from app.ui.help_windows import KeysWindow

        _open(KeysWindow(self))

    def show_about(self) -> None:
        """Who the program is and where the book lies."""
        from app.ui.help_windows import AboutWindow

        _open(AboutWindow(self, str(self.ledger.path) if self.ledger is not None else formats.DASH))

    def show_status(self) -> None:
        """The status line of the day on screen."""
        if self.ledger is not None and self.as_of is not None:
            self.status.show_status(self.ledger.status(self.as_of))

    def _tell_check(self, result: "CheckResult") -> None:
        if result.ok:
            reports = ngettext("{n} report", "{n} reports", result.reports).format(n=result.reports)
            text = _("The book is in order: {reports}, {documents}, debt {sum}").format(
                reports=reports,
                documents=formats.documents(result.invoices),
                sum=formats.money_sign(result.balance),
            )
            show_note(self, text, _("Each report adds up to its control total."))
        else:
            show_note(self, _("The book needs attention"), "\n".join(result.problems[:12]))

    def _build(self) -> None:
        body = QWidget()
        body.setProperty("role", "ground")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.status)
        self.setCentralWidget(body)
        self.bar.tab_chosen.connect(self.show_tab)
        self.bar.load_pressed.connect(self.load)
        self.bar.as_of.chosen.connect(self.set_as_of)
        for index in range(len(self.tabs)):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{index + 1}"), self)
            shortcut.activated.connect(lambda index=index: self.show_tab(index))
        QShortcut(QKeySequence("F10"), self).activated.connect(self.bar.open_menu)

    def _make(self, index: int) -> None:
        module, name = {
            WORK: ("app.ui.work_tab", "WorkTab"),
            AGING: ("app.ui.aging_tab", "AgingTab"),
            ANALYSIS: ("app.ui.analysis_tab", "AnalysisTab"),
            CHARTS: ("app.ui.charts_tab", "ChartsTab"),
            PAYMENTS: ("app.ui.payments_tab", "PaymentsTab"),
            COMMISSION: ("app.ui.commission_tab", "CommissionTab"),
            LOADS: ("app.ui.loads_tab", "LoadsTab"),
        }[index]
        tab = getattr(import_module(module), name)()
        if not isinstance(tab, Tab):
            raise TypeError(f"{name} is no tab")
        old = self.pages.widget(index)
        if old is not None:
            self.pages.removeWidget(old)
            old.deleteLater()
        self.pages.insertWidget(index, tab)
        self.tabs[index] = tab
        self._stale.add(index)
        self._adopt(tab)
        if self.ledger is not None:
            tab.bind(self.ledger)

    def _adopt(self, tab: Tab) -> None:
        tab.open_client.connect(self.open_client)
        tab.load_requested.connect(self.load)
        tab.said.connect(lambda text: self.toast(text, undo=True))

    def _refresh(self) -> None:
        index = self.pages.currentIndex()
        tab = self.tabs[index]
        if index in self._stale and tab is not None and self.as_of is not None:
            self._stale.discard(index)
            tab.reload(self.as_of)
            self._status_timer.start()  # after the tab has been seen

    def _take_changes(self, changes: "Changes") -> None:
        """The book has changed. New facts turn the window to the newest report."""
        if self.ledger is None:
            return
        if changes.facts or self.as_of is None:
            self.set_as_of(self.ledger.default_as_of())
        else:
            self.reload()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.notice.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        if busy():
            self.toast(_("Something is still being done: wait or cancel it"))
            event.ignore()
            return
        preferences.remember_geometry(self.saveGeometry())
        self._status_timer.stop()
        for tab in self.tabs:
            if tab is not None:
                tab.release()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Reports may be dropped anywhere on the window."""
        if self.ledger is not None and _files(event):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.status.say(_("Drop the report: it will be checked before anything is written"))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self.status.say("")

    def dropEvent(self, event: QDropEvent) -> None:
        self.status.say("")
        paths = _files(event)
        if paths:
            event.acceptProposedAction()
            # The dialog opens after the drop is finished, or the file window of the sender stays frozen.
            QTimer.singleShot(0, lambda: self.load(paths))


def _files(event: QDragEnterEvent | QDropEvent) -> list[str]:
    return [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]


def _open(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
