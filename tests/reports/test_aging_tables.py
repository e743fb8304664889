"""The article's four tables, cell by cell where it matters."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.aging import Aging, GroupBy
from app.domain.debt import OpenItem
from app.formats import NBSP
from app.reports.aging_columns import AgingRow
from app.reports.aging_tables import aging_table, interval_table, overdue_table
from app.reports.table import Column, RowStyle, Table, Tone, sort_key, text_of
from tests import article


def _column(table: Table[AgingRow], key: str) -> Column[AgingRow]:
    return next(column for column in table.columns if column.key == key)


def _values(table: Table[AgingRow], key: str, style: RowStyle | None = None) -> list[object]:
    column = _column(table, key)
    return [column.value(row) for row in table.rows if style is None or table.row_style(row) is style]


def _with_advance() -> tuple[OpenItem, ...]:
    first = article.items()[0]
    return (*article.items(), replace(first, invoice_id=99, number="77", kind="аванс", balance=-1_400_00, days=0))


def test_by_client_has_the_columns_of_the_look() -> None:
    table = aging_table(article.aging(GroupBy.CLIENT))
    titles = [column.title for column in table.columns]
    assert titles == [
        "Клиент", "Долг, ₽", "Доля", "В срок", "1–7", "8–14", "15–30", "31–44", "45–60", "61+", "Макс. дней", "Мера",
    ]  # fmt: skip
    row = table.rows[0]
    words = [text_of(column, row, screen=True).replace(NBSP, " ") for column in table.columns]
    assert words == [
        'ЗАО "Спектр-М"', "670 000", "45,3 %", "", "", "335 000", "", "", "335 000", "", "50", "претензия",
    ]  # fmt: skip


def test_filled_cells_of_a_zone_carry_its_tone_and_empty_ones_none() -> None:
    table = aging_table(article.aging(GroupBy.CLIENT))
    yellow, red = _column(table, "bucket4"), _column(table, "bucket5")
    spectre = table.rows[0]
    assert yellow.tone is not None
    assert red.tone is not None
    assert yellow.tone(spectre) is Tone.YELLOW
    assert red.tone(spectre) is Tone.NONE
    assert red.tone(table.rows[8]) is Tone.RED


def test_measures_follow_the_worst_zone() -> None:
    table = aging_table(article.aging(GroupBy.CLIENT))
    measures = dict(zip(_values(table, "name"), _values(table, "measure"), strict=True))
    assert measures['ООО "Русский лес"'] == "служба безопасности"
    assert measures['ЗАО "РЕАЛ"'] == "уведомление"
    assert measures['ООО "Алёнка"'] == "звонок"


def test_totals_row_and_the_means_under_it() -> None:
    table = aging_table(article.aging(GroupBy.CLIENT))
    (total,) = table.totals
    assert _column(table, "name").value(total) == "Итого, 10 клиентов"
    assert _column(table, "debt").value(total) == 147_930_000
    assert _column(table, "share").value(total) == Decimal("100.00")
    note = table.note.replace(NBSP, " ")
    assert "на документ 92 456,25 ₽, на клиента 147 930,00 ₽" in note
    assert "средняя просрочка 30,6 дня, взвешенная по сумме 30,3" in note
    assert "должны 2 из 10 клиентов (20 %)" in note
    assert "повторная задолженность 569 900,00 ₽: у 5 из 10 клиентов" in note


def test_balance_stands_wherever_an_advance_does() -> None:
    table = aging_table(article.aging(GroupBy.CLIENT, _with_advance()))
    assert [column.title for column in table.columns][-4:] == ["Аванс", "Сальдо", "Макс. дней", "Мера"]
    row = next(row for row in table.rows if "Алёнка" in row.label)
    assert _column(table, "advances").value(row) == -1_400_00
    assert _column(table, "balance").value(row) == 78_100_00 - 1_400_00
    assert "Сальдо" not in [column.title for column in aging_table(article.aging(GroupBy.CLIENT)).columns]


@pytest.mark.parametrize("by", list(GroupBy))
def test_law_of_the_line_in_every_grouping(by: GroupBy) -> None:
    aging = article.aging(by, _with_advance())
    table = aging_table(aging)
    keys = {column.key for column in table.columns}
    assert {"debt", "advances", "balance"} <= keys
    for row in (*table.rows, *table.totals):
        debt, advance, balance = (_column(table, key).value(row) for key in ("debt", "advances", "balance"))
        assert isinstance(debt, int)
        assert isinstance(advance, int)
        assert debt + advance == balance
    assert _column(table, "balance").value(table.totals[0]) == 147_930_000 - 1_400_00


def test_by_invoice_is_the_second_table_of_the_article() -> None:
    table = aging_table(article.aging(GroupBy.INVOICE))
    headings = [(row.label, row.line.total) for row in table.rows if row.style is RowStyle.HEADING]
    assert headings == [
        ('ЗАО "Спектр-М"', 67_000_000),
        ('ООО "Вектор"', 19_300_000),
        ('ООО "Алёнка"', 7_810_000),
        ("ПБОЮЛ Рудак", 6_830_000),
        ('ООО "Русский лес"', 3_140_000),
    ]
    vector = [row.item.number for row in table.rows if row.item is not None and "Вектор" in row.label]
    assert vector == ["1116", "1104", "1112"]
    assert sum(row.item is not None for row in table.rows) == 16


def test_groups_sum_their_documents() -> None:
    for by in (GroupBy.INVOICE, GroupBy.TERMS, GroupBy.INTERVAL):
        table = aging_table(article.aging(by))
        loose = [row.line.total for row in table.rows if row.style is RowStyle.NORMAL]
        groups = [row.line.total for row in table.rows if row.style is RowStyle.HEADING]
        details = [row.line.total for row in table.rows if row.style is RowStyle.DETAIL]
        assert sum(groups) == sum(details)
        assert sum(groups) + sum(loose) == 147_930_000


def test_by_terms_gives_the_articles_group_means() -> None:
    table = aging_table(article.aging(GroupBy.TERMS))
    names, means = _values(table, "name", RowStyle.HEADING), _values(table, "mean_days", RowStyle.HEADING)
    groups = dict(zip(names, means, strict=True))
    assert groups["предоплата 30%"] == Decimal("14.25")
    assert groups["по факту"] == Decimal("46.57")
    assert groups["отсрочка 30 дней"] == Decimal("29.67")
    heading = next(row for row in table.rows if row.label == "предоплата 30%")
    assert text_of(_column(table, "mean_days"), heading) == "14,25"
    detail = next(row for row in table.rows if row.item is not None and row.item.number == "1102")
    assert text_of(_column(table, "avg_order"), detail).replace(NBSP, " ") == "10 800,00"
    assert text_of(_column(table, "core_share"), detail) == "более 75"


def test_by_interval_is_the_third_table_with_shares() -> None:
    table = aging_table(article.aging(GroupBy.INTERVAL))
    heads = [row for row in table.rows if row.style is RowStyle.HEADING]
    assert [row.label for row in heads] == [
        "1–7 дней", "8–14 дней", "15–30 дней", "31–44 дня", "45–60 дней", "более 60 дней",
    ]  # fmt: skip
    assert [row.line.total // 100 for row in heads] == [100_700, 432_900, 152_600, 135_800, 625_900, 31_400]
    shares = [_column(table, "share").value(row) for row in heads]
    assert shares == [Decimal(text) for text in ["6.81", "29.26", "10.32", "9.18", "42.31", "2.12"]]
    zones = [_column(table, "zone").value(row) for row in heads]
    assert zones == ["", "", "", "серая", "жёлтая", "красная"]


def test_by_manager_counts_documents_and_days() -> None:
    table = aging_table(article.aging(GroupBy.MANAGER))
    assert _values(table, "count") == [4, 5, 6, 1]
    assert _values(table, "mean_days") == [Decimal(text) for text in ["35.25", "24.80", "36.50", "6.00"]]


def test_nobody_and_nothing_have_words() -> None:
    orphan = tuple(replace(item, manager="", terms=replace(item.terms, text="")) for item in article.items())
    assert _values(aging_table(article.aging(GroupBy.MANAGER, orphan)), "name") == ["без менеджера"]
    assert _values(aging_table(article.aging(GroupBy.TERMS, orphan)), "name", RowStyle.HEADING) == [
        "условия не указаны"
    ]
    empty = aging_table(article.aging(GroupBy.CLIENT, ()))
    assert (list(empty.rows), empty.note, empty.empty) == ([], "", "На эту дату долгов нет")


def test_what_is_not_due_has_a_dash_for_days_and_measure() -> None:
    calm = tuple(replace(item, days=-3) for item in article.items())
    table = aging_table(article.aging(GroupBy.CLIENT, calm))
    assert {text_of(_column(table, "max_days"), row) for row in table.rows} == {"—"}
    assert {text_of(_column(table, "measure"), row) for row in table.rows} == {"—"}


def test_rows_open_their_client_and_sort_by_one_type() -> None:
    for by in GroupBy:
        table = aging_table(article.aging(by))
        for column in table.columns:
            keys = {type(sort_key(column.value(row), column.kind)) for row in table.rows}
            assert len(keys) == 1, (by, column.key)
    table = aging_table(article.aging(GroupBy.INVOICE))
    assert table.link is not None
    assert {table.link(row) for row in table.rows if row.item is not None} == set(range(1, 11))


def _intervals() -> Aging:
    return article.aging(
        GroupBy.CLIENT, tuple(replace(i, days=0) if i.number == "1115" else i for i in article.items())
    )


def test_interval_summary_adds_up() -> None:
    aging = _intervals()
    table = interval_table(aging)
    rows = [row.line for row in table.rows]
    assert [line.count for line in rows] == [1, 1, 4, 3, 1, 4, 2]
    assert sum(line.total for line in rows) == aging.totals.total
    assert rows[-1].note == "служба безопасности"
    (total,) = table.totals
    assert text_of(_column(table, "zone"), total) == ""


def test_debtors_by_term_put_the_oldest_first() -> None:
    table = overdue_table(article.aging(GroupBy.CLIENT), 3)
    assert [row.line.max_days for row in table.rows] == [84, 52, 50]
    assert table.note == "Показано 3 из 10 с просрочкой"
    assert overdue_table(article.aging(GroupBy.CLIENT)).note == ""
