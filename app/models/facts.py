"""Facts: reports as stated, and the entries made of them. Only imports call the writing half; an import is
journaled as one operation, not row by row."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from app.domain.debt import DueOrigin, Terms
from app.domain.reconcile import EntryKind, NewEntry, Scope, Stated
from app.domain.statement import Move
from app.models.aging import day_of
from app.models.bulk import Put, behind, fetch, portions, write
from app.models.schema import place
from app.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class ReportKey:
    """Place of a report in the order of the book. ``starts``: the day with which a card begins; None for others, and
    for cards of books of the first version, whose rows were not kept: they stay as their documents were derived."""

    report_id: int
    as_of: date
    scope: Scope
    starts: date | None = None


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report to be written; days as dates, money in kopecks, ``filters`` a JSON list."""

    kind: str
    as_of: date
    layout: str
    level: str
    title: str
    organisation: str
    filters: str
    narrowed: bool
    scope: str
    rows: int
    facts: int
    control: int | None
    total: int
    debt: int
    advances: int
    files_sha: str
    content_sha: str
    loaded_at: str
    loaded_by: str
    problems: str
    skipped: str
    period_from: date | None = None


def insert_report(connection: Connection, new: NewReport, files: Iterable[tuple[str, str, int]]) -> int:
    """Write the head of a report and its files (name, sha256, size); returns its id."""
    values = {name: getattr(new, name) for name in NewReport.__slots__}
    values["as_of"] = new.as_of.toordinal()
    values["period_from"] = new.period_from and new.period_from.toordinal()
    values["narrowed"] = int(new.narrowed)
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    sql = f"INSERT INTO report ({names}, state) VALUES ({marks}, 'accepted')"
    report_id = connection.exec_driver_sql(sql, values).lastrowid
    for name, sha256, size in files:
        connection.exec_driver_sql(
            "INSERT INTO report_file (report_id, name, sha256, size) VALUES (?, ?, ?, ?)",
            (report_id, name, sha256, size),
        )
    return report_id


def set_state(connection: Connection, report_id: int, state: str) -> None:
    """Mark a report accepted, withdrawn or superseded."""
    connection.exec_driver_sql("UPDATE report SET state = ? WHERE id = ?", (state, report_id))


def supersede(connection: Connection, old: int, new: int) -> None:
    """Remember which report took the place of which."""
    connection.exec_driver_sql("UPDATE report SET replaced_by = ? WHERE id = ?", (new, old))


def reinstate(connection: Connection, report_id: int) -> list[int]:
    """Bring back the reports that this one had replaced; returns their ids."""
    sql = "SELECT id FROM report WHERE replaced_by = ? AND state = 'superseded'"
    ids = [row[0] for row in connection.exec_driver_sql(sql, (report_id,))]
    for old in ids:
        connection.exec_driver_sql("UPDATE report SET state = 'accepted', replaced_by = NULL WHERE id = ?", (old,))
    return ids


def insert_clients(connection: Connection, rows: Sequence[tuple[str, str, str, str, str]]) -> list[int]:
    """Clients as (name, name_key, inn, code, search); returns their ids in order."""
    first = connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM client").scalar_one() + 1
    ids = list(range(first, first + len(rows)))
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO client (id, name, name_key, inn, code, search) VALUES (?, ?, ?, ?, ?, ?)",
            [(new_id, *row) for new_id, row in zip(ids, rows, strict=True)],
        )
    return ids


def insert_aliases(connection: Connection, rows: Sequence[tuple[int, str, str, str, str, str]]) -> None:
    """Aliases as (client id, name, name_key, inn, code, manager); known ones are left alone."""
    if rows:
        names = "client_id, name, name_key, inn, code, manager"
        sql = f"INSERT OR IGNORE INTO client_alias ({names}) VALUES (?, ?, ?, ?, ?, ?)"
        connection.exec_driver_sql(sql, list(rows))


def known_names(connection: Connection) -> list[tuple[int, str, str, str, str]]:
    """(client id, name, name_key, inn, code) of every client and alias that is told by them alone."""
    sql = """SELECT id, name, name_key, inn, code FROM client c
              WHERE NOT EXISTS (SELECT 1 FROM client_alias a WHERE a.client_id = c.id AND a.manager <> '')
             UNION ALL SELECT client_id, name, name_key, inn, code FROM client_alias WHERE manager = '' ORDER BY 1"""
    return [tuple(row) for row in connection.exec_driver_sql(sql)]


