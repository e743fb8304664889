"""A bank's statement in the exchange format of 1C (1CClientBankExchange): lines «Key=Value», no table.

Plain text of at most 50 MB, so it is read here and not by the child: no library parses it, every line is clipped.
Bytes are trusted before the declared encoding, documents before the header's dates. Of the documents only money
that came is a fact; what went out and our own transfers are declared skips.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.domain.money import BadValue, Kopecks, parse_money
from app.domain.names import inn_valid
from app.domain.purpose import named_in
from app.domain.statement import Severity, SourceFile, StatedLine, Statement, StatementKind
from app.errors import InputRefused
from app.formats import day as day_text
from app.formats import money as money_text
from app.i18n import _
from app.ingest import values
from app.ingest.tally import Tally
from app.ingest.wording import refused
from app.progress import Progress, silent

LAYOUT = "1c-bank"
MARK = b"1cclientbankexchange"
LINE_LIMIT = 4000
PURPOSE_LIMIT = 1000
HEARD = 5000
"""Lines between two looks at whether the person asked to stop."""
HOLE = bytes(16)
_BOM = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_ENDS = ("Секция", "Конец")
_FRAMES = ("Секция", "СЕКЦИЯ", "секция")
_PAYER_INN = re.compile(r"^\s*(?:ИНН\s*)?(\d{10}|\d{12}|\d{5})\s*[,;/]?\s*(?:КПП\s*\d{9}\s*)?", re.IGNORECASE)
_AFTER_NAME = re.compile(r"\s*(?://.*|\s(?:р/с|р/сч|счет)\s*\d{20}.*)$", re.IGNORECASE)


@dataclass(slots=True)
class Section:
    """A part of the file: the line it begins in, what it is, and every key of it, known or not."""

    row: int
    kind: str = ""
    keys: dict[str, str] = field(default_factory=dict)
    last: str = ""

    def get(self, *names: str) -> str:
        """The first filled value of these keys."""
        return next((found for name in names if (found := self.keys.get(name.casefold(), ""))), "")

    @property
    def doubled(self) -> bool:
        """Two numbers or two sums: what parts one document from the next is lost."""
        return any(self.get(name + "+") not in ("", self.get(name)) for name in ("Номер", "Сумма"))

    def put(self, name: str, said: str) -> None:
        """A key; of a repeated one the first filled value stays, the others are kept beside."""
        key = name.casefold()
        while self.keys.get(key):
            key += "+"
        self.keys[key] = said
        self.last = key


@dataclass(slots=True)
class Exchange:
    """The file as parsed. ``accounts``: sections of accounts; ``own``: our accounts wherever they are named."""

    header: Section = field(default_factory=lambda: Section(1))
    accounts: list[Section] = field(default_factory=list)
    documents: list[Section] = field(default_factory=list)
    ended: bool = True

    @property
    def own(self) -> frozenset[str]:
        """Numbers of our accounts."""
        said = [value for key, value in self.header.keys.items() if key.rstrip("+") == "расчсчет"]
        said += [section.get("РасчСчет") for section in self.accounts]
        return frozenset(_digits(number) for number in said) - {""}


def recognised(data: bytes) -> bool:
    """Whether the first line says what the file is."""
    head = data[:200]
    if head.startswith(_WIDE):
        head = head.decode("utf-16", "replace").encode()
    return head.removeprefix(_BOM).lstrip(b" \t\r\n").lower().startswith(MARK)


def decoded(data: bytes) -> list[str]:
    """Lines of text. A byte order mark or valid UTF-8 with Cyrillic is UTF-8, whatever the header says; else the
    page in which the words of the format are words, the header's «Кодировка» being asked first. In a Windows file
    a line of UTF-8 is read as such, and what cannot be read spoils its own line only."""
    if data.startswith(_WIDE):
        return [line[:LINE_LIMIT] for line in re.split(r"\r\n|\n|\r", data.decode("utf-16", "replace"))]
    lines = re.split(rb"\r\n|\n|\r", data)
    try:
        whole = data.decode("utf-8-sig")
        if data.startswith(_BOM) or whole.isascii() or _CYRILLIC.search(whole):
            return [line[:LINE_LIMIT] for line in re.split(r"\r\n|\n|\r", whole)]
    except UnicodeDecodeError:
        if data.startswith(_BOM):
            return [line.decode("utf-8", "replace")[:LINE_LIMIT] for line in lines]
    dos = any(line.strip().lower().endswith(b"=dos") for line in lines[:30])
    pages = ("cp866", "cp1251") if dos else ("cp1251", "cp866")
    page = next((page for page in pages if any(said.encode(page) in data for said in _FRAMES)), pages[0])
    return [_line(line, page)[:LINE_LIMIT] for line in lines]


def _line(raw: bytes, encoding: str) -> str:
    if not raw.isascii():
        try:
            said = raw.decode("utf-8")
            if said.startswith(_ENDS) or said.partition("=")[0].casefold() in _KNOWN:
                return said
        except UnicodeDecodeError:
            pass
    return raw.decode(encoding, "replace")


def parsed(lines: Sequence[str], progress: Progress | None = None) -> Exchange:
    """Sections of the file, in any order of keys, ends of sections and of the file missing or not. Raises
    ``Cancelled``."""
    progress = progress or silent()
    found = Exchange()
    here = found.header
    for number, raw in enumerate(lines, 1):
        if number % HEARD == 0:
            progress.step(number, len(lines))
        line = raw.strip()
        name, sign, said = (part.strip() for part in line.partition("="))
        key = name.casefold()
        if key == "секциядокумент":
            here = Section(number, said)
            found.documents.append(here)
        elif key == "секциярасчсчет":
            here = Section(number)
            found.accounts.append(here)
        elif key in ("конецдокумента", "конецрасчсчет"):
            here = found.header
        elif key == "конецфайла":
            break
        elif sign and re.fullmatch(r"\w+", name):
            here.put(name, said)
        elif line and here.last and here is not found.header:  # a purpose with a line break
            here.keys[here.last] = f"{here.keys[here.last]} {line}"[:LINE_LIMIT]
    else:  # without an end of the file its last document must at least end
        found.ended = here is found.header
    return found


def read(data: bytes, source: SourceFile, progress: Progress) -> Statement:
    """The statement of a bank's file. Raises ``InputRefused`` when no money came by it, and ``Cancelled``."""
    if HOLE in data:
        raise refused(source.name, "damaged")
    exchange = parsed(decoded(data), progress)
    reader = _Reader(exchange, Tally("", progress), exchange.own)
    reader.run()
    tally = reader.tally
    errors = [problem for problem in tally.problems if problem.severity is Severity.ERROR]
    if not tally.lines:
        raise InputRefused(
            _("«{name}» is a bank's file (1CClientBankExchange) without an incoming payment.").format(name=source.name),
            errors[0].text if errors else _("Documents in it: {count}, none of them brings money.").format(
                count=len(exchange.documents)
            ),
        )  # fmt: skip
    period = reader.period()
    control = reader.control()
    return Statement(
        kind=StatementKind.PAYMENTS,
        layout=LAYOUT,
        file=source,
        as_of=period[1],
        lines=tuple(tally.lines),
        rows=tally.rows,
        title=_("Bank statement, account {accounts}").format(accounts=", ".join(sorted(exchange.own)) or "—"),
        organisation=reader.organisation(),
        # totals that differ are told and do not stop the file: the documents are what came
        control=control if control == sum(line.amount or 0 for line in tally.lines) else None,
        problems=tuple(replace(problem, file=source.name) for problem in tally.problems),
        skipped=tuple(tally.skipped),
        period=period,
    )


