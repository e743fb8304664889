"""Payments and where each went: the list of the tab, the parts of one, the proposal before a statement is loaded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app import formats
from app.domain.allocation import LOOSE, LooseMoney, Payable, Payment, PaymentPart, Why
from app.domain.money import Kopecks
from app.i18n import _, ngettext
from app.reports.table import Column, Kind, Table, Tone, Value

_TOTAL = 0
"""Id of a totals row (real ids start at 1)."""


def payments_table(payments: Sequence[Payment], title: str = "", empty: str = "") -> Table[Payment]:
    """Payments by date. Totals are those of the rows given, so that a filtered list sums what it shows."""
    columns = (
        Column[Payment]("day", _("Date"), Kind.DATE, lambda row: _own(row, row.day), 10),
        Column[Payment]("client", _("Client"), Kind.TEXT, who_paid, 26, _who_tone, wide=True),
        Column[Payment]("amount", _("Sum, ₽"), Kind.MONEY, lambda row: row.amount, 14),
        Column[Payment]("number", _("No."), Kind.TEXT, lambda row: row.number, 10),
        Column[Payment]("purpose", _("Purpose"), Kind.TEXT, lambda row: row.purpose, 30, wide=True),
        Column[Payment]("documents", _("Covers"), Kind.TEXT, documents_of, 16),
        Column[Payment]("sources", _("Sources"), Kind.COUNT, lambda row: len(row.sources) or None, 8),
        Column[Payment]("state", _("State"), Kind.TEXT, lambda row: state_of(row)[0], 24, lambda row: state_of(row)[1]),
    )
    return Table(
        key="payments",
        title=title or _("Payments"),
        columns=columns,
        rows=tuple(payments),
        totals=(_total(payments),) if payments else (),
        link=lambda row: row.client_id or None,
        empty=empty or _("No payments"),
    )


def statement_table(payments: Sequence[Payment], title: str) -> Table[Payment]:
    """The rows of one loaded statement: what each covers, and the other source by which the same money counts."""
    wanted = ("day", "client", "amount", "number", "documents", "state")
    columns = tuple(column for column in payments_table(payments).columns if column.key in wanted)
    same = Column[Payment]("same", _("The same money"), Kind.TEXT, lambda row: row.same_money, 40, wide=True)
    return Table("statement", title, (*columns, same), tuple(payments), link=lambda row: row.client_id or None)


def _own(row: Payment, value: Value) -> Value:
    """A totals row has no day."""
    return None if row.payment_id == _TOTAL else value


def who_paid(row: Payment) -> str:
    """The client; an unknown payer by the name the statement gives."""
    return row.client or row.payer


def _who_tone(row: Payment) -> Tone:
    return Tone.MUTED if row.payment_id != _TOTAL and not row.client_id else Tone.NONE


def _total(payments: Sequence[Payment]) -> Payment:
    return replace(
        payments[0],
        payment_id=_TOTAL,
        client_id=_TOTAL,
        client=_("Shown {count}").format(count=payments_word(len(payments))),
        payer="",
        amount=sum(payment.amount for payment in payments),
        number="",
        purpose="",
        parts=(),
        sources=(),
    )


def payments_word(count: int) -> str:
    """``5 оплат``."""
    return ngettext("{n} payment", "{n} payments", count).format(n=formats.decimal(count, 0))


def documents_of(row: Payment) -> str:
    """Numbers of what a payment covers, in its own order."""
    return ", ".join(dict.fromkeys(document_word(part.number) for part in row.parts if part.invoice_id))


def document_word(number: str) -> str:
    """A document's number; a balance that no document carries in words."""
    return number or _("without a number")


def state_of(row: Payment) -> tuple[str, Tone]:
    """Where the money stands, in two or three words, and how it looks."""
    if row.payment_id == _TOTAL:
        return "", Tone.NONE
    if not row.counted:
        return _("counted by another source"), Tone.MUTED
    loose = {part.why: row.sum_of(part.why) for part in row.parts if part.why in LOOSE}
    for why, words, tone in (
        (Why.UNMATCHED, _("payer not known"), Tone.YELLOW),
        (Why.UNREFLECTED, _("not in the report: {sum}"), Tone.YELLOW),
        (Why.ADVANCE, _("not allocated: {sum}"), Tone.GREY),
        (Why.EARLIER, _("before the first report"), Tone.MUTED),
        (Why.REFUND, _("money given back"), Tone.MUTED),
    ):
        if why in loose:
            return words.format(sum=formats.roubles_sign(loose[why])), tone
    return (_("by the statement"), Tone.MUTED) if row.provisional else (_("confirmed by the report"), Tone.KEPT)


