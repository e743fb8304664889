"""Work: talks and promises. Nothing here ever changes what bookkeeping stated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from app.domain import reasons
from app.domain.reasons import Evasion, Phrase, Reason
from app.domain.work import Contact, NewContact, Promise, PromiseRecord, PromiseState, record_of
from app.errors import InputRefused
from app.formats import day as day_text
from app.i18n import _, ngettext

if TYPE_CHECKING:
    from app.ledger.book import Ledger
    from app.ledger.legal import Copied
    from app.models.journal import Recorder
    from app.models.store import Connection

LONGEST = 4000


class Work:
    """Recording and reading talks and promises."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def record(self, new: NewContact) -> Contact:
        """Write a talk, its promise when both date and sum are given, and its files: one operation, one undo.

        Raises ``InputRefused`` for half a promise, a promise into the past, a sum of zero, a next contact before
        the talk, an unknown client, or a file that cannot be kept.
        """
        with self._ledger.attachments.copied(new.files) as copies, self._ledger.store.write() as connection:
            client = self._validated(connection, new)
            text = _with_files(_("contact with {client}").format(client=client), len(copies))
            contact_id = self._write(self._recorder(connection, text), connection, new, copies)
        return self._done(new.client_id, contact_id)

    def record_all(self, contacts: Sequence[NewContact]) -> int:
        """Write the answers of a call sheet in one operation: all of them or none, and one undo takes all back. Returns
        how many. Raises as ``record``."""
        from app.ledger.book import Changes

        if not contacts:
            return 0
        files = [path for new in contacts for path in new.files]
        with self._ledger.attachments.copied(files) as copies, self._ledger.store.write() as connection:
            text = ngettext("call sheet: {n} answer", "call sheet: {n} answers", len(contacts)).format(n=len(contacts))
            recorder = self._recorder(connection, text)
            rest = iter(copies)
            for new in contacts:
                self._validated(connection, new)
                self._write(recorder, connection, new, tuple(islice(rest, len(new.files))))
        self._ledger.announce(Changes(work=True))
        return len(contacts)

    def edit(self, contact_id: int, new: NewContact) -> Contact:
        """Change a talk; its promise and its files follow the form, one undo takes all back. Raises as ``record``."""
        from app.models import legal
        from app.models.schema import contact
        from app.models.work_schema import attachment

        with self._ledger.attachments.copied(new.files) as copies, self._ledger.store.write() as connection:
            client = self._validated(connection, new)
            text = _with_files(_("change of a contact with {client}").format(client=client), len(copies))
            recorder = self._recorder(connection, text)
            recorder.update(contact, contact_id, self._values(new))
            self._set_promise(recorder, connection, contact_id, new)
            for attachment_id in legal.files_of(connection, contact_id):
                if attachment_id in new.unfiled:
                    recorder.delete(attachment, attachment_id)
            self._ledger.attachments.write(recorder, new.client_id, contact_id, copies)
        return self._done(new.client_id, contact_id)

    def delete(self, contact_id: int) -> None:
        """Take a talk out with all that was promised in it; its files stay with the client, of no talk any more. Undo
        brings it back with them."""
        from app.ledger.book import Changes
        from app.models import legal, work
        from app.models.schema import contact, promise
        from app.models.work_schema import attachment

        with self._ledger.store.write() as connection:
            recorder = self._recorder(connection, _("removal of a contact"))
            for promise_id in work.promises_of(connection, contact_id):
                recorder.delete(promise, promise_id)
            for attachment_id in legal.files_of(connection, contact_id):
                recorder.update(attachment, attachment_id, {"contact_id": None})
            recorder.delete(contact, contact_id)
        self._ledger.announce(Changes(work=True))

    def promises(self, as_of: date, client_id: int = 0) -> tuple[Promise, ...]:
        """Promises made by ``as_of``, judged by money; of one client or of all."""
        from app.models import work

        dates = self._ledger.report_dates()
        with self._ledger.store.read() as connection:
            return tuple(work.promises(connection, as_of, dates, client_id))

    @staticmethod
    def reliable(promises: tuple[Promise, ...]) -> frozenset[int]:
        """Clients who kept at least half of their judged promises (and have some)."""
        kept: dict[int, list[bool]] = {}
        for promise in promises:
            if promise.state not in (PromiseState.OPEN, PromiseState.MOVED):
                kept.setdefault(promise.client_id, []).append(promise.state is PromiseState.KEPT)
        return frozenset(client for client, marks in kept.items() if sum(marks) * 2 >= len(marks))

    def _validated(self, connection: Connection, new: NewContact) -> str:
        from app.models import clients

        client = clients.info(connection, new.client_id)
        if client is None:
            raise InputRefused(_("There is no such client in the book."))
        if (new.promise_due is None) != (new.promise_amount is None):
            raise InputRefused(_("A promise needs both a date and a sum."))
        if new.promise_amount is not None and new.promise_amount <= 0:
            raise InputRefused(_("The promised sum must be above zero."))
        if new.promise_due is not None and new.promise_due < new.at:
            raise InputRefused(_("The promised date {day} is before the talk.").format(day=day_text(new.promise_due)))
        if new.next_contact is not None and new.next_contact < new.at:
            raise InputRefused(_("The next contact {day} is before the talk.").format(day=day_text(new.next_contact)))
        if not (new.result.strip() or new.note.strip() or new.promise_due):
            raise InputRefused(_("Say how the talk ended: a result, a note or a promise."))
        return client.name

    def _write(self, recorder: Recorder, connection: Connection, new: NewContact, copies: Sequence[Copied]) -> int:
        from app.models.schema import contact

        contact_id = recorder.insert(contact, self._values(new))
        self._set_promise(recorder, connection, contact_id, new)
        self._ledger.attachments.write(recorder, new.client_id, contact_id, copies)
        return contact_id

    def _values(self, new: NewContact) -> dict[str, Any]:
        return {
            "client_id": new.client_id,
            "day": new.at.toordinal(),
            "channel": new.channel.value,
            "manager": new.manager.strip()[:200],
            "person": new.person.strip()[:200],
            "result": new.result.strip()[:500],
            "note": new.note.strip()[:LONGEST],
            "next_contact": new.next_contact.toordinal() if new.next_contact else None,
            "recorded_at": self._ledger.now().isoformat(timespec="seconds"),
            "reason": new.reason,
            "evasion": self._evasion(f"{new.result}. {new.note}"),
            "asked": new.asked,
        }

    def _set_promise(self, recorder: Recorder, connection: Connection, contact_id: int, new: NewContact) -> None:
        from app.models import work
        from app.models.schema import promise

        known = work.promise_of(connection, contact_id)
        if new.promise_due is None:
            if known is not None:
                recorder.delete(promise, known)
            return
        values = {
            "client_id": new.client_id,
            "contact_id": contact_id,
            "made_on": new.at.toordinal(),
            "due": new.promise_due.toordinal(),
            "amount": new.promise_amount,
            "who": new.person.strip()[:200],
            "manager": new.manager.strip()[:200],
        }
        if known is None:
            recorder.insert(promise, values)
        else:
            recorder.update(promise, known, values)

    def move(self, promise_id: int, due: date, amount: int, today: date | None = None) -> None:
        """The client asks for another day or sum: a new promise takes the place of the old one, which stays in the
        history as moved. Undoable.

        Raises ``InputRefused`` for a promise already moved or unknown, a day before today, or a sum of zero.
        """
        from app.models import work
        from app.models.schema import promise

        day = today or self._ledger.today()
        if amount <= 0:
            raise InputRefused(_("The promised sum must be above zero."))
        if due < day:
            raise InputRefused(_("The promised date {day} is before the talk.").format(day=day_text(due)))
        with self._ledger.store.read() as connection:
            old = work.promise_row(connection, promise_id)
        if old is None or old["moved_to"] is not None:
            raise InputRefused(_("This promise was already moved; choose the one that took its place."))
        if date.fromordinal(old["made_on"]) > day:
            raise InputRefused(_("A promise cannot be moved before it was made."))
        with self._ledger.operation("work", _("promise moved"), old["client_id"]) as (_connection, recorder):
            values = {name: old[name] for name in ("client_id", "contact_id", "who", "manager", "schedule_id")}
            values |= {"made_on": day.toordinal(), "due": due.toordinal(), "amount": amount}
            made = recorder.insert(promise, values)
            recorder.update(promise, promise_id, {"moved_to": made})

    def reliability(self, as_of: date, by: str = "client") -> dict[str, PromiseRecord]:
        """How promises are kept, by ``client`` (its number as text), ``person`` who promised, or ``manager`` through
        whom; people without a name are left out."""
        groups: dict[str, list[Promise]] = {}
        for one in self.promises(as_of):
            key = {"client": str(one.client_id), "person": one.who, "manager": one.manager}[by]
            if key:
                groups.setdefault(key, []).append(one)
        return {key: record_of(mine) for key, mine in groups.items()}

    def reasons(self) -> tuple[Reason, ...]:
        """Reasons of delay with what to do: the article's and those that people added."""
        stored = self._ledger.policy.get("reasons", self._ledger.today())
        own = [
            Reason(str(one["key"]), str(one["title"]), tuple(str(a) for a in one["actions"]), bool(one["harder"]))
            for one in (stored if isinstance(stored, list) else [])
            if isinstance(one, dict) and isinstance(one.get("actions"), list)
        ]
        return (*reasons.reasons(), *own)

    def phrases(self) -> tuple[Phrase, ...]:
        """Phrases of evasion: the article's and those that people added."""
        stored = self._ledger.policy.get("phrases", self._ledger.today())
        own = [
            Phrase(str(one["text"]), Evasion(str(one["kind"])))
            for one in (stored if isinstance(stored, list) else [])
            if isinstance(one, dict)
        ]
        return (*reasons.phrases(), *own)

    def _evasion(self, words: str) -> str:
        found = reasons.recognise(words, self.phrases())
        return "" if found is None else found.kind.value

    def _recorder(self, connection: Connection, text: str) -> Recorder:
        from app.models.journal import Recorder

        return Recorder(connection, "work", text, self._ledger.store.owner, self._ledger.now())

    def _done(self, client_id: int, contact_id: int) -> Contact:
        from app.ledger.book import Changes

        self._ledger.announce(Changes(work=True, client_id=client_id))
        contacts = self._ledger.clients.contacts(client_id, date.max)
        return next(contact for contact in contacts if contact.contact_id == contact_id)


def _with_files(what: str, files: int) -> str:
    """Words of an operation, with how many files it keeps."""
    return _("{what}, files: {n}").format(what=what, n=files) if files else what
