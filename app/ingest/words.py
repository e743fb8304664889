"""Words that make a row no fact: totals, averages, signatures."""

import re
from collections.abc import Collection
from functools import lru_cache

_BARE = re.compile(
    r"(?:общ(?:ий|ая) )?(?:итого?|всего|сумма)"
    r"(?: (?:по отчету|по всем|общий|общая|долг|задолженность|дебиторская задолженность|по клиентам|"
    r"по контрагентам|по покупателям|по фирме|по компании|по организации|"
    r"по предприятию|по ведомости|рублей|руб|развернутое|свернутое)|,? \(?(?:руб|rub|rur|в рублях)\.?\)?)*"
    r"|(?:grand |report )?totals?(?: (?:outstanding|due|receivables?))?|общий итог|итого по списку"
)
_HINT = re.compile(r"итог|всего|total")
_BEGINS = re.compile(
    r"(?:итого|подытог|subtotal)(?:[\s:,.-]|$)|итог (?:по|для|за)\b|total for\b"
    r"|всего (?:по|для|за|на|к|долг\w*|задолженност\w*)\b"
)
_AROUND = re.compile(r"(?:total|всего) (?P<after>.+)|(?P<before>.+?)[\s:]+(?:итого?|всего|total)")
_STATISTIC = re.compile(
    r"(?:средн(?:ее|яя|ий)(?: значение| по .*)?|в среднем|average|mean|медиана|median|максимум|минимум|"
    r"количество(?: .*)?|кол-во(?: .*)?|count|доля(?:, ?%)?|процент|%)"
)
_SIGNATURE = re.compile(
    r"(?:генеральный |коммерческий |финансовый )?(?:директор|бухгалтер)\b.*|главный бухгалтер.*|"
    r"исполнитель(?:[\s:/].*)?|\(?подпись\)?.*|\(?расшифровка подписи\)?.*|отчет (?:составил|подготовил).*|"
    r"составил(?:[\s:].*)?|утверждаю.*|м\.? ?п\.?"
)


_MARKED = re.compile(r"итог|всего|total|сумм|директор|бухгалтер|исполнит|подпис|расшифр|отч|составил|утвержда")
"""Stands in every row of totals and in every signature longer than ``_SHORT``."""
_SHORT = 8


def unmarked(said: str) -> bool:
    """Told at one look: neither ``subtotal`` nor ``signature``. False means that they have to be asked."""
    low = said.lower().replace("ё", "е")
    return len(low) > _SHORT and _MARKED.search(low) is None


@lru_cache(maxsize=20_000)
def plain(said: str) -> str:
    """Lower-cased, ё as е, without the marks at the ends."""
    return re.sub(r"\s+", " ", said[:400].lower().replace("ё", "е")).strip(" :.,;*-—–")


def grand_total(said: str) -> bool:
    """The whole table's total."""
    return _BARE.fullmatch(plain(said)) is not None


def subtotal(said: str, near: Collection[str] = ()) -> bool:
    """A row of totals, of a group too: «Итого по ООО …», «Вектор Итог», «Total for …».

    ``near``: texts of the row above. «ООО Итог» may be a client; it is a total only under a row of «ООО».
    """
    low = plain(said)
    if not _HINT.search(low):
        return _BARE.fullmatch(low) is not None
    if _BEGINS.match(low) or _BARE.fullmatch(low):
        return True
    found = _AROUND.fullmatch(low)
    return found is not None and (found["after"] or found["before"]) in {plain(text) for text in near}


@lru_cache(maxsize=20_000)
def ordinary(said: str) -> bool:
    """A text that no total, average or signature begins with."""
    low = plain(said)
    return bool(low) and not (_HINT.search(low) or _BARE.fullmatch(low) or statistic(said) or signature(said))


def statistic(said: str) -> bool:
    """An average, a count, a share: a row computed from the others."""
    return _STATISTIC.fullmatch(plain(said)) is not None


def signature(said: str) -> bool:
    """Who signed, who made the file."""
    return _SIGNATURE.fullmatch(plain(said)) is not None
