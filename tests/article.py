"""The 16 debts of the article on 01.06.2008 as open documents, and agings of them."""

import csv
from datetime import date, timedelta
from pathlib import Path

from app.domain.aging import Aging, AgingRules, GroupBy, group, repeated_debt, sum_lines
from app.domain.debt import DueOrigin, OpenItem, Terms

AS_OF = date(2008, 6, 1)
RULES = AgingRules()
INVOICES = Path(__file__).parent / "data" / "article_invoices.csv"


def items() -> tuple[OpenItem, ...]:
    """The documents in the file's order; the file states days overdue, due dates are set back from the date."""
    clients: dict[str, int] = {}
    found = []
    with INVOICES.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 1):
            days, debt = int(row["overdue_days"]), int(row["overdue_rub"]) * 100
            item = OpenItem(
                invoice_id=number,
                client_id=clients.setdefault(row["client"], len(clients) + 1),
                client=row["client"],
                number=row["order_code"],
                kind="заказ",
                contract="",
                doc_date=None,
                due_date=AS_OF - timedelta(days),
                due_origin=DueOrigin.DAYS,
                amount=debt,
                balance=debt,
                days=days,
                terms=Terms(row["terms"], int(row["terms_days"])),
                manager=row["manager"],
                avg_order=int(row["avg_order_rub"]) * 100,
                core_share=row["core_share_pct"],
            )
            found.append(item)
    return tuple(found)


def aging(by: GroupBy, documents: tuple[OpenItem, ...] | None = None) -> Aging:
    """An aging as the ledger would hand it over."""
    documents = items() if documents is None else documents
    key = {
        GroupBy.CLIENT: lambda item: str(item.client_id),
        GroupBy.MANAGER: lambda item: item.manager,
    }.get(by, lambda item: str(item.invoice_id))
    label = {GroupBy.CLIENT: lambda item: item.client, GroupBy.MANAGER: lambda item: item.manager}.get(
        by, lambda item: item.number
    )
    lines = group(documents, key, label, RULES)
    summed = by in (GroupBy.CLIENT, GroupBy.MANAGER)
    repeated, several = repeated_debt(documents)
    return Aging(
        as_of=AS_OF,
        by=by,
        rules=RULES,
        lines=lines,
        totals=sum_lines(lines, "", RULES),
        clients=len({item.client_id for item in documents if item.balance > 0}),
        items=() if summed else documents,
        repeated=repeated,
        repeated_clients=several,
    )
