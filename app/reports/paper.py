"""Sheets of paper: a reportlab canvas that runs nobody's settings, our embedded face, measuring and wrapping.

Text is drawn as strings, never parsed as markup, so outside words cannot become tags; what does not fit is cut
with an ellipsis, so a layout cannot fail.
"""

import sys
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any, BinaryIO

from app.i18n import LANG
from app.paths import resource
from app.reports.safe_text import for_paper

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

REGULAR, SEMIBOLD = "Debitorka", "Debitorka-SemiBold"
_FILES = {REGULAR: "DebitorkaSans-Regular.ttf", SEMIBOLD: "DebitorkaSans-SemiBold.ttf"}
_SETTINGS = ("reportlab_settings", "reportlab.local_rl_settings")

MM = 72 / 25.4
"""Points in a millimetre."""

LEADING = 1.28
"""Distance of lines, of the font's size."""

ELLIPSIS = "\u2026"

ASCENT = 0.96
"""From the top of a line to its base line, of the font's size: centres digits between hairlines."""


@dataclass(frozen=True, slots=True)
class Face:
    """Widths of one font: thousandths of its size by code point."""

    widths: dict[int, float]
    glyphs: frozenset[int]


@cache
def _prepared() -> dict[str, Face]:
    """Load reportlab without the settings files it would execute, and register our fonts.

    On import reportlab executes ``reportlab_settings`` from anywhere on the path or ``~/.reportlab_settings``
    from the home folder. An empty module of ours takes that place; what untrusted text could reach (remote
    images, expressions as colours) is switched off as well.
    """
    for name in _SETTINGS:
        sys.modules.setdefault(name, ModuleType(name))
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    settings: Any = rl_config
    settings.trustedSchemes, settings.trustedHosts = [], []
    settings.toColorCanUse = None
    settings.useA85 = 0
    faces = {}
    for name, file in _FILES.items():
        font = TTFont(name, str(resource("fonts", file)))
        pdfmetrics.registerFont(font)
        widths = dict(font.face.charWidths)
        faces[name] = Face(widths, frozenset(widths))
    return faces


def canvas(file: BinaryIO, title: str, author: str) -> "Canvas":
    """A canvas that writes into ``file``. Close it with ``save()``."""
    faces = _prepared()
    from reportlab.pdfgen.canvas import Canvas

    first: Any = REGULAR  # the stubs take it for a number
    sheet = Canvas(file, pageCompression=1, initialFontName=first, lang=LANG)
    glyphs = faces[REGULAR].glyphs
    sheet.setTitle(for_paper(title, glyphs))
    sheet.setAuthor(for_paper(author, glyphs))
    sheet.setCreator("Debitorka")
    return sheet


def clean(text: str) -> str:
    """Outside text as it can be drawn by our face."""
    return for_paper(text, _prepared()[REGULAR].glyphs)


def width_of(text: str, size: float, font: str = REGULAR) -> float:
    """Points a line takes."""
    widths = _prepared()[font].widths
    return sum(widths.get(ord(char), 600.0) for char in text) * size / 1000


def wrap(text: str, width: float, size: float, font: str = REGULAR, most: int = 2) -> list[str]:
    """At most ``most`` lines no wider than ``width``; the last ends with an ellipsis when something is cut."""
    if width_of(text, size, font) <= width:
        return [text]
    lines: list[str] = []
    rest = text.split(" ")
    while rest and len(lines) < most:
        line, rest = _next_line(rest, width, size, font)
        lines.append(line)
    if rest:
        lines[-1] = cut(f"{lines[-1]} {rest[0]}", width, size, font, force=True)
    return lines


def _next_line(words: list[str], width: float, size: float, font: str) -> tuple[str, list[str]]:
    """As many words as fit; a word too long for a line of its own is broken."""
    line = words[0]
    if width_of(line, size, font) > width:
        head = fitting(line, width, size, font)
        return line[:head], [line[head:], *words[1:]]
    taken = 1
    while taken < len(words) and width_of(f"{line} {words[taken]}", size, font) <= width:
        line = f"{line} {words[taken]}"
        taken += 1
    return line, words[taken:]


def fitting(text: str, width: float, size: float, font: str) -> int:
    """How many first letters fit; at least one, so that wrapping ends."""
    widths = _prepared()[font].widths
    used, room = 0.0, width * 1000 / size
    for number, char in enumerate(text):
        used += widths.get(ord(char), 600.0)
        if used > room:
            return max(number, 1)
    return len(text)


def cut(text: str, width: float, size: float, font: str = REGULAR, *, force: bool = False) -> str:
    """One line; cut with an ellipsis when too long (``force``: the ellipsis stands in any case)."""
    if not force and width_of(text, size, font) <= width:
        return text
    room = width - width_of(ELLIPSIS, size, font)
    return text[: fitting(text, max(room, 0.0), size, font)].rstrip() + ELLIPSIS


def draw_lines(
    sheet: "Canvas",
    lines: list[str],
    place: tuple[float, float],
    size: float,
    colour: str,
    font: str = REGULAR,
    *,
    right: bool = False,
) -> None:
    """Lines below ``place`` (x, top); x is the right edge when ``right``."""
    x, top = place
    sheet.setFont(font, size)
    fill(sheet, colour)
    base = top - ASCENT * size
    for line in lines:
        if right:
            sheet.drawRightString(x, base, line)
        else:
            sheet.drawString(x, base, line)
        base -= LEADING * size


def fill(sheet: "Canvas", colour: str) -> None:
    """Colour of what is filled, ``#rrggbb``."""
    sheet.setFillColorRGB(*rgb(colour))


def stroke(sheet: "Canvas", colour: str, thickness: float) -> None:
    """Colour and thickness (points) of lines."""
    sheet.setStrokeColorRGB(*rgb(colour))
    sheet.setLineWidth(thickness)


@cache
def rgb(colour: str) -> tuple[float, float, float]:
    """``#rrggbb`` as fractions."""
    digits = colour.lstrip("#")
    return int(digits[0:2], 16) / 255, int(digits[2:4], 16) / 255, int(digits[4:6], 16) / 255
