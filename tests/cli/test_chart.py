"""Charts into picture files: every name, what is refused, and that the finding is told."""

import json
from datetime import date
from pathlib import Path

import pytest

from app.cli import main
from app.domain.chart import ChartName
from app.ledger import Ledger
from tests.ledger.stories import debts, load, owed

TODAY = date(2026, 11, 23)
LAST_WEEK = date(2026, 11, 16)
OLD = owed("ООО «Русский лес»", "УПД 1109", 627_000_00, shipped=date(2026, 8, 1), due=date(2026, 8, 31))
NEW = owed("ООО «Русский лес»", "УПД 1127", 200_000_00, shipped=date(2026, 11, 17), due=date(2026, 12, 1))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Two weeks of one client."""
    path = tmp_path / "book.debt"
    with Ledger.open(path, today=lambda: TODAY) as ledger:
        load(ledger, debts(LAST_WEEK, OLD))
        load(ledger, debts(TODAY, OLD, NEW, name="отчёт2.xlsx"))
    return path


@pytest.mark.parametrize("name", list(ChartName))
def test_every_chart_is_written(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: ChartName
) -> None:
    out = tmp_path / f"{name}.png"
    words = ["--book", str(book), "chart", name.value, "--out", str(out), "--palette", "print", "--json"]
    assert main(words + (["--client", "1"] if name is ChartName.CLIENT else [])) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["chart"] == name.value
    assert told["finding"]
    assert out.read_bytes().startswith(b"\x89PNG")


def test_an_svg_is_the_same_every_time(book: Path, tmp_path: Path) -> None:
    pictures = []
    for number in range(2):
        out = tmp_path / f"{number}.svg"
        assert main(["--book", str(book), "chart", "top", "--out", str(out)]) == 0
        pictures.append(out.read_bytes())
    assert pictures[0].startswith(b"<?xml")
    assert pictures[0] == pictures[1]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["chart", "client", "--out", "x.png"], 2),
        (["chart", "top", "--out", "x.png", "--client", "1"], 2),
        (["chart", "top", "--out", "x.png", "--from", "2026-11-16"], 2),
        (["chart", "top", "--out", "x.pdf"], 2),
        (["chart", "top", "--out", "book.debt"], 2),
        (["chart", "profit", "--out", "x.png"], 2),
        (["chart", "top"], 2),
        (["chart", "bridge", "--out", "x.png", "--from", "2026-11-23"], 3),
        (["chart", "client", "--out", "x.png", "--client", "99"], 3),
        (["chart", "due", "--out", "x.png", "--as-of", "2020-01-01"], 3),
    ],
)
def test_what_makes_no_sense_is_refused(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    before = book.read_bytes()
    assert main(["--book", str(book), *words]) == code
    assert not list(tmp_path.glob("x.*"))
    assert book.read_bytes() == before


def test_an_earlier_date_narrows_the_weeks(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "x.png"
    assert main(["--book", str(book), "chart", "sales", "--out", str(out), "--from", "2026-11-23"]) == 0
    assert "вырос" not in capsys.readouterr().out


def test_help_names_every_chart(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["chart", "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    for name in ChartName:
        assert f"{name.value} - " in said
