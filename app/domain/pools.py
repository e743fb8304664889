"""A client's balance that no document carries: the file's intervals are parts of one sum, which grows older from
report to report without anybody paying or owing more."""

from collections.abc import Iterable, Mapping

from app.domain.importing import ChangeKind, ItemChange
from app.domain.reconcile import Pool, Standing, Stated


def pooled(
    stated: Mapping[int, Stated], standing: Mapping[int, Standing], found: Mapping[int, ItemChange], gone: Iterable[int]
) -> tuple[dict[int, ItemChange], list[int]]:
    """``found`` (changes by invoice id) with one change for each such balance that stood before, and ``gone`` (ids
    that the report does not name) without its parts: what went to another interval did not vanish and is not new."""
    pools: dict[Pool, list[int]] = {}
    for invoice_id, line in stated.items():
        if (pool := line.share_of) is not None:
            pools.setdefault(pool, []).append(invoice_id)
    if not pools:
        return dict(found), list(gone)
    left: list[int] = []
    older: dict[Pool, int] = {}
    for invoice_id in gone:
        pool = standing[invoice_id].share_of
        if pool is not None and pool in pools:
            older[pool] = older.get(pool, 0) + standing[invoice_id].balance
        else:
            left.append(invoice_id)
    out = dict(found)
    for pool, ids in pools.items():
        was = older.get(pool, 0) + sum(standing[i].balance for i in ids if i in standing)
        if was and (pool in older or len(ids) > 1):
            now = sum(stated[i].balance for i in ids)
            kind = ChangeKind.SAME if now == was else ChangeKind.GROWN if now > was else ChangeKind.PART_PAID
            one = ItemChange(kind, stated[ids[0]].name, "", None, was, now)
            for invoice_id in ids:
                del out[invoice_id]
            out[ids[0]] = one
    return out, left
