"""Answers as JSON: English snake_case keys, sums as strings with two decimals, dates as ISO."""

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from app.domain.aging import Aging, AgingLine, AgingRules, GroupBy, repeated_debt
from app.domain.bridge import Bridge, BridgeLine
from app.domain.debt import OpenItem
from app.domain.importing import ChangeKind, ImportPreview, ItemChange, NameQuestion, ReportRow
from app.domain.money import Kopecks
from app.domain.statement import Problem, Severity, severest
from app.formats import amount

Shape: TypeAlias = dict[str, object]


def money(kopecks: Kopecks | None) -> str | None:
    """``"1479300.00"``; None stays None."""
    return None if kopecks is None else amount(kopecks)


def day(value: date | None) -> str | None:
    """ISO, or None."""
    return None if value is None else value.isoformat()


def preview(looked: ImportPreview) -> Shape:
    """What an import would do."""
    return {
        "outcome": outcome(looked),
        "files": [{"name": file.name, "sha256": file.sha256, "size": file.size} for file in looked.files],
        "layout": looked.layout,
        "kind": looked.kind.value,
        "level": looked.level.value,
        "as_of": day(looked.as_of),
        "previous_as_of": day(looked.previous_as_of),
        "title": looked.title,
        "organisation": looked.organisation,
        "filters": list(looked.filters),
        "rows": looked.rows,
        "facts": looked.facts,
        "skipped": [{"row": row.row, "reason": row.reason, "sheet": row.sheet} for row in looked.skipped],
        "control_total": money(looked.control),
        "ties": looked.ties,
        "sum": money(looked.sum),
        "debt": money(looked.debt),
        "advances": money(looked.advances),
        "clients": looked.clients,
        "invoices": looked.invoices,
        "problems": [problem(one) for one in looked.problems],
        "changes": changes(looked.changes),
        "names": [name(question) for question in looked.names],
        "question": looked.question,
        "vanished": changes(looked.vanished).get("paid", {"count": 0, "amount": "0.00"}),
        "already_loaded": looked.already is not None,
        "replaces": looked.replaces,
        "accepted": False,
        "report": None,
    }


def unread() -> Shape:
    """What is known of an import whose files could not be read: the same keys, empty."""
    empty: Shape = dict.fromkeys(("layout", "as_of", "level", "control_total", "sum", "debt", "advances"))
    lists: Shape = {"problems": [], "skipped": []}
    return empty | lists | dict.fromkeys(("rows", "facts", "clients", "invoices"), 0) | {"accepted": False}


def outcome(looked: ImportPreview) -> str:
    """``clean``, or ``warnings`` when a person should look before accepting."""
    grave = severest(looked.problems) is not Severity.INFO
    likely = any(question.candidates for question in looked.names)
    return "warnings" if grave or likely or looked.question or not looked.ties else "clean"


def problem(one: Problem) -> Shape:
    """A problem with its place."""
    return {
        "sheet": one.sheet,
        "row": one.row,
        "column": one.column,
        "text": one.text,
        "severity": one.severity.value,
        "file": one.file,
    }


def changes(items: Sequence[ItemChange]) -> dict[str, Shape]:
    """Count and sum of each kind of change: the difference, or the whole where there is none."""
    out: dict[str, Shape] = {}
    for kind in ChangeKind:
        mine = [change for change in items if change.kind is kind]
        if mine:
            total = sum(moved(change) for change in mine)
            out[kind.value] = {"count": len(mine), "amount": money(total)}
    return out


def moved(change: ItemChange) -> Kopecks:
    """Kopecks one change is about."""
    return abs(change.after - change.before) or abs(change.after)


def name(question: NameQuestion) -> Shape:
    """An unknown name and whom it may stand for."""
    return {
        "key": question.key,
        "name": question.name,
        "inn": question.inn,
        "manager": question.manager,
        "total": money(question.total),
        "candidates": [
            {"client": candidate.client_id, "name": candidate.name, "evidence": candidate.evidence}
            for candidate in question.candidates
        ],
    }


