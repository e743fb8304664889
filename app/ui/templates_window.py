"""«Шаблоны писем»: the words of each paper may be the person's own, in a file beside the book."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.letters import LetterKind
from app.errors import AppError, InputRefused
from app.i18n import _, pgettext
from app.paths import resource
from app.reports.letter_fields import paper_title
from app.reports.table import Column, Kind, Table, Tone
from app.ui.controls import button, fit, label, panel
from app.ui.letter_making import templates_of
from app.ui.messages import confirm, show_error, show_note
from app.ui.table_view import TableView
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Paper:
    """A template; ``own``: the person's file takes its place."""

    title: str
    file: str
    own: bool


class TemplatesWindow(QDialog):
    """Enter opens the person's own file of a paper, made of the shipped one at the first time."""

    def __init__(self, parent: QWidget | None, ledger: "Ledger") -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Templates of letters"))
        self.folder = templates_of(ledger)
        self.table = TableView()
        self.change_button = button(_("Change…"), self.change, "accent")
        self.back_button = button(_("Back to the shipped one…"), self.back)
        self._build()
        self.table.opened.connect(lambda _row: self.change())
        self.table.current_changed.connect(lambda _row: self._settle())
        self.reload()

    def reload(self) -> None:
        """Look into the folder again."""
        current = self.table.grid.currentIndex().row()
        self.table.set_table(_table(papers(self.folder)))
        self.table.select_row(max(0, current))
        self._settle()

    def change(self) -> None:
        """Open the person's own file; a copy of the shipped one is made first where there is none."""
        one = self.table.current()
        if not isinstance(one, Paper):
            return
        self._do(lambda: own_copy(self.folder, one.file))
        path = self.folder / one.file
        if path.exists() and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            show_note(self, _("No program opens «{name}».").format(name=path.name), str(path))

    def back(self) -> None:
        """The shipped words again; the person's file is kept under another name."""
        one = self.table.current()
        if not isinstance(one, Paper) or not one.own:
            return
        words = _("Print «{paper}» by the shipped template?").format(paper=one.title)
        if confirm(self, words, _("Back to the shipped one"), _("Your file stays in the folder under another name.")):
            self._do(lambda: put_aside(self.folder, one.file))

    def _do(self, act: Callable[[], object]) -> None:
        try:
            act()
        except AppError as error:
            show_error(self, error)
        self.reload()

    def _settle(self) -> None:
        one = self.table.current()
        self.back_button.setEnabled(isinstance(one, Paper) and one.own)

    def _build(self) -> None:
        px = theme().px
        foot = QHBoxLayout()
        close = button(_("Close"), self.reject)
        for made in (self.change_button, self.back_button, close):
            made.setAutoDefault(False)
        foot.addWidget(self.change_button)
        foot.addWidget(self.back_button)
        foot.addStretch(1)
        foot.addWidget(close)
        frame = panel()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(18), px(14), px(18), px(14))
        layout.setSpacing(px(10))
        layout.addWidget(frame, 1)
        words = _("Own templates lie in the folder {folder}; what stands between {{ }} is filled in by the program.")
        layout.addWidget(label(words.replace("{folder}", str(self.folder)), "small", wrap=True))
        layout.addLayout(foot)
        fit(self, 760, 560)


def papers(folder: Path) -> tuple[Paper, ...]:
    """All templates, those of mail and messages last."""
    named = [(paper_title(kind), f"{kind.value}.docx") for kind in LetterKind]
    named += [(_("words of an e-mail"), "email.txt"), (_("words of a short message"), "message.txt")]
    return tuple(Paper(title, file, (folder / file).is_file()) for title, file in named)


def own_copy(folder: Path, file: str) -> Path:
    """The person's own file, made of the shipped one. Raises ``InputRefused`` when it cannot be written."""
    path = folder / file
    try:
        folder.mkdir(exist_ok=True)
        if not path.exists():
            path.write_bytes(resource("templates", file).read_bytes())
    except OSError as error:
        raise InputRefused(
            _("The template «{name}» cannot be written.").format(name=file), _("Check that there is room on the disk.")
        ) from error
    return path


def put_aside(folder: Path, file: str) -> None:
    """Give the person's file another name, so that the shipped one is taken. Raises ``InputRefused``."""
    path = folder / file
    number, aside = 1, path.with_name(f"{path.stem} (1){path.suffix}")
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.stem} ({number}){path.suffix}")
    try:
        path.rename(aside)
    except OSError as error:
        raise InputRefused(
            _("The template «{name}» cannot be put aside.").format(name=file), _("Check that it is not open elsewhere.")
        ) from error


def _table(rows: tuple[Paper, ...]) -> Table[Paper]:
    columns = (
        Column[Paper]("title", _("Paper"), Kind.TEXT, lambda row: row.title, 40, wide=True),
        Column[Paper]("file", _("File"), Kind.TEXT, lambda row: row.file, 22),
        Column[Paper](
            "own", _("Words"), Kind.TEXT,
            lambda row: pgettext("template", "own") if row.own else pgettext("template", "of the program"), 18,
            lambda row: Tone.NONE if row.own else Tone.MUTED,
        ),
    )  # fmt: skip
    return Table("templates", _("Templates of letters"), columns, rows)
