"""Start of the window against a bare one: from starting the process to the first painted table."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tools.bench_book import Size, book
from tools.bench_figures import Figure, paired

ROOT = Path(__file__).resolve().parent.parent
PAINTED_LIMIT = 1.8
FILLED_LIMIT = 4.0
ROUNDS = 7
PATIENCE = 60.0
"""Seconds after which a window that says nothing is given up."""
SIZE = Size(150_000, 3_000)


def measure(size: Size = SIZE, rounds: int = ROUNDS) -> Iterator[Figure]:
    """Painted and filled. Raises ``RuntimeError`` when a window ends or is silent."""
    command = [sys.executable, "-m", "app", "--book", str(book(size))]
    bare = [sys.executable, "-m", "tools.bench_bare"]
    moments: dict[str, list[float]] = {"painted": [], "filled": []}

    def ours() -> float:
        seen = _seconds(command, ("painted", "filled"))
        for name, times in moments.items():
            times.append(seen[name])
        return seen["painted"]

    def theirs() -> float:
        seconds = _seconds(bare, ("painted",))["painted"]
        bares.append(seconds)
        return seconds

    bares: list[float] = []
    _seconds(command, ("painted", "filled"))  # the disk's cache is warm for both
    _seconds(bare, ("painted",))
    painted, plain, ratio = paired(ours, theirs, rounds)
    words = f"window, book of {size.invoices:,} invoices"
    yield Figure(f"{words}: painted", painted * 1000, plain * 1000, ratio, PAINTED_LIMIT, note=_platform())
    filled = iter(moments["filled"])
    again = iter(bares)
    done, plain, ratio = paired(partial(next, filled), partial(next, again), rounds)
    yield Figure(f"{words}: list filled", done * 1000, plain * 1000, ratio, FILLED_LIMIT, note=_platform())


def _platform() -> str:
    return os.environ.get("QT_QPA_PLATFORM") or ("xcb" if os.environ.get("DISPLAY") else "offscreen")


def _seconds(command: list[str], names: tuple[str, ...]) -> dict[str, float]:
    """Seconds from starting a program to each line ``trace <name> ...`` it prints; then it is ended."""
    environment = {**os.environ, "DEBITORKA_TRACE": "1", "QT_QPA_PLATFORM": _platform(), "PYTHONUNBUFFERED": "1"}
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    seen: dict[str, float] = {}
    said: list[str] = []
    try:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            words = line.split()
            if words[:1] == ["trace"] and words[1] in names:
                seen.setdefault(words[1], time.perf_counter() - start)
            if len(seen) == len(names):
                return seen
            if time.perf_counter() - start > PATIENCE:
                break
    finally:
        process.kill()
        process.wait()
    raise RuntimeError(f"{' '.join(command[1:4])} did not say {names}: {''.join(said)[-800:]}")
