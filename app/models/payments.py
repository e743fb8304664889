"""Payments as stated by banks and registers, and what they explain of the debt reports' decreases.

A debt report says how much less is owed; a payment says when and why. Explaining splits the report's own entry: a
part gets the payment's day, the rest stays as it was. ``payment_part`` remembers the entry each part was taken
from, so that the split can be undone exactly.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from app.domain.allocation import Incoming, Part, Payable, Payment, PaymentPart, Why
from app.domain.money import Kopecks
from app.models.aging import day_of, whole
from app.models.schema import FAMILY, SHOWN


@dataclass(frozen=True, slots=True)
class NewPayment:
    """A payment to be written. ``answered``: the client a person said the payer is."""

    payer: str
    inn: str
    day: date
    amount: Kopecks
    number: str
    purpose: str
    named: tuple[str, ...]
    answered: int | None = None


@dataclass(frozen=True, slots=True)
class Decrease:
    """An entry of a debt report by which a document is owed less (positive ``amount``). ``since``: the day the
    document itself began, None for an advance; ``due_date`` as stated by then."""

    entry_id: int
    client_id: int
    day: date
    kind: str
    since: date | None
    document: Payable


@dataclass(frozen=True, slots=True)
class Posted:
    """A part of a payment as an entry of the ledger, and the entry it was taken from (``was``: day, kind)."""

    payment_id: int
    report_id: int
    part: Part
    day: date
    kind: str
    was: tuple[date, str] | None = None


def insert(connection: Connection, report_id: int, rows: Iterable[NewPayment]) -> None:
    """What a statement of payments says, kept for ever."""
    values = [
        (report_id, r.answered, r.payer, r.inn, r.day.toordinal(), r.amount, r.number, r.purpose,
         json.dumps(list(r.named), ensure_ascii=False))
        for r in rows
    ]  # fmt: skip
    connection.exec_driver_sql(
        "INSERT INTO payment (report_id, answered, payer, inn, day, amount, number, purpose, named)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values,
    )


def known(connection: Connection) -> bool:
    """Whether the book has ever seen a payment."""
    return connection.exec_driver_sql("SELECT 1 FROM payment LIMIT 1").first() is not None


def first_day(connection: Connection, report_id: int) -> date | None:
    """The earliest payment of a statement."""
    sql = "SELECT min(day) FROM payment WHERE report_id = ?"
    return day_of(connection.exec_driver_sql(sql, (report_id,)).scalar_one())


def first_day_touched(connection: Connection, operation_id: int) -> date | None:
    """The earliest payment whose allocation depends on an operation: set by hand, or (the first day of all) on who is
    who."""
    sql = """SELECT min(day) FROM (
               SELECT p.day FROM journal j JOIN payment p
                   ON p.id = json_extract(coalesce(j.before, j.after), '$.payment_id')
                WHERE j.operation_id = :id AND j.table_name = 'payment_hand'
               UNION ALL SELECT 1 FROM journal j WHERE j.operation_id = :id AND j.table_name = 'client')"""
    return day_of(connection.exec_driver_sql(sql, {"id": operation_id}).scalar_one())


def settle_live(connection: Connection) -> None:
    """Of rows that several accepted statements tell of (same payer, day, number, sum), only those of the latest
    statement are live; rows of withdrawn statements are not. No row id decides: any order of loading is one."""
    connection.exec_driver_sql(
        """UPDATE payment SET live = x.live FROM (
             SELECT id, state = 'accepted' AND row_number() OVER (
                      PARTITION BY day, number, amount, party, nth, state = 'accepted'
                      ORDER BY as_of DESC, purpose, content_sha) = 1 AS live
               FROM (SELECT p.id, p.day, p.number, p.amount, p.purpose, r.state, r.as_of, r.content_sha,
                            CASE WHEN p.inn <> '' THEN p.inn ELSE p.payer END AS party,
                            row_number() OVER (PARTITION BY p.report_id, p.day, p.number, p.amount,
                              CASE WHEN p.inn <> '' THEN p.inn ELSE p.payer END ORDER BY p.purpose, p.id) AS nth
                       FROM payment p JOIN report r ON r.id = p.report_id)) AS x
           WHERE payment.id = x.id AND payment.live <> x.live"""
    )


def names_in_use(connection: Connection) -> list[tuple[int, str, str, str, str]]:
    """(client id, name, name_key, INN, code) of clients that accepted files name, with their aliases."""
    sql = """WITH used AS (
               SELECT c.id FROM client c
                WHERE EXISTS (SELECT 1 FROM invoice i JOIN line l ON l.invoice_id = i.id
                                JOIN report r ON r.id = l.report_id
                               WHERE i.client_id = c.id AND r.state = 'accepted')
                   OR EXISTS (SELECT 1 FROM sale s WHERE s.client_id = c.id AND s.live = 1)
                   OR c.id IN (SELECT answered FROM payment WHERE live = 1))
             SELECT id, name, name_key, inn, code FROM client c WHERE id IN used
                AND NOT EXISTS (SELECT 1 FROM client_alias a WHERE a.client_id = c.id AND a.manager <> '')
             UNION ALL SELECT client_id, name, name_key, inn, code FROM client_alias
                        WHERE client_id IN used AND manager = ''
             ORDER BY 1"""
    return [tuple(row) for row in connection.exec_driver_sql(sql)]


def payers(connection: Connection) -> list[tuple[str, str]]:
    """Distinct (name, INN) of payers nobody answered for."""
    sql = "SELECT DISTINCT payer, inn FROM payment WHERE live = 1 AND answered IS NULL ORDER BY inn DESC, payer"
    return [(row[0], row[1]) for row in connection.exec_driver_sql(sql)]


def set_clients(connection: Connection, found: Mapping[tuple[str, str], int | None]) -> date | None:
    """Give payments their clients; the earliest day on which any changed."""
    connection.exec_driver_sql(
        "CREATE TEMP TABLE IF NOT EXISTS payer (payer TEXT, inn TEXT, client_id INTEGER, PRIMARY KEY (payer, inn))"
        " STRICT, WITHOUT ROWID"
    )
    connection.exec_driver_sql("DELETE FROM payer")
    if found:
        connection.exec_driver_sql("INSERT INTO payer VALUES (?, ?, ?)", [(*key, c) for key, c in found.items()])
    wanted = """coalesce(payment.answered, (SELECT x.client_id FROM payer x
                                             WHERE x.payer = payment.payer AND x.inn = payment.inn))"""
    where = f"live = 1 AND client_id IS NOT {wanted}"
    changed = connection.exec_driver_sql(f"SELECT min(day) FROM payment WHERE {where}").scalar_one()
    if changed is not None:
        connection.exec_driver_sql(f"UPDATE payment SET client_id = {wanted} WHERE {where}")
    return day_of(changed)


def incoming(connection: Connection, after: date | None, until: date | None) -> dict[int, list[Incoming]]:
    """By shown client: money that came after a day up to another, as far as nothing is explained by it yet."""
    sql = f"""SELECT p.id, c.id, p.day, p.named,
                    p.number || '|' || p.payer || '|' || p.purpose || '|' || r.as_of || '|' || r.content_sha,
                    p.amount - coalesce((SELECT sum(x.amount) FROM payment_part x
                                          WHERE x.payment_id = p.id AND x.invoice_id IS NOT NULL), 0) AS rest
               FROM payment p JOIN report r ON r.id = p.report_id JOIN {SHOWN} AS c ON c.party_id = p.client_id
              WHERE p.live = 1 AND p.day > ? AND p.day <= ?"""
    limits = (after.toordinal() if after else 0, until.toordinal() if until else 4_000_000)
    hands = _hands(connection)
    out: dict[int, list[Incoming]] = {}
    for payment_id, client_id, day, named, key, rest in connection.exec_driver_sql(sql, limits).tuples():
        if rest > 0:
            money = Incoming(
                payment_id, date.fromordinal(day), rest, tuple(json.loads(named)), hands.get(payment_id, ()), key
            )
            out.setdefault(client_id, []).append(money)
    return out


def _hands(connection: Connection) -> dict[int, tuple[tuple[int, Kopecks], ...]]:
    """What persons set and is not posted yet; documents that are gone do not count."""
    sql = """SELECT h.payment_id, h.invoice_id, h.amount - coalesce((
                      SELECT sum(x.amount) FROM payment_part x WHERE x.payment_id = h.payment_id
                         AND x.invoice_id = h.invoice_id AND x.why = 'hand'), 0) AS rest
               FROM payment_hand h JOIN invoice i ON i.id = h.invoice_id
              WHERE i.opened_date IS NOT NULL ORDER BY h.payment_id, i.key"""
    out: dict[int, tuple[tuple[int, Kopecks], ...]] = {}
    for payment_id, invoice_id, rest in connection.exec_driver_sql(sql).tuples():
        if rest > 0:
            out[payment_id] = (*out.get(payment_id, ()), (invoice_id, rest))
    return out


def decreases(connection: Connection, report_id: int, clients: Iterable[int]) -> dict[int, list[Decrease]]:
    """By shown client: entries by which a debt report says that less is owed, and no payment explains yet."""
    sql = f"""SELECT e.id, c.id, e.day, e.kind, -e.amount, i.id, i.number, i.doc_date, i.key,
                    (SELECT min(f.day) FROM entry f WHERE f.invoice_id = i.id AND f.amount > 0
                        AND f.day <= e.day),
                    (SELECT l.due_date FROM line l JOIN report q ON q.id = l.report_id
                      WHERE l.invoice_id = i.id AND q.state = 'accepted' AND (q.as_of, q.id) <= (r.as_of, r.id)
                      ORDER BY q.as_of DESC, q.id DESC LIMIT 1)
               FROM entry e JOIN report r ON r.id = e.report_id JOIN invoice i ON i.id = e.invoice_id
               JOIN {SHOWN} AS c ON c.party_id = i.client_id
              WHERE e.report_id = ? AND e.amount < 0 AND e.payment_id IS NULL
                AND e.kind IN ('settled', 'payment', 'advance')
                AND c.id IN (SELECT value FROM json_each(?))
              ORDER BY c.id, i.key, e.day, e.kind"""
    out: dict[int, list[Decrease]] = {}
    for row in connection.exec_driver_sql(sql, (report_id, json.dumps(sorted(clients)))).tuples():
        document = Payable(row[5], row[6], row[4], day_of(row[10]), day_of(row[7]), row[8])
        found = Decrease(row[0], row[1], date.fromordinal(row[2]), row[3], day_of(row[9]), document)
        out.setdefault(row[1], []).append(found)
    return out


def payables(connection: Connection, clients: Iterable[int]) -> dict[int, list[Payable]]:
    """By shown client: open documents with everything entered so far."""
    sql = f"""SELECT c.id, i.id, i.number, i.due_date, i.doc_date, i.key,
                    (SELECT sum(amount) FROM entry WHERE entry.invoice_id = i.id) AS balance
               FROM invoice i JOIN {SHOWN} AS c ON c.party_id = i.client_id
              WHERE i.settled_date IS NULL AND i.opened_date IS NOT NULL
                AND c.id IN (SELECT value FROM json_each(?)) ORDER BY c.id, i.key"""
    out: dict[int, list[Payable]] = {}
    for row in connection.exec_driver_sql(sql, (json.dumps(sorted(clients)),)).tuples():
        if row[6] > 0:
            out.setdefault(row[0], []).append(Payable(row[1], row[2], row[6], day_of(row[3]), day_of(row[4]), row[5]))
    return out


def numbers_of(connection: Connection, client_id: int) -> dict[int, str]:
    """Documents of a shown client that stand in the book: id -> number."""
    sql = f"SELECT id, number FROM invoice WHERE client_id IN {FAMILY} AND opened_date IS NOT NULL"
    return {row[0]: row[1] for row in connection.exec_driver_sql(sql, {"client": client_id})}


def balances(connection: Connection, invoice_ids: Sequence[int]) -> dict[int, Kopecks]:
    """Documents' balances with everything entered so far."""
    sql = """SELECT i.id, coalesce((SELECT sum(amount) FROM entry WHERE invoice_id = i.id), 0) FROM invoice i
              WHERE i.id IN (SELECT value FROM json_each(?))"""
    return {row[0]: row[1] for row in connection.exec_driver_sql(sql, (json.dumps(list(invoice_ids)),))}


