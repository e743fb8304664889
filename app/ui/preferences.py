"""What the window remembers between starts. Preferences of one person's window, never data of the book."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from app import paths
from app.ui.theme import Mode


def _settings() -> QSettings:
    return QSettings(str(paths.data_dir() / "window.ini"), QSettings.Format.IniFormat)


def mode() -> Mode:
    """Light, dark, or as the system says."""
    value = str(_settings().value("mode", Mode.SYSTEM.value))
    return Mode(value) if value in tuple(Mode) else Mode.SYSTEM


def remember_mode(chosen: Mode) -> None:
    """Keep the choice of the palette."""
    _settings().setValue("mode", chosen.value)


def geometry() -> QByteArray:
    """Where the window stood; empty at the first start."""
    value = _settings().value("geometry", QByteArray())
    return value if isinstance(value, QByteArray) else QByteArray()


def remember_geometry(saved: QByteArray) -> None:
    """Keep where the window stands."""
    _settings().setValue("geometry", saved)


def export_folder() -> Path:
    """Where the last export went, else the documents."""
    return _folder("export_folder")


def remember_export_folder(folder: Path) -> None:
    """Keep the folder of exports."""
    _settings().setValue("export_folder", str(folder))


def report_folder() -> Path:
    """Where bookkeeping's last report lay, else the documents."""
    return _folder("report_folder")


def remember_report_folder(folder: Path) -> None:
    """Keep the folder of reports."""
    _settings().setValue("report_folder", str(folder))


def _folder(key: str) -> Path:
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    kept = str(_settings().value(key, "") or "")
    return Path(kept) if kept and Path(kept).is_dir() else Path(documents)
