"""The summary of a day's payments for the head of sales, with a page for each manager (the regulation, cap 58)."""

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from app import formats
from app.domain.allocation import Payment
from app.i18n import _, ngettext
from app.reports.document import Document, Paragraph, Section, TableBlock
from app.reports.payment_tables import payments_table
from app.reports.table import Column, Kind, Table

Group: TypeAlias = tuple[str, Sequence[Payment]]
Groups: TypeAlias = Sequence[Group]
_LEFT_OUT = ("sources", "day")


def day_summary(groups: Groups, day: date, company: str = "") -> Document:
    """``groups``: payments by manager, those of unknown payers under no name."""
    title = _("Payments of {day}").format(day=formats.day(day))
    whole = sum(one.amount for _name, mine in groups for one in mine)
    count = sum(len(mine) for _name, mine in groups)
    words = ngettext("{n} payment, {sum}", "{n} payments, {sum}", count).format(n=count, sum=formats.money_sign(whole))
    first = Section(title, (Paragraph(words, strong=True), TableBlock(_by_manager(groups), titled=False)), False)
    return Document(title, (first, *(_section(name, mine, title) for name, mine in groups)), day, company)


def _by_manager(groups: Groups) -> Table[Group]:
    columns = (
        Column[Group]("manager", _("Manager"), Kind.TEXT, lambda row: _name(row[0]), 30, wide=True),
        Column[Group]("count", _("Payments"), Kind.COUNT, lambda row: len(row[1]), 10),
        Column[Group]("amount", _("Sum, ₽"), Kind.MONEY, lambda row: sum(one.amount for one in row[1]), 16),
    )
    every: Group = (_("Total"), tuple(one for _manager, mine in groups for one in mine))
    return Table(
        "payments_by_manager", _("By manager"), columns, tuple(groups), totals=(every,) if groups else (),
        empty=_("No payments"),
    )  # fmt: skip


def _section(name: str, mine: Sequence[Payment], title: str) -> Section:
    table = payments_table(mine, title)
    columns = tuple(column for column in table.columns if column.key not in _LEFT_OUT)
    short = Table(table.key, table.title, columns, table.rows, totals=table.totals)
    return Section(_name(name), (TableBlock(short, titled=False, lines=3),), True, subtitle=title)


def _name(manager: str) -> str:
    return manager or _("No manager or payer not known")
