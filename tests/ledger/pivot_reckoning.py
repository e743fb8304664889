"""An independent reckoning: the book's rows as they are, loaded into DuckDB and grouped by SQL of its own.

Nothing of the program's rules is used here: where a document belongs and what a line sums is written again, in another
language, from the words of the method (practice.md 1.1, 36-44; 1.3). Names in the random books are such that their
folding can be listed by hand.
"""

import json
from dataclasses import dataclass
from typing import Any

import duckdb

from app.domain.pivot import Dimension, Path, PivotRequest, View
from app.ledger import Ledger

OWN = {"": "", "ООО «Север»": "север|ооо", "СЕВЕР ООО": "север|ооо", "Юг": "юг|"}
"""Our organisations in the random books, and how they fold."""

FIGURES = (
    "not_due", "advances", "count", "overdue_count", "max_days", "sum_days", "amount_days", "clients", "repeated",
    "several_clients", "several_overdue", "several_days",
)  # fmt: skip

_TABLES = {
    "client": "id, name, merged_into, client_type, terms, avg_order, core_share",
    "invoice": "id, client_id, due_date, contract, manager, terms, terms_days, avg_order, core_share, client_type, "
    "organisation",
    "entry": "invoice_id, day, amount",
    "line": "report_id, invoice_id, balance, due_date, contract, manager, terms, terms_days, avg_order, core_share, "
    "client_type, organisation",
    "report": "id, kind, as_of, narrowed, scope, state",
    "trait": "client_id, key, value",
    "policy": "key, valid_from, value",
}
_NUMBERS = frozenset({
    "id", "merged_into", "avg_order", "client_id", "due_date", "terms_days", "invoice_id", "day", "amount", "report_id",
    "balance", "as_of", "narrowed", "valid_from",
})  # fmt: skip

_KNOWN = """
    SELECT i.*, b.balance FROM invoice i
      JOIN (SELECT invoice_id, sum(amount) AS balance FROM entry WHERE day <= $day GROUP BY 1) b ON b.invoice_id = i.id
     WHERE b.balance <> 0
"""
_STATED = """
    SELECT i.id, i.client_id, l.due_date, l.contract, l.manager, l.terms, l.terms_days, l.avg_order, l.core_share,
           l.client_type, l.organisation, l.balance
      FROM line l JOIN invoice i ON i.id = l.invoice_id JOIN report r ON r.id = l.report_id
     WHERE l.balance <> 0 AND r.state = 'accepted' AND r.kind = 'debts' AND r.as_of <= $day
       AND NOT EXISTS (SELECT 1 FROM line m JOIN report s ON s.id = m.report_id
                        WHERE m.invoice_id = l.invoice_id AND s.state = 'accepted' AND s.kind = 'debts'
                          AND s.as_of <= $day AND (s.as_of > r.as_of OR (s.as_of = r.as_of AND s.id > r.id)))
       AND NOT EXISTS (SELECT 1 FROM report q WHERE q.state = 'accepted' AND q.kind = 'debts' AND q.as_of <= $day
                          AND (q.as_of > r.as_of OR (q.as_of = r.as_of AND q.id > r.id)) AND q.narrowed = 0
                          AND (q.scope = '' OR l.organisation = ''
                               OR contains(q.scope, '"' || (SELECT key FROM own WHERE name = l.organisation) || '"')))
"""

