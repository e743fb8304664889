"""Reports of programs from abroad in their less friendly shapes."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.mapping import faults
from app.domain.statement import Severity, StatementKind
from app.errors import LayoutUnknown
from app.ingest import read, read_many, source
from tests.ingest.making import Grid, csv, take, told, xlsx

N = None


def test_a_lonely_interval_under_the_headings_is_no_part_of_them(tmp_path: Path) -> None:
    grid: Grid = (
        ("A/R Aging Detail",),
        ("As of December 31, 2025",),
        (),
        (N, "Type", "Date", "Num", "Customer full name", "Terms", "Due Date", "Aging", "Open Balance"),
        ("Current",),
        (N, "Invoice", "12/20/2025", "1005", "Acorn", "Net 30", "01/19/2026", N, 100),
        ("Total Current", N, N, N, N, N, N, N, 100),
        ("1 - 30",),
        (N, "Invoice", "11/20/2025", "1001", "Birch", "Net 30", "12/20/2025", 11, 50),
        ("Total 1 - 30", N, N, N, N, N, N, N, 50),
        ("TOTAL", N, N, N, N, N, N, N, 150),
    )
    statement = take(csv(tmp_path / "aging.csv", grid, delimiter=",", encoding="utf-8"))
    assert told(statement, Severity.ERROR) == []
    assert [line.client for line in statement.lines] == ["Acorn", "Birch"]
    assert (statement.debt, statement.control) == (15_000, 15_000)


def test_an_interval_is_nobody(tmp_path: Path) -> None:
    grid: Grid = (
        ("Aged Receivables 31.03.2026",),
        ("Customer", "Invoice Number", "Due Date", "Balance"),
        ("91 or more days past due",),
        (N, "INV-1", date(2025, 1, 12), 5),
        ("Acorn", "INV-2", date(2025, 1, 12), 7),
    )
    statement = take(xlsx(tmp_path / "aged.xlsx", grid))
    assert [line.client for line in statement.lines] == ["Acorn"]
    assert len(told(statement, Severity.ERROR)) == 1


def test_days_with_named_months_and_two_figures_of_the_year(tmp_path: Path) -> None:
    grid: Grid = (
        ("Sundry Debtors",),
        ("Date", "Ref. No.", "Party's Name", "Opening Amount", "Pending Amount", "Due on", "Overdue by days"),
        ("10-Feb-26", "INV/1", "Acorn", 500, 400, "12-Mar-26", 19),
    )
    (line,) = take(xlsx(tmp_path / "pending.xlsx", grid)).lines
    assert (line.doc_date, line.due_date, line.balance) == (date(2026, 2, 10), date(2026, 3, 12), 40_000)


SAP = ("Company Code", "Customer", "Name 1", "Document Number", "Document Date", "Net Due Date",
       "Amount in Local Currency", "Local Currency", "Clearing Date", "Arrears after net due date")  # fmt: skip


def test_line_items_of_sap(tmp_path: Path) -> None:
    grid: Grid = (
        SAP,
        ("1000", 200769623, "ACORN us", 1930438491, 20200125.0, 20200210.0, 54273.28, "RUB", 20200211.0, 1),
        ("1000", 200980828, "BIRCH", 1929646410, 20190722.0, 20190811.0, 79656.6, "RUB", N, 300),
        ("1000", 200980828, "BIRCH", 1929646411, 20190722.0, 20190811.0, -6.6, "RUB", N, 300),
    )
    statement = take(xlsx(tmp_path / "FBL5N.xlsx", grid))
    assert statement.kind is StatementKind.MOVEMENTS
    assert [(line.client, line.code, line.amount, line.settled_date) for line in statement.lines] == [
        ("ACORN us", "200769623", 5_427_328, date(2020, 2, 11)),
        ("BIRCH", "200980828", 7_965_660, N),
        ("BIRCH", "200980828", -660, N),
    ]


@pytest.mark.parametrize(("balances", "kind"), [((100, 40), StatementKind.MOVEMENTS), ((0, 40), StatementKind.DEBTS)])
def test_a_cleared_document_is_owed_only_where_its_balance_says_so(
    tmp_path: Path, balances: tuple[int, int], kind: StatementKind
) -> None:
    grid: Grid = (
        ("name_customer", "clear_date", "doc_id", "posting_date", "total_open_amount"),
        ("ACORN", "2020-02-11 00:00:00", "1930438491.0", "20200126", balances[0]),
        ("BIRCH", N, "1929646410.0", "20190722", balances[1]),
    )
    statement = take(csv(tmp_path / "open.csv", grid, delimiter=",", encoding="utf-8"))
    assert statement.kind is kind
    assert [line.number for line in statement.lines] == ["1930438491", "1929646410"]
    assert statement.debt == (0 if kind is StatementKind.MOVEMENTS else 4_000)


def test_a_part_paid_document_keeps_its_rest(tmp_path: Path) -> None:
    grid: Grid = (
        ("Клиент", "Документ", "Сумма", "Остаток", "Дата фактической оплаты"),
        ("ООО «Лютик»", "УПД 1 от 01.02.2026", 100, 30, date(2026, 2, 9)),
        ("ООО «Лютик»", "УПД 2 от 01.02.2026", 50, 50, N),
    )
    statement = take(xlsx(tmp_path / "долги 28.02.2026.xlsx", grid))
    assert (statement.kind, statement.debt) == (StatementKind.DEBTS, 8_000)


def foreign(path: Path, first: str, second: str, title: str = "Open invoices") -> Path:
    """Two shipments of one date each, that may be read both ways."""
    head = ("Customer", "Invoice", "Invoice Date", "Due Date", "Balance")
    grid = ((title,), head, ("Acorn", "1", first, second, 5), ("Birch", "2", first, second, 7))
    return csv(path, grid, delimiter=",", encoding="utf-8")


@pytest.mark.parametrize(
    ("title", "first", "second", "day"),
    [
        ("As of 31 March 2026", "02/03/2026", "03/05/2026", date(2026, 3, 2)),  # due in March or in May: both later
        ("As of 28 February 2026", "02/03/2026", "03/05/2026", date(2026, 2, 3)),  # 2 March is after the report
        ("Open invoices", "03/02/2026", "01/12/2026", date(2026, 2, 3)),  # 12 January is before 2 March
    ],
)
def test_sense_tells_the_order_of_dates_or_a_person_does(
    tmp_path: Path, title: str, first: str, second: str, day: date
) -> None:
    path = foreign(tmp_path / "open.csv", first, second, title)
    if "March" in title:
        with pytest.raises(LayoutUnknown, match="02/03/2026"):
            read(path)
        found = source(path).sample()
        mapping = found.sheets[found.likely].guess
        assert faults(mapping)
        for order, expected in (("dmy", day), ("mdy", date(2026, 2, 3))):
            (statement,) = read_many((path,), mappings=(replace(mapping, dates=order),))
            assert [line.doc_date for line in statement.lines] == [expected, expected]
    else:
        assert [line.doc_date for line in take(path).lines] == [day, day]
