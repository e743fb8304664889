"""Talks: evasions recognised, reasons, promises moved and reliability by client, person and manager."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.domain.reasons import Evasion, Phrase
from app.domain.work import NewContact, PromiseState
from app.errors import InputRefused
from app.ledger import Ledger
from tests.ledger.stories import W1, W2, W3, W4, debts, load, owed


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "book.debt", today=lambda: W1, owner="Елена") as opened:
        load(opened, debts(W1, owed("ООО «Магнум»", "1", 300_00, shipped=W1, due=W1, manager="Васильева")))
        yield opened


def client(ledger: Ledger) -> int:
    return ledger.clients.list(W1).rows[0].client_id


def said(ledger: Ledger, words: str, **more: object) -> int:
    new = NewContact(client(ledger), W1, result=words, person="Лесной", manager="Васильева", **more)  # type: ignore[arg-type]  # keyword pass-through of a test helper
    return ledger.work.record(new).contact_id


def test_an_evasion_is_recognised_and_taught(ledger: Ledger) -> None:
    said(ledger, "сложно сказать")
    said(ledger, "директор уехал в горы", reason="no_money", asked=50_00)
    newest, oldest = ledger.clients.contacts(client(ledger), W1)
    assert (oldest.evasion, newest.evasion, newest.reason, newest.asked) == ("dodge", "", "no_money", 50_00)
    ledger.talk_words.add_phrase(Phrase("директор уехал", Evasion.PASS))
    said(ledger, "Директор, увы, уехал")
    assert ledger.clients.contacts(client(ledger), W1)[0].evasion == "pass"
    for wrong in ("уехал", "директор уехал"):
        with pytest.raises(InputRefused):
            ledger.talk_words.add_phrase(Phrase(wrong, Evasion.PASS))
    ledger.talk_words.add_reason("Не сезон", ("ждать весны",))
    assert ledger.work.reasons()[-1].actions == ("ждать весны",)
    for title, actions in (("не сезон", ("x",)), (" ", ("x",)), ("Другая", (" ",))):
        with pytest.raises(InputRefused):
            ledger.talk_words.add_reason(title, actions)


def test_words_that_people_added_may_go_the_articles_stay(ledger: Ledger) -> None:
    words, work = ledger.talk_words, ledger.work
    shipped = (work.phrases(), work.reasons(), words.results())
    words.add_phrase(Phrase("директор уехал", Evasion.PASS))
    words.add_reason("Не сезон", ("ждать весны",), harder=True)
    words.add_reason("Смена склада", ("узнать адрес",))
    words.add_result("просят счёт")
    assert [one.title for one in words.own_reasons()] == ["Не сезон", "Смена склада"]
    assert len({one.key for one in work.reasons()}) == 7
    assert "просят счёт" in words.results()
    words.drop_phrase("директор уехал")
    for reason in words.own_reasons():
        words.drop_reason(reason.key)
    words.drop_result("просят счёт")
    assert (work.phrases(), work.reasons(), words.results()) == shipped
    ledger.undo()
    assert "просят счёт" in words.results()
    said(ledger, "просят счёт")
    words.drop_result("просят счёт")
    assert "просят счёт" not in words.results()
    words.add_result("просят счёт")
    assert "просят счёт" in words.results()
    refused: tuple[tuple[Callable[[str], None], str], ...] = (
        (words.drop_phrase, "Сложно сказать"),
        (words.drop_reason, "no_money"),
        (words.drop_result, "такого нет"),
        (words.add_result, "ПРОСЯТ  СЧЁТ"),
        (words.add_result, " "),
    )
    for act, text in refused:
        with pytest.raises(InputRefused):
            act(text)


def test_a_promise_moved_is_a_new_record_linked_to_the_old(ledger: Ledger) -> None:
    said(ledger, "обещал", promise_due=W2, promise_amount=100_00)
    (old,) = ledger.work.promises(W1)
    ledger.work.move(old.promise_id, W3, 120_00, today=W2)
    new, moved = ledger.work.promises(W2)
    assert (moved.state, moved.moved_to) == (PromiseState.MOVED, new.promise_id)
    assert (new.amount, new.due, new.who, new.manager) == (120_00, W3, "Лесной", "Васильева")
    with pytest.raises(InputRefused):
        ledger.work.move(old.promise_id, W4, 1, today=W2)
    assert ledger.undo() is not None
    assert [p.moved_to for p in ledger.work.promises(W2)] == [None]


def test_reliability_by_client_person_and_manager(ledger: Ledger) -> None:
    said(ledger, "обещал", promise_due=W2, promise_amount=100_00)
    said(ledger, "обещал", promise_due=W3, promise_amount=100_00)
    load(ledger, debts(W2, owed("ООО «Магнум»", "1", 200_00, shipped=W1, due=W1, manager="Васильева"), name="2.xlsx"))
    load(ledger, debts(W3, owed("ООО «Магнум»", "1", 180_00, shipped=W1, due=W1, manager="Васильева"), name="3.xlsx"))
    states = sorted((p.due, p.state, p.paid) for p in ledger.work.promises(W3))
    assert states == [(W2, PromiseState.KEPT, 100_00), (W3, PromiseState.PART, 20_00)]
    for by, key in (("client", str(client(ledger))), ("person", "Лесной"), ("manager", "Васильева")):
        record = ledger.work.reliability(W3, by)[key]
        assert (record.made, record.kept, record.broken) == (2, 1, 1)
