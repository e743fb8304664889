"""The map of the method names tests that exist: a renamed test cannot leave the map behind."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAMED = re.compile(r"`(tests/[\w/]+(?:\.py)?)?(?:::(\w+))?`")


def test_every_test_the_map_names_exists() -> None:
    text = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    missing, file = [], ""
    for path, name in NAMED.findall(text):
        file = path or file
        if not path and not name:
            continue
        where = ROOT / file
        if not where.exists():
            missing.append(file)
        elif name and f"def {name}(" not in where.read_text(encoding="utf-8"):
            missing.append(f"{file}::{name}")
    assert not missing, "\n".join(missing)
