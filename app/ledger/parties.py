"""Who the rows of a draft are: each party resolved against the book, the unknown ones asked about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.importing import NameQuestion
from app.domain.matching import Directory, Party
from app.ledger.drafts import Draft
from app.progress import Progress

if TYPE_CHECKING:
    from app.models.store import Connection


@dataclass(frozen=True, slots=True)
class Names:
    """Who the rows are: each party's client id, negative for clients the book does not know yet."""

    client_of: dict[Party, int]
    fresh: dict[int, Party]
    questions: tuple[NameQuestion, ...]
    divided: frozenset[Party] = frozenset()  # told apart by their managers
    payers: bool = False  # of payments: only an answer teaches a name


def who(connection: Connection, draft: Draft, answered: dict[str, int], progress: Progress | None = None) -> Names:
    """Resolve every party of the draft: parties with an INN first, so that a row without one finds them. Raises
    ``Cancelled``."""
    from app.models import facts

    directory = Directory(facts.known_names(connection))
    for part_id, *named in facts.divided_names(connection):
        directory.divide(part_id, Party(*named))
    directory.expect(set(draft.parties))
    sums = dict.fromkeys(draft.parties, 0)
    for party, line in zip(draft.parties, draft.lines, strict=True):
        sums[party] += line.balance if line.balance is not None else line.amount or 0
    totals: dict[str, int] = {}
    for party, amount in sums.items():
        totals[party.key] = totals.get(party.key, 0) + amount
    client_of: dict[Party, int] = {}
    fresh: dict[int, Party] = {}
    questions: list[NameQuestion] = []
    asked: dict[str, int] = {}
    divided: set[Party] = set()
    for party in sorted(sums, key=lambda p: (p.inn == "", p.code == "", p.name)):
        part = directory.divided(party)
        if part is not None:
            divided.add(party)
            client_of[party] = part
            continue
        client_id = directory.sure(party) or asked.get(party.key)
        if client_id is None:
            if progress is not None:
                progress.step(0, 3)
            candidates, total = directory.likely(party), totals[party.key]
            questions.append(NameQuestion(party.key, party.name, party.inn, party.manager, total, candidates))
            client_id = answered.get(party.key) or -len(fresh) - 1
            asked[party.key] = client_id
            if client_id < 0:
                fresh[client_id] = party
        directory.add(client_id, party)
        client_of[party] = client_id
    questions.sort(key=lambda q: (not q.candidates, -q.total, q.name))
    return Names(client_of, fresh, tuple(questions), frozenset(divided))
