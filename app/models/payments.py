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

from app.domain.allocation import Incoming, Part, Payable, Why
from app.domain.money import Kopecks
from app.domain.same_money import Counted
from app.models.aging import day_of
from app.models.schema import FAMILY, SHOWN, place


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
    document itself began, None for an advance; ``due_date`` as stated by then. ``dated``: the report states the day
    itself, as a card of account 62 does."""

    entry_id: int
    client_id: int
    day: date
    kind: str
    since: date | None
    document: Payable
    dated: bool = False


@dataclass(frozen=True, slots=True)
class Posted:
    """A part of a payment as an entry of the ledger, and the entry it was taken from (``was``: day, kind)."""

    payment_id: int
    report_id: int
    part: Part
    day: date
    kind: str
    was: tuple[date, str] | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """Kopecks of a payment that cover no document; ``client_id`` 0: the payer is not known."""

    payment_id: int
    report_id: int
    client_id: int
    day: date
    amount: Kopecks
    rest: Kopecks


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
    """The earliest payment whose allocation depends on an operation: set by hand, its payer named, or (the first day
    of all) on who is who."""
    sql = """SELECT min(day) FROM (
               SELECT p.day FROM journal j JOIN payment p
                   ON p.id = json_extract(coalesce(j.before, j.after), '$.payment_id')
                WHERE j.operation_id = :id AND j.table_name = 'payment_hand'
               UNION ALL SELECT p.day FROM journal j JOIN payment p ON p.id = j.row_id
                WHERE j.operation_id = :id AND j.table_name = 'payment'
               UNION ALL SELECT 1 FROM journal j WHERE j.operation_id = :id AND j.table_name = 'client')"""
    return day_of(connection.exec_driver_sql(sql, {"id": operation_id}).scalar_one())


def names_in_use(connection: Connection) -> list[tuple[int, str, str, str, str]]:
    """(client id, name, name_key, INN, code) of clients that accepted files name, with their aliases. Of merged
    clients the id is the shown one's: what pays for one pays for all, and a name they share is no doubt."""
    sql = """WITH used AS (
               SELECT c.id FROM client c
                WHERE EXISTS (SELECT 1 FROM invoice i JOIN line l ON l.invoice_id = i.id
                                JOIN report r ON r.id = l.report_id
                               WHERE i.client_id = c.id AND r.state = 'accepted')
                   OR EXISTS (SELECT 1 FROM sale s WHERE s.client_id = c.id AND s.live = 1)
                   OR c.id IN (SELECT p.answered FROM payment p JOIN report r ON r.id = p.report_id
                                WHERE r.state = 'accepted'))
             SELECT coalesce(c.merged_into, c.id), n.name, n.name_key, n.inn, n.code
               FROM (SELECT id, name, name_key, inn, code FROM client c WHERE id IN used
                        AND NOT EXISTS (SELECT 1 FROM client_alias a WHERE a.client_id = c.id AND a.manager <> '')
                     UNION ALL SELECT client_id, name, name_key, inn, code FROM client_alias
                                WHERE client_id IN used AND manager = '') AS n
               JOIN client c ON c.id = n.id ORDER BY 1, c.merged_into IS NOT NULL, c.id"""
    return [tuple(row) for row in connection.exec_driver_sql(sql)]


_STANDS = "(SELECT id FROM report WHERE state = 'accepted')"


def payers(connection: Connection) -> list[tuple[str, str]]:
    """Distinct (name, INN) of payers nobody answered for, in the statements that stand in the book."""
    sql = f"""SELECT DISTINCT payer, inn FROM payment WHERE report_id IN {_STANDS} AND answered IS NULL
              ORDER BY inn DESC, payer"""
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
    where = f"report_id IN {_STANDS} AND client_id IS NOT {wanted}"
    changed = connection.exec_driver_sql(f"SELECT min(day) FROM payment WHERE {where}").scalar_one()
    if changed is not None:
        connection.exec_driver_sql(f"UPDATE payment SET client_id = {wanted} WHERE {where}")
    return day_of(changed)


