"""Debt on any date, by any grouping, and its weekly series.

The first list of clients is summed here: what it does without is imported where it is used.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.domain import aging
from app.domain.aging import Aging, AgingLine, AgingRules, GroupBy
from app.domain.client import Point, Series
from app.domain.debt import OpenItem
from app.domain.sales import Origin
from app.errors import InputRefused
from app.i18n import _

if TYPE_CHECKING:
    from app.domain.bridge import Bridge
    from app.domain.chart import DueSums
    from app.domain.pivot import Measure, Path, Pivot, PivotRequest
    from app.domain.pivot_views import ViewDifference
    from app.ledger.book import Ledger
    from app.models.flows import Flows


class Analysis:
    """Reading only: facts, terms and a date in, figures out."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._flows: tuple[int, Flows] | None = None

    def aging(self, as_of: date, by: GroupBy, own: str | None = None) -> Aging:
        """Debt by term on a date. Clients and managers are summed in SQL; the other groupings carry their
        documents. ``own``: one of ``organisations()``, whose documents alone count."""
        rules = self._ledger.policy.rules(as_of)
        if by is GroupBy.CLIENT:
            return self._by_client(as_of, rules, self.wordings(own))
        if by is GroupBy.MANAGER:
            return self._by_manager(as_of, rules, self.wordings(own))
        items = self.items(as_of, own=own)
        if by is GroupBy.INVOICE:
            lines = aging.group(items, lambda item: str(item.invoice_id), lambda item: item.number, rules)
            lines = _with_clients(lines, items)
        elif by is GroupBy.TERMS:
            lines = aging.group(items, lambda item: item.terms.text, _terms_label, rules)
        else:
            lines = aging.group(items, lambda item: str(_slot(item, rules)), lambda i: _slot_label(i, rules), rules)
            lines = tuple(sorted(lines, key=lambda line: int(line.key)))
        return self._whole(as_of, by, rules, lines, items)

    def pivot(self, request: PivotRequest) -> Pivot:
        """Debt by one or two dimensions on a date, as known now or as stated then."""
        from app.ledger import pivot

        return pivot.pivot(self._ledger, request)

    def pivot_items(
        self, request: PivotRequest, path: Path = (), figure: Measure | int | None = None
    ) -> tuple[OpenItem, ...]:
        """The documents behind one figure of a pivot: of the line at ``path`` (its keys from the outermost group;
        empty: the whole) a measure (None: the total), or an interval by its number from 0. Their balances add up
        to the figure (advances: to minus it)."""
        from app.ledger import pivot

        if figure is None:
            return pivot.items(self._ledger, request, path)
        return pivot.items(self._ledger, request, path, figure)

    def view_difference(self, as_of: date, own: str | None = None) -> ViewDifference:
        """What the reports of a date stated against what is known of it now: by document, what was rewritten and
        when, with the effect on debt, overdue debt and advances; the effects add up to the difference."""
        from app.ledger import pivot

        return pivot.difference(self._ledger, as_of, own)

    def totals(self, as_of: date) -> AgingLine:
        """The totals line alone."""
        from app.models import aging as queries

        rules = self._ledger.policy.rules(as_of)
        with self._ledger.store.read() as connection:
            return replace(queries.total_line(connection, as_of, rules), label=_("Total"))

    def organisations(self) -> tuple[str, ...]:
        """Our own organisations in the book, one wording of each; an empty one stands for documents that name none."""
        return tuple(sorted(names[0] for names in self._own().values()))

    def wordings(self, own: str | None) -> tuple[str, ...] | None:
        """Every wording of one organisation of ours; None for all of them."""
        if own is None:
            return None
        from app.domain.reconcile import organisation_key

        return self._own().get(organisation_key(own), (own,))

    def _own(self) -> dict[str, tuple[str, ...]]:
        from app.domain.reconcile import organisation_key
        from app.models import aging as queries

        out: dict[str, tuple[str, ...]] = {}
        with self._ledger.store.read() as connection:
            for name in queries.organisations(connection):
                key = organisation_key(name)
                out[key] = (*out.get(key, ()), name)
        return out

    def items(self, as_of: date, client_id: int | None = None, own: str | None = None) -> tuple[OpenItem, ...]:
        """Open documents by client and falling balance."""
        from app.models import aging as queries

        wordings = self.wordings(own)
        with self._ledger.store.read() as connection:
            found = queries.open_items(connection, as_of, client_id, wordings)
        return tuple(sorted(found, key=lambda i: (i.client, i.client_id, -i.balance, i.number)))

    def top(self, as_of: date, count: int = 10) -> tuple[AgingLine, ...]:
        """The largest debtors."""
        lines = self._by_client(as_of, self._ledger.policy.rules(as_of)).lines
        return tuple(line for line in lines[:count] if line.total > 0)

    def series(self, until: date, weeks: int = 78, client_id: int | None = None) -> Series:
        """Sales, debt and its intervals at each of the last ``weeks`` report dates up to ``until``."""
        from app.ledger import sales

        rules = self._ledger.policy.rules(until)
        dates = [day for day in self._ledger.report_dates() if day <= until][-weeks:]
        if not dates:
            return Series((), Origin.SHIPMENTS, rules)
        starts = [dates[0] - timedelta(days=6), *(day + timedelta(days=1) for day in dates[:-1])]
        matrix, paid = self._weeks(starts[0] - timedelta(days=1), dates, rules, client_id)
        book = sales.by_day(self._ledger, starts[0], dates[-1], sales.registers_of(self._ledger), client_id)
        payments = _by_week(paid, dates)
        points = tuple(
            Point(day, book.total(starts[n], day), sum(row[:-1]), sum(row[1:-1]), payments[n], tuple(row[1:-1]))
            for n, (day, row) in enumerate(zip(dates, matrix, strict=True))
        )
        return Series(points, book.known.origin(starts[0], dates[-1]), rules)

    def _weeks(
        self, since: date, dates: list[date], rules: AgingRules, client_id: int | None
    ) -> tuple[list[list[int]], list[tuple[int, int]]]:
        """Debt by slot on each date, and (day, kopecks) of what was paid meanwhile."""
        from app.domain.reconcile import PAID
        from app.models import history

        if client_id is None:
            flows = self.flows()
            return flows.matrix(dates, rules), flows.paid(since, dates[-1])
        with self._ledger.store.read() as connection:
            matrix = history.matrix(connection, dates, rules, client_id)
            movements = history.moved(connection, since, dates[-1], client_id)
        return matrix, [(day, -sum_) for day, kind, sum_ in movements if kind in PAID]

    def flows(self) -> Flows:
        """What moved on each day in the whole book; read anew after any commit, and only then."""
        from app.models import flows

        store = self._ledger.store
        version = store.seen_version()
        if self._flows is None or self._flows[0] != version:
            with store.aside() as connection:
                self._flows = version, flows.read(connection)
        return self._flows[1]

    def shipped(self, since: date, until: date, client_id: int | None = None) -> list[tuple[int, int]]:
        """Shipments after ``since`` up to ``until``, of a client or of all: (day, kopecks), a lower bound of sales."""
        from app.models import history

        if client_id is None:
            return self.flows().shipped(since, until)
        with self._ledger.store.read() as connection:
            return history.shipped_of(history.moved(connection, since, until, client_id))

    def bridge(self, since: date, until: date, by_manager: bool = False) -> Bridge:
        """Why overdue debt changed between two dates, by client or by the document's manager. Raises
        ``InputRefused`` when the dates are not in order."""
        from app.domain import bridge
        from app.models import bridge as queries

        if since >= until:
            raise InputRefused(_("The first date must be before the second one."))
        with self._ledger.store.read() as connection:
            found = queries.passages(connection, since, until)
        steps = bridge.steps(found, since, until)
        lines = bridge.gather(steps, by_manager)
        if by_manager:
            lines = tuple(replace(line, client_id=0) for line in lines)
        totals = replace(bridge.total(steps, _("Total")), client_id=0, manager="")
        return bridge.Bridge(since, until, lines, totals)

    def due_sums(self, as_of: date, weeks: int = 6) -> DueSums:
        """What falls due on each day from ``as_of`` to the end of the last of ``weeks`` calendar weeks."""
        from app.domain.chart import DueDay, DueSums
        from app.models import due

        until = as_of - timedelta(days=as_of.weekday()) + timedelta(days=7 * weeks - 1)
        with self._ledger.store.read() as connection:
            found = due.due_sums(connection, as_of)
        first, last = as_of.toordinal(), until.toordinal()
        dated = [(day, amount, count) for day, amount, count in found if day is not None]
        days = [DueDay(date.fromordinal(day), amount, count) for day, amount, count in dated if first <= day <= last]
        return DueSums(
            as_of=as_of,
            until=until,
            days=tuple(days),
            overdue=sum(amount for day, amount, _count in dated if day < first),
            later=sum(amount for day, amount, _count in dated if day > last),
            undated=sum(amount for day, amount, _count in found if day is None),
            calendar=self._ledger.law.calendar(),
        )

    def _by_client(self, as_of: date, rules: AgingRules, own: tuple[str, ...] | None = None) -> Aging:
        from app.models import aging as queries

        with self._ledger.store.read() as connection:
            lines = queries.client_lines(connection, as_of, rules, own)
        lines.sort(key=aging.falling)
        return self._whole(as_of, GroupBy.CLIENT, rules, tuple(lines), ())

    def _by_manager(self, as_of: date, rules: AgingRules, own: tuple[str, ...] | None = None) -> Aging:
        from app.models import aging as queries

        with self._ledger.store.read() as connection:
            found = queries.manager_lines(connection, as_of, rules, own)
            debtors = queries.debtors(connection, as_of, own)
        lines = sorted((replace(line, label=line.key or _("without manager")) for line in found), key=aging.falling)
        return replace(self._whole(as_of, GroupBy.MANAGER, rules, tuple(lines), ()), clients=debtors)

    def _whole(
        self,
        as_of: date,
        by: GroupBy,
        rules: AgingRules,
        lines: tuple[AgingLine, ...],
        items: tuple[OpenItem, ...],
    ) -> Aging:
        if items:
            clients = len({item.client_id for item in items if item.balance > 0})
        else:
            clients = sum(1 for line in lines if line.count)
        repeated, repeated_clients = aging.repeated_debt(items)
        totals = aging.sum_lines(lines, _("Total"), rules)
        return Aging(as_of, by, rules, lines, totals, clients, items, repeated, repeated_clients)


def _by_week(amounts: list[tuple[int, int]], dates: list[date]) -> list[int]:
    """Sums per week ending at each date; the first week is seven days long."""
    from bisect import bisect_left

    days = [day.toordinal() for day in dates]
    out = [0] * len(days)
    for day, amount in amounts:
        place = bisect_left(days, day)
        if place < len(days):
            out[place] += amount
    return out


def _with_clients(lines: tuple[AgingLine, ...], items: tuple[OpenItem, ...]) -> tuple[AgingLine, ...]:
    by_key = {str(item.invoice_id): item for item in items}
    return tuple(
        replace(line, client_id=item.client_id, manager=item.manager, note=item.client)
        for line, item in ((line, by_key[line.key]) for line in lines)
    )


def _terms_label(item: OpenItem) -> str:
    return item.terms.text or _("terms not stated")


def _slot(item: OpenItem, rules: AgingRules) -> int:
    return aging.ADVANCE if item.balance < 0 else rules.slot(item.days)


def _slot_label(item: OpenItem, rules: AgingRules) -> str:
    slot = _slot(item, rules)
    if slot == aging.ADVANCE:
        return _("advances")
    return _("not due") if slot == aging.NOT_DUE else rules.intervals[slot].text
