"""Debt on any date, out of entries.

An invoice is open on a day when it was opened by then and is not settled, or settled later. ``settled_date`` is
indexed, and the two cases are two index searches joined by UNION ALL: an OR there costs eight times more. Only
the entries of open invoices are then summed.
"""

import contextlib
import gc
import json
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import Connection

from app.domain.aging import AgingLine, AgingRules, fold, tallied, tally
from app.domain.debt import DueOrigin, OpenItem, Terms, overdue_days
from app.models.bulk import fetch
from app.models.schema import FAMILY, SHOWN

_OPEN = """
    SELECT id, {columns} FROM invoice INDEXED BY invoice_open
     WHERE settled_date IS NULL AND opened_date <= :day
    UNION ALL
    SELECT id, {columns} FROM invoice INDEXED BY invoice_open
     WHERE settled_date > :day AND opened_date <= :day
"""

_BALANCE = "(SELECT sum(amount) FROM entry WHERE entry.invoice_id = o.id AND entry.day <= :day)"


_OF_OWN = "organisation IN (SELECT value FROM json_each(:own))"
Own: TypeAlias = tuple[str, ...] | None
"""Wordings of one organisation of ours whose documents alone count; None: all documents."""


def organisations(connection: Connection) -> list[str]:
    """Our own organisations as documents word them; an empty one when some documents name none."""
    sql = "SELECT DISTINCT organisation FROM invoice WHERE opened_date IS NOT NULL ORDER BY organisation"
    return [row[0] for row in connection.exec_driver_sql(sql)]


def client_lines(connection: Connection, as_of: date, rules: AgingRules, own: Own = None) -> list[AgingLine]:
    """One line for each client with a balance on ``as_of``, with its name and manager, in no order."""
    with uncollected():
        named = _fetch(connection, "SELECT id, name, manager, merged_into FROM client", as_of)
        merged = {key: kept for key, _name, _manager, kept in named if kept is not None}
        sums = tally(_under(merged, _balances(connection, as_of, "client_id", own)), as_of.toordinal(), rules)
        return [
            tallied(str(key), name, sums[key], rules, key, manager) for key, name, manager, _ in named if key in sums
        ]


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """A burst of a hundred thousand objects that are all kept: the collector's passes over them find nothing and
    cost a tenth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def manager_lines(connection: Connection, as_of: date, rules: AgingRules, own: Own = None) -> list[AgingLine]:
    """One line for each manager of documents; the label is left to the caller."""
    sums = tally(_balances(connection, as_of, "manager", own), as_of.toordinal(), rules)
    return [tallied(key, "", row, rules, None, key) for key, row in sums.items()]


def total_line(connection: Connection, as_of: date, rules: AgingRules) -> AgingLine:
    """The whole book in one line."""
    sums = tally(_balances(connection, as_of, "''"), as_of.toordinal(), rules)
    return tallied("", "", sums[""], rules) if sums else fold("", "", (), rules)


def balance_on(connection: Connection, as_of: date) -> int:
    """Debt less advances of the whole book on a date."""
    return sum(balance for _key, _due, balance in _balances(connection, as_of, "''"))


def debtors(connection: Connection, as_of: date, own: Own = None) -> int:
    """Clients with a debt on a date."""
    return len({client for client, _due, balance in by_client(connection, as_of, own) if balance > 0})


def by_client(connection: Connection, as_of: date, own: Own = None) -> list[tuple[Any, int | None, int]]:
    """(shown client, due day, balance) of each open document."""
    merged = dict(_fetch(connection, "SELECT id, merged_into FROM client WHERE merged_into IS NOT NULL", as_of))
    return _under(merged, _balances(connection, as_of, "client_id", own))


def _under(merged: dict[int, int], rows: list[tuple[Any, int | None, int]]) -> list[tuple[Any, int | None, int]]:
    return [(merged.get(key, key), due, balance) for key, due, balance in rows] if merged else rows


def _balances(connection: Connection, as_of: date, key: str, own: Own = None) -> list[tuple[Any, int | None, int]]:
    """(key, due day, balance) of each open document; ``key`` is a column of invoice, nothing in it comes from
    outside. Grouping forty thousand rows in Python costs half of what twenty aggregates cost in SQLite."""
    columns = "due_date" if key == "''" else f"{key}, due_date"
    opened = _OPEN.format(columns=columns)
    if own is not None:
        opened = f"SELECT * FROM ({opened}) WHERE id IN (SELECT id FROM invoice WHERE {_OF_OWN})"
    sql = f"WITH o AS ({opened}) SELECT {key}, due_date, {_BALANCE} FROM o"
    return _fetch(connection, sql, as_of, own)


def open_rows(connection: Connection, as_of: date, columns: str, own: Own = None) -> list[tuple[Any, ...]]:
    """(id, ``columns`` of invoice, balance) of each document opened by a date and not settled by then; nothing in
    ``columns`` comes from outside."""
    opened = _OPEN.format(columns=columns)
    if own is not None:
        opened = f"SELECT * FROM ({opened}) WHERE id IN (SELECT id FROM invoice WHERE {_OF_OWN})"
    return _fetch(connection, f"WITH o AS ({opened}) SELECT id, {columns}, {_BALANCE} FROM o", as_of, own)


def _fetch(connection: Connection, sql: str, as_of: date, own: Own = None) -> list[Any]:
    return fetch(connection, sql, {"day": as_of.toordinal(), "own": json.dumps(own)})


ITEM_COLUMNS = (
    "client_id, number, kind, contract, doc_date, due_date, due_origin, amount, terms, terms_days, manager,"
    " avg_order, core_share, client_type"
)


def open_items(
    connection: Connection,
    as_of: date,
    client_id: int | None = None,
    own: Own = None,
    ids: Collection[int] | None = None,
) -> list[OpenItem]:
    """The open documents on ``as_of``, of one client, of a list of documents, or all; in no order."""
    if ids is not None:
        opened = f"SELECT id, {ITEM_COLUMNS} FROM invoice WHERE id IN (SELECT value FROM json_each(:ids))"
    elif client_id is not None:
        opened = f"""SELECT id, {ITEM_COLUMNS} FROM invoice WHERE client_id IN {FAMILY} AND opened_date <= :day
                     AND (settled_date IS NULL OR settled_date > :day)"""
    else:
        opened = _OPEN.format(columns=ITEM_COLUMNS)
    of_own = f"AND b.id IN (SELECT id FROM invoice WHERE {_OF_OWN})" if own is not None else ""
    sql = f"""
        WITH o AS ({opened}), b AS (SELECT o.*, {_BALANCE} AS balance FROM o)
        SELECT b.*, client.id, client.name FROM b JOIN {SHOWN} AS client ON client.party_id = b.client_id
         WHERE balance <> 0 {of_own}
    """
    args = {"day": as_of.toordinal(), "client": client_id, "own": json.dumps(own), "ids": json.dumps(list(ids or ()))}
    rows = connection.exec_driver_sql(sql, args)
    return [item_of(row, as_of) for row in rows.tuples()]


def item_of(row: tuple[object, ...], as_of: date) -> OpenItem:
    """A row of (id, ``ITEM_COLUMNS``, balance, shown client's id, its name)."""
    (
        invoice_id, _stated_client, number, kind, contract, doc_date, due_date, due_origin, amount, terms,
        terms_days, manager, avg_order, core_share, client_type, balance, client_id, name,
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