def incoming(
    connection: Connection, after: date | None, until: date | None, counted: Counted
) -> dict[int, list[Incoming]]:
    """By shown client: money that came after a day up to another, as far as nothing is explained by it yet."""
    sql = f"""SELECT p.id, c.id, p.day, p.named,
                    p.number || '|' || p.payer || '|' || p.purpose || '|' || r.as_of || '|' || r.content_sha,
                    p.amount - coalesce((SELECT sum(x.amount) FROM payment_part x
                                          WHERE x.payment_id = p.id AND x.invoice_id IS NOT NULL), 0) AS rest
               FROM payment p JOIN report r ON r.id = p.report_id JOIN {SHOWN} AS c ON c.party_id = p.client_id
              WHERE p.live = 1 AND p.day > ? AND p.day <= ?"""
    limits = (after.toordinal() if after else 0, until.toordinal() if until else 4_000_000)
    hands = _hands(connection, counted)
    out: dict[int, list[Incoming]] = {}
    for payment_id, client_id, day, named, key, rest in connection.exec_driver_sql(sql, limits).tuples():
        if rest > 0:
            names = tuple(json.loads(named)) or counted.named.get(payment_id, ())
            money = Incoming(payment_id, date.fromordinal(day), rest, names, hands.get(payment_id, ()), key)
            out.setdefault(client_id, []).append(money)
    return out


def _hands(connection: Connection, counted: Counted) -> dict[int, tuple[tuple[int, Kopecks], ...]]:
    """What persons set and is not posted yet, by the row that counts: it may be another statement's by now. Documents
    that are gone do not count."""
    left: dict[tuple[int, int], Kopecks] = {}
    sql = """SELECT h.payment_id, h.invoice_id, h.amount FROM payment_hand h JOIN invoice i ON i.id = h.invoice_id
              WHERE i.opened_date IS NOT NULL ORDER BY i.key, h.amount"""
    for row_id, invoice_id, amount in connection.exec_driver_sql(sql).tuples():
        key = (counted.by.get(row_id, row_id), invoice_id)
        left[key] = left.get(key, 0) + amount
    sql = "SELECT payment_id, invoice_id, sum(amount) FROM payment_part WHERE why = 'hand' GROUP BY 1, 2"
    for payment_id, invoice_id, amount in connection.exec_driver_sql(sql).tuples() if left else ():
        left[payment_id, invoice_id] = left.get((payment_id, invoice_id), 0) - amount
    out: dict[int, tuple[tuple[int, Kopecks], ...]] = {}
    for (payment_id, invoice_id), rest in left.items():
        if rest > 0:
            out[payment_id] = (*out.get(payment_id, ()), (invoice_id, rest))
    return out


def decreases(connection: Connection, report_id: int, clients: Iterable[int]) -> dict[int, list[Decrease]]:
    """By shown client: entries by which a debt report says that less is owed, and no payment explains yet."""
    sql = f"""SELECT e.id, c.id, e.day, e.kind, -e.amount, i.id, i.number, i.doc_date, i.key,
                    (SELECT min(f.day) FROM entry f WHERE f.invoice_id = i.id AND f.amount > 0
                        AND f.day <= e.day),
                    (SELECT l.due_date FROM line l JOIN report q ON q.id = l.report_id
                      WHERE l.invoice_id = i.id AND q.state = 'accepted' AND {place("q")} <= {place("r")}
                      ORDER BY {place("q")} DESC LIMIT 1),
                    EXISTS (SELECT 1 FROM line l WHERE l.report_id = r.id AND l.invoice_id = i.id AND l.moves <> '')
               FROM entry e JOIN report r ON r.id = e.report_id JOIN invoice i ON i.id = e.invoice_id
               JOIN {SHOWN} AS c ON c.party_id = i.client_id
              WHERE e.report_id = ? AND e.amount < 0 AND e.payment_id IS NULL
                AND e.kind IN ('settled', 'payment', 'advance')
                AND c.id IN (SELECT value FROM json_each(?))
              ORDER BY c.id, i.key, e.day, e.kind"""
    out: dict[int, list[Decrease]] = {}
    for row in connection.exec_driver_sql(sql, (report_id, json.dumps(sorted(clients)))).tuples():
        document = Payable(row[5], row[6], row[4], day_of(row[10]), day_of(row[7]), row[8])
        found = Decrease(row[0], row[1], date.fromordinal(row[2]), row[3], day_of(row[9]), document, bool(row[11]))
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


