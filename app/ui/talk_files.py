"""Files of a talk: chosen or dropped while it is written down, opened from the history of contacts."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QCursor, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QMenu, QPushButton, QScrollArea, QWidget

from app.domain.work import Attachment, Contact
from app.i18n import _
from app.reports.client_tables import FILES
from app.ui.controls import button, plain_tip
from app.ui.flow import Flow
from app.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtCore import QMimeData

    from app.ui.table_view import TableView

_NAME, _LINE = 190, 520  # pixels of a name in the form and in a menu before it is cut
_HIGHEST = 130  # pixels: four lines of names, more are scrolled, so that the form fits a small screen


class TalkFiles(QScrollArea):
    """A quiet button and the names chosen so far; a click on a name takes it away. ``changed``: there are more or
    fewer of them."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.attach = button(_("Attach a file…"), self.choose, "link")
        self.attach.setToolTip(_("Or drop it here: a copy goes into the folder of the book"))
        self._new: dict[Path, QPushButton] = {}
        self._kept: dict[int, QPushButton] = {}
        self._unfiled: list[int] = []
        inner = QWidget()
        self._line = Flow(theme().px(6), inner)
        self._line.addWidget(self.attach)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        self._fit()

    def paths(self) -> tuple[Path, ...]:
        """Files to be copied, in the order they were chosen."""
        return tuple(self._new)

    def unfiled(self) -> tuple[int, ...]:
        """Numbers of the files that the talk had and that were taken away."""
        return tuple(self._unfiled)

    def names(self) -> tuple[QPushButton, ...]:
        """The names shown, those kept before first."""
        return (*self._kept.values(), *self._new.values())

    def show_kept(self, files: Iterable[Attachment]) -> None:
        """Files that the talk has already."""
        for one in files:
            self._kept[one.attachment_id] = self._named(one.name, partial(self._unfile, one.attachment_id))
        self._told()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as the names, up to four lines of them."""
        needed = self._line.heightForWidth(self.viewport().width())
        self.setFixedHeight(min(needed, theme().px(_HIGHEST)))

    def _told(self) -> None:
        self._fit()
        self.changed.emit()

    def choose(self) -> None:
        """Ask which files."""
        names, _filter = QFileDialog.getOpenFileNames(self, _("Attach a file"))
        self.add(Path(name) for name in names)

    def add(self, paths: Iterable[Path]) -> None:
        """Choose files; one chosen twice counts once."""
        from app.ledger.legal import worded

        for path in paths:
            if path not in self._new:
                self._new[path] = self._named(worded(path.name), partial(self._drop, path))
        self._told()

    def _drop(self, path: Path) -> None:
        self._gone(self._new.pop(path))

    def _unfile(self, attachment_id: int) -> None:
        self._unfiled.append(attachment_id)
        self._gone(self._kept.pop(attachment_id))

    def _gone(self, shown: QPushButton) -> None:
        """The keyboard stays here: the next ``Tab`` goes on from the button."""
        if shown.hasFocus():
            self.attach.setFocus()
        self._line.removeWidget(shown)
        shown.hide()
        shown.deleteLater()
        self._told()

    def _named(self, name: str, take_away: Callable[[], None]) -> QPushButton:
        made = button("", take_away, "chip", "close")
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands after the name
        made.setText(_cut(made, name, _NAME))
        made.setAccessibleName(_("Take «{name}» away").format(name=name))
        made.setToolTip(plain_tip(_("Take «{name}» away").format(name=name)))
        before = self.names()[-1] if self.names() else self.attach
        self._line.addWidget(made)
        made.show()
        QWidget.setTabOrder(before, made)
        return made


def dropped(data: QMimeData) -> list[Path]:
    """Files of this machine that are dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def offer_files(table: TableView, wanted: Callable[[Attachment], None]) -> None:
    """Let the files of a talk be opened from a table of contacts: a click on their number, or F3, names them."""

    def ask() -> None:
        contact = table.current()
        if isinstance(contact, Contact) and contact.files:
            menu = FilesMenu(table, contact, wanted)
            menu.exec(QCursor.pos() if table.underMouse() else table.mapToGlobal(table.rect().center()))
            menu.deleteLater()

    def clicked(index: QModelIndex) -> None:
        if table.model.table.columns[index.column()].key == FILES:
            ask()

    act = QAction(_("Files of the talk"), table)
    act.setShortcut(QKeySequence(Qt.Key.Key_F3))
    act.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    act.triggered.connect(lambda _checked=False: ask())
    table.addAction(act)
    table.grid.clicked.connect(clicked)


class FilesMenu(QMenu):
    """Files of a talk by name; the one chosen is wanted."""

    def __init__(self, parent: QWidget, contact: Contact, wanted: Callable[[Attachment], None]) -> None:
        super().__init__(parent)
        for one in contact.files:
            self.addAction(_cut(self, one.name, _LINE), partial(wanted, one))


def _cut(widget: QWidget, name: str, pixels: int) -> str:
    """A name as words of a button or a menu, its end kept: that tells what the file is."""
    cut = widget.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, theme().px(pixels))
    return cut.replace("&", "&&")
