"""Pages inside the window and on a printer."""

import io
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.paper import send
from app.ui.print_preview import PdfPages, PrintPreview

A4 = (595.0, 842.0)
LYING = (842.0, 595.0)


def pdf(*sizes: tuple[float, float]) -> bytes:
    """Blank pages of these sizes, a black square on each."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=sizes[0])
    for size in sizes:
        canvas.setPageSize(size)
        canvas.rect(50, 50, 200, 200, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture
def preview(desk: QWidget) -> PrintPreview:
    """Three pages, the second on its side."""
    made = PrintPreview(desk)
    made.resize(900, 600)
    made.show()
    made.show_pdf(pdf(A4, LYING, A4))
    return made


def test_pages_are_drawn_as_they_are() -> None:
    pages = PdfPages(pdf(A4, LYING))
    image = pages.image(0, 72)
    assert (image.width(), image.height()) == (595, 842)
    assert image.pixelColor(100, 842 - 100).name() == "#000000"
    assert image.pixelColor(500, 100).name() == "#ffffff"
    assert [pages.landscape(0), pages.landscape(1)] == [False, True]
    pages.close()


def test_page_keys_and_buttons_walk(qtbot: QtBot, preview: PrintPreview) -> None:
    assert preview.area.current() == 0
    preview.area.go(2)
    assert preview.area.current() == 2
    qtbot.keyClick(preview.area, Qt.Key.Key_Home)
    assert preview.area.current() == 0
    qtbot.keyClick(preview.area, Qt.Key.Key_End)
    assert preview.area.current() == 2


def test_zoom_keeps_the_page(qtbot: QtBot, preview: PrintPreview) -> None:
    preview.area.go(1)
    before = preview.area.zoom()
    qtbot.keyClick(preview.area, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert preview.area.zoom() == pytest.approx(before * 1.2)
    assert preview.area.current() == 1
    qtbot.keyClick(preview.area, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert preview.area.zoom() == pytest.approx(before)


def test_nothing_to_show_disables_the_bar(desk: QWidget) -> None:
    empty = PrintPreview(desk)
    empty.show_pdf(None)
    assert empty.pages() is None


def test_each_page_is_printed_the_way_it_lies(preview: PrintPreview, tmp_path: Path) -> None:
    import pypdfium2

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    pages = preview.pages()
    assert pages is not None
    send(pages, printer)
    printed = pypdfium2.PdfDocument((tmp_path / "printed.pdf").read_bytes())
    sizes = [printed.get_page_size(number) for number in range(len(printed))]
    assert [width > height for width, height in sizes] == [False, True, False]
    printed.close()


def test_only_the_chosen_pages_are_printed(preview: PrintPreview, tmp_path: Path) -> None:
    import pypdfium2

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setFromTo(2, 3)
    pages = preview.pages()
    assert pages is not None
    send(pages, printer)
    printed = pypdfium2.PdfDocument((tmp_path / "printed.pdf").read_bytes())
    assert len(printed) == 2
    printed.close()