def of_payer(connection: Connection, payer: str, inn: str) -> list[int]:
    """Rows of a payer in the statements that stand in the book."""
    sql = f"SELECT id FROM payment WHERE payer = ? AND inn = ? AND report_id IN {_STANDS} ORDER BY id"
    return [row[0] for row in connection.exec_driver_sql(sql, (payer, inn))]


def open_on(connection: Connection, client_id: int, day: date, payment_id: int) -> list[Payable]:
    """Documents of a shown client that were open on a day before this payment, or that it covers: ``balance`` is
    what stood open without it."""
    sql = f"""SELECT i.id, i.number, i.due_date, i.doc_date, i.key,
                    max(coalesce((SELECT sum(e.amount) FROM entry e WHERE e.invoice_id = i.id AND e.day <= :day), 0)
                        + coalesce((SELECT sum(x.amount) FROM payment_part x
                                     WHERE x.payment_id = :payment AND x.invoice_id = i.id AND x.day <= :day), 0),
                        coalesce((SELECT sum(x.amount) FROM payment_part x
                                   WHERE x.payment_id = :payment AND x.invoice_id = i.id), 0)) AS balance
               FROM invoice i WHERE i.client_id IN {FAMILY} AND i.opened_date IS NOT NULL"""
    args = {"client": client_id, "day": day.toordinal(), "payment": payment_id}
    rows = connection.exec_driver_sql(sql, args).tuples()
    return [Payable(r[0], r[1], r[5], day_of(r[2]), day_of(r[3]), r[4]) for r in rows if r[5] > 0]


def balances(connection: Connection, invoice_ids: Sequence[int]) -> dict[int, Kopecks]:
    """Documents' balances with everything entered so far."""
    sql = """SELECT i.id, coalesce((SELECT sum(amount) FROM entry WHERE invoice_id = i.id), 0) FROM invoice i
              WHERE i.id IN (SELECT value FROM json_each(?))"""
    return {row[0]: row[1] for row in connection.exec_driver_sql(sql, (json.dumps(list(invoice_ids)),))}


def hand_rows(connection: Connection, payment_ids: Iterable[int]) -> list[int]:
    """Rows of what a person set for any of these."""
    sql = "SELECT id FROM payment_hand WHERE payment_id IN (SELECT value FROM json_each(?)) ORDER BY id"
    return [row[0] for row in connection.exec_driver_sql(sql, (json.dumps(list(payment_ids)),))]


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


def rests(connection: Connection) -> list[Rest]:
    """What of each payment covers no document, by id."""
    sql = f"""SELECT id, report_id, client, day, amount, rest FROM (
               SELECT p.id, p.report_id, coalesce(c.id, 0) AS client, p.day, p.amount, p.amount - coalesce(
                        (SELECT sum(x.amount) FROM payment_part x WHERE x.payment_id = p.id), 0) AS rest
                 FROM payment p LEFT JOIN {SHOWN} AS c ON c.party_id = p.client_id WHERE p.live = 1)
              WHERE rest <> 0 ORDER BY id"""
    return [
        Rest(r[0], r[1], r[2], date.fromordinal(r[3]), r[4], r[5]) for r in connection.exec_driver_sql(sql).tuples()
    ]


def loosen(connection: Connection, rows: Sequence[tuple[Rest, Why]]) -> None:
    """Write what of payments covers no document, and why."""
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO payment_part (payment_id, report_id, amount, why) VALUES (?, ?, ?, ?)",
            [(rest.payment_id, rest.report_id, rest.rest, why.value) for rest, why in rows],
        )


def named_clients(connection: Connection, report_ids: Sequence[int]) -> dict[int, frozenset[int]]:
    """Shown clients whose documents these reports name, by report."""
    sql = f"""SELECT DISTINCT l.report_id, c.id FROM line l JOIN invoice i ON i.id = l.invoice_id
               JOIN {SHOWN} AS c ON c.party_id = i.client_id
              WHERE l.report_id IN (SELECT value FROM json_each(?))"""
    out: dict[int, frozenset[int]] = {}
    for report_id, client_id in connection.exec_driver_sql(sql, (json.dumps(list(report_ids)),)).tuples():
        out[report_id] = out.get(report_id, frozenset()) | {client_id}
    return out
