"""The same money in a bank's statement, a register of 1C and a card of account 62 counts once, in any order."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from app.domain.allocation import LooseMoney, Why
from app.domain.importing import Answers, ChangeKind
from app.domain.statement import Movement, StatedLine, Statement, StatementKind
from app.ledger import Ledger
from tests.ledger.conftest import TODAY
from tests.ledger.stories import W1, W2, W3, debts, load, owed, paid, registered

CLIENT = "ООО «Вектор»"
DAY = timedelta(1)
FRIDAY = W1 + 4 * DAY
A = owed(CLIENT, "1", 100_00, shipped=W1 - 20 * DAY, due=W1 - 10 * DAY)
B = owed(CLIENT, "2", 50_00, shipped=W1 - 10 * DAY, due=W1 - 5 * DAY)
OTHER = owed("АО «Реал»", "9", 500_00, due=W1)

BANK = paid(W2, (CLIENT, "5", FRIDAY, 60_00), (CLIENT, "6", FRIDAY, 10_00))
REGISTER = registered(W2, (CLIENT, "0000-000071", FRIDAY + 3 * DAY, 60_00), (CLIENT, "0000-000072", FRIDAY, 7_00))


def totals(ledger: Ledger, *days: date) -> list[int]:
    return [ledger.analysis.totals(day).total for day in days]


def counted(ledger: Ledger) -> list[tuple[str, int]]:
    return sorted((payment.number, payment.amount) for payment in ledger.payments.list())


def digests(folder: Path, *orders: tuple[Statement, ...]) -> set[str]:
    out = set()
    for n, order in enumerate(orders):
        with Ledger.open(folder / f"{n}.debt", today=lambda: TODAY, owner="проверка") as book:
            for statement in order:
                load(book, statement)
            result = book.check()
            assert result.ok, result.problems
            out.add(result.digest)
    return out


def test_a_statement_and_a_register_of_one_week_are_one_money(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, B, OTHER))
    load(ledger, BANK)
    assert totals(ledger, W2) == [580_00]
    preview = ledger.imports.preview_statements([REGISTER])
    twins = preview.of_kind(ChangeKind.TWIN)
    assert [(change.client, change.number, change.after) for change in twins] == [(CLIENT, "0000-000071", 60_00)]
    assert "выписка.txt, № 5, 11.09.2026" in twins[0].note
    assert "поступления.xlsx, № 0000-000071, 14.09.2026" in twins[0].note
    ledger.imports.accept(preview, Answers())
    assert counted(ledger) == [("0000-000072", 7_00), ("5", 60_00), ("6", 10_00)]
    assert totals(ledger, W2) == [573_00], "7 is new money, 60 is not"
    pair = next(payment for payment in ledger.payments.list() if payment.number == "5")
    assert [(source.number, source.counts) for source in pair.sources] == [("5", True), ("0000-000071", False)]
    register = next(row for row in ledger.imports.reports() if row.files == ("поступления.xlsx",))
    rows = {payment.number: payment for payment in ledger.payments.of_report(register.report_id)}
    assert {number: row.counted for number, row in rows.items()} == {"0000-000071": False, "0000-000072": True}
    assert rows["0000-000071"].same_money == pair.same_money
    assert ledger.check().ok


def test_whichever_comes_first_and_even_before_the_debts_it_is_one_book(tmp_path: Path) -> None:
    first, second = debts(W1, A, B, OTHER), debts(W2, replace(A, balance=30_00), B, OTHER)
    assert len(digests(tmp_path, *permutations((first, second, BANK, REGISTER)))) == 1


def test_withdrawing_either_source_leaves_the_money_counted(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, B, OTHER))
    bank = load(ledger, BANK)
    alone = ledger.check().digest
    register = load(ledger, REGISTER)
    ledger.imports.withdraw(bank.report_id)
    assert totals(ledger, FRIDAY, W2) == [643_00, 583_00], "by the register alone the 60 came on Monday"
    ledger.imports.withdraw(register.report_id)
    assert totals(ledger, W2) == [650_00]
    load(ledger, BANK)
    assert ledger.check().digest == alone


def test_what_the_register_names_helps_the_bank(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, B, OTHER))
    load(ledger, paid(W2, (CLIENT, "5", FRIDAY, 40_00)))
    load(ledger, registered(W2, (CLIENT, "0000-000071", FRIDAY, 40_00), n71="Оплата по счёту № 2"))
    payment = ledger.payments.list()[0]
    assert [(part.number, part.amount, part.why) for part in payment.parts] == [("2", 40_00, Why.NAMED)]


def test_what_a_person_set_follows_the_money_to_the_row_that_counts(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, B, OTHER))
    load(ledger, registered(W2, (CLIENT, "0000-000071", FRIDAY, 40_00)))
    second = next(item.invoice_id for item in ledger.analysis.items(W1) if item.number == "2")
    ledger.payments.reallocate(ledger.payments.list()[0].payment_id, [(second, 40_00)])
    load(ledger, paid(W2, (CLIENT, "5", FRIDAY, 40_00)))
    payment = ledger.payments.list()[0]
    assert (payment.number, [(part.number, part.why) for part in payment.parts]) == ("5", [("2", Why.HAND)])
    assert ledger.check().ok
    again = ledger.payments.reallocate(payment.payment_id, [])
    assert [part.why for part in again.parts] == [Why.DUE], "one hand for one money"
    ledger.undo()
    assert [part.why for part in ledger.payments.list()[0].parts] == [Why.HAND]


def test_naming_the_payer_makes_a_pair(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, B, OTHER))
    load(ledger, registered(W2, (CLIENT, "0000-000071", FRIDAY, 60_00)))
    load(ledger, paid(W2, ("Векторный завод", "5", FRIDAY, 60_00)))
    before = ledger.check().digest
    assert len(ledger.payments.list()) == 2
    client = next(row.client_id for row in ledger.clients.list(W1).rows if row.name == CLIENT)
    stranger = ledger.payments.unmatched()[0]
    assert ledger.payments.name_payer(stranger.payment_id, client) == 1
    assert counted(ledger) == [("5", 60_00)]
    assert totals(ledger, W2) == [590_00]
    ledger.undo()
    assert ledger.check().digest == before


def card(*rows: tuple[str, date, int], since: date = W1 + DAY) -> Statement:
    """Money of the client as a card of account 62 tells it: 1C's number, day, kopecks."""
    lines = (
        StatedLine(row=1, client=CLIENT, number=number, amount=-amount, doc_date=day, movement=Movement.PAYMENT)
        for number, day, amount in rows
    )
    period = (since, FRIDAY)
    return debts(FRIDAY, *lines, kind=StatementKind.MOVEMENTS, layout="1c-card", control=None, period=period)


