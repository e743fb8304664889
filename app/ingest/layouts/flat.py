"""The flat register: one header, a row for each debt, shipment or payment; also the article's weekly form.

Which of them it is, is told by the columns first (a balance makes it debts) and by the words of title, sheet
and headings then. A table that stays ambiguous is refused: sums taken for the wrong thing are worse than none.
"""

import re
from dataclasses import dataclass

from app.domain.money import BadValue, Kopecks
from app.domain.statement import Level, StatementKind
from app.errors import LayoutUnknown
from app.i18n import _
from app.ingest.cells import Cells
from app.ingest.date_order import example
from app.ingest.headings import Field, field_of
from app.ingest.layouts.flat_columns import Foreseen
from app.ingest.layouts.flat_rows import read_rows, usual_of
from app.ingest.layouts.refused import Declined
from app.ingest.recognise import Header, find_header
from app.ingest.sheet import Cell, Row, Sheet
from app.ingest.spans import fold
from app.ingest.tally import Tally
from app.ingest.title import Preamble, dates_in, preamble
from app.ingest.values import document, empty, money, text, whole_days
from app.ingest.words import subtotal

ARTICLE = "article"
FLAT = "flat"
_DEBT_WORDS = re.compile(r"задолженност|дебитор|\bдолг|неоплач|receivable|outstanding|open item|overdue")
_SALE_WORDS = re.compile(r"реализаци|продаж|отгруз|накладн|\bупд\b|sales|shipment|invoice")
_PAYMENT_WORDS = re.compile(r"поступлени|оплат|платеж|выписк|payment|receipt|cash in")
_NAME = re.compile(r"(?:^| )name(?: 1)?$", re.IGNORECASE)
PEEK = 400
STACKED = (Field.CONTRACT, Field.ORDER, Field.DOCUMENT, Field.CLIENT, Field.MANAGER, Field.ORGANISATION)
SUM_FIELDS = (Field.BALANCE, Field.OVERDUE_BALANCE, Field.AMOUNT)


@dataclass(slots=True)
class FlatPlan:
    """Header, kind and title of a flat table."""

    sheet: Sheet
    header: Header
    title: Preamble
    kind: StatementKind
    level: Level
    layout: str = FLAT
    doubts: tuple[str, ...] = ()
    spanned: bool = False  # headings over several columns: only the whole sheet tells where their values stand

    def read(self, tally: Tally) -> None:
        """Every row below the header."""
        if self.doubts:
            said = _("There are several columns of debt; «{taken}» was read, not {others}.")
            others = ", ".join(f"«{title}»" for title in self.doubts[1:])
            tally.warn(self.header.bottom, None, said.format(taken=self.doubts[0], others=others))
        read_rows(self.sheet, self.header, self.title, self.kind, tally)

    def foreseen(self) -> Foreseen:
        """A reader of its usual rows while they come."""
        cells = Cells(self.sheet, self.header, Tally(""), self.title.scale, self.title.as_of)
        return Foreseen(usual_of(cells, self.title, self.kind))


def _torn(sheet: Sheet, header: Header) -> bool:
    """Rows of a text run past the last heading by what looks like kopecks."""
    last = max(header.titles) + 1
    rows = [row for row in sheet.rows[header.bottom + 1 : header.bottom + 1 + PEEK] if len(row) > 1]
    torn = sum(re.fullmatch(r"\d\d", text(row[last]) if last < len(row) else "") is not None for row in rows)
    return torn * 2 > len(rows)


def match(sheet: Sheet, file_name: str) -> FlatPlan | None:
    """A plan when a header with a client and a sum is found and the kind of the sums is certain. Raises
    ``Declined`` and, when only a person knows how its dates are written, ``LayoutUnknown``."""
    header = find_header(sheet)
    if header is None:
        return None
    title = preamble(sheet, header.top, file_name)
    spanned = bool(fold(sheet, header.top, header.bottom, header.columns.get(Field.CLIENT, 0)))
    _settle_columns(sheet, header)
    doubts = _latest_balance(header, title)
    kind = _kind(sheet, header, title, file_name)
    if kind is None or _nested(sheet, header):
        return None
    if not sheet.typed and _torn(sheet, header):
        raise Declined(
            _("In «{name}» commas part both the columns and the kopecks: the sums cannot be put together again."),
            _("Save it in Excel or 1C as .xlsx and load that file."),
        )
    doubtful = example(sheet, header, title.as_of)
    if doubtful:
        raise LayoutUnknown(
            _("The dates of «{name}» can be read in two ways, such as {date}.").format(name=file_name, date=doubtful),
            _("Load it in the window: it will ask what comes first, the day or the month, and remember it."),
            file_name,
        )
    if kind is StatementKind.PAYMENTS:
        _prefer_bank_number(header)
    layout = ARTICLE if header.has(Field.OVERDUE_BALANCE) and header.has(Field.OVERDUE_DAYS) else FLAT
    return FlatPlan(sheet, header, title, kind, _level(sheet, header), layout, doubts, spanned)


