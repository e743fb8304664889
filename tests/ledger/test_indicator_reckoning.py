"""Every indicator of random books is what plain loops over the book's rows find, for the company and for its parts."""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.indicator_rows import ManagerFigures
from app.domain.indicator_set import Scope, ScopeKind
from app.errors import InputRefused
from app.ledger import Ledger
from tests.ledger.conftest import TODAY
from tests.ledger.indicator_reckoning import Reckoner, Rows, Whose
from tests.ledger.test_indicators import of_kind
from tests.ledger.test_nothing_stale import START, Story
from tests.scale import times


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty book, to be copied."""
    path = tmp_path_factory.mktemp("books") / "empty.debt"
    Ledger.open(path).close()
    return path


def scopes(rows: Rows) -> dict[Scope, Whose]:
    """The company, its managers, a group and one client."""
    shown = sorted(set(rows.head.values()))
    group = frozenset(client for client, name in rows.holding.items() if name == "Группа А")
    return {
        Scope(): Whose(),
        Scope(ScopeKind.MANAGER, "Иванов"): Whose(manager="Иванов"),
        Scope(ScopeKind.MANAGER, "Петров"): Whose(manager="Петров"),
        Scope(ScopeKind.HOLDING, "Группа А"): Whose(clients=group),
        Scope(ScopeKind.CLIENT, client_id=shown[0]): Whose(clients=frozenset(shown[:1])),
    }


@pytest.mark.torture
@settings(max_examples=times(30))
@given(seed=st.integers(0, 2**32))
def test_every_figure_is_what_plain_loops_find(empty: Path, seed: int) -> None:
    rng = Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.debt"
        shutil.copy(empty, path)
        with Ledger.open(path, today=lambda: TODAY, owner="проверка") as ledger:
            story = Story(ledger, rng)
            story.report()
            for _event in range(12):
                story.step()
            until = START + timedelta(days=rng.randint(0, 30))
            since, works = until - timedelta(days=rng.randint(1, 60)), ledger.law.calendar().works
            rows, reports = Rows(path), ledger.report_dates()
            borders = [interval.first - 1 for interval in ledger.policy.rules(until).intervals]
            for scope, whose in scopes(rows).items():
                try:
                    found = ledger.indicators.of(until, since, scope)
                except InputRefused:  # a group that nobody is told to belong to
                    continue
                expected = Reckoner(rows, found.since, until, whose, reports, borders).figures(works)
                told = {one.key: one.value for one in found.indicators if one.key in expected}
                assert told == expected, (scope, seed)
            managers = of_kind(ManagerFigures, ledger.indicators.behind("collected", until, since))
            assert sum(one.collected for one in managers) == ledger.indicators.of(until, since).get("collected").value
