"""Papers to a client and the outgoing register: numbers of a year without gaps, a level for each document."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.money import Kopecks


class LetterKind(StrEnum):
    """What is written."""

    REMINDER = "reminder"  # before the due date
    OVERDUE = "overdue"
    SUSPENSION = "suspension"  # Civil Code, art. 486
    DIRECTOR = "director"  # grey zone: notice of the commercial director
    CLAIM = "claim"
    GUARANTEE = "guarantee"  # a form for the client to sign
    SCHEDULE = "schedule"
    RECONCILIATION = "reconciliation"
    LEGAL_TRANSFER = "legal_transfer"
    STOP_MEMO = "stop_memo"
    RELEASE_MEMO = "release_memo"


@dataclass(frozen=True, slots=True)
class LetterItem:
    """A document named in a letter, with the level of the ladder it stood on and its balance then."""

    invoice_id: int
    number: str
    level: str
    amount: Kopecks


@dataclass(frozen=True, slots=True)
class Letter:
    """A line of the outgoing register. ``void``: spoiled, its number stays taken. ``returned_powers``: what empowers
    the person who signed it on the client's side."""

    letter_id: int
    year: int
    number: int
    day: date
    client_id: int
    client: str
    kind: LetterKind
    step: str
    amount: Kopecks
    files: tuple[str, ...]
    signatory: str
    powers: str
    items: tuple[LetterItem, ...] = ()
    void: bool = False
    sent_on: date | None = None
    sent_how: str = ""
    returned_on: date | None = None
    returned_by: str = ""
    returned_powers: str = ""
