"""Files of clients without documents: their intervals are parts of one sum that grows older from week to week."""

from dataclasses import replace
from datetime import timedelta

from app.domain.aging import GroupBy, Interval
from app.domain.importing import ChangeKind
from app.domain.statement import Level, StatedLine, Statement
from app.ledger import Ledger
from tests.ledger.stories import W1, W2, W3, debts, load

WEEK, FORTNIGHT, OLDER = Interval(1, 7), Interval(8, 14), Interval(15, None)


def client(total: int, *buckets: tuple[Interval, int], name: str = "ООО «Лютик»", number: str = "") -> StatedLine:
    return StatedLine(row=7, client=name, balance=total, buckets=buckets, number=number)


def at(week: int, *lines: StatedLine) -> Statement:
    day = (W1, W2, W3)[week - 1]
    return replace(debts(day, *lines), level=Level.CLIENT)


def test_what_grew_older_is_neither_paid_nor_new(ledger: Ledger) -> None:
    load(ledger, at(1, client(300_00, (WEEK, 100_00), (FORTNIGHT, 200_00))))
    preview = ledger.imports.preview_statements([at(2, client(300_00, (FORTNIGHT, 100_00), (OLDER, 200_00)))])
    assert preview.question == ""
    assert preview.vanished == ()
    assert [(one.kind, one.before, one.after) for one in preview.changes] == [(ChangeKind.SAME, 300_00, 300_00)]
    load(ledger, at(2, client(300_00, (FORTNIGHT, 100_00), (OLDER, 200_00))))
    bridge = ledger.analysis.bridge(W1, W2).totals
    assert (bridge.before, bridge.paid, bridge.rewritten, bridge.after) == (300_00, 0, 0, 300_00)
    assert ledger.check().ok


def test_a_payment_of_a_part_is_only_what_the_sum_fell_by(ledger: Ledger) -> None:
    load(ledger, at(1, client(300_00, (WEEK, 100_00), (FORTNIGHT, 200_00))))
    load(ledger, at(2, client(250_00, (FORTNIGHT, 100_00), (OLDER, 150_00))))
    bridge = ledger.analysis.bridge(W1, W2).totals
    assert (bridge.before, bridge.paid, bridge.after) == (300_00, 50_00, 250_00)
    assert bridge.adds_up
    assert ledger.check().ok


def test_debt_not_due_that_became_overdue_matured(ledger: Ledger) -> None:
    load(ledger, at(1, replace(client(300_00, (WEEK, 100_00)), overdue=100_00)))
    load(ledger, at(2, replace(client(300_00, (WEEK, 200_00), (FORTNIGHT, 100_00)), overdue=300_00)))
    bridge = ledger.analysis.bridge(W1, W2).totals
    assert (bridge.before, bridge.matured, bridge.paid, bridge.after) == (100_00, 200_00, 0, 300_00)


def test_a_late_week_leaves_the_same_book(ledger: Ledger) -> None:
    weeks = [
        at(1, client(300_00, (WEEK, 300_00))),
        at(2, client(260_00, (FORTNIGHT, 260_00))),
        at(3, client(260_00, (OLDER, 260_00))),
    ]
    for week in weeks:
        load(ledger, week)
    digest = ledger.check().digest
    ledger.imports.withdraw(ledger.imports.reports()[1].report_id)
    load(ledger, weeks[1])
    assert ledger.check().digest == digest


def test_a_client_gone_whole_has_paid(ledger: Ledger) -> None:
    other = client(900_00, (WEEK, 900_00), name="АО «Мак»")
    load(ledger, at(1, client(30_00, (WEEK, 10_00), (FORTNIGHT, 20_00)), other))
    preview = ledger.imports.preview_statements([at(2, client(900_00, (FORTNIGHT, 900_00), name="АО «Мак»"))])
    assert sorted((one.number, one.before) for one in preview.vanished) == [("1–7", 10_00), ("8–14", 20_00)]


def test_documents_without_a_due_date_stand_in_the_interval_of_the_file(ledger: Ledger) -> None:
    day = W1 - timedelta(40)
    lines = [replace(client(100_00, (WEEK, 100_00), number="1"), doc_date=day),
             replace(client(70_00, (FORTNIGHT, 50_00), number="2"), doc_date=day, not_due=20_00),
             replace(client(30_00, number="3"), doc_date=day, not_due=30_00)]  # fmt: skip
    load(ledger, debts(W1, *lines))
    found = ledger.analysis.aging(W1, GroupBy.CLIENT).totals
    assert (found.overdue, found.not_due) == (150_00, 50_00)
    older = replace(client(100_00, (FORTNIGHT, 100_00), number="1"), doc_date=day)
    preview = ledger.imports.preview_statements([debts(W2, older, *lines[1:])])
    assert {one.kind for one in preview.changes} == {ChangeKind.SAME}, "an interval that moved on rewrote nothing"
