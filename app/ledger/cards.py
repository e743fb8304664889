"""Cards of account 62: a client's movements laid over what the book has standing where the card begins.

A card's rows are kept, and its documents are derived of them whenever reports are posted: what a card says follows
from its rows and what stands before it, never from the order of loading. Where a full report speaks on one of the
card's days, the card begins after it; of cards that tell of the same days the later in the order of the book speaks,
and what it leaves out (another contract, another account) is taken from the others.

Books of the first version hold cards as documents only: those stay as they were derived when they were loaded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.domain.debt import DueOrigin, Terms
from app.domain.matching import Party
from app.domain.money import Kopecks
from app.domain.movements import CardDocument, card
from app.domain.reconcile import EntryKind, Scope, Stated, organisation_key, owned_key
from app.domain.statement import Move, Problem, StatedLine
from app.ledger.documents import numbered
from app.ledger.drafts import Draft
from app.progress import Progress, silent

if TYPE_CHECKING:
    from app.models.cards import CardPlace, OtherRow, Said
    from app.models.facts import ReportKey
    from app.models.store import Connection


@dataclass(frozen=True, slots=True)
class Laid:
    """A card over the book: its documents with their balances at its end, and the movements that lead there.
    ``spoken``: the day of the last report before it that speaks for everybody."""

    stated: list[Stated]
    problems: list[Problem]
    spoken: date | None


def stated_by(connection: Connection, draft: Draft, client_of: Mapping[Party, int]) -> Laid:
    """The documents that a card names, with their movements and balances at its end. It settles no others."""
    from app.models.cards import CardPlace

    assert draft.as_of is not None
    at = CardPlace(draft.as_of, draft.begins, 0, tuple(replaces(connection, draft, client_of)))
    rows = [(client_of[party], line) for party, line in zip(draft.parties, draft.lines, strict=True)]
    return _laid(connection, at, rows, draft.title, draft.scope)


def replaces(connection: Connection, draft: Draft, client_of: Mapping[Party, int]) -> list[int]:
    """Cards in the book that this one corrects: of the same days, wording and clients."""
    from app.models import cards

    assert draft.as_of is not None
    said = (draft.title_text, draft.filters_text, draft.organisation_text)
    return cards.replaced(connection, cards.CardPlace(draft.as_of, draft.begins), said, list(client_of.values()))


def keep(
    connection: Connection, report_id: int, draft: Draft, client_of: Mapping[Party, int], made: Mapping[int, int]
) -> None:
    """Write the rows of a new card. ``made``: real ids of clients made for it."""
    from app.models import cards

    owners = [client_of[party] for party in draft.parties]
    cards.insert(connection, report_id, zip([made.get(c, c) for c in owners], draft.lines, strict=True))


def derived(
    connection: Connection, report: ReportKey, progress: Progress | None = None
) -> tuple[dict[int, Stated], date | None]:
    """A card's documents over what stands now, written as its lines: by invoice id, and the day of the last report
    before it that speaks for everybody. Raises ``Cancelled``."""
    from app.models import cards, facts, owners, reports

    progress = progress or silent()
    assert report.starts is not None
    at = cards.CardPlace(report.as_of, report.starts, report.report_id)
    title = reports.title_of(connection, report.report_id)
    laid = _laid(connection, at, cards.rows_of(connection, report.report_id), title, report.scope.organisations)
    stated = numbered(laid.stated, owners.known(connection, laid.stated), facts.merged_ids(connection))
    first = facts.next_invoice(connection)
    fresh = [invoice_id for invoice_id in stated if invoice_id < 0]
    ids = dict(zip(fresh, range(first, first + len(fresh)), strict=True))
    told = [stated[i] for i in fresh]
    facts.insert_invoices(connection, list(ids.values()), [line.client_id for line in told], told, {}, progress)
    out = {ids.get(invoice_id, invoice_id): line for invoice_id, line in stated.items()}
    debt = sum(line.balance for line in out.values() if line.balance > 0)
    cards.rewrite(connection, report.report_id, debt, sum(line.balance for line in out.values()))
    facts.insert_lines(connection, report.report_id, list(out), list(out.values()), progress)
    return out, laid.spoken


def _laid(
    connection: Connection,
    at: CardPlace,
    rows: Iterable[tuple[int, StatedLine]],
    title: str,
    organisations: frozenset[str],
) -> Laid:
    """Each client's rows over what reports before the card say of it."""
    from app.models import cards

    spoken = _spoken(connection, at, organisations)
    starts = at.starts if spoken is None else max(at.starts, spoken + timedelta(1))
    own: dict[int, list[StatedLine]] = {}
    for client_id, line in rows:
        if line.doc_date is not None and line.doc_date >= starts:
            own.setdefault(client_id, []).append(line)
    others: dict[int, list[OtherRow]] = {}
    for row in cards.other_rows(connection, replace(at, starts=starts), own):
        others.setdefault(row.client_id, []).append(row)
    said, named = cards.said(connection, at, own), cards.named(connection, at, own)
    known: dict[int, dict[str, _Known]] = {}
    for invoice_id, stated in cards.documents(connection, own):
        if invoice_id in said:
            floor = max(filter(None, (spoken, named.get(invoice_id))), default=None)
            found = _Known(stated, said[invoice_id], starts, floor)
            mine = known.setdefault(stated.client_id, {})
            key = _called(stated, own[stated.client_id])
            mine[stated.key if key in mine else key] = found
    out: list[Stated] = []
    problems: list[Problem] = []
    for client_id, lines in own.items():
        mine = known.get(client_id, {})
        more = _left_out(lines, others.get(client_id, ()), title)
        told, doubts = card(
            [*more, *lines], [one.document(key) for key, one in mine.items()], spoken is None and not mine
        )
        problems += doubts
        out += _documents(told, mine, client_id, lines[0], spoken)
    return Laid(out, problems, spoken)


