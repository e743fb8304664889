"""Foreign files -> statements. Five functions; the machinery is loaded at the first call, so that neither the
window nor the reading child pays for what it does not use."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.progress import Progress, silent

if TYPE_CHECKING:
    from app.domain.mapping import Mapping
    from app.domain.roster import Roster
    from app.domain.statement import Statement
    from app.ingest.mapping import Source


def read(path: Path, progress: Progress | None = None) -> "Statement":
    """One file as it words itself. Raises ``InputRefused`` (one sentence naming the file, and a way out) or
    ``Cancelled``; touches no database and changes nothing."""
    return read_many((path,), progress)[0]


def read_many(
    paths: Sequence[Path], progress: Progress | None = None, mappings: Sequence["Mapping"] = ()
) -> tuple["Statement", ...]:
    """Several files in the order given, by one reading child; ``mappings`` explain tables of unknown layout.
    Raises like ``read`` for the first file that cannot be taken, ``LayoutUnknown`` when a mapping could help."""
    from app.ingest.reading import statements

    return statements(paths, progress or silent(), mappings)


def prepare() -> None:
    """Load what reading takes and start a child, before there is a file; for a thread of its own."""
    from app.ingest import reading, sandbox  # noqa: F401 - reading for its loading alone
    from app.ingest.layouts import layouts

    sandbox.keep_ready()
    layouts()


def source(path: Path, progress: Progress | None = None) -> "Source":
    """The cells of one file, to be shown and read by a mapping. Raises ``InputRefused`` and ``Cancelled``."""
    from app.ingest import mapping

    return mapping.source(path, progress or silent())


def client_list(path: Path, progress: Progress | None = None) -> "Roster":
    """A list of clients with what is known of them. Raises ``InputRefused`` and ``Cancelled``."""
    from app.ingest import roster

    return roster.read(path, progress or silent())
