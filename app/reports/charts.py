"""The charts: each title is its finding, each line is named at its end, and grey print keeps the meaning.

Functions return a matplotlib ``Figure`` (never pyplot); the screen, the PDF and the XLSX draw it. Sums are
kopecks inside and words in millions or thousands outside.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from app import formats
from app.domain.aging import AgingLine, AgingRules, Zone
from app.domain.client import Point, Series
from app.domain.money import share
from app.i18n import _
from app.reports import findings, wording
from app.reports.palette import Paint, Palette
from app.reports.safe_text import clip, plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_HATCH = {Zone.NONE: "", Zone.GREY: "...", Zone.YELLOW: "///", Zone.RED: "xxx"}
_HATCH_LINE = 0.45
_CARD_WEEKS = 4
_CARD_BARS = 10
_LABEL_GAP = 0.105
_LABEL_LINE = 8.5 * 1.25 / 72  # inches that a line of a label takes
"""Least distance of labels at line ends, as a part of the plot's height."""

SeriesChart: TypeAlias = Callable[[Series, Palette], "Figure"]
"""A chart of a series: ``sales_and_debt``, ``zones``, ``client_chart``."""

LATE_ZONES = (Zone.NONE, Zone.GREY, Zone.YELLOW, Zone.RED)
_NAME = 30


def sales_and_debt(series: Series, palette: Palette, size: tuple[float, float] = (9.0, 4.2)) -> "Figure":
    """Above: debt and overdue as lines. Below: weekly sales as bars on a scale of their own."""
    from app.reports import chart_frame

    figure = chart_frame.figure(
        palette, size, findings.whole_debt(series), _sales_note(series), left=0.75, right=1.55, gap=0.12
    )
    if not series.points:
        return figure
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(2.3, 1))
    chart_frame.quiet(upper, palette)
    chart_frame.quiet(lower, palette)
    _debt_lines(upper, series.points, palette)
    _sales_bars(lower, series, palette)
    days = [point.day.toordinal() for point in series.points]
    lower.set_xlim(days[0] - 5, days[-1] + 5)
    chart_frame.month_axis(lower, palette, series.points)
    return figure


def _sales_note(series: Series) -> str:
    return "" if series.sales_complete else _("sales: a lower bound, no register of sales is loaded")


def _debt_lines(axes: "Axes", points: Sequence[Point], palette: Palette) -> None:
    from app.reports import chart_frame

    days = [point.day.toordinal() for point in points]
    top = max((point.debt for point in points), default=0)
    axes.plot(days, [point.debt for point in points], color=palette.ink, linewidth=1.8, solid_capstyle="round")
    overdue = [point.overdue for point in points]
    axes.fill_between(days, overdue, color=palette.red.fill, alpha=0.45, linewidth=0)
    axes.plot(days, overdue, color=palette.red.ink, linewidth=1.8, linestyle=(0, (4, 1.5)))
    chart_frame.money_axis(axes, palette, top)
    last = points[-1]
    part = formats.percent(share(last.overdue, last.debt))
    _end_labels(
        axes,
        [
            (last.debt, _("debt {sum}").format(sum=wording.short_money(last.debt)), palette.ink),
            (
                last.overdue,
                _("overdue {sum},\n{percent} of the debt").format(sum=wording.short_money(last.overdue), percent=part),
                palette.red.ink,
            ),
        ],
    )


def _sales_bars(axes: "Axes", series: Series, palette: Palette) -> None:
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
        linewidth=0 if known else 0.5,
    )
    chart_frame.money_axis(axes, palette, max(sales, default=0))
    axes.set_yticks(axes.get_yticks()[:: max(1, len(axes.get_yticks()) - 1)], minor=False)
    steps = chart_frame.nice_steps(max(sales, default=0), 2)
    labels = [wording.short_money(round(step)) for step in steps]
    axes.set_yticks(steps, labels, fontproperties=chart_frame.font(8), color=palette.muted)
    text = _("sales {sum}\nin the last week") if known else _("sales {sum} or more\nin the last week")
    _end_labels(axes, [(sales[-1], text.format(sum=wording.short_money(sales[-1])), palette.accent)])


def _end_labels(axes: "Axes", labels: Sequence[tuple[float, str, str]]) -> None:
    """Names of lines beside their last points, kept apart from each other."""
    from app.reports import chart_frame

    high = axes.get_ylim()[1]
    inches = axes.bbox.height / axes.get_figure(root=True).dpi  # type: ignore[union-attr]  # axes always have one
    least = max(2 * _LABEL_GAP, max(text.count("\n") + 1 for _value, text, _colour in labels) * _LABEL_LINE / inches)
    places = chart_frame.apart([value / high for value, _text, _colour in labels], least, 0.06, 0.96)
    for place, (_value, text, colour) in zip(places, labels, strict=True):
        axes.text(
            1.012,
            place,
            text,
            transform=axes.transAxes,
            color=colour,
            va="center",
            fontproperties=chart_frame.font(8.5, 600),
            linespacing=0.95,
            parse_math=False,
        )


