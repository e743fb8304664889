"""A small dialog of a few typed lines: days as «пт», sums as «200 тыс», Enter saves, Esc leaves.

What was understood stands beside the field at once; a refusal of the ledger is said and everything typed stays.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app import formats
from app.domain.money import BadValue
from app.errors import AppError
from app.i18n import _
from app.ui.controls import button, label
from app.ui.messages import show_error
from app.ui.theme import theme
from app.ui.typed import parse_day, parse_sum, weekday


class Ask(Enum):
    """What a line holds."""

    TEXT = "text"
    DAY = "day"
    SUM = "sum"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the form. ``offered``: (value, words) of a choice, or suggestions of a text; ``needed``: refused when
    empty; ``value``: what stands there at first (a day, kopecks, a text, or the value of a choice)."""

    key: str
    title: str
    kind: Ask = Ask.TEXT
    offered: Sequence[tuple[Any, str]] = ()
    needed: bool = False
    value: Any = None
    hint: str = ""


class QuickForm(QDialog):
    """Fill, then ``save(values)`` is called with the values by key; the form closes when it returns."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        subject: str,
        lines: Sequence[Line],
        save: Callable[[dict[str, Any]], object],
        *,
        today: date,
        action: str = "",
        note: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(theme().px(480))
        self._lines, self._save, self._today = tuple(lines), save, today
        self.fields: dict[str, QWidget] = {line.key: self._field(line) for line in lines}
        self.hints: dict[str, QLabel] = {line.key: label("", "muted") for line in lines}
        self._fault = label("", "error", wrap=True)
        self._ok = button(action or _("Save"), self.accept, "accent")
        self._ok.setDefault(True)
        self._build(title, subject, note)
        for line in self._lines:
            field = self.fields[line.key]
            if isinstance(field, QLineEdit):
                field.textChanged.connect(lambda _text: self._check())
        self._check()
        if self._lines:
            self.fields[self._lines[0].key].setFocus()

    def ask(self) -> bool:
        """Show it; whether it was saved."""
        agreed = self.exec() == QDialog.DialogCode.Accepted
        self.deleteLater()
        return agreed

    def values(self) -> dict[str, Any]:
        """What is typed, by key. Raises ``BadValue`` in words when a line cannot be understood or is missing."""
        out = {}
        for line in self._lines:
            value = self._value(line)
            if line.needed and value in (None, ""):
                raise BadValue(_("fill in: {field}").format(field=line.title.lower()))
            out[line.key] = value
        return out

    def fault(self) -> str:
        """What is wrong now, in words."""
        return self._fault.text()

    def accept(self) -> None:
        """Enter and the button."""
        try:
            values = self.values()
        except BadValue as error:
            self._tell(str(error))
            return
        try:
            self._save(values)
        except AppError as error:
            show_error(self, error)
            return
        super().accept()

    def _field(self, line: Line) -> QWidget:
        if line.kind is Ask.CHOICE or (line.kind is Ask.TEXT and line.offered):
            out = QComboBox()
            for value, words in line.offered:
                out.addItem(words, value)
            if line.kind is Ask.TEXT:
                out.setEditable(True)
                out.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
                out.setEditText(str(line.value or ""))
                completer = out.completer()
                if completer is not None:
                    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            elif line.value is not None:
                out.setCurrentIndex(max(0, out.findData(line.value)))
            out.setAccessibleName(line.title)
            return out
        text = QLineEdit()
        text.setAccessibleName(line.title)
        shown = {Ask.DAY: _("25.11, +3, fri"), Ask.SUM: _("200 k")}
        text.setPlaceholderText(line.hint or shown.get(line.kind, ""))
        if isinstance(line.value, date):
            text.setText(formats.day(line.value))
        elif line.kind is Ask.SUM and line.value:
            text.setText(formats.money(line.value))
        elif line.value:
            text.setText(str(line.value))
        return text

    def _value(self, line: Line) -> Any:  # noqa: ANN401 - a day, kopecks, a text or the value of a choice
        field = self.fields[line.key]
        if isinstance(field, QComboBox):
            return field.currentText().strip() if field.isEditable() else field.currentData()
        if not isinstance(field, QLineEdit):
            return None
        if line.kind is Ask.DAY:
            return parse_day(field.text(), self._today)
        if line.kind is Ask.SUM:
            return parse_sum(field.text())
        return field.text().strip()

    def _build(self, title: str, subject: str, note: str) -> None:
        px = theme().px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(8))
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(2, px(110))
        for number, line in enumerate(self._lines):
            told = line.kind in (Ask.DAY, Ask.SUM)
            grid.addWidget(label(line.title, "muted"), number, 0)
            grid.addWidget(self.fields[line.key], number, 1, 1, 1 if told else 2)
            if told:
                grid.addWidget(self.hints[line.key], number, 2)
        foot = QHBoxLayout()
        foot.addWidget(label(_("Enter saves, Esc cancels"), "small"), 1)
        foot.addWidget(button(_("Cancel"), self.reject))
        foot.addWidget(self._ok)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(16), px(20), px(16))
        layout.setSpacing(px(12))
        layout.addWidget(label(title, "title", wrap=True))
        if subject:
            layout.addWidget(label(subject, "muted", wrap=True))
        layout.addLayout(grid)
        if note:
            layout.addWidget(label(note, "small", wrap=True))
        layout.addWidget(self._fault)
        layout.addLayout(foot)

    def _check(self) -> None:
        """Say beside each line what was understood, or below what was not."""
        fault = ""
        for line in self._lines:
            words = ""
            try:
                value = self._value(line)
            except BadValue as error:
                fault = fault or f"{line.title}: {error}"
            else:
                if line.kind is Ask.DAY and isinstance(value, date):
                    words = f"{weekday(value)}, {formats.day(value)}"
                elif line.kind is Ask.SUM and value:
                    words = formats.money_sign(value)
            self.hints[line.key].setText(words)
        self._tell(fault)

    def _tell(self, fault: str) -> None:
        self._fault.setText(fault[:1].upper() + fault[1:])
        self._fault.setVisible(bool(fault))
