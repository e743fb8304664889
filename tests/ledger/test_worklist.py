"""The work list out of a real book, day by day of a week."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.domain.work import Channel, NewContact
from app.domain.worklist import ActionKind, Regulation
from app.errors import InputRefused
from app.ledger import Ledger
from tests.ledger.stories import debts, load, owed

MONDAY, FRIDAY, NEXT = date(2026, 11, 16), date(2026, 11, 20), date(2026, 11, 23)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Magnum is overdue since October, Real falls due on Friday, School owes 33 kopecks, Prima paid its old debt."""
    with Ledger.open(tmp_path / "book.debt", today=lambda: NEXT, owner="Елена") as opened:
        magnum = owed(
            "ООО «Магнум»", "1", 200_000_00, shipped=date(2026, 9, 1), due=date(2026, 10, 1), manager="Васильева"
        )
        real = owed("АО «Реал»", "2", 90_000_00, shipped=date(2026, 10, 20), due=FRIDAY, manager="Гордеев")
        school = owed("Школа № 14", "3", 33, shipped=date(2026, 9, 1), due=date(2026, 10, 1), manager="Гордеев")
        prima = owed("ООО «Прима»", "4", 50_000_00, shipped=date(2026, 9, 1), due=date(2026, 10, 1), manager="Гордеев")
        load(opened, debts(MONDAY, magnum, real, school, prima))
        load(opened, debts(NEXT, magnum, real, school, name="2.xlsx"))
        yield opened


def listed(ledger: Ledger, day: date, manager: str = "") -> dict[str, list[ActionKind]]:
    found = ledger.worklist.today(day, manager)
    return {row.situation.client: [action.kind for action in row.actions] for row in found.lines}


def talk(ledger: Ledger, name: str, day: date, **more: object) -> None:
    client = next(row.client_id for row in ledger.clients.list(NEXT).rows if row.name == name)
    ledger.work.record(NewContact(client, day, Channel.CALL, **{"result": "говорили", **more}))  # type: ignore[arg-type]  # keyword pass-through of a test helper


def test_who_is_called_on_each_day(ledger: Ledger) -> None:
    monday = listed(ledger, MONDAY)
    assert ActionKind.CALL in monday["ООО «Магнум»"]
    assert ActionKind.CALL in monday["ООО «Прима»"]
    assert "АО «Реал»" not in monday
    assert "Школа № 14" not in monday
    assert listed(ledger, date(2026, 11, 17))["АО «Реал»"] == [ActionKind.REMIND]
    assert listed(ledger, NEXT)["ООО «Прима»"] == [ActionKind.THANK]
    assert listed(ledger, NEXT)["АО «Реал»"] == [ActionKind.CALL]  # the report of its day of the check found it unpaid
    assert set(listed(ledger, NEXT, "Васильева")) == {"ООО «Магнум»"}
    assert next(iter(listed(ledger, MONDAY))) == "ООО «Магнум»"


def test_nobody_answered(ledger: Ledger) -> None:
    """An attempt keeps what was agreed before it and is tried again on the next working day."""
    tuesday, wednesday = date(2026, 11, 24), date(2026, 11, 25)
    talk(ledger, "ООО «Магнум»", MONDAY, next_contact=wednesday)
    talk(ledger, "ООО «Магнум»", tuesday, result="не дозвонились")
    talk(ledger, "АО «Реал»", tuesday, result="занято")
    assert "АО «Реал»" not in listed(ledger, tuesday)
    assert listed(ledger, wednesday)["АО «Реал»"] == [ActionKind.CALL]
    assert ActionKind.NEXT in listed(ledger, wednesday)["ООО «Магнум»"]
    assert ledger.worklist.today(tuesday).done == 0


def test_what_is_recorded_leaves_the_list_and_undo_brings_it_back(ledger: Ledger) -> None:
    talk(ledger, "ООО «Прима»", NEXT)
    assert "ООО «Прима»" not in listed(ledger, NEXT)
    ledger.undo()
    assert "ООО «Прима»" in listed(ledger, NEXT)
    talk(ledger, "ООО «Магнум»", MONDAY, promise_due=FRIDAY, promise_amount=100_000_00)
    assert ActionKind.CALL not in listed(ledger, date(2026, 11, 18)).get("ООО «Магнум»", [])
    assert ActionKind.PROMISE_DUE in listed(ledger, FRIDAY)["ООО «Магнум»"]
    assert listed(ledger, NEXT)["ООО «Магнум»"][0] is ActionKind.PROMISE_BROKEN


