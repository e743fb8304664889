"""Bookkeeping's debt reports are the truth of balances; payments give their decreases a day and a cause.

Runs after the debt reports are posted. For each of them the payments since the report before explain what it says
is owed less: their part of the entry gets the payment's own day, the rest stays on the report's. Payments since the
last report are posted provisionally, until the next one speaks. No total at a report's date can move by this.
A report that names only some documents (a card of account 62, one manager's file) speaks for their clients alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from app.domain.allocation import Incoming, Payable, Why, allocate, covered
from app.domain.calendar import WorkCalendar, calendar_of
from app.domain.matching import Directory, Party
from app.domain.names import inn_valid
from app.domain.reconcile import EntryKind
from app.domain.same_money import Counted, neighbours
from app.paths import resource

if TYPE_CHECKING:
    from app.models.facts import ReportKey
    from app.models.payments import Decrease, Posted, Rest
    from app.models.store import Connection


@lru_cache(maxsize=1)
def calendar() -> WorkCalendar:
    """Working days as shipped: what counts as one payment is a fact and may not depend on anybody's settings."""
    with resource("workdays_ru.csv").open(encoding="utf-8") as file:
        rows = [line.strip().split(",") for line in file][1:]
    return calendar_of((date.fromisoformat(day), kind.startswith("working")) for day, kind in rows)


def lift(connection: Connection) -> None:
    """Take the provisional payments off, so that a report is compared with what reports have said."""
    from app.models import facts, payments

    facts.refresh_documents(connection, payments.lift(connection))


def settle(connection: Connection, since: date | None) -> None:
    """Explain anew whatever depends on reports or payments from ``since`` on (None: on their payers only)."""
    from app.models import counted, facts, payments

    if not payments.known(connection):
        return
    lift(connection)
    named = payments.set_clients(connection, _matched(connection))
    found = counted.counted(connection, calendar())
    start = min((day for day in (since, named, counted.mark(connection, found)) if day is not None), default=None)
    reports = facts.debt_reports(connection)
    narrowed = [report.report_id for report in reports if report.scope.narrowed]
    timeline = _Timeline(reports, payments.named_clients(connection, narrowed))
    if start is not None:
        # a report of the working day before may have stated what the bank saw on this one
        again = [report for report in reports if calendar().add(report.as_of, 1) >= start]
        touched = payments.unexplain(connection, [report.report_id for report in again])
        for report in again:
            touched += _explain(connection, report, timeline, found)
        facts.refresh_documents(connection, touched)
    facts.refresh_documents(connection, _provisional(connection, timeline, found))
    payments.loosen(connection, [(rest, timeline.why(rest)) for rest in payments.rests(connection)])


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


EVERYBODY = 0


class _Timeline:
    """Dates on which reports speak for each client; ``EVERYBODY``: of whom only reports of all have spoken."""

    def __init__(self, reports: Sequence[ReportKey], named: Mapping[int, frozenset[int]]) -> None:
        self._all = sorted({report.as_of for report in reports if not report.scope.narrowed})
        own: dict[int, set[date]] = {}
        for report in reports:
            for client_id in named.get(report.report_id, ()):
                own.setdefault(client_id, set()).add(report.as_of)
        self._own = {client_id: sorted({*days, *self._all}) for client_id, days in own.items()}

    def of(self, client_id: int) -> list[date]:
        """Ascending dates."""
        return self._own.get(client_id, self._all)

    def last(self, client_id: int) -> date | None:
        """The newest date on which anything was said of a client."""
        return max(self.of(client_id), default=None)

    def before(self, client_id: int, day: date) -> tuple[date | None, date | None]:
        """The last date before a day and the one before that."""
        earlier = [one for one in self.of(client_id) if one < day]
        return (earlier[-1] if earlier else None), (earlier[-2] if len(earlier) > 1 else None)

    def why(self, rest: Rest) -> Why:
        """Why this covers no document."""
        if rest.amount <= 0:
            return Why.REFUND
        if not rest.client_id:
            return Why.UNMATCHED
        days = self.of(rest.client_id)
        if not days or rest.day > days[-1]:
            return Why.ADVANCE
        return Why.EARLIER if rest.day <= days[0] else Why.UNREFLECTED


