"""Files of movements: documents with true dates of shipment and settlement.

A plain ledger states for each document when it was shipped and when it was settled: it becomes a balance on the
asked day and two movements. Nothing here knows the book.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from app.domain.money import Kopecks
from app.domain.reconcile import EntryKind
from app.domain.statement import Move, Skipped, StatedLine
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
