"""The flat register: columns by their headings, every row accounted for."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.domain.debt import Terms
from app.domain.statement import Level, Severity, StatementKind
from app.errors import InputRefused, LayoutUnknown
from app.ingest import read
from tests.ingest.making import REGISTER, Grid, Value, csv, html, ods, take, told, xls, xlsx

HEAD = ("Клиент", "Номер", "Дата", "Срок оплаты", "Сумма долга")


def register(*rows: tuple[Value, ...], head: tuple[str, ...] = HEAD, title: str = "Долги на 16.03.2026") -> Grid:
    return ((title,), head, *rows)


@pytest.mark.parametrize(
    ("make", "suffix"),
    [(xlsx, ".xlsx"), (xls, ".xls"), (ods, ".ods"), (csv, ".csv"), (html, ".html")],
)
def test_every_container_gives_the_same_facts(tmp_path: Path, make: Callable[[Path, Grid], Path], suffix: str) -> None:
    statement = take(make(tmp_path / f"долги{suffix}", REGISTER))
    assert statement.kind is StatementKind.DEBTS
    assert statement.level is Level.DOCUMENT
    assert statement.as_of == date(2026, 3, 16)
    assert statement.organisation == "ООО «Торговый дом Заря»"
    assert statement.control == statement.debt == 1_470_025
    first, second, third = statement.lines
    assert first.number == "0000-000101"
    assert first.kind == "Реализация (акт, накладная, УПД)"
    assert (first.doc_date, first.due_date) == (date(2026, 2, 2), date(2026, 3, 4))
    assert (second.amount, second.paid, second.balance) == (500_000, 100_025, 399_975)
    assert (third.client, third.inn, third.terms) == ("ИП Ромашкин", "500100732259", Terms("по факту", 0))
    assert told(statement, Severity.WARNING) == []


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-8-sig", "utf-16", "cp866"])
@pytest.mark.parametrize("delimiter", [";", "\t", ","])
def test_text_in_the_encodings_of_the_country(tmp_path: Path, encoding: str, delimiter: str) -> None:
    grid = tuple(tuple(v.replace("«", '').replace("»", "") if isinstance(v, str) else v for v in row)
                 for row in REGISTER)  # fmt: skip
    statement = take(csv(tmp_path / "d.csv", grid, delimiter=delimiter, encoding=encoding))
    assert statement.debt == 1_470_025
    assert statement.lines[2].client == "ИП Ромашкин"


def test_an_empty_sum_is_an_error_and_never_zero(tmp_path: Path) -> None:
    grid = register(("Лютик", "1", "01.02.2026", None, None), ("Лютик", "2", "01.02.2026", None, 5))
    statement = take(xlsx(tmp_path / "d.xlsx", grid))
    assert [line.number for line in statement.lines] == ["2"]
    (problem,) = statement.problems
    assert (problem.severity, problem.row, problem.column) == (Severity.ERROR, 3, "E")


@pytest.mark.parametrize("said", ["нет данных", "1,234", "10 / 20", True, date(2026, 1, 1)])
def test_a_sum_that_is_no_sum_is_an_error(tmp_path: Path, said: Value) -> None:
    grid = register(("Лютик", "1", "01.02.2026", None, said), ("Лютик", "2", "01.02.2026", None, 5))
    statement = take(xlsx(tmp_path / "d.xlsx", grid))
    assert statement.debt == 500
    assert len(told(statement, Severity.ERROR)) == 1


def test_a_formula_without_its_result_is_named(tmp_path: Path) -> None:
    grid = register(("Лютик", "1", "01.02.2026", None, "=2+3"), ("Лютик", "2", "01.02.2026", None, 5))
    statement = take(xlsx(tmp_path / "d.xlsx", grid))
    assert "формул" in told(statement, Severity.ERROR)[0] or "formula" in told(statement, Severity.ERROR)[0]


def test_an_error_value_is_named(tmp_path: Path) -> None:
    grid = register(("Лютик", "1", "01.02.2026", None, "#N/A"), ("Лютик", "2", "01.02.2026", None, 5))
    statement = take(xlsx(tmp_path / "d.xlsx", grid))
    assert "#N/A" in told(statement, Severity.ERROR)[0]


def test_balance_that_is_not_amount_less_paid(tmp_path: Path) -> None:
    head = ("Клиент", "Номер", "Сумма", "Оплачено", "Остаток")
    statement = take(xlsx(tmp_path / "d.xlsx", register(("Лютик", "1", 100, 30, 60), head=head)))
    assert statement.debt == 6000
    assert "70,00" in told(statement, Severity.WARNING)[0]


def test_a_total_that_differs_is_kept_and_the_difference_named(tmp_path: Path) -> None:
    grid = register(("Лютик", "1", "01.02.2026", None, 100), ("ИТОГО:", None, None, None, 150.5))
    statement = take(xlsx(tmp_path / "d.xlsx", grid))
    assert (statement.control, statement.debt) == (15_050, 10_000)
    assert "50,50" in told(statement, Severity.WARNING)[0]


def test_subtotals_averages_and_notes_are_skipped(tmp_path: Path) -> None:
    grid = register(
        ("Лютик", "1", "01.02.2026", None, 100),
        ("Лютик Итог", None, None, None, 100),
        ("Мак", "2", "01.02.2026", None, 50),
        ("Итого по Мак", None, None, None, 50),
        ("Общий итог", None, None, None, 150),
        ("СРЕДНЕЕ", None, None, None, 75),
        ("Главный бухгалтер", None, "Воронова"),
    )
    statement = take(xlsx(tmp_path / "d.xlsx", grid))
    assert statement.control == statement.debt == 15_000
    assert len(statement.skipped) == 2 + 5
    assert told(statement, Severity.WARNING) == []


def test_a_last_row_of_figures_alone_is_the_total(tmp_path: Path) -> None:
    grid = register(
        ("Лютик", "1", "01.02.2026", None, 100), ("Мак", "2", "01.02.2026", None, 50), (None, None, None, None, 150)
    )
    assert take(xlsx(tmp_path / "d.xlsx", grid)).control == 15_000


def test_a_document_twice_keeps_both_lines_and_names_the_rows(tmp_path: Path) -> None:
    grid = register(*[("Лютик", "A-7", "01.02.2026", None, 100)] * 2)
    statement = take(xlsx(tmp_path / "d.xlsx", grid))
    assert len(statement.lines) == 2
    assert "3, 4" in told(statement, Severity.WARNING)[0]


def test_wrong_taxpayer_number_is_a_warning_and_a_lost_zero_is_restored(tmp_path: Path) -> None:
    head = ("Клиент", "ИНН", "Долг")
    grid = register(("Лютик", 7707083894.0, 1), ("Мак", 274062111.0, 2), head=head)
    statement = take(xlsx(tmp_path / "d.xlsx", grid))
    assert [line.inn for line in statement.lines] == ["7707083894", "0274062111"]
    assert len(told(statement, Severity.WARNING)) == 1


@pytest.mark.parametrize("written", ["01.01.1900", "30.02.2026", "01.01.2100", "вчера"])
def test_an_impossible_date_is_a_problem_and_the_money_stays(tmp_path: Path, written: str) -> None:
    statement = take(xlsx(tmp_path / "d.xlsx", register(("Лютик", "1", "01.02.2026", written, 100))))
    assert (statement.debt, statement.lines[0].due_date) == (10_000, None)
    assert len(told(statement, Severity.WARNING)) == 1


def test_a_document_of_the_future_is_a_warning(tmp_path: Path) -> None:
    statement = take(xlsx(tmp_path / "d.xlsx", register(("Лютик", "1", "01.04.2026", None, 100))))
    assert len(told(statement, Severity.WARNING)) == 1


@pytest.mark.parametrize(
    ("title", "head"),
    [("Долги на 16.03.2026, тыс. руб.", ("Клиент", "Долг")), ("Долги", ("Клиент", "Долг, тыс. руб."))],
)
def test_thousands_of_roubles(tmp_path: Path, title: str, head: tuple[str, ...]) -> None:
    statement = take(xlsx(tmp_path / "d.xlsx", register(("Лютик", 1.5), head=head, title=title)))
    assert statement.debt == 150_000
    assert len(told(statement, Severity.INFO)) == 1


def test_an_advance_beside_the_debt_is_a_line_of_its_own(tmp_path: Path) -> None:
    head = ("Контрагент", "Долг", "Аванс")
    grid = register(("Лютик", 100, 30), ("Мак", None, 20), ("Итого", 100, 50), head=head)
    statement = take(xlsx(tmp_path / "d.xlsx", grid))
    assert (statement.debt, statement.advances, statement.level) == (10_000, 5_000, Level.CLIENT)
    assert [line.balance for line in statement.lines] == [10_000, -3_000, -2_000]
    assert told(statement, Severity.WARNING) == []


def test_control_characters_and_endless_names(tmp_path: Path) -> None:
    grid = register(("Лю\u202eтик\n\u200b Заря", 5), ("Д" * 30_000, 7), head=("Клиент", "Долг"))
    statement = take(xlsx(tmp_path / "d.xlsx", grid))
    assert statement.lines[0].client == "Лютик Заря"
    assert len(statement.lines[1].client) == 300
    assert len(told(statement, Severity.WARNING)) == 1


def test_another_currency_is_refused_row_by_row(tmp_path: Path) -> None:
    head = ("Клиент", "Долг", "Валюта", "Сумма в валюте")
    grid = register(("Лютик", 100, "руб.", None), ("Мак", 5, "USD", 5), head=head)
    statement = take(xlsx(tmp_path / "d.xlsx", grid))
    assert statement.debt == 10_000
    assert "USD" in told(statement, Severity.ERROR)[0]


@pytest.mark.parametrize(
    ("title", "head", "kind"),
    [
        ("Реализация за март 2026 г.", ("Дата", "Номер", "Контрагент", "Сумма"), StatementKind.SALES),
        ("Поступления за март 2026 г.", ("Дата", "Номер", "Контрагент", "Сумма"), StatementKind.PAYMENTS),
        ("", ("Дата", "Документ", "Контрагент", "Сумма"), StatementKind.SALES),
    ],
)
def test_registers_of_sales_and_payments(
    tmp_path: Path, title: str, head: tuple[str, ...], kind: StatementKind
) -> None:
    number = "Реализация товаров и услуг УТ-3 от 02.03.2026" if "Документ" in head else "УТ-3"
    grid = register(("02.03.2026", number, "Лютик", 100), ("Итого", None, None, 100), head=head, title=title)
    statement = take(xlsx(tmp_path / "d.xlsx", grid))
    assert statement.kind is kind
    line = statement.lines[0]
    assert (line.amount, line.balance, line.number, line.doc_date) == (10_000, None, "УТ-3", date(2026, 3, 2))
    assert statement.control == 10_000


@pytest.mark.parametrize(
    ("sums", "row", "amount"),
    [
        (("Сумма", "НДС", "Всего"), (100, 20, 120), 120_00),
        (("Сумма", "Сумма НДС", "Сумма с НДС"), (100, 20, 120), 120_00),
        (("Стоимость", "НДС", "Всего с НДС"), (100, 20, 120), 120_00),
        (("Сумма без НДС", "НДС", "Сумма, включая НДС"), (100, 20, 120), 120_00),
        (("Сумма", "В т.ч. НДС", "Всего"), (120, 20, 120), 120_00),
        (("Сумма", "НДС"), (120, 20), 120_00),
    ],
)
def test_sales_carry_vat_as_debts_do(tmp_path: Path, sums: tuple[str, ...], row: tuple[int, ...], amount: int) -> None:
    grid = register(
        ("02.03.2026", "УТ-3", "Лютик", *row), head=("Дата", "Номер", "Контрагент", *sums),
        title="Реализация за март 2026 г.",
    )  # fmt: skip
    assert take(xlsx(tmp_path / "d.xlsx", grid)).lines[0].amount == amount


def test_sums_of_an_unknown_sort_are_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "x.xlsx", (("Дата", "Клиент", "Сумма"), ("02.03.2026", "Лютик", 100)))
    with pytest.raises(InputRefused, match=r"x\.xlsx"):
        read(path)


def test_a_header_in_two_lines_and_a_merged_client(tmp_path: Path) -> None:
    grid: Grid = (
        ("Дебиторская задолженность на 16.03.2026",),
        ("Покупатель", "Документ отгрузки", None, "Задолженность", None),
        (None, "номер", "дата", "всего", "в т.ч. просроченная"),
        ("Лютик", "1", "01.02.2026", 100, 40),
        (None, "2", "02.02.2026", 50, None),
    )
    path = xlsx(tmp_path / "d.xlsx", grid, merges=("B2:C2", "D2:E2", "A4:A5"))
    statement = take(path)
    assert [(line.client, line.number, line.balance, line.overdue) for line in statement.lines] == [
        ("Лютик", "1", 10_000, 4_000), ("Лютик", "2", 5_000, None)
    ]  # fmt: skip


def test_english_headings_and_american_dates(tmp_path: Path) -> None:
    path = tmp_path / "aging.csv"
    path.write_text(
        "A/R Aging Detail\nAs of 31 December 2025\n\nNum,Customer,Date,Due Date,Amount,Open Balance\n"
        '101,Acorn Ltd,11/3/2025,12/3/2025,"1,284.50","1,284.50"\n102,Birch,11/25/2025,12/25/2025,10.00,10.00\n',
        encoding="utf-8",
    )
    statement = take(path)
    assert statement.as_of == date(2025, 12, 31)
    assert (statement.lines[0].doc_date, statement.lines[0].balance) == (date(2025, 11, 3), 128_450)


def test_dates_of_two_readings_are_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "aging.csv"
    path.write_text("Customer,Invoice,Date,Balance\nAcorn,1,3/4/2026,5.00\n", encoding="utf-8")
    with pytest.raises(LayoutUnknown, match="3/4/2026"):
        read(path)


def test_documents_under_a_client_named_once(tmp_path: Path) -> None:
    grid = register(
        ("ООО Лютик",), (None, "1", "01.02.2026", None, 100), ("ООО Мак",), (None, "2", "01.02.2026", None, 5)
    )
    statement = take(xlsx(tmp_path / "d.xlsx", grid))
    assert [line.client for line in statement.lines] == ["ООО Лютик", "ООО Мак"]


def test_hidden_rows_are_read_and_told(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = xlsx(tmp_path / "d.xlsx", register(("Лютик", "1", "01.02.2026", None, 100), ("Мак", "2", None, None, 1)))
    book = load_workbook(path)
    book.worksheets[0].row_dimensions[4].hidden = True
    book.save(path)
    statement = take(path)
    assert statement.debt == 10_100
    assert len(told(statement, Severity.INFO)) == 1


def test_clients_whose_names_sound_like_totals(tmp_path: Path) -> None:
    names = ("ООО Итог", "Всего Хорошего", "Total Energies", "Максимум", "Исполнительный комитет", "Минора")
    grid = register(*((name, 10) for name in names), ("Итого", 60), head=("Клиент", "Долг"))
    statement = take(xlsx(tmp_path / "d.xlsx", grid))
    assert tuple(line.client for line in statement.lines) == names
    assert statement.control == statement.debt == 6_000


def test_a_last_client_without_a_sum_is_an_error_and_a_note_below_is_not(tmp_path: Path) -> None:
    grid = register(("Лютик", 10), ("Мак", None), (), ("Просим сверить",), head=("Клиент", "Долг"))
    statement = take(xlsx(tmp_path / "d.xlsx", grid))
    assert [(p.severity, p.row) for p in statement.problems] == [(Severity.ERROR, 4)]


def test_the_latest_of_two_columns_of_debt(tmp_path: Path) -> None:
    head = ("Клиент", "Долг на 01.03.2026", "Долг на 08.03.2026")
    statement = take(xlsx(tmp_path / "d.xlsx", register(("Лютик", 1, 2), head=head, title="")))
    assert (statement.debt, statement.as_of) == (200, date(2026, 3, 8))
    assert len(told(statement, Severity.WARNING)) == 1


def test_a_client_printed_once_above_its_documents(tmp_path: Path) -> None:
    grid = register(("Лютик", "1", "01.02.2026", None, 100), (None, "2", "01.02.2026", None, 5))
    statement = take(xlsx(tmp_path / "d.xlsx", grid))
    assert [line.client for line in statement.lines] == ["Лютик", "Лютик"]
    assert len(told(statement, Severity.WARNING)) == 1


def test_one_client_twice_in_a_list_of_clients(tmp_path: Path) -> None:
    grid = register(("Лютик", 10), ("ЛЮТИК", 5), head=("Клиент", "Долг"))
    assert len(told(take(xlsx(tmp_path / "d.xlsx", grid)), Severity.WARNING)) == 1


def test_headings_without_rows_are_no_report(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match=r"d\.xlsx"):
        read(xlsx(tmp_path / "d.xlsx", register(head=("Клиент", "Долг"))))
    nobody = xlsx(tmp_path / "ноль.xlsx", register(("Итого", 0), head=("Клиент", "Долг")))
    assert (take(nobody).lines, take(nobody).control) == ((), 0)


def test_a_last_row_that_is_the_sum_of_all_is_asked_about(tmp_path: Path) -> None:
    rows = (("Клиент", "Долг"), ("Лютик", 5), ("Мак", 7), ("Наши должники", 12))
    assert len(told(take(xlsx(tmp_path / "долги.xlsx", rows)), Severity.WARNING)) == 1


def test_a_dash_is_an_empty_cell(tmp_path: Path) -> None:
    head = ("Клиент", "Документ", "Срок оплаты", "Оплачено", "Просрочено, дней", "Долг")
    rows = (head, ("Лютик", "УПД 1", "—", "-", "–", 5), ("Мак", "УПД 2", "", "", "", "-"))
    statement = take(xlsx(tmp_path / "долги.xlsx", rows))
    assert (len(told(statement, Severity.WARNING)), len(told(statement, Severity.ERROR))) == (0, 1)
    assert statement.debt == 500


def test_a_total_under_the_word_our_debt_is_the_advance(tmp_path: Path) -> None:
    """«Задолженность клиентов» by clients alone: «Всего» stands under «Долг клиента» and under «Наш долг»."""
    grid: Grid = (
        ("Задолженность клиентов", "Дата отчета: 16.03.2026"),
        ("№", "Клиент", "Долг клиента", None, None, "Наш долг", "К отгрузке"),
        (None, None, "Всего", "Просрочено", "Дней", "Всего", None),
        (1, "ООО «Лютик»", 300, 200, 12, None, 7),
        (2, "ИП Ромашкин", 50, None, None, 40, None),
        (3, "ООО «Мак»", None, None, None, 60, None),
        ("Итого", None, 350, 200, None, 100, 7),
    )
    statement = take(xlsx(tmp_path / "з.xlsx", grid, merges=("C2:E2",)))
    assert (statement.level, statement.debt, statement.advances) == (Level.CLIENT, 35_000, 10_000)
    assert [line.number for line in statement.lines] == [""] * 4
    assert told(statement, Severity.WARNING) == []


@pytest.mark.parametrize("odd", ["Arrears after net due date", "Clearing date"])
def test_open_items_are_debts_by_what_is_told_of_them(tmp_path: Path, odd: str) -> None:
    grid: Grid = (
        ("Customer", "Name 1", "Document Number", "Document Date", "Net due date", "Amount in local currency", odd),
        (101, "Acme", 14001, date(2026, 2, 1), date(2026, 3, 1), 100.5, None),
        (102, "Bolt", 14002, date(2026, 2, 2), date(2026, 3, 2), 50, None),
    )
    statement = take(xlsx(tmp_path / "x.xlsx", grid))
    assert (statement.kind, statement.debt) == (StatementKind.DEBTS, 15_050)


def test_thousands_parted_by_a_windows_space_are_no_letters_of_dos(tmp_path: Path) -> None:
    """Few words and many sums: the no-break space of Windows is the byte of the commonest DOS letter."""
    path = tmp_path / "d.csv"
    rows = [f"К{number};1\u00a0{100 + number}\u00a0000,50" for number in range(40)]
    path.write_bytes("\r\n".join(["Долги на 16.03.2026;", "Клиент;Долг", *rows]).encode("cp1251"))
    statement = take(path)
    assert statement.lines[0].client == "К0"
    assert statement.debt == sum(100_000_000 + (100 + number) * 100_000 + 50 for number in range(40))
