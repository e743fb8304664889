"""``debitorka worklist``, ``promises`` and ``penalty`` for a script."""

import json
from datetime import date
from pathlib import Path

import pytest

from app.cli import main
from app.domain.work import Channel, NewContact
from app.ledger import Ledger
from tests.ledger.stories import debts, load, owed

MONDAY, NEXT = date(2026, 6, 22), date(2026, 6, 29)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.debt"
    with Ledger.open(path, today=lambda: NEXT) as ledger:
        line = owed(
            "ООО «Магнум»", "7", 100_000_00, shipped=date(2026, 5, 1), due=date(2026, 6, 1), manager="Васильева"
        )
        other = owed(
            "ООО «Магнолия»", "8", 90_000_00, shipped=date(2026, 5, 1), due=date(2026, 6, 1), manager="Гордеев"
        )
        load(ledger, debts(MONDAY, line, other))
        client = next(r.client_id for r in ledger.clients.list(MONDAY).rows if r.name == "ООО «Магнум»")
        ledger.work.record(
            NewContact(
                client,
                MONDAY,
                Channel.CALL,
                "Васильева",
                "Лесной",
                "обещал",
                promise_due=date(2026, 6, 25),
                promise_amount=50_000_00,
            )
        )
        load(ledger, debts(NEXT, line, other, name="2.xlsx"))
    return path


def answer(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> dict[str, object]:
    assert main([*arguments, "--json"]) == code
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_work_of_a_day(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "worklist", "--book", str(book), "--as-of", "2026-06-29")
    lines = found["lines"]
    assert isinstance(lines, list)
    assert (found["clients"], lines[0]["client"], lines[0]["actions"][0]["kind"]) == (
        2,
        "ООО «Магнум»",
        "promise_broken",
    )
    assert lines[0]["points"] == sum(lines[0]["parts"].values())
    found = answer(capsys, "worklist", "--book", str(book), "--as-of", "2026-06-29", "--manager", "Гордеев")
    assert found["clients"] == 1
    found = answer(capsys, "worklist", "--book", str(book), "--as-of", "2026-06-29", "--need", "30 000")
    lines = found["lines"]
    assert isinstance(lines, list)
    assert (found["need"], len(lines)) == ("30000.00", 1)
    assert main(["worklist", "--book", str(book), "--as-of", "2026-06-29"]) == 0
    assert "Магнолия" in capsys.readouterr().out


def test_promises_and_how_they_are_kept(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "promises", "--book", str(book), "--as-of", "2026-06-29")
    promises, kept = found["promises"], found["reliability"]
    assert isinstance(promises, list)
    assert isinstance(kept, dict)
    assert (promises[0]["state"], promises[0]["amount"], promises[0]["paid"]) == ("broken", "50000.00", "0.00")
    assert kept["person"]["Лесной"]["broken"] == 1
    assert answer(capsys, "promises", "--book", str(book), "--state", "kept")["promises"] == []


def test_money_of_delay(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "penalty", "--book", str(book), "--client", "Магнум", "--as-of", "2026-06-29")
    documents = found["documents"]
    assert isinstance(documents, list)
    periods = documents[0]["periods"]
    # 20 days at 14,50 %, then 8 at 14,25 % of 100 000
    assert [(p["days"], p["rate"], p["amount"]) for p in periods] == [(20, "14.50", "794.52"), (8, "14.25", "312.33")]
    assert found["total"] == "1106.85"
    refused = answer(capsys, "penalty", "--book", str(book), "--client", "Магн", code=3)
    assert "Магнолия" in str(refused["message"])
    assert answer(capsys, "penalty", "--book", str(book), "--client", "Никто", code=3)["outcome"] == "error"
