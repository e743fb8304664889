"""Letters: the ladder proposes each once, numbers have no gaps, what is signed restarts the clock."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.aging import Zone
from app.domain.debtor import Role
from app.domain.dossier import Contract
from app.domain.importing import Vanished
from app.domain.interest import Basis, PenaltyTerms, Stretch
from app.domain.ladder import Segment, Step, Way, default_segments
from app.domain.letters import LetterKind, Requisites
from app.domain.traits import Trait
from app.domain.work import NewContact
from app.errors import InputRefused
from app.i18n import _
from app.ledger import Ledger
from app.ledger.debtor import NewDispute, NewHandover
from app.ledger.letter_rows import rate_words
from app.ledger.letters import NewLetter
from app.ledger.signing import new_letter
from tests.ledger.stories import debts, load, owed, paid

TODAY = date(2026, 11, 23)


def late(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Magnum: 84 and 20 days; Real: due in two days; Prima: 50 days; School: 33 kopecks for 100 days."""
    with Ledger.open(tmp_path / "book.debt", today=lambda: TODAY, owner="Елена") as opened:
        lines = [
            owed("ООО «Магнум»", "1", 100_000_00, shipped=late(100), due=late(84), manager="Васильева"),
            owed("ООО «Магнум»", "2", 50_000_00, shipped=late(30), due=late(20), manager="Васильева"),
            owed("АО «Реал»", "3", 70_000_00, shipped=late(10), due=late(-2), manager="Гордеев"),
            owed("ООО «Прима»", "4", 40_000_00, shipped=late(80), due=late(50), manager="Гордеев"),
            owed("Школа № 14", "5", 33, shipped=late(130), due=late(100), manager="Гордеев"),
        ]
        load(opened, debts(TODAY, *lines))
        yield opened


def steps(ledger: Ledger, day: date = TODAY) -> dict[str, tuple[str, list[str]]]:
    return {one.client: (one.step.key, [key for _item, key in one.items]) for one in ledger.letters.propose(day).lines}


def client(ledger: Ledger, name: str) -> int:
    return next(row.client_id for row in ledger.clients.list(TODAY).rows if name in row.name)


def new(ledger: Ledger) -> list[NewLetter]:
    return [
        NewLetter(one.client_id, one.step.kind, one.step.key, tuple((item.invoice_id, key) for item, key in one.items))
        for one in ledger.letters.propose(TODAY).lines
    ]


def test_the_ladder_proposes_a_letter_to_a_client_and_a_level_to_a_document(ledger: Ledger) -> None:
    assert steps(ledger) == {
        "ООО «Магнум»": ("red", ["red", "suspend"]),
        "ООО «Прима»": ("yellow", ["yellow"]),
        "АО «Реал»": ("before", ["before"]),
    }


def test_what_was_written_is_not_proposed_again_until_the_next_step(ledger: Ledger) -> None:
    made = ledger.letters.make(new(ledger), TODAY)
    assert [(content.number, content.year) for content in made] == [(1, 2026), (2, 2026), (3, 2026)]
    assert steps(ledger) == {}
    later = TODAY + timedelta(days=11)
    assert steps(ledger, later) == {
        "ООО «Магнум»": ("grey", ["red", "grey"]),  # its second document reached the grey zone
        "ООО «Прима»": ("red", ["red"]),
        "АО «Реал»": ("fifth", ["fifth"]),
    }
    words = ledger.undo()
    assert words is not None
    assert words.endswith(_("its files stay in their folder"))  # nobody told where they lie
    assert ledger.letters.register() == ()
    assert len(steps(ledger)) == 3


def test_numbers_have_no_gaps_and_a_void_letter_keeps_its_own(ledger: Ledger) -> None:
    ledger.letters.make(new(ledger), TODAY)
    first = ledger.letters.register(2026)[-1]
    ledger.letters.void(first.letter_id)
    assert len(steps(ledger)) == 1  # its documents may be written of again
    ledger.letters.make(new(ledger), TODAY)
    register = ledger.letters.register(2026)
    assert [one.number for one in register] == [4, 3, 2, 1]
    assert register[-1].void
    with pytest.raises(InputRefused):
        ledger.letters.sent(first.letter_id, TODAY, "почта")
    good = register[0]
    for wrong in ((TODAY - timedelta(days=1), "почта"), (TODAY, " ")):
        with pytest.raises(InputRefused):
            ledger.letters.sent(good.letter_id, *wrong)
    ledger.letters.sent(good.letter_id, TODAY, "почта с описью")
    with pytest.raises(InputRefused):
        ledger.letters.void(good.letter_id)
    with pytest.raises(InputRefused):
        ledger.letters.void(404)
    with pytest.raises(InputRefused):
        ledger.letters.make([], TODAY)


