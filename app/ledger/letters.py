"""Letters out of the book: what is proposed, what was made under which number, what became of it.

Nothing is sent from here. Numbers of a year have no gaps: a spoiled letter keeps its number and is marked void.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.domain.debt import OpenItem
from app.domain.ladder import BatchLine, Held, Segment, default_segments, proposed
from app.domain.letters import Letter, LetterContent, LetterKind, Reconciliation, Requisites
from app.domain.limitation import CLAIM_DAYS
from app.domain.money import Kopecks
from app.domain.reconcile import organisation_key
from app.domain.traits import Trait
from app.domain.work import PromiseState
from app.errors import InputRefused
from app.formats import day as day_text
from app.formats import money_sign
from app.i18n import _
from app.ledger.letter_rows import (
    act_words,
    basis_of,
    calculation,
    contracts_of,
    letter_row,
    origins_of,
    owed_items,
    speaks_for,
    stored_segment,
)

if TYPE_CHECKING:
    from pathlib import Path

    from app.ledger.book import Ledger
    from app.models.policy import Json

_ALWAYS = date(1900, 1, 1)
ANSWER_DAYS = 5
"""Working days given for an answer to a letter that is no claim."""

SPEAKS_OF_OVERDUE = frozenset(
    {
        LetterKind.OVERDUE, LetterKind.SUSPENSION, LetterKind.DIRECTOR, LetterKind.CLAIM, LetterKind.LEGAL_TRANSFER,
        LetterKind.STOP_MEMO,
    }
)  # fmt: skip
CALCULATED = frozenset({LetterKind.CLAIM, LetterKind.LEGAL_TRANSFER})
OF_ALL_OURS = frozenset({LetterKind.STOP_MEMO, LetterKind.RELEASE_MEMO})
"""Inside the company it does not matter to which of ours a client owes."""
SIGNED_BY_CLIENT = frozenset({LetterKind.RECONCILIATION, LetterKind.GUARANTEE, LetterKind.SCHEDULE})


@dataclass(frozen=True, slots=True)
class NewLetter:
    """A letter to be made. ``items``: (invoice, level of the ladder); empty: what the kind speaks of. ``since``: of a
    reconciliation. ``signatory`` with its ``role`` and ``powers``: who signs on our side; ``organisation``: the key of
    that of ours which writes, None: the one that is owed most."""

    client_id: int
    kind: LetterKind
    step: str = ""
    items: tuple[tuple[int, str], ...] = ()
    signatory: str = ""
    role: str = ""
    powers: str = ""
    note: str = ""
    since: date | None = None
    schedule: tuple[tuple[date, Kopecks], ...] = ()
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Letters proposed on a day, and clients who are left alone with the reason."""

    as_of: date
    lines: tuple[BatchLine, ...]
    held: tuple[Held, ...]


