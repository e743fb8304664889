"""The frame of every chart: our face, a wrapped title, margins in inches that survive resizing, quiet axes.

Imports matplotlib: load it only where a chart is drawn.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import LoadFlags
from matplotlib.layout_engine import LayoutEngine
from matplotlib.text import Text
from matplotlib.transforms import ScaledTranslation, Transform

from app.i18n import _, pgettext
from app.paths import resource
from app.reports.palette import Palette
from app.reports.safe_text import for_paper
from app.reports.wording import short_money

_FACES = {400: "Regular", 600: "SemiBold", 700: "Bold"}
_LINE = 1.25
_TIGHT = 0.95
_ASIDE = 0.09  # inches between the plot and a label beside it
_LABEL_LINE = 8.5 * 1.25 / 72  # inches that a line of a label takes
_POINTS = 72.0
_ROUNDED = 1.05
"""How much wider hinted letters stand than drawn ones."""


@cache
def _face(weight: int) -> str:
    path = resource("fonts", f"DebitorkaSans-{_FACES[weight]}.ttf")
    font_manager.fontManager.addfont(str(path))
    return str(path)


def font(size: float, weight: int = 400) -> FontProperties:
    """Our face, by its file: nothing of the machine's own fonts is looked at."""
    return FontProperties(fname=Path(_face(weight)), size=size)


@cache
def _glyphs() -> frozenset[int]:
    return frozenset(font_manager.get_font(_face(400)).get_charmap())


def shown(text: str) -> str:
    """Outside text as our face can show it."""
    return for_paper(text, _glyphs())


@cache
def _advance(file: str, char: str) -> float:
    """How far a letter moves on, in ems. One letter is measured once: laying out words costs milliseconds each."""
    face = font_manager.get_font(file)
    return float(face.load_char(ord(char), flags=LoadFlags.NO_SCALE).horiAdvance) / face.units_per_EM


def text_width(words: str, prop: FontProperties) -> float:
    """Inches that one line takes at most: screens round the letters up."""
    file = str(prop.get_file())
    return sum(_advance(file, char) for char in words) * prop.get_size_in_points() * _ROUNDED / _POINTS


def wrapped(words: str, width: float, prop: FontProperties) -> list[str]:
    """Lines no wider than ``width`` points, three at most; a single word may be wider."""
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}".lstrip(" ")
        if text_width(longer, prop) * _POINTS > width and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines[:3]


def chart_margin() -> float:
    """Points between the edge of a figure and its title."""
    return _PAD * _POINTS


class Frame(LayoutEngine):
    """Title at the top left, note under it, axes between margins given in inches. ``settlers``: what
    else has to find its place once the axes have theirs (labels that must not touch), before each drawing."""

    _adjust_compatible = True
    _colorbar_gridspec = True

    def __init__(self, title: Text, note: Text | None, words: str, margins: "Margins") -> None:
        super().__init__()
        self._title, self._note, self._words, self._margins = title, note, words, margins
        self.settlers: list[Callable[[], None]] = []

    def set(self, **_settings: Any) -> None:  # noqa: ANN401 - the engine's own signature
        """Nothing to set later."""

    def execute(self, fig: Figure) -> None:
        """Wrap the title to the width and put everything in place; runs before each drawing."""
        width, height = fig.get_size_inches()
        prop = self._title.get_fontproperties()
        size = prop.get_size_in_points()
        lines = wrapped(self._words, (width - 2 * _PAD) * _POINTS, prop)
        self._title.set_text("\n".join(lines))
        self._title.set_position((_PAD / width, 1 - _PAD / height))
        top = _PAD + len(lines) * size * _LINE / _POINTS
        if self._note is not None:
            self._note.set_position((_PAD / width, 1 - (top + 0.02) / height))
            top += self._note.get_fontproperties().get_size_in_points() * _LINE / _POINTS
        margins = self._margins
        fig.subplots_adjust(
            left=min(margins.left / width, 0.45),
            right=max(1 - margins.right / width, 0.5),
            top=max(1 - (top + 0.12) / height, 0.5),
            bottom=min(margins.bottom / height, 0.4),
            hspace=margins.gap,
        )
        for settle in self.settlers:
            settle()


_PAD = 0.12
_BOTTOM = 0.28


class Margins(NamedTuple):
    """Inches around the axes, and the gap between axes as a part of their height."""

    left: float
    right: float
    bottom: float = _BOTTOM
    gap: float = 0.0


def figure(
    palette: Palette,
    size: tuple[float, float],
    title: str,
    note: str = "",
    *,
    left: float,
    right: float,
    bottom: float = _BOTTOM,
    big: bool = True,
    gap: float = 0.0,
) -> Figure:
    """An empty figure of ``size`` inches with its title; axes are added by the chart."""
    drawn = Figure(figsize=size, facecolor=palette.panel)
    words = shown(title)
    heading = drawn.text(
        0, 1, words, fontproperties=font(11 if big else 9, 600), color=palette.ink, va="top", parse_math=False
    )
    below = None
    if note:
        below = drawn.text(
            0, 1, shown(note), fontproperties=font(8.5 if big else 7.5), color=palette.muted, va="top", parse_math=False
        )
    drawn.set_layout_engine(Frame(heading, below, words, Margins(left, right, bottom, gap)))
    return drawn


def settle(axes: Axes, work: Callable[[], None]) -> None:
    """Have ``work`` done before each drawing, when the axes know their size."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    engine = figure.get_layout_engine()
    assert isinstance(engine, Frame)
    engine.settlers.append(work)


def inches(axes: Axes) -> tuple[float, float]:
    """Width and height of the plot on paper."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    width, height = figure.get_size_inches()
    place = axes.get_position()
    return place.width * width, place.height * height


