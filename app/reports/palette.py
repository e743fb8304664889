"""Colours by meaning for light and dark screens and for paper.

On paper hatches and dashes carry the meaning too, for grey print.
"""

import colorsys
from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.domain.aging import Zone
from app.reports.table import ZONE_TONE, Tone


@dataclass(frozen=True, slots=True)
class Paint:
    """A soft fill (empty: none) and the dark ink of the same hue that stands on it."""

    fill: str
    ink: str


@dataclass(frozen=True, slots=True)
class Palette:
    """One set of colours (``#rrggbb``). ``patterned``: areas also carry hatches, for grey print."""

    name: str
    ground: str
    panel: str
    ink: str
    muted: str
    line: str
    accent: str
    bars: str  # sales
    calm: str  # debt that is late but stands in no zone
    grey: Paint
    yellow: Paint
    red: Paint
    kept: str
    patterned: bool = False

    def tone(self, tone: Tone) -> Paint:
        """Fill and ink of a tone."""
        return {
            Tone.NONE: Paint("", self.ink),
            Tone.GREY: self.grey,
            Tone.YELLOW: self.yellow,
            Tone.RED: self.red,
            Tone.KEPT: Paint("", self.kept),
            Tone.BROKEN: Paint("", self.red.ink),
            Tone.MUTED: Paint("", self.muted),
        }[tone]

    def zone(self, zone: Zone) -> Paint:
        """Fill and ink of a zone."""
        return self.tone(ZONE_TONE[zone])


LIGHT = Palette(
    name="light",
    ground="#eef0f3",
    panel="#ffffff",
    ink="#1d2530",
    muted="#66707d",
    line="#dfe3e8",
    accent="#1f5fbf",
    bars="#86a7db",
    calm="#c3d3ee",
    grey=Paint("#dde1e6", "#3d4650"),
    yellow=Paint("#ffe7a3", "#6b4e00"),
    red=Paint("#f8c4bd", "#8a1c10"),
    kept="#1c7a45",
)
DARK = Palette(
    name="dark",
    ground="#171b21",
    panel="#1f252d",
    ink="#e6eaef",
    muted="#95a0ad",
    line="#323a45",
    accent="#78a9f5",
    bars="#516f9e",
    calm="#34486a",
    grey=Paint("#3a424d", "#d4dae1"),
    yellow=Paint("#5a4a14", "#ffe59a"),
    red=Paint("#5f2620", "#ffc5bd"),
    kept="#6fd29b",
)
PRINT = Palette(
    name="print",
    ground="#ffffff",
    panel="#ffffff",
    ink="#1d2530",
    muted="#5c6672",
    line="#d3d8de",
    accent="#1f5fbf",
    bars="#a9bfe2",
    calm="#e4ebf6",
    grey=Paint("#dde1e6", "#3d4650"),
    yellow=Paint("#ffe7a3", "#6b4e00"),
    red=Paint("#f8c4bd", "#8a1c10"),
    kept="#1c7a45",
    patterned=True,
)

_PATTERNS = {Zone.NONE: "", Zone.GREY: "...", Zone.YELLOW: "///", Zone.RED: "xxx"}


def hatch(zone: Zone) -> str:
    """The hatch of a zone on paper."""
    return _PATTERNS[zone]


def with_colours(base: Palette, colours: Iterable[tuple[Zone, str]]) -> Palette:
    """The palette with the zone colours of the book's rules (``#rrggbb``), as the tables wear them; a zone without
    one keeps its own."""
    paints = {
        zone.value: Paint(colour, _ink_on(colour)) for zone, colour in colours if colour and zone is not Zone.NONE
    }
    return replace(base, **paints)  # type: ignore[arg-type] # the keys are names of its zone fields


def mixed(one: str, other: str, part: float) -> str:
    """A colour between two: ``part`` 0 is the first, 1 the second."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(255 * (a + (b - a) * part)):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _ink_on(fill: str) -> str:
    """Ink of the same hue that can be read on a colour somebody chose."""
    hue, light, saturation = colorsys.rgb_to_hls(*_channels(fill))
    ink = colorsys.hls_to_rgb(hue, 45 / 255 if light > 0.5 else 225 / 255, min(saturation, 200 / 255))
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in ink)
