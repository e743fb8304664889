"""Графики: a list of questions at the left, the chart that answers at the right; its title is its finding."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from app import formats
from app.domain.aging import AgingRules
from app.domain.chart import ChartData, ChartName, ChartRequest
from app.errors import AppError
from app.i18n import _, ngettext
from app.reports import palette as palettes
from app.reports.chart import Behind, Chart, Spot
from app.reports.chart_book import Party, Span, chart, question, questions
from app.ui.chart_list import ChartList
from app.ui.chart_loader import charts
from app.ui.client_picker import ClientPicker
from app.ui.controls import button, label, panel
from app.ui.export import save_as
from app.ui.figure_view import FigureView
from app.ui.tab import Tab
from app.ui.theme import theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from app.ledger import Ledger

PICTURE_INCHES = (11.0, 6.0)
PICTURE_DPI = 200
WEEKS = (13, 26, 52, 78, 0)
"""Lengths offered; 0: everything there is."""

USUAL = 78

_TWINS = {ChartName.ZONES: ChartName.SALES, ChartName.PARETO: ChartName.TOP, ChartName.SCATTER: ChartName.TOP}
"""Charts of the same figures: turning from one to another reads nothing. What is known lives until the next reload."""


class ChartsTab(Tab):
    """The figure is made again only when the data, the client, the dates or the palette change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = _("Charts")
        self._ledger: Ledger | None = None
        self._as_of: date | None = None
        self._dates: tuple[date, ...] = ()
        self.asked = questions()[0]
        self.chart: Chart | None = None
        self._data: ChartData | None = None
        self._known: dict[ChartRequest, ChartData] = {}
        self._rules = AgingRules()
        self.list = ChartList(questions())
        self.list.chosen.connect(self.choose)
        self.picker = ClientPicker(_("All clients"))
        self.picker.chosen.connect(lambda _client: self._refresh())
        self.since = QComboBox()
        self.since.activated.connect(lambda _index: self._refresh())
        self.view = FigureView()
        self.view.picked.connect(self._open)
        self.copy_button = button(_("Copy"), self.copy, "", "copy")
        self.print_button = button(_("Print"), self.print_out, "", "print")
        self.save_button = button(_("Save the picture"), None)
        self._empty = label("", "muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        self._note = label("", "small")
        self._note.setContentsMargins(theme().px(12), 0, 0, 0)
        self._build()
        theme().changed.connect(self._show)
        charts().ready.connect(self._show)

    def _build(self) -> None:
        px = theme().px
        menu = QMenu(self.save_button)
        for suffix in ("png", "svg"):
            menu.addAction(suffix.upper(), partial(self.save, suffix))
        self.save_button.setMenu(menu)
        bar = QHBoxLayout()
        bar.setSpacing(px(10))
        bar.addWidget(self.picker)
        bar.addWidget(self.since)
        bar.addStretch(1)
        for made in (self.copy_button, self.print_button, self.save_button):
            bar.addWidget(made)
        frame = panel()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(px(4), px(4), px(4), px(8))
        inside.addWidget(self._stack, 1)
        inside.addWidget(self._note)
        side = QVBoxLayout()
        side.setSpacing(px(10))
        side.addLayout(bar)
        side.addWidget(frame, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(14), px(10), px(14), px(10))
        layout.setSpacing(px(10))
        layout.addWidget(self.list)
        layout.addLayout(side, 1)

    def bind(self, ledger: "Ledger") -> None:
        self._ledger = ledger

    def reload(self, as_of: date) -> None:
        assert self._ledger is not None, "bind comes first"
        self._as_of = as_of
        self._dates = tuple(day for day in self._ledger.report_dates() if day <= as_of)
        self._known.clear()
        self.picker.set_clients(self._ledger.clients.list(as_of).rows)
        self._offer_dates()
        self._refresh()

    def choose(self, name: ChartName) -> None:
        """Another question."""
        before, self.asked = self.asked, question(name)
        self.list.mark(name)
        if before.span is not self.asked.span or before.party is not self.asked.party:
            self._offer_dates()
        self._refresh()

    def request(self) -> ChartRequest | None:
        """What is asked of the book; None before there is one."""
        if self._as_of is None:
            return None
        since = self.since.currentData() if self.asked.span is not Span.NONE else None
        return ChartRequest(self.asked.name, self._as_of, since, self._client())

    def words(self) -> str:
        """What stands in place of a chart or under it."""
        shown = self._empty if self._stack.currentWidget() is self._empty else self._note
        return shown.text()

    def _client(self) -> int | None:
        """Who is asked about. A chart of one client begins with the largest debtor."""
        if self.asked.party is Party.BASE:
            return None
        chosen = self.picker.client_id()
        if chosen is None and self.asked.party is Party.ONE and self.picker.count() > 1:
            first = self.picker.itemData(1)
            self.picker.choose(first)
            return first if isinstance(first, int) else None
        return chosen

    def _offer_dates(self) -> None:
        """How far back a series goes, or with which earlier report the newest one is compared."""
        self.since.clear()
        offered, usual = _lengths(self._dates) if self.asked.span is Span.WEEKS else _reports(self._dates)
        for words, day in offered:
            self.since.addItem(words, day)
        whole = self.asked.party is Party.ONE
        self.since.setCurrentIndex(len(offered) - 1 if whole else usual)
        self.since.setAccessibleName(_("Period") if self.asked.span is Span.WEEKS else _("Compare with"))

    def _refresh(self) -> None:
        self.picker.setVisible(self.asked.party is not Party.BASE)
        self.since.setVisible(self.asked.span is not Span.NONE and self.since.count() > 0)
        request = self.request()
        if self._ledger is None or request is None:
            return
        self._rules = self._ledger.policy.rules(request.as_of)
        try:
            self._data, self.chart = self._read(self._ledger, request)
        except AppError as error:
            self._data, self.chart = None, Chart(_no_figure, "", empty=str(error))
        self._show()

    def _read(self, ledger: "Ledger", request: ChartRequest) -> tuple[ChartData, Chart]:
        from app.ledger.charting import chart_data

        key = replace(request, name=_TWINS.get(request.name, request.name))
        if key not in self._known:
            self._known[key] = chart_data(ledger, key)
        return self._known[key], chart(request.name, self._known[key])

    def _show(self) -> None:
        """Draw in the palette of the window, or wait for the drawing library."""
        loader = charts()
        made = self.chart
        if made is None:
            return
        if not self._dates or made.empty:
            self._say_empty(made.empty if self._dates else _("The charts appear after the first report is loaded"))
            return
        if not loader.loaded:
            self._note.setText(_("Drawing…"))
            loader.load()
            return
        figure = made.draw(self._painted(palettes.DARK if theme().dark else palettes.LIGHT))
        self.view.show_figure(figure, made.spots, made.reach, made.finding)
        self._stack.setCurrentWidget(self.view)
        self._note.setText(made.hint)
        self._allow(True)

    def _say_empty(self, words: str) -> None:
        self.view.show_figure(None)
        self._empty.setText(words)
        self._stack.setCurrentWidget(self._empty)
        self._note.setText("")
        self._allow(False)

    def _allow(self, there_is: bool) -> None:
        for made in (self.copy_button, self.print_button, self.save_button):
            made.setEnabled(there_is)

    def _painted(self, base: palettes.Palette) -> palettes.Palette:
        """With the zone colours of the book, as the tables wear them."""
        return palettes.with_colours(base, self._rules.colours)

    def _paper(self) -> "Figure | None":
        """The chart in the colours of paper, at the size of a picture."""
        if self.chart is None or self.chart.empty:
            return None
        figure = self.chart.draw(self._painted(palettes.PRINT))
        figure.set_size_inches(*PICTURE_INCHES)
        return figure

    def save(self, suffix: str) -> Path | None:
        """The chart as a picture in the colours of paper; None when nothing was written."""
        figure = self._paper()
        if figure is None:
            return None
        from app.reports.chart_picture import write_picture

        return save_as(self, self.asked.title, suffix, lambda path: write_picture(figure, path, PICTURE_DPI))

    def copy(self) -> None:
        """The picture into the clipboard, for a letter or a presentation."""
        figure = self._paper()
        if figure is None:
            return
        from app.reports.chart_picture import picture_bytes

        QGuiApplication.clipboard().setImage(QImage.fromData(picture_bytes(figure, "png", PICTURE_DPI)))
        self.toast(_("The picture is copied."))

    def print_out(self) -> None:
        """The chart on a page of its own."""
        from app.reports.document import Document, FigureBlock, Section
        from app.ui.paper import show_paper

        made, request = self.chart, self.request()
        if made is None or made.empty or request is None or self._ledger is None:
            return
        colours = self._rules.colours
        block = FigureBlock(lambda palette: made.draw(palettes.with_colours(palette, colours)), 150)
        section = Section(self.asked.title, (block,), landscape=True)
        company = self._ledger.policy.company()
        show_paper(self, Document(self.asked.title, (section,), request.as_of, company, self._footer(request.as_of)))

    def _footer(self, as_of: date) -> str:
        status = self._ledger.status(as_of) if self._ledger is not None else None
        if status is None or status.report_as_of is None:
            return ""
        return _("Bookkeeping report of {day}").format(day=formats.day(status.report_as_of))

    def _open(self, spot: Spot) -> None:
        """The rows behind a place: a card, or a table in a window of its own."""
        target, request = spot.target, self.request()
        if target is None or self._ledger is None or request is None or self._data is None:
            return
        if target.kind is Behind.CLIENT:
            if target.client_id is not None:
                self.open_client.emit(target.client_id)
            return
        from app.ui.chart_rows import rows_behind
        from app.ui.table_dialog import TableDialog

        table = rows_behind(self._ledger, request, self._data, target)
        if table is not None:
            day = target.day or request.as_of
            dialog = TableDialog(self, table, day, self._ledger.policy.company(), self._footer(request.as_of))
            dialog.view.client_opened.connect(partial(self._leave, dialog.accept))
            dialog.open()

    def _leave(self, close: Callable[[], None], client_id: int) -> None:
        close()
        self.open_client.emit(client_id)


def _lengths(dates: tuple[date, ...]) -> tuple[list[tuple[str, date | None]], int]:
    """Periods of a series that differ: (words, first day), and the usual one."""
    out: list[tuple[str, date | None]] = [
        (ngettext("{n} week", "{n} weeks", weeks).format(n=weeks), dates[-weeks])
        for weeks in WEEKS
        if 0 < weeks < len(dates)
    ]
    out.append((_("all the time"), dates[0] if dates else None))
    usual = [n for n, weeks in enumerate(WEEKS[:-1]) if weeks < len(dates) and weeks == USUAL]
    return out, usual[0] if usual else len(out) - 1


def _reports(dates: tuple[date, ...]) -> tuple[list[tuple[str, date | None]], int]:
    """Earlier reports, the newest first."""
    return [(_("since {day}").format(day=formats.day(day)), day) for day in reversed(dates[:-1])], 0


def _no_figure(_palette: palettes.Palette) -> "Figure":
    raise LookupError("nothing to draw")
