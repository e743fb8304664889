"""Money of delay out of the book: due dates on days off, payments in parts, the contract's word, added rates."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.interest import Basis, PenaltyTerms, charge
from app.errors import InputRefused
from app.ledger import Ledger
from app.ledger.law import penalty_content, penalty_terms
from tests.ledger.stories import debts, load, owed

TODAY = date(2026, 9, 10)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "book.debt", today=lambda: TODAY, owner="Елена") as opened:
        yield opened


def story(ledger: Ledger) -> int:
    """A debt due on a Saturday, half paid between two reports."""
    for day, left in ((date(2026, 6, 22), 100_000_00), (date(2026, 7, 6), 60_000_00)):
        line = owed("ООО «Магнум»", "УПД 7", left, shipped=date(2026, 6, 1), due=date(2026, 6, 27), manager="Васильева")
        load(ledger, debts(day, line))
    return ledger.clients.list(TODAY).rows[0].client_id


def test_article_395_from_a_moved_due_date_with_a_payment_in_part(ledger: Ledger) -> None:
    found = ledger.law.penalty(story(ledger), date(2026, 7, 20))
    (document,) = found.documents
    assert (document.stated_due, document.due, document.left) == (date(2026, 6, 27), date(2026, 6, 29), 60_000_00)
    assert [(s.first, s.last, s.base) for s in document.charge.stretches] == [
        (date(2026, 6, 30), date(2026, 7, 6), 100_000_00),
        (date(2026, 7, 7), date(2026, 7, 20), 60_000_00),
    ]
    by_hand = charge(
        100_000_00, date(2026, 6, 29), date(2026, 7, 20), [(date(2026, 7, 6), 40_000_00)], ledger.law.rates()
    )
    assert found.total == found.open_total == by_hand.total == 273_29 + 327_95
    assert (found.left, found.beyond, found.unpriced) == (60_000_00, None, ())


def test_a_rate_is_added_confirmed_and_undone(ledger: Ledger) -> None:
    client = story(ledger)
    later = date(2026, 12, 1)
    assert ledger.law.penalty(client, later).beyond == date(2026, 9, 12)
    before = ledger.law.penalty(client, later).total
    ledger.law.add_rate(date(2026, 10, 26), "13,50")
    assert ledger.law.penalty(client, later).total < before
    assert ledger.law.penalty(client, later).beyond == date(2026, 10, 27)
    ledger.law.confirm_rates(later)
    assert ledger.law.penalty(client, later).beyond is None
    assert ledger.undo() is not None
    assert ledger.undo() is not None
    assert ledger.law.penalty(client, later).total == before
    for wrong in ("сто", "0", "120"):
        with pytest.raises(InputRefused):
            ledger.law.add_rate(later, wrong)


def test_a_day_may_be_made_a_working_one(ledger: Ledger) -> None:
    client = story(ledger)
    ledger.law.set_day(date(2026, 6, 27), works=True)
    assert ledger.law.penalty(client, date(2026, 7, 20)).documents[0].due == date(2026, 6, 27)


def test_documents_before_the_table_are_named_and_not_guessed(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "old.debt", today=lambda: date(2008, 6, 2)) as ledger:
        line = owed("ООО «Старый лес»", "1109", 627_00, shipped=date(2008, 2, 1), due=date(2008, 3, 9), manager="В")
        load(ledger, debts(date(2008, 6, 1), line))
        found = ledger.law.penalty(ledger.clients.list(date(2008, 6, 1)).rows[0].client_id, date(2008, 6, 1))
        assert (found.documents, found.unpriced) == ((), ("1109",))


def test_terms_are_stored_as_they_were_meant() -> None:
    terms = PenaltyTerms(Basis.CONTRACT, Decimal("0.1"), cap=Decimal(5), grace=3, from_first=True)
    assert penalty_terms(penalty_content(terms)) == terms
    assert penalty_terms({}) == PenaltyTerms()
