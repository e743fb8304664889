"""The least a window with a table costs: PySide6, one table of a thousand rows, nothing else."""

import sys
import time

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

_DISPLAY = Qt.ItemDataRole.DisplayRole
_Index = QModelIndex | QPersistentModelIndex


class _Model(QAbstractTableModel):
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's signature
        return 0 if parent.isValid() else 1000

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's signature
        return 0 if parent.isValid() else 8

    def data(self, index: _Index, role: int = 0) -> str | None:
        return f"{index.row()} {index.column()}" if role == _DISPLAY else None


class _Table(QTableView):
    """Says when it has been painted for the first time."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__()
        self._told = False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if not self._told:
            self._told = True
            print(f"trace painted {time.perf_counter():.6f}", flush=True)


def main() -> int:
    """Show it until killed."""
    app = QApplication(sys.argv[:1])
    table = _Table()
    table.setModel(_Model())
    window = QMainWindow()
    window.setCentralWidget(table)
    window.resize(1200, 760)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
