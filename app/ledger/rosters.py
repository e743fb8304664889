"""A list of clients against the book: who its rows are, what they would change, and writing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.domain.matching import Directory, Party
from app.domain.roster import Roster, RosterPreview, RosterQuestion, RosterRow, TraitChange, TraitConflict
from app.domain.traits import Trait, Traits, fold_spelling
from app.errors import InputRefused
from app.formats import clients
from app.i18n import _

if TYPE_CHECKING:
    from app.ledger.book import Ledger
    from app.models.store import Connection
    from app.progress import Progress

_STEP = 200


@dataclass(slots=True)
class _Found:
    """Who the rows of a list are."""

    rows: list[tuple[int, RosterRow]] = field(default_factory=list)  # (shown client, row)
    questions: dict[Party, list[RosterRow]] = field(default_factory=dict)
    unknown: list[RosterRow] = field(default_factory=list)


def compare(ledger: Ledger, roster: Roster, answers: Mapping[str, int], progress: Progress) -> RosterPreview:
    """What the list would change, with the answers given so far."""
    from app.ledger.traits import effective
    from app.models import clients as queries
    from app.models import journal, traits

    in_force = ledger.traits.every()
    with ledger.store.read() as connection:
        directory = _directory(connection)
        names = queries.names(connection)
        found = _who(roster, directory, traits.roots(connection), answers, progress)
        said, conflicts = _said(found.rows)
        news = [
            (*key, value)
            for key, (_row, value) in said.items()
            if fold_spelling(_in_force(in_force, *key)) != fold_spelling(value)
        ]
        changes = effective(connection, news)
        mark = journal.mark(connection)
    questions = tuple(
        RosterQuestion(party.key, party, tuple(row.row for row in rows), directory.likely(party))
        for party, rows in found.questions.items()
    )
    return RosterPreview(
        roster=roster,
        mark=mark,
        matched=len(found.rows),
        clients=len({client_id for client_id, _row in found.rows}),
        same=len(said) - len(changes),
        changes=tuple(
            TraitChange(
                client_id, names[client_id][0], trait, _in_force(in_force, client_id, trait), value,
                said[client_id, trait][0],
            )
            for client_id, trait, value in changes
        ),
        conflicts=tuple(TraitConflict(names[client_id][0], trait, told) for client_id, trait, told in conflicts),
        questions=questions,
        unknown=tuple(found.unknown),
    )  # fmt: skip


def accept(ledger: Ledger, preview: RosterPreview, answers: Mapping[str, int], progress: Progress) -> int:
    """Write the changes of a preview, seen anew with these answers."""
    from app.models import journal

    with ledger.store.read() as connection:
        mark = journal.mark(connection)
    if mark != preview.mark:
        raise InputRefused(
            _("The book has changed since the list «{name}» was looked at.").format(name=preview.roster.file.name),
            _("Look at it again and accept then."),
        )
    fresh = compare(ledger, preview.roster, answers, progress)
    touched = {change.client_id for change in fresh.changes}
    text = _("list «{name}», {clients}").format(name=preview.roster.file.name, clients=clients(len(touched)))
    return ledger.traits.write(
        [(change.client_id, change.trait, change.after) for change in fresh.changes], text, progress
    )


def _directory(connection: Connection) -> Directory:
    from app.models import facts

    directory = Directory(facts.known_names(connection))
    for part_id, *named in facts.divided_names(connection):
        directory.divide(part_id, Party(*named))
    return directory


def _who(
    roster: Roster, directory: Directory, roots: Mapping[int, int], answers: Mapping[str, int], progress: Progress
) -> _Found:
    found = _Found()
    for number, row in enumerate(roster.rows):
        if number % _STEP == 0:
            progress.step(number, len(roster.rows), row.words)
        party = row.party
        client_id = directory.sure(party) if party.name or party.inn else directory.coded(party.code)
        client_id = client_id or answers.get(party.key)
        if client_id is not None and client_id in roots:
            found.rows.append((roots[client_id], row))
        elif party in found.questions or directory.likely(party, 1):
            found.questions.setdefault(party, []).append(row)
        else:
            found.unknown.append(row)
    return found


def _in_force(known: Mapping[int, Traits], client_id: int, trait: Trait) -> str:
    """What is known until now. What the name or bookkeeping tells already needs no word of a person."""
    return known[client_id].value(trait) if client_id in known else ""


def _said(
    rows: list[tuple[int, RosterRow]],
) -> tuple[dict[tuple[int, Trait], tuple[int, str]], list[tuple[int, Trait, tuple[tuple[int, str], ...]]]]:
    """(client, trait) -> (row, value) of what rows agree on; and what they do not."""
    told: dict[tuple[int, Trait], list[tuple[int, str]]] = {}
    for client_id, row in rows:
        for trait, value in row.values:
            told.setdefault((client_id, trait), []).append((row.row, value))
    said, conflicts = {}, []
    for key, values in told.items():
        if len({fold_spelling(value) for _row, value in values}) > 1:
            conflicts.append((*key, tuple(values)))
        else:
            said[key] = values[0]
    return said, conflicts
