"""The floors of the house and the budgets of its rooms, proved on every run."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "app"

# Who may import what does not come with Python. A package that is not here may not be imported at all.
THIRD_PARTY = {
    "PySide6": {"ui"},
    "shiboken6": {"ui"},
    "matplotlib": {"reports", "ui"},
    "numpy": {"reports", "ui"},
    "PIL": {"reports", "ui"},
    "openpyxl": {"reports", "ingest"},
    "reportlab": {"reports"},
    "pypdfium2": {"reports", "ui"},
    "sqlalchemy": {"models"},
    "alembic": {"models"},
    "sqlcipher3": {"models"},
    "python_calamine": {"ingest"},
    "xlrd": {"ingest"},
    "docxtpl": {"reports"},
    "docx": {"reports"},
    "jinja2": {"reports"},
    "markupsafe": {"reports"},
    "lxml": {"ingest", "reports"},
    "defusedxml": {"ingest", "reports"},
}
# Half a second and more together; the window must be on the screen before any of them.
HEAVY = {
    "PySide6",
    "alembic",
    "docx",
    "docxtpl",
    "jinja2",
    "lxml",
    "matplotlib",
    "numpy",
    "openpyxl",
    "reportlab",
    "sqlalchemy",
}
NAMELESS = {"utils", "util", "common", "helpers", "helper", "base", "manager", "service", "misc", "core"}

FILE_LINES, FILE_LINES_P95 = 500, 400
FUNCTION_LINES, FUNCTION_LINES_P95 = 60, 30


@cache
def sources() -> dict[Path, str]:
    """Every Python file of the program with its text."""
    return {path: path.read_text(encoding="utf-8") for path in sorted(APP.rglob("*.py"))}


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def percentile_95(sizes: list[int]) -> int:
    """The size that 95 of 100 do not exceed."""
    ranked = sorted(sizes)
    return ranked[max(0, -(-len(ranked) * 95 // 100) - 1)]


def imported_packages(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Top-level names of every import of a file, wherever it stands, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name.partition(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module.partition(".")[0], node.lineno


def test_floors() -> None:
    """A lower floor never knows an upper one (contracts in pyproject.toml)."""
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as c; c()",
        "--no-logo",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_third_party_packages_stay_on_their_floor() -> None:
    astray = []
    for path, text in sources().items():
        floor = path.relative_to(APP).parts[0].removesuffix(".py")
        for package, line in imported_packages(ast.parse(text)):
            if package == "app" or package in sys.stdlib_module_names:
                continue
            if floor not in THIRD_PARTY.get(package, set()):
                astray.append(f"{short(path)}:{line}: {package}")
    assert not astray, "\n".join(astray)


def test_files_keep_their_budget() -> None:
    sizes = {path: text.count("\n") for path, text in sources().items()}
    long = [f"{short(path)}: {size} lines" for path, size in sizes.items() if size > FILE_LINES]
    assert not long, "\n".join(long)
    near = sorted((size, short(path)) for path, size in sizes.items() if size > FILE_LINES_P95)
    assert percentile_95(list(sizes.values())) <= FILE_LINES_P95, near


def test_functions_keep_their_budget() -> None:
    sizes = {}
    for path, text in sources().items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                where = f"{short(path)}:{node.lineno} {node.name}"
                sizes[where] = (node.end_lineno or node.lineno) - node.lineno + 1
    long = [f"{where}: {size} lines" for where, size in sizes.items() if size > FUNCTION_LINES]
    assert not long, "\n".join(long)
    near = sorted((size, where) for where, size in sizes.items() if size > FUNCTION_LINES_P95)
    assert percentile_95(list(sizes.values())) <= FUNCTION_LINES_P95, near


def test_silenced_checks_say_why() -> None:
    """`# type: ignore[code] - reason` and `# noqa: CODE - reason`."""
    silent = re.compile(r"#\s*(?:type:\s*ignore(?:\[[^\]]*\])?|noqa(?::\s*[A-Z0-9, ]+)?)(?P<reason>.*)$")
    bare = []
    for folder in ("app", "tests", "tools"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                found = silent.search(line)
                if found and path != Path(__file__) and len(found["reason"].strip(" #-:,.()")) < 8:
                    bare.append(f"{short(path)}:{number}: {line.strip()}")
    assert not bare, "\n".join(bare)


def test_modules_are_named_by_what_they_are() -> None:
    named = {part.removesuffix(".py") for path in sources() for part in path.relative_to(APP).parts}
    assert not named & NAMELESS


def test_each_module_says_why_it_exists() -> None:
    silent = [short(path) for path, text in sources().items() if not ast.get_docstring(ast.parse(text))]
    assert not silent


@pytest.mark.parametrize("module", ["app.__main__", "app.domain", "app.formats"])
def test_nothing_heavy_stands_behind_the_door(module: str) -> None:
    code = f"import sys, {module}; print(*sorted({HEAVY!r} & set(sys.modules)))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
