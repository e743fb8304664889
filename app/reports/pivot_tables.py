"""The pivot as a table, and the difference of its two views.

A group's row carries its sums, its sub-groups stand under it. Each mean says of what it is: per document or per client,
by document or by sum.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeAlias

from app import formats
from app.domain.money import share
from app.domain.pivot import ORDERED, Dimension, Pivot, PivotLine, View
from app.domain.pivot_views import Cause, Rewriting, Stated, Sums, ViewDifference
from app.i18n import _, ngettext, pgettext
from app.reports import wording
from app.reports.table import ZONE_TONE, Column, Kind, RowStyle, Table, Tone, Value

Ink: TypeAlias = Callable[[PivotLine], Tone]


def dimension_word(dimension: Dimension) -> str:
    """A dimension's name in a list, a heading or a form."""
    return {
        Dimension.CLIENT: pgettext("dimension", "Client"),
        Dimension.DOCUMENT: pgettext("dimension", "Document"),
        Dimension.MANAGER: pgettext("dimension", "Manager"),
        Dimension.TERMS: pgettext("dimension", "Terms as worded"),
        Dimension.TERMS_CLASS: pgettext("dimension", "Class of terms"),
        Dimension.AVG_ORDER: pgettext("dimension", "Average order"),
        Dimension.CORE_SHARE: pgettext("dimension", "Core assortment"),
        Dimension.KIND: pgettext("dimension", "Client type"),
        Dimension.LEGAL_FORM: pgettext("dimension", "Legal form"),
        Dimension.SIZE: pgettext("dimension", "Size of client"),
        Dimension.HOLDING: pgettext("dimension", "Group of related clients"),
        Dimension.ZONE: pgettext("dimension", "Zone"),
        Dimension.INTERVAL: pgettext("dimension", "Interval"),
        Dimension.CONTRACT: pgettext("dimension", "Contract"),
        Dimension.REGION: pgettext("dimension", "Region"),
        Dimension.OWN: pgettext("dimension", "Our organisation"),
        Dimension.REPEATED: pgettext("dimension", "Repeated debt"),
    }[dimension]


def view_words(pivot: Pivot) -> str:
    """Which truth the figures are: known now, or stated then."""
    if pivot.request.view is View.KNOWN:
        return _("as known now")
    if not pivot.stated_on:
        return _("as stated then: there were no reports yet")
    days = ", ".join(formats.day(day) for day in pivot.stated_on)
    return ngettext("as the report of {days} stated", "as the reports of {days} stated", len(pivot.stated_on)).format(
        days=days
    )


def pivot_table(pivot: Pivot, columns: tuple[str, ...] = ()) -> Table[PivotLine]:
    """Groups by falling total, their sub-groups under them, the whole below. ``columns``: keys of ``pivot_columns`` to
    be shown, in that order (the name always comes first); empty: the usual ones."""
    every = {column.key: column for column in pivot_columns(pivot)}
    wanted = [key for key in columns if key in every and key != "name"] or usual_columns(pivot)
    deep = len(pivot.request.by) > 1

    def style(line: PivotLine) -> RowStyle:
        if not line.path:
            return RowStyle.SUBTOTAL
        if not deep:
            return RowStyle.NORMAL
        return RowStyle.HEADING if len(line.path) == 1 else RowStyle.DETAIL

    return Table(
        key="pivot-" + "-".join(pivot.request.by),
        title=pivot_title(pivot),
        columns=(every["name"], *(every[key] for key in wanted)),
        rows=list(_rows(pivot)),
        totals=(pivot.totals,),
        style=style,
        link=lambda line: line.client_id,
        note=pivot_note(pivot),
        empty=_("No debts on this date"),
        nested=deep,
    )


def pivot_title(pivot: Pivot) -> str:
    """What stands over every page: the date, the groups, and whatever makes the figures other than those of the whole
    base as it is known now."""
    request = pivot.request
    stated = _("Debt on {day} as stated then: {groups}")
    words = _("Debt on {day}: {groups}") if request.view is View.KNOWN else stated
    title = words.format(day=formats.day(request.as_of), groups=", ".join(map(dimension_word, request.by)).lower())
    told = [*([request.own] if request.own else []), *pivot.filters]
    return f"{title} ({'; '.join(told)})" if told else title


