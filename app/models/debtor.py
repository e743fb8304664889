"""Disputes, pauses, hand-overs and repayment schedules as stored."""

from datetime import date

from sqlalchemy import Connection

from app.domain.debtor import Dispute, Handover, Pause, Role, Schedule
from app.models.aging import day_of
from app.models.schema import SHOWN

_MINE = "(:client = 0 OR c.id = :client)"


def disputes(connection: Connection, as_of: date, client_id: int = 0, *, open_only: bool = True) -> list[Dispute]:
    """Disputes begun by a day, of one client or of all (0), earliest answer first; ``open_only``: not closed then."""
    shut = "AND (d.closed_on IS NULL OR d.closed_on > :day)" if open_only else ""
    sql = f"""SELECT d.id, c.id, c.name, d.invoice_id, coalesce(i.number, ''), d.day, d.amount, d.reason, d.owner,
                    d.answer_by, d.closed_on, d.outcome
               FROM dispute d JOIN {SHOWN} AS c ON c.party_id = d.client_id LEFT JOIN invoice i ON i.id = d.invoice_id
              WHERE d.day <= :day AND {_MINE} {shut} ORDER BY coalesce(d.answer_by, 4000000), d.id"""
    rows = connection.exec_driver_sql(sql, {"day": as_of.toordinal(), "client": client_id})
    return [
        Dispute(
            r[0], r[1], r[2], r[3], r[4], date.fromordinal(r[5]), r[6], r[7], r[8], day_of(r[9]), day_of(r[10]), r[11]
        )
        for r in rows.tuples()
    ]


def pauses(connection: Connection, client_id: int = 0) -> list[Pause]:
    """Pauses of one client or of all (0), the newest first."""
    sql = f"""SELECT p.id, c.id, c.name, p.since, p.until, p.reason, p.lifted_on
                FROM pause p JOIN {SHOWN} AS c ON c.party_id = p.client_id WHERE {_MINE}
               ORDER BY p.since DESC, p.id DESC"""
    rows = connection.exec_driver_sql(sql, {"client": client_id})
    return [
        Pause(r[0], r[1], r[2], date.fromordinal(r[3]), date.fromordinal(r[4]), r[5], day_of(r[6]))
        for r in rows.tuples()
    ]


def handovers(connection: Connection, as_of: date, client_id: int = 0, *, open_only: bool = True) -> list[Handover]:
    """Hand-overs by a day, of one client or of all (0), the newest first; ``open_only``: not taken back then."""
    back = "AND (h.returned_on IS NULL OR h.returned_on > :day)" if open_only else ""
    sql = f"""SELECT h.id, c.id, c.name, h.day, h.role, h.owner, h.basis, h.given_by, h.answer_by, h.returned_on,
                    h.outcome
               FROM handover h JOIN {SHOWN} AS c ON c.party_id = h.client_id
              WHERE h.day <= :day AND {_MINE} {back} ORDER BY h.day DESC, h.id DESC"""
    rows = connection.exec_driver_sql(sql, {"day": as_of.toordinal(), "client": client_id})
    return [
        Handover(
            r[0], r[1], r[2], date.fromordinal(r[3]), Role(r[4]), r[5], r[6], r[7], day_of(r[8]), day_of(r[9]), r[10]
        )
        for r in rows.tuples()
    ]


def schedules(connection: Connection, as_of: date, client_id: int = 0) -> list[Schedule]:
    """Schedules agreed by a day without their lines, the newest first."""
    sql = f"""SELECT s.id, c.id, c.name, s.day, s.amount, s.document, s.note, s.closed_on
                FROM schedule s JOIN {SHOWN} AS c ON c.party_id = s.client_id
               WHERE s.day <= :day AND {_MINE} ORDER BY s.day DESC, s.id DESC"""
    rows = connection.exec_driver_sql(sql, {"day": as_of.toordinal(), "client": client_id})
    return [
        Schedule(r[0], r[1], r[2], date.fromordinal(r[3]), r[4], r[5], r[6], closed_on=day_of(r[7]))
        for r in rows.tuples()
    ]


def owner_of(connection: Connection, table: str, row_id: int) -> int | None:
    """The client a row belongs to; None when there is no such row. ``table`` is a name of ours."""
    row = connection.exec_driver_sql(f"SELECT client_id FROM {table} WHERE id = ?", (row_id,)).first()
    return None if row is None else int(row[0])
