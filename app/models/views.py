"""Pivots kept under a name."""

import json

from sqlalchemy import Connection

from app.domain.pivot import Dimension, SavedView, View
from app.models.journal import Recorder
from app.models.work_schema import saved_view


def saved(connection: Connection) -> list[SavedView]:
    """All of them, by name."""
    rows = connection.exec_driver_sql("SELECT name, content FROM saved_view").tuples()
    return sorted((_view(name, content) for name, content in rows), key=lambda view: view.name.casefold())


def _view(name: str, content: str) -> SavedView:
    stored = json.loads(content)
    return SavedView(
        name=name,
        by=tuple(Dimension(one) for one in stored["by"]),
        view=View(stored["view"]),
        own=stored["own"],
        filters=tuple((Dimension(dimension), key) for dimension, key in stored["filters"]),
        columns=tuple(stored["columns"]),
    )


def put(connection: Connection, recorder: Recorder, view: SavedView) -> None:
    """Keep a view; one of the same name is overwritten."""
    content = {
        "by": list(view.by),
        "view": view.view,
        "own": view.own,
        "filters": [list(pair) for pair in view.filters],
        "columns": list(view.columns),
    }
    values = {"name": view.name, "content": json.dumps(content, ensure_ascii=False, sort_keys=True)}
    number = _number(connection, view.name)
    if number is None:
        recorder.insert(saved_view, values)
    else:
        recorder.update(saved_view, number, values)


def remove(connection: Connection, recorder: Recorder, name: str) -> None:
    """Forget a view that is kept."""
    number = _number(connection, name)
    if number is not None:
        recorder.delete(saved_view, number)


def exists(connection: Connection, name: str) -> bool:
    """Whether a view of that name is kept."""
    return _number(connection, name) is not None


def _number(connection: Connection, name: str) -> int | None:
    row = connection.exec_driver_sql("SELECT id FROM saved_view WHERE name = ?", (name,)).first()
    return None if row is None else int(row[0])
