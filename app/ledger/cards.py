"""Cards of account 62: a client's movements laid over what the book has standing where the card begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.debt import DueOrigin, Terms
from app.domain.matching import Party
from app.domain.movements import CardDocument, card
from app.domain.reconcile import EntryKind, Stated
from app.domain.statement import Problem, StatedLine
from app.ledger.drafts import Draft

if TYPE_CHECKING:
    from app.models.store import Connection


def stated_by(connection: Connection, draft: Draft, client_of: dict[Party, int]) -> tuple[list[Stated], list[Problem]]:
    """The documents that a card names, with their movements and balances at its end. It settles no others."""
    from app.models import cards, facts

    days = [line.doc_date for line in draft.lines if line.doc_date is not None]
    start = draft.starts or min(days)
    first = draft.as_of is None or facts.previous_date(connection, draft.as_of) is None
    rows: dict[int, list[StatedLine]] = {}
    for party, line in zip(draft.parties, draft.lines, strict=True):
        rows.setdefault(client_of[party], []).append(line)
    known: dict[int, list[Stated]] = {}
    for document in cards.documents(connection, [client_id for client_id in rows if client_id > 0], start):
        known.setdefault(document.client_id, []).append(document)
    out: list[Stated] = []
    problems: list[Problem] = []
    for client_id, lines in rows.items():
        mine = {document.key: document for document in known.get(client_id, [])}
        found, told = card(lines, [_standing(document) for document in mine.values()], first)
        problems += told
        out += [_stated(document, client_id, mine.get(document.key), lines[0]) for document in found]
    return out, problems


def _standing(document: Stated) -> CardDocument:
    return CardDocument(
        document.key, document.number, document.contract, document.doc_date, document.due_date, document.balance, True
    )


def _stated(document: CardDocument, client_id: int, known: Stated | None, line: StatedLine) -> Stated:
    rows = tuple(dict.fromkeys(document.rows))
    moves = tuple(document.moves)
    if known is not None:
        return known._replace(balance=document.now, rows=rows, moves=moves)
    row = document.row or line
    shipped = sum(move.amount for move in moves if move.kind == EntryKind.SHIPMENT)
    return Stated(
        client_id=client_id,
        key=document.key,
        number=document.number,
        kind=row.kind,
        contract=document.contract,
        doc_date=document.doc_date,
        due_date=None,
        due_origin=DueOrigin.UNKNOWN,
        balance=document.now,
        amount=shipped or None,
        overdue_days=None,
        terms=Terms(),
        manager=row.manager,
        name=row.client,
        inn=row.inn,
        client_type="",
        avg_order=None,
        core_share="",
        organisation=row.organisation,
        rows=rows,
        moves=moves,
    )
