"""A list of clients with what is known of them: shown before anything is written, then accepted as one operation."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QDialog, QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app import formats
from app.domain.client import ClientRow
from app.domain.importing import NameQuestion
from app.domain.roster import RosterPreview
from app.i18n import _, pgettext
from app.reports import trait_tables
from app.reports.import_tables import problems_table
from app.ui.controls import Elided, button, label, panel
from app.ui.filled import filled
from app.ui.import_pages import CountCard, NamesPage, Page
from app.ui.jobs import run_job
from app.ui.preferences import remember_report_folder, report_folder
from app.ui.table_view import TableView
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.ledger import Ledger

LISTS = "*.xlsx *.xls *.xlsm *.ods *.csv *.txt"
_NAMES = "questions"


def load_list(parent: QWidget, ledger: "Ledger", done: Callable[[int], object], path: Path | None = None) -> None:
    """Read a list (None: let the person choose), show what it would change, write it when accepted. ``done`` hears
    how many clients changed."""
    chosen = path or _choose(parent)
    if chosen is None:
        return
    remember_report_folder(chosen.parent)

    def show(preview: RosterPreview) -> None:
        dialog = RosterDialog(parent, ledger, preview)
        dialog.done_with = done
        dialog.open()

    run_job(parent, _("Reading the list"), lambda progress: ledger.traits.preview(chosen, progress=progress), show)


def _choose(parent: QWidget) -> Path | None:
    name, _filter = QFileDialog.getOpenFileName(
        parent,
        _("List of clients"),
        str(report_folder()),
        ";;".join((_("Tables ({patterns})").format(patterns=LISTS), _("All files (*)"))),
    )
    return Path(name) if name else None


def pages_of(preview: RosterPreview, asked: int) -> tuple[Page, ...]:
    """The counts in the order in which a person asks. ``asked``: names that had or have to be confirmed."""
    problems = preview.roster.problems
    pages = (
        Page("changes", pgettext("count", "values to be written"), len(preview.changes),
             lambda: trait_tables.changes_table(preview.changes), always=True),
        Page(_NAMES, pgettext("count", "names to be confirmed"), asked, None,
             role="error" if preview.questions else ""),
        Page("conflicts", pgettext("count", "contradictions"), len(preview.conflicts),
             lambda: trait_tables.conflicts_table(preview.conflicts), role="error"),
        Page("unknown", pgettext("count", "not in the book"), len(preview.unknown),
             lambda: filled(trait_tables.unknown_table(preview.unknown))),
        Page("problems", pgettext("count", "problems"), len(problems), lambda: filled(problems_table(problems))),
    )  # fmt: skip
    return tuple(page for page in pages if page.always or page.count)


class RosterDialog(QDialog):
    """The preview of one list. ``done_with`` hears how many clients changed."""

    def __init__(self, parent: QWidget, ledger: "Ledger", preview: RosterPreview) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("What is known of clients: check before loading"))
        self.done_with: Callable[[int], object] = lambda _changed: None
        self.preview = preview
        self._ledger = ledger
        self._page = "changes"
        self._asked = len(preview.questions)  # an answered name stays in sight
        self.headline = label("", "figure", wrap=True)
        self._columns = Elided("", "muted")
        self._cards = QHBoxLayout()
        self._cards.setSpacing(theme().px(8))
        self._group = QButtonGroup(self)
        self.table = TableView()
        self._note = label("", "small", wrap=True)
        self.names = NamesPage(nobody=_("left out; there are similar ones"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.names)
        self.accept_button = button("", self._accept, "accent")
        self.cancel_button = button(_("Cancel"), self.reject)
        self._build()
        self.names.changed.connect(self._look_again)
        self.names.show_names(_questions(preview), self._clients())
        if preview.questions:
            self._page = _NAMES
        self.show_preview(preview)
        (self.accept_button if self.accept_button.isEnabled() else self.cancel_button).setFocus()

    def show_preview(self, preview: RosterPreview) -> None:
        """Show what the list would do with the answers given."""
        self.preview = preview
        words = trait_tables.preview_words(preview)
        self.headline.setText(words[:1].upper() + words[1:])
        self._columns.set_text(columns_words(preview))
        self._deal()
        changed = len({change.client_id for change in preview.changes})
        self.accept_button.setEnabled(bool(changed))
        self.accept_button.setDefault(bool(changed))
        words = _("Write for {clients}").format(clients=formats.clients(changed)) if changed else _("Nothing to write")
        self.accept_button.setText(words)

    def _build(self) -> None:
        px = theme().px
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(18), px(24), px(18))
        layout.setSpacing(px(6))
        layout.addWidget(Elided(self.preview.roster.file.name, "small"))
        layout.addWidget(self.headline)
        layout.addWidget(self._columns)
        layout.addSpacing(px(6))
        layout.addLayout(self._cards)
        frame = panel()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self._stack)
        layout.addWidget(frame, 1)
        layout.addWidget(self._note)
        foot = QHBoxLayout()
        foot.addWidget(label(_("Nothing is written until you accept. An empty cell changes nothing."), "small"))
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.accept_button)
        layout.addLayout(foot)
        room = self.screen().availableGeometry()
        self.resize(min(px(1040), room.width() - px(20)), min(px(620), room.height() - px(40)))

    def _deal(self) -> None:
        """Lay out the counts; the page looked at stays."""
        for old in self._group.buttons():
            self._group.removeButton(old)
            self._cards.removeWidget(old)
            old.deleteLater()
        pages = pages_of(self.preview, self._asked)
        if self._page not in [page.key for page in pages]:
            self._page = "changes"
        for page in pages:
            card = CountCard(page)
            card.setEnabled(True)
            self._group.addButton(card)
            self._cards.addWidget(card)
            card.setChecked(page.key == self._page)
            card.toggled.connect(lambda on, page=page: self._turn_to(page) if on else None)
            if page.key == self._page:
                self._turn_to(page)

    def _turn_to(self, page: Page) -> None:
        self._page = page.key
        table = page.table() if page.table is not None else None
        self._stack.setCurrentWidget(self.names if table is None else self.table)
        if table is not None:
            self.table.set_table(table)
        self._note.setText(table.note if table is not None else "")
        self._note.setVisible(bool(self._note.text()))

    def _look_again(self) -> None:
        """An answer was given: what it changes is seen at once."""
        self.show_preview(self._ledger.traits.preview_again(self.preview, self._answers()))

    def _answers(self) -> dict[str, int]:
        return dict(self.names.answers)

    def _clients(self) -> Sequence[ClientRow]:
        if not self._asked:
            return ()
        return self._ledger.clients.list(self._ledger.default_as_of()).rows

    def _accept(self) -> None:
        preview, answers = self.preview, self._answers()

        def finish(changed: int) -> None:
            self.accept()
            self.done_with(changed)

        run_job(
            self,
            _("Writing what is known of clients"),
            lambda progress: self._ledger.traits.accept(preview, answers, progress),
            finish,
        )


def columns_words(preview: RosterPreview) -> str:
    """Which columns were understood and which nobody reads."""
    from app.domain.traits import title

    read = [title(column.trait) for column in preview.roster.columns if column.trait is not None]
    left = [f"«{column.title}»" for column in preview.roster.columns if not column.used]
    words = _("Read: {columns}").format(columns=", ".join(read))
    return words + (". " + _("Not read: {columns}").format(columns=", ".join(left)) if left else "")


def _questions(preview: RosterPreview) -> tuple[NameQuestion, ...]:
    return tuple(
        NameQuestion(one.key, one.party.name or one.party.inn, one.party.inn, one.party.manager, 0, one.candidates)
        for one in preview.questions
    )
