"""The aging as tables: by client, document, manager, terms and interval.

The law of each line: not due + intervals - advances = balance. The balance column therefore stands wherever
an advance does. Zone colours are tones of the filled cells; the words of the zone or measure stand beside.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from app import formats
from app.domain.aging import Aging, AgingLine, GroupBy, Zone, cell_of, falling, fold
from app.domain.debt import OpenItem
from app.domain.money import share
from app.i18n import _, ngettext
from app.reports import wording
from app.reports.table import ZONE_TONE, Column, Kind, RowStyle, Table, Tone, Value


@dataclass(frozen=True, slots=True)
class AgingRow:
    """A line of the aging; ``item`` is set where the line is one document under (or without) a group."""

    line: AgingLine
    label: str
    style: RowStyle = RowStyle.NORMAL
    item: OpenItem | None = None


def aging_table(aging: Aging) -> Table[AgingRow]:
    """The table of any grouping; groups of documents carry their sums in the group's first row."""
    build = {
        GroupBy.CLIENT: _by_client,
        GroupBy.INVOICE: _by_invoice,
        GroupBy.MANAGER: _by_manager,
        GroupBy.TERMS: _by_terms,
        GroupBy.INTERVAL: _by_interval,
    }[aging.by]
    columns, rows = build(aging)
    return Table(
        key=f"aging-{aging.by.value}",
        title=_title(aging),
        columns=columns,
        rows=rows,
        totals=(AgingRow(aging.totals, _totals_label(aging), RowStyle.SUBTOTAL),),
        style=lambda row: row.style,
        link=_link,
        note=means_note(aging),
        empty=_("No debts on this date"),
    )


