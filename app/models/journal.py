"""History and undo out of one table: images of rows before and after each named operation.

The images are written in the transaction of the change itself. Only tables of work, policy and decisions are
journaled row by row; an import is one operation that is undone by withdrawing the report.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select

from app.models.schema import client, client_alias, contact, invoice, payment, payment_hand, policy, promise, sale
from app.models.work_schema import (
    acknowledgment,
    attachment,
    client_event,
    contract,
    dispute,
    handover,
    intake,
    legal_case,
    legal_event,
    legal_item,
    letter,
    letter_item,
    pause,
    person,
    put_off,
    saved_view,
    schedule,
    threshold,
    trait,
)

JOURNALED: dict[str, Table] = {
    table.name: table
    for table in (
        acknowledgment,
        attachment,
        client,
        client_alias,
        client_event,
        contact,
        contract,
        dispute,
        handover,
        intake,
        invoice,
        legal_case,
        legal_event,
        legal_item,
        letter,
        letter_item,
        pause,
        payment,
        payment_hand,
        person,
        policy,
        promise,
        put_off,
        sale,
        saved_view,
        schedule,
        threshold,
        trait,
    )
}


class Recorder:
    """Writes rows of one operation and their images."""

    def __init__(self, connection: Connection, layer: str, text: str, who: str, at: datetime) -> None:
        self._connection = connection
        self.operation_id = connection.exec_driver_sql(
            "INSERT INTO operation (at, who, layer, text) VALUES (?, ?, ?, ?)",
            (at.isoformat(timespec="seconds"), who, layer, text),
        ).lastrowid

    def insert(self, table: Table, values: Mapping[str, Any]) -> int:
        """A new row; returns its id."""
        result = self._connection.execute(table.insert().values(**values))
        key = result.inserted_primary_key
        row_id = int(key[0]) if key else 0
        self._image(table, row_id, None, _row(self._connection, table, row_id))
        return row_id

    def update(self, table: Table, row_id: int, values: Mapping[str, Any]) -> None:
        """Change a row."""
        before = _row(self._connection, table, row_id)
        self._connection.execute(table.update().where(table.c.id == row_id).values(**values))
        self._image(table, row_id, before, _row(self._connection, table, row_id))

    def change(self, table: Table, row_id: int, values: Mapping[str, Any]) -> None:
        """Change some columns of a row that imports also write: the image holds these columns alone, so that undo
        does not bring back what was stated long ago."""
        columns = [table.c[name] for name in values]
        row = self._connection.execute(select(*columns).where(table.c.id == row_id)).one()
        self._connection.execute(table.update().where(table.c.id == row_id).values(**values))
        self.changed(table, row_id, dict(row._mapping), values)

    def changed(self, table: Table, row_id: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Keep the image of some columns that were changed otherwise; nothing when they are the same."""
        if dict(before) != dict(after):
            images = (json.dumps(dict(one), ensure_ascii=False, sort_keys=True) for one in (before, after))
            self._image(table, row_id, *images)

    def delete(self, table: Table, row_id: int) -> None:
        """Remove a row; its image stays."""
        before = _row(self._connection, table, row_id)
        self._connection.execute(table.delete().where(table.c.id == row_id))
        self._image(table, row_id, before, None)

    def images(
        self, table: Table, rows: Iterable[tuple[int, Mapping[str, Any] | None, Mapping[str, Any] | None]]
    ) -> None:
        """Keep (row id, before, after) of many rows written otherwise; each image is the whole row or None."""
        kept = [(self.operation_id, table.name, row_id, _json(before), _json(after)) for row_id, before, after in rows]
        if kept:
            sql = "INSERT INTO journal (operation_id, table_name, row_id, before, after) VALUES (?, ?, ?, ?, ?)"
            self._connection.exec_driver_sql(sql, kept)

    def _image(self, table: Table, row_id: int, before: str | None, after: str | None) -> None:
        self._connection.exec_driver_sql(
            "INSERT INTO journal (operation_id, table_name, row_id, before, after) VALUES (?, ?, ?, ?, ?)",
            (self.operation_id, table.name, row_id, before, after),
        )


