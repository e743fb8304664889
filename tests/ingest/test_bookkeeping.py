"""Reports of bookkeeping on account 62: debit is debt, credit is an advance, one level is summed."""

from datetime import date
from pathlib import Path

import pytest

from app.domain.statement import Level, Severity
from app.errors import InputRefused
from app.ingest import read
from tests.ingest.making import Grid, Value, csv, html, take, told, xls, xlsx

N = None
HEAD: Grid = (
    ("ООО «Заря»",),
    ("Оборотно-сальдовая ведомость по счету 62 за Июль 2026 г.",),
    (),
    ("Выводимые данные:", "БУ (данные бухгалтерского учета)"),
    ("Счет", "Сальдо на начало периода", N, "Обороты за период", N, "Сальдо на конец периода", N),
)
SIDES = ("Дебет", "Кредит") * 3
MERGES = ("B5:C5", "D5:E5", "F5:G5")


def test_clients_under_the_account(tmp_path: Path) -> None:
    grid: Grid = (
        *HEAD,
        ("Контрагенты", *SIDES),
        ("62.01", 100, N, 50, 70, 80, N),
        ("ООО «Лютик»", 60, N, 50, 30, 80, N),
        ("Иванова И. И.", 40, N, N, 40, N, N),
        ("Итого", 100, N, 50, 70, 80, N),
    )
    levels = (0, 0, 0, 0, 0, 0, 0, 1, 1, 0)
    for path in (
        xlsx(tmp_path / "о.xlsx", grid, levels=levels, merges=MERGES),
        xlsx(tmp_path / "без групп.xlsx", grid),
        xls(tmp_path / "о.xls", grid, levels=levels),
        html(tmp_path / "о.htm", grid),
    ):
        statement = take(path)
        assert (statement.layout, statement.level) == ("1c-turnover", Level.CLIENT)
        assert (statement.as_of, statement.organisation) == (date(2026, 7, 31), "ООО «Заря»")
        assert [(line.client, line.balance) for line in statement.lines] == [("ООО «Лютик»", 8_000)]
        assert statement.control == 8_000
        assert told(statement, Severity.WARNING) == []


def test_documents_and_advances_of_two_subaccounts(tmp_path: Path) -> None:
    head = [list(row) for row in HEAD]
    grid: Grid = (
        *head,
        ("Контрагенты", *SIDES),
        ("Договоры",),
        ("Документы расчетов с контрагентами",),
        ("62", 100, 20, 50, 70, 90, 30),
        ("62.01", 100, N, 50, 60, 90, N),
        ("ООО «Лютик»", 100, N, 50, 60, 90, N),
        ("№ 5 от 01.01.2026", 100, N, 50, 60, 90, N),
        ("Реализация (акт, накладная, УПД) 0000-000001 от 02.06.2026 10:00:00", 100, N, N, 60, 40, N),
        ("Реализация (акт, накладная, УПД) 0000-000002 от 02.07.2026 10:00:00", N, N, 50, N, 50, N),
        ("62.02", N, 20, N, 10, N, 30),
        ("ООО «Мак»", N, 20, N, 10, N, 30),
        ("Основной договор", N, 20, N, 10, N, 30),
        ("Поступление на расчетный счет 0000-000077 от 05.06.2026 10:00:00", N, 20, N, 10, N, 30),
        ("Итого", 100, 20, 50, 70, 90, 30),
    )
    levels = (*[0] * 8, 0, 1, 2, 3, 4, 4, 1, 2, 3, 4, 0)
    statement = take(xlsx(tmp_path / "о.xlsx", grid, levels=levels, merges=MERGES))
    assert statement.level is Level.DOCUMENT
    assert (statement.debt, statement.advances, statement.control) == (9_000, 3_000, 6_000)
    first = statement.lines[0]
    assert (first.client, first.contract, first.number) == ("ООО «Лютик»", "№ 5 от 01.01.2026", "0000-000001")
    assert statement.lines[2].balance == -3_000
    assert told(statement, Severity.WARNING) == []


