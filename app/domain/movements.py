"""Files of movements: documents with true dates of shipment and settlement.

A plain ledger states for each document when it was shipped and when it was settled: it becomes a balance on the
asked day and two movements. A card of account 62 states one movement in a row: rows become documents here, over what
stood open when the card begins, and speak for no other documents.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import compress

from app.domain.allocation import Payable, allocate
from app.domain.money import Kopecks
from app.domain.purpose import document_named, means, named_in, split
from app.domain.reconcile import EntryKind, invoice_key, is_return, organisation_key
from app.domain.statement import Move, Movement, Problem, Skipped, StatedLine
from app.formats import day as day_text
from app.i18n import _


def last_day(lines: Iterable[StatedLine]) -> date | None:
    """The last day a file of movements knows of."""
    days = [day for line in lines for day in (line.doc_date, line.settled_date) if day is not None]
    return max(days, default=None)


def dated(lines: Iterable[StatedLine], as_of: date) -> tuple[list[StatedLine], list[Skipped]]:
    """Rows of a plain ledger as balances on ``as_of`` with their movements; rows that say nothing of that day are
    declared. 100 shipped on the 3rd and settled on the 23rd: on the 10th 100 is owed, on the 23rd nothing."""
    out: list[StatedLine] = []
    skipped: list[Skipped] = []
    for line in lines:
        reason = _no_debt(line, as_of)
        if reason:
            skipped.append(Skipped(line.row, reason, line.sheet))
        else:
            out.append(_document(line, as_of))
    return out, skipped


def moved(lines: Iterable[StatedLine], as_of: date) -> tuple[list[StatedLine], list[Skipped]]:
    """Rows of a card up to ``as_of``; later ones are declared."""
    found = list(lines)
    late = [line.doc_date is not None and line.doc_date > as_of for line in found]
    reason = _("after {day}").format(day=day_text(as_of))
    return (
        [line for line, after in zip(found, late, strict=True) if not after],
        [Skipped(line.row, reason, line.sheet) for line in compress(found, late)],
    )


def _no_debt(line: StatedLine, as_of: date) -> str:
    if line.doc_date is not None and line.doc_date > as_of:
        return _("shipped after {day}").format(day=day_text(as_of))
    if line.doc_date is None and line.settled_date is not None and line.settled_date <= as_of:
        return _("settled, and the day of shipment is not stated")
    return ""


def _document(line: StatedLine, as_of: date) -> StatedLine:
    amount: Kopecks = line.amount or 0
    settled = line.settled_date is not None and line.settled_date <= as_of
    moves: tuple[Move, ...] = ()
    if line.doc_date is not None and amount:
        shipped, paid = EntryKind.SHIPMENT, EntryKind.PAYMENT
        if amount < 0:  # goods returned, and their sum used up
            shipped = paid = EntryKind.RETURN
        moves = (Move(line.doc_date, shipped.value, amount),)
        if settled and line.settled_date is not None:
            moves += (Move(line.settled_date, paid.value, -amount),)
    # overdue days of such a file are those of the settlement, not of the asked day
    return replace(line, balance=0 if settled else amount, moves=moves, overdue_days=None, overdue=None)


@dataclass(slots=True)
class CardDocument:
    """A document of one client: its ``balance`` where the card begins and what the card does to it. ``known``: the
    book has it (perhaps settled); ``row``: the row that opened it, for a new one."""

    key: str
    number: str
    contract: str
    doc_date: date | None
    due_date: date | None = None
    balance: Kopecks = 0
    known: bool = False
    row: StatedLine | None = None
    organisation: str = ""  # our own company, folded
    rows: list[int] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)

    @property
    def now(self) -> Kopecks:
        """Balance after what the card has told so far."""
        return self.balance + sum(move.amount for move in self.moves)

    def move(self, row: StatedLine, kind: EntryKind, amount: Kopecks) -> None:
        """A movement on the day of a row."""
        if amount and row.doc_date is not None:
            self.moves.append(Move(row.doc_date, kind.value, amount))
            self.rows.append(row.row)


def card(
    rows: Iterable[StatedLine], documents: Iterable[CardDocument], first: bool
) -> tuple[list[CardDocument], list[Problem]]:
    """The documents that one client's rows of a card touch, with their movements. ``documents``: those the book
    knows; ``first``: the book knows nothing before, so that a document named as paid must have been owed."""
    told = _Card({document.key: document for document in documents}, first)
    ordered = sorted((row for row in rows if row.doc_date is not None), key=lambda r: r.doc_date or date.min)
    for row in ordered:
        told.take(row)
    return [document for document in told.documents.values() if document.moves], told.problems


@dataclass(slots=True)
class _Card:
    documents: dict[str, CardDocument]
    first: bool
    problems: list[Problem] = field(default_factory=list)

    def take(self, row: StatedLine) -> None:
        amount = row.amount or 0
        if row.movement is Movement.SHIPMENT:
            self._opened(row).move(row, EntryKind.SHIPMENT, amount)
        elif row.movement is Movement.PAYMENT:
            self._paid(row, -amount)
        elif row.movement is Movement.ADVANCE:
            self._opened(row, advance=True).move(row, EntryKind.ADVANCE, amount)
        elif row.movement is Movement.OFFSET:
            self._offset(row, amount)
        elif row.movement is Movement.REFUND:
            left = self._from_advances(row, amount)
            if left:
                self._opened(row).move(row, EntryKind.CORRECTION, left)
        else:
            self._corrected(row, amount)

    def _opened(self, row: StatedLine, *, advance: bool = False) -> CardDocument:
        """The document of a row itself, found or new."""
        key = invoice_key(replace(row, balance=-1 if advance else 0))
        if key not in self.documents:
            own = organisation_key(row.organisation)
            self.documents[key] = CardDocument(key, row.number, row.contract, row.doc_date, row=row, organisation=own)
        return self.documents[key]

    def _named(self, name: str, row: StatedLine) -> list[CardDocument]:
        """Documents of the row's company that are meant by these words."""
        return [d for d in self.documents.values() if means(name, d.number, d.doc_date) and _of_company(d, row)]

    def _paid(self, row: StatedLine, amount: Kopecks) -> None:
        self._remember(row, amount)
        left = self._cover(row, amount, EntryKind.PAYMENT)
        if left:
            self._opened(row, advance=True).move(row, EntryKind.ADVANCE, -left)

    def _remember(self, row: StatedLine, amount: Kopecks) -> None:
        """In a book that begins with this card a paid document of an older date was owed before it."""
        name = document_named(row.settles)
        known = bool(self._named(name, row)) if name else True
        number, day = split(name)
        if self.first and not known and day is not None and row.doc_date is not None and day < row.doc_date:
            old = replace(row, number=number, doc_date=day, kind="", settles="", comment="")
            self._opened(old).move(old, EntryKind.OPENING, amount)

    def _cover(self, row: StatedLine, amount: Kopecks, kind: EntryKind) -> Kopecks:
        """Take a sum off the debts of the row's contract: of the named document first, then the earliest due. What
        is left comes back."""
        names = tuple(filter(None, (document_named(row.settles), *named_in(row.comment))))
        if row.movement is not Movement.PAYMENT and row.number:
            names += (document_named(f"{row.number} от {row.doc_date:%d.%m.%Y}"),)
        owed = [d for d in self.documents.values() if d.now > 0 and _of_contract(d, row)]
        payables = [Payable(n, d.number, d.now, d.due_date, d.doc_date, d.key) for n, d in enumerate(owed, 1)]
        left = amount
        for part in allocate(amount, payables, names):
            if part.invoice_id:
                owed[part.invoice_id - 1].move(row, kind, -part.amount)
                left -= part.amount
        return left

    def _advances(self, row: StatedLine) -> Iterator[CardDocument]:
        """Advances of the row's contract, the oldest first."""
        found = [d for d in self.documents.values() if d.now < 0 and _of_contract(d, row)]
        yield from sorted(found, key=lambda d: (d.doc_date or date.min, d.key))

    def _from_advances(self, row: StatedLine, amount: Kopecks) -> Kopecks:
        for advance in self._advances(row):
            part = min(amount, -advance.now)
            advance.move(row, EntryKind.ADVANCE, part)
            amount -= part
        return amount

    def _offset(self, row: StatedLine, amount: Kopecks) -> None:
        """An advance is set against a debt: no money moves. The debt is gone even where the advance is not known, as
        in a card of 62.01 alone."""
        owed = sum(d.now for d in self.documents.values() if d.now > 0 and _of_contract(d, row))
        usable = min(amount, owed)
        known = min(usable, -sum(d.now for d in self._advances(row)))
        if known < amount:
            text = _("an offset of an advance has no advance or no debt to meet in the book: {client}, {day}")
            day = day_text(row.doc_date) if row.doc_date else ""
            self.problems.append(Problem(text.format(client=row.client[:60], day=day), row.sheet, row.row))
        self._cover(row, usable, EntryKind.ADVANCE)
        self._from_advances(row, known)

    def _corrected(self, row: StatedLine, amount: Kopecks) -> None:
        kind = EntryKind.RETURN if is_return(row.kind) else EntryKind.CORRECTION
        if amount < 0:
            left = self._cover(row, -amount, kind)
            if left:
                self._opened(row, advance=True).move(row, kind, -left)
            return
        name = document_named(row.settles)
        named = self._named(name, row) if name else []
        (named[0] if named else self._opened(row)).move(row, kind, amount)


def _of_contract(document: CardDocument, row: StatedLine) -> bool:
    mine, other = document.contract.casefold(), row.contract.casefold()
    return (not mine or not other or mine == other) and _of_company(document, row)


def _of_company(document: CardDocument, row: StatedLine) -> bool:
    own = organisation_key(row.organisation)
    return not own or not document.organisation or own == document.organisation
