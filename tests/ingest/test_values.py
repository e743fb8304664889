"""Cells: what is written in one way is read, what can be read in two ways is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.debt import Terms
from app.domain.money import BadValue
from app.ingest import values, words
from app.ingest.sheet import Unreadable

DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
WRITTEN = ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%Y 9:05:00", "%Y-%m-%dT00:00:00", "%d/%m/%Y", "%Y%m%d", "%d.%m.%Y г.")


@given(day=DAYS, form=st.sampled_from(WRITTEN))
def test_a_written_date_is_read_back(day: date, form: str) -> None:
    assert values.day(day.strftime(form)) == day


@given(day=DAYS)
def test_american_dates_need_to_be_known(day: date) -> None:
    said = day.strftime("%m/%d/%Y")
    assert values.day(said, "mdy") == day
    if day.day != day.month and day.day <= 12:
        with pytest.raises(BadValue):
            values.day(said, "")


@given(st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.none(), st.dates()))
def test_readers_of_cells_raise_nothing_else(cell: str | float | bool | date | None) -> None:
    for reader in (values.day, values.whole_days, values.money, values.full_text, values.inn):
        try:
            reader(cell)
        except BadValue as problem:
            assert str(problem)


@given(st.text(max_size=200))
def test_words_of_any_kind_are_survived(said: str) -> None:
    kind, number, _day = values.document(said)
    assert len(kind) <= len(said)
    assert len(number) <= 200
    assert values.terms(said).text == said
    words.subtotal(said)
    assert not any(ord(sign) < 32 or sign in "\u202e\u200b\ufeff" for sign in values.full_text(said))


PIECES = st.sampled_from(
    ("Реализация", "товаров", "от", "(акт, УПД)", "(1)", "№", "№5", "А-1", "0000-001", "б/н", "ТД00-2", "01.02.2026",
     "31.02.2026", "1.2.26", "9:37:18", "X", "(5", ")", " ")
)  # fmt: skip


@given(st.lists(PIECES, max_size=9).map(" ".join))
def test_usual_names_of_documents_say_what_any_name_says(said: str) -> None:
    usual, any_name = values.USUAL.match(said), values.DOCUMENT.match(said)
    if usual is not None:
        assert any_name is not None
        told, kind = any_name.groupdict(), any_name["kind"].strip()
        assert (kind, told["num"], told["date"]) == (usual["kind"], usual["num"], usual["date"])


TOTALS = st.sampled_from(
    ("Итого", "Всего", "Общий итог", "Сумма", "Total", "по", "ООО", "Вектор", "Главный бухгалтер", "Директор", "М.П.",
     "(подпись)", "Расшифровка подписи", "Отчёт составил", "Исполнитель:", "Утверждаю", "Реализация", "руб.")
)  # fmt: skip


@given(st.lists(TOTALS, min_size=1, max_size=4).map(" ".join) | st.text(max_size=40))
def test_what_is_unmarked_is_neither_a_total_nor_a_signature(said: str) -> None:
    if words.unmarked(said):
        assert not words.subtotal(said) and not words.signature(said)


@given(st.integers(10**8, 10**9 - 1))
def test_a_taxpayer_number_and_any_wrong_digit(stem: int) -> None:
    digits = f"{stem:09d}"
    check = sum(int(d) * w for d, w in zip(digits, (2, 4, 10, 3, 5, 9, 4, 6, 8), strict=True)) % 11 % 10
    assert not values.inn_wrong(f"{digits}{check}")
    assert values.inn_wrong(f"{digits}{(check + 1) % 10}")
    assert values.inn(float(f"{digits}{check}")) == f"{digits}{check}"


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("отсрочка 30 дней", 30), ("Отсрочка платежа 14 дн.", 14), ("по факту", 0), ("предоплата 100%", 0),
        ("предоплата 30%", None), ("10 рабочих дней", None), ("30 календарных дней", 30), ("45", 45), ("", None),
        ("7 банковских дней", None), ("Предоплата", 0), ("отсрочка 7-14 дней", None), ("Net 30", 30),
        ("50% аванс, 50% через 10 дней", None),
    ],
)  # fmt: skip
def test_terms(said: str, days: int | None) -> None:
    assert values.terms(said) == Terms(said, days)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Реализация (акт, накладная, УПД) 0000-000862 от 01.02.2026 9:37:18",
         ("Реализация (акт, накладная, УПД)", "0000-000862", date(2026, 2, 1))),
        ("Реализация товаров и услуг ТД00-000123 от 01.02.2026 23:59:59",
         ("Реализация товаров и услуг", "ТД00-000123", date(2026, 2, 1))),
        ("Реализация товаров и услуг ФР150726/1 от 15.07.26",
         ("Реализация товаров и услуг", "ФР150726/1", date(2026, 7, 15))),
        ("Акт №339 от 06.02.2021 (Счет-фактура №339 от 06.02.2021)", ("Акт", "339", date(2021, 2, 6))),
        ("Продажа (171 от 19.01.2021)", ("Продажа", "171", date(2021, 1, 19))),
        ("Платежное поручение №1022 от 19.02.2021", ("Платежное поручение", "1022", date(2021, 2, 19))),
        ("№ 17 от 01.02.2026", ("", "17", date(2026, 2, 1))),
        ("Накладная б/н от 01.02.2026", ("Накладная", "", date(2026, 2, 1))),
        ("УТ-15", ("", "УТ-15", None)),
        ("б/н", ("", "", None)),
    ],
)  # fmt: skip
def test_names_of_documents(said: str, expected: tuple[str, str, date | None]) -> None:
    assert values.document(said) == expected


@pytest.mark.parametrize("cell", [Unreadable("#N/A"), Unreadable("="), True, "30.02.2026", "31/31/2026", 5, 1e300])
def test_no_date(cell: Unreadable | bool | str | float) -> None:
    with pytest.raises(BadValue):
        values.day(cell)


def test_thousands_keep_kopecks() -> None:
    assert values.money(1.2345, 1000) == 123_450
    assert values.money("1,5", 1000) == 150_000


@pytest.mark.parametrize(
    ("said", "total"),
    [
        ("ИТОГО:", True),
        ("Общий итог", True),
        ("Итого по ООО «Мак»", False),
        ("ООО «Итог»", False),
        ("Grand Total", True),
    ],
)
def test_words_of_totals(said: str, total: bool) -> None:
    assert words.grand_total(said) is total
