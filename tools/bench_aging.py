"""Debt by client and interval on any date, against the plain join of invoices and their grouped payments."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from functools import partial

from app.domain.aging import GroupBy
from app.ledger import Ledger
from tools.bench_book import UNTIL, WEEKS, Size, book, plain, week_back
from tools.bench_figures import Figure, paired, timed

LIMIT = 0.25
ROUNDS = 5
SIZE = Size(1_000_000, 10_000)

_PLAIN = """
    SELECT client_id,
           sum(CASE WHEN :day <= due THEN open END),
           sum(CASE WHEN :day - due BETWEEN 1 AND 7 THEN open END),
           sum(CASE WHEN :day - due BETWEEN 8 AND 14 THEN open END),
           sum(CASE WHEN :day - due BETWEEN 15 AND 30 THEN open END),
           sum(CASE WHEN :day - due BETWEEN 31 AND 44 THEN open END),
           sum(CASE WHEN :day - due BETWEEN 45 AND 60 THEN open END),
           sum(CASE WHEN :day - due > 60 THEN open END)
      FROM (SELECT i.client_id, i.due, i.amount - coalesce(p.paid, 0) AS open
              FROM invoice i LEFT JOIN (SELECT invoice_id, sum(amount) AS paid FROM payment
                                         WHERE day <= :day GROUP BY invoice_id) p ON p.invoice_id = i.id
             WHERE i.day <= :day)
     WHERE open <> 0 GROUP BY client_id
"""

Debts = dict[int, tuple[int, ...]]


def measure(size: Size = SIZE, rounds: int = ROUNDS) -> Iterator[Figure]:
    """One figure for each of three dates. Raises ``AssertionError`` when the two do not say the same."""
    moments = (("mid-history", week_back(WEEKS // 2)), ("last year", week_back(52)), ("now", UNTIL))
    with Ledger.open(book(size), today=lambda: UNTIL) as ledger:
        connection = sqlite3.connect(plain(size))
        payments = connection.execute("SELECT count(*) FROM payment").fetchone()[0]
        for name, day in moments:
            assert _ours(ledger, day) == _theirs(connection, day), f"different debts on {day}"
            ours, theirs, ratio = paired(
                partial(timed, partial(ledger.analysis.aging, day, GroupBy.CLIENT)),
                partial(timed, partial(_theirs, connection, day)),
                rounds,
            )
            what = f"aging by client, {name}, {size.invoices:,} invoices, {payments:,} payments"
            yield Figure(what, ours * 1000, theirs * 1000, ratio, LIMIT)
        connection.close()


def _ours(ledger: Ledger, day: date) -> Debts:
    lines = ledger.analysis.aging(day, GroupBy.CLIENT).lines
    return {line.client_id or 0: (line.not_due, *line.buckets) for line in lines}


def _theirs(connection: sqlite3.Connection, day: date) -> Debts:
    rows = connection.execute(_PLAIN, {"day": day.toordinal()})
    return {row[0]: tuple(value or 0 for value in row[1:]) for row in rows}
