"""The aging as tables: by client, document, manager, terms and interval.

The law of each line: not due + intervals - advances = balance. The balance column therefore stands wherever
an advance does. Zone colours are tones of the filled cells; the words of the zone or measure stand beside.
"""

from dataclasses import replace

from app import formats
from app.domain.aging import Aging, AgingLine, GroupBy, falling, fold
from app.domain.money import share
from app.i18n import _, ngettext
from app.reports import wording
from app.reports.aging_columns import (
    AgingRow,
    Built,
    advance_columns,
    debt_columns,
    link_of,
    max_days_column,
    name_column,
    share_column,
    tone_of,
    zone_of,
)
from app.reports.aging_groups import by_interval, by_invoice, by_terms
from app.reports.table import Column, Kind, RowStyle, Table


def aging_table(aging: Aging) -> Table[AgingRow]:
    """The table of any grouping; groups of documents carry their sums in the group's first row."""
    build = {
        GroupBy.CLIENT: _by_client,
        GroupBy.INVOICE: by_invoice,
        GroupBy.MANAGER: _by_manager,
        GroupBy.TERMS: by_terms,
        GroupBy.INTERVAL: by_interval,
    }[aging.by]
    columns, rows = build(aging)
    return Table(
        key=f"aging-{aging.by.value}",
        title=_title(aging),
        columns=columns,
        rows=rows,
        totals=(AgingRow(aging.totals, _totals_label(aging), RowStyle.SUBTOTAL),),
        style=lambda row: row.style,
        link=link_of,
        note=means_note(aging),
        empty=_("No debts on this date"),
    )


def interval_table(aging: Aging) -> Table[AgingRow]:
    """One row for each interval, with its zone, measure, sum and share; for paper. Any grouping will do."""
    columns = (
        name_column(_("Interval"), 18),
        Column[AgingRow]("zone", _("Zone"), Kind.TEXT, zone_of, 10, tone_of),
        Column[AgingRow]("debt", _("Debt, ₽"), Kind.MONEY, lambda row: row.line.total, 16),
        share_column(aging),
        Column[AgingRow]("count", _("Documents"), Kind.COUNT, lambda row: row.line.count or None, 11),
        Column[AgingRow]("measure", _("Measure"), Kind.TEXT, lambda row: row.line.note, 44),
    )
    totals = aging.totals
    rows = [AgingRow(_slice(totals, -1, aging), _("not due"))]
    rows += [
        AgingRow(_slice(totals, index, aging), interval.text) for index, interval in enumerate(aging.rules.intervals)
    ]
    return Table(
        key="intervals",
        title=_("Debt by interval"),
        columns=columns,
        rows=rows,
        totals=(AgingRow(totals, _("Total"), RowStyle.SUBTOTAL),),
        note=means_note(aging),
    )


def overdue_table(aging: Aging, limit: int | None = None) -> Table[AgingRow]:
    """Clients by falling term: the oldest debt first (the article's second order), of an aging by client."""
    late = sorted((line for line in aging.lines if line.overdue), key=lambda line: (-line.max_days, *falling(line)))
    columns = (
        name_column(_("Client"), 34),
        Column[AgingRow]("max_days", _("Max. days"), Kind.DAYS, lambda row: row.line.max_days, 10, tone_of),
        Column[AgingRow]("zone", _("Zone"), Kind.TEXT, zone_of, 10, tone_of),
        Column[AgingRow]("mean", _("Weighted mean, days"), Kind.NUMBER, lambda row: row.line.weighted_days, 13),
        Column[AgingRow]("overdue", _("Overdue, ₽"), Kind.MONEY, lambda row: row.line.overdue, 16),
        Column[AgingRow]("debt", _("Debt, ₽"), Kind.MONEY, lambda row: row.line.total, 16),
        Column[AgingRow]("manager", _("Manager"), Kind.TEXT, lambda row: row.line.manager, 16),
    )
    shown = late[:limit]
    return Table(
        key="overdue",
        title=_("Debtors by term"),
        columns=columns,
        rows=[AgingRow(line, line.label) for line in shown],
        link=link_of,
        note=_("Shown {shown} of {all} with overdue debt").format(shown=len(shown), all=len(late))
        if len(shown) < len(late)
        else "",
        empty=_("No overdue debts"),
    )


