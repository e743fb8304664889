"""The shipped templates are what the tool makes; nobody mended one by hand."""

import io
import zipfile

import pytest

from app.domain.letters import LetterKind
from tools import templates


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.mark.parametrize("name", sorted(templates.SHEETS))
def test_shipped_templates_are_made_by_the_tool(name: str) -> None:
    shipped = (templates.FOLDER / f"{name}.docx").read_bytes()
    assert parts(shipped) == parts(templates.SHEETS[name]().data())
    assert not any("External" in part.decode() for key, part in parts(shipped).items() if key.endswith(".rels"))


def test_words_of_mail_are_made_by_the_tool() -> None:
    for name, words in templates.WORDS.items():
        assert (templates.FOLDER / name).read_text(encoding="utf-8") == words


def test_every_kind_of_letter_has_a_template() -> None:
    assert set(templates.SHEETS) == {kind.value for kind in LetterKind}
