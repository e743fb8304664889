"""What the indicators are computed from: open documents on a day, movements, sales, talks, documents settled.

Rows carry the shown client, so that merged clients count as one; whoever asks keeps the rows of a scope. Only what
walks every entry (the weekly stretches) is narrowed in SQL.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from app.domain.indicator_rows import MaturedDocument, SettledDocument
from app.domain.indicator_set import Scope, ScopeKind
from app.domain.money import Kopecks
from app.domain.reasons import unanswered
from app.models import aging
from app.models.aging import day_of, whole
from app.models.schema import FAMILY, SHOWN

_OF_HOLDING = """(SELECT c.id FROM client c WHERE coalesce(c.merged_into, c.id) IN (
                    SELECT coalesce(o.merged_into, o.id) FROM trait t JOIN client o ON o.id = t.client_id
                     WHERE t.key = 'holding' AND t.value = :holding))"""


_ALIVE = """
    SELECT id, {columns} FROM invoice INDEXED BY invoice_open WHERE settled_date IS NULL AND opened_date <= :until
    UNION ALL
    SELECT id, {columns} FROM invoice INDEXED BY invoice_open WHERE settled_date >= :since AND opened_date <= :until
"""
"""Documents that were open on some day of a period."""


@dataclass(slots=True)
class OpenRow:
    """An open document on a day; ``due`` is an ordinal. Not frozen, though nothing writes to it: many are made."""

    invoice_id: int
    client_id: int
    manager: str
    due: int | None
    balance: Kopecks


@dataclass(slots=True)
class MoveRow:
    """A movement of a document, of the shown client and the document's manager."""

    day: int
    kind: str
    client_id: int
    manager: str
    amount: Kopecks


@dataclass(frozen=True, slots=True)
class TalkRow:
    """A contact and the client's overdue debt on its day."""

    client_id: int
    day: int
    channel: str
    manager: str
    owed: Kopecks


def begins(connection: Connection) -> tuple[date, bool] | None:
    """The first day the book knows any debt of, and whether balances older than that day stood already."""
    sql = """SELECT b.day, EXISTS (SELECT 1 FROM invoice i JOIN entry e ON e.invoice_id = i.id
                       WHERE i.opened_date = b.day AND e.day = b.day AND e.kind = 'opening')
               FROM (SELECT min(opened_date) AS day FROM invoice) AS b"""
    day, stood = connection.exec_driver_sql(sql).one()
    return None if day is None else (date.fromordinal(day), bool(stood))


def documents(connection: Connection) -> int:
    """How many documents the book holds."""
    return int(connection.exec_driver_sql("SELECT count(*) FROM invoice").scalar_one())


def clients(connection: Connection) -> dict[int, tuple[str, str]]:
    """(name, manager) of each shown client."""
    rows = connection.exec_driver_sql("SELECT id, name, manager FROM client WHERE merged_into IS NULL")
    return {row[0]: (row[1], row[2]) for row in rows}


def holdings(connection: Connection) -> dict[int, str]:
    """Shown client -> the group of related clients it belongs to."""
    sql = """SELECT coalesce(c.merged_into, c.id), t.value FROM trait t JOIN client c ON c.id = t.client_id
              WHERE t.key = 'holding' ORDER BY c.merged_into IS NULL, c.id DESC"""
    return {row[0]: row[1] for row in connection.exec_driver_sql(sql)}


def family_head(connection: Connection, client_id: int) -> int:
    """The client under which this one is shown."""
    sql = "SELECT coalesce(merged_into, id) FROM client WHERE id = ?"
    return int(connection.exec_driver_sql(sql, (client_id,)).scalar_one_or_none() or client_id)


def open_documents(connection: Connection, day: date) -> list[OpenRow]:
    """Documents with a balance on a day, advances too, by the due dates known now."""
    merged = _merged(connection)
    rows = aging.open_rows(connection, day, "client_id, manager, due_date")
    return [OpenRow(r[0], merged.get(r[1], r[1]), r[2], r[3], r[4]) for r in rows if r[4]]


def moves(connection: Connection, since: date, until: date) -> list[MoveRow]:
    """Movements of days ``since`` to ``until`` inclusive: only documents that were open then have any."""
    sql = f"""WITH o AS ({_ALIVE.format(columns="client_id, manager")})
             SELECT e.day, e.kind, o.client_id, o.manager, e.amount FROM o CROSS JOIN entry e ON e.invoice_id = o.id
              WHERE e.day BETWEEN :since AND :until"""
    merged = _merged(connection)
    rows = _fetch(connection, sql, since, until)
    return [MoveRow(day, kind, merged.get(who, who), manager, amount) for day, kind, who, manager, amount in rows]


def sales(connection: Connection, since: date, until: date) -> list[tuple[int, int, Kopecks]]:
    """Registers of days ``since`` to ``until`` inclusive: (day, shown client, kopecks with VAT as stated)."""
    sql = "SELECT day, client_id, amount FROM sale WHERE live = 1 AND day BETWEEN :since AND :until"
    merged = _merged(connection)
    return [(day, merged.get(who, who), amount) for day, who, amount in _fetch(connection, sql, since, until)]


