"""Build resources/fonts from Noto Sans, so that the same face stands on screen, in charts and in PDF.

Noto Sans has Cyrillic, the rouble sign and digits of one width, but no minus, no comparison signs and no
triangles, and a PDF has no fallback font. This script cuts Noto Sans down to what the program prints, draws
the missing signs in the weight of the face, takes the rest from Noto Sans Symbols 2 (same design, same
licence) and gives the result a name of its own: a system-wide Noto Sans can then never be taken for it.

Usage: python -m tools.fonts FOLDER-WITH-NOTO-TTF [OUT]   (Debian: fonts-noto-core and fonts-noto-extra)
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fontTools.pens.basePen import AbstractPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Debitorka Sans"
WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}
KEPT = [
    *range(0x20, 0x250),  # Latin
    *range(0x2B0, 0x2DE),
    *range(0x300, 0x370),  # combining accents
    *range(0x370, 0x400),  # Greek: sums and differences
    *range(0x400, 0x530),  # Cyrillic
    *range(0x2000, 0x2070),  # dashes, quotes, thin and narrow spaces
    *range(0x2070, 0x20C0),  # superscripts, currency signs
    *range(0x2100, 0x2160),  # the number sign and fractions
]
FROM_SYMBOLS = {"▲": 0.8, "▼": 0.8, "▾": 1.5, "▸": 1.5, "●": 0.68, "○": 0.68, "✓": 0.85, "⚠": 0.9}
COPYRIGHT = "Copyright 2015-2020 Google LLC. Changed for Debitorka: cut down, signs added, renamed."

Glyph = Any  # fontTools tables are made at run time and carry no types


class Signs:
    """Draws the missing signs from the strokes a face already has (its equals, greater, less and tilde)."""

    def __init__(self, font: TTFont) -> None:
        self.font = font
        self.glyphs: Any = font.getGlyphSet()
        self.cmap: dict[int, str] = font.getBestCmap()
        equals = self._box("=")
        self.left, self.right = equals[0], equals[2]
        self.middle = (equals[1] + equals[3]) // 2
        self.stroke = self._bar_height()
        self.width: int = font["hmtx"][self.cmap[ord("=")]][0]

    def draw_all(self) -> dict[str, tuple[Glyph, int]]:
        """Each sign with its outline and its advance width, in font units."""
        return {
            "−": self._minus(),
            "≥": self._compared(">"),
            "≤": self._compared("<"),
            "≈": self._approximately(),
            "≠": self._not_equal(),
            "→": self._arrow((1, 0, 0, 1), horizontal=True),
            "←": self._arrow((-1, 0, 0, -1), horizontal=True),
            "↑": self._arrow((0, 1, -1, 0), horizontal=False),
            "↓": self._arrow((0, -1, 1, 0), horizontal=False),
        }

    def _box(self, sign: str) -> tuple[int, int, int, int]:
        glyph = self.font["glyf"][self.cmap[ord(sign)]]
        return glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax

    def _bar_height(self) -> int:
        heights = sorted({y for _, y in self.font["glyf"][self.cmap[ord("=")]].coordinates})
        return int(heights[1] - heights[0])

    def _copy(self, sign: str, pen: TTGlyphPen, dy: int) -> None:
        self.glyphs[self.cmap[ord(sign)]].draw(TransformPen(pen, (1, 0, 0, 1, 0, dy)))

    @staticmethod
    def _polygon(pen: AbstractPen, points: Sequence[tuple[float, float]]) -> None:
        pen.moveTo(points[0])
        for point in points[1:]:
            pen.lineTo(point)
        pen.closePath()

    def _bar(self, pen: TTGlyphPen, bottom: int) -> None:
        top = bottom + self.stroke
        points = [
            (self.left, bottom),
            (self.left, top),
            (self.right, top),
            (self.right, bottom),
        ]
        self._polygon(pen, points)

    def _minus(self) -> tuple[Glyph, int]:
        pen = TTGlyphPen(None)
        self._bar(pen, self.middle - self.stroke // 2)
        return pen.glyph(), self.width

    def _compared(self, sign: str) -> tuple[Glyph, int]:
        pen = TTGlyphPen(None)
        self._copy(sign, pen, 0 - self._box(sign)[1] + self.stroke + 78)
        self._bar(pen, 0)
        return pen.glyph(), self.width

    def _approximately(self) -> tuple[Glyph, int]:
        pen = TTGlyphPen(None)
        for dy in (-self.stroke - 22, self.stroke + 22):
            self._copy("~", pen, dy)
        return pen.glyph(), self.width

    def _not_equal(self) -> tuple[Glyph, int]:
        pen = TTGlyphPen(None)
        self._copy("=", pen, 0)
        centre, half, lean, reach = self.width / 2, self.stroke * 0.55, 110, 270
        bottom, top = self.middle - reach, self.middle + reach
        slash = [
            (centre - lean - half, bottom),
            (centre + lean - half, top),
            (centre + lean + half, top),
            (centre - lean + half, bottom),
        ]
        self._polygon(pen, slash)
        return pen.glyph(), self.width

    def _arrow(self, turn: tuple[int, int, int, int], *, horizontal: bool) -> tuple[Glyph, int]:
        advance = 794 if horizontal else self.width
        pen = TTGlyphPen(None)
        turned = TransformPen(pen, (*turn, advance / 2, self.middle))
        half, reach, wing, thick = self.stroke / 2, 330, 200, self.stroke * 1.4
        shaft = [(-reach, -half), (-reach, half), (reach - thick / 2, half), (reach - thick / 2, -half)]
        head = [
            (reach, 0.0),
            (reach - wing, -wing),
            (reach - wing - thick / 2, -wing + thick / 2),
            (reach - thick, 0.0),
            (reach - wing - thick / 2, wing - thick / 2),
            (reach - wing, wing),
        ]
        self._polygon(turned, shaft)
        self._polygon(turned, head)
        return pen.glyph(), advance


def borrowed(symbols: TTFont, sign: str, scale: float, baseline: int) -> tuple[Glyph, int]:
    """A sign of the symbol font, scaled and centred on the height of the capitals' middle."""
    name = symbols.getBestCmap()[ord(sign)]
    recorded = DecomposingRecordingPen(symbols.getGlyphSet())
    symbols.getGlyphSet()[name].draw(recorded)
    outline = symbols["glyf"][name]
    middle = (outline.yMin + outline.yMax) / 2
    pen = TTGlyphPen(None)
    recorded.replay(TransformPen(pen, (scale, 0, 0, scale, 0, baseline - middle * scale)))
    return pen.glyph(), round(symbols["hmtx"][name][0] * scale)


