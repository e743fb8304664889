"""Merging and splitting clients: decisions of a person about who is who, each undone by one key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from app.domain.names import name_key
from app.errors import InputRefused
from app.i18n import _
from app.ledger import explaining
from app.ledger.posting import rename

if TYPE_CHECKING:
    from app.ledger.book import Ledger
    from app.models.journal import Recorder
    from app.models.store import Connection


def merge(ledger: Ledger, keep_id: int, other_id: int) -> None:
    """Show and count ``other_id`` under ``keep_id``."""
    from app.ledger.book import Changes
    from app.models import families
    from app.models.schema import client

    with ledger.store.write() as connection:
        keep = _shown(connection, keep_id)
        other = _shown(connection, other_id)
        if keep == other:
            raise InputRefused(_("It is one and the same client already."))
        text = _("{other} merged into {client}").format(
            other=families.name_of(connection, other), client=families.name_of(connection, keep)
        )
        recorder = _recorder(ledger, connection, text)
        for member in families.members(connection, other):
            recorder.change(client, member, {"merged_into": keep})
        explaining.settle(connection, date.min)
    ledger.announce(Changes(policy=True, client_id=keep))


def split(ledger: Ledger, client_id: int, names: Sequence[str], managers: Sequence[str]) -> int:
    """Part what is stated under these names or managers from a client; the id of the parted one."""
    from app.ledger.book import Changes
    from app.models import families
    from app.models.schema import client

    with ledger.store.write() as connection:
        root = _shown(connection, client_id)
        known = families.names_of(connection, root)
        _check(known, root, names)
        whole = [m for m, own in known.items() if own and own <= set(names) and m != root and not managers]
        rest = set(names) - {name for member in whole for name in known[member]}
        text = _("{client} split").format(client=families.name_of(connection, root))
        if not (whole or rest or managers):
            raise InputRefused(_("Choose what to part from the client."))
        recorder = _recorder(ledger, connection, text)
        if rest or managers:
            whole.append(_found(connection, recorder, root, sorted(rest), managers))
        parted = whole[0]
        recorder.change(client, parted, {"merged_into": None})
        for member in whole[1:]:
            recorder.change(client, member, {"merged_into": parted})
        _refresh(connection, recorder, root, parted)
        explaining.settle(connection, date.min)
    ledger.announce(Changes(policy=True, client_id=root))
    return parted


def _check(known: dict[int, set[str]], root: int, names: Sequence[str]) -> None:
    every = set().union(*known.values())
    unknown = set(names) - every
    if unknown:
        raise InputRefused(_("Files never named this client «{name}».").format(name=sorted(unknown)[0]))
    if every <= set(names):
        raise InputRefused(_("Leave at least one name with the client."))


def _found(connection: Connection, recorder: Recorder, root: int, names: Sequence[str], managers: Sequence[str]) -> int:
    """A new member of the family with its names, documents and sales. A document whose twin it has already stays."""
    from app.models import families
    from app.models.schema import client_alias, invoice, sale

    name = names[0] if names else families.name_of(connection, root)
    member = families.found_member(connection, root, name_key(name).text, name)
    taken: set[object] = set()
    for invoice_id, key, stated, manager in families.stated(connection, root):
        if (stated in names or manager in managers) and key not in taken:
            taken.add(key)
            recorder.change(invoice, invoice_id, {"client_id": member})
    sold = _sold(connection, root, names, managers)
    for sale_id in sold:
        recorder.change(sale, sale_id, {"client_id": member})
    if not names and not taken and not sold:
        raise InputRefused(_("Nothing is stated of this client under what was chosen."))
    known: set[object] = set()
    for alias_id, *alias in families.aliases(connection, root):
        place = (alias[0], alias[2], alias[3])
        if place in known:
            continue
        known.add(place)
        if alias[0] in names:
            recorder.change(client_alias, alias_id, {"client_id": member})
        values = dict(zip(("name", "name_key", "inn", "code"), alias, strict=True))
        for manager in managers:
            recorder.insert(client_alias, {"client_id": member, **values, "manager": manager})
    return member


def _sold(connection: Connection, root: int, names: Sequence[str], managers: Sequence[str]) -> list[int]:
    """Sales that registers state under these names or managers, and what registers of earlier books, which name
    nobody, tell of the same sales: else they would count beside them."""
    from app.models import families

    rows = families.sales(connection, root)
    mine = {row[0] for row in rows if row[3] in names or (row[4] and row[4] in managers)}
    places = {(day, number) for sale_id, day, number, _name, _manager in rows if sale_id in mine and number}
    return [row[0] for row in rows if row[0] in mine or (not row[3] and (row[1], row[2]) in places)]


def _refresh(connection: Connection, recorder: Recorder, *clients: int) -> None:
    """Names, managers and search texts follow the documents; what was shown before is kept for undo."""
    from app.models import families
    from app.models.schema import client

    before = {client_id: families.attributes(connection, client_id) for client_id in clients}
    rename(connection, clients)
    for client_id, old in before.items():
        new = families.attributes(connection, client_id)
        recorder.changed(client, client_id, old, {name: new[name] for name in old})


def _shown(connection: Connection, client_id: int) -> int:
    from app.models import families

    found = families.shown(connection, client_id)
    if found is None:
        raise InputRefused(_("There is no such client in the book."))
    return found


def _recorder(ledger: Ledger, connection: Connection, text: str) -> Recorder:
    from app.models.journal import Recorder

    return Recorder(connection, "policy", text, ledger.store.owner, ledger.now())
