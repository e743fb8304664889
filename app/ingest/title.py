"""What stands above the table: title, date, period, organisation, filters, unit.

The date of a debt report is the end of its period. A date in the file outranks one in the file's name; two
different dates of one rank are no date, and the person is asked.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from app.domain.money import BadValue
from app.ingest.sheet import Cell, Sheet
from app.ingest.values import MONTHS, day, full_text, text

_D = (
    r"(\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?!\d)|\d{4}-\d{2}-\d{2}|\d{1,2}\s+[а-яa-z]+\s+\d{4}"
    r"|[a-z]+\s+\d{1,2},\s*\d{4})"
)
_AS_OF = re.compile(
    r"(?:дата (?:отчета|формирования отчета|задолженности|остатк\w+)|по состоянию на|состояние на|на дату"
    r"|(?:на )?конец дня|на конец|конец периода|^дата:|as (?:of|at))"
    rf"\s*:?\s*{_D}"
)
_ON = re.compile(rf"(?:^|[\s(])на\s+{_D}")
_ANY = re.compile(_D)
_AS_OF_LABEL = re.compile(
    r"^(?:дата (?:отчета|задолженности|остатк\w+)|по состоянию на|.*на конец дня|конец периода|на дату|отчет на"
    r"|as (?:of|at)(?: date)?)\s*:?$"
)
_RANGE = re.compile(rf"{_D}\s*(?:г\.?|года)?\s*(?:-|–|—|по|to|(?:конец|окончание) периода:?)\s*{_D}")
_MONTH = r"(январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]*\s+(\d{4})"
_MONTHS_RANGE = re.compile(rf"{_MONTH}\s*(?:г\.?|года)?\s*(?:-|–|—|по)\s*{_MONTH}")
_MONTHS_ONE_YEAR = re.compile(rf"{_MONTH.partition('[а-я]')[0]}[а-я]*\s*(?:-|–|—|по)\s*{_MONTH}")
_ONE_MONTH = re.compile(rf"(?:за|период:?)\s+{_MONTH}")
_PART = r"(\d|i{1,3}|iv|перв\w+|втор\w+|трет\w+|четверт\w+)[-\s]*(?:й|ый|е|ое)?\s*"
_QUARTER = re.compile(rf"(?:за|период:?|[-–—])\s+{_PART}квартал\w*\s+(\d{{4}})")
_HALF = re.compile(rf"(?:за|период:?|[-–—])\s+{_PART}полугоди\w*\s+(\d{{4}})")
_ORDINALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "перв": 1, "втор": 2, "трет": 3, "четв": 4}
_FROM_JANUARY = re.compile(r"(?:за|период:?)\s+(\d{1,2})\s+месяц\w*\s+(\d{4})")
_YEAR = re.compile(r"(?:за|период:?)\s+(\d{4})\s*(?:г\.?|год)")
_ONE_DAY = re.compile(rf"(?:период:?|^за|\bза)\s+{_D}")
_THOUSANDS = re.compile(r"(?:тыс\.?|тысячах?)\s*(?:руб|рублей|₽|р\b)")
_MILLIONS = re.compile(r"(?:млн\.?|миллионах?)\s*(?:руб|рублей|₽|р\b)")
_FILTER = re.compile(r"^(?:отбор(?:ы)?|фильтр|filter)\s*:?\s*", re.IGNORECASE)
_PARAMETER = re.compile(
    r"^(менеджер|подразделение|контрагент|покупатель|клиент|регион|группа|склад)\s*:\s*(.+)", re.IGNORECASE
)
_OWN = re.compile(r"^(?:организация|наша организация|company)\s*:\s*(.+)", re.IGNORECASE)
_OWN_FILTER = re.compile(r"^организация\s+(?:равно|=)\s+\"?(.+?)\"?(?:\s+и)?$", re.IGNORECASE)
_FORM = re.compile(
    r"(?:^|[\s\"«])(?:ООО|АО|ЗАО|ПАО|ОАО|ИП|ПБОЮЛ|НАО|Общество с ограниченной|Акционерное общество"
    r"|Индивидуальный предприниматель)(?:[\s\"«]|$)|\b(?:LLC|Ltd|Inc|GmbH)\b"
)
_REPORT_WORDS = re.compile(
    r"отч[её]т|ведомост|задолженност|карточк|анализ|обороты|реестр|должник|дебитор|реализаци|продаж|отгрузк"
    r"|поступлени|оплат|aged|aging|receivab|invoice|sales|payments|customer|register",
    re.IGNORECASE,
)
_SERVICE = re.compile(
    r"^(?:выводимые данные|детализация по|параметры|отбор(?:ы)?|период|показатели|группировки строк|"
    r"дополнительные поля|сортировка|единица измерения|валюта|дата отчета)\b",
    re.IGNORECASE,
)
_NAME_DATE = re.compile(
    r"(?<!\d)(\d{1,2})[._](\d{1,2})[._](\d{4}|\d{2})(?!\d)|(?<!\d)(\d{4})[-._](\d{2})[-._](\d{2})(?!\d)"
)
LIMIT, WIDEST = 40, 64


@dataclass(slots=True)
class Preamble:
    """What the lines above the table say. ``scale``: 1, 1000 or 1 000 000 for the sums of the whole table."""

    title: str = ""
    organisation: str = ""
    as_of: date | None = None
    period: tuple[date, date] | None = None
    filters: tuple[str, ...] = ()
    scale: int = 1
    texts: tuple[str, ...] = ()
    conflict: bool = False

    @property
    def words(self) -> str:
        """Everything said, lower-cased, for a search of words."""
        return " ".join(self.texts).lower().replace("ё", "е")


def preamble(sheet: Sheet, header_row: int, file_name: str) -> Preamble:
    """Read the rows above ``header_row`` and the name of the file."""
    cells = [
        (row, column, text(cell, 1000))
        for row in range(min(header_row, LIMIT))
        for column, cell in enumerate(sheet.rows[row][:WIDEST])
        if cell is not None and text(cell)
    ]
    found = Preamble(texts=tuple(said for _row, _column, said in cells))
    found.filters = _filters(sheet, cells)
    _dates(found, sheet, cells, file_name)
    _names(found, [said for _row, _column, said in cells])
    found.scale = _scale(found.words)
    return found


def _scale(words: str) -> int:
    if _THOUSANDS.search(words):
        return 1000
    return 1_000_000 if _MILLIONS.search(words) else 1


def _names(found: Preamble, texts: list[str]) -> None:
    for said in texts:
        own = _OWN.match(said) or _OWN_FILTER.match(said)
        if own:
            found.organisation = own.group(1).strip()
        elif said in found.filters or _SERVICE.match(said) or _PARAMETER.match(said):
            continue
        elif not found.title and _REPORT_WORDS.search(said):
            found.title = said[:300]
        elif not found.organisation and _FORM.search(said) and len(said) < 200:
            found.organisation = said
    if not found.title and texts:
        rest = (
            said[:300]
            for said in texts
            if said != found.organisation and not _SERVICE.match(said) and not _ANY.fullmatch(said.lower())
        )
        found.title = next(rest, "")


def _filters(sheet: Sheet, cells: list[tuple[int, int, str]]) -> tuple[str, ...]:
    """Lines of «Отбор:», in one cell, in the cells beside it, or in the rows below; and «Менеджер: …»."""
    found: list[str] = []
    for row, column, _said in cells:
        raw = sheet.cell(row, column)
        lines = [part.strip() for part in re.split(r"[\r\n]+", raw if isinstance(raw, str) else "")]
        whole = text(" ".join(lines), 1000)
        if _PARAMETER.match(whole):
            found.append(whole)
        if not _FILTER.match(whole) or not re.match(r"^\s*(?:отбор|фильтр|filter)", whole, re.IGNORECASE):
            continue
        rest = _FILTER.sub("", whole).strip()
        beside = [said for r, c, said in cells if r == row and c > column]
        below = [] if rest else _below(cells, row, column)
        found.extend(said for said in ([rest] if rest else []) + beside + below if said)
    return tuple(dict.fromkeys(found))


def _below(cells: list[tuple[int, int, str]], row: int, column: int) -> list[str]:
    """Rows right under a lonely «Отбор:», to the right of it, until a row is missing."""
    found: list[str] = []
    while True:
        row += 1
        here = [said for r, c, said in cells if r == row and c > column]
        if not here or any(r == row and c <= column for r, c, _said in cells):
            return found
        found.append(" ".join(here))


def _dates(found: Preamble, sheet: Sheet, cells: list[tuple[int, int, str]], file_name: str) -> None:
    said = [(row, column, words.lower().replace("ё", "е")) for row, column, words in cells]
    strong = {value for _r, _c, words in said for value in _days(_AS_OF, words)}
    strong |= {value for row, column, words in said if (value := _beside(sheet, row, column, words))}
    weak = {value for _r, _c, words in said if not _FILTER.match(words) for value in _days(_ON, words)}
    for row, column, words in said:
        if words.strip(" :") == "период":
            words = f"период: {plain(sheet.cell(row, _next_filled(sheet, row, column)))}"
        found.period = found.period or (None if _FILTER.match(words) else period_of(words))
    for dates in (strong, weak, {found.period[1]} if found.period else set()):
        if len(dates) == 1:
            found.as_of = next(iter(dates))
            return
        if dates:
            found.conflict = True
            return
    for name in (f"{sheet.name}.", file_name):
        named = name_dates(name)
        if len(named) == 1 or (len(named) == 2 and named[0] < named[1]):
            found.as_of = named[-1]
            return


def _next_filled(sheet: Sheet, row: int, column: int) -> int:
    """The column of the next filled cell of a row, beyond it when there is none."""
    cells = sheet.rows[row]
    return next((place for place in range(column + 1, len(cells)) if cells[place] is not None), len(cells))


def _days(pattern: re.Pattern[str], words: str) -> list[date]:
    found = []
    for match in pattern.finditer(words):
        value = _one(match.group(1))
        if value is not None:
            found.append(value)
    return found


def _one(raw: str) -> date | None:
    try:
        return day(raw)
    except BadValue:
        return None


def _beside(sheet: Sheet, row: int, column: int, words: str) -> date | None:
    """A label in one cell, its date in the next filled one."""
    if not _AS_OF_LABEL.match(words):
        return None
    cells: list[Cell] = [cell for cell in sheet.rows[row][column + 1 :] if cell is not None]
    if not cells:
        return None
    try:
        return day(cells[0])
    except BadValue:
        return None


def period_of(words: str) -> tuple[date, date] | None:
    """The period a lower-cased line words: «за Июль 2019 г.», «за 1 полугодие 2025 г.», «01.01.2016 - 06.11.2017»."""
    if (pair := _RANGE.search(words)) and (first := _one(pair.group(1))) and (last := _one(pair.group(2))):
        return (first, last) if first <= last else None
    if months := _MONTHS_RANGE.search(words):
        a, year_a, b, year_b = months.groups()
        return _span(int(year_a), _month(a), int(year_b), _month(b))
    if months := _MONTHS_ONE_YEAR.search(words):
        a, b, year = months.groups()
        return _span(int(year), _month(a), int(year), _month(b))
    for pattern, length in ((_QUARTER, 3), (_HALF, 6)):
        parts = [(_ordinal(part.group(1)), int(part.group(2))) for part in pattern.finditer(words)]
        if parts and all(1 <= number <= 12 // length for number, _year in parts):
            (lowest, since), (highest, until) = parts[0], parts[-1]
            return _span(since, lowest * length - length + 1, until, highest * length)
    if (some := _FROM_JANUARY.search(words)) and 1 <= int(some.group(1)) <= 12:
        return _span(int(some.group(2)), 1, int(some.group(2)), int(some.group(1)))
    if month := _ONE_MONTH.search(words):
        number, year = _month(month.group(1)), int(month.group(2))
        return _span(year, number, year, number)
    if year_only := _YEAR.search(words):
        return _span(int(year_only.group(1)), 1, int(year_only.group(1)), 12)
    if (single := _ONE_DAY.search(words)) and (value := _one(single.group(1))):
        return value, value
    return None


def _ordinal(said: str) -> int:
    return int(said) if said.isdigit() else _ORDINALS.get(said, _ORDINALS.get(said[:4], 0))


def _month(stem: str) -> int:
    return MONTHS.get(stem[:3], 1)


def _span(year: int, month: int, last_year: int, last_month: int) -> tuple[date, date] | None:
    if not (1990 <= year <= 2099 and 1990 <= last_year <= 2099):
        return None
    first, last = date(year, month, 1), date(last_year, last_month, monthrange(last_year, last_month)[1])
    return (first, last) if first <= last else None


def dates_in(said: str) -> list[date]:
    """Dates that stand in a text, in their order."""
    return _days(_ANY, said.lower())


def name_dates(file_name: str) -> list[date]:
    """Dates in a file's name: «… на 11.06.2026.xlsx», ``2008-06-01``."""
    found: list[date] = []
    for match in _NAME_DATE.finditer(PurePath(file_name).stem):
        a, b, c, year, month, number = match.groups()
        value = _one(f"{int(a):02d}.{int(b):02d}.{c}" if a else f"{year}-{month}-{number}")
        if value is not None and value not in found:
            found.append(value)
    return found


def plain(cell: Cell) -> str:
    """Lower-cased text of a cell with ё as е, for a search of words."""
    return full_text(cell).lower().replace("ё", "е")
