"""The ledger: the one object that reads and writes the book.

Each write is a named operation: one transaction, journaled, and it says what changed. Importing this package loads
no database library; ``Ledger.open`` does.
"""

from app.ledger.book import Changes, CheckResult, Ledger

__all__ = ["Changes", "CheckResult", "Ledger"]
