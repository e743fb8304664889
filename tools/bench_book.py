"""Big books for measuring: bulk SQL straight into a migrated book, and the same business in a plain database.

The plain database is what a programmer without our model would keep: invoices with their amounts, the payments
of each, indexed by invoice. Both hold the very same documents, so that results can be compared.
Everything made here is kept in a folder of the system's temporary directory and made anew when this recipe or
the tables of the book change.
"""

import hashlib
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

import sqlcipher3.dbapi2 as driver

from app.ledger import Ledger
from app.models import schema

UNTIL = date(2026, 11, 23)
WEEKS = 260
MANAGERS = ("Ковалёва", "Гордеев", "Ильина", "Мартынов", "Соболева")
OPEN_NOW = 0.03
"""Share of documents that are never settled: bad debts and the newest ones come on top."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a book is."""

    invoices: int
    clients: int


@dataclass(frozen=True, slots=True)
class Invoice:
    """One document with its payments; days are ordinals, money kopecks."""

    number: int
    client: int
    day: int
    due: int
    terms: int
    amount: int
    payments: tuple[tuple[int, int], ...]
    settled: int | None


def cache_folder() -> Path:
    """Where big files of this recipe are kept between runs."""
    recipe = Path(__file__).read_bytes() + Path(schema.__file__).read_bytes()
    mark = hashlib.sha256(recipe).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / "debitorka-bench" / mark
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def book(size: Size) -> Path:
    """A book of that size, made on first use."""
    path = cache_folder() / f"book-{size.invoices}-{size.clients}.debt"
    if not path.exists():
        part = path.with_suffix(".part.debt")
        part.unlink(missing_ok=True)
        with Ledger.open(part, today=lambda: UNTIL):
            pass
        _fill_book(part, size)
        part.rename(path)
    return path


def plain(size: Size) -> Path:
    """The same documents in a plain database."""
    path = cache_folder() / f"plain-{size.invoices}-{size.clients}.db"
    if not path.exists():
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        _fill_plain(part, size)
        part.rename(path)
    return path


def mondays() -> tuple[int, ...]:
    """Ordinals of the report dates."""
    last = UNTIL.toordinal()
    return tuple(last - 7 * back for back in reversed(range(WEEKS)))


def invoices(size: Size) -> Iterator[Invoice]:
    """The documents, by day; the same for every call."""
    rng = Random(f"bench {size.invoices} {size.clients}")
    last, first = UNTIL.toordinal(), UNTIL.toordinal() - 7 * WEEKS + 1
    for number in range(1, size.invoices + 1):
        day = first + (last - first) * number // size.invoices
        terms = rng.choice((0, 7, 14, 14, 30, 30, 30, 45))
        amount = int(rng.lognormvariate(15.2, 0.9)) + 1
        bad = rng.random() < OPEN_NOW
        lag = terms + int(rng.expovariate(1 / 9))
        payments = _payments(rng, day, min(lag + 1, 400), amount, bad, last)
        paid = sum(kopecks for _day, kopecks in payments)
        yield Invoice(
            number,
            1 + int(size.clients * rng.random() ** 2),
            day,
            day + terms,
            terms,
            amount,
            payments,
            payments[-1][0] if payments and paid == amount else None,
        )


