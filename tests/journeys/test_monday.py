"""Monday: drop bookkeeping's file on the window, accept, open the worst card, record a call, print the pack, undo.

The real window, offscreen, on a real book; every step by what a person touches.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.work import PromiseState
from app.ledger import Ledger
from app.ui.call_form import CallForm
from app.ui.import_dialog import ImportDialog
from app.ui.jobs import busy
from app.ui.main_window import MainWindow
from tests.journeys.article import FORMS, build
from tests.ui.conftest import press, write

MONDAY = date(2008, 6, 2)
AS_OF = date(2008, 6, 1)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty book on the Monday after the article's report."""
    with Ledger.open(tmp_path / "book.debt", today=lambda: MONDAY, owner="Елена") as opened:
        yield opened


@pytest.fixture
def window(qtbot: QtBot, ledger: Ledger) -> MainWindow:
    """The window as on first start."""
    shown = MainWindow()
    qtbot.addWidget(shown)
    shown.resize(1366, 768)
    shown.show()
    qtbot.waitExposed(shown)
    shown.attach(ledger)
    return shown


def calm(qtbot: QtBot) -> None:
    """Wait until no job runs and everything is drawn."""
    qtbot.waitUntil(lambda: not busy(), timeout=30_000)
    QApplication.processEvents()


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(60, 60), *how))
    QApplication.sendEvent(window, QDropEvent(QPointF(60, 60), *how))


def shortcut(window: MainWindow, keys: str) -> None:
    """The action of a key: an offscreen window is not active, so the key itself would not reach it."""
    actions = [a for a in window.findChildren(QAction) if a.shortcut().toString() == keys]
    assert len(actions) == 1
    actions[0].trigger()


def record_the_call() -> None:
    """What the director types while «Записать звонок» is open."""
    form = QApplication.activeModalWidget()
    assert isinstance(form, CallForm)
    write(form.outcome, "обещали оплатить")
    write(form.due, "6.06")
    write(form.amount, "31 400")
    press(form.amount, Qt.Key.Key_Return)


def test_from_mondays_file_to_the_meetings_paper(
    qtbot: QtBot, window: MainWindow, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # drop the file: shown, nothing written
    path = tmp_path / FORMS["extended"]
    build(path, extended=True)
    drop(window, path)
    qtbot.waitUntil(lambda: window.findChild(ImportDialog) is not None, timeout=30_000)
    dialog = window.findChild(ImportDialog)
    assert isinstance(dialog, ImportDialog)
    assert ledger.imports.reports() == ()

    # accept
    qtbot.waitUntil(dialog.accept_button.hasFocus)
    qtbot.keyClick(dialog.accept_button, Qt.Key.Key_Return)
    calm(qtbot)
    assert [(row.as_of, row.sum) for row in ledger.imports.reports()] == [(AS_OF, 1_479_300_00)]
    qtbot.waitUntil(lambda: window.clients.list.model.rowCount() == 10)

    # open the card of the reddest client
    forest = next(row for row in ledger.clients.list(AS_OF).rows if "Русский лес" in row.name)
    window.open_client(forest.client_id)
    card = window.clients.card.card
    assert card is not None
    assert (card.client.name, card.line.total, card.line.max_days) == ('ООО "Русский лес"', 31_400_00, 84)

    # record a call by keyboard
    before = ledger.check().digest
    QTimer.singleShot(300, record_the_call)
    shortcut(window, "Ctrl+N")
    calm(qtbot)
    promises = ledger.work.promises(MONDAY)
    assert [(p.due, p.amount, p.state) for p in promises] == [(date(2008, 6, 6), 31_400_00, PromiseState.OPEN)]
    assert ledger.check().digest != before

    # print the pack: the dialog is answered «to a file»
    printed = tmp_path / "printed.pdf"

    def to_file(dialog: QPrintDialog) -> QPrintDialog.DialogCode:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(printed))
        return QPrintDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", to_file)
    shortcut(window, "Ctrl+P")
    qtbot.waitUntil(printed.exists, timeout=60_000)
    calm(qtbot)
    assert len(PdfReader(printed).pages) >= 8

    # undo the call
    said = window.undo_text()
    assert said
    window.undo()
    assert ledger.work.promises(MONDAY) == ()
    assert ledger.check().digest == before
    assert ledger.check().ok
