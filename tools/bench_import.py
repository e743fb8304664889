"""Loading a workbook: file to committed ledger, against reading the same cells and inserting the same rows.

Ours is the road of the window: the reading child is made ready when a person begins to choose a file, and the clock
runs from the chosen file to the end of the acceptance, the verified copy of the book included. The smallest file is
also read with nothing ready, as from the command line. Each side runs in a process of its own and times itself, so
that memory is its own too; the memory of a process and its children is watched from outside, of both together and
of each.
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

from app.domain.sample import WAYBILL, SampleReport, SampleRow
from app.domain.sample_cast import company_inn
from app.reports.register import write_debts
from tools.bench_book import MANAGERS, UNTIL, cache_folder
from tools.bench_figures import Figure, paired

LIMIT = 3.0
MEMORY_LIMIT = 600.0
SILENCE_LIMIT = 0.5
GROWTH_LIMIT = 1.5
"""Time per row of the largest file against the middle one: more means a hidden square."""
SIZES = {2_000: 5, 20_000: 5, 200_000: 3}
CHOOSING = 2.0
"""Seconds a person takes at the least to choose a file."""
ROOT = Path(__file__).resolve().parent.parent


def measure(sizes: dict[int, int] | None = None) -> Iterator[Figure]:
    """Time for each size (rows: rounds), the smallest cold too, the largest as a grouped report too, then growth and
    memory of the largest."""
    per_row: list[float] = []
    peak = Peak()
    for rows, rounds in (sizes or SIZES).items():
        path = workbook(rows)
        peak = Peak()
        mine, other, ratio = paired(lambda: _run("ours", path, peak), lambda: _run("theirs", path), rounds)  # noqa: B023 - called at once
        per_row.append(mine / rows)
        note = f"{rows / mine:,.0f} rows/s"
        yield Figure(f"import of {rows:,} rows", mine * 1000, other * 1000, ratio, LIMIT, note=note)
        if len(per_row) == 1:
            mine, other, ratio = paired(lambda: _run("cold", path), lambda: _run("theirs", path), rounds)  # noqa: B023 - called at once
            yield Figure(f"import of {rows:,} rows, nothing ready", mine * 1000, other * 1000, ratio, LIMIT)
    largest = max(sizes or SIZES)
    path = grouped_workbook(largest)
    mine, other, ratio = paired(
        lambda: _run("ours", path, peak), lambda: _run("theirs", path), (sizes or SIZES)[largest]
    )
    yield Figure(f"import of {largest:,} rows grouped by 1C", mine * 1000, other * 1000, ratio, LIMIT)
    if len(per_row) > 1:
        grown = per_row[-1] / per_row[-2]
        yield Figure(
            "import, time per row: largest / middle", per_row[-1] * 1e6, per_row[-2] * 1e6, grown, GROWTH_LIMIT, "us"
        )
    note = f"program {peak.own:.0f}, child {peak.child:.0f}"
    yield Figure(
        "import, longest silence of the progress", peak.silence, SILENCE_LIMIT, peak.silence / SILENCE_LIMIT, 1.0, "s"
    )
    yield Figure("import, memory of all processes", peak.both, MEMORY_LIMIT, peak.both / MEMORY_LIMIT, 1.0, "MB", note)


@dataclass(slots=True)
class Peak:
    """Largest resident memory seen, MB: of the program with its child, and of each alone. ``silence``: seconds
    between two words of the progress, each of which hears a stop."""

    silence: float = 0.0
    both: float = 0.0
    own: float = 0.0
    child: float = 0.0


def workbook(rows: int) -> Path:
    """A register of that many open documents, made on first use."""
    path = cache_folder() / f"register-{rows}.xlsx"
    if not path.exists():
        part = path.with_suffix(".part.xlsx")
        write_debts(SampleReport(UNTIL, tuple(_rows(rows))), part)
        part.rename(path)
    return path


def grouped_workbook(rows: int) -> Path:
    """«Задолженность клиентов по срокам» with that many rows or a little more: managers, clients, contracts and
    documents, each row with its outline level, each group with the sums of its members. Made on first use."""
    path = cache_folder() / f"grouped-{rows}.xlsx"
    if not path.exists():
        part = path.with_suffix(".part.xlsx")
        _write_grouped(list(_rows(rows * 20 // 21)), part)
        part.rename(path)
    return path


def _write_grouped(documents: list[SampleRow], path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("TDSheet")
    sheet.append([None, None, f"Дата отчета: {UNTIL:%d.%m.%Y}"])
    spans = ("Не просрочено", "От 1 до 7 дней", "От 8 до 30 дней", "Свыше 31 дней")
    sheet.append(["Менеджер", None, None, None, *spans])
    sheet.append(["Партнер", "Отсрочка платежа", "Сумма документа", "Долг", *(["Задолженность"] * len(spans))])
    sheet.append(["Договор"])
    sheet.append(["Расчетный документ"])
    tree: dict[str, dict[str, list[SampleRow]]] = {}
    for one in documents:
        tree.setdefault(one.manager, {}).setdefault(one.client, []).append(one)
    line = 5

    def put(level: int, name: str, below: list[SampleRow]) -> None:
        nonlocal line
        line += 1
        aged = [sum(one.debt for one in below if _span(one) == place) for place in range(len(spans))]
        sums = (sum(one.amount for one in below), sum(one.debt for one in below), *aged)
        sheet.row_dimensions[line].outlineLevel = level
        sheet.append([name, None, *(amount / 100 or None for amount in sums)])

    for manager, clients in tree.items():
        put(0, manager, [one for below in clients.values() for one in below])
        for client, below in clients.items():
            put(1, client, below)
            put(2, f"Договор поставки с {client}", below)
            for one in below:
                put(3, f"{one.kind} {one.number} от {one.day:%d.%m.%Y} 12:00:00", [one])
    put(0, "Итого", documents)
    book.save(path)


def _span(one: SampleRow) -> int:
    late = (UNTIL - (one.due or UNTIL)).days
    return (late > 0) + (late > 7) + (late > 30)


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


def _run(side: str, path: Path, peak: Peak | None = None) -> float:
    """Seconds of one side in a process of its own."""
    peak = peak or Peak()
    with tempfile.TemporaryDirectory(prefix="debitorka-bench-") as folder:
        command = [sys.executable, "-m", "tools.bench_import", side, str(path), folder]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        watch = _Watch(process.pid, peak)
        watch.start()
        out, _err = process.communicate()
        watch.stop()
        if process.returncode:
            raise RuntimeError(f"{side} failed on {path.name}")
    seconds, *silence = map(float, out.split())
    peak.silence = max([peak.silence, *silence])
    return seconds


class _Watch(threading.Thread):
    """Keeps the peaks of a process with its descendants; nothing where /proc is not there."""

    def __init__(self, pid: int, peak: Peak) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._over = threading.Event()
        self._peak = peak

    def run(self) -> None:
        peak = self._peak
        while not self._over.wait(0.02):
            whole, own = _resident(self._pid)
            peak.both, peak.own = max(peak.both, whole / 1024), max(peak.own, own / 1024)
            peak.child = max(peak.child, (whole - own) / 1024)

    def stop(self) -> None:
        """End watching."""
        self._over.set()
        self.join()


def _resident(pid: int) -> tuple[int, int]:
    """KB of a process with its descendants, and of itself."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
        children: list[str] = []
        for task in Path(f"/proc/{pid}/task").iterdir():  # a child belongs to the thread that started it
            children += (task / "children").read_text(encoding="ascii").split()
    except OSError:
        return 0, 0
    own = next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")), 0)
    return own + sum(_resident(int(child))[0] for child in children), own


def _ours(path: Path, folder: Path) -> None:
    _load(path, folder, ready=True)


def _cold(path: Path, folder: Path) -> None:
    _load(path, folder, ready=False)


def _load(path: Path, folder: Path, *, ready: bool) -> None:
    from app.domain.importing import Answers
    from app.ledger import Ledger
    from app.progress import Progress

    with Ledger.open(folder / "book.debt", today=lambda: UNTIL) as ledger:
        if ready:
            ledger.imports.prepare()
            time.sleep(CHOOSING)
        said = [time.perf_counter()]
        progress = Progress(lambda *_words: said.append(time.perf_counter()))
        ledger.imports.accept(ledger.imports.preview([path], progress=progress), Answers(), progress)
        said.append(time.perf_counter())
        print(said[-1] - said[0], max(after - before for before, after in pairwise(said)))


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
    {"ours": _ours, "cold": _cold, "theirs": _theirs}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
    sys.stdout.flush()
    os._exit(0)
