"""«Письма»: the batch that the ladder proposes, reviewed line by line before anything is made."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app import formats
from app.domain.ladder import BatchLine
from app.i18n import _, ngettext
from app.reports.letter_tables import batch_table, held_table
from app.ui.controls import Elided, button, fit, label, panel
from app.ui.filled import filled
from app.ui.letter_making import Wish, make_letters, say
from app.ui.requisites_dialog import edit_own, own_lack
from app.ui.table_view import TableView
from app.ui.theme import theme

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent

    from app.ledger import Ledger
    from app.ledger.letters import Batch


def open_batch(parent: QWidget, ledger: "Ledger", as_of: date) -> None:
    """Show the batch of a day."""
    dialog = LettersDialog(parent, ledger, as_of)
    dialog.made.connect(lambda text: say(parent, text))
    dialog.open()


class LettersDialog(QDialog):
    """``made(words)``: letters were made, registered and written. A space or a click on the mark takes a line in or
    out; Enter shows its paper."""

    made = Signal(str)

    def __init__(self, parent: QWidget, ledger: "Ledger", as_of: date) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, True)
        self.setWindowTitle(_("Letters"))
        self.ledger, self.as_of = ledger, as_of
        self.batch: Batch = ledger.letters.propose(as_of)
        self.chosen: set[tuple[int, str]] = {line.key for line in self.batch.lines}
        self.table = TableView()
        self.held = TableView()
        self.count = label("", "muted")
        self.documents = Elided("", "muted")
        self.own_warning = label("", "error", wrap=True)
        self.go = button("", self.make, "accent")
        self._build()
        self.table.grid.installEventFilter(self)
        self.table.grid.clicked.connect(self._clicked)
        self.table.opened.connect(lambda _row: self.preview())
        self.table.current_changed.connect(lambda _row: self._tell_documents())
        self.show_batch()

    def show_batch(self) -> None:
        """Draw the lines with their marks."""
        from app.ledger.signing import signatories, signer

        people, head = signatories(self.ledger), self.ledger.letters.own().head

        def signs(line: BatchLine) -> str:
            one = signer(line, people)
            return one.name if one is not None else head

        def ours(line: BatchLine) -> str:
            return self.ledger.letters.own(line.organisation or "").name or (line.organisation or "")

        current = self.table.current()
        self.table.set_table(batch_table(self.batch.lines, frozenset(self.chosen), signs, ours))
        keys = [line.key for line in self.table.model.rows]
        known = isinstance(current, BatchLine) and current.key in keys
        self.table.select_row(keys.index(current.key) if known else 0)
        self.held.set_table(filled(held_table(self.batch.held)))
        taken = [line for line in self.batch.lines if line.key in self.chosen]
        words = ngettext("marked {n} letter of {all}, {sum}", "marked {n} letters of {all}, {sum}", len(taken))
        total = formats.money_sign(sum(line.amount for line in taken))
        self.count.setText(words.format(n=len(taken), all=len(self.batch.lines), sum=total))
        self.go.setText(_("Make letters ({n})").format(n=len(taken)))
        self.go.setEnabled(bool(taken))
        self.own_warning.setText(own_lack(self.ledger))
        self.own_warning.setVisible(bool(self.own_warning.text()))
        self._tell_documents()

    def toggle(self, line: BatchLine | None) -> None:
        """Take a line in or out."""
        if line is not None:
            self.chosen ^= {line.key}
            self.show_batch()

    def mark_all(self, *, on: bool) -> None:
        """All lines in, or all out."""
        self.chosen = {line.key for line in self.batch.lines} if on else set()
        self.show_batch()

    def preview(self) -> None:
        """The paper of the line under the cursor, without a number."""
        line = self.table.current()
        if isinstance(line, BatchLine):
            from app.ledger.signing import new_letter, signatories
            from app.ui.letter_preview import show_draft

            show_draft(self, self.ledger, new_letter(line, signatories(self.ledger)), self.as_of)

    def make(self) -> None:
        """Register and write what is marked."""
        from app.ledger.signing import new_letter, signatories

        people = signatories(self.ledger)
        lines = [line for line in self.batch.lines if line.key in self.chosen]
        wishes = [Wish(new_letter(line, people), line.step.way) for line in lines]
        if wishes:
            make_letters(self, self.ledger, wishes, self.as_of, self._finish)

    def edit_own(self) -> None:
        """Our requisites."""
        edit_own(self, self.ledger)
        self.show_batch()

    def edit_ladder(self) -> None:
        """Which letter goes on which day; the batch is proposed anew by another ladder."""
        from app.ui.ladder_dialog import edit_ladder

        if edit_ladder(self, self.ledger, self.as_of):
            self.batch = self.ledger.letters.propose(self.as_of)
            self.chosen = {line.key for line in self.batch.lines}
            self.show_batch()

    def eventFilter(self, watched: QObject, event: "QEvent") -> bool:
        """A space marks."""
        if watched is self.table.grid and isinstance(event, QKeyEvent):
            pressed = event.type() is QKeyEvent.Type.KeyPress and event.key() == Qt.Key.Key_Space
            line = self.table.current()
            if pressed and isinstance(line, BatchLine):
                self.toggle(line)
                return True
        return super().eventFilter(watched, event)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == 0:
            line = self.table.model.rows[index.row()]
            QTimer.singleShot(0, lambda: self.toggle(line))  # the grid is still handling the click

    def _tell_documents(self) -> None:
        line = self.table.current()
        if not isinstance(line, BatchLine):
            self.documents.set_text("")
            return
        told = (
            f"{item.number}: {formats.money_sign(item.balance)}, {formats.days(max(item.days, 0))}"
            for item, _level in line.items
        )
        self.documents.set_text(" · ".join(told))

    def _finish(self, words: str) -> None:
        self.made.emit(words)
        self.accept()

    def _build(self) -> None:
        px = theme().px
        head = QHBoxLayout()
        head.addWidget(label(_("Letters on {day}").format(day=formats.day(self.as_of)), "title"))
        head.addSpacing(px(12))
        head.addWidget(self.count, 1)
        for text, on in ((_("Mark all"), True), (_("Mark none"), False)):
            head.addWidget(button(text, partial(self.mark_all, on=on), "flat"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(16), px(20), px(16))
        layout.setSpacing(px(8))
        layout.addLayout(head)
        layout.addWidget(self.own_warning)
        layout.addWidget(_framed(self.table), 3)
        layout.addWidget(self.documents)
        if self.batch.held:
            layout.addWidget(label(_("Not written to"), "strong"))
            layout.addWidget(_framed(self.held), 1)
        layout.addLayout(self._foot())
        fit(self, 1180, 640)
        self.table.setFocus()

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        for made in (
            button(_("Preview"), self.preview),
            button(_("Our requisites…"), self.edit_own),
            button(_("Outgoing letters…"), self._register),
            button(_("Ladder…"), self.edit_ladder),
        ):
            made.setAutoDefault(False)
            foot.addWidget(made)
        foot.addStretch(1)
        close = button(_("Close"), self.reject)
        close.setAutoDefault(False)
        self.go.setAutoDefault(False)  # Enter shows a paper, it never makes a batch
        foot.addWidget(close)
        foot.addWidget(self.go)
        return foot

    def _register(self) -> None:
        from app.ui.letters_register import show_register

        show_register(self, self.ledger)


def _framed(table: TableView) -> QWidget:
    frame = panel()
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(1, 1, 1, 1)
    inside.addWidget(table)
    return frame
