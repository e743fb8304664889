"""What a report would do to the book: its documents against what stands just before its date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from app.domain.importing import ChangeKind, ItemChange
from app.domain.money import share
from app.domain.pools import pooled
from app.domain.reconcile import WITHOUT_NUMBER, Scope, Standing, Stated, changes_of, organisation_key, vanished_of
from app.domain.statement import Problem, StatementKind
from app.formats import money_sign, percent
from app.i18n import _
from app.ledger import cards
from app.ledger.documents import numbered, stated_of
from app.ledger.drafts import Draft
from app.ledger.parties import Names
from app.progress import Progress, silent

if TYPE_CHECKING:
    from app.ledger.book import Ledger
    from app.models.store import Connection


@dataclass(frozen=True, slots=True)
class Plan:
    """What acceptance would do to the book. ``last``: the report is newer than any and what was compared is what it
    will be posted over; ``merged``: some documents may stand under other clients than they are stated of."""

    stated: dict[int, Stated]  # by invoice id, negative for new documents
    found: dict[int, ItemChange]  # by the same ids
    vanished: tuple[ItemChange, ...]
    question: str
    problems: tuple[Problem, ...]
    before: dict[int, Standing]
    previous: date | None = None
    last: bool = False
    merged: bool = False

    @property
    def changes(self) -> tuple[ItemChange, ...]:
        """Of the documents of the report, then of those it does not name."""
        return (*self.found.values(), *self.vanished)

    def documents(self, draft: Draft) -> int:
        """Documents of the report; the parts into which a client-level balance is aged are none."""
        if draft.stored_kind != StatementKind.DEBTS.value:
            return len(draft.lines)
        return sum(1 for line in self.stated.values() if not line.key.startswith(WITHOUT_NUMBER))

    def weighed(self, draft: Draft) -> Draft:
        """A card's debt and advances are known only now."""
        if not draft.card:
            return draft
        balances = [line.balance for line in self.stated.values()]
        debt = sum(balance for balance in balances if balance > 0)
        return replace(draft, found=(debt, debt - sum(balances)))


def compared(
    ledger: Ledger, connection: Connection, draft: Draft, as_of: date, names: Names, progress: Progress | None = None
) -> Plan:
    """Compare with what stands just before the report's date. Raises ``Cancelled``."""
    from app.models import facts, owners, standing

    progress = progress or silent()
    if draft.stored_kind != StatementKind.DEBTS.value:
        return Plan({}, {}, (), "", (), {})
    spoken, starts = None, None
    if draft.card:
        laid, starts = cards.stated_by(connection, draft, names.client_of), draft.begins
        joined, problems, spoken = laid.stated, laid.problems, laid.spoken
    else:
        joined, problems = stated_of(draft.lines, draft.parties, as_of, names.client_of, progress)
    progress.step(1, 3, text := _("Comparing with the book"))
    merged = facts.merged_ids(connection)
    progress.step(1, 3)
    known = owners.known(connection, joined)
    progress.step(1, 3)
    stated = numbered(joined, known, merged)
    progress.step(1, 3)
    before = standing.on(connection, as_of, stated, starts)
    progress.step(2, 3, text)
    previous = spoken if draft.card else facts.previous_date(connection, as_of)
    found = changes_of(as_of, previous, before, stated)
    progress.step(2, 3)
    scope = Scope(draft.card, draft.scope)
    absent = [i for i, s in before.items() if i not in stated and s.balance and scope.covers(s)]
    found, absent = pooled(stated, before, found, absent)
    gone = [before[i] for i in absent]
    progress.step(2, 3)
    question = "" if draft.card else _question(ledger, draft, before, gone, standing.managers_on(connection, as_of))
    if not draft.card and not draft.filters:
        question = question or _another_part(connection, draft, as_of, stated)
    vanished = tuple(vanished_of(s, ChangeKind.PAID, as_of) for s in sorted(gone, key=lambda s: -s.balance))
    last = standing.nothing_after(connection, as_of, starts)
    return Plan(stated, found, vanished, question, tuple(problems), before, previous, last, bool(merged))


def _question(
    ledger: Ledger, draft: Draft, before: dict[int, Standing], gone: list[Standing], managers: frozenset[str]
) -> str:
    """Why the absent documents cannot simply be taken as paid; empty when they can."""
    stranger = _stranger(draft, before)
    if stranger:
        return stranger
    lost = sum(s.balance for s in gone if s.balance > 0)
    if not lost:
        return ""
    if draft.filters:
        return _("The file is narrowed («{filter}»): {sum} of last report's debt is not in it.").format(
            filter="; ".join(draft.filters)[:200], sum=money_sign(lost)
        )
    mine = {line.manager for line in draft.lines}
    if len(mine) == 1 and len(managers - {""}) > 1:
        return _("The file holds one manager only ({manager}): {sum} of last report's debt is not in it.").format(
            manager=next(iter(mine)) or "—", sum=money_sign(lost)
        )
    whole = sum(s.balance for s in before.values() if s.balance > 0)
    part = share(lost, whole)
    if part >= ledger.policy.vanish_share():
        return _("{percent} of last report's debt ({sum}) is not in the file.").format(
            percent=percent(part), sum=money_sign(lost)
        )
    return ""


def _another_part(connection: Connection, draft: Draft, as_of: date, stated: Iterable[int]) -> str:
    """A file that has nothing of the report of its date is hardly that report corrected: each department may have sent
    its own."""
    from app.models import reports

    known = reports.full_report_of(connection, as_of, draft.scope_text)
    debt = 0 if known is None else reports.strange_to(connection, known, stated)
    if not debt:
        return ""
    return _("The report of this date in the book ({sum}) has none of the documents of this file.").format(
        sum=money_sign(debt)
    )


def _stranger(draft: Draft, before: dict[int, Standing]) -> str:
    """A company of ours that the book has never seen: a new one, or the old one worded otherwise?"""
    known = {organisation_key(s.organisation): s.organisation for s in before.values() if s.organisation}
    if not known or not draft.scope or draft.scope & known.keys():
        return ""
    rest = sum(s.balance for s in before.values() if s.balance > 0 and s.organisation)
    return _("The file is of «{own}», the book has debts of «{other}»: {sum} is not in the file.").format(
        own=draft.organisation, other="; ".join(sorted(known.values())[:3]), sum=money_sign(rest)
    )
