"""What a click on a chart opens: a client's card, or the table of the rows behind the place."""

from datetime import date
from typing import TYPE_CHECKING, Any

from app import formats
from app.domain.aging import GroupBy
from app.domain.bridge import Bridge
from app.domain.chart import ChartData, ChartRequest
from app.domain.migration import Migration, place
from app.i18n import _
from app.reports.aging_tables import aging_table
from app.reports.bridge_table import bridge_table
from app.reports.chart import Behind, Target
from app.reports.chart_tables import Counted, documents_table, part_table, passed_title
from app.reports.table import Table

if TYPE_CHECKING:
    from app.ledger import Ledger

OUTSIDE = -1


def rows_behind(ledger: "Ledger", request: ChartRequest, data: ChartData, target: Target) -> Table[Any] | None:
    """The table behind a place; None where a card is opened instead."""
    if target.kind is Behind.PART and isinstance(data, Bridge):
        return part_table(data, target.part)
    if target.kind is Behind.PASSED and isinstance(data, Migration):
        return _passed(ledger, data, target.part)
    if target.day is None:
        return None
    if target.kind is Behind.DUE:
        return _due(ledger, request.as_of, target.day)
    if request.client_id is not None:
        return _owed(ledger, target.day, request.client_id)
    if target.kind is Behind.WEEK:
        earlier = [day for day in ledger.report_dates() if day < target.day]
        if earlier:
            return bridge_table(ledger.analysis.bridge(earlier[-1], target.day))
    return aging_table(ledger.analysis.aging(target.day, GroupBy.CLIENT))


def _due(ledger: "Ledger", as_of: date, day: date) -> Table[Any]:
    items = [item for item in ledger.analysis.items(as_of) if item.due_date == day and item.balance > 0]
    title = _("Documents due on {day}").format(day=formats.day(day))
    return documents_table(title, [Counted(item, item.balance) for item in items], ledger.policy.rules(as_of))


def _owed(ledger: "Ledger", day: date, client_id: int) -> Table[Any]:
    items = [item for item in ledger.analysis.items(day, client_id) if item.balance > 0]
    title = _("Open documents on {day}").format(day=formats.day(day))
    return documents_table(title, [Counted(item, item.balance) for item in items], ledger.policy.rules(day))


def _passed(ledger: "Ledger", found: Migration, part: str) -> Table[Any]:
    """Documents of one stream, or of one place at either end. The sums are those of the chart to the kopeck."""
    source, target = (int(text) if text else None for text in part.split(":"))
    items = {item.invoice_id: item for day in (found.since, found.until) for item in ledger.analysis.items(day)}
    rows = []
    for one in ledger.indicators.journeys(found.since, found.until):
        was, now = place(one.due, found.since, found.rules), place(one.due, found.until, found.rules)
        before, after = max(one.before, 0), max(one.after, 0)
        stayed = min(before, after)
        amounts = {(was, now): stayed, (was, OUTSIDE): before - stayed, (OUTSIDE, now): after - stayed}
        amount = sum(value for (s, t), value in amounts.items() if source in (None, s) and target in (None, t))
        item = items.get(one.invoice_id)
        if amount and item is not None:
            rows.append(Counted(item, amount))
    return documents_table(passed_title(found, source, target), rows, found.rules)
