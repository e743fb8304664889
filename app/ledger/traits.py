"""What we know of clients in our own words: said by persons, derived from names and files, summed by group.

Every write is one operation of the work layer and one undo; facts stay as bookkeeping stated them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain import aging
from app.domain.aging import AgingLine
from app.domain.money import BadValue
from app.domain.traits import (
    Holding,
    Trait,
    Traits,
    catalogue,
    derived,
    fold_spelling,
    stored,
    title,
    word,
)
from app.errors import InputRefused
from app.formats import DASH, clients
from app.i18n import _
from app.progress import Progress, silent

if TYPE_CHECKING:
    from app.domain.roster import RosterPreview
    from app.ledger.book import Ledger
    from app.models.journal import Recorder
    from app.models.store import Connection

_KEYS = {trait.value: trait for trait in Trait}


class ClientTraits:
    """Traits of clients and groups of related clients."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def of(self, client_id: int) -> Traits:
        """Everything known of a client, or of the one it was merged into. Raises ``InputRefused`` for an unknown
        client."""
        from app.models import traits

        with self._ledger.store.read() as connection:
            client_id = _shown(connection, client_id)
            own = traits.own(connection, client_id)
            (told,) = traits.stated(connection, client_id)
        return Traits(client_id, _known(own), derived(*told[1:]))

    def every(self) -> dict[int, Traits]:
        """The same of each client that the list of clients shows."""
        from app.models import traits

        own: dict[int, dict[str, str]] = {}
        with self._ledger.store.read() as connection:
            for client_id, key, value in traits.spoken(connection):
                own.setdefault(client_id, {})[key] = value
            told = traits.stated(connection)
        return {row[0]: Traits(row[0], _known(own.get(row[0], {})), derived(*row[1:])) for row in told}

    def having(self, wanted: Mapping[Trait, str]) -> frozenset[int]:
        """Clients whose values in force are all of these; an empty value: clients of whom it is not known."""
        return frozenset(
            client_id
            for client_id, known in self.every().items()
            if all(known.value(trait) == value for trait, value in wanted.items())
        )

    def values(self, trait: Trait) -> tuple[str, ...]:
        """Stored values to offer: those of the catalogue, then the others in use, the commonest first."""
        from app.models import traits

        with self._ledger.store.read() as connection:
            used = traits.used(connection, trait)
        offered = (value for value, _word in catalogue()[trait].offered)
        return tuple(dict.fromkeys((*offered, *used)))

    def holding_names(self) -> dict[int, str]:
        """Client -> the group it belongs to."""
        from app.models import traits

        with self._ledger.store.read() as connection:
            return {client_id: value for client_id, _key, value in traits.spoken(connection, Trait.HOLDING)}

    def holdings(self, as_of: date) -> tuple[Holding, ...]:
        """Every group with its members and their summed debt, the largest debt first."""
        groups: dict[str, list[int]] = {}
        for client_id, name in self.holding_names().items():
            groups.setdefault(name, []).append(client_id)
        lines = {line.client_id: line for line in self._lines(as_of, [c for ids in groups.values() for c in ids])}
        found = (self._holding(name, as_of, [lines[client_id] for client_id in ids]) for name, ids in groups.items())
        return tuple(sorted(found, key=lambda holding: aging.falling(holding.totals)))

    def holding(self, name: str, as_of: date) -> Holding:
        """One group by its exact name; without members when there is none."""
        from app.models import traits

        with self._ledger.store.read() as connection:
            members = traits.members(connection, Trait.HOLDING, name)
        return self._holding(name, as_of, self._lines(as_of, members))

    def set(self, client_id: int, values: Mapping[Trait, str]) -> None:
        """What a person says of one client: written values, or empty ones to take them back. One operation; nothing
        is written when nothing changes. Raises ``InputRefused`` with words for a value that cannot be."""
        read = {trait: _stored(trait, text) for trait, text in values.items()}
        self.write([(client_id, trait, value) for trait, value in read.items()])

    def set_many(self, client_ids: Iterable[int], trait: Trait, value: str) -> int:
        """The same value for several clients in one operation; how many of them changed. Raises ``InputRefused``."""
        read = _stored(trait, value)
        return self.write([(client_id, trait, read) for client_id in client_ids])

    def write(self, said: Iterable[tuple[int, Trait, str]], text: str = "", progress: Progress | None = None) -> int:
        """Set stored values of shown or merged clients in one operation; returns how many clients changed."""
        from app.ledger.book import Changes
        from app.models import journal, traits

        ledger = self._ledger
        with ledger.store.write() as connection:
            changes = effective(connection, said)
            touched = {client_id for client_id, _trait, _value in changes}
            if not changes:
                return 0
            recorder: Recorder = journal.Recorder(
                connection, "work", text or _words(connection, changes), ledger.store.owner, ledger.now()
            )
            (progress or silent()).step(0, 0, text)
            traits.put(connection, recorder, changes)
        ledger.announce(Changes(work=True, client_id=min(touched) if len(touched) == 1 else None))
        return len(touched)

    def preview(
        self, path: Path, answers: Mapping[str, int] | None = None, progress: Progress | None = None
    ) -> RosterPreview:
        """What a list of clients (xlsx, xls, ods, csv) would change; nothing is written. ``answers``: key of a
        question -> client. Raises ``InputRefused`` and ``Cancelled``."""
        from app import ingest
        from app.ledger import rosters

        progress = progress or silent()
        return rosters.compare(self._ledger, ingest.client_list(path, progress), answers or {}, progress)

    def preview_again(
        self, preview: RosterPreview, answers: Mapping[str, int], progress: Progress | None = None
    ) -> RosterPreview:
        """The same list with other answers; the file is not read twice."""
        from app.ledger import rosters

        return rosters.compare(self._ledger, preview.roster, answers, progress or silent())

    def accept(
        self, preview: RosterPreview, answers: Mapping[str, int] | None = None, progress: Progress | None = None
    ) -> int:
        """Write what the list says: one operation of the work layer; how many clients changed. Raises
        ``InputRefused`` when the book has changed since the preview."""
        from app.ledger import rosters

        return rosters.accept(self._ledger, preview, answers or {}, progress or silent())

    def _lines(self, as_of: date, members: list[int]) -> list[AgingLine]:
        """A line of each client, of those that owe nothing too."""
        from app.models import traits

        rules = self._ledger.policy.rules(as_of)
        with self._ledger.store.read() as connection:
            known = traits.named(connection, members)
            sums = aging.tally(traits.balances(connection, as_of, members), as_of.toordinal(), rules)
        return [
            aging.tallied(str(key), name, sums[key], rules, key, manager)
            if key in sums
            else aging.fold(str(key), name, (), rules, key, manager)
            for key, name, manager in known
        ]

    def _holding(self, name: str, as_of: date, lines: list[AgingLine]) -> Holding:
        lines.sort(key=aging.falling)
        rules = self._ledger.policy.rules(as_of)
        return Holding(name, as_of, tuple(lines), aging.sum_lines(lines, name, rules))


