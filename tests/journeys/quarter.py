"""A simulated quarter: 120 clients, 13 weekly reports, a director who works the list every working day.

The story keeps its own plain account of who owes what, who was spoken to and what was promised, and says from it alone
whom the memo wants called. It shares no code with the work list.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from app.domain.statement import StatedLine
from tests.ledger.stories import owed

START = date(2026, 8, 31)  # a Monday
WEEKS = 13
CLIENTS = 120
REMIND_BEFORE, CHECK_AFTER, LEAST, WAIT_MOST = 3, 3, 1_000_00, 14


@dataclass
class Bill:
    """One document of the story."""

    client: str
    number: str
    made: date
    due: date
    amount: int
    paid_on: date | None

    def open_on(self, day: date) -> bool:
        """Whether bookkeeping would still report it."""
        return self.made <= day and (self.paid_on is None or self.paid_on > day)


@dataclass
class Client:
    """What the story remembers of a client."""

    name: str
    manager: str
    bills: list[Bill] = field(default_factory=list)
    talked: date | None = None
    tried: date | None = None
    following: date | None = None
    promised: date | None = None  # the day of the promise that is waited for
    made: int = 0  # promises


class Story:
    """The quarter; everything follows from the seed."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.clients = {
            f"ООО «Клиент {n:03d}»": Client(f"ООО «Клиент {n:03d}»", f"Менеджер {n % 4}") for n in range(CLIENTS)
        }
        for client in self.clients.values():
            slow = self.rng.random()
            for n in range(self.rng.randint(1, 6)):
                made = START + timedelta(days=self.rng.randint(-60, 7 * WEEKS - 10))
                due = made + timedelta(days=self.rng.choice((7, 14, 30)))
                late = int(self.rng.expovariate(1 / (3 + 40 * slow)))
                paid = None if self.rng.random() < 0.1 else due + timedelta(days=late)
                amount = self.rng.choice((33, 40_000, 2_500_000, 9_000_000, 60_000_000)) + self.rng.randint(0, 999)
                client.bills.append(Bill(client.name, f"{client.name[-5:-1]}-{n}", made, due, amount, paid))

    def mondays(self) -> list[date]:
        """Dates of the reports."""
        return [START + timedelta(days=7 * week) for week in range(WEEKS)]

    def lines(self, day: date) -> list[StatedLine]:
        """Bookkeeping's report of a day."""
        return [
            owed(bill.client, bill.number, bill.amount, shipped=bill.made, due=bill.due, manager=client.manager)
            for client in self.clients.values()
            for bill in client.bills
            if bill.open_on(day)
        ]

    def to_call(self, day: date, report: date) -> set[str]:
        """Whom the memo wants called: unpaid three days after the due date by the report, not spoken to for two working
        days, nothing agreed or promised that lies ahead."""
        out = set()
        for client in self.clients.values():
            unpaid = [
                bill for bill in client.bills if bill.open_on(report) and bill.due < day and asked(bill.due) <= report
            ]
            if sum(bill.amount for bill in unpaid) < LEAST:
                continue
            if client.promised is not None and client.promised >= day:
                continue
            if client.tried == day:
                continue
            talked = client.talked
            called = max((last for last in (talked, client.tried) if last is not None), default=None)
            agreed = client.following is not None and client.following > day
            if called is not None and agreed and (day - called).days < WAIT_MOST:
                continue
            first = min(asked(bill.due) for bill in unpaid)
            if talked is not None and talked >= first and worked(talked, day) < 2:
                continue
            out.add(client.name)
        return out

    def to_remind(self, day: date, report: date) -> set[str]:
        """Whose due date is three days ahead, earlier when that is a day off, and nobody spoke since; nobody is rung
        twice on a day on which they did not answer."""
        out = set()
        for client in self.clients.values():
            soon = [
                bill
                for bill in client.bills
                if bill.open_on(report) and bill.due >= day and reminded(bill.due) <= day
                and not (client.talked is not None and client.talked >= reminded(bill.due))
            ]  # fmt: skip
            if sum(bill.amount for bill in soon) >= LEAST and client.tried != day:
                out.add(client.name)
        return out


def works(day: date) -> bool:
    """A plain five-day week; the only holiday of the quarter is 4 November."""
    return day.weekday() < 5 and day != date(2026, 11, 4)


def asked(due: date) -> date:
    """Three days after the due date, later on a day off."""
    day = due + timedelta(days=CHECK_AFTER)
    while not works(day):
        day += timedelta(days=1)
    return day


def reminded(due: date) -> date:
    """Three days before the due date, earlier on a day off."""
    day = due - timedelta(days=REMIND_BEFORE)
    while not works(day):
        day -= timedelta(days=1)
    return day


def worked(after: date, until: date) -> int:
    """Working days after one day up to another."""
    return sum(works(after + timedelta(days=n)) for n in range(1, (until - after).days + 1))
