"""A pack of the commission made of the article's debts, with a series, cards and hostile names on demand."""

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal

from app.domain.aging import Aging, GroupBy, Zone
from app.domain.client import ClientCard, ClientInfo, Point, Series, Summary
from app.domain.commission import (
    ClientChange,
    CommissionPack,
    Measure,
    Member,
    PackRequest,
    Turnover,
    WeekChange,
)
from app.domain.debt import OpenItem
from app.domain.sales import Origin
from app.domain.work import Channel, Contact, Promise, PromiseRecord, PromiseState
from tests import article

AS_OF = article.AS_OF
HOSTILE = (
    "<b>ООО</b> & <i>Ко</i>",
    "</para><font color=red size=90>Х</font>",
    '<img src="http://example.invalid/x.png"/>',
    '=HYPERLINK("http://example.invalid")',
    "+7 900 000-00-00",
    "-1+1",
    "@SUM(A1)",
    "\u202eоргонмирт\u202c ООО",
    "ООО «Ёлка» 🎄",
    "א ב ג",
    "нуль\x00звонок\x07возврат\x1b[31m",
    "строка\nвторая\tтретья\r",
    "Ы" * 300,
    "слово " * 80,
    "$\\frac{1}{0}$ и $",
    "%s {0} {name} %(x)s",
    "CON",
    "../../etc/passwd",
    "\ud800 одинокий",
    "й",
    " ",
)


def series(weeks: int = 30, *, complete: bool = True) -> Series:
    """Debt doubles, sales fall to a third, a fifth of the overdue debt is red."""
    points = []
    for week in range(weeks):
        part = week / max(weeks - 1, 1)
        debt = round(100_000_00 * (1 + part))
        overdue = debt * 3 // 10
        red = overdue // 5
        points.append(
            Point(
                day=AS_OF - timedelta(7 * (weeks - 1 - week)),
                sales=round(30_000_00 * (1 - part * 2 / 3)),
                debt=debt,
                overdue=overdue,
                buckets=(overdue - red, 0, 0, 0, 0, red),
            )
        )
    return Series(tuple(points), Origin.REGISTER if complete else Origin.SHIPMENTS, article.RULES)


def contacts(client_id: int, client: str, count: int = 9) -> tuple[Contact, ...]:
    """Calls of past weeks, every other with a promise."""
    states = list(PromiseState)
    found = []
    for number in range(count):
        day = AS_OF - timedelta(7 * number + 3)
        promise = Promise(
            number + 1, client_id, client, day, day + timedelta(6), 5_000_00, "бухгалтер", states[number % 4]
        )
        found.append(
            Contact(
                number + 1, client_id, day, list(Channel)[number % 6], "Васильева", "бухгалтер", "обещал", "«завтра»",
                None, promise if number % 2 else None,
            )
        )  # fmt: skip
    return tuple(found)


def card(aging: Aging, documents: tuple[OpenItem, ...], number: int) -> ClientCard:
    """The card of one line."""
    line = aging.lines[number]
    own = tuple(item for item in documents if str(item.client_id) == line.key)
    return ClientCard(
        client=ClientInfo(own[0].client_id, line.label, "5260000000", manager=own[0].manager, terms=own[0].terms.text),
        as_of=AS_OF,
        line=line,
        rules=article.RULES,
        items=own,
        contacts=contacts(own[0].client_id, line.label),
        promises=PromiseRecord(6, 2, 3, 1),
        series=series(complete=False),
        mean_delay=23,
        next_contact=AS_OF + timedelta(2),
    )


def pack(documents: tuple[OpenItem, ...] | None = None, cards: int = 5) -> CommissionPack:
    """Everything on the table, out of open documents (the article's by default)."""
    documents = documents if documents is not None else article.items()
    by_client = article.aging(GroupBy.CLIENT, documents)
    totals = by_client.totals
    changes = tuple(
        ClientChange(number, line.label, "", line.balance - 100, 300, 150, -50, line.balance)
        for number, line in enumerate(by_client.lines, 1)
    )
    return CommissionPack(
        request=PackRequest(
            AS_OF, date(2008, 6, 2), time(17, 0), (Member("Кузнецов А. В.", "коммерческий директор, председатель"),),
            "ООО «Наша фирма»", cards,
        ),
        summary=Summary(AS_OF, totals.total, totals.overdue, totals.buckets[-1], 1_000_00, 500_00, 61),
        turnover=Turnover(
            date(2008, 3, 3), AS_OF, 200_000_000, totals.total, Decimal("73.97"), Decimal("67.3"), Decimal(50),
            Origin.SHIPMENTS, 91
        ),
        by_client=by_client,
        by_invoice=article.aging(GroupBy.INVOICE, documents),
        by_interval=article.aging(GroupBy.INTERVAL, documents),
        by_manager=article.aging(GroupBy.MANAGER, documents),
        by_terms=article.aging(GroupBy.TERMS, documents),
        measures=tuple(
            Measure(line.zone, 1, line.label, line.manager, line.overdue, line.overdue, line.max_days, "")
            for line in by_client.lines
            if line.zone is not Zone.NONE
        ),
        changes=WeekChange(
            AS_OF - timedelta(7),
            AS_OF,
            changes,
            ClientChange(
                0, "", "", totals.balance - 100 * len(changes), 300 * len(changes), 150 * len(changes),
                -50 * len(changes), totals.balance,
            ),
        ),
        series=series(),
        cards=tuple(card(by_client, documents, number) for number in range(min(cards, len(by_client.lines)))),
        broken=tuple(
            contact.promise
            for contact in contacts(1, "ООО «Вектор»")
            if contact.promise is not None and contact.promise.state is PromiseState.BROKEN
        ),
        report_control=totals.balance,
        report_ties=True,
    )  # fmt: skip


def hostile_documents() -> tuple[OpenItem, ...]:
    """The article's documents under hostile names, numbers, managers and terms."""
    documents = []
    for number, name in enumerate(HOSTILE):
        item = article.items()[number % 16]
        documents.append(
            replace(
                item,
                invoice_id=number + 1,
                client_id=number + 1,
                client=name,
                number=name,
                manager=name,
                kind="",
                terms=replace(item.terms, text=name),
                core_share=name,
            )
        )
    return tuple(documents)
