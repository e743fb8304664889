"""Charts of weeks: debt against sales, zones over time. Each title is its finding, each line is named at its end,
and grey print keeps the meaning.

Functions return a matplotlib ``Figure`` (never pyplot); the screen, the PDF and the XLSX draw it. Sums are
kopecks inside and words in millions or thousands outside.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from app import formats
from app.domain.aging import AgingRules, Zone
from app.domain.chart import Shares, Trend
from app.domain.client import Point, Series
from app.domain.money import share
from app.domain.sales import Origin
from app.i18n import _
from app.reports import findings, wording
from app.reports.chart import Behind, Chart, Spot, Target
from app.reports.palette import Paint, Palette, hatch

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HATCH_LINE = 0.45

SeriesChart: TypeAlias = Callable[[Series, Palette], "Figure"]
"""A chart of a series: ``sales_and_debt``, ``zones``, ``client_chart``."""

LATE_ZONES = (Zone.NONE, Zone.GREY, Zone.YELLOW, Zone.RED)


def sales_chart(trend: Trend) -> Chart:
    """Debt against sales, with the share of debt in turnover and its limit."""
    series, shares = trend.series, trend.shares
    return Chart(
        draw=lambda palette: sales_and_debt(series, palette, shares=shares),
        finding=findings.turnover(series, shares),
        spots=week_spots(trend),
        empty="" if series.points else findings.turnover(series, shares),
        hint=_("Point at a week to see its figures, click to see what changed in it"),
        height=110,
    )


def zones_chart(trend: Trend) -> Chart:
    """Overdue debt by zone, week by week."""
    series = trend.series
    nothing = not any(point.overdue for point in series.points)
    return Chart(
        draw=lambda palette: zones(series, palette),
        finding=findings.red_zone(series),
        spots=tuple(
            Spot((point.day.toordinal(), 0), formats.day(point.day), _zone_words(point, series), _debts_of(point))
            for point in series.points
        ),
        empty=(_("Nothing has been overdue in these weeks") if series.points else findings.red_zone(series))
        if nothing
        else "",
        hint=_("Point at a week to see its figures, click to see who owed then"),
        height=90,
    )


def week_spots(trend: Trend) -> tuple[Spot, ...]:
    """Each week with its debt, sales, payments and share in turnover."""
    series, shares = trend.series, trend.shares
    percents = shares.percents if shares is not None else (None,) * len(series.points)
    spots = []
    for number, (point, percent) in enumerate(zip(series.points, percents, strict=True)):
        sales = _("sales of the week {sum}") if series.sales_complete else _("sales of the week {sum} or more")
        lines = [
            _("debt {sum}").format(sum=formats.roubles_sign(point.debt)),
            _("overdue {sum}").format(sum=formats.roubles_sign(point.overdue)),
            sales.format(sum=formats.roubles_sign(point.sales)),
            _("payments {sum}").format(sum=formats.roubles_sign(point.paid)),
        ]
        if percent is not None:
            lines.append(_("share in turnover {percent}").format(percent=formats.percent(percent)))
        target = Target(Behind.WEEK, day=point.day) if number else _debts_of(point)
        spots.append(Spot((point.day.toordinal(), 0), formats.day(point.day), tuple(lines), target))
    return tuple(spots)


def _debts_of(point: Point) -> Target:
    return Target(Behind.DEBTS, day=point.day)


def _zone_words(point: Point, series: Series) -> tuple[str, ...]:
    """Overdue in all, then each zone that holds something."""
    lines = [_("overdue {sum}").format(sum=formats.roubles_sign(point.overdue))]
    for zone in (Zone.RED, Zone.YELLOW, Zone.GREY):
        amount = findings.zone_sum(point, series.rules, zone)
        if amount:
            lines.append(f"{wording.zone_name(zone)} {formats.roubles_sign(amount)}")
    return tuple(lines)


def sales_and_debt(
    series: Series, palette: Palette, size: tuple[float, float] = (9.0, 4.2), *, shares: Shares | None = None
) -> "Figure":
    """Debt and overdue as lines; below them, where sales are known, the share of debt in turnover with its limit;
    at the bottom weekly sales as bars. Each on a scale of its own."""
    from app.reports import chart_frame

    figure = chart_frame.figure(
        palette, size, findings.turnover(series, shares), sales_note(series), left=0.75, right=1.55, gap=0.14
    )
    if not series.points:
        return figure
    shared = shares is not None and any(percent is not None for percent in shares.percents)
    heights = (2.3, 1.1, 1) if shared else (2.3, 1)
    rows = figure.subplots(len(heights), 1, sharex=True, height_ratios=heights)
    for axes in rows:
        chart_frame.quiet(axes, palette)
    debt_lines(rows[0], series.points, palette)
    if shared and shares is not None:
        share_line(rows[1], series.points, shares, palette)
    sales_bars(rows[-1], series, palette)
    days = [point.day.toordinal() for point in series.points]
    rows[-1].set_xlim(days[0] - 5, days[-1] + 5)
    chart_frame.month_axis(rows[-1], palette, [point.day for point in series.points])
    return figure


def sales_note(series: Series) -> str:
    """What must be said of sales that no register tells of."""
    return {
        Origin.REGISTER: "",
        Origin.MIXED: _("sales: a lower bound on days without a register"),
        Origin.SHIPMENTS: _("sales: a lower bound, no register of sales is loaded"),
    }[series.origin]


def debt_lines(axes: "Axes", points: Sequence[Point], palette: Palette) -> None:
    """The whole debt as a solid line, the overdue part dashed over its area."""
    from app.reports import chart_frame

    days = [point.day.toordinal() for point in points]
    top = max((point.debt for point in points), default=0)
    axes.plot(days, [point.debt for point in points], color=palette.ink, linewidth=1.8, solid_capstyle="round")
    overdue = [point.overdue for point in points]
    axes.fill_between(days, overdue, color=palette.red.fill, alpha=0.45, linewidth=0)
    axes.plot(days, overdue, color=palette.red.ink, linewidth=1.8, linestyle=(0, (4, 1.5)))
    chart_frame.money_axis(axes, palette, top)
    last = points[-1]
    late = _("nothing overdue")
    if last.overdue:
        part = formats.percent(share(last.overdue, last.debt))
        words = _("overdue {sum},\n{percent} of the debt")
        late = words.format(sum=wording.short_money(last.overdue), percent=part)
    debt = _("debt {sum}").format(sum=wording.short_money(last.debt))
    chart_frame.end_labels(axes, [(last.overdue, late, palette.red.ink), (last.debt, debt, palette.ink)])


def share_line(axes: "Axes", points: Sequence[Point], shares: Shares, palette: Palette) -> None:
    """Share of debt in turnover, its limit, and the room between them where the limit is broken."""
    from app.reports import chart_frame

    known = [
        (point.day.toordinal(), float(p)) for point, p in zip(points, shares.percents, strict=True) if p is not None
    ]
    days, values = [day for day, _value in known], [value for _day, value in known]
    limit = float(shares.limit)
    lone = "o" if len(known) == 1 else ""
    axes.plot(days, values, color=palette.accent, linewidth=1.6, linestyle=(0, (6, 1.5, 1.2, 1.5)), marker=lone)
    over = axes.fill_between(
        days, values, limit, where=[value > limit for value in values], interpolate=True,
        facecolor=palette.red.fill, edgecolor=palette.red.ink, linewidth=0,
    )  # fmt: skip
    if palette.patterned:
        over.set_hatch(hatch(Zone.YELLOW))
        over.set_hatch_linewidth(HATCH_LINE)
    axes.axhline(limit, color=palette.muted, linewidth=0.9, linestyle=(0, (1, 1.5)))
    chart_frame.number_axis(axes, palette, max(*values, limit), lambda step: formats.percent(step, 0))
    last = shares.percents[-1]
    labels = [(limit, _("limit {percent}").format(percent=formats.percent(shares.limit, 0)), palette.muted)]
    if last is not None:
        words = _("{percent} of turnover").format(percent=formats.percent(last, 0 if last >= 10 else 1))
        labels.insert(0, (float(last), words, palette.accent))
    chart_frame.end_labels(axes, labels)


def sales_bars(axes: "Axes", series: Series, palette: Palette) -> None:
    """Weekly sales; outlined and pale where they are a lower bound."""
    from app.reports import chart_frame

    points = series.points
    days = [point.day.toordinal() for point in points]
    sales = [point.sales for point in points]
    known = series.sales_complete
    axes.bar(
        days,
        sales,
        width=5.2,
        color=palette.bars if known else palette.calm,
        edgecolor=palette.accent,
        linewidth=0 if known else min(0.5, 40 / len(points)),
    )
    chart_frame.money_axis(axes, palette, max(sales, default=0), 2)
    text = _("sales {sum}\nin the last week") if known else _("sales {sum} or more\nin the last week")
    words = text.format(sum=wording.short_money(sales[-1])) if sales[-1] else _("no sales\nin the last week")
    chart_frame.end_labels(axes, [(axes.get_ylim()[1] / 2, words, palette.accent)])


class Band(NamedTuple):
    """Debt of one zone over time, or of one zone for each debtor."""

    name: str
    sums: list[int]
    paint: Paint
    hatch: str


def zones(series: Series, palette: Palette, size: tuple[float, float] = (9.0, 3.6)) -> "Figure":
    """Overdue debt as areas: without a zone, grey, yellow, red, one on another."""
    from app.reports import chart_frame

    figure = chart_frame.figure(palette, size, findings.red_zone(series), left=0.75, right=1.75)
    if not series.points:
        return figure
    axes = figure.subplots()
    chart_frame.quiet(axes, palette)
    days = [point.day.toordinal() for point in series.points]
    floor = [0] * len(days)
    labels = []
    for band in _bands(series, palette):
        ceiling = [low + amount for low, amount in zip(floor, band.sums, strict=True)]
        area = axes.fill_between(days, floor, ceiling, facecolor=band.paint.fill, edgecolor="none", linewidth=0)
        if palette.patterned and band.hatch:
            area.set_edgecolor(band.paint.ink)  # of the hatch; an edge without width costs as much as one with it
            area.set_hatch(band.hatch)
            area.set_hatch_linewidth(HATCH_LINE)
        axes.plot(days, ceiling, color=band.paint.ink, linewidth=0.9)
        if band.sums[-1]:
            words = f"{band.name} {wording.short_money(band.sums[-1])}"
            labels.append(((floor[-1] + ceiling[-1]) / 2, words, band.paint.ink))
        floor = ceiling
    chart_frame.money_axis(axes, palette, max(floor))
    axes.set_xlim(days[0], days[-1] + 2)
    chart_frame.month_axis(axes, palette, [point.day for point in series.points])
    chart_frame.end_labels(axes, labels)
    return figure


def _bands(series: Series, palette: Palette) -> list[Band]:
    """Zones from the mildest up; points without intervals count as overdue without a zone."""
    bands = []
    for zone in LATE_ZONES:
        sums = [findings.zone_sum(point, series.rules, zone) for point in series.points]
        if zone is Zone.NONE:
            sums = [
                amount if point.buckets else point.overdue for amount, point in zip(sums, series.points, strict=True)
            ]
        if any(sums):
            bands.append(Band(band_name(zone, series.rules), sums, zone_paint(zone, palette), hatch(zone)))
    return bands


def zone_paint(zone: Zone, palette: Palette) -> Paint:
    """Late debt outside the zones is calm and blue."""
    return Paint(palette.calm, palette.accent) if zone is Zone.NONE else palette.zone(zone)


def band_name(zone: Zone, rules: AgingRules) -> str:
    """``красная зона``; ``до 30 дней`` for overdue debt before the first zone."""
    if zone is not Zone.NONE:
        return wording.zone_name(zone)
    before = [interval for interval in rules.intervals if interval.zone is Zone.NONE]
    return wording.up_to(before[-1]) if before else _("overdue")
