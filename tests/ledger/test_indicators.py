"""Indicators on a real book: worked weeks, scopes, margins, periods longer than the book, agreement with DuckDB."""

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.aging import GroupBy
from app.domain.importing import Answers, Vanished
from app.domain.indicator_rows import (
    BehindRows,
    ChannelFigures,
    ClientFigures,
    ManagerFigures,
    MaturedDocument,
    SettledDocument,
)
from app.domain.indicator_set import Alarm, Scope, ScopeKind, catalogue
from app.domain.limits import Limits
from app.domain.migration import Migration
from app.domain.plan import PlanMeasure, Threshold
from app.domain.plan import Scope as PlanScope
from app.domain.sales import Origin
from app.domain.statement import Statement
from app.domain.traits import Trait
from app.domain.work import Channel, NewContact, Promise
from app.errors import InputRefused
from app.ledger import Ledger
from tests.ledger.stories import W1, W2, W3, W4, debts, load, owed, paid, sold
from tests.ledger.test_order import START, opened, weeks
from tests.scale import times

Row = TypeVar("Row")
RECEIVABLES = Path(__file__).parents[2].parent / "shared" / "data" / "receivables"
PERIOD = (W1 + timedelta(days=1), W3)
OLD = owed("ООО «Вектор»", "1", 100_00, shipped=W1 - timedelta(30), due=W1 - timedelta(10), manager="Иванов")
RIPE = owed("АО «Реал»", "2", 70_00, shipped=W1 - timedelta(9), due=W1 + timedelta(3), manager="Петров")
FRESH = owed("ИП Мишкина", "3", 30_00, shipped=W2 - timedelta(2), due=W4, manager="Петров")


def stocked(ledger: Ledger) -> Ledger:
    """Three weeks: 170 at the start, 30 shipped, 20 paid; 180 at the end, 150 of it overdue."""
    load(ledger, debts(W1, OLD, RIPE))
    load(ledger, debts(W2, OLD, RIPE, FRESH))
    load(ledger, debts(W3, replace(OLD, balance=80_00), RIPE, FRESH))
    return ledger


def of_kind(kind: type[Row], rows: BehindRows) -> list[Row]:
    """Rows of the kind that is expected, all of them."""
    assert isinstance(rows, tuple)
    found: list[Row] = [row for row in rows if isinstance(row, kind)]
    assert len(found) == len(rows)
    return found


def client_of(ledger: Ledger, name: str) -> int:
    return next(row.client_id for row in ledger.clients.list(W3).rows if row.name == name)


def test_a_worked_period_by_shipments(ledger: Ledger) -> None:
    found = stocked(ledger).indicators.of(W3, PERIOD[0])
    value = {one.key: one.value for one in found.indicators}
    assert (found.since, found.days, found.asked) == (PERIOD[0], 14, None)
    assert (found.sales.amount, found.sales.origin, found.sales.complete) == (30_00, Origin.SHIPMENTS, False)
    assert value["dso"] == Decimal("84.0")  # 180 / 30 x 14
    assert value["dso_average"] == Decimal("81.7")  # 175 / 30 x 14
    assert value["bpdso"] == Decimal("14.0")
    assert value["add"] == Decimal("70.0")
    assert value["debt_to_sales"] == 600
    assert value["overdue_share"] == Decimal("83.33")
    assert value["cei"] == Decimal("11.76")  # (170 + 30 - 180) / (170 + 30 - 30)
    assert value["collected"] == 20_00
    assert value["several_debts"] == 0
    assert value["roll_rate"] == 35  # of 200 a week ago 70 grew from 4 to 11 days; 20 was paid, 80 stayed in 15-30
    assert found.get("dso").reading.formula.replace("\u00a0", " ") == "180,00 / 30,00 × 14 = 84,0"


def test_without_sales_words_stand_for_figures(ledger: Ledger) -> None:
    load(ledger, debts(W1, OLD, RIPE))
    found = ledger.indicators.of(W1)
    assert found.asked == W1 - timedelta(days=90)
    for key in ("dso", "dso_average", "dso_countback", "turnover_times", "debt_to_sales", "cei", "top3_sales", "cost"):
        assert found.get(key).value is None
        assert len(found.get(key).reading.reason) > 20, key
    assert found.get("overdue_share").value == Decimal("58.82")
    assert found.get("top3_debt").value == 100
    assert ledger.indicators.before(found) is None


