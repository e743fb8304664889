"""The door: which words open the window, which go to the command line, and the packed program's reading child."""

import subprocess
import sys
from pathlib import Path

import pytest

from app import paths
from app.__main__ import window_book
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("words", "book"),
    [
        (["--book", "x.debt"], Path("x.debt")),
        (["--book=x.debt"], Path("x.debt")),
        (["x.debt"], Path("x.debt")),
        (["check"], None),
        (["--book", "x.debt", "check"], None),
        (["--help"], None),
    ],
)
def test_what_opens_the_window(words: list[str], book: Path | None) -> None:
    assert window_book(words) == book


def test_no_words_open_the_own_book() -> None:
    assert window_book([]) == paths.default_book()


def test_the_packed_programs_child_answers_nothing_to_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", "--read-table"], input=b"", capture_output=True, cwd=ROOT, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
