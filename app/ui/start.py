"""The start of the window: painted first, then the book is opened and the list filled.

Nothing heavy (SQLAlchemy, matplotlib, openpyxl, reportlab) is imported before the first paint.
"""

import gc
import os
import sys
import time
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from app.errors import BookError
from app.i18n import LANG, _
from app.ui import preferences
from app.ui.main_window import MainWindow
from app.ui.theme import icon, theme

if TYPE_CHECKING:
    from app.ui.crash import CrashHook

COLLECT_EVERY_MS = 5000
FULL_EVERY = 24


def run(book_path: Path) -> int:
    """Show the window on this book until it is closed. Exit code 0, or 4 when the book cannot be used."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise RuntimeError("another kind of application is running")
    _name(app)
    _translate(app)
    _catch_crashes(app)
    _collect_here(app)
    theme().set_mode(preferences.mode())
    window = MainWindow()
    saved = preferences.geometry()
    if saved.isEmpty() or not window.restoreGeometry(saved):
        _place(window)
    window.painted.connect(lambda: _trace("painted"))
    window.painted.connect(lambda: open_book(window, book_path))
    window.show()
    try:
        return app.exec()
    finally:
        if window.ledger is not None:
            window.ledger.close()


def open_book(window: MainWindow, path: Path) -> None:
    """Open the book and fill the window; a refusal is told with a way out and ends the program with 4."""
    from app.ledger import Ledger
    from app.ui.messages import book_refused

    while True:
        try:
            ledger = Ledger.open(path)
        except BookError as error:
            if book_refused(window, error):
                continue
            QCoreApplication.exit(error.exit_code)
            return
        break
    window.attach(ledger)
    window.repaint()
    _trace("filled")
    QTimer.singleShot(0, window, window.begin_day)
    # Charts are loaded once the list has been seen.
    QTimer.singleShot(150, _load_charts)
    QApplication.setWindowIcon(icon("program", "accent"))


def _trace(moment: str) -> None:
    """For the bench: say on stdout when something was seen, if the environment asks for it."""
    if os.environ.get("DEBITORKA_TRACE") and sys.stdout is not None:
        sys.stdout.write(f"trace {moment} {time.perf_counter():.6f}\n")
        sys.stdout.flush()


def _load_charts() -> None:
    from app.ui.chart_loader import charts

    charts().load()


def _name(app: QApplication) -> None:
    app.setApplicationName("debitorka")
    app.setApplicationDisplayName(_("Debitorka"))
    app.setOrganizationName("debitorka")
    app.setDesktopFileName("debitorka")


def _catch_crashes(app: QApplication) -> None:
    """Show one dialog for whatever nobody expected; its module is loaded when it is needed or after the start."""

    def first(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        _install_hook(app).catch(kind, error, trace)

    sys.excepthook = first
    QTimer.singleShot(1000, app, lambda: _install_hook(app))


def _install_hook(app: QApplication) -> "CrashHook":
    from app.ui.crash import CrashHook

    known = app.findChild(CrashHook)
    if known is None:
        known = CrashHook(app)
        known.install()
    return known


def _translate(app: QApplication) -> None:
    """Qt's own words (buttons of file windows, the calendar) in the language of the screen."""
    QLocale.setDefault(QLocale(QLocale.Language.English if LANG == "en" else QLocale.Language.Russian))
    if LANG == "en":
        return
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{LANG}", folder):
        app.installTranslator(translator)


def _place(window: MainWindow) -> None:
    """First start: the whole of a small screen, a comfortable part of a large one."""
    room = window.screen().availableGeometry()
    if room.width() <= theme().px(1440) or room.height() <= theme().px(820):
        window.showMaximized()
        return
    window.resize(min(theme().px(1440), room.width()), min(theme().px(900), room.height()))
    window.move(room.center() - window.rect().center())


def _collect_here(app: QApplication) -> None:
    """Let the cycle collector work on the UI thread only: it must never destroy Qt objects in another."""
    gc.disable()
    turns = count(1)
    timer = QTimer(app)
    timer.setInterval(COLLECT_EVERY_MS)
    timer.timeout.connect(lambda: gc.collect(1 if next(turns) % FULL_EVERY else 2))
    timer.start()
