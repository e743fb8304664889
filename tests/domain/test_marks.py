"""What must be seen of a client before anything is done."""

from datetime import date

import pytest

from app.domain.debtor import Dispute, Handover, Pause, Role, Schedule
from app.domain.dossier import (
    Category,
    CategoryTerms,
    ClientEvent,
    Contract,
    Decision,
    EventKind,
    Intake,
    TermKind,
    TermRule,
)
from app.domain.marks import Excess, Known, MarkKind, deferral_days, excesses, marks

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("terms", "days"),
    [
        (TermRule(days=14), 14),
        (TermRule(TermKind.WORKING, 10), 14),
        (TermRule(TermKind.WORKING, 12), 16),
        (TermRule(TermKind.DAY_OF_MONTH, 10), 41),
        (TermRule(TermKind.PREPAID), 0),
    ],
)
def test_how_long_terms_can_come_to(terms: TermRule, days: int) -> None:
    assert deferral_days(terms) == days


def contract(terms: TermRule, ends: date | None = None) -> Contract:
    return Contract(1, 1, "7", date(2026, 1, 1), terms=terms, ends_on=ends)


def test_terms_above_the_category() -> None:
    b, d = CategoryTerms(30, 100_00), CategoryTerms(0)
    assert excesses([contract(TermRule(days=30))], b, 100_00, TODAY) == ()
    assert excesses([contract(TermRule(days=31))], b, 100_01, TODAY) == (Excess.DEFERRAL, Excess.LIMIT)
    assert excesses([contract(TermRule(days=31), date(2026, 11, 22))], b, 0, TODAY) == ()
    assert excesses([contract(TermRule(days=0))], d, 0, TODAY) == (Excess.PREPAYMENT,)
    assert excesses([contract(TermRule(days=14, prepaid=100))], d, 0, TODAY) == ()
    assert excesses([contract(TermRule(TermKind.PREPAID))], d, 0, TODAY) == ()


def test_an_empty_file_marks_nothing() -> None:
    assert marks(Known(), TODAY) == ()


def test_marks_stand_in_the_order_in_which_they_stop() -> None:
    known = Known(
        disputes=[
            Dispute(1, 1, "", None, "", TODAY, 6_000_00, "пересорт", "", date(2026, 11, 20)),
            Dispute(2, 1, "", None, "", TODAY, 4_000_00, "цена", "", None),
            Dispute(3, 1, "", None, "", TODAY, 9_000_00, "бой", "", None, TODAY, "уладили"),
        ],
        pauses=[Pause(1, 1, "", TODAY, date(2026, 12, 1), "ждём акт"), Pause(2, 1, "", TODAY, TODAY, "", TODAY)],
        handovers=[Handover(1, 1, "", TODAY, Role.LEGAL, "Юрьев", "просрочка", "", None)],
        schedules=[Schedule(1, 1, "", TODAY, 5_00, "ДС № 1", "", late=1)],
        intakes=[Intake(1, 1, date(2026, 11, 1))],
        events=[
            ClientEvent(1, 1, date(2026, 11, 1), EventKind.REQUISITES, "новый банк"),
            ClientEvent(2, 1, date(2026, 11, 2), EventKind.ADDRESS, "переехали"),
            ClientEvent(3, 1, date(2026, 7, 1), EventKind.OWNERS, "давно"),
        ],
        contracts=[contract(TermRule(days=14))],
        kind="state",
        category=Category.E,
        allowed=CategoryTerms(0),
        target=False,
    )
    found = marks(known, TODAY)
    assert [one.kind for one in found] == [
        MarkKind.CHECK, MarkKind.HANDOVER, MarkKind.PAUSE, MarkKind.DISPUTE, MarkKind.CHANGED, MarkKind.SCHEDULE,
        MarkKind.OVER, MarkKind.DANGEROUS, MarkKind.NOT_TARGET,
    ]  # fmt: skip
    check, _handover, _pause, dispute, changed, schedule, over = found[:7]
    assert check.late and check.day == date(2026, 11, 15)
    assert (dispute.amount, dispute.late) == (10_000_00, True)
    assert changed.words == "новый банк" and schedule.late
    assert over.excess == (Excess.PREPAYMENT,)


def test_only_the_newest_check_speaks() -> None:
    refused = Intake(1, 1, date(2026, 10, 1), decided_on=TODAY, decision=Decision.REFUSED, reason="нет следов")
    accepted = Intake(2, 1, date(2026, 11, 1), decided_on=TODAY, decision=Decision.ACCEPTED)
    assert [one.kind for one in marks(Known(intakes=[refused]), TODAY)] == [MarkKind.REFUSED]
    assert marks(Known(intakes=[accepted, refused]), TODAY) == ()
    security = Intake(3, 1, date(2026, 11, 20), decided_on=TODAY, decision=Decision.SECURITY)
    assert [(one.kind, one.late) for one in marks(Known(intakes=[security]), TODAY)] == [(MarkKind.CHECK, False)]
