"""An unknown table on the command line: refused with the way out, read in silence once the book knows it."""

import json
from pathlib import Path

import pytest

from app.cli import main
from app.ledger import Ledger
from tests.ingest.making import xlsx
from tests.ingest.test_mapping import ODD, odd


def test_refused_until_the_window_was_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, path = tmp_path / "book.debt", xlsx(tmp_path / "сводка.xlsx", ODD)
    command = ["--book", str(book), "import", str(path), "--accept", "--json"]
    assert main(command) == 3
    out, err = capsys.readouterr()
    assert "в окне программы" in out + err
    with Ledger.open(book) as ledger:
        ledger.imports.mappings.remember(odd(path))
    assert main(command) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["accepted"], said["debt"]) == (True, "14700.25")
