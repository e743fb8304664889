"""A quarter of work through the real ledger: nothing due is lost or doubled, each promise ends in one state, each
operation can be undone."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.debtor import Role
from app.domain.dossier import Contract, EventKind, Part, Person
from app.domain.limitation import Acknowledged
from app.domain.traits import Trait
from app.domain.work import Channel, NewContact, PromiseState
from app.domain.worklist import ActionKind
from app.errors import InputRefused
from app.ledger import Ledger
from app.ledger.debtor import NewDispute, NewHandover
from app.ledger.letters import NewLetter
from app.models import journal
from tests.journeys.quarter import START, WEEKS, Story, works
from tests.ledger.stories import debts, load, owed
from tests.scale import times

LAST = START + timedelta(days=7 * (WEEKS - 1))


@pytest.mark.parametrize("seed", [8, 2008])
def test_a_quarter_of_work(seed: int, tmp_path: Path) -> None:
    """The director takes twelve lines a day from the top; what the list asks is what the story's own account asks."""
    story = Story(seed)
    clock = [START]
    with Ledger.open(tmp_path / "book.debt", today=lambda: clock[0], owner="Елена") as ledger:
        report = START
        for n in range(7 * WEEKS - 6):
            day = clock[0] = START + timedelta(days=n)
            if day in story.mondays():
                report = day
                load(ledger, debts(day, *story.lines(day), name=f"{day}.xlsx"))
                _forget_judged(ledger, story, day)
            if not works(day):
                continue
            _compare(ledger, story, day, report)
            _work(ledger, story, day)
            _compare(ledger, story, day, report)
        promises = ledger.work.promises(LAST)
        assert len(promises) == sum(client.made for client in story.clients.values()) > 50
        assert len({promise.promise_id for promise in promises}) == len(promises)
        assert not [p for p in promises if p.due <= LAST and p.state is PromiseState.OPEN]
        assert {p.state for p in promises} >= {PromiseState.KEPT, PromiseState.BROKEN}
        assert ledger.check().ok


def _compare(ledger: Ledger, story: Story, day: date, report: date) -> None:
    rows = ledger.worklist.today(day).lines
    names = [row.situation.client for row in rows]
    assert len(set(names)) == len(names)
    for row in rows:
        kinds = [action.kind for action in row.actions]
        assert len(set(kinds)) == len(kinds)
        assert all(action.since <= day for action in row.actions)
    called = {row.situation.client for row in rows if any(a.kind is ActionKind.CALL for a in row.actions)}
    assert called == story.to_call(day, report), day
    told = {row.situation.client for row in rows if any(a.kind is ActionKind.REMIND for a in row.actions)}
    assert told == story.to_remind(day, report), day


