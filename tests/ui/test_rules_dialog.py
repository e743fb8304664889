"""Bounds and zones: what is wrong is said in words, and the article is one click away."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.aging import AgingRules, Interval, Zone
from app.ui.rules_dialog import RulesDialog, fault_of, rules_of

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("lasts", "zones", "words"),
    [
        ((7, 14), (Zone.NONE, Zone.GREY, Zone.RED), ""),
        ((7, 7), (Zone.NONE, Zone.GREY, Zone.RED), "Интервал 2 должен заканчиваться позже 7-го дня."),
        ((14, 7), (Zone.NONE, Zone.NONE, Zone.NONE), "Интервал 2 должен заканчиваться позже 14-го дня."),
        ((7, 14), (Zone.RED, Zone.GREY, Zone.RED), "Зона интервала 2 мягче, чем у предыдущего."),
    ],
)
def test_faults_are_words(lasts: tuple[int, ...], zones: tuple[Zone, ...], words: str) -> None:
    assert fault_of(lasts, zones) == words


def test_rows_without_fault_are_rules() -> None:
    built = rules_of((30,), (Zone.NONE, Zone.RED), ((Zone.RED, "#ff0000"),))
    assert built.intervals == (Interval(1, 30), Interval(31, None, Zone.RED))
    assert built.colours == ((Zone.RED, "#ff0000"),)


def test_untouched_rules_come_back_the_same(desk: QWidget) -> None:
    for rules in (AgingRules(), AgingRules((Interval(1, None, Zone.GREY),), ((Zone.GREY, "#abcdef"),))):
        dialog = RulesDialog(rules, DAY, desk)
        assert dialog.rules() == rules
        assert dialog.valid_from() == DAY


def test_a_typed_bound_moves_the_next_interval(qtbot: QtBot, desk: QWidget) -> None:
    dialog = RulesDialog(AgingRules(), DAY, desk)
    dialog.open()
    field = dialog.bounds()[0]
    field.selectAll()
    qtbot.keyClicks(field, "10")
    assert dialog.rules().intervals[:2] == (Interval(1, 10), Interval(11, 14))
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert dialog.rules().intervals[0] == Interval(1, 9)


def test_save_waits_for_sense(desk: QWidget) -> None:
    dialog = RulesDialog(AgingRules(), DAY, desk)
    dialog.open()
    dialog.bounds()[1].set_value(5)
    assert dialog.fault() == "Интервал 2 должен заканчиваться позже 7-го дня."
    assert not dialog.save_button.isEnabled()
    dialog.bounds()[1].set_value(20)
    assert dialog.save_button.isEnabled()


def test_intervals_are_added_and_removed(qtbot: QtBot, desk: QWidget) -> None:
    dialog = RulesDialog(AgingRules((Interval(1, 30), Interval(31, None, Zone.RED))), DAY, desk)
    dialog.open()
    qtbot.mouseClick(dialog.add_button, Qt.MouseButton.LeftButton)
    assert [interval.label for interval in dialog.rules().intervals] == ["1–30", "31–44", "45+"]
    first = next(b for b in dialog.findChildren(QPushButton) if b.accessibleName() == "Убрать этот интервал")
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert [interval.label for interval in dialog.rules().intervals] == ["1–44", "45+"]


def test_as_in_the_article(qtbot: QtBot, desk: QWidget) -> None:
    own = AgingRules((Interval(1, 3), Interval(4, None, Zone.RED)), ((Zone.RED, "#112233"),))
    dialog = RulesDialog(own, DAY, desk)
    dialog.open()
    reset = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Как в статье")
    qtbot.mouseClick(reset, Qt.MouseButton.LeftButton)
    assert dialog.rules() == AgingRules()
