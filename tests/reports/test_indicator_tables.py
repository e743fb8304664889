"""Indicators in words: the unit, the direction, and what is too small to show."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from app.domain.aging import AgingRules
from app.domain.bridge import Bridge, BridgeLine
from app.domain.indicator_set import (
    Behind,
    Indicator,
    IndicatorSet,
    Reading,
    Sales,
    Scope,
    assemble,
    catalogue,
    definition,
)
from app.domain.migration import Journey, migrate
from app.domain.sales import Origin
from app.reports.bridge_table import bridge_table
from app.reports.indicator_rows import behind_table, migration_table
from app.reports.indicator_tables import change_words, indicators_table, sales_words, value_words
from app.reports.table import RowStyle, text_of
from app.reports.xlsx import write_table

SINCE, UNTIL = date(2026, 8, 25), date(2026, 11, 23)


def shown(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("dso", Decimal("37.3"), "37,3 дн."),
        ("overdue_share", Decimal("29.00"), "29,0 %"),
        ("cost", 1_403_766_70, "1 403 767 ₽"),
        ("hhi_debt", Decimal(2506), "2 506"),
        ("dso", None, "—"),
    ],
)
def test_a_figure_has_its_unit(key: str, value: Decimal | int | None, words: str) -> None:
    found = shown(value_words(definition(key), value))
    assert found.split()[0] == words.split()[0]
    if key != "dso":
        assert found == words


def test_better_and_worse_know_their_direction() -> None:
    slower = change_words(Indicator(definition("dso"), Reading(Decimal("40.0"))), Decimal("37.0"))
    faster = change_words(Indicator(definition("dso"), Reading(Decimal("37.0"))), Decimal("40.0"))
    more = change_words(Indicator(definition("cei"), Reading(Decimal("90.00"))), Decimal("80.00"))
    assert slower != faster
    assert slower.split()[0] != more.split()[0] == faster.split()[0]
    assert change_words(Indicator(definition("dso"), Reading(None)), Decimal("40.0")) == ""
    same = change_words(Indicator(definition("cei"), Reading(Decimal("80.01"))), Decimal("80.00"))
    assert same == change_words(Indicator(definition("cei"), Reading(Decimal("80.00"))), Decimal("80.00"))


def test_the_table_holds_every_figure_under_its_group() -> None:
    readings = {one.key: Reading(Decimal(1), "1 / 1 = 1") for one in catalogue()}
    readings["dso"] = Reading(None, reason="почему")
    found = IndicatorSet(SINCE, UNTIL, Scope(), Sales(100_00, Origin.SHIPMENTS, False), assemble(readings))
    table = indicators_table(found, found)
    assert sum(table.row_style(row) is RowStyle.HEADING for row in table.rows) == 4
    assert len(table.rows) == len(catalogue()) + 4
    how = next(column for column in table.columns if column.key == "how")
    assert text_of(how, table.rows[1]) == "почему"
    assert "100,00" in shown(table.note)
    assert sales_words(replace(found, sales=Sales(0, Origin.SHIPMENTS, False))) != sales_words(found)


def test_figures_of_several_units_stand_as_on_the_screen(tmp_path: Path) -> None:
    """37,3 days, 2,49 times, 270 points; roubles to the kopeck; in a workbook they are numbers."""
    readings = {one.key: Reading(Decimal("37.3")) for one in catalogue()}
    readings |= {"hhi_debt": Reading(Decimal(270)), "turnover_times": Reading(Decimal("2.49")), "cost": Reading(5_00)}
    found = IndicatorSet(SINCE, UNTIL, Scope(), Sales(1, Origin.REGISTER, True), assemble(readings))
    table = indicators_table(found, found)
    value = next(column for column in table.columns if column.key == "value")
    texts = {row.now.key: text_of(value, row) for row in table.rows if row.now is not None}
    assert {key: texts[key] for key in ("dso", "turnover_times", "hhi_debt", "cost")} == {
        "dso": "37,3", "turnover_times": "2,49", "hhi_debt": "270", "cost": "5,00"}  # fmt: skip
    write_table(table, tmp_path / "a.xlsx", UNTIL)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    shown = {row[0].value: (row[1].value, row[1].number_format) for row in sheet.iter_rows() if len(row) > 1}
    assert shown[definition("hhi_debt").title] == (270, "#,##0")
    assert shown[definition("dso").title] == (37.3, "#,##0.0")


def test_every_indicator_has_rows_of_its_kind() -> None:
    for one in catalogue():
        table = behind_table(Indicator(one, Reading(Decimal(1), "1 = 1")), (), "вся компания", "с 1 по 2")
        assert table.title.startswith(one.title)
        assert one.text in table.note
        assert table.empty
        assert table.columns or one.behind is Behind.MIGRATION


def test_the_drawn_migration_adds_up() -> None:
    due = (UNTIL.toordinal() - 10, UNTIL.toordinal() - 3, None)
    journeys = [Journey(n, n, "", day, 100_00 * (n + 1), 70_00 * (n + 1)) for n, day in enumerate(due)]
    table = migration_table(migrate([*journeys, Journey(9, 9, "", None, 0, 5_00)], SINCE, UNTIL, AgingRules()))
    columns = {column.key: column for column in table.columns}
    for key in ("start", "settled", *(f"to{n}" for n in range(7))):
        values = [columns[key].value(row) or 0 for row in table.rows]
        assert sum(value for value in values if isinstance(value, int)) == columns[key].value(table.totals[0]), key


def test_the_bridge_says_by_which_due_dates_only_where_it_matters() -> None:
    plain = BridgeLine(1, "А", "", before=10, paid=10)
    moved = BridgeLine(1, "А", "", before=10, rewritten=-10)
    assert bridge_table(Bridge(SINCE, UNTIL, (plain,), plain)).note == ""
    assert bridge_table(Bridge(SINCE, UNTIL, (moved,), moved)).note