_DOCS = """
    CREATE OR REPLACE TEMP TABLE docs AS
    WITH d AS ({source}), t AS (
        SELECT client_id,
               max(value) FILTER (WHERE key = 'kind') AS kind,
               max(value) FILTER (WHERE key = 'size') AS size,
               max(value) FILTER (WHERE key = 'region') AS region,
               max(value) FILTER (WHERE key = 'holding') AS holding,
               max(value) FILTER (WHERE key = 'legal_form') AS form,
               max(value) FILTER (WHERE key = 'core_share') AS core,
               max(value) FILTER (WHERE key = 'avg_order') AS avg_order FROM trait GROUP BY 1),
    f AS (
        SELECT d.id, c.id AS client_id, d.balance, d.due_date, d.manager, d.contract, d.terms_days, o.key AS own,
               CASE WHEN d.due_date IS NULL THEN 0 ELSE $day - d.due_date END AS days,
               CASE WHEN d.terms <> '' THEN d.terms ELSE c.terms END AS worded,
               coalesce(t.avg_order::BIGINT, d.avg_order, c.avg_order) AS mean_order,
               coalesce(t.core, nullif(d.core_share, ''), c.core_share) AS core,
               coalesce(nullif(d.client_type, ''), c.client_type) AS kind_words, c.name,
               t.kind, t.size, t.region, t.holding, t.form
          FROM d JOIN client p ON p.id = d.client_id JOIN client c ON c.id = coalesce(p.merged_into, p.id)
          JOIN own o ON o.name = d.organisation LEFT JOIN t ON t.client_id = c.id),
    g AS (
        SELECT *, coalesce(form, CASE
                    WHEN name LIKE 'ООО %' OR name LIKE '% ООО' THEN 'ООО' WHEN name LIKE 'АО %' THEN 'АО'
                    WHEN name LIKE 'ИП %' THEN 'ИП' WHEN name LIKE 'МУП %' THEN 'ГУП/МУП' ELSE '' END) AS legal,
               coalesce(terms_days, try_cast(regexp_extract(worded, '([0-9]+) дн', 1) AS INT)) AS deferral,
               CASE core WHEN 'менее 25' THEN 12.5 WHEN '25 - 50' THEN 37.5 WHEN '50 - 75' THEN 62.5
                    WHEN 'более 75' THEN 87.5 WHEN '50' THEN 50 WHEN '62' THEN 62 WHEN '50.1' THEN 50.1 END AS percent
          FROM f),
    h AS (
        SELECT id, client_id, balance, days, due_date,
               client_id::VARCHAR AS client, id::VARCHAR AS document, manager, worded AS terms,
               CASE WHEN contains(worded, 'предоплата') THEN 'prepayment'
                    WHEN deferral > 0 THEN 'deferral' || {deferral}
                    WHEN contains(worded, 'отсрочка') THEN 'deferral'
                    WHEN deferral = 0 OR worded = 'по факту' THEN 'on_delivery' ELSE '' END AS terms_class,
               {order} AS avg_order, {share} AS core_share,
               coalesce(kind, CASE kind_words WHEN 'дилер' THEN 'dealer' WHEN 'госучреждение' THEN 'state'
                        ELSE nullif(kind_words, '') END, CASE WHEN name LIKE 'МУП %' THEN 'state' ELSE '' END) AS kind,
               legal AS legal_form, coalesce(size, '') AS size, coalesce(holding, '') AS holding,
               CASE WHEN balance < 0 THEN 'advances' WHEN days <= 0 THEN 'not_due' ELSE {zone} END AS zone,
               CASE WHEN balance < 0 THEN 'advances' WHEN days <= 0 THEN 'not_due' ELSE {interval} END AS interval,
               CASE WHEN contract = '' THEN '' ELSE client_id || '|' || contract END AS contract,
               coalesce(region, '') AS region, own
          FROM g WHERE $own IS NULL OR own = $own)
    SELECT h.*, CASE WHEN several THEN 'yes' ELSE 'no' END AS repeated, several, oldest = id AS is_oldest FROM h
      LEFT JOIN (SELECT client_id AS who, count(*) > 1 AS several,
                        first(id ORDER BY days DESC, balance DESC, id) AS oldest
                   FROM h WHERE balance > 0 GROUP BY 1) ON who = client_id
"""

_SUMS = """
    SELECT {keys}, {buckets},
           coalesce(sum(balance) FILTER (WHERE balance > 0 AND days <= 0), 0) AS not_due,
           coalesce(-sum(balance) FILTER (WHERE balance < 0), 0) AS advances,
           count(*) FILTER (WHERE balance > 0) AS count,
           count(*) FILTER (WHERE balance > 0 AND days > 0) AS overdue_count,
           coalesce(max(days) FILTER (WHERE balance > 0 AND days > 0), 0) AS max_days,
           coalesce(sum(days) FILTER (WHERE balance > 0 AND days > 0), 0) AS sum_days,
           coalesce(sum(days * balance) FILTER (WHERE balance > 0 AND days > 0), 0) AS amount_days,
           count(DISTINCT client_id) FILTER (WHERE balance > 0) AS clients,
           coalesce(sum(balance) FILTER (WHERE balance > 0 AND several AND NOT is_oldest), 0) AS repeated_sum,
           count(DISTINCT client_id) FILTER (WHERE balance > 0 AND several) AS several_clients,
           count(*) FILTER (WHERE balance > 0 AND days > 0 AND several) AS several_overdue,
           coalesce(sum(days) FILTER (WHERE balance > 0 AND days > 0 AND several), 0) AS several_days
      FROM docs WHERE {filters} GROUP BY GROUPING SETS ({sets})
"""


@dataclass(frozen=True)
class Borders:
    """Policy in force on a day, read from its own table: intervals as (first, last, zone) and the bands."""

    intervals: list[tuple[int, int | None, str]]
    orders: list[int]
    shares: list[int]
    deferrals: list[int]


