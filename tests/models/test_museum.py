"""A book of every released version of the tables is kept for ever: it must open, migrate and say the same sums."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from app.ledger import Ledger
from app.models.schema import SCHEMA_VERSION

BOOKS = sorted((Path(__file__).resolve().parents[1] / "data" / "books").glob("schema-*.debt"))


def test_there_is_one_book_for_each_version() -> None:
    assert [path.stem for path in BOOKS] == [f"schema-{version}" for version in range(1, SCHEMA_VERSION + 1)]


@pytest.mark.parametrize("book", BOOKS, ids=lambda path: path.stem)
def test_an_old_book_opens_with_the_same_sums(book: Path, tmp_path: Path) -> None:
    copy = tmp_path / book.name
    shutil.copy(book, copy)
    with Ledger.open(copy, today=lambda: date(2008, 6, 2)) as ledger:
        result = ledger.check()
        assert (result.ok, result.invoices, result.clients, result.balance) == (True, 16, 10, 1_479_300_00)
        assert [promise.amount for promise in ledger.work.promises(date(2008, 6, 2))] == [100_000_00]
        assert ledger.undo() is not None
        assert ledger.work.promises(date(2008, 6, 2)) == ()
