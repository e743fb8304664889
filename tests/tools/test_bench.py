"""The bench measures what it says: the same debts on both sides, honest verdicts."""

import tempfile
from pathlib import Path

import pytest

from tools import bench_aging, bench_charts, bench_import, bench_pivot, bench_weeks, bench_window, bench_work
from tools.bench_book import Size
from tools.bench_figures import Figure, paired, table


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Big files are for real runs; these small ones go with the test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_both_sides_find_the_same_debts() -> None:
    figures = list(bench_aging.measure(Size(3_000, 40), rounds=1))
    assert [figure.what.split(",")[1].strip() for figure in figures] == ["mid-history", "last year", "now"]
    assert all(figure.ours > 0 and figure.theirs > 0 for figure in figures)


def test_every_pivot_finds_the_debts_of_the_query_by_hand() -> None:
    figures = list(bench_pivot.measure(Size(3_000, 40), Size(300, 10), rounds=1))
    assert len(figures) == 2 * len(bench_pivot.QUESTIONS) + 1
    assert all(figure.ours > 0 and figure.theirs > 0 for figure in figures)
    assert figures[-1].limit == bench_pivot.GROWTH_LIMIT


def test_both_sides_load_the_same_file() -> None:
    small, cold, large, grouped, growth, silence, memory = bench_import.measure({200: 1, 400: 1})
    assert 0 < silence.ours < 60
    assert small.ours > 0
    assert cold.ours > 0
    assert large.theirs > 0
    assert grouped.ours > 0 and grouped.theirs > 0
    assert growth.limit == bench_import.GROWTH_LIMIT
    assert 0 <= memory.ours < bench_import.MEMORY_LIMIT


def test_both_sides_draw_the_same_weeks() -> None:
    figures = list(bench_charts.measure(weeks=40, rounds=1))
    assert len(figures) == 2
    assert all(figure.ours > 0 and figure.theirs > 0 for figure in figures)
    assert all(figure.limit == bench_charts.LIMIT for figure in figures)


def test_both_sides_find_the_same_weeks() -> None:
    matrix, growth = bench_weeks.measure(Size(3_000, 40), Size(300, 10), rounds=1)
    assert matrix.limit == bench_weeks.LIMIT
    assert matrix.theirs > 0
    assert growth.theirs == 10


def test_the_work_list_is_measured_with_people_to_call() -> None:
    (figure,) = bench_work.measure(Size(3_000, 40), rounds=1)
    assert figure.limit == bench_work.LIMIT
    assert not figure.note.startswith("0 ")


@pytest.mark.usefixtures("qapp")
def test_letters_and_cards_of_real_clients() -> None:
    letter, card, growth = bench_window.measure(Size(3_000, 40), Size(300, 10), rounds=1)
    assert letter.limit == bench_window.LETTER_LIMIT and "follows in" in letter.note
    assert card.ours > 0 and card.note.startswith("40 cards")
    assert growth.limit == bench_window.GROWTH_LIMIT


def test_pairs_take_turns_and_ratios_are_of_pairs() -> None:
    order: list[str] = []
    ours = iter((1.0, 2.0, 9.0))
    theirs = iter((1.0, 4.0, 3.0))

    def mine() -> float:
        order.append("ours")
        return next(ours)

    def other() -> float:
        order.append("theirs")
        return next(theirs)

    assert paired(mine, other, 3) == (2.0, 3.0, 1.0)
    assert order == ["ours", "theirs", "theirs", "ours", "ours", "theirs"]


def test_verdicts() -> None:
    text = table([Figure("quick", 10, 10, 1.0, 1.8), Figure("slow", 30, 10, 3.0, 1.8, note="why")])
    lines = text.splitlines()
    assert lines[2].endswith("kept")
    assert lines[3].endswith("OVER  (why)")
    assert "3.00" in lines[3]
