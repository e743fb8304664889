"""A sample book: a trading company's 78 weeks of debt, made up, the same to a kopeck every time.

It exists so that the program can be shown, learnt and measured on data that behave like real ones: payers
keep their habits, terms belong to orders, money comes in parts, goods come back, advances lie unallocated.
``sample()`` only tells the story; the files and the book are made of it through the same doors a user has.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from app.domain.debt import Terms
from app.domain.money import Kopecks
from app.domain.sample_cast import PREPAID, Habit, SampleClient, cast

UNTIL = date(2026, 11, 23)
WEEKS = 78
WARM_UP = 26
"""Weeks played before the first report, so that it already holds debts of every age."""

WAYBILL = "Реализация"
RETURN = "Возврат товаров от покупателя"
RECEIPT = "Поступление на расчетный счет"


@dataclass(frozen=True, slots=True)
class SampleDocument:
    """A waybill (``amount`` > 0), or a return or advance (< 0) waiting to be offset. ``payments`` bring the
    balance to zero, or not. ``agreed``: (first report that knows it, new due date) of an extension."""

    client: SampleClient
    kind: str
    number: str
    day: date
    due: date | None
    amount: Kopecks
    terms: Terms
    payments: tuple[tuple[date, Kopecks], ...]
    agreed: tuple[date, date] | None = None

    def balance(self, as_of: date) -> Kopecks:
        """What is open at the end of ``as_of``."""
        return self.amount - sum(kopecks for day, kopecks in self.payments if day <= as_of)

    def due_on(self, as_of: date) -> date | None:
        """The due date as a report of ``as_of`` states it."""
        return self.agreed[1] if self.agreed is not None and self.agreed[0] <= as_of else self.due


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One line of a register of debts; ``debt`` < 0 for an advance."""

    client: str
    inn: str
    kind: str
    number: str
    day: date
    due: date | None
    amount: Kopecks
    debt: Kopecks
    terms: str
    manager: str
    client_type: str
    avg_order: Kopecks
    core_share: str