def parts_table(payment: Payment) -> Table[PaymentPart]:
    """What one payment covers and why, with kopecks everywhere."""
    columns = (
        Column[PaymentPart]("number", _("Document"), Kind.TEXT, _part_word, 18, nothing=formats.DASH),
        Column[PaymentPart]("doc_date", _("Shipped"), Kind.DATE, lambda part: part.doc_date, 10),
        Column[PaymentPart]("amount", _("Sum, ₽"), Kind.MONEY, lambda part: part.amount, 14, precise=True),
        Column[PaymentPart]("why", _("Why"), Kind.TEXT, lambda part: part.why.words, 34, wide=True),
        Column[PaymentPart]("day", _("Counted on"), Kind.DATE, lambda part: part.day, 11, nothing=formats.DASH),
        Column[PaymentPart]("proof", _("By what"), Kind.TEXT, _proof, 16, _proof_tone, nothing=formats.DASH),
    )
    return Table(
        key="payment-parts",
        title=_("Allocation of the payment of {client}, {day}").format(
            client=who_paid(payment), day=formats.day(payment.day)
        ),
        columns=columns,
        rows=payment.parts,
        empty=payment.same_money or _("Nothing is allocated"),
    )


def _part_word(part: PaymentPart) -> str | None:
    return document_word(part.number) if part.invoice_id else None


def _proof(part: PaymentPart) -> str | None:
    if not part.invoice_id:
        return None
    return _("by the report") if part.reflected else _("by the statement")


def _proof_tone(part: PaymentPart) -> Tone:
    return Tone.KEPT if part.reflected else Tone.MUTED


@dataclass(frozen=True, slots=True)
class Proposal:
    """A part of a payment that is about to be loaded; no part: another source's row counts."""

    payment: Payment
    part: PaymentPart | None = None

    @property
    def amount(self) -> Kopecks:
        """Kopecks of the part; nothing for money counted elsewhere."""
        return self.part.amount if self.part is not None else 0


def proposals_table(payments: Iterable[Payment]) -> Table[Proposal]:
    """Where each payment of a statement would go, part by part, and why."""
    rows = [Proposal(payment, part) for payment in payments for part in (payment.parts if payment.counted else (None,))]
    columns = (
        Column[Proposal]("day", _("Date"), Kind.DATE, lambda row: row.payment.day, 10),
        Column[Proposal]("client", _("Client or payer"), Kind.TEXT, lambda row: who_paid(row.payment), 26, wide=True),
        Column[Proposal]("number", _("No."), Kind.TEXT, lambda row: row.payment.number, 10),
        Column[Proposal]("whole", _("Payment, ₽"), Kind.MONEY, lambda row: row.payment.amount, 14),
        Column[Proposal]("document", _("Document"), Kind.TEXT, _proposed_document, 16, nothing=formats.DASH),
        Column[Proposal]("amount", _("Part, ₽"), Kind.MONEY, lambda row: row.amount, 14),
        Column[Proposal]("why", _("Why"), Kind.TEXT, _proposed_why, 30, _proposed_tone),
    )
    return Table("proposals", _("Where the money goes"), columns, tuple(rows), empty=_("No payments"))


def _proposed_document(row: Proposal) -> str | None:
    return _part_word(row.part) if row.part is not None else None


def _proposed_why(row: Proposal) -> str:
    return row.part.why.words if row.part is not None else row.payment.same_money


def _proposed_tone(row: Proposal) -> Tone:
    if row.part is None or row.part.why in (Why.EARLIER, Why.REFUND):
        return Tone.MUTED
    return Tone.YELLOW if row.part.why in (Why.UNMATCHED, Why.UNREFLECTED) else Tone.NONE


def choices_table(choices: Sequence[Payable], given: dict[int, Kopecks]) -> Table[Payable]:
    """Documents a payment may be set against: what stood open on its day, what it would take, what would be left.
    ``given``: kopecks by invoice id."""

    def taken(row: Payable) -> Kopecks:
        return given.get(row.invoice_id, 0)

    columns = (
        Column[Payable]("number", _("Document"), Kind.TEXT, lambda row: document_word(row.number), 18, wide=True),
        Column[Payable]("doc_date", _("Shipped"), Kind.DATE, lambda row: row.doc_date, 10),
        Column[Payable]("due_date", _("Due"), Kind.DATE, lambda row: row.due_date, 10, nothing=formats.DASH),
        Column[Payable]("balance", _("Was open, ₽"), Kind.MONEY, lambda row: row.balance, 14, precise=True),
        Column[Payable]("taken", _("From this payment, ₽"), Kind.MONEY, taken, 16, precise=True),
        Column[Payable](
            "left", _("Would be left, ₽"), Kind.MONEY, lambda row: row.balance - taken(row), 14, precise=True
        ),
    )
    return Table("choices", _("Documents"), columns, tuple(choices), empty=_("No document was open on that day"))


def loose_words(money: LooseMoney) -> str:
    """A client's money that is in no sum of its debt: «после отчёта оплачено 90 000 ₽, по выписке · не разнесено
    40 000 ₽, по выписке · оплачено, но нет в отчёте: 70 000 ₽»."""
    parts = []
    if money.later:
        parts.append(_("paid since the report {sum}, by the statement").format(sum=formats.roubles_sign(money.later)))
    if money.unallocated:
        parts.append(_("not allocated {sum}, by the statement").format(sum=formats.roubles_sign(money.unallocated)))
    if money.unreflected:
        parts.append(_("paid, but not in the report: {sum}").format(sum=formats.roubles_sign(money.unreflected)))
    return " · ".join(parts)
