"""Writing an accepted report and replaying the ones after it, inside one transaction.

A report that comes last needs only itself. A late, corrected or withdrawn one unwinds every later report and posts
them again from what they stated: the order of loading cannot leave a trace.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from app.domain.importing import ChangeKind
from app.domain.names import search_text
from app.domain.reconcile import Standing, Stated, change_of, entries_for, merged

if TYPE_CHECKING:
    from app.models.facts import ReportKey
    from app.models.store import Connection
    from app.progress import Progress


def post(connection: Connection, since: tuple[date, int], progress: Progress) -> None:
    """(Re)post every accepted debt report from (date, id) on, and explain it by payments."""
    from app.ledger import explaining
    from app.models import facts

    explaining.lift(connection)
    later = facts.debt_reports(connection, since)
    if _is_append(connection, later):
        later = later[-1:]
    else:
        facts.unwind(connection, later)
    for number, report in enumerate(later):
        progress.step(number, len(later))
        post_one(connection, report, facts.lines_of(connection, report.report_id))
    explaining.settle(connection, since[0])


def _is_append(connection: Connection, later: Sequence[ReportKey]) -> bool:
    """Only one report to post, and it has left no trace yet."""
    if len(later) != 1:
        return False
    sql = """SELECT EXISTS (SELECT 1 FROM entry WHERE report_id = :id)
                 OR EXISTS (SELECT 1 FROM revision WHERE report_id = :id)"""
    return not connection.exec_driver_sql(sql, {"id": later[0].report_id}).scalar_one()


def post_one(connection: Connection, report: ReportKey, stated: dict[int, Stated]) -> None:
    """Entries, revisions and attributes of one report over what stands before it."""
    from app.models import facts

    previous = facts.previous_date(connection, report.as_of)
    before = standing_for(connection, stated)
    entries = entries_for(report.as_of, previous, before, stated, report.scope)
    facts.insert_entries(connection, report.report_id, merged(entries))
    revisions = []
    for invoice_id, line in stated.items():
        change = change_of(report.as_of, previous, before.get(invoice_id), line)
        if change.kind in (ChangeKind.REWRITTEN, ChangeKind.RESURRECTED):
            kind, effect = change.kind.value, change.overdue_effect
            revisions.append((report.report_id, invoice_id, kind, change.note, change.before, change.after, effect))
    facts.insert_revisions(connection, revisions)
    facts.refresh(connection, report.report_id)


def standing_for(connection: Connection, stated: dict[int, Stated]) -> dict[int, Standing]:
    """Open documents, and those the report names though they are settled."""
    from app.models import standing

    before = standing.now(connection)
    absent = [invoice_id for invoice_id in stated if invoice_id not in before]
    if absent:
        before.update(standing.settled(connection, absent))
    return before


def rename(connection: Connection, client_ids: Sequence[int]) -> None:
    """Bring the shown attributes and the search text of clients up to their newest lines."""
    from app.models import clients, facts

    facts.name_clients(connection, client_ids)
    sources = clients.search_sources(connection, sorted(set(client_ids)))
    texts = [(search_text(name, inn, aliases), client_id) for client_id, name, inn, aliases in sources]
    clients.set_search(connection, texts)
