"""People, contracts, checks and events of clients as stored."""

import json
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import Connection

from app.domain.dossier import (
    Answer,
    ClientEvent,
    Contract,
    Decision,
    EventKind,
    Intake,
    Part,
    Person,
    TermFrom,
    TermKind,
    TermRule,
)
from app.domain.terms_advice import Payment
from app.models.aging import day_of
from app.models.schema import FAMILY


def people(connection: Connection, client_id: int) -> list[Person]:
    """People at a client, those who decide or pay first, those who left last."""
    sql = f"""SELECT id, client_id, name, role, part, phone, email, note, gone_on FROM person
              WHERE client_id IN {FAMILY}
              ORDER BY gone_on IS NOT NULL, part NOT IN ('both', 'decides', 'pays'), name, id"""
    rows = connection.exec_driver_sql(sql, {"client": client_id})
    return [
        Person(r[0], r[1], r[2], r[3], Part(r[4] or "neither"), r[5], r[6], r[7], day_of(r[8])) for r in rows.tuples()
    ]


def contracts(connection: Connection, client_id: int) -> list[tuple[Contract, str]]:
    """Contracts, the newest first, each with its penalty as stored."""
    sql = f"""SELECT id, client_id, number, day, organisation, terms, penalty, claim_days, signatory, powers, ends_on
                FROM contract WHERE client_id IN {FAMILY} ORDER BY coalesce(day, 0) DESC, id DESC"""
    rows = connection.exec_driver_sql(sql, {"client": client_id})
    return [
        (
            Contract(r[0], r[1], r[2], day_of(r[3]), r[4], terms_of(r[5]), None, r[7], r[8], r[9], day_of(r[10])),
            r[6],
        )
        for r in rows.tuples()
    ]


def terms_text(terms: TermRule) -> str:
    """Terms as stored."""
    content = {
        "kind": terms.kind.value,
        "days": terms.days,
        "start": terms.start.value,
        "prepaid": terms.prepaid,
        "moves": terms.moves,
    }
    return json.dumps(content, sort_keys=True)


def terms_of(text: str) -> TermRule:
    """Terms out of what is stored; what is missing is the default."""
    found = json.loads(text) if text else {}
    return TermRule(
        TermKind(found.get("kind", TermKind.CALENDAR.value)),
        int(found.get("days", 0)),
        TermFrom(found.get("start", TermFrom.SHIPMENT.value)),
        int(found.get("prepaid", 0)),
        bool(found.get("moves", True)),
    )


def intakes(connection: Connection, client_id: int = 0) -> list[Intake]:
    """Checks of one client or of all (0), the newest first."""
    where = f"WHERE client_id IN {FAMILY}" if client_id else ""
    sql = f"""SELECT id, client_id, started_on, answers, owner, decided_on, decision, reason FROM intake {where}
              ORDER BY started_on DESC, id DESC"""
    rows = connection.exec_driver_sql(sql, {"client": client_id})
    return [
        Intake(
            r[0],
            r[1],
            date.fromordinal(r[2]),
            {key: Answer(value) for key, value in json.loads(r[3] or "{}").items()},
            r[4],
            day_of(r[5]),
            Decision(r[6]) if r[6] else None,
            r[7],
        )
        for r in rows.tuples()
    ]


def events(connection: Connection, client_id: int) -> list[ClientEvent]:
    """Events of a client, the newest first."""
    sql = f"""SELECT id, client_id, day, kind, note FROM client_event WHERE client_id IN {FAMILY}
              ORDER BY day DESC, id DESC"""
    rows = connection.exec_driver_sql(sql, {"client": client_id})
    return [ClientEvent(r[0], r[1], date.fromordinal(r[2]), EventKind(r[3]), r[4]) for r in rows.tuples()]


def payments(connection: Connection, client_id: int, as_of: date, reports: Sequence[date]) -> Iterator[Payment]:
    """Debts of a client with a due date: paid off by ``as_of``, or due and still open then. ``reports``: ascending
    dates; a payment that only a report shows may have come any day since the report before."""
    sql = f"""SELECT i.due_date, i.settled_date,
                    EXISTS (SELECT 1 FROM entry x WHERE x.invoice_id = i.id AND x.day = i.settled_date
                             AND x.kind = 'settled')
               FROM invoice i
              WHERE i.client_id IN {FAMILY} AND i.due_date IS NOT NULL AND i.opened_date <= :day
                AND (i.settled_date <= :day OR i.due_date < :day)
                AND (SELECT sum(amount) FROM entry e WHERE e.invoice_id = i.id AND e.amount > 0 AND e.day <= :day) > 0
                AND (i.settled_date <= :day
                     OR (SELECT sum(amount) FROM entry e WHERE e.invoice_id = i.id AND e.day <= :day) > 0)"""
    for row in connection.exec_driver_sql(sql, {"client": client_id, "day": as_of.toordinal()}):
        due, paid = date.fromordinal(row[0]), day_of(row[1])
        if paid is None or paid > as_of:
            yield Payment(due, as_of, late=True)
            continue
        place = bisect_left(reports, paid) - 1
        doubtful = bool(row[2]) and paid > due and (place < 0 or reports[place] < due)
        yield Payment(due, paid, paid > due and not doubtful, doubtful)
