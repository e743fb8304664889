"""Open documents for the pivot, in columns: as known now, and as the reports in force on a date stated them.

What was stated is read from ``line`` as it stands: of each document the newest line of an accepted debt report of the
date or before, unless a later report that speaks for the document's organisation no longer names it.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from app.domain.debt import OpenItem
from app.domain.pivot_keys import ClientFacts
from app.domain.pivot_views import Cause, Named, Told
from app.domain.reconcile import Scope, organisation_key
from app.models import aging
from app.models.aging import ITEM_COLUMNS, Own
from app.models.schema import SHOWN, place

OF_LINE = frozenset({
    "due_date", "due_origin", "amount", "terms", "terms_days", "contract", "manager", "client_type", "avg_order",
    "core_share", "organisation",
})  # fmt: skip
"""Columns that a report states of a document; the others are the document's own."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A debt report in force on a date."""

    report_id: int
    as_of: date
    scope: Scope


def client_facts(connection: Connection, shown: Collection[int]) -> dict[int, ClientFacts]:
    """What is known of these shown clients; a merged one is known as the client under which it is shown."""
    traits: dict[int, dict[str, str]] = {}
    for client, key, value in connection.exec_driver_sql("SELECT client_id, key, value FROM trait").tuples():
        traits.setdefault(client, {})[key] = value
    rows = _plain(connection, "SELECT id, name, manager, client_type, terms, avg_order, core_share FROM client")
    nothing: dict[str, str] = {}
    return {
        number: ClientFacts(name, manager, kind, terms, order, share, traits.get(number, nothing))
        for number, name, manager, kind, terms, order, share in rows
        if number in shown
    }


def known(connection: Connection, as_of: date, columns: Sequence[str], own: Own = None) -> list[tuple[Any, ...]]:
    """(id, ``columns``, balance) of each document open on a date, as known now, of stated clients."""
    return aging.open_rows(connection, as_of, ", ".join(columns), own)


def stated(
    connection: Connection, as_of: date, columns: Sequence[str], own: str | None = None
) -> list[tuple[Any, ...]]:
    """The same as the reports in force on the date stated it. ``own``: one of our organisations in any wording: the one
    of a line may be of no document today."""
    out: list[tuple[Any, ...]] = []
    for rows in _said(connection, in_force(connection, as_of), columns, own):
        out += rows
    return out


def stated_dates(connection: Connection, as_of: date) -> tuple[date, ...]:
    """Dates of the reports that the stated view of a date rests on, ascending."""
    return tuple(sorted({one.as_of for one in in_force(connection, as_of)}))


def in_force(connection: Connection, as_of: date) -> list[Statement]:
    """Accepted debt reports up to a date whose lines may still speak, the newest first: back to the last one that
    spoke for the whole company, without those whose organisations have all been spoken for since."""
    sql = f"""SELECT id, as_of, narrowed, scope FROM report r WHERE state = 'accepted' AND kind = 'debts'
                 AND as_of <= ? ORDER BY {place("r")} DESC"""
    out: list[Statement] = []
    spoken: set[str] = set()
    for report_id, day, narrowed, text in connection.exec_driver_sql(sql, (as_of.toordinal(),)).tuples():
        scope = Scope(bool(narrowed), frozenset(json.loads(text or "[]")))
        if not scope.organisations or not scope.organisations <= spoken:
            out.append(Statement(report_id, date.fromordinal(day), scope))
        if not scope.narrowed:
            if not scope.organisations:
                break
            spoken |= scope.organisations
    return out


def _said(
    connection: Connection, reports: Iterable[Statement], columns: Sequence[str], own: str | None
) -> Iterable[list[tuple[Any, ...]]]:
    """Rows of each report in force that no newer one has spoken of."""
    seen: set[int] = set()
    spoken: set[str] = set()
    spoken_any = False
    wanted = ", ".join(f"{'l' if name in OF_LINE else 'i'}.{name}" for name in columns)
    sql = f"""SELECT i.id, {wanted}, l.balance, l.organisation FROM line l JOIN invoice i ON i.id = l.invoice_id
               WHERE l.report_id = ?"""
    for report in reports:
        rows = _plain(connection, sql, (report.report_id,))
        wordings = {row[-1]: organisation_key(row[-1]) for row in rows}
        if seen or spoken_any:
            heard = {name for name, key in wordings.items() if spoken_any and (not key or key in spoken)}
            rows = [row for row in rows if row[0] not in seen and row[-1] not in heard]
        seen.update(row[0] for row in rows)
        if not report.scope.narrowed:
            spoken_any = True
            spoken |= report.scope.organisations
        if own is not None:
            wanted_key = organisation_key(own)
            rows = [row for row in rows if wordings[row[-1]] == wanted_key]
        yield [row[:-1] for row in rows if row[-2]]


