"""The outgoing register: numbers without gaps, what was written of which document; operations for an act."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection

from app.domain.letters import ActRow, Requisites
from app.models.journal import Recorder
from app.models.schema import FAMILY
from app.models.work_schema import trait

FIELDS = tuple(name for name in Requisites.__slots__ if name not in ("name", "inn"))


def next_number(connection: Connection, year: int) -> int:
    """The next free number of a year: numbers go on from the last one, void ones stay taken."""
    sql = "SELECT coalesce(max(number), 0) + 1 FROM letter WHERE year = ?"
    return int(connection.exec_driver_sql(sql, (year,)).scalar_one())


def written(connection: Connection) -> dict[int, frozenset[str]]:
    """Steps written of each document, void letters aside: invoice id -> steps."""
    sql = "SELECT i.invoice_id, i.level FROM letter_item i JOIN letter l ON l.id = i.letter_id WHERE l.void = 0"
    out: dict[int, set[str]] = {}
    for invoice_id, level in connection.exec_driver_sql(sql):
        out.setdefault(invoice_id, set()).add(level)
    return {invoice_id: frozenset(levels) for invoice_id, levels in out.items()}


def operations(
    connection: Connection, client_id: int, since: date, until: date, documents: Collection[int]
) -> tuple[int, list[ActRow], int]:
    """Opening balance before ``since``, operations up to ``until``, closing balance; kopecks of one client over these
    ``documents`` of it."""
    sql = f"""SELECT e.day, e.kind, i.kind, i.number, i.doc_date, sum(e.amount), i.id
                FROM invoice i JOIN entry e ON e.invoice_id = i.id
               WHERE i.client_id IN {FAMILY} AND e.day <= :until GROUP BY e.day, e.kind, i.id
               ORDER BY e.day, sum(e.amount) < 0, i.number"""
    opening, rows, closing = 0, [], 0
    args = {"client": client_id, "until": until.toordinal()}
    for day, kind, worded, number, made, amount, document in connection.exec_driver_sql(sql, args):
        if document not in documents:
            continue
        closing += amount
        if day < since.toordinal():
            opening += amount
            continue
        text = " ".join(part for part in (worded, number) if part)
        if made is not None:
            text = f"{text} от {date.fromordinal(made):%d.%m.%Y}"
        rows.append(ActRow(date.fromordinal(day), f"{kind}:{text}", max(amount, 0), max(-amount, 0)))
    return opening, rows, closing


def requisites(connection: Connection, client_id: int) -> dict[str, str]:
    """What people wrote of a client's requisites, by field."""
    sql = f"SELECT key, value FROM trait WHERE client_id IN {FAMILY} AND key LIKE 'requisite.%'"
    rows = connection.exec_driver_sql(sql, {"client": client_id})
    return {key.partition(".")[2]: value for key, value in rows}


def put_requisite(connection: Connection, recorder: Recorder, client_id: int, field: str, value: str) -> None:
    """Write one field; an empty value takes it out."""
    key = f"requisite.{field}"
    row = connection.exec_driver_sql("SELECT id FROM trait WHERE client_id = ? AND key = ?", (client_id, key)).first()
    if row is None:
        if value:
            recorder.insert(trait, {"client_id": client_id, "key": key, "value": value})
    elif value:
        recorder.update(trait, int(row[0]), {"value": value})
    else:
        recorder.delete(trait, int(row[0]))


def origins(connection: Connection, client_id: int = 0, day: date | None = None) -> dict[int, tuple[str, str]]:
    """(our organisation, contract) as documents name them: all of one client, or of all clients (0) those that were not
    settled by a day."""
    if client_id:
        sql = f"SELECT id, organisation, contract FROM invoice WHERE opened_date IS NOT NULL AND client_id IN {FAMILY}"
    else:
        part = "SELECT id, organisation, contract FROM invoice INDEXED BY invoice_open WHERE settled_date"
        sql = f"{part} IS NULL UNION ALL {part} > :day"
    args = {"client": client_id} if client_id else {"day": (day or date.min).toordinal()}
    return {row[0]: (row[1], row[2]) for row in connection.exec_driver_sql(sql, args)}
