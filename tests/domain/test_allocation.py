"""Parts of payments: worked figures of articles 319.1 and 522, and laws that no case may break."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.allocation import Incoming, Part, Payable, Why, allocate, covered, pro_rata

D = date(2026, 9, 1)


def owed(invoice_id: int, balance: int, due: int | None = None, number: str = "", key: str = "") -> Payable:
    when = None if due is None else D + timedelta(days=due)
    return Payable(invoice_id, number or str(invoice_id), balance, when, D, key or str(invoice_id))


def test_earliest_due_then_equal_terms_pro_rata_then_advance() -> None:
    documents = [owed(1, 90_00, 5), owed(2, 60_00, 1), owed(3, 30_00, 5)]
    assert allocate(100_00, documents) == (
        Part(2, 60_00, Why.DUE), Part(1, 30_00, Why.EQUAL), Part(3, 10_00, Why.EQUAL))  # fmt: skip
    assert allocate(200_00, documents)[-1] == Part(0, 20_00, Why.ADVANCE)


def test_what_the_payer_named_comes_first_and_its_rest_goes_by_due_date() -> None:
    documents = [owed(1, 50_00, 1), owed(2, 20_00, 9, "УПД-7")]
    assert allocate(30_00, documents, ("УПД-7 от 01.09.2026",)) == (Part(2, 20_00, Why.NAMED), Part(1, 10_00, Why.DUE))


def test_without_a_due_date_the_older_obligation_after_those_with_one() -> None:
    undated = Payable(1, "1", 10_00, None, D - timedelta(90))
    assert [part.invoice_id for part in allocate(20_00, [undated, owed(2, 10_00, 30)])] == [2, 1]


def test_the_kopeck_goes_to_the_largest_remainder() -> None:
    assert pro_rata(100, {1: 1, 2: 1, 3: 1}) == {1: 1, 2: 1, 3: 1}
    assert pro_rata(100_00, {1: 30_00, 2: 60_00, 3: 60_00}) == {1: 20_00, 2: 40_00, 3: 40_00}
    assert pro_rata(2, {1: 3, 2: 3, 3: 3}) == {1: 1, 2: 1, 3: 0}
    assert pro_rata(100, {1: 101, 2: 100}) == {1: 50, 2: 50}


def test_a_later_payment_that_names_a_document_gets_it_before_an_earlier_one_that_names_none() -> None:
    documents = [owed(1, 40_00, 1), owed(2, 60_00, 5)]
    silent, naming = Incoming(1, D, 60_00), Incoming(2, D + timedelta(1), 40_00, ("1",))
    assert covered([silent, naming], documents) == [
        (naming, Part(1, 40_00, Why.NAMED)), (silent, Part(2, 60_00, Why.DUE))]  # fmt: skip


def test_what_a_person_set_goes_nowhere_else() -> None:
    documents = [owed(1, 40_00, 1), owed(2, 60_00, 5)]
    parts = allocate(100_00, documents, (), ((2, 70_00),))
    assert parts == (Part(2, 60_00, Why.HAND), Part(1, 30_00, Why.DUE), Part(0, 10_00, Why.ADVANCE))


def test_nothing_paid_is_nothing_allocated() -> None:
    assert allocate(0, [owed(1, 5, 1)]) == ()
    assert allocate(-5, [owed(1, 5, 1)]) == ()


documents = st.lists(
    st.builds(owed, st.integers(1, 9), st.integers(-5, 500), st.none() | st.integers(-3, 3)),
    max_size=8,
    unique_by=lambda d: d.invoice_id,
)
payments = st.lists(
    st.builds(
        Incoming,
        st.integers(1, 99),
        st.dates(D, D + timedelta(5)),
        st.integers(1, 700),
        st.lists(st.integers(1, 9).map(str), max_size=2).map(tuple),
        st.lists(st.tuples(st.integers(1, 9), st.integers(1, 300)), max_size=2).map(tuple),
    ),
    max_size=5,
    unique_by=lambda p: p.payment_id,
)


@given(documents, payments, st.randoms(use_true_random=False))
def test_parts_never_exceed_payment_or_balance_and_order_is_irrelevant(
    owed_now: list[Payable], money: list[Incoming], random: object
) -> None:
    found = covered(money, owed_now)
    balance = {d.invoice_id: max(d.balance, 0) for d in owed_now}
    for payment in money:
        assert sum(part.amount for p, part in found if p is payment) <= payment.amount
    for invoice_id, limit in balance.items():
        assert sum(part.amount for _p, part in found if part.invoice_id == invoice_id) <= limit
    assert all(part.amount > 0 for _p, part in found)
    assert covered(list(reversed(money)), list(reversed(owed_now))) == found


@given(documents, st.integers(1, 3000), st.lists(st.integers(1, 9).map(str), max_size=3))
def test_parts_sum_to_the_payment_and_leave_an_advance_only_when_nothing_is_open(
    owed_now: list[Payable], amount: int, named: list[str]
) -> None:
    parts = allocate(amount, owed_now, named)
    assert sum(part.amount for part in parts) == amount
    whole = sum(max(d.balance, 0) for d in owed_now)
    assert sum(part.amount for part in parts if part.invoice_id == 0) == max(amount - whole, 0)
