"""One paper to one client: what may be said of it, its pages as they will be printed, and the button that makes it."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.domain.ladder import Way
from app.domain.letters import LetterContent, LetterKind
from app.domain.money import BadValue
from app.errors import AppError
from app.i18n import _
from app.progress import Progress
from app.reports.letter_fields import paper_title
from app.reports.letter_tables import way_word
from app.ui.controls import button, fit, label
from app.ui.form import Choice, DayEdit, line
from app.ui.jobs import run_job
from app.ui.letter_making import Wish, make_letters, say, templates_of
from app.ui.messages import show_error
from app.ui.print_preview import PrintPreview
from app.ui.requisites_dialog import edit_client, edit_own, own_lack
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.ledger import Ledger
    from app.ledger.letters import NewLetter

INTERNAL = frozenset({LetterKind.LEGAL_TRANSFER, LetterKind.STOP_MEMO, LetterKind.RELEASE_MEMO})


def fill_letters(menu: QMenu, choose: Callable[[LetterKind], object]) -> None:
    """All kinds of papers, those of our own last."""
    kinds = [*(kind for kind in LetterKind if kind not in INTERNAL), None, *(k for k in LetterKind if k in INTERNAL)]
    for kind in kinds:
        if kind is None:
            menu.addSeparator()
        else:
            menu.addAction(paper_title(kind)).triggered.connect(lambda _checked=False, kind=kind: choose(kind))


def open_letter(parent: QWidget, ledger: "Ledger", client_id: int, kind: LetterKind, as_of: date) -> None:
    """Show the paper of this kind for a client; an error, such as nothing to write of, is told in a box."""
    from app.ledger.signing import single_letter

    new = single_letter(ledger, client_id, kind)
    try:
        ledger.letters.content(new, as_of, ledger.today())
    except AppError as error:
        show_error(parent, error)
        return
    dialog = LetterDialog(parent, ledger, new, as_of)
    dialog.made.connect(lambda text: say(parent, text))
    dialog.open()


def show_draft(parent: QWidget, ledger: "Ledger", new: "NewLetter", as_of: date) -> None:
    """The pages of a letter without a number, to be looked at."""
    from app.ui.paper import PaperDialog

    def draw(_progress: Progress) -> tuple[LetterContent, bytes]:
        return _drawn(ledger, new, as_of)

    def show(found: tuple[LetterContent, bytes]) -> None:
        PaperDialog(parent, f"{paper_title(new.kind)}: {found[0].client.name}", found[1]).open()

    run_job(parent, _("Drawing the pages"), draw, show)


def _drawn(ledger: "Ledger", new: "NewLetter", as_of: date) -> tuple[LetterContent, bytes]:
    from app.reports.letters import letter_pdf

    content = ledger.letters.content(new, as_of, ledger.today())
    return content, letter_pdf(content, templates_of(ledger))


class LetterDialog(QDialog):
    """``made(words)``: the letter was made, registered and written."""

    made = Signal(str)

    def __init__(self, parent: QWidget, ledger: "Ledger", new: "NewLetter", as_of: date) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, True)
        self.setWindowTitle(paper_title(new.kind))
        self.ledger, self.as_of = ledger, as_of
        self._new = new
        self.note = line(new.note, _("words to add to the paper"))
        self.since = DayEdit(ledger.today(), as_of.replace(month=1, day=1))
        own = Way.INTERNAL if new.kind in INTERNAL else Way.POST
        ways = (Way.INTERNAL,) if own is Way.INTERNAL else (Way.POST, Way.EMAIL, Way.MESSAGE)
        self.way = Choice([(way_word(way), way) for way in ways], own)
        from app.ledger.letters import OF_ALL_OURS

        ours = ledger.letters.organisations(new.client_id, as_of) if new.kind not in OF_ALL_OURS else ()
        self.ours = Choice([(name, key) for key, name in ours] or [("", None)])
        self.own_warning = label("", "error", wrap=True)
        self.pages = PrintPreview()
        self.go = button(_("Make the letter"), self.make, "accent")
        self._build()
        self.note.editingFinished.connect(self.draw)
        self.since.editingFinished.connect(self.draw)
        self.ours.currentIndexChanged.connect(lambda _index: self.draw())
        self._shown: NewLetter | None = None
        self.draw()

    def wanted(self) -> "NewLetter":
        """The letter as it is asked for now. Raises ``BadValue`` for a day that is none."""
        from dataclasses import replace

        since = self.since.needed() if self._new.kind is LetterKind.RECONCILIATION else None
        return replace(self._new, note=self.note.text().strip(), since=since, organisation=self.ours.value())

    def draw(self) -> None:
        """Draw the pages anew, when something was changed."""
        try:
            new = self.wanted()
        except BadValue as error:
            show_error(self, AppError(str(error)))
            return
        if new == self._shown:
            return
        self.own_warning.setText(own_lack(self.ledger))
        self.own_warning.setVisible(bool(self.own_warning.text()))
        started = run_job(
            self, _("Drawing the pages"), lambda _progress: _drawn(self.ledger, new, self.as_of)[1],
            self.pages.show_pdf, quiet=True,
        )  # fmt: skip
        if started is not None:
            self._shown = new

    def make(self) -> None:
        """Register and write it."""
        try:
            wish = Wish(self.wanted(), self.way.value())
        except BadValue as error:
            show_error(self, AppError(str(error)))
            return
        make_letters(self, self.ledger, [wish], self.as_of, self._finish)

    def edit_client(self) -> None:
        """Requisites of the client."""
        if edit_client(self, self.ledger, self._new.client_id):
            self._redraw()

    def edit_own(self) -> None:
        """Our requisites."""
        edit_own(self, self.ledger)
        self._redraw()

    def _redraw(self) -> None:
        self._shown = None
        self.draw()

    def _finish(self, words: str) -> None:
        self.made.emit(words)
        self.accept()

    def _build(self) -> None:
        px = theme().px
        head = QHBoxLayout()
        head.setSpacing(px(8))
        if self._new.kind is LetterKind.RECONCILIATION:
            head.addWidget(label(_("From"), "muted"))
            self.since.setAccessibleName(_("From"))
            self.since.setMaximumWidth(px(120))
            head.addWidget(self.since)
        if self.ours.count() > 1:  # each of ours writes of what it is owed itself
            head.addWidget(label(_("From whom"), "muted"))
            self.ours.setAccessibleName(_("From whom"))
            head.addWidget(self.ours)
        self.note.setAccessibleName(_("Note"))
        head.addWidget(label(_("Note"), "muted"))
        head.addWidget(self.note, 1)
        if self.way.count() > 1:
            head.addWidget(label(_("How it goes"), "muted"))
            self.way.setAccessibleName(_("How it goes"))
            head.addWidget(self.way)
        foot = QHBoxLayout()
        for text, act in ((_("Client's requisites…"), self.edit_client), (_("Our requisites…"), self.edit_own)):
            made = button(text, act)
            made.setAutoDefault(False)
            foot.addWidget(made)
        foot.addStretch(1)
        close = button(_("Close"), self.reject)
        for made in (close, self.go):
            made.setAutoDefault(False)
            foot.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[px(14)] * 4)
        layout.addLayout(head)
        layout.addWidget(self.own_warning)
        layout.addWidget(self.pages, 1)
        layout.addLayout(foot)
        fit(self, 1000, 700)
