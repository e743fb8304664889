"""Grouped debts of 1C: one level is taken, debt and advance stay apart, intervals stay as the file words them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

import pytest

from app.domain.aging import Interval
from app.domain.debt import Terms
from app.domain.statement import Level, Severity
from app.errors import InputRefused
from app.ingest import read
from tests.ingest.making import Grid, ods, take, told, xls, xlsx

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "1c"
given = pytest.mark.skipif(not FOLDER.is_dir(), reason="the reference files are not beside the repository")


class Make(Protocol):
    """A maker of files."""

    def __call__(self, path: Path, grid: Grid, *, levels: Sequence[int] = ()) -> Path: ...


AGED: Grid = (
    (None, None, "Дата отчета: 16.03.2026"),
    ("Отбор:", "Менеджер Равно «Синицына»"),
    (),
    ("Менеджер", None, None, None, "Не просрочено", "От 1 до 7 дней", "Свыше 7 дней"),
    ("Партнер", "Отсрочка платежа", "Долг", "Аванс", "Задолженность", "Задолженность", "Задолженность"),
    ("Договор",),
    ("Расчетный документ",),
    ("Синицына", None, 600, 50, 100, 200, 300),
    ("ООО «Лютик»", 14, 500, 50, 0, 200, 300),
    ("Договор № 5 от 01.01.2025", None, 500, 50, 0, 200, 300),
    ("Реализация товаров и услуг ТД00-000123 от 20.02.2026 10:00:00", None, 300, None, None, None, 300),
    ("Реализация товаров и услуг ТД00-000150 от 25.02.2026 10:00:00", None, 200, None, None, 200, None),
    ("Поступление на расчетный счет 0000-000009 от 10.03.2026", None, None, 50, None, None, None),
    ("ООО «Мак»", 30, 100, None, 100, None, None),
    ("Основной договор", None, 100, None, 100, None, None),
    ("Реализация товаров и услуг ТД00-000160 от 01.03.2026 10:00:00", None, 100, None, 100, None, None),
    ("Итого", None, 600, 50, 100, 200, 300),
)
LEVELS = (0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 3, 3, 1, 2, 3, 0)


@given
@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("regional_valid_basic.xls", 11),
        ("regional_valid_basic.xlsx", 11),
        ("regional_valid_credit_limit_mismatch.xls", 1),
        ("regional_valid_hidden_columns.xls", 8),
    ],
)
def test_documents_without_dates_leave_the_clients(name: str, day: int) -> None:
    statement = take(FOLDER / name)
    assert (statement.layout, statement.level) == ("1c-clients-aged", Level.CLIENT)
    assert statement.as_of is not None
    assert statement.as_of.day == day
    assert statement.control == statement.debt == 7_500_000
    assert statement.advances == 800_000
    assert [line.client for line in statement.lines if (line.balance or 0) > 0] == [
        "Клиент Один", "Клиент Два", "Клиент Три"
    ]  # fmt: skip
    first = statement.lines[0]
    assert (first.manager, first.terms.days, first.comment) == ("Тестовая Группа А", 30, "тестовый комментарий")
    assert first.not_due == 3_000_000
    assert first.buckets == (
        (Interval(1, 7), 500_000), (Interval(8, 14), 300_000), (Interval(15, 21), 100_000),
        (Interval(22, 30), 50_000), (Interval(31, None), 50_000),
    )  # fmt: skip
    assert first.overdue == 1_000_000


@given
def test_half_a_day_of_deferral_is_a_problem() -> None:
    (problem,) = take(FOLDER / "regional_valid_hidden_columns.xls").problems
    assert (problem.row, problem.column) == (19, "F")


@pytest.mark.parametrize("detailed", [True, False])
def test_a_trouble_in_the_row_of_a_client_is_told_once(tmp_path: Path, detailed: bool) -> None:
    """Whether the client is taken itself or lends its terms to its documents."""
    grid = [list(row) for row in AGED]
    grid[8][1] = 15.5
    if not detailed:
        grid[10][0], grid[11][0], grid[12][0], grid[15][0] = "Документ 1", "Документ 2", "Документ 3", "Документ 4"
        for row in (10, 11, 15):
            grid[row][4:] = [None, None, None]
    statement = take(xlsx(tmp_path / "d.xlsx", grid, levels=LEVELS))
    assert statement.level is (Level.DOCUMENT if detailed else Level.CLIENT)
    assert [text for text in told(statement, Severity.WARNING) if "15.5" in text] == ["«15.5» — не число дней"]


@given
def test_a_report_with_deleted_columns_and_groups_is_refused() -> None:
    with pytest.raises(InputRefused, match="regional_invalid"):
        read(FOLDER / "regional_invalid_missing_columns.xlsx")


@pytest.mark.parametrize(("make", "suffix"), [(xlsx, "xlsx"), (xls, "xls"), (ods, "ods")])
def test_dated_documents_are_taken_with_what_stands_above_them(tmp_path: Path, make: Make, suffix: str) -> None:
    statement = take(make(tmp_path / f"долги.{suffix}", AGED, levels=LEVELS))
    assert statement.level is Level.DOCUMENT
    assert statement.as_of == date(2026, 3, 16)
    assert statement.filters == ("Менеджер Равно «Синицына»",)
    assert (statement.control, statement.debt, statement.advances) == (60_000, 60_000, 5_000)
    line = statement.lines[0]
    assert (line.client, line.manager, line.contract) == ("ООО «Лютик»", "Синицына", "Договор № 5 от 01.01.2025")
    assert (line.kind, line.number, line.doc_date) == (
        "Реализация товаров и услуг", "ТД00-000123", date(2026, 2, 20)
    )  # fmt: skip
    assert line.terms == Terms("14", 14)
    assert (line.buckets, line.overdue) == (((Interval(8, None), 30_000),), 30_000)
    assert statement.lines[2].balance == -5_000
    assert told(statement, Severity.WARNING) == []


def test_documents_that_do_not_add_up_leave_their_client(tmp_path: Path) -> None:
    grid = [list(row) for row in AGED]
    grid[10][2] = 250
    statement = take(xlsx(tmp_path / "d.xlsx", grid, levels=LEVELS))
    assert statement.debt == 60_000
    assert statement.lines[0].number == ""
    assert len(told(statement, Severity.WARNING)) == 1


def test_where_groups_were_removed_and_sums_do_not_tie_nothing_is_guessed(tmp_path: Path) -> None:
    grid = [list(row) for row in AGED]
    grid[7][2] = 650
    with pytest.raises(InputRefused, match=r"групп|groups"):
        read(xlsx(tmp_path / "d.xlsx", grid))


def test_a_deleted_interval_is_told(tmp_path: Path) -> None:
    grid = [[*row[:5], None, row[6] if len(row) > 6 else None] for row in AGED]
    grid[3][6], grid[4][5] = "Свыше 14 дней", None
    grid[3][5], grid[4][5] = "От 1 до 7 дней", "Задолженность"
    assert any("14" in text for text in told(take(xlsx(tmp_path / "d.xlsx", grid, levels=LEVELS)), Severity.WARNING))


def test_the_standard_report_with_a_small_table_above(tmp_path: Path) -> None:
    grid: Grid = (
        ("Задолженность клиентов",),
        ("Параметры:", None, "Дата отчета: 16.03.2026"),
        ("Наименование интервала", None, None, "Долг", "Доля"),
        ("Не просрочено", None, None, 40, 40),
        ("Просрочено", None, None, 60, 60),
        (),
        ("№", "Клиент / Объект расчетов", None, "Долг клиента", None, None, None, "Наш долг", "К отгрузке"),
        (None, None, None, "Всего", "Доля долга, %", "Просрочено", "Дней", None, None),
        ("Синицына", None, None, 100, 100, 60, None, 7, None),
        (1, "ООО «Лютик»", None, 100, 100, 60, 12, 7, 5),
        (None, "Заказ клиента ТД00-000123 от 01.02.2026 10:00:00", None, 60, 60, 60, 12, None, None),
        (None, "Заказ клиента ТД00-000124 от 01.03.2026 10:00:00", None, 40, 40, None, None, 7, 5),
        ("Итого", None, None, 100, 100, 60, None, 7, 5),
    )
    levels = (0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 2, 0)
    statement = take(xlsx(tmp_path / "d.xlsx", grid, levels=levels, merges=("D7:G7",)))
    assert (statement.layout, statement.as_of) == ("1c-clients", date(2026, 3, 16))
    assert (statement.control, statement.debt, statement.advances) == (10_000, 10_000, 700)
    first, second, advance = statement.lines
    assert (first.client, first.manager, first.number) == ("ООО «Лютик»", "Синицына", "ТД00-000123")
    assert (first.overdue, first.overdue_days) == (6_000, 12)
    assert (second.overdue, advance.balance) == (None, -700)


def test_buyers_by_age_of_debt(tmp_path: Path) -> None:
    grid: Grid = (
        ("Задолженность покупателей по срокам долга на 16.03.2026",),
        ("Контрагент", "Общая задолженность", "В т.ч. просроченная", "Срок просрочки (дней)", "Сроки долга",
         None, None, None),
        (None, None, None, None, "До 7", "8 - 14", "15 - 30", "От 31"),
        ("ООО «Лютик»", 100, 60, 12, 10, 30, 60, None),
        ("ИП Ромашкин", 50, None, None, None, None, None, 50),
        ("Итого", 150, 60, None, 10, 30, 60, 50),
    )  # fmt: skip
    statement = take(xlsx(tmp_path / "d.xlsx", grid))
    assert (statement.layout, statement.level, statement.control) == ("1c-buyers-aged", Level.CLIENT, 15_000)
    first, second = statement.lines
    assert (first.overdue, first.overdue_days) == (6_000, 12)
    assert first.buckets == ((Interval(1, 7), 1_000), (Interval(8, 14), 3_000), (Interval(15, 30), 6_000))
    assert (second.overdue, second.buckets) == (None, ((Interval(31, None), 5_000),))


def test_debts_in_another_currency_are_never_added(tmp_path: Path) -> None:
    grid: Grid = (
        ("Задолженность клиентов на 16.03.2026",),
        ("Валюта", None, None),
        ("Объект расчетов.Менеджер", "Долг клиента", "Просрочено"),
        ("Клиент",),
        ("RUB", 100, 40),
        ("Синицына", 100, 40),
        ("ООО «Лютик»", 100, 40),
        ("USD", 7, 7),
        ("Синицына", 7, 7),
        ("ООО «Мак»", 7, 7),
    )
    statement = take(xlsx(tmp_path / "d.xlsx", grid, levels=(0, 0, 0, 0, 0, 1, 2, 0, 1, 2)))
    assert [(line.client, line.manager, line.balance) for line in statement.lines] == [
        ("ООО «Лютик»", "Синицына", 10_000)
    ]  # fmt: skip
    assert "USD" in told(statement, Severity.ERROR)[0]


def test_orders_with_planned_dates(tmp_path: Path) -> None:
    grid: Grid = (
        ("Задолженность клиентов по срокам",),
        ("Параметры:", "Дата отчета: 01.03.2026"),
        ("Клиент", None, None, "Задолженность, руб.", None, None, None),
        ("Объект расчетов", "Дата возникновения", "Дата платежа план", "Всего", "Не просрочено", "1-30 дней", "31+"),
        ("ООО «Лютик»", None, None, 100, 60, 40, None),
        ("Заказ клиента 1 от 01.01.2026", date(2026, 1, 1), date(2026, 2, 1), 40, None, 40, None),
        ("Заказ клиента 2 от 01.02.2026", date(2026, 2, 1), date(2026, 4, 1), 60, 60, None, None),
        ("Итого", None, None, 100, 60, 40, None),
    )
    statement = take(xlsx(tmp_path / "d.xlsx", grid, levels=(0, 0, 0, 0, 0, 1, 1), merges=("D3:G3",)))
    assert (statement.level, statement.control) == (Level.ORDER, 10_000)
    first, second = statement.lines
    assert (first.kind, first.number, first.due_date, first.overdue) == ("Заказ клиента", "1", date(2026, 2, 1), 4_000)
    assert (second.overdue, second.not_due) == (0, 6_000)


def test_signatures_below_the_total_are_notes_wherever_they_stand(tmp_path: Path) -> None:
    grid: Grid = (*AGED, (), ("Ответственный:", None, "(подпись)", None, "Сидорова А. А."), ("Сдал", None, "Петрова"))
    statement = take(xlsx(tmp_path / "d.xlsx", grid, levels=LEVELS))
    assert told(statement, Severity.ERROR) == []
    notes = [skip.row for skip in statement.skipped if skip.reason == "примечание под таблицей"]
    assert notes == [len(AGED) + 2, len(AGED) + 3]


def test_a_figure_below_the_total_is_no_note(tmp_path: Path) -> None:
    grid: Grid = (*AGED, ("ООО «Клён»", None, 70))
    statement = take(xlsx(tmp_path / "d.xlsx", grid, levels=(*LEVELS, 1)))
    assert statement.debt == 67_000
    assert len(told(statement, Severity.WARNING)) == 2  # its group, and the total


BUYERS: Grid = (
    ("Задолженность покупателей по срокам долга на 16.03.2026",),
    ("Контрагент", "Общая задолженность", "До 7", "От 8"),
    ("ООО «Лютик»", 300, 100, 200),
    (None, 50, 50, None),
    ("ИП Ромашкин", 30, None, 30),
    ("Итого", 380, 150, 230),
)


def test_a_client_without_a_name_keeps_its_sum(tmp_path: Path) -> None:
    statement = take(xlsx(tmp_path / "d.xlsx", BUYERS))
    assert (statement.debt, statement.control) == (38_000, 38_000)
    assert [line.client for line in statement.lines] == ["ООО «Лютик»", "<...>", "ИП Ромашкин"]
    assert len(told(statement, Severity.WARNING)) == 1


def test_a_row_without_a_name_is_no_client_where_no_total_proves_it(tmp_path: Path) -> None:
    statement = take(xlsx(tmp_path / "d.xlsx", BUYERS[:-1]))
    assert [line.client for line in statement.lines] == ["ООО «Лютик»", "ИП Ромашкин"]
    assert len(told(statement, Severity.ERROR)) == 1


def test_a_correction_among_the_debts_leaves_their_total(tmp_path: Path) -> None:
    grid = [list(row) for row in AGED]
    for row, debt in ((11, -100), (7, 300), (8, 200), (9, 200), (16, 300)):  # a document of 200 became a correction
        grid[row][2] = debt
    statement = take(xlsx(tmp_path / "d.xlsx", grid, levels=LEVELS))
    assert (statement.debt, statement.advances) == (40_000, 15_000)
    assert told(statement, Severity.WARNING) == []
    assert statement.control == statement.debt


def test_our_company_below_a_contract_is_no_document(tmp_path: Path) -> None:
    grid: Grid = (
        (None, None, "Дата отчета: 16.03.2026"),
        ("Клиент", None, "Не просрочено", "От 1 дня"),
        ("Договор", "Долг", "Задолженность", "Задолженность"),
        ("Организация",),
        ("ООО «Лютик»", 500, 100, 400),
        ("Договор № 5 от 01.01.2025", 200, 100, 100),
        ("ООО «Заря»", 200, 100, 100),
        ("Договор № 6 от 01.01.2025", 300, None, 300),
        ("ООО «Заря»", 300, None, 300),
        ("Итого", 500, 100, 400),
    )
    statement = take(xlsx(tmp_path / "d.xlsx", grid, levels=(0, 0, 0, 0, 0, 1, 2, 1, 2, 0)))
    assert statement.level is Level.CONTRACT
    assert [(line.organisation, line.contract[:11], line.number, line.balance) for line in statement.lines] == [
        ("ООО «Заря»", "Договор № 5", "", 20_000), ("ООО «Заря»", "Договор № 6", "", 30_000),
    ]  # fmt: skip


def test_a_client_without_figures_of_its_own_owes_what_its_documents_say(tmp_path: Path) -> None:
    """An empty cell is no zero: nothing contradicts the documents."""
    grid = [list(row) for row in AGED]
    for place in (7, 8, 9, 13, 14):
        grid[place][2:] = []
    statement = take(xlsx(tmp_path / "d.xlsx", grid, levels=LEVELS))
    assert (statement.level, statement.debt, statement.advances) == (Level.DOCUMENT, 60_000, 5_000)
    assert told(statement, Severity.WARNING) == []


def test_debts_that_cannot_be_read_are_no_report_of_advances(tmp_path: Path) -> None:
    """Formulas saved without their results: nothing but the advances is left, and it is not the debt."""
    grid = [list(row) for row in AGED]
    for row in grid[7:]:
        row[2] = "=A1" if row[2] is not None else None
    with pytest.raises(InputRefused, match="формула"):
        read(xlsx(tmp_path / "d.xlsx", grid, levels=LEVELS))


def test_a_name_too_long_is_cut_aloud(tmp_path: Path) -> None:
    grid = [list(row) for row in AGED]
    grid[8][0] = "Я" * 30_000
    statement = take(xlsx(tmp_path / "d.xlsx", grid, levels=LEVELS))
    assert {line.client for line in statement.lines} == {"Я" * 300, "ООО «Мак»"}
    assert [said for said in told(statement, Severity.WARNING) if "30000" in said]


def test_a_report_without_a_total_may_be_cut_short(tmp_path: Path) -> None:
    head: Grid = (
        ("Долги покупателей на 16.03.2026",),
        ("Менеджер/Документ", "Покупатель", "Отгрузка", "Срок оплаты", "Долг", "Просрочено", "Дней"),
        ("Синицына", "ООО «Лютик»", None, None, 300, 300, 12),
        ("Реализация 1 от 20.02.2026", None, date(2026, 2, 20), date(2026, 3, 4), 300, 300, 12),
    )
    whole = take(xlsx(tmp_path / "d.xlsx", (*head, ("Итого", None, None, None, 300, 300))))
    assert told(whole, Severity.WARNING) == []
    assert len(told(take(xlsx(tmp_path / "e.xlsx", head)), Severity.WARNING)) == 1
