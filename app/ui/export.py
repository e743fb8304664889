"""Where an export goes: asks for the file, writes it, says where it lies."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from app.errors import AppError
from app.i18n import _
from app.reports.table import Table
from app.ui.messages import show_error
from app.ui.preferences import export_folder, remember_export_folder
from app.ui.tab import window_date


def export_table(parent: QWidget, table: Table[Any]) -> Path | None:
    """Write a table to an XLSX file that the person names; None when they changed their mind."""
    from app.reports.xlsx import write_table

    day = window_date(parent)
    return save_as(parent, table.title, "xlsx", lambda path: write_table(table, path, day))


def save_as(parent: QWidget, title: str, suffix: str, write: Callable[[Path], object]) -> Path | None:
    """Ask for a name and ``write`` there; an expected failure is told, not raised. The path when written."""
    suggested = export_folder() / f"{_file_name(title)}.{suffix}"
    chosen, _filter = QFileDialog.getSaveFileName(
        parent, _("Save as"), str(suggested), f"{suffix.upper()} (*.{suffix})"
    )
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix.lower() != f".{suffix}":
        path = path.with_name(f"{path.name}.{suffix}")
    try:
        write(path)
    except AppError as error:
        show_error(parent, error)
        return None
    remember_export_folder(path.parent)
    return path


def _file_name(title: str) -> str:
    """A title without what file systems refuse."""
    clean = "".join(" " if char in '<>:"/\\|?*«»' or ord(char) < 32 else char for char in title)
    return " ".join(clean.split()).strip(" .")[:80] or _("Table")
