"""Several companies of ours: each part may be looked at alone, and the parts add up to the whole."""

from dataclasses import replace
from datetime import timedelta

from app.domain.aging import GroupBy
from app.ledger import Ledger
from tests.ledger.stories import W1, debts, load, owed

A = owed("ООО «Вектор»", "1", 100_00, due=W1 - timedelta(30), manager="Иванов", organisation="ООО «Образец»")
B = owed("ООО «Вектор»", "2", 40_00, due=W1 + timedelta(3), manager="Иванов", organisation="ОБРАЗЕЦ, ООО")
C = owed("АО «Реал»", "3", 7_00, due=W1 - timedelta(3), manager="Петров", organisation="АО «Вторая ' наша»")
D = owed("АО «Реал»", "4", -2_00, manager="Петров")


def test_parts_add_up_to_the_whole(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, B, C, D))
    own = ledger.analysis.organisations()
    assert len(own) == 3, "two wordings of one company are one; documents of none are a part too"
    assert "" in own
    for by in GroupBy:
        whole = ledger.analysis.aging(W1, by).totals
        parts = [ledger.analysis.aging(W1, by, one).totals for one in own]
        assert sum(part.balance for part in parts) == whole.balance == 145_00
        assert tuple(map(sum, zip(*(part.buckets for part in parts), strict=True))) == whole.buckets
        assert sum(part.count for part in parts) == whole.count
    assert sum(row.total for one in own for row in ledger.clients.list(W1, one).rows) == 147_00
    mine = next(one for one in own if "образец" in one.casefold())
    assert ledger.analysis.aging(W1, GroupBy.CLIENT, mine).totals.total == 140_00
    assert ledger.analysis.aging(W1, GroupBy.MANAGER, mine).clients == 1


def test_one_company_is_no_choice(ledger: Ledger) -> None:
    load(ledger, debts(W1, A, replace(B, number="9")))
    assert len(ledger.analysis.organisations()) == 1
