"""Выводы: what the tables say, in sentences; each opens the documents it was counted from."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app import formats
from app.domain.conclusions import Conclusion
from app.i18n import _
from app.reports import conclusions as words
from app.reports.document_tables import documents_table
from app.ui.controls import Chip, button, label
from app.ui.export import export_table
from app.ui.paper import show_paper
from app.ui.tab import Tab
from app.ui.table_dialog import TableDialog
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.ledger import Ledger


class FindingsPage(Tab):
    """What asks for a decision stands first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = _("Conclusions")
        self._ledger: Ledger | None = None
        self._as_of: date | None = None
        self.found: tuple[Conclusion, ...] = ()
        self.cards: list[_Card] = []
        self._note = label("", "muted", wrap=True)
        self.excel_button = button(_("Excel"), self.export, "", "excel")
        self.print_button = button(_("Print"), self.print_out, "", "print")
        self._list = QVBoxLayout()
        self._build()

    def bind(self, ledger: "Ledger") -> None:
        self._ledger = ledger

    def reload(self, as_of: date) -> None:
        assert self._ledger is not None, "bind comes first"
        self._as_of = as_of
        found = self._ledger.conclusions.on(as_of)
        self.found = tuple(sorted(found, key=lambda one: not one.grave))
        self._note.setText(
            _("Counted from the open documents of {day}. Press a sentence to see its rows.").format(
                day=formats.day(as_of)
            )
            if found
            else _("Conclusions appear when several clients owe.")
        )
        self._show(self.found)
        for widget in (self.excel_button, self.print_button):
            widget.setEnabled(bool(found))

    def open_rows(self, found: Conclusion) -> None:
        """The documents behind a sentence."""
        if self._ledger is None or self._as_of is None:
            return
        items = self._ledger.conclusions.documents(found, self._as_of)
        table = documents_table(items, self._ledger.policy.rules(self._as_of), words.sentence(found))
        dialog = TableDialog(self, table, self._as_of, self._ledger.policy.company())
        dialog.view.client_opened.connect(self.open_client)
        dialog.view.client_opened.connect(dialog.accept)
        dialog.open()

    def print_out(self) -> None:
        """The sentences on paper."""
        from app.reports.document import of_table

        if self._ledger is not None and self._as_of is not None:
            table = words.table(self.found, _("Conclusions"))
            show_paper(self, of_table(table, self._as_of, self._ledger.policy.company(), ""))

    def export(self) -> None:
        """The sentences in a workbook."""
        export_table(self, words.table(self.found, _("Conclusions")))

    def _show(self, found: Sequence[Conclusion]) -> None:
        while self._list.count():
            item = self._list.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        self.cards = [_Card(one) for one in found]
        for card in self.cards:
            card.pressed.connect(self.open_rows)
            self._list.addWidget(card)
        self._list.addStretch(1)

    def _build(self) -> None:
        px = theme().px
        bar = QHBoxLayout()
        bar.setSpacing(px(10))
        bar.addWidget(self._note, 1)
        bar.addWidget(self.excel_button)
        bar.addWidget(self.print_button)
        inside = QWidget()
        inside.setProperty("role", "ground")
        inside.setLayout(self._list)
        self._list.setContentsMargins(0, 0, px(6), 0)
        self._list.setSpacing(px(8))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(14), px(10), px(14), px(10))
        layout.setSpacing(px(10))
        layout.addLayout(bar)
        layout.addWidget(scroll, 1)


class _Card(QFrame):
    """One sentence with its sum."""

    pressed = Signal(object)

    def __init__(self, found: Conclusion) -> None:
        super().__init__()
        self.found = found
        self.setProperty("role", "tile")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        px = theme().px
        text = words.sentence(found)
        self.setAccessibleName(text)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(14), px(9), px(14), px(9))
        layout.setSpacing(px(14))
        layout.addWidget(label(text, wrap=True), 1)
        if found.grave:
            layout.addWidget(Chip(_("decide"), words.tone(found)))
        count = label(formats.documents(len(found.invoices)), "small")
        count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        count.setMinimumWidth(px(94))
        layout.addWidget(count)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit(self.found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit(self.found)
        else:
            super().keyPressEvent(event)
