"""What we know of clients as tables: a group of related clients, the whole list, what a list would change."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from app import formats
from app.domain.aging import AgingLine, AgingRules, Zone
from app.domain.client import ClientRow
from app.domain.roster import RosterPreview, RosterQuestion, RosterRow, TraitChange, TraitConflict
from app.domain.traits import Holding, Trait, Traits, ValueKind, catalogue, title, word
from app.i18n import _
from app.reports import wording
from app.reports.table import ZONE_TONE, Column, Kind, Table, Tone, Value

_LONGEST = 40
"""Characters of a group's name in a sentence: the sums after it must be seen."""


def holding_words(holding: Holding) -> str:
    """``«Ромашка»: 3 клиента, долг 1 200 000 ₽, просрочено 300 000 ₽``."""
    parts = [formats.clients(len(holding.lines)).replace(" ", formats.NBSP)]
    parts.append(_("debt {sum}").format(sum=formats.roubles_sign(holding.totals.total)))
    if holding.totals.overdue:
        parts.append(_("overdue {sum}").format(sum=formats.roubles_sign(holding.totals.overdue)))
    name = holding.name if len(holding.name) <= _LONGEST else f"{holding.name[: _LONGEST - 1].rstrip()}…"
    return f"{quoted(name)}: {', '.join(parts)}"


def quoted(name: str) -> str:
    """A name in quotes, once."""
    return name if any(sign in name for sign in '«»"“”') else f"«{name}»"


def holding_table(holding: Holding, rules: AgingRules) -> Table[AgingLine]:
    """Members of a group of related clients, each with its own debt, and their sum."""

    def zone(line: AgingLine) -> str:
        return "" if line.client_id is None else wording.standing(line.max_days, line.total > 0, rules)

    def tone(line: AgingLine) -> Tone:
        return Tone.MUTED if line.zone is Zone.NONE or line.client_id is None else ZONE_TONE[line.zone]

    columns = (
        Column[AgingLine]("client", _("Client"), Kind.TEXT, lambda line: line.label, 30, wide=True),
        Column[AgingLine]("manager", _("Manager"), Kind.TEXT, lambda line: line.manager, 16),
        Column[AgingLine]("zone", _("Zone"), Kind.TEXT, zone, 12, tone),
        Column[AgingLine]("count", _("Documents"), Kind.COUNT, lambda line: line.count or None, 10),
        Column[AgingLine]("total", _("Debt, ₽"), Kind.MONEY, lambda line: line.total, 15),
        Column[AgingLine](
            "overdue", _("Overdue, ₽"), Kind.MONEY, lambda line: line.overdue or None, 15, nothing=formats.DASH
        ),
        Column[AgingLine]("days", _("Days"), Kind.DAYS, lambda line: line.max_days or None, 7, nothing=formats.DASH),
        Column[AgingLine]("advances", _("Advances, ₽"), Kind.MONEY, lambda line: line.advances or None, 14),
    )
    return Table(
        key="holding",
        title=_("Group of related clients {name} on {day}").format(
            name=quoted(holding.name), day=formats.day(holding.as_of)
        ),
        columns=columns,
        rows=holding.lines,
        totals=(replace(holding.totals, label=_("Total"), client_id=None),),
        link=lambda line: line.client_id,
        note=_("Each client keeps its own documents and payments; here they are only added up."),
        empty=_("No clients"),
    )


def holdings_table(holdings: Sequence[Holding], as_of: date) -> Table[Holding]:
    """Every group of related clients with its summed debt."""
    columns = (
        Column[Holding]("name", _("Group of related clients"), Kind.TEXT, lambda group: group.name, 34, wide=True),
        Column[Holding]("clients", _("Clients"), Kind.COUNT, lambda group: len(group.lines), 9),
        Column[Holding]("total", _("Debt, ₽"), Kind.MONEY, lambda group: group.totals.total, 16),
        Column[Holding](
            "overdue", _("Overdue, ₽"), Kind.MONEY, lambda group: group.totals.overdue or None, 16,
            nothing=formats.DASH,
        ),
        Column[Holding](
            "days", _("Days"), Kind.DAYS, lambda group: group.totals.max_days or None, 7, nothing=formats.DASH
        ),
        Column[Holding]("advances", _("Advances, ₽"), Kind.MONEY, lambda group: group.totals.advances or None, 14),
    )  # fmt: skip
    return Table(
        key="holdings",
        title=_("Groups of related clients on {day}").format(day=formats.day(as_of)),
        columns=columns,
        rows=tuple(holdings),
        note=_("Enter shows the members. A client joins a group by what is known of it."),
        empty=_("No groups: name one in what is known of a client"),
    )


