"""The indicators once more, out of the book's rows by plain loops: formulas are taken from practice.md part 4, nothing
from the program. Slow on purpose: every figure walks all entries anew."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from statistics import median

Figures = dict[str, Decimal | None]
MONEY = frozenset({"payment", "settled", "advance"})


@dataclass(frozen=True)
class Doc:
    """A document of the shown client."""

    client: int
    manager: str
    due: int | None


@dataclass(frozen=True)
class Whose:
    """All, or documents of a manager, or some clients."""

    manager: str | None = None
    clients: frozenset[int] | None = None

    def has(self, client: int, manager: str) -> bool:
        """Whether a document of theirs counts."""
        if self.clients is not None:
            return client in self.clients
        return self.manager is None or manager == self.manager


def rounded(part: float | Decimal, whole: float | Decimal, times: int = 100, places: str = "0.01") -> Decimal | None:
    """Half up; None of no whole."""
    return (Decimal(part) * times / Decimal(whole)).quantize(Decimal(places), ROUND_HALF_UP) if whole > 0 else None


class Rows:
    """The book as it lies in the file."""

    def __init__(self, book: Path) -> None:
        with sqlite3.connect(f"file:{book}?mode=ro", uri=True) as file:
            ask = file.execute
            self.head = {one: into or one for one, into in ask("SELECT id, merged_into FROM client")}
            self.manager = dict(ask("SELECT id, manager FROM client"))
            documents = ask("SELECT id, client_id, manager, due_date FROM invoice").fetchall()
            self.entries = ask("SELECT invoice_id, day, kind, amount FROM entry ORDER BY day, id").fetchall()
            sold = ask("SELECT day, client_id, amount FROM sale WHERE live = 1").fetchall()
            talks = ask("SELECT client_id, day, channel, manager, id, result FROM contact ORDER BY day, id").fetchall()
            told = ask("SELECT client_id, value FROM trait WHERE key = 'holding' ORDER BY client_id DESC").fetchall()
        file.close()
        self.docs = {row[0]: Doc(self.head[row[1]], row[2], row[3]) for row in documents}
        self.sold = [(day, self.head[client], amount) for day, client, amount in sold]
        self.talks = [(self.head[t[0]], t[1], t[2], t[3] or self.manager[self.head[t[0]]], t[4]) for t in talks
                      if t[5] != "не дозвонились"]  # fmt: skip
        self.holding: dict[int, str] = {}
        for client, name in sorted(told, key=lambda row: self.head[row[0]] == row[0]):
            self.holding[self.head[client]] = name

    def balances(self, day: int, whose: Whose) -> dict[int, int]:
        """Document -> what is owed at the end of a day; advances too."""
        out: dict[int, int] = defaultdict(int)
        for number, when, _kind, amount in self.entries:
            doc = self.docs[number]
            if when <= day and whose.has(doc.client, doc.manager):
                out[number] += amount
        return {number: amount for number, amount in out.items() if amount}

    def span(self) -> tuple[int, int] | None:
        """First and last day of the registers of sales."""
        days = [day for day, _client, _amount in self.sold]
        return (min(days), max(days)) if days else None

    def first(self) -> tuple[int, bool] | None:
        """The first day of the book, and whether older balances stood on it."""
        if not self.entries:
            return None
        day = min(row[1] for row in self.entries)
        return day, any(row[1] == day and row[2] == "opening" for row in self.entries)

    def sales(self, since: int, until: int, whose: Whose, whole: bool = True) -> list[tuple[int, int, int]]:
        """Registers, and shipments on days they do not cover; ``whole``: a register that tells of the whole period but
        a week is enough."""
        span = self.span()
        shipped = [
            (day, self.docs[number].client, amount)
            for number, day, kind, amount in self.entries
            if kind == "shipment" and not (span and span[0] <= day <= span[1])
        ]
        enough = whole and span is not None and span[0] < since + 7 and span[1] > until - 7
        rows = self.sold if enough else self.sold + shipped
        return [row for row in rows if since <= row[0] <= until and whose.has(row[1], self.manager[row[1]])]


class Reckoner:
    """All figures of days ``since`` to ``until``. ``borders``: the days after which each interval begins."""

    def __init__(
        self, rows: Rows, since: date, until: date, whose: Whose, reports: Iterable[date], borders: Iterable[int]
    ) -> None:
        self.rows, self.whose, self.borders = rows, whose, tuple(borders)
        self.since, self.until = since.toordinal(), until.toordinal()
        self.days = self.until - self.since + 1
        self.reports = sorted(day.toordinal() for day in reports)
        self.owed = {n: amount for n, amount in rows.balances(self.until, whose).items() if amount > 0}
        self.debt = sum(self.owed.values())
        self.late = {n: amount for n, amount in self.owed.items() if self._overdue(n, self.until)}
        self.overdue = sum(self.late.values())
        self.sold = rows.sales(self.since, self.until, whose)
        self.sales = sum(row[2] for row in self.sold)

    def _overdue(self, number: int, day: int) -> int:
        due = self.rows.docs[number].due
        return 0 if due is None or due >= day else day - due

    def figures(self, works: Callable[[date], bool]) -> Figures:
        """Every figure under its name. ``works``: whether a day is a working one."""
        return {
            **self._speed(), **self._opening(), **self._held(), **self._paid(), "roll_rate": self._rolled(),
            "dso_countback": self._back(), "first_contact": self._waited(works), "channel_result": self._answered(),
            "collected": Decimal(sum(-row[3] for row in self._moves() if row[2] in MONEY)),
        }  # fmt: skip

    def _speed(self) -> Figures:
        dso = rounded(self.debt, self.sales, self.days, "0.1")
        best = rounded(self.debt - self.overdue, self.sales, self.days, "0.1")
        weighted = sum(amount * self._overdue(n, self.until) for n, amount in self.late.items())
        return {
            "dso": dso,
            "bpdso": best,
            "add": None if dso is None or best is None else dso - best,
            "debt_to_sales": rounded(self.debt, self.sales),
            "overdue_share": rounded(self.overdue, self.debt),
            "overdue_to_sales": rounded(self.overdue, self.sales),
            "overdue_days": rounded(weighted, self.overdue, 1, "0.1"),
        }

    def _opening(self) -> Figures:
        first = self.rows.first()
        if first is None or first[0] >= self.since:
            return {"dso_average": None, "turnover_times": None, "cei": None}
        before = self.rows.balances(self.since - 1, self.whose)
        opening = sum(amount for amount in before.values() if amount > 0)
        mean = int((Decimal(opening + self.debt) / 2).to_integral_value(ROUND_HALF_UP))
        possible = opening + self.sales - (self.debt - self.overdue)
        return {
            "dso_average": rounded(mean, self.sales, self.days, "0.1"),
            "turnover_times": rounded(self.sales, mean, 1) if self.sales > 0 else None,
            "cei": rounded(opening + self.sales - self.debt, possible) if self.sales > 0 else None,
        }

    def _held(self) -> Figures:
        documents: dict[int, int] = defaultdict(int)
        debt: dict[object, int] = defaultdict(int)
        sales: dict[object, int] = defaultdict(int)
        for number, amount in self.owed.items():
            client = self.rows.docs[number].client
            documents[client] += 1
            debt[self.rows.holding.get(client, client)] += amount
        for _day, client, amount in self.sold:
            sales[self.rows.holding.get(client, client)] += amount
        several = rounded(sum(count > 1 for count in documents.values()), len(documents))
        if self.whose.clients is not None:
            return {"several_debts": several}
        return {
            "several_debts": several,
            **_concentration("debt", debt),
            **_concentration("sales", sales),
            "due_together": self._together(sorted(debt, key=lambda one: -debt[one])[:3]),
        }

    def _together(self, largest: list[object]) -> Decimal | None:
        weeks: dict[int, dict[object, int]] = defaultdict(lambda: defaultdict(int))
        for number, amount in self.owed.items():
            doc = self.rows.docs[number]
            holder = self.rows.holding.get(doc.client, doc.client)
            if doc.due is not None and doc.due >= self.until and holder in largest:
                weeks[(doc.due - 1) // 7][holder] += amount
        crowded = [sum(sums.values()) for sums in weeks.values() if len(sums) > 1]
        not_due = self.debt - self.overdue
        return None if not_due <= 0 else rounded(max(crowded, default=0), not_due)

    def _back(self) -> Decimal | None:
        first, span = self.rows.first(), self.rows.span()
        starts = [first[0] + first[1]] if first else []
        starts += [span[0]] if span else []
        left, days, end = self.debt, 0, self.until
        if self.sales <= 0:
            return None
        while left > 0 and starts and end >= min(starts):
            begin = max(date.fromordinal(end).replace(day=1).toordinal(), min(starts))
            month = sum(row[2] for row in self.rows.sales(begin, end, self.whose, whole=False))
            if month >= left:
                part = Decimal(left) * (end - begin + 1) / month
                return (days + part).quantize(Decimal("0.1"), ROUND_HALF_UP)
            left, days, end = left - month, days + end - begin + 1, begin - 1
        return Decimal("0.0") if left <= 0 else None

    def _moves(self) -> list[tuple[int, int, str, int]]:
        return [
            row
            for row in self.rows.entries
            if self.since <= row[1] <= self.until
            and self.whose.has(self.rows.docs[row[0]].client, self.rows.docs[row[0]].manager)
        ]

    def _lives(self) -> Iterable[tuple[Doc, int, list[tuple[int, int, str, int]], int | None]]:
        """(document with a due day, that day, its entries, the day on which it was settled for good)."""
        entries: dict[int, list[tuple[int, int, str, int]]] = defaultdict(list)
        for row in self.rows.entries:
            entries[row[0]].append(row)
        for number, mine in entries.items():
            doc, balance, settled = self.rows.docs[number], 0, None
            for row in mine:
                balance += row[3]
                settled = row[1] if balance == 0 else None
            if doc.due is not None and self.whose.has(doc.client, doc.manager):
                yield doc, doc.due, mine, settled

    def _paid(self) -> Figures:
        paid: list[tuple[int, int, bool]] = []
        for _doc, due, mine, settled in self._lives():
            whole = sum(row[3] for row in mine if row[3] > 0)
            if settled is None or not self.since <= settled <= self.until or not whole:
                continue
            seen = max((day for day in self.reports if day < settled), default=0)
            by_report = any(row[1] == settled and row[2] == "settled" for row in mine)
            paid.append((settled - due, whole, settled > due and not (by_report and seen < due)))
        late = [one for one in paid if one[2]]
        everything = sum(one[1] for one in paid)
        return {
            "paid_late": rounded(len(late), len(paid)),
            "paid_late_sum": rounded(sum(one[1] for one in late), everything),
            "mean_delay": rounded(sum(one[0] * one[1] for one in late), everything, 1, "0.1"),
        }

    def _rolled(self) -> Decimal | None:
        earlier = [day for day in self.reports if day < self.until]
        if not earlier:
            return None
        was = {n: amount for n, amount in self.rows.balances(earlier[-1], self.whose).items() if amount > 0}
        worse = sum(
            min(amount, self.owed.get(n, 0))
            for n, amount in was.items()
            if self._place(n, self.until) > self._place(n, earlier[-1])
        )
        return rounded(worse, sum(was.values()))

    def _place(self, number: int, day: int) -> int:
        return sum(self._overdue(number, day) > border for border in self.borders)

    def _waited(self, works: Callable[[date], bool]) -> Decimal | None:
        waits = []
        for doc, due, mine, settled in self._lives():
            stood = sum(row[3] for row in mine if row[1] <= due)
            if not self.since <= due + 1 <= self.until or mine[0][1] > due or stood <= 0:
                continue
            paid = settled is not None and settled <= self.until
            if settled is not None and settled <= due:
                continue
            days = [talk[1] for talk in self.rows.talks if talk[0] == doc.client and due < talk[1] <= self.until]
            contact = min(days, default=None)
            if contact is not None and not (paid and settled is not None and contact > settled):
                waits.append(_working(due + 1, contact, works))
            elif not paid:
                waits.append(_working(due + 1, self.until, works))
        return rounded(Decimal(str(median(waits))), 1, 1, "0.1") if waits else None

    def _answered(self) -> Decimal | None:
        money: dict[tuple[int, int], int] = defaultdict(int)
        for number, day, kind, amount in self.rows.entries:
            if kind in MONEY and self.since <= day <= self.until:
                money[self.rows.docs[number].client, day] -= amount
        talks = [talk for talk in self.rows.talks if self.since <= talk[1] <= self.until]
        judged = {t[4] for t in talks if t[1] <= self.until - 7 and self.whose.has(t[0], t[3])}
        paid = 0
        for (client, day), amount in money.items():
            before = [talk for talk in talks if talk[0] == client and talk[1] < day]
            if amount > 0 and before and day - before[-1][1] <= 7 and before[-1][4] in judged:
                paid += amount
        return rounded(paid, sum(self._owed_at(talk[0], talk[1]) for talk in talks if talk[4] in judged))

    def _owed_at(self, client: int, day: int) -> int:
        found = self.rows.balances(day, Whose(clients=frozenset((client,))))
        return sum(amount for n, amount in found.items() if amount > 0 and self._overdue(n, day))


def _concentration(name: str, parts: dict[object, int]) -> Figures:
    found = sorted((amount for amount in parts.values() if amount > 0), reverse=True)
    whole = sum(found)
    squares = Decimal(sum(amount * amount for amount in found))
    return {
        f"top3_{name}": rounded(sum(found[:3]), whole),
        f"hhi_{name}": rounded(squares, whole * whole, 10_000, "1"),
    }


def _working(after: int, until: int, works: Callable[[date], bool]) -> int:
    """Working days after ``after`` up to ``until``."""
    return sum(works(date.fromordinal(after) + timedelta(n)) for n in range(1, until - after + 1))
