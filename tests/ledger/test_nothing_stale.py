"""Nothing that is shown may be stale: random operations, each followed by a slow reckoning from the book's rows.

One open ledger lives through imports, corrections, withdrawals, payments, merges, traits, rules and undo; after each of
them its pivots, agings and weekly series must be what DuckDB finds in the rows of that moment.
"""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.aging import AgingRules, GroupBy, Interval, Zone
from app.domain.debt import Terms
from app.domain.importing import Vanished
from app.domain.pivot import Dimension, PivotRequest, View
from app.domain.pivot_keys import Bands
from app.domain.statement import StatedLine
from app.domain.traits import Trait
from app.domain.work import Channel, NewContact
from app.errors import AppError
from app.ledger import Ledger, charting
from tests.ledger.conftest import TODAY
from tests.ledger.pivot_reckoning import Reckoning
from tests.ledger.stories import debts, load, owed, paid, sold
from tests.ledger.test_pivot import assert_same
from tests.scale import times

START = date(2026, 3, 2)
NAMES = ("ООО «Вектор»", "АО «Реал»", "ИП Мишкина Т. П.")
TERMS = (Terms("отсрочка 30 дней", 30), Terms("по факту", 0), Terms("предоплата 30%", 0))
RULES = (
    AgingRules(),
    AgingRules((Interval(1, 10), Interval(11, 25, Zone.YELLOW), Interval(26, None, Zone.RED))),
)
TOLD = {Trait.KIND: ("dealer", "chain"), Trait.SIZE: ("large",), Trait.HOLDING: ("Группа А",), Trait.REGION: ("Омск",),
        Trait.AVG_ORDER: ("60 000", "300 000"), Trait.CORE_SHARE: ("62", "менее 25")}  # fmt: skip


class Story:
    """An open ledger and the random things that befall it."""

    def __init__(self, ledger: Ledger, rng: Random) -> None:
        self.ledger, self.rng, self.files = ledger, rng, 0

    def report(self) -> None:
        """A new week, or a corrected one of an old date."""
        rng = self.rng
        week = START + timedelta(weeks=rng.randint(0, 3))
        numbers = rng.sample(range(1, 7), rng.randint(1, 5))
        self.files += 1
        lines = [self._line(week, number) for number in numbers]
        load(self.ledger, debts(week, *lines, name=f"{self.files}.xlsx"), vanished=rng.choice(list(Vanished)))

    def _line(self, week: date, number: int) -> StatedLine:
        rng = self.rng
        shipped = START - timedelta(days=3 * number)
        line = owed(
            NAMES[number % len(NAMES)],
            str(number),
            rng.randint(1, 900_00),
            shipped=shipped,
            due=shipped + timedelta(days=rng.choice((0, 7, 30))),
            manager=rng.choice(("Иванов", "Петров")),
        )
        return replace(line, terms=rng.choice(TERMS), contract=rng.choice(("", "Договор 1")), avg_order=2_500_000)

    def payments(self) -> None:
        """A bank statement."""
        rng = self.rng
        day = START + timedelta(days=rng.randint(0, 30))
        self.files += 1
        row = (rng.choice(NAMES), str(rng.randint(1, 6)), day, rng.randint(1, 500_00))
        load(self.ledger, paid(day + timedelta(days=1), row, name=f"{self.files}.txt"))

    def withdraw(self) -> None:
        """The last load taken back."""
        self.ledger.imports.withdraw()

    def merge(self) -> None:
        """Two clients become one."""
        rows = self.ledger.clients.list(START + timedelta(weeks=4)).rows
        keep, other = self.rng.sample([row.client_id for row in rows], 2)
        self.ledger.clients.merge(keep, other)

    def told(self) -> None:
        """Something is said of a client."""
        rows = self.ledger.clients.list(START + timedelta(weeks=4)).rows
        trait = self.rng.choice(list(TOLD))
        client = self.rng.choice([row.client_id for row in rows])
        self.ledger.traits.set(client, {trait: self.rng.choice(("", *TOLD[trait]))})

    def rules(self) -> None:
        """Other intervals, or other bands."""
        day = START + timedelta(weeks=self.rng.randint(-1, 3))
        if self.rng.random() < 0.5:
            self.ledger.policy.set_rules(self.rng.choice(RULES), day)
        else:
            self.ledger.policy.set_bands(Bands((50_000_00,), (50,), self.rng.choice(((), (14,)))), day)

    def talk(self) -> None:
        """A talk, with a promise or without."""
        rng = self.rng
        rows = self.ledger.clients.list(START + timedelta(weeks=4)).rows
        day, promised = START + timedelta(days=rng.randint(0, 28)), rng.random() < 0.5
        self.ledger.work.record(
            NewContact(
                rng.choice(rows).client_id, day, rng.choice(list(Channel)), rng.choice(("Иванов", "Петров", "")),
                result=rng.choice(("сказано", "обещали", "не дозвонились")),
                promise_due=day + timedelta(rng.randint(0, 9)) if promised else None,
                promise_amount=rng.randint(1, 500_00) if promised else None,
            )
        )  # fmt: skip

    def sales(self) -> None:
        """A register of sales of some days."""
        rng = self.rng
        since, length = START + timedelta(days=rng.randint(-20, 20)), rng.randint(0, 40)
        rows = [
            (rng.choice(NAMES), str(n), since + timedelta(rng.randint(0, length)), rng.randint(1, 900_00))
            for n in range(rng.randint(1, 6))
        ]
        load(self.ledger, sold(since, since + timedelta(length), *rows))

    def undo(self) -> None:
        """The last operation of work or policy taken back."""
        self.ledger.undo()

    def step(self) -> None:
        """Any of these; one that makes no sense now is refused and changes nothing."""
        events: tuple[Callable[[], None], ...] = (
            self.report, self.report, self.payments, self.withdraw, self.merge, self.told, self.rules, self.undo,
            self.talk, self.talk, self.sales,
        )  # fmt: skip
        try:
            self.rng.choice(events)()
        except (AppError, ValueError, IndexError):
            return


