"""Open documents of several clients: what stands behind a figure, a sentence or a limit."""

from collections.abc import Sequence
from dataclasses import replace

from app import formats
from app.domain.aging import AgingRules
from app.domain.debt import OpenItem
from app.i18n import _
from app.reports.table import ZONE_TONE, Column, Kind, Table, Tone, Value

_TOTAL = 0


def documents_table(items: Sequence[OpenItem], rules: AgingRules, title: str) -> Table[OpenItem]:
    """One row of each document, the total last. A row opens its client."""

    def tone(item: OpenItem) -> Tone:
        return Tone.NONE if item.invoice_id == _TOTAL else ZONE_TONE[rules.zone(item.days)]

    columns = (
        Column[OpenItem]("client", _("Client"), Kind.TEXT, lambda item: item.client, 30, wide=True),
        Column[OpenItem]("number", _("Document"), Kind.TEXT, lambda item: item.number, 18),
        Column[OpenItem]("doc_date", _("Shipped"), Kind.DATE, lambda item: item.doc_date, 10),
        Column[OpenItem]("due_date", _("Due"), Kind.DATE, lambda item: item.due_date, 10),
        Column[OpenItem]("balance", _("Balance due, ₽"), Kind.MONEY, lambda item: item.balance, 15, precise=True),
        Column[OpenItem]("days", _("Days"), Kind.DAYS, _days, 7, tone, nothing=formats.DASH),
        Column[OpenItem]("terms", _("Terms"), Kind.TEXT, lambda item: item.terms.text, 20),
        Column[OpenItem]("manager", _("Manager"), Kind.TEXT, lambda item: item.manager, 16),
    )
    return Table(
        key="documents",
        title=title,
        columns=columns,
        rows=tuple(items),
        totals=(_total(items),) if items else (),
        link=lambda item: item.client_id or None,
        empty=_("No open documents"),
    )


def _days(item: OpenItem) -> Value:
    return item.days if item.days > 0 else None


def _total(items: Sequence[OpenItem]) -> OpenItem:
    days = max((item.days for item in items), default=0)
    return replace(
        items[0], invoice_id=_TOTAL, client_id=0, client=_("Total, {what}").format(what=formats.documents(len(items))),
        number="", doc_date=None, due_date=None, balance=sum(item.balance for item in items), days=days,
        terms=replace(items[0].terms, text=""), manager="",
    )  # fmt: skip
