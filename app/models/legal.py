"""Cases, their steps and documents; attachments; the outgoing register as it concerns a client."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from app.domain.legal import LegalCase, LegalEvent, Stage
from app.domain.letters import Letter, LetterItem, LetterKind
from app.domain.work import Attachment
from app.models.aging import day_of
from app.models.schema import FAMILY, SHOWN


def cases(connection: Connection, client_id: int = 0) -> list[LegalCase]:
    """Cases of one client or of all (0) with their steps, open ones first, the newest on top."""
    where = f"WHERE k.client_id IN {FAMILY}" if client_id else ""
    sql = f"""SELECT k.id, c.id, c.name, k.opened_on, k.court, k.number, k.owner, k.next_hearing, k.closed_on, k.note
                FROM legal_case k JOIN {SHOWN} AS c ON c.party_id = k.client_id {where}
               ORDER BY k.closed_on IS NOT NULL, k.opened_on DESC, k.id DESC"""
    rows = connection.exec_driver_sql(sql, {"client": client_id}).tuples().all()
    events: dict[int, list[LegalEvent]] = {}
    steps = "SELECT id, case_id, day, stage, amount, costs, document, note FROM legal_event ORDER BY day, id"
    for r in connection.exec_driver_sql(steps).tuples():
        event = LegalEvent(r[0], r[1], date.fromordinal(r[2]), Stage(r[3]), r[4], r[5], r[6], r[7])
        events.setdefault(event.case_id, []).append(event)
    invoices: dict[int, list[int]] = {}
    for case_id, invoice_id in connection.exec_driver_sql("SELECT case_id, invoice_id FROM legal_item ORDER BY id"):
        invoices.setdefault(case_id, []).append(invoice_id)
    return [
        LegalCase(
            r[0], r[1], r[2], date.fromordinal(r[3]), r[4], r[5], r[6], day_of(r[7]), day_of(r[8]), r[9],
            tuple(invoices.get(r[0], ())), tuple(events.get(r[0], ())),
        )
        for r in rows
    ]  # fmt: skip


def letters(connection: Connection, client_id: int = 0, year: int = 0) -> list[Letter]:
    """The outgoing register of one client or of all (0), of a year or of all (0), the newest first."""
    where = [f"l.client_id IN {FAMILY}"] if client_id else []
    where += ["l.year = :year"] if year else []
    sql = f"""SELECT l.id, l.year, l.number, l.day, c.id, c.name, l.kind, l.step, l.amount, l.files, l.signatory,
                    l.powers, l.void, l.sent_on, l.sent_how, l.returned_on, l.returned_by, l.returned_powers
               FROM letter l JOIN {SHOWN} AS c ON c.party_id = l.client_id
              {"WHERE " + " AND ".join(where) if where else ""} ORDER BY l.year DESC, l.number DESC"""
    rows = connection.exec_driver_sql(sql, {"client": client_id, "year": year}).tuples().all()
    items: dict[int, list[LetterItem]] = {}
    lines = """SELECT t.letter_id, t.invoice_id, i.number, t.level, t.amount FROM letter_item t
                 JOIN invoice i ON i.id = t.invoice_id ORDER BY t.id"""
    for letter_id, invoice_id, number, level, amount in connection.exec_driver_sql(lines):
        items.setdefault(letter_id, []).append(LetterItem(invoice_id, number, level, amount))
    return [
        Letter(
            r[0], r[1], r[2], date.fromordinal(r[3]), r[4], r[5], LetterKind(r[6]), r[7], r[8],
            tuple(json.loads(r[9] or "[]")), r[10], r[11], tuple(items.get(r[0], ())), bool(r[12]), day_of(r[13]),
            r[14], day_of(r[15]), r[16], r[17],
        )
        for r in rows
    ]  # fmt: skip


_ATTACHMENT = "SELECT a.id, a.client_id, a.contact_id, a.name, a.stored, a.sha256, a.size, a.added_at FROM attachment a"


def attachments(connection: Connection, client_id: int) -> list[Attachment]:
    """Files kept with a client, the newest first."""
    sql = f"{_ATTACHMENT} WHERE a.client_id IN {FAMILY} ORDER BY a.id DESC"
    return _attachments(connection.exec_driver_sql(sql, {"client": client_id}).tuples())


def talk_files(connection: Connection, client_id: int) -> dict[int, list[Attachment]]:
    """Files of each talk with a client, in the order they were attached."""
    sql = f"{_ATTACHMENT} JOIN contact t ON t.id = a.contact_id WHERE t.client_id IN {FAMILY} ORDER BY a.id"
    out: dict[int, list[Attachment]] = {}
    for one in _attachments(connection.exec_driver_sql(sql, {"client": client_id}).tuples()):
        out.setdefault(one.contact_id or 0, []).append(one)
    return out


def files_of(connection: Connection, contact_id: int) -> list[int]:
    """Numbers of the files of one talk."""
    sql = "SELECT id FROM attachment WHERE contact_id = ? ORDER BY id"
    return [row[0] for row in connection.exec_driver_sql(sql, (contact_id,))]


def _attachments(rows: Iterable[tuple[Any, ...]]) -> list[Attachment]:
    return [Attachment(r[0], r[1], r[2], r[3], r[4], r[5], r[6], datetime.fromisoformat(r[7])) for r in rows]