def test_accounts_below_the_client(tmp_path: Path) -> None:
    grid: Grid = (
        ("Анализ субконто Контрагенты за 1 полугодие 2026 г.",),
        ("Субконто", "Сальдо на начало периода", N, "Обороты за период", N, "Сальдо на конец периода", N),
        ("Счет", *SIDES),
        ("ООО «Лютик»", N, N, N, N, 80, 45),
        ("60.01", N, N, N, N, N, 40),
        ("62.01", N, N, N, N, 80, N),
        ("62.02", N, N, N, N, N, 5),
        ("Итого", N, N, N, N, 80, 45),
    )
    statement = take(
        xlsx(tmp_path / "а.xlsx", grid, levels=(0, 0, 0, 0, 1, 1, 1, 0), merges=("B2:C2", "D2:E2", "F2:G2"))
    )
    assert (statement.debt, statement.advances, statement.control) == (8_000, 500, None)
    assert {line.client for line in statement.lines} == {"ООО «Лютик»"}
    assert statement.as_of == date(2026, 6, 30)


def test_rows_of_tax_accounting_are_left_out(tmp_path: Path) -> None:
    grid: Grid = (
        ("Оборотно-сальдовая ведомость по счету 62.01 за 2026 г.",),
        ("Счет", "Показа-\nтели", "Сальдо на начало периода", N, "Обороты за период", N, "Сальдо на конец периода", N),
        ("Контрагенты", N, *SIDES),
        ("62.01", "БУ", N, N, N, N, 80, N),
        (N, "НУ", N, N, N, N, 70, N),
        ("ООО «Лютик»", "БУ", N, N, N, N, 80, N),
        (N, "НУ", N, N, N, N, 70, N),
        ("Итого", "БУ", N, N, N, N, 80, N),
        (N, "НУ", N, N, N, N, 70, N),
    )
    path = xlsx(tmp_path / "о.xlsx", grid, levels=(0, 0, 0, 0, 0, 1, 1), merges=("C2:D2", "E2:F2", "G2:H2"))
    statement = take(path)
    assert (statement.debt, statement.control) == (8_000, 8_000)


@pytest.mark.parametrize("account", ["60", "51", "70"])
def test_another_account_is_refused_by_name(tmp_path: Path, account: str) -> None:
    title = f"Оборотно-сальдовая ведомость по счету {account} за Июль 2026 г."
    grid: Grid = (
        (title,),
        HEAD[4],
        ("Контрагенты", *SIDES),
        (account, N, N, N, N, 5, N),
        ("ООО «Мак»", N, N, N, N, 5, N),
    )
    with pytest.raises(InputRefused, match=account):
        read(xlsx(tmp_path / "о.xlsx", grid, merges=("B2:C2", "D2:E2", "F2:G2")))


def test_turnovers_of_the_account(tmp_path: Path) -> None:
    grid: Grid = (
        ("Обороты счета 62 за Июль 2026 г.",),
        ("Счет", "Начальное сальдо Дт", "Начальное сальдо Кт", "Оборот Дт", "90.01", "Оборот Кт", "51",
         "Конечное сальдо Дт", "Конечное сальдо Кт"),
        ("Контрагенты",),
        ("62.01", 10, N, 5, 5, 3, 3, 12, N),
        ("ООО «Лютик»", 10, N, 5, 5, 3, 3, 12, N),
        ("62.02", N, 4, N, N, N, N, N, 4),
        ("ООО «Мак»", N, 4, N, N, N, N, N, 4),
        ("Итого", 10, 4, 5, 5, 3, 3, 12, 4),
    )  # fmt: skip
    statement = take(xlsx(tmp_path / "о.xlsx", grid, levels=(0, 0, 0, 0, 1, 0, 1, 0)))
    assert (statement.debt, statement.advances, statement.control) == (1_200, 400, 800)


def test_analysis_of_the_account(tmp_path: Path) -> None:
    grid: Grid = (
        ("Анализ счета 62 за Июль 2026 г.",),
        ("Счет", "Кор. Счет", "Дебет", "Кредит"),
        ("Контрагенты", N, N, N),
        ("62.01", "Начальное сальдо", 10, N),
        ("ООО «Лютик»", "Начальное сальдо", 10, N),
        (N, "90.01", 5, N),
        (N, "51", N, 3),
        (N, "Оборот", 5, 3),
        (N, "Конечное сальдо", 12, N),
        ("ИП Ромашкин", "Начальное сальдо", N, N),
        (N, "51", N, 4),
        (N, "Оборот", N, 4),
        (N, "Конечное сальдо", N, 4),
        ("62.01", "Оборот", 5, 7),
        ("62.01", "Конечное сальдо", 12, 4),
    )
    levels = (0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0)
    statement = take(xlsx(tmp_path / "о.xlsx", grid, levels=levels))
    assert [(line.client, line.balance) for line in statement.lines] == [("ООО «Лютик»", 1_200), ("ИП Ромашкин", -400)]


