"""Cards of account 62: their rows as stated, and what the book knows of their clients where a card begins."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from app.domain.debt import DueOrigin, Terms
from app.domain.money import Kopecks
from app.domain.reconcile import Stated
from app.domain.statement import Movement, StatedLine
from app.models.aging import day_of
from app.models.bulk import fetch, write
from app.models.schema import place, place_number

_NEW = 999_999  # a card that is not written yet comes after all written ones that begin on its day


@dataclass(frozen=True, slots=True)
class CardPlace:
    """Where a card stands in the order of the book; ``report_id`` 0: not written yet, and to take the place of the
    reports ``instead``."""

    as_of: date
    starts: date
    report_id: int = 0
    instead: tuple[int, ...] = ()

    def args(self, clients: Iterable[int] = ()) -> dict[str, object]:
        """What the queries of this module are asked with."""
        number = place_number(self.as_of.toordinal(), self.starts.toordinal(), self.report_id or _NEW)
        return {
            "day": self.as_of.toordinal(),
            "starts": self.starts.toordinal(),
            "place": number,
            "instead": json.dumps(self.instead),
            "clients": json.dumps(sorted({one for one in clients if one > 0})),
        }


class Said(NamedTuple):
    """A movement as the reports alone say it, whatever payments explain of it; ``card``: a card says it."""

    day: date
    kind: str
    amount: Kopecks
    card: bool


class OtherRow(NamedTuple):
    """A row of another card, and that card's title."""

    client_id: int
    title: str
    line: StatedLine


_EARLIER = f"""(SELECT r.id FROM report r WHERE r.state = 'accepted' AND r.kind = 'debts' AND {place("r")} < :place
                   AND r.id NOT IN (SELECT value FROM json_each(:instead)))"""
_MINE = "(SELECT id FROM invoice WHERE client_id IN (SELECT value FROM json_each(:clients)))"

_ROW = (
    "client_id", "day", "amount", "movement", "number", "kind", "contract", "organisation", "manager", "name", "inn",
    "settles", "comment", "row",
)  # fmt: skip


def any_known(connection: Connection) -> bool:
    """Whether the book has ever seen a card."""
    return connection.exec_driver_sql("SELECT 1 FROM card_row LIMIT 1").first() is not None


def insert(connection: Connection, report_id: int, rows: Iterable[tuple[int, StatedLine]]) -> None:
    """Rows of a card in the order of the file, each with its client; kept for ever."""
    sql = f"INSERT INTO card_row (report_id, nth, {', '.join(_ROW)}) VALUES ({', '.join('?' * (len(_ROW) + 2))})"
    values = (
        (
            report_id, nth, client_id, line.doc_date.toordinal(), line.amount or 0,
            line.movement.value if line.movement else "", line.number, line.kind, line.contract, line.organisation,
            line.manager, line.client, line.inn, line.settles, line.comment, line.row,
        )
        for nth, (client_id, line) in enumerate(rows)
        if line.doc_date is not None
    )  # fmt: skip
    write(connection, sql, values)


def rows_of(connection: Connection, report_id: int) -> list[tuple[int, StatedLine]]:
    """Rows of a card as they were inserted."""
    sql = f"SELECT {', '.join(_ROW)} FROM card_row WHERE report_id = ? ORDER BY nth"
    return [(row[0], _line(*row[1:])) for row in fetch(connection, sql, (report_id,))]


def _line(
    day: int, amount: int, movement: str, number: str, kind: str, contract: str, organisation: str, manager: str,
    name: str, inn: str, settles: str, comment: str, row: int,
) -> StatedLine:  # fmt: skip
    return StatedLine(
        row=row, client=name, amount=amount, inn=inn, contract=contract, kind=kind, number=number,
        doc_date=date.fromordinal(day), manager=manager, organisation=organisation, comment=comment,
        movement=Movement(movement) if movement else None, settles=settles,
    )  # fmt: skip


def other_rows(connection: Connection, at: CardPlace, clients: Iterable[int]) -> list[OtherRow]:
    """What cards earlier in the order tell of the same clients on the days of this one."""
    names = ", ".join(f"k.{name}" for name in _ROW)
    sql = f"""SELECT r.title, {names} FROM card_row k JOIN report r ON r.id = k.report_id
               WHERE k.client_id IN (SELECT value FROM json_each(:clients)) AND k.day BETWEEN :starts AND :day
                 AND r.id IN {_EARLIER} ORDER BY {place("r")}, k.nth"""
    return [OtherRow(row[1], row[0], _line(*row[2:])) for row in fetch(connection, sql, at.args(clients))]


