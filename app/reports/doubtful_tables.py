"""Reserve and limitation on screen and paper. Every heading says that the figures are for reference."""

from collections.abc import Sequence
from typing import Protocol

from app import formats
from app.domain.debt import OpenItem
from app.domain.limitation import Limitation, Nearness
from app.domain.reserve import Reserve, ReserveLine
from app.i18n import _
from app.reports.table import Column, Kind, Table, Tone


class Clock(Protocol):
    """An overdue document with its clock."""

    @property
    def item(self) -> OpenItem:
        """The document."""

    @property
    def clock(self) -> Limitation:
        """Its clock."""


NEAR_TONE = {
    Nearness.NONE: Tone.NONE,
    Nearness.SIX: Tone.GREY,
    Nearness.THREE: Tone.YELLOW,
    Nearness.ONE: Tone.RED,
    Nearness.OVER: Tone.RED,
}


def nearness_word(nearness: Nearness) -> str:
    """How near the end is."""
    return {
        Nearness.NONE: "",
        Nearness.SIX: _("less than 6 months"),
        Nearness.THREE: _("less than 3 months"),
        Nearness.ONE: _("less than a month"),
        Nearness.OVER: _("expired"),
    }[nearness]


def reserve_table(found: Reserve) -> Table[ReserveLine]:
    """Clients by the reserve they need; totals tie to the lines."""

    def money(key: str, title: str, width: int = 15) -> Column[ReserveLine]:
        return Column(key, title, Kind.MONEY, lambda line: getattr(line, key), width, precise=True)

    columns = (
        Column[ReserveLine]("client", _("Client"), Kind.TEXT, lambda line: line.client, 30, wide=True),
        money("early", _("Up to 44 days, ₽")),
        money("half", _("45–90 days, ₽")),
        money("whole", _("Over 90 days, ₽")),
        money("netted", _("We owe, netted, ₽")),
        money("secured", _("Secured, ₽"), 13),
        money("reserve", _("Reserve, ₽")),
    )
    return Table(
        key="reserve",
        title=_("Tax reserve for doubtful debts (for reference)"),
        columns=columns,
        rows=found.lines,
        totals=(_sum(found.lines),) if found.lines else (),
        link=lambda line: line.client_id or None,
        note=reserve_note(found),
        empty=_("No overdue debt: nothing to set aside"),
    )


def reserve_note(found: Reserve) -> str:
    """What was counted, and what the cap leaves."""
    base = _(
        "For reference, check with your accountant: overdue 45 to 90 days at 50 %, over 90 days in full, on the last"
        " day of a reporting period (Tax Code, art. 266)."
    )
    if found.cap is None:
        return base + " " + _("Revenue is not named, so the cap of 10 % is not applied.")
    words = _("The cap is 10 % of revenue {revenue}: {cap}; may be set aside {allowed}.")
    return (
        base
        + " "
        + words.format(
            revenue=formats.money_sign(found.revenue or 0),
            cap=formats.money_sign(found.cap),
            allowed=formats.money_sign(found.allowed),
        )
    )


def clocks_table(lines: Sequence[Clock]) -> Table[Clock]:
    """Overdue documents, the one whose clock ends first on top."""
    columns = (
        Column[Clock]("client", _("Client"), Kind.TEXT, lambda one: one.item.client, 30, wide=True),
        Column[Clock]("number", _("Document"), Kind.TEXT, lambda one: one.item.number, 18),
        Column[Clock]("balance", _("Balance due, ₽"), Kind.MONEY, lambda one: one.item.balance, 15, precise=True),
        Column[Clock]("due", _("Due"), Kind.DATE, lambda one: one.clock.due, 10),
        Column[Clock]("since", _("Clock runs from"), Kind.DATE, lambda one: one.clock.since, 12),
        Column[Clock]("ground", _("Restarted by"), Kind.TEXT, _ground, 26),
        Column[Clock]("stopped", _("Stopped, days"), Kind.DAYS, lambda one: one.clock.stopped or None, 10),
        Column[Clock]("expires", _("Last day to sue"), Kind.DATE, lambda one: one.clock.expires, 12, _tone),
        Column[Clock]("left", _("Left"), Kind.TEXT, lambda one: nearness_word(one.clock.warning), 18, _tone),
    )
    return Table(
        key="limitation",
        title=_("Limitation of actions (for reference)"),
        columns=columns,
        rows=tuple(lines),
        link=lambda one: one.item.client_id,
        note=_(
            "For reference, check with your lawyer: three years from the due date, restarted by an acknowledgment"
            " signed with powers, stopped for 30 days by a claim (Civil Code, art. 196–203)."
        ),
        empty=_("No overdue documents"),
    )


def _ground(one: Clock) -> str:
    by = one.clock.restarted_by
    if by is not None:
        return f"{by.document}, {formats.day(by.day)}"
    return _("signed without powers") if one.clock.idle else ""


def _tone(one: Clock) -> Tone:
    return NEAR_TONE[one.clock.warning]


def _sum(lines: Sequence[ReserveLine]) -> ReserveLine:
    def whole(name: str) -> int:
        return sum(getattr(line, name) for line in lines)

    names = ("early", "half", "whole", "netted", "secured", "reserve")
    return ReserveLine(0, _("Total"), *(whole(name) for name in names))
