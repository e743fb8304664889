"""Rows behind a place of a chart: documents with the sums that the place counts."""

from collections.abc import Iterable
from dataclasses import dataclass

from app import formats
from app.domain.aging import AgingRules
from app.domain.bridge import Bridge, total
from app.domain.debt import OpenItem
from app.domain.migration import Migration
from app.domain.money import Kopecks
from app.i18n import _
from app.reports.aging_columns import document_name
from app.reports.bridge_table import bridge_table
from app.reports.charts_bridge import part_name
from app.reports.table import ZONE_TONE, Column, Kind, Table, Tone


@dataclass(frozen=True, slots=True)
class Counted:
    """A document and how much of it is counted; ``item`` None: the totals."""

    item: OpenItem | None
    amount: Kopecks


def documents_table(title: str, rows: Iterable[Counted], rules: AgingRules) -> Table[Counted]:
    """Documents of many clients, the largest first, and their sum."""

    def tone(row: Counted) -> Tone:
        return Tone.NONE if row.item is None else ZONE_TONE[rules.zone(row.item.days)]

    found = tuple(sorted(rows, key=lambda row: (-row.amount, row.item.client if row.item else "")))
    whole = Counted(None, sum(row.amount for row in found))
    count = formats.documents(len(found))
    return Table(
        key="chart_documents",
        title=title,
        columns=(
            Column[Counted](
                "client", _("Client"), Kind.TEXT, lambda r: r.item.client if r.item else count, 28, wide=True
            ),
            Column[Counted]("number", _("Document"), Kind.TEXT, lambda r: document_name(r.item) if r.item else "", 20),
            Column[Counted]("doc_date", _("Shipped"), Kind.DATE, lambda r: r.item.doc_date if r.item else None, 11),
            Column[Counted]("due_date", _("Due"), Kind.DATE, lambda r: r.item.due_date if r.item else None, 11),
            Column[Counted]("amount", _("Sum, ₽"), Kind.MONEY, lambda r: r.amount, 15, precise=True),
            Column[Counted]("days", _("Overdue, days"), Kind.DAYS, _days, 12, tone, nothing=formats.DASH),
            Column[Counted]("manager", _("Manager"), Kind.TEXT, lambda r: r.item.manager if r.item else "", 16),
        ),
        rows=found,
        totals=(whole,),
        link=lambda row: row.item.client_id if row.item else None,
        empty=_("No documents"),
    )


def _days(row: Counted) -> int | None:
    return row.item.days if row.item is not None and row.item.days > 0 else None


def part_table(bridge: Bridge, part: str) -> Table[object]:
    """Clients that a part of the bridge is made of."""
    lines = tuple(line for line in bridge.lines if getattr(line, part))
    lines = tuple(sorted(lines, key=lambda line: (-abs(getattr(line, part)), line.label)))
    made = bridge_table(Bridge(bridge.since, bridge.until, lines, total(lines, "")))
    words = f"{made.title}: {part_name(part).replace(chr(10), ' ')}"
    return Table(made.key, words, made.columns, made.rows, made.totals, link=made.link, empty=made.empty)  # type: ignore[arg-type]  # a table of lines is a table


def passed_title(found: Migration, source: int | None, target: int | None) -> str:
    """«С 16.11.2026 по 23.11.2026: 1–7 дней → 8–14 дней»; outside places have index -1, None: any."""
    ends = []
    for place, outside in ((source, _("new")), (target, _("settled"))):
        if place is not None:
            ends.append(found.labels[place] if place >= 0 else outside)
    span = _("from {since} to {until}").format(since=formats.day(found.since), until=formats.day(found.until))
    return f"{' → '.join(ends)}, {span}"
