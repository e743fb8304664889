"""Documents that were late, with the steps of their debt; contracts that say what delay costs."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from app.domain.money import Kopecks
from app.models.aging import day_of
from app.models.schema import FAMILY


@dataclass(frozen=True, slots=True)
class Delayed:
    """A document that was open after its due date. ``steps``: (day, signed kopecks) up to the asked day."""

    invoice_id: int
    number: str
    doc_date: date | None
    due: date
    contract: str
    steps: tuple[tuple[date, Kopecks], ...]

    @property
    def left(self) -> Kopecks:
        """Balance on the asked day."""
        return sum(amount for _day, amount in self.steps)

    def debt_from(self, due: date) -> tuple[Kopecks, list[tuple[date, Kopecks]]]:
        """What was owed when the delay began, and what reduced it later. A document first seen in a report after its
        due date was owed since then: the book knows no earlier word."""
        known = max(due, self.steps[0][0])
        principal = sum(amount for day, amount in self.steps if day <= known)
        return principal, [(day, -amount) for day, amount in self.steps if day > known]


def delayed(connection: Connection, client_id: int, as_of: date, since: date) -> list[Delayed]:
    """Documents of a client, by due date, that were still open after it and not settled before ``since``."""
    sql = f"""SELECT i.id, i.number, i.doc_date, i.due_date, i.contract, e.day, sum(e.amount)
               FROM invoice i JOIN entry e ON e.invoice_id = i.id AND e.day <= :day
              WHERE i.client_id IN {FAMILY} AND i.due_date < :day AND i.opened_date <= :day
                AND (i.settled_date IS NULL OR (i.settled_date > i.due_date AND i.settled_date >= :since))
              GROUP BY i.id, e.day ORDER BY i.due_date, i.id, e.day"""
    args = {"client": client_id, "day": as_of.toordinal(), "since": since.toordinal()}
    heads: dict[int, tuple[Any, ...]] = {}
    steps: dict[int, list[tuple[date, Kopecks]]] = {}
    for row in connection.exec_driver_sql(sql, args):
        heads[row[0]] = tuple(row[1:5])
        steps.setdefault(row[0], []).append((date.fromordinal(row[5]), row[6]))
    return [
        Delayed(invoice_id, number, day_of(doc_date), date.fromordinal(due), contract, tuple(steps[invoice_id]))
        for invoice_id, (number, doc_date, due, contract) in heads.items()
    ]


@dataclass(frozen=True, slots=True)
class Clause:
    """What a contract says of delay; ``penalty`` as stored, ``moves``: a due date on a day off moves."""

    number: str
    penalty: dict[str, Any]
    moves: bool
    day: date | None
    ends_on: date | None

    def holds(self, made: date | None) -> bool:
        """Whether the contract was in force when a document was made; of one without a date it may have been."""
        if made is None:
            return True
        return (self.day is None or self.day <= made) and (self.ends_on is None or made <= self.ends_on)


def clauses(connection: Connection, client_id: int) -> list[Clause]:
    """Of a client's contracts, oldest first."""
    sql = f"""SELECT number, penalty, terms, day, ends_on FROM contract WHERE client_id IN {FAMILY}
              ORDER BY coalesce(day, 0), id"""
    out = []
    for number, penalty, terms, day, ends_on in connection.exec_driver_sql(sql, {"client": client_id}):
        moves = bool(json.loads(terms).get("moves", True)) if terms else True
        out.append(Clause(number, json.loads(penalty) if penalty else {}, moves, day_of(day), day_of(ends_on)))
    return out
