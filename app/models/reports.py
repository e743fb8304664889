"""Reading reports: the list of loads, their problems and revisions."""

import json
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Connection

from app.domain.importing import ChangeKind, ItemChange, ReportRow
from app.domain.statement import Level, Problem, Severity, Skipped, StatementKind
from app.models.aging import day_of, whole
from app.models.schema import SHOWN, place


def report_rows(connection: Connection) -> list[ReportRow]:
    """All reports, newest first; ``last`` marks the newest accepted load."""
    sql = f"""SELECT r.id, r.kind, r.as_of, r.title, r.organisation, r.filters, r.layout, r.level, r.rows, r.facts,
                    r.control, r.total, r.advances, r.narrowed, r.loaded_at, r.loaded_by, r.state,
                    json_array_length(r.problems),
                    (SELECT count(*) FROM revision v WHERE v.report_id = r.id),
                    r.id = (SELECT max(id) FROM report WHERE state = 'accepted')
               FROM report r ORDER BY {place("r")} DESC"""
    names = _file_names(connection)
    return [_report_row(tuple(row), names) for row in connection.exec_driver_sql(sql)]


def _file_names(connection: Connection) -> dict[int, list[str]]:
    names: dict[int, list[str]] = {}
    for report_id, name in connection.exec_driver_sql("SELECT report_id, name FROM report_file ORDER BY id"):
        names.setdefault(report_id, []).append(name)
    return names


def _report_row(row: tuple[object, ...], names: dict[int, list[str]]) -> ReportRow:
    report_id = whole(row[0])
    return ReportRow(
        report_id=report_id,
        kind=StatementKind(str(row[1])),
        as_of=date.fromordinal(whole(row[2])),
        files=tuple(names.get(report_id, ())),
        title=str(row[3]),
        organisation=str(row[4]),
        filters=tuple(json.loads(str(row[5]))),
        layout=str(row[6]),
        level=Level(str(row[7])),
        rows=whole(row[8]),
        facts=whole(row[9]),
        control=row[10] if isinstance(row[10], int) else None,
        sum=whole(row[11]),
        advances=whole(row[12]),
        narrowed=bool(row[13]),
        loaded_at=datetime.fromisoformat(str(row[14])),
        loaded_by=str(row[15]),
        state=str(row[16]),
        problems=whole(row[17]),
        revisions=whole(row[18]),
        last=bool(row[19]),
    )


def problems_text(problems: tuple[Problem, ...]) -> str:
    """Problems as stored."""
    rows = [[p.text, p.sheet, p.row, p.column, p.severity.value, p.file] for p in problems]
    return json.dumps(rows, ensure_ascii=False)


def skipped_text(skipped: tuple[Skipped, ...]) -> str:
    """Declared skips as stored."""
    return json.dumps([[s.row, s.reason, s.sheet] for s in skipped], ensure_ascii=False)


def problems(connection: Connection, report_id: int) -> tuple[Problem, ...]:
    """What was wrong with a report's files."""
    stored = connection.exec_driver_sql("SELECT problems FROM report WHERE id = ?", (report_id,)).scalar_one()
    return tuple(
        Problem(text, sheet, row, column, Severity(severity), file)
        for text, sheet, row, column, severity, file in json.loads(stored)
    )


def revisions(connection: Connection, report_id: int) -> tuple[ItemChange, ...]:
    """What a report rewrote in the past."""
    sql = f"""SELECT v.kind, client.name, coalesce(nullif(i.number, ''), i.kind), i.doc_date, v.before, v.after,
                     v.note, v.overdue_effect
               FROM revision v JOIN invoice i ON i.id = v.invoice_id
               JOIN {SHOWN} AS client ON client.party_id = i.client_id
              WHERE v.report_id = ? ORDER BY abs(v.overdue_effect) DESC, client.name, i.number"""
    return tuple(
        ItemChange(ChangeKind(row[0]), row[1], row[2], day_of(row[3]), row[4], row[5], row[6], row[7])
        for row in connection.exec_driver_sql(sql, (report_id,))
    )


def gone(connection: Connection, report_id: int) -> tuple[ItemChange, ...]:
    """Documents that stood before a report and are not in it, settled by their absence alone."""
    sql = f"""SELECT client.name, coalesce(nullif(i.number, ''), i.kind), i.doc_date, -sum(e.amount) AS was, r.as_of,
                     (SELECT l.due_date FROM line l JOIN report q ON q.id = l.report_id
                       WHERE l.invoice_id = i.id AND q.state = 'accepted' AND q.as_of < r.as_of
                       ORDER BY {place("q")} DESC LIMIT 1) AS due
                FROM entry e JOIN report r ON r.id = e.report_id JOIN invoice i ON i.id = e.invoice_id
                JOIN {SHOWN} AS client ON client.party_id = i.client_id
               WHERE e.report_id = ? AND e.kind = 'settled'
                 AND NOT EXISTS (SELECT 1 FROM line l WHERE l.report_id = r.id AND l.invoice_id = i.id)
               GROUP BY i.id ORDER BY was DESC, client.name, i.number"""
    rows = connection.exec_driver_sql(sql, (report_id,)).tuples()
    return tuple(
        ItemChange(ChangeKind.PAID, name, number, day_of(dated), was, 0, "", -was if due and due < as_of else 0)
        for name, number, dated, was, as_of, due in rows
    )