def test_documents_under_their_client(tmp_path: Path) -> None:
    grid: Grid = (
        ("Задолженность на 16.03.2026",),
        (
            "Менеджер/Документ",
            "Покупатель",
            "Отгрузка",
            "Срок оплаты",
            "Долг",
            "Просрочено",
            "Дней",
            "До 7 дн",
            ">7 дн",
        ),
        ("Синицына", "ООО «Лютик»", N, N, 300, 200, 12, N, 200),
        ("Реализация ТД00-000123 от 18.02.2026 10:00:00", N, date(2026, 2, 18), date(2026, 3, 4), 200, 200, 12, N, 200),
        ("Реализация", N, date(2026, 2, 18), date(2026, 3, 4), 200, 200, 12, N, 200),
        ("Реализация ТД00-000150 от 10.03.2026 10:00:00", N, date(2026, 3, 10), date(2026, 3, 24), 100, N, N, N, N),
        ("Итого", N, N, N, 300, 200, N, N, 200),
    )
    statement = take(xlsx(tmp_path / "долги на 16.03.2026.xlsx", grid))
    assert (statement.layout, statement.level, statement.control) == ("1c-documents", Level.DOCUMENT, 30_000)
    first, second = statement.lines
    assert (first.client, first.manager, first.number) == ("ООО «Лютик»", "Синицына", "ТД00-000123")
    assert (first.due_date, first.overdue_days, first.overdue) == (date(2026, 3, 4), 12, 20_000)
    assert (second.balance, second.overdue) == (10_000, None)


def test_mutual_settlements_with_folders_and_days(tmp_path: Path) -> None:
    grid: Grid = (
        (N, "Ведомость по взаиморасчетам с контрагентами"),
        (N, "Период: 04.04.2026 - 04.05.2026"),
        (N, "Группировки строк: Контрагент (Иерархия);"),
        (N, "Отборы:\nКонтрагент В группе из списка (Северный район);"),
        (),
        (N, "Контрагент", "Сумма взаиморасчетов", N, N, N),
        (N, "По дням, По дням", "нач. остаток", "приход", "расход", "кон. остаток"),
        (),
        (N, "Покупатели", 100, 50, 90, 60),
        (N, "Синицына ОПТ", 100, 50, 90, 60),
        (N, "ООО «Лютик»", 100, 50, 70, 80),
        (N, "05.04.2026", 100, 50, N, 150),
        (N, "06.04.2026", 150, N, 70, 80),
        (N, "ИП Ромашкин", N, N, 20, -20),
        (N, "07.04.2026", N, N, 20, -20),
        (N, "Итог", 100, 50, 90, 60),
    )
    statement = take(xlsx(tmp_path / "в.xlsx", grid, levels=(*[0] * 9, 1, 2, 3, 3, 2, 3, 0), merges=("C6:F6",)))
    assert (statement.layout, statement.level, statement.as_of) == ("1c-mutual", Level.CLIENT, date(2026, 5, 4))
    assert [(line.client, line.balance) for line in statement.lines] == [
        ("ООО «Лютик»", 8_000),
        ("ИП Ромашкин", -2_000),
    ]
    assert statement.control == 6_000
    assert statement.filters == ("Контрагент В группе из списка (Северный район);",)
    assert told(statement, Severity.WARNING) == []


def test_mutual_settlements_without_folders(tmp_path: Path) -> None:
    grid: Grid = (
        ("Ведомость по взаиморасчетам с контрагентами",),
        ("Контрагент", "нач. остаток", "приход", "расход", "кон. остаток"),
        ("ООО «Лютик»", 100, 50, 70, 81),
        ("Итог", 100, 50, 70, 80),
    )
    statement = take(xlsx(tmp_path / "в на 04.05.2026.xlsx", grid))
    assert (statement.debt, statement.as_of) == (8_100, date(2026, 5, 4))
    assert len(told(statement, Severity.WARNING)) == 2