def report(row: ReportRow) -> Shape:
    """A loaded report."""
    return {
        "report": row.report_id,
        "kind": row.kind.value,
        "as_of": day(row.as_of),
        "files": list(row.files),
        "title": row.title,
        "organisation": row.organisation,
        "filters": list(row.filters),
        "layout": row.layout,
        "level": row.level.value,
        "rows": row.rows,
        "facts": row.facts,
        "control_total": money(row.control),
        "sum": money(row.sum),
        "advances": money(row.advances),
        "narrowed": row.narrowed,
        "loaded_at": row.loaded_at.isoformat(timespec="seconds"),
        "loaded_by": row.loaded_by,
        "state": row.state,
        "problems": row.problems,
        "revisions": row.revisions,
        "last": row.last,
    }


def aging(found: Aging, items: Sequence[OpenItem]) -> Shape:
    """Debt by term. ``items``: the open documents, for the repeated debt."""
    totals = found.totals
    repeated, several = repeated_debt(items)
    return {
        "as_of": day(found.as_of),
        "by": found.by.value,
        "total": money(totals.total),
        "not_due": money(totals.not_due),
        "overdue": money(totals.overdue),
        "advances": money(totals.advances),
        "balance": money(totals.balance),
        "mean_per_invoice": money(found.mean_per_document),
        "mean_per_client": money(found.mean_per_client),
        "mean_days": float(totals.mean_days),
        "weighted_days": float(totals.weighted_days),
        "max_days": totals.max_days,
        "clients": found.clients,
        "invoices": totals.count,
        "repeated": money(repeated),
        "repeated_clients": several,
        "buckets": buckets(totals, found.rules),
        "groups": [group(line, found) for line in found.lines],
    }


def buckets(line: AgingLine, rules: AgingRules) -> list[Shape]:
    """Each interval of a line; ``to`` is null for the open one."""
    counts = line.bucket_counts or (0,) * len(line.buckets)
    return [
        {
            "from": interval.first,
            "to": interval.last,
            "zone": interval.zone.value,
            "amount": money(kopecks),
            "count": count,
        }
        for interval, kopecks, count in zip(rules.intervals, line.buckets, counts, strict=True)
    ]


def group(line: AgingLine, found: Aging) -> Shape:
    """One line of the aging; ``key`` is the name of the client, manager or terms, the number of the document
    or the interval."""
    return {
        "key": _key(line, found),
        "client_id": line.client_id,
        "client": line.note if found.by is GroupBy.INVOICE else None,
        "manager": line.manager,
        "total": money(line.total),
        "not_due": money(line.not_due),
        "overdue": money(line.overdue),
        "advances": money(line.advances),
        "balance": money(line.balance),
        "share": float(line.share_of(found.totals)),
        "max_days": line.max_days,
        "weighted_days": float(line.weighted_days),
        "mean_days": float(line.mean_days),
        "count": line.count,
        "zone": line.zone.value,
        "buckets": buckets(line, found.rules),
    }


def _key(line: AgingLine, found: Aging) -> str:
    if found.by in (GroupBy.MANAGER, GroupBy.TERMS):
        return line.key
    return line.label.replace("\u2013", "-") if found.by is GroupBy.INTERVAL else line.label


def bridge(found: Bridge) -> Shape:
    """Why overdue debt changed: ``before + matured + returned + rewritten - paid - goods - written_off = after``."""
    return {
        "from": day(found.since),
        "to": day(found.until),
        "totals": _bridge_line(found.totals),
        "lines": [_bridge_line(line) for line in found.lines],
    }


def _bridge_line(line: BridgeLine) -> Shape:
    sums = ("before", "matured", "returned", "paid", "goods", "written_off", "rewritten", "after")
    return {
        "client_id": line.client_id or None,
        "label": line.label,
        "manager": line.manager,
        **{name: money(getattr(line, name)) for name in sums},
    }
