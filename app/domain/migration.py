"""Migration between intervals: where the debt of one date stands on another, invoice by invoice.

The law: what stood in an interval is what stayed, moved and was settled; what stands in one now is what stayed,
came from others and is new; to the kopeck, with the debt of both dates. Both dates are read with the due dates known
now, as aging does: one rewritten since shows in both and not as a move (the week's bridge counts them as stated then).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.domain.aging import AgingRules
from app.domain.indicators import percent_of
from app.domain.money import Kopecks
from app.i18n import _

NOT_DUE_PLACE = 0
"""Places are counted from 0, the debt not due; place n is interval n - 1 of the rules."""


@dataclass(frozen=True, slots=True)
class Journey:
    """One document at both dates: balances in kopecks and due day (ordinal, None: unknown). ``client_id`` is shown."""

    invoice_id: int
    client_id: int
    manager: str
    due: int | None
    before: Kopecks
    after: Kopecks


@dataclass(frozen=True, slots=True)
class Migration:
    """``moved[source][target]`` kopecks and ``counts`` documents; ``settled[source]`` what left (paid, returned,
    written off), ``new[target]`` what came: documents shipped meanwhile and sums that grew."""

    since: date
    until: date
    rules: AgingRules
    moved: tuple[tuple[Kopecks, ...], ...]
    counts: tuple[tuple[int, ...], ...]
    settled: tuple[Kopecks, ...]
    new: tuple[Kopecks, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """Words of the places."""
        return (_("not due"), *(interval.text for interval in self.rules.intervals))

    @property
    def start(self) -> tuple[Kopecks, ...]:
        """Debt at ``since`` by place."""
        return tuple(sum(row) + gone for row, gone in zip(self.moved, self.settled, strict=True))

    @property
    def end(self) -> tuple[Kopecks, ...]:
        """Debt at ``until`` by place."""
        return tuple(sum(column) + came for *column, came in zip(*self.moved, self.new, strict=True))

    def worsened(self, source: int) -> Kopecks:
        """What moved from a place to graver ones."""
        return sum(self.moved[source][source + 1 :])

    def roll(self, source: int) -> Decimal | None:
        """Roll rate: percent of a place's debt that moved to graver places: 100 of which 30 were paid, 50 stayed and
        20 moved give 20.00. None when nothing stood there, and for the gravest."""
        if source == len(self.moved) - 1:
            return None
        return percent_of(self.worsened(source), self.start[source])

    @property
    def roll_rate(self) -> Decimal | None:
        """The same of the whole debt."""
        return percent_of(sum(map(self.worsened, range(len(self.moved)))), sum(self.start))


def migrate(journeys: Iterable[Journey], since: date, until: date, rules: AgingRules) -> Migration:
    """The matrix of documents between two dates. 100 due yesterday of which 40 was paid by next week: 60 moved from
    «not due» to «1-7», 40 settled."""
    width = len(rules.intervals) + 1
    moved = [[0] * width for _place in range(width)]
    counts = [[0] * width for _place in range(width)]
    settled, new = [0] * width, [0] * width
    for one in journeys:
        before, after = max(one.before, 0), max(one.after, 0)
        source, target = place(one.due, since, rules), place(one.due, until, rules)
        stayed = min(before, after)
        if stayed:
            moved[source][target] += stayed
            counts[source][target] += 1
        settled[source] += before - stayed
        new[target] += after - stayed
    return Migration(
        since, until, rules, tuple(map(tuple, moved)), tuple(map(tuple, counts)), tuple(settled), tuple(new)
    )


def place(due: int | None, day: date, rules: AgingRules) -> int:
    """Where a document due on an ordinal day stands on a date."""
    return NOT_DUE_PLACE if due is None else rules.slot(day.toordinal() - due) + 1
