"""Files of letters: whole or none, mail that waits, lists that calculate nothing."""

import csv
import email
import io
from collections.abc import Callable
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from app.domain.ladder import Way
from app.domain.letters import Letter, LetterKind, Requisites
from app.errors import AppError, InputRefused
from app.progress import Cancelled, Progress
from app.reports import letters
from app.reports.letter_docx import letter_docx
from app.reports.letter_tables import register_table, state_word
from app.reports.letters import (
    Outgoing,
    addresses,
    email_draft,
    letter_pdf,
    messages_csv,
    phone_digits,
    write_batch,
    write_letter,
)
from app.reports.table import text_of
from tests.letter_sample import DAY, HOSTILE, hostile, letter
from tests.scale import times

NAMES = ("исх 0012-2026 претензия Магнум.docx", "исх 0012-2026 претензия Магнум.pdf")


def test_a_letter_is_two_files(tmp_path: Path) -> None:
    docx, pdf = write_letter(letter(LetterKind.CLAIM), NAMES, tmp_path)
    assert [path.name for path in (docx, pdf)] == list(NAMES)
    assert docx.read_bytes()[:2] == b"PK"
    assert len(PdfReader(pdf).pages) >= 2
    assert letter_pdf(letter(LetterKind.CLAIM))[:5] == b"%PDF-"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(NAMES)


def test_a_file_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / NAMES[0]).write_text("правка юриста")
    first = write_letter(letter(LetterKind.CLAIM), NAMES, tmp_path)
    second = write_letter(letter(LetterKind.CLAIM), NAMES, tmp_path)
    assert (tmp_path / NAMES[0]).read_text() == "правка юриста"
    assert [path.name for path in first] == [NAMES[0].replace(".docx", " (2).docx"), NAMES[1]]
    assert [path.name for path in second] == [
        NAMES[0].replace(".docx", " (3).docx"),
        NAMES[1].replace(".pdf", " (2).pdf"),
    ]


def test_a_name_never_leaves_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "письма"
    folder.mkdir()
    write_letter(letter(LetterKind.CLAIM), ("../a.docx", "/b.pdf"), folder)
    assert sorted(path.name for path in folder.iterdir()) == ["a.docx", "b.pdf"]


def test_a_batch_has_drafts_messages_and_one_print(tmp_path: Path) -> None:
    batch = [
        Outgoing(letter(LetterKind.OVERDUE), ("1.docx", "1.pdf"), Way.EMAIL),
        Outgoing(letter(LetterKind.OVERDUE), ("2.docx", "2.pdf"), Way.MESSAGE),
        Outgoing(letter(LetterKind.CLAIM), ("3.docx", "3.pdf"), Way.POST),
        Outgoing(letter(LetterKind.OVERDUE, client=Requisites("Школа")), ("4.docx", "4.pdf"), Way.EMAIL),
    ]
    written = write_batch(batch, tmp_path)
    assert [[path.name for path in files] for files in written.letters] == [
        ["1.docx", "1.pdf", "1.eml"], ["2.docx", "2.pdf"], ["3.docx", "3.pdf"], ["4.docx", "4.pdf", "4.eml"],
    ]  # fmt: skip
    assert [path.name for path in written.together] == ["печать 2026-11-23.pdf", "сообщения 2026-11-23.csv"]
    assert written.unaddressed == ("Школа",)
    alone = sum(len(PdfReader(files[1]).pages) for files in written.letters)
    assert len(PdfReader(written.together[0]).pages) == alone


def test_a_batch_that_fails_leaves_nothing(tmp_path: Path) -> None:
    own = tmp_path / "templates"
    own.mkdir()
    (own / "claim.docx").write_bytes(b"no document")
    out = tmp_path / "out"
    out.mkdir()
    batch = [Outgoing(letter(kind), (f"{kind}.docx", f"{kind}.pdf")) for kind in (LetterKind.OVERDUE, LetterKind.CLAIM)]
    with pytest.raises(InputRefused):
        write_batch(batch, out, own)
    assert list(out.iterdir()) == []
    steps: list[int] = []

    def stop(done: int, _total: int, _text: str) -> None:
        steps.append(done)
        if done:
            progress.cancel()

    progress = Progress(stop)
    with pytest.raises(Cancelled):
        write_batch([*batch[:1], *batch[:1], *batch[:1]], out, None, progress)
    assert list(out.iterdir()) == []
    with pytest.raises(AppError):
        write_batch(batch, tmp_path / "gone")


def test_a_draft_waits_to_be_sent() -> None:
    content = letter(LetterKind.CLAIM)
    draft = email.message_from_bytes(email_draft(content, b"%PDF-1", "претензия.pdf"), policy=default)
    assert (draft["X-Unsent"], draft["To"], draft["From"]) == ("1", "buh@magnum.example", "office@example.ru")
    assert draft["Subject"] == "Претензия, исх. № 12: ООО «Северная оптовая компания»"
    body = draft.get_body()
    assert body is not None
    text = body.get_content().replace("\u00a0", " ")
    assert "Просроченная задолженность ООО «Магнум» на 23.11.2026: 1 235 607 125,08 руб." in text
    (attached,) = draft.iter_attachments()
    assert attached.get_filename() == "претензия.pdf"
    assert attached.get_content() == b"%PDF-1"