def test_accounts_under_the_client_when_the_order_was_swapped(tmp_path: Path) -> None:
    grid: Grid = (
        ("Оборотно-сальдовая ведомость по счету 62 за 2025 г.",),
        ("Контрагенты", "Сальдо на начало периода", N, "Обороты за период", N, "Сальдо на конец периода", N),
        ("Счет", *SIDES),
        ("ООО «Лютик»", 1, N, N, N, 8, 3),
        ("62.01", 1, N, N, N, 8, N),
        ("62.02", N, N, N, N, N, 3),
        ("Итого развернутое", 1, N, N, N, 8, 3),
        ("Итого", 1, N, N, N, 5, N),
    )
    statement = take(xlsx(tmp_path / "о.xlsx", grid, levels=(0, 0, 0, 0, 1, 1), merges=("B2:C2", "D2:E2", "F2:G2")))
    assert (statement.level, statement.debt, statement.advances, statement.control) == (Level.CLIENT, 800, 300, 500)
    assert {(line.client, line.number) for line in statement.lines} == {("ООО «Лютик»", "")}


def test_an_old_form_that_names_its_levels_above_the_table(tmp_path: Path) -> None:
    grid: Grid = (
        ("Оборотно-сальдовая ведомость по счету 62.01",),
        ("Период: 1 полугодие 2025 г.",),
        ("Детализация по субсчетам, субконто: Контрагенты, Договоры",),
        ("Субконто", "Сальдо на начало периода", N, "Оборот за период", N, "Сальдо на конец периода", N),
        (N, *SIDES),
        ("62.01", 1, N, N, N, 8, N),
        ("Лютик ООО", 1, N, N, N, 8, N),
        ("Основной договор", 1, N, N, N, 8, N),
        ("Итого", 1, N, N, N, 8, N),
        ("Генеральный директор",),
        ("(подпись)",),
    )
    path = xlsx(tmp_path / "о.xlsx", grid, levels=(0, 0, 0, 0, 0, 0, 1, 2), merges=("B4:C4", "D4:E4", "F4:G4"))
    statement = take(path)
    (line,) = statement.lines
    assert (line.client, line.contract, line.balance) == ("Лютик ООО", "Основной договор", 800)
    assert (statement.level, statement.control, statement.as_of) == (Level.CONTRACT, 800, date(2025, 6, 30))


def test_columns_of_currency_are_not_added(tmp_path: Path) -> None:
    sums = ("В валюте", "Сумма (руб)") * 4
    grid: Grid = (
        (N, "Ведомость по взаиморасчетам с контрагентами"),
        (N, "Период: 01.01.2026 - 31.01.2026"),
        (N, "Организация", "Начальный остаток", N, "Приход", N, "Расход", N, "Конечный остаток", N),
        (N, "Контрагент", *sums),
        (N, "Договор контрагента"),
        (N, "ООО «Заря»", 1, 100, 2, 50, 3, 70, 4, 80),
        (N, "Лютик ООО", 1, 100, 2, 50, 3, 70, 4, 80),
        (N, "Основной договор", 1, 100, 2, 50, 3, 70, 4, 80),
        (N, "Итог", 1, 100, 2, 50, 3, 70, 4, 80),
    )
    merges = ("C3:D3", "E3:F3", "G3:H3", "I3:J3")
    statement = take(xlsx(tmp_path / "в.xlsx", grid, levels=(0, 0, 0, 0, 0, 0, 1, 2), merges=merges))
    (line,) = statement.lines
    assert (line.client, line.organisation, line.balance, line.amount) == ("Лютик ООО", "ООО «Заря»", 8_000, None)
    assert statement.control == 8_000


def test_a_supplier_below_whom_no_account_of_customers_stands_is_left_out(tmp_path: Path) -> None:
    grid: Grid = (
        ("Анализ субконто Контрагенты, Договоры за Июнь 2026 г.",),
        ("Контрагенты", "Сальдо на конец периода", None),
        ("Договоры", "Дебет", "Кредит"),
        ("Счет",),
        ("ООО «Лютик»", 300, 20),
        ("Основной договор", 300, 20),
        ("60.01", None, 20),
        ("62.01", 300, None),
        ("ООО «Сено»", None, 70),
        ("Договор поставки", None, 70),
        ("60.01", None, 70),
        ("Итого", 300, 90),
    )
    path = xlsx(tmp_path / "a.xlsx", grid, levels=(0, 0, 0, 0, 0, 1, 2, 2, 0, 1, 2), merges=("B2:C2",))
    statement = take(path)
    assert [(line.client, line.contract, line.balance) for line in statement.lines] == [
        ("ООО «Лютик»", "Основной договор", 30_000)
    ]
    assert (statement.level, statement.control) == (Level.CONTRACT, None)
    assert told(statement, Severity.WARNING) == []
    assert any("90" in text for text in told(statement, Severity.INFO)), "the total less the suppliers' ties"


