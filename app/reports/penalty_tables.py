"""Money of delay as a table: each stretch of days with its base and rate, each document with its sum."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app import formats
from app.domain.interest import Basis, Charge, Stretch
from app.domain.money import Kopecks
from app.i18n import _
from app.reports.table import Column, Kind, RowStyle, Table, Value

_PLACES = 5
"""Digits of a rate after the comma at most."""


class Delayed(Protocol):
    """A document that was late."""

    @property
    def number(self) -> str:
        """As worded."""

    @property
    def doc_date(self) -> date | None:
        """When it was made."""

    @property
    def due(self) -> date:
        """When it fell due."""

    @property
    def left(self) -> Kopecks:
        """What is still owed of it."""

    @property
    def charge(self) -> Charge:
        """Money of its delay."""


@dataclass(frozen=True, slots=True)
class PenaltyRow:
    """A document (no stretch), one of its stretches, or the total."""

    name: str
    due: date | None = None
    stretch: Stretch | None = None
    basis: Basis | None = None
    amount: Kopecks = 0


def basis_word(basis: Basis) -> str:
    """By what it is counted."""
    return {
        Basis.ARTICLE_395: _("art. 395 of the Civil Code"),
        Basis.CONTRACT: _("penalty of the contract"),
        Basis.KEY_RATE_SHARE: _("share of the key rate"),
        Basis.NONE: _("nothing"),
    }[basis]


def penalty_table(documents: Sequence[Delayed], total: Kopecks, beyond: date | None, title: str) -> Table[PenaltyRow]:
    """Documents with their stretches under them; the total ties to the lines."""
    columns = (
        Column[PenaltyRow]("name", _("Document"), Kind.TEXT, lambda row: row.name, 24, wide=True),
        Column[PenaltyRow]("due", _("Due"), Kind.DATE, lambda row: row.due, 10),
        Column[PenaltyRow]("first", _("From"), Kind.DATE, _of(lambda s: s.first), 10),
        Column[PenaltyRow]("last", _("To"), Kind.DATE, _of(lambda s: s.last), 10),
        Column[PenaltyRow]("days", _("Days"), Kind.DAYS, _of(lambda s: s.days), 6),
        Column[PenaltyRow]("base", _("Debt, ₽"), Kind.MONEY, _of(lambda s: s.base), 15, precise=True),
        Column[PenaltyRow]("rate", _("Rate"), Kind.TEXT, _rate, 22),
        Column[PenaltyRow]("basis", _("Counted by"), Kind.TEXT, _basis, 22),
        Column[PenaltyRow]("amount", _("Sum, ₽"), Kind.MONEY, lambda row: row.amount, 14, precise=True),
    )
    note = _("For reference: check with the contract and a lawyer.")
    if beyond is not None:
        note += " " + _("The key rate is not confirmed from {day} on: the last known one was taken.").format(
            day=formats.day(beyond)
        )
    return Table(
        key="penalty",
        title=title,
        columns=columns,
        rows=tuple(_rows(documents)),
        totals=(PenaltyRow(_("Total"), amount=total),) if documents else (),
        style=lambda row: RowStyle.DETAIL if row.stretch is not None else RowStyle.SUBTOTAL,
        note=note,
        empty=_("No delayed documents"),
    )


def _rows(documents: Sequence[Delayed]) -> Iterator[PenaltyRow]:
    for one in documents:
        yield PenaltyRow(one.number, one.due, None, one.charge.basis, one.charge.total)
        for stretch in one.charge.stretches:
            yield PenaltyRow("", None, stretch, None, stretch.amount)
        if one.charge.capped:
            yield PenaltyRow(_("above the cap of the contract"), amount=-one.charge.capped)


def _of(read: Callable[[Stretch], Value]) -> Callable[[PenaltyRow], Value]:
    """A column of stretches: empty for the others."""
    return lambda row: None if row.stretch is None else read(row.stretch)


def _rate(row: PenaltyRow) -> str:
    if row.stretch is None:
        return ""
    places = min(_PLACES, max(0, -int(row.stretch.rate.normalize().as_tuple().exponent)))  # 1/300 of 14,5 has no end
    rate = formats.decimal(row.stretch.rate, places)
    if row.stretch.year == 1:
        return _("{rate} % a day").format(rate=rate)
    return _("{rate} % a year, {n} days").format(rate=rate, n=row.stretch.year)


def _basis(row: PenaltyRow) -> Value:
    return None if row.basis is None else basis_word(row.basis)
