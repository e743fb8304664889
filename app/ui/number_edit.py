"""A field for a small whole number: typed, or moved with the up and down keys."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QIntValidator, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.theme import theme


class NumberEdit(QLineEdit):
    """``changed(value)`` fires whenever the number is another one; an empty field is the least number."""

    changed = Signal(int)

    def __init__(self, least: int, most: int, value: int, parent: QWidget | None = None) -> None:
        super().__init__(str(value), parent)
        self._least, self._most, self._last = least, most, value
        self.setValidator(QIntValidator(0, most, self))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFixedWidth(theme().px(64))
        self.textChanged.connect(self._tell)

    def value(self) -> int:
        """The number in the field, kept within its bounds."""
        text = self.text()
        return max(self._least, min(self._most, int(text))) if text.isdecimal() else self._least

    def set_value(self, value: int) -> None:
        """Put a number in the field."""
        self.setText(str(max(self._least, min(self._most, value))))

    def _tell(self, _text: str) -> None:
        if self.value() != self._last:
            self._last = self.value()
            self.changed.emit(self._last)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down move by one."""
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.set_value(self.value() + step)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What is left in the field is a number within its bounds."""
        self.setText(str(self.value()))
        super().focusOutEvent(event)
