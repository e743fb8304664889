"""A document on its way to paper: drawn as PDF in the worker, looked at, saved or printed."""

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from PySide6.QtCore import QMarginsF, QRect, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.errors import AppError
from app.i18n import _
from app.progress import Progress
from app.ui.controls import button, fit
from app.ui.export import save_as
from app.ui.jobs import run_job
from app.ui.print_preview import PdfPages, PrintPreview
from app.ui.theme import theme

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from app.reports.document import Document

PRINT_DPI = 300


def pdf_bytes(document: "Document", progress: Progress) -> bytes:
    """The document as a PDF. Raises ``Cancelled``."""
    from app.reports.pdf import document_bytes

    return document_bytes(document, progress)


def show_paper(parent: QWidget, document: "Document") -> None:
    """Draw the document and show its pages in a window with «Печать» and «PDF»."""

    def draw(progress: Progress) -> bytes:
        return pdf_bytes(document, progress)

    def show(data: bytes) -> None:
        PaperDialog(parent, document.title, data).open()

    run_job(parent, _("Drawing the pages"), draw, show)


def save_pdf(parent: QWidget, title: str, data: bytes) -> Path | None:
    """Save a drawn PDF under a name the person gives; None when they changed their mind."""
    from app.reports import atomic

    def fill(file: BinaryIO) -> None:
        file.write(data)

    return save_as(parent, title, "pdf", lambda path: atomic.write(path, fill))


class PaperDialog(QDialog):
    """The pages of one PDF."""

    def __init__(self, parent: QWidget, title: str, data: bytes) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.preview = PrintPreview()
        self.preview.show_pdf(data)
        foot = QHBoxLayout()
        foot.addWidget(button(_("Save PDF"), lambda: save_pdf(self, title, data)))
        foot.addStretch(1)
        foot.addWidget(button(_("Close"), self.reject))
        print_button = button(_("Print…"), self.print_out, "accent", "print")
        print_button.setDefault(True)
        foot.addWidget(print_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme().px(14)] * 4)
        layout.addWidget(self.preview, 1)
        layout.addLayout(foot)
        fit(self, 1000, 690)
        self.preview.area.setFocus()

    def print_out(self) -> None:
        """Ask for the printer and print."""
        pages = self.preview.pages()
        if pages is not None:
            print_pages(self, pages, self.windowTitle())


def print_pages(parent: QWidget, pages: PdfPages, title: str) -> bool:
    """Ask for a printer and print; False when the person changed their mind. Raises nothing: a printer that
    refuses is told in a message box."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    from app.ui.messages import show_error

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setFromTo(1, len(pages))
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, len(pages))
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    try:
        send(pages, printer)
    except AppError as error:
        show_error(parent, error)
        return False
    return True


def send(pages: PdfPages, printer: "QPrinter") -> None:
    """Paint the chosen pages, each on its side when it lies on its side. Raises ``AppError`` when the printer
    cannot be started."""
    first, last = printer.fromPage() or 1, printer.toPage() or len(pages)
    chosen = range(max(first, 1) - 1, min(last, len(pages)))
    printer.setFullPage(True)
    painter = QPainter()
    for number, index in enumerate(chosen):
        _turn(printer, pages, index)
        started = printer.newPage() if number else painter.begin(printer)
        if not started:
            painter.end()
            raise AppError(_("The printer did not accept the pages."), _("Check that it is on, or choose another one."))
        sheet = printer.pageLayout().fullRectPixels(printer.resolution())
        image = pages.image(index, PRINT_DPI)
        size = image.size().scaled(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect((sheet.width() - size.width()) // 2, (sheet.height() - size.height()) // 2, 0, 0)
        place.setSize(size)
        painter.drawImage(place, image)
    painter.end()


def _turn(printer: "QPrinter", pages: PdfPages, index: int) -> None:
    layout = printer.pageLayout()
    layout.setMode(QPageLayout.Mode.FullPageMode)
    layout.setMargins(QMarginsF())
    if layout.pageSize().id() == QPageSize.PageSizeId.Custom:
        layout.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    lies = pages.landscape(index)
    layout.setOrientation(QPageLayout.Orientation.Landscape if lies else QPageLayout.Orientation.Portrait)
    printer.setPageLayout(layout)