def test_a_total_that_does_not_tie_even_without_suppliers_is_told(tmp_path: Path) -> None:
    grid: Grid = (
        ("Анализ субконто Контрагенты за Июнь 2026 г.",),
        ("Контрагенты", "Сальдо на конец периода", None),
        ("Счет", "Дебет", "Кредит"),
        ("ООО «Лютик»", 300, None),
        ("62.01", 300, None),
        ("ООО «Сено»", None, 70),
        ("60.01", None, 70),
        ("Итого", 310, 70),
    )
    path = xlsx(tmp_path / "a.xlsx", grid, levels=(0, 0, 0, 0, 1, 0, 1), merges=("B2:C2",))
    (warning,) = told(take(path), Severity.WARNING)
    assert "300" in warning


def test_contracts_with_suppliers_and_rows_of_currency_are_no_levels(tmp_path: Path) -> None:
    grid: Grid = (
        ("Ведомость по взаиморасчетам с контрагентами",),
        ("Период: Июнь 2026 г.",),
        ("Контрагент", "Сумма взаиморасчетов", None, None, None),
        ("Вид договора", "нач. остаток", "приход", "расход", "кон. остаток"),
        ("Договор контрагента",),
        ("ООО «Лютик»", 100, 200, 70, 230),
        ("С покупателем", 100, 200, None, 300),
        ("Основной договор", 100, 200, None, 300),
        ("руб", 100, 200, None, 300),
        ("С поставщиком", None, None, 70, -70),
        ("Договор поставки", None, None, 70, -70),
        ("руб", None, None, 70, -70),
        ("Итог", 100, 200, 70, 230),
    )
    levels = (0, 0, 0, 0, 0, 0, 1, 2, 3, 1, 2, 3)
    statement = take(xlsx(tmp_path / "v.xlsx", grid, levels=levels, merges=("B3:E3",)))
    assert [(line.client, line.contract, line.balance) for line in statement.lines] == [
        ("ООО «Лютик»", "Основной договор", 30_000)
    ]
    assert (statement.level, statement.as_of) == (Level.CONTRACT, date(2026, 6, 30))


def test_an_advance_row_keeps_its_kind_and_number(tmp_path: Path) -> None:
    grid: Grid = (
        ("Оборотно-сальдовая ведомость по счету 62.02 за Июнь 2026 г.",),
        ("Счет", "Сальдо на конец периода", None),
        ("Контрагенты", "Дебет", "Кредит"),
        ("Документы расчетов с контрагентами",),
        ("62.02", None, 50),
        ("ООО «Лютик»", None, 50),
        ("Возврат товаров от покупателя 00БП-000031 от 26.06.2026 0:00:00", None, 50),
        ("Итого", None, 50),
    )
    statement = take(xlsx(tmp_path / "o.xlsx", grid, levels=(0, 0, 0, 0, 0, 1, 2), merges=("B2:C2",)))
    (line,) = statement.lines
    assert (line.kind, line.number, line.doc_date) == (
        "Возврат товаров от покупателя",
        "00БП-000031",
        date(2026, 6, 26),
    )
    assert line.balance == -5_000


MOVED: Grid = (
    ("Ведомость по взаиморасчетам с контрагентами",),
    ("Период: Июнь 2026 г.",),
    ("Контрагент", "Сумма взаиморасчетов", None, None, None),
    ("Договор контрагента", "нач. остаток", "приход", "расход", "кон. остаток"),
    ("Документ движения (Регистратор)",),
    ("ООО «Лютик»", 100, 200, 70, 230),
    ("Основной договор", 100, 200, 70, 230),
    ("Реализация товаров и услуг 00БП-000001 от 03.06.2026 10:00:00", 100, 200, None, 300),
    ("Поступление на расчетный счет 00БП-000002 от 05.06.2026 10:00:00", 300, None, 70, 230),
    ("Итог", 100, 200, 70, 230),
)


