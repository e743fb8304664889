"""Saying what a client is, or what several clients are at once. Both are undone by one key."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app import formats
from app.domain.client import ClientRow
from app.domain.traits import Trait, Traits, catalogue
from app.errors import InputRefused
from app.i18n import _
from app.ui.controls import Elided, button, label
from app.ui.theme import theme
from app.ui.trait_fields import Field, field_of, hint_of, when_changed

if TYPE_CHECKING:
    from app.ledger import Ledger


class TraitsDialog(QDialog):
    """Everything known of one client. Accepted when something was written."""

    def __init__(self, parent: QWidget, ledger: "Ledger", name: str, traits: Traits) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("What is known of the client"))
        self._ledger, self._traits = ledger, traits
        self.fields: dict[Trait, Field] = {
            trait: field_of(definition, ledger.traits.values(trait), traits.derived.get(trait))
            for trait, definition in catalogue().items()
        }
        self._before: dict[Trait, str] = {}
        for trait, field in self.fields.items():
            field.load(traits.own.get(trait, ""))
            self._before[trait] = field.written()
        self._fault = label("", "error", wrap=True)
        self.save = button(_("Save"), self._write, "accent")
        self._build(name)
        self.save.setDefault(True)
        self.fields[Trait.KIND].setFocus()

    def said(self) -> dict[Trait, str]:
        """What was changed, as typed; empty for what is taken back."""
        now = {trait: field.written() for trait, field in self.fields.items()}
        return {trait: text for trait, text in now.items() if text != self._before[trait]}

    def fault(self) -> str:
        """What is wrong, in words."""
        return self._fault.text()

    def _write(self) -> None:
        try:
            self._ledger.traits.set(self._traits.client_id, self.said())
        except InputRefused as error:
            self._fault.setText(error.text)
            self._fault.setVisible(True)
            return
        self.accept()

    def _build(self, name: str) -> None:
        px = theme().px
        layout = _frame(self, name)
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(6))
        grid.setColumnStretch(1, 1)
        for row, (trait, field) in enumerate(self.fields.items()):
            words = label(catalogue()[trait].title, "muted")
            words.setBuddy(field)
            grid.addWidget(words, 2 * row, 0)
            grid.addWidget(field, 2 * row, 1)
            if hint_of(trait):
                grid.addWidget(label(hint_of(trait), "small", wrap=True), 2 * row + 1, 1)
        layout.addWidget(_scrolling(grid), 1)
        layout.addWidget(label(_("An empty field holds what the name and bookkeeping's reports tell."), "small",
                               wrap=True))  # fmt: skip
        layout.addWidget(self._fault)
        self._fault.setVisible(False)
        layout.addLayout(_foot(self, self.save))
        wanted = self.sizeHint().height() + grid.sizeHint().height()
        self.resize(px(580), min(wanted, self.screen().availableGeometry().height() - px(40)))


class ManyDialog(QDialog):
    """One trait of several clients."""

    def __init__(self, parent: QWidget, ledger: "Ledger", rows: Sequence[ClientRow]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Change for the selected clients"))
        self._ledger, self._rows = ledger, tuple(rows)
        self.changed = 0
        self.which = QComboBox()
        self.which.setAccessibleName(_("What to change"))
        for trait, definition in catalogue().items():
            self.which.addItem(definition.title, trait.value)
        self.field: Field
        self._place = QVBoxLayout()
        self._hint = label("", "small", wrap=True)
        self._fault = label("", "error", wrap=True)
        self.save = button("", self._write, "accent")
        self._build()
        self.which.currentIndexChanged.connect(lambda _index: self._turn())
        self.which.setCurrentIndex(self.which.findData(Trait.HOLDING.value))
        self._turn()
        self.field.setFocus()

    def trait(self) -> Trait:
        """What is being changed."""
        return Trait(str(self.which.currentData()))

    def fault(self) -> str:
        """What is wrong, in words."""
        return self._fault.text()

    def _turn(self) -> None:
        """The field of the chosen trait."""
        item = self._place.takeAt(0)
        old = item.widget() if item is not None else None
        if old is not None:
            old.hide()
            old.deleteLater()
        trait = self.trait()
        self.field = field_of(catalogue()[trait], self._ledger.traits.values(trait))
        self._place.addWidget(self.field)
        QWidget.setTabOrder(self.which, self.field)
        when_changed(self.field, self._settle)
        self._hint.setText(hint_of(trait))
        self._settle()
        self._fault.setVisible(False)

    def _settle(self) -> None:
        """The button says what it will do; Enter in an empty field takes nothing back."""
        self.save.setDefault(bool(self.field.written()))
        words = _("Change for {clients}") if self.field.written() else _("Take back for {clients}")
        self.save.setText(words.format(clients=formats.clients(len(self._rows))))

    def _write(self) -> None:
        ids = [row.client_id for row in self._rows]
        try:
            self.changed = self._ledger.traits.set_many(ids, self.trait(), self.field.written())
        except InputRefused as error:
            self._fault.setText(error.text)
            self._fault.setVisible(True)
            return
        self.accept()

    def _build(self) -> None:
        layout = _frame(self, formats.clients(len(self._rows)).capitalize())
        names = Elided(", ".join(row.name for row in self._rows), "muted")
        layout.addWidget(names)
        layout.addWidget(self.which)
        layout.addLayout(self._place)
        for words in (self._hint, self._fault):
            layout.addWidget(words)
        layout.addWidget(label(_("An empty field takes back what was said. Ctrl+Z undoes it for all of them."), "small",
                               wrap=True))  # fmt: skip
        layout.addStretch(1)
        layout.addLayout(_foot(self, self.save))
        self.resize(theme().px(480), self.sizeHint().height())


def _frame(dialog: QDialog, words: str) -> QVBoxLayout:
    px = theme().px
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(px(24), px(18), px(24), px(18))
    layout.setSpacing(px(8))
    layout.addWidget(label(words, "title", wrap=True))
    return layout


def _scrolling(grid: QGridLayout) -> QScrollArea:
    """The fields, on a screen too low for all of them as well."""
    inside = QWidget()
    grid.setContentsMargins(0, 0, theme().px(6), 0)
    inside.setLayout(grid)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setMinimumHeight(theme().px(80))
    scroll.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(inside)
    scroll.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    return scroll


def _foot(dialog: QDialog, go: QPushButton) -> QHBoxLayout:
    foot = QHBoxLayout()
    foot.addStretch(1)
    cancel = button(_("Cancel"), dialog.reject)
    for made in (cancel, go):
        made.setAutoDefault(False)
        foot.addWidget(made)
    return foot
