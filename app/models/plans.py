"""Thresholds as kept, and sales by client for the shares."""

from datetime import date

from sqlalchemy import Connection

from app.domain.plan import PlanMeasure, Scope, Threshold
from app.models.journal import Recorder
from app.models.work_schema import threshold


def thresholds(connection: Connection, as_of: date) -> list[Threshold]:
    """Those in force on a day: of each scope, subject and measure the newest, unless it lifted the limit."""
    sql = """SELECT scope, subject, measure, valid_from, value FROM threshold t
              WHERE valid_from = (SELECT max(valid_from) FROM threshold o WHERE o.scope = t.scope
                                  AND o.subject = t.subject AND o.measure = t.measure AND o.valid_from <= ?)
                AND value IS NOT NULL ORDER BY scope, subject, measure"""
    rows = connection.exec_driver_sql(sql, (as_of.toordinal(),))
    return [Threshold(Scope(r[0]), r[1], PlanMeasure(r[2]), date.fromordinal(r[3]), r[4]) for r in rows]


def put(connection: Connection, recorder: Recorder, new: Threshold) -> None:
    """Write a threshold; one of the same day is overwritten, its image kept."""
    row = connection.exec_driver_sql(
        "SELECT id FROM threshold WHERE scope = ? AND subject = ? AND measure = ? AND valid_from = ?",
        (new.scope.value, new.subject, new.measure.value, new.valid_from.toordinal()),
    ).first()
    if row is not None:
        recorder.update(threshold, int(row[0]), {"value": new.value})
        return
    values = {
        "scope": new.scope.value,
        "subject": new.subject,
        "measure": new.measure.value,
        "valid_from": new.valid_from.toordinal(),
        "value": new.value,
    }
    recorder.insert(threshold, values)


def managers_of(connection: Connection) -> dict[int, tuple[str, str]]:
    """(name, manager) by client."""
    rows = connection.exec_driver_sql("SELECT id, name, manager FROM client WHERE merged_into IS NULL")
    return {row[0]: (row[1], row[2]) for row in rows}
