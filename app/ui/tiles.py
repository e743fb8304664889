"""Four figures on top with the change since last week; each opens its list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app import formats
from app.domain.money import Kopecks, share
from app.i18n import _, ngettext
from app.reports.table import Tone
from app.ui.controls import Elided, label, plain_tip
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.domain.client import Summary

ALL, OVERDUE, RED, PROMISED = "all", "overdue", "red", "promised"


class Tiles(QWidget):
    """``chosen(which)``: the tile whose list is wanted."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._alarm = False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(10))
        self._tiles = {
            ALL: _Tile(_("All receivables")),
            OVERDUE: _Tile(_("Overdue")),
            RED: _Tile(_("Red zone")),
            PROMISED: _Tile(_("Promised this week")),
        }
        for key, tile in self._tiles.items():
            layout.addWidget(tile, 1)
            tile.pressed.connect(lambda which=key: self.chosen.emit(which))
        theme().changed.connect(self._tint)
        self._tint()

    def show_summary(self, summary: Summary) -> None:
        """The figures of one date."""
        late = formats.percent(share(summary.overdue, summary.total)) if summary.total else ""
        self._tiles[ALL].fill(summary.total, _growth(summary.total, summary.previous_total, share_of=True))
        self._tiles[OVERDUE].fill(summary.overdue, _growth(summary.overdue, summary.previous_overdue), late)
        self._tiles[OVERDUE].setToolTip(plain_tip(_compared(summary)))
        self._alarm = summary.red > 0
        self._tint()
        red = self._tiles[RED]
        days = summary.red_from
        name = ngettext("Red zone, {n} day and over", "Red zone, {n} days and over", days)
        red.name.set_text(name.format(n=days))
        red.fill(summary.red, _growth(summary.red, summary.previous_red))
        reliable = ""
        if summary.promised:
            sum_text = formats.roubles(summary.promised_reliable)
            reliable = _("reliable {sum}").format(sum=sum_text)
        self._tiles[PROMISED].fill(summary.promised, reliable)

    def figures(self) -> tuple[str, ...]:
        """The four figures as shown."""
        return tuple(tile.figure.text() for tile in self._tiles.values())

    def _tint(self) -> None:
        """Red debt is red, and no red debt is not."""
        ink = theme().paint(Tone.RED).ink.name() if self._alarm else theme().tokens.ink
        self._tiles[RED].figure.setStyleSheet(f"color: {ink};")


class _Tile(QFrame):
    """A name, a figure, and what it was."""

    pressed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("role", "tile")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.name = Elided(name, "small")
        self.figure = QLabel(formats.DASH)
        self.figure.setTextFormat(Qt.TextFormat.PlainText)
        self.figure.setProperty("role", "figure")
        self.beside = label("", "small")
        self.change = label("", "small")
        px = theme().px
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.change)
        foot = QHBoxLayout()
        foot.setSpacing(px(6))
        foot.addWidget(self.figure)
        foot.addWidget(self.beside, 0, Qt.AlignmentFlag.AlignBottom)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(14), px(7), px(14), px(7))
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(foot)

    def fill(self, kopecks: Kopecks, change: str, beside: str = "") -> None:
        """Another figure."""
        self.figure.setText(formats.roubles_sign(kopecks))
        self.change.setText(change)
        self.beside.setText(beside)
        self.setAccessibleName(f"{self.name.whole()}: {self.figure.text()}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)


def _compared(summary: Summary) -> str:
    """By which due dates the change is counted: the bridge of the week takes others, and both are true."""
    if summary.previous_as_of is None:
        return ""
    return _(
        "Compared with {day}: both days by the due dates known now. «Why overdue debt changed» takes those stated on"
        " each day; where a report rewrote a due date, the two differ."
    ).format(day=formats.day(summary.previous_as_of))


def _growth(now: Kopecks, before: Kopecks | None, *, share_of: bool = False) -> str:
    """``▲ 3,1 % за неделю`` or ``▼ 318 000 ₽``; empty before a second report."""
    if before is None:
        return ""
    if now == before:
        return _("no change")
    arrow = "▲" if now > before else "▼"
    if share_of and before:
        percent = formats.percent(share(abs(now - before), before))
        return _("{arrow} {percent} in a week").format(arrow=arrow, percent=percent)
    return f"{arrow} {formats.roubles_sign(abs(now - before))}"
