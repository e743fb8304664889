"""Drawing five years of weeks, against bare matplotlib that draws the very same artists."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from app.domain.aging import AgingRules
from app.domain.client import Point, Series
from app.domain.sales import Origin
from tools.bench_figures import Figure, paired, timed

LIMIT = 1.5
ROUNDS = 9
WEEKS = 260
SIZE = (11.0, 5.7)
DPI = 100


def measure(weeks: int = WEEKS, rounds: int = ROUNDS) -> Iterator[Figure]:
    """Zones over time and debt against sales: making the figure and painting it once, as the window does."""
    from app.reports import charts
    from app.reports.palette import LIGHT

    found = series(weeks)
    for name, ours, theirs in (
        ("debt and sales", partial(charts.sales_and_debt, found, LIGHT, SIZE), partial(_bare_sales, found)),
        ("zones", partial(charts.zones, found, LIGHT, SIZE), partial(_bare_zones, found)),
    ):
        _paint(ours)
        _paint(theirs)
        mine, other, ratio = paired(
            partial(timed, partial(_paint, ours)), partial(timed, partial(_paint, theirs)), rounds
        )
        yield Figure(f"chart of {weeks} weeks, {name}", mine * 1000, other * 1000, ratio, LIMIT)


def series(weeks: int) -> Series:
    """A debt that swings, all intervals filled."""
    first = date(2026, 11, 23) - timedelta(weeks=weeks - 1)
    points = []
    for week in range(weeks):
        late = tuple(100_000_00 * (number + 1) * (10 + (week * (number + 3)) % 7) for number in range(6))
        debt = sum(late) + 40_000_000_00 + 100_000_00 * (week % 40)
        points.append(
            Point(first + timedelta(weeks=week), 7_000_000_00 + 90_000_00 * (week % 13), debt, sum(late), 0, late)
        )
    return Series(tuple(points), Origin.REGISTER, AgingRules())


def _paint(make: Any) -> None:  # noqa: ANN401 - a function that gives a matplotlib figure
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure = make()
    figure.set_dpi(DPI)
    FigureCanvasAgg(figure).draw()  # type: ignore[no-untyped-call] # matplotlib has no types here


def _bare(rows: int) -> tuple[Any, list[Any]]:
    """A figure with the same axes, margins and title, laid out by hand."""
    from matplotlib.figure import Figure as Drawing

    figure = Drawing(figsize=SIZE)
    axes = figure.subplots(rows, 1, sharex=True, squeeze=False)[:, 0]
    figure.subplots_adjust(left=0.07, right=0.86, top=0.92, bottom=0.05)
    figure.text(0.01, 0.97, "Debt 41.0 m, up 4.2 % in 13 weeks; overdue 29.0 % of the debt", fontsize=11)
    for one in axes:
        for side in ("top", "left", "right"):
            one.spines[side].set_visible(False)
        one.tick_params(length=0)
        one.grid(visible=True, axis="y")
    return figure, list(axes)


def _ticks(axes: Any, days: list[int], top: float) -> None:  # noqa: ANN401 - axes of matplotlib
    axes.set_xticks(days[:: len(days) // 6], ["month"] * len(days[:: len(days) // 6]), fontsize=8)
    axes.set_yticks([0, top / 3, top * 2 / 3], ["0", "20 m", "40 m"], fontsize=8)
    axes.set_ylim(0, top * 1.06)


def _bare_sales(found: Series) -> Any:  # noqa: ANN401 - a figure of matplotlib
    figure, (upper, lower) = _bare(2)
    days = [point.day.toordinal() for point in found.points]
    overdue = [point.overdue for point in found.points]
    upper.plot(days, [point.debt for point in found.points], linewidth=1.8)
    upper.fill_between(days, overdue, alpha=0.45, linewidth=0)
    upper.plot(days, overdue, linewidth=1.8, linestyle=(0, (4, 1.5)))
    lower.bar(days, [point.sales for point in found.points], width=5.2)
    for axes, top in ((upper, max(point.debt for point in found.points)), (lower, max(p.sales for p in found.points))):
        _ticks(axes, days, top)
    upper.text(1.012, 0.9, "debt 41.0 m", transform=upper.transAxes, fontsize=8.5)
    upper.text(1.012, 0.4, "overdue 11.9 m,\n29.0 % of the debt", transform=upper.transAxes, fontsize=8.5)
    lower.text(1.012, 0.5, "sales 7.2 m\nin the last week", transform=lower.transAxes, fontsize=8.5)
    return figure


def _bare_zones(found: Series) -> Any:  # noqa: ANN401 - a figure of matplotlib
    figure, (axes,) = _bare(1)
    days = [point.day.toordinal() for point in found.points]
    floor = [0] * len(days)
    for first, last in ((0, 3), (3, 4), (4, 5), (5, 6)):
        ceiling = [low + sum(point.buckets[first:last]) for low, point in zip(floor, found.points, strict=True)]
        axes.fill_between(days, floor, ceiling, linewidth=0)
        axes.plot(days, ceiling, linewidth=0.9)
        axes.text(1.012, first / 6, "zone 3.2 m", transform=axes.transAxes, fontsize=8.5)
        floor = ceiling
    _ticks(axes, days, max(floor))
    return figure
