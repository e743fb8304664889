"""What stands between a debt and its payment: disputes, pauses, hand-overs, repayment schedules.

Each write is one named operation that undo takes back. Nothing here changes what bookkeeping stated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from app.domain.debtor import Dispute, Handover, Pause, Role, Schedule
from app.domain.money import Kopecks
from app.domain.work import PromiseState
from app.errors import InputRefused
from app.formats import day as day_text
from app.formats import money_sign
from app.i18n import _

if TYPE_CHECKING:
    from app.domain.client import ClientInfo
    from app.ledger.book import Ledger

LONG = 1000


@dataclass(frozen=True, slots=True)
class NewDispute:
    """A dispute to be opened."""

    client_id: int
    amount: Kopecks
    reason: str
    owner: str = ""
    answer_by: date | None = None
    invoice_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewHandover:
    """A hand-over to be made."""

    client_id: int
    role: Role
    owner: str
    basis: str
    given_by: str = ""
    answer_by: date | None = None


class Disputes:
    """Sums that clients do not agree to owe."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def list(self, as_of: date, client_id: int = 0, *, open_only: bool = True) -> tuple[Dispute, ...]:
        """Those begun by a day, of one client or of all (0), the earliest answer first."""
        from app.models import debtor

        with self._ledger.store.read() as connection:
            return tuple(debtor.disputes(connection, as_of, client_id, open_only=open_only))

    def open(self, new: NewDispute, day: date | None = None) -> int:
        """Open one; returns its number. Raises ``InputRefused`` without a sum or a reason."""
        from app.models.work_schema import dispute

        day = day or self._ledger.today()
        if new.amount <= 0:
            raise InputRefused(_("The disputed sum must be above zero."))
        if not new.reason.strip():
            raise InputRefused(_("Say what the client does not agree with."))
        if new.answer_by is not None and new.answer_by < day:
            raise InputRefused(_("The day of the answer is before the dispute."))
        info = self._ledger.clients.info(new.client_id)
        text = _("dispute with {client}").format(client=info.name)
        with self._ledger.operation("work", text, info.client_id) as (_connection, recorder):
            values = {
                "client_id": info.client_id, "invoice_id": new.invoice_id, "day": day.toordinal(), "amount": new.amount,
                "reason": new.reason.strip()[:LONG], "owner": new.owner.strip()[:200],
                "answer_by": _ordinal(new.answer_by),
            }  # fmt: skip
            return recorder.insert(dispute, values)

    def close(self, dispute_id: int, outcome: str, day: date | None = None) -> None:
        """Close one with its outcome. Raises ``InputRefused`` without an outcome, or for an unknown one."""
        from app.models.work_schema import dispute

        if not outcome.strip():
            raise InputRefused(_("Say how the dispute ended."))
        client_id = _owner(self._ledger, "dispute", dispute_id)
        values = {"closed_on": (day or self._ledger.today()).toordinal(), "outcome": outcome.strip()[:LONG]}
        with self._ledger.operation("work", _("dispute closed"), client_id) as (_connection, recorder):
            recorder.update(dispute, dispute_id, values)


