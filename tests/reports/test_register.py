"""The sample's files hold what was told, as a bookkeeper's file would."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from python_calamine import CalamineWorkbook

from app.domain.sample import RETURN, sample
from app.reports.register import write_debts, write_sales


def cells(path: Path) -> list[list[object]]:
    return [list(row) for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()]


def kopecks(cell: object) -> int:
    return round(float(str(cell or 0)) * 100)


def test_a_register_of_debts_ties(tmp_path: Path) -> None:
    report = sample(weeks=3).reports[-1]
    write_debts(report, tmp_path / "week.xlsx")
    rows = cells(tmp_path / "week.xlsx")
    header, body, total = rows[2], rows[3:-1], rows[-1]
    debt = header.index("Долг")
    assert rows[0][0] == "Отчет о дебиторской задолженности на 23.11.2026"
    assert len(body) == len(report.rows)
    assert total[0] == "ИТОГО"
    assert sum(kopecks(row[debt]) for row in body) == kopecks(total[debt])
    assert kopecks(total[debt]) == sum(row.debt for row in report.rows)
    assert [row[header.index("Номер")] for row in body] == [row.number for row in report.rows]
    assert [row[header.index("Дата отгрузки")] for row in body] == [row.day for row in report.rows]


def test_returns_are_negative_sales(tmp_path: Path) -> None:
    story = sample(weeks=30)
    write_sales(story.sales, story.period, tmp_path / "sales.xlsx")
    rows = cells(tmp_path / "sales.xlsx")
    body = [dict(zip(map(str, rows[2]), row, strict=True)) for row in rows[3:-1]]
    assert rows[0][0] == "Реестр продаж за период с 04.05.2026 по 23.11.2026"
    assert {row["Документ"] for row in body if float(str(row["Сумма"])) < 0} == {RETURN}
    assert rows[-1][5] == sum(row.amount for row in story.sales) / 100


def test_a_name_is_never_a_formula(tmp_path: Path) -> None:
    report = sample(weeks=1).reports[0]
    bold = replace(report, as_of=date(2026, 1, 1), rows=(replace(report.rows[0], client="=1+1"),))
    write_debts(bold, tmp_path / "week.xlsx")
    assert cells(tmp_path / "week.xlsx")[3][0] == "=1+1"
