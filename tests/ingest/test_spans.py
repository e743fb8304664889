"""Headings merged over several columns: each is one column, in whichever of them its values stand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.statement import Level, Severity, SourceFile, Statement
from app.errors import AppError
from app.ingest import reading
from app.ingest.reading import understood
from app.ingest.sheet import Row, Sheet
from app.progress import silent
from tests.ingest.making import Grid, Value, take, told, xls, xlsx

N = None
MERGES = ("B3:D3", "E3:L3", "B4:D4", "E4:F4", "G4:H4", "I4:J4", "K4:L4")
LEVELS = (0, 0, 0, 0, 0, 1, 1, 0)


def _mutual(shift: int) -> Grid:
    """«Ведомость по взаиморасчетам» as 1C prints it: each figure is two columns wide and stands in the one or the
    other of them."""

    def row(name: str, *figures: Value) -> tuple[Value, ...]:
        wide = [cell for figure in figures for cell in ((figure, N) if not shift else (N, figure))]
        return (N, name, N, N, *wide)

    return (
        (N, "Ведомость по взаиморасчетам с контрагентами"),
        (N, "Период: 01.07.2026 - 31.07.2026"),
        (N, "Контрагент", N, N, "Сумма взаиморасчетов"),
        (N, N, N, N, "нач. остаток", N, "приход", N, "расход", N, "кон. остаток", N),
        row("Покупатели", 100, 50, 70, 80),
        row("ООО «Лютик»", 100, 50, N, 150),
        row("ООО «Мак»", N, N, 70, -70),
        row("Итог", 100, 50, 70, 80),
    )


@pytest.mark.parametrize("shift", [0, 1])
@pytest.mark.parametrize("make", [xlsx, xls])
def test_a_figure_of_two_columns(tmp_path: Path, make: object, shift: int) -> None:
    if make is xls:
        path = _merged_xls(tmp_path / "в.xls", _mutual(shift), LEVELS)
    else:
        path = xlsx(tmp_path / "в.xlsx", _mutual(shift), levels=LEVELS, merges=MERGES)
    statement = take(path)
    assert (statement.layout, statement.level, statement.as_of) == ("1c-mutual", Level.CLIENT, date(2026, 7, 31))
    assert [(line.client, line.balance) for line in statement.lines] == [("ООО «Лютик»", 15_000), ("ООО «Мак»", -7_000)]
    assert statement.control == 8_000
    assert told(statement, Severity.WARNING) == []


def _merged_xls(path: Path, grid: Grid, levels: Sequence[int]) -> Path:
    import xlwt
    from openpyxl.worksheet.cell_range import CellRange

    book = xlwt.Workbook()
    sheet = book.add_sheet("TDSheet")
    for number, row in enumerate(grid):
        sheet.row(number).level = levels[number]
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    for area in MERGES:
        place = CellRange(area)
        sheet.merge(place.min_row - 1, place.max_row - 1, place.min_col - 1, place.max_col - 1)
    book.save(str(path))
    return path


def test_figures_of_rows_in_different_columns_of_one_heading(tmp_path: Path) -> None:
    grid: Grid = (
        (N, "Задолженность покупателей по срокам долга на 31.07.2026"),
        (N, "Контрагент", N, "Общая задолженность", N, "Срок долга (дней)", N, N, N),
        (N, N, N, N, N, "До 7", N, "От 8", N),
        (N, "ООО «Лютик»", N, 100, N, N, 60, 40, N),
        (N, "ООО «Мак»", N, N, 50, 50, N, N, N),
        (N, "ООО «Пион»", N, N, 30, N, N, N, 30),
        (N, "Итого", N, 180, N, 110, N, 70, N),
    )
    merges = ("B2:C3", "D2:E3", "F2:I2", "F3:G3", "H3:I3")
    statement = take(xlsx(tmp_path / "с.xlsx", grid, merges=merges))
    assert [(line.client, line.balance) for line in statement.lines] == [
        ("ООО «Лютик»", 10_000), ("ООО «Мак»", 5_000), ("ООО «Пион»", 3_000),
    ]  # fmt: skip
    assert [[kopecks for _interval, kopecks in line.buckets] for line in statement.lines] == [
        [6_000, 4_000], [5_000], [3_000],
    ]  # fmt: skip
    assert statement.control == 18_000


def test_a_list_with_a_wide_heading_of_its_sums(tmp_path: Path) -> None:
    grid: Grid = (
        ("Реестр неоплаченных документов на 31.07.2026",),
        ("Клиент", "Документ", "Долг", N, N, "Менеджер"),
        ("ООО «Лютик»", "Реализация 0000-000001 от 01.07.2026", N, 100, N, "Синицына"),
        ("ООО «Мак»", "Реализация 0000-000002 от 02.07.2026", 50, N, N, "Синицына"),
        ("Итого", N, N, N, 150, N),
    )
    statement = take(xlsx(tmp_path / "р.xlsx", grid, merges=("C2:E2",)))
    assert [line.balance for line in statement.lines] == [10_000, 5_000]
    assert statement.control == 15_000


def test_a_long_list_with_a_wide_heading(tmp_path: Path) -> None:
    """What is read while the rest of a long list still comes knows nothing of the rest."""
    head: Grid = (
        ("Реестр неоплаченных документов на 31.07.2026",),
        ("Клиент", "Документ", "Долг", N, "Менеджер"),
    )
    said = "Реализация 0000-{:06d} от 01.07.2026"
    rows: list[Sequence[Value]] = [("ООО «Лютик»", said.format(number), 1, N, "Синицына") for number in range(4500)]
    rows += [("ООО «Лютик»", said.format(number), N, 1, "Синицына") for number in range(4500, 6000)]
    statement = take(xlsx(tmp_path / "р.xlsx", [*head, *rows], merges=("C2:D2",)))
    assert (len(statement.lines), statement.debt) == (6000, 600_000)


def test_two_figures_under_one_heading_stay_two_columns(tmp_path: Path) -> None:
    """A heading over «шт.» and roubles is no span: nothing is moved over anything."""
    grid: Grid = (
        ("Реестр неоплаченных документов на 31.07.2026",),
        ("Клиент", "Документ", "Долг", N, "Менеджер"),
        ("ООО «Лютик»", "Реализация 0000-000001 от 01.07.2026", 100, 3, "Синицына"),
        ("ООО «Мак»", "Реализация 0000-000002 от 02.07.2026", 50, 2, "Синицына"),
        ("ООО «Пион»", "Реализация 0000-000003 от 02.07.2026", N, 2, "Синицына"),
    )
    statement = take(xlsx(tmp_path / "р.xlsx", grid, merges=("C2:D2",)))
    assert [line.balance for line in statement.lines] == [10_000, 5_000]
    assert len(told(statement, Severity.ERROR)) == 1


def test_names_keep_the_column_that_tells_their_depth(tmp_path: Path) -> None:
    """Without an outline the column of a name under its wide heading is the only sign of the level."""
    grid = [list(row) for row in _mutual(0)]
    for place in (5, 6):
        grid[place][1], grid[place][2] = N, grid[place][1]
    statement = take(xlsx(tmp_path / "в.xlsx", grid, merges=MERGES))
    assert [(line.client, line.balance) for line in statement.lines] == [("ООО «Лютик»", 15_000), ("ООО «Мак»", -7_000)]


def test_a_guess_by_the_first_rows_moves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last row has two figures under the wide heading: then they are two columns, in the first rows too."""
    monkeypatch.setattr(reading, "FORESEEN", 20)
    rows: list[Row] = [("Задолженность клиентов на 16.03.2026",), ("Клиент", "Долг", None), ("Расчетный документ",)]
    rows += [("ООО «А»", 4000.0, None)]
    rows += [(f"Реализация {number} от 02.02.2026", None, 100.0) for number in range(40)]
    rows += [("ООО «Б»", 7.0, 5.0), ("Реализация 77 от 02.02.2026", 7.0, 5.0)]
    whole = Sheet("TDSheet", list(rows), levels=[0, 0, 0, 0, *[1] * 40, 0, 1], merges=((1, 1, 1, 2),))
    coming = replace(whole, rows=[], folded={})
    for first in range(0, len(rows), 10):
        coming.rows += rows[first : first + 10]
        reading.ahead(coming, "р.xlsx")
    assert coming.rows == rows
    assert outcome(coming) == outcome(whole)


def outcome(sheet: Sheet) -> Statement | str:
    try:
        return understood([sheet], SourceFile("р.xlsx", "", 0), silent())
    except AppError as error:
        return error.text
