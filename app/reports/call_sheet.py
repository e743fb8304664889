"""Sheets to call from, filled in by hand and typed back, and the monthly list of malicious debtors.

The number of a box is the client's number in the book: it never drifts between printing and typing back.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from app import formats
from app.domain.dossier import Part, Person
from app.domain.work import PromiseState
from app.domain.worklist import SPOKEN, ActionKind, WorkLine
from app.i18n import _, ngettext, pgettext
from app.reports import wording
from app.reports.document import Document, Paragraph, Section, Signatures, TableBlock
from app.reports.table import Column, Kind, Table, Tone
from app.reports.work_tables import action_word, evasion_word, record_words, why

OUTCOMES = range(1, 7)
"""Boxes to tick on a sheet."""

_ALOUD = SPOKEN | {ActionKind.MEETING}
_ROW = 11.0  # mm


def outcome_word(number: int) -> str:
    """What a box of the sheet means; raises ``KeyError`` for a number that is not on it."""
    return {
        1: pgettext("call sheet", "promised to pay"),
        2: pgettext("call sheet", "asked to call again"),
        3: pgettext("call sheet", "no answer"),
        4: pgettext("call sheet", "disputes the debt"),
        5: pgettext("call sheet", "no money for now"),
        6: pgettext("call sheet", "says it is paid"),
    }[number]


def call_sheets(
    rows: Sequence[WorkLine], people: Mapping[int, Sequence[Person]], day: date, company: str = "", footer: str = ""
) -> Document:
    """One section for each manager, the clients who are called in the order of work: whoever has a promise that is
    waited for, a pause or lawyers stands on no sheet."""
    rows = callable_rows(rows)
    owners = sorted({_owner(row) for row in rows}, key=lambda name: (not name, name.casefold()))
    sections = tuple(_section(name, [row for row in rows if _owner(row) == name], people, day) for name in owners)
    return Document(_("Call sheets of {day}").format(day=formats.day(day)), sections, day, company, footer)


def callable_rows(rows: Sequence[WorkLine]) -> list[WorkLine]:
    """Lines with something to say to the client itself."""
    return [row for row in rows if any(action.kind in _ALOUD for action in row.actions)]


def malicious_list(rows: Sequence[WorkLine], day: date, company: str = "", footer: str = "") -> Document:
    """For the commercial director, with a copy to the lawyers (the memo, point 9)."""
    title = _("Malicious debtors on {day}").format(day=formats.day(day))
    ordered = sorted(rows, key=lambda row: -row.situation.overdue)
    clients = formats.clients(len(ordered))
    total = formats.money_sign(sum(row.situation.overdue for row in ordered))
    blocks = (
        Paragraph(_("To the commercial director; a copy to the lawyers. {clients}, overdue {sum}.").format(
            clients=clients, sum=total)),
        TableBlock(_malicious_table(ordered, title), titled=False, lines=3),
        Signatures(((_("Commercial director"), ""), (_("Lawyer"), ""))),
    )  # fmt: skip
    return Document(title, (Section(title, blocks, landscape=True),), day, company, footer)


def _section(name: str, rows: Sequence[WorkLine], people: Mapping[int, Sequence[Person]], day: date) -> Section:
    legend = "   ".join(f"{number} {outcome_word(number)}" for number in OUTCOMES)
    table = _sheet_table(rows, people)
    subtitle = _("Calls on {day}: {clients}").format(day=formats.day(day), clients=formats.clients(len(rows)))
    return Section(
        name or _("No manager"),
        (Paragraph(legend, Tone.MUTED), TableBlock(table, titled=False, lines=3, row_height=_ROW)),
        landscape=True,
        subtitle=subtitle,
    )


def _sheet_table(rows: Sequence[WorkLine], people: Mapping[int, Sequence[Person]]) -> Table[WorkLine]:
    def whom(row: WorkLine) -> str:
        return _whom(people.get(row.situation.client_id, ())) or _promiser(row)

    boxes = tuple(Column[WorkLine](f"box{n}", str(n), Kind.TEXT, _blank, 3) for n in OUTCOMES)
    columns = (
        Column[WorkLine]("number", _("No."), Kind.COUNT, lambda row: row.situation.client_id, 5),
        Column[WorkLine]("client", _("Client"), Kind.TEXT, lambda row: row.situation.client, 24, wide=True),
        Column[WorkLine]("whom", _("Whom to ask for"), Kind.TEXT, whom, 22),
        Column[WorkLine]("overdue", _("Overdue, ₽"), Kind.MONEY, lambda row: row.situation.overdue, 13),
        Column[WorkLine]("days", _("Days"), Kind.DAYS, lambda row: row.situation.max_days or None, 5),
        Column[WorkLine]("why", _("Why"), Kind.TEXT, _why, 24),
        Column[WorkLine]("promised", _("Last promise"), Kind.TEXT, _last_promise, 16),
        *boxes,
        Column[WorkLine]("day", _("Day"), Kind.TEXT, _blank, 9),
        Column[WorkLine]("sum", _("Sum"), Kind.TEXT, _blank, 11),
    )
    return Table(key="call_sheet", title=_("Calls"), columns=columns, rows=tuple(rows))


def _malicious_table(rows: Sequence[WorkLine], title: str) -> Table[WorkLine]:
    columns = (
        Column[WorkLine]("client", _("Client"), Kind.TEXT, lambda row: row.situation.client, 28, wide=True),
        Column[WorkLine]("overdue", _("Overdue, ₽"), Kind.MONEY, lambda row: row.situation.overdue, 14),
        Column[WorkLine]("days", _("Days"), Kind.DAYS, lambda row: row.situation.max_days, 6),
        Column[WorkLine]("promises", _("Promises"), Kind.TEXT, lambda row: record_words(row.situation.record), 26),
        Column[WorkLine]("evasion", _("Answers"), Kind.TEXT, lambda row: evasion_word(row.situation), 10),
        Column[WorkLine]("talked", _("Last talk"), Kind.DATE, lambda row: row.situation.talked, 10),
        Column[WorkLine]("wrote", _("Last letter"), Kind.DATE, lambda row: row.situation.wrote, 10),
        Column[WorkLine]("manager", _("Manager"), Kind.TEXT, _owner, 14),
    )
    return Table(key="malicious", title=title, columns=columns, rows=tuple(rows))


def _whom(people: Iterable[Person]) -> str:
    """Who pays or decides, with the telephone."""
    rank = {Part.BOTH: 0, Part.PAYS: 1, Part.DECIDES: 2, Part.NEITHER: 3}
    known = sorted((one for one in people if one.gone_on is None), key=lambda one: rank[one.part])
    return ", ".join(word for word in (known[0].name, known[0].phone) if word) if known else ""


def _promiser(row: WorkLine) -> str:
    """Who promised last, when nobody is written down."""
    made = [p for p in row.situation.promises if p.who]
    return max(made, key=lambda p: (p.made_on, p.promise_id)).who if made else ""


def _why(row: WorkLine) -> str:
    first = next(action for action in row.actions if action.kind in _ALOUD)
    return f"{action_word(first.kind)}: {why(first)}"


def _last_promise(row: WorkLine) -> str:
    """The newest promise that still says something, and what became of it."""
    made = [p for p in row.situation.promises if p.state is not PromiseState.MOVED]
    if not made:
        return ""
    last = max(made, key=lambda p: (p.made_on, p.promise_id))
    sum_, day = formats.roubles_sign(last.amount), formats.short_day(last.due)
    return _("{sum} by {day}: {state}").format(sum=sum_, day=day, state=wording.promise_word(last.state))


def answers_word(count: int) -> str:
    """«12 ответов»."""
    return ngettext("{n} answer", "{n} answers", count).format(n=count)


def _owner(row: WorkLine) -> str:
    given = row.situation.handover
    return given.owner if given is not None else row.situation.manager


def _blank(_row: WorkLine) -> str:
    return ""
