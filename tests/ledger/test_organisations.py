"""Several companies of ours: each part may be looked at alone, and the parts add up to the whole."""

import tempfile
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.aging import GroupBy
from app.domain.importing import Answers, Vanished
from app.domain.statement import Movement, StatedLine, Statement, StatementKind
from app.ledger import Ledger
from tests.ledger.stories import W1, W2, W3, debts, load, owed
from tests.ledger.test_order import opened, weeks
from tests.scale import times

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


def totals_of(ledger: Ledger, day: date = W1) -> dict[str, int]:
    """Balance of each company of ours, and proof that the book is whole."""
    found = ledger.check()
    assert found.ok, found.problems
    own = {
        one: ledger.analysis.aging(day, GroupBy.CLIENT, one).totals.balance for one in ledger.analysis.organisations()
    }
    assert sum(own.values()) == ledger.analysis.totals(day).balance
    return own


FIRST = owed("ООО «Вектор»", "1", 100_00, shipped=W1 - timedelta(30), organisation="ООО «Образец»")
SECOND = replace(FIRST, balance=40_00, organisation="АО «Вторая»")


def test_each_company_numbers_its_documents_for_itself(ledger: Ledger) -> None:
    preview = ledger.imports.preview_statements([debts(W1, FIRST, name="a.xlsx"), debts(W1, SECOND, name="b.xlsx")])
    assert (preview.problems, preview.invoices) == ((), 2)
    ledger.imports.accept(preview, Answers())
    assert totals_of(ledger) == {"ООО «Образец»": 100_00, "АО «Вторая»": 40_00}
    load(ledger, debts(W2, replace(FIRST, balance=60_00), SECOND))
    assert totals_of(ledger, W2) == {"ООО «Образец»": 60_00, "АО «Вторая»": 40_00}


def test_balances_of_one_client_with_two_companies_stay_two(ledger: Ledger) -> None:
    bare = [replace(one, number="", doc_date=None) for one in (FIRST, SECOND)]
    load(ledger, debts(W1, *bare))
    assert totals_of(ledger) == {"ООО «Образец»": 100_00, "АО «Вторая»": 40_00}


def test_the_second_company_loaded_later_leaves_the_first_alone(ledger: Ledger) -> None:
    load(ledger, debts(W1, FIRST))
    load(ledger, debts(W1, SECOND), vanished=Vanished.PAID)
    assert totals_of(ledger) == {"ООО «Образец»": 100_00, "АО «Вторая»": 40_00}


@pytest.mark.parametrize("weeks", [("", "ООО «Образец»"), ("ООО «Образец»", ""), ("ООО «Образец»", "Образец")])
def test_a_document_stays_itself_when_its_company_is_stated_otherwise(ledger: Ledger, weeks: tuple[str, str]) -> None:
    """Another layout leaves the company out, or names it by another name."""
    first, second = weeks
    load(ledger, debts(W1, replace(FIRST, organisation=first)))
    preview = ledger.imports.preview_statements([debts(W2, replace(FIRST, balance=70_00, organisation=second))])
    assert [(change.before, change.after) for change in preview.changes] == [(100_00, 70_00)]
    ledger.imports.accept(preview, Answers(vanished=Vanished.PAID))
    assert ledger.analysis.totals(W2).balance == 70_00
    again = ledger.imports.preview_statements([debts(W3, replace(FIRST, balance=50_00, organisation=second))])
    assert [(change.before, change.after) for change in again.changes] == [(70_00, 50_00)]
    assert ledger.check().ok


def test_a_company_under_a_new_name_keeps_its_documents(ledger: Ledger) -> None:
    """So many documents of the same client, number and date are no coincidence."""
    many = [replace(FIRST, number=str(n)) for n in range(10)]
    load(ledger, debts(W1, *many))
    load(ledger, debts(W2, *(replace(one, organisation="ТД «Образец-Юг»") for one in many)), vanished=Vanished.PAID)
    assert totals_of(ledger, W2) == {"ТД «Образец-Юг»": 1000_00}


def test_a_card_of_one_company_pays_no_debt_of_another(ledger: Ledger) -> None:
    load(ledger, debts(W1, FIRST, replace(SECOND, number="2")))
    day = W1 + timedelta(2)
    row = StatedLine(
        row=5, client="ООО «Вектор»", amount=-90_00, number="7", kind="Поступление", doc_date=day,
        movement=Movement.PAYMENT, organisation="АО «Вторая»",
    )  # fmt: skip
    card = debts(W2, row, control=None, period=(W1 + timedelta(1), W2), kind=StatementKind.MOVEMENTS)
    load(ledger, card)
    assert totals_of(ledger, W2) == {"ООО «Образец»": 100_00, "АО «Вторая»": -50_00}


@pytest.mark.torture
@settings(max_examples=times(25))
@given(weeks(), st.data())
def test_companies_of_ours_in_any_order(reports: list[Statement], data: st.DataObject) -> None:
    own = st.sampled_from(["ООО «Образец»", "АО «Вторая»"])
    owned = [replace(r, lines=tuple(replace(s, organisation=data.draw(own)) for s in r.lines)) for r in reports]
    with tempfile.TemporaryDirectory() as folder:
        digests = []
        for name, order in (("straight", owned), ("detour", data.draw(st.permutations(owned)))):
            with opened(folder, f"{name}.debt") as ledger:
                for report in order:
                    load(ledger, report, vanished=Vanished.PAID)
                found = ledger.check()
                assert found.ok, found.problems
                digests.append(found.digest)
                for report in owned:
                    assert report.as_of is not None
                    totals_of(ledger, report.as_of)
    assert len(set(digests)) == 1
