"""Payments: entering statements of them, reading where the money went, and setting it by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from app.domain.allocation import LOOSE, LooseMoney, Payable, Payment, PaymentPart, Why, turn
from app.domain.importing import ChangeKind, ItemChange, NameQuestion
from app.domain.matching import Directory, Party
from app.domain.money import Kopecks
from app.domain.names import name_key
from app.domain.purpose import named_in
from app.domain.statement import StatedLine
from app.errors import InputRefused
from app.formats import day as day_text
from app.formats import money_sign
from app.i18n import _
from app.ledger import explaining
from app.ledger.drafts import Draft
from app.ledger.parties import Names

if TYPE_CHECKING:
    from app.ledger.book import Ledger
    from app.models.store import Connection
    from app.progress import Progress

_HEARD = 2000
"""Payments between two looks at whether the person asked to stop."""


class Payments:
    """Money that came, as banks and registers state it."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def list(self, since: date | None = None, until: date | None = None, client_id: int = 0) -> tuple[Payment, ...]:
        """Payments from ``since`` to ``until`` inclusive, of one client or of all (0), newest first, each with its
        parts and their reasons. Money that several sources tell of stands once, with all of them."""
        from app.models import payment_list

        with self._ledger.store.read() as connection:
            return tuple(payment_list.listed(connection, explaining.calendar(), since, until, client_id=client_id))

    def of_day(self, day: date) -> tuple[tuple[str, tuple[Payment, ...]], ...]:
        """Payments of one day by the manager of their client, those of unknown payers last under no name."""
        groups: dict[str, list[Payment]] = {}
        for payment in self.list(day, day):
            manager = self._ledger.clients.info(payment.client_id).manager if payment.client_id else ""
            groups.setdefault(manager, []).append(payment)
        ordered = sorted(groups, key=lambda name: (not name, name.casefold()))
        return tuple((name, tuple(sorted(groups[name], key=lambda one: -one.amount))) for name in ordered)

    def of_report(self, report_id: int) -> tuple[Payment, ...]:
        """Every row of one statement, also those for which another source's row counts."""
        from app.models import payment_list

        with self._ledger.store.read() as connection:
            return tuple(payment_list.listed(connection, explaining.calendar(), report_id=report_id))

    def unreflected(self) -> tuple[Payment, ...]:
        """Payments that bookkeeping's reports have not shown, whole or in part: a reason to ask."""
        return tuple(payment for payment in self.list() if payment.sum_of(Why.UNREFLECTED))

    def unmatched(self) -> tuple[Payment, ...]:
        """Payments of payers the book does not know."""
        return tuple(payment for payment in self.list() if payment.sum_of(Why.UNMATCHED))

    def loose(self, client_id: int, as_of: date) -> LooseMoney:
        """A client's money that no sum of the debt on a day holds. On the newest report's date and later that is all
        money known, on an earlier one only what had come by then. What is not allocated lessens no debt until
        bookkeeping states it (decision 008). Of money that reports do not show only that of the newest one is told:
        goods shipped and paid between two reports are in none of them."""
        from app.models import payment_list

        dates = self._ledger.report_dates()
        known = [day for day in dates if day <= as_of]
        since = known[-2] if len(known) > 1 else None
        until = as_of if dates and as_of < dates[-1] else None
        with self._ledger.store.read() as connection:
            found = payment_list.loose(connection, client_id, since, until)
            later = payment_list.later(connection, client_id, as_of) if until is None else 0
        return LooseMoney(later, found.get(Why.ADVANCE, 0), found.get(Why.UNREFLECTED, 0))

    def choices(self, payment_id: int) -> tuple[Payable, ...]:
        """Documents a payment may be set against by hand, the earliest due first: those of its client (and of clients
        merged with it) open on its day, with what stood open then without this payment."""
        from app.models import payments

        with self._ledger.store.read() as connection:
            payment = self._one(connection, payment_id)
            if not payment.client_id:
                return ()
            found = payments.open_on(connection, payment.client_id, payment.day, payment_id)
        return tuple(sorted(found, key=turn))

    def name_payer(self, payment_id: int, client_id: int) -> int:
        """Say whose client the payer is, for all its payments in the book; an unknown payer is remembered for coming
        statements. Undone as any work of a person. Returns how many payments it concerns.

        Raises ``InputRefused`` for an unknown payment or client.
        """
        from app.ledger.book import Changes
        from app.models import families, payments
        from app.models.journal import Recorder
        from app.models.schema import client_alias, payment

        with self._ledger.store.write() as connection:
            before = self._one(connection, payment_id)
            root = families.shown(connection, client_id)
            if root is None:
                raise InputRefused(_("There is no such client in the book."))
            text = _("the payer {payer} is {client}").format(
                payer=before.payer, client=families.name_of(connection, root)
            )
            recorder = Recorder(connection, "work", text, self._ledger.store.owner, self._ledger.now())
            known = {(name, inn) for _id, name, _key, inn, _code in families.aliases(connection, root)}
            if not before.client_id and (before.payer, before.inn) not in known:
                values = {"client_id": root, "name": before.payer, "inn": before.inn}
                recorder.insert(client_alias, values | {"name_key": name_key(before.payer).text})
            rows = payments.of_payer(connection, before.payer, before.inn)
            for row_id in rows:
                recorder.change(payment, row_id, {"answered": root})
            explaining.settle(connection, None)
        self._ledger.announce(Changes(work=True, client_id=root))
        return len(rows)

    def reallocate(self, payment_id: int, parts: Sequence[tuple[int, Kopecks]]) -> Payment:
        """Set by hand which documents (invoice id, kopecks) a payment covers; no parts: back to the rule. Undone as
        any work of a person; balances at the dates of reports stay bookkeeping's.

        Raises ``InputRefused`` for an unknown payment or document, a sum beyond the payment, or a part that the
        document cannot take.
        """
        from app.ledger.book import Changes
        from app.models import counted, payments
        from app.models.journal import Recorder
        from app.models.schema import payment_hand

        with self._ledger.store.write() as connection:
            before = self._one(connection, payment_id)
            if not before.client_id:
                raise InputRefused(Why.UNMATCHED.words, _("Say first whose payment it is."))
            _validated(before, parts, payments.numbers_of(connection, before.client_id))
            text = _("allocation of the payment of {client}, {day}").format(
                client=before.client, day=day_text(before.day)
            )
            recorder = Recorder(connection, "work", text, self._ledger.store.owner, self._ledger.now())
            by = counted.counted(connection, explaining.calendar()).by
            twins = [row_id for row_id, counts in by.items() if counts == payment_id] or [payment_id]
            for row_id in payments.hand_rows(connection, twins):
                recorder.delete(payment_hand, row_id)
            for invoice_id, amount in parts:
                values = {"payment_id": payment_id, "invoice_id": invoice_id, "amount": amount}
                recorder.insert(payment_hand, values)
            explaining.settle(connection, before.day)
            after = self._one(connection, payment_id)
            _proven(after, parts)
        self._ledger.announce(Changes(work=True, client_id=after.client_id))
        return after

    @staticmethod
    def _one(connection: Connection, payment_id: int) -> Payment:
        from app.models import payment_list

        found = payment_list.listed(connection, explaining.calendar(), payment_id=payment_id)
        if not found:
            raise InputRefused(_("There is no such payment in the book."))
        return found[0]