class Letters:
    """The ladder, the batch, the register."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def segments(self, as_of: date) -> tuple[Segment, ...]:
        """The ladders in force on a day; the article's by default."""
        stored = self._ledger.policy.get("ladder", as_of)
        if not isinstance(stored, list):
            return default_segments()
        return tuple(stored_segment(one) for one in stored if isinstance(one, dict))

    def set_segments(self, segments: Sequence[Segment], valid_from: date = _ALWAYS) -> None:
        """Put ladders in force from a day on. Raises ``InputRefused`` for one without steps, steps out of order, or a
        last segment that does not fit everybody."""
        for segment in segments:
            days = [step.day for step in segment.steps]
            if not days or days != sorted(set(days)):
                raise InputRefused(_("Steps of a ladder follow each other by days."))
            if len({step.key for step in segment.steps}) != len(days):
                raise InputRefused(_("Each step of a ladder has a name of its own."))
        if not segments or segments[-1].kinds or segments[-1].categories or segments[-1].least:
            raise InputRefused(_("The last segment of the ladder is for all other clients."))
        content: Json = json.loads(json.dumps([asdict(segment) for segment in segments], default=str))
        self._ledger.policy.put("ladder", content, _("ladder of letters changed"), valid_from)

    def propose(self, as_of: date, day: date | None = None) -> Batch:
        """Letters due on a day. An open promise, a pause and a hand-over to lawyers, security or an agency hold them
        back; disputed documents are left out.

        ``day``: when they are made, by default the working day of ``as_of``: the newest report is worked with today.
        What was paid, promised or decided up to it counts. Of a document that fell due after the report nobody can
        tell whether it was paid: no letter speaks of it.
        """
        from app.models import letters

        ledger = self._ledger
        day = day or ledger.worklist.working_day(as_of)
        rules, least = ledger.policy.rules(as_of), ledger.worklist.regulation(as_of).least_sum
        items, _paid = owed_items(ledger, as_of, day)
        held = self._held(day)
        argued = {d.invoice_id for d in ledger.disputes.list(day) if d.invoice_id is not None}
        days = {
            i.invoice_id: (as_of - i.due_date).days if i.due_date < as_of else (day - i.due_date).days
            for i in items
            if i.due_date is not None and not as_of <= i.due_date < day
        }
        with ledger.store.read() as connection:
            done = letters.written(connection)
        ours = {number: key for number, (key, _contract) in origins_of(ledger, day=as_of).items()}
        segment_of = self._segment_of(items, as_of)
        free = [i for i in items if i.invoice_id not in argued]
        lines = proposed(free, days, segment_of, done, rules, least, ours)
        return Batch(
            as_of,
            tuple(line for line in lines if line.client_id not in held),
            tuple(
                Held(line.client_id, line.client, held[line.client_id], line.amount)
                for line in lines
                if line.client_id in held
            ),
        )

    def own(self, organisation: str = "") -> Requisites:
        """Requisites of one of our organisations, however worded, of the first when it is not known; empty ones before
        any is set."""
        known, key = self.own_all(), organisation_key(organisation)
        first = known[0] if known else Requisites()
        return next((one for one in known if organisation_key(one.name) == key), first)

    def own_all(self) -> tuple[Requisites, ...]:
        """Requisites of our organisations."""
        stored = self._ledger.policy.get("own", self._ledger.today())
        found = stored if isinstance(stored, list) else []
        if not found and self._ledger.policy.company():
            return (Requisites(self._ledger.policy.company()),)
        names = {one.name for one in fields(Requisites)}
        return tuple(
            Requisites(**{key: str(value) for key, value in one.items() if key in names})
            for one in found
            if isinstance(one, dict)
        )

    def set_own(self, own: Sequence[Requisites]) -> None:
        """Set them. Raises ``InputRefused`` without a name, or for two of one name."""
        names = [one.name.strip() for one in own]
        if not all(names) or len(set(names)) != len(names):
            raise InputRefused(_("Each of our organisations has a name of its own."))
        content: Json = [asdict(one) for one in own]
        self._ledger.policy.put("own", content, _("our requisites changed"))

    def requisites(self, client_id: int) -> Requisites:
        """A client's requisites: name and INN by bookkeeping, the rest as people wrote it."""
        from app.models import letters

        info = self._ledger.clients.info(client_id)
        with self._ledger.store.read() as connection:
            known = letters.requisites(connection, info.client_id)
        return Requisites(info.name, info.inn, **{key: known.get(key, "") for key in letters.FIELDS})

    def set_requisites(self, client_id: int, new: Requisites) -> None:
        """Write a client's requisites; name and INN stay bookkeeping's."""
        from app.models import letters

        info = self._ledger.clients.info(client_id)
        text = _("requisites of {client}").format(client=info.name)
        with self._ledger.operation("work", text, info.client_id) as (connection, recorder):
            for name in letters.FIELDS:
                value = str(getattr(new, name)).strip()[:500]
                letters.put_requisite(connection, recorder, info.client_id, name, value)

    def content(self, new: NewLetter, as_of: date, day: date, number: int = 0) -> LetterContent:
        """What goes into the template. Raises ``InputRefused`` when there is nothing to write of."""
        ledger = self._ledger
        info = ledger.clients.info(new.client_id)
        origins = origins_of(ledger, info.client_id)
        items, paid = self._items(new, as_of, day)
        ours = None if new.kind in OF_ALL_OURS else speaks_for(new.organisation, items, origins)
        if ours is not None:
            items = [item for item in items if origins[item.invoice_id][0] == ours]
        if not items and new.kind not in (LetterKind.RECONCILIATION, LetterKind.RELEASE_MEMO):
            raise InputRefused(
                _("{client} has no documents for this letter on {day}.").format(client=info.name, day=day_text(as_of))
            )
        penalty = ledger.law.penalty(info.client_id, as_of) if new.kind in CALCULATED else None
        charged = {one.invoice_id: one for one in penalty.documents} if penalty else {}
        levels = dict(new.items)
        rows = tuple(letter_row(item, levels.get(item.invoice_id, new.step), charged) for item in items)
        own = self.own(ours or "")
        named = {row.invoice_id for row in rows}
        term = self._claim_days(info.client_id) if new.kind is LetterKind.CLAIM else 0
        return LetterContent(
            kind=new.kind,
            number=number,
            year=day.year,
            day=day,
            as_of=as_of,
            ours=own,
            client_id=info.client_id,
            client=self.requisites(info.client_id),
            contract=contracts_of(new.kind, items, [c for key, c in origins.values() if key == ours]),
            rows=rows,
            debt=sum(row.balance for row in rows),
            overdue=sum(row.balance for row in rows if row.days > 0),
            until=self._until(day, term),
            term=term,
            manager=info.manager,
            signatory=new.signatory or own.head,
            signatory_role=new.role if new.signatory else own.head_role,
            basis=new.powers if new.signatory else own.powers,
            penalty=sum(row.penalty for row in rows),
            penalty_basis=basis_of(penalty, named),
            calculation=calculation(penalty, named),
            reconciliation=self._act(new, info.client_id, as_of, {n for n, one in origins.items() if one[0] == ours}),
            schedule=new.schedule or self._schedule(new, as_of),
            note=new.note,
            paid_since=paid,
        )

    def make(self, letters: Sequence[NewLetter], as_of: date, day: date | None = None) -> tuple[LetterContent, ...]:
        """Register letters, all or none, under the next numbers of the year; returns what to put into their templates.
        Undo takes the whole batch back.

        Raises ``InputRefused`` when one of them has nothing to write of.
        """
        from app.models import letters as stored
        from app.models.work_schema import letter, letter_item

        day = day or self._ledger.today()
        drafts = [(new, self.content(new, as_of, day)) for new in letters]
        if not drafts:
            raise InputRefused(_("Choose the letters to make."))
        made = []
        with self._ledger.operation("work", _("letters made: {n}").format(n=len(drafts))) as (connection, recorder):
            number = stored.next_number(connection, day.year)
            for new, draft in drafts:
                content = replace(draft, number=number)
                number += 1
                letter_id = recorder.insert(
                    letter,
                    {
                        "year": day.year, "number": content.number, "day": day.toordinal(),
                        "client_id": content.client_id, "kind": new.kind.value, "step": new.step,
                        "amount": content.debt, "files": json.dumps(file_names(content), ensure_ascii=False),
                        "content": json.dumps(asdict(content), ensure_ascii=False, default=str),
                        "signatory": content.signatory, "powers": content.basis,
                        "made_at": self._ledger.now().isoformat(timespec="seconds"),
                    },
                )  # fmt: skip
                for row in content.rows:
                    values = {
                        "letter_id": letter_id,
                        "invoice_id": row.invoice_id,
                        "level": row.level,
                        "amount": row.balance,
                    }
                    recorder.insert(letter_item, values)
                made.append(content)
        return tuple(made)

    def wrote(self, files: Sequence[Path]) -> None:
        """The files of the batch that was made last lie on the disk: undo takes them away with it."""
        from app.models import journal

        with self._ledger.store.read() as connection:
            last = journal.last_undoable(connection)
        if last is not None:
            self._ledger.letter_files.keep(last[0], files)

    def register(self, year: int = 0, client_id: int = 0) -> tuple[Letter, ...]:
        """The outgoing register of a year (0: all years), of one client or of all (0), the newest first."""
        from app.models import legal

        with self._ledger.store.read() as connection:
            return tuple(legal.letters(connection, client_id, year))

    def void(self, letter_id: int) -> None:
        """A spoiled letter: its number stays taken, its documents may be written of again. Raises ``InputRefused`` for
        one that was sent."""
        from app.models.work_schema import letter

        found = self._letter(letter_id)
        if found.sent_on is not None:
            raise InputRefused(_("A letter that was sent cannot be made void."))
        words = _("letter {number} void").format(number=f"{found.number}/{found.year}")
        with self._ledger.operation("work", words, found.client_id) as (_connection, recorder):
            recorder.update(letter, letter_id, {"void": 1})

    def sent(self, letter_id: int, day: date, how: str) -> None:
        """It was sent. Raises ``InputRefused`` for a void one, a day before it was made, or no way named."""
        self.sent_all((letter_id,), day, how)

    def sent_all(self, letter_ids: Sequence[int], day: date, how: str) -> None:
        """The same of several in one operation: all of them or none."""
        from app.models.work_schema import letter

        found = [self._letter(letter_id) for letter_id in letter_ids]
        if any(one.void or day < one.day for one in found):
            raise InputRefused(_("A letter is sent on its day or later, and a void one never."))
        if not how.strip():
            raise InputRefused(_("Say how it was sent: post with inventory, courier, e-mail."))
        if not found:
            return
        words = _("letter {number} sent").format(number=f"{found[0].number}/{found[0].year}")
        if len(found) > 1:
            words = _("letters sent: {n}").format(n=len(found))
        values = {"sent_on": day.toordinal(), "sent_how": how.strip()[:200]}
        with self._ledger.operation("work", words, found[0].client_id) as (_connection, recorder):
            for one in found:
                recorder.update(letter, one.letter_id, values)

    def returned(self, letter_id: int, day: date, by: str, powers: str) -> None:
        """The client signed and returned it. Signed with powers, an act, a guarantee or a schedule acknowledges the
        debt: the clock of limitation starts anew. Raises ``InputRefused`` without the signatory."""
        from app.models.work_schema import acknowledgment, letter

        found = self._letter(letter_id)
        if found.void or day < found.day or not by.strip():
            raise InputRefused(_("Name who signed it, and a day not before the letter's own."))
        words = _("letter {number} returned signed").format(number=f"{found.number}/{found.year}")
        with self._ledger.operation("work", words, found.client_id) as (_connection, recorder):
            values = {
                "returned_on": day.toordinal(), "returned_by": by.strip()[:200],
                "returned_powers": powers.strip()[:200],
            }  # fmt: skip
            recorder.update(letter, letter_id, values)
            if found.kind in SIGNED_BY_CLIENT:
                recorder.insert(
                    acknowledgment,
                    {
                        "client_id": found.client_id, "day": day.toordinal(),
                        "document": f"{kind_word(found.kind)} № {found.number}", "signatory": by.strip()[:200],
                        "powers": powers.strip()[:200],
                    },
                )  # fmt: skip

    def _letter(self, letter_id: int) -> Letter:
        for one in self.register():
            if one.letter_id == letter_id:
                return one
        raise InputRefused(_("There is no such letter in the register."))

    def _held(self, as_of: date) -> dict[int, str]:
        """Clients who are not written to, with the reason in words."""
        from app.domain.worklist import AWAY

        ledger = self._ledger
        out: dict[int, str] = {}
        for promise in ledger.work.promises(as_of):
            if promise.state is PromiseState.OPEN:  # one whose day has passed waits for the report that tells
                words = _("promised {sum} by {day}")
                if promise.due < as_of:
                    words = _("promised {sum} by {day}, no report since")
                out[promise.client_id] = words.format(sum=money_sign(promise.amount), day=day_text(promise.due))
        for pause in ledger.pauses.on(as_of).values():
            out[pause.client_id] = _("pause until {day}: {reason}").format(
                day=day_text(pause.until), reason=pause.reason
            )
        for given in ledger.handovers.list(as_of):
            if given.role in AWAY:
                out[given.client_id] = _("handed over to {owner}").format(owner=given.owner)
        return out

    def _segment_of(self, items: Sequence[OpenItem], as_of: date) -> dict[int, Segment]:
        segments, traits = self.segments(as_of), self._ledger.traits.every()
        debts: dict[int, int] = {}
        for item in items:
            debts[item.client_id] = debts.get(item.client_id, 0) + max(0, item.balance)
        out = {}
        for client_id, debt in debts.items():
            known = traits.get(client_id)
            kind = known.value(Trait.KIND) if known else ""
            category = known.value(Trait.RISK) if known else ""
            out[client_id] = next(one for one in segments if one.fits(kind, category, debt))
        return out

    def _items(self, new: NewLetter, as_of: date, day: date) -> tuple[list[OpenItem], bool]:
        newest = as_of == self._ledger.default_as_of()
        items, paid = owed_items(self._ledger, as_of, day if newest else as_of, new.client_id)
        if new.items:
            wanted = dict(new.items)
            items = [i for i in items if i.invoice_id in wanted]
        elif new.kind in SPEAKS_OF_OVERDUE:
            items = [i for i in items if i.days > 0]
        return sorted(items, key=lambda i: (i.due_date or date.max, i.number)), paid

    def organisations(self, client_id: int, as_of: date) -> tuple[tuple[str, str], ...]:
        """(key, name) of each organisation of ours that a client owes to on a day, the largest debt first."""
        origins, owed = origins_of(self._ledger, client_id), dict[str, int]()
        for item in self._ledger.analysis.items(as_of, client_id):
            key = origins[item.invoice_id][0]
            owed[key] = owed.get(key, 0) + max(0, item.balance)
        named = {organisation_key(name): name for name in self._ledger.analysis.organisations()}
        names = {organisation_key(one.name): one.name for one in self.own_all()}
        ordered = sorted((key for key, amount in owed.items() if amount), key=lambda key: -owed[key])
        return tuple((key, names.get(key, named.get(key, key))) for key in ordered)

    def _until(self, day: date, term: int) -> date:
        """The day by which an answer is asked for: ``term`` calendar days of a claim, else some working days; a day off
        at its end gives way to the next working one."""
        calendar = self._ledger.law.calendar()
        return calendar.on_or_after(day + timedelta(days=term)) if term else calendar.add(day, ANSWER_DAYS)

    def _claim_days(self, client_id: int) -> int:
        """The term of a claim: the longest that a contract of the client gives, else 30 days from sending."""
        given = [one.claim_days for one in self._ledger.dossier.contracts(client_id) if one.claim_days]
        return max(given, default=CLAIM_DAYS)

    def _schedule(self, new: NewLetter, as_of: date) -> tuple[tuple[date, Kopecks], ...]:
        """Lines of the client's open repayment schedule, for the papers that agree on one."""
        if new.kind not in (LetterKind.SCHEDULE, LetterKind.GUARANTEE):
            return ()
        agreed = [one for one in self._ledger.schedules.list(as_of, new.client_id) if one.closed_on is None]
        return tuple((line.due, line.amount) for line in agreed[0].lines) if agreed else ()

    def _act(self, new: NewLetter, client_id: int, as_of: date, ours: Collection[int]) -> Reconciliation | None:
        from app.models import letters

        if new.kind is not LetterKind.RECONCILIATION:
            return None
        since = new.since or as_of.replace(month=1, day=1)
        if since > as_of:
            raise InputRefused(_("The period of a reconciliation begins before it ends."))
        with self._ledger.store.read() as connection:
            opening, rows, closing = letters.operations(connection, client_id, since, as_of, ours)
        return Reconciliation(
            since, as_of, opening, tuple(replace(row, text=act_words(row.text)) for row in rows), closing
        )


