"""The hash of everything that means business, and the identities that must hold.

Row ids, times of loading and names of files do not count: the same right files loaded in any order give the same
digest.
"""

import hashlib
import json
from collections.abc import Iterator

from sqlalchemy import Connection

from app.models.clients import LIVING
from app.models.schema import SHOWN, place

# a company of ours in a document's key is told by the document itself, wherever it was first stated
_AFTER = "substr(i.key, instr(i.key, '¦') + 1)"
_KEY = f"""CASE WHEN instr(i.key, '¦') THEN substr(i.key, 1, instr(i.key, '¦') - 1)
                  || substr({_AFTER}, instr({_AFTER}, '¦') + 1) ELSE i.key END"""

_CONTENTS = (
    """SELECT 'report', kind, as_of, level, organisation, filters, narrowed, control, total, debt, advances
         FROM report WHERE state = 'accepted' ORDER BY kind, as_of, content_sha""",
    f"""SELECT 'client', name, inn, code, manager, client_type, terms, avg_order, core_share
          FROM client WHERE id IN {LIVING}
        ORDER BY name, inn, code""",
    f"""SELECT 'invoice', c.name, c.inn, {_KEY}, i.kind, i.number, i.contract, i.doc_date, i.due_date, i.due_origin,
              i.amount, i.terms, i.terms_days, i.manager, i.avg_order, i.core_share, i.client_type,
              i.organisation, i.opened_date, i.settled_date
         FROM invoice i JOIN {SHOWN} AS c ON c.party_id = i.client_id WHERE i.opened_date IS NOT NULL
        ORDER BY 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20""",
    f"""SELECT 'card', r.as_of, r.period_from, c.name, c.inn, k.day, k.amount, k.movement, k.number, k.kind, k.contract,
              k.organisation, k.manager, k.name, k.inn, k.settles, k.comment
         FROM card_row k JOIN report r ON r.id = k.report_id JOIN {SHOWN} AS c ON c.party_id = k.client_id
        WHERE r.state = 'accepted' ORDER BY 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17""",
    f"""SELECT 'entry', c.name, c.inn, {_KEY}, r.as_of, e.day, e.kind, e.amount
         FROM entry e JOIN invoice i ON i.id = e.invoice_id
         JOIN {SHOWN} AS c ON c.party_id = i.client_id JOIN report r ON r.id = e.report_id
        ORDER BY c.name, c.inn, {_KEY}, e.day, e.kind, e.amount, r.as_of""",
    f"""SELECT 'sale', c.name, c.inn, s.day, s.number, s.kind, s.amount FROM sale s
         JOIN {SHOWN} AS c ON c.party_id = s.client_id WHERE s.live = 1
        ORDER BY c.name, c.inn, s.day, s.number, s.kind, s.amount""",
    f"""SELECT 'payment', p.payer, p.inn, p.day, p.number, p.amount, p.purpose, p.named, c.name, c.inn
         FROM payment p LEFT JOIN {SHOWN} AS c ON c.party_id = p.client_id WHERE p.live = 1
        ORDER BY p.payer, p.inn, p.day, p.number, p.amount, p.purpose, p.named""",
    f"""SELECT 'part', p.payer, p.inn, p.day, p.number, p.amount, p.purpose, r.kind, r.as_of, c.name, {_KEY}, x.amount,
              x.why, x.day, x.was_day, x.was_kind
         FROM payment_part x JOIN payment p ON p.id = x.payment_id JOIN report r ON r.id = x.report_id
         LEFT JOIN invoice i ON i.id = x.invoice_id LEFT JOIN {SHOWN} AS c ON c.party_id = i.client_id
        ORDER BY 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16""",
    f"""SELECT 'hand', p.payer, p.inn, p.day, p.number, p.amount, {_KEY}, h.amount
         FROM payment_hand h JOIN payment p ON p.id = h.payment_id JOIN invoice i ON i.id = h.invoice_id
        WHERE p.live = 1 ORDER BY 2, 3, 4, 5, 6, 7, 8""",
    f"""SELECT 'revision', r.as_of, c.name, {_KEY}, v.kind, v.note, v.before, v.after, v.overdue_effect
         FROM revision v JOIN report r ON r.id = v.report_id JOIN invoice i ON i.id = v.invoice_id
         JOIN {SHOWN} AS c ON c.party_id = i.client_id ORDER BY 2, 3, 4, 5, 6, 7, 8, 9""",
    f"""SELECT 'contact', c.name, t.day, t.channel, t.manager, t.person, t.result, t.note, t.next_contact
         FROM contact t JOIN {SHOWN} AS c ON c.party_id = t.client_id
        ORDER BY 2, 3, 4, 5, 6, 7, 8, 9""",
    f"""SELECT 'promise', c.name, p.made_on, p.due, p.amount, p.who FROM promise p
         JOIN {SHOWN} AS c ON c.party_id = p.client_id ORDER BY 2, 3, 4, 5, 6""",
    """SELECT 'trait', c.name, c.inn, t.key, t.value FROM trait t JOIN client c ON c.id = t.client_id
        ORDER BY 2, 3, 4, 5""",
    "SELECT 'policy', key, valid_from, value FROM policy ORDER BY key, valid_from",
)