class Reckoning:
    """The rows of one book in DuckDB."""

    def __init__(self) -> None:
        self._duck = duckdb.connect(config={"threads": 1})
        self._duck.execute("PRAGMA disable_optimizer")  # planning takes longer than these few rows
        self._grouped: object = None
        self._duck.execute("CREATE TABLE own (name VARCHAR, key VARCHAR)")
        self._duck.execute(f"INSERT INTO own VALUES {_marks(OWN, 2)}", [one for pair in OWN.items() for one in pair])
        for table, columns in _TABLES.items():
            names = columns.replace(" ", "").split(",")
            kinds = ", ".join(f"{name} {'BIGINT' if name in _NUMBERS else 'VARCHAR'}" for name in names)
            self._duck.execute(f"CREATE TABLE {table} ({kinds})")

    def load(self, ledger: Ledger) -> None:
        """Take a book's rows as they are now."""
        self._grouped = None
        with ledger.store.raw() as book:
            for table, columns in _TABLES.items():
                self._duck.execute(f"DELETE FROM {table}")
                rows = book.execute(f"SELECT {columns} FROM {table}").fetchall()
                if rows:
                    flat = [value for row in rows for value in row]
                    self._duck.execute(f"INSERT INTO {table} VALUES {_marks(rows, len(rows[0]))}", flat)

    def figures(self, request: PivotRequest) -> dict[Path, dict[str, int]]:
        """Every figure of every line, by path."""
        borders = self._borders(request)
        documents = (request.as_of, request.view, request.own)
        if documents != self._grouped:
            self._gather(request, borders)
            self._grouped = documents
        return self._sums(request, borders)

    def _gather(self, request: PivotRequest, borders: Borders) -> None:
        """The documents of a date and view, each with its place in every dimension."""
        sql = _DOCS.format(
            source=_STATED if request.view is View.STATED else _KNOWN,
            deferral=f"':' || {_bands('deferral', borders.deferrals, 1)}" if borders.deferrals else "''",
            order=_bands("mean_order", borders.orders, 100),
            share=_bands("percent", borders.shares, 1),
            zone=_cases([(last, zone) for _first, last, zone in borders.intervals]),
            interval=_cases([(last, f"{first}+" if last is None else f"{first}-{last}")
                             for first, last, _zone in borders.intervals]),
        )  # fmt: skip
        own = None if request.own is None else OWN[request.own]
        self._duck.execute(sql, {"day": request.as_of.toordinal(), "own": own})

    def _sums(self, request: PivotRequest, borders: Borders) -> dict[Path, dict[str, int]]:
        by = [f'"{dimension}"' for dimension in request.by]
        wanted: dict[Dimension, list[str]] = {}
        for dimension, key in request.filters:
            wanted.setdefault(dimension, []).append(key)
        filters = [f'"{dimension}" IN ({", ".join("?" * len(keys))})' for dimension, keys in wanted.items()]
        buckets = [
            part
            for n, (first, last, _zone) in enumerate(borders.intervals)
            for what, name in (("coalesce(sum(balance)", f", 0) AS b{n}"), ("(count(*)", f") AS n{n}"))
            for part in (f"{what} FILTER (WHERE balance > 0 AND days BETWEEN {first} AND {last or 10**6}){name}",)
        ]
        sets = ", ".join(f"({', '.join(by[:depth])})" for depth in range(len(by) + 1))
        keys = ", ".join(f"{name} AS key{n}, grouping({name}) AS g{n}" for n, name in enumerate(by))
        sql = _SUMS.format(keys=keys, buckets=", ".join(buckets), filters=" AND ".join(filters) or "true", sets=sets)
        found = self._duck.execute(sql, [key for keys in wanted.values() for key in keys])
        assert found.description is not None
        names = [column[0] for column in found.description]
        out: dict[Path, dict[str, int]] = {}
        for values in found.fetchall():
            row: dict[str, Any] = dict(zip(names, values, strict=True))
            path = tuple(str(row.pop(f"key{n}")) for n in range(len(by)) if not row[f"g{n}"])
            row["repeated"] = row.pop("repeated_sum")
            out[path] = {name: int(value) for name, value in row.items() if not name.startswith(("key", "g"))}
        return out

    def _borders(self, request: PivotRequest) -> Borders:
        policy: dict[str, Any] = {}
        sql = "SELECT key, value FROM policy WHERE valid_from <= ? ORDER BY valid_from"
        for key, value in self._duck.execute(sql, [request.as_of.toordinal()]).fetchall():
            policy[key] = json.loads(value)
        stored = policy.get("aging", {}).get("intervals")
        intervals = (
            [(one["first"], one["last"], one["zone"]) for one in stored]
            if stored
            else [(1, 7, "none"), (8, 14, "none"), (15, 30, "none"), (31, 44, "grey"), (45, 60, "yellow"),
                  (61, None, "red")]
        )  # fmt: skip
        bands = policy.get("pivot_bands", {})
        return Borders(
            intervals,
            bands.get("avg_order", [2_500_000, 5_000_000, 10_000_000, 20_000_000]),
            bands.get("core_share", [25, 50, 75]),
            bands.get("deferral", []),
        )


def _marks(rows: Any, width: int) -> str:  # noqa: ANN401 - anything with a length
    return ", ".join([f"({', '.join('?' * width)})"] * len(rows))


def _bands(value: str, borders: list[int], unit: int) -> str:
    """A CASE of bands, each with its upper border."""
    lows = [0, *borders]
    whens = [
        f"WHEN {value} <= {high} THEN '{low // unit}-{high // unit}'" for low, high in zip(lows, borders, strict=False)
    ]
    return f"CASE WHEN {value} IS NULL THEN '' {' '.join(whens)} ELSE '{lows[-1] // unit}+' END"


def _cases(ends: list[tuple[int | None, str]]) -> str:
    whens = [f"WHEN days <= {last or 10**6} THEN '{key}'" for last, key in ends]
    return f"CASE {' '.join(whens)} END"
