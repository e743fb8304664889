"""Print the tables of the schema as SQL, the raw material of a migration.

Run ``python -m tools.migration_text``; a test compares a migrated book with the schema, so that a forgotten
migration cannot pass.
"""

import sys

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from app.models.work_schema import acknowledgment


def statements() -> list[str]:
    """CREATE statements of every table and index."""
    dialect = sqlite.dialect()
    out: list[str] = []
    for table in acknowledgment.metadata.sorted_tables:
        out.append(str(CreateTable(table).compile(dialect=dialect)).strip())
        indexes = sorted(table.indexes, key=lambda item: str(item.name))
        out.extend(str(CreateIndex(index).compile(dialect=dialect)).strip() for index in indexes)
    return [statement.replace("\t", "    ").replace(")\n STRICT", ") STRICT") for statement in out]


if __name__ == "__main__":
    sys.stdout.write(";\n\n".join(statements()) + ";\n")