def test_promises_pauses_disputes_and_hand_overs_hold_letters_back(ledger: Ledger) -> None:
    promised = NewContact(
        client(ledger, "Прима"), TODAY, result="обещал", promise_due=late(-3), promise_amount=1_000_00
    )
    ledger.work.record(promised)
    ledger.handovers.give(NewHandover(client(ledger, "Магнум"), Role.LEGAL, "Юрист", "84 дня"))
    batch = ledger.letters.propose(TODAY)
    assert {one.client: one.amount for one in batch.held} == {"ООО «Магнум»": 150_000_00, "ООО «Прима»": 40_000_00}
    invoice = next(i.invoice_id for i in ledger.analysis.items(TODAY) if i.number == "3")
    ledger.disputes.open(NewDispute(client(ledger, "Реал"), 70_000_00, "брак", invoice_id=invoice))
    assert ledger.letters.propose(TODAY).lines == ()


def test_content_of_a_claim_adds_up(ledger: Ledger) -> None:
    ledger.letters.set_own(
        [Requisites("ООО «Мы»", "7701234567", head="Иванова Е. В.", head_role="директор", powers="Устава")]
    )
    found = ledger.letters.content(NewLetter(client(ledger, "Магнум"), LetterKind.CLAIM), TODAY, TODAY)
    assert (found.debt, found.overdue, len(found.rows)) == (150_000_00, 150_000_00, 2)
    assert found.penalty == sum(row.penalty for row in found.rows) == sum(line[-1] for line in found.calculation) > 0
    assert found.until == date(2026, 12, 23)
    assert (found.ours.name, found.signatory, found.basis) == ("ООО «Мы»", "Иванова Е. В.", "Устава")
    with pytest.raises(InputRefused):
        ledger.letters.content(NewLetter(client(ledger, "Реал"), LetterKind.OVERDUE), TODAY, TODAY)


def test_an_act_balances_and_signed_with_powers_restarts_the_clock(ledger: Ledger) -> None:
    magnum = client(ledger, "Магнум")
    content = ledger.letters.content(NewLetter(magnum, LetterKind.RECONCILIATION, since=late(365)), TODAY, TODAY)
    act = content.reconciliation
    assert act is not None
    assert act.opening + act.debit - act.credit == act.closing == 150_000_00
    ledger.letters.make([NewLetter(magnum, LetterKind.RECONCILIATION)], TODAY)
    (letter,) = ledger.letters.register(client_id=magnum)
    with pytest.raises(InputRefused):
        ledger.letters.returned(letter.letter_id, TODAY, " ", "устав")
    ledger.letters.returned(letter.letter_id, TODAY, "Лесной", "доверенность № 5")
    assert all(line.clock.since == TODAY for line in ledger.doubtful.clocks(TODAY, magnum))
    ledger.undo()
    assert ledger.doubtful.acknowledgments(magnum) == ()


def test_segments_by_type_and_category(ledger: Ledger) -> None:
    soft = (Step("only", 30, LetterKind.OVERDUE, Way.EMAIL, "manager"),)
    ledger.letters.set_segments([Segment("госорганы", soft, kinds=("state",)), *default_segments()], TODAY)
    ledger.traits.set(client(ledger, "Магнум"), {Trait.KIND: "state"})
    assert steps(ledger)["ООО «Магнум»"] == ("only", ["only"])
    assert ledger.letters.segments(TODAY)[1:] == default_segments()
    assert len(ledger.letters.segments(late(1))) == 1
    for wrong in ([], [Segment("", ())], [Segment("госорганы", soft, kinds=("state",))],
                  [replace(default_segments()[0], steps=(*soft, *soft))]):  # fmt: skip
        with pytest.raises(InputRefused):
            ledger.letters.set_segments(wrong)