def _row(connection: Connection, table: Table, row_id: int) -> str | None:
    row = connection.execute(table.select().where(table.c.id == row_id)).first()
    return None if row is None else json.dumps(dict(row._mapping), ensure_ascii=False, sort_keys=True)


def _json(row: Mapping[str, Any] | None) -> str | None:
    return None if row is None else json.dumps(dict(row), ensure_ascii=False, sort_keys=True)


def last_undoable(connection: Connection) -> tuple[int, str] | None:
    """(operation id, its words) of the newest operation that undo would take back."""
    sql = """SELECT o.id, o.text FROM operation o
              WHERE o.undone = 0 AND EXISTS (SELECT 1 FROM journal j WHERE j.operation_id = o.id)
              ORDER BY o.id DESC LIMIT 1"""
    row = connection.exec_driver_sql(sql).first()
    return None if row is None else (row[0], row[1])


def made_letters(connection: Connection, operation_id: int) -> bool:
    """Whether the operation put letters into the register."""
    sql = "SELECT 1 FROM journal WHERE operation_id = ? AND table_name = 'letter' AND before IS NULL LIMIT 1"
    return connection.exec_driver_sql(sql, (operation_id,)).first() is not None


def undo(connection: Connection, operation_id: int) -> int | None:
    """Restore each row of the operation to its image before, last change first; runs of rows of one table go at
    once. Returns a client touched."""
    sql = "SELECT table_name, row_id, before, after FROM journal WHERE operation_id = ? ORDER BY id DESC"
    client_id: int | None = None
    rows = connection.exec_driver_sql(sql, (operation_id,)).all()
    for (name, made), run in groupby(rows, key=lambda row: (row[0], row[2] is None)):
        table = JOURNALED[name]
        images = [(int(row[1]), json.loads(row[2] or row[3] or "{}")) for row in run]
        if made:
            gone = [{"row_id": row_id} for row_id, _after in images]
            connection.execute(table.delete().where(table.c.id == bindparam("row_id")), gone)
        else:
            _put_back(connection, table, images)
        for row_id, image in images:
            client_id = row_id if table is client else image.get("client_id", client_id)
    connection.exec_driver_sql("UPDATE operation SET undone = 1 WHERE id = ?", (operation_id,))
    _flatten(connection)
    return client_id


def _put_back(connection: Connection, table: Table, images: list[tuple[int, dict[str, Any]]]) -> None:
    """Rows as they were, in this order; those that are gone are made again."""
    ids = json.dumps([row_id for row_id, _image in images])
    here = {
        row[0]
        for row in connection.exec_driver_sql(
            f"SELECT id FROM {table.name} WHERE id IN (SELECT value FROM json_each(?))", (ids,)
        )
    }
    for (present, names), run in groupby(images, key=lambda one: (one[0] in here, tuple(one[1]))):
        if not present:
            connection.execute(table.insert(), [image for _row_id, image in run])
            continue
        back = table.update().where(table.c.id == bindparam("row_id"))
        back = back.values({name: bindparam(f"to_{name}") for name in names})
        if table in (client_alias, invoice):  # a document or a name that came again meanwhile keeps its place
            back = back.prefix_with("OR IGNORE")
        given = [{"row_id": row_id, **{f"to_{name}": image[name] for name in names}} for row_id, image in run]
        connection.execute(back, given)


def _flatten(connection: Connection) -> None:
    """A client given back to another brings those merged into it meanwhile: none is shown under a hidden one."""
    sql = """UPDATE client SET merged_into = (SELECT r.merged_into FROM client r WHERE r.id = client.merged_into)
              WHERE merged_into IN (SELECT id FROM client WHERE merged_into IS NOT NULL)"""
    while connection.exec_driver_sql(sql).rowcount:
        pass


def note(connection: Connection, layer: str, text: str, who: str, at: datetime) -> None:
    """An operation without images: an import, a withdrawal."""
    Recorder(connection, layer, text, who, at)


def mark(connection: Connection) -> int:
    """Grows with each operation: tells whether the book changed since."""
    return int(connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM operation").scalar_one())
