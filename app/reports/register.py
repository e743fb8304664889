"""Registers of debts and of sales as bookkeeping would send them: the sample book's own files.

One sheet: a title with the date, a header, one row a document, «ИТОГО». The words are what such files hold,
therefore Russian in any language of the program. Outside text is written as text, never as a formula.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app import formats
from app.domain.sample import SampleReport, SampleRow
from app.reports import atomic

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_MONEY = "#,##0.00"
_DATE = "DD.MM.YYYY"

_DEBT_HEADER = (
    ("Клиент", 34),
    ("ИНН", 14),
    ("Документ", 30),
    ("Номер", 12),
    ("Дата отгрузки", 12),
    ("Срок оплаты", 12),
    ("Сумма документа", 15),
    ("Долг", 15),
    ("Условия оплаты", 18),
    ("Менеджер", 14),
    ("Тип клиента", 20),
    ("Стоимость среднего заказа", 14),
    ("Доля основного ассортимента, %", 14),
)
_SALES_HEADER = (
    ("Дата отгрузки", 12),
    ("Номер", 12),
    ("Документ", 30),
    ("Клиент", 34),
    ("ИНН", 14),
    ("Сумма", 15),
    ("Менеджер", 14),
)

_Cell = str | int | float | date | None


def write_debts(report: SampleReport, path: Path) -> None:
    """One Monday's register of debts; advances and returns stand with a minus.

    Raises ``AppError`` when the file cannot be written.
    """
    title = f"Отчет о дебиторской задолженности на {formats.day(report.as_of)}"
    totals = ("ИТОГО", *[None] * 6, sum(row.debt for row in report.rows) / 100)
    _write(path, title, _DEBT_HEADER, (_debt_cells(row) for row in report.rows), totals)


def write_sales(rows: Sequence[SampleRow], period: tuple[date, date], path: Path) -> None:
    """The register of waybills and returns (negative) of a period."""
    title = f"Реестр продаж за период с {formats.day(period[0])} по {formats.day(period[1])}"
    totals = ("ИТОГО", *[None] * 4, sum(row.amount for row in rows) / 100)
    _write(path, title, _SALES_HEADER, (_sale_cells(row) for row in rows), totals)


def _debt_cells(row: SampleRow) -> tuple[_Cell, ...]:
    return (
        row.client,
        row.inn,
        row.kind,
        row.number,
        row.day,
        row.due,
        row.amount / 100,
        row.debt / 100,
        row.terms,
        row.manager,
        row.client_type,
        row.avg_order / 100,
        row.core_share,
    )


def _sale_cells(row: SampleRow) -> tuple[_Cell, ...]:
    return (row.day, row.number, row.kind, row.client, row.inn, row.amount / 100, row.manager)


def _write(
    path: Path,
    title: str,
    header: Sequence[tuple[str, int]],
    rows: Iterator[tuple[_Cell, ...]],
    totals: tuple[_Cell, ...],
) -> None:
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Отчет")
    for number, (_name, width) in enumerate(header, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([title])
    sheet.append([])
    sheet.append([name for name, _width in header])
    paint = _Paint(sheet)
    for row in rows:
        sheet.append(paint.cell(value) for value in row)
    sheet.append(paint.cell(value) for value in totals)
    atomic.write(path, book.save)


class _Paint:
    """Formats of dates and sums. One cell object of each kind is filled over and over: rows are streamed,
    each cell is written before the next one is asked for, and a new styled object each time costs more."""

    def __init__(self, sheet: "WriteOnlyWorksheet") -> None:
        from openpyxl.cell import WriteOnlyCell

        self._money = WriteOnlyCell(sheet, 0.0)
        self._money.number_format = _MONEY
        self._date = WriteOnlyCell(sheet, "")
        self._word = WriteOnlyCell(sheet, "")

    def cell(self, value: _Cell) -> "_Cell | Cell":
        """The value, wrapped where it needs a format or could be taken for a formula."""
        if isinstance(value, str):
            if not value.startswith("="):
                return value
            self._word.value = value
            self._word.data_type = "s"
            return self._word
        if isinstance(value, float):
            self._money.value = value
            return self._money
        if isinstance(value, date):
            self._date.value = value
            self._date.number_format = _DATE
            return self._date
        return value
