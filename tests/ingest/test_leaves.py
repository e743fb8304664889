"""Rows of grouped reports read by column, and while they come, are what is read cell by cell at the end."""

from collections.abc import Sequence
from datetime import date
from random import Random

import pytest

from app.domain.statement import SourceFile, Statement
from app.errors import AppError
from app.ingest import reading
from app.ingest.layouts import grouped
from app.ingest.layouts.grouped import GroupedDebts
from app.ingest.layouts.leaves import Leaves
from app.ingest.reading import understood
from app.ingest.sheet import Cell, Row, Sheet, Unreadable
from app.progress import Cancelled, Progress, silent
from tests.ingest.making import balanced

DAY = date(2026, 2, 2)
COLUMNS: dict[str, tuple[tuple[Cell, ...], tuple[Cell, ...]]] = {  # heading -> usual cells, odd cells
    "УПД": (("УПД-1", None), ("Z" * 301, 7.0)),
    "Отсрочка платежа": ((14.0, None), ("?", "7 дн.", 1.5)),
    "Сумма документа": ((100.0, 250.25), (None, "1,234", True, 1e13)),
    "Долг": ((100.0, 60.5, 3.0), (None, "100", "?", -5.0, DAY, Unreadable("="))),
    "Аванс": ((None, None, 0.0), (7.0, "7", "?")),
    "Дата отгрузки": ((DAY, "05.02.2026", None), ("завтра", "3/4/2026", 12.5)),
    "Срок оплаты": ((DAY, None), ("31.02.2026", Unreadable("#N/A"))),
    "Валюта": (("руб.", None), ("USD", 643.0)),
    "Просрочено дней": ((3.0, None), ("3", "?", 1.5)),
    "Просрочено": ((3.0, None), ("3", "?")),
    "Комментарий": ((None, "ждём"), ("Z" * 301,)),
    "Не просрочено": ((None, 60.5), ("?",)),
    "От 1 до 7 дней": ((None, 100.0), ("?", True)),
    "Свыше 8 дней": ((None, 3.0), (5.0,)),
}
NAMES = (
    "Реализация товаров и услуг 0000-000{n} от 02.02.2026 9:37:18",
    "Реализация (акт, накладная, УПД) 00БП-0{n} от 02.02.2026",
    "Заказ клиента ТД00-{n} от 5.02.2026",
    "Акт № {n} от 02.02.26",
    "Документ {n}",
    "Реализация {n} от 31.02.2026",
    "Аванс",
    "б/н",
)


def report(dice: Random) -> Sheet:
    """Clients with contracts or documents below, more or less odd, under managers or not."""
    headings = [name for name in COLUMNS if name == "Долг" or dice.random() < 0.6]
    levels = [name for name in ("Менеджер", "Договор") if dice.random() < 0.5]
    stack = [name for name in ("Менеджер", "Клиент", "Договор", "Расчетный документ") if name in levels or name in
             ("Клиент", "Расчетный документ")]  # fmt: skip
    dirt = dice.choice((0.0, 0.02, 0.2))
    rows: list[Row] = [("Задолженность клиентов на 16.03.2026",), (stack[0], *headings)]
    depths = [0, 0]
    for name in stack[1:]:
        rows.append((name,))
        depths.append(0)
    outlined = dice.random() < 0.8
    for manager in range(2):
        if "Менеджер" in stack:
            rows.append((f"Менеджер {manager}", *(None for _ in headings)))
            depths.append(0)
        for client in range(dice.choice((1, 8))):
            base = stack.index("Клиент")
            rows.append((dice.choice((f"ООО «К{manager}{client}»", "Итог", "<...>")), *_cells(dice, headings, 0)))
            depths.append(base)
            if "Договор" in stack:
                rows.append((f"Договор № {client} от 01.02.2025", *_cells(dice, headings, 0)))
                depths.append(base + 1)
            for number in range(dice.choice((0, 1, 6))):
                said = dice.choice(NAMES[:3] if dice.random() > dirt else NAMES).format(n=number)
                note: tuple[Cell, ...] = ("обещал к пятнице",) if dice.random() < 0.05 else ()
                rows.append((said, *_cells(dice, headings, dirt), *note))
                depths.append(len(stack) - 1)
    rows.append(("Итого", *(300.0 if name == "Долг" else None for name in headings)))
    return Sheet("TDSheet", rows, levels=depths if outlined else [])


def _cells(dice: Random, headings: Sequence[str], dirt: float) -> list[Cell]:
    return [dice.choice(COLUMNS[name][dice.random() < dirt]) for name in headings]


def outcome(sheet: Sheet) -> Statement | str:
    try:
        return balanced(understood([sheet], SourceFile("р.xlsx", "", 0), silent()))
    except AppError as error:
        return error.text


def test_by_column_as_cell_by_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = [report(Random(f"report {number}")) for number in range(400)]
    by_column = [outcome(sheet) for sheet in sheets]
    taken = 0
    fast = Leaves.lines

    def by_cell(self: Leaves, first: int, rows: Sequence[Row], names: Sequence[str]) -> list[None]:
        nonlocal taken
        taken += sum(line is not None for line in fast(self, first, rows, names))
        return [None] * len(rows)

    monkeypatch.setattr(Leaves, "lines", by_cell)
    for number, sheet in enumerate(sheets):
        assert by_column[number] == outcome(sheet), number
    read = sum(isinstance(one, Statement) and len(one.lines) > 3 for one in by_column)
    assert taken > 5000 and read > 150, (taken, read)


def test_read_while_it_came_as_read_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = [report(Random(f"ahead {number}")) for number in range(300)]
    monkeypatch.setattr(grouped, "PORTION", 7)
    monkeypatch.setattr(reading, "FORESEEN", 20)
    expected = [outcome(sheet) for sheet in sheets]
    taken = 0
    adopt = GroupedDebts.adopt

    def counted(self: GroupedDebts, ahead: GroupedDebts) -> None:
        nonlocal taken
        adopt(self, ahead)
        taken += self._below is ahead._below

    monkeypatch.setattr(GroupedDebts, "adopt", counted)
    for number, sheet in enumerate(sheets):
        whole, sheet.rows = sheet.rows, []
        for first in range(0, len(whole), 5):
            sheet.rows += whole[first : first + 5]
            reading.ahead(sheet, "р.xlsx")
        assert outcome(sheet) == expected[number], number
    assert taken > 50


def long(clients: int) -> Sheet:
    rows: list[Row] = [("Задолженность клиентов на 16.03.2026",), ("Клиент", "Долг"), ("Расчетный документ",)]
    levels = [0, 0, 0]
    for client in range(clients):
        rows.append((f"ООО «К{client}»", 300.0))
        rows += [(f"Реализация товаров и услуг 0000-{client:05}{n} от 02.02.2026", 100.0) for n in range(3)]
        levels += [0, 1, 1, 1]
    return Sheet("TDSheet", rows, levels=levels)


@pytest.mark.parametrize("at", [2_000, 20_000, 39_000])
def test_a_long_report_answers_while_it_is_read(at: int) -> None:
    steps: list[int] = []
    understood([long(10_000)], SourceFile("р.xlsx", "", 0), Progress(lambda done, *_rest: steps.append(done)))
    assert len(steps) > 60

    progress = Progress(lambda done, *_rest: progress.cancel() if done >= at else None)
    with pytest.raises(Cancelled):
        understood([long(10_000)], SourceFile("р.xlsx", "", 0), progress)
