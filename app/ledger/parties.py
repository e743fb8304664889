"""Who the rows of a draft are: each party resolved against the book, the unknown ones asked about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.importing import NameQuestion
from app.domain.matching import Directory, Party
from app.ledger.drafts import Draft, party_of

if TYPE_CHECKING:
    from app.models.store import Connection


@dataclass(frozen=True, slots=True)
class Names:
    """Who the rows are: each party's client id, negative for clients the book does not know yet."""

    client_of: dict[Party, int]
    fresh: dict[int, Party]
    questions: tuple[NameQuestion, ...]
    payers: bool = False  # of payments: only an answer teaches a name


def who(connection: Connection, draft: Draft, answered: dict[str, int]) -> Names:
    """Resolve every party of the draft: parties with an INN first, so that a row without one finds them."""
    from app.models import facts

    directory = Directory(facts.known_names(connection))
    totals: dict[Party, int] = {}
    managers: dict[Party, str] = {}
    for line in draft.lines:
        party = party_of(line)
        totals[party] = totals.get(party, 0) + (line.balance if line.balance is not None else line.amount or 0)
        managers.setdefault(party, line.manager)
    client_of: dict[Party, int] = {}
    fresh: dict[int, Party] = {}
    questions: list[NameQuestion] = []
    for party in sorted(totals, key=lambda p: (p.inn == "", p.code == "", p.name)):
        client_id = directory.sure(party)
        if client_id is None:
            key = f"{party.inn}|{party.code}|{party.name}"
            candidates = directory.likely(party)
            questions.append(NameQuestion(key, party.name, party.inn, managers[party], totals[party], candidates))
            client_id = answered.get(key) or -len(fresh) - 1
            if client_id < 0:
                fresh[client_id] = party
        directory.add(client_id, party)
        client_of[party] = client_id
    questions.sort(key=lambda q: (not q.candidates, -q.total, q.name))
    return Names(client_of, fresh, tuple(questions))
