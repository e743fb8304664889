"""``debitorka letters``: the batch of the ladder and single papers, with their files and the register."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.domain.letters import LetterKind, Requisites
from app.domain.work import NewContact
from app.ledger import Ledger
from tests.ledger.stories import debts, load, owed

TODAY = date(2026, 11, 23)


def late(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.debt"
    with Ledger.open(path, today=lambda: TODAY) as ledger:
        lines = [
            owed("ООО «Магнум»", "1", 100_000_00, shipped=late(100), due=late(84), manager="Васильева"),
            owed("АО «Реал»", "3", 70_000_00, shipped=late(10), due=late(-2), manager="Гордеев"),
            owed("ООО «Прима»", "4", 40_000_00, shipped=late(80), due=late(50), manager="Гордеев"),
            owed("ООО «Квант»", "5", 30_000_00, shipped=late(80), due=late(50), manager="Гордеев"),
        ]
        load(ledger, debts(TODAY, *lines))
        ledger.letters.set_own([Requisites("ООО «Мы»", "7701234567", head="Иванова", head_role="директор")])
        quantum = next(r.client_id for r in ledger.clients.list(TODAY).rows if "Квант" in r.name)
        promise = NewContact(quantum, TODAY, result="обещал", promise_due=late(-3), promise_amount=1_000_00)
        ledger.work.record(promise)
        real = next(r.client_id for r in ledger.clients.list(TODAY).rows if "Реал" in r.name)
        ledger.letters.set_requisites(real, Requisites(email="buh@real.example"))
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 0) -> dict[str, Any]:
    assert main([*map(str, arguments), "--json"]) == code
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def registered(book: Path) -> list[tuple[int, LetterKind]]:
    with Ledger.open(book) as ledger:
        return [(one.number, one.kind) for one in ledger.letters.register()]


def test_a_look_registers_nothing(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = run(capsys, "letters", "--book", book, "--as-of", TODAY, "--draft")
    assert [(one["client"], one["kind"], one["step"], one["number"]) for one in found["letters"]] == [
        ("ООО «Магнум»", "legal_transfer", "red", None),
        ("ООО «Прима»", "claim", "yellow", None),
        ("АО «Реал»", "reminder", "before", None),
    ]
    assert [(one["client"], one["amount"]) for one in found["held"]] == [("ООО «Квант»", "30000.00")]
    assert all(one["files"] == [] for one in found["letters"])
    assert registered(book) == []
    out = tmp_path / "черновики"
    found = run(capsys, "letters", "--book", book, "--as-of", TODAY, "--draft", "--out", out)
    assert all("черновик" in Path(name).name for one in found["letters"] for name in one["files"])
    assert registered(book) == []


def test_the_batch_is_made_registered_and_written(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "письма" / "23"
    found = run(capsys, "letters", "--book", book, "--as-of", "23.11.2026", "--out", out)
    assert (found["outcome"], found["draft"], found["our_requisites"]) == ("clean", False, True)
    assert [(one["number"], one["amount"], one["way"]) for one in found["letters"]] == [
        (1, "100000.00", "internal"), (2, "40000.00", "post"), (3, "70000.00", "email"),
    ]  # fmt: skip
    for one in found["letters"]:
        assert [Path(name).suffix for name in one["files"]][:2] == [".docx", ".pdf"]
        assert all(Path(name).is_file() for name in one["files"])
    assert [Path(name).suffix for name in found["letters"][2]["files"]] == [".docx", ".pdf", ".eml"]
    assert [Path(name).name for name in found["together"]] == [f"печать {found['letters'][0]['date']}.pdf"]
    assert registered(book) == [
        (3, LetterKind.REMINDER), (2, LetterKind.CLAIM), (1, LetterKind.LEGAL_TRANSFER),
    ]  # fmt: skip
    again = run(capsys, "letters", "--book", book, "--as-of", TODAY, "--out", out)
    assert again["letters"] == []


def test_one_paper_to_one_client(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for kind in LetterKind:
        note = ("--note", "оплачено полностью")
        arguments = (
            "letters",
            "--book",
            book,
            "--as-of",
            TODAY,
            "--kind",
            kind,
            "--client",
            "Магнум",
            "--out",
            tmp_path,
        )
        found = run(capsys, *arguments, *note)
        (one,) = found["letters"]
        assert (one["kind"], one["client"]) == (kind.value, "ООО «Магнум»")
        assert all(Path(name).stat().st_size > 1000 for name in one["files"])
    assert len(registered(book)) == len(LetterKind)


def test_acts_go_to_everybody(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = run(capsys, "letters", "--book", book, "--as-of", TODAY, "--kind", "reconciliation", "--out", tmp_path)
    assert len(found["letters"]) == 4


def test_what_makes_no_sense_is_told(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, code in (
        (("--as-of", TODAY), 2),
        (("--as-of", TODAY, "--kind", "claim", "--out", tmp_path), 2),
        (("--as-of", TODAY, "--kind", "poem", "--out", tmp_path), 2),
        (("--as-of", TODAY, "--out", book), 2),
        (("--as-of", TODAY, "--kind", "claim", "--client", "нет такого", "--out", tmp_path), 3),
        (("--as-of", TODAY, "--kind", "claim", "--client", "Реал", "--out", tmp_path), 3),
        (("--as-of", TODAY, "--out", tmp_path / "book.debt.lock" / "x"), 3),
    ):
        (tmp_path / "book.debt.lock").touch()
        assert run(capsys, "letters", "--book", book, *arguments, code=code)["outcome"] == "error"
    assert registered(book) == []


def test_a_broken_template_takes_no_number(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "claim.docx").write_bytes(b"no paper")
    out = tmp_path / "out"
    found = run(capsys, "letters", "--book", book, "--as-of", TODAY, "--out", out, code=3)
    assert "claim.docx" in found["message"]
    assert registered(book) == []
    assert list(out.iterdir()) == []
    (tmp_path / "templates" / "claim.docx").unlink()
    assert len(run(capsys, "letters", "--book", book, "--as-of", TODAY, "--out", out)["letters"]) == 3


def test_words_for_a_person(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["letters", "--book", str(book), "--as-of", "23.11.2026", "--out", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "Претензия" in said
    assert "Квант" in said
