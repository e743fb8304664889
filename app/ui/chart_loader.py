"""matplotlib costs most of a second to import: it is loaded in the background once the window is up."""

from importlib import import_module
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.domain.client import Series
from app.progress import Progress
from app.reports.palette import DARK, LIGHT
from app.ui.jobs import Job
from app.ui.theme import theme


class Charts(QObject):
    """``ready`` fires on the UI thread when figures can be made without a pause."""

    ready = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.loaded = False
        self._started = False

    def load(self) -> None:
        """Begin loading; at once harmless and called any number of times."""
        if not self._started:
            self._started = True
            Job(_import_all, self._finish, self).start()

    def client_chart(self, series: Series) -> Any:  # noqa: ANN401 - a matplotlib Figure, not imported here
        """Sales and debt of one client in the palette of the window."""
        from app.reports.charts_client import client_chart

        return client_chart(series, DARK if theme().dark else LIGHT)

    def _finish(self, _result: object, failure: BaseException | None) -> None:
        if failure is not None:
            raise failure
        self.loaded = True
        self.ready.emit()


def _import_all(_progress: Progress) -> None:
    import_module("app.reports.chart_frame")
    import_module("matplotlib.backends.backend_qtagg")


_made: list[Charts] = []


def charts() -> Charts:
    """The loader of the running application."""
    app = QCoreApplication.instance()
    if app is None:
        raise RuntimeError("charts need an application")
    if not _made or _made[0].parent() is not app:
        _made[:] = [Charts(app)]
    return _made[0]