def clients_table(rows: Sequence[ClientRow], known: Mapping[int, Traits]) -> Table[ClientRow]:
    """The list of clients with everything known of them; loaded back as a list, it changes nothing."""

    def of(trait: Trait) -> Column[ClientRow]:
        definition = catalogue()[trait]
        money = definition.kind is ValueKind.MONEY

        def value(row: ClientRow) -> Value:
            stored = known[row.client_id].value(trait) if row.client_id in known else ""
            if money:
                return int(stored) if stored.isdecimal() else None
            return word(trait, stored) if stored else ""

        kind = Kind.MONEY if money else Kind.TEXT
        return Column[ClientRow](trait.value, definition.title, kind, value, 18)

    columns = (
        Column[ClientRow]("client", _("Client"), Kind.TEXT, lambda row: row.name, 30, wide=True),
        Column[ClientRow]("inn", _("Taxpayer number"), Kind.TEXT, lambda row: row.inn, 14),
        Column[ClientRow]("manager", _("Manager"), Kind.TEXT, lambda row: row.manager, 16),
        *(of(trait) for trait in Trait),
    )
    return Table(
        key="client_traits",
        title=_("What is known of clients"),
        columns=columns,
        rows=tuple(rows),
        link=lambda row: row.client_id or None,
        empty=_("No clients"),
    )


def changes_table(changes: Sequence[TraitChange]) -> Table[TraitChange]:
    """What a list would set: old -> new."""
    columns = (
        Column[TraitChange]("client", _("Client"), Kind.TEXT, lambda change: change.client, 30, wide=True),
        Column[TraitChange]("trait", _("What"), Kind.TEXT, lambda change: title(change.trait), 22),
        Column[TraitChange]("before", _("Was"), Kind.TEXT, lambda change: _shown(change.trait, change.before), 22,
                            nothing=formats.DASH),
        Column[TraitChange]("after", _("Will be"), Kind.TEXT, lambda change: word(change.trait, change.after), 22),
        Column[TraitChange]("row", _("Row"), Kind.COUNT, lambda change: change.row, 7),
    )  # fmt: skip
    return Table("trait_changes", _("What will change"), columns, tuple(changes), link=lambda one: one.client_id,
                 empty=_("Nothing will change"))  # fmt: skip


def _shown(trait: Trait, value: str) -> str | None:
    return word(trait, value) if value else None


def conflicts_table(conflicts: Sequence[TraitConflict]) -> Table[TraitConflict]:
    """Rows of one list that contradict each other."""

    def said(conflict: TraitConflict) -> str:
        one = _("row {row}: {value}")
        return "; ".join(one.format(row=row, value=word(conflict.trait, value)) for row, value in conflict.said)

    columns = (
        Column[TraitConflict]("client", _("Client"), Kind.TEXT, lambda one: one.client, 30, wide=True),
        Column[TraitConflict]("trait", _("What"), Kind.TEXT, lambda one: title(one.trait), 22),
        Column[TraitConflict]("said", _("What the rows say"), Kind.TEXT, said, 50, wide=True),
    )
    note = _("These values will not be written: correct the list and load it again.")
    return Table("trait_conflicts", _("Rows that contradict each other"), columns, tuple(conflicts), note=note)


def unknown_table(rows: Sequence[RosterRow]) -> Table[RosterRow]:
    """Rows whose client the book does not have."""
    columns = (
        Column[RosterRow]("row", _("Row"), Kind.COUNT, lambda row: row.row, 7),
        Column[RosterRow]("name", _("Name in the file"), Kind.TEXT, lambda row: row.party.name, 34, wide=True),
        Column[RosterRow]("inn", _("Taxpayer number"), Kind.TEXT, lambda row: row.party.inn, 14),
        Column[RosterRow]("code", _("Client's code"), Kind.TEXT, lambda row: row.party.code, 12),
    )
    return Table("unknown_clients", _("Not in the book"), columns, tuple(rows))


def questions_table(questions: Sequence[RosterQuestion]) -> Table[RosterQuestion]:
    """Names that may be clients of the book, with the evidence."""

    def similar(question: RosterQuestion) -> str:
        return "; ".join(f"{candidate.name} ({candidate.evidence})" for candidate in question.candidates)

    def rows(question: RosterQuestion) -> str:
        return ", ".join(map(str, question.rows))

    columns = (
        Column[RosterQuestion]("rows", _("Row"), Kind.TEXT, rows, 8),
        Column[RosterQuestion]("key", _("Key of the answer"), Kind.TEXT, lambda question: question.key, 30),
        Column[RosterQuestion]("similar", _("Similar clients"), Kind.TEXT, similar, 50, wide=True),
    )
    return Table("client_questions", _("Names to be confirmed"), columns, tuple(questions))


def preview_words(preview: RosterPreview) -> str:
    """What a list is and what it would do, in one sentence."""
    parts = [
        _("{rows} of {all} rows recognised, {clients}").format(
            rows=preview.matched, all=len(preview.roster.rows), clients=formats.clients(preview.clients)
        )
    ]
    if preview.same:
        parts.append(_("{count} values are in the book already").format(count=preview.same))
    return "; ".join(parts)
