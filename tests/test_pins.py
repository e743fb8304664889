"""The packages we stand on are the ones we chose, and Qt's binding does not lose references."""

import re
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from pytestqt.qtbot import QtBot

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["requirements.lock", "requirements-installer.lock"]
PYSIDE = "6.11.3"


def logical_lines(path: Path) -> list[str]:
    """The requirements of a pip file, one to a line, without comments and options' continuation marks."""
    text = re.sub(r"\\\n\s*", " ", path.read_text(encoding="utf-8"))
    return [line for raw in text.splitlines() if (line := raw.split(" #")[0].strip()) and line[0] != "#"]


@pytest.mark.parametrize("name", LOCKS)
def test_each_locked_requirement_is_exact_and_hashed(name: str) -> None:
    lines = logical_lines(ROOT / name)
    assert lines
    for line in lines:
        assert re.match(r"[a-z0-9-]+==[^ ]+ ", line), line
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", line), line


@pytest.mark.parametrize("name", [*LOCKS, "requirements.in", "requirements-dev.in", "requirements-installer.in"])
def test_no_requirement_file_names_a_place_on_the_network(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for word in ("http", "index-url", "find-links", "trusted-host", "file:"):
        assert word not in text


def test_locked_versions_are_the_installed_ones() -> None:
    for line in logical_lines(ROOT / "requirements.lock"):
        pin = line.split(" --hash")[0]
        name, _, rest = pin.partition("==")
        wanted, _, marker = rest.partition(" ; ")
        if marker and not Marker(marker).evaluate():
            continue
        assert version(name) == wanted.strip(), f"{name}: run make setup"


def test_what_the_program_asks_for_is_satisfied() -> None:
    for line in logical_lines(ROOT / "requirements.in"):
        wanted = Requirement(line)
        try:
            assert version(wanted.name) in wanted.specifier, line
        except PackageNotFoundError:
            pytest.fail(f"{wanted.name} is not installed: run make setup")


def test_qt_is_the_pinned_one() -> None:
    assert version("PySide6-Essentials") == PYSIDE
    assert version("shiboken6") == PYSIDE


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal since Python 3.12: nothing to lose")
def test_calls_into_qt_do_not_lose_references_to_none(qtbot: QtBot) -> None:
    """PySide6 6.12.0 dropped one reference per call and killed Python 3.11 after some thousands of them."""
    from PySide6.QtWidgets import QWidget

    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for _ in range(2000):
        widget.setToolTip("")
    assert sys.getrefcount(None) >= before - 50