def _rows(pivot: Pivot) -> Iterator[PivotLine]:
    for line in pivot.lines:
        yield line
        yield from line.lines


_OF_ORDERS = frozenset({Dimension.TERMS, Dimension.TERMS_CLASS, Dimension.AVG_ORDER, Dimension.CORE_SHARE})
"""Dimensions in which the terms of clients are compared."""


def usual_columns(pivot: Pivot) -> list[str]:
    """Keys of the columns shown unless others are asked for. A document stands in one interval, which its days tell;
    beside it, and beside a client under terms, orders or shares, goes what the article asks of it (practice.md 1.1,
    43): only so is it seen whether terms follow any rule."""
    by = pivot.request.by
    advances = ["advances"] if pivot.totals.advances else []
    if by[-1] is Dimension.DOCUMENT:
        client = [] if Dimension.CLIENT in by else ["client"]
        known = ["terms", "avg_order", "core_share", "manager"]
        return [*client, "debt", "share", "not_due", "overdue", *advances, "max_days", *known]
    if by[-1] is Dimension.CLIENT and by[0] in _OF_ORDERS:
        known = [key for key in ("terms", "avg_order", "core_share") if by[0] is not Dimension.TERMS or key != "terms"]
        return ["count", "debt", "share", "not_due", "overdue", *advances, "mean_days", "max_days", *known, "manager"]
    buckets = [f"bucket{n}" for n in range(len(pivot.rules.intervals))]
    out = ["count", "debt", "share", "not_due", *buckets, *advances, "mean_days", "max_days"]
    return [*out, "repeated"] if by[0] is not Dimension.REPEATED else [*out, "clients"]


def pivot_columns(pivot: Pivot) -> tuple[Column[PivotLine], ...]:
    """Every column there is; keys are what saved views remember."""
    return (_name_column(pivot), *_money_columns(pivot), *_count_columns(), *_days_columns(), *_known_columns())


def _name_column(pivot: Pivot) -> Column[PivotLine]:
    tone: Ink | None = _tone_of if ORDERED & set(pivot.request.by) else None
    title = ", ".join(map(dimension_word, pivot.request.by))
    return Column("name", title.capitalize(), Kind.TEXT, _label, 30, tone, wide=True)


def _label(line: PivotLine) -> str:
    if line.path:
        return line.label
    return _("Total, {count}").format(count=formats.documents(line.count))


def _tone_of(line: PivotLine) -> Tone:
    return ZONE_TONE[line.zone] if line.path else Tone.NONE


def _bucket(index: int, title: str, tone: Tone) -> Column[PivotLine]:
    def ink(line: PivotLine) -> Tone:
        return tone if line.buckets[index] else Tone.NONE

    return Column(f"bucket{index}", title, Kind.MONEY, lambda line: line.buckets[index], 13, ink)


def _money_columns(pivot: Pivot) -> Iterator[Column[PivotLine]]:
    whole = pivot.totals
    yield Column("debt", _("Debt, ₽"), Kind.MONEY, lambda line: line.total, 14)
    yield Column("share", _("Share"), Kind.PERCENT, lambda line: line.share_of(whole) if line.total else None, 8)
    yield Column("not_due", _("Not due"), Kind.MONEY, lambda line: line.not_due, 13)
    for index, interval in enumerate(pivot.rules.intervals):
        yield _bucket(index, interval.label, ZONE_TONE[interval.zone])
    yield Column("overdue", _("Overdue, ₽"), Kind.MONEY, lambda line: line.overdue, 14)
    yield Column("overdue_share", _("Overdue in debt"), Kind.PERCENT, lambda line: _share(line.overdue, line.total), 10)
    yield Column("advances", _("Advance"), Kind.MONEY, lambda line: -line.advances, 12)
    yield Column("balance", _("Balance"), Kind.MONEY, lambda line: line.balance, 14)
    yield Column("mean_document", _("Mean per document"), Kind.MONEY, lambda line: line.mean_per_document, 14)
    yield Column("mean_client", _("Mean per client"), Kind.MONEY, lambda line: line.mean_per_client, 14)
    yield Column("repeated", _("Repeated, ₽"), Kind.MONEY, lambda line: line.repeated, 13)


def _share(part: int, whole: int) -> Value:
    return share(part, whole) if whole else None


