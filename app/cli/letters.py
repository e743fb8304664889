"""Letters for a script: the batch of the ladder, or one paper to one client; made, registered and written."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import shapes
from app.cli.console import Console
from app.cli.shapes import Shape
from app.cli.work import client_named
from app.domain.ladder import Held, Way
from app.domain.letters import LetterContent, LetterKind
from app.errors import InputRefused, UsageError
from app.i18n import _
from app.reports.letter_docx import FOLDER

if TYPE_CHECKING:
    from datetime import date

    from app.ledger import Ledger
    from app.ledger.letters import NewLetter
    from app.reports.letters import Written

LADDER = "ladder"
TO_ALL = (LetterKind.RECONCILIATION,)
"""Kinds that go to every client with a debt when none is named."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is asked for: letters with the way of each, clients held back."""

    letters: "tuple[NewLetter, ...]"
    ways: tuple[Way, ...]
    held: tuple[Held, ...] = ()


def letters(arguments: argparse.Namespace, ledger: "Ledger", as_of: "date", console: Console) -> int:
    """Make, register and write letters; with --draft nothing is registered. Raises ``AppError``."""
    if arguments.out is None and not arguments.draft:
        raise UsageError(_("Name a folder for the files with --out, or look only with --draft."))
    wanted = _wanted(arguments, ledger, as_of)
    if not wanted.letters:
        console.answer({**_shape(arguments, as_of, wanted, (), None), "outcome": "clean"})
        console.say(_("No letter is due: all steps of the ladder were written"))
        return 0
    if arguments.draft:
        contents = tuple(ledger.letters.content(new, as_of, ledger.today()) for new in wanted.letters)
        written = None if arguments.out is None else _write(arguments.out, ledger, contents, wanted.ways, console)
    else:
        _folder(arguments.out)
        contents = ledger.letters.make(wanted.letters, as_of)
        try:
            written = _write(arguments.out, ledger, contents, wanted.ways, console)
        except BaseException:
            ledger.undo()  # a letter without its paper is no letter: the numbers are free again
            raise
    shape = _shape(arguments, as_of, wanted, contents, written)
    console.answer(shape)
    _tell(console, wanted, contents, written)
    return 0


def _wanted(arguments: argparse.Namespace, ledger: "Ledger", as_of: "date") -> _Wanted:
    from app.ledger.signing import new_letter, signatories, single_letter

    only = None if arguments.client is None else client_named(ledger, arguments.client, as_of)
    if arguments.kind == LADDER:
        batch = ledger.letters.propose(as_of, None if arguments.as_of is None else as_of)
        lines = tuple(line for line in batch.lines if only in (None, line.client_id))
        held = tuple(one for one in batch.held if only in (None, one.client_id))
        people = signatories(ledger)
        made = tuple(new_letter(line, people) for line in lines)
        return _Wanted(made, tuple(line.step.way for line in lines), held)
    kind = LetterKind(arguments.kind)
    if only is None and kind not in TO_ALL:
        raise UsageError(_("This paper is for one client: name it with --client."))
    clients = (
        [only] if only is not None else [row.client_id for row in ledger.clients.list(as_of).rows if row.total > 0]
    )
    papers = tuple(single_letter(ledger, client_id, kind, arguments.note or "") for client_id in clients)
    return _Wanted(papers, (Way.POST,) * len(papers))


def _write(
    out: Path, ledger: "Ledger", contents: Sequence[LetterContent], ways: Sequence[Way], console: Console
) -> "Written":
    from app.ledger.letters import file_names
    from app.reports.letters import Outgoing, write_batch

    going = [Outgoing(one, file_names(one), way) for one, way in zip(contents, ways, strict=True)]
    with console.progress() as progress:
        return write_batch(going, _folder(out), ledger.path.with_name(FOLDER), progress)


def _folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputRefused(
            _("«{name}» is no folder to write into.").format(name=path.name), _("Choose another folder.")
        ) from error
    return path


def _shape(
    arguments: argparse.Namespace,
    as_of: "date",
    wanted: _Wanted,
    contents: Sequence[LetterContent],
    written: "Written | None",
) -> Shape:
    files = written.letters if written else ((),) * len(contents)
    unaddressed = list(written.unaddressed) if written else []
    nameless = any(not one.ours.name for one in contents)
    return {
        "outcome": "warnings" if unaddressed or nameless else "clean",
        "as_of": shapes.day(as_of),
        "kind": arguments.kind,
        "draft": bool(arguments.draft),
        "letters": [
            _letter(one, new, way, paths)
            for one, new, way, paths in zip(contents, wanted.letters, wanted.ways, files, strict=True)
        ]
        if contents
        else [],
        "held": [
            {"client_id": one.client_id, "client": one.client, "reason": one.reason, "amount": shapes.money(one.amount)}
            for one in wanted.held
        ],
        "together": [str(path) for path in written.together] if written else [],
        "unaddressed": unaddressed,
        "our_requisites": not nameless,
    }


def _letter(content: LetterContent, new: "NewLetter", way: Way, files: Sequence[Path]) -> Shape:
    return {
        "number": content.number or None,
        "year": content.year,
        "date": shapes.day(content.day),
        "client_id": content.client_id,
        "client": content.client.name,
        "kind": content.kind.value,
        "step": new.step,
        "way": way.value,
        "amount": shapes.money(content.debt),
        "overdue": shapes.money(content.overdue),
        "penalty": shapes.money(content.penalty),
        "answer_by": shapes.day(content.until),
        "signatory": content.signatory,
        "documents": [
            {"document": row.number, "days": row.days, "balance": shapes.money(row.balance)} for row in content.rows
        ],
        "files": [str(path) for path in files],
    }


def _tell(console: Console, wanted: _Wanted, contents: Sequence[LetterContent], written: "Written | None") -> None:
    from app.reports.letter_tables import contents_table, held_table

    console.table(contents_table(contents))
    if wanted.held:
        console.say()
        console.table(held_table(wanted.held))
    console.say()
    for path in written.together if written else ():
        console.say(_("Written: {name}").format(name=path))
    if written and written.unaddressed:
        console.say(_("Nowhere to send: {names}").format(names=", ".join(written.unaddressed)))
    if any(not one.ours.name for one in contents):
        console.say(_("Our requisites are not filled in: the papers leave room for them."))
