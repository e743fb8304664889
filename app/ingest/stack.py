"""Headers of 1C reports: several lines, the first column of which names the levels of the rows below.

    Менеджер            |                  | Не просрочено | От 1 до 7 дней
    Партнер             | Долг    | Аванс  | Задолженность | Задолженность
    Договор
    Расчетный документ

The file itself declares what each outline level means; nothing is assumed about their order.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.ingest.headings import MONEY_FIELDS, Field, bucket_of, field_of, heading
from app.ingest.recognise import ANY_SUM, WIDEST, Header, filled_rows, spread, wordy
from app.ingest.sheet import Row, Sheet
from app.ingest.spans import fold
from app.ingest.values import full_text, text

HEIGHT = 8
_ACCOUNT = re.compile(r"\d{2}(?:\.\d{1,2})?")
_SEPARATED = re.compile(r"\s*[/,;\n]\s*")
_DECLARED = re.compile(
    r"(?:группировк[аи](?: строк)?|детализация по[^:]*?субконто|анализ субконто)\s*:?\s+(.+?)(?: за .*)?$"
)
_HIERARCHY = re.compile(r"\s*\([^)]*\)")


class Dim(StrEnum):
    """What a row of a grouped report stands for."""

    ORGANISATION = "organisation"
    ACCOUNT = "account"
    MANAGER = "manager"
    GROUP = "group"
    CLIENT = "client"
    CONTRACT = "contract"
    ORDER = "order"
    DOCUMENT = "document"
    CURRENCY = "currency"
    DAY = "day"
    TURN = "turn"  # a document that moved the debt: its row is a turnover and no debt


_DIMS: tuple[tuple[Dim, re.Pattern[str]], ...] = tuple(
    (dim, re.compile(pattern))
    for dim, pattern in (
        (Dim.MANAGER, r"(?:.*\.)?(?:основной )?менеджер(?: .*)?|ответственный(?: .*)?|куратор"),
        (Dim.ACCOUNT, r"счет(?:а)?(?: учета)?|субсчет"),
        (Dim.CURRENCY, r"(?:.*\.)?валюта(?: .*)?"),
        (Dim.ORGANISATION, r"(?:.*\.)?организаци[яи]"),
        (Dim.DAY, r"по дням|по месяцам|по неделям|период,? ?(?:день|месяц|неделя)?|дата|день"),
        (Dim.TURN, r"(?:документ (?:движения )?)?\(?регистратор\)?|документ движения(?: .*)?|хозяйственная операция"),
        (Dim.DOCUMENT, r"(?:расчетный )?документ(?:ы)?(?: расчетов| отгрузки| реализации| продажи| взаиморасчетов"
                       r")?(?: с контрагент\w+.*)?"),
        (Dim.ORDER, r"объекты? расчетов|заказ(?: клиента| покупателя)?|сделка"),
        (Dim.CONTRACT, r"договор(?:ы)?(?: контрагент\w+| с .*| взаиморасчетов)?|соглашение"),
        (Dim.CLIENT, r"(?:контрагент|клиент|покупател[ьи]|партнер|дебитор|заказчик)(?:ы|и|а)?(?: \(.*\))?"),
        (Dim.GROUP, r"(?:.*\.)?(?:подразделение|регион|бизнес-регион|сегмент(?: .*)?|группа(?: .*)?|головн\w+ .*|склад|"
                    r"проект|вид договора|направление(?: деятельности)?|канал сбыта|город)|субконто"),
    )
)  # fmt: skip


def dims_of(raw: str) -> list[Dim]:
    """Levels that one heading declares: «Клиент / Объект расчетов» is two. Empty for any other heading."""
    found: list[Dim] = []
    for part in _SEPARATED.split(heading(raw).words):
        dim = next((dim for dim, pattern in _DIMS if pattern.fullmatch(part)), None)
        if dim is None:
            return []
        if dim not in found:
            found.append(dim)
    return found


@dataclass(slots=True)
class Stack:
    """A many-line header: where it stands, the levels it declares, the column their names stand in."""

    header: Header
    dims: list[Dim] = field(default_factory=list)
    column: int = 0
    words: dict[int, str] = field(default_factory=dict)
    """Column -> all its headings from top to bottom, lower-cased."""
    roubles: set[int] = field(default_factory=set)
    """Columns whose headings name roubles."""
    spanned: bool = False  # headings over several columns: only the whole sheet tells where their values stand


def find_stack(sheet: Sheet) -> Stack | None:
    """The first block of lines whose first words declare levels and beside which stand headings of sums."""
    rows = filled_rows(sheet, 40)
    for number in rows:
        found = _stack_at(sheet, number)
        if found is not None:
            return found
    return None


def _stack_at(sheet: Sheet, top: int) -> Stack | None:
    place = _first_dim(sheet.rows[top])
    if place is None or not _headed(sheet.rows[top]):
        return None
    dims: list[Dim] = []
    bottom = top
    for number in range(top, min(top + HEIGHT, len(sheet.rows))):
        row = sheet.rows[number]
        here = full_text(row[place]) if place < len(row) else ""
        if _ordinal(here) and (beside := _first_dim(row)) is not None:
            place, here = beside, full_text(row[beside])  # «Менеджер», below it «№ | Клиент»
        declared = dims_of(here) if here else []
        filled = any(cell is not None for cell in row)
        if not _headed(row) or (here and not declared) or (not here and number > top and not filled):
            break
        if not here and number > top and not _headings(row):
            break
        _declare(dims, declared)
        bottom = number
    stack = _titled(sheet, top, bottom, place)
    stack.dims = dims
    alone = len(dims) > 1 and stack.header.has(Field.BALANCE)
    return stack if len(stack.words) >= 2 or alone else None


def _declare(dims: list[Dim], declared: list[Dim]) -> None:
    """Levels of one more line. «Партнер» above «Контрагент»: the partner is a group of legal persons."""
    if Dim.CLIENT in dims and Dim.CLIENT in declared:
        dims[dims.index(Dim.CLIENT)] = Dim.GROUP
    dims.extend(dim for dim in declared if dim not in dims)


def declared_above(texts: Sequence[str]) -> list[Dim]:
    """Levels that a line above the table names: «Группировки строк: Контрагент (Иерархия); Договор»,
    «Детализация по субсчетам, субконто: Контрагенты, Договоры», «Анализ субконто Контрагенты, Договоры за …»."""
    for said in texts:
        found = _DECLARED.search(said.lower().replace("ё", "е"))
        if found is None:
            continue
        parts = [_HIERARCHY.sub("", part).strip() for part in re.split(r"[;,]", found.group(1))]
        dims: list[Dim] = []
        for part in parts:
            _declare(dims, dims_of(part))
        if Dim.CLIENT in dims:
            return dims
    return []


def _ordinal(said: str) -> bool:
    return heading(said).words in ("№", "n") or field_of(said) is Field.ORDINAL if said else False


def _first_dim(row: Row) -> int | None:
    """The column of the first heading that declares a level; «№» may stand before it."""
    for column, cell in enumerate(row[:12]):
        if isinstance(cell, str) and cell.strip():
            if dims_of(cell):
                return column
            if not _ordinal(cell):
                return None
    return None


def _headed(row: Row) -> bool:
    """Words, among which numbers of accounts may stand: «Обороты счета» has a column for each."""
    others = tuple(None if cell is not None and _ACCOUNT.fullmatch(full_text(cell)) else cell for cell in row)
    return wordy(others) and any(cell is not None for cell in others)


def _headings(row: Row) -> bool:
    """Two headings at least, known ones: the lower line of a header rather than a row of names."""
    known = sum(
        isinstance(cell, str) and (field_of(cell) is not None or bucket_of(cell) is not None or side_of(cell) != "")
        for cell in row[:WIDEST]
    )
    return known >= 2 or (known == 1 and sum(cell is not None for cell in row) == 1)


def side_of(raw: str) -> str:
    """``debit``, ``credit`` or nothing."""
    low = heading(raw).words
    if re.search(r"(?:^|[\s.])(?:дебет\w*|деб|дт)\.?(?:$|[\s.])", low):
        return "debit"
    return "credit" if re.search(r"(?:^|[\s.])(?:кредит\w*|кред|кт)\.?(?:$|[\s.])", low) else ""


def _titled(sheet: Sheet, top: int, bottom: int, place: int) -> Stack:
    """Every column with its headings from top to bottom; a group's heading reaches over its columns."""
    lines = [spread(sheet, number) for number in range(top, bottom + 1)]
    width = min(max(map(len, lines)), WIDEST)
    stack = Stack(Header(top, bottom), column=place)
    continued = fold(sheet, top, bottom, place)
    stack.spanned = bool(continued)
    for column in range(place + 1, width):
        if column in continued:
            continue
        said = [full_text(line[column]) for line in lines if column < len(line) and line[column].strip()]
        if len(lines) > 1 and said and not (column < len(lines[0]) and lines[0][column].strip()):
            above = _reaching(sheet, lines[0], top, column)
            said = [above, *said] if above and above != said[0] else said
        said = list(dict.fromkeys(said))
        if said:
            stack.words[column] = " ".join(heading(part).words for part in said)
            if any(heading(part).unit == "money" for part in said):
                stack.roubles.add(column)
            _place(stack.header, column, said)
    stack.header.close()
    return stack


