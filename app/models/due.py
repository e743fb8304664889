"""When open debts fall due, and when past ones were paid off, as the charts need them."""

from datetime import date

from sqlalchemy import Connection

from app.domain.chart import Settled
from app.models.schema import FAMILY


def due_sums(connection: Connection, as_of: date) -> list[tuple[int | None, int, int]]:
    """Debts (not advances) open on ``as_of`` by due date: (day or None, kopecks, documents)."""
    sql = """
        WITH o AS (SELECT id, due_date FROM invoice INDEXED BY invoice_open
                    WHERE settled_date IS NULL AND opened_date <= :day
                   UNION ALL SELECT id, due_date FROM invoice INDEXED BY invoice_open
                    WHERE settled_date > :day AND opened_date <= :day),
             b AS (SELECT due_date, (SELECT sum(amount) FROM entry WHERE entry.invoice_id = o.id AND entry.day <= :day)
                          AS balance FROM o)
        SELECT due_date, sum(balance), count(*) FROM b WHERE balance > 0 GROUP BY due_date ORDER BY due_date
    """
    rows = connection.exec_driver_sql(sql, {"day": as_of.toordinal()})
    return [(row[0], row[1], row[2]) for row in rows]


def settled(connection: Connection, client_id: int, as_of: date) -> tuple[Settled, ...]:
    """What a client had paid off by ``as_of``, by day; documents without a due date are left out."""
    sql = f"""
        WITH d AS (SELECT i.settled_date AS day, max(i.settled_date - i.due_date, 0) AS late, sum(e.amount) AS amount
                     FROM invoice i JOIN entry e ON e.invoice_id = i.id
                    WHERE i.client_id IN {FAMILY} AND i.settled_date <= :day AND i.due_date IS NOT NULL
                      AND e.amount > 0 GROUP BY i.id)
        SELECT day, sum(amount), sum(amount * late), count(*) FROM d GROUP BY day ORDER BY day
    """
    rows = connection.exec_driver_sql(sql, {"client": client_id, "day": as_of.toordinal()})
    return tuple(Settled(date.fromordinal(row[0]), row[1], row[2], row[3]) for row in rows)
