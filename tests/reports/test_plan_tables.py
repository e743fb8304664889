"""Plan and fact: figures of several units under one another, whole on the screen and numbers in a workbook."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl

from app.domain.plan import PlanLine, PlanMeasure, Scope
from app.reports.plan_tables import plan_table
from app.reports.table import text_of
from app.reports.xlsx import write_table

DAY = date(2026, 11, 23)
TREND = ((date(2026, 11, 9), 35_587_997_00), (date(2026, 11, 16), None), (DAY, 41_044_985_43))
DEBT = PlanLine(
    Scope.COMPANY, "", "", PlanMeasure.DEBT, 38_000_000_00, date(2026, 10, 1), 41_044_985_43, TREND
)  # fmt: skip
SHARE = PlanLine(
    Scope.MANAGER, "Ковалёва", "Ковалёва", PlanMeasure.SALES_SHARE, None, None, 52_17,
    tuple((DAY, n) for n in (1, 2, 3, 4)),
)  # fmt: skip
LINES = (DEBT, SHARE, replace(SHARE, measure=PlanMeasure.MAX_DAYS, limit=90, since=date(1900, 1, 1), fact=185))
NOTHING = replace(SHARE, fact=None, trend=())


def test_each_figure_in_its_unit() -> None:
    table = plan_table((*LINES, NOTHING), "")
    columns = {column.key: column for column in table.columns}

    def words(key: str) -> list[str]:
        return [text_of(columns[key], row).replace("\u00a0", " ") for row in table.rows]

    assert words("limit") == ["38 000 000", "", "90", ""]
    assert words("fact") == ["41 044 985", "52,2", "185", "—"]
    assert words("since") == ["01.10.2026", "", "", ""]
    assert words("deviation") == ["+3 044 985", "", "+95", ""]
    assert words("trend")[0] == "35,6 млн → —"
    assert words("word") == ["выше предела", "устойчиво растёт", "выше предела", ""]


def test_the_workbook_holds_numbers(tmp_path: Path) -> None:
    write_table(plan_table((*LINES, NOTHING), "примечание"), tmp_path / "plan.xlsx", DAY)
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx").worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(row for row in rows if "Факт" in row)
    fact = head.index("Факт")
    found = [row[fact] for row in rows[rows.index(head) + 1 :] if row[0]]
    assert [None if one is None else Decimal(str(one)) for one in found[:4]] == [
        Decimal("41044985.43"), Decimal("52.17"), 185, None]  # fmt: skip
