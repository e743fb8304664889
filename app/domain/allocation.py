"""Which documents a payment covers.

Articles 319.1 and 522 of the Civil Code: first what the payer named, then the obligation whose term came earlier,
equal terms pro rata; what is left over is an advance. Nothing of a payment goes to a document beyond its balance.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.domain.money import Kopecks
from app.domain.purpose import means
from app.formats import day as day_text
from app.i18n import _


class Why(StrEnum):
    """Why a part of a payment went where it went."""

    HAND = "hand"  # a person said so
    NAMED = "named"  # named by the payer
    DUE = "due"  # the earliest due date
    EQUAL = "equal"  # equal due dates, pro rata
    ADVANCE = "advance"  # nothing left to cover
    UNREFLECTED = "unreflected"  # the reports since do not show it
    EARLIER = "earlier"  # before the first report: nothing to compare with
    UNMATCHED = "unmatched"  # the payer is not known
    REFUND = "refund"  # a sum of zero or below: money given back

    @property
    def words(self) -> str:
        """The reason for people."""
        return {
            Why.HAND: _("set by hand"),
            Why.NAMED: _("named by the payer"),
            Why.DUE: _("the earliest due date"),
            Why.EQUAL: _("equal due dates, shared in proportion"),
            Why.ADVANCE: _("not allocated, by the statement: no open document left"),
            Why.UNREFLECTED: _("not in the report of bookkeeping"),
            Why.EARLIER: _("before the first report"),
            Why.UNMATCHED: _("the payer is not among the clients"),
            Why.REFUND: _("money given back"),
        }[self]


LOOSE = frozenset({Why.ADVANCE, Why.UNREFLECTED, Why.EARLIER, Why.UNMATCHED, Why.REFUND})
"""Reasons of parts that cover no document."""


@dataclass(frozen=True, slots=True)
class Payable:
    """A document that can take money: ``balance`` kopecks of it are open. ``key`` tells documents of one number
    and date apart and is the same in every book, unlike ``invoice_id``."""

    invoice_id: int
    number: str
    balance: Kopecks
    due_date: date | None = None
    doc_date: date | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Kopecks of a payment and where they went; ``invoice_id`` 0: to no document."""

    invoice_id: int
    amount: Kopecks
    why: Why


