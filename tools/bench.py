"""Measure what is promised: the window, debt on any date, pivots, loading, charts, the work list, weeks of history,
the card and the search.

    python -m tools.bench [start] [aging] [pivot] [import] [charts] [work] [weeks] [window]

Prints ratios against the least the same work can cost, both measured in this run turn by turn, because absolute
times say more about the machine than about the program. Reports; never fails a build: exit code 0 whatever the
verdicts. The first run makes big books in the temporary directory, which takes some minutes.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator

from tools import (
    bench_aging,
    bench_charts,
    bench_import,
    bench_pivot,
    bench_start,
    bench_weeks,
    bench_window,
    bench_work,
)
from tools.bench_figures import Figure, table

PARTS: dict[str, Callable[[], Iterator[Figure]]] = {
    "start": bench_start.measure,
    "aging": bench_aging.measure,
    "pivot": bench_pivot.measure,
    "import": bench_import.measure,
    "charts": bench_charts.measure,
    "work": bench_work.measure,
    "weeks": bench_weeks.measure,
    "window": bench_window.measure,
}


def main(argv: list[str]) -> int:
    """Measure the named parts, or all; returns 0."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__.partition("\n")[0])
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="{" + ",".join(PARTS) + "}")
    names = parser.parse_args(argv).parts or list(PARTS)
    figures: list[Figure] = []
    failed: list[str] = []
    for name in names:
        begun = time.perf_counter()
        try:
            for figure in PARTS[name]():
                figures.append(figure)
                print(f"  {figure.what}: {figure.ratio:.2f}", file=sys.stderr)
        except Exception as error:  # noqa: BLE001 - one part that cannot run must not hide the others
            failed.append(f"{name}: could not be measured: {type(error).__name__}: {error}")
        print(f"{name}: {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    if figures:
        print(table(figures))
    for line in failed:
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
