"""The bottom line: which report is on screen, whether it ties, when the last copy was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout

from app import formats
from app.i18n import _
from app.ui.controls import Elided, label, say
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.domain.client import Status


class StatusLine(QFrame):
    """Three short sentences."""

    def __init__(self) -> None:
        super().__init__()
        px = theme().px
        self.setProperty("role", "status")
        self.setFixedHeight(px(26))
        self._report = label("", "small")
        self._ties = label("", "small")
        self._note = Elided("", "small")
        self._backup = label("", "small")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(14), 0, px(14), 0)
        layout.setSpacing(px(24))
        layout.addWidget(self._report)
        layout.addWidget(self._ties)
        layout.addWidget(self._note, 1)
        layout.addWidget(self._backup)

    def say(self, text: str) -> None:
        """A passing word, such as what is being done."""
        (self._note.set_text if self._report.text() else self._report.setText)(text)

    def show_status(self, status: Status) -> None:
        """The state of the book on the date shown."""
        self._note.set_text("")
        if status.report_as_of is None:
            self._report.setText(_("No report loaded yet"))
            self._ties.setText("")
        else:
            day = formats.day(status.report_as_of)
            words = _("Bookkeeping report of {day}, loaded {when}") if status.report_loaded else ""
            words = words or _("Bookkeeping report of {day}")
            self._report.setText(words.format(day=day, when=status.report_loaded))
            self._show_control(status)
        copy = _("Copy of the book: {when}").format(when=status.backup) if status.backup else ""
        self._backup.setText(copy or _("No copy of the book yet"))

    def texts(self) -> tuple[str, str, str]:
        """What is said now: report, control total, copy."""
        return self._report.text(), self._ties.text(), self._backup.text()

    def _show_control(self, status: Status) -> None:
        if status.control is None:
            self._ties.setText(_("The report states no control total"))
            say(self._ties, "small")
            return
        total = formats.money_sign(status.control)
        words = _("Ties with the control total: {sum}") if status.ties else ""
        words = words or _("DOES NOT tie with the control total: {sum}")
        less = _(" (debt less advances)") if status.netted else ""
        self._ties.setText(words.format(sum=total) + less)
        say(self._ties, "small" if status.ties else "error")
