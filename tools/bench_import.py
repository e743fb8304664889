"""Loading a workbook: file to committed ledger, against reading the same cells and inserting the same rows.

Each side runs in a process of its own and times itself, so that memory is its own too; the memory of a process
and its children is watched from outside.
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

from app.domain.sample import WAYBILL, SampleReport, SampleRow
from app.domain.sample_cast import company_inn
from app.reports.register import write_debts
from tools.bench_book import MANAGERS, UNTIL, cache_folder
from tools.bench_figures import Figure, paired

LIMIT = 3.0
MEMORY_LIMIT = 600.0
GROWTH_LIMIT = 1.5
"""Time per row of the largest file against the middle one: more means a hidden square."""
SIZES = {2_000: 5, 20_000: 5, 200_000: 2}
ROOT = Path(__file__).resolve().parent.parent


def measure(sizes: dict[int, int] | None = None) -> Iterator[Figure]:
    """Time for each size (rows: rounds), then growth and memory of the largest."""
    per_row: list[float] = []
    peaks: list[float] = []
    for rows, rounds in (sizes or SIZES).items():
        path = workbook(rows)

        def ours(path: Path = path) -> float:
            seconds, peak = _run("ours", path)
            peaks.append(peak)
            return seconds

        def theirs(path: Path = path) -> float:
            return _run("theirs", path)[0]

        mine, other, ratio = paired(ours, theirs, rounds)
        per_row.append(mine / rows)
        yield Figure(
            f"import of {rows:,} rows", mine * 1000, other * 1000, ratio, LIMIT, note=f"{rows / mine:,.0f} rows/s"
        )
    if len(per_row) > 1:
        grown = per_row[-1] / per_row[-2]
        yield Figure(
            "import, time per row: largest / middle", per_row[-1] * 1e6, per_row[-2] * 1e6, grown, GROWTH_LIMIT, "us"
        )
    peak = max(peaks)
    yield Figure("import, memory of all processes", peak, MEMORY_LIMIT, peak / MEMORY_LIMIT, 1.0, "MB")


def workbook(rows: int) -> Path:
    """A register of that many open documents, made on first use."""
    path = cache_folder() / f"register-{rows}.xlsx"
    if not path.exists():
        part = path.with_suffix(".part.xlsx")
        write_debts(SampleReport(UNTIL, tuple(_rows(rows))), part)
        part.rename(path)
    return path


def _rows(count: int) -> Iterator[SampleRow]:
    rng = Random(f"register {count}")
    clients = max(50, count // 40)
    for number in range(count):
        client = rng.randrange(clients)
        terms = rng.choice((7, 14, 30, 45))
        day = UNTIL - timedelta(days=rng.randint(0, 150))
        amount = int(rng.lognormvariate(15.2, 0.9)) + 100
        yield SampleRow(
            client=f"ООО «Клиент {client:05d}»",
            inn=company_inn(client),
            kind=WAYBILL,
            number=f"РН-{number:06d}",
            day=day,
            due=day + timedelta(days=terms),
            amount=amount,
            debt=amount if rng.random() < 0.8 else amount // 2,
            terms=f"отсрочка {terms} дней",
            manager=MANAGERS[client % len(MANAGERS)],
            client_type="магазин",
            avg_order=5_000_000,
            core_share="более 75",
        )


def _run(side: str, path: Path) -> tuple[float, float]:
    """(seconds, peak MB) of one side in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="debitorka-bench-") as folder:
        command = [sys.executable, "-m", "tools.bench_import", side, str(path), folder]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        watch = _Watch(process.pid)
        watch.start()
        out, _err = process.communicate()
        watch.stop()
        if process.returncode:
            raise RuntimeError(f"{side} failed on {path.name}")
    return float(out.split()[-1]), watch.peak / 1024


class _Watch(threading.Thread):
    """Largest resident memory of a process with its descendants, KB; 0 where /proc is not there."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._over = threading.Event()
        self.peak = 0

    def run(self) -> None:
        while not self._over.wait(0.02):
            self.peak = max(self.peak, _resident(self._pid))

    def stop(self) -> None:
        """End watching."""
        self._over.set()
        self.join()


def _resident(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return 0
    own = next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")), 0)
    return own + sum(_resident(int(child)) for child in children)


def _ours(path: Path, folder: Path) -> None:
    from app.domain.importing import Answers
    from app.ledger import Ledger

    with Ledger.open(folder / "book.debt", today=lambda: UNTIL) as ledger:
        start = time.perf_counter()
        ledger.imports.accept(ledger.imports.preview([path]), Answers())
        print(time.perf_counter() - start)


def _theirs(path: Path, folder: Path) -> None:
    from python_calamine import CalamineWorkbook

    connection = sqlite3.connect(folder / "plain.db", isolation_level=None)
    start = time.perf_counter()
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    width = len(rows[2])
    connection.execute(f"CREATE TABLE line ({', '.join(f'c{n}' for n in range(width))})")
    connection.execute("BEGIN")
    marks = ", ".join("?" * width)
    connection.executemany(
        f"INSERT INTO line VALUES ({marks})",
        ([str(cell) if hasattr(cell, "year") else cell for cell in row] for row in rows[3:]),
    )
    connection.execute("COMMIT")
    print(time.perf_counter() - start)
    connection.close()


if __name__ == "__main__":
    {"ours": _ours, "theirs": _theirs}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
    sys.stdout.flush()
    os._exit(0)
