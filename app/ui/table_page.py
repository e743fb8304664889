"""A page that is one table: its controls on top, its note below, Excel and paper at hand."""

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import formats
from app.i18n import _
from app.reports.table import Table
from app.ui.controls import button, label, panel
from app.ui.paper import show_paper
from app.ui.tab import Tab
from app.ui.table_view import TableView
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.ledger import Ledger


class TablePage(Tab):
    """Subclasses say which table; ``controls`` stand before the buttons of paper and Excel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ledger: Ledger | None = None
        self.as_of: date | None = None
        self.table = TableView()
        self.table.two_line_titles = True
        self.table.client_opened.connect(self.open_client)
        self.note = label("", "small", wrap=True)
        self.note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.excel_button = button(_("Excel"), self.table.export, "", "excel")
        self.print_button = button(_("Print"), self.print_out, "", "print")
        self.controls = QHBoxLayout()
        self.controls.setSpacing(theme().px(10))
        self._build()

    def make(self, as_of: date) -> Table[Any]:
        """The table of a date."""
        raise NotImplementedError

    def bind(self, ledger: "Ledger") -> None:
        self.ledger = ledger

    def reload(self, as_of: date) -> None:
        self.as_of = as_of
        table = self.make(as_of)
        self.table.set_table(table)
        self.note.setText(table.note)
        self.note.setVisible(bool(table.note))
        for widget in (self.excel_button, self.print_button):
            widget.setEnabled(bool(table.rows))

    def again(self) -> None:
        """Read once more: something of the page itself was changed."""
        if self.as_of is not None:
            self.reload(self.as_of)

    def print_out(self) -> None:
        """The table as shown, on paper."""
        from app.reports.document import of_table

        if self.as_of is None or self.ledger is None:
            return
        status = self.ledger.status(self.as_of)
        day = formats.day(status.report_as_of) if status.report_as_of else ""
        footer = _("Bookkeeping report of {day}").format(day=day) if day else ""
        show_paper(self, of_table(self.table.table(), self.as_of, self.ledger.policy.company(), footer))

    def _build(self) -> None:
        px = theme().px
        bar = QHBoxLayout()
        bar.setSpacing(px(10))
        bar.addLayout(self.controls)
        bar.addStretch(1)
        bar.addWidget(self.excel_button)
        bar.addWidget(self.print_button)
        frame = panel()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.table, 1)
        inside.addWidget(panel("line"))
        foot = QVBoxLayout()
        foot.setContentsMargins(px(8), px(6), px(8), px(8))
        foot.addWidget(self.note)
        inside.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(14), px(10), px(14), px(10))
        layout.setSpacing(px(10))
        layout.addLayout(bar)
        layout.addWidget(frame, 1)
