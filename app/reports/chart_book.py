"""The charts by name: which question each answers, what it may be narrowed to, and how it is drawn."""

from dataclasses import dataclass
from enum import Enum

from app.domain.aging import Aging
from app.domain.bridge import Bridge
from app.domain.chart import ChartData, ChartName, Cooperation, DueSums, Trend
from app.i18n import _
from app.reports import charts, charts_bridge, charts_client, charts_debtors, charts_due
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
            ChartName.BRIDGE, weeks, _("Why did the overdue debt change?"), _("Bridge of overdue debt"), Span.PAIR
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
    match name, data:
        case ChartName.SALES, Trend():
            return charts.sales_chart(data)
        case ChartName.ZONES, Trend():
            return charts.zones_chart(data)
        case ChartName.BRIDGE, Bridge():
            return charts_bridge.bridge_chart(data)
        case ChartName.DUE, DueSums():
            return charts_due.due_chart(data)
        case ChartName.TOP, Aging():
            return charts_debtors.top_chart(data)
        case ChartName.PARETO, Aging():
            return charts_debtors.pareto_chart(data)
        case ChartName.SCATTER, Aging():
            return charts_debtors.scatter_chart(data)
        case ChartName.CLIENT, Cooperation():
            return charts_client.cooperation_chart(data)
        case _:
            raise TypeError(f"{name} is not drawn from {type(data).__name__}")