def _count_columns() -> Iterator[Column[PivotLine]]:
    yield Column("count", _("Documents"), Kind.COUNT, lambda line: line.count or None, 11)
    yield Column("clients", _("Clients"), Kind.COUNT, lambda line: line.clients or None, 9)
    yield Column(
        "several_clients", _("Clients with several debts"), Kind.COUNT, lambda line: line.several_clients or None, 12
    )


def _days_columns() -> Iterator[Column[PivotLine]]:
    def late(value: Callable[[PivotLine], Value]) -> Callable[[PivotLine], Value]:
        return lambda line: value(line) if line.overdue_count else None

    yield Column(
        "mean_days", _("Mean days by document"), Kind.NUMBER, late(lambda line: line.mean_days), 11,
        nothing=formats.DASH, places=2,
    )  # fmt: skip
    yield Column(
        "weighted_days", _("Mean days by sum"), Kind.NUMBER, late(lambda line: line.weighted_days), 11,
        nothing=formats.DASH,
    )  # fmt: skip
    yield Column(
        "max_days", _("Max. days"), Kind.DAYS, late(lambda line: line.max_days), 10, _tone_of, nothing=formats.DASH
    )
    yield Column("sum_days", _("Sum of days"), Kind.DAYS, late(lambda line: line.sum_days), 10, nothing=formats.DASH)
    yield Column(
        "repeated_days",
        _("Mean days of clients with several debts"),
        Kind.NUMBER,
        lambda line: line.repeated_days if line.several_overdue else None,
        14,
        nothing=formats.DASH,
        places=2,
    )


def _known_columns() -> Iterator[Column[PivotLine]]:
    """What is known of the client or document that a line is; empty for groups."""
    yield Column("client", _("Client"), Kind.TEXT, lambda line: line.note, 24)
    yield Column("terms", _("Terms"), Kind.TEXT, lambda line: line.terms, 18)
    yield Column("avg_order", _("Average order"), Kind.MONEY, lambda line: line.avg_order, 13)
    yield Column("core_share", _("Core share"), Kind.TEXT, lambda line: line.core_share, 12)
    yield Column("manager", _("Manager"), Kind.TEXT, lambda line: line.manager, 16)
    yield Column("zone", _("Zone"), Kind.TEXT, _zone, 10, _tone_of)


def _zone(line: PivotLine) -> str:
    return wording.zone_word(line.zone) if line.path else ""


def pivot_note(pivot: Pivot) -> str:
    """Which view, which filters, and the means of the whole, each with what it is a mean of."""
    totals = pivot.totals
    parts = [view_words(pivot)]
    if pivot.filters:
        parts.append(_("only {filters}").format(filters="; ".join(pivot.filters)))
    if totals.count:
        parts.append(
            _("average per document {document}, per client {client}").format(
                document=formats.money_sign(totals.mean_per_document), client=formats.money_sign(totals.mean_per_client)
            )
        )
    if totals.overdue:
        parts.append(
            _("mean overdue {plain} days by document, {weighted} weighted by sum").format(
                plain=formats.decimal(totals.mean_days), weighted=formats.decimal(totals.weighted_days)
            )
        )
    if pivot.request.by[0] is Dimension.CLIENT and totals.clients > 1:
        parts.append(_above(pivot))
    if totals.repeated:
        words = ngettext(
            "repeated debt {sum}: {several} of {n} client",
            "repeated debt {sum}: {several} of {n} clients",
            totals.clients,
        )
        several = words.format(
            sum=formats.money_sign(totals.repeated),
            several=formats.decimal(totals.several_clients, 0),
            n=formats.decimal(totals.clients, 0),
        )
        parts.append(several)
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]


def _above(pivot: Pivot) -> str:
    """The article's «20 % of companies are above the mean»: client totals against the client mean (slip I-3)."""
    above = sum(line.total > pivot.totals.mean_per_client for line in pivot.lines)
    words = ngettext(
        "{above} of {n} client owe more than the average client ({percent})",
        "{above} of {n} clients owe more than the average client ({percent})",
        pivot.totals.clients,
    )
    percent = formats.percent(share(above, pivot.totals.clients), 0)
    whole = formats.decimal(pivot.totals.clients, 0)
    return words.format(above=formats.decimal(above, 0), n=whole, percent=percent)


