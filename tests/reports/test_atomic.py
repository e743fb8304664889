"""Exports never leave half a file, and names never leave their folder."""

import errno
import os
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import AppError
from app.progress import Cancelled
from app.reports import atomic
from tests.sample_pack import HOSTILE

NAMES = [
    *HOSTILE, "CON", "nul.txt", "com1", "LPT9.xlsx", "..", "..\\..\\x", 'a/b:c*?"<>|', "точка. . .", "   ", "", ".",
    "Ж" * 300, "e\u0301" * 100, "\u202egpj.exe", "COM¹",
]  # fmt: skip


def _hello(file: BinaryIO) -> None:
    file.write("здравствуйте".encode())


def test_writes_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "отчёт.txt"
    path.write_text("старое", encoding="utf-8")
    atomic.write(path, _hello)
    assert path.read_text(encoding="utf-8") == "здравствуйте"
    assert [entry.name for entry in tmp_path.iterdir() if entry.is_file()] == ["отчёт.txt"]
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("failure", [ValueError("x"), Cancelled(), KeyboardInterrupt()])
def test_a_failure_in_the_middle_leaves_the_old_file_and_no_trace(tmp_path: Path, failure: BaseException) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")

    def fail(file: BinaryIO) -> None:
        file.write(b"half")
        raise failure

    with pytest.raises(type(failure)):
        atomic.write(path, fail)
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir() if entry.is_file()] == ["a.pdf"]


def test_a_file_that_does_not_verify_is_not_put_in_place(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"

    def refuse(part: Path) -> None:
        assert part.read_bytes() == "здравствуйте".encode()
        raise OSError(errno.EIO, "bad")

    with pytest.raises(AppError, match=r"a\.pdf"):
        atomic.write(path, _hello, refuse)
    assert not path.exists()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(errno.EACCES, "x"), "открыт в другой программе"),
        (OSError(errno.ENOSPC, "x"), "на диске нет места"),
        (FileNotFoundError(errno.ENOENT, "x"), "папки нет"),
        (OSError(errno.EIO, "сбой"), "сбой"),
    ],
)
def test_expected_failures_say_what_to_do(tmp_path: Path, error: OSError, words: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")

    def fail(_file: BinaryIO) -> None:
        raise error

    with pytest.raises(AppError) as caught:
        atomic.write(path, fail)
    assert words in caught.value.text
    assert caught.value.hint
    assert path.read_bytes() == b"old"


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="папки нет"):
        atomic.write(tmp_path / "нет" / "a.pdf", _hello)


def test_a_locked_target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Windows does when Excel holds the file."""

    def refuse(_self: Path, _target: Path) -> Path:
        raise PermissionError(errno.EACCES, "locked")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(AppError, match="открыт"):
        atomic.write(tmp_path / "a.xlsx", _hello)
    assert not [entry for entry in tmp_path.iterdir() if entry.is_file()]


def _check(name: str) -> None:
    assert 0 < len(name.encode()) <= atomic.NAME_LIMIT
    assert Path(name).name == name
    assert name == name.strip(" .")
    assert not set(name) & set('<>:"/\\|?*\x00\n')
    assert name.split(".")[0].casefold() not in {"con", "prn", "aux", "nul", "com1", "lpt9"}
    name.encode()  # no lone surrogates


@pytest.mark.parametrize("text", NAMES)
def test_safe_names(text: str, tmp_path: Path) -> None:
    name = atomic.safe_name(text, ".pdf")
    _check(name)
    assert name.endswith(".pdf")
    path = tmp_path / name
    atomic.write(path, _hello)
    assert path.parent == tmp_path


@given(st.text(max_size=200), st.sampled_from(["", ".xlsx", ".pdf"]))
def test_any_text_makes_a_safe_name(text: str, suffix: str) -> None:
    _check(atomic.safe_name(text, suffix))


def test_an_ordinary_name_is_kept() -> None:
    assert atomic.safe_name("Комиссия 23.11.2026", ".pdf") == "Комиссия 23.11.2026.pdf"
    assert atomic.safe_name('ООО "Ромашка"/2', ".pdf") == "ООО _Ромашка_2.pdf"


@pytest.mark.parametrize("text", ["долги", "Ж" * 300])
def test_free_paths_do_not_repeat(tmp_path: Path, text: str) -> None:
    names = []
    for _number in range(12):
        path = atomic.free_path(tmp_path, text, ".xlsx")
        atomic.write(path, _hello)
        names.append(path.name)
        _check(path.name)
    assert len(set(names)) == 12
