"""The top of a file with a list of fields above each column: what a person points at when a layout is unknown."""

from typing import TypeAlias

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QKeyEvent, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QTableView, QVBoxLayout, QWidget

from app.domain.mapping import Mapping, Role, SampleSheet, role_word
from app.i18n import _
from app.ui.theme import theme

Index: TypeAlias = QModelIndex | QPersistentModelIndex

_NOWHERE = QModelIndex()
_LEAST, _MOST = 120, 260
_ARROW = 34  # what a list needs beside its words


class MappingTable(QWidget):
    """``role_chosen(column, role or None)``: another field above a column (counted from the first heading);
    ``header_chosen(row)``: this row of Excel holds the headings."""

    role_chosen = Signal(int, object)
    header_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Cells(self)
        self._strip = QWidget()
        self._strip.setFixedHeight(theme().px(38))
        self.grid = QTableView()
        self.grid.setModel(self._model)
        self.grid.setAccessibleName(_("The top of the file"))
        self.grid.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.grid.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.grid.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.grid.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.grid.setTabKeyNavigation(False)
        self.grid.setWordWrap(False)
        self.grid.verticalHeader().setDefaultSectionSize(theme().px(26))
        self.grid.clicked.connect(lambda index: self.header_chosen.emit(index.row() + 1))
        self.grid.verticalHeader().sectionClicked.connect(lambda row: self.header_chosen.emit(row + 1))
        self.grid.horizontalScrollBar().valueChanged.connect(self._place)
        self.grid.horizontalHeader().sectionResized.connect(lambda *_sizes: self._place())
        self.grid.installEventFilter(self)
        self.combos: list[QComboBox] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._strip)
        layout.addWidget(self.grid, 1)

    def show_sheet(self, sheet: SampleSheet) -> None:
        """Another sheet of the file."""
        for old in self.combos:
            old.deleteLater()
        self._model.show_sheet(sheet)
        self.combos = [self._combo(column) for column in range(sheet.width)]
        table = sheet.rows[sheet.guess.top - 1 :]  # a long title above it is no reason for a wide column
        for column in range(sheet.width):
            wanted = max((self._width(row[column]) for row in table if column < len(row)), default=0)
            self.grid.setColumnWidth(column, min(max(wanted, theme().px(_LEAST)), theme().px(_MOST)))

    def show_mapping(self, mapping: Mapping, offset: int) -> None:
        """Put the fields above their columns and mark the header. Tells nobody."""
        self._model.mark(mapping, offset)
        for column, combo in enumerate(self.combos):
            role = mapping.role_of(column - offset) if column >= offset else None
            combo.blockSignals(True)
            combo.setCurrentIndex(max(combo.findData(role), 0) if role is not None else 0)
            combo.setProperty("offset", offset)
            combo.blockSignals(False)
            chosen = self._width(combo.currentText()) + theme().px(_ARROW)
            self.grid.setColumnWidth(column, max(self.grid.columnWidth(column), chosen))
        self._place()

    def _combo(self, column: int) -> QComboBox:
        combo = _Field(self._strip)
        combo.addItem(_("do not read"), None)
        for role in Role:
            combo.addItem(role_word(role), role)
        combo.setMaxVisibleItems(len(Role) + 1)
        combo.setAccessibleName(_("What column {letter} holds").format(letter=letters(column)))
        combo.activated.connect(lambda index: self._choose(column, combo.itemData(index)))
        combo.installEventFilter(self)
        combo.show()
        return combo

    def _choose(self, column: int, role: object) -> None:
        shift = self.combos[column].property("offset") or 0
        self.role_chosen.emit(column - int(shift), role)

    def _width(self, text: str) -> int:
        return self.grid.fontMetrics().horizontalAdvance(text) + theme().px(16)

    def _place(self) -> None:
        """Each list stands over its column, wherever that has scrolled."""
        left = self.grid.verticalHeader().width() + self.grid.frameWidth()
        gap = theme().px(2)
        for column, combo in enumerate(self.combos):
            x = left + self.grid.columnViewportPosition(column)
            width = self.grid.columnWidth(column)
            combo.setGeometry(x + gap, gap, width - 2 * gap, self._strip.height() - 2 * gap)
            combo.setVisible(x + width > left)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter or Space on a row makes it the header; a list that gets the keyboard comes into sight."""
        if watched is self.grid and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
                self.header_chosen.emit(self.grid.currentIndex().row() + 1)
                return True
        elif event.type() is QEvent.Type.FocusIn and watched in self.combos:
            column = self.combos.index(watched)
            row = max(self.grid.rowAt(0), 0)
            self.grid.scrollTo(self._model.index(row, column))
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place()


class _Field(QComboBox):
    """The wheel scrolls the page, it does not change what a column means."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.view().setMinimumWidth(theme().px(230))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _Cells(QAbstractTableModel):
    """Texts of the sheet; the header stands out, what is above it and what is not read is muted."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._sheet: SampleSheet | None = None
        self._mapping: Mapping | None = None
        self._read: frozenset[int] = frozenset()

    def show_sheet(self, sheet: SampleSheet) -> None:
        self.beginResetModel()
        self._sheet = sheet
        self.endResetModel()

    def mark(self, mapping: Mapping, offset: int) -> None:
        self._mapping = mapping
        self._read = frozenset(column + offset for column, _role in mapping.columns)
        if self.rowCount():
            corner = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), corner)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or self._sheet is None else len(self._sheet.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or self._sheet is None else self._sheet.width

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._sheet is None:
            return None
        row = self._sheet.rows[index.row()]
        text = row[index.column()] if index.column() < len(row) else ""
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        mapping = self._mapping
        head = mapping is not None and mapping.top <= index.row() + 1 <= mapping.bottom
        above = mapping is not None and index.row() + 1 < mapping.top
        if role == Qt.ItemDataRole.FontRole:
            return theme().font(bold=head)
        if role == Qt.ItemDataRole.BackgroundRole and head:
            return QBrush(theme().colour("selection"))
        if role == Qt.ItemDataRole.ForegroundRole and (above or index.column() not in self._read):
            return QBrush(theme().colour("muted"))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return letters(section) if orientation is Qt.Orientation.Horizontal else str(section + 1)


def letters(column: int) -> str:
    """0 -> A, 26 -> AA, as Excel names its columns."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
