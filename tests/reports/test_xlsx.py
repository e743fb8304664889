"""Workbooks re-read by openpyxl: the domain's numbers, no formulas, no dropped names."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from app.domain.aging import GroupBy
from app.progress import Cancelled, Progress
from app.reports import commission, xlsx
from app.reports.aging_tables import aging_table
from app.reports.client_tables import items_table
from app.reports.safe_text import plain
from app.reports.table import Column, Kind, Table
from tests import article, sample_pack

FORMULAS = {"f"}


def _sheet(path: Path) -> Worksheet:
    sheet = openpyxl.load_workbook(path).active
    assert isinstance(sheet, Worksheet)
    return sheet


def _header(sheet: Worksheet, first: str) -> int:
    return next(row for row in range(1, 20) if sheet.cell(row, 1).value == first)


def _cells(path: Path) -> Iterator[Any]:
    for sheet in openpyxl.load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            yield from row


def test_numbers_are_numbers_and_equal_the_domain(tmp_path: Path) -> None:
    path, aging = tmp_path / "a.xlsx", article.aging(GroupBy.CLIENT)
    xlsx.write_table(aging_table(aging), path, article.AS_OF, "ООО «Наша фирма»")
    sheet = _sheet(path)
    header = _header(sheet, "Клиент")
    for number, line in enumerate(aging.lines, header + 1):
        assert sheet.cell(number, 1).value == line.label
        assert Decimal(str(sheet.cell(number, 2).value)) * 100 == line.total
        assert Decimal(str(sheet.cell(number, 3).value)) * 100 == line.share_of(aging.totals)
        for place, amount in enumerate(line.buckets):
            assert Decimal(str(sheet.cell(number, 5 + place).value)) * 100 == amount
        assert sheet.cell(number, 11).value == line.max_days
    total = header + 1 + len(aging.lines)
    assert sheet.cell(total, 2).value == 1_479_300
    assert sheet.cell(total, 2).font.b
    assert sheet.cell(header + 1, 2).number_format == "#,##0.00;−#,##0.00;"
    assert sheet.cell(header + 1, 3).number_format == "0.0%"


def test_kopecks_survive(tmp_path: Path) -> None:
    from dataclasses import replace

    odd = tuple(replace(item, balance=item.balance + number) for number, item in enumerate(article.items(), 7))
    aging = article.aging(GroupBy.CLIENT, odd)
    xlsx.write_table(aging_table(aging), tmp_path / "a.xlsx", article.AS_OF)
    sheet = _sheet(tmp_path / "a.xlsx")
    total = sheet.cell(_header(sheet, "Клиент") + 1 + len(aging.lines), 2).value
    assert Decimal(str(total)) * 100 == aging.totals.total


def test_zone_fills_frozen_header_filter_and_page(tmp_path: Path) -> None:
    xlsx.write_table(aging_table(article.aging(GroupBy.CLIENT)), tmp_path / "a.xlsx", article.AS_OF)
    sheet = _sheet(tmp_path / "a.xlsx")
    header = _header(sheet, "Клиент")
    assert sheet.cell(header + 1, 9).fill.start_color.rgb == "FFFFE7A3"
    assert sheet.cell(header + 9, 10).fill.start_color.rgb == "FFF8C4BD"
    assert sheet.cell(header + 1, 10).fill.fill_type is None
    assert sheet.freeze_panes == f"B{header + 1}"
    assert sheet.auto_filter.ref == f"A{header}:L{header + 10}"
    assert sheet.print_title_rows == f"${header}:${header}"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert (sheet.column_dimensions["A"].width or 0) > 30


def test_dates_are_dates_and_groups_have_levels(tmp_path: Path) -> None:
    table = aging_table(article.aging(GroupBy.INVOICE))
    xlsx.write_table(table, tmp_path / "a.xlsx", article.AS_OF)
    sheet = _sheet(tmp_path / "a.xlsx")
    header = _header(sheet, "Клиент")
    due = sheet.cell(header + 2, 4)
    assert due.value == datetime(2008, 4, 12)  # noqa: DTZ001 - Excel has no zones
    assert due.number_format == "dd.mm.yyyy"
    assert sheet.row_dimensions[header + 2].outlineLevel == 1
    assert sheet.row_dimensions[header + 1].outlineLevel == 0


def test_hostile_names_are_text_and_read_back(tmp_path: Path) -> None:
    documents = sample_pack.hostile_documents()
    pack = sample_pack.pack(documents)
    xlsx.write_document(commission.document(pack), tmp_path / "a.xlsx")
    seen = set()
    for cell in _cells(tmp_path / "a.xlsx"):
        assert cell.data_type not in FORMULAS, cell.coordinate
        assert cell.hyperlink is None
        if isinstance(cell.value, str):
            seen.add(cell.value)
            if cell.value[:1] in "=+-@" and cell.value:
                assert cell.quotePrefix, cell.value
    names = {plain(name) for name in sample_pack.HOSTILE if plain(name).strip()}
    assert names <= seen


def test_items_with_a_limit_still_add_up(tmp_path: Path) -> None:
    own = article.items()
    xlsx.write_table(items_table(own, article.RULES, 5), tmp_path / "a.xlsx", article.AS_OF)
    sheet = _sheet(tmp_path / "a.xlsx")
    header = _header(sheet, "Документ")
    sums = [sheet.cell(row, 4).value for row in range(header + 1, header + 7)]
    assert sum(Decimal(str(value)) for value in sums[:5]) == Decimal(str(sums[5])) == 1_479_300
    assert sheet.cell(header + 5, 1).value == "ещё 12 документов"


def test_pack_has_a_sheet_for_each_section(tmp_path: Path) -> None:
    document = commission.document(sample_pack.pack())
    xlsx.write_document(document, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert len(book.sheetnames) == len(document.sections)
    assert {"Повестка дня", "Должники", "Меры", "Протокол"} <= set(book.sheetnames)
    assert all(len(name) <= 31 for name in book.sheetnames)
    charts = book["Графики"]
    assert isinstance(charts, Worksheet)
    assert len(charts._images) == 3  # type: ignore[attr-defined]  # absent from the stubs


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Долги: [март]/2026?", "Долги март 2026"),
        ("'кавычки'", "кавычки"),
        ("", "Лист"),
        ("History", "History_"),
        ("Ж" * 40, "Ж" * 31),
    ],
)
def test_sheet_names(text: str, name: str) -> None:
    assert xlsx.sheet_name(text, set()) == name


def test_sheet_names_differ_whatever_the_case() -> None:
    taken: set[str] = set()
    names = [xlsx.sheet_name(text, taken) for text in ("Клиент", "клиент", "КЛИЕНТ", "Ж" * 40, "ж" * 50)]
    assert len({name.casefold() for name in names}) == 5
    assert all(len(name) <= 31 for name in names)


def test_cancel_leaves_nothing(tmp_path: Path) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        xlsx.write_document(commission.document(sample_pack.pack()), tmp_path / "a.xlsx", progress)
    assert not (tmp_path / "a.xlsx").exists()


def test_values_are_written_as_their_kind() -> None:
    assert xlsx._written(12345, Kind.MONEY) == Decimal("123.45")
    assert xlsx._written(Decimal("45.29"), Kind.PERCENT) == Decimal("0.4529")
    assert xlsx._written(date(2026, 1, 2), Kind.DATE) == date(2026, 1, 2)
    assert xlsx._written("", Kind.MONEY) is None


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_column_can_be_empty(tmp_path: Path, kind: Kind) -> None:
    """Words, sums and dates that are not there: None and the empty text."""
    table = Table("any", "Всё", (Column[int | str | None]("one", "Один", kind, lambda row: row),), (None, "", "слово"))
    xlsx.write_table(table, tmp_path / "any.xlsx", date(2026, 11, 23))
    assert openpyxl.load_workbook(tmp_path / "any.xlsx").sheetnames == ["Всё"]
