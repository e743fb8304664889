"""Buttons of which one is pressed: the pressed one is bolder, so each is wide enough for its bold words."""

from collections.abc import Callable

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QPushButton

from app.ui.controls import button
from app.ui.theme import theme

SIDES = 28


def choice(group: QButtonGroup, words: str, act: Callable[[], object]) -> QPushButton:
    """A button of the group."""
    made = button("", act, "choice")
    group.addButton(made)
    reword(made, words)
    return made


def reword(made: QPushButton, words: str) -> None:
    """Other words, e.g. with another count."""
    made.setText(words)
    look = theme()
    made.setMinimumWidth(QFontMetrics(look.font(bold=True)).horizontalAdvance(words) + look.px(SIDES))