class _Band(NamedTuple):
    """Overdue debt of one zone over time."""

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
        area = axes.fill_between(days, floor, ceiling, facecolor=band.paint.fill, edgecolor=band.paint.ink, linewidth=0)
        if palette.patterned and band.hatch:
            area.set_hatch(band.hatch)
            area.set_hatch_linewidth(_HATCH_LINE)
        axes.plot(days, ceiling, color=band.paint.ink, linewidth=0.9)
        if band.sums[-1]:
            words = f"{band.name} {wording.short_money(band.sums[-1])}"
            labels.append(((floor[-1] + ceiling[-1]) / 2, words, band.paint.ink))
        floor = ceiling
    chart_frame.money_axis(axes, palette, max(floor))
    axes.set_xlim(days[0], days[-1] + 2)
    chart_frame.month_axis(axes, palette, series.points)
    _end_labels(axes, labels)
    return figure


def _bands(series: Series, palette: Palette) -> list[_Band]:
    """Zones from the mildest up; points without intervals count as overdue without a zone."""
    bands = []
    for zone in LATE_ZONES:
        sums = [findings.zone_sum(point, series.rules, zone) for point in series.points]
        if zone is Zone.NONE:
            sums = [
                amount if point.buckets else point.overdue for amount, point in zip(sums, series.points, strict=True)
            ]
        if any(sums):
            name = wording.zone_name(zone) or _without_zone(series.rules)
            bands.append(_Band(name, sums, _zone_paint(zone, palette), _HATCH[zone]))
    return bands


def _zone_paint(zone: Zone, palette: Palette) -> Paint:
    return Paint(palette.calm, palette.accent) if zone is Zone.NONE else palette.zone(zone)


def _without_zone(rules: AgingRules) -> str:
    """``до 30 дней``: overdue debt before the first zone."""
    before = [interval for interval in rules.intervals if interval.zone is Zone.NONE]
    return wording.up_to(before[-1]) if before else _("overdue")


def top_debtors(
    lines: Sequence[AgingLine],
    palette: Palette,
    rules: AgingRules | None = None,
    whole: AgingLine | None = None,
    size: tuple[float, float] | None = None,
) -> "Figure":
    """Bars of the largest debts, each split by zone. ``whole``: the totals, for the share in the title."""
    from app.reports import chart_frame

    height = 0.95 + 0.27 * max(len(lines), 1)
    figure = chart_frame.figure(
        palette, size or (9.0, height), findings.concentration(lines, whole), left=2.45, right=1.6
    )
    if not lines:
        return figure
    axes = figure.subplots()
    chart_frame.quiet(axes, palette)
    places = [-float(number) for number in range(len(lines))]
    _debtor_bars(axes, places, lines, palette, rules or AgingRules())
    largest = max(line.total for line in lines) or 1
    for place, line in zip(places, lines, strict=True):
        name = clip(plain(line.label), _NAME)
        chart_frame.words_at(
            axes, -0.012, place, name, palette.ink, ha="right", va="center", transform=axes.get_yaxis_transform()
        )
        chart_frame.words_at(
            axes, line.total + largest * 0.015, place, _debtor_words(line), palette.zone(line.zone).ink, va="center"
        )
    axes.set_xlim(0, largest * 1.01)
    axes.set_ylim(places[-1] - 0.6, 0.6)
    axes.spines["bottom"].set_visible(False)
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(0.012, 0.09 / figure.get_figheight()),
        bbox_transform=figure.transFigure,
        ncols=5,
        frameon=False,
        handlelength=1.1,
        handleheight=0.9,
        handletextpad=0.5,
        columnspacing=1.6,
        borderaxespad=0.0,
        borderpad=0.0,
        labelcolor=palette.muted,
        prop=chart_frame.font(8),
    )
    return figure


def _debtor_words(line: AgingLine) -> str:
    amount = wording.short_money(line.total)
    if not line.overdue:
        return _("{sum}, not due").format(sum=amount)
    return f"{amount}, {formats.days(line.max_days)}"


def _debtor_bars(
    axes: "Axes", places: list[float], lines: Sequence[AgingLine], palette: Palette, rules: AgingRules
) -> None:
    """Not due first, then the zones; zones nobody stands in get no entry in the key."""
    starts = [0] * len(lines)
    for name, sums, paint, hatch in _parts(lines, palette, rules):
        drawn = [(place, start, amount) for place, start, amount in zip(places, starts, sums, strict=True) if amount]
        if not drawn:
            continue
        where, left, widths = zip(*drawn, strict=True)
        bars = axes.barh(
            where, widths, left=left, height=0.66, color=paint.fill, edgecolor=paint.ink, linewidth=0.6, label=name
        )
        if palette.patterned and hatch:
            for bar in bars:
                bar.set_hatch(hatch)
                bar.set_hatch_linewidth(_HATCH_LINE)
        starts = [start + amount for start, amount in zip(starts, sums, strict=True)]


def _parts(lines: Sequence[AgingLine], palette: Palette, rules: AgingRules) -> list[_Band]:
    calm = Paint(palette.panel, palette.muted)
    parts = [_Band(_("not due"), [line.not_due for line in lines], calm, "")]
    for zone in LATE_ZONES:
        sums = [
            sum(amount for interval, amount in zip(rules.intervals, line.buckets, strict=True) if interval.zone is zone)
            for line in lines
        ]
        name = wording.zone_name(zone) or _without_zone(rules)
        parts.append(_Band(name, sums, _zone_paint(zone, palette), _HATCH[zone]))
    return parts


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
    _end_labels(
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
