"""A short word at the bottom of the window that goes by itself: «Звонок записан. Отменить»."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.ui.controls import button, label
from app.ui.theme import theme

_STAYS_MS = 8000


class Toast(QFrame):
    """One toast at a time over its parent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        px = theme().px
        self.setProperty("role", "toast")
        self._action: Callable[[], object] | None = None
        self._text = label()
        self._button = button("", self._act, "toast")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(16), px(10), px(12), px(10))
        layout.setSpacing(px(12))
        layout.addWidget(self._text)
        layout.addWidget(self._button)
        self._timer = QTimer(self, singleShot=True, interval=_STAYS_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, text: str, action: str = "", on_action: Callable[[], object] | None = None) -> None:
        """Show a word, with a button when there is something to do about it."""
        self._text.setText(text)
        self._action = on_action
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._timer.start()

    def text(self) -> str:
        """The word on screen; empty when there is none."""
        return self._text.text() if self.isVisible() else ""

    def place(self) -> None:
        """Middle of the lower edge, where the status line is empty."""
        parent = self.parentWidget()
        if parent is None:
            return
        room = parent.rect()
        self.move((room.width() - self.width()) // 2, room.height() - self.height() - theme().px(6))

    def _act(self) -> None:
        self.hide()
        if self._action is not None:
            self._action()
