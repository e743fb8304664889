"""Under which name and manager a register states a sale, so that sales are parted with their client."""

from alembic import op

revision = "0004"
down_revision = "0003"

TABLES = (
    "ALTER TABLE sale ADD COLUMN name TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE sale ADD COLUMN manager TEXT DEFAULT '' NOT NULL",
)


def upgrade() -> None:
    """Sales of earlier books name nobody: they stay where they are, unless a register tells of them again."""
    for statement in TABLES:
        op.execute(statement)