def _nested(sheet: Sheet, header: Header) -> bool:
    """Sums stand at several outline levels: parents repeat their children, so this is no flat table.

    Rows of totals may stand higher: that is how Excel's own «Промежуточные итоги» look. Headings stacked under
    the header («Договор», «Расчетный документ») announce levels too, even where the outline was lost.
    """
    under = [cell for cell in sheet.rows[header.bottom + 1] if not empty(cell)] if _below(sheet, header) else []
    if len(under) == 1 and field_of(text(under[0])) in STACKED:
        return True
    if not sheet.outlined:
        return False
    column = next(header.columns[field] for field in SUM_FIELDS if field in header.columns)
    levels = {
        sheet.level(number)
        for number in range(header.bottom + 1, len(sheet.rows))
        if isinstance(sheet.cell(number, column), int | float | str)
        and not any(subtotal(text(cell)) for cell in sheet.rows[number] if isinstance(cell, str))
    }
    return len(levels) > 1


def _below(sheet: Sheet, header: Header) -> bool:
    return header.bottom + 1 < len(sheet.rows)


def peek(sheet: Sheet, header: Header, field: Field) -> list[Cell]:
    """The first filled cells of a column under the header."""
    column = header.columns.get(field)
    if column is None:
        return []
    rows = range(header.bottom + 1, min(header.bottom + 1 + PEEK, len(sheet.rows)))
    return [cell for row in rows if not empty(cell := sheet.cell(row, column))]


def _settle_columns(sheet: Sheet, header: Header) -> None:
    """Headings of two meanings: the cells below tell."""
    columns = header.columns
    if Field.DUE_DATE in columns and not header.has(Field.DEFERRAL):
        cells = peek(sheet, header, Field.DUE_DATE)
        if cells and all(_short_count(cell) for cell in cells):
            columns[Field.DEFERRAL] = columns.pop(Field.DUE_DATE)
    if Field.NUMBER in columns and Field.DOCUMENT in columns and header.titles[columns[Field.NUMBER]] == "№":
        columns[Field.ORDINAL] = columns.pop(Field.NUMBER)
    elif Field.NUMBER in columns and header.titles[columns[Field.NUMBER]] in ("№", "No", "No.", "#"):
        counted = [said for cell in peek(sheet, header, Field.NUMBER) if not subtotal(said := text(cell))]
        if counted and counted == [str(place + 1) for place in range(len(counted))]:
            columns[Field.ORDINAL] = columns.pop(Field.NUMBER)
    _settle_client(header)


def _latest_balance(header: Header, title: Preamble) -> tuple[str, ...]:
    """«Долг на 01.03.2026» beside «Долг на 08.03.2026»: the latest is the report's, and gives its date.

    Titles of the balance columns, the taken one first, when there are several.
    """
    taken = header.columns.get(Field.BALANCE)
    if taken is None:
        return ()
    every = [taken, *(column for name, column in header.more if name is Field.BALANCE)]
    dated = {column: found for column in every if (found := dates_in(header.titles[column]))}
    if dated and len(dated) == len(every):
        taken = max(every, key=lambda column: dated[column][-1])
        title.as_of = title.as_of or dated[taken][-1]
        header.columns[Field.BALANCE] = taken
    if len(every) == 1:
        return ()
    return header.titles[taken], *(header.titles[column] for column in every if column != taken)


def _settle_client(header: Header) -> None:
    """A code or a taxpayer number names the client where nothing else does; a name outranks an identifier."""
    columns = header.columns
    if not header.has(Field.CLIENT):
        source = next((name for name in (Field.CODE, Field.INN) if name in columns), None)
        if source is not None:
            columns[Field.CLIENT] = columns[source]
        return
    named = next((c for name, c in header.more if name is Field.CLIENT and _NAME.search(header.titles[c])), None)
    if named is not None and not _NAME.search(header.titles[columns[Field.CLIENT]]):
        columns.setdefault(Field.CODE, columns[Field.CLIENT])
        columns[Field.CLIENT] = named


