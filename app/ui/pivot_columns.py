"""«Столбцы» of the pivot: a small window of check boxes that stays open while they are ticked."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QMenu, QPushButton, QWidget, QWidgetAction

from app.domain.pivot import Dimension, Pivot
from app.i18n import _
from app.reports.pivot_tables import pivot_columns, usual_columns
from app.ui.controls import button
from app.ui.theme import theme

_INTERVALS = "bucket"
_OF_ONE = ("client", "terms", "avg_order", "core_share", "manager")
"""What is known of a client or a document: groups have nothing to say there."""

_SIDE_BY_SIDE = 2


@dataclass(frozen=True, slots=True)
class Offered:
    """One check box: its words and the keys of the columns it shows."""

    words: str
    keys: tuple[str, ...]


def offered(pivot: Pivot) -> list[Offered]:
    """What may be shown of this pivot; the intervals go together."""
    ones = {Dimension.CLIENT, Dimension.DOCUMENT} & set(pivot.request.by)
    columns = [one for one in pivot_columns(pivot) if one.key != "name" and (ones or one.key not in _OF_ONE)]
    intervals = tuple(column.key for column in columns if column.key.startswith(_INTERVALS))
    out: list[Offered] = []
    for column in columns:
        if column.key not in intervals:
            out.append(Offered(column.title, (column.key,)))
        elif column.key == intervals[0]:
            out.append(Offered(_("Overdue by intervals"), intervals))
    return out


def shown_columns(pivot: Pivot, columns: Sequence[str]) -> list[str]:
    """Keys on screen: those asked for, or the usual ones."""
    known = {column.key for column in pivot_columns(pivot)} - {"name"}
    return [key for key in columns if key in known] or usual_columns(pivot)


def toggled(pivot: Pivot, columns: Sequence[str], one: Offered, on: bool) -> tuple[str, ...]:
    """The columns with ``one`` shown or hidden. A new one stands where it stands in the full set; empty when these are
    the usual ones again, and the last column stays."""
    now = shown_columns(pivot, columns)
    if on:
        order = [column.key for column in pivot_columns(pivot)]
        for key in (key for key in one.keys if key not in now):
            before = [(order.index(other), place) for place, other in enumerate(now)]
            nearest = max((pair for pair in before if pair[0] < order.index(key)), default=(0, -1))
            now.insert(nearest[1] + 1, key)
    else:
        now = [key for key in now if key not in one.keys] or now
    return () if now == usual_columns(pivot) else tuple(now)


class ColumnsButton(QPushButton):
    """``chosen(columns)``: keys to be shown now; an empty tuple is the usual set."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Columns") + " ▾")
        self._pivot: Pivot | None = None
        self._columns: tuple[str, ...] = ()
        self.boxes: dict[str, QCheckBox] = {}
        self._offered: list[Offered] = []
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self.fill)
        self.setMenu(self._menu)
        self.usual_button = button(_("The usual columns"), lambda: self._choose(()), "link")

    def show_state(self, pivot: Pivot, columns: tuple[str, ...]) -> None:
        """What is on screen now."""
        self._pivot, self._columns = pivot, columns
        found = offered(pivot)
        if self._menu.isVisible() and found == self._offered:
            self._tick()

    def fill(self) -> None:
        """Make the check boxes for the pivot on screen."""
        if self._pivot is None:
            return
        px = theme().px
        self._offered = offered(self._pivot)
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(px(12), px(8), px(12), px(8))
        grid.setHorizontalSpacing(px(22))
        grid.setVerticalSpacing(px(5))
        high = -(-len(self._offered) // _SIDE_BY_SIDE)
        self.boxes = {}
        for place, one in enumerate(self._offered):
            box = QCheckBox(one.words.replace("&", "&&"))
            box.clicked.connect(lambda on, one=one: self._toggle(one, on))
            self.boxes[one.keys[0]] = box
            grid.addWidget(box, place % high, place // high)
        self.usual_button = button(_("The usual columns"), lambda: self._choose(()), "link")
        grid.addWidget(self.usual_button, high, 0, 1, _SIDE_BY_SIDE)
        holder = QWidgetAction(self._menu)
        holder.setDefaultWidget(body)
        self._menu.clear()
        self._menu.addAction(holder)
        self._tick()

    def _tick(self) -> None:
        if self._pivot is None:
            return
        now = set(shown_columns(self._pivot, self._columns))
        for one in self._offered:
            self.boxes[one.keys[0]].setChecked(bool(now & set(one.keys)))
        self.usual_button.setEnabled(bool(self._columns))

    def _toggle(self, one: Offered, on: bool) -> None:
        if self._pivot is not None:
            self._choose(toggled(self._pivot, self._columns, one, on))

    def _choose(self, columns: tuple[str, ...]) -> None:
        self._columns = columns
        self._tick()
        self.chosen.emit(columns)
