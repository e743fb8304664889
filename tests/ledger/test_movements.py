"""Files of movements: true dates in, debt on any date out."""

from csv import DictReader
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.aging import GroupBy
from app.domain.importing import Answers, Vanished
from app.domain.statement import StatedLine, StatementKind
from app.ledger import Ledger
from tests.ledger.stories import W1, W2, W3, W4, debts, load

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "receivables"
ASKED = date(2013, 6, 30)


def shipped(client: str, number: str, amount: int, day: date, settled: date | None = None) -> StatedLine:
    """A row of a plain ledger."""
    return StatedLine(
        row=1, client=client, number=number, amount=amount, doc_date=day, due_date=day + timedelta(7),
        settled_date=settled,
    )  # fmt: skip


A = shipped("ООО «Вектор»", "1", 100_00, W1, W3)
B = shipped("АО «Реал»", "2", 50_00, W2 - timedelta(1))
LATE = shipped("АО «Реал»", "3", 70_00, W3)


def test_a_plain_ledger_gives_the_debt_of_every_day_and_declares_what_was_shipped_later(ledger: Ledger) -> None:
    statement = debts(None, A, B, LATE, kind=StatementKind.MOVEMENTS, control=220_00)
    preview = ledger.imports.preview_statements([statement], as_of=W2)
    assert (preview.kind, preview.as_of, preview.sum, preview.control) == (StatementKind.MOVEMENTS, W2, 150_00, None)
    assert [skip.row for skip in preview.skipped] == [6]
    assert preview.rows == preview.facts + len(preview.skipped)
    later = ledger.imports.preview_again(preview, Answers(as_of=W4))
    assert (later.sum, len(later.skipped)) == (120_00, 0)
    back = ledger.imports.preview_again(preview, Answers(as_of=W2))
    assert (back.sum, len(back.skipped)) == (150_00, 1)
    row = ledger.imports.accept(back, Answers(as_of=W4))
    assert (row.kind, row.as_of, row.sum) == (StatementKind.DEBTS, W4, 120_00)
    totals = [ledger.analysis.totals(W1 + timedelta(days=n)).total for n in (-1, 0, 6, 13, 14, 21)]
    assert totals == [0, 100_00, 150_00, 150_00, 120_00, 120_00]
    assert ledger.check().ok


def test_without_a_day_the_last_one_of_the_file_is_taken(ledger: Ledger) -> None:
    assert ledger.imports.preview_statements([debts(None, A, B, kind=StatementKind.MOVEMENTS)]).as_of == W3


def test_the_next_ledger_adds_what_came_since_and_moves_no_past_total(ledger: Ledger) -> None:
    first = debts(None, replace(A, settled_date=None), B, kind=StatementKind.MOVEMENTS)
    ledger.imports.accept(ledger.imports.preview_statements([first], as_of=W2), Answers())
    load(ledger, debts(None, A, B, LATE, kind=StatementKind.MOVEMENTS), as_of=W4, vanished=Vanished.PAID)
    assert [ledger.analysis.totals(day).total for day in (W2, W3 - timedelta(1), W3)] == [150_00, 150_00, 120_00]
    assert ledger.check().ok
    ledger.imports.withdraw()
    assert ledger.analysis.totals(W4).total == 150_00
    assert ledger.check().ok


@pytest.mark.parametrize(("name", "pattern"), [("dmy", "%d/%m/%Y"), ("mdy", "%m/%d/%Y")])
def test_the_public_ledger_of_late_payments_ages_as_computed_by_hand(ledger: Ledger, name: str, pattern: str) -> None:
    path = DATA / f"ibm-late-payment-{name}.csv"
    if not path.exists():
        pytest.skip("the public ledgers are not beside the project")
    preview = ledger.imports.preview([path], as_of=ASKED)
    ledger.imports.accept(preview, Answers())
    expected: dict[str, list[int]] = {}
    with path.open(encoding="utf-8") as stream:
        for row in DictReader(stream):
            shipped_on, due, settled = (
                datetime.strptime(row[column], pattern).date()  # noqa: DTZ007 - calendar days have no time zone
                for column in ("InvoiceDate", "DueDate", "SettledDate")
            )
            if shipped_on <= ASKED < settled:
                sums = expected.setdefault(row["customerID"], [0] * 7)
                late = (ASKED - due).days
                edges = (0, 7, 14, 30, 44, 60)
                sums[sum(late > edge for edge in edges)] += int(Decimal(row["InvoiceAmount"]) * 100)
    aging = ledger.analysis.aging(ASKED, GroupBy.CLIENT)
    found = {line.label: [line.not_due, *line.buckets] for line in aging.lines}
    assert found == expected
    assert aging.totals.balance == preview.sum == sum(map(sum, expected.values())) > 0
    for day in (date(2012, 6, 30), date(2013, 1, 31)):
        assert ledger.analysis.totals(day).balance > 0, "the history before the asked day is there too"
    assert ledger.check().ok
