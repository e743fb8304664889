"""Which documents each column of the pivot opens, and what their list is called."""

from app.domain.pivot import Dimension, Measure, View
from app.reports.pivot_figures import behind, filter_words, path_words
from app.reports.pivot_tables import pivot_columns
from tests.reports.test_pivot_tables import pivot


def test_every_column_opens_what_it_tells_of() -> None:
    found = pivot(Dimension.MANAGER, Dimension.CLIENT)
    line = found.lines[0].lines[0]
    figures = {}
    for column in pivot_columns(found):
        asked = behind(found, line, column.key)
        if asked is not None:
            assert asked.path == line.path
            figures[column.key] = asked.figure
    assert figures["debt"] is figures["share"] is figures["count"] is figures["mean_client"] is Measure.TOTAL
    assert figures["overdue"] is figures["overdue_share"] is figures["max_days"] is Measure.OVERDUE
    assert figures["name"] is figures["balance"] is figures["manager"] is Measure.BALANCE
    buckets = {key: figure for key, figure in figures.items() if key.startswith("bucket")}
    assert buckets == {f"bucket{n}": n for n, amount in enumerate(line.buckets) if amount}
    assert "advances" not in figures  # an empty cell opens nothing
    assert "not_due" not in figures


def test_clients_with_several_debts_are_a_condition_of_their_own() -> None:
    found = pivot(Dimension.MANAGER)
    asked = behind(found, found.totals, "several_clients")
    assert asked is not None
    assert asked.request.filters == ((Dimension.REPEATED, "yes"),)
    assert (asked.figure, asked.path) == (Measure.TOTAL, ())
    late = behind(found, found.totals, "repeated_days")
    assert late is not None
    assert late.figure is Measure.OVERDUE
    assert found.request.view is View.KNOWN


def test_lists_are_named_by_their_line_and_figure() -> None:
    found = pivot(Dimension.MANAGER, Dimension.CLIENT)
    line = found.lines[0].lines[0]
    assert path_words(found, line.path) == f"{found.lines[0].label}, {line.label}"
    asked = behind(found, line, "overdue")
    assert asked is not None
    words = path_words(found, line.path)
    assert asked.title.startswith(words[:1].upper() + words[1:] + ": ")
    assert asked.amount == line.overdue
    assert filter_words(found) == ()
