"""Writing an accepted report and replaying the ones after it, inside one transaction.

A report that comes last needs only itself. A late, corrected or withdrawn one unwinds every later report and posts
them again from what they stated: the order of loading cannot leave a trace.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from app.domain.importing import ItemChange
from app.domain.names import search_text
from app.domain.reconcile import NewEntry, Standing, Stated, changes_of, entries_for

if TYPE_CHECKING:
    from app.ledger.comparing import Plan
    from app.models.facts import ReportKey
    from app.models.store import Connection
    from app.progress import Progress


def enter(
    connection: Connection, report: ReportKey, plan: Plan, clients: Mapping[int, int], progress: Progress
) -> None:
    """Write the documents and lines of a new report and post it. ``clients``: real ids of clients made for it."""
    from app.ledger import explaining
    from app.models import facts

    first = facts.next_invoice(connection)
    owner = {i: clients.get(s.client_id, s.client_id) for i, s in plan.stated.items() if i < 0}
    fresh = sorted(owner, key=owner.__getitem__)
    ids = dict(zip(fresh, range(first, first + len(fresh)), strict=True))
    known = sorted(i for i in plan.stated if i > 0)
    progress.step(0, len(ids))
    places, told = [*known, *ids.values()], [plan.stated[i] for i in (*known, *fresh)]
    numbered = dict(zip(places, told, strict=True))
    progress.step(0, len(places))
    entries = _entries(plan, report, numbered)
    progress.step(0, len(places))
    owners, fresh_told, days = [owner[i] for i in fresh], told[len(known) :], _days(entries, first)
    progress.step(0, len(places))
    facts.insert_invoices(connection, places[len(known) :], owners, fresh_told, days, progress)
    facts.insert_lines(connection, report.report_id, places, told, progress)
    if not plan.last:
        post(connection, report.as_of, progress)
        return
    explaining.lift(connection)
    facts.insert_entries(connection, report.report_id, entries, progress)
    progress.step(len(places), len(places))
    _insert_revisions(connection, report.report_id, {ids.get(i, i): change for i, change in plan.found.items()})
    facts.refresh(connection, report.report_id, below=first)
    explaining.settle(connection, report.as_of)


def _entries(plan: Plan, report: ReportKey, stated: Mapping[int, Stated]) -> list[NewEntry]:
    """Of a report over which nothing stands in the book: its movements; of another, they follow from the replay."""
    if not plan.last:
        return []
    return entries_for(report.as_of, plan.previous, plan.before, stated, report.scope)


def _days(entries: Sequence[NewEntry], first: int) -> dict[int, tuple[date, date | None]]:
    """When each new document (id from ``first`` on) opened, and settled if it did."""
    spans: dict[int, tuple[date, date, int]] = {}
    for invoice_id, day, _kind, amount in entries:
        if invoice_id in spans:
            begin, end, total = spans[invoice_id]
            spans[invoice_id] = min(begin, day), max(end, day), total + amount
        elif invoice_id >= first:
            spans[invoice_id] = day, day, amount
    return {invoice_id: (begin, None if total else end) for invoice_id, (begin, end, total) in spans.items()}


def post(connection: Connection, since: date, progress: Progress) -> None:
    """(Re)post every accepted debt report from a date on, and explain it by payments."""
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
        post_one(connection, report, progress)
    explaining.settle(connection, since)


def _is_append(connection: Connection, later: Sequence[ReportKey]) -> bool:
    """Only one report to post, and it has left no trace yet."""
    from app.models import facts

    return len(later) == 1 and not facts.posted(connection, later[0].report_id)


def post_one(connection: Connection, report: ReportKey, progress: Progress) -> None:
    """Entries, revisions and attributes of one report over what stands before it. A card's own movements are those
    that change no balance told before it: all of them are entered on their days."""
    from app.ledger import cards
    from app.models import facts

    if report.starts is None:
        stated = facts.lines_of(connection, report.report_id)
        previous = since = facts.previous_date(connection, report.as_of)
    else:
        (stated, previous), since = cards.derived(connection, report, progress), date.min
    progress.step(0, len(stated))
    before = standing_for(connection, stated)
    progress.step(0, len(stated))
    entries = entries_for(report.as_of, since, before, stated, report.scope)
    progress.step(0, len(stated))
    facts.insert_entries(connection, report.report_id, entries, progress)
    found = changes_of(report.as_of, previous, before, stated)
    progress.step(len(stated), len(stated))
    _insert_revisions(connection, report.report_id, found)
    facts.refresh(connection, report.report_id)
    progress.step(len(stated), len(stated))


def _insert_revisions(connection: Connection, report_id: int, changes: Mapping[int, ItemChange]) -> None:
    from app.models import facts

    rows = [
        (report_id, invoice_id, one.kind.value, one.note, one.before, one.after, one.overdue_effect)
        for invoice_id, one in changes.items()
        if one.rewrites
    ]
    facts.insert_revisions(connection, rows)


def standing_for(connection: Connection, stated: dict[int, Stated]) -> dict[int, Standing]:
    """Open documents, and those the report names though they are settled."""
    from app.models import standing

    before = standing.now(connection)
    absent = [invoice_id for invoice_id in stated if invoice_id not in before]
    if absent:
        before.update(standing.settled(connection, absent))
    return before


def rename(connection: Connection, client_ids: Sequence[int], newest: Mapping[int, Stated] | None = None) -> None:
    """Bring the shown attributes and the search text of clients up to their newest lines, looked up or given."""
    from app.models import clients, facts

    if newest is None:
        facts.name_clients(connection, client_ids)
    else:
        facts.name_clients_by(connection, newest)
    sources = clients.search_sources(connection, sorted(set(client_ids)))
    texts = [(search_text(name, inn, aliases), client_id) for client_id, name, inn, aliases in sources]
    clients.set_search(connection, texts)


def newest_of(plan: Plan, clients: Mapping[int, int]) -> dict[int, Stated] | None:
    """The line that names each client when the report is the last: its largest. None when it has to be looked up."""
    if not plan.last or plan.merged:
        return None
    out: dict[int, Stated] = {}
    for line in plan.stated.values():
        known = out.get(line.client_id)
        if known is None or known.balance < line.balance or (known.balance == line.balance and known.key > line.key):
            out[line.client_id] = line
    return {clients.get(client_id, client_id): line for client_id, line in out.items()}
