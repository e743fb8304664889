"""Charts of debtors on one date: the largest, how concentrated the debt is, sum against delay."""

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from app import formats
from app.domain.aging import Aging, AgingLine, AgingRules, Zone
from app.domain.money import share
from app.i18n import _
from app.reports import findings, wording
from app.reports.chart import Behind, Chart, Reach, Spot, Target
from app.reports.charts import HATCH_LINE, LATE_ZONES, Band, band_name, zone_paint
from app.reports.palette import Paint, Palette, hatch
from app.reports.safe_text import clip, plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TOP = 12
_NAME = 30
_BARS = 60
"""Most debtors drawn as bars of a Pareto; more are a curve alone."""

_FEW = 5
"""Most bars of a Pareto that carry names under them."""

_NAMED = 12
"""Most points of a scatter that get their names."""

_OBSTACLES = 500
"""Marks that names keep clear of; among more there is no room for names anyway."""

_MARK = 0.055
_SIDE = 0.25

_SIGNS = {Zone.NONE: "o", Zone.GREY: "s", Zone.YELLOW: "^", Zone.RED: "X"}


def top_chart(aging: Aging) -> Chart:
    """The largest debtors, each split by zone."""
    lines = tuple(line for line in aging.lines[:TOP] if line.total > 0)
    return Chart(
        draw=lambda palette: top_debtors(lines, palette, aging.rules, aging.totals),
        finding=findings.concentration(lines, aging.totals),
        spots=tuple(
            Spot((0, -number), line.label, debtor_words(line, aging.totals), _card(line))
            for number, line in enumerate(lines)
        ),
        reach=Reach.DOWN,
        empty="" if lines else findings.concentration(lines, aging.totals),
        hint=_("Click a bar to open the client"),
        height=26 + 6 * max(len(lines), 1),
    )


def _card(line: AgingLine) -> Target | None:
    return None if line.client_id is None else Target(Behind.CLIENT, client_id=line.client_id)


def debtor_words(line: AgingLine, whole: AgingLine) -> tuple[str, ...]:
    """What a client owes, its part of the whole, and how late it is."""
    words = [
        _("debt {sum}, {percent} of all").format(
            sum=formats.roubles_sign(line.total), percent=formats.percent(line.share_of(whole))
        )
    ]
    if line.overdue:
        words.append(
            _("overdue {sum}, up to {days}").format(
                sum=formats.roubles_sign(line.overdue), days=formats.days(line.max_days)
            )
        )
    return tuple(words)


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
    aside = chart_frame.moved(axes, axes.get_yaxis_transform(), -0.08)
    for place, line in zip(places, lines, strict=True):
        name = clip(plain(line.label), _NAME)
        chart_frame.words_at(axes, 0, place, name, palette.ink, ha="right", va="center", transform=aside)
        chart_frame.words_at(
            axes, line.total + largest * 0.015, place, _debtor_end(line), palette.zone(line.zone).ink, va="center"
        )
    axes.set_xlim(0, largest * 1.01)
    axes.set_ylim(min(places[-1], -3) - 0.6, 0.6)
    axes.spines["bottom"].set_visible(False)
    key(axes, palette)
    return figure


def key(axes: "Axes", palette: Palette) -> None:
    """What each fill means, in one line under the plot."""
    from app.reports import chart_frame

    figure = axes.get_figure(root=True)
    assert figure is not None
    legend = axes.legend(
        loc="lower left",
        bbox_to_anchor=(0.012, 0.0),
        bbox_transform=figure.transFigure,
        ncols=5,
        frameon=False,
        handlelength=1.1,
        handleheight=0.9,
        handletextpad=0.5,
        columnspacing=1.6,
        borderaxespad=0.4,
        borderpad=0.0,
        labelcolor=palette.muted,
        prop=chart_frame.font(8),
    )
    legend.set_in_layout(False)


def _debtor_end(line: AgingLine) -> str:
    amount = wording.short_money(line.total)
    if not line.overdue:
        return _("{sum}, not due").format(sum=amount)
    return f"{amount}, {formats.days(line.max_days)}"


def _debtor_bars(
    axes: "Axes", places: list[float], lines: Sequence[AgingLine], palette: Palette, rules: AgingRules
) -> None:
    """Not due first, then the zones; zones nobody stands in get no entry in the key."""
    starts = [0] * len(lines)
    for name, sums, paint, pattern in _parts(lines, palette, rules):
        drawn = [(place, start, amount) for place, start, amount in zip(places, starts, sums, strict=True) if amount]
        if not drawn:
            continue
        where, left, widths = zip(*drawn, strict=True)
        bars = axes.barh(
            where, widths, left=left, height=0.66, color=paint.fill, edgecolor=paint.ink, linewidth=0.6, label=name
        )
        if palette.patterned and pattern:
            for bar in bars:
                bar.set_hatch(pattern)
                bar.set_hatch_linewidth(HATCH_LINE)
        starts = [start + amount for start, amount in zip(starts, sums, strict=True)]


