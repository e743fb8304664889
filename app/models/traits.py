"""What persons said of clients: read for one, for all, by value; written through the journal.

A trait belongs to the client that is shown. What was said of a client before it was merged into another one stays
with its own row: it speaks where the shown one is silent, and parts with it again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from app.models.clients import LIVING
from app.models.schema import FAMILY

if TYPE_CHECKING:
    from app.models.journal import Recorder

_SPOKEN = """(SELECT client_id, key, value FROM (
               SELECT coalesce(c.merged_into, c.id) AS client_id, t.key AS key, t.value AS value,
                      row_number() OVER (PARTITION BY coalesce(c.merged_into, c.id), t.key
                                         ORDER BY c.merged_into IS NOT NULL, c.id) AS place
                 FROM trait t JOIN client c ON c.id = t.client_id {which}) WHERE place = 1)"""
SPOKEN = _SPOKEN.format(which="")
"""Traits of shown clients, one value of each key: their own before that of a client merged into them."""
_OF_KEY = _SPOKEN.format(which="WHERE t.key = :key")


def own(connection: Connection, client_id: int) -> dict[str, str]:
    """Key -> value of one shown client."""
    sql = f"""SELECT t.key, t.value FROM trait t WHERE t.client_id IN {FAMILY}
               ORDER BY t.client_id = :client, t.client_id DESC"""
    return {row[0]: row[1] for row in connection.exec_driver_sql(sql, {"client": client_id})}


def spoken(connection: Connection, key: str = "") -> list[tuple[int, str, str]]:
    """(shown client, key, value) of all clients; of one key when it is given."""
    sql = f"SELECT client_id, key, value FROM {_OF_KEY if key else SPOKEN}"
    return [(row[0], row[1], row[2]) for row in connection.exec_driver_sql(sql, {"key": key})]


def spoken_of(connection: Connection, client_ids: Iterable[int]) -> dict[tuple[int, str], str]:
    """(shown client, key) -> value of these shown clients."""
    found: dict[tuple[int, str], str] = {}
    for row, root in _rows(connection, client_ids):
        if row["client_id"] == root or (root, row["key"]) not in found:
            found[root, row["key"]] = row["value"]
    return found


def members(connection: Connection, key: str, value: str) -> list[int]:
    """Shown clients of one value."""
    sql = """SELECT DISTINCT coalesce(c.merged_into, c.id) FROM trait t JOIN client c ON c.id = t.client_id
              WHERE t.key = ? AND t.value = ?"""
    likely = [int(row[0]) for row in connection.exec_driver_sql(sql, (key, value))]
    known = spoken_of(connection, likely)
    return [client_id for client_id in likely if known.get((client_id, key)) == value]


def stated(connection: Connection, client_id: int | None = None) -> list[tuple[int, str, str, str, int | None]]:
    """(shown client, name, client type, core share, average order) as files state them: of one, or of all that
    have documents, sales, payments or talks."""
    which = "c.id = :client" if client_id is not None else f"c.id IN {LIVING}"
    sql = f"SELECT c.id, c.name, c.client_type, c.core_share, c.avg_order FROM client c WHERE {which}"
    return [tuple(row) for row in connection.exec_driver_sql(sql, {"client": client_id}).tuples()]


def used(connection: Connection, key: str) -> dict[str, int]:
    """Value -> count of shown clients, the commonest first."""
    sql = f"SELECT value, count(*) FROM {_OF_KEY} GROUP BY value ORDER BY 2 DESC, 1"
    return {row[0]: row[1] for row in connection.exec_driver_sql(sql, {"key": key})}


def put(connection: Connection, recorder: Recorder, said: Sequence[tuple[int, str, str]]) -> None:
    """Set (shown client, key, value), each client and key once; an empty value takes it from the whole family. Ten
    thousand clients at once are a matter of a second: rows and images are written in bulk."""
    cleared = [(client_id, key) for client_id, key, value in said if not value]
    wanted = {(client_id, key): value for client_id, key, value in said if value}
    families = {client_id for client_id, _key in cleared}
    old = _rows(connection, families | {client_id for client_id, _key in wanted})
    mine = {(row["client_id"], row["key"]): row for row, _root in old}
    gone = [row for row, root in old if (root, row["key"]) in set(cleared)]
    changed = [(mine[place], {**mine[place], "value": value}) for place, value in wanted.items() if place in mine]
    first = int(connection.exec_driver_sql("SELECT coalesce(max(id), 0) + 1 FROM trait").scalar_one())
    fresh = [place for place in wanted if place not in mine]
    made: list[dict[str, Any]] = [
        {"id": row_id, "client_id": place[0], "key": place[1], "value": wanted[place]}
        for row_id, place in enumerate(fresh, first)
    ]
    for sql, given in (
        ("DELETE FROM trait WHERE id = :id", gone),
        ("UPDATE trait SET value = :value WHERE id = :id", [after for _before, after in changed]),
        ("INSERT INTO trait (id, client_id, key, value) VALUES (:id, :client_id, :key, :value)", made),
    ):
        if given:
            connection.exec_driver_sql(sql, given)
    from app.models.work_schema import trait

    recorder.images(trait, [(row["id"], row, None) for row in gone])
    recorder.images(trait, [(before["id"], before, after) for before, after in changed])
    recorder.images(trait, [(row["id"], None, row) for row in made])


def _rows(connection: Connection, client_ids: Iterable[int]) -> list[tuple[dict[str, Any], int]]:
    """Rows of these shown clients and of those merged into them, each with the shown one."""
    sql = """SELECT t.id, t.client_id, t.key, t.value, coalesce(c.merged_into, c.id)
               FROM trait t JOIN client c ON c.id = t.client_id
              WHERE c.id IN (SELECT value FROM json_each(:ids))
                 OR c.merged_into IN (SELECT value FROM json_each(:ids)) ORDER BY t.id"""
    rows = connection.exec_driver_sql(sql, {"ids": json.dumps(sorted(client_ids))})
    return [({"id": row[0], "client_id": row[1], "key": row[2], "value": row[3]}, row[4]) for row in rows]


def balances(connection: Connection, as_of: date, client_ids: Iterable[int]) -> list[tuple[int, int | None, int]]:
    """(shown client, due day, balance) of each open document of these shown clients, those merged into them too."""
    sql = """SELECT coalesce(c.merged_into, c.id), i.due_date,
                    (SELECT sum(amount) FROM entry WHERE entry.invoice_id = i.id AND entry.day <= :day)
               FROM client c JOIN invoice i ON i.client_id = c.id
              WHERE (c.id IN (SELECT value FROM json_each(:ids))
                     OR c.merged_into IN (SELECT value FROM json_each(:ids)))
                AND i.opened_date <= :day AND (i.settled_date IS NULL OR i.settled_date > :day)"""
    given = {"day": as_of.toordinal(), "ids": json.dumps(sorted(client_ids))}
    return [(row[0], row[1], row[2]) for row in connection.exec_driver_sql(sql, given)]


def named(connection: Connection, client_ids: Iterable[int]) -> list[tuple[int, str, str]]:
    """(id, name, manager) of clients."""
    sql = "SELECT id, name, manager FROM client WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
    rows = connection.exec_driver_sql(sql, (json.dumps(sorted(client_ids)),))
    return [(row[0], row[1], row[2]) for row in rows]


def roots(connection: Connection) -> dict[int, int]:
    """Every client and the one under which it is shown."""
    rows = connection.exec_driver_sql("SELECT id, coalesce(merged_into, id) FROM client")
    return {row[0]: row[1] for row in rows}
