"""Any pivot at one date against the SQL that a person would write for it by hand on the same book and its indexes.

The hand-written query reads the same open documents by the same two index searches, takes each balance from the same
index of entries, and groups by the column itself. What it lacks (bands, traits, repeated debt, labels,
subtotals) is what the pivot does beside it.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

import sqlcipher3.dbapi2 as driver

from app.domain.pivot import Dimension, PivotRequest
from app.ledger import Ledger
from tools.bench_book import UNTIL, WEEKS, Size, book, week_back
from tools.bench_figures import Figure, paired, timed

LIMIT = 2.0
GROWTH_LIMIT = 1.5
ROUNDS = 5
SIZE = Size(1_000_000, 10_000)
SMALL = Size(10_000, 100)

_BY_HAND = """
    WITH o AS (
        SELECT id, client_id, due_date, {columns} FROM invoice INDEXED BY invoice_open
         WHERE settled_date IS NULL AND opened_date <= :day
        UNION ALL
        SELECT id, client_id, due_date, {columns} FROM invoice INDEXED BY invoice_open
         WHERE settled_date > :day AND opened_date <= :day),
    b AS (SELECT o.*, (SELECT sum(amount) FROM entry WHERE entry.invoice_id = o.id AND entry.day <= :day) AS balance
            FROM o)
    SELECT {keys}, count(*), count(DISTINCT b.client_id), sum(balance),
           sum(CASE WHEN :day <= due_date THEN balance END),
           sum(CASE WHEN :day - due_date BETWEEN 1 AND 7 THEN balance END),
           sum(CASE WHEN :day - due_date BETWEEN 8 AND 14 THEN balance END),
           sum(CASE WHEN :day - due_date BETWEEN 15 AND 30 THEN balance END),
           sum(CASE WHEN :day - due_date BETWEEN 31 AND 44 THEN balance END),
           sum(CASE WHEN :day - due_date BETWEEN 45 AND 60 THEN balance END),
           sum(CASE WHEN :day - due_date > 60 THEN balance END),
           max(max(:day - due_date, 0)), sum(max(:day - due_date, 0)), sum(max(:day - due_date, 0) * balance)
      FROM b {join} WHERE balance > 0 GROUP BY {keys} ORDER BY 5 DESC
"""

_ZONE = (
    "CASE WHEN :day - due_date > 60 THEN 3 WHEN :day - due_date > 44 THEN 2 WHEN :day - due_date > 30 THEN 1 ELSE 0 END"
)
_NAMED = "JOIN client ON client.id = b.client_id"

QUESTIONS: tuple[tuple[tuple[Dimension, ...], str, str, str], ...] = (
    ((Dimension.CLIENT,), "manager", "client.id, client.name", _NAMED),
    ((Dimension.MANAGER,), "manager", "manager", ""),
    ((Dimension.ZONE,), "manager", _ZONE, ""),
    ((Dimension.MANAGER, Dimension.CLIENT), "manager", "b.manager, client.name", _NAMED),
    ((Dimension.TERMS, Dimension.MANAGER), "terms, manager", "terms, manager", ""),
    ((Dimension.MANAGER, Dimension.ZONE), "manager", f"manager, {_ZONE}", ""),
    ((Dimension.CLIENT, Dimension.TERMS), "terms", "client.name, b.terms", _NAMED),
)
"""Dimensions; the columns, keys and join of the same question by hand."""


def measure(size: Size = SIZE, small: Size = SMALL, rounds: int = ROUNDS) -> Iterator[Figure]:
    """A figure for each question, now and in mid-history, then the growth from the small book to the large:
    both sides meet the same disk and the same neighbours. Raises
    ``AssertionError`` when the two do not find the same debt."""
    times: dict[Size, list[float]] = {}
    for one in (small, size):
        with Ledger.open(book(one), today=lambda: UNTIL) as ledger:
            connection = driver.connect(str(book(one)))
            connection.execute("PRAGMA cache_size = -65536")
            for name, day in (("now", UNTIL), ("mid-history", week_back(WEEKS // 2))):
                for by, columns, keys, join in QUESTIONS:
                    sql = _BY_HAND.format(columns=columns, keys=keys, join=join)
                    request = PivotRequest(day, by)
                    theirs = partial(_theirs, connection, sql, day)
                    ours = partial(ledger.analysis.pivot, request)
                    groups = keys.count(",") + 1 if "CASE" not in keys else keys.split("CASE")[0].count(",") + 1
                    total = sum(row[groups + 2] for row in theirs())
                    assert ours().totals.total == total, f"different debts by {by} on {day}"
                    mine, other, ratio = paired(partial(timed, ours), partial(timed, theirs), rounds)
                    spent = times.setdefault(one, [0, 0])
                    spent[:] = spent[0] + mine, spent[1] + other
                    if one is size:
                        what = f"pivot by {', '.join(by)}, {name}, {size.invoices:,} invoices"
                        yield Figure(what, mine * 1000, other * 1000, ratio, LIMIT)
            connection.close()
    ours_grew, theirs_grew = (times[size][side] / times[small][side] for side in (0, 1))
    what = (
        f"all pivots together, grown from {small.invoices:,} to {size.invoices:,} invoices, times, against the queries"
    )
    note = f"{ours_grew * small.invoices / size.invoices:.2f} per invoice"
    yield Figure(what, ours_grew, theirs_grew, ours_grew / theirs_grew, GROWTH_LIMIT, "x", note)


def _theirs(connection: driver.Connection, sql: str, day: date) -> list[tuple[Any, ...]]:
    return list(connection.execute(sql, {"day": day.toordinal()}).fetchall())
