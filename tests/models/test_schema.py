"""A migrated book is the schema, and a migration that dies leaves the old book."""

from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver

from app.ledger import Ledger
from app.models import migrations
from tools.migration_text import statements


def shape(path: Path) -> list[str]:
    """Normalised CREATE statements of a book."""
    raw = driver.connect(str(path))
    rows = raw.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'alembic%'").fetchall()
    raw.close()
    return sorted(" ".join(row[0].replace('"', "").split()) for row in rows)


def test_migrations_make_exactly_the_schema(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "book.debt"):
        pass
    assert shape(tmp_path / "book.debt") == sorted(" ".join(s.replace('"', "").split()) for s in statements())


def test_a_migration_that_fails_leaves_no_half_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(connection: object) -> None:
        original(connection)  # type: ignore[arg-type]  # the real connection, passed through
        raise RuntimeError("power")

    original = migrations.upgrade
    monkeypatch.setattr(migrations, "upgrade", fails)
    with pytest.raises(RuntimeError):
        Ledger.open(tmp_path / "book.debt")
    monkeypatch.undo()
    assert shape(tmp_path / "book.debt") == []
    with Ledger.open(tmp_path / "book.debt") as ledger:
        assert ledger.check().ok


def test_every_statement_is_strict() -> None:
    tables = [s for s in statements() if s.startswith("CREATE TABLE")]
    assert len(tables) >= 13
    assert all("STRICT" in s for s in tables)