@pytest.mark.parametrize("days", [False, True])
def test_documents_and_days_of_a_movement_are_no_debts(tmp_path: Path, days: bool) -> None:
    grid = [list(row) for row in MOVED]
    if days:
        grid[4][0], grid[7][0], grid[8][0] = "По дням", "03.06.2026 0:00:00", "05.06.2026 0:00:00"
    statement = take(xlsx(tmp_path / "v.xlsx", grid, levels=(0, 0, 0, 0, 0, 0, 1, 2, 2), merges=("B3:E3",)))
    assert [(line.client, line.contract, line.number, line.balance) for line in statement.lines] == [
        ("ООО «Лютик»", "Основной договор", "", 23_000)
    ]
    assert (statement.level, told(statement, Severity.WARNING)) == (Level.CONTRACT, [])


def test_a_debt_and_our_debt_are_two_columns_of_one_balance(tmp_path: Path) -> None:
    grid: Grid = (
        ("Ведомость расчетов с клиентами",),
        ("Параметры:", "Период: 01.06.2026 - 30.06.2026"),
        ("Клиент", "Начальный остаток", None, "Обороты", None, "Конечный остаток", None),
        ("Договор", "Долг клиента", "Наш долг", "Увеличение долга", "Уменьшение долга", "Долг клиента", "Наш долг"),
        ("ООО «Лютик»", 100, 20, 200, 30, 300, 50),
        ("Основной договор", 100, None, 200, None, 300, None),
        ("Рамка", None, 20, None, 30, None, 50),
        ("Итого", 100, 20, 200, 30, 300, 50),
    )
    levels, merges = (0, 0, 0, 0, 0, 1, 1), ("B3:C3", "D3:E3", "F3:G3")
    statement = take(xlsx(tmp_path / "v.xlsx", grid, levels=levels, merges=merges))
    assert [(line.contract, line.balance) for line in statement.lines] == [
        ("Основной договор", 30_000), ("Рамка", -5_000),
    ]  # fmt: skip
    assert told(statement, Severity.WARNING) == []


def test_debts_without_any_term_are_told(tmp_path: Path) -> None:
    statement = take(xlsx(tmp_path / "v.xlsx", MOVED, levels=(0, 0, 0, 0, 0, 0, 1, 2, 2), merges=("B3:E3",)))
    assert any("230" in text for text in told(statement, Severity.INFO))


def test_a_subaccount_below_a_document_leaves_it_its_name(tmp_path: Path) -> None:
    grid: Grid = (
        *HEAD[:-1],
        ("Контрагенты", *HEAD[-1][1:]),
        ("Документы расчетов с контрагентами", *SIDES),
        ("Счет",),
        ("ООО «Лютик»", 100, N, 50, 60, 90, N),
        ("Реализация (акт, накладная, УПД) 0000-000001 от 02.06.2026 10:00:00", 100, N, N, 60, 40, N),
        ("62.01", 100, N, N, 60, 40, N),
        ("Реализация (акт, накладная, УПД) 0000-000002 от 03.07.2026 10:00:00", N, N, 50, N, 50, N),
        ("62.01", N, N, 50, N, 50, N),
        ("Итого", 100, N, 50, 60, 90, N),
    )
    statement = take(xlsx(tmp_path / "о.xlsx", grid, levels=(*[0] * 8, 1, 2, 1, 2, 0), merges=MERGES))
    assert statement.level is Level.DOCUMENT
    assert [(line.number, line.doc_date, line.balance) for line in statement.lines] == [
        ("0000-000001", date(2026, 6, 2), 4_000), ("0000-000002", date(2026, 7, 3), 5_000),
    ]  # fmt: skip
    assert told(statement, Severity.WARNING) == []


def test_an_empty_document_has_no_number(tmp_path: Path) -> None:
    grid: Grid = (
        *HEAD,
        ("Контрагенты", *SIDES),
        ("Договоры",),
        ("Документы расчетов с контрагентами",),
        ("62.01", 100, N, N, N, 100, N),
        ("ООО «Лютик»", 100, N, N, N, 100, N),
        ("Договор № 5 от 01.01.2026", 60, N, N, N, 60, N),
        ("<...>", 60, N, N, N, 60, N),
        ("Договор № 6 от 01.01.2026", 40, N, N, N, 40, N),
        ("<...>", 40, N, N, N, 40, N),
        ("Итого", 100, N, N, N, 100, N),
    )
    statement = take(xlsx(tmp_path / "о.xlsx", grid, levels=(*[0] * 9, 1, 2, 3, 2, 3, 0), merges=MERGES))
    assert [(line.contract[-15:], line.number, line.balance) for line in statement.lines] == [
        ("№ 5 от 01.01.2026"[-15:], "", 6_000), ("№ 6 от 01.01.2026"[-15:], "", 4_000),
    ]  # fmt: skip