def _known(own: Mapping[str, str]) -> dict[Trait, str]:
    """Keys of the catalogue; those of a newer program are left alone."""
    return {_KEYS[key]: value for key, value in own.items() if key in _KEYS}


def _stored(trait: Trait, text: str) -> str:
    try:
        return stored(trait, text)
    except BadValue as error:
        raise InputRefused(f"{title(trait)}: {error}.") from error


def effective(connection: Connection, said: Iterable[tuple[int, Trait, str]]) -> list[tuple[int, Trait, str]]:
    """(shown client, trait, value) of what is not so already, in the spelling that is in use."""
    from app.models import traits

    roots = traits.roots(connection)
    asked: dict[tuple[int, Trait], str] = {}
    for client_id, trait, value in said:
        if client_id not in roots:
            raise InputRefused(_("There is no such client in the book."))
        asked[roots[client_id], trait] = value
    before = traits.spoken_of(connection, {client_id for client_id, _trait in asked})
    spellings = _spellings(connection, asked, before)
    out = []
    for (client_id, trait), value in asked.items():
        spelled = spellings.setdefault((trait, fold_spelling(value)), value) if value else ""
        if before.get((client_id, trait), "") != spelled:
            out.append((client_id, trait, spelled))
    return out


def _spellings(
    connection: Connection, asked: Mapping[tuple[int, Trait], str], before: Mapping[tuple[int, str], str]
) -> dict[tuple[Trait, str], str]:
    """(trait, folded value) -> how other clients have it, the commonest first: when all of them are asked, they may
    be spelled anew."""
    from app.models import traits

    out: dict[tuple[Trait, str], str] = {}
    for trait in {trait for _client, trait in asked}:
        mine = Counter(before[key] for key in asked if key[1] is trait and key in before)
        for value, count in traits.used(connection, trait).items():
            if count > mine[value]:
                out.setdefault((trait, fold_spelling(value)), value)
    return out


def _words(connection: Connection, changes: list[tuple[int, Trait, str]]) -> str:
    """What was done, for the history."""
    from app.models import families

    of_clients = {client_id for client_id, _trait, _value in changes}
    said = {(trait, value) for _client, trait, value in changes}
    if len(of_clients) == 1:
        what = "; ".join(f"{title(trait)}: {word(trait, value) if value else DASH}" for _id, trait, value in changes)
        return f"{families.name_of(connection, changes[0][0])}, {what}"
    if len(said) == 1:
        _client, trait, value = changes[0]
        return f"{title(trait)}: {word(trait, value) if value else DASH}, {clients(len(of_clients))}"
    return _("what is known of clients, {clients}").format(clients=clients(len(of_clients)))


def _shown(connection: Connection, client_id: int) -> int:
    from app.models import families

    found = families.shown(connection, client_id)
    if found is None:
        raise InputRefused(_("There is no such client in the book."))
    return found