def test_an_empty_book_has_no_figures_and_no_failure(ledger: Ledger) -> None:
    found = ledger.indicators.of(W1)
    assert {one.key for one in found.indicators} == {one.key for one in catalogue()}
    silent = [one.key for one in found.indicators if one.value is None]
    assert len(silent) == len(found.indicators) - 1  # nothing was collected, and that is a figure
    assert all(one.reading.reason for one in found.indicators if one.value is None)
    assert ledger.indicators.history("dso", W1) == ()
    assert all(not ledger.indicators.behind(one.key, W1) for one in catalogue() if one.key != "roll_rate")


def test_a_register_gives_sales_with_vat_and_the_commissions_share(ledger: Ledger) -> None:
    stocked(ledger)
    rows = (
        ("АО «Реал»", "0", W1 - timedelta(200), 5_00),
        ("АО «Реал»", "2", W1 - timedelta(9), 70_00),
        ("ИП Мишкина", "3", W2 - timedelta(2), 30_00),
        ("ИП Мишкина", "9", W2 + timedelta(1), 500_00),
    )
    load(ledger, sold(W1 - timedelta(days=200), W3, *rows))
    found = ledger.indicators.of(W3)
    turnover = ledger.commission.turnover(W3)
    assert (found.sales.amount, found.sales.origin, found.sales.complete) == (600_00, Origin.REGISTER, True)
    assert found.days == ledger.policy.limits(W3).days == 91
    assert (found.get("debt_to_sales").value, found.get("dso").value) == (turnover.share, turnover.dso)
    assert found.get("dso_average").value is None  # debts before the first report are not known
    assert found.get("top3_sales").value == 100


def test_a_register_that_ends_early_is_filled_up_with_shipments(ledger: Ledger) -> None:
    stocked(ledger)
    day = W1 - timedelta(days=3)
    load(ledger, sold(W1 - timedelta(days=60), W1, ("АО «Реал»", "7", day, 200_00)))
    found = ledger.indicators.of(W3, W1 - timedelta(days=20))
    assert (found.sales.amount, found.sales.origin) == (230_00, Origin.MIXED)
    assert not found.sales.complete
    assert found.since == day  # the first day the register tells of


def test_counting_back_reaches_the_first_known_day_of_a_young_book(ledger: Ledger) -> None:
    """A period longer than the book: 40 shipped in five days of October and 60 in 23 known days of September cover a
    debt of 60: five days whole and 20 / 60 of 23."""
    load(ledger, debts(W1, owed("АО «Реал»", "1", 10_00, shipped=W1 - timedelta(30), due=W1)))
    load(ledger, debts(W2, owed("АО «Реал»", "2", 60_00, shipped=W2 - timedelta(2), due=W4)), vanished=Vanished.PAID)
    day = date(2026, 10, 5)
    rows = (owed("АО «Реал»", "2", 20_00, shipped=W2 - timedelta(2), due=W4),
            owed("АО «Реал»", "3", 40_00, shipped=day - timedelta(1), due=day))  # fmt: skip
    load(ledger, debts(day, *rows))
    assert ledger.indicators.of(day).since == W1 + timedelta(1)
    assert ledger.indicators.of(day).get("dso_countback").value == Decimal("12.7")


def test_scopes_are_parts_of_the_company(ledger: Ledger) -> None:
    stocked(ledger)
    whole = ledger.indicators.of(W3, PERIOD[0])
    parts = [ledger.indicators.of(W3, PERIOD[0], Scope(ScopeKind.MANAGER, name)) for name in ("Иванов", "Петров")]
    assert sum(int(str(part.get("collected").value)) for part in parts) == whole.get("collected").value
    assert sum(part.sales.amount for part in parts) == whole.sales.amount
    assert parts[1].get("overdue_share").value == 70
    one = ledger.indicators.of(W3, PERIOD[0], Scope(ScopeKind.CLIENT, client_id=client_of(ledger, "ООО «Вектор»")))
    assert one.get("overdue_share").value == 100
    assert one.get("top3_debt").value is None
    for name in ("ООО «Вектор»", "АО «Реал»"):
        ledger.traits.set(client_of(ledger, name), {Trait.HOLDING: "Север"})
    group = ledger.indicators.of(W3, PERIOD[0], Scope(ScopeKind.HOLDING, "Север"))
    assert group.get("overdue_share").value == 100
    assert ledger.indicators.of(W3, PERIOD[0]).get("hhi_debt").value == 7222  # 150 and 30 of 180: the group is one
    for nobody in (Scope(ScopeKind.HOLDING, "Юг"), Scope(ScopeKind.CLIENT, client_id=999)):
        with pytest.raises(InputRefused):
            ledger.indicators.of(W3, PERIOD[0], nobody)
    with pytest.raises(InputRefused):
        ledger.indicators.of(W3, W4)


