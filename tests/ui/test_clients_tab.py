"""List, filters, card, and a call recorded by keyboard alone."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import formats
from app.domain.aging import Zone
from app.domain.calendar import WorkCalendar
from app.domain.work import Channel, NewContact
from app.ledger import Ledger
from app.ui import tiles
from app.ui.call_form import CallForm
from app.ui.card import next_step
from app.ui.clients_tab import ClientsTab
from app.ui.main_window import MainWindow
from tests.ui.conftest import TODAY, press, write


@pytest.fixture
def tab(window: MainWindow) -> ClientsTab:
    return window.clients


def shown(tab: ClientsTab) -> list[str]:
    return [row.name for row in tab.list.model.rows]


def test_the_list_is_filled_largest_debt_first(tab: ClientsTab) -> None:
    assert shown(tab) == ["ООО «Магнум»", "ООО «Русский лес»", "Школа № 14"]
    total = tab.list.model.make_cells(tab.list.model.table.totals[0])
    assert total[2][0] == formats.roubles(2_508_500_00)


def test_tiles_say_the_sums_of_the_list(tab: ClientsTab, qtbot: QtBot) -> None:
    whole = formats.roubles_sign(2_508_500_00)
    qtbot.waitUntil(lambda: tab.tiles.figures()[0] == whole)
    assert tab.tiles.figures()[1:3] == (formats.roubles_sign(2_096_000_00), formats.roubles_sign(627_000_00))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("лес", ["ООО «Русский лес»"]),
        ("русский ЛЕС", ["ООО «Русский лес»"]),
        ("7701234561", ["ООО «Русский лес»"]),
        ("2001", ["ООО «Магнум»"]),
        ("ооо", ["ООО «Магнум»", "ООО «Русский лес»"]),
        ("никого", []),
    ],
)
def test_search_finds_names_inn_and_documents(tab: ClientsTab, typed: str, found: list[str]) -> None:
    write(tab.search, typed)
    assert shown(tab) == found


def test_arrows_move_the_list_from_the_search_box_and_esc_clears(tab: ClientsTab) -> None:
    write(tab.search, "ооо")
    press(tab.search, Qt.Key.Key_Down)
    assert tab.list.current().name == "ООО «Русский лес»"
    press(tab.search, Qt.Key.Key_Escape)
    assert len(shown(tab)) == 3
    assert tab.search.text() == ""


def test_each_tile_opens_its_list(tab: ClientsTab, stocked: Ledger) -> None:
    tab.choose_tile(tiles.OVERDUE)
    assert shown(tab) == ["ООО «Магнум»", "ООО «Русский лес»"]
    tab.choose_tile(tiles.RED)
    assert shown(tab) == ["ООО «Русский лес»"]
    client = tab.list.current().client_id
    promise = NewContact(client, TODAY, result="обещали", promise_due=date(2026, 11, 27), promise_amount=100_00)
    stocked.work.record(promise)
    tab.choose_tile(tiles.PROMISED)
    assert shown(tab) == ["ООО «Русский лес»"]
    tab.choose_tile(tiles.ALL)
    assert len(shown(tab)) == 3


def test_the_card_follows_the_cursor(tab: ClientsTab, qtbot: QtBot) -> None:
    tab.list.select_row(1)
    qtbot.waitUntil(lambda: tab.card.card is not None and tab.card.card.client.name == "ООО «Русский лес»")
    assert tab.card.chips[0].text().endswith(formats.days(84))
    assert tab.card.items.model.rowCount() == 2


def test_a_call_is_recorded_by_keyboard_and_undone(
    window: MainWindow, tab: ClientsTab, stocked: Ledger, qtbot: QtBot
) -> None:
    tab.list.select_row(1)
    qtbot.waitUntil(lambda: tab.card.card is not None and tab.card.card.line.zone is Zone.RED)
    form = tab._form()
    assert form is not None
    form.show()
    qtbot.waitExposed(form)
    write(form.outcome, "обещают")
    for field, text in ((form.due, "пт"), (form.amount, "200 тыс"), (form.note, "ждут транш")):
        write(field, text)
    assert form.understood(form.amount) == formats.money_sign(200_000_00)
    press(form.note, Qt.Key.Key_Return)
    client = tab.list.current_link()
    assert client is not None
    qtbot.waitUntil(lambda: bool(tab.card.card and tab.card.card.contacts))
    contact = stocked.clients.card(client, TODAY).contacts[0]
    assert (contact.result, contact.note, contact.manager) == ("обещают", "ждут транш", "Васильева")
    assert contact.promise is not None
    assert (contact.promise.due, contact.promise.amount) == (date(2026, 11, 27), 200_000_00)
    assert contact.next_contact == date(2026, 11, 30), "a promise asks for a look on the weekday after it"
    assert window.notice.text()
    window.undo()
    qtbot.waitUntil(lambda: tab.card.card is not None and not tab.card.card.contacts)
    assert stocked.clients.card(client, TODAY).contacts == ()


def form_for(
    qtbot: QtBot, debt: int = 500_00, calendar: WorkCalendar | None = None
) -> tuple[CallForm, list[NewContact]]:
    saved: list[NewContact] = []
    form = CallForm(
        None, 7, "ООО «Лес»", TODAY, saved.append, debt=debt, results=("не дозвонились",), calendar=calendar
    )
    qtbot.addWidget(form)
    form.show()
    return form, saved


def test_a_promise_needs_both_a_day_and_a_sum(qtbot: QtBot) -> None:
    form, saved = form_for(qtbot)
    write(form.due, "пт")
    press(form.due, Qt.Key.Key_Return)
    assert not saved
    assert form.fault()
    assert form.isVisible()


def test_a_call_that_nobody_answered_is_named_while_typed(qtbot: QtBot) -> None:
    form, _saved = form_for(qtbot)
    write(form.outcome, "не дозвонились")
    assert form.evasion.text()
    assert form.advice()
    form.outcome.setEditText("обещали оплатить")
    assert not form.evasion.text()
    assert not form.advice()


def test_the_day_after_a_promise_is_a_working_one(qtbot: QtBot) -> None:
    form, saved = form_for(qtbot, calendar=WorkCalendar({date(2026, 12, 1): False}))
    write(form.due, "30.11")
    write(form.amount, "5 тыс")
    press(form.amount, Qt.Key.Key_Return)
    assert saved[0].next_contact == date(2026, 12, 2)


def test_a_past_day_and_nonsense_are_said_at_once(qtbot: QtBot) -> None:
    form, _saved = form_for(qtbot)
    write(form.next, "01.11")
    assert form.fault()
    form.next.clear()
    assert not form.fault()
    write(form.amount, "много")
    assert form.fault()


def test_all_means_the_whole_debt(qtbot: QtBot) -> None:
    form, saved = form_for(qtbot, debt=123_45)
    write(form.due, "+3")
    write(form.amount, "всё")
    press(form.amount, Qt.Key.Key_Return)
    assert saved[0].promise_amount == 123_45
    assert not form.isVisible()


def test_an_empty_form_is_not_recorded_and_esc_leaves(qtbot: QtBot) -> None:
    form, saved = form_for(qtbot)
    press(form.note, Qt.Key.Key_Return)
    assert form.fault()
    press(form.note, Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert saved == []


def test_delete_drops_a_contact(tab: ClientsTab, stocked: Ledger, qtbot: QtBot) -> None:
    client = tab.list.current_link()
    assert client is not None
    stocked.work.record(NewContact(client, TODAY, result="не дозвонились"))
    qtbot.waitUntil(lambda: tab.card.contacts.model.rowCount() == 1)
    tab.card.contacts.select_row(0)
    press(tab.card.contacts.grid, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: tab.card.contacts.model.rowCount() == 0)
    assert stocked.clients.card(client, TODAY).contacts == ()


def test_the_next_step_names_what_is_late(stocked: Ledger) -> None:
    rows = stocked.clients.list(TODAY).rows
    magnum = next(row for row in rows if "Магнум" in row.name)
    _text, late, channel = next_step(stocked.clients.card(magnum.client_id, TODAY))
    assert (late, channel) == (False, Channel.LETTER)
    stocked.work.record(NewContact(magnum.client_id, date(2026, 11, 10), result="x", next_contact=date(2026, 11, 20)))
    text, late, channel = next_step(stocked.clients.card(magnum.client_id, TODAY))
    assert (late, channel) == (True, Channel.CALL)
    assert formats.days(3) in text


def test_nothing_is_marked_up(tab: ClientsTab) -> None:
    """A client's name is text, whatever it looks like."""
    tab.card.name.set_text("<b>ООО</b>")
    assert tab.card.name.textFormat() is Qt.TextFormat.PlainText
