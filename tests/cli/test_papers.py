"""Papers of a meeting and the sample book, by the command line."""

import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from app.cli import main
from app.cli.console import Console
from app.cli.demo import BOOK, make_demo
from app.domain.sample import UNTIL, sample
from app.domain.work import PromiseState
from app.errors import InputRefused
from app.ledger import Ledger

WEEKS = 4


def answer(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    said: dict[str, object] = json.loads(capsys.readouterr().out)
    return said


def make(folder: Path) -> None:
    console = Console()
    console.json = True
    assert make_demo(folder, console, WEEKS) == 0


def test_the_sample_book_is_the_same_every_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "образец"
    make(folder)
    first = answer(capsys)
    make(folder)  # replaces the former one
    second = answer(capsys)
    assert first == second
    assert first["problems"] == []
    assert len(list((folder / "weekly").glob("*.xlsx"))) == WEEKS

    total = sum(row.debt for row in sample(weeks=WEEKS).reports[-1].rows)
    assert main(["--book", str(folder / BOOK), "check", "--json"]) == 0
    checked = answer(capsys)
    assert checked["digest"] == first["digest"]
    assert checked["balance"] == f"{total // 100}.{total % 100:02d}"
    assert checked["reports"] == WEEKS + 1

    with Ledger.open(folder / BOOK, today=lambda: UNTIL) as ledger:
        states = {promise.state for promise in ledger.work.promises(UNTIL)}
        assert ledger.analysis.series(UNTIL).sales_complete
    assert {PromiseState.KEPT, PromiseState.BROKEN} <= states

    papers(folder, capsys)


def papers(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Written by the demo, and again by the command."""
    assert (folder / "pack.pdf").read_bytes().startswith(b"%PDF-")
    out, tables = folder / "заседание.pdf", folder / "заседание.xlsx"
    words = ["--book", str(folder / BOOK), "pack", "--out", str(out), "--xlsx", str(tables)]
    assert main([*words, "--meeting", "30.11.2026", "--company", "АО «Проба»", "--json"]) == 0
    said = answer(capsys)
    assert said["files"] == [str(out), str(tables)]
    assert (said["as_of"], said["meeting"]) == (UNTIL.isoformat(), "2026-11-30")
    assert out.read_bytes().startswith(b"%PDF-")
    assert len(CalamineWorkbook.from_path(tables).sheet_names) > 3

    assert main(["pack", "--book", str(folder / BOOK), "--out", str(folder / "nowhere" / "x.pdf")]) == 3
    assert "x.pdf" in capsys.readouterr().err


def test_somebody_elses_book_is_not_replaced(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / BOOK) as ledger:
        ledger.policy.set_company("ООО «Чужое»")
    before = (tmp_path / BOOK).read_bytes()
    with pytest.raises(InputRefused):
        make_demo(tmp_path, Console(), WEEKS)
    assert (tmp_path / BOOK).read_bytes() == before


def test_a_sample_needs_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("a file stands where the folder should be")
    assert main(["demo", str(tmp_path / "file"), "--json"]) == 3
    assert answer(capsys)["outcome"] == "error"
