"""A real book in a temporary folder, on a fixed day."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.ledger import Ledger

TODAY = date(2026, 11, 23)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty book whose clock stands on Monday, 23.11.2026."""
    with Ledger.open(tmp_path / "book.debt", today=lambda: TODAY, owner="Елена, НОУТБУК-3") as opened:
        yield opened
