"""Disputes, pauses, hand-overs, schedules: refused in words, undone whole, judged by money."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.domain.debtor import Role
from app.domain.work import PromiseState
from app.domain.worklist import Regulation
from app.errors import InputRefused
from app.ledger import Ledger
from app.ledger.debtor import NewDispute, NewHandover
from tests.ledger.stories import W1, W2, W3, debts, load, owed


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "book.debt", today=lambda: W1, owner="Елена") as opened:
        load(opened, debts(W1, owed("ООО «Магнум»", "1", 300_00, shipped=W1, due=W1, manager="Васильева")))
        yield opened


@pytest.fixture
def client(ledger: Ledger) -> int:
    return ledger.clients.list(W1).rows[0].client_id


def test_a_dispute_is_opened_answered_and_undone(ledger: Ledger, client: int) -> None:
    for wrong in (
        NewDispute(client, 0, "недостача"),
        NewDispute(client, 10_00, " "),
        NewDispute(client, 10_00, "недостача", answer_by=W1 - timedelta(days=1)),
        NewDispute(99, 10_00, "недостача"),
    ):
        with pytest.raises(InputRefused):
            ledger.disputes.open(wrong)
    number = ledger.disputes.open(NewDispute(client, 10_00, "недостача", "Васильева", W2))
    (found,) = ledger.disputes.list(W1)
    assert (found.amount, found.owner, found.answer_by, found.client) == (10_00, "Васильева", W2, "ООО «Магнум»")
    assert ledger.disputes.list(W1 - timedelta(days=1)) == ()
    ledger.disputes.close(number, "признали", W2)
    assert ledger.disputes.list(W1) != ()  # on that day it was open
    assert ledger.disputes.list(W2) == ()
    assert ledger.disputes.list(W2, open_only=False)[0].outcome == "признали"
    ledger.undo()
    ledger.undo()
    assert ledger.disputes.list(W2, open_only=False) == ()
    with pytest.raises(InputRefused):
        ledger.disputes.close(number, "нет такого")


def test_a_pause_holds_until_its_end_or_until_lifted(ledger: Ledger, client: int) -> None:
    with pytest.raises(InputRefused):
        ledger.pauses.put(client, W1 - timedelta(days=1), "отпуск")
    with pytest.raises(InputRefused):
        ledger.pauses.put(client, W2, "")
    number = ledger.pauses.put(client, W2, "ждём акт сверки")
    assert set(ledger.pauses.on(W1)) == set(ledger.pauses.on(W2)) == {client}
    assert ledger.pauses.on(W2 + timedelta(days=1)) == {}
    ledger.pauses.lift(number, W1 + timedelta(days=2))
    assert ledger.pauses.on(W1 + timedelta(days=2)) == {}
    ledger.undo()
    assert set(ledger.pauses.on(W2)) == {client}


@pytest.mark.parametrize(
    ("role", "calls"),
    [(Role.HEAD, True), (Role.FINANCE, True), (Role.LEGAL, False), (Role.SECURITY, False), (Role.AGENCY, False)],
)
def test_steps_of_escalation(ledger: Ledger, client: int, role: Role, calls: bool) -> None:
    """Manager, then head and finance, then lawyers, then security and collectors: after lawyers nobody calls any more,
    and whoever has the client is asked for an answer."""
    ledger.worklist.set_regulation(Regulation(least_sum=0))
    later = W3 + timedelta(days=60)
    load(ledger, debts(W3, owed("ООО «Магнум»", "1", 300_00, shipped=W1, due=W1, manager="Васильева"), name="3.xlsx"))
    given = ledger.handovers.give(NewHandover(client, role, "Новый", "основание", "Васильева"), W3)

    def due(day: date) -> set[str]:
        line = ledger.worklist.line(client, day)
        return {action.kind.value for action in line.actions} if line is not None else set()

    assert ("call" in due(later)) is calls
    assert "handover" in due(later), "nothing is forgotten"
    assert [row.situation.client for row in ledger.worklist.today(later, "Новый").lines] == ["ООО «Магнум»"]
    assert ledger.worklist.today(later, "Васильева").lines == ()
    ledger.handovers.take_back(given, "вернули", W3)
    assert "call" in due(later)


def test_several_clients_are_handed_over_all_or_none(ledger: Ledger, client: int) -> None:
    new = NewHandover(client, Role.LEGAL, "Юрист", "записка № 1")
    with pytest.raises(InputRefused):
        ledger.handovers.give_all((new, new))
    with pytest.raises(InputRefused):
        ledger.handovers.give_all((new, NewHandover(99, Role.LEGAL, "Юрист", "записка № 1")))
    assert ledger.handovers.list(W1) == ()
    assert ledger.handovers.give_all(()) == ()
    assert len(ledger.handovers.give_all((new,))) == 1


def test_nothing_is_handed_over_twice(ledger: Ledger, client: int) -> None:
    with pytest.raises(InputRefused):
        ledger.handovers.give(NewHandover(client, Role.LEGAL, "", "старше 60 дней"))
    number = ledger.handovers.give(NewHandover(client, Role.LEGAL, "Юрист", "старше 60 дней", "Васильева", W2))
    with pytest.raises(InputRefused, match="Юрист"):
        ledger.handovers.give(NewHandover(client, Role.SECURITY, "СБ", "старше 60 дней"))
    assert [one.role for one in ledger.handovers.list(W1)] == [Role.LEGAL]
    with pytest.raises(InputRefused):
        ledger.handovers.take_back(number, "")
    ledger.handovers.take_back(number, "оплатили", W2)
    assert ledger.handovers.list(W2) == ()
    ledger.handovers.give(NewHandover(client, Role.SECURITY, "СБ", "снова"), W3)
    assert len(ledger.handovers.list(W3, open_only=False)) == 2


def test_lines_of_a_schedule_are_promises_and_the_debt_stays_overdue(ledger: Ledger, client: int) -> None:
    overdue = ledger.analysis.totals(W2).overdue
    wrong: list[list[tuple[date, int]]] = [
        [(W2, 100_00)],
        [(W3, 100_00), (W2, 100_00)],
        [(W2, 100_00), (W3, 0)],
        [(W2, 200_00), (W3, 200_00)],
        [(W1 - timedelta(days=1), 100_00), (W3, 100_00)],
    ]
    for lines in wrong:
        with pytest.raises(InputRefused):
            ledger.schedules.make(client, lines, "соглашение № 1")
    number = ledger.schedules.make(client, [(W2, 100_00), (W3, 200_00)], "соглашение № 1", "Лесной")
    assert ledger.analysis.totals(W2).overdue == overdue
    half = owed("ООО «Магнум»", "1", 260_00, shipped=W1, due=W1, manager="Васильева")
    load(ledger, debts(W2, half, name="2.xlsx"))
    (found,) = ledger.schedules.list(W2, client)
    assert [(line.state, line.paid) for line in found.lines] == [(PromiseState.PART, 40_00), (PromiseState.OPEN, 0)]
    assert (found.late, found.amount) == (1, 300_00)
    ledger.worklist.set_regulation(Regulation(least_sum=0))
    assert [one.client_id for one in ledger.letters.propose(W2, W2).held] == [client]
    ledger.schedules.close(number, W2)
    assert ledger.schedules.list(W3)[0].closed_on == W2
    ended = ledger.schedules.list(W3)[0].lines
    assert [line.state for line in ended] == [PromiseState.PART, PromiseState.MOVED], "the whole debt is claimed now"
    assert ledger.letters.propose(W2, W2).held == ()
    for _operation in range(3):
        ledger.undo()
    assert ledger.schedules.list(W3) == ()
    assert ledger.work.promises(W3) == ()
    assert ledger.clients.contacts(client, W3) == ()
