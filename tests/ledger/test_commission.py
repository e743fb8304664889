"""The commission's pack: every figure in it is the ledger's."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from app.domain.aging import Zone
from app.domain.commission import Member, PackRequest
from app.domain.work import NewContact
from app.ledger import Ledger
from app.reports.commission import document
from tests.ledger.stories import W1, W2, W3, debts, load, owed, sold

RED = owed("ООО «Русский лес»", "1", 90_000_00, due=W1 - timedelta(70), manager="Васильева")
GREY = owed("АО «Реал»", "2", 60_000_00, due=W1 - timedelta(25), manager="Вишняков")
FINE = owed("ООО «Прима»", "3", 50_000_00, due=W3 + timedelta(9), manager="Смирнова")


def three_weeks(ledger: Ledger) -> None:
    load(ledger, debts(W1, RED, GREY, FINE))
    load(ledger, debts(W2, RED, GREY, FINE))
    fresh = owed("ООО «Прима»", "4", 20_000_00, shipped=W3 - timedelta(2), due=W3 + timedelta(12), manager="Смирнова")
    part = owed("АО «Реал»", "2", 45_000_00, due=GREY.due_date, manager="Вишняков")
    load(ledger, debts(W3, RED, part, FINE, fresh))


def test_measures_follow_the_zones_worst_first(ledger: Ledger) -> None:
    three_weeks(ledger)
    pack = ledger.commission.pack(PackRequest(W3, W3, cards=1))
    assert [(m.zone, m.client, m.zone_amount) for m in pack.measures] == [
        (Zone.RED, "ООО «Русский лес»", 90_000_00),
        (Zone.GREY, "АО «Реал»", 45_000_00),
    ]
    assert [card.client.name for card in pack.cards] == ["ООО «Русский лес»"]
    assert pack.report_ties
    assert pack.report_control == 205_000_00


def test_what_changed_since_last_week_adds_up_by_client(ledger: Ledger) -> None:
    three_weeks(ledger)
    changes = ledger.commission.changes(W3)
    assert changes is not None
    assert (changes.since, changes.until) == (W2, W3)
    by_client = {line.client: line for line in changes.lines}
    real, prima = by_client["АО «Реал»"], by_client["ООО «Прима»"]
    assert (real.before, real.paid, real.after) == (60_000_00, 15_000_00, 45_000_00)
    assert (prima.before, prima.shipped, prima.after) == (50_000_00, 20_000_00, 70_000_00)
    for line in (*changes.lines, changes.totals):
        assert line.before + line.shipped - line.paid + line.corrected == line.after
    assert changes.totals.after == 205_000_00


def test_an_advance_used_for_unseen_goods_is_no_negative_payment(ledger: Ledger) -> None:
    load(ledger, debts(W1, FINE, owed("ООО «Прима»", "", -8_000_00, kind="Аванс")))
    load(ledger, debts(W2, FINE))
    changes = ledger.commission.changes(W2)
    assert changes is not None
    (line,) = changes.lines
    assert (line.before, line.paid, line.corrected, line.after) == (42_000_00, 0, 8_000_00, 50_000_00)


def test_share_in_turnover_names_its_period_and_its_dso(ledger: Ledger) -> None:
    """205 000 of debt to 410 000 of sales in 91 days is 50 % and a DSO of 45,5 days."""
    three_weeks(ledger)
    load(ledger, sold(W1 - timedelta(120), W3, ("ООО «Прима»", "1", W1 - timedelta(100), 1_00),
                      ("ООО «Прима»", "2", W1, 400_000_00), ("АО «Реал»", "3", W3, 10_000_00)))  # fmt: skip
    turnover = ledger.commission.turnover(W3)
    assert (turnover.since, turnover.until) == (W3 - timedelta(90), W3)
    assert (turnover.sales, turnover.share, turnover.dso) == (410_000_00, Decimal("50.00"), Decimal("45.5"))
    assert turnover.complete


def test_without_a_sales_register_turnover_is_a_lower_bound_and_says_so(ledger: Ledger) -> None:
    three_weeks(ledger)
    turnover = ledger.commission.turnover(W3)
    assert (turnover.sales, turnover.complete) == (20_000_00, False)


def test_broken_promises_and_what_was_on_the_table_are_kept(ledger: Ledger) -> None:
    load(ledger, debts(W1, RED))
    client = ledger.clients.list(W1).rows[0].client_id
    ledger.work.record(NewContact(client, W1, result="да", promise_due=W1 + timedelta(2), promise_amount=10_000_00))
    load(ledger, debts(W2, RED))
    before = ledger.check()
    pack = ledger.commission.pack(PackRequest(W2, W2 + timedelta(1)))
    assert [(p.client, p.amount, p.paid) for p in pack.broken] == [("ООО «Русский лес»", 10_000_00, 0)]
    assert ledger.check().ok
    assert ledger.check().balance == before.balance


def test_members_and_company_are_remembered_and_undone(ledger: Ledger) -> None:
    members = (Member("Орлов И. И.", "председатель"), Member("Лесная А. А.", "юрист"))
    ledger.policy.set_members(members)
    ledger.policy.set_company("  ООО «Мы»  ")
    assert (ledger.policy.members(), ledger.policy.company()) == (members, "ООО «Мы»")
    ledger.undo()
    ledger.undo()
    assert (ledger.policy.members(), ledger.policy.company()) == ((), "")


def test_a_date_before_any_report_is_empty_not_wrong(ledger: Ledger) -> None:
    three_weeks(ledger)
    early = date(2020, 1, 1)
    pack = ledger.commission.compute(PackRequest(early, early))
    assert (pack.summary.total, pack.changes, pack.measures, pack.cards) == (0, None, (), ())


def test_the_pack_tells_why_overdue_debt_changed(ledger: Ledger) -> None:
    late = owed("ООО «Вектор»", "1", 100_00, shipped=W1 - timedelta(60), due=W1 - timedelta(30))
    load(ledger, debts(W1, late))
    assert ledger.commission.compute(PackRequest(W1, W1)).bridge is None, "one report has no week before it"
    load(ledger, debts(W2, replace(late, balance=60_00)))
    pack = ledger.commission.compute(PackRequest(W2, W2))
    assert pack.bridge is not None
    assert (pack.bridge.totals.before, pack.bridge.totals.paid, pack.bridge.totals.after) == (100_00, 40_00, 60_00)
    titles = [section.title for section in document(pack).sections]
    assert "Почему изменилась просрочка с 07.09.2026 по 14.09.2026" in titles