def test_requisites_of_a_client_are_kept_beside_bookkeepings_name(ledger: Ledger) -> None:
    magnum = client(ledger, "Магнум")
    ledger.letters.set_requisites(magnum, Requisites("Чужое имя", address="Москва", head="Лесной П. И."))
    found = ledger.letters.requisites(magnum)
    assert (found.name, found.address, found.head) == ("ООО «Магнум»", "Москва", "Лесной П. И.")
    ledger.letters.set_requisites(magnum, replace(found, address=""))
    assert ledger.letters.requisites(magnum).address == ""
    ledger.undo()
    assert ledger.letters.requisites(magnum).address == "Москва"


def test_the_newest_report_is_worked_with_today(ledger: Ledger) -> None:
    """What was promised, decided, argued or paid after the report counts in the letters made after it."""
    later = TODAY + timedelta(days=4)
    ledger.today = lambda: later
    magnum, prima = client(ledger, "Магнум"), client(ledger, "Прима")
    assert {one.client for one in ledger.letters.propose(TODAY).lines} == {"ООО «Магнум»", "ООО «Прима»"}, (
        "a document that fell due after the report is not spoken of"
    )
    ledger.work.record(
        NewContact(prima, later, result="обещал", promise_due=later + timedelta(days=1), promise_amount=1_000_00)
    )
    ledger.pauses.put(magnum, later, "сверка")
    assert [one.client for one in ledger.letters.propose(TODAY).held] == ["ООО «Магнум»", "ООО «Прима»"]
    ledger.undo()
    load(ledger, paid(later, ("ООО «Магнум»", "77", later, 100_000_00)))
    (line,) = ledger.letters.propose(TODAY).lines
    assert (line.amount, [item.number for item, _level in line.items]) == (50_000_00, ["2"])
    found = ledger.letters.content(NewLetter(magnum, LetterKind.CLAIM), TODAY, later)
    assert (found.debt, found.paid_since, [row.number for row in found.rows]) == (50_000_00, True, ["2"])
    assert not ledger.letters.content(NewLetter(magnum, LetterKind.CLAIM), TODAY, TODAY).paid_since


def test_a_promise_whose_day_has_passed_holds_letters_until_a_report_tells(ledger: Ledger) -> None:
    prima = client(ledger, "Прима")
    ledger.work.record(NewContact(prima, TODAY, result="обещал", promise_due=late(-2), promise_amount=1_000_00))
    later = ledger.letters.propose(TODAY + timedelta(days=4))
    assert [one.client for one in later.held] == ["ООО «Прима»"]


def test_a_claim_tells_its_term_even_when_its_end_moves(ledger: Ledger) -> None:
    magnum = client(ledger, "Магнум")
    found = ledger.letters.content(NewLetter(magnum, LetterKind.CLAIM), TODAY, date(2026, 12, 1))
    assert (found.until, found.term) == (date(2027, 1, 11), 30)  # 31.12.2026 is a day off
    contract = Contract(0, magnum, "15", claim_days=15)
    ledger.dossier.set_contract(contract)
    found = ledger.letters.content(NewLetter(magnum, LetterKind.CLAIM), TODAY, TODAY)
    assert (found.until, found.term) == (date(2026, 12, 8), 15)


def test_rates_are_words_of_people(ledger: Ledger) -> None:
    day = date(2025, 7, 1)

    def words(basis: Basis, rate: str, year: int) -> str:
        return rate_words(Stretch(day, day, 1, Decimal(rate), year, 1), PenaltyTerms(basis))

    assert words(Basis.ARTICLE_395, "20.00", 365) == "20 % годовых, 365 дней"
    assert words(Basis.ARTICLE_395, "14.25", 366) == "14,25 % годовых, 366 дней"
    assert words(Basis.CONTRACT, "0.10", 1) == "0,1 % в день"
    assert words(Basis.KEY_RATE_SHARE, str(Decimal("14.5") / 300), 1) == "1/300 от 14,5 % в день"


