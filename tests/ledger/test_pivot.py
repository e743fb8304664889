"""Each figure of the pivot against an independent reckoning, over hundreds of random books."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path as File
from random import Random
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.pivot import Dimension, Measure, Pivot, PivotLine, PivotRequest, View
from app.domain.reconcile import organisation_key
from app.ledger import Ledger
from tests.ledger.pivot_reckoning import FIGURES, OWN, Reckoning
from tests.scale import times

DAY = date(2026, 9, 14)
NAMES = ("ООО «Вектор»", "АО «Реал»", "ИП Мишкина Т. П.", "Ромашка ООО", "Прима", "МУП Водоканал")
TERMS = (
    ("отсрочка 30 дней", 30), ("отсрочка 7 дней", 7), ("по факту", 0), ("предоплата 30%", 0), ("", None), ("", 14),
    ("предоплата 30%, отсрочка 14 дней", 14), ("отсрочка 14 дней", None), ("особые", None), ("отсрочка", None),
)  # fmt: skip
SHARES = ("", "менее 25", "25 - 50", "50 - 75", "более 75", "62", "50", "50.1", "нет данных")
KINDS = ("", "дилер", "госучреждение", "VIP")
TRAITS = {
    "kind": ("chain", "holding"), "size": ("large", "small"), "region": ("Тверь", "Омск"), "holding": ("Группа А",),
    "legal_form": ("ПАО",), "core_share": ("62", "менее 25"), "avg_order": ("2500000", "99999999"),
}  # fmt: skip
POLICIES = (
    ("aging", '{"intervals": [{"first": 1, "last": 5, "zone": "none"}, {"first": 6, "last": 20, "zone": "yellow"},'
              ' {"first": 21, "last": null, "zone": "red"}], "colours": []}'),
    ("pivot_bands", '{"avg_order": [3000000, 7000050], "core_share": [50], "deferral": [7, 14]}'),
)  # fmt: skip


@pytest.fixture(scope="module")
def empty() -> Iterator[File]:
    """An empty book, to be copied."""
    with tempfile.TemporaryDirectory() as folder:
        path = File(folder) / "empty.debt"
        Ledger.open(path).close()
        yield path


@pytest.fixture(scope="module")
def reckoning() -> Reckoning:
    """The other side, ready to load a book."""
    return Reckoning()


def write_book(path: File, rng: Random, size: int) -> None:
    """A random book of up to ``size`` documents, written row by row: what follows must not lean on imports."""
    book = driver.connect(str(path), isolation_level=None)
    book.execute("PRAGMA synchronous = OFF")
    book.execute("BEGIN")
    clients = rng.randint(1, len(NAMES))
    for n in range(1, clients + 1):
        merged = rng.randint(1, n - 1) if n > 1 and rng.random() < 0.2 else None
        root = book.execute("SELECT coalesce(merged_into, id) FROM client WHERE id = ?", (merged,)).fetchone()
        order, share = rng.choice((None, rng.randint(1, 30_000_000))), rng.choice(SHARES)
        row = (n, NAMES[n - 1], NAMES[n - 1], rng.choice(KINDS), rng.choice(TERMS)[0], order, share, root and root[0])
        _insert(book, "client", "id, name, name_key, client_type, terms, avg_order, core_share, merged_into", row)
        for key, values in TRAITS.items():
            if rng.random() < 0.3:
                _insert(book, "trait", "client_id, key, value", (n, key, rng.choice(values)))
    reports = _write_reports(book, rng)
    for n in range(1, rng.randint(1, size) + 1):
        _write_document(book, rng, n, rng.randint(1, clients), reports)
    for key, value in POLICIES:
        if rng.random() < 0.3:
            _insert(book, "policy", "key, valid_from, value", (key, DAY.toordinal() - rng.randint(-5, 5), value))
    book.execute("COMMIT")
    book.close()


def _insert(book: Any, table: str, columns: str, row: tuple[object, ...]) -> None:  # noqa: ANN401 - an untyped driver
    book.execute(f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(row))})", row)


def _write_reports(book: Any, rng: Random) -> list[int]:  # noqa: ANN401 - an untyped driver
    reports = list(range(1, rng.randint(1, 5) + 1))
    for n in reports:
        day = DAY.toordinal() + 7 * rng.randint(-3, 1)
        state = rng.choice(("accepted", "accepted", "accepted", "withdrawn", "superseded"))
        scope = rng.choice(("", "", '["север|ооо"]', '["север|ооо", "юг|"]'))
        row = (n, rng.choice(("debts", "debts", "debts", "sales")), day, rng.randint(0, 1), scope, state, 0, 0, 0, 0, 0)
        _insert(book, "report", "id, kind, as_of, narrowed, scope, state, rows, facts, total, debt, advances", row)
    return reports


def _write_document(book: Any, rng: Random, n: int, client: int, reports: list[int]) -> None:  # noqa: ANN401 - a driver
    columns = "due_date, terms, terms_days, contract, manager, client_type, avg_order, core_share, organisation"

    def stated() -> tuple[object, ...]:
        due = rng.choice((None, DAY.toordinal() + rng.randint(-90, 20), DAY.toordinal() + rng.choice((0, -1, -7, -45))))
        return (
            due, *rng.choice(TERMS), rng.choice(("", "Договор 1", "Договор 2")), rng.choice(("", "Иванов", "Петров")),
            rng.choice(KINDS), rng.choice((None, 2_500_000, 2_500_001, rng.randint(1, 30_000_000))),
            rng.choice(SHARES), rng.choice(tuple(OWN)),
        )  # fmt: skip

    moves, total = [], 0
    for _move in range(rng.randint(1, 3)):
        amount = -total if total and rng.random() < 0.4 else rng.choice((rng.randint(-500, 500), 700, 7_000_000_000))
        if amount:
            moves.append((DAY.toordinal() + rng.randint(-40, 10), amount))
            total += amount
    days = [day for day, _amount in moves]
    first, last = (min(days), None if total else max(days)) if days else (None, None)
    row = (n, client, str(n), "Накладная", str(n), "file", first, last, *stated())
    _insert(book, "invoice", f"id, client_id, key, kind, number, due_origin, opened_date, settled_date, {columns}", row)
    for day, amount in moves:
        _insert(book, "entry", "invoice_id, report_id, day, kind, amount", (n, reports[0], day, "shipment", amount))
    for report in reports:
        if rng.random() < 0.5:
            balance = rng.choice((0, rng.randint(-500, 900), 700))
            _insert(
                book,
                "line",
                f"report_id, invoice_id, balance, due_origin, {columns}",
                (report, n, balance, "file", *stated()[:-1], _organisation(book, rng, report)),
            )


def _organisation(book: Any, rng: Random, report: int) -> str:  # noqa: ANN401 - an untyped driver
    """One of those the report speaks for: its scope is made of its own lines."""
    (scope,) = book.execute("SELECT scope FROM report WHERE id = ?", (report,)).fetchone()
    inside = [name for name in OWN if not scope or organisation_key(name) in json.loads(scope)]
    return rng.choice(inside)


def asked(rng: Random, book: Reckoning, view: View) -> PivotRequest:
    """Any question."""
    dimensions = rng.sample(list(Dimension), rng.randint(1, 4))
    by, filtered = tuple(dimensions[:2]) if rng.random() < 0.6 else (dimensions[0],), dimensions[2:]
    base = PivotRequest(
        as_of=DAY + timedelta(days=rng.choice((0, 0, 0, -7, -20, 9, 400))),
        by=by,
        view=view,
        own=rng.choice((None, None, None, *OWN)),
    )
    filters: list[tuple[Dimension, str]] = []
    for dimension in filtered:
        alone = PivotRequest(base.as_of, (dimension,), base.view, base.own)
        keys = sorted(path[0] for path in book.figures(alone) if path) or ["нет такого"]
        filters += [(dimension, key) for key in rng.sample(keys, min(len(keys), rng.randint(1, 2)))]
    return PivotRequest(base.as_of, base.by, base.view, base.own, tuple(filters))


def every(pivot: Pivot) -> dict[tuple[str, ...], PivotLine]:
    """All lines by path."""
    lines: dict[tuple[str, ...], PivotLine] = {(): pivot.totals}
    for line in pivot.lines:
        lines |= {line.path: line} | {one.path: one for one in line.lines}
    return lines


def assert_same(pivot: Pivot, expected: dict[tuple[str, ...], dict[str, int]]) -> None:
    """Each figure, each derived mean, the law of each line, and that parts make the whole."""
    lines = every(pivot)
    assert lines.keys() == expected.keys()
    for path, line in lines.items():
        figures = expected[path]
        assert {name: getattr(line, name) for name in FIGURES} == {name: figures[name] for name in FIGURES}, path
        width = len(pivot.rules.intervals)
        assert line.buckets == tuple(figures[f"b{n}"] for n in range(width)), path
        assert line.bucket_counts == tuple(figures[f"n{n}"] for n in range(width)), path
        assert line.total == figures["not_due"] + sum(line.buckets)
        assert line.balance == line.total - figures["advances"]
        assert line.mean_days == rounded(figures["sum_days"], figures["overdue_count"], "0.01")
        assert line.weighted_days == rounded(figures["amount_days"], sum(line.buckets), "0.1")
        assert line.repeated_days == rounded(figures["several_days"], figures["several_overdue"], "0.01")
        assert line.mean_per_document == int(rounded(line.total, figures["count"], "1"))
        assert line.mean_per_client == int(rounded(line.total, figures["clients"], "1"))
    for line in (pivot.totals, *(pivot.lines if len(pivot.request.by) > 1 else ())):
        parts = line.lines or (pivot.lines if not line.path else ())
        for name in ("total", "not_due", "overdue", "advances", "balance", "count", "repeated", "sum_days"):
            assert sum(getattr(part, name) for part in parts) == getattr(line, name)


def rounded(total: int, count: int, places: str) -> Decimal:
    """Half up; zero of nothing."""
    return (Decimal(total) / count if count else Decimal(0)).quantize(Decimal(places), ROUND_HALF_UP)


@pytest.mark.parametrize("hundred", ["first", "second", "third"])
@pytest.mark.torture
@settings(max_examples=times(100))
@given(seed=st.integers(0, 2**32), size=st.integers(1, 30))
def test_every_figure_is_what_an_independent_reckoning_finds(
    empty: File, reckoning: Reckoning, hundred: str, seed: int, size: int
) -> None:
    rng = Random(f"{hundred} {seed}")
    with tempfile.TemporaryDirectory() as folder:
        path = File(folder) / "book.debt"
        shutil.copy(empty, path)
        write_book(path, rng, size)
        with Ledger.open(path) as ledger:
            reckoning.load(ledger)
            for view in View:
                request = asked(rng, reckoning, view)
                pivot = ledger.analysis.pivot(request)
                assert_same(pivot, reckoning.figures(request))
                line = rng.choice(list(every(pivot).values()))
                assert_opens(ledger, request, line, rng)


def assert_opens(ledger: Ledger, request: PivotRequest, line: PivotLine, rng: Random) -> None:
    """Figures of a line open into documents that make them."""
    for measure in rng.sample(list(Measure), 3):
        items = ledger.analysis.pivot_items(request, line.path, measure)
        sign = -1 if measure is Measure.ADVANCES else 1
        assert sign * sum(item.balance for item in items) == getattr(line, measure), measure
    place = rng.randrange(len(line.buckets))
    items = ledger.analysis.pivot_items(request, line.path, place)
    assert (sum(item.balance for item in items), len(items)) == (line.buckets[place], line.bucket_counts[place])


@pytest.mark.torture
@settings(max_examples=times(60))
@given(seed=st.integers(0, 2**32), size=st.integers(1, 30))
def test_the_difference_of_the_views_adds_up(empty: File, seed: int, size: int) -> None:
    rng = Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = File(folder) / "book.debt"
        shutil.copy(empty, path)
        write_book(path, rng, size)
        with Ledger.open(path) as ledger:
            own = rng.choice((None, *OWN))
            found = ledger.analysis.view_difference(DAY, own)
            assert found.adds_up
            then, now = (
                ledger.analysis.pivot(PivotRequest(DAY, (Dimension.CLIENT,), view, own)).totals
                for view in (View.STATED, View.KNOWN)
            )
    assert (found.stated.total, found.stated.overdue, found.stated.advances) == (
        then.total,
        then.overdue,
        then.advances,
    )
    assert (found.known.total, found.known.overdue, found.known.advances) == (now.total, now.overdue, now.advances)
