"""«Отбор» of the list of clients by what is known of them; its menu is filled when it is opened."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton

from app.i18n import _

if TYPE_CHECKING:
    from app.domain.traits import Trait
    from app.ledger import Ledger

_MOST = 60  # values of one menu, the commonest
_LONGEST = 16  # characters on the button


class ClientFilter(QPushButton):
    """``chosen``: other values are wanted now."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._ledger: Ledger | None = None
        self._wanted: dict[Trait, str] = {}
        self._passing: Collection[int] | None = None
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self._name()

    def bind(self, ledger: Ledger) -> None:
        """Whose clients these are."""
        self._ledger = ledger

    def passing(self) -> Collection[int] | None:
        """Clients that pass, as of the last ``refresh``; None when everybody does."""
        return self._passing

    def refresh(self) -> None:
        """The book is read again: who passes now."""
        ledger = self._ledger
        self._passing = ledger.traits.having(self._wanted) if self._wanted and ledger is not None else None

    def want(self, trait: Trait, value: str | None) -> None:
        """Only clients of this value (empty: of whom it is not known); None lifts it."""
        if value is None:
            self._wanted.pop(trait, None)
        else:
            self._wanted[trait] = value
        self.refresh()
        self._name()
        self.chosen.emit()

    def clear(self) -> None:
        """Everybody again; tells nobody."""
        self._wanted.clear()
        self.refresh()
        self._name()

    def _name(self) -> None:
        words = _("Filter")
        if self._wanted:
            from app.domain.traits import title, word

            trait, value = next(iter(self._wanted.items()))
            words = word(trait, value) if value else _("{what}: not said").format(what=title(trait))
            words = words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"
            words += f" +{len(self._wanted) - 1}" if len(self._wanted) > 1 else ""
        self.setText(words.replace("&", "&&") + " ▾")
        self.setToolTip(_("By type, size, region, group and legal form"))

    def _fill(self) -> None:
        """What there is now, with counts."""
        from app.domain.traits import Trait, title, word

        self._menu.clear()
        if self._ledger is None:
            return
        known = self._ledger.traits.every().values()
        for trait in (Trait.KIND, Trait.SIZE, Trait.REGION, Trait.HOLDING, Trait.LEGAL_FORM):
            counts: dict[str, int] = {}
            for one in known:
                value = one.value(trait)
                counts[value] = counts.get(value, 0) + 1
            nobody = counts.pop("", 0)
            ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST]
            offered: list[tuple[str, str | None]] = [(_("any"), None)]
            offered += [(f"{word(trait, value)} ({count})", value) for value, count in ranked]
            if nobody and ranked:
                offered.append((_("not said ({count})").format(count=nobody), ""))
            wanted = self._wanted.get(trait)
            menu = self._menu.addMenu(title(trait))
            menu.setEnabled(bool(ranked))
            _choose(menu, offered, wanted, partial(self.want, trait))


def _choose(
    menu: QMenu, offered: list[tuple[str, str | None]], wanted: str | None, act: Callable[[str | None], None]
) -> None:
    group = QActionGroup(menu)
    for words, value in offered:
        action = menu.addAction(words.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(value == wanted)
        action.triggered.connect(lambda _checked=False, value=value: act(value))
        group.addAction(action)