def _called(stated: Stated, rows: Iterable[StatedLine]) -> str:
    """The key under which these rows would tell of a document of the book."""
    named = {organisation_key(row.organisation): row.organisation for row in rows}
    if len(named) > 1:
        return stated.key
    (card,) = named.values()
    return owned_key(stated.key, (stated.organisation or card) if card else "")


def _spoken(connection: Connection, at: CardPlace, organisations: frozenset[str]) -> date | None:
    """The last day before the card's on which a report spoke for all debts of its companies."""
    from app.models import facts

    def speaks(scope: Scope) -> bool:
        heard = not scope.organisations or not organisations or scope.organisations & organisations
        return not scope.narrowed and bool(heard)

    days = [one.as_of for one in facts.debt_reports(connection) if one.as_of < at.as_of and speaks(one.scope)]
    return max(days, default=None)


@dataclass(slots=True)
class _Known:
    """A document of the book, and what reports before the card say of it: ``starts`` is the first of the days that
    the card tells of, ``floor`` the last one on which its balance was told."""

    stated: Stated
    said: list[Said]
    starts: date
    floor: date | None

    def document(self, key: str) -> CardDocument:
        """As it stood where the card begins."""
        one, base = self.stated, sum(move.amount for move in self.said if move.day < self.starts)
        own = organisation_key(one.organisation)
        return CardDocument(key, one.number, one.contract, one.doc_date, one.due_date, base, True, organisation=own)

    @property
    def balance(self) -> Kopecks:
        """As it stands by all reports before the card."""
        return sum(move.amount for move in self.said)

    @property
    def retold(self) -> bool:
        """Another card has told of it on the days of this one."""
        return any(move.card and move.day >= self.starts for move in self.said)


def _documents(
    told: Sequence[CardDocument], known: Mapping[str, _Known], client_id: int, line: StatedLine, spoken: date | None
) -> Iterable[Stated]:
    """What a client's rows make of its documents. A document of which another card told on these days, and this one
    does not, is brought back to what it was."""
    seen = {document.key for document in told}
    back = [one.document(key) for key, one in known.items() if key not in seen and one.retold]
    for document in (*told, *back):
        mine = known.get(document.key)
        if any(document.rows) or mine is None or document.now != mine.balance:
            yield _stated(document, client_id, mine, line, spoken)


def _stated(
    document: CardDocument, client_id: int, mine: _Known | None, line: StatedLine, spoken: date | None
) -> Stated:
    rows = tuple(dict.fromkeys(row for row in document.rows if row))
    moves = _new(document.moves, mine, spoken)
    if mine is not None:
        return mine.stated._replace(balance=document.now, rows=rows, moves=moves, name=line.client, inn=line.inn)
    row = document.row or line
    shipped = sum(move.amount for move in document.moves if move.kind == EntryKind.SHIPMENT)
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
        name=line.client,
        inn=line.inn,
        client_type="",
        avg_order=None,
        core_share="",
        organisation=row.organisation,
        rows=rows,
        moves=moves,
    )


def _new(moves: Iterable[Move], mine: _Known | None, spoken: date | None) -> tuple[Move, ...]:
    """Movements that change no balance already told, less those that a card of the same day has entered."""
    floor = mine.floor if mine is not None else spoken
    entered = [(said.day, said.kind, -said.amount) for said in mine.said if said.day >= mine.starts] if mine else []
    sums: dict[tuple[date, str], Kopecks] = {}
    for day, kind, amount in (*((move.day, move.kind, move.amount) for move in moves), *entered):
        if floor is None or day > floor:
            sums[day, kind] = sums.get((day, kind), 0) + amount
    return tuple(Move(day, kind, amount) for (day, kind), amount in sums.items() if amount)


def _left_out(lines: Sequence[StatedLine], others: Iterable[OtherRow], title: str) -> list[StatedLine]:
    """Rows of other cards that this one does not speak of: of another account, contract or company of ours, and not
    among its own."""
    covered = {_part(line) for line in lines}
    own = Counter(map(_bare, lines))
    out: list[StatedLine] = []
    for other in others:
        if _account(other.title) == _account(title) and _part(other.line) in covered:
            continue
        if own[_bare(other.line)]:
            own[_bare(other.line)] -= 1
        else:
            out.append(replace(other.line, row=0))
    return out


def _part(line: StatedLine) -> tuple[str, str]:
    return line.contract.casefold(), organisation_key(line.organisation)


def _bare(line: StatedLine) -> tuple[object, ...]:
    return line.doc_date, line.number, line.movement, line.amount, line.settles, *_part(line)


def _account(title: str) -> str:
    """«Карточка счета 62.01 за май» -> «62.01»."""
    found = re.search(r"сч[её]та\s+(\d{2}(?:\.\d{1,2})?)", title.casefold())
    return found.group(1) if found else ""
