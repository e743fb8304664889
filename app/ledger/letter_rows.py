"""Lines of a letter: documents with what is owed, and the calculation of the money of delay, in words of the paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from app.domain.aging import Zone
from app.domain.interest import Basis
from app.domain.ladder import Segment, Step, Way
from app.domain.letters import LetterKind, LetterRow
from app.domain.reconcile import organisation_key

if TYPE_CHECKING:
    from datetime import date

    from app.domain.debt import OpenItem
    from app.domain.interest import PenaltyTerms, Stretch
    from app.domain.money import Kopecks
    from app.ledger.book import Ledger
    from app.ledger.law import DelayedDocument, Penalty
    from app.models.policy import Json


def owed_items(ledger: Ledger, as_of: date, day: date, client_id: int | None = None) -> tuple[list[OpenItem], bool]:
    """Documents owed by the report of ``as_of``, less what was paid since as far as it is known on ``day``, and whether
    anything was. Nobody is asked for money that is here already."""
    items = [item for item in ledger.analysis.items(as_of, client_id) if item.balance > 0]
    if day <= as_of:
        return items, False
    left = {item.invoice_id: item.balance for item in ledger.analysis.items(day, client_id)}
    now = [replace(item, balance=min(item.balance, max(0, left.get(item.invoice_id, 0)))) for item in items]
    return [item for item in now if item.balance > 0], now != items


Origins: TypeAlias = Mapping[int, tuple[str, str]]
"""Document -> (key of the organisation of ours that it is owed to, contract)."""


def origins_of(ledger: Ledger, client_id: int = 0, day: date | None = None) -> dict[int, tuple[str, str]]:
    """Organisation of ours, by its key, and contract of each document of a client, or of all clients (0) of those open
    on a day; one that names no organisation is of our first."""
    from app.models import letters

    known = ledger.letters.own_all()
    first = organisation_key(known[0].name) if known else ""
    with ledger.store.read() as connection:
        found = letters.origins(connection, client_id, day)
    keys = {name: organisation_key(name) or first for name in {name for name, _contract in found.values()}}
    return {number: (keys[name], contract) for number, (name, contract) in found.items()}


def speaks_for(asked: str | None, items: Sequence[OpenItem], origins: Origins) -> str:
    """For which organisation of ours a letter speaks: the one asked for, else that of the largest debt."""
    if asked is not None:
        return asked
    owed: dict[str, int] = {}
    for item in items:
        key = origins[item.invoice_id][0]
        owed[key] = owed.get(key, 0) + item.balance
    return max(owed, key=lambda key: owed[key], default=min((key for key, _contract in origins.values()), default=""))


def letter_row(item: OpenItem, level: str, charged: Mapping[int, DelayedDocument]) -> LetterRow:
    """A document as a letter names it."""
    delayed = charged.get(item.invoice_id)
    return LetterRow(
        item.invoice_id,
        item.number,
        item.doc_date,
        item.due_date,
        max(item.amount, item.balance),
        max(0, item.amount - item.balance),
        item.balance,
        max(0, item.days),
        level,
        delayed.charge.total if delayed else 0,
    )


def basis_of(penalty: Penalty | None, named: set[int]) -> str:
    """By what the documents of a letter are charged: of several grounds the contract's penalty, else the first one;
    where art. 395 is among them the paper itself names both."""
    found = [one.charge.basis for one in penalty.documents if one.invoice_id in named] if penalty else []
    return (Basis.CONTRACT if Basis.CONTRACT in found else found[0]).value if found else ""


def calculation(
    penalty: Penalty | None, named: set[int]
) -> tuple[tuple[str, date, date, int, Kopecks, str, Kopecks], ...]:
    """Document, first day, last day, days, debt, rate in words, sum: of the documents named in the letter."""
    if penalty is None:
        return ()
    return tuple(
        (one.number, s.first, s.last, s.days, s.base, rate_words(s, one.terms), s.amount)
        for one in penalty.documents
        if one.invoice_id in named
        for s in one.charge.stretches
    )


def rate_words(stretch: Stretch, terms: PenaltyTerms) -> str:
    """«20 % годовых, 365 дней», «0,1 % в день», «1/300 от 14,5 % в день»."""
    if terms.basis is Basis.KEY_RATE_SHARE:
        yearly = (stretch.rate * terms.key_rate_part).quantize(Decimal("0.0001"))  # the share itself has no last digit
        return f"1/{terms.key_rate_part} от {_number(yearly)} % в день"
    if stretch.year == 1:
        return f"{_number(stretch.rate)} % в день"
    return f"{_number(stretch.rate)} % годовых, {stretch.year} дней"


def _number(value: Decimal) -> str:
    """Without trailing zeros and never as a power of ten: 20, 14,25."""
    return f"{value.normalize():f}".replace(".", ",")


def contracts_of(kind: LetterKind, items: Sequence[OpenItem], all_of_ours: Sequence[str]) -> str:
    """The contracts a letter rests on: all that its documents name; an act names one only when everything in it is of
    that one, else it is drawn up by all contracts."""
    if kind is LetterKind.RECONCILIATION:
        found = set(all_of_ours)
        return found.pop() if len(found) == 1 else ""
    return "; ".join(dict.fromkeys(item.contract for item in items if item.contract))


def act_words(text: str) -> str:
    """What happened to a document, in words of an act."""
    kind, _sign, what = text.partition(":")
    words = {
        "opening": "Отгрузка", "shipment": "Отгрузка", "payment": "Оплата", "settled": "Оплата", "advance": "Аванс",
        "return": "Возврат", "correction": "Корректировка", "write_off": "Списание",
    }.get(kind, "Операция")  # fmt: skip
    return f"{words}: {what}" if what else words


def stored_segment(stored: Mapping[str, Json]) -> Segment:
    """A ladder of some clients out of what is stored."""
    steps = stored.get("steps")
    made = tuple(
        Step(
            str(one["key"]), int(str(one["day"])), LetterKind(str(one["kind"])), Way(str(one["way"])), str(one["who"]),
            Zone(str(one.get("zone", "none"))),
        )
        for one in (steps if isinstance(steps, list) else [])
        if isinstance(one, dict)
    )  # fmt: skip
    kinds, categories = stored.get("kinds"), stored.get("categories")
    return Segment(
        str(stored.get("name", "")),
        made,
        tuple(str(k) for k in kinds) if isinstance(kinds, list) else (),
        tuple(str(c) for c in categories) if isinstance(categories, list) else (),
        int(str(stored.get("least", 0))),
    )
