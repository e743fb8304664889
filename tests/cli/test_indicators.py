"""The command «indicators»: one object with every figure, its words, and the migration whose margins tie."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.domain.indicator_set import catalogue
from app.ledger import Ledger
from tests.ledger.stories import W1, W3
from tests.ledger.test_indicators import stocked

Run = Callable[..., tuple[int, Any]]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.debt"
    with Ledger.open(path) as ledger:
        stocked(ledger)
    return path


@pytest.fixture
def run(book: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*words: object) -> tuple[int, Any]:
        code = main(["--book", str(book), "indicators", *map(str, words), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return command


def test_every_figure_carries_its_words(run: Run) -> None:
    code, found = run("--as-of", W3.isoformat(), "--from", (W1 + timedelta(days=1)).isoformat())
    assert code == 0
    assert [one["key"] for one in found["indicators"]] == [one.key for one in catalogue()]
    for one in found["indicators"]:
        assert one["title"], one
        assert one["definition"], one
        assert one["source"], one
        assert one["formula"] if one["value"] is not None else one["reason"], one
    values = {one["key"]: one["value"] for one in found["indicators"]}
    assert values["dso"] == 84.0
    assert values["collected"] == "20.00"
    assert found["sales"] == {"amount": "30.00", "origin": "shipments", "complete": False}
    assert (found["days"], found["scope"], found["of"]) == (14, "company", None)


def test_the_migration_ties_to_the_debt(run: Run) -> None:
    moved = run("--as-of", W3.isoformat())[1]["migration"]
    assert sum(Decimal(text) for text in moved["start"]) == 200
    assert sum(Decimal(text) for text in moved["end"]) == 180
    for row, gone, start in zip(moved["moved"], moved["settled"], moved["start"], strict=True):
        assert sum(Decimal(text) for text in (*row, gone)) == Decimal(start)


def test_scopes_and_their_refusal(run: Run) -> None:
    assert run("--manager", "Петров")[1]["of"] == "Петров"
    assert run("--client", 1)[1]["scope"] == "client"
    assert run("--client", 999)[0] == 3
    assert run("--group", "Север")[0] == 3
    assert run("--from", "2030-01-01")[0] == 3
    code, found = run("--client", 1, "--manager", "Петров")
    assert code == 2
    assert "argument" not in found["message"]


def test_a_person_reads_a_table(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--book", str(book), "indicators"]) == 0
    out = io.StringIO(capsys.readouterr().out).read()
    assert "84" in out or "%" in out
    assert len(out.splitlines()) > len(catalogue())
