"""The reserve and the clock over a book: acknowledgments restart it, undo takes them back."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.domain.limitation import Acknowledged, Nearness
from app.errors import InputRefused
from app.ledger import Ledger
from tests.ledger.stories import debts, load, owed

TODAY = date(2026, 11, 23)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Debts 100, 60 and 20 days overdue, and one whose three years end in a month."""
    with Ledger.open(tmp_path / "book.debt", today=lambda: TODAY, owner="Елена") as opened:
        line = owed("ООО «Магнум»", "1", 100_00, shipped=date(2026, 8, 1), due=date(2026, 8, 15), manager="В")
        half = owed("ООО «Магнум»", "2", 100_00, shipped=date(2026, 9, 1), due=date(2026, 9, 24), manager="В")
        early = owed("АО «Реал»", "3", 50_00, shipped=date(2026, 10, 1), due=date(2026, 11, 3), manager="В")
        old = owed("АО «Реал»", "4", 70_00, shipped=date(2023, 11, 1), due=date(2023, 12, 11), manager="В")
        load(opened, debts(TODAY, line, half, early, old))
        yield opened


def test_reserve_and_its_cap(ledger: Ledger) -> None:
    found = ledger.doubtful.reserve(TODAY)
    assert (found.total, found.cap) == (100_00 + 50_00 + 70_00, None)
    ledger.doubtful.set_revenue(1_000_00)
    assert ledger.doubtful.reserve(TODAY).allowed == 100_00
    ledger.undo()
    assert ledger.doubtful.reserve(TODAY).cap is None
    with pytest.raises(InputRefused):
        ledger.doubtful.set_revenue(-1)


def test_the_clock_that_ends_first_is_on_top_and_restarts(ledger: Ledger) -> None:
    (first, *_rest) = ledger.doubtful.clocks(TODAY)
    assert (first.item.number, first.clock.expires, first.clock.warning) == ("4", date(2026, 12, 11), Nearness.ONE)
    assert [line.item.number for line in ledger.doubtful.expiring(TODAY)] == ["4"]
    client = first.item.client_id
    act = Acknowledged(date(2026, 10, 5), "акт сверки № 5", "Рощин, директор", "устав")
    number = ledger.doubtful.acknowledge(client, act)
    clocks = {line.item.number: line.clock for line in ledger.doubtful.clocks(TODAY, client)}
    assert clocks["4"].expires == date(2029, 10, 5)
    assert clocks["3"].restarted_by is None  # due after the act
    assert [one.what for one in ledger.doubtful.acknowledgments(client)] == [act]
    ledger.doubtful.forget(number)
    assert ledger.doubtful.expiring(TODAY) != ()
    ledger.undo()
    assert ledger.doubtful.expiring(TODAY) == ()
    ledger.undo()
    assert ledger.doubtful.acknowledgments(client) == ()


def test_what_cannot_be_an_acknowledgment_is_refused(ledger: Ledger) -> None:
    client = ledger.doubtful.clocks(TODAY)[0].item.client_id
    for said in (Acknowledged(TODAY, " ", "", ""), Acknowledged(date(2026, 12, 1), "акт", "", "")):
        with pytest.raises(InputRefused):
            ledger.doubtful.acknowledge(client, said)
    with pytest.raises(InputRefused):
        ledger.doubtful.acknowledge(999, Acknowledged(TODAY, "акт", "", ""))
    assert ledger.undo_text() is None
