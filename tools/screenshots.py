"""Take the five pictures of docs/screenshots from the sample book: ``python -m tools.screenshots [BOOK] [FOLDER]``.

The window is drawn offscreen at 1366x768, the smallest laptop it must be good on. The import dialog is shown over a
copy of the book from which the newest report was withdrawn.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

SIZE = (1366, 768)


def main(book: Path, folder: Path) -> None:
    """Write work.png, clients.png, import.png, commission.png and clients-dark.png."""
    from PySide6.QtWidgets import QApplication

    from app.ledger import Ledger
    from app.ui.chart_loader import charts
    from app.ui.commission_tab import CommissionTab
    from app.ui.main_window import CLIENTS, COMMISSION, WORK, MainWindow
    from app.ui.theme import Mode, theme

    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "demo.debt"
        shutil.copy(book, copy)
        with Ledger.open(copy, today=lambda: date(2026, 11, 23)) as ledger:
            theme().set_mode(Mode.LIGHT)
            window = MainWindow()
            window.resize(*SIZE)
            window.show()
            window.attach(ledger)
            charts().load()
            wait(app, lambda: charts().loaded)
            worst = next(row for row in ledger.clients.list(ledger.default_as_of()).rows if row.zone == "red")
            window.open_client(worst.client_id)
            shoot(app, window, folder / "clients.png")
            theme().set_mode(Mode.DARK)
            shoot(app, window, folder / "clients-dark.png")
            theme().set_mode(Mode.LIGHT)
            window.show_tab(WORK)
            shoot(app, window, folder / "work.png")
            window.show_tab(COMMISSION)
            page = window.pages.currentWidget()
            assert isinstance(page, CommissionTab)
            page.view_button.click()
            pause(app, 12)
            shoot(app, window, folder / "commission.png")
            window.show_tab(CLIENTS)
            _import_shot(app, window, book.parent / "weekly", folder / "import.png")
            window.close()


def _import_shot(app: object, window: object, weekly: Path, target: Path) -> None:
    from app.ui.import_dialog import ImportDialog, load_files

    ledger = window.ledger  # type: ignore[attr-defined]  # typed as object to keep Qt out of the module's imports
    for row in ledger.imports.reports()[:2]:
        ledger.imports.withdraw(row.report_id)
    load_files(window, ledger, [sorted(weekly.glob("*.xlsx"))[-1]])  # type: ignore[arg-type]  # as above
    pause(app, 5)
    dialog = window.findChild(ImportDialog)  # type: ignore[attr-defined]  # as above
    dialog.grab().save(str(target))
    dialog.reject()


def shoot(app: object, window: object, target: Path) -> None:
    """Grab the window once it has drawn itself."""
    pause(app, 1.5)
    window.grab().save(str(target))  # type: ignore[attr-defined]  # a QWidget


def pause(app: object, seconds: float) -> None:
    """Let the window work."""
    until = time.monotonic() + seconds
    wait(app, lambda: time.monotonic() > until, seconds + 5)


def wait(app: object, done: Callable[[], bool], seconds: float = 30) -> None:
    """Run the window until something is true. Raises ``TimeoutError``."""
    until = time.monotonic() + seconds
    while not done():
        if time.monotonic() > until:
            raise TimeoutError("the window did not come to rest")
        app.processEvents()  # type: ignore[attr-defined]  # a QApplication
        time.sleep(0.01)


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    names = sys.argv[1:]
    main(
        Path(names[0]) if names else ROOT / "demo" / "demo.debt",
        Path(names[1]) if len(names) > 1 else ROOT / "docs" / "screenshots",
    )
