"""The aging by document: under clients, terms and intervals (the article's tables 2, 4 and 3)."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from app.domain.aging import Aging, AgingLine, cell_of, falling, fold
from app.domain.debt import OpenItem
from app.i18n import _
from app.reports.aging_columns import (
    AgingRow,
    Built,
    advance_columns,
    days_column,
    document_columns,
    item_value,
    manager_column,
    name_column,
    share_column,
    zone_column,
)
from app.reports.table import Column, Kind, RowStyle


def by_invoice(aging: Aging) -> Built:
    """The article's second table: clients by falling total, documents inside by falling sum."""
    columns = (
        name_column(_("Client"), 30),
        *document_columns(),
        Column[AgingRow]("debt", _("Debt, ₽"), Kind.MONEY, lambda row: row.line.total, 14),
        share_column(aging),
        *advance_columns(aging),
        days_column(),
        zone_column(),
        manager_column(),
    )
    groups = _groups(aging, lambda item: str(item.client_id), lambda item: item.client)
    return columns, list(_grouped(groups, single=True, detail=lambda item: item.client))


def by_terms(aging: Aging) -> Built:
    """The article's fourth table: exact wording of the terms, mean days of each group."""
    columns = (
        name_column(_("Terms and client"), 30),
        *document_columns(),
        Column[AgingRow]("debt", _("Debt, ₽"), Kind.MONEY, lambda row: row.line.total, 14),
        share_column(aging),
        *advance_columns(aging),
        days_column(),
        Column[AgingRow]("mean_days", _("Mean days"), Kind.NUMBER, _mean_days, 10, places=2),
        Column[AgingRow]("avg_order", _("Average order"), Kind.MONEY, item_value(lambda item: item.avg_order), 13),
        Column[AgingRow]("core_share", _("Core share"), Kind.TEXT, item_value(lambda item: item.core_share), 12),
        manager_column(),
    )
    groups = _groups(aging, lambda item: item.terms.text, lambda item: item.terms.text or _("terms not stated"))
    return columns, list(_grouped(groups, single=False, detail=lambda item: item.client))


def _mean_days(row: AgingRow) -> Decimal | None:
    """Of a group, over its overdue documents: 57 / 4 = 14,25 in the article."""
    return row.line.mean_days if row.item is None and row.line.overdue_count else None


def by_interval(aging: Aging) -> Built:
    """The article's third table: intervals from the mildest to the worst, documents inside by falling sum."""
    columns = (
        name_column(_("Interval and client"), 30),
        *document_columns(),
        Column[AgingRow]("debt", _("Debt, ₽"), Kind.MONEY, lambda row: row.line.total, 14),
        share_column(aging),
        *advance_columns(aging),
        days_column(),
        zone_column(),
        manager_column(),
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
