"""Weekly debt out of what moved on each day is what an aging of each date finds, advances and gaps included."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
import sqlalchemy.exc

from app.domain.aging import AgingRules, Interval
from app.ledger import Ledger
from app.models import aging, flows, history

START = date(2026, 3, 2)
RULES = (AgingRules(), AgingRules((Interval(1, 1), Interval(2, 10), Interval(11, None))))
KINDS = ("opening", "shipment", "payment", "settled", "advance", "return", "correction", "write_off")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "book.debt", today=lambda: START + timedelta(weeks=30)) as opened:
        yield opened


def fill(ledger: Ledger, seed: int, documents: int = 120) -> None:
    """Documents with random entries: overpaid, settled and owed again, without a due date, moved twice on a day."""
    rng = Random(seed)
    first = START.toordinal()
    with ledger.store.write() as connection:
        run = connection.exec_driver_sql
        run("INSERT INTO client (id, name, name_key) VALUES (1, 'А', 'а'), (2, 'Б', 'б')")
        run(
            "INSERT INTO report (id, kind, as_of, narrowed, rows, facts, total, debt, advances, state)"
            " VALUES (1, 'debts', ?, 0, 1, 1, 0, 0, 0, 'accepted')",
            (first,),
        )
        for number in range(1, documents + 1):
            due = None if rng.random() < 0.1 else first + rng.randint(-80, 200)
            entries = sorted(
                (first + rng.randint(-20, 200), rng.choice(KINDS), rng.choice((-1, 1, 1)) * rng.randint(1, 900))
                for _ in range(rng.choice((1, 2, 3, 6)))
            )
            balances = [sum(row[2] for row in entries if row[0] <= entry[0]) for entry in entries]
            settled = None
            if balances[-1] == 0:
                settled = entries[-1][0]
            run(
                "INSERT INTO invoice (id, client_id, key, number, due_date, opened_date, settled_date)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (number, rng.choice((1, 2)), str(number), str(number), due, entries[0][0], settled),
            )
            for day, kind, amount in entries:
                run(
                    "INSERT INTO entry (invoice_id, report_id, day, kind, amount) VALUES (?, 1, ?, ?, ?)",
                    (number, day, kind, amount),
                )


def dates(seed: int) -> list[date]:
    """Weeks with holes in them and days that are no Mondays."""
    rng = Random(seed)
    return sorted(START + timedelta(days=rng.randint(-30, 230)) for _ in range(25))


@pytest.mark.parametrize("seed", range(8))
def test_every_date_is_what_an_aging_of_it_finds(ledger: Ledger, seed: int) -> None:
    fill(ledger, seed)
    asked, rules = dates(seed), RULES[seed % 2]
    with ledger.store.aside() as connection:
        found = flows.read(connection)
        one = flows.read(connection, "i.client_id = :client", {"client": 1})
    assert found.below, "nothing was overpaid: the test proves too little"
    with ledger.store.read() as connection:
        assert found.matrix(asked, rules) == history.matrix_of(connection, asked, rules, "1", {})
        assert one.matrix(asked, rules) == history.matrix(connection, asked, rules, 1)
        for day, row in zip(asked, found.matrix(asked, rules), strict=True):
            line = aging.total_line(connection, day, rules)
            assert row == [line.not_due, *line.buckets, -line.advances]
        entries = connection.exec_driver_sql("SELECT day, kind, amount FROM entry").all()
    since, until = asked[3], asked[20]
    for kinds, sign, told in (
        (("shipment",), 1, found.shipped(since, until)),
        (("payment", "settled", "advance"), -1, found.paid(since, until)),
    ):
        assert [number for number, _amount in told] == sorted({number for number, _amount in told})
        for number in range(since.toordinal() + 1, until.toordinal() + 1):
            whole = sum(row[2] for row in entries if row[0] == number and row[1] in kinds)
            assert dict(told).get(number, 0) == sign * whole


def test_a_book_without_anything_has_no_flows(ledger: Ledger) -> None:
    with ledger.store.aside() as connection:
        assert flows.read(connection).matrix([START], AgingRules()) == [[0] * 8]


def test_the_connection_aside_cannot_write_the_book(ledger: Ledger) -> None:
    fill(ledger, 1, documents=3)
    before = ledger.store.path.read_bytes()
    with ledger.store.aside() as connection:
        connection.exec_driver_sql("CREATE TEMP TABLE own (a INTEGER)")
        connection.exec_driver_sql("INSERT INTO own VALUES (1)")
        for sql in (
            "DELETE FROM entry",
            "UPDATE invoice SET number = ''",
            "INSERT INTO client (name, name_key) VALUES ('В', 'в')",
            "CREATE TABLE other (a)",
            "DROP TABLE entry",
            "ALTER TABLE entry ADD COLUMN b",
        ):
            with pytest.raises(sqlalchemy.exc.DatabaseError, match="not authorized"):
                connection.exec_driver_sql(sql)
    assert ledger.store.path.read_bytes() == before


def test_flows_are_read_anew_after_a_commit_and_only_then(ledger: Ledger) -> None:
    fill(ledger, 2)
    known = ledger.analysis.flows()
    assert ledger.analysis.flows() is known
    with ledger.store.write() as connection:
        connection.exec_driver_sql("UPDATE entry SET amount = amount + 7 WHERE id = 1")
    now = ledger.analysis.flows()
    assert now is not known
    assert sum(now.amounts) == sum(known.amounts) + 7
