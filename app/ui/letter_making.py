"""Letters made from the window: a folder is asked for, all is registered and written; a failure leaves neither."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.debtor import Role
from app.domain.ladder import LEGAL, Way
from app.domain.letters import LetterKind
from app.i18n import _, ngettext
from app.progress import Progress
from app.reports.letter_fields import paper_title
from app.reports.letter_tables import who_word
from app.ui.jobs import run_job
from app.ui.messages import confirm, show_note
from app.ui.preferences import export_folder, remember_export_folder
from app.ui.tab import DatedWindow, Tab

if TYPE_CHECKING:
    from datetime import date

    from app.ledger import Ledger
    from app.ledger.letters import NewLetter
    from app.reports.letters import Written


@dataclass(frozen=True, slots=True)
class Wish:
    """A letter wanted, and how it will go."""

    new: "NewLetter"
    way: Way = Way.POST


def make_letters(
    parent: QWidget, ledger: "Ledger", wishes: Sequence[Wish], as_of: "date", done: Callable[[str], object]
) -> None:
    """Ask for a folder, then register and write in the worker; ``done`` hears what to say when all is written."""
    chosen = QFileDialog.getExistingDirectory(parent, _("Folder for the letters"), str(export_folder()))
    if not chosen:
        return
    folder = Path(chosen)

    def work(progress: Progress) -> "Written":
        return make_and_write(ledger, wishes, as_of, folder, progress)

    def finish(written: "Written") -> None:
        remember_export_folder(folder)
        if written.unaddressed:
            show_note(
                parent,
                _("Nowhere to send: {names}.").format(names=", ".join(written.unaddressed)),
                _("Write the address or the phone into the requisites of the client."),
            )
        handed = _hand_over(parent, ledger, wishes)
        done(" ".join(words for words in (made_words(len(written.letters), folder), handed) if words))

    run_job(parent, _("Making letters"), work, finish)


def _hand_over(parent: QWidget, ledger: "Ledger", wishes: Sequence[Wish]) -> str:
    """A memo of transfer is half of it: whoever it is about is handed over now, if nobody has the client yet. Returns
    the words of it; an operation of its own, which undo takes back first."""
    from app.ledger.debtor import NewHandover
    from app.ledger.signing import signatories

    held = {one.client_id for one in ledger.handovers.list(ledger.today())}
    wanted = {wish.new.client_id for wish in wishes if wish.new.kind is LetterKind.LEGAL_TRANSFER} - held
    register = [one for one in ledger.letters.register() if one.kind is LetterKind.LEGAL_TRANSFER and not one.void]
    newest = {one.client_id: one for one in reversed(register) if one.client_id in wanted}
    if not newest:
        return ""
    lawyer = signatories(ledger).get(LEGAL)
    owner = lawyer.name if lawyer is not None else who_word(LEGAL)
    question = ngettext("Hand {n} client over to the lawyer?", "Hand {n} clients over to the lawyer?", len(newest))
    hint = _("After it the manager does not call any more, and {owner} is asked for an answer.").format(owner=owner)
    if not confirm(parent, question.format(n=len(newest)), _("Hand over"), hint):
        return ""
    news = [
        NewHandover(client_id, Role.LEGAL, owner, f"{paper_title(one.kind)} № {one.number}/{one.year}")
        for client_id, one in newest.items()
    ]
    ledger.handovers.give_all(news)
    return _("Handed over to the lawyer: {n}.").format(n=len(news))


def make_and_write(
    ledger: "Ledger", wishes: Sequence[Wish], as_of: "date", folder: Path, progress: Progress
) -> "Written":
    """Register letters and write their files. Whatever stops the writing takes the numbers back.

    Raises ``AppError``, ``Cancelled``.
    """
    from app.ledger.letters import file_names
    from app.reports.letters import Outgoing, write_batch

    contents = ledger.letters.make([wish.new for wish in wishes], as_of)
    going = [Outgoing(one, file_names(one), wish.way) for one, wish in zip(contents, wishes, strict=True)]
    try:
        written = write_batch(going, folder, templates_of(ledger), progress, together=len(going) > 1)
    except BaseException:
        ledger.undo()
        raise
    ledger.letters.wrote([path for paths in (*written.letters, written.together) for path in paths])
    return written


def templates_of(ledger: "Ledger") -> Path:
    """The folder of the person's own templates, beside the book; it need not be there."""
    from app.reports.letter_docx import FOLDER

    return ledger.path.with_name(FOLDER)


def made_words(count: int, folder: Path) -> str:
    """«Сделано 3 письма, папка «Письма».»"""
    words = ngettext("{n} letter is made, folder «{folder}».", "{n} letters are made, folder «{folder}».", count)
    return words.format(n=count, folder=folder.name)


def say(parent: QWidget, text: str) -> None:
    """A toast with «Отменить» on the tab or the window that asked."""
    above: QWidget | None = parent
    while above is not None:
        if isinstance(above, Tab):
            above.toast(text)
            return
        toast = getattr(above, "toast", None)
        if isinstance(above, DatedWindow) and toast is not None:
            toast(text, undo=True)
            return
        above = above.parentWidget()
