"""What the rows of a grouped report stand for: declared by the file, else told by indents, words and sums."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from app.domain.statement import Level, Severity, Statement
from app.errors import InputRefused
from app.ingest import read
from tests.ingest.making import Grid, Value, take, told, xls, xlsx

CONTRACT, DOC = "ТЕК.250204 прочие материалы", "Реализация товаров и услуг ТД00-{} от 20.02.2026 10:00:00"
TREE: tuple[tuple[int, str, float, float | None], ...] = (
    (0, "Синицына", 500, 50),
    (1, "ООО «Лютик»", 500, 50),
    (2, CONTRACT, 500, 50),
    (3, DOC.format("000123"), 300, None),
    (3, DOC.format("000150"), 200, None),
    (3, "Поступление на расчетный счет 0000-000009 от 10.03.2026", 0, 50),
    (0, "Чижов", 100, None),
    (1, "ООО «Мак»", 100, None),
    (2, "Рамка", 100, None),
    (3, DOC.format("000160"), 100, None),
)
HEADER: tuple[tuple[Value, ...], ...] = (
    ("Задолженность клиентов на 16 марта 2026 г.",),
    ("Менеджер", "Долг клиента", "Наш долг"),
    ("Клиент",),
    ("Договор",),
    ("Документ расчетов",),
)
TOTAL = ("Итого", 600, 50)


def rows(blanks: int = 0) -> Grid:
    """The tree as rows, each name after so many blanks a level."""
    body = [(" " * blanks * deep + name, debt or None, advance) for deep, name, debt, advance in TREE]
    return (*HEADER, *body, TOTAL)


def outlined() -> list[int]:
    return [0] * len(HEADER) + [deep for deep, *_rest in TREE]


def expect(statement: Statement) -> None:
    """The tree was understood whole."""
    assert (statement.level, statement.debt, statement.advances) == (Level.DOCUMENT, 60_000, 5_000)
    assert [(line.manager, line.client, line.contract, line.number) for line in statement.lines] == [
        ("Синицына", "ООО «Лютик»", CONTRACT, "ТД00-000123"),
        ("Синицына", "ООО «Лютик»", CONTRACT, "ТД00-000150"),
        ("Синицына", "ООО «Лютик»", CONTRACT, "0000-000009"),
        ("Чижов", "ООО «Мак»", "Рамка", "ТД00-000160"),
    ]
    assert told(statement, Severity.WARNING) == []


def indented(path: Path, grid: Grid, levels: Sequence[int]) -> Path:
    """Depth by the alignment of the names alone."""
    if path.suffix == ".xls":
        import xlwt

        old = xlwt.Workbook()
        page = old.add_sheet("TDSheet")
        for number, row in enumerate(grid):
            depth = levels[number] if number < len(levels) else 0
            for column, value in enumerate(row):
                if value is not None:
                    page.write(number, column, value, xlwt.easyxf(f"align: indent {0 if column else depth}"))
        old.save(str(path))
        return path
    from openpyxl import load_workbook
    from openpyxl.styles import Alignment

    book = load_workbook(xlsx(path, grid))
    sheet = book.active
    assert sheet is not None
    for number, level in enumerate(levels, 1):
        sheet.cell(number, 1).alignment = Alignment(indent=level)
    book.save(path)
    return path


@pytest.mark.parametrize("make", [xlsx, xls])
def test_outline(tmp_path: Path, make: object) -> None:
    maker = xlsx if make is xlsx else xls
    expect(take(maker(tmp_path / f"d.{maker.__name__}", rows(), levels=outlined())))


def test_leading_blanks(tmp_path: Path) -> None:
    expect(take(xlsx(tmp_path / "d.xlsx", rows(4))))


def test_sums_alone(tmp_path: Path) -> None:
    expect(take(xlsx(tmp_path / "d.xlsx", rows())))


@pytest.mark.parametrize("suffix", ["xlsx", "xls"])
def test_indent_of_alignment_where_sums_cannot_help(tmp_path: Path, suffix: str) -> None:
    uneven = [row for row in rows() if row[0] != "Рамка"]  # the branches are of different length
    levels = [deep for deep, row in zip([*outlined(), 0], rows(), strict=True) if row in uneven]
    statement = take(indented(tmp_path / f"d.{suffix}", uneven, levels))
    assert (statement.level, statement.debt) == (Level.DOCUMENT, 60_000)
    assert {line.client for line in statement.lines} == {"ООО «Лютик»", "ООО «Мак»"}


def test_a_level_in_each_column(tmp_path: Path) -> None:
    header = ((*HEADER[0],), ("Менеджер", None, None, "Долг клиента", "Наш долг"), ("Клиент",), ("Документ расчетов",))
    body: list[list[Value]] = []
    for deep, name, debt, advance in TREE:
        names: list[Value] = [None, None, None]
        names[max(deep - 1, 0) if deep > 1 else deep] = name
        if deep != 2:
            body.append([*names, debt or None, advance])
    statement = take(xlsx(tmp_path / "d.xlsx", (*header, *body, ("Итого", None, None, 600, 50))))
    assert (statement.level, statement.debt, statement.advances) == (Level.DOCUMENT, 60_000, 5_000)
    assert {(line.manager, line.client) for line in statement.lines} == {
        ("Синицына", "ООО «Лютик»"), ("Чижов", "ООО «Мак»"),
    }  # fmt: skip


def test_levels_named_above_the_table(tmp_path: Path) -> None:
    grid: Grid = (
        HEADER[0],
        ("Группировки строк: Клиент; Документ расчетов;",),
        ("Клиент", "Долг клиента", "До 30 дней", "Свыше 30 дней"),
        ("ООО «Лютик»", 500, 200, 300),
        (DOC.format("000123"), 300, None, 300),
        (DOC.format("000150"), 200, 200, None),
        ("Итого", 500, 200, 300),
    )
    statement = take(xlsx(tmp_path / "d.xlsx", grid, levels=(0, 0, 0, 0, 1, 1)))
    assert (statement.level, statement.debt) == (Level.DOCUMENT, 50_000)
    assert {line.client for line in statement.lines} == {"ООО «Лютик»"}


def test_a_level_nobody_named_is_told_by_its_words(tmp_path: Path) -> None:
    grid: Grid = (
        HEADER[0],
        ("Контрагент", "Общая задолженность", "До 30 дней", "Свыше 30 дней"),
        ("ООО «Лютик»", 500, 200, 300),
        ("Основной договор", 300, None, 300),
        ("Договор № 7 от 01.02.2026", 200, 200, None),
        ("Итого", 500, 200, 300),
    )
    statement = take(xlsx(tmp_path / "d.xlsx", grid, levels=(0, 0, 0, 1, 1)))
    assert statement.level is Level.CONTRACT
    assert {(line.client, line.contract) for line in statement.lines} == {
        ("ООО «Лютик»", "Основной договор"), ("ООО «Лютик»", "Договор № 7 от 01.02.2026"),
    }  # fmt: skip


def test_a_partner_above_its_legal_persons_is_a_group(tmp_path: Path) -> None:
    grid: Grid = (
        HEADER[0],
        ("Менеджер", "Долг клиента", "Наш долг"),
        ("Партнер",),
        ("Контрагент",),
        ("Синицына", 500, 50),
        ("Сеть «Лютик»", 500, 50),
        ("ООО «Лютик-Север»", 300, 50),
        ("ООО «Лютик-Юг»", 200, None),
        ("Итого", 500, 50),
    )
    statement = take(xlsx(tmp_path / "d.xlsx", grid, levels=(0, 0, 0, 0, 0, 1, 2, 2)))
    assert {(line.manager, line.client) for line in statement.lines} == {
        ("Синицына", "ООО «Лютик-Север»"), ("Синицына", "ООО «Лютик-Юг»"),
    }  # fmt: skip


def test_numbers_of_order_stand_before_the_clients(tmp_path: Path) -> None:
    grid: Grid = (
        HEADER[0],
        ("Менеджер", None, None, "Долг клиента", None, "Наш долг"),
        ("№", "Клиент / Объект расчетов", None, "Всего", "Просрочено", "Всего"),
        ("Синицына", None, None, 500, 300, 50),
        (1, "ООО «Лютик»", None, 500, 300, 50),
        (None, "Заказ клиента ТД00-000123 от 01.02.2026 10:00:00", None, 500, 300, 50),
        ("Итого", None, None, 500, 300, 50),
    )
    statement = take(xlsx(tmp_path / "d.xlsx", grid, levels=(0, 0, 0, 0, 1, 2), merges=("D2:E2",)))
    assert (statement.level, statement.debt, statement.advances) == (Level.ORDER, 50_000, 5_000)
    assert statement.lines[0].client == "ООО «Лютик»"
    assert statement.lines[0].manager == "Синицына"


def test_a_sum_without_a_client_is_kept_and_told(tmp_path: Path) -> None:
    grid: Grid = (
        HEADER[0],
        ("Менеджер", "Долг клиента", "Наш долг"),
        ("Клиент",),
        ("Синицына", 500, None),
        ("ООО «Лютик»", 300, None),
        (None, 200, None),
        ("Итого", 500, None),
    )
    statement = take(xlsx(tmp_path / "d.xlsx", grid, levels=(0, 0, 0, 0, 1, 1)))
    assert (statement.debt, statement.control) == (50_000, 50_000)
    assert [line.client for line in statement.lines] == ["ООО «Лютик»", "<...>"]
    assert len(told(statement, Severity.WARNING)) == 1


AGED: Grid = (
    HEADER[0],
    ("Контрагент", "Общая задолженность", "До 30 дней", "Свыше 30 дней"),
    ("ООО «Лютик»", 500, 200, 300),
    ("ООО «Мак»", 100, 100, None),
    ("Итого", 600, 300, 300),
)


@pytest.mark.parametrize(
    ("place", "row"),
    [(2, (1, 2, 3, 4)), (3, AGED[1]), (4, ("Итого по ООО «Мак»", 100, 100, None))],
)
def test_rows_of_print_are_no_clients(tmp_path: Path, place: int, row: tuple[Value, ...]) -> None:
    statement = take(xlsx(tmp_path / "d.xlsx", (*AGED[:place], row, *AGED[place:])))
    assert [line.client for line in statement.lines] == ["ООО «Лютик»", "ООО «Мак»"]
    assert (statement.control, told(statement, Severity.WARNING)) == (60_000, [])


def test_a_total_in_roubles(tmp_path: Path) -> None:
    assert take(xlsx(tmp_path / "d.xlsx", (*AGED[:-1], ("Итого RUB", 600, 300, 300)))).control == 60_000


@pytest.mark.parametrize("aged", [False, True])
def test_organisations_below_the_client_stay_apart(tmp_path: Path, aged: bool) -> None:
    grid: Grid = (
        AGED[0],
        AGED[1] if aged else ("Контрагент", "Общая задолженность"),
        ("Организация",),
        ("ООО «Лютик»", 500, 200, 300),
        ("ООО «Заря»", 300, None, 300),
        ("АО «Заря-2»", 200, 200, None),
        ("Итого", 500, 200, 300),
    )
    statement = take(xlsx(tmp_path / "d.xlsx", grid, levels=(0, 0, 0, 0, 1, 1)))
    assert [(line.client, line.organisation, line.balance) for line in statement.lines] == [
        ("ООО «Лютик»", "ООО «Заря»", 30_000), ("ООО «Лютик»", "АО «Заря-2»", 20_000),
    ]  # fmt: skip
    assert statement.level is Level.CLIENT


BUYERS: Grid = (
    ("Задолженность покупателей по срокам долга на 16.03.2026",),
    ("Контрагент", "Общая задолженность", "До 7", "От 8"),
    ("ООО «Лютик»", 300, 100, 200),
    (" ТЕК Логистик", 50, 50, None),
    ("ИП Ромашкин", 30, None, 30),
)


@pytest.mark.parametrize("total", [380, 381])
def test_a_blank_before_a_name_is_no_level_whether_the_total_ties_or_not(tmp_path: Path, total: int) -> None:
    statement = take(xlsx(tmp_path / "d.xlsx", (*BUYERS, ("Итого", total, 150, 230))))
    assert [(line.client, line.balance) for line in statement.lines] == [
        ("ООО «Лютик»", 30_000), ("ТЕК Логистик", 5_000), ("ИП Ромашкин", 3_000),
    ]  # fmt: skip


def test_a_blank_before_a_name_beside_a_client_without_one(tmp_path: Path) -> None:
    statement = take(xlsx(tmp_path / "d.xlsx", (*BUYERS, (None, 20, None, 20), ("Итого", 400, 150, 250))))
    assert [(line.client, line.balance) for line in statement.lines][1:] == [
        ("ТЕК Логистик", 5_000), ("ИП Ромашкин", 3_000), ("<...>", 2_000),
    ]  # fmt: skip


def test_indents_tell_the_levels_though_one_group_does_not_tie(tmp_path: Path) -> None:
    grid = [list(row) for row in rows(blanks=4)]
    grid[len(HEADER) + 7][1] = 90
    statement = take(xlsx(tmp_path / "d.xlsx", grid))
    assert [(line.client, line.balance) for line in statement.lines] == [
        ("ООО «Лютик»", 30_000), ("ООО «Лютик»", 20_000), ("ООО «Лютик»", -5_000), ("ООО «Мак»", 9_000),
    ]  # fmt: skip


def test_a_stray_blank_is_no_outline_of_clients_left_alone(tmp_path: Path) -> None:
    """Somebody kept the rows of the clients only: a blank before one name makes no groups of the others."""
    clients = (("ООО «Лютик»", 500, 50), (" ТЕК Логистик", 70, None), ("ООО «Мак»", 100, None))
    with pytest.raises(InputRefused, match="сняты"):
        read(xlsx(tmp_path / "d.xlsx", (*HEADER, *clients)))