def test_three_who_hold_half_are_red_and_a_plan_sets_limits(ledger: Ledger) -> None:
    found = stocked(ledger).indicators.of(W3, PERIOD[0])
    assert found.get("top3_debt").reading.alarm is Alarm.RED
    assert found.get("overdue_share").reading.alarm is Alarm.NONE
    limit = Threshold(PlanScope.COMPANY, "", PlanMeasure.OVERDUE_SHARE, W1, 20_00)
    ledger.plan.set(limit)
    reading = ledger.indicators.of(W3, PERIOD[0]).get("overdue_share").reading
    assert reading.alarm is Alarm.RED
    assert "20,0" in reading.note
    ledger.policy.set_limits(Limits(days=14), W1)
    assert ledger.indicators.of(W3, PERIOD[0]).get("debt_to_sales").reading.alarm is Alarm.RED
    assert ledger.indicators.of(W3, W2).get("debt_to_sales").reading.alarm is Alarm.NONE  # the limit is of 14 days


def test_history_ends_with_the_figure_of_the_day(ledger: Ledger) -> None:
    stocked(ledger)
    for scope in (Scope(), Scope(ScopeKind.MANAGER, "Петров")):
        now = ledger.indicators.of(W3, PERIOD[0], scope)
        for one in now.indicators:
            points = ledger.indicators.history(one.key, W3, 2, scope, now.days)
            assert [point.day for point in points] == [W2, W3], one.key
            assert points[-1].value == one.value, one.key
    with pytest.raises(KeyError):
        ledger.indicators.history("nothing", W3)


def test_work_of_the_week(ledger: Ledger) -> None:
    stocked(ledger)
    real, vector = client_of(ledger, "АО «Реал»"), client_of(ledger, "ООО «Вектор»")
    ledger.work.record(NewContact(vector, W2, Channel.CALL, "Иванов", result="обещал", promise_due=W3,
                                  promise_amount=20_00))  # fmt: skip
    ledger.work.record(NewContact(real, W2, Channel.LETTER, "Петров", result="письмо"))
    found = ledger.indicators.of(W3, PERIOD[0])
    assert found.get("promises_kept").value == 100
    assert found.get("promises_kept_sum").value == 100
    assert found.get("first_contact").value == 1  # overdue from Friday 11.09, spoken to on Monday 14.09
    assert found.get("channel_result").value == Decimal("11.76")  # 20 of 100 and 70
    channels = ledger.indicators.behind("channel_result", W3, PERIOD[0])
    assert channels == (ChannelFigures("call", 1, 100_00, 20_00), ChannelFigures("letter", 1, 70_00, 0))
    matured = ledger.indicators.behind("first_contact", W3, PERIOD[0])
    assert [(m.number, m.waited) for m in of_kind(MaturedDocument, matured)] == [("2", 1)]


def test_a_call_that_nobody_answered_is_no_first_contact(ledger: Ledger) -> None:
    stocked(ledger)
    real = client_of(ledger, "АО «Реал»")
    ledger.work.record(NewContact(real, date(2026, 9, 12), result="не дозвонились"))
    assert ledger.indicators.of(W3, PERIOD[0]).get("first_contact").value == 6  # it still waits, from Friday 11.09
    ledger.work.record(NewContact(real, W2, Channel.LETTER, "Петров", result="письмо"))
    assert ledger.indicators.of(W3, PERIOD[0]).get("first_contact").value == 1


def test_a_moved_promise_counts_by_its_new_day_alone(ledger: Ledger) -> None:
    """As on the client's card: moved is neither kept nor broken. A promise is of the manager who took it."""
    stocked(ledger)
    vector = client_of(ledger, "ООО «Вектор»")
    ledger.work.record(NewContact(vector, W2, Channel.CALL, "Петров", promise_due=W2 + timedelta(1),
                                  promise_amount=20_00))  # fmt: skip
    (first,) = ledger.work.promises(W2)
    ledger.work.move(first.promise_id, W3, 20_00, today=W2 + timedelta(1))
    found = ledger.indicators.of(W3, PERIOD[0])
    assert (found.get("promises_kept").value, found.get("promises_kept_sum").value) == (100, 100)
    assert ledger.work.reliability(W3, "manager")["Петров"].kept == 1
    assert len(of_kind(Promise, ledger.indicators.behind("promises_kept", W3, PERIOD[0]))) == 1
    for name, kept in (("Петров", 100), ("Иванов", None)):
        part = ledger.indicators.of(W3, PERIOD[0], Scope(ScopeKind.MANAGER, name))
        assert part.get("promises_kept").value == kept


