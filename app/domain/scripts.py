"""What to say aloud on a call: plain polite words with the sums and days of this client.

Russian texts are data of the method, not messages of the program. The caller says who calls in truth: no invented
salaries, robots or «seniors» (practice.md, caps 103-106 and I-25). Sources: the memo (cap 22), exact answers (cap 19),
evasions (caps 50-51), a small part at once (cap 104).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app import formats
from app.domain.debt import OpenItem
from app.domain.money import Kopecks
from app.domain.reasons import Evasion
from app.domain.worklist import Action, ActionKind, WorkLine

_NAMED = 2
_LONGEST = 48
_PART_FROM = 15
"""Days overdue from which a small part is asked for at once."""


@dataclass(frozen=True, slots=True)
class Script:
    """``aloud``: said to the client; otherwise what to do or to ask on our own side."""

    text: str
    aloud: bool = True


def script(row: WorkLine, items: Sequence[OpenItem], company: str = "", report: str = "") -> Script:
    """Words for the most urgent action of a line. ``items``: the client's open documents; ``company``: our own name,
    ``report``: the date of bookkeeping's report, both left out when empty."""
    action = row.actions[0]
    inside = _inside(row, action)
    if inside:
        return Script(inside, aloud=False)
    hello = f"Добрый день! Это {company}." if company else "Добрый день!"
    return Script(" ".join(part for part in (hello, *_spoken(row, action, items, report)) if part))


def answer_to(kind: Evasion) -> str:
    """What to answer somebody who evades: the words are not accepted, a day is asked for."""
    if kind is Evasion.DODGE:
        return (
            "Не принимать: нужна точная дата оплаты или день, когда ответ будет точным, и причина."
            " Звонить вдвое чаще, каждый ответ записывать дословно."
        )
    return (
        "Не принимать отговорку: выяснить, у кого сейчас вопрос и когда он решит, недостающий документ отправить в тот"
        " же день, назначить следующий звонок на этот день. Звонить вдвое чаще."
    )


def named(items: Sequence[OpenItem]) -> str:
    """«УПД 1109 от 16.08.2026, УПД 1114 и ещё 3 документа»: the oldest first."""
    words = []
    for item in items[:_NAMED]:
        number = item.number if len(item.number) <= _LONGEST else f"{item.number[: _LONGEST - 1].rstrip()}…"
        known = item.doc_date is None or formats.day(item.doc_date) in item.number
        words.append(number if known or item.doc_date is None else f"{number} от {formats.day(item.doc_date)}")
    rest = len(items) - _NAMED
    return ", ".join(words) + (f" и ещё {_counted(rest, 'документ', 'документа', 'документов')}" if rest > 0 else "")


def _inside(row: WorkLine, action: Action) -> str:
    """Things that are not said to a client."""
    one = row.situation
    day = formats.day(action.day) if action.day else ""
    owner = one.handover.owner if one.handover else ""
    words = {
        ActionKind.CHECK: (
            f"Вопрос бухгалтерии: пришла ли оплата — {_sum(action.amount)}, срок {day}? Пришла — позвонить и"
            " поблагодарить, нет — узнать у клиента, почему и когда."
        ),
        ActionKind.HEARING: (
            f"Заседание {day} прошло: узнать у юриста итог, записать его и следующий день заседания в дело."
            if action.count
            else f"Заседание {day}: проверить, что у юриста есть договор, накладные, акт сверки, доверенность."
        ),
        ActionKind.DISPUTE: (
            f"Спросить ответственного: что решили по спору на {_sum(action.amount)}? Ответ ждали к {day}."
            " Неоспоренную часть клиент платит в срок."
        ),
        ActionKind.HANDOVER: (
            f"Спросить, что сделано ({owner}): ответ ждали к {day}. Нет дела — забрать клиента обратно."
        ),
        ActionKind.WRITE: (
            f"Письменно попросить назвать день оплаты: {_sum(action.amount)}. Раз в неделю, пока не заплатят."
        ),
        ActionKind.MALICIOUS: (
            f"Включить в месячный список злостных должников: {_sum(action.amount)}. Список — коммерческому директору,"
            " копия — юристам."
        ),
    }
    return words.get(action.kind, "")


def _spoken(row: WorkLine, action: Action, items: Sequence[OpenItem], report: str) -> tuple[str, ...]:
    one = row.situation
    day = formats.day(action.day) if action.day else ""
    late = sorted((i for i in items if i.days > 0 and i.balance > 0), key=lambda i: (-i.days, -i.balance))
    told = f"По отчёту на {report}" if report else "По нашим данным"
    part = "Какую часть сможете перечислить уже сегодня?" if one.max_days >= _PART_FROM or one.evader else ""
    exact = _exact(one.evader)
    if action.kind is ActionKind.REMIND:
        soon = [i for i in items if i.balance > 0 and i.due_date == action.day]
        what = f" за {named(soon)}" if soon else ""
        return (
            f"Напоминаем: {day} — срок оплаты{what}, {_sum(action.amount)}.",
            "Счёт и накладные у вас? Всё ли в порядке с товаром, стоит ли оплата в плане? Есть ли к нам пожелания?",
        )
    if action.kind is ActionKind.PROMISE_BROKEN:
        words = f"Мы договаривались об оплате до {day}. {told} не хватает {_sum(action.amount)}."
        return words, "Что помешало и какого числа вы точно заплатите?", part, exact
    if action.kind is ActionKind.PROMISE_DUE:
        words = f"Вы называли {day} днём оплаты: {_sum(action.amount)}. Платёж уже отправлен?"
        return words, "Подскажите, пожалуйста, номер и дату платёжного поручения."
    if action.kind is ActionKind.THANK:
        return (
            f"Спасибо за оплату: {_sum(action.amount)} получили.",
            "Всё ли в порядке с поставками, есть ли к нам пожелания?",
        )
    if action.kind is ActionKind.MEETING:
        return (
            f"Несколько раз ({action.count}) оплата не пришла в названный день, просрочено {_sum(action.amount)}.",
            "Предлагаем встречу руководителей. Какой день на этой неделе вам удобен?",
        )
    agreed = f"Мы договаривались созвониться {day}." if action.kind is ActionKind.NEXT else ""
    if one.overdue <= 0:
        return agreed, "Всё ли в порядке с поставками и документами?"
    owed = f"{told} не оплачено {_sum(one.overdue)}" + (f": {named(late)}" if late else "")
    since = f"; срок прошёл {_counted(one.max_days, 'день', 'дня', 'дней')} назад." if one.max_days > 0 else "."
    why = "Подскажите, пожалуйста, почему задержалась оплата и какого числа придут деньги?"
    return agreed, owed + since, why, part, exact


def _exact(evader: Evasion | None) -> str:
    if evader is Evasion.DODGE:
        return "Если число пока неизвестно — в какой день и у кого мы получим точный ответ?"
    if evader is Evasion.PASS:
        return "У кого сейчас решение и когда он ответит? Если не хватает документа, пришлём его сегодня."
    return ""


def _counted(count: int, one: str, few: str, many: str) -> str:
    """A Russian number with its noun, whatever the language of the screen."""
    tens, ones = count % 100, count % 10
    word = one if ones == 1 and tens != 11 else few if 2 <= ones <= 4 and not 12 <= tens <= 14 else many
    return f"{count}{formats.NBSP}{word}"


def _sum(kopecks: Kopecks) -> str:
    return formats.roubles_sign(kopecks)
