"""One table in a window of its own, with its paper and its workbook."""

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.i18n import _
from app.reports.table import Table
from app.ui.controls import button, fit, label, panel
from app.ui.filled import filled
from app.ui.paper import show_paper
from app.ui.table_view import TableView
from app.ui.theme import theme


class TableDialog(QDialog):
    """Shows a table; Esc closes it."""

    def __init__(self, parent: QWidget, table: Table[Any], as_of: date, company: str = "", footer: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(table.title)
        self._table, self._as_of, self._company, self._footer = table, as_of, company, footer
        self.view = TableView()
        self.view.two_line_titles = True
        self.view.set_table(filled(table))
        self.excel_button = button(_("Excel"), self._export, "", "excel")
        self.print_button = button(_("Print"), self.print_out, "", "print")
        px = theme().px
        frame = panel()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(16), px(20), px(16))
        layout.setSpacing(px(8))
        layout.addWidget(label(table.title, "title", wrap=True))
        layout.addWidget(frame, 1)
        if table.note:
            layout.addWidget(label(table.note, "muted", wrap=True))
        foot = QHBoxLayout()
        for made in (self.excel_button, self.print_button):
            made.setEnabled(bool(table.rows))
            foot.addWidget(made)
        foot.addStretch(1)
        close = button(_("Close"), self.reject, "accent")
        close.setDefault(True)
        foot.addWidget(close)
        layout.addLayout(foot)
        fit(self, 1240, 620)
        self.view.setFocus()

    def print_out(self) -> None:
        """The whole table on paper, and its note."""
        from app.reports.document import of_table

        show_paper(self, of_table(self._as_shown(), self._as_of, self._company, self._footer))

    def _export(self) -> None:
        from app.ui.export import export_table

        export_table(self, self._as_shown())

    def _as_shown(self) -> Table[Any]:
        return replace(self._table, rows=tuple(self.view.model.rows))
