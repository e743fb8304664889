"""Paired measuring: both sides in one run, turn by turn, so that a noisy machine is noisy for both."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Seconds = float


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report. ``ours`` and ``theirs`` are medians in ``unit``; ``ratio`` the median of pairs."""

    what: str
    ours: float
    theirs: float
    ratio: float
    limit: float
    unit: str = "ms"
    note: str = ""

    @property
    def kept(self) -> bool:
        """Inside the limit."""
        return self.ratio <= self.limit


def paired(ours: Callable[[], Seconds], theirs: Callable[[], Seconds], rounds: int) -> tuple[Seconds, Seconds, float]:
    """Medians of both and of the pairs' ratios, the two taking turns at going first."""
    pairs: list[tuple[Seconds, Seconds]] = []
    for number in range(rounds):
        if number % 2:
            second = theirs()
            pairs.append((ours(), second))
        else:
            first = ours()
            pairs.append((first, theirs()))
    return (
        statistics.median(one for one, _other in pairs),
        statistics.median(other for _one, other in pairs),
        statistics.median(one / other for one, other in pairs),
    )


def timed(work: Callable[[], object]) -> Seconds:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def table(figures: list[Figure]) -> str:
    """The report."""
    head = ("what", "ours", "theirs", "ratio", "limit", "verdict")
    rows = [
        (
            one.what,
            f"{one.ours:,.1f} {one.unit}",
            f"{one.theirs:,.1f} {one.unit}" if one.theirs else "",
            f"{one.ratio:.2f}",
            f"{one.limit:g}",
            ("kept" if one.kept else "OVER") + (f"  ({one.note})" if one.note else ""),
        )
        for one in figures
    ]
    widths = [max(len(row[n]) for row in [head, *rows]) for n in range(len(head))]
    lines = []
    for row in [head, *rows]:
        cells = [row[0].ljust(widths[0])] + [row[n].rjust(widths[n]) for n in range(1, 5)] + [row[5]]
        lines.append("  ".join(cells))
    lines.insert(1, "-" * max(map(len, lines)))
    return "\n".join(lines)