def test_contracts_above_clients_under_a_header_that_names_neither(tmp_path: Path) -> None:
    """УПП heads the column «Субконто» and lets the contract stand above the client."""
    grid: Grid = (
        *HEAD[:-1],
        ("Субконто", *HEAD[-1][1:]),
        (N, *SIDES),
        ("62.01", 100, N, N, N, 100, N),
        ("Договор № 5 от 01.01.2026", 60, N, N, N, 60, N),
        ("ООО «Лютик»", 60, N, N, N, 60, N),
        ("Основной договор", 40, N, N, N, 40, N),
        ("ООО «Лютик»", 30, N, N, N, 30, N),
        ("ООО «Мак»", 10, N, N, N, 10, N),
        ("Итого", 100, N, N, N, 100, N),
    )
    statement = take(xlsx(tmp_path / "о.xlsx", grid, levels=(*[0] * 7, 1, 2, 1, 2, 2, 0), merges=MERGES))
    assert [(line.client, line.contract, line.balance) for line in statement.lines] == [
        ("ООО «Лютик»", "Договор № 5 от 01.01.2026", 6_000), ("ООО «Лютик»", "Основной договор", 3_000),
        ("ООО «Мак»", "Основной договор", 1_000),
    ]  # fmt: skip
    assert told(statement, Severity.WARNING) == []


def test_a_client_of_two_subaccounts_stands_twice_rightly(tmp_path: Path) -> None:
    grid: Grid = (
        *HEAD,
        ("Контрагенты", *SIDES),
        ("62", 100, N, N, N, 100, N),
        ("62.01", 60, N, N, N, 60, N),
        ("ООО «Лютик»", 60, N, N, N, 60, N),
        ("62.21", 40, N, N, N, 40, N),
        ("ООО «Лютик»", 40, N, N, N, 40, N),
        ("Итого", 100, N, N, N, 100, N),
    )
    statement = take(xlsx(tmp_path / "о.xlsx", grid, levels=(*[0] * 7, 1, 2, 1, 2, 0), merges=MERGES))
    assert (statement.debt, told(statement, Severity.WARNING)) == (10_000, [])


CUT: Grid = (
    *HEAD,
    ("Контрагенты", *SIDES),
    ("62", 150, N, N, N, 150, 20),
    ("62.01", 150, N, N, N, 150, N),
    ("ООО «Лютик»", 60, N, N, N, 60, N),
    ("ООО «Мак»", 90, N, N, N, 90, N),
    ("62.02", N, N, N, N, N, 20),
    ("ООО «Лютик»", N, N, N, N, N, 20),
)
CUT_LEVELS = (*[0] * 7, 1, 2, 2, 1, 2)


def test_without_a_total_the_accounts_are_the_check(tmp_path: Path) -> None:
    statement = take(xlsx(tmp_path / "о.xlsx", CUT, levels=CUT_LEVELS, merges=MERGES))
    assert (statement.control, statement.debt, statement.advances) == (13_000, 15_000, 2_000)
    assert told(statement, Severity.WARNING) == []


@pytest.mark.parametrize("kept", [10, 9])
@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_a_report_cut_short_does_not_tie_to_its_accounts(tmp_path: Path, kept: int, suffix: str) -> None:
    path = tmp_path / f"о.{suffix}"
    cut = CUT[:kept]
    statement = take(csv(path, cut) if suffix == "csv" else xlsx(path, cut, levels=CUT_LEVELS, merges=MERGES))
    assert statement.control == 13_000
    assert statement.sum != statement.control
    assert any("«62»" in said for said in told(statement, Severity.WARNING))


