"""What stands in the book before a report: the documents it is compared with."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection

from app.domain.reconcile import Standing
from app.models.aging import day_of
from app.models.bulk import fetch
from app.models.schema import SHOWN, place, place_number

_CALLED = "coalesce(nullif(i.number, ''), i.kind)"
"""A document without a number is called by its kind; a part of a client's balance by its interval."""
_POOL = "CASE WHEN i.number = '' AND i.doc_date IS NULL AND substr(i.key, 1, 2) = '*|' THEN i.client_id ELSE 0 END"


def now(connection: Connection) -> dict[int, Standing]:
    """Open documents with everything entered so far."""
    sql = f"""SELECT i.id, (SELECT sum(amount) FROM entry WHERE entry.invoice_id = i.id) AS balance, i.amount,
                    i.due_date, i.manager, i.contract, client.name, {_CALLED}, i.doc_date, i.organisation, {_POOL}
               FROM invoice i JOIN {SHOWN} AS client ON client.party_id = i.client_id
              WHERE i.settled_date IS NULL AND i.opened_date IS NOT NULL"""
    return _standings(fetch(connection, sql))


def settled(connection: Connection, invoice_ids: Iterable[int]) -> dict[int, Standing]:
    """Of these documents, the ones that were open once and are settled: they stand at zero."""
    sql = f"""SELECT i.id, 0, i.amount, i.due_date, i.manager, i.contract, '', {_CALLED}, i.doc_date, i.organisation,
                     {_POOL}
               FROM invoice i WHERE i.id IN (SELECT value FROM json_each(?)) AND i.settled_date IS NOT NULL"""
    return _standings(fetch(connection, sql, (json.dumps(list(invoice_ids)),)))


def _standings(rows: list[Any]) -> dict[int, Standing]:
    made = Standing._make
    return {row[0]: made((*row[1:3], day_of(row[3]), *row[4:8], day_of(row[8]), *row[9:])) for row in rows}


def on(connection: Connection, as_of: date, stated: Iterable[int], starts: date | None = None) -> dict[int, Standing]:
    """What stands just before a report of ``as_of`` (a card: that begins on ``starts``): entries of debt reports that
    come before it, for the documents open then and for the stated ones that had settled. Payments that no report has
    spoken of do not count."""
    sql = f"""SELECT i.id, sum(e.amount) AS balance, i.amount, i.due_date, i.manager, i.contract, client.name,
                    {_CALLED}, i.doc_date, i.organisation, {_POOL}
               FROM entry e JOIN report r ON r.id = e.report_id JOIN invoice i ON i.id = e.invoice_id
               JOIN {SHOWN} AS client ON client.party_id = i.client_id
              WHERE r.kind = 'debts' AND {place("r")} < :place AND (i.settled_date IS NULL
                    OR i.settled_date > coalesce((SELECT max(as_of) FROM report WHERE state = 'accepted'
                                                     AND kind = 'debts' AND as_of < :day), 0)
                    OR i.id IN (SELECT value FROM json_each(:stated)))
              GROUP BY i.id"""
    wanted = [invoice_id for invoice_id in stated if invoice_id > 0]
    if nothing_after(connection, as_of, starts):
        found = now(connection)
        found.update(settled(connection, [i for i in wanted if i not in found]))
        return found
    before = _before(as_of, starts)
    args = {"day": as_of.toordinal(), "place": before, "stated": json.dumps(wanted)}
    found = _standings(fetch(connection, sql, args))
    _as_stated_before(connection, before, found)
    keep = set(wanted)
    return {i: s for i, s in found.items() if s.balance or i in keep}


def _before(as_of: date, starts: date | None) -> int:
    """Before which place a report must stand to be before this one."""
    return place_number(as_of.toordinal(), starts.toordinal() if starts else None, 0)


def nothing_after(connection: Connection, as_of: date, starts: date | None = None) -> bool:
    """The book holds no debt report from this one on and no payment that none has spoken of: what stands now is
    what stands just before it."""
    sql = f"""SELECT EXISTS (SELECT 1 FROM report r WHERE state = 'accepted' AND kind = 'debts' AND {place("r")} >= ?)
                 OR EXISTS (SELECT 1 FROM entry e JOIN report r ON r.id = e.report_id
                             WHERE e.payment_id IS NOT NULL AND r.kind = 'payments')"""
    return not connection.exec_driver_sql(sql, (_before(as_of, starts),)).scalar_one()


def _as_stated_before(connection: Connection, before: int, found: dict[int, Standing]) -> None:
    """Documents carry the attributes of their newest report; a late one is compared with what was known then."""
    rows = connection.exec_driver_sql(
        f"""SELECT l.invoice_id, l.amount, l.due_date, l.manager, l.contract, max({place("r")})
             FROM line l JOIN report r ON r.id = l.report_id
            WHERE r.state = 'accepted' AND {place("r")} < ? GROUP BY l.invoice_id""",
        (before,),
    )
    for invoice_id, amount, due, manager, contract, _place in rows:
        if invoice_id in found:
            found[invoice_id] = found[invoice_id]._replace(
                amount=amount, due_date=day_of(due), manager=manager, contract=contract
            )


def managers_on(connection: Connection, as_of: date) -> frozenset[str]:
    """Managers named by the report before ``as_of``."""
    sql = f"""SELECT DISTINCT l.manager FROM line l WHERE l.report_id = (
               SELECT id FROM report WHERE state = 'accepted' AND kind = 'debts' AND as_of < ?
                ORDER BY {place("report")} DESC LIMIT 1)"""
    return frozenset(row[0] for row in connection.exec_driver_sql(sql, (as_of.toordinal(),)))
