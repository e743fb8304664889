"""Saved views: a pivot with its columns under a name, kept in the book, undoable."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.pivot import PivotRequest, SavedView
from app.domain.traits import clean
from app.errors import InputRefused
from app.i18n import _

if TYPE_CHECKING:
    from app.ledger.book import Ledger

NAME_LIMIT = 80


class Views:
    """What people keep to look at again."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def list(self) -> tuple[SavedView, ...]:
        """All saved views, by name."""
        from app.models import views

        with self._ledger.store.read() as connection:
            return tuple(views.saved(connection))

    def save(self, name: str, request: PivotRequest, columns: tuple[str, ...] = ()) -> SavedView:
        """Keep a pivot without its date, in place of one of the same name. Raises ``InputRefused`` for a name that is
        empty or longer than ``NAME_LIMIT``."""
        from app.models import views

        name = _named(name)
        view = SavedView(name, request.by, request.view, request.own, request.filters, columns)
        text = _("view «{name}» saved").format(name=name)
        with self._ledger.operation("work", text) as (connection, recorder):
            views.put(connection, recorder, view)
        return view

    def rename(self, name: str, new: str) -> SavedView:
        """Give a saved view another name. Raises ``InputRefused`` when there is none of that name, when the new one is
        no name, or when another view bears it."""
        from app.models import views

        new = _named(new)
        text = _("view «{name}» is now called «{new}»").format(name=name, new=new)
        kept = {view.name: view for view in self.list()}
        if name not in kept:
            raise InputRefused(_("There is no view «{name}».").format(name=name))
        view = replace(kept[name], name=new)
        if new == name:
            return view
        if new in kept:
            raise InputRefused(_("There already is a view «{name}»: choose another name.").format(name=new))
        with self._ledger.operation("work", text) as (connection, recorder):
            views.remove(connection, recorder, name)
            views.put(connection, recorder, view)
        return view

    def delete(self, name: str) -> None:
        """Forget a saved view. Raises ``InputRefused`` when there is none of that name."""
        from app.models import views

        text = _("view «{name}» deleted").format(name=name)
        with self._ledger.operation("work", text) as (connection, recorder):
            if not views.exists(connection, name):
                raise InputRefused(_("There is no view «{name}».").format(name=name))
            views.remove(connection, recorder, name)


def _named(name: str) -> str:
    name = clean(name)
    if not name or len(name) > NAME_LIMIT:
        raise InputRefused(_("Give the view a name of at most {n} characters.").format(n=NAME_LIMIT))
    return name
