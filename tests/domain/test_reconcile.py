"""From stated balances to entries: worked weeks."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.debt import DueOrigin, Terms
from app.domain.importing import ChangeKind
from app.domain.reconcile import (
    EntryKind,
    NewEntry,
    Scope,
    Standing,
    Stated,
    change_of,
    due_of,
    entries_for,
    invoice_key,
)
from app.domain.statement import StatedLine

PREVIOUS, NOW = date(2026, 9, 7), date(2026, 9, 14)


def stated(balance: int, amount: int | None = None, day: date | None = None, **more: object) -> Stated:
    fields: dict[str, object] = {
        "client_id": 1, "key": "1|", "number": "1", "kind": "", "contract": "", "doc_date": day, "due_date": None,
        "due_origin": DueOrigin.UNKNOWN, "balance": balance, "amount": amount, "overdue_days": None,
        "terms": Terms(), "manager": "", "name": "ООО «Вектор»", "inn": "", "client_type": "", "avg_order": None,
        "core_share": "", "organisation": "", "rows": (1,),
    }  # fmt: skip
    return Stated(**{**fields, **more})  # type: ignore[arg-type]  # keyword pass-through of a test helper


def standing(balance: int, amount: int | None = None) -> Standing:
    return Standing(balance, amount, None, "", "")


def entries(before: Standing | None, after: Stated | None, *, narrowed: bool = False) -> list[NewEntry]:
    return entries_for(
        NOW, PREVIOUS, {} if before is None else {1: before}, {} if after is None else {1: after}, Scope(narrowed)
    )


def test_shipped_this_week_enters_on_its_own_date_and_its_payment_on_the_reports() -> None:
    day = PREVIOUS + timedelta(2)
    assert entries(None, stated(60, 100, day)) == [
        NewEntry(1, day, EntryKind.SHIPMENT, 100),
        NewEntry(1, NOW, EntryKind.PAYMENT, -40),
    ]


@pytest.mark.parametrize("day", [PREVIOUS, PREVIOUS - timedelta(90), NOW + timedelta(1)])
def test_a_date_outside_the_week_enters_on_the_reports(day: date) -> None:
    assert entries(None, stated(60, None, day)) == [NewEntry(1, NOW, EntryKind.OPENING, 60)]


def test_part_paid_grown_corrected_and_vanished() -> None:
    assert entries(standing(100), stated(60)) == [NewEntry(1, NOW, EntryKind.SETTLED, -40)]
    assert entries(standing(100), stated(130)) == [NewEntry(1, NOW, EntryKind.CORRECTION, 30)]
    assert entries(standing(100, 100), stated(80, 80)) == [NewEntry(1, NOW, EntryKind.CORRECTION, -20)]
    assert entries(standing(100, 100), stated(50, 90)) == [
        NewEntry(1, NOW, EntryKind.CORRECTION, -10),
        NewEntry(1, NOW, EntryKind.SETTLED, -40),
    ]
    assert entries(standing(100), None) == [NewEntry(1, NOW, EntryKind.SETTLED, -100)]
    assert entries(standing(100), None, narrowed=True) == []
    assert entries(standing(-30), None) == [NewEntry(1, NOW, EntryKind.ADVANCE, 30)]


def test_advances_and_returns_keep_their_kind() -> None:
    assert entries(None, stated(-50))[0].kind is EntryKind.ADVANCE
    assert entries(None, stated(-50, kind="Возврат товаров от покупателя"))[0].kind is EntryKind.RETURN


@given(st.integers(-500, 500), st.integers(-500, 500), st.none() | st.integers(0, 900), st.none() | st.integers(0, 900))
def test_entries_always_bring_the_ledger_to_the_report(
    before: int, after: int, amount_before: int | None, amount_after: int | None
) -> None:
    made = entries(standing(before, amount_before), stated(after, amount_after))
    assert before + sum(entry.amount for entry in made) == after
    assert all(entry.amount for entry in made)
    assert all(entry.amount < 0 for entry in made if entry.kind is EntryKind.SETTLED)
    fresh = entries(None, stated(after, amount_after))
    assert sum(entry.amount for entry in fresh) == after


def test_changes_in_words() -> None:
    def kind(before: Standing | None, line: Stated) -> ChangeKind:
        return change_of(NOW, PREVIOUS, before, line).kind

    assert kind(None, stated(5, day=NOW)) is ChangeKind.NEW
    assert kind(None, stated(5, day=PREVIOUS)) is ChangeKind.RESURRECTED
    assert kind(standing(0), stated(5)) is ChangeKind.RESURRECTED
    assert kind(standing(5), stated(5)) is ChangeKind.SAME
    assert kind(standing(5), stated(3)) is ChangeKind.PART_PAID
    assert kind(standing(5), stated(0)) is ChangeKind.PAID
    assert kind(standing(5), stated(9)) is ChangeKind.GROWN
    moved = Standing(5, None, NOW - timedelta(3), "", "")
    change = change_of(NOW, PREVIOUS, moved, stated(5, due_date=NOW + timedelta(3)))
    assert (change.kind, change.overdue_effect) == (ChangeKind.REWRITTEN, -5)


def test_due_date_of_the_file_then_its_days_then_terms() -> None:
    day = date(2026, 8, 1)
    assert due_of(StatedLine(1, "x", due_date=day, overdue_days=3), NOW) == (day, DueOrigin.FILE)
    assert due_of(StatedLine(1, "x", overdue_days=31), NOW) == (NOW - timedelta(31), DueOrigin.DAYS)
    by_terms = StatedLine(1, "x", doc_date=day, terms=Terms("отсрочка 30 дней", 30))
    assert due_of(by_terms, NOW) == (date(2026, 8, 31), DueOrigin.TERMS)
    assert due_of(StatedLine(1, "x"), NOW) == (None, DueOrigin.UNKNOWN)


def test_no_days_overdue_is_no_due_date() -> None:
    """Week after week «0 days» says only that it is not due yet."""
    calm = StatedLine(1, "x", number="1", overdue_days=0, balance=5)
    assert due_of(calm, NOW) == (None, DueOrigin.UNKNOWN)
    terms = replace(calm, doc_date=NOW - timedelta(3), terms=Terms("отсрочка 30 дней", 30))
    assert due_of(terms, NOW) == (NOW + timedelta(27), DueOrigin.TERMS)
    assert due_of(replace(terms, terms=Terms("отсрочка 1 день", 1)), NOW) == (None, DueOrigin.UNKNOWN)
    calmed = change_of(NOW, PREVIOUS, Standing(5, None, PREVIOUS, "", ""), stated(5)._replace(overdue_days=0))
    assert (calmed.kind, calmed.overdue_effect) == (ChangeKind.REWRITTEN, -5)
    assert change_of(NOW, PREVIOUS, Standing(5, None, NOW, "", ""), stated(5)._replace(overdue_days=0)).kind is (
        ChangeKind.SAME)  # fmt: skip


def test_what_makes_a_document_the_same_next_week() -> None:
    one = StatedLine(1, "x", number="№ 7", doc_date=NOW)
    assert invoice_key(one) == invoice_key(StatedLine(9, "y", number="7", doc_date=NOW, balance=5))
    assert invoice_key(one) != invoice_key(StatedLine(1, "x", number="7", doc_date=PREVIOUS))
    assert invoice_key(StatedLine(1, "x", balance=5)) != invoice_key(StatedLine(1, "x", balance=-5))
