"""Small pieces every page is made of: labels that never read markup, buttons, panels, chips."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QWidget

from app.reports.table import Tone
from app.ui.theme import icon, theme


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """A plain-text label. Roles: muted, strong, title, figure, small, error, kept."""
    out = QLabel()
    out.setTextFormat(Qt.TextFormat.PlainText)
    out.setText(text)
    out.setWordWrap(wrap)
    if role:
        out.setProperty("role", role)
    return out


def button(text: str, action: Callable[[], object] | None = None, role: str = "", picture: str = "") -> QPushButton:
    """A button. Roles: accent (the one main action), flat, link, choice (checkable)."""
    out = QPushButton(text)
    if role:
        out.setProperty("role", role)
        out.setCheckable(role in ("choice", "tab"))
    if picture:
        out.setIcon(icon(picture, "on_accent" if role == "accent" else "ink"))
    if action is not None:
        out.clicked.connect(lambda _checked=False: action())
    out.setCursor(Qt.CursorShape.PointingHandCursor)
    return out


def fit(window: QWidget, width: int, height: int) -> None:
    """Make a window this large, in pixels of the design, or as large as the screen allows."""
    room = window.screen().availableGeometry()
    px = theme().px
    window.resize(min(px(width), room.width() - px(24)), min(px(height), room.height() - px(48)))


def panel(role: str = "panel") -> QFrame:
    """A white panel with a hairline and round corners. Roles: panel, strip, bar, status, line."""
    out = QFrame()
    out.setProperty("role", role)
    return out


def say(widget: QWidget, role: str) -> None:
    """Give a widget another look while it lives."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class Elided(QLabel):
    """A plain label that ends in «…» instead of pushing its neighbours; the tooltip holds the whole."""

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if role:
            self.setProperty("role", role)
        self._whole = ""
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show this text, cut to the room there is."""
        self._whole = text
        self.setAccessibleName(text)
        self._cut()
        self.updateGeometry()

    def whole(self) -> str:
        """The text without cutting."""
        return self._whole

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._whole) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        self.ensurePolished()
        cut = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        self.setText(cut)
        self.setToolTip(plain_tip(self._whole) if cut != self._whole else "")


class Chip(QWidget):
    """A word on a soft fill: «красная зона, 84 дня»."""

    def __init__(self, text: str = "", tone: Tone = Tone.NONE) -> None:
        super().__init__()
        self._text, self._tone = text, tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def show_word(self, text: str, tone: Tone) -> None:
        """Another word; an empty one hides the chip."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The word shown."""
        return self._text

    def sizeHint(self) -> QSize:
        look = theme()
        width = QFontMetrics(look.font(12)).horizontalAdvance(self._text)
        return QSize(width + 2 * look.px(8), look.px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        paint = look.paint(self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(paint.fill if paint.fill is not None else look.colour("ground"))
        painter.drawRoundedRect(QRectF(self.rect()), look.px(4), look.px(4))
        painter.setPen(paint.ink)
        painter.setFont(look.font(12))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._text)


def plain_tip(text: str) -> str:
    """A tooltip that Qt cannot take for markup."""
    import html

    return f"<span>{html.escape(text)}</span>" if text else ""
