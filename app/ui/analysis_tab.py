"""Анализ: the whole base, one question per page. A page is made when it is first asked for."""

from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.i18n import _
from app.ui.choice import choice
from app.ui.tab import Tab
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.ledger import Ledger


def _pages() -> tuple[tuple[str, str, str, str], ...]:
    """Pages as (key, words, module, class), in the order of their buttons."""
    return (
        ("pivot", _("Groups"), "app.ui.pivot_page", "PivotPage"),
        ("findings", _("Conclusions"), "app.ui.findings_page", "FindingsPage"),
        ("indicators", _("Indicators"), "app.ui.indicators_page", "IndicatorsPage"),
        ("plan", _("Plan and fact"), "app.ui.plan_page", "PlanPage"),
        ("reserve", _("Reserve and limitation"), "app.ui.reserve_page", "ReservePage"),
    )


class AnalysisTab(Tab):
    """Buttons of the questions above, the chosen page below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = _("Analysis")
        self._ledger: Ledger | None = None
        self._as_of: date | None = None
        self._stale: set[str] = set()
        self._made: dict[str, Tab] = {}
        self._sources = {key: (module, name) for key, _words, module, name in _pages()}
        self._stack = QStackedWidget()
        self._group = QButtonGroup(self)
        self.choices = {key: self._choice(key, words) for key, words, *_ in _pages()}
        self.shown = next(iter(self.choices), "")
        self._build()

    def _build(self) -> None:
        px = theme().px
        bar = QHBoxLayout()
        bar.setSpacing(px(10))
        bar.setContentsMargins(px(14), px(10), px(14), 0)
        for one in self.choices.values():
            bar.addWidget(one)
        bar.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._stack, 1)

    def _choice(self, key: str, words: str) -> QPushButton:
        return choice(self._group, words, lambda: self.show_page(key))

    def bind(self, ledger: "Ledger") -> None:
        self._ledger = ledger
        for page in self._made.values():
            page.bind(ledger)

    def reload(self, as_of: date) -> None:
        self._as_of = as_of
        self._stale = set(self._sources)
        if self.shown:
            self.show_page(self.shown)

    def show_page(self, key: str) -> Tab:
        """Turn to a page, reading it again when the book changed since it was last seen."""
        page = self._made.get(key) or self._make(key)
        self.shown = key
        self.choices[key].setChecked(True)
        self._stack.setCurrentWidget(page)
        if key in self._stale and self._as_of is not None:
            self._stale.discard(key)
            page.reload(self._as_of)
        return page

    def page(self) -> Tab | None:
        """The page on screen."""
        return self._made.get(self.shown)

    def focus_search(self) -> None:
        page = self.page()
        if page is not None:
            page.focus_search()

    def _make(self, key: str) -> Tab:
        module, name = self._sources[key]
        page = getattr(import_module(module), name)()
        if not isinstance(page, Tab):
            raise TypeError(f"{name} is no page")
        page.open_client.connect(self.open_client)
        page.load_requested.connect(self.load_requested)
        page.said.connect(self.said)
        if self._ledger is not None:
            page.bind(self._ledger)
        self._made[key] = page
        self._stale.add(key)
        self._stack.addWidget(page)
        return page
