"""Phrases of evasion are known by their words, not by their punctuation."""

import pytest

from app.domain.reasons import Evasion, Phrase, counted, phrases, reasons, recognise, unanswered


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Сложно сказать, когда", Evasion.DODGE),
        ("даже и не знаю", Evasion.DODGE),
        ("Мы, конечно, помним - заплатим обязательно!", Evasion.DODGE),
        ("В бухгалтерии опять потеряли ваш счёт, привезите новый", Evasion.PASS),
        ("Юристы всё согласовали; осталось две подписи", Evasion.PASS),
        ("поставили вас в план", None),
        ("обещал 100 тысяч к пятнице", None),
        ("", None),
    ],
)
def test_what_was_said(said: str, kind: Evasion | None) -> None:
    found = recognise(said, phrases())
    assert (found.kind if found else None) is kind


def test_own_phrases_and_counts() -> None:
    own = (*phrases(), Phrase("директор в отпуске", Evasion.PASS))
    found = recognise("Директор ещё в отпуске", own)
    assert found is not None
    assert found.kind is Evasion.PASS
    assert counted(["dodge", "", "pass", "pass", "чужое"]) == {Evasion.DODGE: 1, Evasion.PASS: 2}


@pytest.mark.parametrize(
    ("row", "title", "actions", "harder"),
    [
        (0, "Общая неудовлетворённость сотрудничеством",
         ("мониторинг ситуации", "устранение разногласий", "контроль платежей"), False),
        (1, "Попытки решить свои задачи за счёт поставщика", ("жёсткий контроль", "более частые напоминания"), True),
        (2, "Бюрократизация принятия решений у клиента",
         ("учёт задержек при планировании", "контроль прохождения документов по этапам согласования"), False),
        (3, "Финансовые проблемы у клиента",
         ("контроль платежей", "добиваться постановки в план", "сократить отсрочку или ввести предоплату"), False),
        (4, "Плохая организация у клиента",
         ("контроль", "закрепить ответственного за оплату", "чаще контакт с ним"), False),
    ],
)  # fmt: skip
def test_rows_of_the_reasons(row: int, title: str, actions: tuple[str, ...], harder: bool) -> None:
    """The article's table, row by row; «more frequent reminders» double the calls."""
    found = reasons()[row]
    assert (found.title, found.actions, found.harder) == (title, actions, harder)


@pytest.mark.parametrize("said", ["Временно нет денег", "не согласовали внутри", "нас поставили в очередь"])
def test_the_three_named_excuses_are_not_accepted(said: str) -> None:
    found = recognise(said, phrases())
    assert found is not None
    assert found.kind is Evasion.PASS


def test_each_reason_has_its_actions() -> None:
    assert len(reasons()) == 5
    assert all(reason.actions for reason in reasons())


@pytest.mark.parametrize(
    ("result", "nobody"),
    [
        ("не дозвонились", True),
        ("Не дозвонился, перезвонить", True),
        ("опять не дозвонились", True),
        ("никто не берёт трубку", True),
        ("трубку не взяли", True),
        ("не отвечают", True),
        ("нет ответа", True),
        ("занято", True),
        ("телефон выключен", True),
        ("автоответчик", True),
        ("no answer", True),
        ("обещали оплатить", False),
        ("не согласовали внутри", False),
        ("дозвонились, обещали ответ", False),
        ("счёт не получили", False),
        ("", False),
    ],
)
def test_a_call_that_nobody_answered_is_no_talk(result: str, nobody: bool) -> None:
    assert unanswered(result) is nobody
