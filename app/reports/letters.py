"""Files of letters: DOCX and PDF of each, drafts of mail, a list of messages, one PDF to print them all.

Nothing is sent from here: a draft opens in the person's mail program and waits. Each file is written whole or not at
all; when one of a batch fails, those before it are taken away again. A file that is there already is never replaced.
"""

import contextlib
import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import BinaryIO

from app.domain.ladder import Way
from app.domain.letters import LetterContent
from app.i18n import _
from app.progress import Progress, silent
from app.reports import atomic
from app.reports.letter_docx import letter_docx, letter_words
from app.reports.letter_fields import paper_title
from app.reports.letter_parts import Leaf, read_leaf
from app.reports.letter_pdf import letters_pdf
from app.reports.safe_text import clip, looks_like_formula, plain

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")
_MESSAGES_HEAD = ("Телефон", "Клиент", "Текст", "Исх. №")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter to be written: its content, the names of its DOCX and PDF, how it will go."""

    content: LetterContent
    names: Sequence[str]
    way: Way = Way.POST


@dataclass(frozen=True, slots=True)
class Written:
    """Files of a batch: of each letter in order, and what is made of all of them together. ``unaddressed``: clients
    whose mail or message has nowhere to go."""

    letters: tuple[tuple[Path, ...], ...]
    together: tuple[Path, ...]
    unaddressed: tuple[str, ...]


def letter_pdf(content: LetterContent, templates: Path | None = None) -> bytes:
    """A letter as it will be printed, for the preview. Raises ``InputRefused`` for a broken template."""
    return letters_pdf([_drawable(content, templates)[1]], paper_title(content.kind))


def write_letter(
    content: LetterContent, names: Sequence[str], folder: Path, templates: Path | None = None
) -> tuple[Path, ...]:
    """Write one letter under the ``names`` of its DOCX and PDF; returns where they lie. ``templates``: the folder of
    the person's own ones. Raises ``InputRefused`` for a broken template, ``AppError`` when a file cannot be written."""
    return write_batch([Outgoing(content, names)], folder, templates, together=False).letters[0]


def write_batch(
    letters: Sequence[Outgoing],
    folder: Path,
    templates: Path | None = None,
    progress: Progress | None = None,
    *,
    together: bool = True,
) -> Written:
    """Write letters with their drafts of mail; ``together``: the list of messages and one PDF of all as well.

    Raises as ``write_letter``, and ``Cancelled``; then none of the files is left.
    """
    progress = progress or silent()
    made: list[Path] = []
    files: list[tuple[Path, ...]] = []
    leaves: list[Leaf] = []
    try:
        for number, one in enumerate(letters):
            progress.step(number, len(letters), one.content.client.name)
            docx, leaf = _drawable(one.content, templates)
            pdf = letters_pdf([leaf], paper_title(one.content.kind))
            parts = [(one.names[0], docx), (one.names[1], pdf)]
            if one.way is Way.EMAIL:
                draft = email_draft(one.content, pdf, one.names[1], templates)
                parts.append((f"{Path(one.names[1]).stem}.eml", draft))
            files.append(tuple(_put(folder, name, data, made) for name, data in parts))
            leaves.append(leaf)
        joint = _together(letters, leaves, folder, templates, made) if together and letters else ()
    except BaseException:
        for path in made:
            with contextlib.suppress(OSError):
                path.unlink()
        raise
    return Written(tuple(files), tuple(joint), _unaddressed(letters))


def email_draft(content: LetterContent, pdf: bytes, name: str, templates: Path | None = None) -> bytes:
    """An unsent message with the letter attached, as the bytes of an ``.eml`` file. An address that is none is left
    out: the person sees an empty line, not a letter that went astray."""
    draft = EmailMessage(policy=SMTP)
    draft["X-Unsent"] = "1"
    if own := addresses(content.ours.email):
        draft["From"] = own[0]
    if to := addresses(content.client.email):
        draft["To"] = ", ".join(to)
    about = f"{paper_title(content.kind)}, исх. № {content.number or 'б/н'}"
    subject = clip(plain(f"{about}: {content.ours.name}".rstrip(": ")), 200)
    draft.set_content(letter_words(content, "email.txt", templates), charset="utf-8")
    draft.add_attachment(pdf, maintype="application", subtype="pdf", filename=name)
    # Folding by ``EmailMessage`` loses spaces between words that are no ASCII; the older class keeps them.
    return b"Subject: " + Header(subject, "utf-8").encode(linesep="\r\n").encode() + b"\r\n" + draft.as_bytes()


