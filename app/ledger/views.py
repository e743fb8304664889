"""Saved views: a pivot with its columns under a name, kept in the book, undoable."""

from __future__ import annotations

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
        from app.ledger.book import Changes
        from app.models import views
        from app.models.journal import Recorder

        name = clean(name)
        if not name or len(name) > NAME_LIMIT:
            raise InputRefused(_("Give the view a name of at most {n} characters.").format(n=NAME_LIMIT))
        view = SavedView(name, request.by, request.view, request.own, request.filters, columns)
        ledger = self._ledger
        text = _("view «{name}» saved").format(name=name)
        with ledger.store.write() as connection:
            views.put(connection, Recorder(connection, "work", text, ledger.store.owner, ledger.now()), view)
        ledger.announce(Changes(work=True))
        return view

    def delete(self, name: str) -> None:
        """Forget a saved view. Raises ``InputRefused`` when there is none of that name."""
        from app.ledger.book import Changes
        from app.models import views
        from app.models.journal import Recorder

        ledger = self._ledger
        text = _("view «{name}» deleted").format(name=name)
        with ledger.store.write() as connection:
            if not views.exists(connection, name):
                raise InputRefused(_("There is no view «{name}».").format(name=name))
            views.remove(connection, Recorder(connection, "work", text, ledger.store.owner, ledger.now()), name)
        ledger.announce(Changes(work=True))
