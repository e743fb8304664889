"""The work list of 10,000 clients against the aging of the same clients: what is due may cost twice what is owed."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random

from app.domain.aging import GroupBy
from app.domain.work import Channel, NewContact
from app.ledger import Ledger
from tools.bench_book import UNTIL, Size, book
from tools.bench_figures import Figure, paired, timed

LIMIT = 2.0
ROUNDS = 7
SIZE = Size(1_000_000, 10_000)
SPOKEN_TO = 1_500
"""Clients with talks of the last months, every third with a promise."""


def measure(size: Size = SIZE, rounds: int = ROUNDS) -> Iterator[Figure]:
    """One figure: everything due with everybody on the newest day."""
    with Ledger.open(worked(size), today=lambda: UNTIL) as ledger:
        rows = ledger.worklist.today(UNTIL).lines
        ours = partial(ledger.worklist.today, UNTIL)
        theirs = partial(ledger.analysis.aging, UNTIL, GroupBy.CLIENT)
        mine, other, ratio = paired(partial(timed, ours), partial(timed, theirs), rounds)
        what = f"work list of {size.clients:,} clients, {size.invoices:,} invoices, against the aging by client"
        yield Figure(what, mine * 1000, other * 1000, ratio, LIMIT, note=f"{len(rows)} clients to work with")


def worked(size: Size) -> Path:
    """A copy of the big book with talks and promises in it, made on first use."""
    source = book(size)
    path = source.with_name(f"worked-{source.name}")
    if path.exists():
        return path
    part = path.with_suffix(".part.debt")
    shutil.copyfile(source, part)
    rng = Random(20)
    day: date = UNTIL
    with Ledger.open(part, today=lambda: day) as ledger:
        clients = [row.client_id for row in ledger.clients.list(UNTIL).rows[:SPOKEN_TO]]
        for client_id in clients:
            day = UNTIL - timedelta(days=rng.randint(0, 60))
            promised = rng.random() < 0.33
            ledger.work.record(
                NewContact(
                    client_id, day, Channel.CALL, result="сложно сказать" if rng.random() < 0.2 else "говорили",
                    promise_due=day + timedelta(days=7) if promised else None,
                    promise_amount=rng.randint(1, 9) * 10_000_00 if promised else None,
                )
            )  # fmt: skip
    part.rename(path)
    return path