def quiet(axes: Axes, palette: Palette) -> None:
    """No box: a hairline below, nothing else."""
    axes.set_facecolor(palette.panel)
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(palette.line)
    axes.tick_params(length=0, colors=palette.muted, pad=4)
    axes.set_xticks([])
    axes.set_yticks([])


def words_at(axes: Axes, x: float, y: float, text: str, colour: str, **how: Any) -> Text:  # noqa: ANN401 - as in matplotlib
    """Text in the plot; outside words never become a formula."""
    how.setdefault("fontproperties", font(8.5))
    return axes.text(x, y, shown(text), color=colour, parse_math=False, **how)


def moved(axes: Axes, base: Transform, inches_right: float) -> Transform:
    """The same places so many inches to the right, at any size."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    return base + ScaledTranslation(inches_right, 0, figure.dpi_scale_trans)


def end_labels(axes: Axes, labels: Sequence[tuple[float, str, str]]) -> None:
    """Names of lines beside their last points (value, words, colour), kept apart from each other at any size."""
    prop = font(8.5, 600)
    drawn = [
        axes.text(
            1,
            0.5,
            shown_lines(text),
            transform=moved(axes, axes.transAxes, _ASIDE),
            color=colour,
            va="center",
            fontproperties=prop,
            linespacing=_TIGHT,
            parse_math=False,
        )
        for _value, text, colour in labels
    ]
    most = max((text.count("\n") + 1 for _value, text, _colour in labels), default=1)

    def place() -> None:
        low, high = axes.get_ylim()
        step = most * _LABEL_LINE / max(inches(axes)[1], 0.1)
        wanted = [(value - low) / (high - low) for value, _text, _colour in labels]
        for label, found in zip(drawn, apart(wanted, step, 0.06, 0.96), strict=True):
            label.set_y(found)

    settle(axes, place)


def shown_lines(text: str) -> str:
    """``shown`` for words of several lines."""
    return "\n".join(shown(line) for line in text.split("\n"))


def nice_steps(top: float, most: int = 4) -> list[float]:
    """Round values from 0 to just over ``top`` kopecks, at most ``most`` above zero."""
    if top <= 0:
        return [0.0]
    size = 1.0
    while True:
        for factor in (1.0, 2.0, 5.0):
            step = size * factor
            if top / step <= most:
                return [step * number for number in range(int(top / step) + 1)]
        size *= 10


def money_axis(axes: Axes, palette: Palette, top: float, most: int = 4) -> None:
    """Faint lines at round sums, labelled in millions or thousands of roubles."""
    steps = nice_steps(top, most)
    labels = [short_money(round(step)) for step in steps]
    labels[-1] = f"{labels[-1]}\u00a0₽"
    axes.set_yticks(steps, labels, fontproperties=font(8), color=palette.muted)
    axes.set_ylim(0, max(top * 1.06, steps[-1] * 1.02, 1))
    axes.grid(visible=True, axis="y", color=palette.line, linewidth=0.6)
    axes.set_axisbelow(True)


def number_axis(axes: Axes, palette: Palette, top: float, say: Callable[[float], str], most: int = 2) -> None:
    """Faint lines at round numbers (days, percent) from 0 to just over ``top``; where the upper third would stand
    without one, one above it."""
    steps = nice_steps(top, most)
    if len(steps) > 1 and steps[-1] * 3 < top * 2:
        steps = [*steps, steps[-1] + steps[1]]
    axes.set_yticks(steps, [say(step) for step in steps], fontproperties=font(8), color=palette.muted)
    axes.set_ylim(0, max(top * 1.08, steps[-1] * 1.02, 1))
    axes.grid(visible=True, axis="y", color=palette.line, linewidth=0.6)
    axes.set_axisbelow(True)


def month_name(month: int) -> str:
    """Nominative, lower case: ``ноябрь``."""
    names = (
        pgettext("month", "January"),
        pgettext("month", "February"),
        pgettext("month", "March"),
        pgettext("month", "April"),
        pgettext("month", "May"),
        pgettext("month", "June"),
        pgettext("month", "July"),
        pgettext("month", "August"),
        pgettext("month", "September"),
        pgettext("month", "October"),
        pgettext("month", "November"),
        pgettext("month", "December"),
    )
    return names[month - 1]


def month_label(day: date, *, year: bool) -> str:
    """``ноябрь`` or ``ноябрь 2026``."""
    name = month_name(day.month)
    return _("{month} {year}").format(month=name, year=day.year) if year else name


def month_axis(axes: Axes, palette: Palette, weeks: Sequence[date], most: int = 6) -> None:
    """The first week of some months; the first label and each January carry the year."""
    firsts = [day for before, day in pairwise(weeks) if day.month != before.month]
    step = max(1, -(-len(firsts) // most))
    chosen = firsts[::step] or list(weeks[:1])
    years: set[int] = set()
    labels = []
    for day in chosen:
        labels.append(month_label(day, year=day.year not in years))
        years.add(day.year)
    axes.set_xticks([day.toordinal() for day in chosen], labels, fontproperties=font(8), color=palette.muted)


def apart(places: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """Places of labels moved so that neighbours are ``least`` apart inside ``low``..``high``; order is kept."""
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = [min(max(places[index], low), high) for index in order]
    for number in range(1, len(moved)):
        moved[number] = max(moved[number], moved[number - 1] + least)
    over = moved[-1] - high if moved else 0.0
    if over > 0:
        moved[-1] = high
        for number in range(len(moved) - 2, -1, -1):
            moved[number] = min(moved[number], moved[number + 1] - least)
    result = [0.0] * len(places)
    for index, place in zip(order, moved, strict=True):
        result[index] = place
    return result
