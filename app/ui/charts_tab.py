"""Графики: three questions, one chart at a time, each with its finding as a title."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app import formats
from app.domain.aging import AgingLine, AgingRules, GroupBy, Zone
from app.domain.client import Point, Series
from app.i18n import _
from app.reports import palette as palettes
from app.reports import wording
from app.reports.table import ZONE_TONE
from app.ui.chart_loader import charts
from app.ui.choice import choice
from app.ui.client_picker import ClientPicker
from app.ui.controls import button, label, panel
from app.ui.export import save_as
from app.ui.figure_view import FigureView, Mark
from app.ui.tab import Tab
from app.ui.theme import theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from app.ledger import Ledger

TOP = 12
PICTURE_INCHES = (11.0, 6.0)
PICTURE_DPI = 200


class Chart(StrEnum):
    """Which question is on screen."""

    SALES = "sales"
    ZONES = "zones"
    TOP = "top"


Draw = Callable[[palettes.Palette], "Figure"]


class ChartsTab(Tab):
    """The figure is made again only when the data, the client or the palette change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = _("Charts")
        self._ledger: Ledger | None = None
        self._as_of: date | None = None
        self.chart = Chart.SALES
        self._draw: Draw | None = None
        self._marks: tuple[Mark, ...] = ()
        self._links: tuple[int | None, ...] = ()
        self._rules = AgingRules()
        self.picker = ClientPicker(_("All clients"))
        self.picker.chosen.connect(lambda _client: self._refresh())
        self.view = FigureView()
        self.view.picked.connect(self._open)
        self._group = QButtonGroup(self)
        self.choices = {chart: self._choice(chart, words) for chart, words in _questions()}
        self.save_button = button(_("Save the picture"), None)
        self._empty = label(_("The charts appear after the first report is loaded"), "muted")
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
        for one in self.choices.values():
            bar.addWidget(one)
        bar.addWidget(self.picker)
        bar.addStretch(1)
        bar.addWidget(self.save_button)
        frame = panel()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(px(4), px(4), px(4), px(8))
        inside.addWidget(self._stack, 1)
        inside.addWidget(self._note)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(14), px(10), px(14), px(10))
        layout.setSpacing(px(10))
        layout.addLayout(bar)
        layout.addWidget(frame, 1)

    def _choice(self, chart: Chart, words: str) -> QPushButton:
        made = choice(self._group, words, lambda: self.choose(chart))
        made.setChecked(chart is self.chart)
        return made

    def bind(self, ledger: "Ledger") -> None:
        self._ledger = ledger

    def reload(self, as_of: date) -> None:
        self._as_of = as_of
        assert self._ledger is not None, "bind comes first"
        self.picker.set_clients(self._ledger.clients.list(as_of).rows)
        self._refresh()

    def choose(self, chart: Chart) -> None:
        """Another question. The largest debtors are a question about all clients."""
        self.chart = chart
        self._refresh()

    def words(self) -> str:
        """What stands in place of a chart or under it."""
        shown = self._empty if self._stack.currentWidget() is self._empty else self._note
        return shown.text()

    def save(self, suffix: str) -> Path | None:
        """The chart as a picture in the colours of paper; None when nothing was written."""
        if self._draw is None:
            return None
        figure = self._draw(_painted(palettes.LIGHT, self._rules, paper=True))
        figure.set_size_inches(*PICTURE_INCHES)
        title = self.choices[self.chart].text()
        return save_as(self, title, suffix, lambda path: _write_picture(figure, path, suffix))

    def _refresh(self) -> None:
        if self._ledger is None or self._as_of is None:
            return
        self.picker.setEnabled(self.chart is not Chart.TOP)
        self._rules = self._ledger.policy.rules(self._as_of)
        if self.chart is Chart.TOP:
            self._ask_top(self._ledger, self._as_of)
        else:
            self._ask_series(self._ledger, self._as_of)
        self._show()

    def _ask_series(self, ledger: "Ledger", as_of: date) -> None:
        series = ledger.analysis.series(as_of, client_id=self.picker.client_id())
        zones = self.chart is Chart.ZONES

        def draw(palette: palettes.Palette) -> "Figure":
            from app.reports import charts as drawing

            return (drawing.zones if zones else drawing.sales_and_debt)(series, palette)

        self._draw, self._links = draw, ()
        words = _zone_words if zones else _week_words
        self._marks = tuple(
            Mark(float(point.day.toordinal()), formats.day(point.day), words(point, series)) for point in series.points
        )

    def _ask_top(self, ledger: "Ledger", as_of: date) -> None:
        lines = ledger.analysis.top(as_of, TOP)
        whole = ledger.analysis.aging(as_of, GroupBy.CLIENT).totals
        rules = self._rules

        def draw(palette: palettes.Palette) -> "Figure":
            from app.reports import charts_debtors as drawing

            return drawing.top_debtors(lines, palette, rules, whole)

        self._draw = draw
        self._links = tuple(line.client_id for line in lines)
        self._marks = tuple(
            Mark(-float(number), line.label, _debtor_words(line, whole)) for number, line in enumerate(lines)
        )

    def _show(self) -> None:
        """Draw in the palette of the window, or wait for the drawing library."""
        loader = charts()
        if self._draw is None:
            return
        if not self._marks:
            self._say_empty()
            return
        if not loader.loaded:
            self._note.setText(_("Drawing…"))
            loader.load()
            return
        base = palettes.DARK if theme().dark else palettes.LIGHT
        figure = self._draw(_painted(base, self._rules))
        self.view.show_figure(figure, self._marks, upright=self.chart is Chart.TOP)
        self._stack.setCurrentWidget(self.view)
        self.save_button.setEnabled(True)
        self._note.setText(self._hint())

    def _say_empty(self) -> None:
        self.view.show_figure(None)
        self._stack.setCurrentWidget(self._empty)
        self.save_button.setEnabled(False)
        self._note.setText("")

    def _hint(self) -> str:
        if self.chart is Chart.TOP:
            return _("Click a bar to open the client")
        return _("Point at a week to see its figures")

    def _open(self, mark: Mark) -> None:
        if self._links:
            client_id = self._links[self._marks.index(mark)]
            if client_id is not None:
                self.open_client.emit(client_id)


