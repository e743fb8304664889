"""Интервалы статьи и свои: bounds, zones and their colours, with the day from which they hold.

A row states only its last day: the first is the day after the previous row, so holes cannot be typed. What is
wrong is said in words under the rows while typing, and «Сохранить» waits for it.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QColorDialog,
    QComboBox,
    QDateEdit,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app import formats
from app.domain.aging import ZONE_ORDER, AgingRules, Interval, Zone
from app.i18n import _
from app.reports import wording
from app.reports.table import ZONE_TONE
from app.ui.controls import button
from app.ui.number_edit import NumberEdit
from app.ui.theme import theme

MOST_INTERVALS = 10
LAST_DAY = 3650


def zone_name(zone: Zone) -> str:
    """The zone in words; «без зоны» too."""
    return wording.zone_name(zone) or _("no zone")


def fault_of(lasts: Sequence[int], zones: Sequence[Zone]) -> str:
    """What is wrong with the bounds, in words; empty when nothing is. ``lasts`` has one value less than
    ``zones``: the last interval has no end."""
    previous = 0
    for number, last in enumerate(lasts, start=1):
        if last <= previous:
            return _("Interval {n} must end later than day {day}.").format(n=number, day=previous)
        previous = last
    ranks = [ZONE_ORDER.index(zone) for zone in zones]
    for number, (before, after) in enumerate(pairwise(ranks), start=2):
        if after < before:
            return _("The zone of interval {n} is milder than that of the one before it.").format(n=number)
    return ""


def rules_of(lasts: Sequence[int], zones: Sequence[Zone], colours: Sequence[tuple[Zone, str]]) -> AgingRules:
    """The rules that these rows mean."""
    firsts = [1, *(last + 1 for last in lasts)]
    ends: list[int | None] = [*lasts, None]
    intervals = tuple(Interval(*row) for row in zip(firsts, ends, zones, strict=True))
    return AgingRules(intervals, tuple(colours))


class _Row:
    """Widgets of one interval."""

    def __init__(self, interval: Interval) -> None:
        self.first = QLabel()
        self.last = NumberEdit(1, LAST_DAY, interval.last or LAST_DAY)
        self.last.setAccessibleName(_("Last day of the interval"))
        self.zone = QComboBox()
        for zone in ZONE_ORDER:
            self.zone.addItem(zone_name(zone), zone)
        self.zone.setCurrentIndex(ZONE_ORDER.index(interval.zone))
        self.zone.setAccessibleName(_("Zone"))
        self.remove = button("", None, "flat", "close")
        self.remove.setToolTip(_("Remove this interval"))
        self.remove.setAccessibleName(_("Remove this interval"))

    def widgets(self) -> tuple[QWidget, ...]:
        return (self.first, self.last, self.zone, self.remove)


class RulesDialog(QDialog):
    """Ask for bounds, zones, colours and the day. After ``exec`` read ``rules()`` and ``valid_from()``."""

    def __init__(self, rules: AgingRules, valid_from: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Intervals and zones"))
        self._rows: list[_Row] = []
        self._colours: dict[Zone, str] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme().px(12))
        self._grid.setVerticalSpacing(theme().px(6))
        self._fault = QLabel()
        self._fault.setTextFormat(Qt.TextFormat.PlainText)
        self._fault.setProperty("role", "error")
        self._fault.setWordWrap(True)
        self._swatches = {zone: self._swatch(zone) for zone in ZONE_ORDER[1:]}
        self._day = QDateEdit(QDate(valid_from.year, valid_from.month, valid_from.day))
        self._day.setCalendarPopup(True)
        self._day.setDisplayFormat("dd.MM.yyyy")
        self._day.setAccessibleName(_("Valid from"))
        self.add_button = QPushButton(_("Add an interval"))
        self.add_button.clicked.connect(lambda _checked=False: self._add_interval())
        self.save_button = QPushButton(_("Save"))
        self._build()
        self._fill(rules)

    def rules(self) -> AgingRules:
        """What was entered; only after the dialog was accepted."""
        return rules_of(self._lasts(), self._zones(), [(z, c) for z, c in self._colours.items() if c])

    def valid_from(self) -> date:
        """The first day on which the rules hold."""
        day = self._day.date()
        return date(day.year(), day.month(), day.day())

    def bounds(self) -> list[NumberEdit]:
        """The fields of the last days, in order; the open end has none."""
        return [row.last for row in self._rows[:-1]]

    def fault(self) -> str:
        """What is wrong now, in words."""
        return fault_of(self._lasts(), self._zones())

    def _build(self) -> None:
        px = theme().px
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(18), px(20), px(16))
        layout.setSpacing(px(12))
        title = QLabel(_("Days overdue"))
        title.setProperty("role", "title")
        layout.addWidget(title)
        layout.addLayout(self._grid)
        layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._fault)
        layout.addWidget(_line())
        colours = QHBoxLayout()
        colours.addWidget(QLabel(_("Colours")))
        for swatch in self._swatches.values():
            colours.addWidget(swatch)
        colours.addStretch(1)
        layout.addLayout(colours)
        since = QHBoxLayout()
        since.addWidget(QLabel(_("Valid from")))
        since.addWidget(self._day)
        note = QLabel(_("Earlier dates keep the intervals they had."))
        note.setProperty("role", "small")
        since.addWidget(note)
        since.addStretch(1)
        layout.addLayout(since)
        layout.addSpacing(px(4))
        layout.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        reset = QPushButton(_("As in the article"))
        reset.setToolTip(_("1–7, 8–14, 15–30, 31–44, 45–60, 61+; grey, yellow and red zones"))
        reset.clicked.connect(lambda _checked=False: self._fill(AgingRules()))
        cancel = QPushButton(_("Cancel"))
        cancel.clicked.connect(self.reject)
        self.save_button.setProperty("role", "accent")
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(reset)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.save_button)
        return buttons

    def _swatch(self, zone: Zone) -> QPushButton:
        button = QPushButton(zone_name(zone))
        button.clicked.connect(lambda _checked=False: self._choose_colour(zone))
        return button

    def _fill(self, rules: AgingRules) -> None:
        self._colours = dict(rules.colours)
        self._set_rows([self._row(interval) for interval in rules.intervals])
        self._paint_swatches()

    def _set_rows(self, rows: list[_Row]) -> None:
        for row in self._rows:
            if row not in rows:
                for widget in row.widgets():
                    widget.deleteLater()
        while self._grid.count():
            self._grid.takeAt(0)
        self._rows = rows
        for index, row in enumerate(rows):
            for column, widget in enumerate(row.widgets()):
                self._grid.addWidget(widget, index, column)
            open_end = index == len(rows) - 1
            row.last.setVisible(not open_end)
            row.remove.setVisible(not open_end and len(rows) > 2)
        self._grid.setColumnStretch(2, 1)
        self.add_button.setEnabled(len(rows) < MOST_INTERVALS)
        self._check()

    def _row(self, interval: Interval) -> _Row:
        row = _Row(interval)
        row.last.changed.connect(self._check)
        row.zone.currentIndexChanged.connect(self._check)
        row.remove.clicked.connect(lambda _checked=False: self._remove(row))
        return row

    def _remove(self, gone: _Row) -> None:
        self._set_rows([row for row in self._rows if row is not gone])
        self.adjustSize()

    def _add_interval(self) -> None:
        """One more bound before the open end, a fortnight after the last."""
        tail = self._rows[-1]
        last = (self._lasts() or [0])[-1]
        zone = self._zones()[-2] if len(self._rows) > 1 else Zone.NONE
        row = self._row(Interval(last + 1, min(last + 14, LAST_DAY), zone))
        self._set_rows([*self._rows[:-1], row, tail])
        row.last.setFocus()

    def _lasts(self) -> list[int]:
        return [row.last.value() for row in self._rows[:-1]]

    def _zones(self) -> list[Zone]:
        return [ZONE_ORDER[row.zone.currentIndex()] for row in self._rows]

    def _check(self, _changed: int = 0) -> None:
        first = 1
        for row in self._rows:
            end = row is self._rows[-1]
            row.first.setText(
                _("{days} and more").format(days=formats.days(first)) if end else _("from {n} to").format(n=first)
            )
            first = row.last.value() + 1
        fault = self.fault()
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))
        self.save_button.setEnabled(not fault)

    def _choose_colour(self, zone: Zone) -> None:
        fill = theme().paint(ZONE_TONE[zone]).fill or QColor("white")
        chosen = QColorDialog.getColor(QColor(self._colours.get(zone) or fill), self, zone_name(zone))
        if chosen.isValid():
            self._colours[zone] = chosen.name()
            self._paint_swatches()

    def _paint_swatches(self) -> None:
        side = theme().px(14)
        for zone, swatch in self._swatches.items():
            own = self._colours.get(zone)
            fill = QColor(own) if own else _theme_fill(zone)
            pixmap = QPixmap(side, side)
            pixmap.fill(fill)
            swatch.setIcon(QIcon(pixmap))


def _theme_fill(zone: Zone) -> QColor:
    """The theme's own colour of a zone, whatever the book says."""
    return theme().colour(zone.value)


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("role", "line")
    return line
