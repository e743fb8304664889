"""Colours, fonts and sizes of the window by meaning; the one place that knows a colour.

Fusion wears our own light and dark palettes and one style sheet made of tokens. Sizes grow with the system's
font: ``px(30)`` is 30 pixels for a 13-pixel body text. Screens of 200 % are Qt's own business.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QStyleFactory

from app import paths
from app.domain.aging import Zone
from app.reports.table import ZONE_TONE, Tone
from app.ui.stylesheet import style_sheet
from app.ui.tokens import DARK, LIGHT, Tokens

FAMILY = "Debitorka Sans"
BODY_PX = 13
# The system's own text at 100 %: 9 pt on Windows, about 10 pt elsewhere.
SYSTEM_PX = 12.0 if sys.platform == "win32" else 13.4


class Mode(StrEnum):
    """Which palette the person wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Paint:
    """A tone on this screen: ``fill`` None means that only the ink tells."""

    fill: QColor | None
    ink: QColor


class Theme(QObject):
    """The look in force. ``changed`` fires when colours change; widgets that paint themselves listen."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._mode = Mode.SYSTEM
        self._zones: tuple[tuple[Zone, str], ...] = ()
        system_px = QFontInfo(app.font()).pixelSize()
        self.scale = max(1.0, system_px / SYSTEM_PX)
        _load_fonts()
        style = QStyleFactory.create("Fusion")
        app.setStyle(style)
        app.setFont(self.font())
        self.tokens = LIGHT
        self._paints: dict[Tone, Paint] = {}
        self._dress()
        app.styleHints().colorSchemeChanged.connect(self._dress)

    @property
    def mode(self) -> Mode:
        """What the person chose."""
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        """Follow the system, or be light or dark whatever it says."""
        if mode is self._mode:
            return
        self._mode = mode
        hints = self._app.styleHints()
        if mode is Mode.SYSTEM:
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(Qt.ColorScheme.Dark if mode is Mode.DARK else Qt.ColorScheme.Light)
        self._dress()

    @property
    def dark(self) -> bool:
        """True while the dark palette is worn."""
        return self.tokens is DARK

    def set_zone_colours(self, colours: Iterable[tuple[Zone, str]]) -> None:
        """Colours of the zones from the book's rules; a zone without one keeps the theme's."""
        wanted = tuple(colours)
        if wanted != self._zones:
            self._zones = wanted
            self._dress()

    def paint(self, tone: Tone) -> Paint:
        """Fill and ink of a tone."""
        return self._paints[tone]

    def colour(self, name: str) -> QColor:
        """A token as a colour: ``theme().colour("accent")``."""
        return QColor(getattr(self.tokens, name))

    def px(self, size: float) -> int:
        """Pixels of a size drawn for a 13-pixel text."""
        return max(1, round(size * self.scale))

    def font(self, size: int = BODY_PX, *, bold: bool = False) -> QFont:
        """Our face; ``bold`` is semibold, the second of the two weights."""
        font = QFont(FAMILY)
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font

    def _dress(self) -> None:
        system_dark = self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        dark = self._mode is Mode.DARK or (self._mode is Mode.SYSTEM and system_dark)
        self.tokens = DARK if dark else LIGHT
        self._paints = _paints(self.tokens, self._zones)
        _icon.cache_clear()
        self._app.setPalette(_palette(self.tokens))
        self._app.setStyleSheet(style_sheet(self.tokens, self.px))
        self.changed.emit()


_installed: list[Theme] = []


def theme() -> Theme:
    """The theme of the running application, dressed at first use."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("the theme needs a QApplication")
    if not _installed or _installed[0].parent() is not app:
        _installed[:] = [Theme(app)]
    return _installed[0]


def icon(name: str, colour: str = "ink") -> QIcon:
    """The icon of a meaning (a file of ``resources/icons``) in a token's colour."""
    return _icon(name, getattr(theme().tokens, colour))


@cache
def _icon(name: str, colour: str) -> QIcon:
    from PySide6.QtSvg import QSvgRenderer

    drawing = paths.resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(drawing.replace("currentColor", colour).encode())
    out = QIcon()
    for side in (16, 20, 32, 40, 64):
        pixmap = QPixmap(QSize(side, side))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        out.addPixmap(pixmap)
    return out


def _load_fonts() -> None:
    for weight in ("Regular", "SemiBold", "Bold"):
        path = paths.resource("fonts", f"DebitorkaSans-{weight}.ttf")
        if path.exists():
            QFontDatabase.addApplicationFont(str(path))


def _paints(tokens: Tokens, zones: Iterable[tuple[Zone, str]]) -> dict[Tone, Paint]:
    ink, muted = QColor(tokens.ink), QColor(tokens.muted)
    red = Paint(QColor(tokens.red), QColor(tokens.red_ink))
    paints = {
        Tone.NONE: Paint(None, ink),
        Tone.GREY: Paint(QColor(tokens.grey), QColor(tokens.grey_ink)),
        Tone.YELLOW: Paint(QColor(tokens.yellow), QColor(tokens.yellow_ink)),
        Tone.RED: red,
        Tone.KEPT: Paint(None, QColor(tokens.kept)),
        Tone.BROKEN: red,
        Tone.MUTED: Paint(None, muted),
    }
    for zone, colour in zones:
        fill = QColor(colour)
        if colour and fill.isValid() and zone is not Zone.NONE:
            paints[ZONE_TONE[zone]] = Paint(fill, _ink_on(fill))
    return paints


def _ink_on(fill: QColor) -> QColor:
    """Ink of the same hue that can be read on a colour somebody chose."""
    light = fill.lightnessF() > 0.5
    return QColor.fromHsl(max(fill.hslHue(), 0), min(fill.hslSaturation(), 200), 45 if light else 225)


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for key, colour in (
        (role.Window, tokens.ground),
        (role.WindowText, tokens.ink),
        (role.Base, tokens.panel),
        (role.AlternateBase, tokens.ground),
        (role.Text, tokens.ink),
        (role.PlaceholderText, tokens.muted),
        (role.Button, tokens.panel),
        (role.ButtonText, tokens.ink),
        (role.BrightText, tokens.red_ink),
        (role.Highlight, tokens.accent),
        (role.HighlightedText, tokens.on_accent),
        (role.Link, tokens.accent),
        (role.ToolTipBase, tokens.panel),
        (role.ToolTipText, tokens.ink),
        (role.Light, tokens.panel),
        (role.Midlight, tokens.ground),
        (role.Mid, tokens.line),
        (role.Dark, tokens.muted),
        (role.Shadow, tokens.line),
        (role.Accent, tokens.accent),
    ):
        palette.setColor(key, QColor(colour))
    for key in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, QColor(tokens.muted))
    return palette