def title_of(connection: Connection, report_id: int) -> str:
    """The title of a report."""
    return str(connection.exec_driver_sql("SELECT title FROM report WHERE id = ?", (report_id,)).scalar_one())


def same_content(connection: Connection, content_sha: str, kind: str) -> tuple[int, datetime] | None:
    """An accepted report of the very same content: (id, loaded at)."""
    sql = "SELECT id, loaded_at FROM report WHERE state = 'accepted' AND content_sha = ? AND kind = ?"
    row = connection.exec_driver_sql(sql, (content_sha, kind)).first()
    return None if row is None else (row[0], datetime.fromisoformat(row[1]))


def unmarked(connection: Connection, as_of: date, kind: str, mark: str) -> bool:
    """Whether there is an accepted report of that date whose hash does not begin with ``mark``."""
    sql = """SELECT EXISTS (SELECT 1 FROM report WHERE state = 'accepted' AND as_of = ? AND kind = ?
                               AND content_sha <> '' AND content_sha NOT LIKE ? || '%')"""
    return bool(connection.exec_driver_sql(sql, (as_of.toordinal(), kind, mark)).scalar_one())


def full_report_of(connection: Connection, as_of: date, scope: str) -> int | None:
    """The accepted debt report of a date that speaks for the same companies of ours, and for all their debts."""
    sql = """SELECT max(id) FROM report
              WHERE state = 'accepted' AND kind = 'debts' AND narrowed = 0 AND as_of = ? AND scope = ?"""
    found = connection.exec_driver_sql(sql, (as_of.toordinal(), scope)).scalar_one()
    return found if isinstance(found, int) else None


def strange_to(connection: Connection, report_id: int, invoice_ids: Iterable[int]) -> int:
    """The debt of a report that has none of these documents; 0 when it has any."""
    sql = """SELECT debt FROM report r WHERE id = :id AND NOT EXISTS (
               SELECT 1 FROM line WHERE report_id = r.id AND invoice_id IN (SELECT value FROM json_each(:ids)))"""
    args = {"id": report_id, "ids": json.dumps([one for one in invoice_ids if one > 0])}
    row = connection.exec_driver_sql(sql, args).first()
    return 0 if row is None else whole(row[0])


def ties(connection: Connection, report_id: int = 0) -> list[tuple[int, date, int, int]]:
    """(report, date, what it stated, what the ledger says at its date) of each accepted debt report, or of one:
    a full one against all balances, a narrowed one against those of the documents it names."""
    out: list[tuple[int, date, int, int]] = []
    heads = connection.exec_driver_sql(
        f"""SELECT id, as_of, total, narrowed OR scope <> '', {place("r")} FROM report r
             WHERE state = 'accepted' AND kind = 'debts' AND (? = 0 OR id = ?) ORDER BY 5""",
        (report_id, report_id),
    ).all()
    totals = balances_on(connection, [head[1] for head in heads])
    for found, as_of, total, narrowed, stands in heads:
        balance = totals[as_of]
        if narrowed or _followed(connection, as_of, stands):
            sql = f"""SELECT coalesce(sum(e.amount), 0) FROM line l JOIN entry e ON e.invoice_id = l.invoice_id
                       JOIN report r ON r.id = e.report_id
                      WHERE l.report_id = ? AND e.day <= ? AND {place("r")} <= ?"""
            balance = connection.exec_driver_sql(sql, (found, as_of, stands)).scalar_one()
        out.append((found, date.fromordinal(as_of), total, balance))
    return out


def balances_on(connection: Connection, days: list[int]) -> dict[int, int]:
    """Balance of the whole book on each day (ordinals): one search for a single day, one pass for many."""
    if len(days) == 1:
        sql = """SELECT coalesce(sum((SELECT sum(amount) FROM entry WHERE invoice_id = i.id AND day <= :day)), 0) FROM (
                   SELECT id FROM invoice INDEXED BY invoice_open WHERE settled_date IS NULL AND opened_date <= :day
                   UNION ALL
                   SELECT id FROM invoice INDEXED BY invoice_open WHERE settled_date > :day AND opened_date <= :day
                 ) AS i"""
        return {days[0]: connection.exec_driver_sql(sql, {"day": days[0]}).scalar_one()}
    moves = connection.exec_driver_sql("SELECT day, sum(amount) FROM entry GROUP BY day ORDER BY day").all()
    out: dict[int, int] = {}
    running = place = 0
    for day in sorted(set(days)):
        while place < len(moves) and moves[place][0] <= day:
            running += moves[place][1]
            place += 1
        out[day] = running
    return out


def _followed(connection: Connection, as_of: int, stands: int) -> bool:
    """Another report of the same date came after: the total of the date is theirs together."""
    sql = f"""SELECT 1 FROM report r WHERE state = 'accepted' AND kind = 'debts' AND as_of = ? AND {place("r")} > ?
              LIMIT 1"""
    return connection.exec_driver_sql(sql, (as_of, stands)).first() is not None