def _validated(payment: Payment, parts: Sequence[tuple[int, Kopecks]], numbers: dict[int, str]) -> None:
    strangers = [invoice_id for invoice_id, _amount in parts if invoice_id not in numbers]
    if strangers or len({invoice_id for invoice_id, _amount in parts}) < len(parts):
        raise InputRefused(_("Each part of a payment needs a document of its own, of the same client."))
    if any(amount <= 0 for _id, amount in parts):
        raise InputRefused(_("Each part of a payment must be above zero."))
    if sum(amount for _id, amount in parts) > payment.amount:
        raise InputRefused(
            _("The parts are more than the payment: {sum}.").format(sum=money_sign(payment.amount)),
            _("Make one of them smaller."),
        )


def _proven(payment: Payment, parts: Sequence[tuple[int, Kopecks]]) -> None:
    """What was asked for must stand: a document takes no more than reports leave or say it was paid."""
    taken: dict[int, Kopecks] = {}
    for part in payment.parts:
        if part.why is Why.HAND:
            taken[part.invoice_id] = taken.get(part.invoice_id, 0) + part.amount
    for invoice_id, amount in parts:
        if taken.get(invoice_id, 0) < amount:
            raise InputRefused(
                _("The document can take {most} of this payment, not {sum}.").format(
                    most=money_sign(taken.get(invoice_id, 0)), sum=money_sign(amount)
                ),
                _("What a report says is owed less cannot be exceeded."),
            )


