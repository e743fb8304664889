"""Conclusions over the book on a date, with what people know of clients."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from app.domain.conclusions import Conclusion, conclusions
from app.domain.debt import OpenItem
from app.domain.traits import Trait, Traits

if TYPE_CHECKING:
    from app.ledger.book import Ledger


class Conclusions:
    """Reading only."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def on(self, as_of: date, own: str | None = None) -> tuple[Conclusion, ...]:
        """What can be concluded of the debts of a date; nothing of an empty book. ``own``: of one organisation of
        ours alone."""
        rules = self._ledger.policy.rules(as_of)
        known = self._ledger.traits.every()
        kinds = {
            client_id: traits.text(Trait.KIND) or traits.text(Trait.LEGAL_FORM) for client_id, traits in known.items()
        }
        items = [_in_our_words(item, known.get(item.client_id)) for item in self._ledger.analysis.items(as_of, own=own)]
        limits, groups = self._ledger.policy.limits(as_of), self._ledger.traits.holding_names()
        return conclusions(items, rules, kinds, limits, groups)

    def documents(self, found: Conclusion, as_of: date) -> tuple[OpenItem, ...]:
        """The rows behind a conclusion, by client and falling sum."""
        wanted = set(found.invoices)
        return tuple(item for item in self._ledger.analysis.items(as_of) if item.invoice_id in wanted)


def _in_our_words(item: OpenItem, known: Traits | None) -> OpenItem:
    """What a person said of the client stands before what the document states."""
    if known is None or not known.own:
        return item
    share = known.own.get(Trait.CORE_SHARE, item.core_share)
    order = known.own.get(Trait.AVG_ORDER, "")
    return replace(item, core_share=share, avg_order=int(order) if order.isdecimal() else item.avg_order)