def interval_table(aging: Aging) -> Table[AgingRow]:
    """One row for each interval, with its zone, measure, sum and share; for paper. Any grouping will do."""
    columns = (
        _name(_("Interval"), 18),
        Column[AgingRow]("zone", _("Zone"), Kind.TEXT, _zone_of, 10, _tone),
        Column[AgingRow]("debt", _("Debt, ₽"), Kind.MONEY, lambda row: row.line.total, 16),
        _share(aging),
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
        _name(_("Client"), 34),
        Column[AgingRow]("max_days", _("Max. days"), Kind.DAYS, lambda row: row.line.max_days, 10, _tone),
        Column[AgingRow]("zone", _("Zone"), Kind.TEXT, _zone_of, 10, _tone),
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
        link=_link,
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


def _link(row: AgingRow) -> int | None:
    return row.item.client_id if row.item is not None else row.line.client_id


def _tone(row: AgingRow) -> Tone:
    return Tone.NONE if row.style is RowStyle.SUBTOTAL else ZONE_TONE[row.line.zone]


def _zone_of(row: AgingRow) -> str:
    """The totals stand in no zone."""
    return "" if row.style is RowStyle.SUBTOTAL else wording.zone_word(row.line.zone)


def _name(title: str, width: int) -> Column[AgingRow]:
    return Column("name", title, Kind.TEXT, lambda row: row.label, width, wide=True)


def _share(aging: Aging) -> Column[AgingRow]:
    whole = aging.totals
    return Column(
        "share", _("Share"), Kind.PERCENT, lambda row: row.line.share_of(whole) if row.line.total else None, 8
    )


def _bucket(index: int, title: str, zone: Zone) -> Column[AgingRow]:
    tone = ZONE_TONE[zone]
    return Column(
        f"bucket{index}",
        title,
        Kind.MONEY,
        lambda row: row.line.buckets[index],
        13,
        lambda row: tone if row.line.buckets[index] else Tone.NONE,
    )


def _debt(aging: Aging) -> Iterator[Column[AgingRow]]:
    """Debt, share, not due, and a column for each interval."""
    yield Column("debt", _("Debt, ₽"), Kind.MONEY, lambda row: row.line.total, 14)
    yield _share(aging)
    yield Column("not_due", _("Not due"), Kind.MONEY, lambda row: row.line.not_due, 13)
    for index, interval in enumerate(aging.rules.intervals):
        yield _bucket(index, interval.label, interval.zone)


def _advances(aging: Aging) -> Iterator[Column[AgingRow]]:
    """Advances (negative) and the balance, where there are any."""
    if aging.totals.advances:
        yield Column("advances", _("Advance"), Kind.MONEY, lambda row: -row.line.advances, 12)
        yield Column("balance", _("Balance"), Kind.MONEY, lambda row: row.line.balance, 14)


def _max_days() -> Column[AgingRow]:
    return Column(
        "max_days",
        _("Max. days"),
        Kind.DAYS,
        lambda row: row.line.max_days or None,
        10,
        nothing=formats.DASH,
    )


def _manager() -> Column[AgingRow]:
    return Column("manager", _("Manager"), Kind.TEXT, _manager_of, 16)


def _manager_of(row: AgingRow) -> str:
    return row.item.manager if row.item is not None else row.line.manager


_Built = tuple[tuple[Column[AgingRow], ...], list[AgingRow]]


def _by_client(aging: Aging) -> _Built:
    def measure(row: AgingRow) -> str | None:
        if row.style is RowStyle.SUBTOTAL:
            return ""
        return wording.measure(row.line.zone, row.line.overdue)

    columns = (
        _name(_("Client"), 30),
        *_debt(aging),
        *_advances(aging),
        _max_days(),
        Column[AgingRow]("measure", _("Measure"), Kind.TEXT, measure, 20, nothing=formats.DASH),
    )
    return columns, [AgingRow(line, line.label) for line in aging.lines]


def _by_manager(aging: Aging) -> _Built:
    columns = (
        _name(_("Manager"), 24),
        Column[AgingRow]("count", _("Documents"), Kind.COUNT, lambda row: row.line.count, 11),
        *_debt(aging),
        *_advances(aging),
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
        _max_days(),
    )
    return columns, [AgingRow(line, line.label or _("without manager")) for line in aging.lines]


def _document_columns() -> Iterator[Column[AgingRow]]:
    yield Column("number", _("Document"), Kind.TEXT, _of(document_name), 16)
    yield Column("doc_date", _("Shipped"), Kind.DATE, _of(lambda item: item.doc_date), 10)
    yield Column("due_date", _("Due"), Kind.DATE, _of(lambda item: item.due_date), 10)


def _of(value: Callable[[OpenItem], Value]) -> Callable[[AgingRow], Value]:
    """Something of the row's document; nothing for a group."""
    return lambda row: None if row.item is None else value(row.item)


def document_name(item: OpenItem) -> str:
    """Kind and number, or what there is of them."""
    return f"{item.kind} {item.number}".strip()


def _days() -> Column[AgingRow]:
    """Days overdue of a document, the longest of a group."""
    return Column(
        "days",
        _("Overdue, days"),
        Kind.DAYS,
        lambda row: row.line.max_days or None,
        11,
        _tone,
        nothing=formats.DASH,
    )


def _zone() -> Column[AgingRow]:
    return Column("zone", _("Zone"), Kind.TEXT, _zone_of, 10, _tone)


def _by_invoice(aging: Aging) -> _Built:
    """The article's second table: clients by falling total, documents inside by falling sum."""
    columns = (
        _name(_("Client"), 30),
        *_document_columns(),
        Column[AgingRow]("debt", _("Debt, ₽"), Kind.MONEY, lambda row: row.line.total, 14),
        _share(aging),
        *_advances(aging),
        _days(),
        _zone(),
        _manager(),
    )
    groups = _groups(aging, lambda item: str(item.client_id), lambda item: item.client)
    return columns, list(_grouped(groups, single=True, detail=lambda item: item.client))


def _by_terms(aging: Aging) -> _Built:
    """The article's fourth table: exact wording of the terms, mean days of each group."""
    columns = (
        _name(_("Terms and client"), 30),
        *_document_columns(),
        Column[AgingRow]("debt", _("Debt, ₽"), Kind.MONEY, lambda row: row.line.total, 14),
        _share(aging),
        *_advances(aging),
        _days(),
        Column[AgingRow]("mean_days", _("Mean days"), Kind.NUMBER, _mean_days, 10, places=2),
        Column[AgingRow]("avg_order", _("Average order"), Kind.MONEY, _of(lambda item: item.avg_order), 13),
        Column[AgingRow]("core_share", _("Core share"), Kind.TEXT, _of(lambda item: item.core_share), 12),
        _manager(),
    )
    groups = _groups(aging, lambda item: item.terms.text, lambda item: item.terms.text or _("terms not stated"))
    return columns, list(_grouped(groups, single=False, detail=lambda item: item.client))


def _mean_days(row: AgingRow) -> Decimal | None:
    """Of a group, over its overdue documents: 57 / 4 = 14,25 in the article."""
    return row.line.mean_days if row.item is None and row.line.overdue_count else None


def _by_interval(aging: Aging) -> _Built:
    """The article's third table: intervals from the mildest to the worst, documents inside by falling sum."""
    columns = (
        _name(_("Interval and client"), 30),
        *_document_columns(),
        Column[AgingRow]("debt", _("Debt, ₽"), Kind.MONEY, lambda row: row.line.total, 14),
        _share(aging),
        *_advances(aging),
        _days(),
        _zone(),
        _manager(),
    )
    return columns, list(_interval_rows(aging))


def _interval_rows(aging: Aging) -> Iterator[AgingRow]:
    order = [*range(-1, len(aging.rules.intervals)), None]
    sorted_items: dict[int | None, list[OpenItem]] = {slot: [] for slot in order}
    for item in aging.items:
        sorted_items[aging.rules.slot(item.days) if item.balance >= 0 else None].append(item)
    for slot, items in sorted_items.items():
        if not items:
            continue
        label = _("advances") if slot is None else _("not due") if slot < 0 else aging.rules.intervals[slot].text
        yield from _grouped([_group(label, items, aging)], single=False, detail=lambda item: item.client)


_Group = tuple[AgingLine, list[tuple[OpenItem, AgingLine]]]


def _groups(aging: Aging, key_of: Callable[[OpenItem], str], label_of: Callable[[OpenItem], str]) -> list[_Group]:
    items: dict[str, list[OpenItem]] = {}
    for item in aging.items:
        items.setdefault(key_of(item), []).append(item)
    groups = [_group(label_of(members[0]), members, aging) for members in items.values()]
    return sorted(groups, key=lambda group: falling(group[0]))


def _group(label: str, items: list[OpenItem], aging: Aging) -> _Group:
    cells = [cell_of(item, "", aging.rules) for item in items]
    members = [(item, fold("", "", (cell,), aging.rules)) for item, cell in zip(items, cells, strict=True)]
    members.sort(key=lambda member: (-member[0].balance, -member[0].days, member[0].number))
    return fold("", label, cells, aging.rules), members


def _grouped(groups: Iterable[_Group], *, single: bool, detail: Callable[[OpenItem], str]) -> Iterator[AgingRow]:
    """A heading with the group's sums, then its documents. ``single``: a group of one is one plain row."""
    for line, members in groups:
        if single and len(members) == 1:
            item, own = members[0]
            yield AgingRow(own, line.label, RowStyle.NORMAL, item)
            continue
        yield AgingRow(line, line.label, RowStyle.HEADING)
        for item, own in members:
            yield AgingRow(own, detail(item), RowStyle.DETAIL, item)


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