def means_note(aging: Aging) -> str:
    """The means under the table. The article compares client totals with a client mean, so each mean says
    what it is the mean of."""
    if not aging.totals.count:
        return ""
    parts = [
        _("Average per document {document}, per client {client}").format(
            document=formats.money_sign(aging.mean_per_document),
            client=formats.money_sign(aging.mean_per_client),
        )
    ]
    if aging.totals.overdue:
        parts.append(
            _("mean overdue {plain} days, weighted by sum {weighted}").format(
                plain=formats.decimal(aging.totals.mean_days),
                weighted=formats.decimal(aging.totals.weighted_days),
            )
        )
    if aging.by is GroupBy.CLIENT and aging.clients:
        parts.append(_above_mean(aging))
    if aging.repeated:
        words = ngettext(
            "repeated debt {sum}: {several} of {n} client",
            "repeated debt {sum}: {several} of {n} clients",
            aging.clients,
        )
        parts.append(
            words.format(sum=formats.money_sign(aging.repeated), several=aging.repeated_clients, n=aging.clients)
        )
    return "; ".join(parts)


def _above_mean(aging: Aging) -> str:
    above = sum(line.total > aging.mean_per_client for line in aging.lines)
    words = ngettext(
        "{above} of {n} client owe more than the average client ({percent})",
        "{above} of {n} clients owe more than the average client ({percent})",
        aging.clients,
    )
    return words.format(above=above, n=aging.clients, percent=formats.percent(share(above, aging.clients), 0))


def _title(aging: Aging) -> str:
    words = {
        GroupBy.CLIENT: _("Debt by client on {day}"),
        GroupBy.INVOICE: _("Debt by document on {day}"),
        GroupBy.MANAGER: _("Debt by manager on {day}"),
        GroupBy.TERMS: _("Debt by payment terms on {day}"),
        GroupBy.INTERVAL: _("Debt by interval on {day}"),
    }[aging.by]
    return words.format(day=formats.day(aging.as_of))


def _totals_label(aging: Aging) -> str:
    if aging.by in (GroupBy.INVOICE, GroupBy.INTERVAL, GroupBy.TERMS):
        return _("Total, {count}").format(count=formats.documents(aging.totals.count))
    return _("Total, {count}").format(count=formats.clients(aging.clients))


def _by_client(aging: Aging) -> Built:
    def measure(row: AgingRow) -> str | None:
        if row.style is RowStyle.SUBTOTAL:
            return ""
        return wording.measure(row.line.zone, row.line.overdue)

    columns = (
        name_column(_("Client"), 30),
        *debt_columns(aging),
        *advance_columns(aging),
        max_days_column(),
        Column[AgingRow]("measure", _("Measure"), Kind.TEXT, measure, 20, nothing=formats.DASH),
    )
    return columns, [AgingRow(line, line.label) for line in aging.lines]


def _by_manager(aging: Aging) -> Built:
    columns = (
        name_column(_("Manager"), 24),
        Column[AgingRow]("count", _("Documents"), Kind.COUNT, lambda row: row.line.count, 11),
        *debt_columns(aging),
        *advance_columns(aging),
        Column[AgingRow]("overdue", _("Overdue, ₽"), Kind.MONEY, lambda row: row.line.overdue, 14),
        Column[AgingRow](
            "mean_days",
            _("Mean days"),
            Kind.NUMBER,
            lambda row: row.line.mean_days if row.line.overdue_count else None,
            10,
            nothing=formats.DASH,
            places=2,
        ),
        max_days_column(),
    )
    return columns, [AgingRow(line, line.label or _("without manager")) for line in aging.lines]


def _slice(totals: AgingLine, index: int, aging: Aging) -> AgingLine:
    """One interval of the totals as a line of its own; index -1: what is not due."""
    late = index >= 0
    empty = fold("", "", (), aging.rules)
    if not late:
        return replace(empty, not_due=totals.not_due, count=totals.count - totals.overdue_count)
    amount, zone = totals.buckets[index], aging.rules.intervals[index].zone
    return replace(
        empty,
        buckets=tuple(amount if place == index else 0 for place in range(len(totals.buckets))),
        count=totals.bucket_counts[index] if totals.bucket_counts else 0,
        zone=zone,
        note=wording.measure_in_full(zone) if amount else "",
    )
