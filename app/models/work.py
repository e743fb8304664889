"""Contacts and promises as stored, and the money a promise is judged by."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import Connection, RowMapping

from app.domain.money import Kopecks
from app.domain.reconcile import PAID
from app.domain.work import Channel, Contact, Promise, judged
from app.models import legal
from app.models.aging import day_of, whole
from app.models.schema import FAMILY, SHOWN

_MANY = 50
"""Clients with promises from which on one pass over what was open costs less than all documents of each."""

_PAID = ", ".join(f"'{kind.value}'" for kind in sorted(PAID))

_PAID_BY_MANY = f"""
    WITH w AS (SELECT value ->> 0 AS shown, value ->> 1 AS since FROM json_each(:wanted)),
         p AS MATERIALIZED (SELECT c.id, w.shown, w.since FROM w JOIN client c ON c.id = w.shown
                            UNION ALL SELECT c.id, w.shown, w.since FROM w JOIN client c ON c.merged_into = w.shown),
         o AS (SELECT id, client_id FROM invoice INDEXED BY invoice_open WHERE settled_date > :first
               UNION ALL SELECT id, client_id FROM invoice INDEXED BY invoice_open WHERE settled_date IS NULL)
    SELECT p.shown, e.day, -sum(e.amount)
      FROM o CROSS JOIN p ON p.id = o.client_id
      CROSS JOIN entry e ON e.invoice_id = o.id AND e.day > p.since AND e.kind IN ({_PAID})
     GROUP BY p.shown, e.day"""


def promises(connection: Connection, as_of: date, dates: Iterable[date], client_id: int = 0) -> list[Promise]:
    """Promises made by ``as_of``, of one client or of all (0), judged by money; newest first."""
    sql = f"""SELECT p.id, client.id, client.name, p.made_on, p.due, p.amount, p.who, p.manager, p.moved_to,
                    p.schedule_id, (SELECT n.made_on FROM promise n WHERE n.id = p.moved_to),
                    (SELECT s.closed_on FROM schedule s WHERE s.id = p.schedule_id AND s.closed_on < p.due)
               FROM promise p JOIN {SHOWN} AS client ON client.party_id = p.client_id
              WHERE p.made_on <= :day {f"AND p.client_id IN {FAMILY} AND client.id = :client" if client_id else ""}
              ORDER BY p.made_on DESC, p.id DESC"""
    rows = connection.exec_driver_sql(sql, {"day": as_of.toordinal(), "client": client_id}).all()
    known = tuple(dates)
    since: dict[int, int] = {}
    for row in rows:
        since[row[1]] = min(since.get(row[1], row[3]), row[3])
    money = _payments(connection, since)
    mine: dict[int, list[Promise]] = {}
    moved: dict[int, date] = {}
    for row in rows:
        made_on, due = date.fromordinal(row[3]), date.fromordinal(row[4])
        promise = Promise(
            row[0], row[1], row[2], made_on, due, row[5], row[6], manager=row[7], moved_to=row[8], schedule_id=row[9]
        )
        mine.setdefault(promise.client_id, []).append(promise)
        given_up = [day for day in (row[10], row[11]) if day is not None]  # to another one, or with its schedule
        if given_up:
            moved[promise.promise_id] = date.fromordinal(min(given_up))
    states = {
        promise.promise_id: promise
        for client, promises_of in mine.items()
        for promise in judged(promises_of, money.get(client, ()), known, as_of, moved)
    }
    return [states[row[0]] for row in rows]


def _payments(connection: Connection, since: Mapping[int, int]) -> dict[int, list[tuple[date, Kopecks]]]:
    """What clients paid after a day of each (client -> ordinal), by day: (day, positive kopecks). Documents settled
    before that day are not read at all."""
    out: dict[int, list[tuple[date, Kopecks]]] = {}
    sql = f"""WITH w AS (SELECT value ->> 0 AS shown, value ->> 1 AS since FROM json_each(:wanted)),
                   p AS (SELECT c.id, w.shown, w.since FROM w JOIN client c ON c.id = w.shown
                          UNION ALL SELECT c.id, w.shown, w.since FROM w JOIN client c ON c.merged_into = w.shown)
              SELECT p.shown, e.day, -sum(e.amount)
                FROM p JOIN invoice i ON i.client_id = p.id AND (i.settled_date IS NULL OR i.settled_date > p.since)
                JOIN entry e ON e.invoice_id = i.id AND e.day > p.since
               WHERE e.kind IN ({_PAID}) GROUP BY p.shown, e.day"""
    wanted = json.dumps([[client, day] for client, day in sorted(since.items())])
    args = {"wanted": wanted, "first": min(since.values(), default=0)}
    if len(since) > _MANY:
        sql = _PAID_BY_MANY
    for client_id, day, amount in connection.exec_driver_sql(sql, args):
        out.setdefault(client_id, []).append((date.fromordinal(day), amount))
    return out


def contacts(connection: Connection, client_id: int, as_of: date, promised: Iterable[Promise]) -> list[Contact]:
    """Talks with one client up to ``as_of``, newest first, with what was promised in them and their files."""
    sql = f"""SELECT c.id, c.client_id, c.day, c.channel, c.manager, c.person, c.result, c.note, c.next_contact,
                    c.recorded_at, (SELECT min(p.id) FROM promise p WHERE p.contact_id = c.id), c.reason, c.evasion,
                    c.asked
               FROM contact c WHERE c.client_id IN {FAMILY} AND c.day <= :day ORDER BY c.day DESC, c.id DESC"""
    by_id = {promise.promise_id: promise for promise in promised}
    files = legal.talk_files(connection, client_id)
    rows = connection.exec_driver_sql(sql, {"client": client_id, "day": as_of.toordinal()})
    return [
        Contact(
            contact_id=row[0],
            client_id=client_id,
            at=date.fromordinal(row[2]),
            channel=Channel(row[3]),
            manager=row[4],
            person=row[5],
            result=row[6],
            note=row[7],
            next_contact=day_of(row[8]),
            promise=by_id.get(row[10]),
            recorded_at=datetime.fromisoformat(row[9]) if row[9] else None,
            reason=row[11],
            evasion=row[12],
            asked=row[13],
            files=tuple(files.get(row[0], ())),
        )
        for row in rows
    ]


def last_contacts(connection: Connection, clients: Iterable[int], as_of: date) -> dict[int, tuple[date, str]]:
    """Newest talk of each client: (day, result)."""
    sql = f"""SELECT day, result FROM contact WHERE client_id IN {FAMILY} AND day <= :day
              ORDER BY day DESC, id DESC LIMIT 1"""
    out: dict[int, tuple[date, str]] = {}
    for client_id in clients:
        row = connection.exec_driver_sql(sql, {"client": client_id, "day": as_of.toordinal()}).first()
        if row is not None:
            out[client_id] = (date.fromordinal(whole(row[0])), str(row[1]))
    return out


def used_results(connection: Connection) -> list[str]:
    """Results typed so far, the most frequent first."""
    sql = "SELECT result FROM contact WHERE result <> '' GROUP BY result ORDER BY count(*) DESC, result LIMIT 50"
    return [row[0] for row in connection.exec_driver_sql(sql)]


def promise_of(connection: Connection, contact_id: int) -> int | None:
    """The promise made in a talk."""
    row = connection.exec_driver_sql(
        "SELECT min(id) FROM promise WHERE contact_id = ? HAVING count(*) > 0", (contact_id,)
    ).first()
    return None if row is None else int(row[0])


def promises_of(connection: Connection, contact_id: int) -> list[int]:
    """Every promise made in a talk: lines of a schedule, and those that took the place of others."""
    rows = connection.exec_driver_sql("SELECT id FROM promise WHERE contact_id = ? ORDER BY id DESC", (contact_id,))
    return [row[0] for row in rows]


def promise_row(connection: Connection, promise_id: int) -> RowMapping | None:
    """A promise as stored."""
    sql = "SELECT * FROM promise WHERE id = ?"
    return connection.exec_driver_sql(sql, (promise_id,)).mappings().first()
