"""«Отмена» at any moment of an import: heard soon, and the book is as it was."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from app.domain.importing import Answers, Vanished
from app.domain.sample import SampleReport, SampleRow
from app.domain.statement import Statement
from app.ledger import Ledger
from app.models.bulk import STEP
from app.progress import Cancelled, Progress
from app.reports.register import write_debts
from tests.ledger.stories import W1, W2, debts, load, owed

ROWS = 12_000


def many(week: int) -> Statement:
    """A report of that many documents; half of them are those of the week before."""
    first = week * ROWS // 2
    lines = (
        owed(f"ООО «Клиент {n % 300}»", f"РН-{n}", 100_00 + n + week, shipped=W1 - timedelta(n % 90))
        for n in range(first, first + ROWS)
    )
    return debts(W1 + timedelta(weeks=week), *lines)


class Watched(Progress):
    """Counts its steps, keeps the moments between them, and is cancelled at one of them."""

    def __init__(self, cancel_at: int | None = None) -> None:
        self.steps: list[tuple[int, int]] = []
        self.silence = 0.0
        self._cancel_at = cancel_at
        self._heard = time.perf_counter()
        super().__init__(self._listen)

    def _listen(self, done: int, total: int, _text: str) -> None:
        now = time.perf_counter()
        self.silence, self._heard = max(self.silence, now - self._heard), now
        self.steps.append((done, total))
        if len(self.steps) - 1 == self._cancel_at:
            self.cancel()


def cancelled_everywhere(work: Callable[[Progress], object], untouched: Callable[[], object]) -> None:
    """Stop ``work`` at each of about a dozen of its steps: nothing may have changed each time."""
    expected = untouched()
    at, step = 0, 1
    while True:
        progress = Watched(cancel_at=at)
        try:
            work(progress)
        except Cancelled:
            assert untouched() == expected, f"stopped after step {at}"
            at, step = at + step, step + at // 6
            continue
        assert len(progress.steps) <= at + 1, "a stop asked for before the last step must be heard"
        return


def test_a_stop_while_it_is_compared_or_accepted_changes_nothing(ledger: Ledger) -> None:
    load(ledger, many(0))
    before = ledger.check().digest

    def digest() -> tuple[str, int]:
        return ledger.check().digest, len(ledger.imports.reports())

    second = many(1)
    cancelled_everywhere(lambda progress: ledger.imports.preview_statements([second], progress=progress), digest)
    preview = ledger.imports.preview_statements([second])
    assert digest()[0] == before
    cancelled_everywhere(
        lambda progress: ledger.imports.accept(preview, Answers(vanished=Vanished.PAID), progress), digest
    )
    assert ledger.check().ok
    assert ledger.analysis.totals(W2).balance == second.sum


def test_no_portion_of_rows_is_written_unheard(ledger: Ledger) -> None:
    preview = ledger.imports.preview_statements([many(0)])
    progress = Watched()
    ledger.imports.accept(preview, Answers(), progress)
    written = [done for done, total in progress.steps if total == ROWS]
    assert written.count(0) >= 3, "documents, lines and entries"
    assert max(after - done for done, after in pairwise(written)) <= STEP
    assert progress.silence < 0.5


def test_a_late_report_is_replayed_in_hearing(ledger: Ledger) -> None:
    for week in (0, 2):
        load(ledger, many(week), vanished=Vanished.PAID)
    preview = ledger.imports.preview_statements([many(1)])
    progress = Watched()
    ledger.imports.accept(preview, Answers(vanished=Vanished.PAID), progress)
    assert ledger.check().ok
    totals = [total for done, total in progress.steps if not done]
    assert len([total for total in totals if total >= ROWS // 2]) >= 3, "lines, and the entries of two reports"


def test_a_stop_ends_a_long_statement(ledger: Ledger) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    for opened in (ledger.store.read, ledger.store.write):
        progress = Progress()
        threading.Timer(0.1, progress.cancel).start()
        started = time.perf_counter()
        with pytest.raises(Cancelled), opened(progress) as connection:
            connection.exec_driver_sql(endless)
        assert time.perf_counter() - started < 2
        with opened() as connection:
            assert connection.exec_driver_sql("SELECT 1").scalar_one() == 1


def test_a_stop_while_the_file_is_read_ends_the_reading(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "отчёт.xlsx"
    rows = tuple(
        SampleRow(f"ООО «Клиент {n % 90}»", "", "Реализация", f"РН-{n}", W1, W2, n, n, "по факту", "Иванов", "", 0, "")
        for n in range(1, 6_001)
    )
    write_debts(SampleReport(W1, rows), path)
    whole = Watched()
    ledger.imports.preview([path], progress=whole)
    assert whole.silence < 0.5
    for at in (0, len(whole.steps) // 3, len(whole.steps) // 2):
        progress = Watched(cancel_at=at)
        started = time.perf_counter()
        with pytest.raises(Cancelled):
            ledger.imports.preview([path], progress=progress)
        assert time.perf_counter() - started < 60
        assert len(progress.steps) == at + 1
    assert ledger.imports.reports() == ()
