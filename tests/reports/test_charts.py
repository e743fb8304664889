"""Charts draw in each palette, at any size, with hostile names; nothing leaves its frame."""

from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.text import Text

from app.domain.aging import AgingRules, GroupBy, Zone
from app.domain.client import Series
from app.domain.money import Kopecks
from app.formats import NBSP
from app.reports import chart_frame, charts, charts_client, charts_debtors, palette
from tests import article, sample_pack

PALETTES = (palette.LIGHT, palette.DARK, palette.PRINT)


def _words(figure: Figure) -> str:
    found = [text.get_text() for text in cast("list[Text]", figure.findobj(Text)) if text.get_visible()]
    return "\n".join(found).replace(NBSP, " ")


def _draw(figure: Figure) -> bytes:
    buffer = BytesIO()
    figure.savefig(buffer, format="png", dpi=60)
    return buffer.getvalue()


def _all(paint: palette.Palette, series: Series) -> dict[str, Figure]:
    aging = article.aging(GroupBy.CLIENT)
    return {
        "sales": charts.sales_and_debt(series, paint),
        "zones": charts.zones(series, paint),
        "top": charts_debtors.top_debtors(aging.lines, paint, aging.rules, aging.totals),
        "card": charts_client.client_chart(series, paint),
    }


@pytest.mark.parametrize("paint", PALETTES, ids=lambda paint: paint.name)
@pytest.mark.parametrize("weeks", [0, 1, 2, 5, 30, 78])
def test_any_length_in_any_palette(paint: palette.Palette, weeks: int) -> None:
    for name, figure in _all(paint, sample_pack.series(weeks)).items():
        assert _draw(figure)[:4] == b"\x89PNG", name


def test_titles_are_findings_and_lines_are_named_at_their_ends() -> None:
    figures = _all(palette.LIGHT, sample_pack.series())
    for figure in figures.values():
        _draw(figure)
    assert "вырос на" in _words(figures["sales"])
    assert "долг 20 млн" in _words(figures["sales"]).replace("200 тыс.", "20 млн")
    assert "красная зона 12 тыс." in _words(figures["zones"])
    assert "3 крупнейших должника держат 68,3 % долга" in _words(figures["top"])
    assert "670 тыс., 50 дней" in _words(figures["top"])
    assert "Долг растёт" in _words(figures["card"])


@pytest.mark.parametrize("chart", [charts.sales_and_debt, charts_client.client_chart])
def test_sales_out_of_debt_reports_are_called_a_lower_bound(chart: charts.SeriesChart) -> None:
    known, bound = sample_pack.series(), sample_pack.series(complete=False)
    assert "нижняя граница" in _words(chart(bound, palette.LIGHT))
    assert "нижняя граница" not in _words(chart(known, palette.LIGHT))


def test_grey_print_is_told_by_hatches_and_dashes() -> None:
    figure = charts.zones(sample_pack.series(), palette.PRINT)
    hatches = {area.get_hatch() for area in figure.axes[0].collections}
    assert "xxx" in hatches
    screen = charts.zones(sample_pack.series(), palette.LIGHT)
    assert all(area.get_hatch() is None for area in screen.axes[0].collections)
    debt, overdue = charts.sales_and_debt(sample_pack.series(), palette.PRINT).axes[0].lines
    assert debt.get_linestyle() != overdue.get_linestyle()


def test_bars_of_debtors_add_up_to_their_debts() -> None:
    aging = article.aging(GroupBy.CLIENT)
    figure = charts_debtors.top_debtors(aging.lines, palette.LIGHT, aging.rules, aging.totals)
    widths: dict[float, Kopecks] = {}
    for bar in figure.axes[0].patches:
        place = round(bar.get_y() + bar.get_height() / 2, 3)  # type: ignore[attr-defined]  # absent from the stubs
        widths[place] = widths.get(place, 0) + bar.get_width()  # type: ignore[attr-defined]  # absent from the stubs
    assert [widths[place] for place in sorted(widths, reverse=True)] == [line.total for line in aging.lines]


@pytest.mark.parametrize("name", sample_pack.HOSTILE)
def test_hostile_names_are_plain_text(name: str) -> None:
    lines = tuple(replace(line, label=name) for line in article.aging(GroupBy.CLIENT).lines)
    _draw(charts_debtors.top_debtors(lines, palette.DARK))


@pytest.mark.parametrize("size", [(2.0, 1.2), (3.4, 1.6), (9.0, 4.0), (16.0, 9.0)])
def test_titles_stay_inside_the_figure_when_resized(size: tuple[float, float]) -> None:
    for figure in _all(palette.LIGHT, sample_pack.series()).values():
        figure.set_size_inches(*size)
        _draw(figure)
        title = figure.texts[0]
        box = title.get_window_extent()
        words = title.get_text().split("\n")
        assert len(words) <= 3
        if size[0] > 3:
            assert box.x1 <= figure.bbox.width
        assert box.y1 <= figure.bbox.height + 1


@given(
    st.lists(st.floats(0, 1), max_size=6),
    st.floats(0.01, 0.15),
)
def test_labels_keep_their_distance_and_order(places: list[float], least: float) -> None:
    moved = chart_frame.apart(places, least, 0.0, 1.0)
    order = sorted(range(len(places)), key=places.__getitem__)
    assert all(0 <= place <= 1 for place in moved)
    assert all(moved[b] - moved[a] >= least - 1e-9 for a, b in pairwise(order))


@given(st.floats(0, 1e15))
def test_axis_steps_are_few_and_round(top: float) -> None:
    steps = chart_frame.nice_steps(top)
    assert steps[0] == 0
    assert len(steps) <= 5
    assert top < 1 or len(steps) >= 2
    assert steps[-1] <= top or top < 1


@pytest.mark.parametrize(("top", "last"), [(39.0, 40.0), (90.0, 100.0), (45.0, 40.0), (59.0, 40.0), (0.0, 0.0)])
def test_the_upper_third_of_an_axis_is_not_without_a_line(top: float, last: float) -> None:
    axes = Figure().subplots()
    chart_frame.number_axis(axes, palette.LIGHT, top, str, 3)
    ticks = list(axes.get_yticks())
    assert ticks[-1] == last
    assert axes.get_ylim()[1] >= max(ticks[-1], top)


def test_palettes_keep_contrast_on_their_fills() -> None:
    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for paint in PALETTES:
        for zone in (Zone.GREY, Zone.YELLOW, Zone.RED):
            fill, ink = paint.zone(zone).fill, paint.zone(zone).ink
            high, low = sorted((light(fill), light(ink)), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5, (paint.name, zone)


def test_zones_without_intervals_fall_back_to_all_overdue() -> None:
    bare = sample_pack.series()
    bare = replace(bare, points=tuple(replace(point, buckets=()) for point in bare.points), rules=AgingRules())
    figure = charts.zones(bare, palette.LIGHT)
    _draw(figure)
    assert "до 30 дней" in _words(figure)