def _payments(rng: Random, day: int, lag: int, amount: int, bad: bool, last: int) -> tuple[tuple[int, int], ...]:
    """One payment or two, those known by the last report."""
    if rng.random() < 0.5 or amount < 2:
        parts = [(day + lag, amount)]
    else:
        half = max(1, int(amount * rng.uniform(0.2, 0.8)))
        parts = [(day + max(1, lag // 2), half), (day + lag + 1, amount - half)]
    if bad:
        parts = parts[: len(parts) - 1]
    return tuple(part for part in parts if part[0] <= last)


def _fill_book(path: Path, size: Size) -> None:
    connection = driver.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN IMMEDIATE")
    reports = {day: number for number, day in enumerate(mondays(), 1)}
    _clients(connection, size)
    _reports(connection, size, reports)
    connection.executemany(
        "INSERT INTO invoice (id, client_id, key, kind, number, doc_date, due_date, due_origin, amount, terms,"
        " terms_days, manager, opened_date, settled_date)"
        " VALUES (?, ?, ?, 'Реализация', ?, ?, ?, 'terms', ?, ?, ?, ?, ?, ?)",
        (_invoice_row(one) for one in invoices(size)),
    )
    connection.executemany(
        "INSERT INTO entry (invoice_id, report_id, day, kind, amount) VALUES (?, ?, ?, ?, ?)",
        (row for one in invoices(size) for row in _entry_rows(one, reports)),
    )
    connection.execute("COMMIT")
    connection.execute("PRAGMA optimize = 0x10002")
    connection.close()


def _clients(connection: driver.Connection, size: Size) -> None:
    connection.executemany(
        "INSERT INTO client (id, name, name_key, inn, manager, search) VALUES (?, ?, ?, ?, ?, ?)",
        (
            (n, f"ООО «Клиент {n:05d}»", f"клиент {n:05d}", f"98{n:08d}", _manager(n), f"клиент {n:05d} 98{n:08d}")
            for n in range(1, size.clients + 1)
        ),
    )


def _reports(connection: driver.Connection, size: Size, reports: dict[int, int]) -> None:
    """Heads of weekly reports whose sums are the balances of their dates."""
    moved = dict.fromkeys(reports, 0)
    for one in invoices(size):
        moved[_monday(one.day)] += one.amount
        for day, kopecks in one.payments:
            moved[_monday(day)] -= kopecks
    balance = 0
    for day, number in reports.items():
        balance += moved[day]
        connection.execute(
            "INSERT INTO report (id, kind, as_of, layout, level, title, filters, narrowed, rows, facts, control,"
            " total, debt, advances, loaded_at, loaded_by, state, problems, skipped)"
            " VALUES (?, 'debts', ?, 'register', 'document', '', '[]', 0, 1, 1, ?, ?, ?, 0, ?, 'bench', 'accepted',"
            " '[]', '[]')",
            (number, day, balance, balance, balance, f"{date.fromordinal(day).isoformat()}T09:00:00"),
        )


def _invoice_row(one: Invoice) -> tuple[object, ...]:
    number = f"РН-{one.number:07d}"
    return (
        one.number,
        one.client,
        number,
        number,
        one.day,
        one.due,
        one.amount,
        f"отсрочка {one.terms} дней" if one.terms else "по факту",
        one.terms,
        _manager(one.client),
        one.day,
        one.settled,
    )


def _entry_rows(one: Invoice, reports: dict[int, int]) -> Iterator[tuple[object, ...]]:
    yield one.number, reports[_monday(one.day)], one.day, "shipment", one.amount
    for day, kopecks in one.payments:
        yield one.number, reports[_monday(day)], day, "payment", -kopecks


def _monday(day: int) -> int:
    """The report that first knows of a day."""
    return day + (UNTIL.toordinal() - day) % 7


def _manager(client: int) -> str:
    return MANAGERS[client % len(MANAGERS)]


def _fill_plain(path: Path, size: Size) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute(
        "CREATE TABLE invoice (id INTEGER PRIMARY KEY, client_id INTEGER, day INTEGER, due INTEGER, amount INTEGER)"
    )
    connection.execute("CREATE TABLE payment (invoice_id INTEGER, day INTEGER, amount INTEGER)")
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO invoice VALUES (?, ?, ?, ?, ?)",
        ((one.number, one.client, one.day, one.due, one.amount) for one in invoices(size)),
    )
    connection.executemany(
        "INSERT INTO payment VALUES (?, ?, ?)",
        ((one.number, day, kopecks) for one in invoices(size) for day, kopecks in one.payments),
    )
    connection.execute("COMMIT")
    connection.execute("CREATE INDEX payment_of ON payment (invoice_id)")
    connection.execute("ANALYZE")
    connection.close()


def week_back(weeks: int) -> date:
    """The report date so many weeks before the last one."""
    return UNTIL - timedelta(weeks=weeks)
