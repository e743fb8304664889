"""Titles of charts are computed, so they are tested like any number."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.aging import AgingRules, GroupBy, sum_lines
from app.domain.client import Point, Series
from app.domain.sales import Origin
from app.formats import NBSP
from app.reports import findings
from app.reports.wording import short_money
from tests import article, sample_pack


def _series(debts: list[int], sales: list[int] | None = None, overdue: list[int] | None = None) -> Series:
    sales = sales or [0] * len(debts)
    overdue = overdue or [0] * len(debts)
    points = tuple(
        Point(date(2026, 1, 5) + timedelta(7 * week), sales[week] * 100, debts[week] * 100, overdue[week] * 100)
        for week in range(len(debts))
    )
    return Series(points, Origin.REGISTER, AgingRules())


def _plain(text: str) -> str:
    return text.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("debts", "overdue", "words"),
    [
        ([40_000_000], [10_000_000], "Долг 40 млн ₽; просрочка 25,0 % долга"),
        (
            [36_900_000, 41_300_000],
            [10_000_000, 12_637_800],
            "Долг 41,3 млн ₽, вырос на 12 % за 1 неделю; просрочка 30,6 % долга, выше на 3,5 п. п.",
        ),
        (
            [50_000_000, 45_000_000, 40_000_000],
            [15_000_000, 12_000_000, 8_000_000],
            "Долг 40 млн ₽, снизился на 20 % за 2 недели; просрочка 20,0 % долга, ниже на 10,0 п. п.",
        ),
        (
            [1_000_000] * 20,
            [0] * 20,
            "Долг 1 млн ₽, почти не изменился за 13 недель; просрочка 0,0 % долга, как и было",
        ),
        ([0, 500], [0, 0], "Долг 500 ₽; просрочка 0,0 % долга"),
    ],
)
def test_whole_debt(debts: list[int], overdue: list[int], words: str) -> None:
    assert _plain(findings.whole_debt(_series(debts, overdue=overdue))) == words


def test_no_reports_no_finding() -> None:
    empty = _series([])
    assert {f(empty) for f in (findings.whole_debt, findings.red_zone, findings.client_story)} == {"Отчётов ещё нет"}


@pytest.mark.parametrize(
    ("debts", "sales", "words"),
    [
        (range(100, 126), [90] * 13 + [30] * 13, "Долг растёт, продажи упали втрое"),
        ([100] * 26, [60] * 13 + [30] * 13, "Долг держится, продажи упали вдвое"),
        ([100] * 13 + [50] * 13, [30] * 13 + [120] * 13, "Долг снижается, продажи выросли вчетверо"),
        ([100] * 26, [100] * 13 + [65] * 13, "Долг держится, продажи упали на 35 %"),
        ([100] * 26, [100] * 13 + [105] * 13, "Долг держится, продажи держатся"),
        ([100] * 26, [100] * 13 + [5] * 13, "Долг держится, продажи упали в 20 раз"),
        ([100] * 26, [110] * 13 + [5] * 13, "Долг держится, продажи упали в 22 раза"),
        ([100] * 26, [100] * 13 + [0] * 13, "Долг держится, продажи прекратились"),
        ([100] * 26, [0] * 26, "Долг держится, продаж нет"),
        ([100] * 26, [0] * 13 + [9] * 13, "Долг держится, продажи начались"),
        ([100] * 25 + [0], [1] * 26, "Долга нет, продажи держатся"),
        ([0, 100], [1, 1], "Долг растёт"),
    ],
)
def test_client_story(debts: list[int], sales: list[int], words: str) -> None:
    assert _plain(findings.client_story(_series(list(debts), sales))) == words


def test_red_zone_against_thirteen_weeks_ago() -> None:
    def with_red(sums: list[int]) -> str:
        base = _series([1000] * len(sums))
        points = tuple(
            replace(point, buckets=(0, 0, 0, 0, 0, red * 100)) for point, red in zip(base.points, sums, strict=True)
        )
        return _plain(findings.red_zone(replace(base, points=points)))

    assert with_red([0, 0]) == "В красной зоне долгов нет"
    assert with_red([5000]) == "В красной зоне 5 тыс. ₽"
    assert with_red([5000, 5000]) == "В красной зоне 5 тыс. ₽, столько же 1 неделю назад"
    assert (
        with_red([2_657_000] * 10 + [2_975_000]) == "В красной зоне 3,0 млн ₽, на 318 тыс. больше, чем 10 недель назад"
    )
    assert with_red([9000, 5000]) == "В красной зоне 5 тыс. ₽, на 4 тыс. меньше, чем 1 неделю назад"


def test_concentration_of_the_article() -> None:
    aging = article.aging(GroupBy.CLIENT)
    assert _plain(findings.concentration(aging.lines, aging.totals)) == "3 крупнейших должника держат 68,3 % долга"
    assert _plain(findings.concentration(aging.lines[:1], aging.totals)) == "1 крупнейший должник держит 45,3 % долга"
    assert "Спектр-М" in findings.concentration(aging.lines, None)
    two = sum_lines(aging.lines[:2], "Итого", AgingRules())
    words = _plain(findings.concentration(aging.lines[:2], two)).replace('"', "")
    assert words == "ЗАО Спектр-М держит 77,6 % долга: 670 тыс. ₽"
    assert findings.concentration((), None) == "Должников нет"


def test_pack_series_tells_the_story_of_the_look() -> None:
    assert findings.client_story(sample_pack.series()).startswith("Долг растёт, продажи упали")


@pytest.mark.parametrize(
    ("roubles", "words"),
    [
        (0, "0"),
        (850, "850"),
        (1_000, "1 тыс."),
        (340_499, "340 тыс."),
        (999_499, "999 тыс."),
        (999_500, "1,0 млн"),
        (2_000_000, "2 млн"),
        (41_286_450, "41,3 млн"),
        (125_400_000, "125 млн"),
        (1_500_000_000, "1,5 млрд"),
        (-340_000, "−340 тыс."),
    ],
)
def test_short_money(roubles: int, words: str) -> None:
    assert _plain(short_money(roubles * 100)) == words
