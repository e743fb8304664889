"""Cards of account 62 laid over the book: true dates of one client's money, silence about all others."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.domain.aging import GroupBy
from app.domain.importing import Answers, Vanished
from app.domain.statement import Movement, StatedLine, Statement, StatementKind
from app.ledger import Ledger
from tests.ledger.conftest import TODAY
from tests.ledger.stories import W1, W2, W3, debts, load, owed

DAY = timedelta(1)
CLIENT = "ООО «Вектор»"


def row(movement: Movement, number: str, amount: int, day: date, **more: str) -> StatedLine:
    """One movement of the card."""
    line = StatedLine(row=1, client=CLIENT, number=number, amount=amount, doc_date=day, movement=movement)
    return replace(line, **more)  # type: ignore[arg-type]  # keyword pass-through of a test helper


def card(until: date, *rows: StatedLine, since: date = W1) -> Statement:
    return debts(until, *rows, kind=StatementKind.MOVEMENTS, layout="1c-card", control=None, period=(since, until))


def balances(ledger: Ledger, day: date) -> dict[str, int]:
    return {item.number: item.balance for item in ledger.analysis.items(day)}


A = owed(CLIENT, "1", 100_00, shipped=W1 - 20 * DAY, due=W1 - 10 * DAY, manager="Иванов")
B = owed(CLIENT, "2", 50_00, shipped=W1 - 10 * DAY, due=W1 - 5 * DAY, manager="Иванов")
OTHER = owed("АО «Реал»", "9", 500_00, due=W1)


def test_payments_of_a_card_cover_what_stood_open_and_settle_nobody_else(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, B, OTHER))
    statement = card(
        W2,
        row(Movement.SHIPMENT, "3", 70_00, W1 + 2 * DAY),
        row(Movement.PAYMENT, "п1", -30_00, W1 + 3 * DAY, settles=f"Реализация 2 от {B.doc_date:%d.%m.%Y} 9:37:18"),
        row(Movement.PAYMENT, "п2", -130_00, W1 + 4 * DAY),
        since=W1 + DAY,
    )
    preview = ledger.imports.preview_statements([statement])
    assert (preview.question, preview.vanished, preview.replaces) == ("", (), None)
    assert preview.sum == 60_00, "of the documents it names: 0 + 0 + 60"
    report = ledger.imports.accept(preview, Answers())
    assert report.narrowed
    assert balances(ledger, W1) == {"1": 100_00, "2": 50_00, "9": 500_00}
    assert balances(ledger, W1 + 3 * DAY) == {"1": 100_00, "2": 20_00, "3": 70_00, "9": 500_00}
    assert balances(ledger, W1 + 4 * DAY) == {"3": 60_00, "9": 500_00}
    assert [item.manager for item in ledger.analysis.items(W1 + 3 * DAY) if item.number == "2"] == ["Иванов"]
    assert ledger.check().ok, ledger.check().problems


def test_the_rest_of_a_payment_is_an_advance_and_its_offset_is_no_money(ledger: Ledger) -> None:
    load(ledger, debts(W1, replace(A, balance=10_00), OTHER))
    statement = card(
        W2,
        row(Movement.PAYMENT, "п1", -60_00, W1 + DAY),
        row(Movement.ADVANCE, "п2", -5_00, W1 + DAY),
        row(Movement.SHIPMENT, "3", 70_00, W1 + 2 * DAY),
        row(Movement.OFFSET, "3", 52_00, W1 + 2 * DAY),
        since=W1 + DAY,
    )
    load(ledger, statement)
    assert balances(ledger, W1 + DAY) == {"п1": -50_00, "п2": -5_00, "9": 500_00}
    assert balances(ledger, W1 + 2 * DAY) == {"3": 18_00, "п2": -3_00, "9": 500_00}
    client = next(row.client_id for row in ledger.clients.list(W2).rows if row.name == CLIENT)
    paid = sum(point.paid for point in ledger.analysis.series(W2, client_id=client).points[1:])
    assert paid == 65_00, "an offset is not paid twice"
    assert ledger.check().ok


def test_an_offset_of_an_unknown_advance_still_settles_the_debt(ledger: Ledger) -> None:
    rows = row(Movement.SHIPMENT, "3", 70_00, W1), row(Movement.OFFSET, "3", 60_00, W1 + DAY)
    preview = ledger.imports.preview_statements([card(W2, *rows)])
    assert len(preview.problems) == 1, "an advance that the book has not seen"
    ledger.imports.accept(preview, Answers())
    assert balances(ledger, W2) == {"3": 10_00}
    assert ledger.check().ok


def test_returns_corrections_and_refunds_keep_their_kind(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, B, OTHER))
    statement = card(
        W2,
        row(Movement.CORRECTION, "в1", -30_00, W1 + DAY, kind="Возврат товаров от покупателя",
            settles=f"Реализация 2 от {B.doc_date:%d.%m.%Y}"),
        row(Movement.CORRECTION, "к1", 5_00, W1 + 2 * DAY, settles=f"Реализация 1 от {A.doc_date:%d.%m.%Y}"),
        row(Movement.ADVANCE, "п1", -40_00, W1 + 2 * DAY),
        row(Movement.REFUND, "с1", 40_00, W1 + 3 * DAY),
        since=W1 + DAY,
    )  # fmt: skip
    load(ledger, statement)
    assert balances(ledger, W2) == {"1": 105_00, "2": 20_00, "9": 500_00}
    bridge = ledger.analysis.bridge(W1, W2).totals
    assert (bridge.goods, bridge.paid, bridge.rewritten) == (30_00, 0, 5_00)
    assert ledger.check().ok


def test_a_book_that_begins_with_a_card_takes_what_it_names_as_owed_before(ledger: Ledger) -> None:
    statement = card(
        W2,
        row(Movement.PAYMENT, "п1", -30_00, W1 + DAY, settles=f"Реализация 77 от {W1 - 9 * DAY:%d.%m.%Y}"),
        row(Movement.SHIPMENT, "78", 20_00, W1 + 2 * DAY),
        row(Movement.PAYMENT, "п2", -50_00, W1 + 3 * DAY),
    )
    load(ledger, statement)
    assert balances(ledger, W1) == {"77": 30_00}
    assert balances(ledger, W1 + 2 * DAY) == {"78": 20_00}
    assert balances(ledger, W2) == {"п2": -30_00}
    assert ledger.check().ok


def test_contracts_are_not_mixed(ledger: Ledger) -> None:
    statement = card(
        W2,
        row(Movement.SHIPMENT, "1", 20_00, W1, contract="№ 5"),
        row(Movement.SHIPMENT, "2", 20_00, W1 + DAY, contract="№ 6"),
        row(Movement.PAYMENT, "п", -20_00, W1 + 2 * DAY, contract="№ 6"),
    )
    load(ledger, statement)
    assert balances(ledger, W2) == {"1": 20_00}


@pytest.mark.parametrize("order", [(1, 0), (1, 0, 2), (0, 2, 1), (2, 1, 0)])
def test_the_order_of_cards_and_reports_leaves_no_trace(tmp_path: Path, order: tuple[int, ...]) -> None:
    third = owed(CLIENT, "3", 70_00, shipped=W1 + 2 * DAY, due=W1 + 12 * DAY)
    told = [
        debts(W1, A, B, OTHER),
        card(
            W2,
            row(Movement.SHIPMENT, "3", 70_00, W1 + 2 * DAY),
            row(Movement.PAYMENT, "п1", -30_00, W1 + 3 * DAY, settles=f"Реализация 2 от {B.doc_date:%d.%m.%Y}"),
            row(Movement.PAYMENT, "п2", -100_00, W1 + 4 * DAY),
            since=W1 + DAY,
        ),
        debts(W2, replace(B, balance=20_00), third, OTHER),
    ]
    assert debts_of(tmp_path / "late.debt", [told[n] for n in order]) == debts_of(
        tmp_path / "straight.debt", [told[n] for n in sorted(order)]
    )


def debts_of(path: Path, statements: Sequence[Statement]) -> list[dict[str, int]]:
    """What is owed on each day of two weeks."""
    with Ledger.open(path, today=lambda: TODAY, owner="проверка") as ledger:
        for statement in statements:
            load(ledger, statement, vanished=Vanished.PAID)
        assert ledger.check().ok
        return [balances(ledger, W1 + n * DAY) for n in range(15)]


def test_a_late_report_and_a_withdrawal_leave_the_card_standing(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, B, OTHER))
    load(ledger, card(W2, row(Movement.PAYMENT, "п1", -100_00, W1 + 2 * DAY), since=W1 + DAY))
    digest = ledger.check().digest
    load(ledger, debts(W3, B, OTHER))
    load(ledger, debts(W1 - 7 * DAY, A, OTHER))
    assert ledger.check().ok
    assert ledger.analysis.aging(W2, GroupBy.CLIENT).totals.total == 550_00
    ledger.imports.withdraw()
    ledger.imports.withdraw()
    assert ledger.check().digest == digest


def test_rows_after_the_asked_day_are_declared(ledger: Ledger) -> None:
    statement = card(W3, row(Movement.SHIPMENT, "1", 20_00, W1), row(Movement.PAYMENT, "п", -20_00, W2 + DAY))
    preview = ledger.imports.preview_statements([statement], as_of=W2)
    assert (preview.sum, preview.facts, len(preview.skipped)) == (20_00, 1, 1)
    assert ledger.imports.preview_again(preview, Answers(as_of=W3)).sum == 0