class Pauses:
    """Days in which nobody is called."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def list(self, client_id: int = 0) -> tuple[Pause, ...]:
        """Pauses of one client or of all (0), past ones too, the newest first."""
        from app.models import debtor

        with self._ledger.store.read() as connection:
            return tuple(debtor.pauses(connection, client_id))

    def on(self, as_of: date) -> dict[int, Pause]:
        """Clients paused on a day."""
        return {pause.client_id: pause for pause in reversed(self.list()) if pause.holds(as_of)}

    def put(self, client_id: int, until: date, reason: str, since: date | None = None) -> int:
        """Pause a client; returns the pause's number. Raises ``InputRefused`` without an end after its beginning or
        without a reason."""
        from app.models.work_schema import pause

        since = since or self._ledger.today()
        if until < since:
            raise InputRefused(_("A pause ends after it begins."))
        if not reason.strip():
            raise InputRefused(_("Say why nobody should call."))
        info = self._ledger.clients.info(client_id)
        text = _("pause for {client} until {day}").format(client=info.name, day=day_text(until))
        with self._ledger.operation("work", text, info.client_id) as (_connection, recorder):
            values = {
                "client_id": info.client_id, "since": since.toordinal(), "until": until.toordinal(),
                "reason": reason.strip()[:LONG],
            }  # fmt: skip
            return recorder.insert(pause, values)

    def lift(self, pause_id: int, day: date | None = None) -> None:
        """End a pause early: from that day on calls go on."""
        from app.models.work_schema import pause

        client_id = _owner(self._ledger, "pause", pause_id)
        with self._ledger.operation("work", _("pause lifted"), client_id) as (_connection, recorder):
            recorder.update(pause, pause_id, {"lifted_on": (day or self._ledger.today()).toordinal()})


class Handovers:
    """Who works with a client now. One at a time: nothing is handed over twice or forgotten."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def list(self, as_of: date, client_id: int = 0, *, open_only: bool = True) -> tuple[Handover, ...]:
        """Those made by a day, the newest first."""
        from app.models import debtor

        with self._ledger.store.read() as connection:
            return tuple(debtor.handovers(connection, as_of, client_id, open_only=open_only))

    def give(self, new: NewHandover, day: date | None = None) -> int:
        """Hand a client over; returns the hand-over's number.

        Raises ``InputRefused`` without a person or a basis, or while somebody else has the client.
        """
        return self.give_all((new,), day)[0]

    def give_all(self, news: Sequence[NewHandover], day: date | None = None) -> tuple[int, ...]:
        """The same of several clients in one operation: all of them or none."""
        from app.models.work_schema import handover

        day = day or self._ledger.today()
        clients = [self._free(new) for new in news]
        if not clients:
            return ()
        if len({info.client_id for info in clients}) < len(clients):
            raise InputRefused(_("Each client is handed over once."))
        text = _("hand-over of {client} to {owner}").format(client=clients[0].name, owner=news[0].owner.strip()[:200])
        if len(news) > 1:
            text = _("hand-over of clients: {n}").format(n=len(news))
        with self._ledger.operation("work", text, clients[0].client_id) as (_connection, recorder):
            return tuple(
                recorder.insert(
                    handover,
                    {
                        "client_id": info.client_id, "day": day.toordinal(), "role": new.role.value,
                        "owner": new.owner.strip()[:200], "basis": new.basis.strip()[:LONG],
                        "given_by": new.given_by.strip()[:200], "answer_by": _ordinal(new.answer_by),
                    },
                )
                for new, info in zip(news, clients, strict=True)
            )  # fmt: skip

    def _free(self, new: NewHandover) -> ClientInfo:
        """The client of a hand-over that may be made."""
        if not new.owner.strip() or not new.basis.strip():
            raise InputRefused(_("Name who takes the client and on what basis."))
        info = self._ledger.clients.info(new.client_id)
        held = self.list(date.max, info.client_id)
        if held:
            raise InputRefused(
                _("{client} was already handed over to {owner} on {day}.").format(
                    client=info.name, owner=held[0].owner, day=day_text(held[0].day)
                ),
                _("Take it back first."),
            )
        return info

    def take_back(self, handover_id: int, outcome: str, day: date | None = None) -> None:
        """The client returns to its manager, with what came of it. Raises ``InputRefused`` without an outcome."""
        from app.models.work_schema import handover

        if not outcome.strip():
            raise InputRefused(_("Say what came of the hand-over."))
        client_id = _owner(self._ledger, "handover", handover_id)
        values = {"returned_on": (day or self._ledger.today()).toordinal(), "outcome": outcome.strip()[:LONG]}
        with self._ledger.operation("work", _("hand-over ended"), client_id) as (_connection, recorder):
            recorder.update(handover, handover_id, values)


