"""The commission's pack: everything on its table, computed once; papers only print it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from app.domain.aging import ZONE_ORDER, Aging, AgingLine, AgingRules, GroupBy, Zone
from app.domain.bridge import Bridge
from app.domain.commission import ClientChange, CommissionPack, Measure, PackRequest, Turnover, WeekChange
from app.domain.migration import Migration
from app.domain.money import share
from app.domain.reconcile import PAID, SHIPPED
from app.domain.work import Promise, PromiseState
from app.formats import day as day_text
from app.i18n import _
from app.ledger import charting, sales

if TYPE_CHECKING:
    from app.ledger.book import Ledger


class Commission:
    """Packs and what was on the table."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def pack(self, request: PackRequest) -> CommissionPack:
        """Compute the pack and keep what was on the table, so that next week's decisions can be checked."""
        made = self.compute(request)
        self._keep(made)
        return made

    def compute(self, request: PackRequest) -> CommissionPack:
        """The pack without keeping it, for a preview."""
        ledger, as_of = self._ledger, request.as_of
        by_client = ledger.analysis.aging(as_of, GroupBy.CLIENT)
        by_invoice = ledger.analysis.aging(as_of, GroupBy.INVOICE)
        status = ledger.status(as_of)
        series = ledger.analysis.series(as_of)
        worst = [line for line in sorted(by_client.lines, key=_worst) if line.overdue > 0]
        return CommissionPack(
            request=request,
            summary=ledger.summary(as_of),
            turnover=self.turnover(as_of),
            by_client=by_client,
            by_invoice=by_invoice,
            by_interval=ledger.analysis.aging(as_of, GroupBy.INTERVAL),
            by_manager=ledger.analysis.aging(as_of, GroupBy.MANAGER),
            by_terms=ledger.analysis.aging(as_of, GroupBy.TERMS),
            measures=self._measures(by_client),
            changes=self.changes(as_of),
            bridge=self._bridge(as_of),
            series=series,
            cards=tuple(ledger.clients.card(line.client_id or 0, as_of) for line in worst[: request.cards]),
            broken=self._broken(as_of),
            report_control=status.control,
            report_ties=status.ties,
            shares=charting.shares(ledger, series),
            migration=self._migration(as_of),
            due=ledger.analysis.due_sums(as_of),
        )

    def turnover(self, as_of: date) -> Turnover:
        """Debt against the sales of the policy's period ending on ``as_of``. 50 % of a quarter is a DSO of 45
        days; the article names no period (practice, I-14), so the period is printed beside the figure. A book younger
        than the period counts by the days it knows, as the indicators do."""
        ledger = self._ledger
        limits = ledger.policy.limits(as_of)
        asked = limits.days
        book = sales.by_day(ledger, as_of - timedelta(days=asked - 1), as_of, sales.known_of(ledger))
        since = book.known.clip(as_of - timedelta(days=asked - 1), as_of)
        debt, sold, days = ledger.analysis.totals(as_of).total, book.total(since, as_of), (as_of - since).days + 1
        return Turnover(
            since=since,
            until=as_of,
            sales=sold,
            debt=debt,
            share=share(debt, sold) if sold > 0 else None,
            dso=(Decimal(debt) * days / sold).quantize(Decimal("0.1"), ROUND_HALF_UP) if sold > 0 else None,
            limit=limits.turnover,
            origin=book.known.origin(since, as_of),
            asked=asked,
        )

    def changes(self, as_of: date) -> WeekChange | None:
        """Each client since the report before ``as_of``; None when there is none."""
        from app.models import history

        earlier = [day for day in self._ledger.report_dates() if day < as_of]
        if not earlier:
            return None
        with self._ledger.store.read() as connection:
            moves = history.client_moves(connection, earlier[-1], as_of)
        clients: dict[int, dict[str, int]] = {}
        names: dict[int, tuple[str, str]] = {}
        for client_id, name, manager, kind, amount in moves:
            names[client_id] = (name, manager)
            sums = clients.setdefault(client_id, {})
            sums[_column(kind)] = sums.get(_column(kind), 0) + amount
        lines = [_change(client_id, *names[client_id], sums) for client_id, sums in clients.items()]
        lines = [line for line in lines if line.before or line.after or line.shipped or line.paid]
        lines.sort(key=lambda line: (-abs(line.after - line.before), line.client))
        return WeekChange(earlier[-1], as_of, tuple(lines), _total(lines))

    def _bridge(self, as_of: date) -> Bridge | None:
        """Why overdue debt changed since the report before ``as_of``; None when there is none."""
        earlier = [day for day in self._ledger.report_dates() if day < as_of]
        return self._ledger.analysis.bridge(earlier[-1], as_of) if earlier else None

    def _migration(self, as_of: date) -> Migration | None:
        """Where the debt of the report before ``as_of`` stands now; None when there is none."""
        earlier = [day for day in self._ledger.report_dates() if day < as_of]
        return self._ledger.indicators.migration(earlier[-1], as_of) if earlier else None

    def _measures(self, by_client: Aging) -> tuple[Measure, ...]:
        """Clients whose oldest debt stands in a zone, worst zone first, by falling sum in it."""
        from app.models import work

        lines = [line for line in by_client.lines if line.zone is not Zone.NONE and line.overdue > 0]
        with self._ledger.store.read() as connection:
            talks = work.last_contacts(connection, (line.client_id or 0 for line in lines), by_client.as_of)
        out = [_measure(line, by_client.rules, talks.get(line.client_id or 0)) for line in lines]
        out.sort(key=lambda m: (-ZONE_ORDER.index(m.zone), -m.zone_amount, m.client))
        return tuple(out)

    def _broken(self, as_of: date) -> tuple[Promise, ...]:
        """Promises broken or kept in part within the last 30 days, largest first."""
        since = as_of - timedelta(days=30)
        found = [
            promise
            for promise in self._ledger.work.promises(as_of)
            if promise.state in (PromiseState.BROKEN, PromiseState.PART) and promise.due >= since
        ]
        return tuple(sorted(found, key=lambda p: (-(p.amount - p.paid), p.client)))

    def _keep(self, made: CommissionPack) -> None:
        from app.models import journal
        from app.models.schema import pack

        ledger, request = self._ledger, made.request
        content = {
            "total": made.by_client.totals.total,
            "overdue": made.by_client.totals.overdue,
            "measures": [[m.zone.value, m.client_id, m.zone_amount, m.max_days] for m in made.measures],
            "cards": [card.client.client_id for card in made.cards],
        }
        with ledger.store.write() as connection:
            text = _("pack for the meeting of {day}").format(day=day_text(request.meeting))
            journal.note(connection, "decisions", text, ledger.store.owner, ledger.now())
            values = {
                "as_of": request.as_of.toordinal(),
                "meeting": request.meeting.toordinal(),
                "made_at": ledger.now().isoformat(timespec="seconds"),
                "content": json.dumps(content),
            }
            connection.execute(pack.insert().values(**values))


