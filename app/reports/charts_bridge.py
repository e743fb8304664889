"""The bridge as a waterfall: overdue before, what came and what went, overdue now."""

from typing import TYPE_CHECKING, NamedTuple

from app import formats
from app.domain.bridge import Bridge, BridgeLine
from app.domain.money import Kopecks
from app.i18n import _
from app.reports import findings_flow, wording
from app.reports.chart import Behind, Chart, Spot, Target
from app.reports.charts import HATCH_LINE
from app.reports.palette import Paint, Palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Step(NamedTuple):
    """One bar: a part of the bridge with its sign, from where to where it reaches."""

    part: str
    name: str
    amount: Kopecks
    low: Kopecks
    high: Kopecks


def bridge_chart(bridge: Bridge) -> Chart:
    """Why overdue debt changed between two dates."""
    found = steps(bridge.totals)
    return Chart(
        draw=lambda palette: waterfall(bridge, palette),
        finding=findings_flow.bridge(bridge),
        spots=tuple(
            Spot(
                (number, step.high),
                step.name.replace("\n", " "),
                (_signed(step), _clients(bridge, step.part)),
                Target(Behind.PART, part=step.part),
            )
            for number, step in enumerate(found)
        ),
        empty="" if any(step.amount for step in found) else findings_flow.bridge(bridge),
        hint=_("Click a bar to see whose money it is"),
        height=90,
    )


def _clients(bridge: Bridge, part: str) -> str:
    return formats.clients(sum(1 for line in bridge.lines if getattr(line, part)))


def _signed(step: Step) -> str:
    text = formats.roubles_sign(step.amount)
    return f"+{text}" if step.amount > 0 and step.part not in ("before", "after") else text


def steps(line: BridgeLine) -> list[Step]:
    """Bars in the order of the table; parts of which there are none are left out. The last bar is where they lead."""
    out = [Step("before", part_name("before"), line.before, 0, line.before)]
    level = line.before
    for part, amount in (
        ("matured", line.matured),
        ("returned", line.returned),
        ("paid", -line.paid),
        ("goods", -line.goods),
        ("written_off", -line.written_off),
        ("rewritten", line.rewritten),
    ):
        if amount:
            out.append(Step(part, part_name(part), amount, min(level, level + amount), max(level, level + amount)))
            level += amount
    out.append(Step("after", part_name("after"), line.after, 0, line.after))
    return out


def part_name(part: str) -> str:
    """What a part of the bridge is called under its bar, on two lines at most."""
    return {
        "before": _("was\noverdue"),
        "matured": _("fell\ndue"),
        "returned": _("owed\nagain"),
        "paid": _("paid"),
        "goods": _("goods\nreturned"),
        "written_off": _("written\noff"),
        "rewritten": _("rewritten\nby the file"),
        "after": _("overdue\nnow"),
    }[part]


def waterfall(bridge: Bridge, palette: Palette, size: tuple[float, float] = (9.0, 3.8)) -> "Figure":
    """Bars hang where the one before ended; growth and fall differ by sign, hatch and fill."""
    from app.reports import chart_frame

    note = _("from {since} to {until}").format(since=formats.day(bridge.since), until=formats.day(bridge.until))
    figure = chart_frame.figure(palette, size, findings_flow.bridge(bridge), note, left=0.75, right=0.3, bottom=0.48)
    found = steps(bridge.totals)
    if not any(step.amount for step in found):
        return figure
    axes = figure.subplots()
    chart_frame.quiet(axes, palette)
    for number, step in enumerate(found):
        paint, pattern = _look(step, palette)
        bar = axes.bar(
            number,
            step.high - step.low,
            bottom=step.low,
            width=0.62,
            color=paint.fill,
            edgecolor=paint.ink,
            linewidth=0.8,
        )[0]
        if palette.patterned and pattern:
            bar.set_hatch(pattern)
            bar.set_hatch_linewidth(HATCH_LINE)
    _joints(axes, found, palette)
    top, low = max(step.high for step in found), min(step.low for step in found)
    chart_frame.money_axis(axes, palette, top)
    axes.set_ylim(min(0, low * 1.15), top * 1.14)
    axes.set_xlim(-0.6, len(found) - 0.4)
    names = [step.name for step in found]
    axes.set_xticks(range(len(found)), names, fontproperties=chart_frame.font(8.5), color=palette.ink)
    _sums(axes, found, palette)
    return figure


def _look(step: Step, palette: Palette) -> tuple[Paint, str]:
    if step.part in ("before", "after"):
        return palette.grey, ""
    if step.amount > 0:
        return palette.red, "///"
    return Paint(palette.calm, palette.accent), "..."


def _joints(axes: "Axes", found: list[Step], palette: Palette) -> None:
    """A hairline from the end of each bar to the beginning of the next."""
    level = found[0].amount
    for number, step in enumerate(found[:-1]):
        if number:
            level += step.amount
        axes.plot([number + 0.31, number + 0.69], [level, level], color=palette.muted, linewidth=0.8)


def _sums(axes: "Axes", found: list[Step], palette: Palette) -> None:
    from app.reports import chart_frame

    font = chart_frame.font(9, 600)
    for number, step in enumerate(found):
        text = wording.short_money(step.amount)
        if step.amount > 0 and step.part not in ("before", "after"):
            text = f"+{text}"
        colour = _look(step, palette)[0].ink
        axes.annotate(
            text, (number, step.high), xytext=(0, 3), textcoords="offset points", ha="center", va="bottom",
            color=colour, fontproperties=font, parse_math=False,
        )  # fmt: skip
