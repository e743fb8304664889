"""The week's bridge on a real book: laws over random weeks, and one worked week."""

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.importing import ChangeKind, Vanished
from app.domain.statement import Statement
from app.errors import InputRefused
from app.ledger import Ledger
from tests.ledger.stories import W1, W2, W3, debts, load, owed, paid
from tests.ledger.test_order import CLIENTS, START, opened, statements, weeks
from tests.scale import times


@st.composite
def calm_weeks(draw: st.DrawFn) -> list[Statement]:
    """Reports in which nothing of the past changes: documents come in their week and only shrink."""
    days = [START + timedelta(weeks=n) for n in range(draw(st.integers(2, 4)))]
    documents = []
    for number in range(draw(st.integers(1, 7))):
        first = draw(st.integers(0, len(days) - 1))
        shipped = days[first] - timedelta(days=draw(st.integers(0, 6)))
        balances = sorted(draw(st.lists(st.integers(0, 300_00), min_size=len(days), max_size=len(days))), reverse=True)
        line = owed(
            draw(st.sampled_from(CLIENTS)), str(number), balances[0], shipped=shipped,
            due=shipped + timedelta(days=draw(st.integers(0, 20))), manager=draw(st.sampled_from(["Иванов", "Петров"])),
        )  # fmt: skip
        documents.append((first, line, balances))
    out = []
    for n, day in enumerate(days):
        lines = [replace(line, balance=b[n]) for first, line, b in documents if first <= n and b[n]]
        if lines:
            out.append(debts(day, *lines))
    return out


@pytest.mark.torture
@settings(max_examples=times(40))
@given(calm_weeks(), statements())
def test_calm_weeks_are_bridged_without_rewriting(reports: list[Statement], banks: list[Statement]) -> None:
    with tempfile.TemporaryDirectory() as folder, opened(folder, "book.debt") as ledger:
        for report in (*reports, *banks):
            if ledger.imports.preview_statements([report]).already is None:
                load(ledger, report, vanished=Vanished.PAID)
        dates = ledger.report_dates()
        for since, until in pairwise(dates):
            for by_manager in (False, True):
                found = ledger.analysis.bridge(since, until, by_manager)
                assert all(line.adds_up and line.rewritten == 0 for line in (*found.lines, found.totals))
                assert found.totals.before == ledger.analysis.totals(since).overdue
                assert found.totals.after == ledger.analysis.totals(until).overdue
                assert sum(line.after for line in found.lines) == found.totals.after


@pytest.mark.torture
@settings(max_examples=times(40))
@given(weeks(), st.integers(-3, 30), st.integers(1, 30))
def test_any_weeks_add_up_between_any_two_days(reports: list[Statement], first: int, length: int) -> None:
    since = START + timedelta(days=first)
    with tempfile.TemporaryDirectory() as folder, opened(folder, "book.debt") as ledger:
        for report in reports:
            load(ledger, report, vanished=Vanished.PAID)
        for by_manager in (False, True):
            found = ledger.analysis.bridge(since, since + timedelta(days=length), by_manager)
            assert all(line.adds_up for line in (*found.lines, found.totals))
            for name in ("before", "matured", "paid", "rewritten", "after"):
                assert sum(getattr(line, name) for line in found.lines) == getattr(found.totals, name)


def test_one_week_told_in_full(ledger: Ledger) -> None:
    old = owed("ООО «Вектор»", "1", 100_00, shipped=W1 - timedelta(30), due=W1 - timedelta(10), manager="Иванов")
    ripe = owed("АО «Реал»", "2", 70_00, shipped=W1 - timedelta(9), due=W1 + timedelta(3), manager="Петров")
    moved = owed("ИП Мишкина", "3", 40_00, shipped=W1 - timedelta(30), due=W1 - timedelta(5), manager="Петров")
    load(ledger, debts(W1, old, ripe, moved))
    later = replace(moved, due_date=W3)
    load(ledger, debts(W2, replace(old, balance=60_00), replace(ripe, balance=50_00), later))
    load(ledger, paid(W2, ("ООО «Вектор»", "5", W1 + timedelta(1), 40_00)))
    found = ledger.analysis.bridge(W1, W2)
    lines = {line.label: line for line in found.lines}
    assert (lines["ООО «Вектор»"].before, lines["ООО «Вектор»"].paid, lines["ООО «Вектор»"].after) == (
        100_00, 40_00, 60_00)  # fmt: skip
    assert (lines["АО «Реал»"].matured, lines["АО «Реал»"].paid, lines["АО «Реал»"].after) == (70_00, 20_00, 50_00)
    assert (lines["ИП Мишкина"].before, lines["ИП Мишкина"].rewritten, lines["ИП Мишкина"].after) == (40_00, -40_00, 0)
    assert {line.label for line in ledger.analysis.bridge(W1, W2, by_manager=True).lines} == {"Иванов", "Петров"}
    with pytest.raises(InputRefused):
        ledger.analysis.bridge(W2, W1)


