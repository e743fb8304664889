"""The door and the start: which way the words go, what is imported when, and a book that cannot be used."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app import paths
from app.__main__ import window_book
from app.errors import AppError
from app.ui import crash, messages, start
from app.ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"sqlalchemy", "matplotlib", "openpyxl", "reportlab", "numpy", "lxml", "sqlcipher3", "pypdfium2"}


def modules_after(code: str) -> set[str]:
    """Top-level modules that a fresh interpreter has after this code."""
    ask = f"{code}\nimport sys; print(' '.join({{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_the_window_opens_without_heavy_imports() -> None:
    seen = modules_after(
        "from app.ui.lean import load_qt; load_qt()\n"
        "import app.ui.start\n"
        "from PySide6.QtWidgets import QApplication\n"
        "app_ = QApplication([])\n"
        "window = app.ui.start.MainWindow(); window.show(); app_.processEvents()"
    )
    assert "PySide6" in seen
    assert not seen & HEAVY


def test_a_command_needs_no_qt() -> None:
    assert "PySide6" not in modules_after("from app.__main__ import main; main(['reports', '--help'])")


@pytest.mark.parametrize(
    ("words", "book"),
    [
        (["--book", "моя.debt"], Path("моя.debt")),
        (["--book=моя.debt"], Path("моя.debt")),
        (["моя.debt"], Path("моя.debt")),
        (["check"], None),
        (["--book", "моя.debt", "check"], None),
        (["--help"], None),
        (["demo", "demo"], None),
        (["--book"], None),
    ],
)
def test_words_choose_the_window_or_the_command(words: list[str], book: Path | None) -> None:
    assert window_book(words) == book


def test_no_words_open_the_persons_own_book() -> None:
    assert window_book([]) == paths.default_book()


def test_a_book_that_cannot_be_used_is_told_and_ends_with_four(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[AppError] = []
    ended: list[int] = []

    def refuse(_parent: QWidget | None, error: AppError) -> bool:
        told.append(error)
        return len(told) == 1  # try again once, then leave

    foreign = tmp_path / "не база.debt"
    foreign.write_bytes(b"anything but a book" * 400)
    monkeypatch.setattr(messages, "book_refused", refuse)
    monkeypatch.setattr("app.ui.start.QCoreApplication.exit", ended.append)
    window = MainWindow()
    qtbot.addWidget(window)
    start.open_book(window, foreign)
    assert len(told) == 2
    assert told[0].hint
    assert ended == [4]
    assert window.ledger is None


def test_a_crash_report_quotes_nothing_of_the_book() -> None:
    try:
        raise ValueError("ООО «Русский лес» должен 627 000")
    except ValueError as error:
        report = crash.report_of(type(error), error.__traceback__)
    assert "ValueError" in report
    assert "лес" not in report
    assert "627" not in report
    assert str(Path.home()) not in report
    assert "test_start.py" in report
