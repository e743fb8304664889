"""Clients that are shown as one: who belongs to whom, and how what files state is parted among them.

A row of ``client`` is a party as files name it; ``merged_into`` says under which one it is shown and counted. A merge
is therefore one column; a split founds a member, gives it its names and documents, and shows it alone.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection

from app.domain.client import ClientPart, PartKind
from app.models.schema import FAMILY, place

# the name and manager under which the newest accepted report states each document of a family
_STATED = f"""SELECT i.id, i.client_id, i.key, coalesce((SELECT l.name FROM line l JOIN report r ON r.id = l.report_id
                       WHERE l.invoice_id = i.id AND r.state = 'accepted'
                       ORDER BY {place("r")} DESC LIMIT 1), '') AS name, i.manager
                FROM invoice i WHERE i.client_id IN {FAMILY}"""


def shown(connection: Connection, client_id: int) -> int | None:
    """The client under which this one is shown; None when there is no such client."""
    sql = "SELECT coalesce(merged_into, id) FROM client WHERE id = ?"
    row = connection.exec_driver_sql(sql, (client_id,)).first()
    return None if row is None else int(row[0])


def members(connection: Connection, client_id: int) -> list[int]:
    """A shown client and those merged into it."""
    rows = connection.exec_driver_sql(f"SELECT value FROM (SELECT id AS value FROM client WHERE id IN {FAMILY})"
                                      " ORDER BY value", {"client": client_id})  # fmt: skip
    return [int(row[0]) for row in rows]


def name_of(connection: Connection, client_id: int) -> str:
    """The shown name."""
    return str(connection.exec_driver_sql("SELECT name FROM client WHERE id = ?", (client_id,)).scalar_one())


def names_of(connection: Connection, client_id: int) -> dict[int, set[str]]:
    """Names under which files know each member of a family."""
    sql = f"SELECT client_id, name FROM client_alias WHERE client_id IN {FAMILY}"
    out: dict[int, set[str]] = {member: set() for member in members(connection, client_id)}
    for member, name in connection.exec_driver_sql(sql, {"client": client_id}):
        out[member].add(str(name))
    return out


def parts(connection: Connection, client_id: int, as_of: date) -> Iterator[ClientPart]:
    """Names, then managers, each with its documents and its debt."""
    for kind, column in ((PartKind.NAME, "name"), (PartKind.MANAGER, "manager")):
        sql = f"""SELECT {column}, count(*), sum(max(balance, 0)) FROM (
                    SELECT s.*, coalesce((SELECT sum(amount) FROM entry e
                                           WHERE e.invoice_id = s.id AND e.day <= :day), 0) AS balance
                      FROM ({_STATED}) AS s)
                   GROUP BY {column} ORDER BY 3 DESC, 2 DESC, 1"""
        rows = connection.exec_driver_sql(sql, {"client": client_id, "day": as_of.toordinal()})
        found = {str(row[0]): ClientPart(kind, str(row[0]), int(row[1]), int(row[2])) for row in rows if row[0]}
        yield from found.values()
        if kind is PartKind.NAME:
            known = sorted(set().union(*names_of(connection, client_id).values()) - found.keys())
            yield from (ClientPart(kind, name, 0, 0) for name in known)


def found_member(connection: Connection, client_id: int, key: str, name: str) -> int:
    """A new party within a family; nobody sees it until it is parted."""
    sql = "INSERT INTO client (name, name_key, inn, merged_into) SELECT ?, ?, inn, ? FROM client WHERE id = ?"
    return int(connection.exec_driver_sql(sql, (name, key, client_id, client_id)).lastrowid)


def stated(connection: Connection, client_id: int) -> list[tuple[int, str, str, str]]:
    """Documents of a family: (id, key, the name and the manager under which they were stated last)."""
    rows = connection.exec_driver_sql(_STATED, {"client": client_id})
    return [(row[0], row[2], row[3], row[4]) for row in rows]


def sales(connection: Connection, client_id: int) -> list[tuple[int, int, str, str, str]]:
    """Sales of a family, those of replaced registers too: (id, day, number, the name and the manager in the
    register)."""
    sql = f"SELECT id, day, number, name, manager FROM sale WHERE client_id IN {FAMILY} ORDER BY id"
    return [tuple(row) for row in connection.exec_driver_sql(sql, {"client": client_id})]


def aliases(connection: Connection, client_id: int) -> list[tuple[int, str, str, str, str]]:
    """Names of a family that hold under any manager: (id, name, folded name, INN, code)."""
    sql = f"""SELECT id, name, name_key, inn, code FROM client_alias
               WHERE client_id IN {FAMILY} AND manager = '' ORDER BY id"""
    return [tuple(row) for row in connection.exec_driver_sql(sql, {"client": client_id})]


def attributes(connection: Connection, client_id: int) -> dict[str, Any]:
    """What imports keep up to date on a client's row."""
    sql = """SELECT name, inn, manager, client_type, terms, avg_order, core_share, search
               FROM client WHERE id = ?"""
    row = connection.exec_driver_sql(sql, (client_id,)).one()
    return dict(row._mapping)
