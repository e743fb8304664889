"""The work list, promises and the money of delay for a script."""

import argparse
from typing import TYPE_CHECKING

from app.cli import shapes
from app.cli.console import Console
from app.cli.shapes import Shape
from app.domain.interest import Stretch
from app.domain.work import Promise, PromiseRecord
from app.domain.worklist import Action, WorkLine
from app.errors import InputRefused
from app.i18n import _

if TYPE_CHECKING:
    from datetime import date

    from app.ledger import Ledger
    from app.ledger.law import DelayedDocument, Penalty
    from app.ledger.worklist import WorkList


def worklist(arguments: argparse.Namespace, ledger: "Ledger", as_of: "date", console: Console) -> None:
    """Whom to work with on a day."""
    from app.reports.work_tables import work_table

    found = ledger.worklist.today(as_of, arguments.manager or "")
    lines = found.lines
    if arguments.need is not None:
        lines = ledger.worklist.reach(as_of, arguments.need, arguments.manager or "")
    console.answer(
        {
            "outcome": "clean",
            **_list(found),
            "need": shapes.money(arguments.need),
            "lines": [_line(row) for row in lines],
        }
    )
    console.table(work_table(lines, _("Work of the day")))


def promises(arguments: argparse.Namespace, ledger: "Ledger", as_of: "date", console: Console) -> None:
    """Promises with their states, and how they are kept by client, person and manager."""
    from app.reports.client_tables import promises_table

    found = ledger.work.promises(as_of)
    if arguments.state:
        found = tuple(one for one in found if one.state.value == arguments.state)
    kept = {
        by: {key: _record(one) for key, one in ledger.work.reliability(as_of, by).items()}
        for by in ("client", "person", "manager")
    }
    console.answer(
        {
            "outcome": "clean",
            "as_of": shapes.day(as_of),
            "promises": [_promise(one) for one in found],
            "reliability": kept,
        }
    )
    console.table(promises_table(found))


def penalty(arguments: argparse.Namespace, ledger: "Ledger", as_of: "date", console: Console) -> None:
    """Money of delay of one client."""
    from app.reports.penalty_tables import penalty_table

    found = ledger.law.penalty(client_named(ledger, arguments.client, as_of), as_of)
    console.answer({"outcome": "warnings" if found.beyond or found.unpriced else "clean", **_penalty(found)})
    title = _("Money of delay: {client}").format(client=found.client)
    console.table(penalty_table(found.documents, found.total, found.beyond, title))


def client_named(ledger: "Ledger", named: str, as_of: "date") -> int:
    """A client by its number, INN or a part of its name. Raises ``InputRefused`` when it is none or several."""
    rows = ledger.clients.list(as_of).rows
    if named.isdecimal():
        found = [row for row in rows if named in (str(row.client_id), row.inn)]
    else:
        low = named.casefold().strip()
        found = [row for row in rows if row.name.casefold() == low] or [r for r in rows if low in r.name.casefold()]
    if len(found) == 1:
        return found[0].client_id
    if not found:
        raise InputRefused(_("There is no client «{name}» in the book.").format(name=named[:80]))
    names = ", ".join(f"{row.name} ({row.client_id})" for row in found[:5])
    raise InputRefused(_("«{name}» may be several clients: {names}.").format(name=named[:80], names=names))


def _list(found: "WorkList") -> Shape:
    return {"as_of": shapes.day(found.as_of), "report": shapes.day(found.report), "clients": len(found.lines)}


def _line(row: WorkLine) -> Shape:
    one = row.situation
    return {
        "client_id": one.client_id,
        "client": one.client,
        "manager": one.manager,
        "owner": one.handover.owner if one.handover else one.manager,
        "zone": one.zone.value,
        "total": shapes.money(one.total),
        "overdue": shapes.money(one.overdue),
        "max_days": one.max_days,
        "points": row.score.total,
        "parts": dict(row.score.parts),
        "chance": row.chance,
        "expected": shapes.money(row.expected),
        "last_talk": shapes.day(one.talked),
        "evasion": one.evader.value if one.evader else None,
        "actions": [_action(action) for action in row.actions],
    }


def _action(action: Action) -> Shape:
    from app.reports.work_tables import why

    return {
        "kind": action.kind.value,
        "since": shapes.day(action.since),
        "amount": shapes.money(action.amount),
        "day": shapes.day(action.day),
        "missed": action.count,
        "why": why(action),
    }


def _promise(one: Promise) -> Shape:
    return {
        "promise": one.promise_id,
        "client_id": one.client_id,
        "client": one.client,
        "made_on": shapes.day(one.made_on),
        "due": shapes.day(one.due),
        "amount": shapes.money(one.amount),
        "paid": shapes.money(one.paid),
        "state": one.state.value,
        "late": one.late,
        "who": one.who,
        "manager": one.manager,
        "moved_to": one.moved_to,
        "schedule": one.schedule_id,
    }


def _record(one: PromiseRecord) -> Shape:
    return {
        "made": one.made,
        "kept": one.kept,
        "broken": one.broken,
        "open": one.open,
        "moved": one.moved,
        "late": one.late,
    }


def _penalty(found: "Penalty") -> Shape:
    return {
        "client_id": found.client_id,
        "client": found.client,
        "as_of": shapes.day(found.as_of),
        "total": shapes.money(found.total),
        "total_of_open": shapes.money(found.open_total),
        "debt": shapes.money(found.left),
        "rate_unconfirmed_from": shapes.day(found.beyond),
        "documents_before_the_rates": list(found.unpriced),
        "documents": [_delayed(one) for one in found.documents],
    }


def _delayed(one: "DelayedDocument") -> Shape:
    return {
        "document": one.number,
        "date": shapes.day(one.doc_date),
        "contract": one.contract,
        "due_stated": shapes.day(one.stated_due),
        "due": shapes.day(one.due),
        "left": shapes.money(one.left),
        "basis": one.charge.basis.value,
        "amount": shapes.money(one.charge.total),
        "above_cap": shapes.money(one.charge.capped),
        "periods": [_stretch(stretch) for stretch in one.charge.stretches],
    }


def _stretch(one: Stretch) -> Shape:
    return {
        "from": shapes.day(one.first),
        "to": shapes.day(one.last),
        "days": one.days,
        "base": shapes.money(one.base),
        "rate": str(one.rate),
        "year": one.year,
        "amount": shapes.money(one.amount),
    }
