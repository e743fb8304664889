"""Debt by interval on 260 dates of reports, against one DuckDB query over the same file.

DuckDB without its SQLite extension (which it would have to download) reads the file as a program does: two SELECTs,
columns into arrays, one query over them. Its other half, the query alone over tables that are in memory already, is
told in a note: what reading costs both sides.
"""

import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver

from app.ledger import Ledger
from tools.bench_book import UNTIL, WEEKS, Size, book, mondays
from tools.bench_figures import Figure, paired, timed

LIMIT = 1.0
GROWTH_LIMIT = 1.1
ROUNDS = 3
SIZE = Size(1_000_000, 10_000)
SMALL = Size(10_000, 100)

_QUERY = """
    WITH stood AS (
        SELECT day, lead(day, 1, 4000000) OVER w AS until, due, sum(amount) OVER w AS balance
          FROM entry JOIN invoice ON invoice.id = entry.invoice_id
        WINDOW w AS (PARTITION BY invoice_id ORDER BY day, number))
    SELECT week,
           sum(CASE WHEN balance > 0 AND week <= due THEN balance ELSE 0 END),
           sum(CASE WHEN balance > 0 AND week - due BETWEEN 1 AND 7 THEN balance ELSE 0 END),
           sum(CASE WHEN balance > 0 AND week - due BETWEEN 8 AND 14 THEN balance ELSE 0 END),
           sum(CASE WHEN balance > 0 AND week - due BETWEEN 15 AND 30 THEN balance ELSE 0 END),
           sum(CASE WHEN balance > 0 AND week - due BETWEEN 31 AND 44 THEN balance ELSE 0 END),
           sum(CASE WHEN balance > 0 AND week - due BETWEEN 45 AND 60 THEN balance ELSE 0 END),
           sum(CASE WHEN balance > 0 AND week - due > 60 THEN balance ELSE 0 END),
           sum(CASE WHEN balance < 0 THEN balance ELSE 0 END)
      FROM weeks JOIN stood ON week >= day AND week < until AND balance <> 0
     GROUP BY week ORDER BY week
"""

Matrix = list[tuple[int, ...]]


def measure(size: Size = SIZE, small: Size = SMALL, rounds: int = ROUNDS) -> Iterator[Figure]:
    """The matrix of all weeks, read from the file each time; then how its cost grows with the book, per invoice.
    Raises ``AssertionError`` when the two do not say the same."""
    spent: dict[Size, float] = {}
    for one in (small, size):
        path = book(one)
        with Ledger.open(path, today=lambda: UNTIL) as ledger:
            assert _ours(ledger) == _theirs(path), "different weeks"
            ours, theirs, ratio = paired(
                partial(timed, partial(_ours, ledger)), partial(timed, partial(_theirs, path)), rounds
            )
            spent[one] = ours
            if one is size:
                what = f"debt by interval on {WEEKS} dates, {one.invoices:,} invoices, against DuckDB over the file"
                note = f"{query_alone(path) * 1000:,.0f} ms of it is the query"
                yield Figure(what, ours * 1000, theirs * 1000, ratio, LIMIT, note=note)
    grown = spent[size] / spent[small] * small.invoices / size.invoices
    words = f"debt by interval on {WEEKS} dates, growth per invoice from {small.invoices:,} to {size.invoices:,}"
    yield Figure(words, spent[size] / spent[small], size.invoices / small.invoices, grown, GROWTH_LIMIT, "x")


def _ours(ledger: Ledger) -> Matrix:
    """Read from the file each time: what the ledger remembers while nothing changes is left out."""
    from app.models import flows

    with ledger.store.aside() as connection:
        found = flows.read(connection)
    return [tuple(row) for row in found.matrix(ledger.report_dates(), ledger.policy.rules(UNTIL))]


def _theirs(path: Path) -> Matrix:
    return _asked(_loaded(path))


def query_alone(path: Path) -> float:
    """Seconds of DuckDB's query over tables in memory."""
    connection = _loaded(path)
    start = time.perf_counter()
    _asked(connection)
    return time.perf_counter() - start


def _loaded(path: Path) -> Any:  # noqa: ANN401 - a connection of DuckDB, which is imported when used
    import duckdb
    import numpy

    source = driver.connect(str(path))
    source.execute("PRAGMA cache_size = -65536")
    target = duckdb.connect()
    for table, columns in (("entry", ("invoice_id", "day", "amount", "number")), ("invoice", ("id", "due"))):
        stored = "invoice_id, day, amount, id" if table == "entry" else "id, due_date"
        rows = numpy.array(source.execute(f"SELECT {stored} FROM {table}").fetchall(), dtype=numpy.int64)
        target.register(table, {name: rows[:, place] for place, name in enumerate(columns)})
    source.close()
    target.register("weeks", {"week": numpy.array(mondays(), dtype=numpy.int64)})
    return target


def _asked(connection: Any) -> Matrix:  # noqa: ANN401 - as above
    return [tuple(int(value) for value in row[1:]) for row in connection.execute(_QUERY).fetchall()]
