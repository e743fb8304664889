"""The ladder row by row: which letter a document of so many days asks for, and whose step that is."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.aging import AgingRules, Zone
from app.domain.debt import OpenItem
from app.domain.ladder import Segment, Step, Way, default_segments, level, proposed
from app.domain.letters import LetterKind
from tests.domain.test_scripts import item

TODAY = date(2026, 11, 23)
EVERYBODY = default_segments()[0]


@pytest.mark.parametrize(
    ("days", "kind", "way", "who", "zone"),
    [
        (-3, LetterKind.REMINDER, Way.EMAIL, "manager", Zone.NONE),  # regulation: to the difficult ones in writing too
        (1, LetterKind.OVERDUE, Way.MESSAGE, "manager", Zone.NONE),  # cap 107: the first day
        (5, LetterKind.OVERDUE, Way.EMAIL, "manager", Zone.NONE),  # cap 107: the fifth day
        (15, LetterKind.SUSPENSION, Way.EMAIL, "director", Zone.NONE),
        (31, LetterKind.DIRECTOR, Way.POST, "director", Zone.GREY),  # cap 42: a written notice of the director
        (45, LetterKind.CLAIM, Way.POST, "legal", Zone.YELLOW),  # cap 42: legal, an official claim
        (61, LetterKind.LEGAL_TRANSFER, Way.INTERNAL, "security", Zone.RED),  # cap 42: the security service
    ],
)
def test_rows_of_the_ladder(days: int, kind: LetterKind, way: Way, who: str, zone: Zone) -> None:
    """The step is reached on its day and not on the day before."""
    reached = level(days, EVERYBODY.steps, AgingRules())
    before = level(days - 1, EVERYBODY.steps, AgingRules())
    assert reached is not None
    assert (reached.kind, reached.way, reached.who, reached.zone) == (kind, way, who, zone)
    assert before is not reached


def test_a_zone_moved_by_its_interval_moves_its_step() -> None:
    assert level(30, EVERYBODY.steps, AgingRules()) != level(31, EVERYBODY.steps, AgingRules())
    step = next(one for one in EVERYBODY.steps if one.zone is Zone.GREY)
    assert step.starts(AgingRules()) == 31


@pytest.mark.parametrize(
    ("segment", "kind", "category", "debt", "fits"),
    [
        (Segment("", (), kinds=("state",)), "state", "", 0, True),
        (Segment("", (), kinds=("state",)), "dealer", "", 0, False),
        (Segment("", (), categories=("D", "E")), "", "E", 0, True),
        (Segment("", (), categories=("D", "E")), "", "A", 0, False),
        (Segment("", (), least=100), "", "", 100, True),
        (Segment("", (), least=100), "", "", 99, False),
        (Segment("", (), kinds=("state",), categories=("D",), least=5), "state", "D", 5, True),
    ],
)
def test_segments_by_type_risk_and_sum(segment: Segment, kind: str, category: str, debt: int, fits: bool) -> None:
    assert segment.fits(kind, category, debt) is fits


def test_a_letter_is_of_a_client_a_level_of_a_document() -> None:
    def document(number: int, days: int) -> OpenItem:
        made = item(str(number), days, 5_000_00)
        return replace(made, invoice_id=number, due_date=TODAY - timedelta(days=days))

    items = [document(1, 50), document(2, 6), document(3, -2)]
    days = {one.invoice_id: one.days for one in items}
    (line,) = proposed(items, days, {1: EVERYBODY}, {}, AgingRules(), 0)
    assert line.step.kind is LetterKind.CLAIM
    assert [key for _item, key in line.items] == ["yellow", "fifth"], "a document that is not due yet is no part of it"
    written = {1: frozenset({"yellow"}), 2: frozenset({"fifth"})}
    (left,) = proposed(items, days, {1: EVERYBODY}, written, AgingRules(), 0)
    assert left.step.kind is LetterKind.REMINDER
    assert proposed(items, days, {1: EVERYBODY}, written | {3: frozenset({"before"})}, AgingRules(), 0) == ()
    own = Segment("", (Step("only", 7, LetterKind.OVERDUE, Way.EMAIL, "manager"),))
    (soft,) = proposed(items, days, {1: own}, {}, AgingRules(), 0)
    assert [one.number for one, _key in soft.items] == ["1"]
