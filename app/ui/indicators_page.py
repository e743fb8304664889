"""Показатели: five figures seen at once, the others by group; each opens the rows behind it."""

import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app import formats
from app.domain.indicator_set import (
    COMPANY,
    MAIN,
    Group,
    HistoryPoint,
    Indicator,
    IndicatorSet,
    Scope,
    ScopeKind,
    catalogue,
)
from app.errors import AppError
from app.i18n import _
from app.reports.indicator_tables import (
    group_word,
    indicators_document,
    indicators_table,
    period_words,
    sales_words,
    scope_words,
)
from app.ui.client_picker import ClientPicker
from app.ui.controls import button, label, panel
from app.ui.indicator_cards import IndicatorCard, IndicatorLine, IndicatorPart
from app.ui.jobs import run_job
from app.ui.messages import show_error
from app.ui.paper import show_paper
from app.ui.tab import Tab
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.ledger import Ledger
    from app.reports.document import Document

QUICK = (
    "dso", "debt_to_sales", "overdue_share", "dso_average", "bpdso", "add", "turnover_times", "turnover_days", "cost",
    "cost_overdue", "overdue_to_sales", "cei",
)  # fmt: skip
"""Figures whose small lines come from one pass over the weeks."""

WEEKS, DEAR_WEEKS = 26, 13
_STEP_SECONDS = 0.05
"""How long the small lines may keep the window at a time."""


