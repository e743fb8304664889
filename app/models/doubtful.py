"""Acknowledgments of debt and claims sent: what moves the clock of limitation."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from app.domain.limitation import Acknowledged
from app.models.schema import FAMILY, SHOWN


@dataclass(frozen=True, slots=True)
class StoredAcknowledgment:
    """One acknowledgment as kept; ``invoice_id`` None: it covers every document of the client due by that day."""

    acknowledgment_id: int
    client_id: int
    invoice_id: int | None
    what: Acknowledged


def acknowledgments(connection: Connection, client_id: int = 0) -> list[StoredAcknowledgment]:
    """Of a shown client with those merged into it, or of all (0), oldest first."""
    where = "" if not client_id else f"WHERE a.client_id IN {FAMILY}"
    sql = f"""SELECT a.id, c.id, a.invoice_id, a.day, a.document, a.signatory, a.powers
               FROM acknowledgment a JOIN {SHOWN} AS c ON c.party_id = a.client_id {where} ORDER BY a.day, a.id"""
    return [
        StoredAcknowledgment(row[0], row[1], row[2], Acknowledged(date.fromordinal(row[3]), row[4], row[5], row[6]))
        for row in connection.exec_driver_sql(sql, {"client": client_id})
    ]


def claims(connection: Connection, as_of: date) -> dict[int, list[date]]:
    """Days on which claims naming an invoice were sent: invoice id -> days."""
    sql = """SELECT i.invoice_id, l.sent_on FROM letter l JOIN letter_item i ON i.letter_id = l.id
              WHERE l.kind = 'claim' AND l.void = 0 AND l.sent_on <= ?"""
    out: dict[int, list[date]] = {}
    for invoice_id, day in connection.exec_driver_sql(sql, (as_of.toordinal(),)):
        out.setdefault(invoice_id, []).append(date.fromordinal(day))
    return out


def secured(connection: Connection) -> frozenset[int]:
    """Clients whose debt is secured by a pledge, a surety or a guarantee, as people said."""
    rows = connection.exec_driver_sql("SELECT client_id FROM trait WHERE key = 'secured' AND value <> ''")
    return frozenset(row[0] for row in rows)