def _parts(lines: Sequence[AgingLine], palette: Palette, rules: AgingRules) -> list[Band]:
    calm = Paint(palette.panel, palette.muted)
    parts = [Band(_("not due"), [line.not_due for line in lines], calm, "")]
    for zone in LATE_ZONES:
        sums = [
            sum(amount for interval, amount in zip(rules.intervals, line.buckets, strict=True) if interval.zone is zone)
            for line in lines
        ]
        parts.append(Band(band_name(zone, rules), sums, zone_paint(zone, palette), hatch(zone)))
    return parts


def pareto_chart(aging: Aging) -> Chart:
    """How many clients hold how much of the debt."""
    lines = tuple(line for line in aging.lines if line.total > 0)
    reached = _reached(lines)
    return Chart(
        draw=lambda palette: pareto(aging, palette),
        finding=findings.pareto(aging),
        spots=tuple(
            Spot(
                (number, float(upto)),
                f"{number}. {line.label}",
                (
                    *debtor_words(line, aging.totals),
                    _("with the larger ones {percent} of the debt").format(percent=formats.percent(upto)),
                ),
                _card(line),
            )
            for number, (line, upto) in enumerate(zip(lines, reached, strict=True), 1)
        ),
        empty="" if lines else findings.pareto(aging),
        hint=_("Point at a place to see the client, click to open it"),
        height=90,
    )


def _reached(lines: Sequence[AgingLine]) -> list[float]:
    """Percent of the debt that each line and those before it hold."""
    whole = sum(line.total for line in lines)
    return [float(share(amount, whole)) for amount in accumulate(line.total for line in lines)]


def pareto(aging: Aging, palette: Palette, size: tuple[float, float] = (9.0, 3.8)) -> "Figure":
    """Debtors from the largest: the part of each as a bar, of all so far as a line, and where it crosses 80 %."""
    from app.reports import chart_frame

    lines = [line for line in aging.lines if line.total > 0]
    note = _("debtors from the largest to the smallest; part of the whole debt")
    figure = chart_frame.figure(palette, size, findings.pareto(aging), note if lines else "", left=0.6, right=1.5)
    if not lines:
        return figure
    axes = figure.subplots()
    chart_frame.quiet(axes, palette)
    reached, places = _reached(lines), list(range(1, len(lines) + 1))
    few = len(lines) <= _BARS
    if few:
        parts = [float(share(line.total, aging.totals.total)) for line in lines]
        axes.bar(places, parts, width=0.78, color=palette.bars, edgecolor=palette.accent, linewidth=0.5)
    else:
        axes.fill_between(places, reached, color=palette.calm, linewidth=0)
    axes.plot(places, reached, color=palette.ink, linewidth=1.6, marker="o" if few else "", markersize=3)
    axes.axhline(findings.MOST, color=palette.muted, linewidth=0.9, linestyle=(0, (1, 1.5)))
    crossing = findings.holders(aging)
    axes.plot([crossing], [reached[crossing - 1]], marker="D", markersize=7, color=palette.red.ink)
    axes.axvline(
        crossing, ymax=reached[crossing - 1] / 108, color=palette.red.ink, linewidth=0.9, linestyle=(0, (4, 1.5))
    )
    chart_frame.number_axis(axes, palette, 100, lambda step: formats.percent(step, 0), most=5)
    axes.set_xlim(0.4, len(lines) + 0.6)
    _ranks(axes, lines, palette)
    most = formats.percent(findings.MOST, 0)
    words = _("{percent} of the debt:\n{clients}").format(percent=most, clients=formats.clients(crossing))
    chart_frame.end_labels(axes, [(findings.MOST, words, palette.red.ink)])
    return figure


def _ranks(axes: "Axes", lines: Sequence[AgingLine], palette: Palette) -> None:
    """Names of a few debtors, places of many."""
    from app.reports import chart_frame

    font, count = chart_frame.font(8), len(lines)
    if count <= _FEW:
        names = [chart_frame.shown(clip(plain(line.label), 18)) for line in lines]
        axes.set_xticks(range(1, count + 1), names, fontproperties=font, color=palette.muted, parse_math=False)
        return
    steps = [round(step) for step in chart_frame.nice_steps(count, 8) if step >= 1 and step == int(step)]
    ticks = [1, *(step for step in steps if step > max(1, count / 40))]
    labels = [formats.decimal(tick, 0) for tick in ticks]
    axes.set_xticks(ticks, labels, fontproperties=font, color=palette.muted)