def _prefer_bank_number(header: Header) -> None:
    """«Вх. номер» beside «Номер»: the payer's own number is what the bank's statement names the payment by."""
    given = next((c for name, c in header.more if name is Field.NUMBER and header.titles[c].lower()[:2] == "вх"), None)
    if given is not None:
        header.columns[Field.NUMBER] = given


def _short_count(cell: Cell) -> bool:
    """A deferral and not a date: a whole number below 1000."""
    if isinstance(cell, str) and re.search(r"[./-]\d", cell):
        return False
    try:
        days = whole_days(cell)
    except ValueError:
        return False
    return days is not None and 0 <= days < 1000


def _kind(sheet: Sheet, header: Header, title: Preamble, file_name: str) -> StatementKind | None:
    if _settled(sheet, header):
        return StatementKind.MOVEMENTS
    if header.has(Field.BALANCE, Field.OVERDUE_BALANCE, Field.PAID, Field.OVERDUE_DAYS, Field.SETTLED_DATE):
        return StatementKind.DEBTS  # a day of settlement that no row has: all of them are open
    said = f"{title.words} {sheet.name} {file_name}".lower().replace("ё", "е")
    if _DEBT_WORDS.search(said):
        return StatementKind.DEBTS
    if not header.has(Field.DOC_DATE, Field.PAY_DATE, Field.DOCUMENT):
        return None
    headings = " ".join(header.titles.values()).lower()
    kinds = " ".join(document(text(cell))[0] for cell in peek(sheet, header, Field.DOCUMENT)[:50]).lower()
    for words in (said, kinds, headings, _operations(sheet, header)):
        sale, payment = bool(_SALE_WORDS.search(words)), bool(_PAYMENT_WORDS.search(words))
        if sale != payment:
            return StatementKind.SALES if sale else StatementKind.PAYMENTS
    return None


def _settled(sheet: Sheet, header: Header) -> bool:
    """Days of settlement stand beside sums of documents: a ledger of movements. A balance of its own, less than the
    sum, outranks the day: part of it was paid then. A balance alone that settled documents keep is their sum."""
    settled, stated = (header.columns.get(name) for name in (Field.SETTLED_DATE, Field.BALANCE))
    if settled is None or not header.has(Field.AMOUNT, Field.BALANCE):
        return False
    rows = sheet.rows[header.bottom + 1 : header.bottom + 1 + PEEK]
    closed = [row for row in rows if settled < len(row) and not empty(row[settled])]
    amount = header.columns.get(Field.AMOUNT)
    if stated is None or not closed:
        return bool(closed)
    left = [_figure(row, stated) for row in closed]
    if amount is None:
        if any(left):
            header.columns[Field.AMOUNT] = header.columns.pop(Field.BALANCE)
        return any(left)
    return all(rest in (0, _figure(row, amount)) for rest, row in zip(left, closed, strict=True))


def _figure(row: Row, column: int) -> Kopecks:
    """Kopecks for comparing; nothing and trouble are zero."""
    try:
        return (money(row[column]) or 0) if column < len(row) else 0
    except BadValue:
        return 0


def _operations(sheet: Sheet, header: Header) -> str:
    """Words of the columns nobody knows: a list saved from 1C has no title, but it has «Вид операции»."""
    known = {column for name, column in header.columns.items() if name is not Field.OPERATION}
    known |= {column for _field, column in header.more}
    rows = sheet.rows[header.bottom + 1 : header.bottom + 51]
    said = {text(cell) for row in rows for column, cell in enumerate(row) if column not in known}
    return " ".join(sorted(said)).lower().replace("ё", "е")


def _level(sheet: Sheet, header: Header) -> Level:
    if any(peek(sheet, header, field) for field in (Field.DOCUMENT, Field.NUMBER)):
        return Level.DOCUMENT
    if peek(sheet, header, Field.ORDER):
        return Level.ORDER
    if peek(sheet, header, Field.DOC_DATE):
        return Level.DOCUMENT
    return Level.CONTRACT if peek(sheet, header, Field.CONTRACT) else Level.CLIENT
