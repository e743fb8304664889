"""Pages of a PDF inside the window, and the same pages on a real printer.

The PDF is the only paper: what is seen, saved and printed is one file. pypdfium2 draws a page in
milliseconds, so only the visible ones are drawn and a few kept.
"""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.i18n import _

POINTS = 72
GAP = 14
KEPT_IMAGES = 12
MIN_ZOOM, MAX_ZOOM, ZOOM_STEP = 0.25, 4.0, 1.2
MAX_FIT = 1.25


class PdfPages:
    """Pages of a PDF held in memory (no file stays open: Windows would refuse to replace it)."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2

        self._pdf: Any = pypdfium2.PdfDocument(data)
        self._sizes: list[tuple[float, float]] = [self._pdf.get_page_size(index) for index in range(len(self._pdf))]

    def __len__(self) -> int:
        return len(self._sizes)

    def size(self, index: int) -> tuple[float, float]:
        """Width and height in points."""
        return self._sizes[index]

    def landscape(self, index: int) -> bool:
        """True when the page lies on its side."""
        width, height = self._sizes[index]
        return width > height

    def image(self, index: int, dpi: float) -> QImage:
        """The page at ``dpi``, white ground."""
        page = self._pdf[index]
        bitmap = page.render(scale=dpi / POINTS, prefer_bgrx=True)
        image = QImage(
            bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32
        ).copy()
        bitmap.close()
        page.close()
        return image

    def close(self) -> None:
        """Free the document."""
        self._pdf.close()


class PageArea(QAbstractScrollArea):
    """Pages one under another; ``at`` is emitted with the index of the page in view."""

    at = Signal(int)
    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: PdfPages | None = None
        self._zoom = 1.0
        self._fit = True
        self._images: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setAccessibleName(_("Pages"))
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self.viewport().update())

    def show_pages(self, pages: PdfPages | None) -> None:
        """Draw these pages from the first one, as wide as the window."""
        if self._pages is not None and self._pages is not pages:
            self._pages.close()
        self._pages = pages
        self._images.clear()
        self._fit = True
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self.at.emit(0)

    def pages(self) -> PdfPages | None:
        """What is shown."""
        return self._pages

    def current(self) -> int:
        """Index of the page that holds the upper third of the view."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        rects = self._rects()
        return next((i for i, rect in enumerate(rects) if rect.bottom() + GAP >= middle), max(len(rects) - 1, 0))

    def go(self, index: int) -> None:
        """Scroll to the top of a page."""
        rects = self._rects()
        if rects:
            self.verticalScrollBar().setValue(rects[max(0, min(index, len(rects) - 1))].top() - GAP)

    def set_zoom(self, zoom: float) -> None:
        """1.0 is the size on paper at the screen's own resolution."""
        here = self.current()
        self._fit = False
        self._zoom = max(MIN_ZOOM, min(MAX_ZOOM, zoom))
        self._lay_out()
        self.go(here)

    def fit_width(self) -> None:
        """The widest page fills the window."""
        here = self.current()
        self._fit = True
        self._lay_out()
        self.go(here)

    def zoom(self) -> float:
        """The zoom of the page in view."""
        return self._scale(self.current()) if self._pages is not None and len(self._pages) else self._zoom

    def _scale(self, index: int) -> float:
        """Zoom of one page: while the pages follow the window, upright and lying ones are equally wide."""
        assert self._pages is not None
        if not self._fit:
            return self._zoom
        room = max(self.viewport().width() - 2 * GAP, 100)
        fitted = room * POINTS / (self._pages.size(index)[0] * self.logicalDpiX())
        return max(MIN_ZOOM, min(MAX_FIT, fitted))

    def _page_size(self, index: int) -> QSize:
        assert self._pages is not None
        width, height = self._pages.size(index)
        pixels = self.logicalDpiX() * self._scale(index) / POINTS
        return QSize(round(width * pixels), round(height * pixels))

    def _rects(self) -> list[QRect]:
        """Places of the pages, unscrolled."""
        if self._pages is None:
            return []
        sizes = [self._page_size(index) for index in range(len(self._pages))]
        across = max([size.width() + 2 * GAP for size in sizes] + [self.viewport().width()])
        rects, top = [], GAP
        for size in sizes:
            rects.append(QRect(QPoint((across - size.width()) // 2, top), size))
            top += size.height() + GAP
        return rects

    def _lay_out(self) -> None:
        rects = self._rects()
        bottom = rects[-1].bottom() + GAP if rects else 0
        right = max((rect.right() + GAP for rect in rects), default=0)
        view = self.viewport().size()
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setRange(0, max(0, bottom - view.height()))
        vertical.setPageStep(view.height())
        vertical.setSingleStep(48)
        horizontal.setRange(0, max(0, right - view.width()))
        horizontal.setPageStep(view.width())
        self.zoomed.emit(self.zoom())
        self.viewport().update()

    def _scrolled(self, _value: int) -> None:
        self.viewport().update()
        self.at.emit(self.current())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the pages as wide as the window while they follow it."""
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pages that are in view."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Window))
        offset = QPoint(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        for index, place in enumerate(self._rects()):
            rect = place.translated(offset)
            if rect.intersects(event.rect()):
                painter.fillRect(rect, Qt.GlobalColor.white)
                painter.drawImage(rect, self._image(index, rect.width()))
                painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
                painter.drawRect(rect.adjusted(-1, -1, 0, 0))
        painter.end()

    def _image(self, index: int, width: int) -> QImage:
        """The page ``width`` logical pixels wide, sharp on a dense screen."""
        assert self._pages is not None
        pixels = round(width * self.devicePixelRatioF())
        key = (index, pixels)
        image = self._images.get(key)
        if image is None:
            image = self._pages.image(index, pixels * POINTS / self._pages.size(index)[0])
            self._images[key] = image
            if len(self._images) > KEPT_IMAGES:
                self._images.popitem(last=False)
        else:
            self._images.move_to_end(key)
        return image

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys scroll, Ctrl with plus and minus zooms, Ctrl+0 fits."""
        key, control = event.key(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        bar = self.verticalScrollBar()
        if control and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.set_zoom(self.zoom() * ZOOM_STEP)
        elif control and key == Qt.Key.Key_Minus:
            self.set_zoom(self.zoom() / ZOOM_STEP)
        elif control and key == Qt.Key.Key_0:
            self.fit_width()
        elif key == Qt.Key.Key_Home:
            bar.setValue(bar.minimum())
        elif key == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        elif key == Qt.Key.Key_Space:
            bar.setValue(bar.value() + bar.pageStep())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom() * (ZOOM_STEP if event.angleDelta().y() > 0 else 1 / ZOOM_STEP))
            event.accept()
        else:
            super().wheelEvent(event)


class PrintPreview(QWidget):
    """The pages under a bar: which page, how large."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.area = PageArea()
        self._where = QLabel()
        self._percent = QLabel()
        self._buttons = [
            self._button("‹", _("Previous page"), lambda: self.area.go(self.area.current() - 1)),
            self._button("›", _("Next page"), lambda: self.area.go(self.area.current() + 1)),
            self._button("−", _("Smaller"), lambda: self.area.set_zoom(self.area.zoom() / ZOOM_STEP)),
            self._button("+", _("Larger"), lambda: self.area.set_zoom(self.area.zoom() * ZOOM_STEP)),
            self._button(_("Whole width"), _("Page as wide as the window"), self.area.fit_width),
        ]
        bar = QHBoxLayout()
        bar.setSpacing(8)
        back, forward, smaller, larger, fit = self._buttons
        for widget in (back, self._where, forward):
            bar.addWidget(widget)
        bar.addStretch(1)
        for widget in (smaller, self._percent, larger, fit):
            bar.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self.area, 1)
        self.area.at.connect(self._say)
        self.area.zoomed.connect(self._say)
        self._say()

    def _button(self, text: str, hint: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(hint)
        button.setAccessibleName(hint)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def show_pdf(self, data: bytes | None) -> None:
        """Show this PDF; None empties the preview."""
        self.area.show_pages(PdfPages(data) if data is not None else None)
        self._say()

    def pages(self) -> PdfPages | None:
        """What is shown, for printing."""
        return self.area.pages()

    def _say(self, _at: object = None) -> None:
        pages = self.area.pages()
        count = len(pages) if pages is not None else 0
        self._where.setText(
            _("page {n} of {m}").format(n=self.area.current() + 1, m=count) if count else _("no pages yet")
        )
        self._percent.setText(f"{round(self.area.zoom() * 100)} %" if count else "")
        for button in self._buttons:
            button.setEnabled(bool(count))
