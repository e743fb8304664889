"""One dialog for what nobody expected: its text can be copied and holds no personal data."""

import sys
import threading
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from app import __version__
from app.i18n import _
from app.ui.controls import button, label
from app.ui.theme import theme


def report_of(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Program, system, and where it happened. The words of the exception are left out: they may quote the
    book. Only file names, lines and functions of the code remain."""
    import platform
    import traceback

    lines = [
        f"Debitorka {__version__}",
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, Qt {qVersion()}",
        kind.__name__,
    ]
    frames = traceback.extract_tb(trace)
    lines += [f"  {_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    return "\n".join(lines)


def _place(filename: str) -> str:
    """``ui/start.py`` of our own code, the bare name of anybody else's: no folder of the person."""
    path, ours = Path(filename), Path(__file__).parents[1]
    return path.relative_to(ours).as_posix() if path.is_relative_to(ours) else path.name


class CrashDialog(QDialog):
    """Says that the book is safe, shows the report, offers to copy it."""

    def __init__(self, report: str) -> None:
        super().__init__(QApplication.activeWindow())
        self.setWindowTitle(_("Debitorka"))
        self.setMinimumWidth(theme().px(560))
        self._text = QPlainTextEdit(report)
        self._text.setReadOnly(True)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        foot = QHBoxLayout()
        foot.addWidget(button(_("Copy the text"), self.copy, picture="copy"))
        foot.addStretch(1)
        keep = button(_("Go on working"), self.accept, "accent")
        keep.setDefault(True)
        foot.addWidget(keep)
        layout = QVBoxLayout(self)
        layout.addWidget(label(_("Something went wrong in the program"), "title"))
        comfort = _(
            "The book is not harmed: what was not finished was not written. If it happens again, copy this text "
            "and send it to whoever looks after the program. There are no names and no sums in it."
        )
        layout.addWidget(label(comfort, "muted", wrap=True))
        layout.addWidget(self._text, 1)
        layout.addLayout(foot)

    def copy(self) -> None:
        """Put the report on the clipboard."""
        QApplication.clipboard().setText(self._text.toPlainText())


class CrashHook(QObject):
    """``sys.excepthook`` that shows the dialog on the UI thread, one at a time."""

    _crashed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._shown = False
        self._crashed.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Catch what reaches the top of any thread."""
        sys.excepthook = self.catch
        threading.excepthook = lambda args: self.catch(args.exc_type, args.exc_value, args.exc_traceback)

    def catch(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        """Tell the terminal in full (it is the user's own) and the dialog without personal data."""
        import traceback

        if error is not None and sys.__stderr__ is not None:
            traceback.print_exception(kind, error, trace, file=sys.__stderr__)
        if not issubclass(kind, KeyboardInterrupt | SystemExit):
            self._crashed.emit(report_of(kind, trace))

    def _show(self, report: str) -> None:
        if self._shown:
            return
        self._shown = True
        dialog = CrashDialog(report)
        dialog.exec()
        dialog.deleteLater()
        self._shown = False