def _worst(line: AgingLine) -> tuple[int, int, str]:
    """The worst clients: worst zone first, then the largest overdue sum."""
    return (-ZONE_ORDER.index(line.zone), -line.overdue, line.label)


def _measure(line: AgingLine, rules: AgingRules, talk: tuple[date, str] | None) -> Measure:
    inside = sum(
        amount
        for amount, interval in zip(line.buckets, rules.intervals, strict=True)
        if ZONE_ORDER.index(interval.zone) >= ZONE_ORDER.index(line.zone)
    )
    return Measure(
        zone=line.zone,
        client_id=line.client_id or 0,
        client=line.label,
        manager=line.manager,
        zone_amount=inside,
        overdue=line.overdue,
        max_days=line.max_days,
        last_contact=f"{day_text(talk[0])} {talk[1]}".strip() if talk else "",
    )


def _column(kind: str) -> str:
    if not kind:
        return "before"
    if kind in SHIPPED:
        return "shipped"
    return "paid" if kind in PAID else "corrected"


def _change(client_id: int, client: str, manager: str, sums: dict[str, int]) -> ClientChange:
    before, shipped = sums.get("before", 0), sums.get("shipped", 0)
    paid, corrected = -sums.get("paid", 0), sums.get("corrected", 0)
    if paid < 0:  # an advance used for goods that no report has seen: nobody paid a negative sum
        paid, corrected = 0, corrected - paid
    after = before + shipped - paid + corrected
    return ClientChange(client_id, client, manager, before, shipped, paid, corrected, after)


def _total(lines: list[ClientChange]) -> ClientChange:
    return ClientChange(
        0,
        _("Total"),
        "",
        sum(line.before for line in lines),
        sum(line.shipped for line in lines),
        sum(line.paid for line in lines),
        sum(line.corrected for line in lines),
        sum(line.after for line in lines),
    )
