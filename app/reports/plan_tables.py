"""Plan and fact on screen and paper."""

from datetime import date
from decimal import Decimal

from app import formats
from app.domain.plan import SHARES, SUMS, PlanLine, PlanMeasure, Scope
from app.i18n import _
from app.reports.table import Column, Kind, RowStyle, Table, Tone
from app.reports.wording import short_money

_ALWAYS = 1900
POINTS, SUM_POINTS = 4, 3
"""Facts of earlier reports shown in the column of the trend; sums, which are long, are shortened too."""


def measure_word(measure: PlanMeasure) -> str:
    """What is planned, with its unit."""
    return {
        PlanMeasure.DEBT: _("Debt, ₽"),
        PlanMeasure.OVERDUE: _("Overdue debt, ₽"),
        PlanMeasure.OVERDUE_SHARE: _("Share of overdue in the debt, %"),
        PlanMeasure.MEAN_DAYS: _("Mean overdue term by sum, days"),
        PlanMeasure.MAX_DAYS: _("Longest overdue term, days"),
        PlanMeasure.SALES_SHARE: _("Share of the debt in sales, %"),
    }[measure]


def scope_word(scope: Scope) -> str:
    """Whose plan."""
    return {Scope.COMPANY: _("Company"), Scope.MANAGER: _("Manager"), Scope.CLIENT: _("Client")}[scope]


def value_text(measure: PlanMeasure, value: int | None) -> str:
    """A value in its unit; a dash where it has no sense."""
    if value is None:
        return formats.DASH
    if measure in SUMS:
        return formats.roubles(value)
    if measure in SHARES:
        return formats.decimal(value / 100)
    return formats.decimal(value, 0)


def plan_table(lines: tuple[PlanLine, ...], note: str) -> Table[PlanLine]:
    """Every measure with its limit, fact, deviation and trend; a breached limit and a growing share are marked."""
    columns = (
        Column[PlanLine]("who", _("Whose"), Kind.TEXT, _who, 30, wide=True),
        Column[PlanLine]("measure", _("Measure"), Kind.TEXT, lambda line: measure_word(line.measure), 34),
        Column[PlanLine]("limit", _("Limit"), Kind.NUMBER, _limit, 14, places=_places),
        Column[PlanLine]("since", _("Valid from"), Kind.DATE, _since, 12),
        Column[PlanLine]("fact", _("Fact"), Kind.NUMBER, _fact, 14, _tone, nothing=formats.DASH, places=_places),
        Column[PlanLine]("deviation", _("Deviation"), Kind.FIGURE, _deviation, 14),
        Column[PlanLine]("percent", _("% of the limit"), Kind.PERCENT, lambda line: line.percent, 12),
        Column[PlanLine]("change", _("Since last report"), Kind.FIGURE, _change, 16),
        Column[PlanLine]("trend", _("Earlier facts"), Kind.FIGURE, _trend, 36),
        Column[PlanLine]("word", _("Alarm"), Kind.TEXT, _alarm, 22, _tone),
    )
    return Table(
        key="plan",
        title=_("Plan and fact"),
        columns=columns,
        rows=lines,
        link=lambda line: int(line.subject) if line.scope is Scope.CLIENT else None,
        style=lambda line: RowStyle.HEADING if line.scope is Scope.COMPANY else RowStyle.NORMAL,
        note=note,
        empty=_("Facts appear after the first report is loaded"),
    )


def _who(line: PlanLine) -> str:
    return line.label if line.label else scope_word(line.scope)


def _places(line: PlanLine) -> int:
    return 1 if line.measure in SHARES else 0


def _number(line: PlanLine, value: int | None) -> Decimal | None:
    """Roubles, percent or days: a number also in a workbook."""
    if value is None:
        return None
    return Decimal(value) / (100 if line.measure in SHARES | SUMS else 1)


def _limit(line: PlanLine) -> Decimal | None:
    return _number(line, line.limit)


def _since(line: PlanLine) -> date | None:
    """From when the limit holds; the article's own has always held."""
    return line.since if line.since is not None and line.since.year > _ALWAYS else None


def _fact(line: PlanLine) -> Decimal | None:
    return _number(line, line.fact)


def _deviation(line: PlanLine) -> str:
    return "" if line.deviation is None else _signed(line.measure, line.deviation)


def _change(line: PlanLine) -> str:
    if line.change is None:
        return ""
    arrow = "▲" if line.change > 0 else "▼" if line.change < 0 else ""
    return f"{arrow} {value_text(line.measure, abs(line.change))}" if arrow else _("no change")


def _trend(line: PlanLine) -> str:
    earlier = [value for _day, value in line.trend[:-1]]
    if line.measure in SUMS:
        return " → ".join(formats.DASH if one is None else short_money(one) for one in earlier[-SUM_POINTS:])
    return " → ".join(value_text(line.measure, one) for one in earlier[-POINTS:])


def _signed(measure: PlanMeasure, value: int) -> str:
    sign = "+" if value > 0 else formats.MINUS if value < 0 else ""
    return f"{sign}{value_text(measure, abs(value))}"


def _alarm(line: PlanLine) -> str:
    if line.breached:
        return _("above the limit and grows") if line.growing else _("above the limit")
    return _("grows steadily") if line.growing else ""


def _tone(line: PlanLine) -> Tone:
    return Tone.RED if line.breached else Tone.YELLOW if line.growing else Tone.NONE
