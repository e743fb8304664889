"""What to say aloud: the client's own sums and days, polite, nobody pretends to be somebody else."""

from datetime import date

import pytest

from app import formats
from app.domain.debt import DueOrigin, OpenItem
from app.domain.reasons import Evasion
from app.domain.scripts import answer_to, named, script
from app.domain.worklist import Action, ActionKind, Score, Situation, WorkLine

DAY = date(2026, 11, 23)


def line(kind: ActionKind, *, days: int = 84, overdue: int = 627_000_00, evasions: int = 0) -> WorkLine:
    one = Situation(
        1,
        "ООО «Лес»",
        "Васильева",
        total=700_000_00,
        overdue=overdue,
        max_days=days,
        evasions={Evasion.DODGE: evasions},
    )
    action = Action(kind, DAY, 300_000_00, date(2026, 11, 11), count=3)
    return WorkLine(one, (action,), Score(()), 50, 0)


def item(number: str, days: int, balance: int = 100_00) -> OpenItem:
    return OpenItem(
        1, 1, "ООО «Лес»", number, "", "", date(2026, 8, 16), date(2026, 8, 31), DueOrigin.FILE, balance, balance, days,
        terms=None, manager="",  # type: ignore[arg-type]  # terms do not matter here
    )  # fmt: skip


@pytest.mark.parametrize("kind", list(ActionKind))
def test_each_action_has_its_words(kind: ActionKind) -> None:
    words = script(line(kind), [item("УПД 1", 84)], "ООО «Пример»", "23.11.2026")
    assert words.text
    assert words.text[0].isupper()
    assert "{" not in words.text
    inside = {ActionKind.CHECK, ActionKind.HEARING, ActionKind.DISPUTE, ActionKind.HANDOVER, ActionKind.WRITE}
    assert words.aloud is (kind not in inside | {ActionKind.MALICIOUS})
    if words.aloud:
        assert words.text.startswith("Добрый день! Это ООО «Пример».")
    assert not {"зарплат", "старший", "робот"} & set(words.text.casefold().split())


def test_a_call_names_the_documents_the_sum_and_the_days() -> None:
    items = [item("УПД 2", 20), item("УПД 1 от 16.08.2026", 84), item("УПД 3", 5), item("УПД 4", 0)]
    text = script(line(ActionKind.CALL), items, report="23.11.2026").text
    assert formats.roubles_sign(627_000_00) in text
    assert "УПД 1 от 16.08.2026, УПД 2 от 16.08.2026 и ещё 1\u00a0документ" in text
    assert "84\u00a0дня назад" in text
    assert "Какую часть" in text
    assert "Какую часть" not in script(line(ActionKind.CALL, days=5), items).text


def test_a_broken_promise_is_named_with_its_day_and_what_is_missing() -> None:
    text = script(line(ActionKind.PROMISE_BROKEN, evasions=2), [], report="16.11.2026").text
    assert "11.11.2026" in text
    assert formats.roubles_sign(300_000_00) in text
    assert "в какой день и у кого" in text, "somebody who dodges is asked for an exact day"


def test_evasions_are_answered_and_long_numbers_cut() -> None:
    assert answer_to(Evasion.DODGE) != answer_to(Evasion.PASS)
    assert len(named([item("Реализация товаров и услуг " * 5, 1)])) < 80


def test_a_reminder_asks_whether_the_papers_came_and_for_wishes() -> None:
    """The memo, points 2 and 3."""
    words = script(line(ActionKind.REMIND), [item("УПД 1", 0)], "ООО «Пример»").text
    assert "Счёт и накладные у вас?" in words
    assert "пожелания" in words
