"""Work: talks and promises. Nothing here ever changes what bookkeeping stated."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from app.domain.work import Contact, NewContact, Promise, PromiseState
from app.errors import InputRefused
from app.formats import day as day_text
from app.i18n import _

if TYPE_CHECKING:
    from app.ledger.book import Ledger
    from app.models.journal import Recorder
    from app.models.store import Connection

LONGEST = 4000


class Work:
    """Recording and reading talks and promises."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def record(self, new: NewContact) -> Contact:
        """Write a talk, and its promise when both date and sum are given.

        Raises ``InputRefused`` for half a promise, a promise into the past, a sum of zero, a next contact before
        the talk, or an unknown client.
        """
        from app.models.schema import contact

        with self._ledger.store.write() as connection:
            client = self._validated(connection, new)
            recorder = self._recorder(connection, _("contact with {client}").format(client=client))
            contact_id = recorder.insert(contact, self._values(new))
            self._set_promise(recorder, connection, contact_id, new)
        return self._done(new.client_id, contact_id)

    def edit(self, contact_id: int, new: NewContact) -> Contact:
        """Change a talk; its promise follows the form. Raises as ``record``."""
        from app.models.schema import contact

        with self._ledger.store.write() as connection:
            client = self._validated(connection, new)
            text = _("change of a contact with {client}").format(client=client)
            recorder = self._recorder(connection, text)
            recorder.update(contact, contact_id, self._values(new))
            self._set_promise(recorder, connection, contact_id, new)
        return self._done(new.client_id, contact_id)

    def delete(self, contact_id: int) -> None:
        """Take a talk out; undo brings it back."""
        from app.ledger.book import Changes
        from app.models import work
        from app.models.schema import contact, promise

        with self._ledger.store.write() as connection:
            recorder = self._recorder(connection, _("removal of a contact"))
            promise_id = work.promise_of(connection, contact_id)
            if promise_id is not None:
                recorder.delete(promise, promise_id)
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
            if promise.state is not PromiseState.OPEN:
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
        }
        if known is None:
            recorder.insert(promise, values)
        else:
            recorder.update(promise, known, values)

    def _recorder(self, connection: Connection, text: str) -> Recorder:
        from app.models.journal import Recorder

        return Recorder(connection, "work", text, self._ledger.store.owner, self._ledger.now())

    def _done(self, client_id: int, contact_id: int) -> Contact:
        from app.ledger.book import Changes

        self._ledger.announce(Changes(work=True, client_id=client_id))
        contacts = self._ledger.clients.contacts(client_id, date.max)
        return next(contact for contact in contacts if contact.contact_id == contact_id)
