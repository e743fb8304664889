"""The reading child: its death, silence and nonsense are one refusal; a cancel is heard at once."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import InputRefused
from app.ingest import read, reading, sandbox
from app.ingest.sandbox import Failure, Sandbox
from app.progress import Cancelled, Progress, silent
from tests.ingest.making import REGISTER, xlsx

Fake = Callable[[str], None]


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch) -> Fake:
    """Put another program in the child's place."""

    def place(code: str) -> None:
        monkeypatch.setattr(sandbox, "_command", lambda: [sys.executable, "-I", "-c", code])

    return place


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        ("import os; os.abort()", "died"),
        ("", "died"),
        ("import sys; sys.stdout.buffer.write(b'\\xff' * 100)", "nonsense"),
        ("import sys; sys.stdout.buffer.write(b'\\0\\0\\0\\2[]')", "nonsense"),
        ("import sys; sys.stdout.buffer.write(b'\\0\\0\\0\\7{\"a\":1}')", "nonsense"),
        ("import sys; sys.stdout.buffer.write(b'\\0\\0\\x10\\0' + b'[' * 4096)", "nonsense"),
        ("import time; time.sleep(60)", "timeout"),
        ("import sys; sys.stdin.buffer.read(); import time; time.sleep(60)", "timeout"),
    ],
)
def test_a_child_that_fails_is_one_verdict(child: Fake, code: str, verdict: str) -> None:
    child(code)
    started = time.monotonic()
    with Sandbox(seconds=1.0) as box, pytest.raises(Failure) as caught:
        box.sheets(b"a;b\n1;2\n", silent())
    assert caught.value.code == verdict
    assert time.monotonic() - started < 5


def test_the_person_reads_a_sentence(child: Fake, tmp_path: Path) -> None:
    child("import os; os.abort()")
    with pytest.raises(InputRefused, match=r"d\.xlsx"):
        read(xlsx(tmp_path / "d.xlsx", REGISTER))


def test_a_cancel_is_heard_within_half_a_second(child: Fake, tmp_path: Path) -> None:
    child("import time; time.sleep(60)")
    progress = Progress()
    threading.Timer(0.3, progress.cancel).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        read(xlsx(tmp_path / "d.xlsx", REGISTER), progress)
    assert time.monotonic() - started < 1.5


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_a_killed_child_is_replaced(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "d.xlsx", REGISTER)
    with Sandbox() as box:
        first = reading.statement(path, box, silent())
        assert box._child is not None
        os.kill(box._child.pid, signal.SIGKILL)
        box._child.wait()
        assert reading.statement(path, box, silent()) == first


def test_the_child_knows_neither_paths_nor_the_environment() -> None:
    assert sandbox._environment().keys() <= {"SYSTEMROOT", "WINDIR"}
    code = "import sys; sys.path.insert(0, sys.argv[1]); import app.ingest.child as c; print(sorted(sys.modules))"
    loaded = subprocess.run(
        [*sandbox._command()[:2], "-c", code, sandbox._command()[-1]], capture_output=True, text=True, check=True
    ).stdout
    for heavy in ("openpyxl", "PySide6", "sqlalchemy", "xlrd", "app.domain", "socket'"):
        assert heavy not in loaded


def test_progress_tells_rows(tmp_path: Path) -> None:
    steps: list[tuple[int, int, str]] = []
    read(xlsx(tmp_path / "d.xlsx", REGISTER), Progress(lambda done, total, text: steps.append((done, total, text))))
    assert any(text == "d.xlsx" for _done, _total, text in steps)


HALF = """
import struct, sys
sys.path.insert(0, {root!r})
from app.ingest.wire import Packer, send
out = sys.stdout.buffer
head = {{"rows": 1, "levels": [0, 7, 1], "hidden_rows": [0, 5], "hidden_columns": [], "merges": [], "hidden": False,
        "typed": True}}
for last in {order!r}:
    send(out, {{"sheet": last}} | head)
    Packer().send(out, [[last]])
    if last == "first":
        send(out, {{"again": True}})
send(out, {{"done": True}})
"""


def test_sheets_sent_again_replace_the_first_ones(child: Fake) -> None:
    child(HALF.format(root=str(sandbox._ROOT), order=["first", "second", "third"]))
    with Sandbox() as box:
        sheets = box.sheets(b"a;b\n", silent())
    assert [sheet.rows for sheet in sheets] == [[("second",)], [("third",)]]
    assert [sheet.levels for sheet in sheets] == [[0], [0]]  # nothing is known of rows that were not sent
    assert {sheet.hidden_rows for sheet in sheets} == {frozenset({0})}


def test_sheets_are_not_sent_again_and_again(child: Fake) -> None:
    child(HALF.format(root=str(sandbox._ROOT), order=["first", "first", "third"]))
    with Sandbox() as box, pytest.raises(Failure, match="nonsense"):
        box.sheets(b"a;b\n", silent())
