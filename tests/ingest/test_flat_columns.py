"""What is read by column is what would have been read row by row, whatever stands in the cells."""

from collections.abc import Sequence
from datetime import date
from random import Random

import pytest

from app.domain.statement import SourceFile, Statement
from app.errors import AppError
from app.ingest import reading
from app.ingest.layouts import flat_columns, flat_rows
from app.ingest.layouts.columns import PORTION
from app.ingest.layouts.flat_columns import Usual
from app.ingest.reading import understood
from app.ingest.sheet import Cell, Row, Sheet, Unreadable
from app.progress import Cancelled, Progress, silent
from tests.ingest.making import balanced

TITLES = (
    "Отчет о дебиторской задолженности на 16.03.2026",
    "Долги в тыс. руб. на 16.03.2026",
    "Реестр продаж за период с 01.01.2026 по 31.03.2026",
    "Поступления от покупателей за январь 2026",
)
DAY, LATER = date(2026, 2, 2), date(2026, 3, 4)
COLUMNS: dict[str, tuple[tuple[Cell, ...], tuple[Cell, ...]]] = {  # heading -> usual cells, odd cells
    "Клиент": (
        ("ООО «А»", "ИП  Б ", "ЗАО В"),
        (
            None,
            "Итог",
            "Итого по ООО «А»",
            "ООО Итог",
            "Директор",
            "среднее",
            "мп",
            "—",
            "X" * 400,
            5.0,
            True,
            "Клиент",
        ),
    ),
    "ИНН": (("7707083893", "500100732259", None), (770708389.0, 7707083893, True, 1.0, "7707083893/1", "5")),
    "Документ": (
        ("Реализация (акт, накладная, УПД) 0000-000101 от 02.02.2026 9:37:18", "Накладная", None),
        ("УПД 5 от 31.02.2026", "б/н", 7.0, "Z" * 301),
    ),
    "Номер": (("РН-1", "РН-2", "рн-2", "РН-3"), (None, "б/н", "№5 от 03.03.26", 12.0, "Номер", True)),
    "Заказ клиента": ((None, "З-1"), ("Заказ клиента 5 от 01.02.2026", "Y" * 301)),
    "Дата отгрузки": ((DAY, "05.02.2026", None), (date(1980, 1, 1), "3/4/2026", "завтра", 46000.0, 12.5, True, "  ")),
    "Срок оплаты": ((LATER, None), (date(2040, 1, 1), "31.02.2026", date(2020, 1, 1), Unreadable("#N/A"))),
    "Дата оплаты": ((None,), (LATER, "?")),
    "Сумма документа": ((100.0, 100.55), (None, 10.005, 1e11, 1e13, -5.0, "1 000,50", "1,234", True, 0.1 + 0.2, 7)),
    "Оплачено": ((0.0, None), (50.0, "50", "?")),
    "Долг": ((100.0, 100.55, 3), (None, 10.005, 1e13, -5.0, -0.0, "100", "?", True, DAY, Unreadable("="), 1e22)),
    "Аванс": ((None, 0.0), (7.0, "7", "?")),
    "Условия оплаты": (("отсрочка 7 дней", "по факту", None), ("Y" * 301, "10 рабочих дней", 14.0)),
    "Отсрочка": ((7.0, None), ("7 дн.", "?", 1.5)),
    "Просрочено дней": ((3.0, None), ("3", "?", 1.5, 10**15)),
    "Просрочено": ((3.0, None), ("3", "?")),
    "Менеджер": (("Ильина", None), ("Ива\u200bнова", 3.0, True)),
    "Валюта": (("руб.", None), ("USD", 643.0)),
    "1-30": ((5.0, None), ("5", "?")),
    "Свыше 30": ((None, 0.0), (5.0, True)),
    "Не просрочено": ((None, 5.0), ("?",)),
    "Организация": (("ООО Мы", None), ("   ",)),
    "Комментарий": ((None, "ждём"), ("Z" * 301, "Директор")),
}


