"""Words of zones, measures, channels and states: one name for each thing on every screen and paper."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from app.domain.aging import AgingRules, Interval, Zone
from app.domain.money import Kopecks
from app.domain.statement import Level, Severity, StatementKind
from app.domain.work import Channel, PromiseState
from app.formats import NBSP, decimal
from app.i18n import _, ngettext, pgettext

if TYPE_CHECKING:
    from app.domain.importing import ChangeKind


def zone_word(zone: Zone) -> str:
    """One adjective: ``красная``; empty outside the zones."""
    return {
        Zone.NONE: "",
        Zone.GREY: pgettext("zone", "grey"),
        Zone.YELLOW: pgettext("zone", "yellow"),
        Zone.RED: pgettext("zone", "red"),
    }[zone]


def zone_name(zone: Zone) -> str:
    """``красная зона``; empty outside the zones."""
    return {
        Zone.NONE: "",
        Zone.GREY: _("grey zone"),
        Zone.YELLOW: _("yellow zone"),
        Zone.RED: _("red zone"),
    }[zone]


def standing(max_days: int, owes: bool, rules: AgingRules) -> str:
    """Where a client stands in a word or two: its zone, ``до 14 дней`` or ``в срок``; empty: no debt."""
    if not owes:
        return ""
    slot = rules.slot(max_days)
    if slot < 0:
        return _("not due")
    interval = rules.intervals[slot]
    return zone_word(interval.zone) or up_to(interval)


def up_to(interval: Interval) -> str:
    """``до 14 дней``, for intervals that carry no zone."""
    if interval.last is None:
        return interval.text
    return ngettext("up to {n} day", "up to {n} days", interval.last).format(n=interval.last)


def measure(zone: Zone, overdue: Kopecks) -> str | None:
    """What the zone demands, in a word; a call for any other overdue debt; None when nothing is overdue."""
    if overdue <= 0:
        return None
    return {
        Zone.NONE: pgettext("measure", "call"),
        Zone.GREY: pgettext("measure", "notice"),
        Zone.YELLOW: pgettext("measure", "claim"),
        Zone.RED: pgettext("measure", "security service"),
    }[zone]


def measure_in_full(zone: Zone) -> str:
    """The article's measure of each zone."""
    return {
        Zone.NONE: _("call by the manager"),
        Zone.GREY: _("written notice from the commercial director"),
        Zone.YELLOW: _("legal department, official claim"),
        Zone.RED: _("security service"),
    }[zone]


def channel_word(channel: Channel) -> str:
    """How we spoke."""
    return {
        Channel.CALL: pgettext("channel", "call"),
        Channel.LETTER: pgettext("channel", "letter"),
        Channel.MEETING: pgettext("channel", "meeting"),
        Channel.EMAIL: pgettext("channel", "e-mail"),
        Channel.MESSAGE: pgettext("channel", "message"),
        Channel.VISIT: pgettext("channel", "visit"),
    }[channel]


def promise_word(state: PromiseState) -> str:
    """What became of a promise."""
    return {
        PromiseState.OPEN: pgettext("promise", "waiting"),
        PromiseState.KEPT: pgettext("promise", "kept"),
        PromiseState.PART: pgettext("promise", "kept in part"),
        PromiseState.BROKEN: pgettext("promise", "broken"),
        PromiseState.MOVED: pgettext("promise", "moved"),
    }[state]


def change_word(kind: ChangeKind) -> str:
    """What happens to a document."""
    from app.domain.importing import ChangeKind

    return {
        ChangeKind.NEW: pgettext("document", "new"),
        ChangeKind.PAID: pgettext("document", "repaid"),
        ChangeKind.PART_PAID: pgettext("document", "repaid in part"),
        ChangeKind.GROWN: pgettext("document", "grown"),
        ChangeKind.KEPT: pgettext("document", "left open"),
        ChangeKind.REWRITTEN: pgettext("document", "changed in the past"),
        ChangeKind.RESURRECTED: pgettext("document", "owed again"),
        ChangeKind.SAME: pgettext("document", "unchanged"),
        ChangeKind.EXPLAINED: pgettext("payment", "explained"),
        ChangeKind.ADVANCE: pgettext("payment", "advance"),
        ChangeKind.UNREFLECTED: pgettext("payment", "not in the reports"),
        ChangeKind.EARLIER: pgettext("payment", "before the first report"),
        ChangeKind.UNMATCHED: pgettext("payment", "payer not known"),
        ChangeKind.TWIN: pgettext("payment", "in two sources, counted once"),
    }[kind]


def kind_word(kind: StatementKind) -> str:
    """What a report holds."""
    return {
        StatementKind.DEBTS: pgettext("report", "debts"),
        StatementKind.SALES: pgettext("report", "sales"),
        StatementKind.PAYMENTS: pgettext("report", "payments"),
        StatementKind.MOVEMENTS: pgettext("report", "movements"),
    }[kind]


def level_word(level: Level) -> str:
    """How deep a report goes."""
    return {
        Level.CLIENT: pgettext("level", "by client"),
        Level.CONTRACT: pgettext("level", "by contract"),
        Level.ORDER: pgettext("level", "by order"),
        Level.DOCUMENT: pgettext("level", "by document"),
    }[level]


def severity_word(severity: Severity) -> str:
    """How grave a problem is."""
    return {
        Severity.ERROR: pgettext("problem", "error"),
        Severity.WARNING: pgettext("problem", "look"),
        Severity.INFO: pgettext("problem", "note"),
    }[severity]


def state_word(state: str) -> str:
    """State of a loaded report; an unknown one as it is."""
    words = {
        "accepted": pgettext("report state", "accepted"),
        "withdrawn": pgettext("report state", "withdrawn"),
        "superseded": pgettext("report state", "superseded"),
    }
    return words.get(state, state)


_INTERVAL = re.compile(r"\d{1,4}(?:–\d{1,4}|\+)")


def called(number: str, doc_date: date | None) -> str:
    """A document's number; an interval of a client's balance with its unit, or «31+» would look like a number."""
    if doc_date is None and _INTERVAL.fullmatch(number):
        return _("{n} d.").format(n=number).replace(" ", NBSP)
    return number


def short_money(kopecks: Kopecks) -> str:
    """A sum for a title or an axis: ``41,3 млн``, ``340 тыс.``, ``850``; roubles, no currency sign."""
    roubles = round(kopecks / 100)
    size = abs(roubles)
    if size >= 999_500_000:
        return pgettext("sum", "{n} bn").format(n=_short(roubles / 1e9)).replace(" ", NBSP)
    if size >= 999_500:
        return pgettext("sum", "{n} m").format(n=_short(roubles / 1e6)).replace(" ", NBSP)
    if size >= 1_000:
        return pgettext("sum", "{n} k").format(n=decimal(roubles / 1e3, 0)).replace(" ", NBSP)
    return decimal(roubles, 0)


def _short(number: float) -> str:
    return decimal(number, 1 if abs(number) < 99.95 and number != int(number) else 0)