def assert_fresh(ledger: Ledger, reckoning: Reckoning, rng: Random) -> None:
    """Pivots, agings and the series against the rows as they are."""
    reckoning.load(ledger)
    day = START + timedelta(days=rng.choice((0, 7, 14, 21, 24)))
    for view in View:
        by = tuple(rng.sample(list(Dimension), rng.randint(1, 2)))
        request = PivotRequest(day, by, view)
        assert_same(ledger.analysis.pivot(request), reckoning.figures(request))
    for group, dimension in ((GroupBy.CLIENT, Dimension.CLIENT), (GroupBy.MANAGER, Dimension.MANAGER)):
        expected = reckoning.figures(PivotRequest(day, (dimension,)))
        lines = ledger.analysis.aging(day, group).lines
        assert {line.key: (line.not_due, line.advances, line.max_days, *line.buckets) for line in lines} == {
            path[0]: (row["not_due"], row["advances"], row["max_days"], *_buckets(row))
            for path, row in expected.items()
            if path
        }
    assert ledger.analysis.view_difference(day).adds_up
    points = ledger.analysis.series(day).points
    if points:
        whole = reckoning.figures(PivotRequest(points[-1].day, (Dimension.CLIENT,)))[()]
        assert points[-1].overdue == sum(_buckets(whole))
        assert points[-1].debt == whole["not_due"] + sum(_buckets(whole))


def told(ledger: Ledger, day: date) -> tuple[object, ...]:
    """What the window tells of a day beside the pivots."""
    series = ledger.analysis.series(day)
    return (
        ledger.indicators.of(day),
        ledger.indicators.histories(("dso", "cei", "overdue_share", "roll_rate"), day, 5),
        ledger.plan.fact(day),
        ledger.conclusions.on(day),
        ledger.commission.turnover(day),
        charting.shares(ledger, series),
        ledger.analysis.due_sums(day),
        ledger.doubtful.clocks(day),
        ledger.clients.list(day).rows,
    )


def assert_same_as_anew(ledger: Ledger, path: Path, day: date) -> None:
    """A book opened this moment, with nothing remembered, tells the same."""
    copy = path.with_name("anew.debt")
    shutil.copy(path, copy)
    with Ledger.open(copy, today=lambda: TODAY, owner="проверка") as anew:
        assert told(ledger, day) == told(anew, day)
    for left in path.parent.glob("anew.debt*"):
        shutil.rmtree(left) if left.is_dir() else left.unlink()


def _buckets(row: dict[str, int]) -> list[int]:
    return [value for name, value in row.items() if name[0] == "b" and name[1:].isdigit()]


@pytest.fixture(scope="module")
def reckoning() -> Reckoning:
    """The other side, ready to load a book."""
    return Reckoning()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty book, to be copied."""
    path = tmp_path_factory.mktemp("books") / "empty.debt"
    Ledger.open(path).close()
    return path


@pytest.mark.torture
@settings(max_examples=times(20))
@given(seed=st.integers(0, 2**32))
def test_after_any_operation_every_figure_is_what_the_rows_say(empty: Path, reckoning: Reckoning, seed: int) -> None:
    rng = Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.debt"
        shutil.copy(empty, path)
        with Ledger.open(path, today=lambda: TODAY, owner="проверка") as ledger:
            story = Story(ledger, rng)
            story.report()
            for _event in range(5):
                story.step()
                assert_fresh(ledger, reckoning, rng)
            assert_same_as_anew(ledger, path, START + timedelta(days=rng.randint(0, 28)))
            found = ledger.check()
        assert found.ok, found.problems