def file_names(content: LetterContent) -> list[str]:
    """Names of its files: «исх 0012-2026 претензия Магнум.docx», and the same as PDF; a draft has no number."""
    client = " ".join(re.sub(r"[^\w .-]", " ", content.client.name).split())[:60].strip(". ")
    number = f"исх {content.number:04d}-{content.year}" if content.number else "черновик"
    name = f"{number} {kind_word(content.kind)} {client}".strip()
    return [f"{name}.docx", f"{name}.pdf"]


def kind_word(kind: LetterKind) -> str:
    """The name of a paper as it stands in the register: Russian data, like the papers themselves."""
    return {
        LetterKind.REMINDER: "напоминание",
        LetterKind.OVERDUE: "уведомление о просрочке",
        LetterKind.SUSPENSION: "уведомление о приостановке отгрузок",
        LetterKind.DIRECTOR: "уведомление коммерческого директора",
        LetterKind.CLAIM: "претензия",
        LetterKind.GUARANTEE: "гарантийное письмо",
        LetterKind.SCHEDULE: "соглашение о графике погашения",
        LetterKind.RECONCILIATION: "акт сверки",
        LetterKind.LEGAL_TRANSFER: "передача юристу",
        LetterKind.STOP_MEMO: "служебная записка о стоп-отгрузке",
        LetterKind.RELEASE_MEMO: "служебная записка о разрешении отгрузки",
    }[kind]
