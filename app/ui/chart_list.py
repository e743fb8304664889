"""The questions that charts answer, as a list in groups: one click or an arrow key for each."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.domain.chart import ChartName
from app.i18n import _
from app.reports.chart_book import Question
from app.ui.theme import theme

WIDTH = 258
_NAME = int(Qt.ItemDataRole.UserRole)


class ChartList(QListWidget):
    """``chosen(name)``: another question. Headings of groups cannot be chosen."""

    chosen = Signal(object)

    def __init__(self, questions: Sequence[Question], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self.setAccessibleName(_("Questions"))
        self.setFixedWidth(look.px(WIDTH))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(True)
        group = ""
        for question in questions:
            if question.group != group:
                group = question.group
                self._head(group)
            item = QListWidgetItem(question.words)
            item.setData(_NAME, question.name)
            item.setToolTip(question.title)
            item.setFont(look.font())
            self.addItem(item)
        self.mark(questions[0].name)
        self.currentItemChanged.connect(self._tell)

    def _head(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(theme().font(12, bold=True))
        item.setSizeHint(QSize(0, theme().px(34)))
        item.setTextAlignment(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft)
        self.addItem(item)

    def names(self) -> list[ChartName]:
        """The charts offered, in the order of the list."""
        found = [self.item(row).data(_NAME) for row in range(self.count())]
        return [ChartName(name) for name in found if name is not None]

    def mark(self, name: ChartName) -> None:
        """Show which question is answered, telling nobody."""
        self.blockSignals(True)
        for row in range(self.count()):
            if self.item(row).data(_NAME) == name:
                self.setCurrentRow(row)
        self.blockSignals(False)

    def _tell(self, item: QListWidgetItem | None) -> None:
        name = item.data(_NAME) if item is not None else None
        if name is not None:
            self.chosen.emit(ChartName(name))
