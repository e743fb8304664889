"""A chart as every medium knows it: how it is drawn, what can be pointed at, what lies behind each place.

No matplotlib here: places are coordinates of the data, so that the window can answer the mouse without drawing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from app.reports.palette import Palette

Draw: TypeAlias = "Callable[[Palette], Figure]"
Place: TypeAlias = tuple[float, float]


class Reach(Enum):
    """Which place answers the mouse."""

    ACROSS = "across"  # the nearest along the horizontal axis
    DOWN = "down"  # the nearest along the vertical axis
    NEAR = "near"  # the nearest point of the plane, when it is close
    INSIDE = "inside"  # the one whose outline is pointed at, the last drawn first


class Behind(Enum):
    """What kind of rows lies behind a place."""

    CLIENT = "client"  # the card of ``client_id``
    WEEK = "week"  # what changed in the week ending ``day``
    DEBTS = "debts"  # who owed on ``day``
    DUE = "due"  # documents falling due on ``day``
    PART = "part"  # clients of one part of the bridge, ``part`` is its field
    PASSED = "passed"  # documents that went from place ``part[0]`` to ``part[1]`` of a migration


@dataclass(frozen=True, slots=True)
class Target:
    """The rows behind a place."""

    kind: Behind
    client_id: int | None = None
    day: date | None = None
    part: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the chart that can be pointed at: a heading, what it says, what it opens. ``outline``: corners of
    its area in data coordinates (empty: the point alone)."""

    at: Place
    title: str
    lines: tuple[str, ...] = ()
    target: Target | None = None
    outline: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart, ready to be drawn in any palette. ``empty``: what is said instead of it when there is nothing to
    draw; ``hint``: what can be done with it on the screen; ``finding`` is its title. ``height``: millimetres it
    wants on a page."""

    draw: Draw
    finding: str
    spots: tuple[Spot, ...] = ()
    reach: Reach = Reach.ACROSS
    empty: str = ""
    hint: str = ""
    height: float = 110.0


def box(left: float, bottom: float, right: float, top: float) -> tuple[Place, ...]:
    """Corners of a rectangle."""
    return ((left, bottom), (right, bottom), (right, top), (left, top))
