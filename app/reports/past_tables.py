"""What a report says otherwise than the ones before it: each document with its effect on overdue debt."""

from collections.abc import Sequence

from app import formats
from app.domain.importing import ChangeKind, ItemChange
from app.domain.money import Kopecks
from app.i18n import _
from app.reports import wording
from app.reports.table import Column, Kind, RowStyle, Table, Tone

_TONE = {
    ChangeKind.RESURRECTED: Tone.RED,
    ChangeKind.REWRITTEN: Tone.YELLOW,
    ChangeKind.GROWN: Tone.YELLOW,
    ChangeKind.PAID: Tone.GREY,
}
_ORDER = (ChangeKind.REWRITTEN, ChangeKind.GROWN, ChangeKind.RESURRECTED, ChangeKind.PAID, ChangeKind.KEPT)


def past_changes_table(changes: Sequence[ItemChange], day: str = "") -> Table[ItemChange]:
    """Documents rewritten, come back with an old date, or gone from the report; the gravest effect first in each
    kind. ``day``: of the report, for the title."""
    rows = sorted(changes, key=lambda change: (_ORDER.index(change.kind), -abs(change.overdue_effect), change.client))
    columns = (
        Column[ItemChange](
            "kind", _("What happened"), Kind.TEXT, _word, 20, lambda change: _TONE.get(change.kind, Tone.NONE)
        ),
        Column[ItemChange]("client", _("Client"), Kind.TEXT, lambda change: change.client or _("Total"), 26),
        Column[ItemChange]("number", _("Document"), Kind.TEXT, _called, 16),
        Column[ItemChange]("doc_date", _("Shipped"), Kind.DATE, lambda change: change.doc_date, 10),
        Column[ItemChange]("note", _("What was rewritten"), Kind.TEXT, lambda change: change.note, 34, wide=True),
        Column[ItemChange]("before", _("Was, ₽"), Kind.MONEY, lambda change: change.before, 14),
        Column[ItemChange]("after", _("Now, ₽"), Kind.MONEY, lambda change: change.after, 14),
        Column[ItemChange]("overdue", _("Effect on overdue, ₽"), Kind.MONEY, lambda change: change.overdue_effect, 15),
    )
    title = _("What was rewritten in the past")
    return Table(
        key="past-changes",
        title=_("What the report of {day} rewrote in the past").format(day=day) if day else title,
        columns=columns,
        rows=tuple(rows),
        totals=(_total(rows),) if rows else (),
        style=lambda change: RowStyle.NORMAL if change.client else RowStyle.SUBTOTAL,
        note=_note(rows),
        empty=_("Nothing was rewritten in the past"),
        lines=20,  # what was rewritten is the point of this paper: it is never cut
    )


def _called(change: ItemChange) -> str:
    return wording.called(change.number, change.doc_date)


def _word(change: ItemChange) -> str:
    if not change.client:
        return ""
    return {
        ChangeKind.REWRITTEN: _("rewritten"),
        ChangeKind.RESURRECTED: _("came from the past"),
        ChangeKind.GROWN: _("owes more"),
        ChangeKind.PAID: _("gone from the report"),
        ChangeKind.KEPT: _("gone, kept open"),
    }[change.kind]


def _total(rows: Sequence[ItemChange]) -> ItemChange:
    """A row without a client: the sums of the rows."""
    return ItemChange(ChangeKind.SAME, "", "", None, sum(row.before for row in rows), sum(row.after for row in rows),
                      "", sum(row.overdue_effect for row in rows))  # fmt: skip


def _note(rows: Sequence[ItemChange]) -> str:
    """Gone documents are payments as a rule; the rest is what nobody announced."""
    gone = [row for row in rows if row.kind is ChangeKind.PAID]
    told = _effect([row for row in rows if row.kind is not ChangeKind.PAID])
    words = _("Without the gone documents overdue debt changed by {sum}.").format(sum=formats.money_sign(told))
    if not gone:
        return ""
    return (
        words
        + " "
        + _("Gone documents count as paid: {count}, overdue changed by {sum}.").format(
            count=formats.documents(len(gone)), sum=formats.money_sign(_effect(gone))
        )
    )


def _effect(rows: Sequence[ItemChange]) -> Kopecks:
    return sum(row.overdue_effect for row in rows)
