"""Rates, working days and the money of delay: tables that the program ships and people extend.

Every figure here is for reference: the contract and a lawyer have the last word.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING

from app.domain.calendar import WorkCalendar, calendar_of
from app.domain.interest import Basis, Charge, PenaltyTerms, RateTable, charge
from app.domain.money import Kopecks
from app.errors import InputRefused
from app.formats import day as day_text
from app.i18n import _
from app.paths import resource

if TYPE_CHECKING:
    from app.ledger.book import Ledger
    from app.models.penalties import Clause
    from app.models.policy import Json

CONFIRMED = date(2026, 9, 11)
"""The day on which the newest shipped rate was last confirmed (practice.md 3.1)."""

CLAIMABLE_DAYS = 3 * 365
"""A document paid late stays in the calculation for the term of limitation."""


@dataclass(frozen=True, slots=True)
class DelayedDocument:
    """Money of delay of one document. ``due``: the day on which it fell due, moved to a working day where the contract
    does not forbid it (Civil Code, art. 193). ``left``: its balance on the asked day, zero when it was paid late."""

    invoice_id: int
    number: str
    doc_date: date | None
    contract: str
    stated_due: date
    due: date
    left: Kopecks
    charge: Charge
    terms: PenaltyTerms


@dataclass(frozen=True, slots=True)
class Penalty:
    """Money of delay of a client on a day. ``total``: of all documents; ``open_total``: of those not paid yet;
    ``left``: their debt. ``beyond``: the rate of days from this one on is not confirmed. ``unpriced``: documents so
    old that the table of rates does not reach them."""

    client_id: int
    client: str
    as_of: date
    documents: tuple[DelayedDocument, ...]
    total: Kopecks
    open_total: Kopecks
    left: Kopecks
    beyond: date | None
    unpriced: tuple[str, ...]


class Law:
    """Reading and extending the tables of law; computing by them."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def rates(self) -> RateTable:
        """Key rate of the Bank of Russia: shipped rows and added ones, the added row of a day wins."""
        added = self._stored("key_rate")
        rows = dict(_shipped_rates())
        known = CONFIRMED
        for text, percent in added.items():
            since = date.fromisoformat(text)
            known = max(known, since)
            if percent is None:
                rows.pop(since, None)
            else:
                rows[since] = Decimal(str(percent))
        confirmed = self._stored("key_rate_confirmed").get("until")
        if isinstance(confirmed, str):
            known = max(known, date.fromisoformat(confirmed))
        return RateTable(tuple(sorted(rows.items())), known)

    def add_rate(self, since: date, percent: Decimal | str) -> None:
        """A rate in force from a day on. Raises ``InputRefused`` for one out of 0 to 100 percent."""
        try:
            value = Decimal(str(percent).replace(",", "."))
        except InvalidOperation:
            raise InputRefused(_("«{text}» is not a rate in percent.").format(text=str(percent)[:40])) from None
        if not 0 < value < 100:
            raise InputRefused(_("A key rate is between 0 and 100 percent."))
        text = _("key rate from {day}").format(day=day_text(since))
        self._put("key_rate", {**self._stored("key_rate"), since.isoformat(): str(value)}, text)

    def own_rates(self) -> frozenset[date]:
        """Days whose rate was added by hand."""
        return frozenset(date.fromisoformat(text) for text, percent in self._stored("key_rate").items() if percent)

    def drop_rate(self, since: date) -> None:
        """Take an added rate out; a shipped one of that day holds again. Raises ``InputRefused`` for any other."""
        kept = {text: value for text, value in self._stored("key_rate").items() if text != since.isoformat()}
        if since not in self.own_rates():
            raise InputRefused(_("Only rates added by hand can be removed."))
        self._put("key_rate", kept, _("removal of the key rate from {day}").format(day=day_text(since)))

    def confirm_rates(self, until: date) -> None:
        """Say that the newest rate is still in force on a day: calculations up to it carry no warning."""
        text = _("key rate confirmed by {day}").format(day=day_text(until))
        self._put("key_rate_confirmed", {"until": until.isoformat()}, text)

    def calendar(self) -> WorkCalendar:
        """Working days: shipped exceptions and added ones."""
        rows = dict(_shipped_days())
        for text, works in self._stored("work_days").items():
            rows[date.fromisoformat(text)] = bool(works)
        return calendar_of(rows.items())

    def own_days(self) -> frozenset[date]:
        """Days set by hand."""
        return frozenset(date.fromisoformat(text) for text in self._stored("work_days"))

    def set_day(self, day: date, *, works: bool) -> None:
        """Make a day a working one, or a day off."""
        text = _("calendar of working days: {day}").format(day=day_text(day))
        self._put("work_days", {**self._stored("work_days"), day.isoformat(): works}, text)

    def penalty(self, client_id: int, as_of: date) -> Penalty:
        """Money of delay of each document of a client by ``as_of`` inclusive, by its contract's terms, else by
        art. 395. Raises ``InputRefused`` for an unknown client."""
        from app.models import penalties

        info, calendar, rates = self._ledger.clients.info(client_id), self.calendar(), self.rates()
        with self._ledger.store.read() as connection:
            since = as_of - timedelta(days=CLAIMABLE_DAYS)
            found = penalties.delayed(connection, info.client_id, as_of, since)
            clauses = penalties.clauses(connection, info.client_id)
        documents: list[DelayedDocument] = []
        unpriced: list[str] = []
        for one in found:
            terms, moves = _terms_of(clauses, one.contract, one.doc_date)
            due = calendar.on_or_after(one.due) if moves else one.due
            if due >= as_of:
                continue
            principal, paid = one.debt_from(due)
            try:
                made = charge(principal, due, as_of, paid, rates, terms)
            except LookupError:
                unpriced.append(one.number)
                continue
            if made.stretches:
                documents.append(
                    DelayedDocument(
                        one.invoice_id, one.number, one.doc_date, one.contract, one.due, due, one.left, made, terms
                    )
                )
        return _summed(info.client_id, info.name, as_of, documents, tuple(unpriced))

    def _stored(self, key: str) -> Mapping[str, Json]:
        from app.models import policy

        with self._ledger.store.read() as connection:
            found = policy.value(connection, key, date.max)
        return found if isinstance(found, dict) else {}

    def _put(self, key: str, content: Json, text: str) -> None:
        self._ledger.policy.put(key, content, text)


