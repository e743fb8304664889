"""What may stand between a debt and its payment: a dispute, a pause, a hand-over, a repayment schedule.

All of it is work: written by people, undoable, never touched by an import. Nothing of it makes overdue debt look
current.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.money import Kopecks
from app.domain.work import Promise


class Role(StrEnum):
    """Who works with the client now (practice.md, caps 23, 25)."""

    MANAGER = "manager"
    HEAD = "head"
    FINANCE = "finance"
    LEGAL = "legal"
    SECURITY = "security"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Dispute:
    """A sum the client does not agree to owe. ``invoice_id`` None: the debt as a whole. Open until ``closed_on``."""

    dispute_id: int
    client_id: int
    client: str
    invoice_id: int | None
    number: str
    day: date
    amount: Kopecks
    reason: str
    owner: str
    answer_by: date | None
    closed_on: date | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """Days in which nobody calls or writes, with the reason; ``until`` inclusive, earlier when lifted."""

    pause_id: int
    client_id: int
    client: str
    since: date
    until: date
    reason: str
    lifted_on: date | None = None

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= day <= self.until and (self.lifted_on is None or day < self.lifted_on)


@dataclass(frozen=True, slots=True)
class Handover:
    """The client given to someone else: one at a time, open until ``returned_on``."""

    handover_id: int
    client_id: int
    client: str
    day: date
    role: Role
    owner: str
    basis: str
    given_by: str
    answer_by: date | None
    returned_on: date | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A repayment schedule: its lines are promises, judged by money like any other. ``late``: lines broken or kept in
    part on the asked day."""

    schedule_id: int
    client_id: int
    client: str
    day: date
    amount: Kopecks
    document: str
    note: str
    lines: tuple[Promise, ...] = ()
    closed_on: date | None = None
    late: int = 0