class IndicatorsPage(Tab):
    """Which period and whose figures is a matter of the window; the figures come from the ledger."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = _("Indicators")
        self._ledger: Ledger | None = None
        self._as_of: date | None = None
        self.now: IndicatorSet | None = None
        self.before: IndicatorSet | None = None
        self.periods = QComboBox()
        self.periods.setAccessibleName(_("Period"))
        self.periods.activated.connect(lambda _index: self._refresh())
        self.scopes = QComboBox()
        self.scopes.setAccessibleName(_("Whose figures"))
        self.scopes.setMaxVisibleItems(20)
        self.scopes.activated.connect(lambda _index: self._choose_scope())
        self.picker = ClientPicker(_("All clients"))
        self.picker.setMinimumWidth(theme().px(220))
        self.picker.chosen.connect(lambda _client: self._choose_client())
        self.cards = {key: IndicatorCard(key) for key in MAIN}
        self.lines = {one.key: IndicatorLine(one.key) for one in catalogue() if one.key not in MAIN}
        self._period = label("", "muted")
        self._note = label("", "small", wrap=True)
        self.excel_button = button(_("Excel"), self.export, "", "excel")
        self.print_button = button(_("Print"), self.print_out, "", "print")
        self._empty = label(_("Indicators appear after the first report is loaded"), "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._body = QWidget()
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._draw_lines)
        self._traces: list[Iterator[tuple[str, HistoryPoint]]] = []
        self._points: dict[str, list[HistoryPoint]] = {}
        self._build()
        self.parts: dict[str, IndicatorPart] = {**self.cards, **self.lines}
        for part in self.parts.values():
            part.opened.connect(self.open_rows)

    def _build(self) -> None:
        px = theme().px
        bar = QHBoxLayout()
        bar.setSpacing(px(10))
        for widget in (self.periods, self.scopes, self.picker):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self.excel_button)
        bar.addWidget(self.print_button)
        cards = QHBoxLayout()
        cards.setSpacing(px(10))
        for card in self.cards.values():
            cards.addWidget(card, 1)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, px(2), 0)
        body.setSpacing(px(10))
        body.addLayout(cards)
        body.addLayout(self._groups())
        body.addWidget(self._note)
        body.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body.setProperty("role", "ground")
        area.setWidget(self._body)
        self._area = area
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(14), px(10), px(14), px(10))
        layout.setSpacing(px(8))
        layout.addLayout(bar)
        layout.addWidget(self._period)
        layout.addWidget(area, 1)
        layout.addWidget(self._empty, 1)

    def _groups(self) -> QHBoxLayout:
        px = theme().px
        out = QHBoxLayout()
        out.setSpacing(px(10))
        for side in ((Group.SPEED, Group.CONCENTRATION), (Group.OVERDUE, Group.WORK)):
            column = QVBoxLayout()
            column.setSpacing(px(10))
            for group in side:
                column.addWidget(self._group(group))
            column.addStretch(1)
            out.addLayout(column, 1)
        return out

    def _group(self, group: Group) -> QWidget:
        px = theme().px
        frame = panel()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, px(6), 1, px(6))
        inside.setSpacing(0)
        heading = label(group_word(group), "strong")
        heading.setContentsMargins(px(12), 0, px(12), px(3))
        inside.addWidget(heading)
        for one in catalogue():
            if one.group is group and one.key in self.lines:
                inside.addWidget(self.lines[one.key])
        return frame

    def bind(self, ledger: "Ledger") -> None:
        self._ledger = ledger

    def reload(self, as_of: date) -> None:
        assert self._ledger is not None, "bind comes first"
        self._as_of = as_of
        self._offer_periods(self._ledger, as_of)
        self._offer_scopes(self._ledger, as_of)
        self._refresh()

    def scope(self) -> Scope:
        """Whose figures are shown: a chosen client comes before the other choice."""
        client = self.picker.client_id()
        if client is not None:
            return Scope(ScopeKind.CLIENT, client_id=client)
        found = self.scopes.currentData()
        return found if isinstance(found, Scope) else COMPANY

    def since(self) -> date | None:
        """The first day of the chosen period; None: the period of the rules."""
        assert self._as_of is not None, "reload comes first"
        days = self.periods.currentData()
        if days == 0:
            return self._as_of.replace(month=1, day=1)
        return self._as_of - timedelta(days=days - 1) if isinstance(days, int) else None

    def _offer_periods(self, ledger: "Ledger", as_of: date) -> None:
        chosen = max(self.periods.currentIndex(), 0)
        self.periods.clear()
        days = formats.days(ledger.policy.limits(as_of).days)
        self.periods.addItem(_("Period of the rules: {days}").format(days=days), None)
        for length in (30, 91, 182, 365):
            self.periods.addItem(_("Last {days}").format(days=formats.days(length)), length)
        self.periods.addItem(_("From the start of the year"), 0)
        self.periods.setCurrentIndex(chosen)

    def _offer_scopes(self, ledger: "Ledger", as_of: date) -> None:
        kept = self.scopes.currentData()
        self.scopes.clear()
        self.scopes.addItem(_("The whole company"), COMPANY)
        for name in ledger.clients.managers():
            self.scopes.addItem(_("Manager: {name}").format(name=name), Scope(ScopeKind.MANAGER, name))
        for name in sorted(set(ledger.traits.holding_names().values()), key=str.casefold):
            self.scopes.addItem(_("Group: {name}").format(name=name), Scope(ScopeKind.HOLDING, name))
        found = [n for n in range(self.scopes.count()) if self.scopes.itemData(n) == kept]
        self.scopes.setCurrentIndex(found[0] if found else 0)
        self.picker.set_clients(ledger.clients.list(as_of).rows)

    def _choose_scope(self) -> None:
        self.picker.choose(None)
        self._refresh()

    def _choose_client(self) -> None:
        self.scopes.setCurrentIndex(0)
        self._refresh()

    def _refresh(self) -> None:
        ledger = self._ledger
        if ledger is None or self._as_of is None:
            return
        since, scope, until = self.since(), self.scope(), self._as_of

        def count(_progress: object = None) -> tuple[IndicatorSet, IndicatorSet | None]:
            now = ledger.indicators.of(until, since, scope)
            return now, ledger.indicators.before(now)

        self._traces = []
        if ledger.indicators.heavy():
            run_job(self, _("Counting the indicators"), count, self._take)
            return
        try:
            self._take(count())
        except AppError as error:
            show_error(self, error)

    def _take(self, counted: tuple[IndicatorSet, IndicatorSet | None]) -> None:
        self.now, self.before = counted
        known = bool(self.now.sales.amount) or bool(self._ledger and self._ledger.report_dates())
        self._area.setVisible(known)
        self._period.setVisible(known)
        self._empty.setVisible(not known)
        self.excel_button.setEnabled(known)
        self.print_button.setEnabled(known)
        if known:
            self._show(self.now)

    def _show(self, now: IndicatorSet) -> None:
        words = period_words(now)
        if self.before is not None:
            earlier = _("compared with {since} to {until}").format(
                since=formats.day(self.before.since), until=formats.day(self.before.until)
            )
            words = f"{words}, {earlier}"
        self._period.setText(words[:1].upper() + words[1:])
        self._note.setText(sales_words(now))
        for one in now.indicators:
            before = self.before.get(one.key).value if self.before is not None else None
            self.parts[one.key].show_indicator(one, before)
            self.parts[one.key].spark.show_points(())
        ledger = self._ledger
        if ledger is not None and not ledger.indicators.heavy():
            first = [key for key in MAIN if key not in QUICK]
            rest = [key for key in self.parts if key not in (*QUICK, *first)]
            portions = ((QUICK, WEEKS), (first, DEAR_WEEKS), (rest, DEAR_WEEKS))
            self._traces = [
                ledger.indicators.trace(keys, now.until, weeks, now.scope, now.days) for keys, weeks in portions
            ]
            self._points = {}
            self._timer.start()

    def drawing(self) -> bool:
        """Whether small lines are still to come."""
        return self._timer.isActive()

    def _draw_lines(self) -> None:
        """The lines come after the figures have been seen, a little at a time."""
        if not self.isVisible():
            return  # gone on with when the page is seen again
        began = time.monotonic()
        while self._traces:
            for key, point in self._traces[0]:
                self._points.setdefault(key, []).append(point)
                if time.monotonic() - began > _STEP_SECONDS:
                    self._timer.start()
                    return
            self._traces.pop(0)
            for key, points in self._points.items():
                self.parts[key].spark.show_points(points)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def open_rows(self, key: str) -> None:
        """The rows behind a figure, in a window of their own with paper and Excel."""
        ledger, now = self._ledger, self.now
        if ledger is None or now is None:
            return
        from app.reports.indicator_rows import behind_table
        from app.ui.table_dialog import TableDialog

        rows = ledger.indicators.behind(key, now.until, now.since, now.scope)
        table = behind_table(now.get(key), rows, self._whose(), period_words(now))
        dialog = TableDialog(self, table, now.until, ledger.policy.company(), self._footer())
        dialog.view.client_opened.connect(self._leave_for(dialog.reject))
        dialog.open()

    def _leave_for(self, close: Callable[[], None]) -> Callable[[int], None]:
        def go(client_id: int) -> None:
            close()
            self.open_client.emit(client_id)

        return go

    def _whose(self) -> str:
        return scope_words(self.scope(), self.picker.currentText())

    def _footer(self) -> str:
        assert self._ledger is not None and self._as_of is not None, "reload comes first"
        status = self._ledger.status(self._as_of)
        day = formats.day(status.report_as_of) if status.report_as_of else ""
        return _("Bookkeeping report of {day}").format(day=day) if day else ""

    def indicator(self, key: str) -> Indicator | None:
        """A figure as shown."""
        return self.now.get(key) if self.now is not None else None

    def document(self) -> "Document | None":
        """The page as a paper."""
        if self.now is None or self._ledger is None:
            return None
        table = indicators_table(self.now, self.before, self.picker.currentText())
        return indicators_document(table, self.now.until, self._ledger.policy.company(), self._footer())

    def print_out(self) -> None:
        """Every figure with its formula, on paper."""
        made = self.document()
        if made is not None:
            show_paper(self, made)

    def export(self) -> None:
        """The same as a workbook."""
        from app.ui.export import export_table

        if self.now is not None:
            export_table(self, indicators_table(self.now, self.before, self.picker.currentText()))