@pytest.mark.parametrize("kind", [LetterKind.OVERDUE, LetterKind.RECONCILIATION])
def test_hostile_words_add_no_headers(kind: LetterKind) -> None:
    content = hostile(kind)
    draft = email.message_from_bytes(email_draft(content, b"x", f"{HOSTILE[:40]}.pdf".replace("/", "")), policy=default)
    assert draft["To"] is None
    assert set(draft.keys()) == {"X-Unsent", "Subject", "From", "MIME-Version", "Content-Type"}


@pytest.mark.torture
@settings(max_examples=times(30))
@given(st.text(max_size=60))
def test_an_address_is_one_or_none(text: str) -> None:
    assert all(one.isascii() and one.count("@") == 1 for one in addresses(text))
    content = letter(LetterKind.OVERDUE, client=Requisites("К", email=f"a@b.ru\r\nBcc: {text}"))
    draft = email.message_from_bytes(email_draft(content, b"x", "x.pdf"), policy=default)
    assert draft["Bcc"] is None


def test_addresses_are_taken_out_of_what_was_typed() -> None:
    assert addresses("buh@magnum.ru; dir@magnum.ru,  Иван <a@b.ru>") == ["buh@magnum.ru", "dir@magnum.ru"]
    assert addresses("нет") == []


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("8 (912) 345-67-89", "79123456789"),
        ("+7 912 345-67-89", "79123456789"),
        ("345-67-89", "345-67-89"),
        ("912 345-67-89", "79123456789"),
        ("+375 29 123-45-67", "375291234567"),
        ("8 (495) 123-45-67, 8 912 345 67 89", "79123456789"),
        ("+7 (495) 123-45-67 / 123-45-68", "74951234567"),
        ("8 912 345 67 89 доб. 12", "8 912 345 67 89 доб. 12"),
        ("", ""),
    ],
)
def test_phones(typed: str, written: str) -> None:
    assert phone_digits(typed) == written


def test_a_list_of_messages_calculates_nothing() -> None:
    contents = [
        letter(LetterKind.OVERDUE, client=Requisites(name, phone=phone))
        for name, phone in (("=1+1", "+1 2"), ("@sum", "-5"), ('ООО «А»; "Б"', "+7 912 345-67-89"))
    ]
    data = messages_csv(contents)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert [row[:2] for row in rows[1:]] == [["'+1 2", "'=1+1"], ["'-5", "'@sum"], ["79123456789", 'ООО «А»; "Б"']]
    assert all(cell[:1] not in "=+-@" or not cell for row in rows for cell in row)
    assert "просрочена оплата" in rows[1][2]


def test_own_words_of_mail(tmp_path: Path) -> None:
    (tmp_path / "email.txt").write_text("Здравствуйте, {{ клиент.название }}", encoding="utf-8")
    draft = email.message_from_bytes(email_draft(hostile(LetterKind.CLAIM), b"x", "x.pdf", tmp_path), policy=default)
    body = draft.get_body()
    assert body is not None
    assert "{{ 7*7 }}" in body.get_content()
    (tmp_path / "email.txt").write_text("первая\n{{ нет }}", encoding="utf-8")
    with pytest.raises(InputRefused, match=r"email\.txt.*нет"):
        email_draft(letter(LetterKind.CLAIM), b"x", "x.pdf", tmp_path)


def test_the_register_tells_what_became_of_each() -> None:
    made = Letter(1, 2026, 3, DAY, 7, "ООО «Магнум»", LetterKind.CLAIM, "yellow", 100_00, (), "Иванова", "Устав")
    sent = Letter(2, 2026, 2, DAY, 7, "А", LetterKind.RECONCILIATION, "", 0, (), "", "", sent_on=DAY, sent_how="почта")
    back = Letter(
        3, 2026, 1, DAY, 7, "А", LetterKind.RECONCILIATION, "", 0, (), "", "", sent_on=DAY, returned_on=DAY,
        returned_by="Лесной", returned_powers="устав",
    )  # fmt: skip
    spoiled = Letter(4, 2025, 9, DAY, 7, "А", LetterKind.OVERDUE, "", 0, (), "", "", void=True)
    assert len({state_word(one) for one in (made, sent, back, spoiled)}) == 4
    table = register_table([made, sent, back, spoiled], 2026)
    shown = {column.key: [text_of(column, row) for row in table.rows] for column in table.columns}
    assert shown["number"] == ["3/2026", "2/2026", "1/2026", "9/2025"]
    assert shown["sent"][1] == "23.11.2026, почта"
    assert shown["returned"][2] == "23.11.2026, Лесной, устав"
    assert shown["kind"][0] == "Претензия"


def test_papers_are_drawn_without_the_templates_being_written_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[object] = []
    original: Callable[..., bytes] = letter_docx

    def counted(*arguments: object) -> bytes:
        drawn.append(arguments)
        return original(*arguments)

    monkeypatch.setattr(letters, "letter_docx", counted)
    write_batch([Outgoing(letter(LetterKind.OVERDUE), ("1.docx", "1.pdf"))], tmp_path)
    assert len(drawn) == 1
