"""Long work off the UI thread: one worker, and every ending comes back to the window.

``run_job`` shows a small window with progress and «Отмена»; done, failed and cancelled are all told on the UI
thread. Python's cycle collector rests while a job runs: collecting in the worker could destroy Qt objects in
the wrong thread, which kills the process.
"""

import gc
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.errors import AppError
from app.i18n import _
from app.progress import Cancelled, Progress
from app.ui.controls import Elided, button, label
from app.ui.messages import show_error
from app.ui.theme import theme

T = TypeVar("T")

_APPEARS_MS = 300
_STEP_SECONDS = 0.05


class Job(QObject):
    """One piece of work in the worker thread."""

    stepped = Signal(object)  # (done, total, text); counts may pass 32 bits
    _ended = Signal(object, object)  # result, exception

    def __init__(
        self,
        work: Callable[[Progress], object],
        conclude: Callable[[object, BaseException | None], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.progress = Progress(self._step)
        self._work = work
        self._conclude = conclude
        self._told = 0.0
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="job", daemon=True)

    def start(self) -> None:
        """Begin."""
        _rest_collector(1)
        self._thread.start()

    def _end(self, result: object, failure: BaseException | None) -> None:
        """On the UI thread: the worker has nothing left to do."""
        self._thread.join()
        _rest_collector(-1)
        if self in _running:
            _running.remove(self)
        self.deleteLater()
        self._conclude(result, failure)

    def _step(self, done: int, total: int, text: str) -> None:
        now = time.monotonic()
        if now - self._told >= _STEP_SECONDS or done == total:
            self._told = now
            self.stepped.emit((done, total, text))

    def _run(self) -> None:
        result: object = None
        failure: BaseException | None = None
        try:
            result = self._work(self.progress)
        except BaseException as error:  # noqa: BLE001 - every ending must reach the window, which sorts them
            failure = error
        self._ended.emit(result, failure)


_running: list[Job] = []
_resting = [0, False]  # jobs alive, whether the collector worked before the first of them


def _rest_collector(change: int) -> None:
    """Count the jobs; the cycle collector rests while there are any."""
    if not _resting[0]:
        _resting[1] = gc.isenabled()
    _resting[0] += change
    if _resting[0]:
        gc.disable()
    elif _resting[1]:
        gc.enable()


def busy() -> bool:
    """True while a job runs: there is one worker."""
    return bool(_running)


def run_job(
    parent: QWidget,
    title: str,
    work: Callable[[Progress], T],
    done: Callable[[T], object],
    *,
    failed: Callable[[AppError], object] | None = None,
    cancelled: Callable[[], object] | None = None,
    quiet: bool = False,
) -> Job | None:
    """Run ``work`` in the worker and then, on the UI thread, exactly one of the endings.

    An ``AppError`` goes to ``failed`` (by default a message box), anything unexpected to the crash dialog.
    ``quiet`` shows no progress window. None when another job is running: nothing is started.
    """
    if busy():
        return None
    window = None if quiet else _JobWindow(parent, title)

    def end(result: object, failure: BaseException | None) -> None:
        if window is not None:
            window.finish()
        _conclude(parent, result, failure, done, failed, cancelled)

    job = Job(work, end, parent)
    if window is not None:
        window.watch(job)
    _running.append(job)
    job.start()
    return job


def _conclude(
    parent: QWidget,
    result: object,
    failure: BaseException | None,
    done: Callable[[Any], object],
    failed: Callable[[AppError], object] | None,
    cancelled: Callable[[], object] | None,
) -> None:
    if failure is None:
        done(result)
    elif isinstance(failure, Cancelled):
        if cancelled is not None:
            cancelled()
    elif isinstance(failure, AppError):
        if failed is not None:
            failed(failure)
        else:
            show_error(parent, failure)
    else:
        sys.excepthook(type(failure), failure, failure.__traceback__)


class _JobWindow(QDialog):
    """What is being done, how far, and «Отмена». Appears only when the job takes longer than a blink."""

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Debitorka"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(theme().px(420))
        self._progress: Progress | None = None
        self._text = Elided("", "muted")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._cancel = button(_("Cancel"), self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self._text, 1)
        foot.addWidget(self._cancel)
        layout = QVBoxLayout(self)
        layout.addWidget(label(title, "strong", wrap=True))
        layout.addWidget(self._bar)
        layout.addLayout(foot)
        self._timer = QTimer(self, singleShot=True, interval=_APPEARS_MS)
        self._timer.timeout.connect(self.show)
        self._timer.start()
        QApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)

    def watch(self, job: Job) -> None:
        """Show this job's steps."""
        self._progress = job.progress
        job.stepped.connect(self._show_step)

    def _show_step(self, step: tuple[int, int, str]) -> None:
        done, total, text = step
        self._bar.setRange(0, 1000 if total else 0)
        if total:
            self._bar.setValue(min(1000, done * 1000 // total))
        self._text.set_text(text)

    def reject(self) -> None:
        """«Отмена» and Esc: the job stops at its next step."""
        if self._progress is not None:
            self._progress.cancel()
        self._cancel.setEnabled(False)
        self._text.set_text(_("Stopping…"))

    def closeEvent(self, event: QCloseEvent) -> None:
        """The cross is «Отмена» too; the window goes when the job has ended."""
        event.ignore()
        self.reject()

    def finish(self) -> None:
        """The job has ended one way or another."""
        self._timer.stop()
        QApplication.restoreOverrideCursor()
        self.hide()
        self.deleteLater()
