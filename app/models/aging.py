"""Debt on any date, out of entries.

An invoice is open on a day when it was opened by then and is not settled, or settled later. ``settled_date`` is
indexed, and the two cases are two index searches joined by UNION ALL: an OR there costs eight times more. Only
the entries of open invoices are then summed.
"""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from app.domain.aging import ADVANCE, NOT_DUE, AgingCell, AgingRules
from app.domain.debt import DueOrigin, OpenItem, Terms, overdue_days

_OPEN = """
    SELECT id, {columns} FROM invoice INDEXED BY invoice_open
     WHERE settled_date IS NULL AND opened_date <= :day
    UNION ALL
    SELECT id, {columns} FROM invoice INDEXED BY invoice_open
     WHERE settled_date > :day AND opened_date <= :day
"""

_BALANCE = "(SELECT sum(amount) FROM entry WHERE entry.invoice_id = o.id AND entry.day <= :day)"


def client_cells(connection: Connection, as_of: date, rules: AgingRules) -> Iterator[tuple[int, AgingCell]]:
    """(client id, sums of one slot) for each client and slot with a balance on ``as_of``."""
    for row in connection.exec_driver_sql(
        _cells_sql("client_id", "client_id, due_date", rules), {"day": as_of.toordinal()}
    ):
        yield row[0], AgingCell(str(row[0]), *row[1:])


def manager_cells(connection: Connection, as_of: date, rules: AgingRules) -> Iterator[AgingCell]:
    """Sums of one slot by the manager of the document."""
    sql = _cells_sql("manager", "manager, due_date", rules)
    for row in connection.exec_driver_sql(sql, {"day": as_of.toordinal()}):
        yield AgingCell(*row)


def total_cells(connection: Connection, as_of: date, rules: AgingRules) -> Iterator[AgingCell]:
    """Sums of one slot over the whole book."""
    for row in connection.exec_driver_sql(_cells_sql("''", "due_date", rules), {"day": as_of.toordinal()}):
        yield AgingCell(*row)


def _cells_sql(key: str, columns: str, rules: AgingRules) -> str:
    """Grouping by ``key``, an expression over invoice columns; nothing in it comes from outside."""
    cases = " ".join(
        f"WHEN days <= {interval.last} THEN {index}"
        for index, interval in enumerate(rules.intervals)
        if interval.last is not None
    )
    slot = (
        f"CASE WHEN balance < 0 THEN {ADVANCE} WHEN days <= 0 THEN {NOT_DUE} {cases}"
        f" ELSE {len(rules.intervals) - 1} END"
    )
    opened = _OPEN.format(columns=columns)
    return f"""
        WITH o AS ({opened}),
        b AS (SELECT {key} AS grp, coalesce(:day - due_date, 0) AS days, {_BALANCE} AS balance FROM o),
        s AS (SELECT grp, balance, max(days, 0) AS late, {slot} AS slot FROM b WHERE balance <> 0)
        SELECT grp, slot, sum(balance), count(*), max(late), sum(late), sum(balance * late)
          FROM s GROUP BY grp, slot
    """


_ITEM_COLUMNS = (
    "client_id, number, kind, contract, doc_date, due_date, due_origin, amount, terms, terms_days, manager,"
    " avg_order, core_share, client_type"
)


def open_items(connection: Connection, as_of: date, client_id: int | None = None) -> list[OpenItem]:
    """The open documents on ``as_of``, of one client or of all, in no order."""
    if client_id is not None:
        opened = f"""SELECT id, {_ITEM_COLUMNS} FROM invoice WHERE client_id = :client AND opened_date <= :day
                     AND (settled_date IS NULL OR settled_date > :day)"""
    else:
        opened = _OPEN.format(columns=_ITEM_COLUMNS)
    sql = f"""
        WITH o AS ({opened}), b AS (SELECT o.*, {_BALANCE} AS balance FROM o)
        SELECT b.*, client.name FROM b JOIN client ON client.id = b.client_id WHERE balance <> 0
    """
    rows = connection.exec_driver_sql(sql, {"day": as_of.toordinal(), "client": client_id})
    return [_item(row, as_of) for row in rows.tuples()]


def _item(row: tuple[object, ...], as_of: date) -> OpenItem:
    (
        invoice_id, client_id, number, kind, contract, doc_date, due_date, due_origin, amount, terms,
        terms_days, manager, avg_order, core_share, client_type, balance, name,
    ) = row  # fmt: skip
    due = day_of(due_date)
    return OpenItem(
        invoice_id=whole(invoice_id),
        client_id=whole(client_id),
        client=str(name),
        number=str(number),
        kind=str(kind),
        contract=str(contract),
        doc_date=day_of(doc_date),
        due_date=due,
        due_origin=DueOrigin(str(due_origin)),
        amount=amount if isinstance(amount, int) else whole(balance),
        balance=whole(balance),
        days=overdue_days(due, as_of),
        terms=Terms(str(terms), terms_days if isinstance(terms_days, int) else None),
        manager=str(manager),
        avg_order=avg_order if isinstance(avg_order, int) else None,
        core_share=str(core_share),
        client_type=str(client_type),
    )


def whole(value: object) -> int:
    """An INTEGER column's value; the table is STRICT, anything else is damage."""
    if not isinstance(value, int):
        raise TypeError(f"INTEGER column holds {type(value).__name__}")
    return value


def day_of(value: object) -> date | None:
    """A day column's value."""
    return date.fromordinal(value) if isinstance(value, int) else None


def ordinal(value: date | None) -> int | None:
    """A day column's content."""
    return None if value is None else value.toordinal()
