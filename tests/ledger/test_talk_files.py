"""Files of a talk: one operation with it, copied beside the book, kept with the client when the talk goes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.legal import Gap
from app.domain.work import Attachment, Contact, NewContact
from app.errors import InputRefused
from app.ledger import Ledger
from tests.ledger.stories import W1, debts, load, owed


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "book.debt", today=lambda: W1, owner="Елена") as opened:
        first = owed("ООО «Магнум»", "1", 300_00, shipped=W1, due=W1)
        load(opened, debts(W1, first, owed("АО «Реал»", "2", 50_00, shipped=W1, due=W1)))
        yield opened


@pytest.fixture
def who(ledger: Ledger) -> int:
    return next(row.client_id for row in ledger.clients.list(W1).rows if "Магнум" in row.name)


def paper(folder: Path, name: str, content: str = "") -> Path:
    path = folder / name
    path.write_text(content or name, encoding="utf-8")
    return path


def talks(ledger: Ledger, who: int) -> tuple[Contact, ...]:
    return ledger.clients.contacts(who, W1)


def names(files: tuple[Attachment, ...]) -> list[str]:
    return [one.name for one in files]


def copies(ledger: Ledger) -> list[Path]:
    return sorted(ledger.attachments.folder.glob("*")) if ledger.attachments.folder.exists() else []


def operations(ledger: Ledger) -> int:
    with ledger.store.read() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM operation").scalar_one())


def test_a_talk_and_its_files_are_one_operation(ledger: Ledger, who: int, tmp_path: Path) -> None:
    before = operations(ledger)
    files = (paper(tmp_path, "запись.mp3"), paper(tmp_path, "гарантийное письмо.pdf"))
    made = ledger.work.record(NewContact(who, W1, result="обещают", promise_due=W1, promise_amount=5_00, files=files))
    assert names(made.files) == ["запись.mp3", "гарантийное письмо.pdf"]
    assert operations(ledger) == before + 1
    for one, source in zip(made.files, files, strict=True):
        assert (one.client_id, one.contact_id) == (who, made.contact_id)
        content = source.read_bytes()
        source.unlink()
        assert ledger.attachments.path(one).read_bytes() == content
    assert set(ledger.attachments.list(who)) == set(made.files)
    assert ledger.clients.card(who, W1).contacts[0].files == made.files
    words = ledger.undo_text() or ""
    assert "2" in words
    assert ledger.undo() == words
    assert talks(ledger, who) == ()
    assert ledger.attachments.list(who) == ()
    assert ledger.work.promises(W1, who) == ()
    assert len(copies(ledger)) == 2, "as undo of any file does: the copy stays in the folder"


def test_a_change_adds_and_takes_away_in_one_operation(ledger: Ledger, who: int, tmp_path: Path) -> None:
    both = (paper(tmp_path, "а.pdf"), paper(tmp_path, "б.pdf"))
    made = ledger.work.record(NewContact(who, W1, result="x", files=both))
    other = ledger.work.record(NewContact(who, W1, result="y", files=(paper(tmp_path, "чужой.pdf"),)))
    wrong, stays = (one.attachment_id for one in made.files)
    taken = (wrong, other.files[0].attachment_id)
    changed = NewContact(who, W1, result="x", note="ещё", files=(paper(tmp_path, "в.pdf"),), unfiled=taken)
    mended = ledger.work.edit(made.contact_id, changed)
    assert names(mended.files) == ["б.pdf", "в.pdf"]
    assert mended.files[0].attachment_id == stays
    assert names(talks(ledger, who)[0].files) == ["чужой.pdf"], "a file of another talk is not touched"
    ledger.undo()
    back = talks(ledger, who)[1]
    assert (back.note, back.files) == ("", made.files)


def test_files_of_a_deleted_talk_stay_with_the_client(ledger: Ledger, who: int, tmp_path: Path) -> None:
    made = ledger.work.record(NewContact(who, W1, result="x", files=(paper(tmp_path, "письмо.pdf"),)))
    ledger.work.delete(made.contact_id)
    assert talks(ledger, who) == ()
    (left,) = ledger.attachments.list(who)
    assert (left.name, left.contact_id) == ("письмо.pdf", None)
    assert ledger.attachments.path(left).is_file()
    assert ledger.check().ok
    ledger.undo()
    assert talks(ledger, who) == (made,)
    assert ledger.attachments.list(who) == made.files


@pytest.mark.parametrize("kind", ["empty", "folder", "absent", "talk"])
def test_what_is_refused_leaves_neither_talk_nor_copy(ledger: Ledger, who: int, tmp_path: Path, kind: str) -> None:
    kept = paper(tmp_path, "была раньше.pdf")
    ledger.attachments.add(who, kept)
    before, there = operations(ledger), copies(ledger)
    wrong = tmp_path / f"{kind}.pdf"
    if kind == "empty":
        wrong.touch()
    elif kind == "folder":
        wrong.mkdir()
    elif kind == "talk":
        paper(tmp_path, wrong.name)
    result = "" if kind == "talk" else "x"
    new = NewContact(who, W1, result=result, files=(paper(tmp_path, "хороший.pdf"), kept, wrong))
    for write in (ledger.work.record, lambda one: ledger.work.record_all([one])):
        with pytest.raises(InputRefused):
            write(new)
    assert talks(ledger, who) == ()
    assert (operations(ledger), copies(ledger)) == (before, there), "a copy that stood there before stays"
    made = ledger.work.record(NewContact(who, W1, result="x"))
    with pytest.raises(InputRefused):
        ledger.work.edit(made.contact_id, new)
    assert (talks(ledger, who), copies(ledger)) == ((made,), there)


def test_each_answer_of_a_sheet_has_its_own_files(ledger: Ledger, who: int, tmp_path: Path) -> None:
    files = [paper(tmp_path, name) for name in ("а.pdf", "б.pdf", "в.pdf")]
    parts: tuple[list[Path], ...] = (files[:2], [], files[2:])
    answers = [NewContact(who, W1, result=str(n), files=tuple(part)) for n, part in enumerate(parts)]
    assert ledger.work.record_all(answers) == 3
    found = {talk.result: names(talk.files) for talk in talks(ledger, who)}
    assert found == {"0": ["а.pdf", "б.pdf"], "1": [], "2": ["в.pdf"]}
    ledger.undo()
    assert ledger.attachments.list(who) == ()


@pytest.mark.parametrize("name", ["акт \u202efdp.exe.pdf", "a\nb.pdf", "..pdf", "=cmd|' <b>.pdf"])
def test_hostile_names_stay_words(ledger: Ledger, who: int, tmp_path: Path, name: str) -> None:
    (one,) = ledger.work.record(NewContact(who, W1, result="x", files=(paper(tmp_path, name),))).files
    assert one.name.isprintable()
    assert ledger.attachments.path(one).parent == ledger.attachments.folder


def test_talks_of_merged_clients_keep_their_files(ledger: Ledger, who: int, tmp_path: Path) -> None:
    other = next(row.client_id for row in ledger.clients.list(W1).rows if row.client_id != who)
    made = ledger.work.record(NewContact(who, W1, result="x", files=(paper(tmp_path, "а.pdf"),)))
    ledger.clients.merge(other, who)
    (talk,) = talks(ledger, other)
    assert (talk.files, ledger.attachments.list(other)) == (made.files, made.files)
    mended = ledger.work.edit(talk.contact_id, NewContact(other, W1, result="y", files=(paper(tmp_path, "б.pdf"),)))
    assert names(mended.files) == ["а.pdf", "б.pdf"]


def test_a_file_of_a_talk_is_no_paper_for_a_suit(ledger: Ledger, who: int, tmp_path: Path) -> None:
    """A record of a call must not stand for the papers of the delivery."""
    ledger.work.record(NewContact(who, W1, result="x", files=(paper(tmp_path, "запись.mp3"),)))
    assert Gap.DOCUMENTS in {one.gap for one in ledger.legal.missing(who, W1)}
    ledger.attachments.add(who, paper(tmp_path, "УПД.pdf"))
    assert Gap.DOCUMENTS not in {one.gap for one in ledger.legal.missing(who, W1)}