@dataclass(slots=True)
class _Reader:
    exchange: Exchange
    tally: Tally
    own: frozenset[str]
    transfers: set[tuple[str, str, Kopecks]] = field(default_factory=set)
    names: Counter[str] = field(default_factory=Counter)

    def run(self) -> None:
        """Every document to one end, then the sums of sections."""
        for document in self.exchange.documents:
            self.tally.count(len(self.exchange.documents))
            self._document(document)
        self._sections()
        self._twins()
        if not self.exchange.ended:
            self._warn(None, _("The file breaks off in the middle of a document: it may be cut short."))
        stated = self.control()
        came = sum(line.amount or 0 for line in self.tally.lines)
        if stated is not None and stated != came:
            self._warn(None, _("By its totals {stated} came to the account, by its documents {read}.").format(
                stated=money_text(stated), read=money_text(came)
            ))  # fmt: skip

    def _warn(self, row: int | None, text: str) -> None:
        self.tally.warn(None if row is None else row - 1, None, text, "bank")

    def _document(self, section: Section) -> None:
        row = section.row - 1
        try:
            amount = parse_money(section.get("Сумма"))
            when = section.get("ДатаПоступило") or section.get("Дата", "ДатаСписано")
            day = values.day(when)
        except BadValue as problem:
            self.tally.error(row, None, str(problem))
            return
        if day is None or amount <= 0:
            self.tally.error(row, None, _("A document of the bank has no date or no sum."))
            return
        if section.doubled:
            self.tally.error(row, None, _("Two documents have run into one: the file is damaged here."))
            return
        reason = self._no_fact(section, amount)
        if reason:
            self.tally.skip(row, reason)
            return
        if not self._comes(section):
            self.tally.error(row, None, _("It cannot be told whether this money came or went."))
            return
        self._take(section, amount, day)

    def _no_fact(self, section: Section, amount: Kopecks) -> str:
        """Why the document is no incoming payment; empty when it may be one."""
        mine, theirs = self._accounts(section, "Получатель"), self._accounts(section, "Плательщик")
        foreign = next((number for number in mine & self.own if number[5:8] not in ("810", "643")), "")
        payer_inn, payee_inn = _digits(section.get("ПлательщикИНН")), _digits(section.get("ПолучательИНН"))
        same = payer_inn == payee_inn and inn_valid(payer_inn)
        if (mine & self.own and theirs & self.own) or (same and mine & self.own):
            self.transfers.add((section.get("Номер"), section.get("Дата"), amount))  # each account tells of it
            return _("transfer between our own accounts")
        if foreign and len(foreign) == 20:
            return _("account in another currency")
        return "" if self._comes(section) is not False else _("outgoing payment")

    def _comes(self, section: Section) -> bool | None:
        """Incoming or outgoing by our account; by the dates of credit and debit where it is not named; ``None``:
        nothing tells."""
        mine, theirs = self._accounts(section, "Получатель"), self._accounts(section, "Плательщик")
        if mine & self.own:
            return True
        if theirs & self.own:
            return False
        came, went = bool(section.get("ДатаПоступило")), bool(section.get("ДатаСписано"))
        return None if came == went else came

    @staticmethod
    def _accounts(section: Section, side: str) -> frozenset[str]:
        return frozenset(_digits(section.get(side + name)) for name in ("Счет", "РасчСчет")) - {""}

    def _take(self, section: Section, amount: Kopecks, day: date) -> None:
        payer, inn = payer_of(section)
        if not payer and not inn:
            self.tally.error(section.row - 1, None, _("The payer is not named."))
            return
        lines = " ".join(filter(None, (section.get(f"НазначениеПлатежа{number}") for number in range(1, 7))))
        said = max(section.get("НазначениеПлатежа"), lines, key=len)  # some banks put the first line alone there
        purpose = values.text(said, PURPOSE_LIMIT)
        self.names[values.text(section.get("Получатель1", "Получатель"))] += 1
        self.tally.fact(
            StatedLine(
                row=section.row,
                client=payer or inn,
                amount=amount,
                inn=inn,
                kind=values.text(section.kind),
                number=values.text(section.get("Номер"), 100),
                doc_date=day,
                comment=purpose,
                named=named_in(purpose),
            )
        )

    def _sections(self) -> None:
        """Opening + came - went = closing, for each section of an account."""
        for section in self._own_sections():
            try:
                sums = [parse_money(said) for name in _SUMS if (said := section.get(name))]
            except BadValue as problem:
                self._warn(section.row, str(problem))
                continue
            if len(sums) == len(_SUMS) and sums[0] + sums[1] - sums[2] != sums[3]:
                text = _("Account {account}: {opening} + {came} − {went} is not {closing}.")
                self._warn(section.row, text.format(
                    account=_digits(section.get("РасчСчет")) or "—", opening=money_text(sums[0]),
                    came=money_text(sums[1]), went=money_text(sums[2]), closing=money_text(sums[3]),
                ))  # fmt: skip

    def _own_sections(self) -> list[Section]:
        """Sections of accounts; one that is repeated word for word counts once."""
        found = {tuple(sorted(section.keys.items())): section for section in reversed(self.exchange.accounts)}
        return list(reversed(found.values()))

    def _twins(self) -> None:
        """One document twice: both stay, the person is told."""
        seen: dict[tuple[object, ...], list[StatedLine]] = defaultdict(list)
        for line in self.tally.lines:
            seen[(line.number, line.doc_date, line.amount, line.inn or line.client, line.comment)].append(line)
        for lines in seen.values():
            if len(lines) > 1:
                said = _("Payment {number} of «{client}» stands in the file more than once: lines {rows}.")
                rows = ", ".join(str(line.row) for line in lines[:10])
                self._warn(lines[1].row, said.format(
                    number=lines[0].number or "—", client=lines[0].client[:60], rows=rows
                ))  # fmt: skip

    def control(self) -> Kopecks | None:
        """What came to the accounts by the file's own totals, without our transfers."""
        said = [section.get("ВсегоПоступило") for section in self._own_sections()]
        if not said or "" in said:
            return None
        try:
            return sum(parse_money(text) for text in said) - sum(amount for _number, _day, amount in self.transfers)
        except BadValue:
            return None

    def period(self) -> tuple[date, date]:
        """The header's period, widened to the documents: real headers contradict them."""
        days = [line.doc_date for line in self.tally.lines if line.doc_date is not None]
        sections = [self.exchange.header, *self.exchange.accounts]
        begins = [day for section in sections if (day := _day(section.get("ДатаНачала")))]
        ends = [day for section in sections if (day := _day(section.get("ДатаКонца")))]
        first, last = min(begins, default=min(days)), max(ends, default=max(days))
        if first > min(days) or last < max(days) or first > last:
            text = _("The header's period {first} – {last} does not hold its documents; theirs was taken.")
            self._warn(None, text.format(first=day_text(first), last=day_text(last)))
            return min(days), max(days)
        return first, last

    def organisation(self) -> str:
        """Who was paid, most often."""
        return next((name for name, _count in self.names.most_common() if name), "")


