"""The two truths of a date: as its reports stated it, and as it is known now; and what parts them."""

from datetime import date

from app.domain.debt import Terms
from app.domain.importing import Vanished
from app.domain.pivot import Dimension, Measure, Pivot, PivotRequest, View
from app.domain.pivot_views import Cause
from app.ledger import Ledger
from app.reports.pivot_tables import difference_table, pivot_table
from app.reports.table import text_of
from tests.ledger.stories import W1, W2, W3, debts, load, owed, paid

ONE, TWO = "ООО «Вектор»", "АО «Реал»"


def asked(ledger: Ledger, day: date, view: View, *by: Dimension, own: str | None = None) -> Pivot:
    return ledger.analysis.pivot(PivotRequest(day, by or (Dimension.MANAGER,), view, own))


def test_what_was_rewritten_shows_in_one_view_only(ledger: Ledger) -> None:
    shipped = date(2026, 8, 3)
    old = owed(ONE, "1", 100_00, shipped=shipped, due=date(2026, 9, 1), manager="Иванов", terms=Terms("по факту", 0))
    new = owed(ONE, "1", 100_00, shipped=shipped, due=date(2026, 10, 1), manager="Петров", terms=Terms("по факту", 0))
    load(ledger, debts(W1, old))
    load(ledger, debts(W2, new))
    then, now = asked(ledger, W1, View.STATED), asked(ledger, W1, View.KNOWN)
    assert [(line.key, line.total, line.overdue) for line in then.lines] == [("Иванов", 100_00, 100_00)]
    assert [(line.key, line.total, line.overdue) for line in now.lines] == [("Петров", 100_00, 0)]
    assert (then.stated_on, now.stated_on) == ((W1,), ())
    found = ledger.analysis.view_difference(W1)
    assert found.adds_up
    assert [(row.cause, row.told_on, row.effect.total, row.effect.overdue) for row in found.rows] == [
        (Cause.DUE_DATE, W2, 0, -100_00), (Cause.MANAGER, W2, 0, 0)]  # fmt: skip
    assert [(row.before, row.after) for row in found.rows] == [
        (date(2026, 9, 1), date(2026, 10, 1)), ("Иванов", "Петров")]  # fmt: skip
    item = ledger.analysis.pivot_items(then.request, ("Иванов",), Measure.OVERDUE)[0]
    assert (item.due_date, item.manager, item.days) == (date(2026, 9, 1), "Иванов", 6)
    table = difference_table(found)
    assert [text_of(column, found.rows[0]) for column in table.columns][6:8] == ["01.09.2026", "01.10.2026"]


def test_between_two_reports_the_statement_stands_still(ledger: Ledger) -> None:
    """What the second report tells of days before it is known now and was not stated then."""
    load(ledger, debts(W1, owed(ONE, "1", 100_00, shipped=date(2026, 8, 3), due=date(2026, 9, 1))))
    fresh = owed(TWO, "2", 50_00, shipped=date(2026, 9, 9), due=date(2026, 9, 10))
    load(ledger, debts(W2, owed(ONE, "1", 100_00, shipped=date(2026, 8, 3), due=date(2026, 9, 1)), fresh))
    day = date(2026, 9, 11)
    assert asked(ledger, day, View.STATED).totals.total == 100_00
    assert asked(ledger, day, View.KNOWN).totals.total == 150_00
    found = ledger.analysis.view_difference(day)
    (row,) = found.rows
    assert (row.cause, row.day, row.told_on) == (Cause.SHIPMENT, date(2026, 9, 9), W2)
    assert (row.effect.total, row.effect.overdue, found.adds_up) == (50_00, 50_00, True)
    assert not ledger.analysis.view_difference(W2).rows


def test_a_payment_known_from_the_bank_is_not_what_was_stated(ledger: Ledger) -> None:
    load(ledger, debts(W1, owed(ONE, "1", 100_00, shipped=date(2026, 8, 3), due=date(2026, 9, 1))))
    load(ledger, paid(date(2026, 9, 10), (ONE, "5", date(2026, 9, 9), 30_00)))
    found = ledger.analysis.view_difference(date(2026, 9, 10))
    (row,) = found.rows
    assert (row.cause, row.effect.total, row.effect.overdue) == (Cause.PAYMENT, -30_00, -30_00)
    assert (found.stated.total, found.known.total) == (100_00, 70_00)


def test_replaced_and_withdrawn_reports_stated_nothing(ledger: Ledger) -> None:
    load(ledger, debts(W1, owed(ONE, "1", 100_00), name="первый.xlsx"), vanished=Vanished.PAID)
    load(ledger, debts(W1, owed(ONE, "1", 90_00), name="исправленный.xlsx"), vanished=Vanished.PAID)
    assert asked(ledger, W1, View.STATED).totals.total == 90_00
    load(ledger, debts(W2, owed(ONE, "1", 10_00)), vanished=Vanished.PAID)
    ledger.imports.withdraw()
    assert asked(ledger, W2, View.STATED).totals.total == 90_00
    assert asked(ledger, W2, View.STATED).stated_on == (W1,)


def test_each_organisation_stands_by_its_own_newest_report(ledger: Ledger) -> None:
    north, south = "ООО «Север»", "ООО «Юг»"
    both = [owed(ONE, "1", 100_00, organisation=north), owed(TWO, "2", 70_00, organisation=south)]
    load(ledger, debts(W1, *both))
    load(ledger, debts(W2, owed(ONE, "1", 40_00, organisation="СЕВЕР ООО")), vanished=Vanished.PAID)
    pivot = asked(ledger, W3, View.STATED, Dimension.OWN)
    assert [(line.key, line.total) for line in pivot.lines] == [("юг|ооо", 70_00), ("север|ооо", 40_00)]
    assert pivot.stated_on == (W1, W2)
    assert asked(ledger, W3, View.STATED, own=north).totals.total == 40_00
    assert asked(ledger, W1, View.STATED, own="СЕВЕР ООО").totals.total == 100_00


def test_before_the_first_report_nothing_was_stated(ledger: Ledger) -> None:
    load(ledger, debts(W1, owed(ONE, "1", 100_00)))
    pivot = asked(ledger, date(2026, 1, 1), View.STATED)
    assert (pivot.lines, pivot.totals.total, pivot.stated_on) == ((), 0, ())
    assert "отчётов ещё не было" in pivot_table(pivot).note or "no reports yet" in pivot_table(pivot).note


def test_filters_say_their_words(ledger: Ledger) -> None:
    load(ledger, debts(W1, owed(ONE, "1", 100_00, manager="Иванов"), owed(TWO, "2", 70_00, manager="Петров")))
    client = ledger.clients.list(W1).rows[0].client_id
    filters = ((Dimension.CLIENT, str(client)), (Dimension.MANAGER, "Иванов"), (Dimension.MANAGER, "Петров"))
    pivot = ledger.analysis.pivot(PivotRequest(W1, (Dimension.ZONE,), filters=filters))
    assert pivot.filters == (ONE, "Иванов", "Петров")
    assert pivot.totals.total == 100_00