def test_money_is_the_answer_to_the_nearest_contact_whoever_made_it(ledger: Ledger) -> None:
    """Called on Monday by one manager, written to on Friday by another, 20 paid by the next report: the letter's. It
    is too young to be judged, and the call brought nothing."""
    stocked(ledger)
    vector = client_of(ledger, "ООО «Вектор»")
    ledger.work.record(NewContact(vector, W2, Channel.CALL, "Иванов", result="обещал"))
    ledger.work.record(NewContact(vector, W2 + timedelta(4), Channel.LETTER, "Петров", result="письмо"))
    for until, channels in (
        (W3, (ChannelFigures("call", 1, 100_00, 0),)),
        (W4, (ChannelFigures("call", 1, 100_00, 0), ChannelFigures("letter", 1, 100_00, 20_00))),
    ):
        assert ledger.indicators.behind("channel_result", until, PERIOD[0]) == channels
    parts = [
        ledger.indicators.behind("channel_result", W4, PERIOD[0], Scope(ScopeKind.MANAGER, name))
        for name in ("Иванов", "Петров")
    ]
    assert parts == [(ChannelFigures("call", 1, 100_00, 0),), (ChannelFigures("letter", 1, 100_00, 20_00),)]


def test_a_call_that_nobody_answered_is_no_contact_of_a_channel(ledger: Ledger) -> None:
    """It neither owes nor takes the money from the talk before it."""
    stocked(ledger)
    vector = client_of(ledger, "ООО «Вектор»")
    ledger.work.record(NewContact(vector, W2, Channel.CALL, "Иванов", result="обещал"))
    ledger.work.record(NewContact(vector, W2 + timedelta(2), Channel.CALL, "Иванов", result="не дозвонились"))
    for until in (W3, W4):
        found = ledger.indicators.behind("channel_result", until, PERIOD[0])
        assert found == (ChannelFigures("call", 1, 100_00, 20_00),)


def test_an_advance_put_to_a_document_is_no_new_money(ledger: Ledger) -> None:
    """30 were received before the talk; after it they only cover a document. What is collected says the same."""
    advance = owed("ООО «Вектор»", "4", -30_00, shipped=W1 - timedelta(2), kind="Аванс", manager="Иванов")
    load(ledger, debts(W1, OLD, advance))
    load(ledger, debts(W2, OLD, advance))
    load(ledger, debts(W3, replace(OLD, balance=60_00)), vanished=Vanished.PAID)
    ledger.work.record(NewContact(client_of(ledger, "ООО «Вектор»"), W2, Channel.CALL, "Иванов", result="обещал"))
    assert ledger.indicators.of(W3, W2).get("collected").value == 10_00
    assert ledger.indicators.behind("channel_result", W3, W2) == (ChannelFigures("call", 1, 100_00, 10_00),)


def test_a_payment_between_reports_may_be_in_time(ledger: Ledger) -> None:
    load(ledger, debts(W1, OLD, RIPE))
    load(ledger, debts(W2, FRESH), vanished=Vanished.PAID)
    rows = ledger.indicators.behind("paid_late", W2, PERIOD[0])
    found = {one.number: one for one in of_kind(SettledDocument, rows)}
    assert (found["1"].late, found["2"].late, found["2"].doubtful) == (True, False, True)
    assert ledger.indicators.of(W2, PERIOD[0]).get("paid_late").value == 50
    load(ledger, paid(W2, ("АО «Реал»", "5", W1 + timedelta(5), 70_00)))
    assert ledger.indicators.of(W2, PERIOD[0]).get("paid_late").value == 100  # two days after the due date


def test_rows_behind_add_up_to_the_figures(ledger: Ledger) -> None:
    stocked(ledger)
    clients = of_kind(ClientFigures, ledger.indicators.behind("dso", W3, PERIOD[0]))
    assert sum(row.debt for row in clients) == 180_00
    assert sum(row.opening or 0 for row in clients) == 170_00
    assert sum(row.sales for row in clients) == 30_00
    managers = of_kind(ManagerFigures, ledger.indicators.behind("collected", W3, PERIOD[0]))
    assert managers[0] == ManagerFigures("Иванов", 20_00, 0, 80_00, 80_00)
    assert isinstance(ledger.indicators.behind("roll_rate", W3, PERIOD[0]), Migration)


