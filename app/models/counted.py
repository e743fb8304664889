"""Which rows of statements count as payments: the rule is ``domain.same_money``, here it meets the book."""

import json
from datetime import date

from sqlalchemy import Connection

from app.domain.calendar import WorkCalendar
from app.domain.same_money import Counted, Told, counted_once
from app.models.aging import day_of
from app.models.bulk import fetch
from app.models.schema import SHOWN

BANK_LAYOUT = "1c-bank"
"""Layout of reports that are statements of a bank; other payments are registers of bookkeeping."""


REPEATED = "(SELECT q.amount FROM payment q WHERE q.live = 0 AND q.report_id IN {accepted})".format(
    accepted="(SELECT id FROM report WHERE state = 'accepted')"
)
"""Sums of money that several rows tell of: no row of another sum has anything to do with them."""


def told(connection: Connection, amounts: str = "") -> list[Told]:
    """Every row of every statement ever loaded (``amounts``: only those of sums in that query); those of withdrawn
    ones are not accepted."""
    sql = f"""SELECT p.id, p.report_id, r.layout = ?, r.state = 'accepted', r.as_of, r.content_sha, p.day, p.amount,
                    p.number, p.payer, p.inn, p.purpose, p.named, coalesce(c.id, 0)
               FROM payment p JOIN report r ON r.id = p.report_id LEFT JOIN {SHOWN} AS c ON c.party_id = p.client_id
              {f"WHERE p.amount IN {amounts}" if amounts else ""}"""
    return [
        Told(
            payment_id=row[0],
            report_id=row[1],
            bank=bool(row[2]),
            accepted=bool(row[3]),
            source=(row[4], row[5]),
            day=date.fromordinal(row[6]),
            amount=row[7],
            number=row[8],
            payer=row[9],
            inn=row[10],
            purpose=row[11],
            named=named_of(row[12]),
            client_id=row[13],
        )
        for row in fetch(connection, sql, (BANK_LAYOUT,))
    ]


def named_of(text: str) -> tuple[str, ...]:
    """Documents named, as stored; most payments name none."""
    return tuple(json.loads(text)) if text != "[]" else ()


def counted(connection: Connection, calendar: WorkCalendar, amounts: str = "") -> Counted:
    """Which rows count, by who the payers are now."""
    return counted_once(told(connection, amounts), calendar)


def mark(connection: Connection, found: Counted) -> date | None:
    """Write which rows count; the earliest day of a row that begins or ceases to."""
    sql = """UPDATE payment SET live = 1 - live
              WHERE live <> (id IN (SELECT value FROM json_each(?))) RETURNING day"""
    days = [row[0] for row in connection.exec_driver_sql(sql, (json.dumps(sorted(found.ids)),))]
    return day_of(min(days, default=None))
