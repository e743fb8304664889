"""Several sheets: those of one report belong together, copies and old dates are named and left."""

from pathlib import Path

from openpyxl import Workbook

from app.domain.statement import Severity
from tests.ingest.making import Grid, take, told

HEAD = ("Клиент", "Долг")
FIRST: Grid = (("Долги на 16.03.2026",), HEAD, ("Лютик", 10), ("Итого", 10))
SECOND: Grid = (("Долги на 16.03.2026",), HEAD, ("Мак", 5), ("Итого", 5))
OLD: Grid = (("Долги на 09.03.2026",), HEAD, ("Лютик", 99), ("Итого", 99))


def book(path: Path, *sheets: tuple[str, Grid, bool]) -> Path:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, grid, hidden in sheets:
        sheet = made.create_sheet(name)
        for row in grid:
            sheet.append(list(row))
        sheet.sheet_state = "hidden" if hidden else "visible"
    made.save(path)
    return path


def test_sheets_of_one_date_are_added(tmp_path: Path) -> None:
    statement = take(book(tmp_path / "d.xlsx", ("Иванов", FIRST, False), ("Петров", SECOND, False)))
    assert (statement.debt, statement.control) == (1_500, 1_500)
    assert {line.sheet for line in statement.lines} == {"Иванов", "Петров"}


def test_copies_old_dates_and_hidden_sheets_are_named_and_left(tmp_path: Path) -> None:
    sheets = [("А", FIRST, False), ("Копия", FIRST, False), ("Старый", OLD, False), ("Скрытый", SECOND, True)]
    statement = take(book(tmp_path / "d.xlsx", *sheets))
    assert statement.debt == 1_000
    assert len(told(statement, Severity.WARNING)) == 3


def test_a_hidden_sheet_is_read_when_it_is_alone(tmp_path: Path) -> None:
    notes: Grid = (("просто заметки",),)
    assert take(book(tmp_path / "d.xlsx", ("Заметки", notes, False), ("Скрытый", SECOND, True))).debt == 500
