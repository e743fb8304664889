"""Who is who: one client out of two, or two out of one. Both say what will happen, and both are undone by one key."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app import formats
from app.domain.client import ClientCard, ClientPart, ClientRow, PartKind
from app.errors import AppError
from app.i18n import _
from app.ui.choice import choice
from app.ui.client_picker import ClientPicker
from app.ui.controls import button, label
from app.ui.messages import show_error, show_note
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.ledger import Ledger

_ID = Qt.ItemDataRole.UserRole


def merge_client(parent: QWidget, ledger: "Ledger", card: ClientCard, rows: Sequence[ClientRow]) -> str:
    """Ask whom to merge the card's client with; the words of what was done, empty when nothing was."""
    others = [row for row in rows if row.client_id != card.client.client_id]
    dialog = MergeDialog(parent, card.client.client_id, card.client.name, others)
    keep, other = dialog.ask()
    if not other:
        return ""
    try:
        ledger.clients.merge(keep, other)
    except AppError as error:
        show_error(parent, error)
        return ""
    return _("The clients are merged.")


def split_client(parent: QWidget, ledger: "Ledger", card: ClientCard, as_of: date) -> str:
    """Ask what to part from the card's client; the words of what was done, empty when nothing was."""
    parts = ledger.clients.parts(card.client.client_id, as_of)
    if not any(sum(part.kind is kind for part in parts) > 1 for kind in PartKind):
        show_note(
            parent,
            _("There is nothing to split {client} by.").format(client=card.client.name),
            _("Files know it under one name and one manager."),
        )
        return ""
    dialog = SplitDialog(parent, card.client.name, parts)
    chosen = dialog.ask()
    if not chosen:
        return ""
    kind = PartKind.MANAGER if dialog.by_manager() else PartKind.NAME
    try:
        ledger.clients.split(
            card.client.client_id,
            names=chosen if kind is PartKind.NAME else (),
            managers=chosen if kind is PartKind.MANAGER else (),
        )
    except AppError as error:
        show_error(parent, error)
        return ""
    return _("The client is split.")


class MergeDialog(QDialog):
    """Whom to merge with, and under which name."""

    def __init__(self, parent: QWidget, client_id: int, name: str, others: Sequence[ClientRow]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Merge clients"))
        self._client_id, self._name = client_id, name
        self.picker = ClientPicker(_("choose a client"))
        self.picker.set_clients(others)
        self.keep = QComboBox()
        self.keep.setAccessibleName(_("Under which name"))
        self.go = button(_("Merge"), self.accept, "accent")
        self._build()
        self.picker.chosen.connect(lambda _client: self._settle())
        self._settle()

    def ask(self) -> tuple[int, int]:
        """(who stays, who is merged into it); zeros when the person changed their mind."""
        agreed = self.exec() == QDialog.DialogCode.Accepted
        other = self.picker.client_id()
        self.deleteLater()
        if not agreed or other is None:
            return 0, 0
        return (other, self._client_id) if self.keep.currentIndex() == 1 else (self._client_id, other)

    def _build(self) -> None:
        px = theme().px
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(18), px(24), px(18))
        layout.setSpacing(px(10))
        layout.addWidget(label(_("Merge {client} with").format(client=self._name), "title", wrap=True))
        layout.addWidget(self.picker)
        line = QHBoxLayout()
        line.addWidget(label(_("Show both as"), "muted"))
        line.addWidget(self.keep, 1)
        layout.addLayout(line)
        layout.addWidget(
            label(
                _(
                    "Documents, calls and promises of both will be shown and counted together, in past weeks and in "
                    "coming files. Ctrl+Z parts them again."
                ),
                "muted",
                wrap=True,
            )
        )
        layout.addLayout(_foot(self, self.go))
        self.resize(px(520), self.sizeHint().height())

    def _settle(self) -> None:
        other = self.picker.client_id()
        self.keep.clear()
        self.keep.addItem(self._name)
        if other is not None:
            self.keep.addItem(self.picker.currentText())
        self.keep.setEnabled(other is not None)
        self.go.setEnabled(other is not None)


class SplitDialog(QDialog):
    """By names or by managers, and which of them go."""

    def __init__(self, parent: QWidget, name: str, parts: Sequence[ClientPart]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Split a client"))
        self._parts = tuple(parts)
        self._group = QButtonGroup(self)
        self.by_names = self._kind(PartKind.NAME, _("By names"))
        self.by_managers = self._kind(PartKind.MANAGER, _("By managers"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("What goes to a client of its own"))
        self.list.itemChanged.connect(lambda _item: self._settle())
        self.go = button(_("Split"), self.accept, "accent")
        self._build(name)
        (self.by_names if self.by_names.isEnabled() else self.by_managers).setChecked(True)
        self._fill()

    def by_manager(self) -> bool:
        """Whether managers are chosen and not names."""
        return self.by_managers.isChecked()

    def chosen(self) -> tuple[str, ...]:
        """What is ticked."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return tuple(str(item.data(_ID)) for item in items if item.checkState() is Qt.CheckState.Checked)

    def ask(self) -> tuple[str, ...]:
        """What to part; empty when the person changed their mind."""
        agreed = self.exec() == QDialog.DialogCode.Accepted
        self.deleteLater()
        return self.chosen() if agreed else ()

    def _kind(self, kind: PartKind, words: str) -> QPushButton:
        made = choice(self._group, words, self._fill)
        made.setEnabled(sum(part.kind is kind for part in self._parts) > 1)
        return made

    def _build(self, name: str) -> None:
        px = theme().px
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(18), px(24), px(18))
        layout.setSpacing(px(10))
        layout.addWidget(label(_("Split {client}").format(client=name), "title", wrap=True))
        line = QHBoxLayout()
        for made in (self.by_names, self.by_managers):
            line.addWidget(made)
        line.addStretch(1)
        layout.addLayout(line)
        layout.addWidget(label(_("Tick what goes to a client of its own:"), "muted"))
        layout.addWidget(self.list, 1)
        layout.addWidget(
            label(
                _("Coming files are told apart the same way. Calls and promises stay here. Ctrl+Z brings it back."),
                "muted",
                wrap=True,
            )
        )
        layout.addLayout(_foot(self, self.go))
        self.resize(px(560), px(440))

    def _fill(self) -> None:
        kind = PartKind.MANAGER if self.by_manager() else PartKind.NAME
        self.list.blockSignals(True)
        self.list.clear()
        for part in self._parts:
            if part.kind is kind:
                words = _("{name}: {documents}, debt {sum}").format(
                    name=part.text,
                    documents=formats.documents(part.documents),
                    sum=formats.roubles_sign(part.debt),
                )
                item = QListWidgetItem(words, self.list)
                item.setData(_ID, part.text)
                item.setCheckState(Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self._settle()

    def _settle(self) -> None:
        """Something goes and something stays."""
        self.go.setEnabled(0 < len(self.chosen()) < self.list.count())


def _foot(dialog: QDialog, go: QPushButton) -> QHBoxLayout:
    foot = QHBoxLayout()
    foot.addStretch(1)
    foot.addWidget(button(_("Cancel"), dialog.reject))
    foot.addWidget(go)
    go.setDefault(True)
    return foot
