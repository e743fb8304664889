"""The first start: one sentence about what to do, one button."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.i18n import _
from app.ui.controls import button, label
from app.ui.theme import theme


class Welcome(QFrame):
    """Stands in the place of the clients while the book is empty. ``load_pressed``: choose the files."""

    load_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        px = theme().px
        self.setProperty("role", "panel")
        drop = QFrame()
        drop.setProperty("role", "drop")
        drop.setFixedWidth(px(620))
        inner = QVBoxLayout(drop)
        inner.setContentsMargins(px(40), px(36), px(40), px(36))
        inner.setSpacing(px(14))
        centre = Qt.AlignmentFlag.AlignHCenter
        inner.addWidget(label(_("Start with a report of bookkeeping"), "title"), 0, centre)
        words = _(
            "Drag the Excel file from 1C onto this window or press the button. The program first shows what it "
            "has read and checks the sums; nothing is written before you accept."
        )
        text = label(words, "muted", wrap=True)
        text.setAlignment(centre)
        inner.addWidget(text)
        self.load = button(_("Load report"), self.load_pressed.emit, "accent")
        inner.addWidget(self.load, 0, centre)
        inner.addWidget(label(_("Any number of past weeks may be loaded, in any order"), "small"), 0, centre)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(drop)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addStretch(3)
