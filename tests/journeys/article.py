"""The article's report as a file, built from its 16 invoices."""

import csv
from pathlib import Path

from openpyxl import Workbook

FORMS = {"short": "otchet-2008-06-01.xlsx", "extended": "otchet-2008-06-01-rasshirennyy.xlsx"}

with (Path(__file__).resolve().parents[1] / "data" / "article_invoices.csv").open(encoding="utf-8") as _file:
    ROWS = list(csv.DictReader(_file))

HEAD = (
    "Клиент",
    "Код заказа",
    "Сумма просроченной дебиторской задолженности на дату отчета, руб.",
    "Срок просроченной дебиторской задолженности на дату отчета, дни",
    "Действующие условия платежа",
    "Стоимость среднего заказа, руб.",
    "Менеджер",
    "Показатель целевого клиента (доля основного ассортимента в структуре заказа),%",
)


def build(path: Path, *, extended: bool, total: int = 1_479_300) -> None:
    """Write the report of 01.06.08 in the short form (four columns) or the extended one (eight)."""
    width = 8 if extended else 4
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Отчет о дебиторской задолженности на 01.06.08"])
    sheet.append([])
    sheet.append(list(HEAD[:width]))
    for row in ROWS:
        values = (
            row["client"],
            int(row["order_code"]),
            int(row["overdue_rub"]),
            int(row["overdue_days"]),
            row["terms"],
            int(row["avg_order_rub"]),
            row["manager"],
            row["core_share_pct"],
        )
        sheet.append(list(values[:width]))
    sheet.append(["ИТОГО", None, total, 490])
    sheet.append(["СРЕДНЕЕ", None, 92456.25, 30.6])
    book.save(path)
