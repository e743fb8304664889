"""Lines of a letter: documents with what is owed, and the calculation of the money of delay, in words of the paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.interest import Basis
from app.domain.letters import LetterRow

if TYPE_CHECKING:
    from datetime import date

    from app.domain.debt import OpenItem
    from app.domain.interest import PenaltyTerms, Stretch
    from app.domain.money import Kopecks
    from app.ledger.book import Ledger
    from app.ledger.law import DelayedDocument, Penalty


def owed_items(ledger: Ledger, as_of: date, day: date, client_id: int | None = None) -> tuple[list[OpenItem], bool]:
    """Documents owed by the report of ``as_of``, less what was paid since as far as it is known on ``day``, and whether
    anything was. Nobody is asked for money that is here already."""
    items = [item for item in ledger.analysis.items(as_of, client_id) if item.balance > 0]
    if day <= as_of:
        return items, False
    left = {item.invoice_id: item.balance for item in ledger.analysis.items(day, client_id)}
    now = [replace(item, balance=min(item.balance, max(0, left.get(item.invoice_id, 0)))) for item in items]
    return [item for item in now if item.balance > 0], now != items


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
