"""What the columns of an unknown table hold, as a person has told: once, for every next file of the same headings.

A ``Sample`` is the top of a file as it was read, with a guess; a ``Mapping`` is the person's answer. Neither knows
the book; the book remembers mappings by ``fingerprint``: the folded words of the header.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.domain.statement import SourceFile, StatementKind
from app.i18n import _

DAY_FIRST, MONTH_FIRST, UNTOLD = "dmy", "mdy", "?"
"""What comes first in 03/04/2026; ``UNTOLD``: only a person knows."""
MAPPED = "mapped"
"""Name of the layout of a file read by a mapping."""


class Role(StrEnum):
    """What a column holds. The values are those of the fields that layouts read, but for the first and the last."""

    STACKED = "stacked"  # clients and under them their documents, in one column
    CLIENT = "client"
    INN = "inn"
    CODE = "code"
    CONTRACT = "contract"
    DOCUMENT = "document"
    NUMBER = "number"
    DOC_DATE = "doc_date"
    DUE_DATE = "due_date"
    DEFERRAL = "deferral"
    TERMS = "terms"
    OVERDUE_DAYS = "overdue_days"
    BALANCE = "balance"
    AMOUNT = "amount"
    PAID = "paid"
    OVERDUE = "overdue"
    NOT_DUE = "not_due"
    ADVANCE = "advance"
    MANAGER = "manager"
    CLIENT_TYPE = "client_type"
    AVG_ORDER = "avg_order"
    CORE_SHARE = "core_share"
    ORGANISATION = "organisation"
    CURRENCY = "currency"
    COMMENT = "comment"
    INTERVAL = "interval"  # a sum overdue by so many days, as its heading says


class RowRule(StrEnum):
    """How clients and their documents are told apart."""

    EACH = "each"  # every row is a debt and names its client
    HEADING = "heading"  # a client stands in a row of its own above its documents
    LEVEL = "level"  # the same, by the levels of grouping


@dataclass(frozen=True, slots=True)
class Mapping:
    """Meaning of one table. Rows are 1-based as in Excel; columns are counted from the first heading on, so that a
    table moved to the right stays the same. ``as_of`` is an answer for one file and is never remembered."""

    fingerprint: str
    top: int
    bottom: int
    columns: tuple[tuple[int, Role], ...]
    kind: StatementKind = StatementKind.DEBTS
    rows: RowRule = RowRule.EACH
    client_level: int = 0
    document_level: int = 1
    sheet: str = ""
    as_of: date | None = None
    remembered: bool = False
    dates: str = ""
    """``DAY_FIRST``, ``MONTH_FIRST`` or ``UNTOLD``; empty: the table leaves no doubt."""

    def roles(self) -> frozenset[Role]:
        """Everything the columns hold."""
        return frozenset(role for _column, role in self.columns)

    def role_of(self, column: int) -> Role | None:
        """What one column holds."""
        return dict(self.columns).get(column)

    def with_role(self, column: int, role: Role | None) -> "Mapping":
        """The same with another meaning of one column (None: not read)."""
        rest = [pair for pair in self.columns if pair[0] != column]
        return replace(self, columns=tuple(sorted(rest + ([(column, role)] if role is not None else []))))


@dataclass(frozen=True, slots=True)
class SampleSheet:
    """The top of one sheet as texts. ``offset``: the column of the first heading; ``guess``: what it looks like."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    width: int
    levels: tuple[int, ...]
    offset: int
    guess: Mapping
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """What a file of unknown layout holds. ``likely``: index of the sheet to begin with."""

    token: str
    file: SourceFile
    sheets: tuple[SampleSheet, ...]
    likely: int = 0


def faults(mapping: Mapping) -> tuple[str, ...]:
    """What is still missing before the table can be read, in words; empty: nothing."""
    found: list[str] = []
    roles = mapping.roles()
    if not mapping.fingerprint.strip("|"):
        found.append(_("There are no headings in this row: choose the row where the columns are named."))
    if mapping.rows is RowRule.EACH and Role.STACKED in roles:
        found.append(_("Clients and documents stand in one column: say how their rows are told apart."))
    elif not roles & {Role.CLIENT, Role.STACKED, Role.INN, Role.CODE}:
        found.append(_("Show the column with the client's name."))
    if mapping.kind in (StatementKind.SALES, StatementKind.PAYMENTS):
        paid = mapping.kind is StatementKind.PAYMENTS
        if Role.AMOUNT not in roles:
            found.append(_("Show the column with the sum of the document."))
        if not roles & {Role.DOC_DATE, Role.DOCUMENT, Role.STACKED}:
            found.append(_("Show the column with the date of payment.") if paid else
                         _("Show the column with the date of shipment."))  # fmt: skip
    elif not roles & {Role.BALANCE, Role.AMOUNT}:
        found.append(_("Show the column with the debt."))
    twice = Counter(role for _column, role in mapping.columns if role is not Role.INTERVAL)
    found += [
        _("«{field}» is chosen for two columns: leave one.").format(field=role_word(role))
        for role, count in twice.items()
        if count > 1
    ]
    if mapping.dates == UNTOLD:
        found.append(_("Say what comes first in the dates: the day or the month."))
    if mapping.rows is RowRule.LEVEL and mapping.client_level >= mapping.document_level:
        found.append(_("Documents must stand deeper than their clients."))
    return tuple(found)


def role_word(role: Role) -> str:
    """The name of a field for the list above a column."""
    return {
        Role.STACKED: _("Client, under it documents"),
        Role.CLIENT: _("Client"),
        Role.INN: _("Taxpayer number"),
        Role.CODE: _("Client's code"),
        Role.CONTRACT: _("Contract"),
        Role.DOCUMENT: _("Document in words"),
        Role.NUMBER: _("Document number"),
        Role.DOC_DATE: _("Document date"),
        Role.DUE_DATE: _("Pay by"),
        Role.DEFERRAL: _("Deferral, days"),
        Role.TERMS: _("Payment terms"),
        Role.OVERDUE_DAYS: _("Overdue, days"),
        Role.BALANCE: _("Debt"),
        Role.AMOUNT: _("Sum of the document"),
        Role.PAID: _("Paid"),
        Role.OVERDUE: _("Overdue sum"),
        Role.NOT_DUE: _("Not due yet"),
        Role.ADVANCE: _("Advance"),
        Role.MANAGER: _("Manager"),
        Role.CLIENT_TYPE: _("Client type"),
        Role.AVG_ORDER: _("Average order"),
        Role.CORE_SHARE: _("Share of core assortment"),
        Role.ORGANISATION: _("Our organisation"),
        Role.CURRENCY: _("Currency"),
        Role.COMMENT: _("Comment"),
        Role.INTERVAL: _("Interval of delay"),
    }[role]