@pytest.mark.torture
@settings(max_examples=times(30))
@given(weeks(), st.integers(-3, 30), st.integers(1, 30))
def test_margins_of_the_migration_are_the_aging_of_both_dates(
    reports: list[Statement], first: int, length: int
) -> None:
    since = START + timedelta(days=first)
    until = since + timedelta(days=length)
    with tempfile.TemporaryDirectory() as folder, opened(folder, "book.debt") as ledger:
        for report in reports:
            load(ledger, report, vanished=Vanished.PAID)
        found = ledger.indicators.migration(since, until)
        for day, margin in ((since, found.start), (until, found.end)):
            totals = ledger.analysis.aging(day, GroupBy.CLIENT).totals
            assert margin == (totals.not_due, *totals.buckets)
        parts = [ledger.indicators.migration(since, until, Scope(ScopeKind.MANAGER, name))
                 for name in {line.key for day in (since, until)
                              for line in ledger.analysis.aging(day, GroupBy.MANAGER).lines}]  # fmt: skip
        assert sum(sum(part.end) for part in parts) == sum(found.end)
        with pytest.raises(InputRefused):
            ledger.indicators.migration(until, since)


@pytest.mark.parametrize("order", ["dmy", "mdy"])
def test_the_public_set_agrees_with_duckdb(ledger: Ledger, order: str) -> None:
    """An independent computation out of the same file: DSO, share of late documents, aging on 30.06.2013."""
    duckdb = pytest.importorskip("duckdb")
    file = RECEIVABLES / f"ibm-late-payment-{order}.csv"
    if not file.exists():
        pytest.skip("the public set of receivables lies beside the tree only where it is developed")
    last = date(2014, 1, 31)
    preview = ledger.imports.preview([file], as_of=last)
    assert (preview.facts, preview.rows - preview.facts) == (2466, 1)
    ledger.imports.accept(preview, Answers(vanished=Vanished.PAID))
    layout = {"dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y"}[order]
    bare = duckdb.connect()
    bare.execute(
        f"""CREATE TABLE t AS SELECT strptime(InvoiceDate, '{layout}')::DATE AS shipped,
               strptime(DueDate, '{layout}')::DATE AS due, strptime(SettledDate, '{layout}')::DATE AS settled,
               (InvoiceAmount::DECIMAL(12, 2) * 100)::BIGINT AS kopecks, DaysLate::INT AS late
              FROM read_csv(?, all_varchar = true)""",
        [str(file)],
    )
    (late,) = bare.execute("SELECT round(100.0 * count(*) FILTER (late > 0) / count(*), 2) FROM t").fetchone()
    assert late == 35.56
    assert float(ledger.indicators.of(last, date(2012, 1, 1)).get("paid_late").value or 0) == late

    day = date(2013, 6, 30)
    debt, not_due, sales = bare.execute(
        """SELECT sum(kopecks) FILTER (shipped <= $d AND settled > $d),
                  sum(kopecks) FILTER (shipped <= $d AND settled > $d AND due >= $d),
                  sum(kopecks) FILTER (shipped > $d - INTERVAL 91 DAY AND shipped <= $d) FROM t""",
        {"d": day},
    ).fetchone()
    found = ledger.indicators.of(day)
    assert (debt, not_due, sales) == (5_119_85, 4_284_29, 20_098_87)
    assert found.sales.amount == sales
    assert found.get("dso").value == Decimal(debt * 91 / sales).quantize(Decimal("0.1")) == Decimal("23.2")
    buckets = bare.execute(
        """SELECT count(*), sum(kopecks), CASE WHEN $d - due <= 7 THEN 1 WHEN $d - due <= 14 THEN 2
                  WHEN $d - due <= 30 THEN 3 WHEN $d - due <= 44 THEN 4 WHEN $d - due <= 60 THEN 5 ELSE 6 END AS slot
             FROM t WHERE shipped <= $d AND settled > $d AND due < $d GROUP BY slot ORDER BY slot""",
        {"d": day},
    ).fetchall()
    totals = ledger.analysis.aging(day, GroupBy.CLIENT).totals
    assert [(slot, kopecks, count) for count, kopecks, slot in buckets] == [
        (n, kopecks, count)
        for n, (kopecks, count) in enumerate(zip(totals.buckets, totals.bucket_counts, strict=True), 1)
        if kopecks
    ]
    assert (totals.not_due, totals.total) == (not_due, debt)
