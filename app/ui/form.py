"""A small form: named fields one under another, words of what is wrong, «Сохранить» that waits until it is right."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app import formats
from app.domain.money import BadValue, Kopecks
from app.errors import AppError
from app.i18n import _
from app.ui.controls import button, label
from app.ui.number_edit import NumberEdit
from app.ui.theme import theme
from app.ui.typed import parse_day, parse_sum

W = TypeVar("W", bound=QWidget)


class DayEdit(QLineEdit):
    """A day as people type it; leaving the field turns it into a full date."""

    def __init__(self, today: date, day: date | None = None, name: str = "") -> None:
        super().__init__("" if day is None else formats.day(day))
        self._today, self._name = today, name
        self.setPlaceholderText(_("25.11, +3, fri"))

    def day(self) -> date | None:
        """The day, None for an empty field. Raises ``BadValue`` in words."""
        return parse_day(self.text(), self._today)

    def needed(self) -> date:
        """The day. Raises ``BadValue`` for an empty field too."""
        found = self.day()
        if found is None:
            raise BadValue(_("name the day"))
        return found

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was understood stands in the field."""
        try:
            found = self.day()
        except BadValue:
            found = None
        if found is not None:
            self.setText(formats.day(found))
        super().focusOutEvent(event)


class SumEdit(QLineEdit):
    """A sum of roubles as people type it."""

    def __init__(self, amount: Kopecks | None = None) -> None:
        super().__init__("" if not amount else formats.money(amount))
        self.setPlaceholderText(_("e.g. 200 k or 1 250,50"))

    def amount(self) -> Kopecks | None:
        """The sum, None for an empty field. Raises ``BadValue`` in words."""
        return parse_sum(self.text())

    def needed(self) -> Kopecks:
        """The sum. Raises ``BadValue`` for an empty field too."""
        found = self.amount()
        if found is None:
            raise BadValue(_("name the sum"))
        return found


class Choice(QComboBox):
    """One of (word, value)."""

    def __init__(self, offered: Iterable[tuple[str, Any]], chosen: object = None) -> None:
        super().__init__()
        self._values: list[Any] = []
        for text, value in offered:
            self.addItem(text)
            self._values.append(value)
        self.choose(chosen)

    def value(self) -> Any:  # noqa: ANN401 - whatever was offered
        """What is chosen."""
        return self._values[self.currentIndex()]

    def choose(self, value: object) -> None:
        """Turn to a value, if it is offered."""
        if value in self._values:
            self.setCurrentIndex(self._values.index(value))


class Words(QComboBox):
    """Free words with those in use offered."""

    def __init__(self, offered: Iterable[str], text: str = "") -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.addItems(list(dict.fromkeys(offered)))
        self.setEditText(text)

    def text(self) -> str:
        """What is typed."""
        return self.currentText().strip()


def line(text: str = "", hint: str = "") -> QLineEdit:
    """A field of one line."""
    out = QLineEdit(text)
    out.setPlaceholderText(hint)
    out.setMaxLength(1000)
    return out


class Form(QDialog):
    """Fill ``fields``, set ``save``; ``ask()`` is True when it was saved. An error of ``save`` (``AppError`` or
    ``BadValue``) is told under the fields and nothing typed is lost."""

    def __init__(self, parent: QWidget, title: str, heading: str = "", note: str = "", action: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.fields: dict[str, QWidget] = {}
        self._hints: dict[str, QLabel] = {}
        self.save: Callable[[], object] = lambda: None
        px = theme().px
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(6))
        self._grid.setColumnStretch(1, 1)
        self._fault = label("", "error", wrap=True)
        self._fault.setVisible(False)
        self._note = label(note, "small", wrap=True)
        self._note.setVisible(bool(note))
        self.go = button(action or _("Save"), self.accept, "accent")
        self.go.setDefault(True)
        self._build(heading or title)

    def add(self, key: str, name: str, field: W, hint: str = "") -> W:
        """Put a field under the last one; ``hint`` stands small below it."""
        row = self._grid.rowCount()
        words = label(name, "muted")
        words.setBuddy(field)
        field.setAccessibleName(name)
        if isinstance(field, QLineEdit | QComboBox) and not isinstance(field, NumberEdit):
            field.setMinimumWidth(theme().px(260))
        high = isinstance(field, QAbstractScrollArea)
        side = Qt.AlignmentFlag.AlignTop if high else Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(words, row, 0, side | Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(field, row, 1)
        if hint:
            self._hints[key] = label(hint, "small", wrap=True)
            self._grid.addWidget(self._hints[key], row + 1, 1)
        if not self.fields:
            field.setFocus()
        self.fields[key] = field
        return field

    def hint(self, key: str) -> QLabel:
        """The small words below a field that was given some: they may follow what is typed."""
        return self._hints[key]

    def show_row(self, key: str, shown: bool) -> None:
        """Show or hide a field with its name."""
        field = self.fields[key]
        row = self._grid.getItemPosition(self._grid.indexOf(field))[0]  # type: ignore[index]  # a tuple, the stub lies
        item = self._grid.itemAtPosition(row, 0)
        words = item.widget() if item is not None else None
        for widget in (field, words):
            if widget is not None:
                widget.setVisible(shown)

    def fault(self) -> str:
        """What is wrong, in words."""
        return self._fault.text()

    def ask(self) -> bool:
        """Show it; whether it was saved."""
        saved = self.exec() == QDialog.DialogCode.Accepted
        self.deleteLater()
        return saved

    def accept(self) -> None:
        """Enter and «Сохранить»."""
        try:
            self.save()
        except AppError as error:
            self._tell(f"{error.text} {error.hint}".strip())
        except BadValue as error:
            text = str(error)
            self._tell(text[:1].upper() + text[1:])
        else:
            super().accept()

    def _tell(self, text: str) -> None:
        self._fault.setText(text)
        self._fault.setVisible(True)

    def _build(self, heading: str) -> None:
        px = theme().px
        foot = QHBoxLayout()
        foot.addStretch(1)
        cancel = button(_("Cancel"), self.reject)
        cancel.setAutoDefault(False)
        foot.addWidget(cancel)
        foot.addWidget(self.go)
        inside = QWidget()
        inside.setLayout(self._grid)
        self._grid.setContentsMargins(0, 0, px(6), 0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._scroll.setWidget(inside)
        self._scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(22), px(16), px(22), px(16))
        layout.setSpacing(px(10))
        layout.addWidget(label(heading, "title", wrap=True))
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self._note)
        layout.addWidget(self._fault)
        layout.addLayout(foot)

    def exec(self) -> int:
        """Fitted to its fields."""
        self.fit()
        return super().exec()

    def fit(self) -> None:
        """As wide and as high as its fields, or as the screen allows; then they scroll, but never sideways."""
        px = theme().px
        margins = self.contentsMargins().left() + self.contentsMargins().right()
        layout = self.layout()
        if layout is not None:
            margins += layout.contentsMargins().left() + layout.contentsMargins().right()
        wide = max(px(560), self._grid.minimumSize().width() + margins + px(4))
        high = self.sizeHint().height() + self._grid.heightForWidth(wide - margins) + px(8)
        self.resize(wide, min(high, self.screen().availableGeometry().height() - px(48)))
