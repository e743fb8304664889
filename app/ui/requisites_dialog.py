"""Requisites for papers: ours (one or several organisations) and a client's."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from app.domain.letters import Requisites, wrong_numbers
from app.domain.money import BadValue
from app.errors import AppError
from app.i18n import _, pgettext
from app.reports.letter_tables import who_word
from app.ui.controls import button, label
from app.ui.form import Form, line
from app.ui.messages import show_error
from app.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.ledger import Ledger

FIELDS = tuple(Requisites.__slots__)


def field_words(field: str) -> str:
    """What a field is called."""
    return {
        "name": pgettext("requisites", "Name"),
        "inn": _("INN"),
        "kpp": _("KPP"),
        "ogrn": _("OGRN"),
        "address": _("Address"),
        "bank": _("Bank"),
        "bik": _("BIK"),
        "account": _("Account"),
        "correspondent": _("Correspondent account"),
        "phone": _("Phone"),
        "email": pgettext("requisites", "E-mail"),
        "head": pgettext("requisites", "Head"),
        "head_role": _("Position of the head"),
        "accountant": _("Chief accountant"),
        "powers": _("Acts by virtue of"),
    }[field]


def own_lack(ledger: "Ledger") -> str:
    """What the papers will miss of ours, in words; empty when nothing."""
    own = ledger.letters.own()
    known = (own.name, own.inn, own.address, own.bank, own.bik, own.account, own.head)
    return "" if all(known) else _("Our requisites are not filled in: the papers will leave room for them.")


class RequisitesForm(Form):
    """Fields of one side; ``fixed`` ones are bookkeeping's and cannot be typed here."""

    def __init__(
        self,
        parent: QWidget,
        known: Requisites,
        heading: str,
        write: "Callable[[Requisites], object]",
        fixed: "Sequence[str]" = (),
    ) -> None:
        super().__init__(parent, _("Requisites"), heading)
        self._edits = {}
        for field in FIELDS:
            if field not in fixed:
                hint = _("of the charter; of power of attorney № … of …") if field == "powers" else ""
                self._edits[field] = self.add(field, field_words(field), line(getattr(known, field), hint))
        self._known = known
        self.save = lambda: write(self.value())

    def value(self) -> Requisites:
        """What is typed. Raises ``BadValue`` for a number that cannot be right."""
        made = replace(self._known, **{field: edit.text().strip() for field, edit in self._edits.items()})
        wrong = [field for field in wrong_numbers(made) if field in self._edits]
        if wrong:
            raise BadValue(_("{field}: wrong number of digits").format(field=field_words(wrong[0])))
        return made


def edit_client(parent: QWidget, ledger: "Ledger", client_id: int) -> bool:
    """Ask for a client's requisites; True when they were written. Name and INN stay bookkeeping's."""
    known = ledger.letters.requisites(client_id)
    form = RequisitesForm(
        parent, known, known.name, lambda new: ledger.letters.set_requisites(client_id, new), ("name", "inn")
    )
    return form.ask()


def edit_own(parent: QWidget, ledger: "Ledger") -> None:
    """Show our organisations and who signs; with none yet, ask for the first at once."""
    dialog = OwnDialog(parent, ledger)
    if not ledger.letters.own().inn and len(ledger.letters.own_all()) <= 1:
        dialog.first()
    if ledger.letters.own().name:
        dialog.exec()
    dialog.deleteLater()


def edit_signatories(parent: QWidget, ledger: "Ledger") -> None:
    """Who signs for the director, for legal and for security; without a name the head of ours does."""
    from app.ledger.signing import ROLES, Signatory, set_signatories, signatories

    known = signatories(ledger)
    note = _("A manager's letter is signed by the client's manager, one without a name here by the head of ours.")
    form = Form(parent, _("Who signs"), "", note)
    edits = {
        (role, part): form.add(
            f"{role}.{part}", f"{who_word(role)}: {words}", line(getattr(known.get(role, Signatory("")), part))
        )
        for role in ROLES
        for part, words in (("name", _("name")), ("role", _("position")), ("powers", _("acts by virtue of")))
    }

    def write() -> None:
        typed = {role: [edits[role, part].text().strip() for part in ("name", "role", "powers")] for role in ROLES}
        set_signatories(ledger, {role: Signatory(*parts) for role, parts in typed.items()})

    form.save = write
    form.ask()


class OwnDialog(QDialog):
    """Our organisations: the first one signs what names none. Written at once, undone by Ctrl+Z."""

    def __init__(self, parent: QWidget, ledger: "Ledger") -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Our requisites"))
        self.ledger = ledger
        self.list = QListWidget()
        self.list.setAccessibleName(_("Our organisations"))
        self.change_button = button(_("Change…"), self.change)
        self.remove_button = button(_("Remove"), self.remove)
        self._build()
        self.list.itemActivated.connect(lambda _item: self.change())
        self.reload()

    def reload(self) -> None:
        """Read the book again."""
        row = max(self.list.currentRow(), 0)
        self.list.clear()
        for one in self.ledger.letters.own_all():
            self.list.addItem(", ".join(part for part in (one.name, one.inn) if part))
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        for made in (self.change_button, self.remove_button):
            made.setEnabled(self.list.count() > 0)

    def first(self) -> None:
        """Ask for the only organisation there is, or for the first one."""
        if self.list.count():
            self.change()
        else:
            self.add()

    def add(self) -> None:
        """One more organisation."""
        known = self.ledger.letters.own_all()
        self._ask(Requisites(powers="Устава"), lambda new: (*known, new))

    def change(self) -> None:
        """The chosen one."""
        known, row = self.ledger.letters.own_all(), self.list.currentRow()
        if 0 <= row < len(known):
            self._ask(known[row], lambda new: (*known[:row], new, *known[row + 1 :]))

    def remove(self) -> None:
        """The chosen one goes; Ctrl+Z brings it back."""
        known, row = self.ledger.letters.own_all(), self.list.currentRow()
        if not 0 <= row < len(known):
            return
        try:
            self.ledger.letters.set_own((*known[:row], *known[row + 1 :]))
        except AppError as error:
            show_error(self, error)
        self.reload()

    def _ask(self, known: Requisites, joined: "Callable[[Requisites], Sequence[Requisites]]") -> None:
        heading = known.name or _("Our organisation")
        RequisitesForm(self, known, heading, lambda new: self.ledger.letters.set_own(joined(new))).ask()
        self.reload()

    def _build(self) -> None:
        px = theme().px
        foot = QHBoxLayout()
        signs = button(_("Who signs…"), lambda: edit_signatories(self, self.ledger))
        for made in (button(_("Add…"), self.add), self.change_button, self.remove_button, signs):
            made.setAutoDefault(False)
            foot.addWidget(made)
        foot.addStretch(1)
        close = button(_("Close"), self.reject, "accent")
        close.setAutoDefault(False)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(16), px(20), px(16))
        layout.setSpacing(px(8))
        layout.addWidget(label(_("Our requisites"), "title"))
        layout.addWidget(self.list, 1)
        layout.addWidget(
            label(_("A paper names the organisation of its documents, else the first one."), "small", wrap=True)
        )
        layout.addLayout(foot)
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.resize(px(520), px(320))