def shown_as(connection: Connection) -> dict[int, int]:
    """Merged client -> the one it is shown under."""
    return dict(_plain(connection, "SELECT id, merged_into FROM client WHERE merged_into IS NOT NULL"))


def stated_items(connection: Connection, as_of: date, ids: Collection[int]) -> list[OpenItem]:
    """Documents of the stated view with everything that was stated of them then, in no order."""
    names = [name.strip() for name in ITEM_COLUMNS.split(",")]
    rows = {row[0]: row for row in stated(connection, as_of, names)}
    shown = {row[0]: (row[1], row[2]) for row in _plain(connection, f"SELECT party_id, id, name FROM {SHOWN}")}
    return [aging.item_of((*rows[number], *shown[rows[number][1]]), as_of) for number in ids if number in rows]


def named(connection: Connection, ids: Collection[int]) -> list[Named]:
    """What documents are called, under the clients they are shown under."""
    sql = f"""SELECT i.id, c.id, c.name, i.kind, i.number, i.doc_date FROM invoice i
                JOIN {SHOWN} AS c ON c.party_id = i.client_id WHERE i.id IN (SELECT value FROM json_each(?))"""
    rows = _plain(connection, sql, (json.dumps(list(ids)),))
    return [Named(r[0], r[1], r[2], f"{r[3]} {r[4]}".strip(), aging.day_of(r[5])) for r in rows]


def told_since(connection: Connection, as_of: date, ids: Collection[int]) -> dict[int, list[Told]]:
    """Movements of documents up to a date that no debt report of it or before told of, by invoice id."""
    sql = """SELECT e.invoice_id, e.kind, sum(e.amount), e.day, r.as_of FROM entry e JOIN report r ON r.id = e.report_id
              WHERE e.invoice_id IN (SELECT value FROM json_each(:ids)) AND e.day <= :day
                AND (r.as_of > :day OR r.kind <> 'debts')
              GROUP BY e.invoice_id, e.kind, e.day, r.as_of"""
    out: dict[int, list[Told]] = {}
    rows = _plain(connection, sql, {"ids": json.dumps(list(ids)), "day": as_of.toordinal()})
    for number, kind, amount, day, told in rows:
        move = Told(Cause(kind), amount, date.fromordinal(day), date.fromordinal(told))
        out.setdefault(number, []).append(move)
    return out


def said_since(
    connection: Connection, as_of: date, columns: Sequence[str], ids: Collection[int]
) -> dict[int, list[tuple[Any, ...]]]:
    """(report's date, ``columns`` of line) of each line of documents after a date in the order of reports, by invoice
    id; nothing in ``columns`` comes from outside."""
    wanted = ", ".join(f"l.{name}" for name in columns)
    sql = f"""SELECT l.invoice_id, r.as_of, {wanted} FROM line l JOIN report r ON r.id = l.report_id
               WHERE l.invoice_id IN (SELECT value FROM json_each(:ids)) AND r.state = 'accepted' AND r.as_of > :day
               ORDER BY {place("r")}"""
    out: dict[int, list[tuple[Any, ...]]] = {}
    for row in _plain(connection, sql, {"ids": json.dumps(list(ids)), "day": as_of.toordinal()}):
        out.setdefault(row[0], []).append(row[1:])
    return out


def _plain(connection: Connection, sql: str, args: tuple[object, ...] | dict[str, object] = ()) -> list[Any]:
    """All rows through the driver's own cursor: a third of the time of wrapped rows."""
    cursor = connection.connection.cursor()
    try:
        return list(cursor.execute(sql, args).fetchall())
    finally:
        cursor.close()
