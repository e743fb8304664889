"""``debitorka analysis``: any pivot for a script."""

import json
from pathlib import Path

import pytest

from app.cli import main
from app.ledger import Ledger
from tests.ledger.stories import W1, debts, load, owed


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.debt"
    with Ledger.open(path) as ledger:
        load(
            ledger,
            debts(
                W1,
                owed("ООО «Вектор»", "1", 100_50, due=W1.replace(month=7), manager="Иванов"),
                owed("ООО «Вектор»", "2", 40_00, due=W1.replace(month=8), manager="Иванов"),
                owed("АО «Реал»", "3", 30_00, due=W1.replace(month=12), manager="Петров"),
            ),
        )
    return path


def answer(capsys: pytest.CaptureFixture[str], book: Path, *arguments: str) -> dict[str, object]:
    assert main(["analysis", "--book", str(book), "--json", *arguments]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_groups_and_sub_groups(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, book, "--by", "manager,legal-form", "--as-of", "07.09.2026")
    assert (found["by"], found["view"], found["total"]) == (["manager", "legal_form"], "known", "170.50")
    groups = found["groups"]
    assert isinstance(groups, list)
    assert [(one["key"], one["total"], one["share"]) for one in groups] == [
        ("Иванов", "140.50", 82.4), ("Петров", "30.00", 17.6)]  # fmt: skip
    assert [(one["key"], one["repeated"]) for one in groups[0]["groups"]] == [("ООО", "40.00")]
    assert sum(bucket["count"] for bucket in groups[0]["buckets"]) == 2


def test_views_filters_and_the_difference(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, book, "--by", "zone", "--view", "stated", "--only", "manager=Иванов")
    assert (found["total"], found["stated_on"]) == ("140.50", ["2026-09-07"])
    assert found["only"] == [{"by": "manager", "key": "Иванов", "label": "Иванов"}]
    found = answer(capsys, book, "--difference")
    assert (found["ties"], found["rows"]) == (True, [])


def test_a_table_and_a_workbook(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = tmp_path / "свод.xlsx"
    assert main(["analysis", "--book", str(book), "--by", "client", "--xlsx", str(sheet)]) == 0
    assert sheet.stat().st_size > 0
    out = capsys.readouterr().out
    assert "ООО" in out
    assert "82,4 %" in out.replace("\u00a0", " ")


@pytest.mark.parametrize("wrong", ["", "погода", "client,client", "client,zone,own"])
def test_unknown_dimensions_are_refused(book: Path, wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analysis", "--book", str(book), "--by", wrong]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_help_names_every_dimension(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analysis", "--help"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "avg_order" in text
    assert "holding" in text
