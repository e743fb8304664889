"""What is known of clients, for a script: the list with its groups, and a list to be loaded."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app import formats
from app.cli import shapes
from app.cli.console import Console
from app.cli.shapes import Shape
from app.domain.roster import RosterPreview
from app.domain.traits import Holding, Traits
from app.i18n import _

if TYPE_CHECKING:
    from app.domain.client import ClientRow
    from app.ledger import Ledger


def tell(ledger: "Ledger", as_of: date, xlsx: Path | None, console: Console) -> int:
    """Clients with their traits and debt, and the groups of related clients."""
    from app.reports.trait_tables import clients_table, holding_words

    rows = ledger.clients.list(as_of).rows
    known = ledger.traits.every()
    groups = ledger.traits.holdings(as_of)
    table = clients_table(rows, known)
    if xlsx is not None:
        from app.reports.xlsx import write_table

        write_table(table, xlsx, as_of)
    console.answer(
        {
            "outcome": "clean",
            "as_of": shapes.day(as_of),
            "clients": [_client(row, known[row.client_id]) for row in rows],
            "holdings": [_holding(group) for group in groups],
        }
    )
    console.table(table)
    for group in groups:
        console.say(holding_words(group))
    return 0


def load_list(ledger: "Ledger", arguments: argparse.Namespace, console: Console) -> int:
    """Look at a list and, when asked, write it."""
    answers: dict[str, int] = dict(arguments.name)
    with console.progress() as progress:
        looked = ledger.traits.preview(arguments.list, answers, progress)
        written = ledger.traits.accept(looked, answers, progress) if arguments.accept else None
    console.answer({**_preview(looked), "accepted": written is not None, "written_clients": written})
    _say(console, looked)
    if written is None:
        console.say(_("Nothing was written. Repeat with --accept to load."))
    else:
        console.say(_("Changed: {clients}.").format(clients=formats.clients(written)))
    return 0


def _say(console: Console, looked: RosterPreview) -> None:
    from app.reports import trait_tables
    from app.reports.import_tables import problems_table

    console.say(f"{looked.roster.file.name}: {trait_tables.preview_words(looked)}")
    console.table(trait_tables.changes_table(looked.changes))
    if looked.questions:
        console.table(trait_tables.questions_table(looked.questions))
    if looked.conflicts:
        console.table(trait_tables.conflicts_table(looked.conflicts))
    if looked.unknown:
        console.table(trait_tables.unknown_table(looked.unknown))
    if looked.roster.problems:
        console.table(problems_table(looked.roster.problems))


def _client(row: "ClientRow", known: Traits) -> Shape:
    return {
        "client": row.client_id,
        "name": row.name,
        "inn": row.inn,
        "manager": row.manager,
        "total": shapes.money(row.total),
        "overdue": shapes.money(row.overdue),
        "traits": {one.trait.value: {"value": one.value, "origin": one.origin.value} for one in known.every()},
    }


def _holding(group: Holding) -> Shape:
    return {
        "name": group.name,
        "clients": list(group.clients),
        "total": shapes.money(group.totals.total),
        "overdue": shapes.money(group.totals.overdue),
        "advances": shapes.money(group.totals.advances),
        "balance": shapes.money(group.totals.balance),
    }


def _preview(looked: RosterPreview) -> Shape:
    doubtful = looked.questions or looked.conflicts or looked.unknown or looked.roster.problems
    return {
        "outcome": "warnings" if doubtful else "clean",
        "file": looked.roster.file.name,
        "sheet": looked.roster.sheet,
        "columns": [
            {"column": one.letter, "title": one.title, "trait": one.trait and one.trait.value, "used": one.used}
            for one in looked.roster.columns
        ],
        "rows": len(looked.roster.rows),
        "matched": looked.matched,
        "clients": looked.clients,
        "same": looked.same,
        "changes": [
            {
                "client": change.client_id,
                "name": change.client,
                "trait": change.trait.value,
                "before": change.before or None,
                "after": change.after,
                "row": change.row,
            }
            for change in looked.changes
        ],
        "conflicts": [
            {
                "name": conflict.client,
                "trait": conflict.trait.value,
                "said": [{"row": row, "value": value} for row, value in conflict.said],
            }
            for conflict in looked.conflicts
        ],
        "names": [
            {
                "key": question.key,
                "name": question.party.name,
                "inn": question.party.inn,
                "rows": list(question.rows),
                "candidates": [
                    {"client": one.client_id, "name": one.name, "evidence": one.evidence} for one in question.candidates
                ],
            }
            for question in looked.questions
        ],
        "unknown": [
            {"row": row.row, "name": row.party.name, "inn": row.party.inn, "code": row.party.code}
            for row in looked.unknown
        ],
        "problems": [shapes.problem(one) for one in looked.roster.problems],
    }