def _reaching(sheet: Sheet, line: list[str], top: int, column: int) -> str:
    """The heading to the left that lost its merge, when merges are not known at all."""
    if any(first == top for first, _left, _last, _right in sheet.merges):
        return ""
    left = column - 1
    while left >= 0 and not line[left].strip():
        left -= 1
    return full_text(line[left]) if left >= 1 else ""


def _place(header: Header, column: int, said: list[str]) -> None:
    """An interval wins over the group's name above or below it; then the fullest wording that means something."""
    header.titles[column] = text(said[-1])
    for part in said:
        interval = bucket_of(part)
        if interval is not None or field_of(part) is Field.NOT_DUE:
            if interval is not None:
                header.buckets.append((column, interval))
            else:
                header.columns.setdefault(Field.NOT_DUE, column)
            return
    lower = list(reversed(said))
    if len(said) > 1 and heading(said[-1]).words in ANY_SUM:  # «Наш долг», below it «Всего»
        lower = [*lower[1:], lower[0]]
    for wording in (" ".join(heading(part).words for part in said), *lower):
        found = field_of(wording)
        if found is not None:
            scale = next((heading(part).scale for part in said if heading(part).scale), 0)
            if scale:
                header.scales[column] = scale
            if found in header.columns:
                header.more.append((found, column))
            else:
                header.columns[found] = column
            return


def without_sums(stack: Stack) -> Stack:
    """The stack with no column of sums named: a report of turnovers finds them by their places."""
    stack.header.columns = {name: at for name, at in stack.header.columns.items() if name not in MONEY_FIELDS}
    stack.header.buckets = []
    return stack
