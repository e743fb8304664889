"""Tables nobody knows: what is guessed, what a person may say, and that nothing of the file is lost."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.mapping import Mapping, Role, RowRule, faults
from app.domain.statement import Level, Severity, Statement, StatementKind
from app.errors import InputRefused, LayoutUnknown
from app.ingest import read, read_many, source
from app.progress import silent
from tests.ingest.making import Grid, balanced, csv, told, xlsx

ODD: Grid = (
    ("Сводка отдела для директора на 16.03.2026",),
    (),
    ("Кто", "Бумага", "Когда отдали", "Крайний день", "Висит", "Чей"),
    ("ООО «Лютик»", "УПД 101", date(2026, 2, 2), date(2026, 3, 4), 10000.5, "Синицына"),
    ("ООО «Лютик»", "УПД 118", date(2026, 2, 20), date(2026, 3, 22), 3999.75, "Синицына"),
    ("ИП Ромашкин", "УПД 7", date(2026, 3, 1), date(2026, 3, 1), 700, "Чижов"),
    ("Итого", None, None, None, 14700.25),
)
STACKED: Grid = (
    ("Неведомый отчёт",),
    ("Кто и за что", "Висит", "Чей"),
    ("ООО «Лютик»", 14000.25, "Синицына"),
    ("Реализация 0000-000101 от 02.02.2026", 10000.5, None),
    ("Реализация 0000-000118 от 20.02.2026", 3999.75, None),
    ("ИП Ромашкин", 700, "Чижов"),
    ("Реализация 00БП-000007 от 01.03.2026", 700, None),
    ("ООО «Без бумаг»", 55.5, "Чижов"),
    ("Итого", 14755.75),
)


def meant(path: Path, **roles: Role) -> Mapping:
    """The guess, with columns named by their letters."""
    found = source(path).sample()
    mapping = found.sheets[found.likely].guess
    for letter, role in roles.items():
        mapping = mapping.with_role(ord(letter) - 65, role)
    return mapping


def by(path: Path, mapping: Mapping) -> Statement:
    return balanced(read_many((path,), mappings=(mapping,))[0])


def odd(path: Path) -> Mapping:
    roles = {"A": Role.CLIENT, "B": Role.NUMBER, "C": Role.DOC_DATE, "D": Role.DUE_DATE, "E": Role.BALANCE}
    return meant(path, **roles, F=Role.MANAGER)


def test_a_total_is_no_row_of_headings(tmp_path: Path) -> None:
    """«ВСЕГО» is a word that names a field elsewhere; the headings say nothing to the program."""
    grid = (
        ("Состояние расчётов, сформировано 07.09.2026",), (),
        ("Ключ", "Кому отпущено", "Бумага", "Итог по бумаге", "Не внесено"),
        ("К-001", "ООО «Лютик»", "РН-101", 120000.5, 120000.5),
        ("К-002", "ИП Ромашкин", "РН-107", 8700, 8000),
        ("", "ВСЕГО", "", 128700.5, 128000.5),
    )  # fmt: skip
    for path in (xlsx(tmp_path / "склад.xlsx", grid), csv(tmp_path / "склад.csv", grid)):
        found = source(path).sample()
        guess = found.sheets[found.likely].guess
        assert guess.top == 3
        assert dict(guess.columns)[1] is Role.CLIENT


GROUPED: Grid = (
    ("Долги по отделам",),
    ("на 07.09.2026",),
    ("Кто и чем", "Когда", "Крайний день", "Осталось получить"),
    ("Отдел Синицыной", None, None, 2140),
    ("Лютик", None, None, 1500),
    ("накл. 101", date(2026, 8, 3), date(2026, 9, 2), 1000),
    ("накл. 133", date(2026, 8, 24), date(2026, 9, 23), 500),
    ("Заря ТД ООО", None, None, 640),
    ("накл. 140", date(2026, 8, 28), date(2026, 9, 27), 640),
    ("Отдел Чижова", None, None, 2300),
    ("Магистраль АО", None, None, 2300),
    ("накл. 111", date(2026, 8, 12), date(2026, 9, 11), 2300),
    ("ВСЕГО ПО ФИРМЕ", None, None, 4440),
)


def test_departments_above_clients_above_documents_are_guessed_and_counted_once(tmp_path: Path) -> None:
    """Nothing but the sums and the empty dates tells which rows are headings."""
    path = xlsx(tmp_path / "отделы.xlsx", GROUPED)
    guess = meant(path)
    assert guess.rows is RowRule.HEADING
    read = by(path, guess)
    assert (read.debt, read.control, read.problems) == (4440_00, 4440_00, ())
    assert [(line.client, line.number) for line in read.lines] == [
        ("Лютик", "накл. 101"), ("Лютик", "накл. 133"), ("Заря ТД ООО", "накл. 140"), ("Магистраль АО", "накл. 111"),
    ]  # fmt: skip


def test_of_two_sums_the_one_that_is_never_more_is_the_debt(tmp_path: Path) -> None:
    grid = (
        ("Бумага", "Кому отпущено", "Цена бумаги", "Не внесено"),
        ("РН-101", "ООО «Лютик»", 120000.5, 120000.5),
        ("РН-102", "ООО «Лютик»", 45000, 15000),
        ("РН-107", "ИП Ромашкин", 8700, 8700),
        ("", "ВСЕГО", 173700.5, 143700.5),
    )
    guess = meant(xlsx(tmp_path / "склад.xlsx", grid))
    assert (dict(guess.columns)[2], dict(guess.columns)[3]) == (Role.AMOUNT, Role.BALANCE)


def test_an_unknown_table_says_that_the_window_can_be_told(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "сводка.xlsx", ODD)
    with pytest.raises(LayoutUnknown, match=r"сводка\.xlsx") as caught:
        read(path)
    assert "в окне" in caught.value.hint
    assert caught.value.file_name == "сводка.xlsx"


def test_the_guess_finds_the_header_and_what_values_tell(tmp_path: Path) -> None:
    sample = source(xlsx(tmp_path / "сводка.xlsx", ODD)).sample()
    sheet = sample.sheets[sample.likely]
    assert (sheet.guess.top, sheet.guess.bottom) == (3, 3)
    assert sheet.guess.role_of(0) is Role.CLIENT
    assert sheet.guess.role_of(2) is Role.DOC_DATE
    assert sheet.guess.role_of(4) is Role.BALANCE
    assert sheet.as_of == date(2026, 3, 16)
    assert sheet.rows[3][0] == "ООО «Лютик»"


def test_a_mapping_reads_the_rows_and_ties_the_total(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "сводка.xlsx", ODD)
    statement = by(path, odd(path))
    assert (len(statement.lines), statement.debt, statement.control) == (3, 14700_25, 14700_25)
    assert (statement.layout, statement.level, statement.as_of) == ("mapped", Level.DOCUMENT, date(2026, 3, 16))
    first = statement.lines[0]
    assert (first.client, first.number, first.due_date) == ("ООО «Лютик»", "УПД 101", date(2026, 3, 4))
    assert told(statement, Severity.INFO) == []


def test_next_week_the_same_headings_are_known_wherever_they_stand(tmp_path: Path) -> None:
    mapping = replace(odd(xlsx(tmp_path / "сводка.xlsx", ODD)), remembered=True)
    moved: Grid = (("Сводка на 23.03.2026",), (), (), (), *((None, *row) for row in ODD[2:]))
    statement = by(xlsx(tmp_path / "неделя.xlsx", moved), mapping)
    assert (len(statement.lines), statement.debt, statement.as_of) == (3, 14700_25, date(2026, 3, 23))
    assert any("запомнен" in text for text in told(statement, Severity.INFO))


def test_dates_in_headings_do_not_make_them_new(tmp_path: Path) -> None:
    first: Grid = (("Кто", "Висит на 16.03.2026"), ("ООО «Лютик»", 10.5))
    second: Grid = (("Кто", "Висит на 23.03.2026"), ("ООО «Лютик»", 20.5))
    mapping = meant(xlsx(tmp_path / "1.xlsx", first), A=Role.CLIENT, B=Role.BALANCE)
    assert by(xlsx(tmp_path / "2.xlsx", second), mapping).debt == 20_50


def test_other_headings_are_not_read_by_it(tmp_path: Path) -> None:
    mapping = odd(xlsx(tmp_path / "сводка.xlsx", ODD))
    other: Grid = (("Кому", "Бумага", "Висит"), ("ООО «Лютик»", "1", 5))
    with pytest.raises(LayoutUnknown):
        read_many((xlsx(tmp_path / "другая.xlsx", other),), mappings=(mapping,))


def test_a_known_layout_outranks_a_mapping(tmp_path: Path) -> None:
    from tests.ingest.making import REGISTER

    path = xlsx(tmp_path / "реестр.xlsx", REGISTER)
    wrong = meant(path, A=Role.MANAGER, C=Role.CLIENT)
    assert by(path, wrong) == balanced(read(path))


def test_clients_above_their_documents_by_words(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "стопка.xlsx", STACKED)
    mapping = meant(path)
    assert (mapping.rows, mapping.role_of(0)) == (RowRule.HEADING, Role.STACKED)
    statement = by(path, mapping.with_role(1, Role.BALANCE).with_role(2, Role.MANAGER))
    assert [(line.client, line.number, line.balance) for line in statement.lines] == [
        ("ООО «Лютик»", "0000-000101", 10000_50),
        ("ООО «Лютик»", "0000-000118", 3999_75),
        ("ИП Ромашкин", "00БП-000007", 700_00),
        ("ООО «Без бумаг»", "", 55_50),
    ]
    assert statement.control == statement.debt == 14755_75
    assert {line.manager for line in statement.lines if line.client == "ООО «Лютик»"} == {"Синицына"}
    assert told(statement, Severity.WARNING) == []


def test_clients_above_their_documents_by_levels(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "уровни.xlsx", STACKED, levels=(0, 0, 0, 1, 1, 0, 1, 0, 0))
    mapping = replace(meant(path, A=Role.STACKED, B=Role.BALANCE), rows=RowRule.LEVEL, client_level=0, document_level=1)
    statement = by(path, mapping)
    assert [line.client for line in statement.lines].count("ООО «Лютик»") == 2
    assert statement.debt == 14755_75


def test_a_client_row_that_is_not_the_sum_of_its_documents_is_told(tmp_path: Path) -> None:
    rows = list(STACKED)
    rows[2] = ("ООО «Лютик»", 15000, "Синицына")
    path = xlsx(tmp_path / "стопка.xlsx", rows)
    statement = by(path, meant(path, B=Role.BALANCE))
    assert any("ООО «Лютик»" in text and "14\u00a0000,25" in text for text in told(statement, Severity.WARNING))


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({0: Role.CLIENT}, "долг"),
        ({1: Role.BALANCE}, "клиент"),
        ({0: Role.STACKED, 1: Role.BALANCE}, "одном столбце"),
        ({0: Role.CLIENT, 1: Role.BALANCE, 2: Role.BALANCE}, "двух столбцов"),
    ],
)
def test_what_is_missing_is_said_in_words(columns: dict[int, Role], words: str) -> None:
    mapping = Mapping("кто|висит|чей", 1, 1, tuple(columns.items()))
    assert any(words in text for text in faults(mapping))


def test_a_heading_that_is_no_interval_is_refused_in_words(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "сводка.xlsx", ODD)
    wrong = odd(path).with_role(5, Role.INTERVAL)
    with pytest.raises(InputRefused, match="Чей"):
        source(path).read(wrong, silent())


def test_another_row_may_be_the_header(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "сводка.xlsx", ODD)
    cells = source(path)
    assert cells.with_header("Лист_1", 4).guess.top == 4
    assert cells.with_header("Лист_1", 400).guess.top == len(ODD), "a row below the table is its last one"


def test_a_list_of_money_may_be_explained_too(tmp_path: Path) -> None:
    head = ("Дата", "Номер", "Сумма", "Контрагент")
    path = xlsx(tmp_path / "оплаты.xlsx", (("Реестр оплат и отгрузок",), head, ("02.03.2026", "7", 5, "ООО «Лютик»")))
    mapping = replace(meant(path), kind=StatementKind.PAYMENTS).with_role(2, Role.AMOUNT)
    assert not faults(mapping)
    assert faults(mapping.with_role(0, None)), "money without its day"
    statement = by(path, mapping)
    assert (statement.kind, statement.sum) == (StatementKind.PAYMENTS, 500)
    assert statement.lines[0].doc_date == date(2026, 3, 2)


def test_a_count_of_rows_is_no_number_and_a_company_is_a_client(tmp_path: Path) -> None:
    grid = (
        ("№", "Кому отгрузили", "Бумага", "Отдали", "Ещё должны", "Ведёт"),
        (1, "ООО «Лютик»", "УПД 101 от 02.02.2026", date(2026, 2, 2), 10000.5, "Синицына Анна Ивановна"),
        (2, "ООО «Лютик»", "УПД 118 от 20.02.2026", date(2026, 2, 20), 3999.75, "Синицына Анна Ивановна"),
        (3, "ИП Ромашкин", "УПД 7 от 01.03.2026", date(2026, 3, 1), 700, "Чижов Пётр Петрович"),
    )
    roles = dict(meant(xlsx(tmp_path / "сводка.xlsx", grid)).columns)
    assert {0: roles.get(0), 1: roles.get(1), 2: roles.get(2)} == {0: None, 1: Role.CLIENT, 2: Role.DOCUMENT}
