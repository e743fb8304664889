"""Sums, days and dates of Russian papers in words. Papers speak Russian in any language of the program.

A sum in words: thousands are feminine, millions and above masculine, roubles masculine, kopecks stay figures as is
the custom of papers. Source: practice.md part 6.
"""

from collections.abc import Iterator
from datetime import date

from app.domain.money import Kopecks

Forms = tuple[str, str, str]
"""One, two to four, five and more: ``("рубль", "рубля", "рублей")``."""

ROUBLES: Forms = ("рубль", "рубля", "рублей")
KOPECKS: Forms = ("копейка", "копейки", "копеек")
DAYS: Forms = ("день", "дня", "дней")
CALENDAR_DAYS: Forms = ("календарный день", "календарных дня", "календарных дней")

_SCALES: tuple[Forms, ...] = (
    ("тысяча", "тысячи", "тысяч"),
    ("миллион", "миллиона", "миллионов"),
    ("миллиард", "миллиарда", "миллиардов"),
    ("триллион", "триллиона", "триллионов"),
    ("квадриллион", "квадриллиона", "квадриллионов"),
)
_UNITS = ["ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять"]
_TEENS = [
    "десять",
    "одиннадцать",
    "двенадцать",
    "тринадцать",
    "четырнадцать",
    "пятнадцать",
    "шестнадцать",
    "семнадцать",
    "восемнадцать",
    "девятнадцать",
]
_TENS = [
    " ",
    "десять",
    "двадцать",
    "тридцать",
    "сорок",
    "пятьдесят",
    "шестьдесят",
    "семьдесят",
    "восемьдесят",
    "девяносто",
]
_HUNDREDS = [" ", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"]
_MONTHS = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
_NBSP = "\u00a0"

LARGEST = 10**18 - 1
"""The largest number that has a word here; a ledger of roubles never comes near it."""


def form(count: int, forms: Forms) -> str:
    """The noun that goes with a number: 1 рубль, 2 рубля, 5 рублей, 11 рублей, 21 рубль."""
    tail = abs(count) % 100
    if 10 < tail < 20:
        return forms[2]
    last = tail % 10
    return forms[0] if last == 1 else forms[1] if 2 <= last <= 4 else forms[2]


def number_words(number: int, *, feminine: bool = False) -> str:
    """A number from 0 to ``LARGEST`` in the nominative: 2 001 -> «две тысячи один». Raises ``ValueError`` beyond."""
    if not 0 <= number <= LARGEST:
        raise ValueError(number)
    if number == 0:
        return _UNITS[0]
    words: list[str] = []
    for power in reversed(range(len(_SCALES) + 1)):
        group = number // 1000**power % 1000
        if group:
            words.extend(_group_words(group, feminine=power == 1 or (power == 0 and feminine)))
            if power:
                words.append(form(group, _SCALES[power - 1]))
    return " ".join(words)


def _group_words(group: int, *, feminine: bool) -> Iterator[str]:
    hundreds, rest = divmod(group, 100)
    if hundreds:
        yield _HUNDREDS[hundreds]
    if 10 <= rest < 20:
        yield _TEENS[rest - 10]
        return
    tens, units = divmod(rest, 10)
    if tens:
        yield _TENS[tens]
    if units in (1, 2) and feminine:
        yield ("одна", "две")[units - 1]
    elif units:
        yield _UNITS[units]


def sum_words(kopecks: Kopecks) -> str:
    """``1`` -> «Ноль рублей 01 копейка»; ``123456789101`` -> «Один миллиард двести тридцать четыре миллиона пятьсот
    шестьдесят семь тысяч восемьсот девяносто один рубль 01 копейка». Below zero: with «минус»."""
    roubles, rest = divmod(abs(kopecks), 100)
    words = f"{number_words(roubles)} {form(roubles, ROUBLES)} {rest:02d}{_NBSP}{form(rest, KOPECKS)}"
    if kopecks < 0:
        words = f"минус {words}"
    return words[0].upper() + words[1:]


def sum_figures(kopecks: Kopecks) -> str:
    """``147930000`` -> «1 479 300,00», groups parted by no-break spaces."""
    roubles, rest = divmod(abs(kopecks), 100)
    sign = "\u2212" if kopecks < 0 else ""
    return f"{sign}{roubles:,}".replace(",", _NBSP) + f",{rest:02d}"


def sum_in_full(kopecks: Kopecks) -> str:
    """Figures and words as papers ask for: «0,01 руб. (Ноль рублей 01 копейка)»."""
    return f"{sum_figures(kopecks)}{_NBSP}руб. ({sum_words(kopecks)})"


def days_words(count: int, forms: Forms = DAYS) -> str:
    """«1 день», «2 дня», «11 дней», «21 день»."""
    return f"{count}{_NBSP}{form(count, forms)}"


def day_words(day: date) -> str:
    """«24 ноября 2026 г.»"""
    return f"{day.day}{_NBSP}{_MONTHS[day.month - 1]} {day.year}{_NBSP}г."