def test_a_group_that_is_not_its_members_is_named(tmp_path: Path) -> None:
    grid = [list(row) for row in CUT]
    grid[7][5] = 151
    statement = take(xlsx(tmp_path / "о.xlsx", [*grid, ["Итого", 150, N, N, N, 150, 20]],
                          levels=(*CUT_LEVELS, 0), merges=MERGES))  # fmt: skip
    assert (statement.control, statement.sum) == (13_000, 13_000)
    assert [problem.row for problem in statement.problems if problem.severity is Severity.WARNING] == [7, 8]


@pytest.mark.parametrize(
    ("roubles", "foreign"),
    [
        ("Сумма (руб)", "Сумма взаиморасчетов (вал.)"),
        ("Сумма взаиморасчетов", "Сумма в валюте взаиморасчетов"),
        ("Сумма взаиморасчетов", "Сумма (USD)"),
        ("Сумма регл. учета", "Сумма взаиморасчетов, EUR"),
        ("Сумма взаиморасчетов", "Сумма упр. учета"),
        ("Сумма (руб)", "Сумма взаиморасчетов"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_columns_of_another_currency_are_not_read_on_either_side(
    tmp_path: Path, roubles: str, foreign: str, first: bool
) -> None:
    def row(name: str, *figures: float | None) -> list[Value]:
        dollars = [figure if figure is None else figure / 10 for figure in figures]
        return [name, *((*figures, *dollars) if first else (*dollars, *figures))]

    heads = (roubles, foreign) if first else (foreign, roubles)
    grid: Grid = (
        ("Ведомость по взаиморасчетам с контрагентами за Июль 2026 г.",),
        ("Контрагент", heads[0], N, N, N, heads[1], N, N, N),
        (N, *(("нач. остаток", "приход", "расход", "кон. остаток") * 2)),
        row("ООО «Лютик»", 100, 50, 70, 80),
        row("ООО «Мак»", N, 20, 50, -30),
        row("Итог", 100, 70, 120, 50),
    )
    statement = take(xlsx(tmp_path / "в.xlsx", grid, merges=("B2:E2", "F2:I2")))
    assert [(line.client, line.balance) for line in statement.lines] == [("ООО «Лютик»", 8_000), ("ООО «Мак»", -3_000)]
    assert told(statement, Severity.WARNING) == []


@pytest.mark.parametrize("kept", [(1, 4), (1, 2, 4)])
def test_mutual_settlements_of_which_somebody_deleted_columns(tmp_path: Path, kept: tuple[int, ...]) -> None:
    grid: Grid = (
        ("Ведомость по взаиморасчетам с контрагентами за Июль 2026 г.",),
        ("Группировки строк: Контрагент (Иерархия);",),
        ("Контрагент", "нач. остаток", "приход", "расход", "кон. остаток"),
        ("Покупатели", 1000, 700, 1200, 500),
        ("ООО «Лютик»", 1000, 500, 700, 800),
        ("ООО «Мак»", N, 200, 500, -300),
        ("Итог", 1000, 700, 1200, 500),
    )
    rows = [[row[0], *(row[column] for column in kept if column < len(row))] for row in grid]
    statement = take(xlsx(tmp_path / "в.xlsx", rows, levels=(0, 0, 0, 0, 1, 1, 0)))
    assert (statement.layout, statement.control) == ("1c-mutual", 50_000)
    assert [(line.client, line.balance) for line in statement.lines] == [
        ("ООО «Лютик»", 80_000),
        ("ООО «Мак»", -30_000),
    ]


def test_a_client_named_above_the_table_alone(tmp_path: Path) -> None:
    grid: Grid = (
        ("Ведомость по взаиморасчетам с контрагентами за Июль 2026 г.",),
        ("Группировки строк: Организация, Контрагент;",),
        ("Организация", "Сумма взаиморасчетов", N, N, N),
        ("По дням, По дням", "нач. остаток", "приход", "расход", "кон. остаток"),
        ("ООО «Заря»", 100, 50, 70, 80),
        ("ООО «Лютик»", 100, 50, 70, 80),
        ("05.07.2026 0:00:00", 100, 50, 70, 80),
        ("Итог", 100, 50, 70, 80),
    )
    statement = take(xlsx(tmp_path / "в.xlsx", grid, levels=(*[0] * 5, 1, 2, 0), merges=("B3:E3",)))
    assert [(line.organisation, line.client, line.balance) for line in statement.lines] == [
        ("ООО «Заря»", "ООО «Лютик»", 8_000),
    ]  # fmt: skip
