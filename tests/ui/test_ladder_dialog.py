"""The ladder of letters in the window: steps and groups of clients are changed, saved with a day, and undone."""

from datetime import date

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.domain.aging import Zone
from app.domain.ladder import Segment, Step, Way, default_segments
from app.domain.letters import LetterKind
from app.ledger import Ledger
from app.reports.ladder_tables import segment_words, when_words
from app.ui.ladder_dialog import LadderDialog
from tests.ui.conftest import TODAY
from tests.ui.filling import Filling


@pytest.fixture
def ladder(qtbot: QtBot, stocked: Ledger) -> LadderDialog:
    shown = LadderDialog(None, stocked, TODAY)
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def test_the_articles_ladder_is_shown_and_saved_as_it_is(ladder: LadderDialog, stocked: Ledger) -> None:
    assert [row.key for row in ladder.table.model.rows] == [step.key for step in default_segments()[0].steps]
    rules = stocked.policy.rules(TODAY)
    told = [when_words(step, rules) for step in default_segments()[0].steps]
    assert len(set(told)) == 7 and all(told)
    ladder.accept()
    assert ladder.result() == QDialog.DialogCode.Accepted
    assert stocked.letters.segments(TODAY) == default_segments()


def test_steps_are_added_changed_and_removed(ladder: LadderDialog, stocked: Ledger, answer: Filling) -> None:
    assert not answer(begin=1, days="10", kind=LetterKind.RECONCILIATION, way=Way.EMAIL, who="manager")
    ladder.add_step()
    assert [step.day for step in ladder.segments[0].steps] == [-3, 1, 5, 10, 15, 31, 45, 61]
    faults = answer(begin=1, days="15")
    ladder.add_step()
    assert faults and faults[0], "two steps of one day"
    ladder.table.select_row(0)
    answer(begin=-1, days="2")
    ladder.change_step()
    assert (ladder.segments[0].steps[0].day, ladder.segments[0].steps[0].key) == (-2, "before")
    ladder.table.select_row(1)
    answer(begin=Zone.RED)
    ladder.change_step()
    ladder.table.select_row(0)
    ladder.remove_step()
    ladder.accept()
    (saved,) = stocked.letters.segments(TODAY)
    assert "before" not in {step.key for step in saved.steps}
    stocked.undo()
    assert stocked.letters.segments(TODAY) == default_segments()


def test_groups_of_clients_by_type_category_and_debt(ladder: LadderDialog, stocked: Ledger, answer: Filling) -> None:
    assert not ladder.remove_button.isEnabled(), "the last group is for all others"
    faults = answer(name="никто")
    ladder.add_segment()
    assert faults and faults[0]
    faults = answer(categories="Ж")
    ladder.add_segment()
    assert faults and faults[0]
    assert not answer(**{"name": "Госорганы", "kind.state": True, "categories": "д, е", "least": "500 тыс"})
    ladder.add_segment()
    ladder.remove_step()
    ladder.accept()
    first, rest = stocked.letters.segments(TODAY)
    assert (first.kinds, first.categories, first.least) == (("state",), ("D", "E"), 500_000_00)
    assert len(first.steps) == 6 and (rest,) == default_segments()
    assert segment_words(first).startswith("Госорганы: ")
    again = LadderDialog(None, stocked, TODAY)
    again.show_segment(0)
    again.remove_segment()
    assert tuple(again.segments) == default_segments()
    again.deleteLater()


def test_a_day_that_is_none_keeps_the_window_open(ladder: LadderDialog, stocked: Ledger) -> None:
    ladder.since.setText("никогда")
    ladder.accept()
    assert ladder.isVisible() and ladder.fault.text()
    ladder.since.setText("01.12.2026")
    ladder.segments = [Segment("", (Step("only", 3, LetterKind.OVERDUE, Way.EMAIL, "manager"),))]
    ladder.accept()
    assert stocked.letters.segments(TODAY) == default_segments()
    assert len(stocked.letters.segments(date(2026, 12, 1))[0].steps) == 1
    ladder.as_in_article()
    assert tuple(ladder.segments) == default_segments()