def _explain(connection: Connection, report: ReportKey, timeline: _Timeline, counted: Counted) -> list[int]:
    """One report: first the payments since the report before, then those of the time before that it had not shown.
    The latter get the report's day: what was owed on the day between is bookkeeping's word. Last, money that the
    bank saw a working day after the day which the report itself states for it."""
    from app.models import payments

    until = calendar().add(report.as_of, 1)
    money = payments.incoming(connection, timeline.before(EVERYBODY, report.as_of)[1], until, counted)
    found = payments.decreases(connection, report.report_id, money)
    posted: list[Posted] = []
    for client_id, entries in found.items():
        previous, second = timeline.before(client_id, report.as_of)
        left = _Left(report, entries)
        told = [p for p in money[client_id] if p.day <= report.as_of]
        fresh = [p for p in told if previous is None or p.day > previous]
        late = [p for p in told if previous is not None and second is not None and second < p.day <= previous]
        ahead = [p for p in money[client_id] if p.day > report.as_of]
        if not any(p.hand for p in told):
            posted += left.take_stated(fresh, own_day=previous is not None)
        posted += left.take(fresh, own_day=previous is not None)
        posted += left.take(late, own_day=False)
        posted += left.take_stated(ahead, own_day=False)
        for entry_id, amount in left.taken.items():
            payments.shrink(connection, entry_id, amount)
    payments.post(connection, posted)
    return sorted({row.part.invoice_id for row in posted})


class _Left:
    """What of one client's decreases in one report is not explained yet."""

    def __init__(self, report: ReportKey, entries: Iterable[Decrease]) -> None:
        self._report = report
        self._entries = list(entries)
        self.taken: dict[int, int] = {}  # by entry
        self.spent: dict[int, int] = {}  # by payment

    def _rest(self, entry: Decrease) -> int:
        return entry.document.balance - self.taken.get(entry.entry_id, 0)

    def _documents(self, entries: Sequence[Decrease]) -> list[Payable]:
        sums: dict[int, int] = {}
        for entry in entries:
            sums[entry.document.invoice_id] = sums.get(entry.document.invoice_id, 0) + self._rest(entry)
        first = {entry.document.invoice_id: entry.document for entry in reversed(entries)}
        return [replace(first[invoice_id], balance=amount) for invoice_id, amount in sums.items()]

    def take(
        self, money: Sequence[Incoming], *, own_day: bool, among: Sequence[Decrease] | None = None
    ) -> list[Posted]:
        """Parts of these payments, each cut along the entries it explains (``among``: only these), on the payment's
        day or on the entry's own."""
        from app.models.payments import Posted

        entries = self._entries if among is None else among
        out: list[Posted] = []
        left = [replace(p, amount=p.amount - self.spent.get(p.payment_id, 0)) for p in money]
        for payment, part in covered(left, self._documents(entries)):
            amount = part.amount
            for entry in entries:
                slice_ = min(amount, self._rest(entry)) if entry.document.invoice_id == part.invoice_id else 0
                if slice_ <= 0:
                    continue
                amount -= slice_
                self.taken[entry.entry_id] = self.taken.get(entry.entry_id, 0) + slice_
                self.spent[payment.payment_id] = self.spent.get(payment.payment_id, 0) + slice_
                day = max(payment.day, entry.since or payment.day) if own_day else entry.day
                kind = EntryKind.ADVANCE if entry.kind == EntryKind.ADVANCE else EntryKind.PAYMENT
                out.append(
                    Posted(
                        payment.payment_id, self._report.report_id, replace(part, amount=slice_), day, kind.value,
                        (entry.day, entry.kind),
                    )
                )  # fmt: skip
        return out

    def take_stated(self, money: Sequence[Incoming], *, own_day: bool) -> list[Posted]:
        """Payments whose very sum the report itself states on a day at most one working day apart: the same money.
        A day's sum is compared with all payments near it, then with each, then each with each entry."""
        out: list[Posted] = []
        stated = [e for e in self._entries if e.dated and e.kind in (EntryKind.PAYMENT, EntryKind.ADVANCE)]
        for day in sorted({entry.day for entry in stated}):
            entries = [entry for entry in stated if entry.day == day]
            near = [p for p in money if neighbours(p.day, day, calendar())]
            tries = [(near, entries), *(([p], entries) for p in near), *(([p], [e]) for p in near for e in entries)]
            for payments, among in tries:
                sums = [payment.amount - self.spent.get(payment.payment_id, 0) for payment in payments]
                if all(sums) and 0 < sum(sums) == sum(self._rest(entry) for entry in among):
                    out += self.take(payments, own_day=own_day, among=among)
        return out


def _provisional(connection: Connection, timeline: _Timeline, counted: Counted) -> list[int]:
    """Payments since the last report cover what stands open, each in its turn; what is over stays an advance."""
    from app.models import payments
    from app.models.payments import Posted

    came = payments.incoming(connection, timeline.last(EVERYBODY), None, counted)
    money = {
        client_id: [p for p in rows if (last := timeline.last(client_id)) is None or p.day > last]
        for client_id, rows in came.items()
    }
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