def test_a_due_date_put_off_in_the_week_it_passed_is_told(ledger: Ledger) -> None:
    ripe = owed("АО «Реал»", "2", 70_00, shipped=W1 - timedelta(9), due=W1 + timedelta(3), manager="Петров")
    load(ledger, debts(W1, ripe))
    load(ledger, debts(W2, replace(ripe, due_date=W3, balance=60_00)))
    line = ledger.analysis.bridge(W1, W2).totals
    assert (line.before, line.matured, line.paid, line.rewritten, line.after) == (0, 70_00, 10_00, -60_00, 0)
    (change,) = ledger.imports.revisions(2)
    assert change.overdue_effect == -60_00


def test_an_old_document_that_returns_is_told_as_returned(ledger: Ledger) -> None:
    old = owed("ООО «Вектор»", "1", 100_00, shipped=W1 - timedelta(30), due=W1 - timedelta(10))
    other = owed("АО «Реал»", "2", 900_00, shipped=W1 - timedelta(9), due=W1 - timedelta(3))
    load(ledger, debts(W1, other))
    load(ledger, debts(W2, other, old))
    line = next(line for line in ledger.analysis.bridge(W1, W2).lines if line.label == "ООО «Вектор»")
    assert (line.before, line.returned, line.matured, line.rewritten, line.after) == (0, 100_00, 0, 0, 100_00)


def test_dates_of_no_report_work_too(ledger: Ledger) -> None:
    load(ledger, debts(W1, owed("АО «Реал»", "2", 9_00, due=W1 - timedelta(3))))
    found = ledger.analysis.bridge(date(2026, 9, 9), date(2026, 9, 12))
    assert (found.totals.before, found.totals.after) == (9_00, 9_00)


@pytest.mark.torture
@settings(max_examples=times(40))
@given(weeks())
def test_what_was_rewritten_is_the_same_in_the_list_and_in_the_bridge(reports: list[Statement]) -> None:
    """To the kopeck, between neighbouring reports, whatever bookkeeping did to the past."""
    with tempfile.TemporaryDirectory() as folder, opened(folder, "book.debt") as ledger:
        ids = {report.as_of: load(ledger, report, vanished=Vanished.PAID).report_id for report in reports}
        for since, until in pairwise(ledger.report_dates()):
            line = ledger.analysis.bridge(since, until).totals
            told = ledger.imports.revisions(ids[until])
            back = sum(change.overdue_effect for change in told if change.kind is ChangeKind.RESURRECTED)
            assert (line.returned, line.rewritten) == (back, sum(change.overdue_effect for change in told) - back)


def test_what_was_paid_before_the_reports_knew_is_no_payment_of_the_week(ledger: Ledger) -> None:
    other = owed("АО «Реал»", "2", 900_00, shipped=W1 - timedelta(9), due=W2 + timedelta(9))
    old = owed("ООО «Вектор»", "1", 40_00, shipped=W1 - timedelta(30), due=W1 - timedelta(10), amount=100_00)
    load(ledger, debts(W1, other))
    load(ledger, debts(W2, other, old))
    line = ledger.analysis.bridge(W1, W2).totals
    assert (line.returned, line.paid, line.rewritten, line.after) == (40_00, 0, 0, 40_00)


@settings(max_examples=30)
@given(weeks(), statements(), st.data())
def test_both_ends_are_what_the_reports_themselves_state(
    reports: list[Statement], banks: list[Statement], data: st.DataObject
) -> None:
    """Reckoned anew of the reports alone, by client and for every pair, whatever the order of loading and the money
    that banks tell of in between."""
    order = data.draw(st.permutations([*reports, *banks]))
    stated: dict[date, dict[str, int]] = {}
    for report in reports:
        assert report.as_of is not None
        late = [s for s in report.lines if (s.balance or 0) > 0 and s.due_date and s.due_date < report.as_of]
        stated[report.as_of] = {
            client: sum(s.balance or 0 for s in late if s.client == client) for client in {s.client for s in late}
        }
    with tempfile.TemporaryDirectory() as folder, opened(folder, "book.debt") as ledger:
        for report in order:
            if ledger.imports.preview_statements([report]).already is None:
                load(ledger, report, vanished=Vanished.PAID)
        for since, until in combinations(ledger.report_dates(), 2):
            lines = ledger.analysis.bridge(since, until).lines
            assert {line.label: line.before for line in lines if line.before} == stated[since]
            assert {line.label: line.after for line in lines if line.after} == stated[until]
