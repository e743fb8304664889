"""The week's bridge as a table: why overdue debt is what it is now."""

from dataclasses import replace

from app import formats
from app.domain.bridge import Bridge, BridgeLine, total
from app.i18n import _, ngettext
from app.reports.table import Column, Kind, Table, Tone


def bridge_table(bridge: Bridge, by_manager: bool = False, limit: int | None = None) -> Table[BridgeLine]:
    """Overdue before + matured + returned + rewritten - paid - goods - written off = overdue now, in each line. With
    ``limit`` the smaller changes are folded into one line, so that the columns still add up."""
    lines = bridge.lines
    if limit is not None and len(lines) > limit:
        rest = lines[limit - 1 :]
        words = ngettext("{n} other client", "{n} other clients", len(rest)).format(n=len(rest))
        lines = (*lines[: limit - 1], replace(total(rest, words), client_id=0, manager=""))
    who = _("Manager") if by_manager else _("Client")
    none = _("without manager") if by_manager else ""
    columns = [
        Column[BridgeLine]("label", who, Kind.TEXT, lambda line: line.label or none, 30, wide=True),
        Column[BridgeLine]("before", _("Overdue was, ₽"), Kind.MONEY, lambda line: line.before, 15),
        Column[BridgeLine]("matured", _("Fell due, ₽"), Kind.MONEY, lambda line: line.matured, 15),
        Column[BridgeLine]("returned", _("Owed again, ₽"), Kind.MONEY, lambda line: line.returned, 14),
        Column[BridgeLine]("paid", _("Paid, ₽"), Kind.MONEY, lambda line: -line.paid, 15),
        Column[BridgeLine]("goods", _("Goods returned, ₽"), Kind.MONEY, lambda line: -line.goods, 14),
        Column[BridgeLine]("written_off", _("Written off, ₽"), Kind.MONEY, lambda line: -line.written_off, 13),
        Column[BridgeLine]("rewritten", _("Rewritten, ₽"), Kind.MONEY, lambda line: line.rewritten, 14),
        Column[BridgeLine]("after", _("Overdue now, ₽"), Kind.MONEY, lambda line: line.after, 15),
        Column[BridgeLine](
            "difference", _("Change, ₽"), Kind.MONEY, lambda line: line.after - line.before, 15, _growth_tone
        ),
    ]
    return Table(
        key="bridge",
        title=_("Why overdue debt changed from {since} to {until}").format(
            since=formats.day(bridge.since), until=formats.day(bridge.until)
        ),
        columns=tuple(columns),
        rows=lines,
        totals=(replace(bridge.totals, label=_("Total"), client_id=0),),
        link=None if by_manager else lambda line: line.client_id or None,
        note=_rewritten_note(bridge),
        empty=_("Nothing changed"),
    )


def _rewritten_note(bridge: Bridge) -> str:
    """By which due dates this is counted, said only where it matters."""
    if not any(line.rewritten for line in bridge.lines):
        return ""
    return _(
        "By the due dates stated on each day. The figures on top and the charts count both days by those known now:"
        " where a report rewrote a due date, the two differ."
    )


def _growth_tone(line: BridgeLine) -> Tone:
    if line.after == line.before:
        return Tone.NONE
    return Tone.BROKEN if line.after > line.before else Tone.KEPT