@dataclass(frozen=True, slots=True)
class SampleReport:
    """What bookkeeping sends on one Monday."""

    as_of: date
    rows: tuple[SampleRow, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """The whole story. ``sales`` are all waybills and returns of ``period``."""

    clients: tuple[SampleClient, ...]
    documents: tuple[SampleDocument, ...]
    reports: tuple[SampleReport, ...]
    sales: tuple[SampleRow, ...]
    period: tuple[date, date]


def sample(until: date = UNTIL, weeks: int = WEEKS) -> Sample:
    """The story of ``weeks`` weekly reports, the last one on ``until``."""
    mondays = tuple(until - timedelta(weeks=back) for back in reversed(range(weeks)))
    start = mondays[0] - timedelta(weeks=WARM_UP)
    clients = cast(weeks)
    documents: list[SampleDocument] = []
    for index, client in enumerate(clients):
        documents.extend(_Life(client, index, mondays[0], start, until).documents())
    numbered = _numbered(documents)
    return Sample(
        clients,
        numbered,
        tuple(_report(numbered, day, mondays[0]) for day in mondays),
        tuple(
            _row(doc, doc.day, doc.amount, mondays[0])
            for doc in numbered
            if doc.kind != RECEIPT and mondays[0] <= doc.day <= until
        ),
        (mondays[0], until),
    )


class _Life:
    """One client's orders, payments, returns and advances. Its own random stream: one client's change of
    habits leaves the others as they are."""

    def __init__(self, client: SampleClient, index: int, first: date, start: date, until: date) -> None:
        self._client = client
        self._rng = Random(f"life {index}")
        self._first = first
        self._start = start if client.starts == 0 else first + timedelta(weeks=client.starts)
        self._until = until
        self._end = until if client.ends is None else first + timedelta(weeks=client.ends)
        self._decline = until - timedelta(weeks=30)

    def documents(self) -> Iterator[SampleDocument]:
        """Everything this client ever signed."""
        for count, day in enumerate(self._order_days()):
            waybill = self._waybill(day, count)
            yield waybill
            if self._rng.random() < 0.025:
                yield self._credit(RETURN, waybill, -(waybill.amount * self._rng.randint(4, 30) // 100))
            elif self._client.habit in (Habit.CASH, Habit.PUNCTUAL) and self._rng.random() < 0.02:
                yield self._credit(RECEIPT, waybill, -(waybill.amount * self._rng.randint(20, 90) // 100))

    def _order_days(self) -> Iterator[date]:
        day = self._start + timedelta(days=self._rng.randint(0, 9))
        while day <= self._end:
            yield _working(day)
            pace = self._client.orders * self._season(day)
            day += timedelta(days=max(1, round(self._rng.expovariate(pace / 7))))

    def _season(self, day: date) -> float:
        """Builders buy in summer; a dying client orders less every week."""
        season = (0.7, 0.8, 0.95, 1.1, 1.2, 1.2, 1.15, 1.15, 1.1, 1.05, 1.0, 0.9)[day.month - 1]
        if self._client.habit is Habit.DYING and day > self._decline:
            season *= max(0.15, 1 - (day - self._decline).days / 190)
        return season

    def _waybill(self, day: date, count: int) -> SampleDocument:
        client, rng = self._client, self._rng
        terms = PREPAID if client.habit is Habit.NEW and count == 0 else rng.choice(client.terms)
        amount = max(150_000, int(client.avg_order * min(3.0, rng.lognormvariate(-0.1, 0.45))))
        amount += rng.randrange(100)
        due = day + timedelta(days=terms.days or 0)
        payments = tuple(self._payments(day, due, amount, terms))
        return SampleDocument(client, WAYBILL, "", day, due, amount, terms, payments, self._agreed(due, payments))

    def _payments(self, day: date, due: date, amount: Kopecks, terms: Terms) -> Iterator[tuple[date, Kopecks]]:
        rest = amount
        if terms == PREPAID:
            yield day, amount * 30 // 100
            rest -= amount * 30 // 100
        if self._never(day):
            return
        paid_on = self._paid_on(due)
        if self._rng.random() < 0.12:
            part = rest * self._rng.randint(30, 70) // 100
            yield paid_on, part
            rest -= part
            paid_on = _working(paid_on + timedelta(days=self._rng.randint(4, 18)))
        yield paid_on, rest

    def _never(self, day: date) -> bool:
        """Debts that nobody is going to pay by themselves."""
        if self._client.habit is Habit.GONE:
            return day > self._end - timedelta(weeks=7)
        if self._client.habit is Habit.DYING:
            return day > self._until - timedelta(weeks=16) and self._rng.random() < 0.7
        return False

    def _paid_on(self, due: date) -> date:
        day = due + timedelta(days=_DELAYS[self._client.habit](self._rng))
        if self._client.habit is Habit.DYING and due > self._decline:
            day += timedelta(days=(due - self._decline).days // 4)
        if self._client.habit is Habit.STATE and day.month <= 2:
            day = date(day.year, 3, 3) + timedelta(days=self._rng.randint(0, 14))
        return _working(day)

    def _agreed(self, due: date, payments: tuple[tuple[date, Kopecks], ...]) -> tuple[date, date] | None:
        """Rarely an open document gets a later due date by agreement, as bookkeeping records afterwards."""
        last = payments[-1][0] if payments else self._until
        if (last - due).days < 12 or self._rng.random() > 0.02:
            return None
        monday = due + timedelta(days=7 - due.weekday())
        return monday, due + timedelta(days=14)

    def _credit(self, kind: str, waybill: SampleDocument, amount: Kopecks) -> SampleDocument:
        """A return or an advance; it is offset against later debts some weeks on."""
        day = _working(waybill.day + timedelta(days=self._rng.randint(2, 12)))
        offset = _working(day + timedelta(days=self._rng.randint(6, 45)))
        return SampleDocument(self._client, kind, "", day, None, amount, waybill.terms, ((offset, amount),))


_DELAYS: dict[Habit, Callable[[Random], int]] = {
    Habit.PUNCTUAL: lambda rng: rng.choice((-3, -2, -1, 0, 0, 1, 2)),
    Habit.CASH: lambda rng: rng.choice((0, 0, 1, 1, 2, 4, 8)),
    Habit.WEEK_LATE: lambda rng: rng.randint(6, 11),
    Habit.SLOW: lambda rng: rng.randint(14, 36),
    Habit.ERRATIC: lambda rng: int(rng.expovariate(1 / 26)),
    Habit.STATE: lambda rng: rng.randint(1, 14),
    Habit.CHAIN: lambda rng: rng.randint(-1, 4),
    Habit.DYING: lambda rng: rng.randint(4, 12),
    Habit.FRIEND: lambda rng: rng.randint(45, 210),
    Habit.GONE: lambda rng: rng.randint(6, 30),
    Habit.NEW: lambda rng: rng.choice((-1, 0, 0, 1, 3, 9)),
}

_HOLIDAYS = {(1, day) for day in range(1, 9)} | {(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}


def _working(day: date) -> date:
    """The day itself or the next one on which warehouses and banks work."""
    while day.weekday() > 4 or (day.month, day.day) in _HOLIDAYS:
        day += timedelta(days=1)
    return day


_PREFIX = {WAYBILL: "РН", RETURN: "ВТ", RECEIPT: "ПП"}


def _numbered(documents: list[SampleDocument]) -> tuple[SampleDocument, ...]:
    """Documents by date, numbered within their kind as the accounting program does."""
    last = dict.fromkeys(_PREFIX, 0)
    out = []
    for document in sorted(documents, key=lambda doc: (doc.day, doc.client.inn, doc.kind, doc.amount)):
        last[document.kind] += 1
        out.append(replace(document, number=f"{_PREFIX[document.kind]}-{last[document.kind]:06d}"))
    return tuple(out)


def _report(documents: tuple[SampleDocument, ...], as_of: date, first: date) -> SampleReport:
    """Open documents of one Monday, by client and date."""
    known = documents[: bisect_left(documents, as_of + timedelta(days=1), key=lambda doc: doc.day)]
    opened = ((doc, doc.balance(as_of)) for doc in known)
    rows = (_row(doc, as_of, balance, first) for doc, balance in opened if balance)
    return SampleReport(as_of, tuple(sorted(rows, key=lambda row: (row.client, row.inn, row.day, row.number))))


def _row(doc: SampleDocument, as_of: date, debt: Kopecks, first: date) -> SampleRow:
    client = doc.client
    week = (as_of - first).days // 7
    renamed = bool(client.renamed) and week >= client.renamed_from
    return SampleRow(
        client=client.renamed if renamed else client.name,
        inn=client.inn,
        kind=doc.kind,
        number=doc.number,
        day=doc.day,
        due=doc.due_on(as_of),
        amount=doc.amount,
        debt=debt,
        terms=doc.terms.text if doc.amount > 0 else "",
        manager=client.manager,
        client_type=client.client_type,
        avg_order=client.avg_order,
        core_share=client.core_share,
    )
