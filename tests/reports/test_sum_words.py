"""Sums in words: worked examples, and the way back from words to the number."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.sum_words import (
    CALENDAR_DAYS,
    LARGEST,
    ROUBLES,
    day_words,
    days_words,
    form,
    number_words,
    sum_figures,
    sum_in_full,
    sum_words,
)


def unbroken(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("kopecks", "words"),
    [
        (0, "Ноль рублей 00 копеек"),
        (1, "Ноль рублей 01 копейка"),
        (2, "Ноль рублей 02 копейки"),
        (11, "Ноль рублей 11 копеек"),
        (1_21, "Один рубль 21 копейка"),
        (2_00, "Два рубля 00 копеек"),
        (5_14, "Пять рублей 14 копеек"),
        (11_00, "Одиннадцать рублей 00 копеек"),
        (21_00, "Двадцать один рубль 00 копеек"),
        (40_00, "Сорок рублей 00 копеек"),
        (90_00, "Девяносто рублей 00 копеек"),
        (100_00, "Сто рублей 00 копеек"),
        (1_000_00, "Одна тысяча рублей 00 копеек"),
        (2_001_00, "Две тысячи один рубль 00 копеек"),
        (11_000_00, "Одиннадцать тысяч рублей 00 копеек"),
        (21_000_00, "Двадцать одна тысяча рублей 00 копеек"),
        (122_000_00, "Сто двадцать две тысячи рублей 00 копеек"),
        (1_000_000_00, "Один миллион рублей 00 копеек"),
        (2_000_000_00, "Два миллиона рублей 00 копеек"),
        (1_001_000_00, "Один миллион одна тысяча рублей 00 копеек"),
        (1_479_300_00, "Один миллион четыреста семьдесят девять тысяч триста рублей 00 копеек"),
        (
            1_234_567_891_01,
            "Один миллиард двести тридцать четыре миллиона пятьсот шестьдесят семь тысяч восемьсот девяносто один "
            "рубль 01 копейка",
        ),
        (-3_02, "Минус три рубля 02 копейки"),
    ],
)
def test_sums_in_words(kopecks: int, words: str) -> None:
    assert unbroken(sum_words(kopecks)) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 дней"), (1, "1 день"), (2, "2 дня"), (5, "5 дней"), (11, "11 дней"), (21, "21 день"), (111, "111 дней"),
     (112, "112 дней"), (122, "122 дня"), (101, "101 день")],
)  # fmt: skip
def test_days(count: int, words: str) -> None:
    assert unbroken(days_words(count)) == words


def test_figures_dates_and_both_together() -> None:
    assert unbroken(sum_figures(1_234_567_891_01)) == "1 234 567 891,01"
    assert unbroken(sum_figures(-5)) == "\u22120,05"
    assert unbroken(sum_in_full(1)) == "0,01 руб. (Ноль рублей 01 копейка)"
    assert unbroken(day_words(date(2026, 5, 9))) == "9 мая 2026 г."
    assert unbroken(days_words(30, CALENDAR_DAYS)) == "30 календарных дней"
    assert unbroken(days_words(31, CALENDAR_DAYS)) == "31 календарный день"


def test_what_has_no_word_is_refused() -> None:
    assert number_words(LARGEST).startswith("девятьсот девяносто девять квадриллионов")
    for wrong in (-1, LARGEST + 1):
        with pytest.raises(ValueError, match=str(wrong)):
            number_words(wrong)


# The way back, written without the tables of the way there: each word has a value, a scale multiplies what stands
# before it. What it reads is the number, and the last number word rules the form of the noun.
_VALUES = {
    "один": 1, "одна": 1, "два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6, "семь": 7, "восемь": 8,
    "девять": 9, "десять": 10, "одиннадцать": 11, "двенадцать": 12, "тринадцать": 13, "четырнадцать": 14,
    "пятнадцать": 15, "шестнадцать": 16, "семнадцать": 17, "восемнадцать": 18, "девятнадцать": 19, "двадцать": 20,
    "тридцать": 30, "сорок": 40, "пятьдесят": 50, "шестьдесят": 60, "семьдесят": 70, "восемьдесят": 80,
    "девяносто": 90, "сто": 100, "двести": 200, "триста": 300, "четыреста": 400, "пятьсот": 500, "шестьсот": 600,
    "семьсот": 700, "восемьсот": 800, "девятьсот": 900, "ноль": 0,
}  # fmt: skip
_SCALES = {"тысяч": 10**3, "миллион": 10**6, "миллиард": 10**9, "триллион": 10**12, "квадриллион": 10**15}


def read(words: list[str]) -> int:
    total = group = 0
    for word in words:
        if word in _VALUES:
            group += _VALUES[word]
        else:
            stem = max((known for known in _SCALES if word.startswith(known)), key=len)
            total += group * _SCALES[stem]
            group = 0
    return total + group


def agrees(last: str, noun: tuple[str, str, str]) -> str:
    """The noun after a number ending in this word, by the word itself."""
    if last in ("один", "одна"):
        return noun[0]
    return noun[1] if last in ("два", "две", "три", "четыре") else noun[2]


@given(st.integers(0, LARGEST))
def test_words_are_read_back(number: int) -> None:
    words = number_words(number).split()
    assert read(words) == number
    for before, word in itertools.pairwise(words):
        if word.startswith("тысяч"):
            assert word == agrees(before, ("тысяча", "тысячи", "тысяч"))
            assert before not in ("один", "два")
        elif word not in _VALUES:
            stem = next(one for one in reversed(_SCALES) if word.startswith(one))
            assert word == agrees(before, (stem, f"{stem}а", f"{stem}ов"))
            assert before not in ("одна", "две")


@given(st.integers(0, LARGEST))
def test_a_noun_agrees_with_the_last_word(number: int) -> None:
    assert form(number, ROUBLES) == agrees(number_words(number).split()[-1], ROUBLES)


@given(st.integers(-(10**15), 10**15))
def test_figures_are_read_back(kopecks: int) -> None:
    text = sum_figures(kopecks).replace("\u00a0", "").replace("\u2212", "-").replace(",", "")
    assert int(text) == kopecks
