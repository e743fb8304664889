"""Группы: the debt by any one or two dimensions; every figure opens the documents it was added up from."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QComboBox, QInputDialog, QMenu, QVBoxLayout, QWidget

from app.domain.pivot import Dimension, Path, Pivot, PivotLine, SavedView, View
from app.domain.reconcile import organisation_key
from app.errors import AppError
from app.i18n import _, pgettext
from app.reports.document_tables import documents_table
from app.reports.pivot_figures import behind, filter_words, path_words
from app.reports.pivot_tables import difference_table, dimension_word, pivot_note, pivot_table
from app.reports.table import Table
from app.ui.choice import choice
from app.ui.controls import button, label
from app.ui.flow import Flow
from app.ui.messages import show_error
from app.ui.pivot_columns import ColumnsButton
from app.ui.pivot_parts import Conditions, ViewsButton, ready_views, shortened
from app.ui.table_dialog import TableDialog
from app.ui.table_page import TablePage
from app.ui.theme import theme

_TOLD = frozenset(
    {Dimension.KIND, Dimension.HOLDING, Dimension.SIZE, Dimension.REGION, Dimension.AVG_ORDER, Dimension.CORE_SHARE}
)
"""Dimensions that a person can tell of a client when no report does."""


class PivotPage(TablePage):
    """``shown`` is the question on screen; its name is that of the saved view it came from, while it still is one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = _("Groups")
        self.ready = ready_views()
        self.shown = replace(self.ready[0], name="")
        self.pivot: Pivot | None = None
        self._saved: tuple[SavedView, ...] = ()
        self._last_name = ""
        self.table.by_cell = True
        self.table.cell_opened.connect(self.open_cell)
        self.table.cell_picked.connect(lambda line, _column: self.only(line))
        self.table.current_changed.connect(self._offer_actions)
        group = QButtonGroup(self)
        self.choices = [choice(group, view.name, partial(self.restore, view, "")) for view in self.ready]
        group.setExclusive(False)
        self.views_button = ViewsButton()
        self.views_button.chosen.connect(lambda view: self.restore(view, view.name))
        self.views_button.save_wanted.connect(self.save_view)
        self.views_button.rename_wanted.connect(self.rename_view)
        self.views_button.delete_wanted.connect(self.delete_view)
        self.groups = _combo(_("Group by"), lambda: self._regroup())
        self.subgroups = _combo(_("Inside each group"), lambda: self._regroup())
        self.truths = _combo(_("Which truth"), lambda: self._change(view=View(self.truths.currentData())))
        self.owns = _combo(_("Our organisation"), lambda: self._change(own=self.owns.currentData()))
        self.difference_button = button(_("what differs"), self.open_difference, "link")
        self.columns_button = ColumnsButton()
        self.columns_button.chosen.connect(lambda columns: self._change(columns=columns))
        self.conditions = Conditions(self.owns)
        self.conditions.removed.connect(self.remove_filter)
        self.conditions.cleared.connect(lambda: self._change(filters=()))
        self._only_action = QAction(self)
        self._only_action.triggered.connect(lambda _checked=False: self.only(self.table.current()))
        self._split_menu = QMenu(self)
        self._arrange_parts()

    def _arrange_parts(self) -> None:
        """Views above, the question under them, its conditions under it."""
        views = Flow(theme().px(8))
        for made in self.choices:
            views.addWidget(made)
        parts: tuple[QWidget, ...] = (
            label(pgettext("pivot", "Group"), "muted"),
            self.groups,
            label(pgettext("pivot", "inside"), "muted"),
            self.subgroups,
            self.truths,
            self.difference_button,
            self.columns_button,
            self.views_button,
        )
        for widget in parts:
            self.controls.addWidget(widget)
        above = self.layout()
        assert isinstance(above, QVBoxLayout), "built by TablePage"
        above.insertLayout(0, views)
        above.insertWidget(2, self.conditions)
        for view, words in ((View.KNOWN, _("As known now")), (View.STATED, _("As stated then"))):
            self.truths.addItem(words, view)
        for dimension in Dimension:
            self.groups.addItem(dimension_word(dimension), dimension)
        split = QAction(_("Split by"), self)
        split.setMenu(self._split_menu)
        self.table.addActions([self._only_action, split])
        self.truths.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for combo in (self.groups, self.truths):
            _room_for_words(combo)
        back = QShortcut(QKeySequence(Qt.Key.Key_Backspace), self.table)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(lambda: self.remove_filter(len(self.shown.filters) - 1))

    def make(self, as_of: date) -> Table[PivotLine]:
        assert self.ledger is not None, "bind comes first"
        self._offer_organisations()
        self._saved = self.ledger.views.list()
        self.pivot = self.ledger.analysis.pivot(self.shown.request(as_of))
        self._show_state(self.pivot)
        return replace(pivot_table(self.pivot, self.shown.columns), note=self._note(self.pivot))

    def reload(self, as_of: date) -> None:
        """As every page; the cursor stays on its line and column."""
        line, column = self.table.current(), self.table.current_column()
        super().reload(as_of)
        if isinstance(line, PivotLine):
            self._go_to(line.path, column)

    def restore(self, view: SavedView, name: str) -> None:
        """Show a view with all that was kept in it."""
        self.shown = replace(view, name=name)
        self.again()

    def only(self, line: object) -> None:
        """Narrow everything to one line. Documents are lines too fine to be a condition."""
        keys = self._conditions_of(line) if isinstance(line, PivotLine) else ()
        if keys:
            self._change(filters=self._narrowed(keys))

    def split_by(self, dimension: Dimension) -> None:
        """Narrow to the line under the cursor and group it by something else."""
        line = self.table.current()
        keys = self._conditions_of(line) if isinstance(line, PivotLine) else ()
        if keys:
            self._change(by=(dimension,), columns=(), filters=self._narrowed(keys))

    def remove_filter(self, number: int) -> None:
        """Take one condition off."""
        filters = self.shown.filters
        if 0 <= number < len(filters):
            self._change(filters=filters[:number] + filters[number + 1 :])

    def open_cell(self, line: object, column: str) -> None:
        """The documents behind a figure; the name of a client or a document opens its card."""
        if not isinstance(line, PivotLine) or self.pivot is None or self.ledger is None or self.as_of is None:
            return
        if column == "name" and line.client_id is not None:
            self.open_client.emit(line.client_id)
            return
        found = behind(self.pivot, line, column)
        if found is None:
            return
        items = self.ledger.analysis.pivot_items(found.request, found.path, found.figure)
        table = documents_table(items, self.pivot.rules, found.title)
        self._open(replace(table, note="; ".join(self._circumstances(self.pivot))))

    def open_difference(self) -> None:
        """What was stated on this date against what is known of it now."""
        if self.ledger is not None and self.as_of is not None:
            self._open(difference_table(self.ledger.analysis.view_difference(self.as_of, self.shown.own)))

    def save_view(self) -> None:
        """Keep the question under a name; one of the same name is replaced, and undo brings it back."""
        if self.ledger is None or self.as_of is None:
            return
        proposed = self.shown.name or self._last_name
        name, accepted = QInputDialog.getText(self, _("My views"), _("Name of the view"), text=proposed)
        if not accepted:
            return
        try:
            kept = self.ledger.views.save(name, self.shown.request(self.as_of), self.shown.columns)
        except AppError as error:
            show_error(self, error)
            return
        self._named(kept.name)
        self.toast(_("View «{name}» is saved.").format(name=kept.name))

    def rename_view(self, name: str) -> None:
        """Another name for the view on screen."""
        if self.ledger is None:
            return
        new, accepted = QInputDialog.getText(self, _("My views"), _("New name of the view"), text=name)
        if not accepted:
            return
        try:
            kept = self.ledger.views.rename(name, new)
        except AppError as error:
            show_error(self, error)
            return
        self._named(kept.name)
        self.toast(_("View «{name}» is renamed.").format(name=kept.name))

    def delete_view(self, name: str) -> None:
        """Forget a view; what is on screen stays."""
        if self.ledger is None:
            return
        try:
            self.ledger.views.delete(name)
        except AppError as error:
            show_error(self, error)
            return
        self._named("")
        self.toast(_("View «{name}» is deleted.").format(name=name))

    def _named(self, name: str) -> None:
        self.shown = replace(self.shown, name=name)
        self.again()

    def _change(self, **what: Any) -> None:  # noqa: ANN401 - fields of SavedView
        self.shown = replace(self.shown, **what)
        self.again()

    def _regroup(self) -> None:
        """Two groups are never the same; columns of words go with what they tell of."""
        group = Dimension(self.groups.currentData())
        inner = self.subgroups.currentData()
        by = (group,) if inner is None or inner == group else (group, Dimension(inner))
        self._change(by=by)

    def _show_state(self, pivot: Pivot) -> None:
        """Put what is on screen into every control; tells nobody."""
        shown = self.shown
        if shown.name and shown not in self._saved:
            self._last_name = shown.name
            self.shown = shown = replace(shown, name="")
        self.groups.setCurrentIndex(self.groups.findData(shown.by[0]))
        self.subgroups.clear()
        self.subgroups.addItem(pgettext("pivot", "nothing"), None)
        for dimension in Dimension:
            if dimension is not shown.by[0]:
                self.subgroups.addItem(dimension_word(dimension), dimension)
        _room_for_words(self.subgroups)
        self.subgroups.setCurrentIndex(self.subgroups.findData(shown.by[1]) if len(shown.by) > 1 else 0)
        self.truths.setCurrentIndex(self.truths.findData(shown.view))
        for made, view in zip(self.choices, self.ready, strict=True):
            made.setChecked(replace(view, name="") == replace(shown, name=""))
        self.views_button.show_views(self._saved, shown.name)
        self.columns_button.show_state(pivot, shown.columns)
        self.conditions.show_words(filter_words(pivot))

    def _offer_organisations(self) -> None:
        """A choice only where there is one: two organisations of ours or more."""
        assert self.ledger is not None, "bind comes first"
        found = self.ledger.analysis.organisations()
        own = None if self.shown.own is None else organisation_key(self.shown.own)
        places = [place for place, name in enumerate(found) if organisation_key(name) == own]
        self.owns.clear()
        self.owns.addItem(_("All our organisations"), None)
        for name in found:
            self.owns.addItem(name or _("organisation not stated"), name)
        if own is not None and not places:  # an organisation that is not in the book any more
            self.owns.addItem(self.shown.own or _("organisation not stated"), self.shown.own)
            places = [len(found)]
        self.owns.setCurrentIndex(places[0] + 1 if places else 0)
        self.owns.setVisible(self.owns.count() > 2)
        _room_for_words(self.owns)

    def _offer_actions(self, line: object) -> None:
        """Words of the menu under the right button."""
        keys = self._conditions_of(line) if isinstance(line, PivotLine) else ()
        words = path_words(self.pivot, tuple(key for _dimension, key in keys)) if self.pivot is not None else ""
        self._only_action.setText(_("Only «{what}»").format(what=shortened(words).replace("&", "&&")))
        self._only_action.setEnabled(bool(keys))
        self._split_menu.clear()
        taken = {dimension for dimension, _key in keys}
        for dimension in Dimension if keys else ():
            if dimension not in taken:
                self._split_menu.addAction(dimension_word(dimension), partial(self.split_by, dimension))
        self._split_menu.setEnabled(bool(keys))

    def _conditions_of(self, line: PivotLine) -> tuple[tuple[Dimension, str], ...]:
        pairs = zip(self.pivot.request.by, line.path, strict=False) if self.pivot is not None else ()
        return tuple(pair for pair in pairs if pair[0] is not Dimension.DOCUMENT)

    def _narrowed(self, keys: tuple[tuple[Dimension, str], ...]) -> tuple[tuple[Dimension, str], ...]:
        """The filters with these in place of those of the same dimensions."""
        return (*(pair for pair in self.shown.filters if pair[0] not in dict(keys)), *keys)

    def _go_to(self, path: Path, column: str) -> None:
        columns = [one.key for one in self.table.model.table.columns]
        for place, line in enumerate(self.table.model.rows):
            if line.path == path:
                self.table.select_row(place, columns.index(column) if column in columns else 0)
                return

    def _circumstances(self, pivot: Pivot) -> Sequence[str]:
        words = (self.truths.currentText(), *filter_words(pivot))
        return (*words, self.owns.currentText()) if self.shown.own is not None else words

    def _note(self, pivot: Pivot) -> str:
        """The table's own words, and where to tell what nobody has told."""
        words = pivot_note(pivot)
        if self.shown.own is not None:
            words += "; " + self.owns.currentText()
        unknown = [line.key for line in pivot.lines] == [""] and pivot.request.by[0] in _TOLD
        hint = _("Nobody has told this of the clients yet: F2 on a client, or a list from Excel.")
        return f"{hint} {words}" if unknown else words

    def _open(self, table: Table[Any]) -> None:
        assert self.ledger is not None and self.as_of is not None, "reload comes first"
        dialog = TableDialog(self, table, self.as_of, self.ledger.policy.company())
        dialog.view.client_opened.connect(self.open_client)
        dialog.view.client_opened.connect(dialog.accept)
        dialog.open()


def _combo(name: str, act: Callable[[], object]) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.setMaxVisibleItems(20)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(19)
    made.setMinimumWidth(theme().px(96))  # narrower than its words on a narrow screen
    made.activated.connect(lambda _index: act())
    return made


def _room_for_words(combo: QComboBox) -> None:
    """The list may be wider than its box."""
    view = combo.view()
    view.setMinimumWidth(view.sizeHintForColumn(0) + theme().px(30))
