"""A soft yellow strip: something to know or to answer before going on."""

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from app.reports.table import Tone
from app.ui.choice import choice
from app.ui.controls import label
from app.ui.theme import theme


class Notice(QWidget):
    """Words, and under them buttons of which none is pressed at first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        px = theme().px
        self._words = label("", "strong", wrap=True)
        self._answers = QHBoxLayout()
        self._answers.setSpacing(px(8))
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(14), px(10), px(14), px(10))
        layout.setSpacing(px(8))
        layout.addWidget(self._words)
        layout.addLayout(self._answers)
        theme().changed.connect(self._dress)
        self._dress()

    def text(self) -> str:
        """The words shown."""
        return self._words.text()

    def say(self, text: str) -> None:
        """Show these words; none hides the strip."""
        self._words.setText(text)
        self.setVisible(bool(text))

    def offer(self, options: tuple[str, ...], act: Callable[[], object]) -> None:
        """Offer answers; ``act`` is called whenever one is pressed."""
        for words in options:
            self._answers.addWidget(choice(self._group, words, act))
        self._answers.addStretch(1)
        self.setFocusProxy(self._group.buttons()[0])

    def offer_again(self, options: tuple[str, ...]) -> None:
        """The same answers in other words."""
        for made, words in zip(self._group.buttons(), options, strict=True):
            made.setText(words)

    def add(self, widget: QWidget) -> None:
        """A button of its own under the words."""
        self._answers.addWidget(widget)
        self._answers.addStretch(1)
        self.setFocusProxy(widget)

    def forget(self) -> None:
        """Nothing is pressed any more."""
        self._group.setExclusive(False)
        for made in self._group.buttons():
            made.setChecked(False)
        self._group.setExclusive(True)

    def press(self, number: int) -> None:
        """Answer as a click would."""
        self._group.buttons()[number].click()

    def answer(self) -> int | None:
        """Which of the options is pressed."""
        pressed = self._group.checkedButton()
        return self._group.buttons().index(pressed) if pressed is not None else None

    def _dress(self) -> None:
        self._words.setStyleSheet(f"color: {theme().colour('yellow_ink').name()}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(look.colour("yellow"))
        painter.setBrush(look.colour(Tone.YELLOW.value))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), look.px(8), look.px(8))
