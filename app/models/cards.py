"""Documents of some clients as the book knows them where a card of account 62 begins."""

import json
from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection

from app.domain.debt import DueOrigin, Terms
from app.domain.reconcile import Stated
from app.models.aging import day_of, whole


def documents(connection: Connection, clients: Iterable[int], start: date) -> list[Stated]:
    """Every document of these clients with its newest attributes; ``balance`` is what stood before ``start``, zero
    for one that came later or had settled. Reports alone are asked: what payments add to them depends on which
    statements were loaded first."""
    sql = """SELECT i.id, i.client_id, i.key, i.number, i.kind, i.contract, i.doc_date, i.due_date, i.due_origin,
                    coalesce((SELECT sum(e.amount) FROM entry e
                               WHERE e.invoice_id = i.id AND e.payment_id IS NULL AND e.day < :start), 0)
                    - coalesce((SELECT sum(x.amount) FROM payment_part x
                                 WHERE x.invoice_id = i.id AND x.was_day < :start), 0),
                    i.amount, i.terms, i.terms_days, i.manager, c.name, c.inn, i.client_type, i.avg_order,
                    i.core_share, i.organisation
               FROM invoice i JOIN client c ON c.id = i.client_id
              WHERE i.opened_date IS NOT NULL AND i.client_id IN (SELECT value FROM json_each(:clients))
              ORDER BY i.client_id, i.key"""
    args = {"start": start.toordinal(), "clients": json.dumps(sorted(set(clients)))}
    return [
        Stated(
            client_id=row[1],
            key=row[2],
            number=row[3],
            kind=row[4],
            contract=row[5],
            doc_date=day_of(row[6]),
            due_date=day_of(row[7]),
            due_origin=DueOrigin(row[8]),
            balance=whole(row[9]),
            amount=row[10],
            overdue_days=None,
            terms=Terms(row[11], row[12]),
            manager=row[13],
            name=row[14],
            inn=row[15],
            client_type=row[16],
            avg_order=row[17],
            core_share=row[18],
            organisation=row[19],
            rows=(),
        )
        for row in connection.exec_driver_sql(sql, args).tuples()
    ]
