"""Clients: the list, the debt card, the search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from app.domain import aging
from app.domain.aging import AgingLine, AgingRules
from app.domain.client import ClientCard, ClientInfo, ClientList, ClientPart, ClientRow
from app.domain.debt import OpenItem
from app.domain.names import search_text
from app.domain.traits import Trait
from app.domain.work import Contact, record_of
from app.errors import InputRefused
from app.i18n import _

if TYPE_CHECKING:
    from app.ledger.book import Ledger
    from app.models.clients import NamedClient

CARD_WEEKS = 26


class Clients:
    """Reading clients on a date."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def list(self, as_of: date, own: str | None = None) -> ClientList:
        """Every client with documents, sales or talks: the largest debt first, those without any by name. ``own``:
        one of ``analysis.organisations()``, whose documents alone are summed."""
        from app.models import aging as queries
        from app.models import clients

        rules = self._ledger.policy.rules(as_of)
        wordings = self._ledger.analysis.wordings(own)
        with self._ledger.store.read() as connection:
            lines = {line.client_id: line for line in queries.client_lines(connection, as_of, rules, wordings)}
            known = clients.named(connection)
        groups = self._ledger.traits.holding_names()
        empty = aging.fold("", "", (), rules)
        rows = [_row(client, lines.get(client.client_id, empty), groups.get(client.client_id, "")) for client in known]
        rows.sort(key=lambda row: (-row.total, row.name.casefold(), row.client_id))
        return ClientList(as_of, tuple(rows), aging.sum_lines(lines.values(), _("Total"), rules))

    def info(self, client_id: int) -> ClientInfo:
        """Who a client is, or the one it was merged into. Raises ``InputRefused`` for one the book does not have."""
        from app.models import clients

        with self._ledger.store.read() as connection:
            info = clients.info(connection, client_id)
        if info is None:
            raise InputRefused(_("There is no such client in the book."))
        return info

    def card(self, client_id: int, as_of: date, worked: date | None = None) -> ClientCard:
        """The debt card. ``worked``: the day up to which talks and promises are shown, when it is later: what was said
        after the newest report. Raises ``InputRefused`` for a client the book does not have."""
        from app.models import history, work

        rules = self._ledger.policy.rules(as_of)
        info = self.info(client_id)
        client_id = info.client_id  # of the client this one was merged into
        until = max(as_of, worked or as_of)
        promises = self._ledger.work.promises(until, client_id)
        with self._ledger.store.read() as connection:
            delays = history.delays(connection, client_id, as_of)
            contacts = work.contacts(connection, client_id, until, promises)
        items = self._ledger.analysis.items(as_of, client_id)
        waiting = [c.next_contact for c in contacts[:1] if c.next_contact is not None]
        known = self._ledger.traits.of(client_id)
        group = known.value(Trait.HOLDING)
        return ClientCard(
            client=info,
            as_of=as_of,
            line=_line(str(client_id), info.name, items, rules),
            rules=rules,
            items=tuple(sorted(items, key=lambda item: (-item.days, -item.balance, item.number))),
            contacts=tuple(contacts),
            promises=record_of(promises),
            series=self._ledger.analysis.series(as_of, CARD_WEEKS, client_id),
            mean_delay=_mean_delay(delays),
            next_contact=waiting[0] if waiting else None,
            money=self._ledger.payments.loose(client_id, as_of),
            traits=known,
            holding=self._ledger.traits.holding(group, as_of) if group else None,
        )

    def contacts(self, client_id: int, until: date) -> tuple[Contact, ...]:
        """Talks with a client, newest first."""
        from app.models import work

        as_of = min(until, self._ledger.default_as_of()) if until != date.max else date.max
        promises = self._ledger.work.promises(as_of, client_id)
        with self._ledger.store.read() as connection:
            return tuple(work.contacts(connection, client_id, until, promises))

    def merge(self, keep_id: int, other_id: int) -> None:
        """Show and count one client under another, in past and coming reports too. Undoable.

        Raises ``InputRefused`` for an unknown client or the same one twice.
        """
        from app.ledger import families

        families.merge(self._ledger, keep_id, other_id)

    def split(self, client_id: int, names: Sequence[str] = (), managers: Sequence[str] = ()) -> int:
        """Make a client of its own out of what files state under these names, or under these managers; coming files
        are told apart the same way. Returns its id. Undoable.

        Raises ``InputRefused`` when nothing would be parted or nothing left.
        """
        from app.ledger import families

        return families.split(self._ledger, client_id, names, managers)

    def parts(self, client_id: int, as_of: date) -> tuple[ClientPart, ...]:
        """The names and managers under which files state a client: what it may be split by."""
        from app.models import families

        with self._ledger.store.read() as connection:
            return tuple(families.parts(connection, client_id, as_of))

    def managers(self) -> tuple[str, ...]:
        """Managers there are, by name."""
        from app.models import clients

        with self._ledger.store.read() as connection:
            return tuple(clients.managers(connection))

    def find_invoices(self, text: str) -> frozenset[int]:
        """Clients that have a document whose number contains the text."""
        from app.models import clients

        if not text.strip():
            return frozenset()
        with self._ledger.store.read() as connection:
            return clients.with_number(connection, text.strip())


def _row(client: NamedClient, line: AgingLine, group: str) -> ClientRow:
    return ClientRow(
        client_id=client.client_id,
        name=client.name,
        inn=client.inn,
        manager=client.manager,
        total=line.total,
        overdue=line.overdue,
        advances=line.advances,
        max_days=line.max_days,
        zone=line.zone,
        search=f"{client.search} {search_text(group)}" if group else client.search,
    )


def _line(key: str, label: str, items: tuple[OpenItem, ...], rules: AgingRules) -> AgingLine:
    cells = (aging.cell_of(item, key, rules) for item in items)
    return replace(aging.fold(key, label, cells, rules), client_id=int(key))


def _mean_delay(delays: list[tuple[int, int]]) -> int | None:
    """Mean days after the due date at which documents were settled, weighted by sum, early ones as zero."""
    whole = sum(amount for _days, amount in delays)
    if not whole:
        return None
    weighted = sum(max(days, 0) * amount for days, amount in delays)
    return int((Decimal(weighted) / whole).to_integral_value(ROUND_HALF_UP))
