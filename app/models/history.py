"""Weekly series: debt by interval on each of many dates, in one pass over the entries.

Each document's running balance is constant between two of its entries; such a stretch falls into the interval
given by the due date on each week it covers. Adding its ends to a difference matrix and summing once gives all
weeks together, instead of one aging per week.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection

from app.domain.aging import AgingRules
from app.models.schema import FAMILY, SHOWN

_STRETCHES = """
    SELECT e.day, coalesce(lead(e.day) OVER w, 4000000), sum(e.amount) OVER w, i.due_date
      FROM invoice i JOIN entry e ON e.invoice_id = i.id WHERE {where}
    WINDOW w AS (PARTITION BY e.invoice_id ORDER BY e.day, e.id)
"""


def matrix(
    connection: Connection, dates: Sequence[date], rules: AgingRules, client_id: int | None = None
) -> list[list[int]]:
    """Kopecks by date and slot: columns are not due, each interval, advances (negative)."""
    where = "1" if client_id is None else f"i.client_id IN {FAMILY}"
    return matrix_of(connection, dates, rules, where, {"client": client_id})


def matrix_of(
    connection: Connection, dates: Sequence[date], rules: AgingRules, where: str, args: Mapping[str, object]
) -> list[list[int]]:
    """The same of documents that meet a condition on ``invoice i``; nothing in ``where`` comes from outside."""
    days = [day.toordinal() for day in dates]
    width = len(rules.intervals) + 2
    change = [[0] * (len(days) + 1) for _ in range(width)]
    starts = [1, *(interval.first for interval in rules.intervals[1:])]
    rows = connection.exec_driver_sql(_STRETCHES.format(where=where), dict(args))
    for first, until, balance, due in rows.tuples():
        begin, end = bisect_left(days, first), bisect_left(days, until)
        if begin >= end or not balance:
            continue
        if balance < 0:
            _add(change[width - 1], begin, end, balance)
        elif due is None or days[end - 1] <= due:
            _add(change[0], begin, end, balance)
        else:
            _spread(change, days, (begin, end), due, balance, starts)
    return _summed(change, len(days))


def _spread(
    change: list[list[int]],
    days: list[int],
    weeks: tuple[int, int],
    due: int,
    balance: int,
    starts: list[int],
) -> None:
    """A stretch crosses intervals as it grows older: one piece for each."""
    begin, end = weeks
    edge = min(bisect_right(days, due, begin, end), end)
    _add(change[0], begin, edge, balance)
    for slot, _start in enumerate(starts, 1):
        upper = end if slot == len(starts) else bisect_left(days, due + starts[slot], edge, end)
        _add(change[slot], edge, upper, balance)
        edge = upper


def _add(row: list[int], begin: int, end: int, amount: int) -> None:
    if begin < end:
        row[begin] += amount
        row[end] -= amount


def _summed(change: list[list[int]], weeks: int) -> list[list[int]]:
    running = [0] * len(change)
    out: list[list[int]] = []
    for week in range(weeks):
        running = [total + row[week] for total, row in zip(running, change, strict=True)]
        out.append(running)
    return out


def moved(connection: Connection, since: date, until: date, client_id: int | None = None) -> list[tuple[int, str, int]]:
    """Entries after ``since`` up to ``until``: (day, kind, kopecks)."""
    where = "" if client_id is None else f"AND i.client_id IN {FAMILY}"
    sql = f"""SELECT e.day, e.kind, sum(e.amount) FROM invoice i JOIN entry e ON e.invoice_id = i.id
               WHERE e.day > :since AND e.day <= :until {where} GROUP BY e.day, e.kind"""
    args = {"since": since.toordinal(), "until": until.toordinal(), "client": client_id}
    return [(row[0], row[1], row[2]) for row in connection.exec_driver_sql(sql, args)]


def sales(connection: Connection, since: date, until: date, client_id: int | None = None) -> list[tuple[int, int]]:
    """Sales registers after ``since`` up to ``until``: (day, kopecks)."""
    where = "" if client_id is None else f"AND client_id IN {FAMILY}"
    sql = f"""SELECT day, sum(amount) FROM sale
               WHERE live = 1 AND day > :since AND day <= :until {where} GROUP BY day"""
    args = {"since": since.toordinal(), "until": until.toordinal(), "client": client_id}
    return [(row[0], row[1]) for row in connection.exec_driver_sql(sql, args)]


def sales_span(connection: Connection) -> tuple[date, date] | None:
    """First and last day that sales registers cover."""
    row = connection.exec_driver_sql("SELECT min(day), max(day) FROM sale WHERE live = 1").one()
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
    rows = connection.exec_driver_sql(sql, {"client": client_id, "day": as_of.toordinal()})
    return [(row[0], row[1]) for row in rows]
