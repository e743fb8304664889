"""Cells of the file -> texts, days, dates, terms and documents. Nothing is guessed: what can be read in two
ways raises ``BadValue`` with words for the list of problems."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache

from app.domain.debt import Terms
from app.domain.money import BadValue, Kopecks, from_cell
from app.i18n import _
from app.ingest.sheet import Cell, Unreadable

TEXT_LIMIT = 300
OLDEST, NEWEST = date(1990, 1, 1), date(2100, 1, 1)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?:\s*г\.?)?(?:,?\s+\d{1,2}:\d{2}(?::\d{2})?)?")
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T\s]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})(?:\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AP]M)?)?")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:\.0)?")
_NAMED = re.compile(r"(\d{1,2})[\s-]+([a-zа-яё]{3,10})\.?,?[\s-]+(\d{4}|\d{2}(?=$))(?:\s*г(?:\.|ода)?)?", re.IGNORECASE)
_NAMED_AMERICAN = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})", re.IGNORECASE)
MONTHS = {
    "янв": 1, "фев": 2, "мар": 3, "апр": 4, "май": 5, "мая": 5, "июн": 6, "июл": 7, "авг": 8, "сен": 9,
    "окт": 10, "ноя": 11, "дек": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7,
    "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
DOCUMENT = re.compile(
    r"^(?P<kind>[А-ЯЁA-Z][^\d№(]*?(?:\((?!\d)[^)]*\))?)\s*\(?\s*(?:№\s*)?(?:(?<=[\s(№])|(?=\d))"
    r"(?P<num>(?=[^\s№]*\d)[^\s()№]+)\s+от\s+"
    r"(?P<date>\d{1,2}\.\d{2}\.(?:\d{4}|\d{2}))(?:\s+(?P<time>\d{1,2}:\d{2}:\d{2}))?"
)
USUAL = re.compile(
    r"(?P<kind>[А-ЯЁ][А-Яа-яЁё ]*[а-яё](?: \([^()\d№]*\))?) "
    r"(?P<num>(?=[^\s()№]*\d)[^\s()№]+) от (?P<date>\d\d\.\d\d\.\d{4})"
)
"""What ``DOCUMENT`` finds in the names that 1C itself gives, at a tenth of its price."""
_UNNUMBERED = re.compile(
    r"^(?P<kind>[А-ЯЁA-Z][^\d№]*?)\s*(?:№\s*)?(?:б/н\s+)?от\s+(?P<date>\d{1,2}\.\d{2}\.(?:\d{4}|\d{2}))\b"
)
_NUMBER_DATE = re.compile(r"^№?\s*(?P<num>\S*\d\S*)\s+от\s+(?P<date>\d{1,2}\.\d{2}\.(?:\d{4}|\d{2}))")
_WORKING = re.compile(r"рабоч|банковск|business|working")
_DEFERRAL = re.compile(
    r"(?:отсрочк\w*(?:\s+платежа)?|net|оплата (?:через|в течение)|через|в течение|кредит)\D{0,12}(\d{1,3})\b"
)
_DAYS = re.compile(r"^(\d{1,3})\s*(?:календарн\w*\s*|к\.?\s?)?(?:дн(?:\.|ей|я|и)?|день|days?|d)\b")
_AT_ONCE = re.compile(
    r"^(?:оплата )?(?:по факту|по отгрузке|по поставке|при получении|при отгрузке|наличн\w*|"
    r"предоплата|аванс|100 ?% ?предоплата|предоплата 100 ?%|без отсрочки|cod|due on receipt|prepaid|prepayment)"
    r"(?: (?:отгрузки|поставки|получения|100 ?%))?$"
)
_DASHES = ("-", "–", "—", "\u2212")
"""What people put where nothing is to be said: no more than an empty cell, and so never zero."""
NO_NUMBER = frozenset({"б/н", "бн", "без номера", "n/a", "-", "—"})
_BLANKS = re.compile(r" {2,}")
_ODD = re.compile(r"[^ -~А-Яа-яЁё«»№–—…₽“”„’]")


def clean(raw: str) -> str:
    """The text without control characters, line breaks and doubled blanks."""
    if _ODD.search(raw) is None:
        raw = raw.strip()
        return _BLANKS.sub(" ", raw) if "  " in raw else raw
    kept = "".join(
        " " if sign in "\t\r\n\u00a0\u202f" else sign
        for sign in unicodedata.normalize("NFC", raw[:100_000])
        if sign in "\t\r\n" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    return _BLANKS.sub(" ", kept).strip()


_clean = lru_cache(maxsize=20_000)(clean)


def full_text(cell: Cell) -> str:
    """The cell as text without control characters and line breaks; a whole number without its ``.0``."""
    if isinstance(cell, str):
        return _clean(cell)
    if cell is None or isinstance(cell, bool | Unreadable):
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, date):
        return f"{cell.day:02d}.{cell.month:02d}.{cell.year:04d}"
    return str(cell)


def text(cell: Cell, limit: int = TEXT_LIMIT) -> str:
    """``full_text`` clipped to ``limit`` characters."""
    return full_text(cell)[:limit]


def empty(cell: Cell) -> bool:
    """Nothing stands in the cell (an error value is not nothing)."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def money(cell: Cell, unit: int = 1) -> Kopecks | None:
    """Kopecks, ``None`` for an empty cell; ``unit`` is 1000 for a file in thousands. Raises ``BadValue``."""
    if cell is None:
        return None
    if isinstance(cell, Unreadable):
        raise BadValue(unreadable(cell))
    if isinstance(cell, str):
        cell = _clean(cell)
        if cell in _DASHES:
            return None
    if isinstance(cell, float) and unit != 1 and abs(cell) < 1e11:
        cell = round(cell * unit, 4)
        unit = 1
    value = from_cell(cell)
    return None if value is None else value * unit


