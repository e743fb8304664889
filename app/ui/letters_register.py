"""The outgoing register: every letter under its number, and what became of it."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.letters import Letter
from app.errors import AppError
from app.i18n import _, ngettext
from app.reports.letter_tables import register_table
from app.ui.controls import button, fit, label, panel
from app.ui.form import Choice, DayEdit, Form, Words, line
from app.ui.messages import confirm, show_error, undone
from app.ui.table_view import TableView
from app.ui.theme import theme
from app.ui.toast import Toast

if TYPE_CHECKING:
    from app.ledger import Ledger


def show_register(parent: QWidget, ledger: "Ledger", client_id: int = 0) -> None:
    """The register of all clients, or of one."""
    dialog = LettersRegister(parent, ledger, client_id)
    dialog.exec()
    dialog.deleteLater()


class LettersRegister(QDialog):
    """Every change is undone by Ctrl+Z."""

    def __init__(self, parent: QWidget | None, ledger: "Ledger", client_id: int = 0) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, True)
        self.setWindowTitle(_("Outgoing letters"))
        self.ledger, self._client_id = ledger, client_id
        self.table = TableView()
        years = sorted({one.year for one in ledger.letters.register()} | {ledger.today().year}, reverse=True)
        self.year = Choice([(str(year), year) for year in years] + [(_("all years"), 0)], ledger.today().year)
        self.year.setAccessibleName(_("Year"))
        self.sent_button = button(_("Sent…"), self.mark_sent)
        self.returned_button = button(_("Returned signed…"), self.mark_returned)
        self.void_button = button(_("Void…"), self.make_void)
        self.notice = Toast(self)
        self._build()
        self.year.currentIndexChanged.connect(lambda _index: self.reload())
        self.table.current_changed.connect(lambda _row: self._settle())
        self.table.selection_changed.connect(self._settle)
        QShortcut(QKeySequence.StandardKey.Undo, self).activated.connect(self.undo)
        self.reload()

    def letter(self) -> Letter | None:
        """The line under the cursor."""
        row = self.table.current()
        return row if isinstance(row, Letter) else None

    def reload(self) -> None:
        """Read the register again."""
        current = self.letter()
        rows = self.ledger.letters.register(self.year.value(), self._client_id)
        self.table.set_table(register_table(rows, self.year.value()))
        place = next((n for n, row in enumerate(rows) if current and row.letter_id == current.letter_id), 0)
        if rows:
            self.table.select_row(place)
        self._settle()

    def mark_sent(self) -> None:
        """It went: when and how; of several selected lines all that did not go yet."""
        chosen = self._unsent()
        if not chosen:
            return
        today = self.ledger.today()
        one = chosen[0]
        several = ngettext("{n} letter", "{n} letters", len(chosen)).format(n=len(chosen))
        form = Form(self, _("Letter sent"), _heading(one) if len(chosen) == 1 else several)
        day = form.add("day", _("Day"), DayEdit(today, max(today, *(letter.day for letter in chosen))))
        ways = (_("post with inventory"), _("courier"), _("e-mail"), _("electronic document exchange"))
        how = form.add("how", _("How"), Words(ways))
        ids = [letter.letter_id for letter in chosen]
        form.save = lambda: self.ledger.letters.sent_all(ids, day.needed(), how.text())
        if form.ask():
            words = ngettext("{n} letter is marked as sent.", "{n} letters are marked as sent.", len(chosen))
            self._said(words.format(n=len(chosen)))

    def _unsent(self) -> list[Letter]:
        """Living letters among the selected lines; several of them only while they did not go, one to be corrected."""
        rows = [row for row in self.table.selected_rows() if isinstance(row, Letter) and not row.void]
        return rows if len(rows) == 1 else [row for row in rows if row.sent_on is None]

    def mark_returned(self) -> None:
        """The client signed it and sent it back; with powers it acknowledges the debt."""
        one = self.letter()
        if one is None:
            return
        today = self.ledger.today()
        note = _("Signed with powers, an act, a guarantee or a schedule acknowledges the debt: limitation starts anew.")
        form = Form(self, _("Letter returned signed"), _heading(one), note)
        day = form.add("day", _("Day"), DayEdit(today, max(today, one.day)))
        known = self.ledger.letters.requisites(one.client_id)
        by = form.add("by", _("Who signed"), line(known.head))
        powers = form.add(
            "powers", _("By what powers"), Words((_("charter"), _("power of attorney № of")), known.powers)
        )
        form.save = lambda: self.ledger.letters.returned(one.letter_id, day.needed(), by.text(), powers.text())
        if form.ask():
            self._said(_("The letter is marked as returned."))

    def make_void(self) -> None:
        """A spoiled one: its number stays taken."""
        one = self.letter()
        if one is None:
            return
        words = _("Void letter № {number}?").format(number=f"{one.number}/{one.year}")
        hint = _("Its number stays taken; its documents may be written of again.")
        if confirm(self, words, _("Void"), hint):
            self._do(lambda: self.ledger.letters.void(one.letter_id), _("The letter is void."))

    def print_out(self) -> None:
        """The register on paper."""
        from app.reports.document import of_table
        from app.ui.paper import show_paper

        show_paper(self, of_table(self.table.table(), self._day(), self.ledger.policy.company()))

    def undo(self) -> None:
        """Ctrl+Z: take back the last action of work or policy."""
        if words := undone(self, self.ledger):
            self.reload()
            self.notice.say(words)

    def _day(self) -> date:
        return self.ledger.today()

    def _do(self, act: Callable[[], object], words: str) -> None:
        try:
            act()
        except AppError as error:
            show_error(self, error)
            return
        self._said(words)

    def _said(self, words: str) -> None:
        self.reload()
        self.notice.say(words, _("Undo"), self.undo)

    def _settle(self) -> None:
        one = self.letter()
        living = one is not None and not one.void
        self.sent_button.setEnabled(bool(self._unsent()))
        self.returned_button.setEnabled(living)
        self.void_button.setEnabled(living and one is not None and one.sent_on is None)

    def _build(self) -> None:
        px = theme().px
        head = QHBoxLayout()
        head.addWidget(label(_("Outgoing letters"), "title"))
        head.addStretch(1)
        head.addWidget(self.year)
        frame = panel()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.table)
        foot = QHBoxLayout()
        excel, paper = (
            button(_("Excel"), self.table.export, "", "excel"),
            button(_("Print"), self.print_out, "", "print"),
        )
        for made in (self.sent_button, self.returned_button, self.void_button, excel, paper):
            made.setAutoDefault(False)
            foot.addWidget(made)
        foot.addStretch(1)
        foot.addWidget(label(_("Shift and arrows select several"), "small"))
        close = button(_("Close"), self.reject, "accent")
        close.setDefault(True)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(16), px(20), px(16))
        layout.setSpacing(px(8))
        layout.addLayout(head)
        layout.addWidget(frame, 1)
        layout.addLayout(foot)
        fit(self, 1240, 600)
        self.table.setFocus()


def _heading(one: Letter) -> str:
    return f"№ {one.number}/{one.year}, {one.client}"
