"""Letters made from the window: a folder is asked for, all is registered and written; a failure leaves neither."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.ladder import Way
from app.i18n import _, ngettext
from app.progress import Progress
from app.ui.jobs import run_job
from app.ui.messages import show_note
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
        done(made_words(len(written.letters), folder))

    run_job(parent, _("Making letters"), work, finish)


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
