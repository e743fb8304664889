"""What a hurried person types: «пт», «+3», «25.11» for a day, «200 тыс» for a sum.

Russian and English words are both understood whatever the language of the screen. No Qt here.
"""

import re
from datetime import date, timedelta
from decimal import Decimal

from app.domain.money import BadValue, Kopecks, parse_money
from app.i18n import _

_WEEKDAYS = (
    ("пн", "понедельник", "mon", "monday"),
    ("вт", "вторник", "tue", "tuesday"),
    ("ср", "среда", "среду", "wed", "wednesday"),
    ("чт", "четверг", "thu", "thursday"),
    ("пт", "пятница", "пятницу", "fri", "friday"),
    ("сб", "суббота", "субботу", "sat", "saturday"),
    ("вс", "воскресенье", "sun", "sunday"),
)
_WORDS = {
    "позавчера": -2, "вчера": -1, "yesterday": -1, "сегодня": 0, "today": 0, "завтра": 1, "tomorrow": 1,
    "послезавтра": 2, "через неделю": 7,
}  # fmt: skip
_PLUS = re.compile(r"\+\s*(\d{1,3})")
_DATE = re.compile(r"(\d{1,2})(?:[./\- ](\d{1,2})(?:[./\- ](\d{2}|\d{4}))?)?[.г]*")
_SCALED = re.compile(
    r"([\d\s\u00a0]+(?:[.,]\d+)?)\s*(тыс|тысяч|тысячи|т|к|k|млн|миллион|миллиона|м|m)\.?\s*(?:руб\.?|р\.?|₽)?"
)
_LONG_PAST = 180


def weekday(day: date) -> str:
    """«пт»."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))[day.weekday()]


def parse_day(text: str, today: date) -> date | None:
    """A day; None for an empty text. ``пт`` is the next Friday after today, ``+3`` three days on, ``25`` and
    ``25.11`` the nearest such day that is not long past. Raises ``BadValue`` for anything else."""
    words = " ".join(text.casefold().split()).removeprefix("в ").removeprefix("во ")
    if not words:
        return None
    if words in _WORDS:
        return today + timedelta(days=_WORDS[words])
    if plus := _PLUS.fullmatch(words):
        return today + timedelta(days=int(plus.group(1)))
    for number, names in enumerate(_WEEKDAYS):
        if words in names:
            return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    match = _DATE.fullmatch(words)
    if match is None:
        raise BadValue(_("write a day as 25.11, +3 or fri"))
    return _calendar_day(match, today)


def _calendar_day(match: re.Match[str], today: date) -> date:
    day, month, year = (int(part) if part else None for part in match.groups())
    try:
        if day is not None and month is not None and year is not None:
            return date(year if year > 99 else 2000 + year, month, day)
        if day is not None and month is not None:
            this = date(today.year, month, day)
            return this if (today - this).days <= _LONG_PAST else date(today.year + 1, month, day)
        if day is not None and day >= today.day:
            return today.replace(day=day)
        following = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        return following.replace(day=day or 0)
    except ValueError:
        raise BadValue(_("there is no such day")) from None


def parse_sum(text: str) -> Kopecks | None:
    """A positive sum in kopecks; None for an empty text. ``200 тыс`` and ``1,5 млн`` are understood. Raises
    ``BadValue`` for anything that is not a sum above zero."""
    words = " ".join(text.casefold().split())
    if not words:
        return None
    if scaled := _SCALED.fullmatch(words):
        number = Decimal(re.sub(r"\s", "", scaled.group(1)).replace(",", "."))
        thousand = scaled.group(2).startswith(("т", "к", "k"))
        kopecks = parse_money(f"{number * (1_000 if thousand else 1_000_000):f}".split(".", maxsplit=1)[0])
    else:
        kopecks = parse_money(text)
    if kopecks <= 0:
        raise BadValue(_("the sum must be above zero"))
    return kopecks
