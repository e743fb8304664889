"""Foreign files -> statements. Two functions; the machinery is loaded at the first call, so that neither the
window nor the reading child pays for what it does not use."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.progress import Progress, silent

if TYPE_CHECKING:
    from app.domain.statement import Statement


def read(path: Path, progress: Progress | None = None) -> "Statement":
    """One file as it words itself. Raises ``InputRefused`` (one sentence naming the file, and a way out) or
    ``Cancelled``; touches no database and changes nothing."""
    return read_many((path,), progress)[0]


def read_many(paths: Sequence[Path], progress: Progress | None = None) -> tuple["Statement", ...]:
    """Several files in the order given, by one reading child. Raises like ``read`` for the first file that
    cannot be taken."""
    from app.ingest.reading import statements

    return statements(paths, progress or silent())
