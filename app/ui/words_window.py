"""«Слова разговоров»: phrases of evasion, reasons of delay, results; people extend what the article gives."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.reasons import Evasion, Phrase, Reason
from app.i18n import _
from app.reports.table import Table
from app.reports.talk_words_tables import phrases_table, reasons_table, results_table
from app.reports.work_tables import evasion_name
from app.ui.choice import choice
from app.ui.controls import button, fit, label, panel
from app.ui.form import Choice, Form, line
from app.ui.messages import done, undone
from app.ui.table_view import TableView
from app.ui.theme import theme
from app.ui.toast import Toast

if TYPE_CHECKING:
    from app.ledger import Ledger

PHRASES, REASONS, RESULTS = range(3)


class WordsWindow(QDialog):
    """Ins adds, Del removes what was added by hand, Ctrl+Z takes a change back."""

    def __init__(self, parent: QWidget | None, ledger: "Ledger") -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Words of talks"))
        self.ledger = ledger
        self.page = PHRASES
        self.table = TableView()
        self.note = label("", "small", wrap=True)
        self.add_button = button(_("Add…"), self.add, "accent")
        self.remove_button = button(_("Remove"), self.remove)
        self.notice = Toast(self)
        self._build()
        self.table.current_changed.connect(lambda _row: self._settle())
        for keys, act in (("Ins", self.add), ("Del", self.remove)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        QShortcut(QKeySequence.StandardKey.Undo, self).activated.connect(self.undo)
        self.show_page(PHRASES)

    def show_page(self, page: int) -> None:
        """Phrases, reasons or results."""
        self.page = page
        self.choices[page].setChecked(True)
        self.note.setText(_notes()[page])
        self.reload()
        self.table.setFocus()

    def reload(self) -> None:
        """Read the book again."""
        self.table.set_table(self._table())
        if self.table.current() is None and self.table.model.rows:
            self.table.select_row(0)
        self._settle()

    def add(self) -> None:
        """One more of what is shown."""
        {PHRASES: self._add_phrase, REASONS: self._add_reason, RESULTS: self._add_result}[self.page]()

    def remove(self) -> None:
        """The line under the cursor, when it was added by hand."""
        row, words = self.table.current(), self.ledger.talk_words
        if not self.remove_button.isEnabled():
            return
        if isinstance(row, Phrase):
            self._do(lambda: words.drop_phrase(row.text), _("The phrase is removed."))
        elif isinstance(row, Reason):
            self._do(lambda: words.drop_reason(row.key), _("The reason is removed."))
        elif isinstance(row, str):
            self._do(lambda: words.drop_result(row), _("The result is removed."))

    def undo(self) -> None:
        """Ctrl+Z: take back the last action of work or policy."""
        if words := undone(self, self.ledger):
            self.reload()
            self.notice.say(words)

    def _table(self) -> Table[Any]:
        words, work = self.ledger.talk_words, self.ledger.work
        if self.page == PHRASES:
            return phrases_table(work.phrases(), words.own_phrases())
        if self.page == REASONS:
            return reasons_table(work.reasons(), words.own_reasons())
        return results_table(words.results())

    def _add_phrase(self) -> None:
        form = Form(self, _("Add a phrase"), "", _("Two words at least; case and punctuation do not matter."))
        text = form.add("text", _("Phrase"), line("", _("e.g. the director is on holiday")))
        kinds = [(evasion_name(kind), kind) for kind in Evasion]
        kind = form.add("kind", _("What it means"), Choice(kinds, Evasion.PASS))
        form.save = lambda: self.ledger.talk_words.add_phrase(Phrase(text.text(), kind.value()))
        if form.ask():
            self._said(_("The phrase is recognised from now on."))

    def _add_reason(self) -> None:
        form = Form(self, _("Add a reason"))
        title = form.add("title", _("Reason of the delay"), line())
        actions = form.add("actions", _("What to do"), line("", _("parted by «;»")))
        harder = form.add("harder", _("Calls"), QCheckBox(_("twice as often")))
        form.save = lambda: self.ledger.talk_words.add_reason(
            title.text(), actions.text().split(";"), harder=harder.isChecked()
        )
        if form.ask():
            self._said(_("The reason is offered from now on."))

    def _add_result(self) -> None:
        form = Form(self, _("Add a result"))
        text = form.add("text", _("Result"), line())
        form.save = lambda: self.ledger.talk_words.add_result(text.text())
        if form.ask():
            self._said(_("The result is offered from now on."))

    def _do(self, act: Callable[[], object], words: str) -> None:
        if done(self, act):
            self._said(words)

    def _said(self, words: str) -> None:
        self.reload()
        self.notice.say(words, _("Undo"), self.undo)

    def _settle(self) -> None:
        row, words = self.table.current(), self.ledger.talk_words
        own = row in words.own_phrases() or row in words.own_reasons() or isinstance(row, str)
        self.remove_button.setEnabled(own)

    def _build(self) -> None:
        px = theme().px
        group = QButtonGroup(self)
        names = (_("Phrases of evasion"), _("Reasons of delay"), _("Results of talks"))
        self.choices = tuple(
            choice(group, name, lambda page=page: self.show_page(page))  # type: ignore[misc]  # a bound default
            for page, name in enumerate(names)
        )
        head = QHBoxLayout()
        head.setSpacing(px(8))
        for made in self.choices:
            made.setAutoDefault(False)
            head.addWidget(made)
        head.addStretch(1)
        close = button(_("Close"), self.reject)
        for made in (self.add_button, self.remove_button, close):
            made.setAutoDefault(False)
            head.addWidget(made)
        frame = panel()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(18), px(14), px(18), px(14))
        layout.setSpacing(px(10))
        layout.addLayout(head)
        layout.addWidget(frame, 1)
        layout.addWidget(self.note)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, True)
        fit(self, 1040, 600)


def _notes() -> tuple[str, str, str]:
    return (
        _("A phrase is recognised while the result or the note of a talk is typed; two evasions double the calls."),
        _("A reason chosen in the form of a talk proposes its actions; the five of the article stay."),
        _("What is typed as a result stands on the list by itself; a removed one is not offered any more."),
    )
