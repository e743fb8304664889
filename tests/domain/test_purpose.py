"""Documents that payers name, out of purposes as banks print them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.purpose import means, named_in, split


@pytest.mark.parametrize(
    ("purpose", "named"),
    [
        ("Оплата по счету №198 от 21.08.2018 г. за товары, в т.ч. НДС 18% - 3 416.95", ["198 от 21.08.2018"]),
        ("за товары, по счету №125", ["125"]),
        ("Оплата по счету № 260509-1905 В Т.Ч. НДС (5%) 704-75", ["260509-1905"]),
        ("Оплата по счетам № 198, 199 от 21.08.2018 по договору № 5 от 01.01.2018, НДС 20%",
         ["198 от 21.08.2018", "199 от 21.08.2018"]),
        ("сч. 12 от 01.02.26, № 14 от 03.02.26", ["12 от 01.02.2026", "14 от 03.02.2026"]),
        ("Опл. УПД №00БП-000862 от 01.02.2026 и УПД №00БП-000863 от 02.02.2026",
         ["00БП-000862 от 01.02.2026", "00БП-000863 от 02.02.2026"]),
        ("По накладной ФР030826/К1 от 03.08.2026г. Без НДС", ["ФР030826/К1 от 03.08.2026"]),
        ("Оплата по счёту на оплату № 77 от 5.3.2026", ["77 от 05.03.2026"]),
        ("за товар №125 от 05.05.2026", ["125 от 05.05.2026"]),
        ("Оплата по договору №11/26БК от 05.01.2026 за июль 2026, НДС 20% 1000.00", []),
        ("Оплата за строительные материалы. Сумма 10000-00 В т.ч. НДС 20% 1666-67", []),
        ("Возврат займа. Паспорт № 4509 от 01.02.2010", []),
        ("счет 15 от 01.02.2026 на сумму 1000-00, НДС 100-00", ["15 от 01.02.2026"]),
        ("Payment for invoice INV-104 от 01.02.2026", ["INV-104 от 01.02.2026"]),
        ("Оплата по накладным 101, 102 от 5 февраля 2026", ["101 от 05.02.2026", "102 от 05.02.2026"]),
        ("по счету № 12 от «01» мая 2026 г.", ["12 от 01.05.2026"]),
        ("Оплата по сч-фактуре 12/1 от 1.02.26, сч/ф 13, сч.ф. № 14", ["12/1 от 01.02.2026", "13", "14"]),
        ("Оплата по УПД№15от01.02.2026", ["15 от 01.02.2026"]),
        ("по сч. 5, 10% предоплата", ["5"]),
        ("Оплата УПД 12, 500 руб.", ["12"]),
        ("Оплата по договору поставки №15 от 01.02.2026г.", []),
        ("", []),
    ],
)  # fmt: skip
def test_named_in(purpose: str, named: list[str]) -> None:
    assert list(named_in(purpose)) == named


def test_a_name_means_one_document() -> None:
    day = date(2026, 2, 1)
    assert means("ФР030826/K1", "фр030826/К1", day)
    assert means("862 от 01.02.2026", "00БП-000862", day)
    assert not means("862", "00БП-000862", day), "without a date the end of a number proves nothing"
    assert not means("862 от 02.02.2026", "862", day), "the same number of another day is another document"
    assert means("862 от 02.02.2026", "862", None)
    assert not means("862", "", day)


@given(st.text(alphabet="счет №от1289./,-и ", max_size=120))
def test_any_purpose_is_survived_and_names_split_back(purpose: str) -> None:
    for name in named_in(purpose):
        number, day = split(name)
        assert number
        assert name == (f"{number} от {day:%d.%m.%Y}" if day else number)
