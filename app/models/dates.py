"""On which days the book was told of debts. A module of its own, for the first list asks nothing else of reports."""

from datetime import date

from sqlalchemy import Connection

from app.models.bulk import fetch


def report_dates(connection: Connection) -> tuple[date, ...]:
    """Ascending dates of accepted debt reports."""
    sql = "SELECT DISTINCT as_of FROM report WHERE state = 'accepted' AND kind = 'debts' ORDER BY as_of"
    return tuple([date.fromordinal(day) for (day,) in fetch(connection, sql)])
