"""Tables of the commission: measures by zone, what changed in the week, members, and the blank minutes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app import formats
from app.domain.aging import Zone
from app.domain.client import ClientCard
from app.domain.commission import ClientChange, Measure, Member, WeekChange
from app.domain.money import Kopecks
from app.i18n import _, ngettext
from app.reports import wording
from app.reports.table import ZONE_TONE, Column, Kind, RowStyle, Table, Tone

WORST_FIRST = (Zone.RED, Zone.YELLOW, Zone.GREY)


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A client under its zone, or the zone itself (``measure`` None)."""

    label: str
    zone: Zone
    zone_amount: Kopecks
    overdue: Kopecks
    max_days: int
    measure: Measure | None = None


def measures_table(measures: Sequence[Measure]) -> Table[MeasureRow]:
    """Clients by zone, the worst first; each zone says what it demands."""
    rows: list[MeasureRow] = []
    for zone in WORST_FIRST:
        members = sorted(
            (measure for measure in measures if measure.zone is zone),
            key=lambda m: (-m.zone_amount, m.client),
        )
        if members:
            rows.append(_zone_heading(zone, members))
            rows += [MeasureRow(m.client, zone, m.zone_amount, m.overdue, m.max_days, m) for m in members]
    columns = (
        Column[MeasureRow](
            "client", _("Zone and client"), Kind.TEXT, lambda row: row.label, 34, _heading_tone, wide=True
        ),
        Column[MeasureRow]("zone_amount", _("Debt in the zone, ₽"), Kind.MONEY, lambda row: row.zone_amount, 15),
        Column[MeasureRow]("overdue", _("Overdue, ₽"), Kind.MONEY, lambda row: row.overdue, 15),
        Column[MeasureRow](
            "max_days",
            _("Max. days"),
            Kind.DAYS,
            lambda row: row.max_days,
            9,
            lambda row: ZONE_TONE[row.zone],
        ),
        Column[MeasureRow]("manager", _("Manager"), Kind.TEXT, _manager, 15),
        Column[MeasureRow]("last_contact", _("Last contact"), Kind.TEXT, _last_contact, 26, nothing=_("no contacts")),
    )
    return Table(
        key="measures",
        title=_("Measures by zone"),
        columns=columns,
        rows=rows,
        style=lambda row: RowStyle.HEADING if row.measure is None else RowStyle.DETAIL,
        link=_client,
        empty=_("No client stands in a zone"),
    )


def _zone_heading(zone: Zone, members: Sequence[Measure]) -> MeasureRow:
    name = wording.zone_name(zone)
    return MeasureRow(
        label=f"{name[:1].upper()}{name[1:]}: {wording.measure_in_full(zone)}",
        zone=zone,
        zone_amount=sum(member.zone_amount for member in members),
        overdue=sum(member.overdue for member in members),
        max_days=max(member.max_days for member in members),
    )


def _heading_tone(row: MeasureRow) -> Tone:
    return ZONE_TONE[row.zone] if row.measure is None else Tone.NONE


def _manager(row: MeasureRow) -> str:
    return "" if row.measure is None else row.measure.manager


def _client(row: MeasureRow) -> int | None:
    return None if row.measure is None else row.measure.client_id


def _last_contact(row: MeasureRow) -> str | None:
    if row.measure is None:
        return ""
    return row.measure.last_contact or None


def changes_table(change: WeekChange, limit: int | None = None) -> Table[ClientChange]:
    """Before + shipped - paid + corrected = after, for each client and in total. With ``limit`` the smaller
    changes are folded into one row, so that the columns still add up."""
    lines = change.lines
    if limit is not None and len(lines) > limit:
        lines = (*lines[: limit - 1], _other(lines[limit - 1 :]))
    columns = (
        Column[ClientChange]("client", _("Client"), Kind.TEXT, lambda line: line.client, 30, wide=True),
        Column[ClientChange]("manager", _("Manager"), Kind.TEXT, lambda line: line.manager, 15),
        Column[ClientChange]("before", _("Was, ₽"), Kind.MONEY, lambda line: line.before, 15),
        Column[ClientChange]("shipped", _("Shipped, ₽"), Kind.MONEY, lambda line: line.shipped, 15),
        Column[ClientChange]("paid", _("Paid, ₽"), Kind.MONEY, lambda line: -line.paid, 15),
        Column[ClientChange]("corrected", _("Corrected, ₽"), Kind.MONEY, lambda line: line.corrected, 13),
        Column[ClientChange]("after", _("Now, ₽"), Kind.MONEY, lambda line: line.after, 15),
        Column[ClientChange](
            "difference", _("Change, ₽"), Kind.MONEY, lambda line: line.after - line.before, 15, _growth_tone
        ),
    )
    return Table(
        key="changes",
        title=_("What changed from {since} to {until}").format(
            since=formats.day(change.since), until=formats.day(change.until)
        ),
        columns=columns,
        rows=lines,
        totals=(replace(change.totals, client=_("Total"), client_id=0),),
        link=lambda line: line.client_id or None,
        empty=_("Nothing changed"),
    )


def _growth_tone(line: ClientChange) -> Tone:
    if line.after == line.before:
        return Tone.NONE
    return Tone.BROKEN if line.after > line.before else Tone.KEPT


def _other(lines: Sequence[ClientChange]) -> ClientChange:
    return ClientChange(
        client_id=0,
        client=ngettext("{n} other client", "{n} other clients", len(lines)).format(n=len(lines)),
        manager="",
        before=sum(line.before for line in lines),
        shipped=sum(line.shipped for line in lines),
        paid=sum(line.paid for line in lines),
        corrected=sum(line.corrected for line in lines),
        after=sum(line.after for line in lines),
    )


def members_table(members: Sequence[Member]) -> Table[Member]:
    """Who sits at the table, with room to sign."""
    columns = (
        Column[Member]("name", _("Member of the commission"), Kind.TEXT, lambda member: member.name, 28),
        Column[Member]("role", _("Position"), Kind.TEXT, lambda member: member.role, 28, wide=True),
        Column[Member]("sign", _("Signature"), Kind.TEXT, lambda _member: "", 22),
    )
    return Table("members", _("Members of the commission"), columns, tuple(members))


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A line of the minutes: prefilled for the worst clients, blank for others."""

    client: str = ""
    debt: Kopecks | None = None
    overdue: Kopecks | None = None


def decisions_table(cards: Sequence[ClientCard], blanks: int) -> Table[DecisionRow]:
    """«Клиент | Долг | Просрочка | Решение | Ответственный | Срок», to be filled in by hand."""
    rows = [DecisionRow(card.client.name, card.line.total, card.line.overdue) for card in cards]
    columns = (
        Column[DecisionRow]("client", _("Client"), Kind.TEXT, lambda row: row.client, 22),
        Column[DecisionRow]("debt", _("Debt, ₽"), Kind.MONEY, lambda row: row.debt, 13),
        Column[DecisionRow]("overdue", _("Overdue, ₽"), Kind.MONEY, lambda row: row.overdue, 13),
        Column[DecisionRow]("decision", _("Decision"), Kind.TEXT, lambda _row: "", 30, wide=True),
        Column[DecisionRow]("responsible", _("Responsible person"), Kind.TEXT, lambda _row: "", 15),
        Column[DecisionRow]("deadline", _("Deadline"), Kind.TEXT, lambda _row: "", 11),
    )
    return Table("decisions", _("Decisions"), columns, [*rows, *(DecisionRow() for _row in range(blanks))])
