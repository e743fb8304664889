"""The layouts, one module each. A layout looks at a sheet and either knows it (a plan) or does not (``None``).

The most particular come first and win at once; the flat register is asked last, because almost any table with
a header looks like one.
"""

from typing import Protocol

from app.domain.statement import Level, StatementKind
from app.ingest.sheet import Sheet
from app.ingest.tally import Tally
from app.ingest.title import Preamble


class Plan(Protocol):
    """How a sheet will be read."""

    layout: str
    kind: StatementKind
    level: Level
    title: Preamble

    def read(self, tally: Tally) -> None:
        """Bring every row below the header to one end."""
        ...


class Layout(Protocol):
    """A module of this package."""

    def match(self, sheet: Sheet, file_name: str) -> Plan | None:
        """A plan, or ``None`` for a sheet of another layout."""
        ...


def layouts() -> tuple[Layout, ...]:
    """In the order they are asked."""
    from app.ingest.layouts import (
        account_analysis,
        account_card,
        documents_under,
        flat,
        mutual,
        refused,
        settlements,
        turnover,
    )

    return (refused, account_card, mutual, account_analysis, turnover, documents_under, settlements, flat)
