"""What a payer names: numbers and dates of documents in the purpose of a payment.

A name is kept as a text, «198 от 21.08.2018» or «198», and compared with documents here. The number is as a rule
that of the invoice for payment (счёт), not of the shipment, so the same number under another date is no match.
"""

import re
from datetime import date

from app.domain.names import loose_number, number_key

_KEYWORD = (
    r"(?:сч[её]т[-а-яё]*|сч[-/.\s]?ф(?:акт[а-я]*)?\b|сч\b|с/ф|сф\b|упд\b|у\.п\.д|накладн[а-я]*|ттн\b|торг[-\s]?12|реализаци[а-я]*|отгрузк[а-я]*"
    r"|акт(?:а|ам|у|ы|ов)?\b|заказ[а-я]*|заявк[а-я]*|инвойс[а-я]*|invoices?\b|inv\b)"
)
_OTHER = re.compile(
    r"(?:договор[а-я]*|дог\b|дог\.|контракт[а-я]*|соглашени[а-я]*|спецификаци[а-я]*|паспорт[а-я]*|доверенност[а-я]*"
    r"|р/с[а-я]*|л/с[а-я]*|счет[а-я]* в банке)\.?\s*$"
)
_OF_CONTRACT = re.compile(r"(?:договор|контракт|соглашени)[а-я]*(?:\s+[а-я-]+){1,2}\s*$")
_SIGN = r"(?:№№?|#|\bn\b|\bno\b\.?)"
_NUMBER = (
    r"(?=[\w/.\\-]*\d)(?>[a-zа-яё0-9](?:(?!(?<=\d)от\s*\d)(?:[\w/\\-]|\.(?=\w)))*)"
    r"(?!\s*(?:%|руб|р\.|коп|дн|шт))"
)
_DAY = r"\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})(?!\d)"
_DATED = rf"(?:\s*(?:г\.?)?\s*от\s*({_DAY}))?"
_FIRST = re.compile(
    rf"(?:(?P<word>{_KEYWORD})(?:[\s.,:]+(?:на оплату|покупателю|клиента|покупателя|передаточн\w+|документ\w*))*"
    rf"[\s.:]*(?:{_SIGN}\s*)?|(?P<sign>{_SIGN})\s*)(?P<number>{_NUMBER}){_DATED}",
    re.IGNORECASE,
)
_NEXT = re.compile(rf"\s*(?:г\.?)?\s*(?:,|;|и\b|\+|&)\s*(?:{_SIGN}\s*)?(?P<number>{_NUMBER}){_DATED}", re.IGNORECASE)
_MONEY = re.compile(r"\d+[-.]\d{2}")
_DOCUMENT = re.compile(rf"([^\s()№]*\d[^\s()№]*)\s+от\s+({_DAY})")
_MONTHS = ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_WORDED = re.compile(rf"[«\"]?\b(\d{{1,2}})[»\"]?\s+({'|'.join(_MONTHS)})[а-я]*\s+(\d{{4}})\b", re.IGNORECASE)
LONGEST = 40
MOST = 50


def named_in(purpose: str) -> tuple[str, ...]:
    """Documents a purpose names, in order. «Оплата по счетам № 198, 199 от 21.08.2018 г. по договору № 5 от
    01.01.2018, НДС 20 % 10-00» -> «198 от 21.08.2018», «199 от 21.08.2018»."""
    text = _WORDED.sub(_figures, re.sub(r"\s+", " ", purpose[:2000]))
    out: list[tuple[str, str]] = []
    place = 0
    while len(out) < MOST and (found := _FIRST.search(text, place)):
        place = max(found.end(), place + 1)
        bare = found["word"] is None
        before = text[: found.start()].lower()
        other = _OTHER.search(before) or (bare and _OF_CONTRACT.search(before))
        if (bare and found[4] is None) or other or _is_day(found["number"]):
            place = found.start("number") + 1 if bare else place
            continue
        group = [(found["number"], found[4] or "")]
        while len(group) < MOST and (more := _NEXT.match(text, place)):
            if _is_day(more["number"]) or _MONEY.fullmatch(more["number"]):
                break
            group.append((more["number"], more[2] or ""))
            place = more.end()
        shared = group[-1][1] if sum(bool(day) for _number, day in group) == 1 else ""
        out += [(number, day or shared) for number, day in group]
    return tuple(dict.fromkeys(_name(number, day) for number, day in out))


def _figures(found: re.Match[str]) -> str:
    """«5 февраля 2026» as 05.02.2026."""
    return f"{int(found[1]):02d}.{_MONTHS.index(found[2].lower()[:3]) + 1:02d}.{found[3]}"


def document_named(wording: str) -> str:
    """The name of the one document a cell words: «Реализация (акт, накладная, УПД) 0000-000862 от 01.02.2026 9:37:18»
    -> «0000-000862 от 01.02.2026»; empty when it words none."""
    found = _DOCUMENT.search(wording[:300])
    return _name(found[1], found[2]) if found else ""


def _is_day(number: str) -> bool:
    return re.fullmatch(_DAY, number) is not None


def _name(number: str, day: str) -> str:
    when = _day(day)
    number = number.rstrip(".-/\\")[:LONGEST]
    return f"{number} от {when:%d.%m.%Y}" if when else number


def _day(text: str) -> date | None:
    parts = re.split(r"[./]", text)
    if len(parts) != 3:
        return None
    number, month, year = (int(part) for part in parts)
    try:
        return date(year if year > 99 else 2000 + year, month, number)
    except ValueError:
        return None


def split(name: str) -> tuple[str, date | None]:
    """Number and date of a stored name."""
    number, _from, day = name.partition(" от ")
    return number, _day(day)


def means(name: str, number: str, doc_date: date | None) -> bool:
    """Whether a stored name means this document: the same number unless both dates are known and differ; or the
    same date with numbers equal but for prefix and leading zeros («862 от 01.02.2026» is 00БП-000862)."""
    if not number:
        return False
    said, day = split(name)
    if day is not None and doc_date is not None and day != doc_date:
        return False
    if number_key(said) == number_key(number):
        return True
    return day is not None and day == doc_date and loose_number(said) == loose_number(number) != ""