def unreadable(cell: Unreadable) -> str:
    """Words for a cell that shows no value."""
    if cell.code == "=":
        return _("a formula was saved without its result: open the file in Excel and save it")
    return _("an error value {code} stands in the cell").format(code=cell.code)


def whole_days(cell: Cell) -> int | None:
    """A count of days: ``24``, ``24.0``, ``24 дн.``; ``None`` for an empty cell. Raises ``BadValue``."""
    if empty(cell) or cell in _DASHES:
        return None
    if isinstance(cell, Unreadable):
        raise BadValue(unreadable(cell))
    if isinstance(cell, bool | date):
        raise BadValue(_("a count of days is expected"))
    if isinstance(cell, str):
        found = re.fullmatch(r"([-\u2212+]?\d{1,5})(?:[.,]0+)?\s*(?:дн(?:\.|ей|я|и)?|день|days?|d)?", _clean(cell))
        if found is None:
            raise BadValue(_("«{text}» is not a count of days").format(text=_clean(cell)[:40]))
        return int(found.group(1).replace("\u2212", "-"))
    if isinstance(cell, float) and (not cell.is_integer() or abs(cell) > 99_999):
        raise BadValue(_("«{text}» is not a count of days").format(text=full_text(cell)))
    return int(cell or 0)


def day(cell: Cell, order: str = "dmy") -> date | None:
    """A date; ``order`` (``dmy``, ``mdy`` or empty: unknown) tells how the column writes ``3/4/2026``.

    Raises ``BadValue`` for what is no date, is outside of 1990-2100, or could be two dates.
    """
    if empty(cell) or cell in _DASHES:
        return None
    if isinstance(cell, Unreadable):
        raise BadValue(unreadable(cell))
    if isinstance(cell, datetime):
        return _sane(cell.date())
    if isinstance(cell, date):
        return _sane(cell)
    if isinstance(cell, bool):
        raise BadValue(_("a date is expected"))
    if isinstance(cell, int | float):
        return _sane(_serial(cell))
    return _sane(_written(_clean(cell), order))


def _sane(value: date) -> date:
    if not OLDEST <= value < NEWEST:
        raise BadValue(_("the year {year} cannot be right").format(year=value.year))
    return value


def _serial(number: float) -> date:
    """Excel's day number, or 20200310.0 as SAP's exports leave it."""
    compact = _COMPACT.fullmatch(full_text(number))
    if compact:
        return _made(*(int(part) for part in compact.groups()))
    if 30_000 <= number < 75_000:
        return date(1899, 12, 30) + timedelta(days=int(number))
    raise BadValue(_("«{text}» is not a date").format(text=full_text(number)[:40]))


@lru_cache(maxsize=20_000)
def _written(raw: str, order: str) -> date:
    if found := _DOTTED.fullmatch(raw):
        return _made(_year(found.group(3)), int(found.group(2)), int(found.group(1)))
    if found := _ISO.fullmatch(raw) or _COMPACT.fullmatch(raw):
        return _made(*(int(part) for part in found.groups()))
    if found := _SLASHED.fullmatch(raw):
        first, second = int(found.group(1)), int(found.group(2))
        if not order and first != second:
            raise BadValue(_("«{text}» can be two dates").format(text=raw[:40]))
        number, month = (second, first) if order == "mdy" else (first, second)
        return _made(_year(found.group(3)), month, number)
    if found := _NAMED.fullmatch(raw):
        return _made(_year(found.group(3)), MONTHS.get(found.group(2)[:3].lower(), 0), int(found.group(1)))
    if found := _NAMED_AMERICAN.fullmatch(raw):
        return _made(int(found.group(3)), MONTHS.get(found.group(1)[:3].lower(), 0), int(found.group(2)))
    raise BadValue(_("«{text}» is not a date").format(text=raw[:40]))


