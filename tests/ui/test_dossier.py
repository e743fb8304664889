"""The client's file in the window: each page writes, tells it once, and is undone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.domain.debtor import Role
from app.domain.dossier import (
    Answer,
    Contract,
    Decision,
    EventKind,
    Manner,
    Part,
    Person,
    TermKind,
    TermRule,
    checklist,
)
from app.domain.interest import Basis, PenaltyTerms
from app.domain.legal import Stage
from app.domain.traits import Trait
from app.domain.work import Channel, PromiseState
from app.errors import InputRefused
from app.ledger import Ledger
from app.ledger.debtor import NewDispute, NewHandover
from app.ui import dossier_events, reserve_page
from app.ui.dossier_between import BetweenPage
from app.ui.dossier_check import CheckPage
from app.ui.dossier_contracts import ContractsPage
from app.ui.dossier_court import CourtPage
from app.ui.dossier_events import EventsPage, FilesPage
from app.ui.dossier_limitation import LimitationPage
from app.ui.dossier_money import MoneyPage
from app.ui.dossier_page import DossierPage
from app.ui.dossier_people import PeoplePage
from app.ui.dossier_window import (
    BETWEEN,
    CHECK,
    CONTRACTS,
    COURT,
    EVENTS,
    FILES,
    LIMITATION,
    MONEY,
    PEOPLE,
    DossierWindow,
)
from app.ui.form import DayEdit, SumEdit
from app.ui.limitation_strips import strip_words
from app.ui.main_window import MainWindow
from tests.ui.conftest import TODAY, press
from tests.ui.filling import Filling

P = TypeVar("P", bound=DossierPage)


@pytest.fixture
def client(stocked: Ledger) -> int:
    return next(row.client_id for row in stocked.clients.list(TODAY).rows if "лес" in row.name)


@pytest.fixture
def file(qtbot: QtBot, stocked: Ledger, client: int) -> DossierWindow:
    shown = DossierWindow(None, stocked, client, TODAY)
    qtbot.addWidget(shown)
    shown.turn(PEOPLE)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def at(file: DossierWindow, index: int, kind: type[P]) -> P:
    file.turn(index)
    page = file.page(index)
    assert isinstance(page, kind)
    return page


@contextmanager
def undone(file: DossierWindow, read: Callable[[], object]) -> Iterator[None]:
    """What is written inside is told with «Отменить» and taken back by Ctrl+Z."""
    before = read()
    file.notice.hide()
    yield
    after = read()
    assert after != before and file.notice.text()
    file.undo()
    assert read() == before


def test_the_card_opens_the_file_and_tells_stop_states(
    window: MainWindow, stocked: Ledger, client: int, qtbot: QtBot
) -> None:
    window.clients.show_client(client)
    assert not window.clients.card.stops.isVisible()
    stocked.disputes.open(NewDispute(client, 10_000_00, "пересорт"))
    stocked.pauses.put(client, date(2026, 12, 1), "ждём акт")
    stocked.handovers.give(NewHandover(client, Role.LEGAL, "Юрьев", "просрочка"))
    stocked.dossier.add_event(client, EventKind.REQUISITES, "новый счёт")
    stocked.traits.set(client, {Trait.KIND: "state", Trait.RISK: "D"})
    stocked.dossier.set_contract(Contract(0, client, "15", terms=TermRule(days=14)))
    window.clients.show_client(client)
    stops = window.clients.card.stops
    assert stops.isVisible() and len(stops.words()) == 6
    assert "D" in window.clients.card.facts.text()
    shown = [chip for chip in stops.chips if chip.isVisible()]
    assert shown and all(chip.geometry().right() <= stops.width() for chip in shown)
    assert stops.more.isVisible() == (len(shown) < 6)
    assert all(chip.toolTip() for chip in stops.chips[:5])
    window.clients.open_dossier()
    (opened,) = [one for one in window.findChildren(DossierWindow) if one.isVisible()]
    assert opened.client_id == client and opened.chips.words() == stops.words()
    opened.close()


def test_a_narrow_line_of_chips_hides_the_last_ones(stocked: Ledger, client: int, file: DossierWindow) -> None:
    stocked.disputes.open(NewDispute(client, 10_000_00, "пересорт"))
    stocked.pauses.put(client, date(2026, 12, 1), "ждём акт")
    stocked.dossier.start_check(client, "Васильева")
    file.refresh()
    chips = file.chips
    chips.resize(220, 20)
    shown = [chip for chip in chips.chips if chip.isVisible()]
    assert len(shown) < 3 and chips.more.isVisible() and chips.more.toolTip()


def test_every_page_opens_empty_and_by_key(file: DossierWindow) -> None:
    for index in range(9):
        file.turn(index)
        assert file.nav.currentRow() == index and file.stack.currentWidget() is file.page(index)
        QApplication.processEvents()
    with pytest.raises(InputRefused):
        DossierWindow(None, file.ledger, 999, TODAY)


def test_people_are_added_changed_and_leave(file: DossierWindow, client: int, answer: Filling) -> None:
    page, dossier = at(file, PEOPLE, PeoplePage), file.ledger.dossier
    with undone(file, lambda: dossier.people(client)):
        answer(name="Лесной П. И.", role="директор", part=Part.DECIDES, phone="+7 900", gone="01.09.2026")
        page.add()
        (one,) = dossier.people(client)
        assert (one.name, one.part, one.gone_on) == ("Лесной П. И.", Part.DECIDES, date(2026, 9, 1))
    faults = answer(name=" ")
    page.add()
    assert faults and not dossier.people(client)
    dossier.set_person(Person(0, client, "Анна", part=Part.PAYS))
    page.reload()
    with undone(file, lambda: dossier.people(client)):
        page.leave()
        assert dossier.people(client)[0].gone_on == TODAY
    with undone(file, lambda: dossier.people(client)):
        page.remove()
    with undone(file, lambda: dossier.preferences(client)):
        answer(hours="до 11", manner=Manner.SHORT, channel=Channel.EMAIL)
        page.edit_wishes()
        assert "до 11" in page.wishes.text()


def test_a_contract_is_entered_and_its_terms_are_held_against_the_category(
    file: DossierWindow,
    client: int,
    answer: Filling,
) -> None:
    page, dossier = at(file, CONTRACTS, ContractsPage), file.ledger.dossier
    with undone(file, lambda: dossier.contracts(client)):
        answer(
            number="15-К", day="01.02.2025", kind=TermKind.WORKING, days="20", prepaid="30", moves=False,
            basis=Basis.CONTRACT, percent="0,1", cap="10", grace="3", claim="15", signatory="Лесной", powers="Устав",
        )  # fmt: skip
        page.add()
        (one,) = dossier.contracts(client)
        assert one.terms == TermRule(TermKind.WORKING, 20, prepaid=30, moves=False)
        assert one.penalty == PenaltyTerms(Basis.CONTRACT, Decimal("0.1"), cap=Decimal(10), grace=3)
        assert (one.claim_days, one.day) == (15, date(2025, 2, 1))
        assert "30" in page.note.text() and "Устав" in page.note.text()
    dossier.set_contract(Contract(0, client, "7", terms=TermRule(days=14)))
    page.reload()
    assert not page.excess.isVisible()
    with undone(file, lambda: file.ledger.traits.of(client).own):
        answer(category="D")
        page.choose_category()
        assert page.excess.isVisible() and page.excess.text() and "D" in page.category.text()
    assert page.advice.text(), "the suggestion is words, never a change"
    assert len(dossier.contracts(client)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": ""},
        {"days": "много"},
        {"days": "400"},
        {"prepaid": "101"},
        {"basis": Basis.CONTRACT, "percent": ""},
        {"basis": Basis.CONTRACT, "percent": "сто"},
        {"kind": TermKind.DAY_OF_MONTH, "days": ""},
        {"kind": TermKind.DAY_OF_MONTH, "days": "32"},
        {"day": "31.02.2026"},
        {"day": "01.02.2026", "ends": "01.01.2026"},
        {"claim": "-1"},
    ],
)
def test_a_wrong_contract_keeps_the_form_open_and_says_why(
    file: DossierWindow,
    client: int,
    answer: Filling,
    wrong: dict[str, object],
) -> None:
    page = at(file, CONTRACTS, ContractsPage)
    faults = answer(**{"number": "7", **wrong})
    page.add()
    assert len(faults) == 1 and faults[0]
    assert file.ledger.dossier.contracts(client) == ()


def test_the_check_is_answered_by_keys_and_decided(file: DossierWindow, client: int, answer: Filling) -> None:
    page, dossier = at(file, CHECK, CheckPage), file.ledger.dossier
    assert not page.frame.isVisible() and page.start_button.isVisible()
    with undone(file, lambda: dossier.intakes(client)):
        answer(owner="Васильева")
        page.start()
    page.start()
    page.table.setFocus()
    for key in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_3, Qt.Key.Key_3, Qt.Key.Key_3, Qt.Key.Key_1):
        page.answers[{Qt.Key.Key_1: 0, Qt.Key.Key_2: 1, Qt.Key.Key_3: 2}[key]].click()
    (check,) = dossier.intakes(client)
    keys = [question.key for question in checklist()][:6]
    assert [check.answers[key] for key in keys] == [
        Answer.BAD, Answer.UNKNOWN, Answer.UNKNOWN, Answer.UNKNOWN, Answer.UNKNOWN, Answer.GOOD
    ]  # fmt: skip
    assert check.nothing_known and page.stop.isVisible()
    file.undo()
    assert len(dossier.intakes(client)[0].answers) == 5
    faults = answer(decision=Decision.REFUSED, reason="")
    page.decide()
    assert faults, "a refusal needs its reason"
    with undone(file, lambda: dossier.intakes(client)):
        answer(decision=Decision.REFUSED, reason="нет следов")
        page.decide()
        assert "нет следов" in page.state.text() and page.start_button.isVisible()
        assert len(file.chips.words()) == 1


def test_events_and_files(
    file: DossierWindow,
    client: int,
    answer: Filling,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    events, ledger = at(file, EVENTS, EventsPage), file.ledger
    with undone(file, lambda: ledger.dossier.events(client)):
        answer(kind=EventKind.OWNERS, day="10.11.2026", note="доля продана")
        events.add()
        assert len(file.chips.words()) == 1
    files = at(file, FILES, FilesPage)
    paper, program = tmp_path / "акт.pdf", tmp_path / "акт.pdf.exe"
    for path in (paper, program):
        path.write_bytes(path.name.encode())
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(paper)), QUrl.fromLocalFile(str(program))])
    nothing = Qt.KeyboardModifier.NoModifier
    file.dropEvent(QDropEvent(QPoint(5, 5), Qt.DropAction.CopyAction, dropped, Qt.MouseButton.LeftButton, nothing))
    assert {one.name for one in ledger.attachments.list(client)} == {"акт.pdf", "акт.pdf.exe"}
    opened: list[str] = []
    told: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    monkeypatch.setattr(dossier_events, "show_note", lambda _parent, text, _hint="": told.append(text))
    for row in range(2):
        files.table.select_row(row)
        files.open()
    assert len(opened) == 1 and opened[0].endswith(".pdf") and len(told) == 1 and "exe" in told[0]
    with undone(file, lambda: ledger.attachments.list(client)):
        files.remove()


def test_disputes_pauses_handovers_and_schedules_open_and_end(
    file: DossierWindow,
    client: int,
    answer: Filling,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page, ledger = at(file, BETWEEN, BetweenPage), file.ledger
    monkeypatch.setattr("app.ui.dossier_between.confirm", lambda *_words: True)
    answer(amount="10 тыс", reason="пересорт", owner="Васильева", answer="+3")
    page.dispute()
    (dispute,) = ledger.disputes.list(TODAY, client)
    assert (dispute.amount, dispute.answer_by) == (10_000_00, TODAY + timedelta(days=3))
    answer(until="01.12.2026", reason="ждём акт")
    page.pause()
    answer(role=Role.SECURITY, owner="Щитов", basis="обещания сорваны")
    page.hand_over()
    faults = answer(role=Role.LEGAL, owner="Юрьев", basis="ещё раз")
    page.hand_over()
    assert faults and "Щитов" in faults[0]
    answer(document="ДС № 1", amount="90 тыс", first="01.12.2026")
    page.schedule()
    (schedule,) = ledger.schedules.list(TODAY, client)
    assert [line.amount for line in schedule.lines] == [30_000_00] * 3
    assert schedule.lines[0].due == date(2026, 12, 1) and schedule.lines[0].state is PromiseState.OPEN
    assert len(page.table.model.rows) == 4 and len(file.chips.words()) == 4
    answer(outcome="уладили")
    for _row in range(4):
        page.table.select_row(0)
        page.end()
    assert file.chips.words() == []
    assert len(page.table.model.rows) == 4, "the history stays"
    assert not page.end_button.isEnabled()
    file.undo()
    assert len(file.chips.words()) == 1


def test_lines_of_a_schedule_are_mended_by_hand(file: DossierWindow, client: int) -> None:
    from app.domain.money import BadValue
    from app.ui.schedule_form import ScheduleForm

    form = ScheduleForm(file, file.ledger, client, "Лес", 100_000_00)
    form.first.setText("01.12.2026")
    assert len(form.schedule()) == 3 and sum(amount for _day, amount in form.schedule()) == 100_000_00
    form.lines.setPlainText("01.12.2026 40 000,50\n\n15.12.2026  60 тыс")
    assert form.schedule() == [(date(2026, 12, 1), 40_000_50), (date(2026, 12, 15), 60_000_00)]
    for wrong in ("01.12.2026", "завтрак 5", "01.12.2026 ноль"):
        form.lines.setPlainText(wrong)
        with pytest.raises(BadValue):
            form.schedule()


def test_money_of_delay_warns_of_an_unconfirmed_rate(file: DossierWindow, client: int) -> None:
    page, ledger = at(file, MONEY, MoneyPage), file.ledger
    found = ledger.law.penalty(client, TODAY)
    assert found.total > 0 and page.table.table().totals[0].amount == found.total
    assert page.warning.isVisible() and "12.09.2026" in page.warning.text()
    ledger.law.confirm_rates(TODAY)
    page.reload()
    assert not page.warning.isVisible()
    ledger.dossier.set_contract(
        Contract(0, client, "15", penalty=PenaltyTerms(Basis.CONTRACT, Decimal("0.1")), ends_on=None)
    )
    ledger.dossier.set_contract(Contract(0, client, "16"))
    page.reload()
    assert page.warning.isVisible(), "two contracts and no name: whose penalty is it"


def test_a_case_goes_its_way(file: DossierWindow, client: int, answer: Filling) -> None:
    page, ledger = at(file, COURT, CourtPage), file.ledger
    missing = page.missing_box.count()
    assert missing > 3 and not page.step_button.isEnabled()
    with undone(file, lambda: ledger.legal.cases(client)):
        answer(owner="Юрьев", day="01.09.2026")
        page.open()
    page.open()
    answer(stage=Stage.CLAIM_SENT, day="02.09.2026", amount="627 000", costs="350,50", document="исх. 114")
    page.step()
    (case,) = ledger.legal.cases(client)
    assert (case.stage, case.costs) == (Stage.CLAIM_SENT, 350_50)
    assert len(page.steps.model.rows) == 1 and page.missing_box.count() < missing
    answer(court="АС г. Москвы", number="А40-1/2026", hearing="+4", note="судья Иванова")
    page.details()
    assert ledger.legal.cases(client)[0].next_hearing == TODAY + timedelta(days=4)
    assert "Иванова" in page.case_note.text()
    faults = answer(result="")
    page.close_case()
    assert faults
    with undone(file, lambda: ledger.legal.cases(client)):
        answer(result="взыскано", received="600 тыс")
        page.close_case()
        assert not page.close_button.isEnabled()


def test_strips_tell_the_last_day_and_acknowledgments_move_it(
    file: DossierWindow, client: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = at(file, LIMITATION, LimitationPage)
    (line,) = page.strips.lines
    assert "31.08.2029" in strip_words(line) or "03.09.2029" in strip_words(line)
    press(page.strips, Qt.Key.Key_Down)
    assert page.strips.current() is line

    def sign(dialog: reserve_page.AcknowledgmentDialog) -> int:
        dialog.document.setText("акт сверки № 4")
        dialog.powers.setText("Устав")
        return int(QDialog.DialogCode.Accepted)

    monkeypatch.setattr(reserve_page.AcknowledgmentDialog, "exec", sign)
    with undone(file, lambda: page.strips.lines[0].clock.expires):
        page.add()
        assert "акт сверки" in strip_words(page.strips.lines[0])
        assert len(page.table.model.rows) == 1
    page.add()
    with undone(file, lambda: page.strips.lines[0].clock.expires):
        page.remove()


def test_a_field_of_a_day_says_what_it_understood(qtbot: QtBot, desk: QWidget) -> None:
    field = DayEdit(TODAY)
    field.setParent(desk)
    field.show()
    field.setText("+3")
    field.setFocus()
    desk.setFocus()
    field.clearFocus()
    assert field.text() == "26.11.2026"
    assert SumEdit(1_500_00).amount() == 1_500_00


def test_chips_that_would_cut_the_name_stand_below_it(window: MainWindow, stocked: Ledger, client: int) -> None:
    card = window.clients.card
    window.clients.show_client(client)
    window.resize(1900, 800)
    QApplication.processEvents()
    assert card.chips[0].y() <= card.call.geometry().bottom()
    window.resize(window.minimumSizeHint().width(), 760)
    QApplication.processEvents()
    assert card.chips[0].y() > card.call.geometry().bottom()
    assert card.name.text() == card.name.whole()