_SUMS = ("НачальныйОстаток", "ВсегоПоступило", "ВсегоСписано", "КонечныйОстаток")
_KNOWN = frozenset(
    name.casefold()
    for name in (
        *_SUMS, "Отправитель", "Получатель", "Получатель1", "Плательщик", "Плательщик1", "НазначениеПлатежа",
        "ПлательщикБанк1", "ПлательщикБанк2", "ПолучательБанк1", "ПолучательБанк2", "Кодировка", "РасчСчет",
    )
)  # fmt: skip


def payer_of(section: Section) -> tuple[str, str]:
    """Name and taxpayer number of the payer: «7777777777, ООО "…"», «ИНН 7777777777 ООО …», and what banks put
    after the name («//г. Москва…//», «р/с …») taken off."""
    name = section.get("Плательщик1", "Плательщик")
    inn = _digits(section.get("ПлательщикИНН"))
    found = _PAYER_INN.match(name)
    if found and name[found.end() :].strip():
        inn = inn or found.group(1)
        name = name[found.end() :]
    name = _AFTER_NAME.sub("", values.text(name))
    return name.strip(" ,;"), inn if len(inn) in (10, 12) else ""


def _digits(said: str) -> str:
    found = re.sub(r"\s", "", said)
    return found if found.isascii() and found.isdigit() and found.strip("0") else ""


def _day(said: str) -> date | None:
    try:
        return values.day(said)
    except BadValue:
        return None
