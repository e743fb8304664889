"""«Карточка счета 62»: every shipment, payment and offset with its own date, hence the history of payments.

Under «Дебет» and «Кредит» stands the account, the sum is to the right of it. Дт 62.01 Кт 90 is a shipment, Дт 51
Кт 62 money; Дт 62.02 Кт 62.01 sets an advance against a shipment: an inner move, never counted as a payment.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from app.domain.money import BadValue, Kopecks
from app.domain.purpose import document_named, split
from app.domain.statement import Level, Movement, StatedLine, StatementKind
from app.formats import money as money_text
from app.i18n import _
from app.ingest import values
from app.ingest.layouts.turnover import refuse_other_account
from app.ingest.outline import ACCOUNT, word_dim
from app.ingest.sheet import Cell, Row, Sheet, blank
from app.ingest.spans import figure
from app.ingest.stack import Dim, Stack, find_stack
from app.ingest.tally import Tally
from app.ingest.title import Preamble, preamble
from app.ingest.words import plain, signature

LAYOUT = "1c-card"
_MONEY = ("50", "51", "52", "55", "57")
_OURS = ("62", "1210", "3510")
_OPENING = re.compile(r"сальдо на начало")
_CLOSING = re.compile(r"обороты за период|сальдо на конец")
_SUBTOTAL = re.compile(r"обороты за\b|итого\b")
_ACCOUNT = re.compile(r"карточка счета\s+(\d{2}(?:\.\d{1,2})?|\d{4})")
_INN = re.compile(r"[\s,(]+ИНН:?\s*(\d{12}|\d{10})\)?$")
_FORM = re.compile(r"(?:^|\W)(?:ООО|[ПОЗН]?АО|ИП|ТОО|ГУП|МУП|ФГУП)(?:\W|$)")
_BANK = re.compile(r"(?<!\d)\d{20}(?!\d)")
_CONTENT = re.compile(
    r"(?:реализаци|продаж|отгруз|оплат|поступлени|выручк|зачет|взаимозачет|возврат|списани|корректировк|перенос|"
    r"операци|начислен|аванс)", re.IGNORECASE,
)  # fmt: skip
"""What the first line of «Операция» says of an entry of the old card, and names of flows of money."""
_DOCUMENT = re.compile(
    r"(?:реализаци|поступлени|списани|корректировк|документ расчетов|операци|сч[её]т|заказ|акт\b|накладн|возврат|"
    r"приходн|расходн|плат[её]жн|отч[её]т|ввод|взаимоз|зач[её]т|передач|оказани|чек\b|продаж|оплат|упд\b)",
    re.IGNORECASE,
)
"""Documents as 1C names them. A contract of a free wording, «СЗ ГАЛС-7 от 26.07.24», looks like one more."""


@dataclass(slots=True)
class CardPlan:
    """Columns of a card by the words of its header."""

    sheet: Sheet
    stack: Stack
    title: Preamble
    columns: dict[str, int]
    layout: str = LAYOUT
    level: Level = Level.DOCUMENT
    kind: StatementKind = StatementKind.MOVEMENTS

    def read(self, tally: Tally) -> None:
        """Every row to one end."""
        _Reader(self, tally).run()


def match(sheet: Sheet, file_name: str) -> CardPlan | None:
    """A plan for a header with a document, debit, credit and a running balance."""
    stack = find_stack(sheet)
    if stack is None or Dim.DAY not in stack.dims:
        return None
    columns: dict[str, int] = {"day": stack.column}
    for column, said in sorted(stack.words.items()):
        for name, begins in _BEGINS.items():
            if said.startswith(begins):
                columns.setdefault(name, column)
    if not {"document", "debit", "credit", "balance"} <= columns.keys():
        return None
    title = preamble(sheet, stack.header.top, file_name)
    refuse_other_account(title)
    return CardPlan(sheet, stack, title, columns)


_BEGINS = {
    "document": ("документ",),
    "debit_about": ("аналитика дт",),
    "credit_about": ("аналитика кт",),
    "about": ("операция", "содержание"),
    "indicator": ("показа",),
    "debit": ("дебет",),
    "credit": ("кредит",),
    "balance": ("текущее сальдо",),
}


@dataclass
class _Reader:
    plan: CardPlan
    tally: Tally
    opening: Kopecks | None = None
    closing: Kopecks | None = None
    turnover: Kopecks = 0
    begun: bool = False  # an opening balance is stated, be it nothing

    @cached_property
    def own(self) -> tuple[str, ...]:
        """The account whose balance the card states: of 62.01 alone an offset of an advance is a turnover too."""
        found = _ACCOUNT.search(self.plan.title.words)
        return (found.group(1),) if found and found.group(1).startswith(_OURS) else _OURS

    def run(self) -> None:
        header = self.plan.stack.header
        for number, row in enumerate(self.plan.sheet.rows):
            if blank(row):
                continue
            self.tally.count(len(self.plan.sheet.rows))
            if number < header.top:
                self.tally.skip(number, _("line above the table"))
            elif number <= header.bottom:
                self.tally.skip(number, _("headings of columns"))
            else:
                self._row(number, row)
        if self.begun and not self.opening:
            self._nothing_older()
        self._check()

    def _row(self, number: int, row: Row) -> None:
        first = plain(next((values.text(cell) for cell in row if cell is not None), ""))
        if _OPENING.match(first):
            self.opening, self.begun = self._balance(row), True
            self.tally.skip(number, _("opening balance"))
        elif _CLOSING.match(first):
            self.closing = self._balance(row)
            self.tally.skip(number, _("row of totals"))
        elif _SUBTOTAL.match(first):
            self.tally.skip(number, _("row of totals"))
        elif self.closing is not None and (signature(first) or not any(map(figure, row))):
            self.tally.skip(number, _("note below the table"))
        elif self._other_indicator(row):
            self.tally.skip(number, _("another indicator than bookkeeping"))
        else:
            self._movement(number, row)

    def _other_indicator(self, row: Row) -> bool:
        said = plain(values.text(self._at(row, "indicator")))
        return said not in ("", "бу") or plain(values.text(self._at(row, "document"))) in ("кол-во", "в валюте")

    def _at(self, row: Row, name: str) -> Cell:
        column = self.plan.columns.get(name)
        return row[column] if column is not None and column < len(row) else None

    def _side(self, row: Row, name: str, until: str) -> tuple[str, Kopecks | None]:
        """Account and sum of a side. Raises ``BadValue``."""
        start, end = self.plan.columns[name], self.plan.columns[until]
        account, found = "", None
        for cell in row[start:end]:
            said = values.text(cell)
            if not account and not found and ACCOUNT.fullmatch(said):
                account = said
            elif cell is not None and said and found is None:
                found = values.money(cell, self.plan.title.scale)
        return account, found

    def _balance(self, row: Row) -> Kopecks | None:
        """Letter «Д» or «К» and a sum."""
        cells = [cell for cell in row[self.plan.columns["balance"] :] if not values.empty(cell)]
        sign = -1 if any(values.text(cell).upper() in ("К", "КТ") for cell in cells) else 1
        for cell in cells:
            try:
                found = values.money(cell, self.plan.title.scale)
            except BadValue:
                continue
            return None if found is None else sign * found
        return None

    def _movement(self, number: int, row: Row) -> None:
        try:
            day = values.day(self._at(row, "day"))
            debit, debited = self._side(row, "debit", "credit")
            credit, credited = self._side(row, "credit", "balance")
        except BadValue as problem:
            self.tally.error(number, None, str(problem))
            return
        amount = debited if debited is not None else credited
        if day is None or amount is None:
            self.tally.error(number, None, _("A row of the card has no date or no sum."))
            return
        movement = movement_of(debit, credit, amount)
        if movement is None:
            self.tally.skip(number, _("account {account} is not settlements with customers").format(
                account=f"{debit}/{credit}"
            ))  # fmt: skip
            return
        self.turnover += amount * (debit.startswith(self.own) - credit.startswith(self.own))
        about, other = self._analytics(number, row, debit, credit)
        if movement is Movement.CORRECTION and amount > 0 and credit.startswith("91") and self._of_itself(row, about):
            movement = Movement.SHIPMENT  # equipment or materials sold
        if movement is Movement.OFFSET and about.client and other.client and about.client != other.client:
            self._take(number, row, Movement.CORRECTION, -amount, other)  # the debt of one is handed to another
            self._take(number, row, Movement.CORRECTION, amount, about)
        else:
            ours = debit.startswith(_OURS) and movement is not Movement.OFFSET
            signed = amount if ours or movement is Movement.OFFSET else -amount
            self._take(number, row, movement, signed, about if ours else other)

    def _about(self, number: int, row: Row, name: str) -> "Analytics":
        if name in self.plan.columns:
            return analytics(self._at(row, name))
        about = analytics(self._at(row, "about"), True, self.buyers, last=name == "credit_about")
        if about.doubtful and name == "credit_about":
            said = _("Several names stand in the operation; «{name}» was taken for the client.")
            self.tally.warn(number, self.plan.columns["about"], said.format(name=about.client[:60]), "several")
        return about

    @cached_property
    def buyers(self) -> frozenset[str]:
        """Clients of the rows where account 62 is debited: their names stand first in the «Операция» of an old card,
        while a payment names the flow of money before its client."""
        found = set()
        for row in self.plan.sheet.rows[self.plan.stack.header.bottom + 1 :]:
            account = next((values.text(cell) for cell in row[self.plan.columns["debit"] :] if cell is not None), "")
            if account.startswith(_OURS):
                found.add(analytics(self._at(row, "about"), True).client)
        return frozenset(found)

    def _analytics(self, number: int, row: Row, debit: str, credit: str) -> "tuple[Analytics, Analytics]":
        """Of both sides, empty for a side that is not account 62."""
        return (
            self._about(number, row, "debit_about") if debit.startswith(_OURS) else Analytics(),
            self._about(number, row, "credit_about") if credit.startswith(_OURS) else Analytics(),
        )

    def _of_itself(self, row: Row, about: "Analytics") -> bool:
        named = document_named(about.settles)
        return bool(named) and named == document_named(values.text(self._at(row, "document")))

    def _take(self, number: int, row: Row, movement: Movement, amount: Kopecks, about: "Analytics") -> None:
        """A line; ``amount`` above zero: the debt grows, or an advance is set off."""
        if not about.client:
            self.tally.error(number, None, _("There is a row without a client."))
            return
        said = self._at(row, "document")
        parts = re.split(r"[\r\n]+", said) if isinstance(said, str) else [values.text(said)]
        kind, code, dated = values.document(values.text(parts[0]))
        self.tally.fact(
            StatedLine(
                row=number + 1,
                client=about.client,
                amount=amount,
                sheet=self.plan.sheet.name,
                inn=about.inn,
                contract=about.contract,
                kind=kind,
                number=code,
                doc_date=values.day(self._at(row, "day")) or dated,
                organisation=self.plan.title.organisation,
                comment=values.text(" ".join(parts[1:])),
                movement=movement,
                settles=about.settles,
            )
        )

    def _nothing_older(self) -> None:
        """Nothing was owed where the card begins: what is older than the card is no debt that its payments settle, but
        a contract, or a document settled before."""
        own = {
            document_named(f"{line.number} от {line.doc_date:%d.%m.%Y}") for line in self.tally.lines if line.doc_date
        }
        starts = min((line.doc_date for line in self.tally.lines if line.doc_date), default=None)
        for line in self.tally.lines:
            name = document_named(line.settles)
            day = split(name)[1]
            if name and name not in own and day and starts and day < starts:
                line.contract, line.settles = line.contract or line.settles, ""

    def _check(self) -> None:
        """Opening balance + debit - credit = closing balance."""
        if self.opening:
            said = _("The card begins with a balance of {sum}: its documents are known only from a report on debts "
                     "of that day.")  # fmt: skip
            self.tally.note(None, None, said.format(sum=money_text(self.opening)))
        if self.closing is None:
            self.tally.warn(None, None, _("The card has no closing balance to check it by: it may be cut short."))
            return
        expected = (self.opening or 0) + self.turnover
        if expected != self.closing:
            said = _("The card's closing balance is {stated}, its rows give {read}.")
            self.tally.warn(None, None, said.format(stated=money_text(self.closing), read=money_text(expected)), "card")


def movement_of(debit: str, credit: str, amount: Kopecks) -> Movement | None:
    """What an entry does to the debts of customers; ``None`` when account 62 has no part in it."""
    ours, theirs = debit.startswith(_OURS), credit.startswith(_OURS)
    if ours and theirs:
        return Movement.OFFSET
    if ours:
        if credit.startswith(_MONEY):
            return Movement.REFUND
        return Movement.SHIPMENT if credit.startswith("90") and amount > 0 else Movement.CORRECTION
    if theirs:
        if not debit.startswith(_MONEY):
            return Movement.CORRECTION
        return Movement.ADVANCE if credit.startswith("62.02") else Movement.PAYMENT
    return None


@dataclass(frozen=True, slots=True)
class Analytics:
    """Whom an entry is about. ``settles``: the settlement document; ``doubtful``: several names may be the client's."""

    client: str = ""
    contract: str = ""
    settles: str = ""
    inn: str = ""
    doubtful: bool = False


