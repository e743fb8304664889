"""Every chart by name: its parts sum to its figures, titles are computed, words never touch, grey print tells."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import combinations
from typing import cast

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from app.domain.aging import Aging, AgingRules, GroupBy, Zone
from app.domain.bridge import Bridge, BridgeLine
from app.domain.calendar import WorkCalendar
from app.domain.chart import ChartData, ChartName, Cooperation, Delay, DueDay, DueSums, Shares, Speed, Trend
from app.domain.indicator_set import HistoryPoint
from app.domain.migration import Journey, Migration, migrate
from app.formats import NBSP
from app.reports import charts_bridge, charts_migration, findings, findings_flow, palette
from app.reports.chart_book import chart, question, questions
from app.reports.chart_picture import picture_bytes
from app.reports.wording import short_money
from tests import article, sample_pack

AS_OF = date(2026, 11, 23)
RULES = AgingRules()


def trend(weeks: int = 30, share: str = "62") -> Trend:
    found = sample_pack.series(weeks)
    percents = tuple(Decimal(share) if week >= 13 else None for week in range(weeks))
    return Trend(found, Shares(percents, Decimal(50), 91))


def bridge(**how: int) -> Bridge:
    sums = {"before": 1_000_00, "matured": 340_00, "paid": 220_00, "written_off": 20_00} | how
    taken = sums["paid"] + sums["written_off"] + sums.get("goods", 0)
    after = sums["before"] + sums["matured"] + sums.get("returned", 0) + sums.get("rewritten", 0) - taken
    line = BridgeLine(7, "ООО «Лес»", "", after=after, **sums)
    return Bridge(AS_OF - timedelta(7), AS_OF, (line,), replace(line, label="Итого"))


def migration() -> Migration:
    due = [AS_OF.toordinal() - days for days in (-20, 3, 4, 9, 20, 33, 50, 70, 90)]
    journeys = [Journey(n, n, "", day, 1_000_00 + n, 900_00) for n, day in enumerate(due)]
    journeys += [Journey(20, 1, "", AS_OF.toordinal() + 9, 0, 700_00), Journey(21, 1, "", due[4], 5_000_00, 0)]
    return migrate(journeys, AS_OF - timedelta(7), AS_OF, RULES)


def due(days: int = 9) -> DueSums:
    found = tuple(DueDay(AS_OF + timedelta(3 * n), 1_000_00 * (n + 1), n + 1) for n in range(days))
    until = AS_OF + timedelta(41)
    return DueSums(AS_OF, until, found, 5_000_00, 2_000_00, 1_00, WorkCalendar({date(2026, 12, 31): False}))


def speed(weeks: int = 30) -> Speed:
    days = [AS_OF - timedelta(7 * back) for back in reversed(range(weeks))]
    dso = tuple(HistoryPoint(day, Decimal(30 + n) if n else None) for n, day in enumerate(days))
    return Speed(dso, tuple(HistoryPoint(day, Decimal("83.4")) for day in days))


def cooperation(name: str = "ООО «Русский лес»") -> Cooperation:
    delays = tuple(Delay(date(2008, month, 1), Decimal(month * 10), 1_000_00, 2) for month in range(1, 6))
    return Cooperation(7, name, trend(), delays, 23)


def aging(name: str = "") -> Aging:
    found = article.aging(GroupBy.CLIENT)
    return replace(found, lines=tuple(replace(line, label=name) for line in found.lines)) if name else found


DATA: dict[ChartName, Callable[[], ChartData]] = {
    ChartName.SALES: trend,
    ChartName.ZONES: trend,
    ChartName.INDICATORS: speed,
    ChartName.BRIDGE: bridge,
    ChartName.MIGRATION: migration,
    ChartName.DUE: due,
    ChartName.TOP: aging,
    ChartName.PARETO: aging,
    ChartName.SCATTER: aging,
    ChartName.CLIENT: cooperation,
}


def painted(figure: Figure, size: tuple[float, float] = (11.0, 5.7)) -> Figure:
    figure.set_size_inches(*size)
    figure.set_dpi(100)
    FigureCanvasAgg(figure).draw()  # type: ignore[no-untyped-call]  # matplotlib has no types here
    return figure


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


@pytest.mark.parametrize("name", list(ChartName))
@pytest.mark.parametrize("paint", [palette.LIGHT, palette.DARK, palette.PRINT], ids=lambda paint: paint.name)
def test_every_chart_draws_and_says_its_finding(name: ChartName, paint: palette.Palette) -> None:
    made = chart(name, DATA[name]())
    assert not made.empty
    figure = painted(made.draw(paint))
    title = figure.texts[0]
    assert " ".join(title.get_text().split()) == " ".join(made.finding.split())
    assert made.spots
    assert made.hint
    assert any(char.isdigit() for char in made.finding), made.finding


def _boxes(figure: Figure) -> list[tuple[str, Bbox]]:
    """Visible words of a painted figure with their places."""
    words = [
        text for text in cast("list[Text]", figure.findobj(Text)) if text.get_visible() and text.get_text().strip()
    ]
    return [(text.get_text(), text.get_window_extent()) for text in words]


@pytest.mark.parametrize("size", [(10.7, 5.4), (9.0, 4.3), (26.0, 14.0)], ids=["laptop", "paper", "4K"])
@pytest.mark.parametrize("name", list(ChartName))
def test_words_do_not_touch_and_stay_inside(name: ChartName, size: tuple[float, float]) -> None:
    figure = painted(chart(name, DATA[name]()).draw(palette.LIGHT), size)
    boxes = _boxes(figure)
    assert boxes
    for text, place in boxes:
        assert place.x0 >= 0, text
        assert place.y0 >= -1, text
        assert place.x1 <= figure.bbox.width + 1, text
        assert place.y1 <= figure.bbox.height + 1, text
    for (one, first), (other, second) in combinations(boxes, 2):
        across = min(first.x1, second.x1) - max(first.x0, second.x0)
        down = min(first.y1, second.y1) - max(first.y0, second.y0)
        assert across <= 1 or down <= 2, (one, other)


@pytest.mark.parametrize("name", [ChartName.TOP, ChartName.PARETO, ChartName.SCATTER, ChartName.CLIENT])
@pytest.mark.parametrize("hostile", sample_pack.HOSTILE)
def test_hostile_names_are_plain_text(name: ChartName, hostile: str) -> None:
    data = cooperation(hostile) if name is ChartName.CLIENT else aging(hostile)
    made = chart(name, data)
    painted(made.draw(palette.PRINT))
    assert len(made.finding) < 250


EMPTY: dict[ChartName, ChartData] = {
    ChartName.SALES: Trend(sample_pack.series(0), None),
    ChartName.ZONES: Trend(sample_pack.series(0), None),
    ChartName.INDICATORS: Speed((), ()),
    ChartName.BRIDGE: Bridge(AS_OF - timedelta(7), AS_OF, (), BridgeLine(0, "", "")),
    ChartName.MIGRATION: migrate((), AS_OF - timedelta(7), AS_OF, RULES),
    ChartName.DUE: DueSums(AS_OF, AS_OF, (), 0, 0, 0, WorkCalendar()),
    ChartName.TOP: article.aging(GroupBy.CLIENT, ()),
    ChartName.PARETO: article.aging(GroupBy.CLIENT, ()),
    ChartName.SCATTER: article.aging(GroupBy.CLIENT, ()),
    ChartName.CLIENT: Cooperation(1, "ООО «Лес»", Trend(sample_pack.series(0), None), (), None),
}


@pytest.mark.parametrize("name", list(ChartName))
def test_nothing_to_draw_is_said_in_words(name: ChartName) -> None:
    assert len(chart(name, EMPTY[name]).empty) > 8


def test_questions_are_of_every_chart() -> None:
    assert [found.name for found in questions()] and {found.name for found in questions()} == set(ChartName)
    assert question(ChartName.TOP).words.endswith("?")
    with pytest.raises(TypeError):
        chart(ChartName.TOP, due())


def test_bars_of_the_bridge_lead_from_before_to_after() -> None:
    found = bridge(goods=10_00, rewritten=-30_00, returned=5_00)
    steps = charts_bridge.steps(found.totals)
    assert sum(step.amount for step in steps[:-1]) == found.totals.after == steps[-1].amount
    assert [step.part for step in steps][0::7] == ["before", "after"]
    level = steps[0].amount
    for step in steps[1:-1]:
        level += step.amount
        assert level in (step.low, step.high)
    figure = charts_bridge.waterfall(found, palette.PRINT)
    hatches = {bar.get_hatch() for bar in figure.axes[0].patches}
    assert {"///", "...", None} <= hatches


def test_streams_sum_to_both_ends() -> None:
    found = migration()
    made = charts_migration.flow(found)
    for node in made.nodes:
        side = 0 if node.left else 1
        assert sum(s.amount for s in made.streams if (s.source, s.target)[side] == node.place) == node.amount
        if node.place >= 0:
            assert node.amount == (found.start if node.left else found.end)[node.place]
    assert sum(n.amount for n in made.nodes if n.left) == sum(n.amount for n in made.nodes if not n.left)
    for node in made.nodes:  # streams lie inside their places and do not overlap
        own = sorted(
            (s.begins if node.left else s.ends, s.amount)
            for s in made.streams
            if (s.source if node.left else s.target) == node.place
        )
        assert own[0][0] == pytest.approx(node.low)
        assert own[-1][0] + own[-1][1] == pytest.approx(node.high)
    drawn = [
        patch
        for patch in charts_migration.migration(found, palette.PRINT).axes[0].patches
        if isinstance(patch, PathPatch)
    ]
    assert len(drawn) == len(made.streams)
    assert {patch.get_hatch() for patch in drawn} >= {"///", "...", None}


def test_the_heading_of_the_migration_counts_what_worsened() -> None:
    found = migration()
    words = plain(findings_flow.migration(found))
    worsened = sum(amount for s, row in enumerate(found.moved) for t, amount in enumerate(row) if t > s)
    assert short_money(worsened).replace(NBSP, " ") in words
    assert "7 дней" in words


@pytest.mark.parametrize(
    ("percents", "words"),
    [
        (["40", "45"], "это 45,0 % оборота за 91 день, ниже порога 50 %"),
        (["40", "55"], "это 55,0 % оборота за 91 день, выше порога 50 %"),
        (["60", "55"], "это 55,0 % оборота за 91 день, выше порога 50 % уже 2 недели подряд"),
        (["60", None], "просрочка"),
    ],
)
def test_turnover(percents: list[str | None], words: str) -> None:
    shares = Shares(tuple(Decimal(p) if p else None for p in percents), Decimal(50), 91)
    assert plain(findings.turnover(sample_pack.series(2), shares)).split("; ")[1].startswith(words)


def test_pareto_and_oldest_of_the_article() -> None:
    found = article.aging(GroupBy.CLIENT)
    assert findings.holders(found) == 5
    assert plain(findings.pareto(found)).startswith("80 % долга держат 5 клиентов из 10; у крупнейшего,")
    assert "Спектр-М" in findings.pareto(found)
    heaviest = max(found.lines, key=lambda line: line.amount_days)
    assert heaviest.label in findings.oldest(found)


def test_bridge_words() -> None:
    assert plain(findings_flow.bridge(bridge())) == (
        "Просрочка за 7 дней выросла на 100 ₽: наступил срок 340, оплачено 220, списано и возвращено 20"
    )
    assert plain(findings_flow.bridge(bridge(paid=900_00))).startswith("Просрочка за 7 дней снизилась на 580 ₽")
    assert plain(findings_flow.bridge(bridge(paid=320_00))).startswith("Просрочка за 7 дней не изменилась:")
    assert plain(findings_flow.bridge(bridge(paid=319_90))).startswith("Просрочка за 7 дней почти не изменилась")


def test_due_words() -> None:
    found = due()
    assert (
        plain(findings_flow.due(found))
        == "До 03.01.2027 наступает срок по 45 тыс. ₽, больше всего 17.12.2026: 9 тыс. ₽"
    )
    assert plain(findings_flow.due_rest(found)).startswith("уже просрочено 5 тыс. ₽; позже 2 тыс. ₽; без срока 1 ₽")


def test_speed_words() -> None:
    assert plain(findings.speed(speed())) == (
        "В долгах 59 дней продаж, на 13 дней больше, чем 13 недель назад; собрано 83 % того, что можно было собрать"
    )


def test_cooperation_words() -> None:
    words = plain(findings.cooperation(cooperation()))
    assert words.startswith("ООО «Русский лес»: долг растёт, продажи упали")
    assert words.endswith("платит в среднем на 23 дня позже срока, в последние три месяца оплат — на 40")


def test_own_colours_of_zones_are_worn() -> None:
    mine = palette.with_colours(palette.LIGHT, ((zone, "#123456") for zone in [Zone.RED]))
    assert mine.red.fill == "#123456"
    assert mine.yellow == palette.LIGHT.yellow
    assert palette.mixed("#000000", "#ffffff", 0.5) == "#808080"


def test_ten_thousand_debtors_are_one_curve_and_marks() -> None:
    one = article.aging(GroupBy.CLIENT).lines[0]
    lines = tuple(
        replace(one, label=f"Клиент {n}", not_due=n, buckets=(n, 0, 0, 0, 0, n), max_days=1 + n % 900, client_id=n)
        for n in range(10_000, 0, -1)
    )
    totals = replace(
        one, not_due=sum(line.not_due for line in lines), buckets=(sum(line.not_due for line in lines),) * 2
    )
    found = replace(article.aging(GroupBy.CLIENT), lines=lines, totals=totals)
    for name in (ChartName.TOP, ChartName.PARETO, ChartName.SCATTER):
        figure = painted(chart(name, found).draw(palette.LIGHT))
        assert len(figure.axes[0].texts) < 40
        assert len(figure.axes[0].patches) < 60


def test_pictures_repeat_to_the_byte() -> None:
    made = chart(ChartName.MIGRATION, migration())
    for kind in ("png", "svg"):
        assert picture_bytes(made.draw(palette.PRINT), kind) == picture_bytes(made.draw(palette.PRINT), kind)
    assert BytesIO(picture_bytes(made.draw(palette.PRINT), "svg")).read(5) == b"<?xml"
