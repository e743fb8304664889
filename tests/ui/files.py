"""Files of bookkeeping as small as a test needs, written as real workbooks."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

Row = tuple[str, str, date, date, float, str]  # client, number, shipped, due, debt, manager

HEADER = ("Клиент", "Номер", "Дата отгрузки", "Срок оплаты", "Долг", "Менеджер")


def register(path: Path, as_of: date | None, rows: Sequence[Row], *, total: float | None = None) -> Path:
    """A flat register of debts; ``as_of`` None leaves its date out, ``total`` states another total than the sum."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Отчет о дебиторской задолженности" + (f" на {as_of:%d.%m.%Y}" if as_of else "")])
    sheet.append([])
    sheet.append(list(HEADER))
    for row in rows:
        sheet.append(list(row))
    stated = sum(row[4] for row in rows) if total is None else total
    sheet.append(["ИТОГО", None, None, None, stated])
    book.save(path)
    book.close()
    return path
