"""Charts of one client: the small one of the card, and the whole cooperation (sales, debt, delays)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app import formats
from app.domain.chart import Cooperation, Delay
from app.domain.client import Point, Series
from app.i18n import _
from app.reports import charts, findings, wording
from app.reports.chart import Chart
from app.reports.palette import Palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_CARD_WEEKS = 4
_CARD_BARS = 10
_MONTH = 30.4


def cooperation_chart(story: Cooperation) -> Chart:
    """Sales, debt and mean delay of one client from its first week (the owner's-friend case, practice 1.1, 49)."""
    series = story.trend.series
    nothing = not any(point.debt or point.sales or point.paid for point in series.points)
    return Chart(
        draw=lambda palette: cooperation(story, palette),
        finding=findings.cooperation(story),
        spots=charts.week_spots(story.trend),
        empty=_("Nothing is known of this client yet") if nothing else "",
        hint=_("Point at a week to see its figures, click to see what changed in it"),
        height=120,
    )


def cooperation(story: Cooperation, palette: Palette, size: tuple[float, float] = (9.0, 4.8)) -> "Figure":
    """Debt and overdue as lines, weekly sales as bars, and the mean delay of what was paid off in each month."""
    from app.reports import chart_frame

    series = story.trend.series
    note = charts.sales_note(series)
    figure = chart_frame.figure(palette, size, findings.cooperation(story), note, left=0.75, right=1.55, gap=0.16)
    if not series.points:
        return figure
    heights = (2.1, 1, 1.1) if story.delays else (2.1, 1)
    rows = figure.subplots(len(heights), 1, sharex=True, height_ratios=heights)
    for axes in rows:
        chart_frame.quiet(axes, palette)
    charts.debt_lines(rows[0], series.points, palette)
    charts.sales_bars(rows[1], series, palette)
    days = [point.day.toordinal() for point in series.points]
    if story.delays:
        _delays(rows[2], story, palette, days[0])
    rows[-1].set_xlim(days[0] - 5, days[-1] + 5)
    chart_frame.month_axis(rows[-1], palette, [point.day for point in series.points])
    return figure


def _delays(axes: "Axes", story: Cooperation, palette: Palette, since: int) -> None:
    """Stems of months and a line of the whole time. The mean counts the months before the picture too."""
    from app.reports import chart_frame

    shown = [delay for delay in story.delays if _middle(delay) >= since] or list(story.delays[-1:])
    places, values = [_middle(delay) for delay in shown], [float(delay.days) for delay in shown]
    axes.vlines(places, 0, values, color=palette.red.ink, linewidth=1.1)
    axes.plot(places, values, color=palette.red.ink, linestyle="none", marker="D", markersize=4)
    mean = story.mean_delay or 0
    axes.axhline(mean, color=palette.muted, linewidth=0.9, linestyle=(0, (1, 1.5)))
    chart_frame.number_axis(axes, palette, max(*values, mean, 1), lambda step: formats.decimal(step, 0))
    last = shown[-1]
    month = chart_frame.month_label(last.month, year=False)
    chart_frame.end_labels(
        axes,
        [
            (
                float(last.days),
                _("{month}:\n{days} late").format(month=month, days=findings.days_of(last.days)),
                palette.red.ink,
            ),
            (mean, _("mean {days}").format(days=formats.days(mean)), palette.muted),
        ],
    )


def _middle(delay: Delay) -> float:
    return delay.month.toordinal() + _MONTH / 2


def client_chart(series: Series, palette: Palette, size: tuple[float, float] = (3.4, 1.6)) -> "Figure":
    """The small chart of the card: sales of each four weeks as bars, debt as a line, each on its own scale and
    named at its end with its last value."""
    from app.reports import chart_frame

    figure = chart_frame.figure(
        palette,
        size,
        findings.client_story(series),
        "" if series.sales_complete else _("sales: a lower bound"),
        left=0.14,
        right=0.92,
        big=False,
    )
    groups = _four_weeks(series.points)
    if not groups:
        return figure
    axes = figure.subplots()
    chart_frame.quiet(axes, palette)
    _card_series(axes, groups, palette)
    last = len(groups) - 1
    ticks = [0, last] if last else [0]
    labels = [chart_frame.month_label(groups[tick].day, year=False) for tick in ticks]
    axes.set_xticks(ticks, labels, fontproperties=chart_frame.font(7.5), color=palette.muted)
    return figure


def _card_series(axes: "Axes", groups: Sequence[Point], palette: Palette) -> None:
    """Both series as parts of their own largest value: the labels tell the sums."""
    from app.reports import chart_frame

    places = range(len(groups))
    sales_top = max(point.sales for point in groups) or 1
    debt_top = max(point.debt for point in groups) or 1
    sales = [point.sales / sales_top * 0.92 for point in groups]
    debt = [point.debt / debt_top for point in groups]
    axes.bar(places, sales, width=0.72, color=palette.bars)
    axes.plot(places, debt, color=palette.red.ink, linewidth=1.8, solid_capstyle="round")
    axes.set_xlim(-0.6, len(groups) - 0.4)
    axes.set_ylim(0, 1.08)
    last = groups[-1]
    chart_frame.end_labels(
        axes,
        [
            (debt[-1], _("debt\n{sum}").format(sum=wording.short_money(last.debt)), palette.red.ink),
            (sales[-1], _("sales\n{sum}").format(sum=wording.short_money(last.sales)), palette.accent),
        ],
    )


def _four_weeks(points: Sequence[Point]) -> list[Point]:
    """Weeks joined by four from the end: sales summed, debt as at the end; an incomplete first group is left out."""
    groups = []
    for end in range(len(points), _CARD_WEEKS - 1, -_CARD_WEEKS):
        weeks = points[end - _CARD_WEEKS : end]
        groups.append(
            Point(
                day=weeks[-1].day,
                sales=sum(week.sales for week in weeks),
                debt=weeks[-1].debt,
                overdue=weeks[-1].overdue,
            )
        )
    return groups[:_CARD_BARS][::-1]
