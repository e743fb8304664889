"""Choosing one client out of thousands by typing any part of its name."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from app.domain.client import ClientRow
from app.i18n import _
from app.ui.theme import theme

SHOWN = 14


class ClientPicker(QComboBox):
    """A combo to type in. ``chosen(client_id)``: somebody picked one; None is the first line (``nobody``)."""

    chosen = Signal(object)

    def __init__(self, nobody: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._nobody = nobody
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(SHOWN)
        self.setMinimumWidth(theme().px(300))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        completer = self.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setMaxVisibleItems(SHOWN)
        edit = self.lineEdit()
        if edit is not None:
            edit.setPlaceholderText(_("Client's name"))
            edit.editingFinished.connect(self._settle)
            edit.installEventFilter(self)
        self.setAccessibleName(_("Client"))
        self.activated.connect(lambda index: self.chosen.emit(self.itemData(index)))
        self.set_clients(())

    def set_clients(self, rows: Sequence[ClientRow]) -> None:
        """Offer these; whoever was chosen stays so if still there. Tells nobody."""
        kept = self.client_id()
        self.blockSignals(True)
        self.clear()
        self.addItem(self._nobody, None)
        for row in rows:
            self.addItem(row.name, row.client_id)
        self.setCurrentIndex(max(self.findData(kept), 0) if kept is not None else 0)
        self.blockSignals(False)

    def client_id(self) -> int | None:
        """Who is chosen."""
        value = self.currentData()
        return value if isinstance(value, int) else None

    def choose(self, client_id: int | None) -> None:
        """Put this client in the box without telling anybody."""
        self.blockSignals(True)
        self.setCurrentIndex(max(self.findData(client_id), 0) if client_id is not None else 0)
        self.blockSignals(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the client and presses no button of the window."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click into the words that stand there takes them whole: what is typed then replaces them."""
        edit = self.lineEdit()
        if watched is edit and event.type() is QEvent.Type.MouseButtonRelease:
            unchanged = edit.text() == self.itemText(self.currentIndex())
            if unchanged and not edit.hasSelectedText():
                edit.selectAll()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        """Half a name is nobody: go back to what was chosen, unless it is the start of exactly one name."""
        typed = self.currentText().strip()
        index = self.findText(typed, Qt.MatchFlag.MatchFixedString)
        if index < 0:
            part = typed.casefold()
            found = [n for n in range(1, self.count()) if part and part in self.itemText(n).casefold()]
            index = found[0] if len(found) == 1 else -1
        if index < 0:
            self.setEditText(self.itemText(self.currentIndex()))
        elif index != self.currentIndex():
            self.setCurrentIndex(index)
            self.chosen.emit(self.itemData(index))
