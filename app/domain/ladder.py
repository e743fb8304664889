"""The ladder of letters: steps by days around the due date, by segment; the zones' measures are its top.

A letter is written to a client, a level is reached by a document. The batch is proposed and reviewed; nothing is sent
by the program. Sources: practice.md 1.1, caps 25, 42, 66, 70, 107 and I-11.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.aging import AgingRules, Zone
from app.domain.debt import OpenItem
from app.domain.letters import LetterKind
from app.domain.money import Kopecks


class Way(StrEnum):
    """How it reaches the client."""

    EMAIL = "email"
    MESSAGE = "message"  # a line of the SMS list
    POST = "post"
    INTERNAL = "internal"  # a paper of our own


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``day``: days after the due date, negative before it; with a ``zone`` the step begins where the zone
    does, whatever ``day`` says. ``who``: whose step it is."""

    key: str
    day: int
    kind: LetterKind
    way: Way
    who: str
    zone: Zone = Zone.NONE

    @property
    def signs(self) -> str:
        """Who signs it: whose step it is; a paper that gives a client away is signed by the director who gives."""
        return DIRECTOR if self.way is Way.INTERNAL and self.who != MANAGER else self.who

    def starts(self, rules: AgingRules) -> int | None:
        """The first day overdue on which it is due; None when its zone is in no interval."""
        return self.day if self.zone is Zone.NONE else rules.zone_start(self.zone)


@dataclass(frozen=True, slots=True)
class Segment:
    """Clients treated alike: by type and by debt. Empty ``kinds`` and ``categories`` mean any; the first segment that
    fits is taken, the last one fits everybody."""

    name: str
    steps: tuple[Step, ...]
    kinds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    least: Kopecks = 0

    def fits(self, kind: str, category: str, debt: Kopecks) -> bool:
        """Whether a client belongs here."""
        return (
            (not self.kinds or kind in self.kinds)
            and (not self.categories or category in self.categories)
            and debt >= self.least
        )


MANAGER, DIRECTOR, LEGAL, SECURITY = "manager", "director", "legal", "security"


def default_segments() -> tuple[Segment, ...]:
    """The article's ladder: reminder, 1st and 5th day (cap 107), suspension, then the zones' measures (cap 42)."""
    return (
        Segment(
            "",
            (
                Step("before", -3, LetterKind.REMINDER, Way.EMAIL, MANAGER),
                Step("first", 1, LetterKind.OVERDUE, Way.MESSAGE, MANAGER),
                Step("fifth", 5, LetterKind.OVERDUE, Way.EMAIL, MANAGER),
                Step("suspend", 15, LetterKind.SUSPENSION, Way.EMAIL, DIRECTOR),
                Step("grey", 31, LetterKind.DIRECTOR, Way.POST, DIRECTOR, Zone.GREY),
                Step("yellow", 45, LetterKind.CLAIM, Way.POST, LEGAL, Zone.YELLOW),
                Step("red", 61, LetterKind.LEGAL_TRANSFER, Way.INTERNAL, SECURITY, Zone.RED),
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A letter proposed: the step its gravest document reached, each document with its own level. ``again``: a step
    of the same weight was written before; ``organisation``: of ours, which is owed: each writes for itself."""

    client_id: int
    client: str
    manager: str
    step: Step
    items: tuple[tuple[OpenItem, str], ...]
    organisation: str | None = None

    @property
    def key(self) -> tuple[int, str]:
        """What it is told by in a batch: the client, and which of ours writes to it."""
        return self.client_id, self.organisation or ""

    @property
    def amount(self) -> Kopecks:
        """Sum of the documents named."""
        return sum(item.balance for item, _level in self.items)

    @property
    def days(self) -> int:
        """The longest delay among them."""
        return max(item.days for item, _level in self.items)


@dataclass(frozen=True, slots=True)
class Held:
    """A client that would be written to, but is not: why."""

    client_id: int
    client: str
    reason: str
    amount: Kopecks


def level(item_days: int, steps: Sequence[Step], rules: AgingRules) -> Step | None:
    """The furthest step that a document ``item_days`` overdue (negative before the due date) has reached."""
    reached = [(start, n, step) for n, step in enumerate(steps) if (start := step.starts(rules)) is not None]
    return max((row for row in reached if row[0] <= item_days), default=(0, 0, None))[2]


def proposed(
    items: Iterable[OpenItem],
    days_of: Mapping[int, int],
    segment_of: Mapping[int, Segment],
    written: Mapping[int, frozenset[str]],
    rules: AgingRules,
    least: Kopecks,
    organisation_of: Mapping[int, str] | None = None,
) -> tuple[BatchLine, ...]:
    """Letters that are due: of each client and organisation of ours (by invoice) one, at the gravest step that one of
    its documents reached and that was not written for this document yet (``written``: steps by invoice). ``days_of``:
    days from the due date, negative before it, of each invoice. Documents without a due date, and sums below ``least``,
    are left alone."""
    ours = organisation_of or {}
    clients: dict[tuple[int, str | None], list[OpenItem]] = {}
    for item in items:
        if item.balance > 0 and item.invoice_id in days_of:
            clients.setdefault((item.client_id, ours.get(item.invoice_id)), []).append(item)
    found = (
        (key, line)
        for key, mine in clients.items()
        if (line := _line(mine, days_of, segment_of, written, rules, least)) is not None
    )
    out = [replace(line, organisation=organisation) for (_client, organisation), line in found]
    return tuple(sorted(out, key=lambda line: (-line.step.day, -line.amount, line.client)))


def _line(
    mine: Sequence[OpenItem],
    days_of: Mapping[int, int],
    segment_of: Mapping[int, Segment],
    written: Mapping[int, frozenset[str]],
    rules: AgingRules,
    least: Kopecks,
) -> BatchLine | None:
    segment = segment_of.get(mine[0].client_id)
    if segment is None:
        return None
    order = {step.key: n for n, step in enumerate(segment.steps)}
    levels = [(item, step) for item in mine if (step := level(days_of[item.invoice_id], segment.steps, rules))]
    fresh = [
        (item, step)
        for item, step in levels
        if max((order.get(key, -1) for key in written.get(item.invoice_id, ())), default=-1) < order[step.key]
    ]
    if not fresh:
        return None
    top = max((step for _item, step in fresh), key=lambda step: order[step.key])
    before = top.kind is LetterKind.REMINDER
    named = [(item, step.key) for item, step in levels if (step.kind is LetterKind.REMINDER) is before]
    if sum(item.balance for item, _key in named) < least:
        return None
    first = mine[0]
    named.sort(key=lambda pair: (-pair[0].days, -pair[0].balance, pair[0].number))
    return BatchLine(first.client_id, first.client, first.manager, top, tuple(named))