def scatter_chart(aging: Aging) -> Chart:
    """Who owes much for long: overdue sum against days."""
    late = [line for line in aging.lines if line.overdue > 0]
    return Chart(
        draw=lambda palette: scatter(aging, palette),
        finding=findings.oldest(aging),
        spots=tuple(
            Spot((line.max_days, line.overdue), line.label, debtor_words(line, aging.totals), _card(line))
            for line in late
        ),
        reach=Reach.NEAR,
        empty="" if late else findings.oldest(aging),
        hint=_("Point at a mark to see the client, click to open it"),
        height=100,
    )


def scatter(aging: Aging, palette: Palette, size: tuple[float, float] = (9.0, 4.4)) -> "Figure":
    """One mark for each debtor in delay, its shape and fill by zone; the heaviest are named. Sums on a scale of
    tens, or the largest would press all others to the floor."""
    from app.reports import chart_frame

    late = [line for line in aging.lines if line.overdue > 0]
    note = _("across: days of the longest delay; up: overdue sum, each line ten times the one below")
    figure = chart_frame.figure(
        palette, size, findings.oldest(aging), note if late else "", left=0.75, right=0.3, bottom=0.56
    )
    if not late:
        return figure
    axes = figure.subplots()
    chart_frame.quiet(axes, palette)
    axes.set_yscale("log")
    axes.minorticks_off()
    for zone in LATE_ZONES:
        found = [line for line in late if line.zone is zone]
        if found:
            paint = zone_paint(zone, palette)
            axes.scatter(
                [line.max_days for line in found], [line.overdue for line in found],
                s=34 if len(late) < 300 else 12, marker=_SIGNS[zone], facecolor=paint.fill, edgecolor=paint.ink,
                linewidth=0.8, label=band_name(zone, aging.rules),
            )  # fmt: skip
    _scales(axes, late, palette)
    _names(axes, late, palette)
    key(axes, palette)
    return figure


def _scales(axes: "Axes", late: Sequence[AgingLine], palette: Palette) -> None:
    from app.reports import chart_frame

    font = chart_frame.font(8)
    low, high = min(line.overdue for line in late), max(line.overdue for line in late)
    powers = [10**power for power in range(2, 16) if low / 10 < 10**power < high * 10]
    shown = [power for power in powers if low / 2 <= power <= high * 2] or powers[:1]
    axes.set_yticks(
        shown, [f"{wording.short_money(power)}\u00a0₽" for power in shown], fontproperties=font, color=palette.muted
    )
    axes.set_ylim(low / 2, high * 2.2)
    axes.grid(visible=True, axis="y", color=palette.line, linewidth=0.6)
    axes.set_axisbelow(True)
    longest = max(line.max_days for line in late)
    days = [round(step) for step in chart_frame.nice_steps(longest, 8) if step == int(step)]
    axes.set_xticks(days, [formats.days(day) for day in days], fontproperties=font, color=palette.muted)
    axes.set_xlim(0, longest * 1.04 + 1)


def _names(axes: "Axes", late: Sequence[AgingLine], palette: Palette) -> None:
    """Names of the heaviest (sum times days) beside their marks; a name that would touch another one or a mark is left
    out."""
    from app.reports import chart_frame

    font = chart_frame.font(8)
    heavy = sorted(late, key=lambda line: (-line.amount_days, line.label))[:_NAMED]
    drawn = [
        chart_frame.words_at(
            axes, 0, 0, clip(plain(line.label), 24), palette.ink, fontproperties=font, va="center",
            transform=axes.transAxes,
        )
        for line in heavy
    ]  # fmt: skip
    widths = [chart_frame.text_width(text.get_text(), font) for text in drawn]
    marked = [*heavy, *late[:_OBSTACLES]]

    def place() -> None:
        width, height = chart_frame.inches(axes)
        points = axes.transLimits.transform(axes.transScale.transform([(one.max_days, one.overdue) for one in marked]))
        taken = [_Area(x * width, y * height, _MARK, _MARK) for x, y in points]
        for number, (text, long) in enumerate(zip(drawn, widths, strict=True)):
            x, y = points[number][0] * width, points[number][1] * height
            sides = (_Area(x + side * (_MARK + 0.04 + long / 2), y, long / 2, 0.075) for side in (1, -1))
            free = [area for area in sides if area.inside(width) and not any(area.touches(one) for one in taken)]
            text.set_visible(bool(free))
            if free:
                taken.append(free[0])
                text.set_position(((free[0].x - long / 2) / width, y / height))

    chart_frame.settle(axes, place)


class _Area(NamedTuple):
    """A box around its middle, in inches of the plot."""

    x: float
    y: float
    half_width: float
    half_height: float

    def touches(self, other: "_Area") -> bool:
        return (
            abs(self.x - other.x) < self.half_width + other.half_width
            and abs(self.y - other.y) < self.half_height + other.half_height
        )

    def inside(self, width: float) -> bool:
        return self.x - self.half_width > 0 and self.x + self.half_width < width + _SIDE