def digest(connection: Connection) -> str:
    """SHA-256 over all business contents in their natural order."""
    sha = hashlib.sha256()
    for sql in _CONTENTS:
        for row in connection.exec_driver_sql(sql).tuples():
            sha.update(json.dumps(list(row), ensure_ascii=False).encode())
            sha.update(b"\n")
    return sha.hexdigest()


_IDENTITIES = (
    (
        "clients merged into one that is itself merged",
        """SELECT count(*) FROM client c JOIN client r ON r.id = c.merged_into WHERE r.merged_into IS NOT NULL""",
    ),
    (
        "documents whose settled day contradicts their entries",
        """SELECT count(*) FROM invoice i JOIN (SELECT invoice_id, min(day) AS first, max(day) AS last,
                  sum(amount) AS total FROM entry GROUP BY invoice_id) AS x ON x.invoice_id = i.id
            WHERE i.opened_date IS NOT x.first
               OR i.settled_date IS NOT CASE WHEN x.total = 0 THEN x.last END""",
    ),
    (
        "documents marked open without entries",
        """SELECT count(*) FROM invoice i WHERE i.opened_date IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.invoice_id = i.id)""",
    ),
    (
        "entries of withdrawn reports",
        "SELECT count(*) FROM entry e JOIN report r ON r.id = e.report_id WHERE r.state <> 'accepted'",
    ),
    (
        "documents whose balance differs from what the newest report to name them states",
        f"""SELECT count(*) FROM (
             SELECT l.balance, (SELECT coalesce(sum(e.amount), 0) FROM entry e JOIN report q ON q.id = e.report_id
                                 WHERE e.invoice_id = l.invoice_id AND {place("q")} <= {place("r")}) AS now
               FROM line l JOIN report r ON r.id = l.report_id WHERE r.state = 'accepted')
            WHERE balance <> now""",
    ),
    (
        "reports whose lines do not add up to their sum",
        """SELECT count(*) FROM report r WHERE r.state = 'accepted' AND r.kind = 'debts' AND r.total <>
             (SELECT coalesce(sum(l.balance), 0) FROM line l WHERE l.report_id = r.id)""",
    ),
    (
        "statements of payments whose rows do not add up to their sum",
        """SELECT count(*) FROM report r WHERE r.state = 'accepted' AND r.kind = 'payments' AND r.total <>
             (SELECT coalesce(sum(p.amount), 0) FROM payment p WHERE p.report_id = r.id)""",
    ),
    (
        "payments whose parts do not add up to them",
        """SELECT count(*) FROM payment p WHERE p.amount * p.live <>
             (SELECT coalesce(sum(x.amount), 0) FROM payment_part x WHERE x.payment_id = p.id)""",
    ),
    (
        "parts of payments that differ from their entries",
        """SELECT count(*) FROM (
             SELECT payment_id, invoice_id, report_id, day, sum(amount) AS total FROM (
               SELECT payment_id, invoice_id, report_id, day, amount FROM payment_part WHERE invoice_id IS NOT NULL
               UNION ALL SELECT payment_id, invoice_id, report_id, day, amount FROM entry
                WHERE payment_id IS NOT NULL) GROUP BY 1, 2, 3, 4) WHERE total <> 0""",
    ),
    (
        "payments of withdrawn statements that still cover documents",
        """SELECT count(*) FROM payment_part x JOIN payment p ON p.id = x.payment_id
             JOIN report r ON r.id = p.report_id WHERE r.state <> 'accepted' OR p.live = 0""",
    ),
    (
        "sales registers whose rows do not add up to their sum",
        """SELECT count(*) FROM report r WHERE r.state = 'accepted' AND r.kind = 'sales' AND r.total <>
             (SELECT coalesce(sum(s.amount), 0) FROM sale s WHERE s.report_id = r.id)""",
    ),
)


def broken_identities(connection: Connection) -> Iterator[tuple[str, int]]:
    """(what, how many) for each identity that does not hold."""
    for what, sql in _IDENTITIES:
        count = connection.exec_driver_sql(sql).scalar_one()
        if count:
            yield what, int(count)


def counts(connection: Connection) -> tuple[int, int, int, int, int, int]:
    """Documents, of them open, clients, balance, advances (positive), accepted reports; all as of now."""
    sql = """WITH o AS (SELECT (SELECT sum(amount) FROM entry e WHERE e.invoice_id = i.id) AS b
                          FROM invoice i WHERE settled_date IS NULL AND opened_date IS NOT NULL)
             SELECT (SELECT count(*) FROM invoice WHERE opened_date IS NOT NULL AND key NOT LIKE '*%'), count(*),
                    (SELECT count(DISTINCT coalesce(c.merged_into, c.id)) FROM invoice i
                       JOIN client c ON c.id = i.client_id WHERE i.opened_date IS NOT NULL),
                    coalesce(sum(b), 0), -coalesce(sum(b) FILTER (WHERE b < 0), 0),
                    (SELECT count(*) FROM report WHERE state = 'accepted') FROM o"""
    row = connection.exec_driver_sql(sql).one()
    return row[0], row[1], row[2], row[3], row[4], row[5]