def hand_rows(connection: Connection, payment_id: int) -> list[int]:
    """Rows of what a person set for a payment."""
    return [
        row[0] for row in connection.exec_driver_sql("SELECT id FROM payment_hand WHERE payment_id = ?", (payment_id,))
    ]


def statements_of(connection: Connection, payment_ids: Sequence[int]) -> dict[int, int]:
    """Payment id -> id of the statement it stands in."""
    sql = "SELECT id, report_id FROM payment WHERE id IN (SELECT value FROM json_each(?))"
    return {row[0]: row[1] for row in connection.exec_driver_sql(sql, (json.dumps(list(payment_ids)),))}


def shrink(connection: Connection, entry_id: int, amount: Kopecks) -> None:
    """Take a part off a decreasing entry; an entry of nothing goes."""
    connection.exec_driver_sql("DELETE FROM entry WHERE id = ? AND amount = ?", (entry_id, -amount))
    connection.exec_driver_sql("UPDATE entry SET amount = amount + ? WHERE id = ?", (amount, entry_id))


def post(connection: Connection, rows: Sequence[Posted]) -> None:
    """Parts that cover documents, and their entries."""
    if not rows:
        return
    connection.exec_driver_sql(
        "INSERT INTO entry (invoice_id, report_id, day, kind, amount, payment_id) VALUES (?, ?, ?, ?, ?, ?)",
        [(p.part.invoice_id, p.report_id, p.day.toordinal(), p.kind, -p.part.amount, p.payment_id) for p in rows],
    )
    connection.exec_driver_sql(
        "INSERT INTO payment_part (payment_id, report_id, invoice_id, amount, why, day, was_day, was_kind)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (p.payment_id, p.report_id, p.part.invoice_id, p.part.amount, p.part.why.value, p.day.toordinal(),
             p.was[0].toordinal() if p.was else None, p.was[1] if p.was else "")
            for p in rows
        ],
    )  # fmt: skip


