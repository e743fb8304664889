"""The client's file: people, contracts that rule the penalty, the check of a new client, events, categories."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.calendar import WorkCalendar
from app.domain.dossier import (
    Answer,
    Category,
    CategoryTerms,
    Contract,
    Decision,
    EventKind,
    Manner,
    Part,
    Person,
    Preferences,
    TermKind,
    TermRule,
    checklist,
    dangerous,
)
from app.domain.importing import Vanished
from app.domain.interest import Basis, PenaltyTerms
from app.domain.marks import MarkKind
from app.domain.statement import StatedLine
from app.domain.terms_advice import Caveat
from app.domain.traits import Trait
from app.domain.work import Channel
from app.errors import InputRefused
from app.ledger import Ledger
from app.ledger.debtor import NewDispute
from tests.ledger.stories import debts, load, owed

TODAY = date(2026, 7, 6)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "book.debt", today=lambda: TODAY, owner="Елена") as opened:
        line = owed(
            "ООО «Магнум»", "7", 100_000_00, shipped=date(2026, 6, 1), due=date(2026, 6, 27), contract="Договор № 15-К"
        )
        load(opened, debts(TODAY, line))
        yield opened


@pytest.fixture
def client(ledger: Ledger) -> int:
    return ledger.clients.list(TODAY).rows[0].client_id


@pytest.mark.parametrize(
    ("rule", "day", "due"),
    [
        (TermRule(days=15), date(2008, 5, 16), date(2008, 6, 2)),
        (TermRule(days=15, moves=False), date(2008, 5, 16), date(2008, 5, 31)),
        (TermRule(TermKind.WORKING, 10), date(2026, 11, 20), date(2026, 12, 4)),
        (TermRule(TermKind.DAY_OF_MONTH, 31, moves=False), date(2026, 1, 15), date(2026, 2, 28)),
        (TermRule(TermKind.DAY_OF_MONTH, 10, moves=False), date(2026, 12, 15), date(2027, 1, 10)),
        (TermRule(TermKind.PREPAID), date(2026, 11, 20), date(2026, 11, 20)),
    ],
)
def test_terms_of_payment(rule: TermRule, day: date, due: date) -> None:
    assert rule.due(day, WorkCalendar()) == due


def test_people_come_go_and_return_by_undo(ledger: Ledger, client: int) -> None:
    with pytest.raises(InputRefused):
        ledger.dossier.set_person(Person(0, client, " "))
    number = ledger.dossier.set_person(Person(0, client, "Лесной П. И.", "директор", Part.DECIDES, "+7 900", "l@x.ru"))
    ledger.dossier.set_person(Person(0, client, "Анна"))
    first, _second = ledger.dossier.people(client)
    assert (first.person_id, first.part) == (number, Part.DECIDES)
    ledger.dossier.set_person(replace(first, gone_on=TODAY))
    assert ledger.dossier.people(client)[-1].person_id == number
    ledger.dossier.remove(first)
    assert len(ledger.dossier.people(client)) == 1
    ledger.undo()
    assert len(ledger.dossier.people(client)) == 2


def test_the_contract_named_by_the_document_rules_its_penalty(ledger: Ledger, client: int) -> None:
    by_law = ledger.law.penalty(client, TODAY)
    assert by_law.documents[0].charge.basis is Basis.ARTICLE_395
    terms = PenaltyTerms(Basis.CONTRACT, Decimal("0.1"), cap=Decimal(10))
    contract = Contract(0, client, "15-К", date(2026, 1, 10), terms=TermRule(days=26, moves=False), penalty=terms)
    ledger.dossier.set_contract(contract)
    ledger.dossier.set_contract(Contract(0, client, "99", penalty=PenaltyTerms(Basis.NONE)))
    by_contract = ledger.law.penalty(client, TODAY).documents[0]
    assert (by_contract.charge.basis, by_contract.due) == (Basis.CONTRACT, date(2026, 6, 27))
    assert by_contract.charge.total == 9 * 100_00
    assert {one.number: one.penalty for one in ledger.dossier.contracts(client)}["15-К"] == terms
    for wrong in (
        replace(contract, number=""),
        replace(contract, ends_on=date(2025, 1, 1)),
        replace(contract, terms=TermRule(days=400)),
    ):
        with pytest.raises(InputRefused):
            ledger.dossier.set_contract(wrong)


def test_an_ended_contract_says_nothing_of_later_documents(ledger: Ledger, client: int) -> None:
    nothing = Contract(0, client, "1", date(2025, 1, 1), penalty=PenaltyTerms(Basis.NONE), ends_on=date(2025, 12, 31))
    ledger.dossier.set_contract(nothing)
    assert ledger.law.penalty(client, TODAY).documents[0].charge.basis is Basis.ARTICLE_395
    ledger.dossier.set_contract(Contract(0, client, "2", penalty=PenaltyTerms(Basis.CONTRACT, Decimal("0.1"))))
    assert ledger.law.penalty(client, TODAY).documents[0].charge.basis is Basis.CONTRACT


def test_a_new_client_is_checked_in_two_weeks(ledger: Ledger, client: int) -> None:
    ledger.dossier.start_check(client, "Васильева")
    with pytest.raises(InputRefused):
        ledger.dossier.start_check(client, "Васильева")
    (check,) = ledger.dossier.intakes(client)
    assert (check.until, check.overdue(check.until), check.overdue(check.until + timedelta(days=1))) == (
        date(2026, 7, 20), False, True)  # fmt: skip
    traces = ("site", "media", "directories", "brochures")
    ledger.dossier.answer(check, dict.fromkeys(traces, Answer.UNKNOWN) | {"founded": Answer.BAD})
    (check,) = ledger.dossier.intakes(client)
    assert (check.bad, check.nothing_known) == (("founded",), True)
    with pytest.raises(InputRefused):
        ledger.dossier.answer(check, {"нет такого": Answer.GOOD})
    with pytest.raises(InputRefused):
        ledger.dossier.decide(check, Decision.REFUSED)
    ledger.dossier.decide(check, Decision.REFUSED, "основан в этом году, следов нет")
    assert ledger.dossier.intakes()[0].decision is Decision.REFUSED
    with pytest.raises(InputRefused):
        ledger.dossier.answer(ledger.dossier.intakes()[0], {"founded": Answer.GOOD})
    assert len([q for q in checklist() if q.security]) == 6


def test_events_categories_and_dangerous_types(ledger: Ledger, client: int) -> None:
    with pytest.raises(InputRefused):
        ledger.dossier.add_event(client, EventKind.OWNERS, "")
    ledger.dossier.add_event(client, EventKind.REQUISITES, "новый счёт", TODAY)
    assert ledger.dossier.events(client)[0].kind is EventKind.REQUISITES
    assert ledger.dossier.category_terms(TODAY)[Category.A].deferral == 60
    ledger.dossier.set_category_terms({Category.C: CategoryTerms(7, 100_000_00)}, TODAY)
    assert ledger.dossier.category_terms(TODAY)[Category.C] == CategoryTerms(7, 100_000_00)
    assert ledger.dossier.category_terms(date(2026, 1, 1))[Category.C].deferral == 14
    with pytest.raises(InputRefused):
        ledger.dossier.set_category_terms({Category.C: CategoryTerms(-1)})
    assert "120 дней" in dangerous("chain")
    assert dangerous("retail") == ""


def test_preferences_are_kept_beside_traits_and_undone(ledger: Ledger, client: int) -> None:
    assert ledger.dossier.preferences(client) == Preferences()
    wanted = Preferences("утром", Manner.FRIENDLY, Channel.EMAIL)
    ledger.dossier.set_preferences(client, wanted)
    assert ledger.dossier.preferences(client) == wanted
    assert ledger.traits.of(client).own == {}, "the catalogue of traits does not show them"
    ledger.dossier.set_preferences(client, replace(wanted, hours="", manner=None))
    assert ledger.dossier.preferences(client) == Preferences(channel=Channel.EMAIL)
    ledger.undo()
    assert ledger.dossier.preferences(client) == wanted


def test_the_suggestion_counts_what_was_paid_and_what_should_have_been(tmp_path: Path) -> None:
    first, second, third = date(2026, 6, 1), date(2026, 6, 8), date(2026, 6, 15)

    def line(number: str, due: date) -> StatedLine:
        return owed("ООО «Магнум»", number, 100_00, shipped=date(2026, 5, 4), due=due)

    with Ledger.open(tmp_path / "paid.debt", today=lambda: third) as ledger:
        early, doubtful, late = line("1", second), line("2", date(2026, 6, 3)), line("3", date(2026, 5, 20))
        load(ledger, debts(first, early, doubtful, late))
        other = owed("ООО «Вектор»", "9", 100_00, shipped=first, due=third)
        load(ledger, debts(second, other, late, name="2.xlsx"), vanished=Vanished.PAID)
        load(ledger, debts(third, other, line("4", date(2026, 6, 10)), name="3.xlsx"), vanished=Vanished.PAID)
        client = next(row.client_id for row in ledger.clients.list(third).rows if row.name == "ООО «Магнум»")
        found = {(one.due, one.late, one.doubtful) for one in ledger.dossier.payments(client, third)}
        assert found == {
            (second, False, False),
            (date(2026, 6, 3), False, True),
            (date(2026, 5, 20), True, False),
            (date(2026, 6, 10), True, False),
        }
        advice = ledger.dossier.advice(client, third)
        assert (advice.prepaid, advice.late) == (None, 2)
        assert Caveat.FEW_LATE in advice.caveats and Caveat.DOUBTFUL in advice.caveats
        assert ledger.dossier.advice(client, first).late == 1, "as it was known on that day"


def test_marks_of_a_client_come_from_everything_known(ledger: Ledger, client: int) -> None:
    assert ledger.dossier.marks(client, TODAY) == ()
    ledger.traits.set(client, {Trait.RISK: "D", Trait.KIND: "state"})
    ledger.dossier.set_contract(Contract(0, client, "15", terms=TermRule(days=14)))
    ledger.disputes.open(NewDispute(client, 10_000_00, "пересорт"))
    kinds = [one.kind for one in ledger.dossier.marks(client, TODAY)]
    assert kinds == [MarkKind.DISPUTE, MarkKind.OVER, MarkKind.DANGEROUS]
