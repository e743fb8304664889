"""How fast debts turn into money: days sales outstanding and the collection effectiveness index, week by week."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app import formats
from app.domain.chart import Speed
from app.domain.indicator_set import HistoryPoint
from app.i18n import _
from app.reports import findings
from app.reports.chart import Behind, Chart, Spot, Target
from app.reports.palette import Palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def speed_chart(speed: Speed) -> Chart:
    """DSO above, CEI below."""
    known = any(week.value is not None for week in (*speed.dso, *speed.cei))
    return Chart(
        draw=lambda palette: speed_lines(speed, palette),
        finding=findings.speed(speed),
        spots=tuple(
            Spot(
                (dso.day.toordinal(), 0),
                formats.day(dso.day),
                (
                    _("days sales outstanding {n}").format(n=_days(dso)),
                    _("collection index {percent}").format(percent=_percent(cei)),
                ),
                Target(Behind.DEBTS, day=dso.day),
            )
            for dso, cei in zip(speed.dso, speed.cei, strict=True)
        ),
        empty="" if known else findings.speed(speed),
        hint=_("Point at a week to see its figures, click to see who owed then"),
        height=90,
    )


def _days(week: HistoryPoint) -> str:
    return formats.DASH if week.value is None else formats.decimal(week.value)


def _percent(week: HistoryPoint) -> str:
    return formats.DASH if week.value is None else formats.percent(week.value)


def speed_lines(speed: Speed, palette: Palette, size: tuple[float, float] = (9.0, 3.8)) -> "Figure":
    """Two lines, each on a scale of its own; weeks without a figure are gaps."""
    from app.reports import chart_frame

    note = _("above: for how many days of sales we wait; below: how much of what could be collected was collected")
    figure = chart_frame.figure(
        palette, size, findings.speed(speed), note if speed.dso else "", left=0.75, right=1.75, gap=0.2
    )
    if all(week.value is None for week in (*speed.dso, *speed.cei)):
        return figure
    upper, lower = figure.subplots(2, 1, sharex=True)
    for axes in (upper, lower):
        chart_frame.quiet(axes, palette)
    _line(upper, speed.dso, palette, lambda value: formats.decimal(value, 0), _("outstanding\n{n} days"), dashed=False)
    _line(lower, speed.cei, palette, lambda value: formats.percent(value, 0), _("collected\n{n}"), dashed=True)
    days = [week.day.toordinal() for week in speed.dso]
    lower.set_xlim(days[0] - 5, days[-1] + 5)
    chart_frame.month_axis(lower, palette, [week.day for week in speed.dso])
    return figure


def _line(
    axes: "Axes",
    weeks: Sequence[HistoryPoint],
    palette: Palette,
    say: Callable[[float], str],
    words: str,
    *,
    dashed: bool,
) -> None:
    """One indicator, named at its last known value."""
    from app.reports import chart_frame

    colour = palette.accent if dashed else palette.ink
    values = [float("nan") if week.value is None else float(week.value) for week in weeks]
    known = [week for week in weeks if week.value is not None]
    style = (0, (4, 1.5)) if dashed else "-"
    lone = "o" if len(known) == 1 else ""
    axes.plot(
        [week.day.toordinal() for week in weeks], values, color=colour, linewidth=1.8, linestyle=style, marker=lone
    )
    top = max((float(week.value) for week in known if week.value is not None), default=0.0)
    chart_frame.number_axis(axes, palette, top, say, most=3)
    low = min((float(week.value) for week in known if week.value is not None), default=0.0)
    if low < 0:
        axes.set_ylim(low * 1.08, axes.get_ylim()[1])
    if known and known[-1].value is not None:
        last = known[-1].value
        chart_frame.end_labels(axes, [(float(last), words.format(n=say(float(last))), colour)])
