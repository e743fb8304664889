"""What stands above a table."""

from datetime import date

import pytest

from app.domain.aging import Interval
from app.ingest.headings import Field, bucket_of, field_of
from app.ingest.sheet import Sheet
from app.ingest.title import name_dates, period_of, preamble


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("за июль 2019 г.", date(2019, 7, 1), date(2019, 7, 31)),
        ("за 4 квартал 2024 г.", date(2024, 10, 1), date(2024, 12, 31)),
        ("за 2024 г.", date(2024, 1, 1), date(2024, 12, 31)),
        ("за 1 полугодие 2025 г.", date(2025, 1, 1), date(2025, 6, 30)),
        ("за 9 месяцев 2025 г.", date(2025, 1, 1), date(2025, 9, 30)),
        ("за 01.01.2016 - 06.11.2017", date(2016, 1, 1), date(2017, 11, 6)),
        ("за январь 2021 г. - август 2021 г.", date(2021, 1, 1), date(2021, 8, 31)),
        ("период: июль 2024 г. - июль 2025 г.", date(2024, 7, 1), date(2025, 7, 31)),
        ("период: 1 января 2025 г.", date(2025, 1, 1), date(2025, 1, 1)),
        ("за ii квартал 2026 г.", date(2026, 4, 1), date(2026, 6, 30)),
        ("период: 1 квартал 2026 г. - 2 квартал 2026 г.", date(2026, 1, 1), date(2026, 6, 30)),
        ("за первое полугодие 2026 г.", date(2026, 1, 1), date(2026, 6, 30)),
        ("за 6 месяцев 2026 г.", date(2026, 1, 1), date(2026, 6, 30)),
        ("за январь-июнь 2026 г.", date(2026, 1, 1), date(2026, 6, 30)),
        ("период с 1 января 2026 г. по 30 июня 2026 г.", date(2026, 1, 1), date(2026, 6, 30)),
        ("начало периода: 01.01.2026 конец периода: 30.06.2026", date(2026, 1, 1), date(2026, 6, 30)),
        ("за 30 июня 2026 г.", date(2026, 6, 30), date(2026, 6, 30)),
        ("за февраль 2024 г.", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_periods(said: str, first: date, last: date) -> None:
    assert period_of(said) == (first, last)


@pytest.mark.parametrize(
    ("lines", "name", "as_of"),
    [
        (["Отчет на 01.06.08"], "", date(2008, 6, 1)),
        (["Дата отчета: 11.06.2026"], "", date(2026, 6, 11)),
        (["По состоянию на 1 июня 2026 г."], "", date(2026, 6, 1)),
        (["ОСВ по счету 62 за Июль 2019 г."], "x 01.01.2020.xlsx", date(2019, 7, 31)),
        (["Долги"], "Долги на 05.03.2026.xlsx", date(2026, 3, 5)),
        (["Долги"], "otchet-2008-06-01.xlsx", date(2008, 6, 1)),
        (["Отчет на 01.06.2026", "Отчет на 08.06.2026"], "", None),
        (["Остаток на конец дня: 11.06.2026 23:59:59"], "", date(2026, 6, 11)),
        (["Конец периода: 11.06.2026"], "", date(2026, 6, 11)),
        (["Взаиморасчеты на конец 11.06.2026"], "", date(2026, 6, 11)),
        (["Дата: 11.06.2026"], "", date(2026, 6, 11)),
        (["Отбор: Срок на 01.01.2020"], "", None),
        (["Дата отчета: 11.06.2026", "на 01.01.2020"], "", date(2026, 6, 11)),
    ],
)
def test_the_date_of_the_report(lines: list[str], name: str, as_of: date | None) -> None:
    rows: list[tuple[str, ...]] = [(line,) for line in lines]
    assert preamble(Sheet("", list(rows)), len(rows), name).as_of == as_of


def test_a_period_beside_its_label_and_filters_below_the_first() -> None:
    sheet = Sheet(
        "",
        [
            ("Период", "Июнь 2026 г."),
            ("Отбор:", 'Организация Равно "ООО Заря" И'),
            (None, 'Контрагент Не равно "ООО Сено"'),
        ],
    )
    found = preamble(sheet, 3, "")
    assert found.as_of == date(2026, 6, 30)
    assert found.filters == ('Организация Равно "ООО Заря" И', 'Контрагент Не равно "ООО Сено"')
    assert found.organisation == "ООО Заря"


def test_organisation_filters_and_scale() -> None:
    sheet = Sheet(
        "",
        [
            ("ООО «Заря»   ",),
            ("Долги клиентов, тыс. руб.",),
            ("Отбор:", "Склад Равно «Север»"),
            ("Менеджер: Синицына",),
        ],
    )
    found = preamble(sheet, 4, "")
    assert (found.organisation, found.title, found.scale) == ("ООО «Заря»", "Долги клиентов, тыс. руб.", 1000)
    assert found.filters == ("Склад Равно «Север»", "Менеджер: Синицына")


def test_two_dates_in_a_name() -> None:
    assert name_dates("ведомость 01.01.2026-31.01.2026.xlsx") == [date(2026, 1, 1), date(2026, 1, 31)]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("Контрагент.ИНН", Field.INN), ("Объект расчетов.Менеджер", Field.MANAGER),
        ("Просрочка, дн.", Field.OVERDUE_DAYS),
        ("Просрочено, руб.", Field.OVERDUE), ("В т.ч. просроченная", Field.OVERDUE), ("Сумма в валюте", Field.FOREIGN),
        ("№ п/п", Field.ORDINAL), ("Дней просрочки", Field.OVERDUE_DAYS), ("Остаток долга контрагента", Field.BALANCE),
        ("Срок оплаты\nпо договору", Field.DUE_DATE), ("Показатель целевого клиента (доля)", Field.CORE_SHARE),
        ("Дебиторская задолженность на 01.03.2026", Field.BALANCE), ("Переплата", Field.ADVANCE),
        ("Доля долга, %", Field.SHARE), ("Отсрочка, дней", Field.DEFERRAL), ("Просто слова", None),
    ],
)  # fmt: skip
def test_headings(said: str, field: Field | None) -> None:
    assert field_of(said) is field


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("До 7", 1, 7), ("От 8 до 14 дней", 8, 14), ("15 - 30", 15, 30), ("Свыше 60", 61, None), ("От 61", 61, None),
        ("> 90", 91, None), ("91 and over", 91, None), ("< 1 Month", 1, 30), ("1 Month", 31, 60), (">90 дн.", 91, None),
        ("8–15 дней", 8, 15), ("более 45 дней", 46, None), ("90+", 90, None), ("1-30 days", 1, 30),
    ],
)  # fmt: skip
def test_intervals(said: str, first: int, last: int | None) -> None:
    found = bucket_of(said)
    assert found is not None
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize("said", ["Долг", "15", "30 - 15", "От", ""])
def test_no_intervals(said: str) -> None:
    assert bucket_of(said) is None


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("с 1 по 7 день", 1, 7), ("от 8 дней до 14 дней", 8, 14), ("31 день и более", 31, None),
        ("до 1 месяца", 1, 30), ("от 1 до 3 месяцев", 31, 90), ("более 3 месяцев", 91, None), ("свыше года", 366, None),
    ],
)  # fmt: skip
def test_intervals_in_other_words(said: str, first: int, last: int | None) -> None:
    assert bucket_of(said) == Interval(first, last)
