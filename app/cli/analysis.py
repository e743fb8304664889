"""The pivot and the difference of its views for a script."""

import argparse
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import shapes
from app.cli.console import Console
from app.cli.shapes import Shape
from app.domain.pivot import Pivot, PivotLine, PivotRequest
from app.domain.pivot_views import Rewriting, Stated, Sums, ViewDifference

if TYPE_CHECKING:
    from app.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, as one JSON object and as a table."""

    found: Pivot | ViewDifference
    as_of: date

    @property
    def shape(self) -> Shape:
        """For a machine."""
        return pivot(self.found) if isinstance(self.found, Pivot) else difference(self.found)

    def show(self, console: Console) -> None:
        """For a person."""
        from app.reports.pivot_tables import difference_table, pivot_table

        if isinstance(self.found, Pivot):
            console.table(pivot_table(self.found))
        else:
            console.table(difference_table(self.found))

    def write(self, path: Path) -> None:
        """The table as an Excel file. Raises ``AppError`` when it cannot be written."""
        from app.reports.pivot_tables import difference_table, pivot_table
        from app.reports.xlsx import write_table

        if isinstance(self.found, Pivot):
            write_table(pivot_table(self.found), path, self.as_of)
        else:
            write_table(difference_table(self.found), path, self.as_of)


def look(arguments: argparse.Namespace, ledger: "Ledger", as_of: date) -> Answer:
    """Ask the ledger what the arguments ask for."""
    if arguments.difference:
        return Answer(ledger.analysis.view_difference(as_of, arguments.own), as_of)
    request = PivotRequest(as_of, arguments.by, arguments.view, arguments.own, tuple(arguments.only))
    return Answer(ledger.analysis.pivot(request), as_of)


def pivot(found: Pivot) -> Shape:
    """Debt by one or two dimensions; ``groups`` of a group are its sub-groups."""
    request = found.request
    filters = zip(request.filters, found.filters, strict=True)
    return {
        "as_of": shapes.day(request.as_of),
        "by": [dimension.value for dimension in request.by],
        "view": request.view.value,
        "stated_on": [shapes.day(one) for one in found.stated_on],
        "own": request.own,
        "only": [{"by": dimension.value, "key": key, "label": label} for (dimension, key), label in filters],
        **_figures(found.totals, found),
        "groups": [_group(line, found) for line in found.lines],
    }


def _group(line: PivotLine, found: Pivot) -> Shape:
    return {
        "key": line.key,
        "label": line.label,
        "client_id": line.client_id,
        "client": line.note or None,
        "manager": line.manager,
        "terms": line.terms,
        "avg_order": shapes.money(line.avg_order),
        "core_share": line.core_share,
        "share": float(line.share_of(found.totals)),
        "zone": line.zone.value,
        **_figures(line, found),
        "groups": [_group(one, found) for one in line.lines],
    }


def _figures(line: PivotLine, found: Pivot) -> Shape:
    return {
        "total": shapes.money(line.total),
        "not_due": shapes.money(line.not_due),
        "overdue": shapes.money(line.overdue),
        "advances": shapes.money(line.advances),
        "balance": shapes.money(line.balance),
        "count": line.count,
        "overdue_count": line.overdue_count,
        "clients": line.clients,
        "mean_per_document": shapes.money(line.mean_per_document),
        "mean_per_client": shapes.money(line.mean_per_client),
        "mean_days_by_document": float(line.mean_days),
        "mean_days_by_sum": float(line.weighted_days),
        "max_days": line.max_days,
        "sum_days": line.sum_days,
        "repeated": shapes.money(line.repeated),
        "repeated_clients": line.several_clients,
        "repeated_days": float(line.repeated_days),
        "buckets": shapes.buckets(line, found.rules),
    }


def difference(found: ViewDifference) -> Shape:
    """Why the two views differ: ``stated`` + the effects of all rows = ``known``."""
    return {
        "as_of": shapes.day(found.as_of),
        "stated_on": [shapes.day(one) for one in found.stated_on],
        "stated": _sums(found.stated),
        "known": _sums(found.known),
        "difference": _sums(found.known - found.stated),
        "ties": found.adds_up,
        "rows": [_row(row) for row in found.rows],
    }


def _row(row: Rewriting) -> Shape:
    return {
        "client_id": row.client_id,
        "client": row.client,
        "document": row.number,
        "doc_date": shapes.day(row.doc_date),
        "cause": row.cause.value,
        "day": shapes.day(row.day),
        "told_on": shapes.day(row.told_on),
        "before": _stated(row.before),
        "after": _stated(row.after),
        "effect": _sums(row.effect),
    }


def _stated(value: Stated) -> str | None:
    if isinstance(value, date):
        return shapes.day(value)
    return shapes.money(value) if isinstance(value, int) else value


def _sums(sums: Sums) -> Shape:
    return {
        "total": shapes.money(sums.total),
        "overdue": shapes.money(sums.overdue),
        "advances": shapes.money(sums.advances),
    }
