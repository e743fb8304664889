"""The order of loading leaves no trace: a property over random weeks, orders, withdrawals and corrections."""

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.aging import GroupBy
from app.domain.importing import Vanished
from app.domain.statement import StatedLine, Statement, StatementKind
from app.ledger import Ledger
from tests.ledger.conftest import TODAY
from tests.ledger.stories import debts, load, owed, paid
from tests.scale import times

START = date(2026, 3, 2)
CLIENTS = ("ООО «Вектор»", "АО «Реал»", "ИП Мишкина Т. П.")


@st.composite
def stated(draw: st.DrawFn, week: date) -> StatedLine:
    """A document with a date before the week and any balance, advance or rest."""
    number = draw(st.integers(1, 6))
    shipped = START + timedelta(days=draw(st.integers(-30, (week - START).days)))
    amount = draw(st.integers(1, 500_00))
    balance = draw(st.integers(0, amount))
    line = owed(
        draw(st.sampled_from(CLIENTS)),
        str(number),
        balance,
        shipped=START - timedelta(days=number) if draw(st.booleans()) else shipped,
        due=shipped + timedelta(days=draw(st.sampled_from([0, 7, 30]))),
        manager=draw(st.sampled_from(["Иванов", "Петров"])),
    )
    if draw(st.integers(0, 5)) == 0:
        return replace(line, number="", kind="Аванс", balance=-amount, due_date=None, doc_date=None)
    return replace(line, amount=amount) if draw(st.booleans()) else line


@st.composite
def weeks(draw: st.DrawFn) -> list[Statement]:
    """Two to five Mondays of reports."""
    out: list[Statement] = []
    for n in range(draw(st.integers(2, 5))):
        day = START + timedelta(weeks=n)
        lines = draw(
            st.lists(stated(day), min_size=1, max_size=6, unique_by=lambda s: (s.client, s.number, s.doc_date))
        )
        out.append(debts(day, *lines))
    return out


def opened(folder: str, name: str) -> Ledger:
    return Ledger.open(Path(folder) / name, today=lambda: TODAY, owner="проверка")


@st.composite
def statements(draw: st.DrawFn) -> list[Statement]:
    """Up to four bank statements and registers of 1C, overlapping or not, of known and unknown payers: a register
    tells of the same money in its own numbers and some days later."""
    row = st.tuples(
        st.sampled_from([*CLIENTS, "ООО «Никто»", "ВЕКТОР ООО"]),
        st.integers(1, 4).map(str),
        st.integers(-10, 40).map(lambda n: START + timedelta(days=n)),
        st.integers(1, 400_00),
    )
    pool = draw(st.lists(row, min_size=1, max_size=6))
    out: list[Statement] = []
    for n in range(draw(st.integers(0, 4))):
        rows = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=5))
        if bookkeeping := draw(st.booleans()):
            rows = [(who, f"0000-{number}", day + timedelta(draw(st.integers(0, 3))), amount)
                    for who, number, day, amount in rows]  # fmt: skip
        named = {f"n{number}": f"Оплата по счёту № {number}" for number in draw(st.sets(st.sampled_from("1234")))}
        until = START + timedelta(days=45 + draw(st.integers(0, 2)))
        statement = paid(until, *rows, name=f"выписка {n}.txt", **named)
        out.append(replace(statement, layout="flat") if bookkeeping else statement)
    return out


def same(one: Statement, other: Statement) -> bool:
    """Whether the book would call the second a repetition of the first."""
    return one.as_of == other.as_of and sorted(map(bare, one.lines)) == sorted(map(bare, other.lines))


def bare(line: StatedLine) -> str:
    return repr(replace(line, row=0))


@pytest.mark.torture
@settings(max_examples=times(60))
@given(weeks(), statements(), st.data())
def test_any_order_with_detours_gives_the_same_book(
    reports: list[Statement], banks: list[Statement], data: st.DataObject
) -> None:
    banks = [bank for n, bank in enumerate(banks) if not any(same(bank, other) for other in banks[:n])]
    order = data.draw(st.permutations([*reports, *banks]))
    with tempfile.TemporaryDirectory() as folder:
        with opened(folder, "straight.debt") as straight:
            for report in (*reports, *banks):
                load(straight, report, vanished=Vanished.PAID)
            expected = straight.check()
        assert expected.ok, expected.problems
        with opened(folder, "detours.debt") as detours:
            for report in order:
                if data.draw(st.booleans()):
                    wrong = replace(report, lines=(mistaken(report), *report.lines), control=None)
                    load(detours, wrong, vanished=Vanished.PAID)
                    if report in banks or data.draw(st.booleans()):
                        detours.imports.withdraw()
                load(detours, report, vanished=Vanished.PAID)
            found = detours.check()
            assert found.ok, found.problems
            for report in reports:
                assert report.as_of is not None
                total = detours.analysis.totals(report.as_of)
                assert total.balance == report.sum
            for payment in detours.payments.list():
                assert sum(part.amount for part in payment.parts) == payment.amount
        assert found.digest == expected.digest


def mistaken(report: Statement) -> StatedLine:
    """A row that should not have been there: a debt, or a payment, of somebody who then is forgotten."""
    wrong = owed("ООО «Ошибка»", "77", 5_00)
    if report.kind is StatementKind.DEBTS:
        return wrong
    return replace(wrong, client=CLIENTS[0], balance=None, amount=77_00, doc_date=START + timedelta(days=9))


@pytest.mark.torture
@settings(max_examples=times(40))
@given(weeks())
def test_every_grouping_and_every_week_add_up(reports: list[Statement]) -> None:
    with tempfile.TemporaryDirectory() as folder, opened(folder, "book.debt") as ledger:
        for report in reports:
            load(ledger, report, vanished=Vanished.PAID)
        last = reports[-1].as_of
        assert last is not None
        for day in (START, last, last - timedelta(3), last + timedelta(40)):
            whole = ledger.analysis.totals(day)
            for by in GroupBy:
                aging = ledger.analysis.aging(day, by)
                assert (aging.totals.balance, aging.totals.total, aging.totals.buckets) == (
                    whole.balance, whole.total, whole.buckets)  # fmt: skip
                for line in aging.lines:
                    assert line.not_due + sum(line.buckets) - line.advances == line.balance
            assert sum(row.total for row in ledger.clients.list(day).rows) == whole.total
        for point in ledger.analysis.series(last).points:
            totals = ledger.analysis.totals(point.day)
            assert (point.debt, point.overdue) == (totals.total, totals.overdue)
            assert point.buckets == totals.buckets
        change = ledger.commission.changes(last)
        assert change is not None
        assert change.totals.after == ledger.analysis.totals(last).balance
        assert change.totals.before == ledger.analysis.totals(change.since).balance
