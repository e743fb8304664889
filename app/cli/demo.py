"""The sample book: invented files written as bookkeeping sends them, then loaded as anybody loads them."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import shapes
from app.cli.console import Console
from app.cli.papers import write_pack
from app.domain.aging import Aging, GroupBy
from app.domain.commission import Member
from app.domain.importing import Answers, ImportPreview, Vanished
from app.domain.sample import UNTIL, WEEKS, Sample, sample
from app.domain.sample_talks import talks
from app.domain.work import NewContact
from app.errors import InputRefused
from app.i18n import _, pgettext
from app.progress import Progress

if TYPE_CHECKING:
    from app.ledger import Ledger

BOOK = "demo.debt"
COMPANY = "ООО «Пример-Трейд»"
MEMBERS = (
    Member("Панкратов А. В.", "коммерческий директор"),
    Member("Лебедева И. С.", "главный бухгалтер"),
    Member("Ковалёва Т. Р.", "начальник отдела продаж"),
    Member("Юдин М. П.", "юрист"),
)


def make_demo(folder: Path, console: Console, weeks: int = WEEKS) -> int:
    """Fill ``folder`` with files, the book ``demo.debt`` and the papers of a meeting; show the debt.

    Raises ``InputRefused`` when the folder cannot be made or holds another book of that name.
    """
    from app.ledger import Ledger

    _prepare(folder)
    story = sample(weeks=weeks)
    with console.progress() as progress:
        files = list(_write_files(story, folder, progress))
        with Ledger.open(folder / BOOK, today=lambda: UNTIL, owner=pgettext("owner of a book", "sample")) as ledger:
            ledger.policy.set_company(COMPANY)
            for number, path in enumerate(files):
                progress.step(number, len(files), _("Loading files"))
                _load(ledger, path)
            ledger.policy.set_members(MEMBERS)
            _record_talks(ledger, story)
            papers = write_pack(ledger, UNTIL, UNTIL, folder / "pack.pdf", folder / "pack.xlsx", None, progress)
            found = ledger.analysis.aging(UNTIL, GroupBy.CLIENT)
            items = ledger.analysis.items(UNTIL)
            checked = ledger.check()
    console.answer(
        {
            "outcome": "clean" if checked.ok else "error",
            "book": str(folder / BOOK),
            "files": [str(path) for path in (*files, *papers)],
            "digest": checked.digest,
            "problems": list(checked.problems),
            "aging": shapes.aging(found, items),
        }
    )
    _tell(console, folder, found)
    return 0


def _prepare(folder: Path) -> None:
    """A place for the sample. An earlier sample there is replaced; any other book of that name is not ours to
    touch."""
    try:
        (folder / "weekly").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputRefused(
            _("The folder «{name}» cannot be made.").format(name=folder.name), _("Choose another place.")
        ) from error
    if (folder / BOOK).exists():
        _remove_sample(folder / BOOK)


def _remove_sample(path: Path) -> None:
    """Raises ``BookError`` when a window has it open, ``InputRefused`` when it is no sample."""
    from app.ledger import Ledger

    with Ledger.open(path) as ledger:
        ours = ledger.policy.company() == COMPANY
    if not ours:
        raise InputRefused(
            _("«{name}» is not a sample book.").format(name=path),
            _("Choose another folder."),
        )
    path.unlink()


def _write_files(story: Sample, folder: Path, progress: Progress) -> Iterator[Path]:
    """Weekly registers by date, then the sales."""
    from app.reports.register import write_debts, write_sales

    for number, report in enumerate(story.reports):
        progress.step(number, len(story.reports), _("Writing files"))
        path = folder / "weekly" / f"{report.as_of.isoformat()}.xlsx"
        write_debts(report, path)
        yield path
    path = folder / "sales.xlsx"
    write_sales(story.sales, story.period, path)
    yield path


def _load(ledger: "Ledger", path: Path) -> None:
    """One file through the door, answered as its reader would."""
    looked = ledger.imports.preview([path])
    ledger.imports.accept(looked, Answers(vanished=Vanished.PAID, names=_known_names(looked)))


def _known_names(looked: ImportPreview) -> dict[str, int]:
    """A name with the taxpayer number of exactly one known client is that client."""
    return {
        question.key: question.candidates[0].client_id
        for question in looked.names
        if len(question.candidates) == 1 and question.inn and question.inn in question.candidates[0].evidence
    }


def _record_talks(ledger: "Ledger", story: Sample) -> None:
    rows = ledger.clients.list(story.period[1]).rows
    clients = {row.inn: row.client_id for row in rows}
    for talk in talks(story):
        ledger.work.record(
            NewContact(
                client_id=clients[talk.inn],
                at=talk.at,
                channel=talk.channel,
                manager=talk.manager,
                person=talk.person,
                result=talk.result,
                note=talk.note,
                next_contact=talk.next_contact,
                promise_due=talk.promise_due,
                promise_amount=talk.promise_amount,
            )
        )


def _tell(console: Console, folder: Path, found: Aging) -> None:
    from app.reports.aging_tables import aging_table

    console.table(aging_table(found))
    console.say()
    console.say(_("The sample book is {book}; its files lie beside it.").format(book=folder / BOOK))
