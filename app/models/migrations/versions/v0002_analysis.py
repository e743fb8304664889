"""What we know of clients in our own words, saved views, thresholds with their days, acknowledgments of debt."""

from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = (
    """
    CREATE TABLE trait (
        id INTEGER NOT NULL,
        client_id INTEGER NOT NULL,
        "key" TEXT DEFAULT '' NOT NULL,
        value TEXT DEFAULT '' NOT NULL,
        PRIMARY KEY (id),
        UNIQUE (client_id, "key"),
        FOREIGN KEY(client_id) REFERENCES client (id)
    ) STRICT
    """,
    """
    CREATE INDEX trait_value ON trait ("key", value, client_id)
    """,
    """
    CREATE TABLE saved_view (
        id INTEGER NOT NULL,
        name TEXT NOT NULL,
        content TEXT DEFAULT '' NOT NULL,
        PRIMARY KEY (id),
        UNIQUE (name)
    ) STRICT
    """,
    """
    CREATE TABLE threshold (
        id INTEGER NOT NULL,
        scope TEXT NOT NULL CHECK (scope IN ('company', 'manager', 'client')),
        subject TEXT DEFAULT '' NOT NULL,
        measure TEXT DEFAULT '' NOT NULL,
        valid_from INTEGER NOT NULL,
        value INTEGER,
        PRIMARY KEY (id),
        UNIQUE (scope, subject, measure, valid_from)
    ) STRICT
    """,
    """
    CREATE TABLE acknowledgment (
        id INTEGER NOT NULL,
        client_id INTEGER NOT NULL,
        invoice_id INTEGER,
        day INTEGER NOT NULL,
        document TEXT DEFAULT '' NOT NULL,
        signatory TEXT DEFAULT '' NOT NULL,
        powers TEXT DEFAULT '' NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(client_id) REFERENCES client (id),
        FOREIGN KEY(invoice_id) REFERENCES invoice (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_acknowledgment_client_id ON acknowledgment (client_id)
    """,
)


def upgrade() -> None:
    """Make the tables."""
    for statement in TABLES:
        op.execute(statement)
