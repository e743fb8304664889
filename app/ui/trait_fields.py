"""Fields in which a person says what a client is: one for each trait, with what is offered and what is derived."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from app import formats
from app.domain.traits import Definition, Origin, Trait, TraitValue, ValueKind, word
from app.i18n import _
from app.ui.theme import theme

_SHOWN = 14


class ChoiceField(QComboBox):
    """One of the offered values, or nothing said."""

    def __init__(self, definition: Definition, derived: TraitValue | None) -> None:
        super().__init__()
        self.setAccessibleName(definition.title)
        self.addItem(origin_words(derived) or _("not said"), "")
        for value, shown in definition.offered:
            self.addItem(shown, value)

    def load(self, value: str) -> None:
        """Show a stored value."""
        index = self.findData(value)
        if index < 0:  # of a newer program
            self.addItem(value, value)
            index = self.count() - 1
        self.setCurrentIndex(index)

    def written(self) -> str:
        """What is chosen, as stored; empty for nothing."""
        return str(self.currentData() or "")


class WordsField(QComboBox):
    """Free words, completed by those in use."""

    def __init__(self, definition: Definition, derived: TraitValue | None, values: Sequence[str]) -> None:
        super().__init__()
        self._trait = definition.trait
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(_SHOWN)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setAccessibleName(definition.title)
        self.addItems([word(definition.trait, value) for value in values])
        completer = self.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        edit = self.lineEdit()
        if edit is not None:
            edit.setPlaceholderText(origin_words(derived) or _("not said"))
        self.load("")

    def load(self, value: str) -> None:
        """Show a stored value."""
        self.setCurrentIndex(-1)
        self.setEditText(word(self._trait, value) if value else "")

    def written(self) -> str:
        """What is typed."""
        return self.currentText().strip()


class SumField(QLineEdit):
    """A sum in roubles."""

    def __init__(self, definition: Definition, derived: TraitValue | None) -> None:
        super().__init__()
        self.setAccessibleName(definition.title)
        self.setPlaceholderText(origin_words(derived) or _("not said"))

    def load(self, value: str) -> None:
        """Show a stored value."""
        self.setText(formats.money(int(value)) if value.isdecimal() else value)

    def written(self) -> str:
        """What is typed."""
        return self.text().strip()


Field = ChoiceField | WordsField | SumField


def field_of(definition: Definition, values: Sequence[str], derived: TraitValue | None = None) -> Field:
    """The field of a trait; ``values`` are stored values to offer."""
    made: Field
    if definition.kind is ValueKind.CHOICE:
        made = ChoiceField(definition, derived)
    elif definition.kind is ValueKind.MONEY:
        made = SumField(definition, derived)
    else:
        made = WordsField(definition, derived, values)
    _widen(made)
    return made


def when_changed(field: Field, act: Callable[[], object]) -> None:
    """Call ``act`` whenever something else stands in the field."""
    if isinstance(field, ChoiceField):
        field.currentIndexChanged.connect(lambda _index: act())
    elif isinstance(field, WordsField):
        field.editTextChanged.connect(lambda _text: act())
    else:
        field.textChanged.connect(lambda _text: act())


def hint_of(trait: Trait) -> str:
    """A word of explanation under a field; empty for most."""
    if trait is Trait.HOLDING:
        return _("Clients of one name of the group are summed together.")
    return ""


def origin_words(derived: TraitValue | None) -> str:
    """``ООО: по названию`` for what holds while nothing is said; empty when nothing is derived."""
    if derived is None:
        return ""
    source = _("by the name") if derived.origin is Origin.NAME else _("by bookkeeping's report")
    return f"{derived.text} ({source})"


def _widen(widget: QWidget) -> None:
    widget.setMinimumWidth(theme().px(300))