def payers(connection: Connection, draft: Draft, answered: dict[str, int]) -> Names:
    """Who the payers are. Unknown ones are 0 and asked about; only an answer makes one a client: an id for a known
    client, 0 for a new one."""
    from app.models import payments

    directory = Directory(payments.names_in_use(connection))
    totals: dict[Party, Kopecks] = {}
    for line in draft.lines:
        totals[_payer(line)] = totals.get(_payer(line), 0) + (line.amount or 0)
    client_of: dict[Party, int] = {}
    fresh: dict[int, Party] = {}
    questions: list[NameQuestion] = []
    for party in sorted(totals, key=lambda p: (p.inn == "", p.name)):
        client_id = directory.sure(Party(party.name, party.inn))
        if client_id is None:
            key = party.key
            questions.append(NameQuestion(key, party.name, party.inn, "", totals[party], directory.likely(party)))
            if key in answered:
                client_id = answered[key] or -len(fresh) - 1
                if client_id < 0:
                    fresh[client_id] = party
        client_of[party] = client_id or 0
    questions.sort(key=lambda q: (not q.candidates, -q.total, q.name))
    return Names(client_of, fresh, tuple(questions), payers=True)


def _payer(line: StatedLine) -> Party:
    return Party(line.client, line.inn, line.code)


def enter(
    connection: Connection, draft: Draft, report_id: int, names: Names, made: dict[int, int], progress: Progress
) -> None:
    """Write the payments of a statement and settle what they explain. ``made``: ids of clients made of answers."""
    from app.models import payments

    told = {question.key for question in names.questions}
    rows = []
    for count, line in enumerate(draft.lines):
        if count % _HEARD == 0:
            progress.step(count, len(draft.lines))
        party = _payer(line)
        client_id = names.client_of[party]
        asked = party.key in told
        day = line.doc_date or draft.as_of
        assert day is not None
        rows.append(
            payments.NewPayment(
                payer=line.client,
                inn=line.inn,
                day=day,
                amount=line.amount or 0,
                number=line.number,
                purpose=line.comment,
                named=line.named or named_in(line.comment),
                answered=made.get(client_id, client_id) if asked and client_id else None,
            )
        )
    progress.step(0, 0)
    payments.insert(connection, report_id, rows)
    progress.step(0, 0)
    explaining.settle(connection, payments.first_day(connection, report_id))


def proposed(connection: Connection, report_id: int) -> tuple[Payment, ...]:
    """The rows of a statement within the transaction that entered it: where each would go, and why."""
    from app.models import payment_list

    return tuple(payment_list.listed(connection, explaining.calendar(), report_id=report_id))


def changes(connection: Connection, entered: Sequence[Payment]) -> tuple[ItemChange, ...]:
    """What the payments of a statement did: documents paid, decreases explained, money that covers nothing, money that
    another source has told of."""
    from app.models import payments

    covered: dict[tuple[bool, int], list[tuple[Payment, PaymentPart]]] = {}
    out: list[ItemChange] = []
    for payment in entered:
        who = payment.client or payment.payer
        if payment.same_money:
            note = payment.same_money
            out.append(ItemChange(ChangeKind.TWIN, who, payment.number, payment.day, 0, payment.amount, note))
        for part in payment.parts:
            if part.why in LOOSE:
                kind = _LOOSE.get(part.why, ChangeKind.UNREFLECTED)
                out.append(ItemChange(kind, who, payment.number, payment.day, 0, part.amount, part.why.words))
            else:
                covered.setdefault((not part.reflected, part.invoice_id), []).append((payment, part))
    balances = payments.balances(connection, [invoice_id for _provisional, invoice_id in covered])
    for (provisional, invoice_id), found in covered.items():
        payment, part = found[0]
        amount = sum(each.amount for _payment, each in found)
        note = "; ".join(dict.fromkeys(each.why.words for _payment, each in found))
        after = balances[invoice_id] if provisional else 0
        kind = (ChangeKind.PART_PAID if after else ChangeKind.PAID) if provisional else ChangeKind.EXPLAINED
        out.append(ItemChange(kind, payment.client, part.number, part.doc_date, after + amount, after, note))
    return tuple(sorted(out, key=lambda c: (list(ChangeKind).index(c.kind), c.client, c.number, c.after)))


_LOOSE = {
    Why.ADVANCE: ChangeKind.ADVANCE,
    Why.EARLIER: ChangeKind.EARLIER,
    Why.UNMATCHED: ChangeKind.UNMATCHED,
}
