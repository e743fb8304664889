"""The rows behind an indicator as a table: clients, documents, talks, weeks, or the migration between intervals."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from app import formats
from app.domain.indicator_rows import (
    BadDocument,
    BehindRows,
    ChannelFigures,
    ClientFigures,
    ManagerFigures,
    MaturedDocument,
    SettledDocument,
    WeekDue,
    WrittenOff,
)
from app.domain.indicator_set import Behind, Group, Indicator
from app.domain.indicators import percent_of
from app.domain.migration import Migration
from app.domain.money import Kopecks
from app.domain.work import Channel
from app.i18n import _
from app.reports import wording
from app.reports.client_tables import promises_table
from app.reports.table import Column, Kind, RowStyle, Table, Tone


@dataclass(frozen=True, slots=True)
class MigrationRow:
    """A place of the first date and where its debt stands now; ``start`` None: what came meanwhile, or the total."""

    label: str
    targets: tuple[Kopecks, ...]
    settled: Kopecks | None
    start: Kopecks | None
    roll: Decimal | None
    place: int  # -1: no place


def behind_table(indicator: Indicator, rows: BehindRows, whose: str, period: str) -> Table[Any]:
    """The rows of an indicator under its name; the note is its definition and how the figure came about."""
    if isinstance(rows, Migration):
        made: Table[Any] = migration_table(rows)
        period = _("from {since} to {until}").format(since=formats.day(rows.since), until=formats.day(rows.until))
    else:
        made = _BUILDERS[indicator.definition.behind](rows, indicator.definition.group)
    reading = indicator.reading
    counted = reading.reason if indicator.value is None else reading.formula
    note = " ".join(part for part in (indicator.definition.text, f"{counted}.", made.note) if part)
    return replace(made, title=f"{indicator.definition.title}: {whose}, {period}", note=note.replace("..", "."))


def migration_table(found: Migration) -> Table[MigrationRow]:
    """Interval of the first date by interval of the second; rows and columns add up to the debt of both."""
    labels = found.labels
    rows = [
        MigrationRow(label, found.moved[n], found.settled[n], found.start[n], found.roll(n), n)
        for n, label in enumerate(labels)
    ]
    rows.append(MigrationRow(_("came in the meantime"), found.new, None, None, None, -1))
    total = MigrationRow(
        _("Total on {day}").format(day=formats.day(found.until)), found.end, sum(found.settled), sum(found.start),
        found.roll_rate, -1,
    )  # fmt: skip

    def target(place: int) -> Column[MigrationRow]:
        def tone(row: MigrationRow) -> Tone:
            worse = 0 <= row.place < place and row.targets[place]
            return Tone.YELLOW if worse else Tone.NONE

        return Column(f"to{place}", labels[place], Kind.MONEY, lambda row: row.targets[place], 13, tone)

    columns = (
        Column[MigrationRow](
            "from",
            _("Stood on {day}").format(day=formats.day(found.since)),
            Kind.TEXT,
            lambda r: r.label,
            20,
            wide=True,
        ),
        Column[MigrationRow]("start", _("Debt then, ₽"), Kind.MONEY, lambda row: row.start, 15),
        *(target(place) for place in range(len(labels))),
        Column[MigrationRow]("settled", _("Repaid and written off, ₽"), Kind.MONEY, lambda row: row.settled, 15),
        Column[MigrationRow]("roll", _("Moved to worse"), Kind.PERCENT, lambda row: row.roll, 10, nothing=formats.DASH),
    )
    return Table(
        key="migration",
        title=_("Migration of the debt from {since} to {until}").format(
            since=formats.day(found.since), until=formats.day(found.until)
        ),
        columns=columns,
        rows=tuple(rows) if any(found.start) or any(found.end) else (),
        totals=(total,),
        style=lambda row: RowStyle.NORMAL,
        note=_(
            "By the due dates known now: where a report rewrote a due date, both ends are counted by the new one; why"
            " overdue debt changed counts by those stated on each day."
        ),
        empty=_("There is no debt on either day"),
    )


def _clients(rows: Sequence[ClientFigures], group: Group) -> Table[ClientFigures]:
    """Every client with the figures that matter to the group of the indicator."""
    wanted = {
        Group.SPEED: ("opening", "sales", "debt", "overdue", "dso"),
        Group.OVERDUE: ("sales", "debt", "share", "overdue", "late", "days"),
        Group.CONCENTRATION: ("holding", "debt", "share", "sales", "sold", "count"),
        Group.WORK: ("opening", "sales", "debt", "overdue", "late"),
    }[group]
    columns = (
        Column[ClientFigures]("client", _("Client"), Kind.TEXT, lambda row: row.client, 28, wide=True),
        Column[ClientFigures]("holding", _("Group"), Kind.TEXT, lambda row: row.holding, 14),
        Column[ClientFigures]("manager", _("Manager"), Kind.TEXT, lambda row: row.manager, 15),
        Column[ClientFigures]("opening", _("Debt at start, ₽"), Kind.MONEY, lambda row: row.opening, 15),
        Column[ClientFigures]("sales", _("Sales, ₽"), Kind.MONEY, lambda row: row.sales, 15),
        Column[ClientFigures]("debt", _("Debt, ₽"), Kind.MONEY, lambda row: row.debt, 15),
        Column[ClientFigures]("share", _("In the debt"), Kind.PERCENT, lambda row: row.debt_share, 8),
        Column[ClientFigures]("sold", _("In sales"), Kind.PERCENT, lambda row: row.sales_share, 8),
        Column[ClientFigures]("overdue", _("Overdue, ₽"), Kind.MONEY, lambda row: row.overdue, 15),
        Column[ClientFigures]("late", _("Overdue share"), Kind.PERCENT, lambda row: row.overdue_share, 9),
        Column[ClientFigures]("days", _("Mean overdue, d."), Kind.NUMBER, lambda row: row.overdue_days, 9),
        Column[ClientFigures]("count", _("Documents"), Kind.COUNT, lambda row: row.documents or None, 8),
        Column[ClientFigures]("dso", _("Paid in, d."), Kind.NUMBER, lambda row: row.dso, 8, nothing=formats.DASH),
    )
    kept = tuple(column for column in columns if column.key in ("client", "manager", *wanted))
    return Table(
        "clients", "", kept, rows, _client_total(rows), link=lambda row: row.client_id or None, empty=_nothing()
    )


def _client_total(rows: Sequence[ClientFigures]) -> tuple[ClientFigures, ...]:
    if not rows:
        return ()
    known = all(row.opening is not None for row in rows)
    debt, sales = sum(row.debt for row in rows), sum(row.sales for row in rows)
    return (
        ClientFigures(
            0, _("Total"), "", sum(row.opening or 0 for row in rows) if known else None, sales, debt,
            sum(row.overdue for row in rows), sum(row.amount_days for row in rows), sum(row.documents for row in rows),
            rows[0].days, percent_of(debt, debt), percent_of(sales, sales),
        ),
    )  # fmt: skip


def _paid(rows: Sequence[SettledDocument]) -> Table[SettledDocument]:
    def outcome(row: SettledDocument) -> str:
        if row.doubtful:
            return _("in the week of the due date")
        return _("late") if row.late else _("in time")

    def tone(row: SettledDocument) -> Tone:
        return Tone.NONE if row.late else Tone.MUTED if row.doubtful else Tone.KEPT

    columns = (
        *_document_columns(),
        Column[Any]("settled", _("Settled"), Kind.DATE, lambda row: row.settled, 11),
        Column[Any]("days", _("Days after the due date"), Kind.DAYS, lambda row: row.days, 10),
        Column[Any]("amount", _("Sum, ₽"), Kind.MONEY, lambda row: row.amount, 15),
        Column[Any]("outcome", _("Paid"), Kind.TEXT, outcome, 22, tone),
    )
    return Table("paid", "", columns, rows, link=lambda row: row.client_id, empty=_nothing())


def _bad(rows: Sequence[BadDocument]) -> Table[BadDocument]:
    columns = (
        *_document_columns(),
        Column[Any]("expired", _("Term of limitation ended"), Kind.DATE, lambda row: row.expired, 12),
        Column[Any]("balance", _("Debt, ₽"), Kind.MONEY, lambda row: row.balance, 15),
    )
    return Table("bad", "", columns, rows, link=lambda row: row.client_id, empty=_("No debt is past its term"))


def _contacts(rows: Sequence[MaturedDocument]) -> Table[MaturedDocument]:
    def words(row: MaturedDocument) -> str:
        if row.waited is None:
            return _("paid without a contact")
        return "" if row.contact is not None else _("still waiting")

    columns = (
        *_document_columns(),
        Column[Any]("balance", _("Unpaid on the due date, ₽"), Kind.MONEY, lambda row: row.balance, 15),
        Column[Any]("contact", _("First contact"), Kind.DATE, lambda row: row.contact, 11),
        Column[Any]("waited", _("Working days"), Kind.DAYS, lambda row: row.waited, 9),
        Column[Any]("words", _("Note"), Kind.TEXT, words, 20),
    )
    return Table("contacts", "", columns, rows, link=lambda row: row.client_id, empty=_nothing())


def _document_columns() -> tuple[Column[Any], ...]:
    return (
        Column[Any]("client", _("Client"), Kind.TEXT, lambda row: row.client, 28, wide=True),
        Column[Any]("manager", _("Manager"), Kind.TEXT, lambda row: row.manager, 15),
        Column[Any]("number", _("Document"), Kind.TEXT, lambda row: row.number, 14),
        Column[Any]("due", _("Due date"), Kind.DATE, lambda row: row.due, 11),
    )


def _written_off(rows: Sequence[WrittenOff]) -> Table[WrittenOff]:
    columns = (
        Column[WrittenOff]("client", _("Client"), Kind.TEXT, lambda row: row.client, 28, wide=True),
        Column[WrittenOff]("manager", _("Manager"), Kind.TEXT, lambda row: row.manager, 15),
        Column[WrittenOff]("amount", _("Written off, ₽"), Kind.MONEY, lambda row: row.amount, 15),
    )
    return Table("written_off", "", columns, rows, link=lambda row: row.client_id, empty=_("Nothing was written off"))


def _weeks(rows: Sequence[WeekDue]) -> Table[WeekDue]:
    columns = (
        Column[WeekDue]("monday", _("Week from"), Kind.DATE, lambda row: row.monday, 11),
        Column[WeekDue]("client", _("Client"), Kind.TEXT, lambda row: row.client, 28, wide=True),
        Column[WeekDue]("amount", _("Falls due, ₽"), Kind.MONEY, lambda row: row.amount, 15),
        Column[WeekDue]("share", _("Of the debt not due"), Kind.PERCENT, lambda row: row.share, 10),
        Column[WeekDue](
            "together", _("Note"), Kind.TEXT, lambda row: _("together with another") if row.together else "", 22
        ),
    )
    nothing = _("The largest debtors have nothing coming due")
    return Table("weeks", "", columns, rows, link=lambda row: row.client_id or None, empty=nothing)


def _channels(rows: Sequence[ChannelFigures]) -> Table[ChannelFigures]:
    def name(row: ChannelFigures) -> str:
        return wording.channel_word(Channel(row.key)) if row.key else _("Total")

    columns = (
        Column[ChannelFigures]("channel", _("Channel"), Kind.TEXT, name, 18, wide=True),
        Column[ChannelFigures]("contacts", _("Contacts"), Kind.COUNT, lambda row: row.contacts, 10),
        Column[ChannelFigures]("owed", _("Overdue at the contacts, ₽"), Kind.MONEY, lambda row: row.owed, 16),
        Column[ChannelFigures]("paid", _("Paid within 7 days, ₽"), Kind.MONEY, lambda row: row.paid, 16),
        Column[ChannelFigures]("share", _("Share"), Kind.PERCENT, lambda row: row.share, 8, nothing=formats.DASH),
    )
    total = ChannelFigures("", sum(r.contacts for r in rows), sum(r.owed for r in rows), sum(r.paid for r in rows))
    return Table("channels", "", columns, rows, (total,) if rows else (), empty=_nothing())


def _managers(rows: Sequence[ManagerFigures]) -> Table[ManagerFigures]:
    columns = (
        Column[ManagerFigures](
            "manager", _("Manager"), Kind.TEXT, lambda row: row.manager or _("without manager"), 22, wide=True
        ),
        Column[ManagerFigures]("collected", _("Collected, ₽"), Kind.MONEY, lambda row: row.collected, 16),
        Column[ManagerFigures]("sales", _("Sales, ₽"), Kind.MONEY, lambda row: row.sales, 16),
        Column[ManagerFigures]("debt", _("Debt, ₽"), Kind.MONEY, lambda row: row.debt, 16),
        Column[ManagerFigures]("overdue", _("Overdue, ₽"), Kind.MONEY, lambda row: row.overdue, 16),
        Column[ManagerFigures]("share", _("Overdue share"), Kind.PERCENT, lambda row: row.overdue_share, 10),
    )
    total = ManagerFigures(
        _("Total"), sum(row.collected for row in rows), sum(row.sales for row in rows), sum(row.debt for row in rows),
        sum(row.overdue for row in rows),
    )  # fmt: skip
    return Table("managers", "", columns, rows, (total,) if rows else (), empty=_nothing())


def _nothing() -> str:
    return _("Nothing in this period")


_BUILDERS: Mapping[Behind, Callable[[Any, Group], Table[Any]]] = {
    Behind.CLIENTS: _clients,
    Behind.PAID: lambda rows, _group: _paid(rows),
    Behind.BAD: lambda rows, _group: _bad(rows),
    Behind.WRITTEN_OFF: lambda rows, _group: _written_off(rows),
    Behind.MIGRATION: lambda _rows, _group: Table("migration", "", (), (), empty=_nothing()),
    Behind.WEEKS: lambda rows, _group: _weeks(rows),
    Behind.PROMISES: lambda rows, _group: promises_table(rows),
    Behind.CONTACTS: lambda rows, _group: _contacts(rows),
    Behind.CHANNELS: lambda rows, _group: _channels(rows),
    Behind.MANAGERS: lambda rows, _group: _managers(rows),
}
