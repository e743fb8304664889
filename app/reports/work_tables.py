"""The work list, promises with reliability, and the call sheet as tables."""

from app import formats
from app.domain.reasons import Evasion
from app.domain.work import PromiseRecord
from app.domain.worklist import Action, ActionKind, Score, Situation, WorkLine
from app.i18n import _, ngettext, pgettext
from app.reports.table import ZONE_TONE, Column, Kind, Table, Tone, Value

ALARMING = frozenset({ActionKind.PROMISE_BROKEN, ActionKind.HEARING, ActionKind.MEETING})


def action_word(kind: ActionKind) -> str:
    """What is to be done, in a word or two."""
    return {
        ActionKind.PROMISE_BROKEN: pgettext("action", "promise broken"),
        ActionKind.PROMISE_DUE: pgettext("action", "promised for today"),
        ActionKind.HEARING: pgettext("action", "hearing"),
        ActionKind.MEETING: pgettext("action", "meeting of directors"),
        ActionKind.CALL: pgettext("action", "call"),
        ActionKind.NEXT: pgettext("action", "agreed contact"),
        ActionKind.CHECK: pgettext("action", "ask bookkeeping"),
        ActionKind.REMIND: pgettext("action", "remind of the due date"),
        ActionKind.DISPUTE: pgettext("action", "answer in a dispute"),
        ActionKind.HANDOVER: pgettext("action", "answer on a hand-over"),
        ActionKind.WRITE: pgettext("action", "written request"),
        ActionKind.MALICIOUS: pgettext("action", "list of malicious debtors"),
        ActionKind.THANK: pgettext("action", "thank"),
    }[kind]


def why(action: Action) -> str:
    """Why it is due, with its figures."""
    values = {
        "sum": formats.roubles_sign(action.amount),
        "day": formats.day(action.day) if action.day else "",
        "since": formats.day(action.since),
        "count": action.count,
    }
    words = {
        ActionKind.PROMISE_BROKEN: _("promised by {day}, not paid: {sum}"),
        ActionKind.PROMISE_DUE: _("promised by {day}: {sum}"),
        ActionKind.HEARING: _("hearing on {day}"),
        ActionKind.MEETING: _("{count} promises broken, {sum} overdue"),
        ActionKind.CALL: _("overdue {sum}, due since {since}"),
        ActionKind.NEXT: _("agreed for {day}"),
        ActionKind.CHECK: _("fell due on {day}, the report is older: {sum}"),
        ActionKind.REMIND: _("due on {day}: {sum}"),
        ActionKind.DISPUTE: _("answer was expected by {day}: {sum}"),
        ActionKind.HANDOVER: _("answer was expected by {day}"),
        ActionKind.WRITE: _("a week without a letter: {sum}"),
        ActionKind.MALICIOUS: _("for the director and legal: {sum}"),
        ActionKind.THANK: _("overdue debt was paid: {sum}"),
    }
    text = words[action.kind].format(**values)
    if action.kind is ActionKind.HEARING and action.count:
        return _("the hearing of {day} is over: write down its outcome").format(**values)
    if action.kind is ActionKind.CALL and action.count:
        missed = ngettext("{n} call missed", "{n} calls missed", action.count).format(n=action.count)
        text = f"{text}, {missed}"
    return text


def work_words(row: WorkLine) -> str:
    """All that is due with a client in one sentence: «Обещание сорвано: …; ещё: звонок, письменный запрос»."""
    first = row.actions[0]
    text = f"{action_word(first.kind)}: {why(first)}"
    if len(row.actions) > 1:
        text += "; " + _("also: {actions}").format(actions=_more(row))
    return text[:1].upper() + text[1:]


def score_words(score: Score) -> str:
    """The parts of the score: «сумма 40 + дни 20 + зона 15»."""
    names = {
        "sum": pgettext("score", "sum"),
        "days": pgettext("score", "days"),
        "zone": pgettext("score", "zone"),
        "promise": pgettext("score", "promise"),
        "rhythm": pgettext("score", "missed calls"),
        "chance": pgettext("score", "chance"),
    }
    return " + ".join(f"{names[name]} {points}" for name, points in score.parts)


def record_words(record: PromiseRecord) -> str:
    """«обещал 6 раз, сдержал 2, обычно на 9 дней позже»; empty for somebody who never promised."""
    if not record.made:
        return ""
    made = ngettext("promised {n} time", "promised {n} times", record.made).format(n=record.made)
    parts = [made, _("kept {n}").format(n=record.kept)]
    if record.moved:
        parts.append(_("moved {n}").format(n=record.moved))
    if record.late is not None and record.late > 0:
        parts.append(_("usually {days} later").format(days=formats.days(record.late)))
    return ", ".join(parts)


def evasion_word(one: Situation) -> str:
    """«темнит» or «футболит», for who does."""
    return evasion_name(one.evader) if one.evader is not None else ""


def evasion_name(kind: Evasion) -> str:
    """How an answer is evaded, in a word."""
    return {Evasion.DODGE: pgettext("evasion", "dodges"), Evasion.PASS: pgettext("evasion", "passes the buck")}[kind]


def work_table(lines: tuple[WorkLine, ...], title: str) -> Table[WorkLine]:
    """Clients in the order of work, with what to do and why."""
    columns = (
        Column[WorkLine]("points", _("Points"), Kind.COUNT, lambda row: row.score.total, 7),
        Column[WorkLine]("client", _("Client"), Kind.TEXT, lambda row: row.situation.client, 28, wide=True),
        Column[WorkLine]("action", _("To do"), Kind.TEXT, lambda row: action_word(row.actions[0].kind), 22, _alarm),
        Column[WorkLine]("why", _("Why"), Kind.TEXT, lambda row: why(row.actions[0]), 36, wide=True),
        Column[WorkLine]("overdue", _("Overdue, ₽"), Kind.MONEY, lambda row: row.situation.overdue, 13),
        Column[WorkLine]("days", _("Days"), Kind.DAYS, _days, 6, _zone),
        Column[WorkLine]("expected", _("Expected, ₽"), Kind.MONEY, lambda row: row.expected, 12),
        Column[WorkLine]("talked", _("Last talk"), Kind.DATE, lambda row: row.situation.talked, 10),
        Column[WorkLine]("manager", _("Manager"), Kind.TEXT, _whose, 14),
        Column[WorkLine]("more", _("Also"), Kind.TEXT, _more, 24),
    )
    return Table(
        key="worklist",
        title=title,
        columns=columns,
        rows=lines,
        link=lambda row: row.situation.client_id,
        note=_("Points: sum, days, zone, promise, missed calls, chance; expected is the overdue sum by the chance."),
        empty=_("Nobody has to be called on this day"),
    )


def _more(row: WorkLine) -> str:
    return ", ".join(action_word(action.kind) for action in row.actions[1:])


def _whose(row: WorkLine) -> str:
    given = row.situation.handover
    return given.owner if given is not None else row.situation.manager


def _days(row: WorkLine) -> Value:
    return row.situation.max_days if row.situation.max_days > 0 else None


def _zone(row: WorkLine) -> Tone:
    return ZONE_TONE[row.situation.zone]


def _alarm(row: WorkLine) -> Tone:
    return Tone.BROKEN if row.actions[0].kind in ALARMING else Tone.NONE
