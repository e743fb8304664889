"""What moved on each day by due date, over the whole book: one pass over all entries, out of which the debt of any
weeks follows (decision 016).

While no balance is below zero, debt by interval is a sum of entries: an amount counts from its day on, in the interval
that the due date of its document gives. A million documents have some hundred thousand pairs of (day, due date).
Documents that stood below zero on some day are told apart, and their stretches below zero set right.
"""

from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from app.domain.aging import AgingRules
from app.domain.money import Kopecks
from app.domain.reconcile import PAID, EntryKind
from app.domain.weekly import NEVER, Weekly
from app.models.bulk import fetch

_SHIPMENT, _PAID, _KINDS = 1, 2, 3
_DUE_BITS, _KIND_BITS = 22, 2
_DUE = (1 << _DUE_BITS) - 1

_TABLE = "CREATE TEMP TABLE flow (key INTEGER PRIMARY KEY, amount INTEGER NOT NULL)"
_FILL = f"""
    INSERT INTO temp.flow
    SELECT ((e.day << {_DUE_BITS} | coalesce(i.due_date, 0)) << {_KIND_BITS})
           | (e.kind = '{EntryKind.SHIPMENT.value}') * {_SHIPMENT}
           | (e.kind IN ({", ".join(f"'{kind.value}'" for kind in sorted(PAID))})) * {_PAID}, e.amount
      FROM entry e NOT INDEXED CROSS JOIN invoice i ON i.id = e.invoice_id WHERE {{where}}
        ON CONFLICT (key) DO UPDATE SET amount = amount + excluded.amount"""
_BELOW = f"""
    WITH doubtful AS MATERIALIZED (
        SELECT invoice_id FROM entry INDEXED BY entry_balance GROUP BY invoice_id
        HAVING sum(amount) < 0 OR max(iif(amount > 0, day, 0)) > min(iif(amount < 0, day, {NEVER}))),
    stood AS (
        SELECT e.day AS first, coalesce(lead(e.day) OVER w, {NEVER}) AS until, sum(e.amount) OVER w AS balance,
               i.due_date AS due
          FROM doubtful d CROSS JOIN invoice i ON i.id = d.invoice_id CROSS JOIN entry e ON e.invoice_id = i.id
         WHERE {{where}} WINDOW w AS (PARTITION BY e.invoice_id ORDER BY e.day, e.id))
    SELECT first, until, balance, due FROM stood WHERE balance < 0 AND first < until"""


@dataclass(frozen=True, slots=True)
class Flows:
    """``keys`` pack day, due day (0: none) and kind, ascending; ``amounts`` are kopecks of each. ``below``: stretches
    of documents below zero, as (first day, day after the last, kopecks, due day)."""

    keys: "array[int]"
    amounts: "array[int]"
    below: tuple[tuple[int, int, Kopecks, int | None], ...]

    def matrix(self, dates: Sequence[date], rules: AgingRules) -> list[list[Kopecks]]:
        """Kopecks by date and slot: columns are not due, each interval, advances (negative)."""
        table = Weekly(dates, rules)
        days, end = table.days, len(dates)
        cells: defaultdict[int, int] = defaultdict(int)
        week = 0
        for key, amount in zip(self.keys, self.amounts, strict=True):
            due = key >> _KIND_BITS
            day = due >> _DUE_BITS
            while week < end and days[week] < day:
                week += 1
            if week == end:
                break
            cells[week << _DUE_BITS | due & _DUE] += amount
        for cell, amount in cells.items():
            if amount:
                table.age(cell >> _DUE_BITS, end, cell & _DUE or None, amount)
        for first, until, balance, due_day in self.below:
            table.stand(first, until, due_day, balance)
            table.age(*table.span(first, until), due_day, -balance)
        return table.rows()

    def shipped(self, since: date, until: date) -> list[tuple[int, Kopecks]]:
        """Shipments after ``since`` up to ``until``, a lower bound of sales: (day, kopecks)."""
        return self._of(_SHIPMENT, since, until, 1)

    def paid(self, since: date, until: date) -> list[tuple[int, Kopecks]]:
        """Money that came after ``since`` up to ``until``: (day, positive kopecks)."""
        return self._of(_PAID, since, until, -1)

    def _of(self, kind: int, since: date, until: date, sign: int) -> list[tuple[int, Kopecks]]:
        first, last = since.toordinal(), until.toordinal()
        out: defaultdict[int, int] = defaultdict(int)
        for key, amount in zip(self.keys, self.amounts, strict=True):
            if key & _KINDS == kind:
                out[key >> _DUE_BITS + _KIND_BITS] += sign * amount
        return [(day, amount) for day, amount in sorted(out.items()) if first < day <= last]


def read(connection: Connection, where: str = "1", args: Mapping[str, object] | None = None) -> Flows:
    """The flows of documents that meet a condition on ``invoice i``; nothing in ``where`` comes from outside. The
    connection must be one that may make temporary tables (``Store.aside``)."""
    values = dict(args or {})
    connection.exec_driver_sql(_TABLE)
    try:
        connection.exec_driver_sql(_FILL.format(where=where), values)
        rows = fetch(connection, "SELECT key, amount FROM temp.flow WHERE amount <> 0 ORDER BY key")
    finally:
        connection.exec_driver_sql("DROP TABLE temp.flow")
    below = fetch(connection, _BELOW.format(where=where), values)
    return Flows(array("q", [row[0] for row in rows]), array("q", [row[1] for row in rows]), tuple(below))
