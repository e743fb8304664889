"""«Дело клиента»: everything people know of a client that bookkeeping does not, page by page.

Pages are made when they are first turned to. Whatever is written can be undone here by Ctrl+Z.
"""

from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget

from app.errors import AppError
from app.i18n import _
from app.ui.controls import Elided, button
from app.ui.dossier_page import DossierPage
from app.ui.messages import show_error, undone
from app.ui.stop_chips import StopChips
from app.ui.theme import theme
from app.ui.toast import Toast

if TYPE_CHECKING:
    from app.ledger import Ledger

PEOPLE, CONTRACTS, CHECK, EVENTS, FILES, BETWEEN, MONEY, COURT, LIMITATION = range(9)
_PAGES = (
    ("app.ui.dossier_people", "PeoplePage"),
    ("app.ui.dossier_contracts", "ContractsPage"),
    ("app.ui.dossier_check", "CheckPage"),
    ("app.ui.dossier_events", "EventsPage"),
    ("app.ui.dossier_events", "FilesPage"),
    ("app.ui.dossier_between", "BetweenPage"),
    ("app.ui.dossier_money", "MoneyPage"),
    ("app.ui.dossier_court", "CourtPage"),
    ("app.ui.dossier_limitation", "LimitationPage"),
)


class DossierWindow(QDialog):
    """The file of one client on a day. Raises ``InputRefused`` for an unknown client."""

    def __init__(self, parent: QWidget | None, ledger: "Ledger", client_id: int, as_of: date) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, True)
        self.setAcceptDrops(True)
        info = ledger.clients.info(client_id)
        self.ledger, self.client_id, self.client, self.as_of = ledger, info.client_id, info.name, as_of
        self.setWindowTitle(_("Client's file: {client}").format(client=info.name))
        self.chips = StopChips()
        self.nav = QListWidget()
        self.stack = QStackedWidget()
        self.pages: list[DossierPage | None] = [None] * len(_PAGES)
        self.notice = Toast(self)
        self._build()
        for index in range(len(_PAGES)):
            QShortcut(QKeySequence(f"Ctrl+{index + 1}"), self).activated.connect(lambda index=index: self.turn(index))
        QShortcut(QKeySequence.StandardKey.Undo, self).activated.connect(self.undo)
        self.nav.currentRowChanged.connect(self._show)

    def turn(self, index: int) -> None:
        """Another page; the cursor goes to its table."""
        if self.nav.currentRow() == index:
            self._show(index)
        self.nav.setCurrentRow(index)
        page = self.pages[index]
        if page is not None:
            page.setFocus()

    def page(self, index: int) -> DossierPage:
        """A page, made at its first use."""
        made = self.pages[index]
        if made is None:
            module, name = _PAGES[index]
            made = getattr(import_module(module), name)(self.ledger, self.client_id, self.client, self.as_of)
            if not isinstance(made, DossierPage):
                raise TypeError(f"{name} is no page")
            made.written.connect(self.wrote)
            table = getattr(made, "table", None)
            if isinstance(table, QWidget):
                made.setFocusProxy(table)
            self.pages[index] = made
            holder = self.stack.widget(index)
            if holder is not None:
                self.stack.removeWidget(holder)
                holder.deleteLater()
            self.stack.insertWidget(index, made)
        return made

    def wrote(self, words: str) -> None:
        """Something was written: the page and the chips are read again."""
        self.refresh()
        self.notice.say(words, _("Undo"), self.undo)

    def undo(self) -> None:
        """Ctrl+Z: take back the last action of work or policy."""
        if words := undone(self, self.ledger):
            self.refresh()
            self.notice.say(words)

    def refresh(self) -> None:
        """Read what is on screen again."""
        self.chips.show_marks(self.ledger.dossier.marks(self.client_id, self.as_of))
        page = self.pages[self.nav.currentRow()]
        if page is not None:
            page.reload()

    def _show(self, index: int) -> None:
        self.page(index)
        self.stack.setCurrentIndex(index)
        self.refresh()

    def _build(self) -> None:
        px = theme().px
        titles = (
            _("People"), _("Contracts"), _("New client check"), _("Events"), _("Files"), _("Disputes and hand-overs"),
            _("Money of delay"), _("Court"), _("Limitation"),
        )  # fmt: skip
        for title in titles:
            QListWidgetItem(title, self.nav).setSizeHint(QSize(0, px(34)))
            self.stack.addWidget(QWidget())
        self.nav.setAccessibleName(_("Pages of the file"))
        widest = max(self.nav.fontMetrics().horizontalAdvance(title) for title in titles)
        self.nav.setFixedWidth(widest + px(44))
        self.nav.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        middle = QHBoxLayout()
        middle.setSpacing(px(12))
        middle.addWidget(self.nav)
        middle.addWidget(self.stack, 1)
        close = button(_("Close"), self.reject)
        close.setAutoDefault(False)
        head = QHBoxLayout()
        head.setSpacing(px(12))
        head.addWidget(Elided(self.client, "title"))
        head.addWidget(self.chips, 1)
        head.addStretch(0)
        head.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(18), px(14), px(18), px(14))
        layout.setSpacing(px(10))
        layout.addLayout(head)
        layout.addLayout(middle, 1)
        room = self.screen().availableGeometry()
        self.resize(min(px(1180), room.width() - px(40)), min(px(660), room.height() - px(60)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.notice.place()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Papers may be dropped anywhere on the window."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        from app.ui.dossier_events import FilesPage

        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.turn(FILES)
            page = self.page(FILES)
            if isinstance(page, FilesPage):
                page.add(paths)


def open_dossier(
    parent: QWidget, ledger: "Ledger", client_id: int, as_of: date, page: int = PEOPLE
) -> DossierWindow | None:
    """The window of a client on a page; None when it cannot be shown."""
    try:
        window = DossierWindow(parent, ledger, client_id, as_of)
    except AppError as error:
        show_error(parent, error)
        return None
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.turn(page)
    window.open()
    return window