def lift(connection: Connection) -> list[int]:
    """Take back everything posted without a report's word, and all loose parts; returns the documents touched."""
    mine = "report_id IN (SELECT id FROM report WHERE kind = 'payments')"
    touched = [r[0] for r in connection.exec_driver_sql(f"SELECT DISTINCT invoice_id FROM entry WHERE {mine}")]
    if touched:
        connection.exec_driver_sql(f"DELETE FROM entry WHERE {mine}")
    connection.exec_driver_sql(f"DELETE FROM payment_part WHERE invoice_id IS NULL OR {mine}")
    return touched


def unexplain(connection: Connection, report_ids: Sequence[int]) -> list[int]:
    """Put the entries of debt reports back as these alone state them; returns the documents touched."""
    ids = json.dumps(list(report_ids))
    parts = connection.exec_driver_sql(
        """SELECT invoice_id, report_id, was_day, was_kind, sum(amount) FROM payment_part
            WHERE invoice_id IS NOT NULL AND report_id IN (SELECT value FROM json_each(?)) GROUP BY 1, 2, 3, 4""",
        (ids,),
    ).all()
    for table in ("entry", "payment_part"):
        connection.exec_driver_sql(
            f"DELETE FROM {table} WHERE payment_id IS NOT NULL AND report_id IN (SELECT value FROM json_each(?))",
            (ids,),
        )
    for invoice_id, report_id, day, kind, amount in parts:
        found = connection.exec_driver_sql(
            "UPDATE entry SET amount = amount - ? WHERE invoice_id = ? AND report_id = ? AND day = ? AND kind = ?"
            " AND amount < 0",
            (amount, invoice_id, report_id, day, kind),
        )
        if not found.rowcount:
            connection.exec_driver_sql(
                "INSERT INTO entry (invoice_id, report_id, day, kind, amount) VALUES (?, ?, ?, ?, ?)",
                (invoice_id, report_id, day, kind, -amount),
            )
    return sorted({row[0] for row in parts})