def addresses(text: str) -> list[str]:
    """Mail addresses in what a person typed, parted by commas, semicolons or spaces; what is none is left out."""
    return [one for one in re.split(r"[\s,;]+", plain(text)) if _ADDRESS.fullmatch(one)]


def phone_digits(text: str) -> str:
    """A number as services of messages take it: ``8 (912) 345-67-89`` -> ``79123456789``, ``+375 29 123-45-67`` ->
    ``375291234567``. Of several, parted by commas, semicolons or strokes, the first mobile one; else as typed."""
    known = [digits for part in re.split(r"[,;/\n]", text) if (digits := _international(part))]
    return next((digits for digits in known if digits.startswith("79")), known[0] if known else plain(text))


def _international(text: str) -> str:
    """Digits with the code of the country; empty for what is no whole number."""
    if re.search(r"[^\d\s()+.\u2010-\u2015-]", text):
        return ""
    digits = re.sub(r"\D", "", text)
    if len(digits) == 11 and digits[0] in "78":
        return "7" + digits[1:]
    if len(digits) == 10 and digits[0] == "9":
        return "7" + digits
    return digits if text.strip().startswith("+") and 11 <= len(digits) <= 15 else ""


def messages_csv(letters: Sequence[LetterContent], templates: Path | None = None) -> bytes:
    """The list of messages: phone, client, words, number. What a spreadsheet might calculate is defused."""
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";", lineterminator="\r\n")
    rows.writerow(_MESSAGES_HEAD)
    for one in letters:
        words = " ".join(letter_words(one, "message.txt", templates).split())
        cells = (phone_digits(one.client.phone), one.client.name, words, str(one.number or "б/н"))
        rows.writerow([_defused(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _defused(text: str) -> str:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    text = plain(text)
    return f"'{text}" if looks_like_formula(text) else text


def _drawable(content: LetterContent, templates: Path | None) -> tuple[bytes, Leaf]:
    docx = letter_docx(content, templates)
    return docx, read_leaf(docx, f"{content.kind.value}.docx")


def _together(
    letters: Sequence[Outgoing],
    leaves: Sequence[Leaf],
    folder: Path,
    templates: Path | None,
    made: list[Path],
) -> list[Path]:
    """One PDF to print them all, and the list of messages when there are any."""
    day = max(one.content.day for one in letters)
    out = [_put(folder, _dated("печать", day, "pdf"), letters_pdf(leaves, _("Letters to print")), made)]
    spoken = [one.content for one in letters if one.way is Way.MESSAGE]
    if spoken:
        out.append(_put(folder, _dated("сообщения", day, "csv"), messages_csv(spoken, templates), made))
    return out


def _dated(word: str, day: date, suffix: str) -> str:
    return f"{word} {day.isoformat()}.{suffix}"


def _unaddressed(letters: Sequence[Outgoing]) -> tuple[str, ...]:
    known: dict[Way, Callable[[LetterContent], object]] = {
        Way.EMAIL: lambda content: addresses(content.client.email),
        Way.MESSAGE: lambda content: content.client.phone.strip(),
    }
    return tuple(one.content.client.name for one in letters if one.way in known and not known[one.way](one.content))


def _put(folder: Path, name: str, data: bytes, made: list[Path]) -> Path:
    """Write a file under this name, or under the next one that is free."""
    path = folder / Path(name).name
    number = 1
    while path.exists():
        number += 1
        path = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"

    def fill(file: BinaryIO) -> None:
        file.write(data)

    atomic.write(path, fill)
    made.append(path)
    return path
