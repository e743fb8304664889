"""A small real book and a shown window."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.ledger import Ledger
from app.ui.form import Form
from app.ui.jobs import busy
from app.ui.main_window import MainWindow
from tests.ledger.stories import debts, load, owed
from tests.ui.filling import Filling, fill

TODAY = date(2026, 11, 23)
LAST_WEEK = date(2026, 11, 16)


SHIPPED = date(2026, 8, 1)
LES = owed(
    "ООО «Русский лес»",
    "УПД 1109",
    627_000_00,
    shipped=SHIPPED,
    due=date(2026, 8, 31),
    manager="Васильева",
    inn="7701234561",
)
LES_NEW = owed(
    "ООО «Русский лес»",
    "УПД 1127",
    200_000_00,
    shipped=date(2026, 11, 17),
    due=date(2026, 12, 1),
    manager="Васильева",
    inn="7701234561",
)
MAGNUM = owed("ООО «Магнум»", "УПД 2001", 1_469_000_00, shipped=SHIPPED, due=date(2026, 10, 2), manager="Гордеев")
SCHOOL = owed(
    "Школа № 14", "УПД 3001", 212_500_00, shipped=date(2026, 11, 20), due=date(2026, 12, 10), manager="Гордеев"
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty book whose clock stands on Monday, 23.11.2026."""
    with Ledger.open(tmp_path / "book.debt", today=lambda: TODAY, owner="Елена, НОУТБУК-3") as opened:
        yield opened


@pytest.fixture
def stocked(ledger: Ledger) -> Ledger:
    """Two weekly reports: three clients, one red, one yellow, one not due."""
    load(ledger, debts(LAST_WEEK, LES, MAGNUM))
    load(ledger, debts(TODAY, LES, LES_NEW, MAGNUM, SCHOOL, name="отчёт2.xlsx"))
    return ledger


@pytest.fixture
def desk(qtbot: QtBot) -> QWidget:
    """A shown widget that dialogs belong to."""
    out = QWidget()
    qtbot.addWidget(out)
    out.resize(1200, 760)
    out.show()
    qtbot.waitExposed(out)
    return out


@pytest.fixture
def settled(qtbot: QtBot) -> Callable[[], None]:
    """Wait until no job runs."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not busy(), timeout=10_000)
        QApplication.processEvents()

    return wait


@pytest.fixture
def window(qtbot: QtBot, stocked: Ledger) -> MainWindow:
    """The window on the stocked book, its list and card filled."""
    shown = MainWindow()
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitExposed(shown)
    shown.attach(stocked)
    qtbot.waitUntil(lambda: shown.clients.card.card is not None)
    return shown


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """One key."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key.value, modifiers))


def write(widget: QWidget, text: str) -> None:
    """Text of any script, letter by letter (``keyClicks`` aborts on Cyrillic)."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Filling:
    """The next forms are filled with these values and saved; faults are collected, and the form is left."""

    def settle(**values: object) -> list[str]:
        faults: list[str] = []

        def exec_(form: Form) -> int:
            form.show()
            fill(form, values)
            form.go.click()
            if form.result() != QDialog.DialogCode.Accepted:
                faults.append(form.fault())
                form.reject()
            return form.result()

        monkeypatch.setattr(Form, "exec", exec_)
        return faults

    return settle