def test_putting_off_and_the_monthly_list(ledger: Ledger) -> None:
    client = next(row.client_id for row in ledger.clients.list(NEXT).rows if row.name == "АО «Реал»")
    with pytest.raises(InputRefused):
        ledger.worklist.put_off(client, ActionKind.CALL, NEXT, " ")
    ledger.worklist.put_off(client, ActionKind.CALL, date(2026, 11, 25), "директор в отпуске")
    assert "АО «Реал»" not in listed(ledger, date(2026, 11, 25))
    assert "АО «Реал»" in listed(ledger, date(2026, 11, 26))
    ledger.worklist.set_regulation(Regulation(malicious_days=30))
    assert ActionKind.MALICIOUS in listed(ledger, NEXT)["ООО «Магнум»"]
    assert ledger.worklist.malicious_told(NEXT) == 1
    assert ActionKind.MALICIOUS not in listed(ledger, NEXT)["ООО «Магнум»"]
    assert ActionKind.MALICIOUS in listed(ledger, date(2026, 12, 1))["ООО «Магнум»"]


def test_the_regulation_is_dated_and_checked(ledger: Ledger) -> None:
    ledger.worklist.set_regulation(Regulation(calls_a_week=5), NEXT)
    assert ledger.worklist.regulation(MONDAY).calls_a_week == 2
    assert ledger.worklist.regulation(NEXT).calls_a_week == 5
    for wrong in (Regulation(calls_a_week=0), Regulation(calls_a_week=11), Regulation(critical_sum=1)):
        with pytest.raises(InputRefused):
            ledger.worklist.set_regulation(wrong)


def test_the_smallest_set_of_calls(ledger: Ledger) -> None:
    assert [row.situation.client for row in ledger.worklist.reach(NEXT, 60_000_00)] == ["ООО «Магнум»"]
    with pytest.raises(InputRefused):
        ledger.worklist.reach(NEXT, 0)


def test_one_client_is_reckoned_as_in_the_list(ledger: Ledger) -> None:
    talk(ledger, "ООО «Магнум»", MONDAY, promise_due=date(2026, 11, 19), promise_amount=100_000_00)
    for day in (MONDAY, FRIDAY, NEXT):
        whole = {row.situation.client_id: row for row in ledger.worklist.today(day).lines}
        for row in ledger.clients.list(day).rows:
            assert ledger.worklist.line(row.client_id, day) == whole.get(row.client_id)


def test_who_was_spoken_to_today_is_counted(ledger: Ledger) -> None:
    before = ledger.worklist.today(NEXT)
    talk(ledger, "ООО «Магнум»", NEXT)
    after = ledger.worklist.today(NEXT)
    assert (before.done, after.done) == (0, 1)
    assert ledger.worklist.today(NEXT, "Гордеев").done == 0


def test_the_newest_report_is_worked_with_today(ledger: Ledger) -> None:
    ledger.today = lambda: date(2026, 11, 26)
    assert ledger.worklist.working_day(NEXT) == date(2026, 11, 26)
    assert ledger.worklist.working_day(MONDAY) == MONDAY


def test_answers_of_a_sheet_are_one_operation(ledger: Ledger) -> None:
    ids = [row.client_id for row in ledger.clients.list(NEXT).rows]
    good = [NewContact(ids[0], NEXT, result="не дозвонились"), NewContact(ids[1], NEXT, result="сложно сказать")]
    assert ledger.work.record_all(good) == 2
    ledger.undo()
    assert not ledger.clients.contacts(ids[0], NEXT)
    assert not ledger.clients.contacts(ids[1], NEXT)
    with pytest.raises(InputRefused):
        ledger.work.record_all([*good, NewContact(ids[2], NEXT, result="x", promise_due=NEXT)])
    assert not ledger.clients.contacts(ids[0], NEXT)
