"""``clients``: what is known, and a list of it loaded by a script."""

import json
from datetime import date
from pathlib import Path

import pytest

from app.cli import main
from app.ledger import Ledger
from tests.ledger.stories import W1, debts, load, owed


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.debt"
    with Ledger.open(path) as ledger:
        due = date(2026, 9, 1)
        load(ledger, debts(W1, owed("ООО «А»", "1", 100_00, due=due), owed("ИП Б", "2", 50_00, due=due)))
    return path


def answer(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, dict[str, object]]:
    code = main([str(word) for word in (*words, "--json")])
    return code, json.loads(capsys.readouterr().out)


def test_a_list_is_looked_at_then_written_then_told(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "список.csv"
    path.write_text("Клиент;Холдинг;Регион\nООО А;Ромашка;Тверь\nИП Б;ромашка;\nООО Ц;Ромашка;", "utf-8")
    code, looked = answer(capsys, "clients", "--book", book, "--import", path)
    assert (code, looked["outcome"], looked["accepted"], looked["matched"]) == (0, "warnings", False, 2)
    assert looked["unknown"] == [{"row": 4, "name": "ООО Ц", "inn": "", "code": ""}]
    changes = looked["changes"]
    assert isinstance(changes, list)
    assert [(one["trait"], one["before"], one["after"], one["row"]) for one in changes] == [
        ("holding", None, "Ромашка", 2),
        ("region", None, "Тверь", 2),
        ("holding", None, "Ромашка", 3),
    ]
    code, written = answer(capsys, "clients", "--book", book, "--import", path, "--accept")
    assert (code, written["accepted"], written["written_clients"]) == (0, True, 2)
    code, told = answer(capsys, "clients", "--book", book)
    assert told["holdings"] == [
        {"name": "Ромашка", "clients": [2, 1], "total": "150.00", "overdue": "150.00", "advances": "0.00",
         "balance": "150.00"}
    ]  # fmt: skip
    clients = told["clients"]
    assert isinstance(clients, list)
    assert clients[0]["traits"]["legal_form"] == {"value": "ООО", "origin": "name"}


def test_the_list_of_clients_is_told_in_words_and_as_a_workbook(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["clients", "--book", str(book), "--xlsx", str(tmp_path / "к.xlsx")]) == 0
    assert "ООО «А»" in capsys.readouterr().out
    assert (tmp_path / "к.xlsx").stat().st_size > 1000


def test_what_makes_no_sense_is_refused(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clients", "--book", str(book), "--accept"]) == 2
    assert main(["clients", "--book", str(book), "--import", str(tmp_path / "нет.csv")]) == 3
    assert "нет.csv" in capsys.readouterr().err
