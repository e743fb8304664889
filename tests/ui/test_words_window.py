"""Words of talks in the window: phrases, reasons and results are added by a form, removed and undone by a key."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.reasons import Evasion, recognise
from app.ledger import Ledger
from app.ui.words_window import PHRASES, REASONS, RESULTS, WordsWindow
from tests.ui.conftest import press
from tests.ui.filling import Filling


@pytest.fixture
def words(qtbot: QtBot, ledger: Ledger) -> WordsWindow:
    shown = WordsWindow(None, ledger)
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def test_a_phrase_is_taught_and_forgotten(words: WordsWindow, ledger: Ledger, answer: Filling) -> None:
    assert not words.remove_button.isEnabled(), "the article's phrases stay"
    assert not answer(text="директор в отпуске", kind=Evasion.PASS)
    words.add()
    found = recognise("Директор ещё в отпуске", ledger.work.phrases())
    assert found is not None and found.kind is Evasion.PASS
    words.table.select_row(0)
    assert words.remove_button.isEnabled()
    press(words.table.grid, Qt.Key.Key_Delete)
    words.remove()
    assert not ledger.talk_words.own_phrases()
    words.undo()
    assert len(ledger.talk_words.own_phrases()) == 1
    faults = answer(text="уехал", kind=Evasion.DODGE)
    words.add()
    assert faults and faults[0]


def test_a_reason_brings_its_actions(words: WordsWindow, ledger: Ledger, answer: Filling) -> None:
    words.show_page(REASONS)
    answer(title="Не сезон", actions="ждать весны; звонить; ", harder=True)
    words.add()
    (own,) = ledger.talk_words.own_reasons()
    assert (own.title, own.actions, own.harder) == ("Не сезон", ("ждать весны", "звонить"), True)
    words.table.select_row(0)
    words.remove()
    assert not ledger.talk_words.own_reasons()


def test_results_of_talks_are_an_editable_list(words: WordsWindow, ledger: Ledger, answer: Filling) -> None:
    words.show_page(RESULTS)
    before = len(words.table.model.rows)
    answer(text="просят счёт")
    words.add()
    assert len(words.table.model.rows) == before + 1
    words.table.select_row(before)
    gone = words.table.current()
    words.remove()
    assert gone not in ledger.talk_words.results()
    words.show_page(PHRASES)
    assert words.note.text()