def loosen(connection: Connection, first: date | None, last: date | None) -> None:
    """Write what of each payment covers no document, and why. ``first``, ``last``: dates of debt reports."""
    args = {
        "first": first.toordinal() if first else 4_000_000,
        "last": last.toordinal() if last else 0,
    }
    connection.exec_driver_sql(
        """INSERT INTO payment_part (payment_id, report_id, amount, why)
           SELECT id, report_id, rest,
                  CASE WHEN amount <= 0 THEN 'refund' WHEN client_id IS NULL THEN 'unmatched'
                       WHEN day > :last THEN 'advance' WHEN day <= :first THEN 'earlier' ELSE 'unreflected' END
             FROM (SELECT p.*, p.amount - coalesce((SELECT sum(x.amount) FROM payment_part x
                                                     WHERE x.payment_id = p.id), 0) AS rest
                     FROM payment p WHERE p.live = 1) WHERE rest <> 0 ORDER BY id""",
        args,
    )


def listed(
    connection: Connection, since: date | None, until: date | None, report_id: int = 0, payment_id: int = 0
) -> list[Payment]:
    """Live payments of a time, of one statement or one of them, newest first, with their parts."""
    sql = f"""SELECT p.id, p.report_id, coalesce(c.id, 0), coalesce(c.name, ''), p.payer, p.inn, p.day, p.amount,
                    p.number, p.purpose, p.named, p.day > coalesce((SELECT max(as_of) FROM report
                       WHERE state = 'accepted' AND kind = 'debts'), 0)
               FROM payment p LEFT JOIN {SHOWN} AS c ON c.party_id = p.client_id
              WHERE p.live = 1 AND p.day >= ? AND p.day <= ? AND (? = 0 OR p.report_id = ?) AND (? = 0 OR p.id = ?)
              ORDER BY p.day DESC, c.name, p.payer, p.number, p.id"""
    limits = (since.toordinal() if since else 0, until.toordinal() if until else 4_000_000)
    rows = connection.exec_driver_sql(sql, (*limits, report_id, report_id, payment_id, payment_id)).all()
    parts = _parts(connection, [row[0] for row in rows])
    return [
        Payment(
            payment_id=row[0],
            report_id=row[1],
            client_id=row[2],
            client=row[3],
            payer=row[4],
            inn=row[5],
            day=date.fromordinal(row[6]),
            amount=row[7],
            number=row[8],
            purpose=row[9],
            named=tuple(json.loads(row[10])),
            provisional=bool(row[11]),
            parts=tuple(parts.get(row[0], ())),
        )
        for row in rows
    ]


def _parts(connection: Connection, payment_ids: Sequence[int]) -> dict[int, list[PaymentPart]]:
    sql = """SELECT x.payment_id, coalesce(x.invoice_id, 0), coalesce(i.number, ''), i.doc_date, x.amount, x.why, x.day
               FROM payment_part x LEFT JOIN invoice i ON i.id = x.invoice_id
              WHERE x.payment_id IN (SELECT value FROM json_each(?)) ORDER BY x.invoice_id IS NULL, x.id"""
    out: dict[int, list[PaymentPart]] = {}
    for row in connection.exec_driver_sql(sql, (json.dumps(list(payment_ids)),)).tuples():
        part = PaymentPart(row[1], row[2], day_of(row[3]), whole(row[4]), Why(row[5]), day_of(row[6]))
        out.setdefault(row[0], []).append(part)
    return out