class Schedules:
    """Repayment schedules: their lines are promises."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def list(self, as_of: date, client_id: int = 0) -> tuple[Schedule, ...]:
        """Those agreed by a day with their lines judged, the newest first."""
        from app.models import debtor

        with self._ledger.store.read() as connection:
            found = debtor.schedules(connection, as_of, client_id)
        promises = self._ledger.work.promises(as_of, client_id) if found else ()
        out = []
        for one in found:
            lines = sorted(
                (p for p in promises if p.schedule_id == one.schedule_id), key=lambda p: (p.due, p.promise_id)
            )
            late = sum(1 for p in lines if p.state in (PromiseState.BROKEN, PromiseState.PART))
            out.append(replace(one, lines=tuple(lines), late=late))
        return tuple(out)

    def make(
        self,
        client_id: int,
        lines: Sequence[tuple[date, Kopecks]],
        document: str,
        who: str = "",
        day: date | None = None,
    ) -> int:
        """Agree on a schedule; returns its number. Due dates and overdue days of the documents stay as they are.

        Raises ``InputRefused`` for less than two lines, days out of order or before today, a sum of zero, or more than
        the client owes.
        """
        from app.models.schema import contact, promise
        from app.models.work_schema import schedule

        day = day or self._ledger.today()
        info = self._ledger.clients.info(client_id)
        self._refuse(info.client_id, lines, document, day)
        text = _("repayment schedule of {client}").format(client=info.name)
        with self._ledger.operation("work", text, info.client_id) as (_connection, recorder):
            made = recorder.insert(
                schedule,
                {
                    "client_id": info.client_id, "day": day.toordinal(), "amount": sum(sum_ for _day, sum_ in lines),
                    "document": document.strip()[:300],
                },
            )  # fmt: skip
            talk = recorder.insert(
                contact,
                {
                    "client_id": info.client_id, "day": day.toordinal(), "channel": "letter",
                    "person": who.strip()[:200], "manager": info.manager,
                    "result": _("repayment schedule agreed: {document}").format(document=document.strip()[:300]),
                    "recorded_at": self._ledger.now().isoformat(timespec="seconds"),
                },
            )  # fmt: skip
            for due, amount in lines:
                values = {
                    "client_id": info.client_id, "contact_id": talk, "made_on": day.toordinal(),
                    "due": due.toordinal(), "amount": amount, "who": who.strip()[:200], "manager": info.manager,
                    "schedule_id": made,
                }  # fmt: skip
                recorder.insert(promise, values)
            return made

    def close(self, schedule_id: int, day: date | None = None) -> None:
        """End a schedule: it was carried out, or the whole debt is claimed at once."""
        from app.models.work_schema import schedule

        client_id = _owner(self._ledger, "schedule", schedule_id)
        with self._ledger.operation("work", _("repayment schedule ended"), client_id) as (_connection, recorder):
            recorder.update(schedule, schedule_id, {"closed_on": (day or self._ledger.today()).toordinal()})

    def _refuse(self, client_id: int, lines: Sequence[tuple[date, Kopecks]], document: str, day: date) -> None:
        if len(lines) < 2:
            raise InputRefused(_("A schedule has two lines at least; one payment is a promise."))
        if not document.strip():
            raise InputRefused(_("Name the agreement on which the schedule rests."))
        days = [due for due, _amount in lines]
        if days != sorted(set(days)) or days[0] < day:
            raise InputRefused(_("The days of a schedule go forward from today."))
        if any(amount <= 0 for _due, amount in lines):
            raise InputRefused(_("Each line of a schedule has a sum above zero."))
        owed = sum(item.balance for item in self._ledger.analysis.items(self._ledger.default_as_of(), client_id))
        whole = sum(amount for _due, amount in lines)
        if whole > owed:
            raise InputRefused(
                _("The schedule is of {sum}, the client owes {debt}.").format(
                    sum=money_sign(whole), debt=money_sign(max(0, owed))
                )
            )


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _owner(ledger: Ledger, table: str, row_id: int) -> int:
    from app.models import debtor

    with ledger.store.read() as connection:
        found = debtor.owner_of(connection, table, row_id)
    if found is None:
        raise InputRefused(_("There is no such record in the book."))
    return found
