"""Bookkeeping's debt reports are the truth of balances; payments give their decreases a day and a cause.

Runs after the debt reports are posted. For each of them the payments since the report before explain what it says
is owed less: their part of the entry gets the payment's own day, the rest stays on the report's. Payments since the
last report are posted provisionally, until the next one speaks. No total at a report's date can move by this.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from app.domain.allocation import Incoming, Payable, allocate, covered
from app.domain.matching import Directory, Party
from app.domain.names import inn_valid
from app.domain.reconcile import EntryKind

if TYPE_CHECKING:
    from app.models.facts import ReportKey
    from app.models.payments import Decrease, Posted
    from app.models.store import Connection


def lift(connection: Connection) -> None:
    """Take the provisional payments off, so that a report is compared with what reports have said."""
    from app.models import facts, payments

    facts.refresh_documents(connection, payments.lift(connection))


def settle(connection: Connection, since: date | None) -> None:
    """Explain anew whatever depends on reports or payments from ``since`` on (None: on their payers only)."""
    from app.models import facts, payments

    if not payments.known(connection):
        return
    lift(connection)
    payments.settle_live(connection)
    changed = payments.set_clients(connection, _matched(connection))
    start = min((day for day in (since, changed) if day is not None), default=None)
    reports = facts.debt_reports(connection)
    if start is not None:
        again = [report for report in reports if report.as_of >= start]
        touched = payments.unexplain(connection, [report.report_id for report in again])
        dates = sorted({report.as_of for report in reports})
        for report in again:
            touched += _explain(connection, report, [day for day in dates if day < report.as_of])
        facts.refresh_documents(connection, touched)
    last = reports[-1].as_of if reports else None
    facts.refresh_documents(connection, _provisional(connection, last))
    payments.loosen(connection, reports[0].as_of if reports else None, last)


def _matched(connection: Connection) -> dict[tuple[str, str], int | None]:
    """Who the payers are: by INN, then by name. Each is looked up alone against what files and persons have taught,
    never against other payers, so that the order of loading does not matter."""
    from app.models import payments

    directory = Directory(payments.names_in_use(connection))
    found = {(name, inn): directory.sure(Party(name, inn)) for name, inn in payments.payers(connection)}
    numbers: dict[int, set[str]] = {}
    for (_name, inn), client_id in found.items():
        if client_id is not None and inn_valid(inn) and not directory.has_inn(client_id):
            numbers.setdefault(client_id, set()).add(inn)
    doubtful = {client_id for client_id, several in numbers.items() if len(several) > 1}
    return {key: None if client_id in doubtful and key[1] else client_id for key, client_id in found.items()}


def _explain(connection: Connection, report: ReportKey, earlier: Sequence[date]) -> list[int]:
    """One report: first the payments since the report before, then those of the time before that it had not
    shown. The latter get the report's day: what was owed on the day between is bookkeeping's word."""
    from app.models import payments

    previous = earlier[-1] if earlier else None
    fresh = payments.incoming(connection, previous, report.as_of)
    late = payments.incoming(connection, earlier[-2], previous) if len(earlier) > 1 else {}
    found = payments.decreases(connection, report.report_id, fresh.keys() | late.keys())
    posted: list[Posted] = []
    for client_id, entries in found.items():
        left = _Left(report, entries)
        for money, own_day in ((fresh.get(client_id, []), previous is not None), (late.get(client_id, []), False)):
            posted += left.take(money, own_day=own_day)
        for entry_id, amount in left.taken.items():
            payments.shrink(connection, entry_id, amount)
    payments.post(connection, posted)
    return sorted({row.part.invoice_id for row in posted})


class _Left:
    """What of one client's decreases in one report is not explained yet."""

    def __init__(self, report: ReportKey, entries: Iterable[Decrease]) -> None:
        self._report = report
        self._entries = list(entries)
        self.taken: dict[int, int] = {}

    def _rest(self, entry: Decrease) -> int:
        return entry.document.balance - self.taken.get(entry.entry_id, 0)

    def _documents(self) -> list[Payable]:
        sums: dict[int, int] = {}
        for entry in self._entries:
            sums[entry.document.invoice_id] = sums.get(entry.document.invoice_id, 0) + self._rest(entry)
        first = {entry.document.invoice_id: entry.document for entry in reversed(self._entries)}
        return [replace(first[invoice_id], balance=amount) for invoice_id, amount in sums.items()]

    def take(self, money: Sequence[Incoming], *, own_day: bool) -> list[Posted]:
        """Parts of these payments, each cut along the entries it explains."""
        from app.models.payments import Posted

        out: list[Posted] = []
        for payment, part in covered(money, self._documents()):
            amount = part.amount
            for entry in self._entries:
                slice_ = min(amount, self._rest(entry)) if entry.document.invoice_id == part.invoice_id else 0
                if slice_ <= 0:
                    continue
                amount -= slice_
                self.taken[entry.entry_id] = self.taken.get(entry.entry_id, 0) + slice_
                day = max(payment.day, entry.since or payment.day) if own_day else self._report.as_of
                kind = EntryKind.ADVANCE if entry.kind == EntryKind.ADVANCE else EntryKind.PAYMENT
                out.append(
                    Posted(
                        payment.payment_id, self._report.report_id, replace(part, amount=slice_), day, kind.value,
                        (entry.day, entry.kind),
                    )
                )  # fmt: skip
        return out


def _provisional(connection: Connection, last: date | None) -> list[int]:
    """Payments since the last report cover what stands open, each in its turn; what is over stays an advance."""
    from app.models import payments
    from app.models.payments import Posted

    money = payments.incoming(connection, last, None)
    owed = payments.payables(connection, money)
    posted: list[Posted] = []
    for client_id, documents in owed.items():
        left = {document.invoice_id: document for document in documents}
        for payment in sorted(money[client_id], key=lambda p: (p.day, p.key, p.amount, p.payment_id)):
            for part in allocate(payment.amount, left.values(), payment.named, payment.hand):
                if part.invoice_id:
                    document = left[part.invoice_id]
                    left[part.invoice_id] = replace(document, balance=document.balance - part.amount)
                    posted.append(Posted(payment.payment_id, 0, part, payment.day, EntryKind.PAYMENT.value))
    reports = payments.statements_of(connection, [row.payment_id for row in posted])
    payments.post(connection, [replace(row, report_id=reports[row.payment_id]) for row in posted])
    return sorted({row.part.invoice_id for row in posted})
