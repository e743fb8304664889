"""Intervals, zones and the law of the line; the article's own figures and its slips (I-1 to I-7)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.aging import (
    ADVANCE,
    NOT_DUE,
    AgingRules,
    GroupBy,
    Interval,
    Zone,
    cell_of,
    falling,
    fold,
    group,
    repeated_debt,
    sum_lines,
)
from app.domain.debt import DueOrigin, OpenItem, Terms, overdue_days
from app.domain.money import share
from tests import article

RULES = AgingRules()


def _item(number: int, client: int, balance: int, days: int, manager: str = "") -> OpenItem:
    return OpenItem(
        number, client, f"клиент {client}", str(number), "УПД", "", None, None, DueOrigin.FILE, abs(balance),
        balance, days, Terms(), manager,
    )  # fmt: skip


DOCUMENTS = st.lists(
    st.builds(
        _item,
        st.integers(1, 10**6),
        st.integers(1, 8),
        st.integers(-(10**9), 10**11).filter(bool),
        st.integers(-60, 400),
        st.sampled_from(["", "Васильева", "Воробьёв"]),
    ),
    max_size=40,
)


def test_totals_of_the_article() -> None:
    totals = article.aging(GroupBy.CLIENT).totals
    assert totals.total == 147_930_000
    assert totals.count == 16
    assert totals.sum_days == 490
    assert totals.buckets == (10_070_000, 43_290_000, 15_260_000, 13_580_000, 62_590_000, 3_140_000)
    assert totals.not_due == totals.advances == 0


def test_slip_i1_the_mean_is_per_document_or_per_client_and_never_183_312() -> None:
    aging = article.aging(GroupBy.CLIENT)
    assert aging.mean_per_document == 9_245_625
    assert aging.mean_per_client == 14_793_000
    wrong = (147_930_000 - 2_560_000 + 147_930_000) // 16
    assert wrong == 18_331_250  # what the article printed: a range slid down one row, over the total
    assert wrong not in (aging.mean_per_document, aging.mean_per_client)


def test_slip_i2_mean_days_plain_and_weighted() -> None:
    totals = article.aging(GroupBy.CLIENT).totals
    assert totals.mean_days == Decimal("30.63")
    assert totals.weighted_days == Decimal("30.3")


def test_slip_i3_two_of_ten_clients_owe_more_than_the_mean_client() -> None:
    aging = article.aging(GroupBy.CLIENT)
    above = [line.label for line in aging.lines if line.total > aging.mean_per_client]
    assert above == ['ЗАО "Спектр-М"', 'ООО "Вектор"']
    magnum = next(line for line in aging.lines if "МАГНУМ" in line.label)
    assert aging.mean_per_client - magnum.total == 103_000


def test_slip_i4_means_by_exact_terms() -> None:
    lines = group(article.items(), lambda i: i.terms.text, lambda i: i.terms.text, RULES)
    means = {line.label: line.mean_days for line in lines}
    assert means["предоплата 30%"] == Decimal("14.25")
    assert means["по факту"] == Decimal("46.57")
    assert means["отсрочка 30 дней"] == Decimal("29.67")
    deferred = [item for item in article.items() if item.terms.text.startswith("отсрочка")]
    assert fold("", "", (cell_of(item, "", RULES) for item in deferred), RULES).mean_days == Decimal("21.40")


def test_slip_i5_borders_that_reproduce_every_row() -> None:
    assert [RULES.slot(days) for days in (0, 1, 7, 8, 14, 15, 30, 31, 44, 45, 60, 61)] == [
        NOT_DUE, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5,
    ]  # fmt: skip


def test_slip_i6_longest_delay_orders_clients_otherwise_than_the_sum_of_days() -> None:
    lines = article.aging(GroupBy.CLIENT).lines
    longest = sorted(lines, key=lambda line: -line.max_days)
    assert [line.max_days for line in longest] == [84, 52, 50, 45, 45, 31, 24, 12, 11, 6]
    assert max(lines, key=lambda line: line.sum_days).sum_days == 150


def test_slip_i7_zones_of_the_article() -> None:
    totals = article.aging(GroupBy.CLIENT).totals
    zones = {interval.zone: amount for interval, amount in zip(RULES.intervals, totals.buckets, strict=True)}
    assert zones[Zone.GREY] == 13_580_000
    assert zones[Zone.YELLOW] == 62_590_000
    assert zones[Zone.RED] == 3_140_000
    assert [RULES.zone(days) for days in (30, 31, 45, 61)] == [Zone.NONE, Zone.GREY, Zone.YELLOW, Zone.RED]
    assert RULES.zone_start(Zone.RED) == 61


def test_shares_of_the_article() -> None:
    aging = article.aging(GroupBy.CLIENT)
    shares = [line.share_of(aging.totals) for line in aging.lines]
    assert shares == [
        Decimal(text) for text in ["45.29", "13.05", "9.93", "9.18", "5.28", "5.27", "4.62", "4.33", "2.12", "0.93"]
    ]  # fmt: skip
    assert share(sum(line.total for line in aging.lines[:3]), aging.totals.total) == Decimal("68.27")


def test_managers_of_the_article() -> None:
    lines = article.aging(GroupBy.MANAGER).lines
    assert [(line.label, line.total, line.count, line.mean_days) for line in lines] == [
        ("Вишняков", 95_270_000, 4, Decimal("35.25")),
        ("Воробьёв", 27_110_000, 5, Decimal("24.80")),
        ("Васильева", 19_150_000, 6, Decimal("36.50")),
        ("Смирнова", 6_400_000, 1, Decimal("6.00")),
    ]


def test_repeated_debt_leaves_out_each_clients_oldest() -> None:
    assert repeated_debt(article.items()) == (56_990_000, 5)


def test_repeated_debt_knows_no_advances() -> None:
    assert repeated_debt([_item(1, 1, 500, 3), _item(2, 1, -500, 0)]) == (0, 0)


@given(DOCUMENTS)
def test_law_of_the_line(items: list[OpenItem]) -> None:
    for line in group(items, lambda i: str(i.client_id), lambda i: i.client, RULES):
        assert line.not_due + sum(line.buckets) - line.advances == line.balance
        own = [item for item in items if str(item.client_id) == line.key]
        assert line.balance == sum(item.balance for item in own)
        assert line.count == sum(item.balance > 0 for item in own)
        assert line.zone is RULES.zone(line.max_days)


@given(DOCUMENTS)
def test_any_grouping_has_the_same_totals(items: list[OpenItem]) -> None:
    by_client = sum_lines(group(items, lambda i: str(i.client_id), lambda i: i.client, RULES), "", RULES)
    by_manager = sum_lines(group(items, lambda i: i.manager, lambda i: i.manager, RULES), "", RULES)
    at_once = fold("", "", (cell_of(item, "", RULES) for item in items), RULES)
    assert by_client == by_manager == at_once
    assert by_client.balance == sum(item.balance for item in items)


@given(DOCUMENTS)
def test_lines_fall_by_total(items: list[OpenItem]) -> None:
    lines = group(items, lambda i: str(i.client_id), lambda i: i.client, RULES)
    assert list(lines) == sorted(lines, key=falling)


@given(st.integers(-1000, 100_000))
def test_each_day_has_one_interval(days: int) -> None:
    slot = RULES.slot(days)
    holds = [n for n, i in enumerate(RULES.intervals) if i.first <= days and (i.last is None or days <= i.last)]
    assert holds == ([] if slot == NOT_DUE else [slot])


def test_an_advance_is_no_document_and_no_day() -> None:
    cell = cell_of(_item(1, 1, -700, 90), "k", RULES)
    assert (cell.slot, cell.amount, cell.count, cell.max_days) == (ADVANCE, -700, 0, 0)


@pytest.mark.parametrize(
    "intervals",
    [
        (),
        (Interval(1, 7),),
        (Interval(2, None),),
        (Interval(1, 7), Interval(9, None)),
        (Interval(1, 7), Interval(7, None)),
        (Interval(1, None), Interval(8, None)),
        (Interval(1, 0), Interval(1, None)),
    ],
)
def test_rules_with_holes_are_refused(intervals: tuple[Interval, ...]) -> None:
    with pytest.raises(ValueError, match="интервал"):
        AgingRules(intervals)


@pytest.mark.parametrize(
    ("interval", "text", "label"),
    [
        (Interval(1, 7), "1–7 дней", "1–7"),
        (Interval(31, 44), "31–44 дня", "31–44"),
        (Interval(15, 21), "15–21 день", "15–21"),
        (Interval(5, 5), "5 дней", "5–5"),
        (Interval(61, None), "более 60 дней", "61+"),
        (Interval(22, None), "более 21 дня", "22+"),
    ],
)
def test_intervals_in_words(interval: Interval, text: str, label: str) -> None:
    assert (interval.text, interval.label) == (text, label)


def test_overdue_days() -> None:
    assert overdue_days(date(2008, 5, 22), date(2008, 6, 1)) == 10
    assert overdue_days(date(2008, 6, 1), date(2008, 6, 1)) == 0
    assert overdue_days(None, date(2008, 6, 1)) == 0


def test_a_line_without_debt_has_no_means() -> None:
    line = fold("", "", (), RULES)
    assert (line.weighted_days, line.mean_days, line.share_of(line)) == (
        Decimal("0.0"),
        Decimal("0.00"),
        Decimal("0.00"),
    )
    assert replace(line, advances=5).balance == -5
