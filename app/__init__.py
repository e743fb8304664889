"""Receivables control for a commercial director: what is owed, by whom, how late, and what to do."""

__version__ = "0.1.0"