def test_the_ground_is_that_of_the_documents_named(ledger: Ledger) -> None:
    """One document has a contract with a penalty, the letter is of the other: art. 395, whatever comes first."""
    lines = [
        owed("ООО «Кедр»", "7", 10_000_00, shipped=late(90), due=late(80), contract="Договор № 15-К"),
        owed("ООО «Кедр»", "8", 10_000_00, shipped=late(80), due=late(70), contract="разовая сделка"),
    ]
    load(ledger, debts(TODAY, *lines, name="второй.xlsx"), vanished=Vanished.PAID)
    kedr = client(ledger, "Кедр")
    ledger.dossier.set_contract(
        Contract(0, kedr, "15-К", ends_on=late(85), penalty=PenaltyTerms(Basis.CONTRACT, Decimal("0.1")))
    )
    numbers = {item.number: item.invoice_id for item in ledger.analysis.items(TODAY, kedr)}

    def basis(*names: str) -> str:
        items = tuple((numbers[name], "") for name in names)
        return ledger.letters.content(NewLetter(kedr, LetterKind.CLAIM, items=items), TODAY, TODAY).penalty_basis

    assert (basis("7"), basis("8"), basis("7", "8")) == ("contract", "395", "contract")


def test_a_paper_that_gives_a_client_away_is_signed_by_the_director() -> None:
    red = default_segments()[0].steps[-1]
    assert (red.zone, red.who, red.signs) == (Zone.RED, "security", "director")
    assert [step.signs for step in default_segments()[0].steps[:6]] == [s.who for s in default_segments()[0].steps[:6]]


@pytest.fixture
def two_of_ours(ledger: Ledger) -> Ledger:
    """Kedr owes to two companies of ours, to the second one by two contracts, under two wordings of its name."""
    first, second, again = "ООО «Образец»", "АО «Вторая»", "ВТОРАЯ, АО"
    lines = [
        owed("ООО «Кедр»", "7", 10_000_00, shipped=late(90), due=late(80), contract="№ 1", organisation=first),
        owed("ООО «Кедр»", "8", 20_000_00, shipped=late(70), due=late(50), contract="№ 2", organisation=second),
        owed("ООО «Кедр»", "9", 5_000_00, shipped=late(70), due=late(46), contract="№ 3", organisation=again),
    ]
    load(ledger, debts(TODAY, *lines, name="второй.xlsx"))
    ledger.letters.set_own([Requisites(first, "7701234567"), Requisites(second, "7707654321")])
    return ledger


def test_each_company_of_ours_writes_of_what_it_is_owed_itself(two_of_ours: Ledger) -> None:
    kedr = client(two_of_ours, "Кедр")
    lines = [line for line in two_of_ours.letters.propose(TODAY).lines if line.client_id == kedr]
    assert [(line.step.key, [item.number for item, _level in line.items]) for line in lines] == [
        ("red", ["7"]), ("yellow", ["8", "9"]),
    ]  # fmt: skip
    papers = [two_of_ours.letters.content(new_letter(line, {}), TODAY, TODAY) for line in lines]
    assert [(one.ours.name, one.debt, one.contract) for one in papers] == [
        ("ООО «Образец»", 10_000_00, "№ 1"), ("АО «Вторая»", 25_000_00, "№ 2; № 3"),
    ]  # fmt: skip
    named = two_of_ours.letters.organisations(kedr, TODAY)
    assert [name for _key, name in named] == ["АО «Вторая»", "ООО «Образец»"], "the largest debt first"
    whole = two_of_ours.letters.content(NewLetter(kedr, LetterKind.STOP_MEMO), TODAY, TODAY)
    assert whole.debt == 35_000_00


def test_an_act_is_of_one_company_and_names_one_contract_only_when_there_is_one(two_of_ours: Ledger) -> None:
    kedr = client(two_of_ours, "Кедр")
    found = []
    for key, _name in two_of_ours.letters.organisations(kedr, TODAY):
        new = NewLetter(kedr, LetterKind.RECONCILIATION, since=late(365), organisation=key)
        paper = two_of_ours.letters.content(new, TODAY, TODAY)
        act = paper.reconciliation
        assert act is not None
        found.append((paper.ours.name, act.closing, paper.contract, len(act.rows)))
    assert found == [("АО «Вторая»", 25_000_00, "", 2), ("ООО «Образец»", 10_000_00, "№ 1", 1)]
