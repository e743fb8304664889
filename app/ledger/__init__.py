"""The ledger: the one object that reads and writes the book.

Each write is a named operation: one transaction, journaled, and it says what changed. Importing this package loads
no database library; ``Ledger.open`` does.
"""

from app.ledger.book import Changes, CheckResult, Ledger

__all__ = ["Changes", "CheckResult", "Ledger", "read_table"]


def read_table() -> None:
    """Be the limited child that reads foreign files for a packed program, until its input ends."""
    from app.ingest.child import main

    main()
