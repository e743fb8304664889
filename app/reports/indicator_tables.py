"""Indicators in words and as one table: the figure, what it was, how it was counted."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app import formats
from app.domain.indicator_set import (
    Alarm,
    Definition,
    Group,
    Indicator,
    IndicatorSet,
    Scope,
    ScopeKind,
    Unit,
)
from app.domain.sales import Origin
from app.i18n import _, pgettext
from app.reports.document import Document, Section, TableBlock
from app.reports.table import Column, Kind, RowStyle, Table, Tone

ALARM_TONE = {Alarm.NONE: Tone.NONE, Alarm.WARN: Tone.YELLOW, Alarm.RED: Tone.RED}


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A line of the table: an indicator with its figure of the period before, or the heading of a group."""

    label: str
    now: Indicator | None = None
    before: Decimal | int | None = None


def group_word(group: Group) -> str:
    """Heading of a group."""
    return {
        Group.SPEED: _("Speed of payment"),
        Group.OVERDUE: pgettext("indicators", "Overdue"),
        Group.CONCENTRATION: _("Concentration"),
        Group.WORK: pgettext("indicators", "Work"),
    }[group]


def value_words(definition: Definition, value: Decimal | int | None) -> str:
    """A figure with its unit: ``37,3 дн.``, ``29,0 %``, ``1 403 767 ₽``; a dash when there is none."""
    if value is None:
        return formats.DASH
    if definition.unit is Unit.KOPECKS:
        return formats.roubles_sign(int(value))
    if definition.unit is Unit.PERCENT:
        return formats.percent(value)
    if definition.unit is Unit.POINTS:
        return formats.decimal(value, 0)
    if definition.unit is Unit.TIMES:
        return _with(_("{n} times"), formats.decimal(value, 2))
    return _with(_("{n} working d.") if definition.key == "first_contact" else _("{n} d."), formats.decimal(value, 1))


def change_words(now: Indicator, before: Decimal | int | None) -> str:
    """``хуже на 1,7 дн.``, ``лучше на 2,1 п. п.``; empty when either figure is missing."""
    if now.value is None or before is None:
        return ""
    difference = Decimal(now.value) - Decimal(before)
    size = abs(difference)
    percent = now.definition.unit is Unit.PERCENT
    text = _with(_("{n} p. p."), formats.decimal(size, 1)) if percent else value_words(now.definition, size)
    if not any(sign in "123456789" for sign in text):  # nothing is left of it at the places that are shown
        return _("no change")
    words = _("better by {n}") if (difference > 0) == (now.definition.better > 0) else _("worse by {n}")
    return words.format(n=text)


def scope_words(scope: Scope, client: str = "") -> str:
    """Whose figures these are."""
    return {
        ScopeKind.COMPANY: _("the whole company"),
        ScopeKind.MANAGER: _("manager {name}").format(name=scope.key),
        ScopeKind.HOLDING: _("group {name}").format(name=scope.key),
        ScopeKind.CLIENT: client or _("one client"),
    }[scope.kind]


def period_words(found: IndicatorSet) -> str:
    """``с 25.08.2026 по 23.11.2026 (91 день)``, and why it is shorter than what was asked for."""
    text = _("from {since} to {until} ({days})").format(
        since=formats.day(found.since), until=formats.day(found.until), days=formats.days(found.days)
    )
    if found.asked is None:
        return text
    return _("{period}: the book begins later than {asked}").format(period=text, asked=formats.day(found.asked))


def sales_words(found: IndicatorSet) -> str:
    """Which sales the figures are counted by: they carry VAT as the debt does."""
    if not found.sales.amount:
        return _("No sales are known: figures that need them are not counted.")
    amount = formats.money_sign(found.sales.amount)
    return {
        Origin.REGISTER: _("Sales {sum}, with VAT as the sales register states them."),
        Origin.MIXED: _("Sales {sum} or more: the sales register with VAT, shipments of debt reports for other days."),
        Origin.SHIPMENTS: _(
            "Sales {sum} or more: shipments seen in debt reports, with VAT; what was shipped and paid between two"
            " reports is not seen. A sales register makes it exact."
        ),
    }[found.sales.origin].format(sum=amount)


def indicators_table(now: IndicatorSet, before: IndicatorSet | None, client: str = "") -> Table[IndicatorRow]:
    """Every indicator by group with its figure of the period before."""
    rows: list[IndicatorRow] = []
    for group in Group:
        rows.append(IndicatorRow(group_word(group)))
        rows.extend(
            IndicatorRow(one.definition.title, one, before.get(one.key).value if before is not None else None)
            for one in now.indicators
            if one.definition.group is group
        )
    columns = (
        Column[IndicatorRow]("title", _("Indicator"), Kind.TEXT, lambda row: row.label, 30, wide=True),
        Column[IndicatorRow]("value", _("Figure"), Kind.NUMBER, lambda row: _number(row), 16, _tone, places=_places),
        Column[IndicatorRow]("unit", _("Unit"), Kind.TEXT, _unit, 8),
        Column[IndicatorRow](
            "before", _("Period before"), Kind.NUMBER, lambda row: _number(row, True), 16, places=_places
        ),
        Column[IndicatorRow]("change", _("Change"), Kind.TEXT, _change, 22),
        Column[IndicatorRow]("how", _("How it is counted"), Kind.TEXT, _how, 60, wide=True),
    )
    return Table(
        key="indicators",
        title=_("Indicators: {whose}, {period}").format(whose=scope_words(now.scope, client), period=period_words(now)),
        columns=columns,
        rows=tuple(rows),
        style=lambda row: RowStyle.HEADING if row.now is None else RowStyle.NORMAL,
        note=sales_words(now),
        empty=_("Indicators appear after the first report is loaded"),
    )


def indicators_document(table: Table[IndicatorRow], as_of: date, company: str = "", footer: str = "") -> Document:
    """The table as a paper: on its side, for the formulas."""
    block = TableBlock(table, titled=False, lines=3)
    return Document(table.title, (Section(table.title, (block,), landscape=True),), as_of, company, footer)


def _number(row: IndicatorRow, before: bool = False) -> Decimal | None:
    if row.now is None:
        return None
    value = row.before if before else row.now.value
    if value is None:
        return None
    return Decimal(value) / 100 if row.now.definition.unit is Unit.KOPECKS else Decimal(value)


def _places(row: IndicatorRow) -> int:
    """As on the screen; money to the kopeck, as on every paper."""
    unit = row.now.definition.unit if row.now is not None else Unit.POINTS
    return {Unit.POINTS: 0, Unit.TIMES: 2, Unit.KOPECKS: 2}.get(unit, 1)


def _unit(row: IndicatorRow) -> str:
    if row.now is None or row.now.value is None:
        return ""
    return {
        Unit.DAYS: pgettext("unit", "days"),
        Unit.TIMES: pgettext("unit", "times"),
        Unit.PERCENT: "%",
        Unit.KOPECKS: formats.ROUBLE,
        Unit.POINTS: pgettext("unit", "points"),
    }[row.now.definition.unit]


def _change(row: IndicatorRow) -> str:
    return change_words(row.now, row.before) if row.now is not None else ""


def _how(row: IndicatorRow) -> str:
    if row.now is None:
        return ""
    reading = row.now.reading
    words = reading.reason if row.now.value is None else reading.formula
    return f"{words}; {reading.note}" if reading.note else words


def _tone(row: IndicatorRow) -> Tone:
    return Tone.NONE if row.now is None else ALARM_TONE[row.now.reading.alarm]


def _with(words: str, number: str) -> str:
    return words.format(n=number).replace(" ", formats.NBSP)
