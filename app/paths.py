"""Where things live: the program's own resources and the user's data folder.

Nothing here creates a folder; whoever writes does.
"""

import os
import sys
from pathlib import Path

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


def data_dir() -> Path:
    """The per-user folder of the book: %LOCALAPPDATA% on Windows (never Documents, which clouds redirect),
    XDG_DATA_HOME or ~/.local/share elsewhere."""
    if sys.platform == "win32":
        root = os.environ.get("LOCALAPPDATA")
        return (Path(root) if root else Path.home() / "AppData" / "Local") / "Debitorka"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Debitorka"
    xdg = os.environ.get("XDG_DATA_HOME")
    return (Path(xdg) if xdg else Path.home() / ".local" / "share") / "debitorka"


def default_book() -> Path:
    """The book used when none is named."""
    return data_dir() / "debitorka.debt"


def resource(*parts: str) -> Path:
    """A file the program ships."""
    return RESOURCES.joinpath(*parts)
