"""The columns of an aging: what one line or one document shows, the same in every grouping."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from app import formats
from app.domain.aging import Aging, AgingLine, Zone
from app.domain.debt import OpenItem
from app.i18n import _
from app.reports import wording
from app.reports.table import ZONE_TONE, Column, Kind, RowStyle, Tone, Value


@dataclass(frozen=True, slots=True)
class AgingRow:
    """A line of the aging; ``item`` is set where the line is one document under (or without) a group."""

    line: AgingLine
    label: str
    style: RowStyle = RowStyle.NORMAL
    item: OpenItem | None = None


Built: TypeAlias = tuple[tuple[Column[AgingRow], ...], list[AgingRow]]
"""Columns and rows of one grouping."""


def link_of(row: AgingRow) -> int | None:
    """The client a line or document opens."""
    return row.item.client_id if row.item is not None else row.line.client_id


def tone_of(row: AgingRow) -> Tone:
    """Tone of the zone; the totals stand in none."""
    return Tone.NONE if row.style is RowStyle.SUBTOTAL else ZONE_TONE[row.line.zone]


def zone_of(row: AgingRow) -> str:
    """The totals stand in no zone."""
    return "" if row.style is RowStyle.SUBTOTAL else wording.zone_word(row.line.zone)


def name_column(title: str, width: int) -> Column[AgingRow]:
    """What the line is."""
    return Column("name", title, Kind.TEXT, lambda row: row.label, width, wide=True)


def share_column(aging: Aging) -> Column[AgingRow]:
    """Percent of the whole debt."""
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


def debt_columns(aging: Aging) -> Iterator[Column[AgingRow]]:
    """Debt, share, not due, and a column for each interval."""
    yield Column("debt", _("Debt, ₽"), Kind.MONEY, lambda row: row.line.total, 14)
    yield share_column(aging)
    yield Column("not_due", _("Not due"), Kind.MONEY, lambda row: row.line.not_due, 13)
    for index, interval in enumerate(aging.rules.intervals):
        yield _bucket(index, interval.label, interval.zone)


def advance_columns(aging: Aging) -> Iterator[Column[AgingRow]]:
    """Advances (negative) and the balance, where there are any."""
    if aging.totals.advances:
        yield Column("advances", _("Advance"), Kind.MONEY, lambda row: -row.line.advances, 12)
        yield Column("balance", _("Balance"), Kind.MONEY, lambda row: row.line.balance, 14)


def max_days_column() -> Column[AgingRow]:
    """Longest delay; a dash when nothing is overdue."""
    return Column(
        "max_days",
        _("Max. days"),
        Kind.DAYS,
        lambda row: row.line.max_days or None,
        10,
        nothing=formats.DASH,
    )


def manager_column() -> Column[AgingRow]:
    """Manager of the document or of the client."""
    return Column("manager", _("Manager"), Kind.TEXT, _manager_of, 16)


def _manager_of(row: AgingRow) -> str:
    return row.item.manager if row.item is not None else row.line.manager


def document_columns() -> Iterator[Column[AgingRow]]:
    """Which document, shipped and due when."""
    yield Column("number", _("Document"), Kind.TEXT, item_value(document_name), 16)
    yield Column("doc_date", _("Shipped"), Kind.DATE, item_value(lambda item: item.doc_date), 10)
    yield Column("due_date", _("Due"), Kind.DATE, item_value(lambda item: item.due_date), 10)


def item_value(value: Callable[[OpenItem], Value]) -> Callable[[AgingRow], Value]:
    """Something of the row's document; nothing for a group."""
    return lambda row: None if row.item is None else value(row.item)


def document_name(item: OpenItem) -> str:
    """Kind and number, or what there is of them."""
    return f"{item.kind} {item.number}".strip() if item.number else wording.called(item.kind, item.doc_date)


def days_column() -> Column[AgingRow]:
    """Days overdue of a document, the longest of a group."""
    return Column(
        "days",
        _("Overdue, days"),
        Kind.DAYS,
        lambda row: row.line.max_days or None,
        11,
        tone_of,
        nothing=formats.DASH,
    )


def zone_column() -> Column[AgingRow]:
    """The zone in a word."""
    return Column("zone", _("Zone"), Kind.TEXT, zone_of, 10, tone_of)