def register(dice: Random) -> Sheet:
    """A register of some of the columns, more or less odd, with what stands around and between its rows."""
    share = dice.choice((0.3, 0.6, 0.9))
    names = [name for name in COLUMNS if dice.random() < share or name in ("Клиент", "Долг")]
    if dice.random() < 0.3:
        names = ["Сумма документа" if name == "Долг" else name for name in names if name != "Сумма документа"]
    dice.shuffle(names)
    dirt = dice.choice((0.0, 0.01, 0.1, 0.5))
    rows: list[Row] = [(dice.choice(TITLES),), (), tuple(names)]
    for _ in range(dice.choice((2, 30, 150))):
        rows.append(tuple(dice.choice(COLUMNS[name][dice.random() < dirt]) for name in names))
        if dice.random() < dirt / 4:
            between: Sequence[Row] = ((), tuple(names), tuple(range(1, len(names) + 1)), ("Группа",), rows[-1][:2])
            rows.append(dice.choice(between))
    total: dict[str, Cell] = {"Клиент": dice.choice(("ИТОГО", None)), "Долг": 300.0, "Сумма документа": 300.0}
    rows.append(tuple(total.get(name) for name in names))
    if dice.random() < 0.3:
        rows += [(), ("Главный бухгалтер", None, "Петрова")]
    hidden = frozenset({5}) if dice.random() < 0.2 else frozenset()
    return Sheet("Лист", rows, hidden_rows=hidden)


def outcome(sheet: Sheet) -> Statement | str:
    try:
        return balanced(understood([sheet], SourceFile("р.xlsx", "", 0), silent()))
    except AppError as error:
        return error.text


def test_by_column_as_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = [register(Random(f"register {number}")) for number in range(400)]
    by_column = [outcome(sheet) for sheet in sheets]
    taken = 0
    fast = Usual.lines

    def by_row(self: Usual, first: int, rows: Sequence[Row]) -> list[None]:
        nonlocal taken
        taken += sum(line is not None for line in fast(self, first, rows))
        return [None] * len(rows)

    monkeypatch.setattr(Usual, "lines", by_row)
    for number, sheet in enumerate(sheets):
        assert by_column[number] == outcome(sheet), number
    read = sum(isinstance(one, Statement) for one in by_column)
    assert taken > 5000 and read > 200, (taken, read)


def test_read_while_it_came_as_read_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = [register(Random(f"ahead {number}")) for number in range(300)]
    for module in (flat_columns, flat_rows):
        monkeypatch.setattr(module, "PORTION", 7)
    monkeypatch.setattr(reading, "FORESEEN", 20)
    expected = [outcome(sheet) for sheet in sheets]
    agreed: list[bool] = []
    same = Usual.same

    def counted(self: Usual, other: Usual) -> bool:
        agreed.append(same(self, other))
        return agreed[-1]

    monkeypatch.setattr(Usual, "same", counted)
    for number, sheet in enumerate(sheets):
        whole, sheet.rows = sheet.rows, []
        for first in range(0, len(whole), 5):
            sheet.rows += whole[first : first + 5]
            reading.ahead(sheet, "р.xlsx")
        assert outcome(sheet) == expected[number], number
    assert agreed.count(True) > 50


def test_a_guess_that_the_rest_of_the_sheet_denies_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the last row tells that the month is written first."""
    monkeypatch.setattr(reading, "FORESEEN", 20)
    monkeypatch.setattr(flat_columns, "PORTION", 7)
    monkeypatch.setattr(flat_rows, "PORTION", 7)
    rows: list[Row] = [("Долги на 16.06.2026",), ("Клиент", "Номер", "Долг", "Дата отгрузки")]
    rows += [("ООО «А»", f"РН-{number}", 100.0, "3/4/2026") for number in range(60)]
    sheet = Sheet("Лист", rows[:40])
    reading.ahead(sheet, "р.xlsx")
    assert isinstance(sheet.ahead, flat_columns.Foreseen) and sheet.ahead.lines
    sheet.rows += [*rows[40:], ("ООО «А»", "РН-60", 100.0, "3/25/2026")]
    read = outcome(sheet)
    assert isinstance(read, Statement)
    assert {line.doc_date for line in read.lines} == {date(2026, 3, 4), date(2026, 3, 25)}


def long(rows: int) -> Sheet:
    body: list[Row] = [("ООО «А»", f"РН-{number}", 100.0, DAY) for number in range(rows)]
    return Sheet("Лист", [("Долги на 16.03.2026",), ("Клиент", "Номер", "Долг", "Дата отгрузки"), *body])


def test_a_long_register_answers_while_it_is_read() -> None:
    steps: list[int] = []
    understood([long(25_000)], SourceFile("р.xlsx", "", 0), Progress(lambda done, *_rest: steps.append(done)))
    assert (
        max(later - sooner for sooner, later in zip([0, *steps], steps, strict=False)) <= PORTION + 2
    )  # with what stands above

    progress = Progress(lambda done, *_rest: progress.cancel() if done >= 10_000 else None)
    with pytest.raises(Cancelled):
        understood([long(25_000)], SourceFile("р.xlsx", "", 0), progress)