def cut(font: TTFont) -> None:
    """Leave the scripts the program prints, kerning and accents; the digits stay tabular."""
    options = Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
    options.notdef_outline = True
    options.name_IDs = ["*"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=KEPT)
    subsetter.subset(font)


def add(font: TTFont, signs: dict[str, tuple[Glyph, int]]) -> None:
    """Put new glyphs into the font under their characters."""
    order = font.getGlyphOrder()
    tables = [table for table in font["cmap"].tables if table.isUnicode()]
    for sign, (glyph, width) in signs.items():
        name = f"uni{ord(sign):04X}"
        if name not in order:
            order.append(name)
        font["glyf"].glyphs[name] = glyph
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (width, glyph.xMin)
        for table in tables:
            table.cmap[ord(sign)] = name
    font.setGlyphOrder(order)
    font["glyf"].glyphOrder = order
    font["maxp"].numGlyphs = len(order)


def rename(font: TTFont, style: str) -> None:
    """Give the family its own name; SemiBold is a third weight of the same typographic family."""
    names = font["name"]
    base = style in {"Regular", "Bold"}
    values = {
        0: COPYRIGHT,
        1: FAMILY if base else f"{FAMILY} {style}",
        2: style if base else "Regular",
        3: f"1.0;{FAMILY.replace(' ', '')}-{style}",
        4: FAMILY if style == "Regular" else f"{FAMILY} {style}",
        6: f"{FAMILY.replace(' ', '')}-{style}",
        16: None if base else FAMILY,
        17: None if base else style,
    }
    for number, value in values.items():
        names.removeNames(nameID=number)
        if value is not None:
            names.setName(value, number, 3, 1, 0x409)
    for number in (7, 8, 9, 11, 12, 18, 21, 22, 25):
        names.removeNames(nameID=number)
    font["OS/2"].usWeightClass = WEIGHTS[style]


def build(source: Path, target: Path) -> None:
    """Write the three weights into the target folder."""
    symbols = TTFont(source / "NotoSansSymbols2-Regular.ttf")
    for style in WEIGHTS:
        font = TTFont(source / f"NotoSans-{style}.ttf", recalcTimestamp=False)
        cut(font)
        drawn = Signs(font).draw_all()
        capitals = font["OS/2"].sCapHeight // 2
        add(font, drawn | {sign: borrowed(symbols, sign, k, capitals) for sign, k in FROM_SYMBOLS.items()})
        rename(font, style)
        font.save(target / f"{FAMILY.replace(' ', '')}-{style}.ttf")


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "resources/fonts"))
