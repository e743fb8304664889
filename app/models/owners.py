"""Documents of a report found in the book although their company of ours was not stated before, or was worded
otherwise.

The company is a part of a document's key (``domain.reconcile.invoice_key``). Files of another layout leave it out,
books of the first versions do not have it in their keys, and a company may be renamed: the document is still the same.
"""

import json
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection

from app.domain.reconcile import OWN, WITHOUT_NUMBER, Stated, bare_key, organisation_key
from app.models import facts
from app.models.bulk import fetch

SURELY_RENAMED = 10
"""So many documents of one client, number and date under two companies are no coincidence: it is one company."""


def known(connection: Connection, stated: Sequence[Stated]) -> dict[tuple[int, str], int]:
    """(client id, key) -> invoice id of those of these documents that the book has, each id once."""
    found = facts.invoice_ids(connection, [(line.client_id, line.key) for line in stated])
    if not found and not any(line.client_id > 0 for line in stated):
        return found
    missing = [line for line in stated if line.client_id > 0 and (line.client_id, line.key) not in found]
    if not missing or not (any(OWN in line.key for line in missing) or _owned(connection)):
        return found
    taken = {found[place] for line in stated if (place := (line.client_id, line.key)) in found}
    book = _by_bare_key(connection, {line.client_id for line in missing})
    renamed: dict[tuple[int, str], int] = {}
    for line in sorted(missing, key=lambda one: (one.client_id, one.key)):
        own = organisation_key(line.organisation)
        twins = [(own_of, i) for own_of, i in book.get((line.client_id, bare_key(line.key)), ()) if i not in taken]
        same = [i for own_of, i in twins if _alike(own, own_of)]
        if len(same) == 1:
            found[line.client_id, line.key] = same[0]
            taken.add(same[0])
        elif not same and len(twins) == 1 and not line.key.startswith(WITHOUT_NUMBER):
            renamed[line.client_id, line.key] = twins[0][1]
    sure = len(renamed) >= SURELY_RENAMED and len(renamed) * 2 > len(stated)
    return found | _taken_once(renamed, taken) if sure else found


def _alike(own: str, other: str) -> bool:
    """One company as far as both wordings tell; one without its legal form is the one of the same name."""
    (name, _, form), (other_name, _, other_form) = own.partition("|"), other.partition("|")
    return not own or not other or (name == other_name and (form == other_form or not form or not other_form))


def _taken_once(renamed: Mapping[tuple[int, str], int], taken: Collection[int]) -> dict[tuple[int, str], int]:
    """A company under another name: most of its documents stand in the book under one that the file does not name."""
    once = {invoice_id: place for place, invoice_id in renamed.items() if invoice_id not in taken}
    return {place: invoice_id for invoice_id, place in once.items()}


def _owned(connection: Connection) -> bool:
    """Whether any document of the book has its company in its key."""
    sql = "SELECT EXISTS (SELECT 1 FROM invoice WHERE instr(key, ?))"
    return bool(connection.exec_driver_sql(sql, (OWN,)).scalar_one())


def _by_bare_key(connection: Connection, clients: Collection[int]) -> dict[tuple[int, str], list[tuple[str, int]]]:
    """(client id, key without the company) -> companies (folded, as now known) and ids of the documents."""
    sql = """SELECT client_id, key, organisation, id FROM invoice
              WHERE opened_date IS NOT NULL AND client_id IN (SELECT value FROM json_each(?)) ORDER BY id"""
    out: dict[tuple[int, str], list[tuple[str, int]]] = {}
    for client_id, key, organisation, invoice_id in fetch(connection, sql, (json.dumps(sorted(clients)),)):
        out.setdefault((client_id, bare_key(key)), []).append((organisation_key(organisation), invoice_id))
    return out