def penalty_content(terms: PenaltyTerms) -> dict[str, Json]:
    """Terms as stored with a contract."""
    return {
        "basis": terms.basis.value,
        "percent": str(terms.percent),
        "part": terms.key_rate_part,
        "cap": None if terms.cap is None else str(terms.cap),
        "grace": terms.grace,
        "from_first": terms.from_first,
    }


def penalty_terms(content: Mapping[str, Json]) -> PenaltyTerms:
    """Terms out of what is stored; what is missing is art. 395 without cap and grace."""
    cap = content.get("cap")
    return PenaltyTerms(
        Basis(str(content.get("basis") or Basis.ARTICLE_395.value)),
        Decimal(str(content.get("percent") or 0)),
        int(str(content.get("part") or 300)),
        None if cap in (None, "") else Decimal(str(cap)),
        int(str(content.get("grace") or 0)),
        bool(content.get("from_first")),
    )


def _terms_of(clauses: list[Clause], named: str, made: date | None) -> tuple[PenaltyTerms, bool]:
    """Penalty and whether a due date moves to a working day: of the contract the document names, else of the only one
    in force when it was made, else of the law."""
    mine = [one for one in clauses if one.number and _names(named, one.number)]
    held = [one for one in clauses if one.holds(made)]
    chosen = max(mine, key=lambda one: len(one.number), default=held[0] if len(held) == 1 else None)
    return (PenaltyTerms(), True) if chosen is None else (penalty_terms(chosen.penalty), chosen.moves)


def _names(text: str, number: str) -> bool:
    """Whether a document names a contract: «Договор № 15-К» names 15-К, never 5 or 15."""
    whole = rf"(?<![\w/-]){re.escape(number.casefold())}(?![\w/-])"
    return re.search(whole, text.casefold()) is not None


def _summed(
    client_id: int, client: str, as_of: date, documents: list[DelayedDocument], unpriced: tuple[str, ...]
) -> Penalty:
    beyond = [one.charge.beyond for one in documents if one.charge.beyond is not None]
    return Penalty(
        client_id,
        client,
        as_of,
        tuple(documents),
        sum(one.charge.total for one in documents),
        sum(one.charge.total for one in documents if one.left > 0),
        sum(one.left for one in documents),
        min(beyond, default=None),
        unpriced,
    )


@cache
def _shipped_rates() -> tuple[tuple[date, Decimal], ...]:
    with resource("key_rate.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return tuple((date.fromisoformat(row["effective_from"]), Decimal(row["rate_pct"])) for row in rows)


@cache
def _shipped_days() -> tuple[tuple[date, bool], ...]:
    with resource("workdays_ru.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            (date.fromisoformat(row["date"]), row["kind"] == "working_weekend") for row in csv.DictReader(file)
        )
