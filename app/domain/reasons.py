"""Why a client does not pay, what to do about it, and the phrases by which it evades an answer.

The five reasons with their actions, the three named excuses and the phrases are the article's (practice.md 1.1, caps
24, 50, 51); people add their own. A phrase is recognised in what was written down of a talk.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Evasion(StrEnum):
    """How an answer is evaded."""

    DODGE = "dodge"  # «темнит»: says nothing definite
    PASS = "pass"  # «футболит»: sends to somebody or something else


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason of delay with the actions it asks for. ``harder``: contacts twice as often."""

    key: str
    title: str
    actions: tuple[str, ...]
    harder: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """What clients say instead of a date."""

    text: str
    kind: Evasion


def reasons() -> tuple[Reason, ...]:
    """The article's five."""
    return (
        Reason(
            "discontent",
            "Общая неудовлетворённость сотрудничеством",
            ("мониторинг ситуации", "устранение разногласий", "контроль платежей"),
        ),
        Reason(
            "at_our_cost",
            "Попытки решить свои задачи за счёт поставщика",
            ("жёсткий контроль", "более частые напоминания"),
            harder=True,
        ),
        Reason(
            "bureaucracy",
            "Бюрократизация принятия решений у клиента",
            ("учёт задержек при планировании", "контроль прохождения документов по этапам согласования"),
        ),
        Reason(
            "no_money",
            "Финансовые проблемы у клиента",
            ("контроль платежей", "добиваться постановки в план", "сократить отсрочку или ввести предоплату"),
        ),
        Reason(
            "disorder",
            "Плохая организация у клиента",
            ("контроль", "закрепить ответственного за оплату", "чаще контакт с ним"),
        ),
    )


def phrases() -> tuple[Phrase, ...]:
    """The article's list of evasions, to begin with."""
    dodge = (
        "Сложно сказать",
        "Даже не знаю",
        "Мы помним, заплатим обязательно",
        "Заплатим в самом ближайшем будущем",
        "Уже точно скоро",
        "Вообще-то должны были заплатить, я разберусь",
    )
    passing = (
        "в бухгалтерии потеряли ваш счёт, привезите другой",
        "послезавтра ждём кредит",
        "форма акта не соответствует нашим требованиям, надо переделать",
        "поставили вас в план на следующую неделю",
        "юристы согласовали, осталось две подписи",
        "через неделю точно заплатим",
        "временно нет денег",
        "не согласовали внутри",
        "поставили в очередь",
    )
    return (*(Phrase(text, Evasion.DODGE) for text in dodge), *(Phrase(text, Evasion.PASS) for text in passing))


def recognise(text: str, known: Sequence[Phrase]) -> Phrase | None:
    """The phrase said in a text, the longest when several are; None when none is.

    Case, ё and punctuation do not matter; words may stand between those of the phrase, so that «потеряли в бухгалтерии
    наш счёт» is not it, and «в бухгалтерии опять потеряли ваш счёт» is.
    """
    said = _words(text)
    found = [phrase for phrase in known if _said(_key(phrase.text), said)]
    return max(found, key=lambda phrase: len(phrase.text), default=None)


_UNANSWERED = re.compile(
    r"(пока |снова |опять |так и )?"
    r"(не (дозвон|ответ|отвеча|бер\w+ трубк|взял\w* трубк|снял\w* трубк|снима\w+ трубк|застал)"
    r"|(никто |телефон |трубку |номер |абонент )+(не |недоступ|выключ|занят)"
    r"|нет ответа|недозвон|недоступ|занято|автоответчик|сбросил|no answer|not reached|line busy|voicemail)"
)


@lru_cache(maxsize=2048)
def unanswered(result: str) -> bool:
    """Whether a result says that nobody was spoken to: «не дозвонились», «никто не берёт трубку», «занято». Such a call
    is an attempt, not a talk: nothing was found out by it."""
    return _UNANSWERED.match(" ".join(_words(result))) is not None


def counted(kinds: Iterable[str]) -> dict[Evasion, int]:
    """How often each was heard."""
    out: dict[Evasion, int] = {}
    names = {kind.value: kind for kind in Evasion}
    for text in kinds:
        if text in names:
            out[names[text]] = out.get(names[text], 0) + 1
    return out


_LEADING = 5
"""Words of a long phrase that are enough to know it."""


@lru_cache(maxsize=512)
def _key(text: str) -> tuple[str, ...]:
    return tuple(_words(text)[:_LEADING])


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold().replace("ё", "е"))


def _said(key: tuple[str, ...], said: list[str]) -> bool:
    """The words of the key stand in the text in their order, at most two others between neighbours."""
    return bool(key) and any(word == key[0] and _follows(key[1:], said, start) for start, word in enumerate(said))


def _follows(rest: tuple[str, ...], said: list[str], place: int) -> bool:
    for word in rest:
        near = said[place + 1 : place + 4]
        if word not in near:
            return False
        place += 1 + near.index(word)
    return True
