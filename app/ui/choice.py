"""One of several: buttons of which one is pressed (bolder, so each is wide enough for its bold words), or a menu."""

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QActionGroup, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QMenu, QPushButton

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


def choose_from(
    holder: QPushButton, choices: list[tuple[str, Any]], chosen: object, choose: Callable[[Any], None]
) -> None:
    """A button that shows the choice made and opens the others."""
    menu = QMenu(holder)
    group = QActionGroup(menu)
    for text, value in choices:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(value == chosen)
        action.triggered.connect(lambda _checked=False, value=value: choose(value))
        group.addAction(action)
        if value == chosen:
            holder.setText(f"{text} ▾")
    old: QMenu | None = holder.menu()
    holder.setMenu(menu)
    if old is not None:
        old.deleteLater()
