"""Papers to a client and the outgoing register: numbers of a year without gaps, a level for each document."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.money import Kopecks


class LetterKind(StrEnum):
    """What is written."""

    REMINDER = "reminder"  # before the due date
    OVERDUE = "overdue"
    SUSPENSION = "suspension"  # Civil Code, art. 486
    DIRECTOR = "director"  # grey zone: notice of the commercial director
    CLAIM = "claim"
    GUARANTEE = "guarantee"  # a form for the client to sign
    SCHEDULE = "schedule"
    RECONCILIATION = "reconciliation"
    LEGAL_TRANSFER = "legal_transfer"
    STOP_MEMO = "stop_memo"
    RELEASE_MEMO = "release_memo"


@dataclass(frozen=True, slots=True)
class LetterItem:
    """A document named in a letter, with the level of the ladder it stood on and its balance then."""

    invoice_id: int
    number: str
    level: str
    amount: Kopecks


@dataclass(frozen=True, slots=True)
class Letter:
    """A line of the outgoing register. ``void``: spoiled, its number stays taken. ``returned_powers``: what empowers
    the person who signed it on the client's side."""

    letter_id: int
    year: int
    number: int
    day: date
    client_id: int
    client: str
    kind: LetterKind
    step: str
    amount: Kopecks
    files: tuple[str, ...]
    signatory: str
    powers: str
    items: tuple[LetterItem, ...] = ()
    void: bool = False
    sent_on: date | None = None
    sent_how: str = ""
    returned_on: date | None = None
    returned_by: str = ""
    returned_powers: str = ""


@dataclass(frozen=True, slots=True)
class Requisites:
    """Who somebody is on paper: ours or the client's. ``powers``: what empowers the head to sign («Устава»)."""

    name: str = ""
    inn: str = ""
    kpp: str = ""
    ogrn: str = ""
    address: str = ""
    bank: str = ""
    bik: str = ""
    account: str = ""
    correspondent: str = ""
    phone: str = ""
    email: str = ""
    head: str = ""
    head_role: str = ""
    accountant: str = ""
    powers: str = ""


_DIGITS = {
    "inn": (10, 12), "kpp": (9,), "ogrn": (13, 15), "bik": (9,), "account": (20,), "correspondent": (20,),
}  # fmt: skip


def wrong_numbers(one: Requisites) -> tuple[str, ...]:
    """Fields whose number cannot be right by its length; an empty one is only not known. KPP may hold letters."""
    out = []
    for field, lengths in _DIGITS.items():
        value = getattr(one, field).replace(" ", "")
        if value and (len(value) not in lengths or not (value.isdecimal() or field == "kpp")):
            out.append(field)
    return tuple(out)


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A document in a letter. ``paid``: of its sum; ``days``: overdue, 0 when it is not; ``penalty``: of delay."""

    invoice_id: int
    number: str
    doc_date: date | None
    due: date | None
    amount: Kopecks
    paid: Kopecks
    balance: Kopecks
    days: int
    level: str = ""
    penalty: Kopecks = 0


@dataclass(frozen=True, slots=True)
class ActRow:
    """An operation of a reconciliation, in our half: a shipment is debit, a payment is credit (practice.md 2.1)."""

    day: date
    text: str
    debit: Kopecks
    credit: Kopecks


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Operations of a period with the balances around them: ``opening + debit - credit == closing``."""

    since: date
    until: date
    opening: Kopecks
    rows: tuple[ActRow, ...]
    closing: Kopecks

    @property
    def debit(self) -> Kopecks:
        """Turnover of shipments."""
        return sum(row.debit for row in self.rows)

    @property
    def credit(self) -> Kopecks:
        """Turnover of payments."""
        return sum(row.credit for row in self.rows)


@dataclass(frozen=True, slots=True)
class LetterContent:
    """Everything that is put into a template. ``until``: the day by which an answer or money is asked for; ``term``:
    the calendar days given for it by law or contract, when ``until`` may have moved to a working day beyond them;
    ``paid_since``: payments after ``as_of`` that are known on ``day`` are taken off; ``penalty``: stretches of the
    calculation are in ``calculation`` as (document, first, last, days, base, rate in words, sum); ``schedule``: (day,
    sum) lines of a repayment schedule."""

    kind: LetterKind
    number: int
    year: int
    day: date
    as_of: date
    ours: Requisites
    client_id: int
    client: Requisites
    contract: str
    rows: tuple[LetterRow, ...]
    debt: Kopecks
    overdue: Kopecks
    until: date
    manager: str = ""
    signatory: str = ""
    signatory_role: str = ""
    basis: str = ""
    penalty: Kopecks = 0
    penalty_basis: str = ""
    calculation: tuple[tuple[str, date, date, int, Kopecks, str, Kopecks], ...] = ()
    reconciliation: Reconciliation | None = None
    schedule: tuple[tuple[date, Kopecks], ...] = ()
    note: str = ""
    term: int = 0
    paid_since: bool = False

    @property
    def longest(self) -> int:
        """The longest delay, days."""
        return max((row.days for row in self.rows), default=0)
