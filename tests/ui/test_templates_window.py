"""Own templates: made of the shipped ones, opened, put aside again."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from app.domain.letters import LetterKind
from app.errors import InputRefused
from app.ledger import Ledger
from app.paths import resource
from app.ui import templates_window
from app.ui.templates_window import TemplatesWindow, own_copy, papers


@pytest.fixture
def shown(qtbot: QtBot, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> TemplatesWindow:
    window = TemplatesWindow(None, ledger)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


def test_every_paper_has_a_template_of_the_program(shown: TemplatesWindow) -> None:
    found = papers(shown.folder)
    assert len(found) == len(LetterKind) + 2
    assert not any(one.own for one in found)
    assert all(resource("templates", one.file).is_file() for one in found)


def test_a_paper_gets_words_of_its_own_and_goes_back(shown: TemplatesWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()).name)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    monkeypatch.setattr(templates_window, "confirm", lambda *_words: True)
    place = next(n for n, one in enumerate(papers(shown.folder)) if one.file == "claim.docx")
    shown.table.select_row(place)
    assert not shown.back_button.isEnabled()
    shown.change()
    own = shown.folder / "claim.docx"
    assert opened == ["claim.docx"]
    assert own.read_bytes() == resource("templates", "claim.docx").read_bytes()
    own.write_bytes(b"mine")
    shown.change()
    assert own.read_bytes() == b"mine", "what was changed is never written over"
    assert shown.back_button.isEnabled()
    for number in (1, 2):
        own.write_bytes(b"mine")
        shown.reload()
        shown.back()
        assert not own.exists()
        assert (shown.folder / f"claim ({number}).docx").read_bytes() == b"mine"


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "templates").write_text("a file", encoding="utf-8")
    with pytest.raises(InputRefused):
        own_copy(tmp_path / "templates", "claim.docx")
