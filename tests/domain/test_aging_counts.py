"""Counts of documents beside the sums of the intervals."""

from app.domain.aging import ADVANCE, NOT_DUE, AgingCell, AgingRules, fold, sum_lines

RULES = AgingRules()


def _cells() -> list[AgingCell]:
    return [
        AgingCell("a", NOT_DUE, 500, 2),
        AgingCell("a", 0, 100, 1, 3, 3, 300),
        AgingCell("a", 5, 700, 3, 90, 240, 56_000),
        AgingCell("a", ADVANCE, -40, 0),
    ]


def test_each_interval_counts_its_documents() -> None:
    line = fold("a", "A", _cells(), RULES)
    assert line.bucket_counts == (1, 0, 0, 0, 0, 3)
    assert sum(line.bucket_counts) == line.overdue_count
    assert line.count == line.overdue_count + 2


def test_totals_add_counts_and_keep_the_law_of_the_line() -> None:
    line = fold("a", "A", _cells(), RULES)
    total = sum_lines([line, line, fold("b", "B", [], RULES)], "all", RULES)
    assert total.bucket_counts == (2, 0, 0, 0, 0, 6)
    assert total.buckets == (200, 0, 0, 0, 0, 1400)
    assert total.not_due + sum(total.buckets) - total.advances == total.balance == 2 * line.balance
    assert total.max_days == 90
    assert total.zone is line.zone


def test_totals_of_nothing_have_a_place_for_each_interval() -> None:
    total = sum_lines([], "all", RULES)
    assert total.buckets == total.bucket_counts == (0,) * len(RULES.intervals)