def replaced(connection: Connection, at: CardPlace, said: tuple[str, str, str], clients: Collection[int]) -> list[int]:
    """Accepted cards whose place a new one takes: of the same days and the same wording (``said``: title, filters,
    our company), all of whose clients the new one names too."""
    sql = """SELECT r.id FROM report r WHERE r.state = 'accepted' AND r.kind = 'debts' AND r.as_of = :day
                AND r.period_from = :starts AND r.title = :title AND r.filters = :filters AND r.organisation = :own
                AND NOT EXISTS (SELECT 1 FROM card_row k WHERE k.report_id = r.id
                                   AND k.client_id NOT IN (SELECT value FROM json_each(:clients))) ORDER BY r.id"""
    args = at.args(clients) | dict(zip(("title", "filters", "own"), said, strict=True))
    return [row[0] for row in fetch(connection, sql, args)]


def said(connection: Connection, at: CardPlace, clients: Iterable[int]) -> dict[int, list[Said]]:
    """Movements of the documents of these clients by the reports that come before the card, by invoice id. Reports
    alone are asked: what payments add to them depends on which statements were loaded first."""
    sql = f"""SELECT m.invoice_id, m.day, m.kind, m.amount, r.period_from IS NOT NULL FROM (
                SELECT invoice_id, report_id, day, kind, amount FROM entry
                 WHERE payment_id IS NULL AND invoice_id IN {_MINE}
                UNION ALL SELECT invoice_id, report_id, was_day, was_kind, -amount FROM payment_part
                 WHERE was_day IS NOT NULL AND report_id IN {_EARLIER} AND invoice_id IN {_MINE}) AS m
               JOIN report r ON r.id = m.report_id WHERE m.report_id IN {_EARLIER}"""
    out: dict[int, list[Said]] = {}
    for invoice_id, day, kind, amount, card in fetch(connection, sql, at.args(clients)):
        out.setdefault(invoice_id, []).append(Said(date.fromordinal(day), kind, amount, bool(card)))
    return out


def named(connection: Connection, at: CardPlace, clients: Iterable[int]) -> dict[int, date]:
    """The last day before the card's on which a report states a document, by invoice id: its balance of that day is
    told and may not move."""
    sql = f"""SELECT l.invoice_id, max(r.as_of) FROM line l JOIN report r ON r.id = l.report_id
               WHERE l.invoice_id IN {_MINE} AND r.id IN {_EARLIER} AND r.as_of < :day GROUP BY l.invoice_id"""
    return {row[0]: date.fromordinal(row[1]) for row in fetch(connection, sql, at.args(clients))}


def documents(connection: Connection, clients: Iterable[int]) -> list[tuple[int, Stated]]:
    """Every document of these clients (invoice id first) with its attributes; balances are left to ``said``."""
    sql = """SELECT i.id, i.client_id, i.key, i.number, i.kind, i.contract, i.doc_date, i.due_date, i.due_origin,
                    i.amount, i.terms, i.terms_days, i.manager, c.name, c.inn, i.client_type, i.avg_order,
                    i.core_share, i.organisation
               FROM invoice i JOIN client c ON c.id = i.client_id
              WHERE i.client_id IN (SELECT value FROM json_each(?)) ORDER BY i.client_id, i.key"""
    wanted = json.dumps(sorted({one for one in clients if one > 0}))
    return [
        (
            row[0],
            Stated(
                client_id=row[1],
                key=row[2],
                number=row[3],
                kind=row[4],
                contract=row[5],
                doc_date=day_of(row[6]),
                due_date=day_of(row[7]),
                due_origin=DueOrigin(row[8]),
                balance=0,
                amount=row[9],
                overdue_days=None,
                terms=Terms(row[10], row[11]),
                manager=row[12],
                name=row[13],
                inn=row[14],
                client_type=row[15],
                avg_order=row[16],
                core_share=row[17],
                organisation=row[18],
                rows=(),
            ),
        )
        for row in fetch(connection, sql, (wanted,))
    ]


def rewrite(connection: Connection, report_id: int, debt: Kopecks, balance: Kopecks) -> None:
    """Forget the documents derived of a card and set what they now add up to."""
    connection.exec_driver_sql("DELETE FROM line WHERE report_id = ?", (report_id,))
    sql = "UPDATE report SET total = ?, debt = ?, advances = ? WHERE id = ?"
    connection.exec_driver_sql(sql, (balance, debt, debt - balance, report_id))