def cause_word(cause: Cause) -> str:
    """What made the views differ."""
    return {
        Cause.OPENING: pgettext("difference", "older debt told later"),
        Cause.SHIPMENT: pgettext("difference", "shipment told later"),
        Cause.PAYMENT: pgettext("difference", "payment told later"),
        Cause.SETTLED: pgettext("difference", "repayment told later"),
        Cause.ADVANCE: pgettext("difference", "advance told later"),
        Cause.RETURN: pgettext("difference", "return told later"),
        Cause.CORRECTION: pgettext("difference", "sum corrected"),
        Cause.WRITE_OFF: pgettext("difference", "write-off told later"),
        Cause.DUE_DATE: pgettext("difference", "due date moved"),
        Cause.MANAGER: pgettext("difference", "another manager"),
        Cause.CONTRACT: pgettext("difference", "another contract"),
        Cause.TERMS: pgettext("difference", "other terms"),
        Cause.ORGANISATION: pgettext("difference", "another organisation of ours"),
        Cause.CLIENT_TYPE: pgettext("difference", "another client type"),
        Cause.AVG_ORDER: pgettext("difference", "another average order"),
        Cause.CORE_SHARE: pgettext("difference", "another core share"),
        Cause.OTHER: pgettext("difference", "other"),
    }[cause]


def difference_table(difference: ViewDifference) -> Table[Rewriting]:
    """Each document that is known otherwise now than it was stated then, by falling effect."""
    gap = difference.known - difference.stated
    note = _("Debt stated then {then}, known now {now}, difference {gap}; overdue {then2}, {now2}, {gap2}").format(
        then=formats.money_sign(difference.stated.total),
        now=formats.money_sign(difference.known.total),
        gap=formats.money_sign(gap.total),
        then2=formats.money_sign(difference.stated.overdue),
        now2=formats.money_sign(difference.known.overdue),
        gap2=formats.money_sign(gap.overdue),
    )
    columns = (
        Column[Rewriting]("client", _("Client"), Kind.TEXT, lambda row: row.client, 28, wide=True),
        Column[Rewriting]("number", _("Document"), Kind.TEXT, lambda row: row.number, 18),
        Column[Rewriting]("doc_date", _("Shipped"), Kind.DATE, lambda row: row.doc_date, 10),
        Column[Rewriting](
            "cause", _("What differs"), Kind.TEXT, lambda row: cause_word(row.cause) if row.invoice_id else "", 22
        ),
        Column[Rewriting]("day", _("Dated"), Kind.DATE, lambda row: row.day, 10),
        Column[Rewriting]("told_on", _("Told by the report of"), Kind.DATE, lambda row: row.told_on, 12),
        Column[Rewriting]("before", _("Stated then"), Kind.TEXT, lambda row: _stated(row, row.before), 16),
        Column[Rewriting]("after", _("Known now"), Kind.TEXT, lambda row: _stated(row, row.after), 16),
        Column[Rewriting]("total", _("Effect on debt, ₽"), Kind.MONEY, lambda row: row.effect.total, 14, precise=True),
        Column[Rewriting](
            "overdue", _("Effect on overdue, ₽"), Kind.MONEY, lambda row: row.effect.overdue, 14, precise=True
        ),
        Column[Rewriting](
            "advances", _("Effect on advances, ₽"), Kind.MONEY, lambda row: row.effect.advances, 14, precise=True
        ),
    )
    return Table(
        key="view-difference",
        title=_("Stated then and known now on {day}").format(day=formats.day(difference.as_of)),
        columns=columns,
        rows=difference.rows,
        totals=(_whole(difference),) if difference.rows else (),
        link=lambda row: row.client_id or None,
        note=note,
        empty=_("What was stated on this date is what is known now"),
    )


def _whole(difference: ViewDifference) -> Rewriting:
    """The effects added up: they are the difference of the views."""
    effect = sum((row.effect for row in difference.rows), Sums())
    return Rewriting(0, 0, _("Total"), "", None, Cause.OTHER, None, None, "", "", effect)


def _stated(row: Rewriting, value: Stated) -> str:
    if not row.invoice_id:
        return ""
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, int):
        return formats.money(value)
    return value or formats.DASH
