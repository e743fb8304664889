"""Words said in a box: errors with a way out, questions with buttons in verbs. Always plain text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from app.errors import AppError
from app.i18n import _

if TYPE_CHECKING:
    from app.ledger import Ledger


def done(parent: QWidget, act: Callable[[], object]) -> bool:
    """Do an operation; False when it was refused, which is told."""
    try:
        act()
    except AppError as error:
        show_error(parent, error)
        return False
    return True


def undone(parent: QWidget, ledger: Ledger) -> str:
    """Take back the last action of work or policy, in words for a notice; empty when it was refused, which is told."""
    try:
        words = ledger.undo()
    except AppError as error:
        show_error(parent, error)
        return ""
    return _("Undone: {what}").format(what=words) if words else _("There is nothing to undo")


def show_error(parent: QWidget | None, error: AppError) -> None:
    """What is wrong and what to do."""
    box = _box(parent, QMessageBox.Icon.Warning, error.text, error.hint)
    box.addButton(_("Got it"), QMessageBox.ButtonRole.AcceptRole)
    box.exec()


def show_note(parent: QWidget | None, text: str, hint: str = "") -> None:
    """Something worth knowing."""
    box = _box(parent, QMessageBox.Icon.Information, text, hint)
    box.addButton(_("Got it"), QMessageBox.ButtonRole.AcceptRole)
    box.exec()


def confirm(parent: QWidget | None, text: str, action: str, hint: str = "") -> bool:
    """A question with the action as its button («Отозвать») and «Отмена», which is the default."""
    box = _box(parent, QMessageBox.Icon.Question, text, hint)
    yes = box.addButton(action, QMessageBox.ButtonRole.AcceptRole)
    no = box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(no)
    box.setEscapeButton(no)
    box.exec()
    return box.clickedButton() is yes


def choose(parent: QWidget | None, text: str, answers: tuple[str, ...], hint: str = "") -> int | None:
    """A question with its answers as buttons, the first of them the default; its number, None for «Отмена»."""
    box = _box(parent, QMessageBox.Icon.Question, text, hint)
    made = [box.addButton(answer, QMessageBox.ButtonRole.AcceptRole) for answer in answers]
    no = box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(made[0])
    box.setEscapeButton(no)
    box.exec()
    clicked = box.clickedButton()
    return next((number for number, one in enumerate(made) if one is clicked), None)


def book_refused(parent: QWidget | None, error: AppError) -> bool:
    """The book cannot be used: why, and «Повторить» (True) or «Закрыть программу»."""
    box = _box(parent, QMessageBox.Icon.Critical, error.text, error.hint)
    again = box.addButton(_("Try again"), QMessageBox.ButtonRole.AcceptRole)
    leave = box.addButton(_("Close the program"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(again)
    box.setEscapeButton(leave)
    box.exec()
    return box.clickedButton() is again


def _box(parent: QWidget | None, kind: QMessageBox.Icon, text: str, hint: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setWindowTitle(_("Debitorka"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(kind)
    box.setText(text)
    box.setInformativeText(hint)
    return box
