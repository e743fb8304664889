"""Whatever one document does between two reports, the list of what was rewritten and the bridge tell the same."""

from datetime import date, timedelta
from itertools import product

import pytest

from app.domain.bridge import Passage, step
from app.domain.debt import DueOrigin, Terms
from app.domain.importing import ChangeKind
from app.domain.reconcile import EntryKind, Scope, Standing, Stated, change_of, entries_for

WAS, NOW = date(2026, 9, 7), date(2026, 9, 14)
DUES = (WAS - timedelta(20), WAS + timedelta(2), NOW + timedelta(9), None)
BALANCES = (-30, 0, 40, 100, 130)
AMOUNTS = (None, 50, 100, 120)


def stated(balance: int, amount: int | None, due: date | None) -> Stated:
    shipped, unknown = WAS - timedelta(40), Terms()
    return Stated(
        1, "5|x", "5", "", "", shipped, due, DueOrigin.FILE, balance, amount, None, unknown, "", "ООО «Заря»", "", "",
        None, "", "", (1,),
    )  # fmt: skip


@pytest.mark.parametrize("due_before", DUES)
@pytest.mark.parametrize("balance_before", [None, *BALANCES])
def test_one_document_is_told_alike(balance_before: int | None, due_before: date | None) -> None:
    for amount_before, balance, amount, due in product(AMOUNTS[1:], BALANCES, AMOUNTS, DUES):
        line = stated(balance, amount, due)
        before = None
        if balance_before is not None:
            before = Standing(balance_before, amount_before, due_before, "", "")
        change = change_of(NOW, WAS, before, line)
        entries = entries_for(NOW, WAS, {1: before} if before else {}, {1: line}, Scope())
        moves = tuple((entry.kind.value, entry.amount) for entry in entries)
        if before is None and balance >= 0:  # what it was paid before the reports knew of it
            moves = ((EntryKind.OPENING.value, balance),)
        returned = change.kind is ChangeKind.RESURRECTED
        found = step(
            Passage(1, "", "", balance_before or 0, balance, due_before if before else due, due, moves, returned),
            WAS, NOW,
        )  # fmt: skip
        effect = change.overdue_effect if change.rewrites else 0
        assert found.adds_up
        assert (found.returned, found.rewritten) == ((effect, 0) if returned else (0, effect)), (before, line, found)
