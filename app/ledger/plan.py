"""Plan and fact: thresholds with their days, facts of the last reports, alarms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.domain import aging
from app.domain.aging import AgingLine, GroupBy
from app.domain.money import Kopecks
from app.domain.plan import SHARES, PlanLine, PlanMeasure, Scope, Threshold, fact
from app.domain.sales import Origin, SalesBook
from app.errors import InputRefused
from app.i18n import _
from app.ledger import sales

if TYPE_CHECKING:
    from app.ledger.book import Ledger

TREND = 6
"""Reports whose facts stand beside the asked one."""


@dataclass(frozen=True, slots=True)
class PlanFact:
    """Plan and fact on a day. ``lines``: the company first, then managers and clients by name. ``sales_days``: the
    period of sales in the shares, known out of ``origin``; ``waiting``: for a part of it, and no share is given."""

    as_of: date
    lines: tuple[PlanLine, ...]
    sales_days: int
    origin: Origin
    waiting: bool

    @property
    def alarms(self) -> tuple[PlanLine, ...]:
        """Limits that are exceeded and shares that grow steadily."""
        return tuple(line for line in self.lines if line.breached or line.growing)


@dataclass(frozen=True, slots=True)
class _Day:
    """Facts of every scope on one report date. ``sales`` None: they are not known for the whole period."""

    day: date
    lines: dict[tuple[Scope, str], AgingLine]
    sales: dict[tuple[Scope, str], Kopecks] | None


class Plan:
    """Thresholds are policy; facts come from the book."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def thresholds(self, as_of: date) -> tuple[Threshold, ...]:
        """Those in force on a day; the company's share in sales has the policy's limit when nothing else is set."""
        from app.models import plans

        with self._ledger.store.read() as connection:
            found = plans.thresholds(connection, as_of)
        if not any(one.scope is Scope.COMPANY and one.measure is PlanMeasure.SALES_SHARE for one in found):
            limit = int(self._ledger.policy.limits(as_of).turnover * 100)
            found.insert(0, Threshold(Scope.COMPANY, "", PlanMeasure.SALES_SHARE, date(1900, 1, 1), limit))
        return tuple(found)

    def set(self, new: Threshold) -> None:
        """Put a threshold in force from its day; ``value`` None lifts it. Undoable.

        Raises ``InputRefused`` for a negative limit, a share above 1 000 %, or nobody named.
        """
        from app.models import plans

        if new.value is not None and new.value < 0:
            raise InputRefused(_("A limit cannot be below zero."))
        if new.value is not None and new.measure in SHARES and new.value > 100_000:
            raise InputRefused(_("A share is at most 1000 percent."))
        if new.scope is not Scope.COMPANY and not new.subject:
            raise InputRefused(_("Say whose limit it is."))
        with self._ledger.operation("policy", _("limit of receivables changed")) as (connection, recorder):
            plans.put(connection, recorder, new)

    def fact(self, as_of: date) -> PlanFact:
        """Plan and fact on a day: every measure of the company, every limit set, and shares that grow steadily."""
        ledger = self._ledger
        dates = [day for day in ledger.report_dates() if day < as_of][-TREND:]
        period = ledger.policy.limits(as_of).days
        back = timedelta(days=period - 1)
        book = sales.by_client(ledger, (dates[0] if dates else as_of) - back, as_of, sales.known_of(ledger))
        days = [self._day(day, book, back) for day in (*dates, as_of)]
        limits = {(one.scope, one.subject, one.measure): one for one in self.thresholds(as_of)}
        wanted = dict.fromkeys((Scope.COMPANY, "", measure) for measure in PlanMeasure)
        wanted.update(dict.fromkeys(limits))
        subjects = dict.fromkeys(key for day in days for key in day.lines if key[0] is not Scope.COMPANY)
        wanted.update(dict.fromkeys((*key, measure) for key in subjects for measure in sorted(SHARES)))
        names = self._names()
        lines = []
        for scope, subject, measure in wanted:
            limit = limits.get((scope, subject, measure))
            trend = tuple((day.day, _fact(day, scope, subject, measure)) for day in days)
            label = names.get(subject, subject) if scope is Scope.CLIENT else subject
            line = PlanLine(
                scope, subject, label, measure, limit.value if limit else None, limit.valid_from if limit else None,
                trend[-1][1], trend,
            )  # fmt: skip
            if scope is Scope.COMPANY or limit is not None or line.growing:
                lines.append(line)
        order = list(Scope)
        lines.sort(key=lambda line: (order.index(line.scope), line.label.casefold()))
        origin = book.known.origin(as_of - back, as_of)
        waiting = not book.known.reaches(as_of - back)
        return PlanFact(as_of, tuple(lines), period, origin, waiting)

    def _day(self, day: date, book: SalesBook, back: timedelta) -> _Day:
        from app.models import plans

        ledger = self._ledger
        by_client = ledger.analysis.aging(day, GroupBy.CLIENT)
        by_manager = ledger.analysis.aging(day, GroupBy.MANAGER)
        lines = {(Scope.COMPANY, ""): by_client.totals}
        lines |= {(Scope.CLIENT, line.key): line for line in by_client.lines}
        lines |= {(Scope.MANAGER, line.key): line for line in by_manager.lines if line.key}
        if not book.known.reaches(day - back):
            return _Day(day, lines, None)
        with ledger.store.read() as connection:
            known = plans.managers_of(connection)
        sold = {(Scope.COMPANY, ""): 0}
        for _day, client_id, amount in book.rows(day - back, day):
            manager = known.get(client_id, ("", ""))[1]
            for key in ((Scope.COMPANY, ""), (Scope.CLIENT, str(client_id)), (Scope.MANAGER, manager)):
                sold[key] = sold.get(key, 0) + amount
        return _Day(day, lines, sold)

    def _names(self) -> dict[str, str]:
        from app.models import plans

        with self._ledger.store.read() as connection:
            return {str(client_id): name for client_id, (name, _manager) in plans.managers_of(connection).items()}


def _fact(day: _Day, scope: Scope, subject: str, measure: PlanMeasure) -> int | None:
    line = day.lines.get((scope, subject))
    if line is None:
        line = aging.sum_lines((), "", aging.AgingRules())
    return fact(measure, line, 0 if day.sales is None else day.sales.get((scope, subject), 0))
