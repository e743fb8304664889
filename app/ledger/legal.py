"""The legal track over the book, and the files kept with clients."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.legal import LegalCase, Missing, Stage, missing
from app.domain.letters import LetterKind
from app.domain.money import Kopecks
from app.errors import InputRefused
from app.i18n import _

if TYPE_CHECKING:
    from app.domain.work import Attachment
    from app.ledger.book import Ledger
    from app.models.journal import Recorder

LARGEST = 200 * 1024 * 1024
"""Bytes of one attachment: more is a mistake, and every copy of the book's folder would carry it."""


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step of a case to be written."""

    stage: Stage
    day: date
    amount: Kopecks | None = None
    costs: Kopecks | None = None
    document: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy in the folder of the book. ``fresh``: made now, not there before."""

    name: str
    stored: str
    sha256: str
    size: int
    fresh: bool


class Legal:
    """Cases with their steps; every write can be undone."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def cases(self, client_id: int = 0) -> tuple[LegalCase, ...]:
        """Cases of one client or of all (0), open ones first."""
        from app.models import legal

        with self._ledger.store.read() as connection:
            return tuple(legal.cases(connection, client_id))

    def open(self, client_id: int, invoices: Sequence[int], owner: str, day: date | None = None) -> int:
        """Open a case over documents of a client; returns its number. Raises ``InputRefused`` without documents, with
        a document of another client, or with one that stands in an open case."""
        from app.models.work_schema import legal_case, legal_item

        info = self._ledger.clients.info(client_id)
        if not invoices:
            raise InputRefused(_("Choose the documents of the case."))
        owed = {item.invoice_id for item in self._ledger.analysis.items(self._ledger.default_as_of(), info.client_id)}
        if not set(invoices) <= owed:
            raise InputRefused(_("A case is over open documents of this client alone."))
        taken = {i for case in self.cases(info.client_id) if case.closed_on is None for i in case.invoices}
        if taken & set(invoices):
            raise InputRefused(_("One of the documents stands in another open case."))
        text = _("case against {client}").format(client=info.name)
        with self._ledger.operation("work", text, info.client_id) as (_connection, recorder):
            values = {
                "client_id": info.client_id, "opened_on": (day or self._ledger.today()).toordinal(),
                "owner": owner.strip()[:200],
            }  # fmt: skip
            made = recorder.insert(legal_case, values)
            for invoice_id in dict.fromkeys(invoices):
                recorder.insert(legal_item, {"case_id": made, "invoice_id": invoice_id})
            return made

    def step(self, case_id: int, new: NewStep) -> int:
        """Write a step of a case; returns its number. Raises ``InputRefused`` before the case was opened, or for sums
        below zero."""
        from app.models.work_schema import legal_event

        case = self._case(case_id)
        if new.day < case.opened_on and new.stage is not Stage.CLAIM_SENT:
            raise InputRefused(_("The step is before the case was opened."))
        if (new.amount or 0) < 0 or (new.costs or 0) < 0:
            raise InputRefused(_("Sums of a case are not below zero."))
        text = _("step of the case against {client}").format(client=case.client)
        with self._ledger.operation("work", text, case.client_id) as (_connection, recorder):
            values = {
                "case_id": case_id, "day": new.day.toordinal(), "stage": new.stage.value, "amount": new.amount,
                "costs": new.costs, "document": new.document.strip()[:300], "note": new.note.strip()[:2000],
            }  # fmt: skip
            return recorder.insert(legal_event, values)

    def set_case(
        self, case_id: int, *, court: str = "", number: str = "", hearing: date | None = None, note: str = ""
    ) -> None:
        """Court, number, next hearing and note of a case."""
        from app.models.work_schema import legal_case

        case = self._case(case_id)
        text = _("case against {client}").format(client=case.client)
        with self._ledger.operation("work", text, case.client_id) as (_connection, recorder):
            values = {
                "court": court.strip()[:300], "number": number.strip()[:100],
                "next_hearing": None if hearing is None else hearing.toordinal(), "note": note.strip()[:2000],
            }  # fmt: skip
            recorder.update(legal_case, case_id, values)

    def close(self, case_id: int, result: str, received: Kopecks | None = None, day: date | None = None) -> None:
        """End a case with its result. Raises ``InputRefused`` without one, or when it was closed already."""
        from app.models.work_schema import legal_case, legal_event

        case, day = self._case(case_id), day or self._ledger.today()
        if not result.strip():
            raise InputRefused(_("Say how the case ended."))
        if case.closed_on is not None:
            raise InputRefused(_("This case was closed already."))
        text = _("end of the case against {client}").format(client=case.client)
        with self._ledger.operation("work", text, case.client_id) as (_connection, recorder):
            values = {
                "case_id": case_id, "day": day.toordinal(), "stage": Stage.RESULT.value, "amount": received,
                "note": result.strip()[:2000],
            }  # fmt: skip
            recorder.insert(legal_event, values)
            recorder.update(legal_case, case_id, {"closed_on": day.toordinal(), "next_hearing": None})

    def missing(self, client_id: int, as_of: date) -> tuple[Missing, ...]:
        """What is still to be got before a suit against a client."""
        from app.models import legal

        ledger = self._ledger
        info = ledger.clients.info(client_id)
        with ledger.store.read() as connection:
            letters = legal.letters(connection, info.client_id)
            papers = [one for one in legal.attachments(connection, info.client_id) if one.contact_id is None]
        contracts = ledger.dossier.contracts(info.client_id)
        signed = any(one.what.counts for one in ledger.doubtful.acknowledgments(info.client_id))
        acts = [one for one in letters if one.kind is LetterKind.RECONCILIATION and one.returned_powers.strip()]
        clocks = ledger.doubtful.clocks(as_of, info.client_id)
        days = [one.claim_days for one in contracts if one.claim_days is not None]
        return missing(
            as_of,
            contract=bool(contracts),
            letters=letters,
            steps=[step for case in self.cases(info.client_id) if case.closed_on is None for step in case.events],
            acknowledged=signed or bool(acts),
            attachments=len(papers),  # a file of a talk is no paper of a delivery
            expires=clocks[0].clock.expires if clocks else None,
            claim_days=max(days, default=None),
        )

    def _case(self, case_id: int) -> LegalCase:
        for case in self.cases():
            if case.case_id == case_id:
                return case
        raise InputRefused(_("There is no such case in the book."))


class Attachments:
    """Copies of files, in a folder beside the book, under names made of their content."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @property
    def folder(self) -> Path:
        """Where the copies lie."""
        path = self._ledger.path
        return path.with_name(f"{path.stem}.files")

    def list(self, client_id: int) -> tuple[Attachment, ...]:
        """Files kept with a client, the newest first."""
        from app.models import legal

        with self._ledger.store.read() as connection:
            return tuple(legal.attachments(connection, client_id))

    def path(self, one: Attachment) -> Path:
        """The copy of an attachment. Raises ``InputRefused`` when it is gone from the folder."""
        path = self.folder / Path(one.stored).name
        if not path.is_file():
            raise InputRefused(
                _("The copy of «{name}» is not in the folder of the book.").format(name=one.name),
                _("Look for «{stored}» in a backup of the folder.").format(stored=one.stored),
            )
        return path

    def add(self, client_id: int, source: Path) -> int:
        """Copy a file into the book's folder and keep it with a client; returns its number. Undo forgets it; the copy
        stays in the folder. A file of a talk is written with the talk (``Work.record``).

        Raises ``InputRefused`` for a file that cannot be read, is empty or too large.
        """
        info = self._ledger.clients.info(client_id)
        text = _("file of {client}").format(client=info.name)
        with self.copied([source]) as copies, self._ledger.operation("work", text, info.client_id) as (_db, recorder):
            return self.write(recorder, info.client_id, None, copies)[0]

    @contextmanager
    def copied(self, sources: Sequence[Path]) -> Iterator[tuple[Copied, ...]]:
        """Copies in the book's folder, for the write that goes on inside; when it fails, those made now go again.

        Raises ``InputRefused`` for the first file that cannot be read, is empty or too large.
        """
        made: list[Copied] = []
        with ExitStack() as fresh:
            for source in sources:
                one = self._copy(source)
                if one.fresh:
                    fresh.callback(self._take_back, one)
                made.append(one)
            yield tuple(made)
            fresh.pop_all()

    def write(
        self, recorder: Recorder, client_id: int, contact_id: int | None, copies: Sequence[Copied]
    ) -> tuple[int, ...]:
        """Rows of copies in the operation of another write; returns their numbers."""
        from app.models.work_schema import attachment

        added_at = self._ledger.now().isoformat(timespec="seconds")
        return tuple(
            recorder.insert(attachment, {
                "client_id": client_id, "contact_id": contact_id, "name": one.name, "stored": one.stored,
                "sha256": one.sha256, "size": one.size, "added_at": added_at,
            })
            for one in copies
        )  # fmt: skip

    def remove(self, one: Attachment) -> None:
        """Keep a file with the client no more; its copy stays in the folder, and undo brings it back."""
        from app.models.work_schema import attachment

        with self._ledger.operation("work", _("removal of a file"), one.client_id) as (_connection, recorder):
            recorder.delete(attachment, one.attachment_id)

    def _take_back(self, one: Copied) -> None:
        with suppress(OSError):  # open in another program: a copy that nothing names does no harm
            (self.folder / one.stored).unlink(missing_ok=True)

    def _copy(self, source: Path) -> Copied:
        try:
            size = source.stat().st_size
            if not source.is_file() or not 0 < size <= LARGEST:
                raise InputRefused(
                    _("«{name}» cannot be kept: it is empty, too large or no file.").format(name=source.name)
                )
            with source.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            suffix = re.sub(r"[^A-Za-z0-9]", "", source.suffix)[:10].lower()
            stored = f"{digest[:32]}.{suffix}" if suffix else digest[:32]
            self.folder.mkdir(exist_ok=True)
            target = self.folder / stored
            fresh = not target.exists()
            if fresh:
                passing = target.with_name(f".{stored}.{os.getpid()}")
                try:
                    shutil.copyfile(source, passing)
                    passing.replace(target)
                finally:
                    passing.unlink(missing_ok=True)
        except OSError as error:
            raise InputRefused(
                _("«{name}» cannot be read or copied.").format(name=source.name),
                _("Check that it is not open elsewhere and that there is room on the disk."),
            ) from error
        return Copied(worded(source.name) or stored, stored, digest, size, fresh)


def worded(name: str) -> str:
    """A file's name as words: no line breaks, no marks that turn the direction, no bytes that are no text."""
    return "".join(sign for sign in " ".join(name.split()) if sign.isprintable())[:300]
