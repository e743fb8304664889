"""Documents between two dates, as the week's bridge needs them."""

import json
from datetime import date

from sqlalchemy import Connection

from app.domain.bridge import Passage
from app.models.aging import day_of, whole
from app.models.schema import SHOWN, place

_DUE = f"""(SELECT l.due_date FROM line l JOIN report r ON r.id = l.report_id
            WHERE l.invoice_id = i.id AND r.state = 'accepted' AND r.as_of <= :{{end}}
            ORDER BY {place("r")} DESC LIMIT 1)"""
_SAID = """EXISTS (SELECT 1 FROM line l JOIN report r ON r.id = l.report_id
            WHERE l.invoice_id = i.id AND r.state = 'accepted' AND r.as_of <= :since)"""

# what a document was paid before the reports knew of it is no payment of these days
_KIND = """CASE WHEN kind = 'payment' AND payment_id IS NULL AND EXISTS (
             SELECT 1 FROM entry AS o WHERE o.invoice_id = entry.invoice_id AND o.report_id = entry.report_id
                AND o.kind = 'opening') THEN 'opening' ELSE kind END"""


def passages(connection: Connection, since: date, until: date) -> list[Passage]:
    """Each document that stood at either end, with its movements after ``since`` up to ``until``. Due dates are those
    of the last report by each end; a document no report had named by the first end carries those of the second."""
    sql = f"""
        WITH o AS (SELECT i.id, i.client_id, i.manager, {_DUE.format(end="since")} AS due_before,
                          {_DUE.format(end="until")} AS due_after, {_SAID} AS said,
                          i.number = '' AND i.doc_date IS NULL AND substr(i.key, 1, 2) = '*|' AS part
                     FROM invoice i WHERE i.opened_date <= :until
                      AND (i.settled_date IS NULL OR i.settled_date > :since)),
        m AS (SELECT e.invoice_id, json_group_array(json_array(e.kind, e.total)) AS moves FROM (
                SELECT invoice_id, {_KIND} AS kind, sum(amount) AS total FROM entry
                 WHERE day > :since AND day <= :until AND invoice_id IN (SELECT id FROM o)
                 GROUP BY invoice_id, 2) AS e GROUP BY e.invoice_id)
        SELECT client.id, client.name, o.manager,
               coalesce((SELECT sum(amount) FROM entry WHERE invoice_id = o.id AND day <= :since), 0),
               coalesce((SELECT sum(amount) FROM entry WHERE invoice_id = o.id AND day <= :until), 0),
               CASE WHEN said THEN due_before ELSE due_after END, due_after, coalesce(m.moves, '[]'),
               EXISTS (SELECT 1 FROM revision v JOIN report r ON r.id = v.report_id
                        WHERE v.invoice_id = o.id AND v.kind = 'resurrected'
                          AND r.as_of > :since AND r.as_of <= :until),
               o.part
          FROM o JOIN {SHOWN} AS client ON client.party_id = o.client_id LEFT JOIN m ON m.invoice_id = o.id
    """
    args = {"since": since.toordinal(), "until": until.toordinal()}
    return [
        Passage(
            client_id=row[0],
            client=row[1],
            manager=row[2],
            before=whole(row[3]),
            after=whole(row[4]),
            due_before=day_of(row[5]),
            due_after=day_of(row[6]),
            moves=tuple((kind, amount) for kind, amount in json.loads(row[7])),
            returned=bool(row[8]),
            part=bool(row[9]),
        )
        for row in connection.exec_driver_sql(sql, args).tuples()
    ]
