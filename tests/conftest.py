"""What every test stands on: no display, no network of the desk's own settings, one font, one language.

The environment is settled here, before anything of the program is imported: the language is bound at import.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "resources" / "fonts"
FONT_FAMILY = "Debitorka Sans"

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["APP_LANG"] = "ru"
os.environ["TZ"] = "UTC"
_runtime = Path(tempfile.gettempdir()) / f"debitorka-tests-{os.getuid() if hasattr(os, 'getuid') else 0}"
_runtime.mkdir(mode=0o700, exist_ok=True)
# Qt complains without a runtime folder; matplotlib keeps its font list between runs.
os.environ.setdefault("XDG_RUNTIME_DIR", str(_runtime))
os.environ["MPLCONFIGDIR"] = str(_runtime)

settings.register_profile(
    "here", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("here")


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own: no test may see or touch a person's book."""
    home = tmp_path / "home"
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    for name, folder in {
        "XDG_DATA_HOME": ".local/share",
        "XDG_CONFIG_HOME": ".config",
        "XDG_CACHE_HOME": ".cache",
        "LOCALAPPDATA": "AppData/Local",
    }.items():
        monkeypatch.setenv(name, str(home / folder))
    return home


@pytest.fixture
def shipped_font(qapp: object) -> Iterator[str]:
    """The program's own face, loaded into Qt and set as the default; yields the family name."""
    from PySide6.QtGui import QFont, QFontDatabase
    from PySide6.QtWidgets import QApplication

    for path in sorted(FONTS.glob("*.ttf")):
        assert QFontDatabase.addApplicationFont(str(path)) >= 0, path.name
    before = QApplication.font()
    QApplication.setFont(QFont(FONT_FAMILY))
    yield FONT_FAMILY
    QApplication.setFont(before)  # the window's theme measures itself by the system's font
