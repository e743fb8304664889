"""Our own rules, dated: a value holds from its day until the next one of the same key."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeAlias, cast

from sqlalchemy import Connection

from app.models.schema import policy

if TYPE_CHECKING:
    from app.models.journal import Recorder

Json: TypeAlias = str | int | float | bool | Sequence["Json"] | Mapping[str, "Json"] | None


def value(connection: Connection, key: str, as_of: date) -> Json:
    """The value in force on a date, None when none was ever set."""
    sql = "SELECT value FROM policy WHERE key = ? AND valid_from <= ? ORDER BY valid_from DESC LIMIT 1"
    row = connection.exec_driver_sql(sql, (key, as_of.toordinal())).first()
    return None if row is None else cast(Json, json.loads(row[0]))


def values_like(connection: Connection, start: str) -> list[Json]:
    """Values of every key that begins so, the newest first."""
    sql = "SELECT value FROM policy WHERE substr(key, 1, ?) = ? ORDER BY id DESC"
    return [json.loads(row[0]) for row in connection.exec_driver_sql(sql, (len(start), start))]


def put(connection: Connection, recorder: Recorder, key: str, valid_from: date, content: Json) -> None:
    """Set a value from a day on; the same key and day is overwritten, its image kept."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    row = connection.exec_driver_sql(
        "SELECT id FROM policy WHERE key = ? AND valid_from = ?", (key, valid_from.toordinal())
    ).first()
    if row is None:
        recorder.insert(policy, {"key": key, "valid_from": valid_from.toordinal(), "value": text})
    else:
        recorder.update(policy, int(row[0]), {"value": text})
