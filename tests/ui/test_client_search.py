"""The search box: a letter never waits for a large list, and the list never misses one."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.aging import Zone
from app.domain.client import ClientRow
from app.ledger import Ledger
from app.reports.client_tables import client_list, narrowed
from app.ui.client_search import LARGE, ClientSearch
from app.ui.clients_tab import ClientsTab
from app.ui.table_model import Cell, TableModel
from tests.ui.conftest import TODAY, press, write


def row(number: int, name: str) -> ClientRow:
    return ClientRow(number, name, "", "", 100, 0, 0, 0, Zone.NONE, name.casefold())


ROWS = [row(1, "магнум"), row(2, "русский лес"), row(3, "школа 14")]


@pytest.fixture
def box(qtbot: QtBot, stocked: Ledger) -> ClientSearch:
    made = ClientSearch()
    qtbot.addWidget(made)
    made.set_book(stocked, LARGE + 1)
    return made


def names(box: ClientSearch) -> list[str]:
    return [one.name for one in box.found(ROWS)]


def test_a_large_list_follows_when_the_keys_pause(qtbot: QtBot, box: ClientSearch) -> None:
    told: list[str] = []
    box.changed.connect(lambda: told.append(box.text()))
    write(box, "лес")
    assert told == []
    qtbot.waitUntil(lambda: told == ["лес"])
    assert names(box) == ["русский лес"]


def test_a_small_list_follows_every_letter(box: ClientSearch, stocked: Ledger) -> None:
    told: list[str] = []
    box.set_book(stocked, LARGE)
    box.changed.connect(lambda: told.append(box.text()))
    write(box, "лес")
    assert told == ["л", "ле", "лес"]


def test_numbers_of_documents_come_when_the_typing_rests(
    qtbot: QtBot, box: ClientSearch, stocked: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    find = stocked.clients.find_invoices

    def told(text: str) -> frozenset[int]:
        asked.append(text)
        return find(text)

    monkeypatch.setattr(stocked.clients, "find_invoices", told)
    box.changed.connect(lambda: names(box))
    write(box, "2001")
    box.flush()
    assert asked == []
    qtbot.waitUntil(lambda: asked == ["2001"])
    magnum = next(one.client_id for one in stocked.clients.list(TODAY).rows if "Магнум" in one.name)
    assert [one.client_id for one in box.found([row(magnum, "магнум"), row(99, "другой")])] == [magnum]
    assert asked == ["2001"], "the same number is looked for once"
    box.set_book(stocked, LARGE + 1)
    names(box)
    qtbot.waitUntil(lambda: asked == ["2001", "2001"])


def test_a_key_that_moves_in_the_list_finds_it_filtered(
    qtbot: QtBot, stocked: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.client_search.LARGE", 1)
    tab = ClientsTab()
    qtbot.addWidget(tab)
    tab.resize(1200, 700)
    tab.show()
    tab.bind(stocked)
    tab.reload(TODAY)
    write(tab.search, "магнум")
    assert len(tab.list.model.rows) == 3
    press(tab.search, Qt.Key.Key_Down)
    assert [one.name for one in tab.list.model.rows] == ["ООО «Магнум»"]
    tab.release()


def test_cells_are_made_once_however_the_list_narrows(stocked: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = client_list(stocked.clients.list(date(2026, 11, 23)))
    model = TableModel()
    model.set_table(whole)
    first = [model.cells(line) for line in range(3)]
    made: list[object] = []
    make = model.make_cells

    def told(one: object) -> tuple[Cell, ...]:
        made.append(one)
        return make(one)

    monkeypatch.setattr(model, "make_cells", told)
    few = narrowed(whole, whole.rows[1:])
    model.set_table(few)
    assert [model.cells(line) for line in range(2)] == first[1:]
    assert made == []
    assert few.totals[0].total == sum(one.total for one in whole.rows[1:])
    model.set_table(client_list(stocked.clients.list(date(2026, 11, 23))))
    assert [model.cells(line) for line in range(3)] == first
    assert len(made) == 3
