"""Lists saved from 1C as they stand on the screen, and reports of programs from abroad."""

from datetime import date
from pathlib import Path

import pytest

from app.domain.aging import Interval
from app.domain.statement import Level, Severity, StatementKind
from tests.ingest.making import Grid, csv, take, told, xlsx

N = None
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "receivables"


@pytest.mark.parametrize(
    ("operation", "kind"),
    [("Товары (накладная, УПД)", StatementKind.SALES), ("Оплата от покупателя", StatementKind.PAYMENTS)],
)
def test_a_list_of_documents_without_a_title(tmp_path: Path, operation: str, kind: StatementKind) -> None:
    grid: Grid = (
        ("Дата", "Номер", "Сумма", "Валюта", "Контрагент", "Договор", "Вид операции", "Организация"),
        ("02.03.2026 12:10:00", "0000-000101", 100.5, "руб.", "ООО «Лютик»", "Основной договор", operation, "Заря ООО"),
        ("03.03.2026 9:00:00", "0000-000102", 50, "руб.", "ИП Ромашкин", "№ 7 от 01.01.2026", operation, "Заря ООО"),
    )
    statement = take(xlsx(tmp_path / "список.xlsx", grid))
    assert (statement.kind, statement.sum) == (kind, 15_050)
    line = statement.lines[0]
    assert (line.number, line.doc_date, line.contract) == ("0000-000101", date(2026, 3, 2), "Основной договор")
    assert line.organisation == "Заря ООО"


def test_quickbooks_with_rows_of_intervals(tmp_path: Path) -> None:
    grid: Grid = (
        ("Zarya Trade LLC",),
        ("A/R Aging Detail",),
        ("As of March 16, 2026",),
        (),
        ("Date", "Transaction type", "Num", "Customer", "Due date", "Amount", "Open balance"),
        ("Current",),
        ("03/10/2026", "Invoice", "1043", "Acorn Ltd", "04/09/2026", "1,284.50", "1,284.50"),
        ("Total for Current", N, N, N, N, "$1,284.50", "1,284.50"),
        ("91 or more days past due",),
        ("11/25/2025", "Invoice", "998", "Birch", "12/14/2025", "200.00", "50.00"),
        ("Total for 91 or more days past due", N, N, N, N, "200.00", "50.00"),
        ("TOTAL", N, N, N, N, "1,484.50", "1,334.50"),
    )
    statement = take(csv(tmp_path / "aging.csv", grid, delimiter=",", encoding="utf-8"))
    assert (statement.as_of, statement.organisation) == (date(2026, 3, 16), "Zarya Trade LLC")
    assert (statement.debt, statement.control) == (133_450, 133_450)
    assert [(line.client, line.due_date) for line in statement.lines] == [
        ("Acorn Ltd", date(2026, 4, 9)), ("Birch", date(2025, 12, 14))
    ]  # fmt: skip


def test_xero_with_the_party_above_its_invoices(tmp_path: Path) -> None:
    grid: Grid = (
        ("Aged Receivables Detail",),
        ("Zarya Trade Ltd",),
        ("As at 31 March 2026",),
        ("Ageing by due date",),
        (),
        ("Invoice Date", "Due Date", "Invoice Number", "Invoice Reference", "Current", "< 1 Month", "1 Month",
         "2 Months", "3 Months", "Older", "Total"),
        ("Acorn Ltd",),
        (date(2026, 2, 10), date(2026, 3, 12), "INV-1", "po 7", N, 100, N, N, N, N, 100),
        (date(2026, 3, 10), date(2026, 4, 9), "INV-2", N, 40, N, N, N, N, N, 40),
        ("Total Acorn Ltd", N, N, N, 40, 100, N, N, N, N, 140),
        ("Birch",),
        (date(2026, 1, 10), date(2026, 1, 12), N, N, N, N, N, -25, N, N, -25),
        ("Total Birch", N, N, N, N, N, N, -25, N, N, -25),
        ("Total", N, N, N, 40, 100, N, -25, N, N, 115),
    )  # fmt: skip
    statement = take(xlsx(tmp_path / "aged.xlsx", grid))
    assert (statement.as_of, statement.level) == (date(2026, 3, 31), Level.DOCUMENT)
    assert (statement.debt, statement.advances, statement.control) == (14_000, 2_500, 11_500)
    assert [line.client for line in statement.lines] == ["Acorn Ltd", "Acorn Ltd", "Birch"]
    assert statement.lines[0].buckets == ((Interval(1, 30), 10_000),)
    assert told(statement, Severity.WARNING) == []


def test_erpnext(tmp_path: Path) -> None:
    grid: Grid = (
        ("Posting Date", "Customer", "Customer Name", "Voucher Type", "Voucher No", "Due Date", "Invoiced Amount",
         "Paid Amount", "Outstanding Amount", "Age (Days)", "0-30", "31-60", "61-90", "91-Above", "Currency",
         "Sales Person"),
        ("2026-02-10", "C-1", "Acorn", "Sales Invoice", "ACC-1", "2026-03-12", 100, 40, 60, 34, 0, 60, 0, 0, "RUB",
         "Ann"),
        ("Total", N, N, N, N, N, 100, 40, 60, N, 0, 60, 0, 0, N, N),
    )  # fmt: skip
    statement = take(xlsx(tmp_path / "accounts_receivable 2026-03-16.xlsx", grid))
    (line,) = statement.lines
    assert (statement.as_of, statement.control) == (date(2026, 3, 16), 6_000)
    assert (line.client, line.number, line.doc_date, line.balance) == ("Acorn", "ACC-1", date(2026, 2, 10), 6_000)
    assert line.buckets == ((Interval(31, 60), 6_000),)


def test_sap_open_items(tmp_path: Path) -> None:
    grid: Grid = (
        ("business_code", "cust_number", "name_customer", "clear_date", "buisness_year", "doc_id", "posting_date",
         "due_in_date", "invoice_currency", "total_open_amount", "cust_payment_terms"),
        ("U001", "0200769623", "ACORN us", N, 2020.0, 1930438491.0, 20200126, 20200210.0, "RUB", 54273.28, "NAH4"),
    )  # fmt: skip
    statement = take(xlsx(tmp_path / "open items.xlsx", grid))
    (line,) = statement.lines
    assert statement.kind is StatementKind.DEBTS
    assert (line.client, line.code, line.number) == ("ACORN us", "0200769623", "1930438491")
    assert (line.doc_date, line.due_date) == (date(2020, 1, 26), date(2020, 2, 10))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the reference files are not beside the repository")
def test_one_ledger_in_two_orders_of_dates() -> None:
    read = [take(SHARED / f"ibm-late-payment-{order}.csv") for order in ("dmy", "mdy")]
    for statement in read:
        assert (statement.kind, len(statement.lines)) == (StatementKind.MOVEMENTS, 2466)
        assert all(line.doc_date and line.due_date and line.settled_date for line in statement.lines)
        assert statement.problems == ()
    same = [sorted((int(line.number), line.amount, line.doc_date, line.due_date, line.settled_date)
                   for line in statement.lines) for statement in read]  # fmt: skip
    assert same[0] == same[1]
