"""Payments as the screen shows them: each with its parts, and with every source that tells of the same money."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Connection

from app.domain.allocation import Payment, PaymentPart, Source, Why
from app.domain.calendar import WorkCalendar
from app.models import counted
from app.models.aging import day_of, whole
from app.models.bulk import fetch
from app.models.schema import FAMILY, SHOWN


def listed(
    connection: Connection,
    calendar: WorkCalendar,
    since: date | None = None,
    until: date | None = None,
    *,
    report_id: int = 0,
    payment_id: int = 0,
    client_id: int = 0,
) -> list[Payment]:
    """Payments that count, of a time, of one shown client or one of them, newest first, with their parts; of one
    statement all its rows, with those for which another statement's row counts."""
    sql = f"""SELECT p.id, p.report_id, coalesce(c.id, 0), coalesce(c.name, ''), p.payer, p.inn, p.day, p.amount,
                    p.number, p.purpose, p.named, p.live
               FROM payment p LEFT JOIN {SHOWN} AS c ON c.party_id = p.client_id
              WHERE (p.live = 1 OR :report <> 0) AND p.day >= :since AND p.day <= :until
                AND (:report = 0 OR p.report_id = :report) AND (:payment = 0 OR p.id = :payment)
                AND (:client = 0 OR p.client_id IN {FAMILY})
              ORDER BY p.day DESC, c.name, p.payer, p.number, p.id"""
    limits: dict[str, object] = {
        "since": since.toordinal() if since else 0,
        "until": until.toordinal() if until else 4_000_000,
        "report": report_id,
        "payment": payment_id,
        "client": client_id,
    }
    rows = fetch(connection, sql, limits)
    parts = _parts(connection, [row[0] for row in rows])
    sources = _sources(connection, calendar)
    return [_payment(row, parts.get(row[0], ()), sources.get(row[0], ())) for row in rows]


def _payment(
    row: tuple[object, ...], parts: Sequence[tuple[PaymentPart, bool]], sources: tuple[Source, ...]
) -> Payment:
    """``parts`` come with whether they stand on the statement's word alone."""
    return Payment(
        payment_id=whole(row[0]),
        report_id=whole(row[1]),
        client_id=whole(row[2]),
        client=str(row[3]),
        payer=str(row[4]),
        inn=str(row[5]),
        day=date.fromordinal(whole(row[6])),
        amount=whole(row[7]),
        number=str(row[8]),
        purpose=str(row[9]),
        named=counted.named_of(str(row[10])),
        provisional=any(own for _part, own in parts),
        parts=tuple(part for part, _own in parts),
        sources=sources,
        counted=bool(row[11]),
    )


def _parts(connection: Connection, payment_ids: Sequence[int]) -> dict[int, list[tuple[PaymentPart, bool]]]:
    sql = """SELECT x.payment_id, coalesce(x.invoice_id, 0), coalesce(i.number, ''), i.doc_date, x.amount, x.why, x.day,
                    x.was_kind <> ''
               FROM payment_part x LEFT JOIN invoice i ON i.id = x.invoice_id
              WHERE x.payment_id IN (SELECT value FROM json_each(?)) ORDER BY x.invoice_id IS NULL, x.id"""
    out: dict[int, list[tuple[PaymentPart, bool]]] = {}
    for row in fetch(connection, sql, (json.dumps(list(payment_ids)),)):
        why, reflected = Why(row[5]), bool(row[7])
        part = PaymentPart(row[1], row[2], day_of(row[3]), whole(row[4]), why, day_of(row[6]), reflected)
        out.setdefault(row[0], []).append((part, why is Why.ADVANCE or (bool(row[1]) and not reflected)))
    return out


def _sources(connection: Connection, calendar: WorkCalendar) -> Mapping[int, tuple[Source, ...]]:
    """Every accepted row of money that several rows tell of, the one that counts first; by the id of each row."""
    sql = """SELECT 1 FROM payment p JOIN report r ON r.id = p.report_id
              WHERE p.live = 0 AND r.state = 'accepted' LIMIT 1"""
    if connection.exec_driver_sql(sql).first() is None:
        return {}
    by = counted.counted(connection, calendar, counted.REPEATED).by
    sql = f"""SELECT p.id, p.number, p.day,
                    (SELECT group_concat(f.name, ', ') FROM report_file f WHERE f.report_id = r.id)
               FROM payment p JOIN report r ON r.id = p.report_id
              WHERE r.state = 'accepted' AND p.amount IN {counted.REPEATED}
              ORDER BY p.live DESC, r.as_of, r.content_sha, p.id"""
    groups: dict[int, list[tuple[int, Source]]] = {}
    for row_id, number, day, file in fetch(connection, sql):
        counts = by[row_id] == row_id
        source = Source(file or "", number, date.fromordinal(day), counts)
        groups.setdefault(by[row_id], []).append((row_id, source))
    out: dict[int, tuple[Source, ...]] = {}
    for found in groups.values():
        if len(found) > 1:
            out |= dict.fromkeys((row_id for row_id, _source in found), tuple(source for _id, source in found))
    return out


def loose(connection: Connection, client_id: int, after: date | None, until: date | None) -> dict[Why, int]:
    """Kopecks of a shown client's payments after a day up to another that cover no document, by reason."""
    sql = f"""SELECT x.why, sum(x.amount) FROM payment_part x JOIN payment p ON p.id = x.payment_id
               WHERE p.live = 1 AND p.day > :after AND p.day <= :until AND p.client_id IN {FAMILY}
                AND x.invoice_id IS NULL GROUP BY 1"""
    first, last = after.toordinal() if after else 0, until.toordinal() if until else 4_000_000
    rows = connection.exec_driver_sql(sql, {"client": client_id, "after": first, "until": last})
    return {Why(row[0]): whole(row[1]) for row in rows}


def later(connection: Connection, client_id: int, after: date) -> int:
    """Kopecks by which statements alone lessen the debt of a shown client's documents after a day."""
    sql = f"""SELECT coalesce(sum(x.amount), 0) FROM payment_part x JOIN payment p ON p.id = x.payment_id
               WHERE p.live = 1 AND p.client_id IN {FAMILY} AND x.day > :after AND x.was_kind = ''
                AND x.invoice_id IS NOT NULL"""
    return whole(connection.exec_driver_sql(sql, {"client": client_id, "after": after.toordinal()}).scalar_one())