def settled(connection: Connection, since: date, until: date) -> list[SettledDocument]:
    """Documents that were settled in the days and had a due date; advances are none. Without names."""
    sql = """SELECT i.client_id, i.manager, i.number, i.doc_date, i.due_date, i.settled_date,
                    (SELECT sum(amount) FROM entry e WHERE e.invoice_id = i.id AND e.amount > 0) AS whole,
                    EXISTS (SELECT 1 FROM entry x WHERE x.invoice_id = i.id AND x.day = i.settled_date
                             AND x.kind = 'settled')
               FROM invoice i INDEXED BY invoice_open
              WHERE i.settled_date BETWEEN :since AND :until AND i.due_date IS NOT NULL"""
    merged = _merged(connection)
    return [
        SettledDocument(
            merged.get(r[0], r[0]), "", r[1], r[2], day_of(r[3]), date.fromordinal(r[4]), date.fromordinal(r[5]),
            r[6], bool(r[7]),
        )
        for r in _fetch(connection, sql, since, until)
        if r[6]
    ]  # fmt: skip


def matured(connection: Connection, since: date, until: date) -> list[MaturedDocument]:
    """Documents whose first day overdue lies in the days. Without names."""
    sql = f"""WITH o AS ({_ALIVE.format(columns="client_id, manager, number, due_date, settled_date, opened_date")})
             SELECT o.client_id, o.manager, o.number, o.due_date, o.settled_date,
                    (SELECT sum(e.amount) FROM entry e WHERE e.invoice_id = o.id AND e.day <= o.due_date)
               FROM o WHERE o.due_date BETWEEN :since - 1 AND :until - 1 AND o.opened_date <= o.due_date
                AND (o.settled_date IS NULL OR o.settled_date > o.due_date)"""
    merged = _merged(connection)
    return [
        MaturedDocument(merged.get(r[0], r[0]), "", r[1], r[2], date.fromordinal(r[3]), day_of(r[4]), whole(r[5]))
        for r in _fetch(connection, sql, since, until)
        if r[5] and r[5] > 0
    ]


def talks(connection: Connection, since: date, until: date) -> list[TalkRow]:
    """Contacts of days with what the client owed overdue on the day of each; a call that nobody answered is none."""
    sql = f"""SELECT k.id, c.id, k.day, k.channel, coalesce(nullif(k.manager, ''), c.manager), k.result
               FROM contact k JOIN {SHOWN} AS c ON c.party_id = k.client_id
              WHERE k.day BETWEEN :since AND :until ORDER BY k.day, k.id"""
    args = {"since": since.toordinal(), "until": until.toordinal()}
    found = [row for row in connection.exec_driver_sql(sql, args) if not unanswered(row[5])]
    owed = _owed(connection, [row[0] for row in found])
    return [TalkRow(row[1], row[2], row[3], row[4], owed.get(row[0], 0)) for row in found]


def talk_days(connection: Connection, since: date, until: date) -> dict[int, list[int]]:
    """Shown client -> days of its contacts, ascending. A call that nobody answered is none."""
    sql = f"""SELECT DISTINCT c.id, k.day, k.result FROM contact k JOIN {SHOWN} AS c ON c.party_id = k.client_id
              WHERE k.day BETWEEN ? AND ? ORDER BY k.day"""
    out: dict[int, list[int]] = {}
    for client_id, day, result in connection.exec_driver_sql(sql, (since.toordinal(), until.toordinal())):
        days = out.setdefault(client_id, [])
        if not unanswered(result) and days[-1:] != [day]:
            days.append(day)
    return out


def _owed(connection: Connection, contacts: Iterable[int]) -> dict[int, Kopecks]:
    """Contact -> overdue debt of its client on its day."""
    sql = f"""WITH b AS (
               SELECT k.id AS contact, sum(e.amount) AS balance FROM contact k
                 JOIN {SHOWN} AS s ON s.party_id = k.client_id
                 JOIN client p ON coalesce(p.merged_into, p.id) = s.id
                 JOIN invoice i ON i.client_id = p.id AND i.opened_date <= k.day AND i.due_date < k.day
                      AND (i.settled_date IS NULL OR i.settled_date > k.day)
                 JOIN entry e ON e.invoice_id = i.id AND e.day <= k.day
                WHERE k.id IN (SELECT value FROM json_each(?)) GROUP BY k.id, i.id)
             SELECT contact, sum(balance) FROM b WHERE balance > 0 GROUP BY contact"""
    rows = connection.exec_driver_sql(sql, (json.dumps(list(contacts)),))
    return {row[0]: row[1] for row in rows}


def narrowed(scope: Scope) -> tuple[str, dict[str, Any]]:
    """A condition on ``invoice i`` that keeps the documents of a scope, and its arguments."""
    conditions: dict[ScopeKind, tuple[str, dict[str, Any]]] = {
        ScopeKind.COMPANY: ("1", {}),
        ScopeKind.MANAGER: ("i.manager = :manager", {"manager": scope.key}),
        ScopeKind.HOLDING: (f"i.client_id IN {_OF_HOLDING}", {"holding": scope.key}),
        ScopeKind.CLIENT: (f"i.client_id IN {FAMILY}", {"client": scope.client_id}),
    }
    return conditions[scope.kind]


def _merged(connection: Connection) -> dict[int, int]:
    rows = connection.exec_driver_sql("SELECT id, merged_into FROM client WHERE merged_into IS NOT NULL")
    return {row[0]: row[1] for row in rows}


def _fetch(connection: Connection, sql: str, since: date, until: date) -> list[Any]:
    """All rows through the driver's own cursor: a third of the time of wrapped rows."""
    cursor = connection.connection.cursor()
    try:
        return list(cursor.execute(sql, {"since": since.toordinal(), "until": until.toordinal()}).fetchall())
    finally:
        cursor.close()
