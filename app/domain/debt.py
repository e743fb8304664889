"""One open document on one date, and how overdue it is.

Terms belong to the order, not to the client (practice: one client buys on delivery and on prepayment in one
month). Overdue days are computed from the due date; where the file gave only days, the due date was set back
from the report's date and ``due_origin`` says so, hence the two never mix unseen.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.money import Kopecks


class DueOrigin(StrEnum):
    """Where a due date comes from."""

    FILE = "file"  # a due date stood in the file
    DAYS = "days"  # the file stated overdue days; due date = report date - days
    TERMS = "terms"  # document date + deferral
    UNKNOWN = "unknown"  # nothing to tell by: counted as not due and reported as a problem


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms of payment of one order as worded, with the deferral in days where the wording tells it."""

    text: str = ""
    days: int | None = None


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A document with a balance on ``as_of``. ``balance`` > 0: the client owes; < 0: advance or overpayment.

    ``days`` are the days overdue on that date: 0 or less means not overdue yet (0 on the due date itself).
    """

    invoice_id: int
    client_id: int
    client: str
    number: str
    kind: str
    contract: str
    doc_date: date | None
    due_date: date | None
    due_origin: DueOrigin
    amount: Kopecks
    balance: Kopecks
    days: int
    terms: Terms
    manager: str
    avg_order: Kopecks | None = None
    core_share: str = ""
    client_type: str = ""


def overdue_days(due: date | None, as_of: date) -> int:
    """Days since the due date: 15 days of deferral, 25 days since shipment -> 10. Unknown due date -> 0."""
    return (as_of - due).days if due is not None else 0
