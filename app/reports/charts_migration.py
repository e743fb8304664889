"""Migration between intervals as streams: from where the debt stood to where it stands, the new and the settled too."""

from typing import TYPE_CHECKING, NamedTuple

from app import formats
from app.domain.migration import Migration
from app.domain.money import Kopecks
from app.i18n import _
from app.reports import findings_flow, wording
from app.reports.chart import Behind, Chart, Place, Reach, Spot, Target, box
from app.reports.charts import HATCH_LINE, zone_paint
from app.reports.charts_debtors import key
from app.reports.palette import Paint, Palette, mixed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_OUTSIDE = -1
"""Place of what is new (at the left) or settled (at the right)."""

_WIDTH = 0.018
_GAP = 0.022
"""Part of the whole height between two places."""

_SAMPLES = 12


class Node(NamedTuple):
    """A place at one of the dates: ``left`` at the first one. From ``low`` to ``high`` kopecks of the stack."""

    place: int
    left: bool
    name: str
    amount: Kopecks
    low: float
    high: float


class Stream(NamedTuple):
    """Debt that went from one place to another; its lower edge at each end and its thickness."""

    source: int
    target: int
    amount: Kopecks
    begins: float
    ends: float


class Flow(NamedTuple):
    """All places and streams; ``height`` of the higher stack with its gaps."""

    nodes: list[Node]
    streams: list[Stream]
    height: float


def flow(found: Migration) -> Flow:
    """Places stacked from the mildest on top to the gravest below, and the streams between them. Streams of a place sum
    to it on both sides."""
    amounts = _amounts(found)
    whole = max(sum(amounts.values()), 1)
    gap = whole * _GAP
    last = len(found.labels)
    order = [_OUTSIDE, *range(last)]
    nodes, tops = [], {}
    for left in (True, False):
        level = 0.0
        for place in order:
            amount = sum(value for pair, value in amounts.items() if pair[0 if left else 1] == place)
            if amount:
                name = found.labels[place] if place >= 0 else (_("new") if left else _("settled"))
                nodes.append(Node(place, left, name, amount, -level - amount, -level))
                tops[place, left] = -level
                level += amount + gap
    streams = []
    for source in order:
        for target in order:
            amount = amounts.get((source, target), 0)
            if amount:
                tops[source, True] -= amount
                tops[target, False] -= amount
                streams.append(Stream(source, target, amount, tops[source, True], tops[target, False]))
    return Flow(nodes, streams, -min((node.low for node in nodes), default=-1.0))


def _amounts(found: Migration) -> dict[tuple[int, int], Kopecks]:
    """Kopecks by (source, target); the new come from outside, the settled go there."""
    out = {(s, t): amount for s, row in enumerate(found.moved) for t, amount in enumerate(row) if amount}
    out |= {(s, _OUTSIDE): amount for s, amount in enumerate(found.settled) if amount}
    return out | {(_OUTSIDE, t): amount for t, amount in enumerate(found.new) if amount}


def migration_chart(found: Migration) -> Chart:
    """Where the debt of one date stands on another."""
    made = flow(found)
    spots = [_stream_spot(found, stream) for stream in made.streams]
    spots += [_node_spot(found, node) for node in made.nodes]
    return Chart(
        draw=lambda palette: migration(found, palette),
        finding=findings_flow.migration(found),
        spots=tuple(spots),
        reach=Reach.INSIDE,
        empty="" if made.streams else findings_flow.migration(found),
        hint=_("Point at a stream to see its sum, click to see its documents"),
        height=110,
    )


def _stream_spot(found: Migration, stream: Stream) -> Spot:
    names = [
        _place_name(found, stream.source, left=True),
        _place_name(found, stream.target, left=False),
    ]
    lines = [formats.roubles_sign(stream.amount)]
    if stream.source >= 0 and stream.target >= 0:
        lines.append(formats.documents(found.counts[stream.source][stream.target]))
    return Spot(
        (0.5, (stream.begins + stream.ends + stream.amount) / 2),
        " → ".join(names),
        tuple(lines),
        Target(Behind.PASSED, part=f"{stream.source}:{stream.target}"),
        _outline(stream),
    )


def _place_name(found: Migration, place: int, *, left: bool) -> str:
    if place >= 0:
        return found.labels[place]
    return _("new") if left else _("settled")


def _node_spot(found: Migration, node: Node) -> Spot:
    left = 0.0 if node.left else 1 - _WIDTH
    day = formats.day(found.since if node.left else found.until)
    part = f"{node.place}:" if node.left else f":{node.place}"
    return Spot(
        (left + _WIDTH / 2, (node.low + node.high) / 2),
        f"{node.name}, {day}",
        (formats.roubles_sign(node.amount),),
        Target(Behind.PASSED, part=part),
        box(left, node.low, left + _WIDTH, node.high),
    )


