"""The list of clients and the tables of the debt card."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from app import formats
from app.domain.aging import AgingRules, Zone
from app.domain.client import ClientList, ClientRow
from app.domain.debt import DueOrigin, OpenItem
from app.domain.work import Contact, Promise, PromiseState
from app.i18n import _
from app.reports import wording
from app.reports.aging_columns import document_name
from app.reports.table import ZONE_TONE, Column, Kind, Table, Tone, Value

PROMISE_TONE = {
    PromiseState.OPEN: Tone.MUTED,
    PromiseState.KEPT: Tone.KEPT,
    PromiseState.PART: Tone.BROKEN,
    PromiseState.BROKEN: Tone.BROKEN,
    PromiseState.MOVED: Tone.MUTED,
}

_TOTAL = 0
"""Client or document id of a totals row (real ids start at 1)."""


def client_list(clients: ClientList, rules: AgingRules | None = None) -> Table[ClientRow]:
    """The list at the left: client, where it stands, debt, overdue, days. Totals are those of the rows given,
    so that a filtered list sums what it shows."""
    known = rules or AgingRules()

    def zone(row: ClientRow) -> str:
        return "" if row.client_id == _TOTAL else _standing(row, known)

    columns = (
        Column[ClientRow]("name", _("Client"), Kind.TEXT, lambda row: row.name, 26, wide=True),
        Column[ClientRow]("zone", _("Zone"), Kind.TEXT, zone, 11, _zone_tone),
        Column[ClientRow]("debt", _("Debt, ₽"), Kind.MONEY, lambda row: row.total, 13),
        Column[ClientRow](
            "overdue", _("Overdue, ₽"), Kind.MONEY, lambda row: row.overdue or None, 13, nothing=formats.DASH
        ),
        Column[ClientRow]("days", _("Days"), Kind.DAYS, lambda row: row.max_days or None, 6, nothing=formats.DASH),
    )
    return Table(
        key="clients",
        title=_("Clients on {day}").format(day=formats.day(clients.as_of)),
        columns=columns,
        rows=clients.rows,
        totals=(_client_total(clients.rows),),
        link=lambda row: row.client_id or None,
        empty=_("No clients"),
    )


def narrowed(table: Table[ClientRow], rows: Sequence[ClientRow]) -> Table[ClientRow]:
    """The same list with some of its rows: its columns stay the same objects, so that what is made of a row may be
    kept."""
    return replace(table, rows=tuple(rows), totals=(_client_total(rows),))


def _standing(row: ClientRow, rules: AgingRules) -> str:
    words = wording.standing(row.max_days, row.total > 0, rules)
    return words or (_("advance") if row.advances else "")


def _zone_tone(row: ClientRow) -> Tone:
    if row.client_id == _TOTAL:
        return Tone.NONE
    return Tone.MUTED if row.zone is Zone.NONE else ZONE_TONE[row.zone]


def _client_total(rows: Sequence[ClientRow]) -> ClientRow:
    return ClientRow(
        client_id=_TOTAL,
        name=_("Shown {count}").format(count=formats.clients(len(rows))),
        inn="",
        manager="",
        total=sum([row.total for row in rows]),
        overdue=sum([row.overdue for row in rows]),
        advances=sum([row.advances for row in rows]),
        max_days=max([row.max_days for row in rows], default=0),
        zone=Zone.NONE,
        search="",
    )


def items_table(items: Sequence[OpenItem], rules: AgingRules, limit: int | None = None) -> Table[OpenItem]:
    """Open documents of one client, with kopecks everywhere. With ``limit`` the rest is one row that says how
    many documents and what sum it stands for, so that the totals still add up."""

    def tone(item: OpenItem) -> Tone:
        return Tone.NONE if item.invoice_id == _TOTAL else ZONE_TONE[rules.zone(item.days)]

    columns = (
        Column[OpenItem]("number", _("Document"), Kind.TEXT, document_name, 18, wide=True),
        Column[OpenItem]("doc_date", _("Shipped"), Kind.DATE, lambda item: item.doc_date, 10),
        Column[OpenItem]("due_date", _("Due"), Kind.DATE, _due, 10, _due_tone, nothing=formats.DASH),
        Column[OpenItem]("balance", _("Balance due, ₽"), Kind.MONEY, lambda item: item.balance, 15, precise=True),
        Column[OpenItem]("days", _("Days"), Kind.DAYS, _item_days, 7, tone, nothing=formats.DASH),
    )
    shown = tuple(items) if limit is None or len(items) <= limit else (*items[: limit - 1], _rest(items[limit - 1 :]))
    return Table(
        key="items",
        title=_("Open documents"),
        columns=columns,
        rows=shown,
        totals=(_item_total(items),) if items else (),
        note=_due_note(items),
        empty=_("No open documents"),
    )


def _item_days(item: OpenItem) -> Value:
    if item.invoice_id == _TOTAL:
        return _("mean {n}").format(n=item.days) if item.days > 0 else ""
    return item.days if item.days > 0 else None


def _due(item: OpenItem) -> Value:
    return "" if item.invoice_id == _TOTAL else item.due_date


def _due_tone(item: OpenItem) -> Tone:
    return Tone.NONE if item.due_origin is DueOrigin.FILE or item.invoice_id == _TOTAL else Tone.MUTED


def _due_note(items: Sequence[OpenItem]) -> str:
    origins = {item.due_origin for item in items if item.balance > 0}  # an advance has no due date to miss
    parts = []
    if DueOrigin.DAYS in origins:
        parts.append(_("due dates in grey are set back from the days overdue stated in the report"))
    if DueOrigin.TERMS in origins:
        parts.append(_("due dates in grey are computed from the payment terms"))
    if DueOrigin.UNKNOWN in origins:
        parts.append(_("documents without a due date are counted as not due"))
    return "; ".join(parts)


def _item_total(items: Sequence[OpenItem]) -> OpenItem:
    """Balance of all, and the mean days of the overdue ones, whole days."""
    late = [item.days for item in items if item.days > 0 and item.balance > 0]
    mean = (Decimal(sum(late)) / len(late)).quantize(Decimal(1), ROUND_HALF_UP) if late else Decimal(0)
    return _summary_item(items, _("Total"), int(mean))


def _rest(items: Sequence[OpenItem]) -> OpenItem:
    text = _("{count} more").format(count=formats.documents(len(items)))
    return _summary_item(items, text, 0)


def _summary_item(items: Sequence[OpenItem], text: str, days: int) -> OpenItem:
    return replace(
        items[0],
        invoice_id=_TOTAL,
        number=text,
        kind="",
        doc_date=None,
        due_date=None,
        amount=sum(item.amount for item in items),
        balance=sum(item.balance for item in items),
        days=days,
    )


FILES = "files"
"""Key of the column with the files of a talk."""


def contacts_table(contacts: Sequence[Contact], *, files: bool = False) -> Table[Contact]:
    """What was said and promised, newest first as given. ``files``: with how many are attached, where any are; paper
    goes without."""
    columns: tuple[Column[Contact], ...] = (
        Column[Contact]("at", _("Date"), Kind.DATE, lambda contact: contact.at, 10),
        Column[Contact]("manager", _("Who"), Kind.TEXT, lambda contact: contact.manager, 14),
        Column[Contact]("channel", _("How"), Kind.TEXT, lambda contact: wording.channel_word(contact.channel), 9),
        Column[Contact]("person", _("With whom"), Kind.TEXT, lambda contact: contact.person, 16),
        Column[Contact]("result", _("Outcome"), Kind.TEXT, _outcome, 26, wide=True),
        Column[Contact]("promise", _("Promise"), Kind.TEXT, _promised, 28, _promised_tone, nothing=formats.DASH),
    )
    if files and any(contact.files for contact in contacts):
        columns += (Column[Contact](FILES, _("Files"), Kind.TEXT, _files_sign, 6),)
    return Table(
        key="contacts",
        title=_("Contact history"),
        columns=columns,
        rows=tuple(contacts),
        empty=_("No contacts recorded"),
    )


def _files_sign(contact: Contact) -> str | None:
    """How many files, with the sign of what opens."""
    return f"▸ {len(contact.files)}" if contact.files else None


def _outcome(contact: Contact) -> str:
    return ": ".join(part for part in (contact.result, contact.note) if part)


def _promised(contact: Contact) -> str | None:
    promise = contact.promise
    if promise is None:
        return None
    return _("{sum} by {day}, {state}").format(
        sum=formats.roubles_sign(promise.amount),
        day=formats.short_day(promise.due),
        state=wording.promise_word(promise.state),
    )


def _promised_tone(contact: Contact) -> Tone:
    return Tone.NONE if contact.promise is None else PROMISE_TONE[contact.promise.state]


def promises_table(promises: Sequence[Promise], title: str = "") -> Table[Promise]:
    """Promises with what came of them."""
    columns = (
        Column[Promise]("client", _("Client"), Kind.TEXT, lambda promise: promise.client, 28, wide=True),
        Column[Promise]("made_on", _("Promised on"), Kind.DATE, lambda promise: _own(promise, promise.made_on), 11),
        Column[Promise]("due", _("Promised date"), Kind.DATE, lambda promise: _own(promise, promise.due), 11),
        Column[Promise]("amount", _("Promised, ₽"), Kind.MONEY, lambda promise: promise.amount, 14),
        Column[Promise]("paid", _("Paid, ₽"), Kind.MONEY, lambda promise: promise.paid, 14),
        Column[Promise]("who", _("Who promised"), Kind.TEXT, lambda promise: promise.who, 18),
        Column[Promise](
            "state",
            _("Outcome"),
            Kind.TEXT,
            lambda promise: wording.promise_word(promise.state) if promise.promise_id != _TOTAL else "",
            14,
            lambda promise: PROMISE_TONE[promise.state] if promise.promise_id != _TOTAL else Tone.NONE,
        ),
    )
    return Table(
        key="promises",
        title=title or _("Promises"),
        columns=columns,
        rows=tuple(promises),
        totals=(_promise_total(promises),) if promises else (),
        link=lambda promise: promise.client_id or None,
        empty=_("No promises"),
    )


def _own(promise: Promise, day: date) -> date | None:
    """Totals have no dates."""
    return None if promise.promise_id == _TOTAL else day


def _promise_total(promises: Sequence[Promise]) -> Promise:
    return replace(
        promises[0],
        promise_id=_TOTAL,
        client_id=_TOTAL,
        client=_("Total"),
        who="",
        amount=sum(promise.amount for promise in promises),
        paid=sum(promise.paid for promise in promises),
    )
