"""Every word of the screen has a Russian one, with the same fields, compiled."""

from pathlib import Path

import pytest
from babel.messages.catalog import Message

from tools import catalogue


def test_catalogue_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert catalogue.check() == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("message", "faults"),
    [
        (Message("{n} of {total}", "{total}: {n}"), []),
        (Message("{n} of {total}", "{n}"), ["fields changed in '{n}'"]),
        (Message("%s rows", "строк %d"), ["fields changed in 'строк %d'"]),
        (Message("30 % of debt", "30 % долга"), []),
        (Message("debt", ""), ["missing"]),
        (Message("debt", "долг", flags=["fuzzy"]), ["fuzzy"]),
        (Message(("{n} day", "{n} days"), ("{n} день", "{n} дня", "{n} дней")), []),
        (Message(("{n} day", "{n} days"), ("{n} день", "{n} дня", "")), ["missing"]),
        (Message(("{n} day", "{n} days"), ("{n} день", "{n} дней")), ["2 forms"]),
        (Message(("one day", "{n} days"), ("день", "{n} дня", "{n} дней")), ["fields changed in 'день'"]),
    ],
)
def test_faults_of_one_message(message: Message, faults: list[str]) -> None:
    assert list(catalogue.faults_of(message)) == faults


def sources(folder: Path, text: str) -> None:
    (folder / "app").mkdir(exist_ok=True)
    (folder / "app" / "words.py").write_text(text, encoding="utf-8")


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two messages in a folder of its own."""
    monkeypatch.setattr(catalogue, "ROOT", tmp_path)
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path / "ru")
    sources(tmp_path, '_("debt")\nngettext("{n} day", "{n} days", 2)\npgettext("person", "manager")\n')
    return tmp_path


PART = """
msgid "debt"
msgstr "долг"

msgid "{n} day"
msgid_plural "{n} days"
msgstr[0] "{n} день"
msgstr[1] "{n} дня"
msgstr[2] "{n} дней"

msgctxt "person"
msgid "manager"
msgstr "менеджер"
"""


def test_parts_fill_gaps_and_words_survive_a_move(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    catalogue.main(["extract"])
    assert catalogue.check() == 1
    part = elsewhere / "part.po"
    part.write_text(PART, encoding="utf-8")
    catalogue.main(["merge", str(part)])
    catalogue.main(["compile"])
    assert catalogue.main(["check"]) == 0, capsys.readouterr().out
    text = catalogue.po_path().read_text(encoding="utf-8")
    compiled = catalogue.mo_path().read_bytes()

    sources(elsewhere, "")
    catalogue.main(["extract"])
    assert "obsolete: 'debt'" in catalogue.faults()
    sources(elsewhere, '_("debt")\nngettext("{n} day", "{n} days", 2)\npgettext("person", "manager")\n')
    catalogue.main(["extract"])
    catalogue.main(["compile"])
    assert catalogue.po_path().read_text(encoding="utf-8") == text
    assert catalogue.mo_path().read_bytes() == compiled


def test_first_word_wins_and_the_other_is_named(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, word in {"a.po": "долг", "b.po": "задолженность"}.items():
        (elsewhere / name).write_text(f'msgid "debt"\nmsgstr "{word}"\n', encoding="utf-8")
    catalogue.main(["merge", str(elsewhere / "a.po"), str(elsewhere / "b.po")])
    assert "kept 'долг', left out 'задолженность'" in capsys.readouterr().out


def test_a_stale_compiled_file_is_a_fault(elsewhere: Path) -> None:
    (elsewhere / "a.po").write_text(PART, encoding="utf-8")
    catalogue.main(["merge", str(elsewhere / "a.po")])
    catalogue.main(["compile"])
    text = catalogue.po_path().read_text(encoding="utf-8").replace("долг", "задолженность")
    catalogue.po_path().write_text(text, encoding="utf-8")
    assert catalogue.faults() == ["debitorka.mo is older than debitorka.po"]
