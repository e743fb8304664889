"""Weekly series of some documents: debt by interval on each of many dates, movements and sales. Those of the whole
book come out of ``flows``."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection

from app.domain.aging import AgingRules
from app.domain.weekly import NEVER, Weekly
from app.models.bulk import fetch
from app.models.schema import FAMILY, SHOWN

_STRETCHES = f"""
    SELECT e.day, coalesce(lead(e.day) OVER w, {NEVER}), i.due_date, sum(e.amount) OVER w
      FROM invoice i JOIN entry e ON e.invoice_id = i.id WHERE {{where}}
    WINDOW w AS (PARTITION BY e.invoice_id ORDER BY e.day, e.id)
"""


_ALIVE = "(i.settled_date IS NULL OR i.settled_date > :since)"
"""The last entry of a settled document is of the day on which it was settled."""


def matrix(connection: Connection, dates: Sequence[date], rules: AgingRules, client_id: int) -> list[list[int]]:
    """Kopecks by date and slot of one client: columns are not due, each interval, advances (negative). Documents
    settled before the dates are not read."""
    args = {"client": client_id, "since": dates[0].toordinal()}
    return matrix_of(connection, dates, rules, f"i.client_id IN {FAMILY} AND {_ALIVE}", args)


def matrix_of(
    connection: Connection, dates: Sequence[date], rules: AgingRules, where: str, args: Mapping[str, object]
) -> list[list[int]]:
    """The same of documents that meet a condition on ``invoice i``; nothing in ``where`` comes from outside. One pass
    over their entries: a running balance is constant between two of them."""
    table = Weekly(dates, rules)
    for first, until, due, balance in fetch(connection, _STRETCHES.format(where=where), dict(args)):
        if balance and first < until:
            table.stand(first, until, due, balance)
    return table.rows()


def moved(connection: Connection, since: date, until: date, client_id: int) -> list[tuple[int, str, int]]:
    """Entries of one client after ``since`` up to ``until``: (day, kind, kopecks)."""
    sql = f"""SELECT e.day, e.kind, sum(e.amount) FROM invoice i JOIN entry e ON e.invoice_id = i.id
               WHERE e.day > :since AND e.day <= :until AND i.client_id IN {FAMILY} AND {_ALIVE}
               GROUP BY e.day, e.kind"""
    return fetch(connection, sql, {"since": since.toordinal(), "until": until.toordinal(), "client": client_id})


def sales(connection: Connection, since: date, until: date, client_id: int | None = None) -> list[tuple[int, int]]:
    """Sales registers after ``since`` up to ``until``: (day, kopecks)."""
    where = "" if client_id is None else f"AND client_id IN {FAMILY}"
    sql = f"""SELECT day, sum(amount) FROM sale
               WHERE live = 1 AND day > :since AND day <= :until {where} GROUP BY day"""
    args = {"since": since.toordinal(), "until": until.toordinal(), "client": client_id}
    return [(row[0], row[1]) for row in connection.exec_driver_sql(sql, args)]


def sales_span(connection: Connection) -> tuple[date, date] | None:
    """First and last day that sales registers cover."""
    sql = "SELECT (SELECT min(day) FROM sale WHERE live = 1), (SELECT max(day) FROM sale WHERE live = 1)"  # two seeks
    row = connection.exec_driver_sql(sql).one()
    return None if row[0] is None else (date.fromordinal(row[0]), date.fromordinal(row[1]))


def shipped_of(movements: Iterable[tuple[int, str, int]]) -> list[tuple[int, int]]:
    """Shipments among movements, a lower bound of sales: (day, kopecks)."""
    return [(day, amount) for day, kind, amount in movements if kind == "shipment"]


def client_moves(connection: Connection, since: date, until: date) -> list[tuple[int, str, str, str, int]]:
    """Movements between two dates by client and kind, with the balance before:
    (client id, name, manager, kind or empty, kopecks)."""
    sql = f"""SELECT c.id, c.name, c.manager, CASE WHEN e.day <= :since THEN '' ELSE e.kind END AS what,
                    sum(e.amount)
               FROM entry e JOIN invoice i ON i.id = e.invoice_id
               JOIN {SHOWN} AS c ON c.party_id = i.client_id
              WHERE e.day <= :until AND (i.settled_date IS NULL OR i.settled_date > :since)
              GROUP BY c.id, what"""
    args = {"since": since.toordinal(), "until": until.toordinal()}
    return [(r[0], r[1], r[2], r[3], r[4]) for r in connection.exec_driver_sql(sql, args)]


def delays(connection: Connection, client_id: int, as_of: date) -> list[tuple[int, int]]:
    """Settled documents with a due date: (days after the due date, kopecks of the document)."""
    sql = f"""SELECT i.settled_date - i.due_date, sum(e.amount) FROM invoice i JOIN entry e ON e.invoice_id = i.id
              WHERE i.client_id IN {FAMILY} AND i.settled_date <= :day AND i.due_date IS NOT NULL AND e.amount > 0
              GROUP BY i.id"""
    return fetch(connection, sql, {"client": client_id, "day": as_of.toordinal()})
