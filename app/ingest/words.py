"""Words that make a row no fact: totals, averages, signatures."""

import re
from functools import lru_cache

_BARE = re.compile(
    r"(?:общ(?:ий|ая) )?(?:итого?|всего|сумма)"
    r"(?: (?:по отчету|по всем|общий|общая|долг|задолженность|дебиторская задолженность|по клиентам|"
    r"по контрагентам|по покупателям|рублей|руб))*"
    r"|(?:grand |report )?totals?(?: (?:outstanding|due|receivables?))?|общий итог|итого по списку"
)
_BEGINS = re.compile(r"(?:итого?|всего|подытог|total(?: for)?|subtotal)(?:[\s:,.-]|$)")
_ENDS = re.compile(r".+[\s:](?:итого?|total)$")
_STATISTIC = re.compile(
    r"(?:средн(?:ее|яя|ий)(?: значение| по .*)?|в среднем|average|mean|медиана|median|макс\w*|мин\w*|"
    r"количество(?: .*)?|кол-во(?: .*)?|count|доля(?:, ?%)?|процент|%)"
)
_SIGNATURE = re.compile(
    r"(?:генеральный |коммерческий |финансовый )?(?:директор|бухгалтер)\b.*|главный бухгалтер.*|"
    r"исполнитель.*|\(?подпись\)?.*|\(?расшифровка подписи\)?.*|отчет (?:составил|подготовил).*|"
    r"составил.*|утверждаю.*|м\.? ?п\.?"
)


@lru_cache(maxsize=20_000)
def plain(said: str) -> str:
    """Lower-cased, ё as е, without the marks at the ends."""
    return re.sub(r"\s+", " ", said[:400].lower().replace("ё", "е")).strip(" :.,;*-—–")


def grand_total(said: str) -> bool:
    """The whole table's total."""
    return _BARE.fullmatch(plain(said)) is not None


def subtotal(said: str) -> bool:
    """Any row of totals, of a group too: «Итого по ООО …», «Вектор Итог», «Total for …»."""
    low = plain(said)
    return _BEGINS.match(low) is not None or _ENDS.fullmatch(low) is not None or grand_total(said)


def statistic(said: str) -> bool:
    """An average, a count, a share: a row computed from the others."""
    return _STATISTIC.fullmatch(plain(said)) is not None


def signature(said: str) -> bool:
    """Who signed, who made the file."""
    return _SIGNATURE.fullmatch(plain(said)) is not None
