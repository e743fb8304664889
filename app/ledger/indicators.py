"""Indicators of a period, their history, the migration between intervals, and the rows behind each figure.

Definitions stand in ``domain.indicator_set``, formulas in ``domain.indicators``; nothing is stored: every figure is
computed from facts, terms and dates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from app.domain import indicator_readings as readings
from app.domain import indicators
from app.domain.indicator_readings import Sums
from app.domain.indicator_rows import BehindRows
from app.domain.indicator_set import (
    COMPANY,
    Alarm,
    Behind,
    HistoryPoint,
    IndicatorSet,
    Reading,
    Sales,
    Scope,
    ScopeKind,
    assemble,
    definition,
)
from app.domain.migration import Journey, Migration, migrate
from app.domain.plan import PlanMeasure
from app.domain.plan import Scope as PlanScope
from app.errors import InputRefused
from app.formats import decimal, percent
from app.i18n import _
from app.ledger import indicator_behind as behind
from app.ledger.indicator_facts import Facts, Reach, open_rows
from app.ledger.sales import by_client, known_of

if TYPE_CHECKING:
    from app.ledger.book import Ledger

WEEKS = 26
HEAVY = 100_000
"""Documents of a book beyond which a window should not wait for its indicators."""

Part: TypeAlias = Callable[[Facts], dict[str, Reading]]
_DAY = timedelta(days=1)
_SERIES = frozenset((
    "dso", "dso_average", "bpdso", "add", "turnover_times", "turnover_days", "debt_to_sales", "cost", "cost_overdue",
    "overdue_share", "overdue_to_sales", "cei",
))  # fmt: skip
"""Figures that the weekly matrix of debt and sales by day give for all weeks at once."""

_LIMITED = {
    "overdue_share": PlanMeasure.OVERDUE_SHARE,
    "overdue_days": PlanMeasure.MEAN_DAYS,
    "debt_to_sales": PlanMeasure.SALES_SHARE,
}
"""Figures for which the plan may hold a limit."""


class Indicators:
    """Reading only."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def of(self, until: date, since: date | None = None, scope: Scope = COMPANY) -> IndicatorSet:
        """Every indicator of days ``since`` to ``until`` inclusive. Without ``since``: the policy's period of turnover
        (a quarter). A period that begins before the book does is shortened, and says so.

        Raises ``InputRefused`` when the dates are not in order or the scope names nobody.
        """
        asked, facts = self._facts(until, since, scope)
        found: dict[str, Reading] = {}
        for part in (
            self._sums_part, self._documents_part, self._concentration_part, self._roll_part, self._promises_part,
            self._work_part,
        ):  # fmt: skip
            found.update(part(facts))
        shortened = asked if facts.since != asked else None
        return IndicatorSet(facts.since, until, scope, facts.sales, assemble(found), shortened)

    def before(self, now: IndicatorSet) -> IndicatorSet | None:
        """The period of the same length before; None when the book does not reach that far back."""
        until = now.since - _DAY
        known = known_of(self._ledger)
        first = known.first()
        if first is None or first > until:
            return None
        return self.of(until, until - timedelta(days=now.days - 1), now.scope)

    def history(
        self, key: str, until: date, weeks: int = WEEKS, scope: Scope = COMPANY, days: int | None = None
    ) -> tuple[HistoryPoint, ...]:
        """One indicator on each of the last ``weeks`` dates of reports up to ``until``, of the period of ``days`` that
        ends there (None: the policy's). The last point is the figure of ``of``. Raises ``KeyError``."""
        return self.histories((key,), until, weeks, scope, days)[key]

    def histories(
        self,
        keys: Iterable[str],
        until: date,
        weeks: int = WEEKS,
        scope: Scope = COMPANY,
        days: int | None = None,
    ) -> dict[str, tuple[HistoryPoint, ...]]:
        """Several at once: those of debt and sales cost one pass over the entries together."""
        wanted = [definition(key).key for key in keys]
        points: dict[str, list[HistoryPoint]] = {key: [] for key in wanted}
        for key, point in self.trace(wanted, until, weeks, scope, days):
            points[key].append(point)
        return {key: tuple(found) for key, found in points.items()}

    def trace(
        self,
        keys: Iterable[str],
        until: date,
        weeks: int = WEEKS,
        scope: Scope = COMPANY,
        days: int | None = None,
    ) -> Iterator[tuple[str, HistoryPoint]]:
        """The same point by point, so that a window may stay awake meanwhile; days of each key ascend."""
        dates = [day for day in self._ledger.report_dates() if day <= until][-weeks:]
        length = days or self._ledger.policy.limits(until).days
        wanted = set(keys)
        quick = wanted & _SERIES
        for sums in self._weekly(dates, length, scope) if quick and dates else ():
            found = {**self._speed(sums), **readings.overdue(sums), **readings.collection(sums)}
            for key in quick:
                yield key, HistoryPoint(sums.until, found[key].value)
        parts: dict[Part, list[str]] = {}
        for key in wanted - _SERIES:
            parts.setdefault(self._part_of(key), []).append(key)
        for day in dates if parts else ():
            _asked, facts = self._facts(day, day - timedelta(days=length - 1), scope)
            for part, names in parts.items():
                found = part(facts)
                for key in names:
                    yield key, HistoryPoint(day, found[key].value)

    def heavy(self) -> bool:
        """Whether the book is so large that the figures take seconds."""
        from app.models import indicators

        with self._ledger.store.read() as connection:
            return indicators.documents(connection) > HEAVY

    def migration(self, since: date, until: date, scope: Scope = COMPANY) -> Migration:
        """Where the debt of ``since`` stands on ``until``, invoice by invoice; margins are the debt of both dates.

        Raises ``InputRefused`` when the dates are not in order.
        """
        if since >= until:
            raise InputRefused(_("The first date must be before the second one."))
        reach = self._reach(scope)
        return self._migrate(since, until, reach)

    def journeys(self, since: date, until: date, scope: Scope = COMPANY) -> tuple[Journey, ...]:
        """Documents behind the migration."""
        return tuple(self._journeys(since, until, self._reach(scope)))

    def behind(self, key: str, until: date, since: date | None = None, scope: Scope = COMPANY) -> BehindRows:
        """The rows behind an indicator of a period. Raises ``KeyError``, ``InputRefused`` as ``of``."""
        which = definition(key).behind
        _asked, facts = self._facts(until, since, scope)
        if which is Behind.MIGRATION:
            earlier = self._earlier(until)
            if earlier is None:
                return ()
            return self._migrate(earlier, until, facts.reach)
        return behind.rows(self._ledger, which, facts)

    def sales(self, until: date, since: date | None = None, scope: Scope = COMPANY) -> Sales:
        """Sales of a period with VAT, and where they come from."""
        return self._facts(until, since, scope)[1].sales

    def _facts(self, until: date, since: date | None, scope: Scope) -> tuple[date, Facts]:
        asked = since or until - timedelta(days=self._ledger.policy.limits(until).days - 1)
        if asked > until:
            raise InputRefused(_("The first date must be before the second one."))
        known = known_of(self._ledger)
        return asked, Facts(self._ledger, known.clip(asked, until), until, self._reach(scope), known)

    def _reach(self, scope: Scope) -> Reach:
        reach = Reach(self._ledger, scope)
        if scope.kind is ScopeKind.CLIENT and not reach.known():
            raise InputRefused(_("There is no such client in the book."))
        if scope.kind is ScopeKind.HOLDING and not reach.known():
            raise InputRefused(_("There is no such group of clients: {name}.").format(name=scope.key))
        return reach

    def _part_of(self, key: str) -> Part:
        """The cheapest part that tells of a figure."""
        which = definition(key).behind
        if key in ("paid_late", "paid_late_sum", "mean_delay", "bad_share"):
            return self._documents_part
        if key in ("top3_debt", "top3_sales", "hhi_debt", "hhi_sales", "due_together", "several_debts"):
            return self._concentration_part
        if which is Behind.MIGRATION:
            return self._roll_part
        if which is Behind.PROMISES:
            return self._promises_part
        if which in (Behind.CONTACTS, Behind.CHANNELS, Behind.MANAGERS):
            return self._work_part
        return self._sums_part

    def _speed(self, sums: Sums) -> dict[str, Reading]:
        rate = indicators.mean_rate(self._ledger.law.rates(), sums.since, sums.until)
        return readings.speed(sums, rate)

    def _sums_part(self, facts: Facts) -> dict[str, Reading]:
        sums = facts.sums
        found = {**self._speed(sums), **readings.overdue(sums), **readings.collection(sums)}
        found["dso_countback"] = readings.counted_back(sums, facts.months())
        return {**found, **self._limits(found, facts)}

    def _limits(self, found: dict[str, Reading], facts: Facts) -> dict[str, Reading]:
        """Alarms by the limits of the plan. The share in sales has one for the policy's period alone."""
        kind, scope = facts.reach.scope.kind, facts.reach.scope
        if kind is ScopeKind.HOLDING:
            return {}
        subject = str(scope.client_id) if kind is ScopeKind.CLIENT else scope.key
        limits = {
            one.measure: one.value
            for one in self._ledger.plan.thresholds(facts.until)
            if one.scope is PlanScope(kind.value) and one.subject == subject and one.value is not None
        }
        out = {}
        for key, measure in _LIMITED.items():
            whole = key != "debt_to_sales" or facts.sums.days == self._ledger.policy.limits(facts.until).days
            value = found[key].value
            if measure in limits and whole and value is not None:
                shares = measure is not PlanMeasure.MEAN_DAYS
                limit = Decimal(limits[measure]) / (100 if shares else 1)
                if value > limit:
                    words = percent(limit) if shares else decimal(limit, 0)
                    note = _("above the limit of {limit}").format(limit=words)
                    out[key] = Reading(value, found[key].formula, alarm=Alarm.RED, note=note)
        return out

    def _documents_part(self, facts: Facts) -> dict[str, Reading]:
        paid = [
            readings.Late(one.days, one.amount, one.late, one.doubtful) for one in behind.settled(self._ledger, facts)
        ]
        gone = sum(one.balance for one in behind.bad(self._ledger, facts))
        return {**readings.discipline(paid), "bad_share": readings.bad(gone, facts.sums.debt)}

    def _concentration_part(self, facts: Facts) -> dict[str, Reading]:
        keys = ("top3_debt", "hhi_debt", "top3_sales", "hhi_sales", "due_together")
        figures = behind.clients(facts)
        out = {"several_debts": readings.several([one.documents for one in figures if one.documents])}
        if facts.reach.scope.kind in (ScopeKind.CLIENT, ScopeKind.HOLDING):
            reason = _("Concentration is counted for the company or for a manager.")
            return out | dict.fromkeys(keys, Reading(None, reason=reason))
        debt, sales = behind.held(facts, figures)
        no_debt, no_sales = readings.no_debt(), readings.no_sales(facts.sums)
        limits = self._ledger.policy.limits(facts.until)
        weeks = behind.large_weeks(facts, debt)
        return out | {
            "top3_debt": readings.largest(list(debt.values()), no_debt, limits),
            "hhi_debt": readings.index(list(debt.values()), no_debt),
            "top3_sales": readings.largest(list(sales.values()), no_sales, limits),
            "hhi_sales": readings.index(list(sales.values()), no_sales),
            "due_together": readings.together(
                {monday: list(sums.values()) for monday, sums in weeks.items()}, facts.sums.not_due, limits
            ),
        }

    def _roll_part(self, facts: Facts) -> dict[str, Reading]:
        earlier = self._earlier(facts.until)
        found = self._migrate(earlier, facts.until, facts.reach, facts) if earlier is not None else None
        return {"roll_rate": readings.rolled(found)}

    def _promises_part(self, facts: Facts) -> dict[str, Reading]:
        return readings.promised(behind.promises(self._ledger, facts))

    def _work_part(self, facts: Facts) -> dict[str, Reading]:
        waits = [one for one in behind.contacted(self._ledger, facts) if one.waited is not None]
        channels = behind.channels(self._ledger, facts)
        paid, owed = sum(one.paid for one in channels), sum(one.owed for one in channels)
        collected = sum(one.collected for one in behind.managers(facts))
        return {
            "first_contact": readings.contacted(
                [one.waited or 0 for one in waits], sum(one.contact is None for one in waits)
            ),
            "channel_result": readings.answered(paid, owed, sum(one.contacts for one in channels)),
            "collected": readings.collected(collected, facts.sums),
        }

    def _earlier(self, until: date) -> date | None:
        dates = [day for day in self._ledger.report_dates() if day < until]
        return dates[-1] if dates else None

    def _migrate(self, since: date, until: date, reach: Reach, facts: Facts | None = None) -> Migration:
        journeys = self._journeys(since, until, reach, facts)
        return migrate(journeys, since, until, self._ledger.policy.rules(until))

    def _journeys(self, since: date, until: date, reach: Reach, facts: Facts | None = None) -> Iterable[Journey]:
        before = {row.invoice_id: row for row in open_rows(self._ledger, since, reach)}
        rows = facts.closing if facts is not None else open_rows(self._ledger, until, reach)
        after = {row.invoice_id: row for row in rows}
        for invoice_id in {**before, **after}:
            was, now = before.get(invoice_id), after.get(invoice_id)
            known = now or was
            if known is not None:
                yield Journey(
                    invoice_id, known.client_id, known.manager, known.due,
                    was.balance if was else 0, now.balance if now else 0,
                )  # fmt: skip

    def _weekly(self, dates: list[date], length: int, scope: Scope) -> Iterable[Sums]:
        """Sums of the period that ends on each date: one pass over entries, one over sales."""
        from app.models import flows, history
        from app.models import indicators as queries

        ledger, known = self._ledger, known_of(self._ledger)
        starts = [known.clip(day - timedelta(days=length - 1), day) for day in dates]
        days = sorted({*dates, *(start - _DAY for start in starts)})
        rules, moves = ledger.policy.rules(dates[-1]), None
        if scope.kind is ScopeKind.COMPANY:
            found = ledger.analysis.flows()
            rows = found.matrix(days, rules)
            shipped = found.shipped(min(starts) - _DAY, dates[-1])
            moves = [queries.MoveRow(day, "shipment", 0, "", amount) for day, amount in shipped]
        elif scope.kind is ScopeKind.MANAGER:
            with ledger.store.aside() as connection:
                rows = flows.read(connection, *queries.narrowed(scope)).matrix(days, rules)
        else:
            with ledger.store.read() as connection:
                rows = history.matrix_of(connection, days, rules, *queries.narrowed(scope))
        book = by_client(ledger, min(starts), dates[-1], known, self._reach(scope).keeps_client, moves)
        debt = {day: (row[0], sum(row[1:-1])) for day, row in zip(days, rows, strict=True)}
        for since, until in zip(starts, dates, strict=True):
            opening = debt[since - _DAY] if known.opened(since) else None
            not_due, late = debt[until]
            yield Sums(
                since=since,
                until=until,
                opening=sum(opening) if opening else None,
                opening_overdue=opening[1] if opening else 0,
                debt=not_due + late,
                not_due=not_due,
                amount_days=0,
                sales=book.total(since, until),
                begins=known.begins,
            )
