"""The legal track: from the claim to the result, and what is still missing before a suit can be filed.

Sources: practice.md 2.2 (claim and its evidence), 3.5 (limitation), 3.8 (court route). For reference only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.domain.letters import Letter, LetterKind
from app.domain.limitation import CLAIM_DAYS
from app.domain.money import Kopecks


class Stage(StrEnum):
    """Where a case stands, in its order."""

    CLAIM_SENT = "claim_sent"
    ANSWER = "answer"
    SUIT = "suit"
    RULING = "ruling"
    WRIT = "writ"
    ENFORCEMENT = "enforcement"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class LegalEvent:
    """A step of a case. ``amount``: claimed, ruled or received at it; ``costs``: what it cost us."""

    event_id: int
    case_id: int
    day: date
    stage: Stage
    amount: Kopecks | None = None
    costs: Kopecks | None = None
    document: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class LegalCase:
    """A case over documents of one client."""

    case_id: int
    client_id: int
    client: str
    opened_on: date
    court: str = ""
    number: str = ""
    owner: str = ""
    next_hearing: date | None = None
    closed_on: date | None = None
    note: str = ""
    invoices: tuple[int, ...] = ()
    events: tuple[LegalEvent, ...] = ()

    @property
    def stage(self) -> Stage | None:
        """The furthest stage reached."""
        order = list(Stage)
        return max((event.stage for event in self.events), key=order.index, default=None)

    @property
    def costs(self) -> Kopecks:
        """All costs so far."""
        return sum(event.costs or 0 for event in self.events)


class Gap(StrEnum):
    """What is missing."""

    CONTRACT = "contract"
    CLAIM = "claim"
    SENDING = "sending"
    TERM = "term"
    ACT = "act"
    DOCUMENTS = "documents"
    LIMITATION = "limitation"


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to get before a suit; ``until``: the day on which it is there by itself, or was lost."""

    gap: Gap
    until: date | None = None


def missing(
    as_of: date,
    *,
    contract: bool,
    letters: Sequence[Letter],
    steps: Sequence[LegalEvent] = (),
    acknowledged: bool,
    attachments: int,
    expires: date | None,
    claim_days: int | None = None,
) -> tuple[Missing, ...]:
    """«Чего не хватает, чтобы подать», in the order in which it is got.

    ``letters``: of the client; ``steps``: of its open cases, where a claim made elsewhere is told; ``acknowledged``: a
    reconciliation or another acknowledgment signed with powers is there; ``expires``: the earliest end of limitation
    among the documents. A claim opens the court after 30 calendar days from the day it was sent (APC art. 4 p. 5), or
    the contract's term.
    """
    out = []
    if not contract:
        out.append(Missing(Gap.CONTRACT))
    if not attachments:
        out.append(Missing(Gap.DOCUMENTS))
    if not acknowledged:
        out.append(Missing(Gap.ACT))
    claims = [one for one in letters if one.kind is LetterKind.CLAIM and not one.void and one.day <= as_of]
    sent = [one.sent_on for one in claims if one.sent_on is not None and one.sent_on <= as_of]
    sent += [one.day for one in steps if one.stage is Stage.CLAIM_SENT and one.day <= as_of]
    if not claims and not sent:
        out.append(Missing(Gap.CLAIM))
    elif not sent:
        out.append(Missing(Gap.SENDING))
    else:
        opens = min(sent) + timedelta(days=CLAIM_DAYS if claim_days is None else claim_days)
        if as_of <= opens:
            out.append(Missing(Gap.TERM, opens + timedelta(days=1)))
    if expires is not None and expires < as_of:
        out.append(Missing(Gap.LIMITATION, expires))
    return tuple(out)
