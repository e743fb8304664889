"""Clients as read by the list, the card and the search."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from app.domain.client import ClientInfo
from app.models.schema import FAMILY, SHOWN

LIVING = """(SELECT coalesce(m.merged_into, m.id) FROM client m
              WHERE EXISTS (SELECT 1 FROM invoice i WHERE i.client_id = m.id AND i.opened_date IS NOT NULL)
                 OR EXISTS (SELECT 1 FROM sale s WHERE s.client_id = m.id AND s.live = 1)
                 OR EXISTS (SELECT 1 FROM payment p WHERE p.client_id = m.id AND p.live = 1)
                 OR EXISTS (SELECT 1 FROM contact t WHERE t.client_id = m.id))"""
"""Shown clients that have documents, sales, payments or talks."""


@dataclass(frozen=True, slots=True)
class NamedClient:
    """The columns of a client that the list needs."""

    client_id: int
    name: str
    inn: str
    manager: str
    search: str


def named(connection: Connection) -> list[NamedClient]:
    """Clients that have documents, sales, payments or talks; one for all that were merged, found by any of their
    names."""
    sql = f"""SELECT id, name, inn, manager, search || coalesce(
                      (SELECT ' ' || group_concat(m.search, ' ') FROM client m WHERE m.merged_into = c.id), '')
               FROM client c
              WHERE c.id IN {LIVING}"""
    return [NamedClient(*row) for row in connection.exec_driver_sql(sql).tuples()]


def info(connection: Connection, client_id: int) -> ClientInfo | None:
    """Who a client is, or the one it was merged into; None when there is no such client."""
    sql = f"""SELECT id, name, inn, code, manager, client_type, terms, avg_order, core_share
                FROM {SHOWN} WHERE party_id = ?"""
    row = connection.exec_driver_sql(sql, (client_id,)).first()
    if row is None:
        return None
    names = connection.exec_driver_sql(
        f"SELECT DISTINCT name FROM client_alias WHERE client_id IN {FAMILY} AND name <> :name ORDER BY name",
        {"client": row[0], "name": row[1]},
    )
    return replace(ClientInfo(*tuple(row)), aliases=tuple(name[0] for name in names))


def managers(connection: Connection) -> list[str]:
    """Managers of clients, by name."""
    sql = "SELECT DISTINCT manager FROM client WHERE manager <> '' ORDER BY manager"
    return [row[0] for row in connection.exec_driver_sql(sql)]


def with_number(connection: Connection, text: str) -> frozenset[int]:
    """Clients that have a document whose number contains the text (its wildcards are plain characters)."""
    safe = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    sql = """SELECT DISTINCT coalesce(merged_into, id) FROM client WHERE id IN (
              SELECT client_id FROM invoice NOT INDEXED WHERE number LIKE ? ESCAPE '\\') LIMIT 10000"""
    return frozenset(row[0] for row in connection.exec_driver_sql(sql, (f"%{safe}%",)))


def search_sources(connection: Connection, client_ids: list[int]) -> list[tuple[int, str, str, str]]:
    """(client id, name, INN, all aliases in one text) for building the search text."""
    out: list[tuple[int, str, str, str]] = []
    sql = """SELECT c.name, c.inn, (SELECT group_concat(a.name, ' ') FROM client_alias a
                                     WHERE a.client_id = c.id AND a.name <> c.name)
               FROM client c WHERE c.id = ?"""
    for client_id in client_ids:
        row = connection.exec_driver_sql(sql, (client_id,)).one()
        out.append((client_id, row[0], row[1], row[2] or ""))
    return out


def set_search(connection: Connection, rows: list[tuple[str, int]]) -> None:
    """Search text by client: (text, client id)."""
    if rows:
        connection.exec_driver_sql("UPDATE client SET search = ? WHERE id = ?", rows)


def names(connection: Connection) -> dict[int, tuple[str, str]]:
    """Client id -> (name, manager)."""
    rows = connection.exec_driver_sql("SELECT id, name, manager FROM client")
    return {row[0]: (row[1], row[2]) for row in rows}
