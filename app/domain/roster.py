"""A list of clients that tells what we know of them: what stands in it, and what it would change.

Nothing here knows files or the book. A row names a client by INN, code or name in any wording and holds any of the
traits; an empty cell says nothing. Two rows that contradict each other about one client are a conflict and change
nothing; what a row cannot be read from is a problem with its row.
"""

from dataclasses import dataclass

from app.domain.importing import Candidate
from app.domain.matching import Party
from app.domain.statement import Problem, SourceFile
from app.domain.traits import Trait


@dataclass(frozen=True, slots=True)
class RosterColumn:
    """A heading of the list. ``trait`` None: it names the client, or (``used`` False) nobody reads it."""

    letter: str
    title: str
    trait: Trait | None = None
    used: bool = True


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One client of the list; ``values`` as stored, none of them empty."""

    row: int
    party: Party
    values: tuple[tuple[Trait, str], ...]

    @property
    def words(self) -> str:
        """Who it is, as the list words it."""
        return self.party.name or self.party.inn or self.party.code


@dataclass(frozen=True, slots=True)
class Roster:
    """A list as read."""

    file: SourceFile
    sheet: str
    columns: tuple[RosterColumn, ...]
    rows: tuple[RosterRow, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class TraitChange:
    """One value that the list would set: ``before`` is what was known until now, empty for nothing."""

    client_id: int
    client: str
    trait: Trait
    before: str
    after: str
    row: int


@dataclass(frozen=True, slots=True)
class TraitConflict:
    """Rows that say different things of one client; ``said``: (row, stored value)."""

    client: str
    trait: Trait
    said: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class RosterQuestion:
    """A name that may be a client of the book. Without an answer its rows change nothing."""

    key: str
    party: Party
    rows: tuple[int, ...]
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class RosterPreview:
    """What a list would change. ``mark``: the state of the book it was compared with; ``matched``: rows whose client
    is known; ``same``: values the book has already."""

    roster: Roster
    mark: int
    matched: int
    clients: int
    same: int
    changes: tuple[TraitChange, ...]
    conflicts: tuple[TraitConflict, ...] = ()
    questions: tuple[RosterQuestion, ...] = ()
    unknown: tuple[RosterRow, ...] = ()
