"""Money is an ``int`` of kopecks; text and cells become it here and nowhere else.

Why a plain integer: it is exact, it sorts, it sums in SQL and it costs nothing for a million rows. The alias
``Kopecks`` says in each signature what the number is.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

from app.i18n import _

Kopecks: TypeAlias = int

LIMIT = 10**13
"""Largest sum of one line, kopecks (100 billion roubles): anything above is a mistake in the file."""

_ROUBLES = LIMIT / 100
_SPACES = re.compile(r"[\s\u00a0\u202f\u2007\u2009]+")
_MINUSES = "\u2212\u2013\u2014"
_CURRENCY = re.compile(r"(руб(?:лей|ля|ль)?\.?|р\.?|₽|rub|rur)$", re.IGNORECASE)
_PLAIN = re.compile(r"^\d+(?:[.,]\d+)?$")
_GROUPED_COMMA = re.compile(r"^\d{1,3}(?:,\d{3})+(?:\.\d+)?$")
_GROUPED_POINT = re.compile(r"^\d{1,3}(?:\.\d{3})+,\d+$")
_GROUPED_APOSTROPHE = re.compile(r"^\d{1,3}(?:'\d{3})+(?:[.,]\d+)?$")


class BadValue(ValueError):
    """A cell that is not what its column should hold. The text is for the list of problems."""


def from_cell(value: object) -> Kopecks | None:
    """Kopecks of a spreadsheet cell; ``None`` for an empty one (empty is never zero).

    Floats go through ``Decimal(str(v))`` and are rounded half up to a kopeck; a float that a whole number of
    kopecks is the nearest to is that number without further ado (below ``LIMIT`` no two such numbers are one
    float). Raises ``BadValue`` for a date, a boolean, text that is not a sum, infinities and sums beyond ``LIMIT``.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if type(value) is float and -_ROUBLES < value < _ROUBLES:
        kopecks = round(value * 100)
        if kopecks / 100 == value:
            return kopecks
    if isinstance(value, bool):
        raise BadValue(_("a yes/no value stands where a sum should be"))
    if isinstance(value, int | float | Decimal):
        return _checked(Decimal(str(value)))
    if isinstance(value, str):
        return parse_money(value)
    raise BadValue(_("a date stands where a sum should be"))


def parse_money(text: str) -> Kopecks:
    """Kopecks of a written sum: ``1 479 300,00``, ``(1,00)``, ``−5``, ``1.479.300,50``, ``1,479,300.50 руб.``

    ``1,234`` could be a thousand or one and a bit: it is refused rather than guessed.
    """
    raw = text
    text = _SPACES.sub("", text)
    text = _CURRENCY.sub("", text)
    negative = False
    if text.startswith("(") and text.endswith(")"):
        negative, text = True, text[1:-1]
    for sign in _MINUSES:
        text = text.replace(sign, "-")
    if text.startswith("-"):
        negative, text = not negative, text[1:]
    elif text.endswith("-"):
        negative, text = not negative, text[:-1]
    elif text.startswith("+"):
        text = text[1:]
    number = _normal(text, raw)
    value = _checked(Decimal(number))
    return -value if negative else value


def _normal(text: str, raw: str) -> str:
    """The digits with a point, or ``BadValue``."""
    if re.fullmatch(r"\d{1,3}[.,]\d{3}", text) and not re.search(r"\s", raw.strip()) and text[0] != "0":
        raise BadValue(_("«{text}» can be read in two ways").format(text=raw.strip()[:40]))
    if _PLAIN.match(text):
        return text.replace(",", ".")
    if _GROUPED_COMMA.match(text):
        return text.replace(",", "")
    if _GROUPED_POINT.match(text):
        return text.replace(".", "").replace(",", ".")
    if _GROUPED_APOSTROPHE.match(text):
        return text.replace("'", "").replace(",", ".")
    raise BadValue(_("«{text}» is not a sum").format(text=raw.strip()[:40]))


def _checked(number: Decimal) -> Kopecks:
    if not number.is_finite():
        raise BadValue(_("an error value stands where a sum should be"))
    kopecks = int((number * 100).to_integral_value(rounding=ROUND_HALF_UP)) if abs(number) < LIMIT else LIMIT
    if abs(kopecks) >= LIMIT:
        raise BadValue(_("the sum is impossibly large"))
    return kopecks


def mean(total: Kopecks, count: int) -> Kopecks:
    """Total / count, half up to a kopeck; 0 for an empty set. 1 479 300,00 / 16 = 92 456,25."""
    if not count:
        return 0
    return int((Decimal(total) / count).to_integral_value(rounding=ROUND_HALF_UP))


def share(part: Kopecks, whole: Kopecks) -> Decimal:
    """Percent of ``part`` in ``whole``, two places, half up; 0 when there is no whole. 670 000 of 1 479 300
    is 45.29."""
    if not whole:
        return Decimal("0.00")
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