def analytics(cell: Cell, mixed: bool = False, buyers: Collection[str] = (), *, last: bool = False) -> Analytics:
    """Counterparty, contract and settlement document of an «Аналитика» cell; their order is a user's setting.

    ``mixed``: the old «Операция», which begins with what was done and holds the analytics of both sides, those of the
    credit ``last``; ``buyers`` are clients known from other rows.
    """
    contracts: list[str] = []
    documents: list[str] = []
    names: list[str] = []
    for line in re.split(r"[\r\n]+", cell) if isinstance(cell, str) else []:
        said = values.text(line)
        dim = word_dim(said)
        if not said or said == "<...>" or (mixed and (_BANK.search(said) or dim is Dim.ACCOUNT)):
            continue
        if dim is Dim.DOCUMENT:
            documents.append(said)
        elif dim is Dim.CONTRACT and (mixed or not contracts):
            contracts.append(said)
        elif not (mixed and _CONTENT.match(said)):
            names.append(said)
    if last:
        contracts, documents = contracts[::-1], documents[::-1]
    settles = next((said for said in documents if _DOCUMENT.match(said)), documents[-1] if documents else "")
    contracts += [said for said in documents if said != settles and not _DOCUMENT.match(said)]
    place = _client_of(names, mixed, buyers)
    client = names.pop(place or 0) if names else ""
    inn = _INN.search(client)
    return Analytics(
        client[: inn.start()] if inn else client,
        contracts[0] if contracts else "" if mixed else next(iter(names), ""),
        settles,
        inn.group(1) if inn else "",
        place is None,
    )


def _client_of(names: list[str], mixed: bool, buyers: Collection[str]) -> int | None:
    """Which of the names is the client; ``None``: nothing tells, the first one as a rule."""
    if not mixed:  # a contract of a free wording may stand above the name of a company
        return 1 if len(names) > 1 and not _FORM.search(names[0]) and _FORM.search(names[1]) else 0
    if len(names) < 2:
        return 0
    known = (place for place, name in enumerate(names) if _INN.sub("", name) in buyers)
    formal = (place for place, name in enumerate(names) if _FORM.search(name))
    return next(known, next(formal, None))