@dataclass(frozen=True, slots=True)
class Incoming:
    """Money that came: ``amount`` is what is still to be explained, ``hand`` what a person set (invoice id,
    kopecks)."""

    payment_id: int
    day: date
    amount: Kopecks
    named: tuple[str, ...] = ()
    hand: tuple[tuple[int, Kopecks], ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class PaymentPart:
    """A part for showing: an entry of ``day``, or of no day where it covers no document. ``reflected``: a report of
    bookkeeping shows it."""

    invoice_id: int
    number: str
    doc_date: date | None
    amount: Kopecks
    why: Why
    day: date | None = None
    reflected: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A row of a loaded statement: its file, and the number and day by which it tells of a payment. ``counts``: it
    is the one by which the money is counted."""

    file: str
    number: str
    day: date
    counts: bool


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment of the book with its parts, which sum to ``amount``. ``client_id`` 0: the payer is not known.
    ``provisional``: no report has spoken since. ``sources``: every row that tells of this money, where there is more
    than one; the first counts. ``counted`` False: another source's row counts instead, this one has no parts."""

    payment_id: int
    report_id: int
    client_id: int
    client: str
    payer: str
    inn: str
    day: date
    amount: Kopecks
    number: str
    purpose: str
    named: tuple[str, ...]
    provisional: bool
    parts: tuple[PaymentPart, ...] = ()
    sources: tuple[Source, ...] = ()
    counted: bool = True

    def sum_of(self, why: Why) -> Kopecks:
        """Kopecks that went for one reason."""
        return sum(part.amount for part in self.parts if part.why is why)

    @property
    def same_money(self) -> str:
        """«bank.txt, № 5, 18.11.2026; register.xlsx, № 71, 19.11.2026: the same money, counted once»; empty where one
        source tells of it."""
        if len(self.sources) < 2:
            return ""
        rows = "; ".join(_source_words(source) for source in self.sources)
        return _("{rows}: the same money, counted once").format(rows=rows)


def _source_words(source: Source) -> str:
    number = f"№ {source.number}" if source.number else ""
    return ", ".join(part for part in (source.file, number, day_text(source.day)) if part)


@dataclass(frozen=True, slots=True)
class LooseMoney:
    """A client's money that is in no sum of its debt on a day. ``later``: came since, sets off documents by the
    statement's word; ``unallocated``: came since the last report beyond the open debt; ``unreflected``: the newest
    report does not show it."""

    later: Kopecks = 0
    unallocated: Kopecks = 0
    unreflected: Kopecks = 0


NO_MONEY = LooseMoney()


def allocate(
    amount: Kopecks,
    documents: Iterable[Payable],
    named: Sequence[str] = (),
    hand: Sequence[tuple[int, Kopecks]] = (),
    rest: Why = Why.ADVANCE,
) -> tuple[Part, ...]:
    """Parts of one payment. 100 against 60 due on the 1st, 30 and 90 due on the 5th: 60, then 40 as 10 and 30."""
    if amount <= 0:
        return ()
    found = covered((Incoming(0, date.min, amount, tuple(named), tuple(hand)),), documents)
    parts = [part for _payment, part in found]
    left = amount - sum(part.amount for part in parts)
    return (*parts, Part(0, left, rest)) if left else tuple(parts)


def covered(payments: Iterable[Incoming], documents: Iterable[Payable]) -> list[tuple[Incoming, Part]]:
    """What each of several payments covers of one client's documents: first everything set by hand, then what
    payers named, then the earliest due in the order of payments."""
    money = sorted(payments, key=lambda p: (p.day, p.key, p.amount, p.payment_id))
    open_now = {d.invoice_id: d for d in sorted(documents, key=turn) if d.balance > 0}
    left = [payment.amount for payment in money]
    out: list[tuple[Incoming, Part]] = []

    def take(place: int, shares: Iterable[tuple[int, Kopecks]], why: Why) -> None:
        for invoice_id, amount in shares:
            if amount > 0:
                document = open_now[invoice_id]
                open_now[invoice_id] = replace(document, balance=document.balance - amount)
                left[place] -= amount
                out.append((money[place], Part(invoice_id, amount, why)))

    for place, payment in enumerate(money):
        for invoice_id, amount in payment.hand:
            known = open_now.get(invoice_id)
            take(place, [(invoice_id, min(amount, known.balance if known else 0, left[place]))], Why.HAND)
    spare = [max(left[n] - _unmet(out, p), 0) if p.hand else left[n] for n, p in enumerate(money)]
    for place, payment in enumerate(money):
        mine = [d for d in open_now.values() if any(means(name, d.number, d.doc_date) for name in payment.named)]
        for shares, _equal in _waves(min(spare[place], left[place]), mine):
            spare[place] -= sum(amount for _id, amount in shares)
            take(place, shares, Why.NAMED)
    for place in range(len(money)):
        for shares, equal in _waves(min(spare[place], left[place]), list(open_now.values())):
            spare[place] -= sum(amount for _id, amount in shares)
            take(place, shares, Why.EQUAL if equal else Why.DUE)
    return out


def _unmet(out: list[tuple[Incoming, Part]], payment: Incoming) -> Kopecks:
    """What a person set and no document could take: it stays loose, nobody else may have it."""
    met = sum(part.amount for other, part in out if other is payment)
    return sum(amount for _id, amount in payment.hand) - met


def _term(document: Payable) -> tuple[bool, date]:
    """Documents with a due date come first; without one the older obligation does (319.1, item 3)."""
    return document.due_date is None, document.due_date or document.doc_date or date.max


def turn(document: Payable) -> tuple[bool, date, date, str, str]:
    """Sort key: in which turn documents are paid where the payer named none."""
    return (*_term(document), document.doc_date or date.max, document.number, document.key)


def _waves(amount: Kopecks, documents: Sequence[Payable]) -> Iterable[tuple[list[tuple[int, Kopecks]], bool]]:
    """Shares by rising due date, and whether several documents had to share."""
    groups: dict[tuple[bool, date], list[Payable]] = {}
    for document in sorted(documents, key=turn):
        if document.balance > 0:
            groups.setdefault(_term(document), []).append(document)
    for same in groups.values():
        if amount <= 0:
            return
        balances = {document.invoice_id: document.balance for document in same}
        shares = pro_rata(amount, balances)
        amount -= sum(shares.values())
        yield list(shares.items()), len(same) > 1 and sum(shares.values()) < sum(balances.values())


def pro_rata(amount: Kopecks, balances: Mapping[int, Kopecks]) -> dict[int, Kopecks]:
    """``amount`` in proportion to ``balances``, to the kopeck by the largest remainder (of equal remainders the
    first in the order given); never more than a balance. 100 over 30 and 60 and 60: 20, 40, 40."""
    whole = sum(balances.values())
    if amount >= whole:
        return dict(balances)
    shares = {key: amount * balance // whole for key, balance in balances.items()}
    short = amount - sum(shares.values())
    by_rest = sorted(balances, key=lambda key: -(amount * balances[key] % whole))
    for key in by_rest[:short]:
        shares[key] += 1
    return shares