def divided_names(connection: Connection) -> list[tuple[int, str, str, str, str]]:
    """(client id, name, inn, code, manager) of names that are a client of their own under that manager."""
    sql = "SELECT client_id, name, inn, code, manager FROM client_alias WHERE manager <> '' ORDER BY id"
    return [tuple(row) for row in connection.exec_driver_sql(sql)]


def merged_ids(connection: Connection) -> dict[tuple[int, str], int]:
    """(client id, key) -> invoice id of documents stated under a client merged with it."""
    sql = """WITH f AS (SELECT id, coalesce(merged_into, id) AS root FROM client)
             SELECT mine.id, i.key, min(i.id) FROM f AS mine JOIN f AS other ON other.root = mine.root
                    AND other.id <> mine.id JOIN invoice i ON i.client_id = other.id
              WHERE mine.root IN (SELECT merged_into FROM client WHERE merged_into IS NOT NULL)
              GROUP BY mine.id, i.key"""
    return {(row[0], row[1]): row[2] for row in connection.exec_driver_sql(sql)}


def invoice_ids(connection: Connection, places: Collection[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """(client id, key) -> invoice id of those of these documents that the book has: looked up one by one when they
    are few beside the book, else found in one reading of all."""
    wanted = [place for place in places if place[0] > 0]
    if not wanted:
        return {}
    if len(wanted) * 4 > connection.exec_driver_sql("SELECT count(*) FROM invoice").scalar_one():
        return {(row[0], row[1]): row[2] for row in fetch(connection, "SELECT client_id, key, id FROM invoice")}
    found: dict[tuple[int, str], int] = {}
    cursor = connection.connection.cursor()
    for wants in wanted:
        row = cursor.execute("SELECT id FROM invoice WHERE client_id = ? AND key = ?", wants).fetchone()
        if row is not None:
            found[wants] = row[0]
    cursor.close()
    return found


def next_invoice(connection: Connection) -> int:
    """The id of the next new document."""
    return int(connection.exec_driver_sql("SELECT coalesce(max(id), 0) + 1 FROM invoice").scalar_one())


_ATTRIBUTES = [
    "amount", "due_date", "due_origin", "terms", "terms_days", "contract", "manager", "client_type", "avg_order",
    "core_share", "organisation",
]  # fmt: skip


def insert_invoices(
    connection: Connection,
    ids: Sequence[int],
    clients: Sequence[int],
    stated: Sequence[Stated],
    days: Mapping[int, tuple[date, date | None]],
    progress: Progress,
) -> None:
    """Documents not known yet, as stated; ``days``: when those opened and settled of which it is known. By client
    they go in fastest. Raises ``Cancelled``."""
    names = ["id", "client_id", "key", "kind", "number", "doc_date", *_ATTRIBUTES, "opened_date", "settled_date"]
    never = (None, None)
    with behind(connection, progress) as put:
        for part in portions(len(ids), progress):
            columns = _columns(stated[part])
            opened, settled = zip(*[days.get(invoice_id, never) for invoice_id in ids[part]], strict=True)
            columns |= {"id": ids[part], "client_id": clients[part], "opened_date": opened, "settled_date": settled}
            for name in ("doc_date", "opened_date", "settled_date"):
                columns[name] = [day and day.toordinal() for day in columns[name]]
            _insert(put, "invoice", names, columns)


def insert_lines(
    connection: Connection, report_id: int, ids: Sequence[int], stated: Sequence[Stated], progress: Progress
) -> None:
    """What the report states of each document (invoice id), kept for ever. Raises ``Cancelled``."""
    names = ["report_id", "invoice_id", "rows", "balance", "overdue_days", *_ATTRIBUTES, "name", "inn", "moves"]
    with behind(connection, progress) as put:
        for part in portions(len(ids), progress):
            columns = _columns(stated[part]) | {"invoice_id": ids[part], "report_id": [report_id] * len(ids[part])}
            columns["rows"] = [str(rows[0]) if len(rows) == 1 else ",".join(map(str, rows)) for rows in columns["rows"]]
            columns["moves"] = [
                json.dumps([[m.day.toordinal(), m.kind, m.amount] for m in moves]) if moves else ""
                for moves in columns["moves"]
            ]
            _insert(put, "line", names, columns)


def insert_entries(
    connection: Connection, report_id: int, entries: Sequence[NewEntry], progress: Progress | None = None
) -> None:
    """Movements of one report. Raises ``Cancelled``."""
    names = ["invoice_id", "report_id", "day", "kind", "amount"]
    progress = progress or silent()
    with behind(connection, progress) as put:
        for part in portions(len(entries), progress):
            columns: dict[str, Any] = dict(zip(NewEntry._fields, zip(*entries[part], strict=True), strict=True))
            columns |= {
                "report_id": [report_id] * len(columns["day"]),
                "day": [day.toordinal() for day in columns["day"]],
                "kind": [_KINDS[kind] for kind in columns["kind"]],
            }
            _insert(put, "entry", names, columns)


_KINDS = {kind: kind.value for kind in EntryKind}
_ORIGINS = {origin: origin.value for origin in DueOrigin}


def _columns(stated: Sequence[Stated]) -> dict[str, Any]:
    """Columns of what is stated by their names in the tables: a row in Python for each would cost half of the
    time."""
    columns: dict[str, Any] = dict(zip(Stated._fields, zip(*stated, strict=True), strict=True))
    terms = columns["terms"]
    return columns | {
        "due_date": [day and day.toordinal() for day in columns["due_date"]],
        "due_origin": [_ORIGINS[origin] for origin in columns["due_origin"]],
        "terms": [one.text for one in terms],
        "terms_days": [one.days for one in terms],
    }


def _insert(put: Put, table: str, names: Sequence[str], columns: Mapping[str, Sequence[Any]]) -> None:
    """Rows of a portion; a column in which nothing stands is left to its default, for each text bound is copied."""
    filled = [name for name in names if any(columns[name]) or columns[name].count(0)]
    put(table, filled, [columns[name] for name in filled])


def insert_sales(connection: Connection, rows: Sequence[tuple[int, int, int, str, str, int, str, str]]) -> None:
    """Sales as (report id, client id, day ordinal, number, kind, kopecks, name, manager)."""
    if rows:
        sql = """INSERT INTO sale (report_id, client_id, day, number, kind, amount, name, manager)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
        connection.exec_driver_sql(sql, list(rows))


def insert_revisions(connection: Connection, rows: Sequence[tuple[int, int, str, str, int, int, int]]) -> None:
    """Revisions as (report id, invoice id, kind, note, before, after, effect on overdue)."""
    if rows:
        sql = (
            "INSERT INTO revision (report_id, invoice_id, kind, note, before, after, overdue_effect)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)"
        )
        connection.exec_driver_sql(sql, list(rows))


_KEY = "r.id, r.as_of, r.narrowed, r.scope, r.period_from"


def debt_reports(connection: Connection, since: date = date.min) -> list[ReportKey]:
    """Accepted debt reports in the order of the book, from a date on."""
    sql = f"""SELECT {_KEY} FROM report r WHERE state = 'accepted' AND kind = 'debts' AND as_of >= ?
              ORDER BY {place("r")}"""
    return [_report_key(*row) for row in connection.exec_driver_sql(sql, (since.toordinal(),)).tuples()]


def _report_key(report_id: int, as_of: int, narrowed: int, scope: str, starts: int | None) -> ReportKey:
    said = Scope(bool(narrowed), frozenset(json.loads(scope or "[]")))
    return ReportKey(report_id, date.fromordinal(as_of), said, day_of(starts))


def previous_date(connection: Connection, as_of: date) -> date | None:
    """Date of the last accepted debt report strictly before."""
    sql = "SELECT max(as_of) FROM report WHERE state = 'accepted' AND kind = 'debts' AND as_of < ?"
    return day_of(connection.exec_driver_sql(sql, (as_of.toordinal(),)).scalar_one())


def unwind(connection: Connection, reports: Sequence[ReportKey]) -> None:
    """Take back the entries and revisions of these reports and leave the documents as before the first."""
    for key in reports:
        args = (key.report_id,)
        connection.exec_driver_sql("DELETE FROM revision WHERE report_id = ?", args)
    ids = json.dumps([key.report_id for key in reports])
    connection.exec_driver_sql(
        "CREATE TEMP TABLE IF NOT EXISTS touched (invoice_id INTEGER PRIMARY KEY) STRICT",
    )
    connection.exec_driver_sql("DELETE FROM touched")
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO touched SELECT invoice_id FROM entry"
        " WHERE report_id IN (SELECT value FROM json_each(?))"
        " UNION SELECT invoice_id FROM line WHERE report_id IN (SELECT value FROM json_each(?))",
        (ids, ids),
    )
    for table in ("entry", "payment_part"):
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE report_id IN (SELECT value FROM json_each(?))", (ids,))
    connection.exec_driver_sql(
        "UPDATE invoice SET opened_date = NULL, settled_date = NULL WHERE id IN (SELECT invoice_id FROM touched)"
    )
    _refresh(connection, "SELECT invoice_id FROM touched", ())
    _attributes(
        connection,
        f"""SELECT l.* FROM line l JOIN report r ON r.id = l.report_id
            WHERE l.invoice_id IN (SELECT invoice_id FROM touched) AND r.state = 'accepted'
              AND r.id NOT IN (SELECT value FROM json_each(?))
              AND NOT EXISTS (SELECT 1 FROM line m JOIN report s ON s.id = m.report_id
                               WHERE m.invoice_id = l.invoice_id AND s.state = 'accepted'
                                 AND s.id NOT IN (SELECT value FROM json_each(?))
                                 AND {place("s")} > {place("r")})""",
        (ids, ids),
    )


def refresh(connection: Connection, report_id: int, below: int | None = None) -> None:
    """Bring the documents of a report up to its entries and lines: opened, settled, attributes. ``below``: only those
    with a smaller id, the others being new and written as they are."""
    args = (report_id, below if below is not None else 1 << 62)
    _refresh(connection, "SELECT invoice_id FROM entry WHERE report_id = ? AND invoice_id < ?", args)
    _attributes(connection, "SELECT * FROM line WHERE report_id = ? AND invoice_id < ?", args)


def refresh_documents(connection: Connection, invoice_ids: Iterable[int]) -> None:
    """Bring documents up to their entries: opened, settled."""
    ids = (json.dumps(sorted(set(invoice_ids))),)
    listed = "SELECT value FROM json_each(?)"
    connection.exec_driver_sql(
        f"UPDATE invoice SET opened_date = NULL, settled_date = NULL WHERE id IN ({listed})", ids
    )
    _refresh(connection, listed, ids)


def _refresh(connection: Connection, invoices: str, args: tuple[object, ...]) -> None:
    connection.exec_driver_sql(
        f"""UPDATE invoice SET opened_date = x.first, settled_date = CASE WHEN x.total = 0 THEN x.last END
              FROM (SELECT invoice_id, min(day) AS first, max(day) AS last, sum(amount) AS total FROM entry
                     WHERE invoice_id IN ({invoices}) GROUP BY invoice_id) AS x
             WHERE invoice.id = x.invoice_id""",
        args,
    )


def _attributes(connection: Connection, lines: str, args: tuple[object, ...]) -> None:
    mine, stated = (", ".join(f"{whose}.{name}" for name in _ATTRIBUTES) for whose in ("invoice", "x"))
    connection.exec_driver_sql(
        f"""UPDATE invoice SET {", ".join(f"{name} = x.{name}" for name in _ATTRIBUTES)}
              FROM ({lines}) AS x WHERE invoice.id = x.invoice_id AND ({mine}) IS NOT ({stated})""",
        args,
    )


def posted(connection: Connection, report_id: int) -> bool:
    """Whether a report has left entries or revisions."""
    sql = """SELECT EXISTS (SELECT 1 FROM entry WHERE report_id = :id)
                 OR EXISTS (SELECT 1 FROM revision WHERE report_id = :id)"""
    return bool(connection.exec_driver_sql(sql, {"id": report_id}).scalar_one())


def lines_of(connection: Connection, report_id: int) -> dict[int, Stated]:
    """What a report stated, by invoice id."""
    sql = """SELECT l.invoice_id, i.client_id, i.key, i.number, i.kind, l.contract, i.doc_date, l.due_date,
                    l.due_origin, l.balance, l.amount, l.overdue_days, l.terms, l.terms_days, l.manager, l.name,
                    l.inn, l.client_type, l.avg_order, l.core_share, l.organisation, l.rows, l.moves
               FROM line l JOIN invoice i ON i.id = l.invoice_id WHERE l.report_id = ?"""
    made, terms, origins = Stated._make, _Terms(), {origin.value: origin for origin in DueOrigin}
    return {
        row[0]: made((
            *row[1:6], day_of(row[6]), day_of(row[7]), origins[row[8]], *row[9:12], terms[row[12:14]], *row[14:21],
            tuple(map(int, row[21].split(","))) if row[21] else (), _moves(row[22]),
        ))
        for row in fetch(connection, sql, (report_id,))
    }  # fmt: skip


class _Terms(dict[tuple[str, int | None], Terms]):
    """Terms by their wording and days, each once."""

    def __missing__(self, key: tuple[str, int | None]) -> Terms:
        found = self[key] = Terms(*key)
        return found


def _moves(stored: str) -> tuple[Move, ...]:
    if not stored:
        return ()
    return tuple(Move(date.fromordinal(day), kind, amount) for day, kind, amount in json.loads(stored))


def name_clients(connection: Connection, client_ids: Iterable[int]) -> None:
    """Set the shown attributes of clients from their newest accepted line (of the same report the largest)."""
    ids = json.dumps(sorted(set(client_ids)))
    connection.exec_driver_sql(
        f"""UPDATE client SET name = x.name, inn = CASE WHEN x.inn <> '' THEN x.inn ELSE client.inn END,
                  manager = x.manager, client_type = x.client_type, terms = x.terms, avg_order = x.avg_order,
                  core_share = x.core_share
             FROM (SELECT i.client_id, l.name, l.inn, l.manager, l.client_type, l.terms, l.avg_order, l.core_share,
                          row_number() OVER (PARTITION BY i.client_id
                                             ORDER BY {place("r")} DESC, l.balance DESC, i.key) AS place
                     FROM invoice i JOIN line l ON l.invoice_id = i.id JOIN report r ON r.id = l.report_id
                    WHERE i.client_id IN (SELECT value FROM json_each(?)) AND r.state = 'accepted') AS x
            WHERE x.place = 1 AND client.id = x.client_id""",
        (ids,),
    )


def name_clients_by(connection: Connection, newest: Mapping[int, Stated]) -> None:
    """The same where the newest accepted line of each client (id) is at hand."""
    write(
        connection,
        """UPDATE client SET name = ?, inn = coalesce(nullif(?, ''), inn), manager = ?, client_type = ?, terms = ?,
                  avg_order = ?, core_share = ? WHERE id = ?""",
        (
            (s.name, s.inn, s.manager, s.client_type, s.terms.text, s.avg_order, s.core_share, client_id)
            for client_id, s in newest.items()
        ),
    )


def settle_sales(connection: Connection) -> None:
    """Of rows that several accepted registers tell of (same client, day, number), only the newest register's are
    live; rows of withdrawn registers are not."""
    connection.exec_driver_sql(
        """UPDATE sale SET live = x.live FROM (
             SELECT id, state = 'accepted' AND row_number() OVER (
                      PARTITION BY client_id, day, number, bare, nth, state = 'accepted'
                      ORDER BY report_id DESC) = 1 AS live
               FROM (SELECT s.id, s.client_id, s.day, s.number, s.report_id, r.state,
                            CASE WHEN s.number = '' THEN s.amount END AS bare,
                            row_number() OVER (PARTITION BY s.report_id, s.client_id, s.day, s.number,
                              CASE WHEN s.number = '' THEN s.amount END ORDER BY s.id) AS nth
                       FROM sale s JOIN report r ON r.id = s.report_id)) AS x
           WHERE sale.id = x.id AND sale.live <> x.live"""
    )


def keys(connection: Connection, report_ids: Sequence[int]) -> list[ReportKey]:
    """Places of reports, whatever their state."""
    sql = f"SELECT {_KEY} FROM report r WHERE id IN (SELECT value FROM json_each(?))"
    rows = connection.exec_driver_sql(sql, (json.dumps(list(report_ids)),))
    return [_report_key(*row) for row in rows.tuples()]


def clients_of(connection: Connection, report_id: int) -> list[int]:
    """Clients that a report names."""
    sql = """SELECT i.client_id FROM line l JOIN invoice i ON i.id = l.invoice_id WHERE l.report_id = :id
             UNION SELECT client_id FROM sale WHERE report_id = :id"""
    return [row[0] for row in connection.exec_driver_sql(sql, {"id": report_id})]
