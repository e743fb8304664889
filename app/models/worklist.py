"""Facts of the work list, a few queries over the whole base: no query of each client."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from app.domain.reasons import unanswered
from app.models.bulk import fetch
from app.models.schema import SHOWN

_LIVE = "('call', 'meeting', 'visit', 'message')"
_WRITTEN = "('letter', 'email')"


@dataclass(slots=True)
class Talked:
    """Last contacts of a client, as ordinals. ``tried``: the last call that nobody answered; it is no talk."""

    live: int | None = None
    tried: int | None = None
    written: int | None = None
    met: int | None = None
    next_contact: int | None = None
    dodged: int = 0
    passed: int = 0
    reasons: frozenset[str] = frozenset()


_MINE = "(:client = 0 OR c.id = :client)"


def talked(connection: Connection, as_of: date, client_id: int = 0) -> dict[int, Talked]:
    """Contacts up to a day by shown client, of one or of all (0); the agreed next one is that of the newest talk."""
    sql = f"""SELECT c.id, k.day, k.channel IN {_LIVE}, k.channel IN {_WRITTEN}, k.channel = 'meeting', k.next_contact,
                    k.evasion, k.reason, k.result
               FROM contact k JOIN {SHOWN} AS c ON c.party_id = k.client_id
              WHERE k.day <= :day AND {_MINE} ORDER BY k.day, k.id"""
    out: dict[int, Talked] = {}
    rows = fetch(connection, sql, {"day": as_of.toordinal(), "client": client_id})
    for client, day, live, written, met, following, evasion, reason, result in rows:
        one = out.get(client)
        if one is None:
            one = out[client] = Talked()
        tried = bool(live) and unanswered(result)
        if tried:
            one.tried = day
        elif live:
            one.live = day
        one.written = day if written else one.written
        one.met = day if met else one.met
        if following is not None or not tried:  # nobody answered: what was agreed before still holds
            one.next_contact = following
        one.dodged += evasion == "dodge"
        one.passed += evasion == "pass"
        if reason:
            one.reasons = frozenset((reason,))
    return out


def letters(connection: Connection, as_of: date, client_id: int = 0) -> dict[int, int]:
    """The last letter sent to each client up to a day."""
    sql = f"""SELECT c.id, max(l.sent_on) FROM letter l JOIN {SHOWN} AS c ON c.party_id = l.client_id
              WHERE l.void = 0 AND l.sent_on <= :day AND {_MINE} GROUP BY c.id"""
    return {row[0]: row[1] for row in connection.exec_driver_sql(sql, {"day": as_of.toordinal(), "client": client_id})}


def repaid(connection: Connection, since: date, until: date, client_id: int = 0) -> dict[int, int]:
    """Kopecks of overdue documents settled after ``since`` up to ``until``, by shown client."""
    sql = f"""SELECT c.id, sum((SELECT sum(e.amount) FROM entry e WHERE e.invoice_id = i.id AND e.amount > 0))
               FROM invoice i INDEXED BY invoice_open JOIN {SHOWN} AS c ON c.party_id = i.client_id
              WHERE i.settled_date > :since AND i.settled_date <= :until AND i.due_date < i.settled_date AND {_MINE}
              GROUP BY c.id"""
    asked: dict[str, object] = {"since": since.toordinal(), "until": until.toordinal(), "client": client_id}
    return {row[0]: row[1] for row in fetch(connection, sql, asked) if row[1]}


def put_off(connection: Connection, as_of: date) -> dict[int, dict[str, int]]:
    """Actions put off beyond a day: client -> action -> last day."""
    sql = f"""SELECT c.id, p.action, max(p.until) FROM put_off p JOIN {SHOWN} AS c ON c.party_id = p.client_id
              WHERE p.day <= :day AND p.until >= :day GROUP BY c.id, p.action"""
    out: dict[int, dict[str, int]] = {}
    for client, action, until in connection.exec_driver_sql(sql, {"day": as_of.toordinal()}):
        out.setdefault(client, {})[action] = until
    return out


def hearings(connection: Connection, as_of: date) -> dict[int, int]:
    """The hearing of each client with an open case, the earliest first; one that has passed until it gives way."""
    sql = f"""SELECT c.id, min(k.next_hearing) FROM legal_case k JOIN {SHOWN} AS c ON c.party_id = k.client_id
              WHERE k.next_hearing IS NOT NULL AND k.opened_on <= :day AND (k.closed_on IS NULL OR k.closed_on > :day)
              GROUP BY c.id"""
    return {row[0]: row[1] for row in connection.exec_driver_sql(sql, {"day": as_of.toordinal()})}


def named(connection: Connection, clients: Iterable[int]) -> dict[int, tuple[str, str]]:
    """(name, manager) of shown clients."""
    wanted = set(clients)
    rows = fetch(connection, "SELECT id, name, manager FROM client WHERE merged_into IS NULL")
    return {row[0]: (row[1], row[2]) for row in rows if row[0] in wanted}