@pytest.mark.parametrize("bank_first", [True, False])
def test_a_card_tells_on_friday_what_the_bank_tells_on_monday(ledger: Ledger, bank_first: bool) -> None:
    load(ledger, debts(W1, A, B, OTHER))
    bank = paid(W2, (CLIENT, "5", FRIDAY + 3 * DAY, 60_00), (CLIENT, "6", FRIDAY + 3 * DAY, 10_00))
    told = card(("0000-000070", FRIDAY - DAY, 20_00), ("0000-000071", FRIDAY, 60_00))
    for statement in (bank, told) if bank_first else (told, bank):
        load(ledger, statement)
    assert totals(ledger, FRIDAY - DAY, FRIDAY, W2) == [630_00, 570_00, 560_00], "60 once; 10 is the bank's news"
    found = {payment.number: payment for payment in ledger.payments.list()}
    assert [(part.number, part.amount, part.day, part.reflected) for part in found["5"].parts] == [
        ("1", 60_00, FRIDAY, True)]  # fmt: skip
    assert found["6"].provisional
    assert not found["5"].provisional
    assert ledger.check().ok
    before = ledger.check().digest
    ledger.imports.withdraw(next(r.report_id for r in ledger.imports.reports() if r.files == ("выписка.txt",)))
    assert totals(ledger, FRIDAY, W2) == [570_00, 570_00], "what the card states stays as it was stated"
    load(ledger, bank)
    assert ledger.check().digest == before


def test_a_card_begins_from_what_reports_have_said_whatever_statements_were_loaded_before(tmp_path: Path) -> None:
    first = debts(W1, A, B, OTHER)
    bank = paid(W2, (CLIENT, "5", W1 + DAY, 30_00), (CLIENT, "6", FRIDAY + 3 * DAY, 60_00), (CLIENT, "7", W2, 9_00))
    told = card(("0000-000070", FRIDAY - DAY, 20_00), ("0000-000071", FRIDAY, 60_00), since=W1 + 3 * DAY)
    assert len(digests(tmp_path, (first, bank, told), (first, told, bank), (bank, first, told))) == 1


def test_a_card_of_one_client_says_nothing_of_the_others(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, B, OTHER))
    load(ledger, paid(W2, ("АО «Реал»", "5", W1 + DAY, 100_00)))
    assert totals(ledger, W2) == [550_00]
    load(ledger, card(("0000-000071", FRIDAY, 60_00)))
    payment = ledger.payments.list()[0]
    assert payment.provisional
    assert totals(ledger, W2) == [490_00]
    load(ledger, debts(W3, B, replace(OTHER, balance=400_00)))
    payment = ledger.payments.list()[0]
    assert [(part.number, part.day, part.reflected) for part in payment.parts] == [("9", W1 + DAY, True)]
    assert ledger.check().ok


def test_an_advance_by_the_statement_is_shown_and_lessens_no_debt(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, OTHER))
    load(ledger, paid(W2, (CLIENT, "5", W1 + DAY, 140_00)))
    client = ledger.payments.list()[0].client_id
    assert ledger.payments.loose(client, W2) == LooseMoney(unallocated=40_00)
    assert ledger.clients.card(client, W1).money == LooseMoney(later=100_00, unallocated=40_00), (
        "known, not in the sums"
    )
    line = ledger.analysis.totals(W2)
    assert (line.total, line.advances) == (500_00, 0)
    load(ledger, debts(W2, OTHER, owed(CLIENT, "", -30_00, kind="Аванс")))
    assert ledger.payments.loose(client, W2) == LooseMoney(unreflected=10_00)
    assert ledger.payments.loose(client, W1) == LooseMoney(), "on a past date only what had come by then"


def test_a_shared_name_is_no_doubt_once_its_clients_are_merged(ledger: Ledger) -> None:
    """Two INNs of one name are two clients and a payer of that name alone is neither; merged, it is theirs."""
    second = replace(B, inn="7701234561")
    load(ledger, debts(W1, replace(A, inn="7707083893"), second, OTHER))
    load(ledger, paid(W2, (CLIENT, "5", W1 + DAY, 120_00)))
    assert len(ledger.payments.unmatched()) == 1
    apart = ledger.check().digest
    first, other = (row.client_id for row in ledger.clients.list(W1).rows if row.name == CLIENT)
    ledger.clients.merge(first, other)
    assert [(part.number, part.amount) for part in ledger.payments.list()[0].parts] == [("1", 100_00), ("2", 20_00)]
    assert [row.client for row in ledger.payments.list(client_id=first)] == [CLIENT]
    choices = ledger.payments.choices(ledger.payments.list()[0].payment_id)
    assert [(one.number, one.balance) for one in choices] == [("1", 100_00), ("2", 50_00)]
    ledger.undo()
    assert ledger.check().digest == apart
