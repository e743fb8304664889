"""Files on their way to the check: read in the worker, and explained by the person where no layout knows them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.domain.importing import ImportPreview
from app.domain.mapping import Mapping, Sample
from app.errors import LayoutUnknown
from app.i18n import _
from app.progress import Progress
from app.ui.jobs import run_job

if TYPE_CHECKING:
    from app.ledger import Ledger


def read_files(
    parent: QWidget,
    ledger: "Ledger",
    paths: Sequence[Path],
    mappings: tuple[Mapping, ...],
    show: Callable[[ImportPreview, tuple[Mapping, ...]], object],
) -> None:
    """Read the files, asking for the meaning of each that no layout knows; ``show`` gets the preview."""

    def read(progress: Progress) -> ImportPreview | LayoutUnknown:
        try:
            return ledger.imports.preview(paths, mappings=mappings, progress=progress)
        except LayoutUnknown as error:
            return error

    def go_on(found: ImportPreview | LayoutUnknown) -> None:
        if isinstance(found, ImportPreview):
            show(found, mappings)
            return
        path = next((path for path in paths if path.name == found.file_name), paths[0])
        explain(parent, ledger, path, lambda one: read_files(parent, ledger, paths, (one, *mappings), show))

    run_job(parent, _("Reading the report"), read, go_on)


def explain(parent: QWidget, ledger: "Ledger", path: Path, answered: Callable[[Mapping], object]) -> None:
    """Show the top of a file and ask what its columns hold."""

    def show(sample: Sample) -> None:
        from app.ui.mapping_dialog import MappingDialog

        dialog = MappingDialog(parent, ledger, sample)
        dialog.answered = answered
        dialog.open()

    run_job(parent, _("Reading the report"), lambda progress: ledger.imports.mappings.sample(path, progress), show)
