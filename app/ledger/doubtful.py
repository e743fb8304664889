"""Doubtful debts: the tax reserve and the clock of limitation over the book, with what people acknowledge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.domain.debt import OpenItem
from app.domain.limitation import Acknowledged, Limitation, Nearness, limitation
from app.domain.money import Kopecks
from app.domain.reserve import Reserve, reserve
from app.errors import InputRefused
from app.i18n import _

if TYPE_CHECKING:
    from app.ledger.book import Ledger
    from app.models.doubtful import StoredAcknowledgment

_ALWAYS = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class ClockLine:
    """An overdue document and how long it can still be sued for."""

    item: OpenItem
    clock: Limitation


class Doubtful:
    """Figures for reference: the law's defaults over the book's facts and people's acknowledgments."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def reserve(self, as_of: date) -> Reserve:
        """The tax reserve on a date. Revenue for the cap is what a person named; without it there is no cap."""
        from app.models import doubtful

        with self._ledger.store.read() as connection:
            apart = doubtful.secured(connection)
        items = self._ledger.analysis.items(as_of)
        secured = frozenset(item.invoice_id for item in items if item.client_id in apart)
        return reserve(items, as_of, self.revenue(as_of), secured)

    def revenue(self, as_of: date) -> Kopecks | None:
        """Revenue of the tax period as named, kopecks; None when nobody named it."""
        stored = self._ledger.policy.get("reserve_revenue", as_of)
        return stored if isinstance(stored, int) else None

    def set_revenue(self, kopecks: Kopecks | None, valid_from: date = _ALWAYS) -> None:
        """Name it, from a day on; None: no cap. Raises ``InputRefused`` for a negative sum."""
        if kopecks is not None and kopecks < 0:
            raise InputRefused(_("Revenue cannot be below zero."))
        self._ledger.policy.put("reserve_revenue", kopecks, _("revenue for the cap of the reserve"), valid_from)

    def clocks(self, as_of: date, client_id: int | None = None) -> tuple[ClockLine, ...]:
        """Overdue documents with their clocks, the one that ends first on top; of one client or of all."""
        from app.models import doubtful

        calendar = self._ledger.law.calendar()
        items = [i for i in self._ledger.analysis.items(as_of, client_id) if i.days > 0 and i.balance > 0]
        with self._ledger.store.read() as connection:
            said = doubtful.acknowledgments(connection)
            claimed = doubtful.claims(connection, as_of)
        by_client: dict[int, list[StoredAcknowledgment]] = {}
        for one in said:
            by_client.setdefault(one.client_id, []).append(one)
        lines = []
        for item in items:
            assert item.due_date is not None, "overdue days come from a due date"
            mine = [a.what for a in by_client.get(item.client_id, ()) if _covers(a, item)]
            clock = limitation(item.due_date, as_of, mine, claimed.get(item.invoice_id, ()), calendar)
            lines.append(ClockLine(item, clock))
        return tuple(sorted(lines, key=lambda line: (line.clock.expires, -line.item.balance, line.item.number)))

    def expiring(self, as_of: date) -> tuple[ClockLine, ...]:
        """Documents whose clock ends within six months, or has ended."""
        return tuple(line for line in self.clocks(as_of) if line.clock.warning is not Nearness.NONE)

    def acknowledgments(self, client_id: int) -> tuple[StoredAcknowledgment, ...]:
        """What a client acknowledged, oldest first."""
        from app.models import doubtful

        with self._ledger.store.read() as connection:
            return tuple(doubtful.acknowledgments(connection, client_id))

    def acknowledge(self, client_id: int, said: Acknowledged, invoice_id: int | None = None) -> int:
        """Keep an acknowledgment, of one document or of all due by its day; returns its number. Undoable.

        Raises ``InputRefused`` without a document, for a day that has not come, or an unknown client.
        """
        from app.models.work_schema import acknowledgment

        if not said.document.strip():
            raise InputRefused(_("Name the paper in which the debt is acknowledged: an act, a letter, an agreement."))
        if said.day > self._ledger.today():
            raise InputRefused(_("The day of the acknowledgment has not come yet."))
        info = self._ledger.clients.info(client_id)
        text = _("acknowledgment of debt by {client}").format(client=info.name)
        with self._ledger.operation("work", text, info.client_id) as (_connection, recorder):
            values = {
                "client_id": info.client_id, "invoice_id": invoice_id, "day": said.day.toordinal(),
                "document": said.document.strip()[:300], "signatory": said.signatory.strip()[:200],
                "powers": said.powers.strip()[:200],
            }  # fmt: skip
            return recorder.insert(acknowledgment, values)

    def forget(self, acknowledgment_id: int) -> None:
        """Take an acknowledgment out; undo brings it back."""
        from app.models.work_schema import acknowledgment

        with self._ledger.operation("work", _("removal of an acknowledgment")) as (_connection, recorder):
            recorder.delete(acknowledgment, acknowledgment_id)


def _covers(stored: StoredAcknowledgment, item: OpenItem) -> bool:
    if stored.invoice_id is not None:
        return stored.invoice_id == item.invoice_id
    return item.due_date is not None and item.due_date <= stored.what.day
