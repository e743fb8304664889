"""The figures behind each chart, gathered by the name of the question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.domain.aging import GroupBy
from app.domain.chart import (
    ChartData,
    ChartName,
    ChartRequest,
    Cooperation,
    Shares,
    Speed,
    Trend,
    by_month,
    mean_delay,
)
from app.domain.client import Series
from app.domain.indicator_set import COMPANY, Scope, ScopeKind
from app.domain.money import share
from app.errors import InputRefused
from app.i18n import _
from app.ledger import sales

if TYPE_CHECKING:
    from app.ledger.book import Ledger

WEEKS = 78
"""Weeks of a series when no first day is asked for: a year and a half."""

DUE_WEEKS = 6
_ALL = 10_000


def chart_data(ledger: Ledger, request: ChartRequest) -> ChartData:
    """What the chart is drawn from. Raises ``InputRefused`` when the dates are not in order or no client is named."""
    as_of, name = request.as_of, request.name
    if name in (ChartName.TOP, ChartName.PARETO, ChartName.SCATTER):
        return ledger.analysis.aging(as_of, GroupBy.CLIENT)
    if name is ChartName.DUE:
        return ledger.analysis.due_sums(as_of, DUE_WEEKS)
    if name is ChartName.BRIDGE:
        return ledger.analysis.bridge(_earlier(ledger, request), as_of)
    if name is ChartName.MIGRATION:
        return ledger.indicators.migration(_earlier(ledger, request), as_of)
    if name is ChartName.INDICATORS:
        return speed(ledger, request)
    if name is ChartName.CLIENT:
        return cooperation(ledger, request)
    return trend(ledger, request)


def trend(ledger: Ledger, request: ChartRequest) -> Trend:
    """Weeks from the asked day on, with the share of debt in turnover at each."""
    series = ledger.analysis.series(request.as_of, weeks_since(ledger, request), request.client_id)
    return Trend(series, shares(ledger, series, request.client_id))


def speed(ledger: Ledger, request: ChartRequest) -> Speed:
    """DSO and CEI of the policy's period that ends in each week; the same figures as on the page of indicators."""
    scope = COMPANY if request.client_id is None else Scope(ScopeKind.CLIENT, client_id=request.client_id)
    found = ledger.indicators.histories(("dso", "cei"), request.as_of, weeks_since(ledger, request), scope)
    dates = ledger.report_dates()
    whole = dates[0] + timedelta(days=ledger.policy.limits(request.as_of).days) if dates else date.max
    dso = found["dso"]
    if dso and dso[-1].day >= whole:  # a shortened first period would draw a rise that never was
        dso = tuple(week if week.day >= whole else replace(week, value=None) for week in dso)
    return Speed(dso, found["cei"])


def shares(ledger: Ledger, series: Series, client_id: int | None = None) -> Shares | None:
    """Debt against the sales of the policy's period before each point, as the commission's paper counts it: the last
    one is its share. A period that begins before anything is known of sales gives None."""
    if not series.points:
        return None
    limits = ledger.policy.limits(series.points[-1].day)
    back = timedelta(days=limits.days - 1)
    first, last = series.points[0].day - back, series.points[-1].day
    book = sales.by_day(ledger, first, last, sales.known_of(ledger), client_id)
    percents = []
    for point in series.points:
        since = point.day - back
        amount = book.total(since, point.day)
        percents.append(share(point.debt, amount) if amount > 0 and book.known.reaches(since) else None)
    return Shares(tuple(percents), limits.turnover, limits.days)


def cooperation(ledger: Ledger, request: ChartRequest) -> Cooperation:
    """One client from its first report to now."""
    from app.models import due

    if request.client_id is None:
        raise InputRefused(_("This chart is of one client."), _("Name the client."))
    name = ledger.clients.card(request.client_id, request.as_of).client.name
    with ledger.store.read() as connection:
        settled = due.settled(connection, request.client_id, request.as_of)
    series = _began(ledger.analysis.series(request.as_of, weeks_since(ledger, request, _ALL), request.client_id))
    since = request.since or date.min
    return Cooperation(
        client_id=request.client_id,
        client=name,
        trend=Trend(series, shares(ledger, series, request.client_id)),
        delays=tuple(delay for delay in by_month(settled) if delay.month >= since.replace(day=1)),
        mean_delay=mean_delay(settled),
    )


def _began(series: Series) -> Series:
    """Without the weeks before the first debt or sale."""
    points = series.points
    first = next((n for n, point in enumerate(points) if point.debt or point.sales or point.paid), 0)
    return Series(points[first:], series.origin, series.rules)


def weeks_since(ledger: Ledger, request: ChartRequest, usual: int = WEEKS) -> int:
    """How many reports lie from the asked day to the date of the chart."""
    if request.since is None:
        return usual
    if request.since > request.as_of:
        raise InputRefused(_("The first date must be before the second one."))
    return sum(request.since <= day <= request.as_of for day in ledger.report_dates()) or 1


def _earlier(ledger: Ledger, request: ChartRequest) -> date:
    """The asked earlier date, or the report before; a week before where there is none."""
    if request.since is not None:
        return request.since
    earlier = [day for day in ledger.report_dates() if day < request.as_of]
    return earlier[-1] if earlier else request.as_of - timedelta(days=7)