def _outline(stream: Stream) -> tuple[Place, ...]:
    """The edges of a stream as short straight pieces: the same curve that is drawn."""
    lower, upper = [], []
    for number in range(_SAMPLES + 1):
        t = number / _SAMPLES
        across = _WIDTH + (1 - 2 * _WIDTH) * (1.5 * t * (1 - t) + t**3)
        down = stream.begins + (stream.ends - stream.begins) * (3 * t * t - 2 * t**3)
        lower.append((across, down))
        upper.append((across, down + stream.amount))
    return (*lower, *reversed(upper))


def migration(found: Migration, palette: Palette, size: tuple[float, float] = (9.0, 4.6)) -> "Figure":
    """Streams between two stacks: what worsened runs down, what was settled goes up and out."""
    from app.reports import chart_frame

    figure = chart_frame.figure(
        palette,
        size,
        findings_flow.migration(found),
        findings_flow.migration_note(found),
        left=2.0,
        right=2.0,
        bottom=0.34,
    )
    made = flow(found)
    if not made.streams:
        return figure
    axes = figure.subplots()
    chart_frame.quiet(axes, palette)
    axes.spines["bottom"].set_visible(False)
    axes.set_xlim(0, 1)
    axes.set_ylim(-made.height, 0)
    named: set[str] = set()
    for stream in made.streams:
        _draw_stream(axes, stream, palette, named)
    for node in made.nodes:
        _draw_node(axes, node, found, palette)
    for left in (True, False):
        _labels(axes, [node for node in made.nodes if node.left is left], palette, left=left)
    key(axes, palette)
    return figure


def _draw_stream(axes: "Axes", stream: Stream, palette: Palette, named: set[str]) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    name, paint, pattern = _look(stream, palette)
    first, last, low, high = _WIDTH, 1 - _WIDTH, stream.begins, stream.ends
    corners = [
        (first, low), (0.5, low), (0.5, high), (last, high),
        (last, high + stream.amount), (0.5, high + stream.amount), (0.5, low + stream.amount),
        (first, low + stream.amount), (first, low),
    ]  # fmt: skip
    bend = Path.CURVE4
    codes = [Path.MOVETO, bend, bend, bend, Path.LINETO, bend, bend, bend, Path.CLOSEPOLY]
    patch = axes.add_patch(
        PathPatch(Path(corners, codes), facecolor=paint.fill, edgecolor=paint.ink, linewidth=0.5, alpha=0.8)
    )
    if palette.patterned and pattern:
        patch.set_hatch(pattern)
        patch.set_hatch_linewidth(HATCH_LINE)
    if name not in named:
        named.add(name)
        patch.set_label(name)


def _look(stream: Stream, palette: Palette) -> tuple[str, Paint, str]:
    """What a stream is called in the key, its paint, its hatch on paper."""
    if stream.target == _OUTSIDE:
        return _("paid and settled"), Paint(palette.calm, palette.accent), "..."
    if stream.source == _OUTSIDE:
        return _("new debts"), Paint(mixed(palette.panel, palette.kept, 0.16), palette.kept), "."
    if stream.target > stream.source:
        return _("moved to a worse interval"), palette.red, "///"
    if stream.target < stream.source:
        return _("moved to a better interval"), Paint(palette.bars, palette.accent), "xxx"
    return _("stayed"), palette.grey, ""


def _draw_node(axes: "Axes", node: Node, found: Migration, palette: Palette) -> None:
    from matplotlib.patches import Rectangle

    paint = _node_paint(node, found, palette)
    left = 0.0 if node.left else 1 - _WIDTH
    axes.add_patch(
        Rectangle(
            (left, node.low),
            _WIDTH,
            node.amount,
            facecolor=paint.fill,
            edgecolor=paint.ink,
            linewidth=0.8,
            clip_on=False,
        )
    )


def _node_paint(node: Node, found: Migration, palette: Palette) -> Paint:
    if node.place <= 0:
        return Paint(palette.panel, palette.muted)
    return zone_paint(found.rules.intervals[node.place - 1].zone, palette)


def _labels(axes: "Axes", nodes: list[Node], palette: Palette, *, left: bool) -> None:
    """Names and sums beside the places, kept apart."""
    from app.reports import chart_frame

    font = chart_frame.font(8.5)
    aside = chart_frame.moved(axes, axes.transAxes, -0.09 if left else 0.09)
    drawn = [
        chart_frame.words_at(
            axes, 0 if left else 1, 0.5, f"{node.name}  {wording.short_money(node.amount)}", palette.ink,
            fontproperties=font, ha="right" if left else "left", va="center", transform=aside,
        )
        for node in nodes
    ]  # fmt: skip
    height = -axes.get_ylim()[0]

    def place() -> None:
        step = 0.155 / max(chart_frame.inches(axes)[1], 0.1)
        wanted = [1 + (node.low + node.high) / 2 / height for node in nodes]
        for label, where in zip(drawn, chart_frame.apart(wanted, step, 0.02, 0.98), strict=True):
            label.set_y(where)

    chart_frame.settle(axes, place)