def _work(ledger: Ledger, story: Story, day: date) -> None:
    """Twelve calls: some end in a promise, some in an agreed day, some are not answered, the rest end in nothing."""
    for row in ledger.worklist.today(day).lines[:12]:
        client, dice = story.clients[row.situation.client], story.rng.random()
        due = amount = following = None
        if dice >= 0.85:  # nobody answers
            ledger.work.record(NewContact(row.situation.client_id, day, result="не дозвонились"))
            client.tried = day
            continue
        if dice < 0.3 and row.situation.overdue and client.promised is None:
            due, amount = day + timedelta(days=story.rng.randint(1, 9)), max(1, row.situation.overdue // 2)
            client.promised, client.made = due, client.made + 1
        elif dice < 0.5:
            following = day + timedelta(days=story.rng.randint(1, 20))
        new = NewContact(
            row.situation.client_id, day, Channel.CALL, client.manager, result="говорили", next_contact=following,
            promise_due=due, promise_amount=amount,
        )  # fmt: skip
        ledger.work.record(new)
        client.talked, client.following = day, following


def _forget_judged(ledger: Ledger, story: Story, day: date) -> None:
    """A promise that the report judged, or that money kept early, holds no calls off any more."""
    waiting = {p.client for p in ledger.work.promises(day) if p.state is PromiseState.OPEN}
    for client in story.clients.values():
        if client.promised is not None and client.name not in waiting:
            client.promised = None


Operation = Callable[[Ledger, int], object]
DAY = date(2026, 9, 7)


def _first(ledger: Ledger, client: int) -> int:
    return next(item.invoice_id for item in ledger.analysis.items(DAY, client))


OPERATIONS: tuple[Operation, ...] = (
    lambda ledger, c: ledger.work.record(
        NewContact(c, DAY, result="сложно сказать", promise_due=DAY, promise_amount=5)
    ),
    lambda ledger, c: ledger.work.move(
        next(p.promise_id for p in ledger.work.promises(DAY, c) if not p.moved_to), DAY, 7
    ),
    lambda ledger, c: ledger.work.delete(ledger.clients.contacts(c, DAY)[0].contact_id),
    lambda ledger, c: ledger.disputes.open(NewDispute(c, 5_00, "брак")),
    lambda ledger, c: ledger.disputes.close(ledger.disputes.list(DAY, c)[0].dispute_id, "признали"),
    lambda ledger, c: ledger.pauses.put(c, DAY, "сверка"),
    lambda ledger, c: ledger.pauses.lift(ledger.pauses.list(c)[0].pause_id),
    lambda ledger, c: ledger.handovers.give(NewHandover(c, Role.HEAD, "Начальник", "крупный")),
    lambda ledger, c: ledger.handovers.take_back(ledger.handovers.list(DAY, c)[0].handover_id, "вернули"),
    lambda ledger, c: ledger.schedules.make(c, [(DAY, 5), (DAY + timedelta(days=7), 6)], "соглашение"),
    lambda ledger, c: ledger.worklist.put_off(c, ActionKind.CALL, DAY, "отпуск"),
    lambda ledger, c: ledger.letters.make(_proposed(ledger), DAY),
    lambda ledger, c: ledger.letters.sent(ledger.letters.register(client_id=c)[0].letter_id, DAY, "почта"),
    lambda ledger, c: ledger.letters.void(ledger.letters.register(client_id=c)[0].letter_id),
    lambda ledger, c: ledger.dossier.set_person(Person(0, c, "Лесной", part=Part.PAYS)),
    lambda ledger, c: ledger.dossier.set_contract(Contract(0, c, "15")),
    lambda ledger, c: ledger.dossier.add_event(c, EventKind.OWNERS, "новые"),
    lambda ledger, c: ledger.doubtful.acknowledge(c, Acknowledged(DAY, "акт", "Лесной", "устав")),
    lambda ledger, c: ledger.legal.open(c, [_first(ledger, c)], "Юрист"),
    lambda ledger, c: ledger.traits.set(c, {Trait.RISK: "D"}),
)


def _proposed(ledger: Ledger) -> list[NewLetter]:
    return [NewLetter(one.client_id, one.step.kind, one.step.key) for one in ledger.letters.propose(DAY).lines]


def _mark(ledger: Ledger) -> int:
    with ledger.store.read() as connection:
        return journal.mark(connection)


def _state(ledger: Ledger) -> tuple[object, ...]:
    """Everything of work that a person can see."""
    clients = [row.client_id for row in ledger.clients.list(DAY).rows]
    return (
        ledger.worklist.today(DAY),
        ledger.work.promises(date.max),
        ledger.disputes.list(DAY, open_only=False),
        ledger.pauses.list(),
        ledger.handovers.list(DAY, open_only=False),
        ledger.schedules.list(DAY),
        ledger.letters.register(),
        ledger.letters.propose(DAY),
        ledger.legal.cases(),
        ledger.doubtful.clocks(DAY),
        [
            (
                ledger.clients.contacts(c, DAY),
                ledger.dossier.people(c),
                ledger.dossier.contracts(c),
                ledger.dossier.events(c),
                ledger.traits.of(c),
            )
            for c in clients
        ],
    )


@pytest.mark.torture
@settings(max_examples=times(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, len(OPERATIONS) - 1), st.integers(0, 1)), min_size=1, max_size=12))
def test_undo_after_any_operation_is_the_state_before_it(
    tmp_path_factory: pytest.TempPathFactory, plan: list[tuple[int, int]]
) -> None:
    path = tmp_path_factory.mktemp("undo") / "book.debt"
    with Ledger.open(path, today=lambda: DAY, owner="Елена") as ledger:
        first = owed("ООО «Магнум»", "1", 90_000_00, shipped=date(2026, 5, 1), due=date(2026, 6, 1), manager="В")
        other = owed("АО «Реал»", "2", 50_000_00, shipped=date(2026, 7, 1), due=date(2026, 8, 1), manager="Г")
        load(ledger, debts(DAY, first, other))
        clients = [row.client_id for row in ledger.clients.list(DAY).rows]
        for number, which in plan:
            before, mark = _state(ledger), _mark(ledger)
            try:
                OPERATIONS[number](ledger, clients[which])
            except (InputRefused, StopIteration, IndexError):
                assert _state(ledger) == before  # what was refused changed nothing
                assert _mark(ledger) == mark
                continue
            if _mark(ledger) == mark:  # nothing was to be written: said once is said
                assert _state(ledger) == before
                continue
            ledger.undo()
            assert _state(ledger) == before
            OPERATIONS[number](ledger, clients[which])
