"""How numbers, dates and plurals look; the one place that turns a value into words.

Money is integer kopecks everywhere; here it becomes text. Groups of thousands are parted by a no-break
space, so that a sum never breaks across lines.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from app.i18n import LANG, ngettext

NBSP = "\u00a0"
MINUS = "\u2212"
DASH = "\u2014"
ROUBLE = "\u20bd"
_POINT = "." if LANG == "en" else ","


def _grouped(units: int) -> str:
    return f"{units:,}".replace(",", NBSP)


def money(kopecks: int) -> str:
    """``147930000`` -> ``1 479 300,00`` (no currency sign, for columns headed with it)."""
    sign = MINUS if kopecks < 0 else ""
    roubles, rest = divmod(abs(kopecks), 100)
    return f"{sign}{_grouped(roubles)}{_POINT}{rest:02d}"


def roubles(kopecks: int) -> str:
    """Whole roubles, half up, for lists: ``147930050`` -> ``1 479 301``."""
    whole = (abs(kopecks) + 50) // 100
    sign = MINUS if kopecks < 0 and whole else ""
    return f"{sign}{_grouped(whole)}"


def money_sign(kopecks: int) -> str:
    """With the rouble sign: ``1 479 300,00 ₽``."""
    return f"{money(kopecks)}{NBSP}{ROUBLE}"


def roubles_sign(kopecks: int) -> str:
    """Whole roubles with the sign: ``1 479 300 ₽``."""
    return f"{roubles(kopecks)}{NBSP}{ROUBLE}"


def amount(kopecks: int) -> str:
    """For machines: a plain decimal string, ``1479300.00``."""
    sign = "-" if kopecks < 0 else ""
    whole, rest = divmod(abs(kopecks), 100)
    return f"{sign}{whole}.{rest:02d}"


def day(value: date) -> str:
    """``01.06.2008``."""
    return f"{value.day:02d}.{value.month:02d}.{value.year:04d}"


def short_day(value: date) -> str:
    """``01.06.08``, for narrow columns on the screen."""
    return f"{value.day:02d}.{value.month:02d}.{value.year % 100:02d}"


def decimal(value: Decimal | float | int, places: int = 1) -> str:
    """A number with a comma: ``30.625`` -> ``30,6``."""
    quantum = Decimal(1).scaleb(-places)
    rounded = Decimal(str(value)).quantize(quantum, rounding=ROUND_HALF_UP)
    sign = MINUS if rounded < 0 else ""
    whole, _, rest = f"{abs(rounded):f}".partition(".")
    return f"{sign}{_grouped(int(whole))}{_POINT + rest if rest else ''}"


def percent(value: Decimal | float | int, places: int = 1) -> str:
    """``45.2917`` -> ``45,3 %``."""
    return f"{decimal(value, places)}{NBSP}%"


def days(count: int) -> str:
    """``1 день``, ``2 дня``, ``5 дней``, ``11 дней``."""
    return ngettext("{n} day", "{n} days", abs(count)).format(n=_grouped(count)).replace(" ", NBSP)


def documents(count: int) -> str:
    """``16 документов``."""
    return ngettext("{n} document", "{n} documents", count).format(n=_grouped(count))


def clients(count: int) -> str:
    """``10 клиентов``."""
    return ngettext("{n} client", "{n} clients", count).format(n=_grouped(count))