def _questions() -> tuple[tuple[Chart, str], ...]:
    return (
        (Chart.SALES, _("Sales and receivables")),
        (Chart.ZONES, _("Zones over time")),
        (Chart.TOP, _("Top debtors")),
    )


def _painted(base: palettes.Palette, rules: AgingRules, *, paper: bool = False) -> palettes.Palette:
    """The palette with the zone colours of the book, as the tables wear them. ``paper``: only chosen ones."""
    own = {zone for zone, colour in rules.colours if colour}
    changes = {}
    for zone in (Zone.GREY, Zone.YELLOW, Zone.RED):
        paint = theme().paint(ZONE_TONE[zone])
        if paint.fill is not None and (zone in own or not paper):
            changes[zone.value] = palettes.Paint(paint.fill.name(), paint.ink.name())
    return replace(base, **changes)  # type: ignore[arg-type] # the keys are names of its zone fields


def _week_words(point: Point, series: Series) -> tuple[str, ...]:
    sales = _("sales of the week {sum}") if series.sales_complete else _("sales of the week {sum} or more")
    return (
        _("debt {sum}").format(sum=formats.roubles_sign(point.debt)),
        _("overdue {sum}").format(sum=formats.roubles_sign(point.overdue)),
        sales.format(sum=formats.roubles_sign(point.sales)),
        _("payments {sum}").format(sum=formats.roubles_sign(point.paid)),
    )


def _zone_words(point: Point, series: Series) -> tuple[str, ...]:
    """Overdue in all, then each zone that holds something."""
    lines = [_("overdue {sum}").format(sum=formats.roubles_sign(point.overdue))]
    for zone in (Zone.RED, Zone.YELLOW, Zone.GREY):
        pairs = zip(series.rules.intervals, point.buckets, strict=False)
        amount = sum(value for interval, value in pairs if interval.zone is zone)
        if amount:
            lines.append(f"{wording.zone_name(zone)} {formats.roubles_sign(amount)}")
    return tuple(lines)


def _debtor_words(line: AgingLine, whole: AgingLine) -> tuple[str, ...]:
    words = [
        _("debt {sum}, {percent} of all").format(
            sum=formats.roubles_sign(line.total), percent=formats.percent(line.share_of(whole))
        )
    ]
    if line.overdue:
        words.append(
            _("overdue {sum}, up to {days}").format(
                sum=formats.roubles_sign(line.overdue), days=formats.days(line.max_days)
            )
        )
    return tuple(words)


def _write_picture(figure: "Figure", path: Path, suffix: str) -> None:
    from app.reports import atomic

    atomic.write(path, lambda file: figure.savefig(file, format=suffix, dpi=PICTURE_DPI))
