"""«События» and «Файлы»: what changed at the client, and papers kept with it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.dossier import ClientEvent, EventKind
from app.domain.work import Attachment
from app.errors import AppError
from app.i18n import _, ngettext
from app.reports.dossier_tables import events_table, files_table
from app.reports.dossier_words import event_word
from app.ui.dossier_page import ListPage
from app.ui.form import Choice, DayEdit, Form, line
from app.ui.messages import show_error, show_note

if TYPE_CHECKING:
    from app.ledger import Ledger

OPENS = (
    "pdf", "png", "jpg", "jpeg", "tif", "tiff", "bmp", "gif", "webp", "heic", "txt", "rtf", "doc", "docx", "odt",
    "xls", "xlsx", "ods", "csv", "eml", "msg", "xml", "zip", "7z", "rar", "sig", "p7s", "mp3", "wav", "ogg", "m4a",
)  # fmt: skip
"""Kinds of files that are opened from here: papers, pictures, letters, records of talks. A program never is."""


class EventsPage(ListPage):
    """Owners, director, requisites: the usual causes of a good client turning bad."""

    def __init__(self, ledger: "Ledger", client_id: int, client: str, as_of: date) -> None:
        super().__init__(ledger, client_id, client, as_of)
        self.title = _("Events")
        self.action(_("Note an event…"), self.add, key="Ins", main=True)
        self.action(_("Remove"), self.remove, key="Del", row=True)
        self.right()

    def reload(self) -> None:
        self.show_table(events_table(self.ledger.dossier.events(self.client_id)))
        self.say(_("A change of owners, director or requisites stands on the card for three months."))

    def add(self) -> None:
        """What changed, when."""
        form = Form(self, _("Event"), self.client)
        kind = form.add("kind", _("What changed"), Choice([(event_word(one), one) for one in EventKind]))
        day = form.add("day", _("When"), DayEdit(self.ledger.today(), self.ledger.today()))
        note = form.add("note", _("In words"), line())
        form.save = lambda: self.ledger.dossier.add_event(self.client_id, kind.value(), note.text(), day.needed())
        self.ask(form, _("The event is noted."))

    def remove(self) -> None:
        """Entered by mistake."""
        event = self.table.current()
        if isinstance(event, ClientEvent):
            self.do(lambda: self.ledger.dossier.remove(event), _("The event is removed."))


class FilesPage(ListPage):
    """Copies beside the book."""

    def __init__(self, ledger: "Ledger", client_id: int, client: str, as_of: date) -> None:
        super().__init__(ledger, client_id, client, as_of)
        self.title = _("Files")
        self.action(_("Add a file…"), self.choose, key="Ins", main=True)
        self.action(_("Open"), self.open, row=True)
        self.action(_("Remove"), self.remove, key="Del", row=True)
        self.right()
        self.table.opened.connect(lambda _row: self.open())

    def reload(self) -> None:
        talks = self.ledger.clients.contacts(self.client_id, date.max)
        self.show_table(files_table(self.ledger.attachments.list(self.client_id), talks))
        self.say(_("Copies lie in the folder {folder}; take it along with the book.").format(
            folder=self.ledger.attachments.folder.name))  # fmt: skip

    def choose(self) -> None:
        """Ask which files."""
        names, _filter = QFileDialog.getOpenFileNames(self, _("Add a file"))
        self.add([Path(name) for name in names])

    def add(self, paths: Sequence[Path]) -> None:
        """Keep copies of these files; the first that cannot be kept is told."""
        done = 0
        for path in paths:
            try:
                self.ledger.attachments.add(self.client_id, path)
            except AppError as error:
                show_error(self, error)
                break
            done += 1
        if done:
            self.written.emit(ngettext("{n} file is added.", "{n} files are added.", done).format(n=done))

    def open(self) -> None:
        """With the program of the system."""
        one = self.table.current()
        if one is not None:
            open_kept(self, self.ledger, one)

    def remove(self) -> None:
        """Keep it with the client no more; undo brings it back."""
        one = self.table.current()
        if one is not None:
            self.do(lambda: self.ledger.attachments.remove(one), _("The file is removed."))


def open_kept(parent: QWidget, ledger: "Ledger", one: Attachment) -> None:
    """Open a file with the program of the system, unless the file is a program itself."""
    try:
        path = ledger.attachments.path(one)
    except AppError as error:
        show_error(parent, error)
        return
    if path.suffix.casefold().removeprefix(".") not in OPENS:
        show_note(
            parent, _("«{name}» is no paper or picture and is not opened from here.").format(name=one.name),
            _("Its copy lies in the folder {folder}.").format(folder=ledger.attachments.folder),
        )  # fmt: skip
        return
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        show_note(parent, _("No program opens «{name}».").format(name=one.name), str(path))
