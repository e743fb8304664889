"""The client's file in words and tables."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from app.domain.debtor import Dispute, Pause, Schedule
from app.domain.dossier import Category, CategoryTerms, Contract, TermFrom, TermKind, TermRule
from app.domain.interest import Basis, Charge, PenaltyTerms, Stretch
from app.domain.legal import Gap, LegalCase, LegalEvent, Missing, Stage
from app.domain.marks import Excess, Mark, MarkKind
from app.domain.terms_advice import Advice, Caveat, Ground
from app.formats import NBSP
from app.reports.dossier_tables import between_table, category_line, is_open, size_words
from app.reports.dossier_words import (
    advice_words,
    caveat_words,
    mark_tip,
    mark_tone,
    mark_words,
    missing_words,
    penalty_words,
    signed_words,
    terms_words,
)
from app.reports.legal_tables import case_words, cases_table
from app.reports.penalty_tables import penalty_table
from app.reports.table import Tone, text_of

TODAY = date(2026, 11, 23)


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("terms", "has"),
    [
        (TermRule(days=14), ["14"]),
        (TermRule(TermKind.WORKING, 5, TermFrom.RECEIPT, 30), ["5", "30"]),
        (TermRule(TermKind.DAY_OF_MONTH, 10), ["10"]),
    ],
)
def test_terms_tell_their_figures(terms: TermRule, has: list[str]) -> None:
    words = plain(terms_words(terms))
    assert all(figure in words for figure in has) and words


def test_terms_without_days_and_prepayment_are_words() -> None:
    assert terms_words(TermRule()) != terms_words(TermRule(TermKind.PREPAID))
    assert terms_words(TermRule(days=14, prepaid=100)) == terms_words(TermRule(TermKind.PREPAID))


def test_the_price_of_delay() -> None:
    assert penalty_words(None) == penalty_words(PenaltyTerms())
    words = plain(penalty_words(PenaltyTerms(Basis.CONTRACT, Decimal("0.10"), cap=Decimal(10), grace=3)))
    assert "0,1 %" in words and "10 %" in words and "3 " in words
    assert "1/300" in penalty_words(PenaltyTerms(Basis.KEY_RATE_SHARE))
    assert penalty_words(PenaltyTerms(Basis.NONE)) != penalty_words(None)


def test_a_signatory_without_powers_is_told() -> None:
    assert signed_words(Contract(0, 1, "1", signatory="Лесной", powers="Устав")) == "Лесной, Устав"
    assert len(signed_words(Contract(0, 1, "1", signatory="Лесной"))) > len("Лесной")
    assert signed_words(Contract(0, 1, "1")) == ""


@pytest.mark.parametrize("kind", list(MarkKind))
def test_every_mark_has_its_chip(kind: MarkKind) -> None:
    words = "state" if kind is MarkKind.DANGEROUS else "D"
    mark = Mark(kind, words, 10_000_00, TODAY, late=True, excess=(Excess.DEFERRAL, Excess.LIMIT))
    assert 0 < len(mark_words(mark)) <= 40 and mark_tip(mark)
    assert mark_tone(mark) in (Tone.RED, Tone.YELLOW, Tone.NONE)


@pytest.mark.parametrize("gap", list(Gap))
def test_every_gap_says_what_to_do(gap: Gap) -> None:
    what, how = missing_words(Missing(gap, TODAY))
    assert what and how.endswith(".")


@pytest.mark.parametrize("ground", list(Ground))
def test_every_suggestion_is_a_sentence(ground: Ground) -> None:
    stay = ground is Ground.STAY
    for late, good in ((0, 0), (2, 0), (0, 2)):
        words = advice_words(Advice(None if stay else 30, ground, good, late))
        assert words.endswith(".") and ("30" in words) != stay
    assert len({caveat_words(one) for one in Caveat}) == len(Caveat)


def test_open_states_come_first_and_the_late_ones_are_red() -> None:
    old = Dispute(1, 1, "", None, "", date(2026, 9, 1), 5_00, "цена", "", date(2026, 9, 9), date(2026, 9, 5), "уладили")
    late = Dispute(2, 1, "", 7, "УПД 7", date(2026, 10, 1), 6_00, "бой", "Иванова", date(2026, 11, 1))
    pause = Pause(1, 1, "", date(2026, 11, 20), TODAY, "отпуск")
    past = Pause(2, 1, "", date(2026, 1, 1), date(2026, 1, 9), "праздники")
    schedule = Schedule(1, 1, "", date(2026, 11, 1), 9_00, "ДС", "", late=1)
    table = between_table([old, late, pause, past, schedule], TODAY)
    assert list(table.rows) == [pause, schedule, late, old, past]
    assert [is_open(one, TODAY) for one in table.rows] == [True, True, True, False, False]
    columns = {column.key: column for column in table.columns}
    assert columns["until"].tone is not None and columns["until"].tone(late) is Tone.RED
    assert columns["until"].tone(pause) is Tone.NONE
    assert text_of(columns["why"], late) == "УПД 7: бой"


def test_a_hearing_within_a_week_is_red_and_a_closed_case_says_when() -> None:
    steps = (LegalEvent(1, 1, TODAY, Stage.SUIT, costs=5_00),)
    near = LegalCase(1, 1, "", TODAY, owner="Юрьев", next_hearing=date(2026, 11, 30), invoices=(7, 8), events=steps)
    closed = LegalCase(2, 1, "", TODAY, closed_on=TODAY)
    columns = {column.key: column for column in cases_table([near, closed], TODAY).columns}
    assert columns["hearing"].tone is not None
    assert (columns["hearing"].tone(near), columns["hearing"].tone(closed)) == (Tone.RED, Tone.NONE)
    assert "23.11.2026" in text_of(columns["stage"], closed)
    words = case_words(near, {7: "УПД 7"})
    assert "Юрьев" in words and "УПД 7" in words and "2" in words


def test_sizes_and_categories() -> None:
    assert [plain(size_words(size)).split()[0] for size in (12, 2048, 3 * 1024 * 1024)] == ["12", "2", "3,0"]
    assert "30" in category_line(Category.B, CategoryTerms(30)) and "D" in category_line(Category.D, CategoryTerms(0))


def test_a_rate_without_end_is_shortened_and_a_round_one_is_no_power_of_ten() -> None:
    day = date(2025, 7, 1)

    def shown(basis: Basis, rate: Decimal, year: int) -> str:
        charge = Charge(basis, (Stretch(day, day, 100_00, rate, year, 1),), 1)
        table = penalty_table((Late(charge),), 1, None, "")
        column = next(column for column in table.columns if column.key == "rate")
        return str(column.value(table.rows[1]))

    assert "0,04833" in shown(Basis.KEY_RATE_SHARE, Decimal("14.5") / 300, 1)
    assert shown(Basis.ARTICLE_395, Decimal("20.00"), 365).startswith("20 ")


@dataclass(frozen=True)
class Late:
    """A document that was late."""

    charge: Charge
    number: str = "1"
    doc_date: date | None = None
    due: date = date(2025, 6, 1)
    left: int = 100_00
