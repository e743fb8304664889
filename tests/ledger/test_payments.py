"""Payments in the book: bookkeeping's balances, the bank's days and causes."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.domain.allocation import Payment, Why
from app.domain.importing import Answers, ChangeKind, Vanished
from app.domain.statement import StatementKind
from app.domain.work import NewContact, PromiseState
from app.errors import InputRefused
from app.ledger import Ledger
from tests.ingest.making import Grid, xlsx
from tests.ledger.stories import W1, W2, W3, W4, debts, load, owed, paid

CLIENT = "ООО «Вектор»"
DAY = timedelta(1)
A = owed(CLIENT, "1", 100_00, shipped=W1 - 20 * DAY, due=W1 - 10 * DAY)
B = owed(CLIENT, "2", 50_00, shipped=W1 - 10 * DAY, due=W1 - 5 * DAY)
OTHER = owed("АО «Реал»", "9", 500_00, due=W1)


def parts(payment: Payment) -> list[tuple[str, int, Why, date | None]]:
    return [(part.number, part.amount, part.why, part.day) for part in payment.parts]


def totals(ledger: Ledger, *days: date) -> list[int]:
    return [ledger.analysis.totals(day).total for day in days]


def test_a_payment_gives_the_reports_decrease_its_day(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, B, OTHER))
    load(ledger, debts(W2, B, OTHER))
    assert totals(ledger, W1, W1 + 2 * DAY, W2) == [650_00, 650_00, 550_00]
    load(ledger, paid(W2, (CLIENT, "5", W1 + 2 * DAY, 60_00)))
    assert totals(ledger, W1, W1 + DAY, W1 + 2 * DAY, W2 - DAY, W2) == [650_00, 650_00, 590_00, 590_00, 550_00]
    assert parts(ledger.payments.list()[0]) == [("1", 60_00, Why.DUE, W1 + 2 * DAY)]
    assert ledger.check().ok, ledger.check().problems
    digest = ledger.check().digest
    ledger.imports.withdraw()
    assert totals(ledger, W1 + 2 * DAY, W2) == [650_00, 550_00]
    assert ledger.check().ok
    load(ledger, paid(W2, (CLIENT, "5", W1 + 2 * DAY, 60_00)))
    assert ledger.check().digest == digest


def test_the_report_says_which_document_was_paid_and_the_payer_which_first(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, B, OTHER))
    load(ledger, debts(W2, replace(A, balance=90_00), replace(B, balance=20_00), OTHER))
    load(ledger, paid(W2, (CLIENT, "5", W1 + DAY, 30_00), n5="Оплата по счёту № 2"))
    assert parts(ledger.payments.list()[0]) == [("2", 30_00, Why.NAMED, W1 + DAY)]
    load(ledger, paid(W2, (CLIENT, "6", W1 + 2 * DAY, 30_00), name="вторая.txt"))
    found = {payment.number: payment for payment in ledger.payments.list(W1, W2)}
    assert parts(found["6"]) == [("1", 10_00, Why.DUE, W1 + 2 * DAY), ("", 20_00, Why.UNREFLECTED, None)]
    assert ledger.payments.unreflected() == (found["6"],)
    assert ledger.check().ok


def test_what_the_next_report_shows_of_a_payment_is_no_longer_unreflected(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, OTHER))
    load(ledger, paid(W2, (CLIENT, "5", W2, 100_00)))
    load(ledger, debts(W2, A, OTHER))
    assert [p.number for p in ledger.payments.unreflected()] == ["5"]
    load(ledger, debts(W3, OTHER))
    assert parts(ledger.payments.list()[0]) == [("1", 100_00, Why.DUE, W3)], "owed on W2 by bookkeeping's word"
    assert totals(ledger, W2, W3) == [600_00, 500_00]
    assert ledger.check().ok


def test_since_the_last_report_payments_are_provisional_and_the_next_report_judges(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, B, OTHER))
    load(ledger, paid(W2, (CLIENT, "5", W1 + 2 * DAY, 120_00)))
    payment = ledger.payments.list()[0]
    assert payment.provisional
    assert parts(payment) == [("1", 100_00, Why.DUE, W1 + 2 * DAY), ("2", 20_00, Why.DUE, W1 + 2 * DAY)]
    assert totals(ledger, W1, W1 + 2 * DAY, W2) == [650_00, 530_00, 530_00]
    assert ledger.check().ok
    preview = ledger.imports.preview_statements([debts(W2, A, OTHER)])
    assert [(c.kind, c.number, c.before, c.after) for c in preview.changes if c.kind is not ChangeKind.SAME] == [
        (ChangeKind.PAID, "2", 50_00, 0)
    ], "a report is compared with what reports have said"
    load(ledger, debts(W2, A, OTHER))
    assert totals(ledger, W1, W1 + 2 * DAY, W2) == [650_00, 600_00, 600_00]
    assert parts(ledger.payments.list()[0]) == [
        ("2", 50_00, Why.DUE, W1 + 2 * DAY), ("", 70_00, Why.UNREFLECTED, None)]  # fmt: skip
    assert ledger.check().ok
    ledger.imports.withdraw()
    assert ledger.payments.list()[0] == payment


def test_a_document_shipped_and_paid_in_the_week_is_not_paid_before_it_was_shipped(ledger: Ledger) -> None:
    load(ledger, debts(W1, OTHER))
    fresh = owed(CLIENT, "7", 30_00, shipped=W1 + 3 * DAY, due=W3, amount=100_00)
    load(ledger, debts(W2, OTHER, fresh))
    load(ledger, paid(W2, (CLIENT, "5", W1 + DAY, 70_00)))
    assert parts(ledger.payments.list()[0]) == [("7", 70_00, Why.DUE, W1 + 3 * DAY)]
    assert totals(ledger, W1 + 2 * DAY, W1 + 3 * DAY, W2) == [500_00, 530_00, 530_00]
    assert ledger.check().ok


def test_an_advance_gets_its_day_and_stays_an_advance(ledger: Ledger) -> None:
    load(ledger, debts(W1, A))
    load(ledger, debts(W2, A, owed(CLIENT, "", -40_00, kind="Аванс")))
    load(ledger, paid(W2, (CLIENT, "5", W1 + DAY, 40_00)))
    line = ledger.analysis.totals(W1 + DAY)
    assert (line.total, line.advances) == (100_00, 40_00)
    assert ledger.check().ok


def test_payments_before_the_first_report_have_nothing_to_be_compared_with(ledger: Ledger) -> None:
    load(ledger, paid(W2, (CLIENT, "4", W1 - DAY, 10_00)))
    assert parts(ledger.payments.list()[0]) == [("", 10_00, Why.UNMATCHED, None)]
    load(ledger, debts(W1, A))
    assert parts(ledger.payments.list()[0]) == [("", 10_00, Why.EARLIER, None)]
    assert ledger.payments.unreflected() == ()


def test_unknown_payers_stay_a_list_until_a_person_says_who_they_are(ledger: Ledger) -> None:
    load(ledger, debts(W1, A))
    statement = paid(W2, ("ПАО «Вектор»", "5", W1 + DAY, 30_00), ("Физлицо", "6", W1 + DAY, 7_00))
    preview = ledger.imports.preview_statements([statement])
    assert [question.name for question in preview.names] == ["ПАО «Вектор»", "Физлицо"]
    assert {change.kind for change in preview.changes} == {ChangeKind.UNMATCHED}
    key, new = (question.key for question in preview.names)
    ledger.imports.accept(preview, Answers())
    assert len(ledger.payments.unmatched()) == 2
    assert [row.name for row in ledger.clients.list(W2).rows] == [CLIENT], "no client is made of a payer by itself"
    ledger.imports.withdraw()
    client = ledger.clients.list(W1).rows[0].client_id
    again = ledger.imports.preview_statements([statement])
    ledger.imports.accept(again, Answers(names={key: client, new: 0}))
    assert ledger.payments.unmatched() == ()
    found = {payment.payer: payment for payment in ledger.payments.list()}
    assert parts(found["ПАО «Вектор»"]) == [("1", 30_00, Why.DUE, W1 + DAY)]
    assert found["Физлицо"].client == "Физлицо"
    assert parts(found["Физлицо"]) == [("", 7_00, Why.ADVANCE, None)]
    assert ledger.check().ok
    later = ledger.imports.preview_statements([paid(W3, ("ПАО «Вектор»", "8", W2, 1_00))])
    assert later.names == (), "the answer is remembered"


def test_the_taxpayer_number_outranks_the_name(ledger: Ledger) -> None:
    load(ledger, debts(W1, replace(A, inn="7707083893")))
    statement = paid(W2, ("Совсем другое имя", "5", W1 + DAY, 30_00))
    lines = tuple(replace(line, inn="7707083893") for line in statement.lines)
    load(ledger, replace(statement, lines=lines))
    assert ledger.payments.list()[0].client == CLIENT


def test_overlapping_statements_count_each_payment_once(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, B))
    twice = (CLIENT, "5", W1 + DAY, 10_00)
    load(ledger, paid(W2, twice, twice, (CLIENT, "6", W1 + DAY, 5_00)))
    preview = ledger.imports.preview_statements([paid(W3, twice, twice, (CLIENT, "7", W2, 1_00), name="ещё.txt")])
    ledger.imports.accept(preview, Answers())
    assert sum(payment.amount for payment in ledger.payments.list()) == 26_00
    assert ledger.check().ok
    ledger.imports.withdraw()
    assert sum(payment.amount for payment in ledger.payments.list()) == 25_00
    assert ledger.check().ok


def test_a_preview_tells_what_acceptance_does_and_writes_nothing(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, B, OTHER))
    load(ledger, debts(W2, B, OTHER))
    before = ledger.check()
    contents = ledger.path.read_bytes()
    statement = paid(W3, (CLIENT, "5", W1 + DAY, 100_00), (CLIENT, "6", W2 + DAY, 20_00), ("Никто", "7", W2, 3_00))
    preview = ledger.imports.preview_statements([statement])
    assert (preview.sum, preview.clients, preview.invoices) == (123_00, 2, 3)
    assert [(c.kind, c.number, c.before, c.after) for c in preview.changes] == [
        (ChangeKind.PART_PAID, "2", 50_00, 30_00),
        (ChangeKind.EXPLAINED, "1", 100_00, 0),
        (ChangeKind.UNMATCHED, "7", 0, 3_00),
    ]
    assert ledger.check() == before
    assert ledger.path.read_bytes() == contents
    ledger.imports.accept(preview, Answers())
    assert totals(ledger, W1 + DAY, W2, W2 + DAY) == [550_00, 550_00, 530_00]
    again = ledger.imports.preview_statements([statement])
    assert again.already is not None


def test_a_payment_from_the_future_is_refused(ledger: Ledger) -> None:
    preview = ledger.imports.preview_statements([paid(date(2031, 1, 2), (CLIENT, "5", date(2031, 1, 1), 1_00))])
    with pytest.raises(InputRefused, match=r"01\.01\.2031"):
        ledger.imports.accept(preview, Answers())


def test_setting_an_allocation_by_hand_is_kept_by_replay_and_undone_by_undo(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, B, OTHER))
    load(ledger, paid(W2, (CLIENT, "5", W1 + DAY, 60_00)))
    by_rule = ledger.check().digest
    payment = ledger.payments.list()[0]
    second = next(item.invoice_id for item in ledger.analysis.items(W1) if item.number == "2")
    changed = ledger.payments.reallocate(payment.payment_id, [(second, 45_00)])
    assert parts(changed) == [("2", 45_00, Why.HAND, W1 + DAY), ("1", 15_00, Why.DUE, W1 + DAY)]
    assert ledger.check().ok
    load(ledger, debts(W2, replace(A, balance=85_00), replace(B, balance=5_00), OTHER))
    assert parts(ledger.payments.list()[0]) == parts(changed)
    ledger.imports.withdraw()
    assert parts(ledger.payments.list()[0]) == parts(changed)
    assert ledger.undo_text() is not None
    ledger.undo()
    assert ledger.check().digest == by_rule
    ledger.payments.reallocate(payment.payment_id, [(second, 45_00)])
    ledger.payments.reallocate(payment.payment_id, [])
    assert ledger.check().digest == by_rule


def test_a_hand_that_asks_too_much_is_refused_and_changes_nothing(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, B, OTHER))
    load(ledger, paid(W2, (CLIENT, "5", W1 + DAY, 60_00), ("Никто", "6", W1, 1_00)))
    numbers = {item.number: item.invoice_id for item in ledger.analysis.items(W1)}
    found = {payment.number: payment.payment_id for payment in ledger.payments.list()}
    before = ledger.check()
    for number, asked, word in (
        ("5", [(numbers["1"], 61_00)], "больше"),
        ("5", [(numbers["2"], 50_01)], "50,00"),
        ("5", [(numbers["9"], 1_00)], "того же клиента"),
        ("5", [(numbers["1"], 0)], "больше нуля"),
        ("6", [(numbers["1"], 1_00)], "платель"),
    ):
        with pytest.raises(InputRefused, match=word):
            ledger.payments.reallocate(found[number], asked)
    with pytest.raises(InputRefused):
        ledger.payments.reallocate(999, [])
    assert ledger.check() == before


def test_a_register_of_receipts_is_taken_as_it_names_documents(ledger: Ledger, tmp_path: Path) -> None:
    load(ledger, debts(W1, A, B, OTHER))
    grid: Grid = (
        ("Поступления на расчетный счет за сентябрь 2026 г.",),
        ("Дата", "Номер", "Контрагент", "ИНН", "Сумма", "Назначение платежа"),
        (W1 + DAY, "0000-000071", CLIENT, "", 40.5, f"Оплата по накладной № 2 от {B.doc_date:%d.%m.%Y}"),
        (W1 + 2 * DAY, "0000-000072", CLIENT, "", 20, "за товар"),
        (W1 + 3 * DAY, "0000-000073", CLIENT, "", -5, "возврат"),
        ("Итого", None, None, None, 55.5, None),
    )
    preview = ledger.imports.preview([xlsx(tmp_path / "поступления.xlsx", grid)])
    assert (preview.kind, preview.sum, preview.ties) == (StatementKind.PAYMENTS, 55_50, True)
    ledger.imports.accept(preview, Answers())
    found = {payment.number[-1]: parts(payment) for payment in ledger.payments.list()}
    assert found == {
        "1": [("2", 40_50, Why.NAMED, W1 + DAY)],
        "2": [("1", 20_00, Why.DUE, W1 + 2 * DAY)],
        "3": [("", -5_00, Why.REFUND, None)],
    }
    assert ledger.check().ok


def test_promises_are_judged_by_the_days_of_payments(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, OTHER))
    client = next(row.client_id for row in ledger.clients.list(W1).rows if row.name == CLIENT)
    ledger.work.record(NewContact(client, W1 + DAY, result="обещали", promise_due=W1 + 2 * DAY, promise_amount=100_00))
    load(ledger, debts(W2, OTHER), vanished=Vanished.PAID)
    assert [p.state for p in ledger.work.promises(W2)] == [PromiseState.KEPT]
    load(ledger, paid(W2, (CLIENT, "5", W1 + DAY, 100_00)))
    promise = ledger.work.promises(W2)[0]
    assert (promise.state, promise.paid) == (PromiseState.BROKEN, 0), "paid before it was promised"


def test_movements_and_payments_of_one_week_are_one_money(ledger: Ledger) -> None:
    load(ledger, debts(W1, OTHER))
    line = replace(A, doc_date=W1 + DAY, amount=100_00, balance=None, settled_date=W1 + 4 * DAY)
    other = replace(OTHER, doc_date=W1 - DAY, amount=500_00, balance=None)
    load(ledger, debts(None, line, other, kind=StatementKind.MOVEMENTS), as_of=W4, vanished=Vanished.PAID)
    load(ledger, paid(W2, (CLIENT, "5", W1 + 3 * DAY, 100_00)))
    assert parts(ledger.payments.list()[0]) == [("1", 100_00, Why.DUE, W1 + 3 * DAY)]
    assert ledger.payments.unreflected() == ()
    assert ledger.check().ok


def test_a_payment_of_a_merged_client_covers_the_documents_of_both(ledger: Ledger) -> None:
    second = replace(B, client="АО «Другое имя»")
    load(ledger, debts(W1, A, second, OTHER))
    load(ledger, paid(W2, (CLIENT, "5", W1 + DAY, 120_00)))
    apart = ledger.check().digest
    ids = {row.name: row.client_id for row in ledger.clients.list(W1).rows}
    ledger.clients.merge(ids[CLIENT], ids["АО «Другое имя»"])
    assert parts(ledger.payments.list()[0]) == [
        ("1", 100_00, Why.DUE, W1 + DAY), ("2", 20_00, Why.DUE, W1 + DAY)]  # fmt: skip
    assert ledger.check().ok
    assert [line.after for line in ledger.analysis.bridge(W1, W2).lines if line.label == CLIENT] == [30_00]
    ledger.undo()
    assert ledger.check().digest == apart
