"""Who signs letters on our side: a person for each role of the ladder, the head of ours for the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from app.domain.ladder import DIRECTOR, LEGAL, MANAGER, SECURITY, BatchLine
from app.domain.letters import LetterKind
from app.i18n import _
from app.ledger.letters import NewLetter

if TYPE_CHECKING:
    from app.ledger.book import Ledger
    from app.models.policy import Json

ROLES = (DIRECTOR, LEGAL, SECURITY)
"""Roles with a person of their own; a manager's letter is signed by the client's manager."""

_KEY = "signatories"


@dataclass(frozen=True, slots=True)
class Signatory:
    """A person who signs: name, position as it stands over the signature, what empowers them («доверенности № 5»)."""

    name: str
    role: str = ""
    powers: str = ""


def signatories(ledger: Ledger) -> dict[str, Signatory]:
    """Who signs for each role; roles without a person are left out."""
    stored = ledger.policy.get(_KEY, ledger.today())
    if not isinstance(stored, dict):
        return {}
    found = {role: value for role, value in stored.items() if role in ROLES and isinstance(value, dict)}
    return {
        role: Signatory(str(value.get("name", "")), str(value.get("role", "")), str(value.get("powers", "")))
        for role, value in found.items()
    }


def set_signatories(ledger: Ledger, people: Mapping[str, Signatory]) -> None:
    """Say who signs; a role without a name goes to the head of ours again."""
    content: Json = {role: asdict(one) for role, one in people.items() if one.name.strip()}
    ledger.policy.put(_KEY, content, _("who signs letters changed"))


def signer(line: BatchLine, people: Mapping[str, Signatory]) -> Signatory | None:
    """Who signs a proposed letter; None: the head of ours."""
    if line.step.signs == MANAGER:
        return Signatory(line.manager.strip(), "Менеджер") if line.manager.strip() else None
    return people.get(line.step.signs)


_SIGNED_BY = {
    LetterKind.REMINDER: MANAGER,
    LetterKind.OVERDUE: MANAGER,
    LetterKind.SUSPENSION: DIRECTOR,
    LetterKind.DIRECTOR: DIRECTOR,
    LetterKind.CLAIM: LEGAL,
    LetterKind.LEGAL_TRANSFER: DIRECTOR,
    LetterKind.STOP_MEMO: DIRECTOR,
    LetterKind.RELEASE_MEMO: DIRECTOR,
}
"""Whose paper it is outside of a batch; what both sides sign is signed by the head of ours."""


def single_letter(ledger: Ledger, client_id: int, kind: LetterKind, note: str = "") -> NewLetter:
    """A paper to one client, signed by the same person as in a batch."""
    role = _SIGNED_BY.get(kind, "")
    if role == MANAGER:
        manager = ledger.clients.info(client_id).manager.strip()
        one = Signatory(manager, "Менеджер") if manager else None
    else:
        one = signatories(ledger).get(role)
    one = one or Signatory("")
    return NewLetter(client_id, kind, signatory=one.name, role=one.role, powers=one.powers, note=note)


def new_letter(line: BatchLine, people: Mapping[str, Signatory]) -> NewLetter:
    """A proposed letter as one to be made."""
    one = signer(line, people) or Signatory("")
    items = tuple((item.invoice_id, level) for item, level in line.items)
    return NewLetter(
        line.client_id, line.step.kind, line.step.key, items, signatory=one.name, role=one.role, powers=one.powers,
        organisation=line.organisation,
    )  # fmt: skip
