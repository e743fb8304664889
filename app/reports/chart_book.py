"""The charts by name: which question each answers, what it may be narrowed to, and how it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from app.domain.aging import Aging
from app.domain.bridge import Bridge
from app.domain.chart import ChartData, ChartName, Cooperation, DueSums, Speed, Trend
from app.domain.migration import Migration
from app.i18n import _
from app.reports import charts, charts_bridge, charts_client, charts_debtors, charts_due, charts_migration, charts_speed
from app.reports.chart import Chart


class Span(Enum):
    """What the first date of a chart means."""

    NONE = "none"  # it is of one date
    WEEKS = "weeks"  # where a series begins
    PAIR = "pair"  # the earlier of two dates


class Party(Enum):
    """Whose chart it is."""

    BASE = "base"  # of all clients together
    ANY = "any"  # of all, or of one
    ONE = "one"  # of one client


@dataclass(frozen=True, slots=True)
class Question:
    """One entry of the list: a question in a director's words, the group it stands in, a short name for files."""

    name: ChartName
    group: str
    words: str
    title: str
    span: Span = Span.NONE
    party: Party = Party.BASE


def questions() -> tuple[Question, ...]:
    """All charts in the order of the list, groups together."""
    weeks, debtors, client = _("By weeks"), _("Debtors"), _("One client")
    return (
        Question(
            ChartName.SALES, weeks, _("Do debts outgrow sales?"), _("Sales and receivables"), Span.WEEKS, Party.ANY
        ),
        Question(ChartName.ZONES, weeks, _("Does the debt grow older?"), _("Zones over time"), Span.WEEKS, Party.ANY),
        Question(
            ChartName.INDICATORS, weeks, _("How fast does the money come?"), _("DSO and CEI"), Span.WEEKS, Party.ANY
        ),
        Question(
            ChartName.BRIDGE, weeks, _("Why did the overdue debt change?"), _("Bridge of overdue debt"), Span.PAIR
        ),
        Question(
            ChartName.MIGRATION, weeks, _("Where did the debt move?"), _("Migration between intervals"), Span.PAIR
        ),
        Question(ChartName.DUE, weeks, _("When will the money be due?"), _("Calendar of due dates")),
        Question(ChartName.TOP, debtors, _("Who owes the most?"), _("Top debtors")),
        Question(ChartName.PARETO, debtors, _("Who holds 80 % of the debt?"), _("Concentration of the debt")),
        Question(ChartName.SCATTER, debtors, _("Who owes much and for long?"), _("Sum and delay")),
        Question(
            ChartName.CLIENT,
            client,
            _("How has the client paid all along?"),
            _("The whole cooperation"),
            Span.WEEKS,
            Party.ONE,
        ),
    )


def question(name: ChartName) -> Question:
    """The entry of one chart."""
    return next(found for found in questions() if found.name is name)


def chart(name: ChartName, data: ChartData) -> Chart:
    """The chart of this name out of its figures. Raises ``TypeError`` for figures of another chart."""
    kind, build = _BUILT[name]
    if not isinstance(data, kind):
        raise TypeError(f"{name} is not drawn from {type(data).__name__}")
    return build(data)


_BUILT: dict[ChartName, tuple[type, Callable[[Any], Chart]]] = {
    ChartName.SALES: (Trend, charts.sales_chart),
    ChartName.ZONES: (Trend, charts.zones_chart),
    ChartName.INDICATORS: (Speed, charts_speed.speed_chart),
    ChartName.BRIDGE: (Bridge, charts_bridge.bridge_chart),
    ChartName.MIGRATION: (Migration, charts_migration.migration_chart),
    ChartName.DUE: (DueSums, charts_due.due_chart),
    ChartName.TOP: (Aging, charts_debtors.top_chart),
    ChartName.PARETO: (Aging, charts_debtors.pareto_chart),
    ChartName.SCATTER: (Aging, charts_debtors.scatter_chart),
    ChartName.CLIENT: (Cooperation, charts_client.cooperation_chart),
}
