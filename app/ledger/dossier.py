"""The client's file: everything people know of a client that bookkeeping does not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from app.domain.dossier import (
    CATEGORY_TERMS,
    Answer,
    Category,
    CategoryTerms,
    ClientEvent,
    Contract,
    Decision,
    EventKind,
    Intake,
    Manner,
    Person,
    Preferences,
    checklist,
)
from app.domain.marks import Known, Mark, in_force, marks
from app.domain.terms_advice import Advice, Payment, TermsTable, advise
from app.domain.traits import Trait, is_target
from app.domain.work import Channel
from app.errors import InputRefused
from app.i18n import _
from app.ledger.law import penalty_content, penalty_terms

if TYPE_CHECKING:
    from app.ledger.book import Ledger
    from app.models.policy import Json

_ALWAYS = date(1900, 1, 1)
_HOURS, _MANNER, _CHANNEL = "prefer_hours", "prefer_manner", "prefer_channel"
"""Keys of the table ``trait`` that the catalogue of traits leaves alone."""


class Dossier:
    """People, contracts, checks of new clients, events; terms of risk categories. Every write can be undone."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def people(self, client_id: int) -> tuple[Person, ...]:
        """People at a client, those who decide or pay first."""
        from app.models import dossier

        with self._ledger.store.read() as connection:
            return tuple(dossier.people(connection, client_id))

    def set_person(self, person: Person) -> int:
        """Write a person, new when its number is 0; returns the number. Raises ``InputRefused`` without a name."""
        if not person.name.strip():
            raise InputRefused(_("Give the person a name."))
        values = {
            "name": person.name.strip()[:200], "role": person.role.strip()[:200], "part": person.part.value,
            "phone": person.phone.strip()[:100], "email": person.email.strip()[:200],
            "note": person.note.strip()[:1000],
            "gone_on": _ordinal(person.gone_on),
        }  # fmt: skip
        return self._put("person", person.client_id, person.person_id, values, _("person at {client}"))

    def preferences(self, client_id: int) -> Preferences:
        """How a client likes to be spoken to. What a newer program wrote is left out."""
        from app.models import traits

        with self._ledger.store.read() as connection:
            own = traits.own(connection, client_id)
        manner, channel = own.get(_MANNER, ""), own.get(_CHANNEL, "")
        return Preferences(
            own.get(_HOURS, ""),
            Manner(manner) if manner in set(Manner) else None,
            Channel(channel) if channel in set(Channel) else None,
        )

    def set_preferences(self, client_id: int, wanted: Preferences) -> None:
        """Write them; empty ones are taken back. Raises ``InputRefused`` for an unknown client."""
        from app.models import traits

        info = self._ledger.clients.info(client_id)
        text = _("preferences of {client}").format(client=info.name)
        said = (
            (info.client_id, _HOURS, wanted.hours.strip()[:200]),
            (info.client_id, _MANNER, wanted.manner.value if wanted.manner else ""),
            (info.client_id, _CHANNEL, wanted.channel.value if wanted.channel else ""),
        )
        with self._ledger.operation("work", text, info.client_id) as (connection, recorder):
            traits.put(connection, recorder, said)

    def contracts(self, client_id: int) -> tuple[Contract, ...]:
        """Contracts of a client, the newest first."""
        from app.models import dossier

        with self._ledger.store.read() as connection:
            found = dossier.contracts(connection, client_id)
        return tuple(
            replace(contract, penalty=penalty_terms(json.loads(penalty)) if penalty else None)
            for contract, penalty in found
        )

    def set_contract(self, contract: Contract) -> int:
        """Write a contract, new when its number is 0; returns the number.

        Raises ``InputRefused`` without a number, for an end before its day, or terms out of sense.
        """
        from app.models import dossier

        terms = contract.terms
        if not contract.number.strip():
            raise InputRefused(_("Give the contract its number."))
        if contract.day is not None and contract.ends_on is not None and contract.ends_on < contract.day:
            raise InputRefused(_("The contract ends before its day."))
        if not (0 <= terms.days <= 365 and 0 <= terms.prepaid <= 100):
            raise InputRefused(_("A deferral is up to 365 days, a prepayment up to 100 percent."))
        penalty = "" if contract.penalty is None else json.dumps(penalty_content(contract.penalty), sort_keys=True)
        values = {
            "number": contract.number.strip()[:200], "day": _ordinal(contract.day),
            "organisation": contract.organisation.strip()[:300], "terms": dossier.terms_text(terms), "penalty": penalty,
            "claim_days": contract.claim_days, "signatory": contract.signatory.strip()[:300],
            "powers": contract.powers.strip()[:300], "ends_on": _ordinal(contract.ends_on),
        }  # fmt: skip
        return self._put("contract", contract.client_id, contract.contract_id, values, _("contract of {client}"))

    def intakes(self, client_id: int = 0) -> tuple[Intake, ...]:
        """Checks of new clients, of one or of all (0), the newest first."""
        from app.models import dossier

        with self._ledger.store.read() as connection:
            return tuple(dossier.intakes(connection, client_id))

    def start_check(self, client_id: int, owner: str, day: date | None = None) -> int:
        """Begin the check of a new client: two weeks at most. Raises ``InputRefused`` while one is not decided."""
        if any(one.decided_on is None for one in self.intakes(client_id)):
            raise InputRefused(_("The check of this client is not finished yet."))
        values = {
            "started_on": (day or self._ledger.today()).toordinal(), "owner": owner.strip()[:200], "answers": "{}",
        }  # fmt: skip
        return self._put("intake", client_id, 0, values, _("check of a new client: {client}"))

    def answer(self, intake: Intake, answers: Mapping[str, Answer]) -> None:
        """Write answers of the checklist beside those given before. Raises ``InputRefused`` for a question that is not
        in it, or after the decision."""
        known = {question.key for question in checklist()}
        if not set(answers) <= known:
            raise InputRefused(_("There is no such question in the checklist."))
        if intake.decided_on is not None:
            raise InputRefused(_("This check was already decided."))
        told = {key: value.value for key, value in {**intake.answers, **answers}.items()}
        values = {"answers": json.dumps(told, sort_keys=True)}
        self._put("intake", intake.client_id, intake.intake_id, values, _("check of a new client: {client}"))

    def decide(self, intake: Intake, decision: Decision, reason: str = "", day: date | None = None) -> None:
        """End a check. A refusal has a reason: the manager is told it. Raises ``InputRefused`` without one."""
        if decision is Decision.REFUSED and not reason.strip():
            raise InputRefused(_("A refusal has a reason: without it the same mistake is repeated."))
        values = {
            "decided_on": (day or self._ledger.today()).toordinal(), "decision": decision.value,
            "reason": reason.strip()[:1000],
        }  # fmt: skip
        self._put("intake", intake.client_id, intake.intake_id, values, _("check of a new client: {client}"))

    def events(self, client_id: int) -> tuple[ClientEvent, ...]:
        """What changed at a client, the newest first."""
        from app.models import dossier

        with self._ledger.store.read() as connection:
            return tuple(dossier.events(connection, client_id))

    def add_event(self, client_id: int, kind: EventKind, note: str, day: date | None = None) -> int:
        """Write down a change of owners, of the director, of requisites… Raises ``InputRefused`` without words."""
        if not note.strip():
            raise InputRefused(_("Say what changed."))
        values = {"day": (day or self._ledger.today()).toordinal(), "kind": kind.value, "note": note.strip()[:1000]}
        return self._put("client_event", client_id, 0, values, _("event at {client}"))

    def remove(self, what: Person | Contract | ClientEvent) -> None:
        """Take a person, a contract or an event out; undo brings it back."""
        from app.models import work_schema

        table, row_id = {
            Person: lambda: (work_schema.person, getattr(what, "person_id", 0)),
            Contract: lambda: (work_schema.contract, getattr(what, "contract_id", 0)),
            ClientEvent: lambda: (work_schema.client_event, getattr(what, "event_id", 0)),
        }[type(what)]()
        with self._ledger.operation("work", _("removal from the client's file"), what.client_id) as (_c, recorder):
            recorder.delete(table, row_id)

    def payments(self, client_id: int, as_of: date) -> tuple[Payment, ...]:
        """Documents of a client with a due date that were paid off by a day, and those it should have paid."""
        from app.models import dossier

        dates = self._ledger.report_dates()
        with self._ledger.store.read() as connection:
            return tuple(dossier.payments(connection, client_id, as_of, dates))

    def advice(self, client_id: int, as_of: date) -> Advice:
        """What the article's table of payment terms suggests; nothing is changed by it."""
        found = in_force(self.contracts(client_id), as_of)
        paid = self.payments(client_id, as_of)
        table = self.terms_table(as_of)
        if not found:
            return advise(paid, as_of, table=table)
        return advise(paid, as_of, found[0].terms.prepaid, found[0].terms.days, table, found[0].day)

    def terms_table(self, as_of: date) -> TermsTable:
        """The table of payment terms in force on a day; the article's by default."""
        stored = self._ledger.policy.get("terms_table", as_of)
        kept = stored if isinstance(stored, dict) else {}
        default = TermsTable()
        values: dict[str, Any] = {
            one.name: type(getattr(default, one.name))(kept.get(one.name, getattr(default, one.name)))
            for one in fields(TermsTable)
        }
        return TermsTable(**values)

    def set_terms_table(self, new: TermsTable, valid_from: date = _ALWAYS) -> None:
        """Put another table in force from a day on. Raises ``InputRefused`` for shares out of sense."""
        ascending = (new.year_good, new.three_good, new.new, new.three_late, new.ten_late)
        if any(not 0 <= share <= 100 for share in ascending) or list(ascending) != sorted(ascending):
            raise InputRefused(_("Shares of prepayment grow from the best row of the table to the worst, 0 to 100 %."))
        if not 0 <= new.leave_after <= 100:
            raise InputRefused(_("A full prepayment is left after 1 to 100 payments on time; 0: a person decides."))
        self._ledger.policy.put("terms_table", asdict(new), _("table of payment terms changed"), valid_from)

    def marks(self, client_id: int, as_of: date) -> tuple[Mark, ...]:
        """Stop states and dangers of a client on a day, the most stopping first. Raises ``InputRefused`` for an
        unknown client."""
        ledger = self._ledger
        known = ledger.traits.of(client_id)
        client_id = known.client_id
        risk = known.value(Trait.RISK)
        category = Category(risk) if risk in set(Category) else None
        share = known.value(Trait.CORE_SHARE)
        return marks(
            Known(
                disputes=ledger.disputes.list(as_of, client_id),
                pauses=ledger.pauses.list(client_id),
                handovers=ledger.handovers.list(as_of, client_id),
                schedules=ledger.schedules.list(as_of, client_id),
                intakes=self.intakes(client_id),
                events=self.events(client_id),
                contracts=self.contracts(client_id) if category is not None else (),
                kind=known.value(Trait.KIND),
                category=category,
                allowed=self.category_terms(as_of)[category] if category is not None else None,
                debt=sum(item.balance for item in ledger.analysis.items(as_of, client_id) if item.balance > 0),
                target=is_target(share) if share else None,
            ),
            as_of,
        )

    def category_terms(self, as_of: date) -> dict[Category, CategoryTerms]:
        """What each risk category may be given on a day."""
        stored = self._ledger.policy.get("categories", as_of)
        out = dict(CATEGORY_TERMS)
        for key, value in stored.items() if isinstance(stored, dict) else ():
            if isinstance(value, dict):
                limit = value.get("limit")
                out[Category(key)] = CategoryTerms(
                    int(str(value.get("deferral", 0))), int(str(limit)) if limit is not None else None
                )
        return out

    def set_category_terms(self, terms: Mapping[Category, CategoryTerms], valid_from: date = _ALWAYS) -> None:
        """Put terms of categories in force from a day on. Raises ``InputRefused`` for terms out of sense."""
        if any(not 0 <= one.deferral <= 365 or (one.limit or 0) < 0 for one in terms.values()):
            raise InputRefused(_("A deferral is up to 365 days and a limit not below zero."))
        content: Json = {key.value: {"deferral": one.deferral, "limit": one.limit} for key, one in terms.items()}
        self._ledger.policy.put("categories", content, _("terms of risk categories changed"), valid_from)

    def _put(self, table: str, client_id: int, row_id: int, values: dict[str, Any], text: str) -> int:
        from app.models.journal import JOURNALED

        info = self._ledger.clients.info(client_id)
        with self._ledger.operation("work", text.format(client=info.name), info.client_id) as (_connection, recorder):
            if row_id:
                recorder.update(JOURNALED[table], row_id, values)
                return row_id
            return recorder.insert(JOURNALED[table], {"client_id": info.client_id, **values})


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()
