"""The pivot's table: chosen columns, group rows, the same figures on paper and in a workbook."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from app.domain.aging import AgingRules
from app.domain.pivot import Dimension, Documents, Pivot, PivotRequest, View, arranged, build, several_debts
from app.domain.pivot_keys import order
from app.reports.pivot_tables import cause_word, dimension_word, pivot_columns, pivot_table, usual_columns
from app.reports.table import RowStyle, text_of
from tests.article import AS_OF, items

RULES = AgingRules()
DAY = AS_OF.toordinal()


def pivot(*by: Dimension) -> Pivot:
    """The article by manager and client, or by other two, keyed by plain words."""
    documents = Documents(
        [item.invoice_id for item in items()],
        [item.client_id for item in items()],
        [item.due_date.toordinal() if item.due_date else None for item in items()],
        [item.balance for item in items()],
    )
    keys = {
        Dimension.MANAGER: [item.manager for item in items()],
        Dimension.CLIENT: [item.client for item in items()],
        Dimension.TERMS: [item.terms.text for item in items()],
    }
    lines = build(documents, [keys[one] for one in by], several_debts(documents, DAY), DAY, RULES)
    for line in lines.values():
        line.label = line.key or "Итого"
    found = arranged(lines, [order(one, RULES) for one in by])
    return Pivot(PivotRequest(AS_OF, by), RULES, found, lines[()])


def test_a_group_stands_above_its_parts() -> None:
    table = pivot_table(pivot(Dimension.MANAGER, Dimension.CLIENT))
    styles = [table.row_style(row) for row in table.rows]
    assert styles[0] is RowStyle.HEADING
    assert styles.count(RowStyle.HEADING) == 4
    headings = [row for row in table.rows if table.row_style(row) is RowStyle.HEADING]
    details = [row for row in table.rows if table.row_style(row) is RowStyle.DETAIL]
    assert sum(row.total for row in headings) == sum(row.total for row in details) == table.totals[0].total
    assert table.row_style(table.totals[0]) is RowStyle.SUBTOTAL
    plain = pivot_table(pivot(Dimension.MANAGER))
    assert {plain.row_style(row) for row in plain.rows} == {RowStyle.NORMAL}


def test_the_heading_of_every_page_says_what_is_narrower_than_the_whole() -> None:
    found = pivot(Dimension.MANAGER)
    assert pivot_table(found).title == "Долг на 01.06.2008: менеджер"
    request = replace(found.request, view=View.STATED, own="ООО «Север»", filters=((Dimension.MANAGER, "Вишняков"),))
    narrow = pivot_table(replace(found, request=request, filters=("менеджер: Вишняков",)))
    assert narrow.title == "Долг на 01.06.2008, как было заявлено: менеджер (ООО «Север»; менеджер: Вишняков)"


def test_columns_are_chosen_by_their_keys() -> None:
    found = pivot(Dimension.MANAGER)
    table = pivot_table(found, ("weighted_days", "debt", "no such column"))
    assert [column.key for column in table.columns] == ["name", "weighted_days", "debt"]
    every = [column.key for column in pivot_columns(found)]
    assert len(set(every)) == len(every)
    assert set(usual_columns(found)) <= set(every)
    assert [column.key for column in pivot_table(found, ("gone",)).columns] == ["name", *usual_columns(found)]


def test_means_say_what_they_are_of() -> None:
    titles = {column.key: column.title for column in pivot_columns(pivot(Dimension.TERMS))}
    means = [titles[key] for key in ("mean_days", "weighted_days", "mean_document", "mean_client", "repeated_days")]
    assert len(set(means)) == 5


def test_every_dimension_and_cause_has_a_word() -> None:
    from app.domain.pivot_views import Cause

    assert all(dimension_word(one) for one in Dimension)
    assert all(cause_word(one) for one in Cause)


@pytest.mark.parametrize("by", [(Dimension.MANAGER, Dimension.CLIENT), (Dimension.TERMS,)])
def test_paper_and_workbook_hold_the_same_figures(by: tuple[Dimension, ...], tmp_path: Path) -> None:
    from app.reports.pdf import write_table as write_pdf
    from app.reports.xlsx import write_table as write_xlsx

    table = pivot_table(pivot(*by))
    write_xlsx(table, tmp_path / "свод.xlsx", AS_OF)
    write_pdf(table, tmp_path / "свод.pdf", AS_OF)
    sheet = openpyxl.load_workbook(tmp_path / "свод.xlsx").worksheets[0]
    numbers = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {row.total / 100 for row in table.rows} <= numbers
    assert text_of(table.columns[0], table.rows[0]) in {str(value).strip() for value in numbers}
    assert (tmp_path / "свод.pdf").read_bytes().startswith(b"%PDF")