def _year(raw: str) -> int:
    year = int(raw)
    return year if len(raw) == 4 else 2000 + year if year < 70 else 1900 + year


def _made(year: int, month: int, number: int) -> date:
    try:
        return date(year, month, number)
    except ValueError as error:
        raise BadValue(_("there is no such day: {day}.{month}.{year}").format(
            day=number, month=month, year=year
        )) from error  # fmt: skip


def two_dates(raw: str) -> bool:
    """«03/04/2026»: the third of April or the fourth of March."""
    found = _SLASHED.fullmatch(_clean(raw))
    return found is not None and found.group(1).zfill(2) != found.group(2).zfill(2)


def date_order(cells: list[Cell], russian: bool) -> str:
    """``dmy`` or ``mdy`` of a column, told by a part above 12; empty when nothing tells and the headings are
    not Russian. A column with both kinds is ``dmy``: its impossible dates become problems."""
    first = second = False
    for cell in cells:
        if isinstance(cell, str) and (found := _SLASHED.fullmatch(_clean(cell))):
            first = first or int(found.group(1)) > 12
            second = second or int(found.group(2)) > 12
    if first:
        return "dmy"
    if second:
        return "mdy"
    return "dmy" if russian else ""


@lru_cache(maxsize=2000)
def terms(wording: str) -> Terms:
    """Terms as worded, with the deferral where it is certain.

    «отсрочка 30 дней» -> 30, «по факту» -> 0, «предоплата» -> 0; «предоплата 30%» leaves the rest's term
    open and «10 рабочих дней» are no calendar days: no deferral is taken from them.
    """
    low = re.sub(r"\s+", " ", wording.lower().replace("ё", "е")).strip(" .")
    if not low or _WORKING.search(low):
        return Terms(wording)
    if _AT_ONCE.match(low):
        return Terms(wording, 0)
    numbers = set(re.findall(r"\d+", low))
    found = _DAYS.match(low) or _DEFERRAL.search(low) or re.fullmatch(r"(\d{1,3})(?:\.0)?", low)
    if found and "%" not in low and len(numbers - {"0"}) <= 1:
        return Terms(wording, int(found.group(1)))
    return Terms(wording)


@lru_cache(maxsize=20_000)
def document(wording: str) -> tuple[str, str, date | None]:
    """Kind, number and date of a document's name as 1C words it; a name of no known form is the number.

    «Реализация (акт, накладная, УПД) 0000-000862 от 01.02.2026 9:37:18» -> kind, «0000-000862», 01.02.2026.
    """
    name = wording.strip()
    for pattern in (USUAL, DOCUMENT, _NUMBER_DATE, _UNNUMBERED):
        found = pattern.match(name)
        if found is None:
            continue
        parts = found.groupdict()
        try:
            return (parts.get("kind") or "").strip(), parts.get("num") or "", _written(parts["date"], "dmy")
        except BadValue:
            break
    return ("", "", None) if name.lower() in NO_NUMBER else ("", name[:100], None)


def inn(cell: Cell) -> str:
    """Digits of a taxpayer number; the leading zero that a numeric cell loses is restored where the check
    digits then agree. ИНН/КПП in one cell: the first part."""
    raw = full_text(cell).partition("/")[0].replace(" ", "")
    if raw.isdigit() and len(raw) in (9, 11) and not inn_wrong("0" + raw):
        return "0" + raw
    return raw[:20]


def inn_wrong(number: str) -> bool:
    """True when the check digits of a ten- or twelve-digit number do not agree, or it is of another length."""
    if not (number.isascii() and number.isdigit()) or len(number) not in (10, 12):
        return True
    digits = [int(sign) for sign in number]
    if len(number) == 10:
        return _check(digits, (2, 4, 10, 3, 5, 9, 4, 6, 8)) != digits[9]
    return (
        _check(digits, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) != digits[10]
        or _check(digits, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) != digits[11]
    )


def _check(digits: list[int], weights: tuple[int, ...]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False)) % 11 % 10
