"""What a careful bookkeeper would see in a statement: totals, duplicates, taxpayer numbers, dates."""

from collections.abc import Sequence
from datetime import date, timedelta

from app.domain.money import Kopecks
from app.domain.statement import StatedLine, StatementKind
from app.formats import day as day_text
from app.formats import money as money_text
from app.i18n import _
from app.ingest import values
from app.ingest.tally import Tally
from app.ingest.words import plain

FAR = timedelta(days=5 * 366)


def check(tallies: Sequence[Tally], kind: StatementKind, as_of: date | None) -> None:
    """Add warnings to the tallies of one file. Raises ``Cancelled``."""
    for tally in tallies:
        _total(tally, kind)
        _numbers(tally)
        tally.progress.step(tally.rows, tally.rows, tally.file)
        _dates(tally, as_of)
        tally.progress.step(tally.rows, tally.rows, tally.file)
    again = _repeated(tallies)
    for tally in tallies:
        tally.progress.step(tally.rows, tally.rows, tally.file)
    _duplicates(tallies, again)
    for tally in tallies:
        tally.progress.step(tally.rows, tally.rows, tally.file)


def _total(tally: Tally, kind: StatementKind) -> None:
    """«Итого» against the rows that were read."""
    if tally.control is None:
        _total_unsaid(tally)
        return
    read = total_of(tally.lines, kind)
    if tally.control in read:
        return
    difference = min((tally.control - total for total in read), key=abs)
    tally.warn(
        tally.control_row,
        None,
        _("The file's total is {stated}, its rows give {read}: the difference is {difference} roubles.").format(
            stated=money_text(tally.control),
            read=money_text(tally.control - difference),
            difference=money_text(difference),
        ),
    )


def _total_unsaid(tally: Tally) -> None:
    """A last row that is the sum of all the others, and no document."""
    if len(tally.lines) < 3:
        return
    *others, last = tally.lines
    stated = last.balance if last.balance is not None else last.amount
    if last.number or last.doc_date or not stated or last.movement is not None:
        return
    if stated == sum((line.balance if line.balance is not None else line.amount) or 0 for line in others):
        said = _("The last row, «{client}», equals the sum of all above it: is it the total?")
        tally.warn(last.row - 1, None, said.format(client=last.client[:60]))


def total_of(lines: Sequence[StatedLine], kind: StatementKind) -> tuple[Kopecks, ...]:
    """What a total may rightly equal: the debt less advances, or the debt alone."""
    if kind in (StatementKind.SALES, StatementKind.PAYMENTS, StatementKind.MOVEMENTS):
        return (sum(line.amount or 0 for line in lines),)
    balances = [line.balance for line in lines if line.balance is not None]
    return sum(balances), sum(balance for balance in balances if balance > 0)


def _numbers(tally: Tally) -> None:
    first: dict[str, StatedLine] = {}
    for line in tally.lines:
        if line.inn and line.inn not in first:
            first[line.inn] = line
    for number, line in first.items():
        if values.inn_wrong(number):
            tally.warn(
                line.row - 1,
                None,
                _("The check digits of taxpayer number {number} do not agree ({client}).").format(
                    number=number, client=line.client[:60]
                ),
                "inn",
            )


def _dates(tally: Tally, as_of: date | None) -> None:
    last = as_of or date.max
    far = as_of + FAR if as_of else date.max
    for line in tally.lines:
        day, due = line.doc_date, line.due_date
        if day and day > last:
            said = _("The document is dated {date}, after the report.").format(date=day_text(day))
            tally.warn(line.row - 1, None, said, "future")
        if due and day and due < day:
            said = _("The due date {due} is before the document {date}.")
            tally.warn(line.row - 1, None, said.format(due=day_text(due), date=day_text(day)), "due")
        elif due and due > far:
            said = _("The due date {due} is more than five years ahead.").format(due=day_text(due))
            tally.warn(line.row - 1, None, said, "far")


def _repeated(tallies: Sequence[Tally]) -> set[str]:
    """Numbers that stand more than once: only their documents need to be compared."""
    once: set[str] = set()
    again: set[str] = set()
    for tally in tallies:
        for line in tally.lines:
            number = line.number.upper()
            (again if number in once else once).add(number)
    return again


def _duplicates(tallies: Sequence[Tally], again: set[str]) -> None:
    """One document twice: both lines stay, the person is told the rows. ``again``: numbers to be compared."""
    seen: dict[tuple[object, ...], tuple[Tally, list[StatedLine]]] = {}
    clients: dict[tuple[object, ...], tuple[Tally, list[StatedLine]]] = {}
    for tally in tallies:
        for line in tally.lines:
            if not line.number or (line.balance is not None and line.balance < 0):
                if not line.number and line.doc_date is None and not line.kind:
                    owing = (line.balance or line.amount or 0) > 0
                    whose = (tally.sheet, plain(line.client), line.inn, line.contract, line.manager,
                             line.organisation, owing, tally.branches.get(line.row, ""))  # fmt: skip
                    clients.setdefault(whose, (tally, []))[1].append(line)
                continue
            if line.number.upper() not in again or line.movement is not None:
                continue  # a card names a document in each of its movements
            key = (tally.sheet, plain(line.client), plain(line.contract), plain(line.kind), line.number.upper(),
                   line.doc_date, line.settled_date)  # fmt: skip
            seen.setdefault(key, (tally, []))[1].append(line)
    for tally, lines in seen.values():
        if len(lines) > 1:
            rows = ", ".join(str(line.row) for line in lines[:10])
            tally.warn(
                lines[1].row - 1,
                None,
                _("Document {number} of «{client}» stands in the file more than once: rows {rows}.").format(
                    number=lines[0].number, client=lines[0].client[:60], rows=rows
                ),
                "twice",
            )
    for tally, lines in clients.values():
        if len(lines) > 1:
            rows = ", ".join(str(line.row) for line in lines[:10])
            said = _("«{client}» stands in the file more than once: rows {rows}.")
            tally.warn(lines[1].row - 1, None, said.format(client=lines[0].client[:60], rows=rows), "client twice")
