"""What we know of clients in our own words: one catalogue of traits, their values and how these are read.

Bookkeeping states a few things of a client; a name tells its legal form; the rest a person says (practice.md 1.1,
36 and 52: type, size, state or chain, share of core assortment). A value is stored as text: a key of the catalogue
for a choice, kopecks for money, otherwise the words themselves. What a person says is never written over by a file.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from app import formats
from app.domain.aging import AgingLine
from app.domain.money import BadValue, Kopecks, parse_money
from app.i18n import _

TEXT_LIMIT = 80
TARGET_SHARE = 50
"""A target client orders more of the core assortment than that, percent (practice.md 1.1, 36)."""


class Trait(StrEnum):
    """Keys of the table ``trait``."""

    KIND = "kind"
    SIZE = "size"
    REGION = "region"
    HOLDING = "holding"  # the group of related clients: the exact name makes the group
    LEGAL_FORM = "legal_form"
    CORE_SHARE = "core_share"  # percent of the core assortment in the orders, or its bounds in words
    AVG_ORDER = "avg_order"  # kopecks as text
    RISK = "risk"  # category A to E, A the least
    SECURED = "secured"  # by what the debt is secured, in words


class ValueKind(StrEnum):
    """How a value is written and stored."""

    CHOICE = "choice"  # one of the offered keys
    TEXT = "text"
    SHARE = "share"
    MONEY = "money"


class Origin(StrEnum):
    """Who says it: a person, the client's name, or bookkeeping's files."""

    OWN = "own"
    NAME = "name"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Definition:
    """One trait. ``offered``: (stored value, word) in the order to be shown; TEXT accepts others too."""

    trait: Trait
    title: str
    kind: ValueKind
    offered: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TraitValue:
    """``value`` as stored, never empty."""

    trait: Trait
    value: str
    origin: Origin

    @property
    def text(self) -> str:
        """As a person reads it."""
        return word(self.trait, self.value)


@dataclass(frozen=True, slots=True)
class Traits:
    """Everything known of one client: ``own`` is what a person said, ``derived`` what the name and files tell."""

    client_id: int
    own: Mapping[Trait, str] = field(default_factory=lambda: MappingProxyType({}))
    derived: Mapping[Trait, TraitValue] = field(default_factory=lambda: MappingProxyType({}))

    def get(self, trait: Trait) -> TraitValue | None:
        """The value in force: a person's word before what was derived."""
        if trait in self.own:
            return TraitValue(trait, self.own[trait], Origin.OWN)
        return self.derived.get(trait)

    def value(self, trait: Trait) -> str:
        """Its stored value, empty when nothing is known."""
        found = self.get(trait)
        return found.value if found else ""

    def text(self, trait: Trait) -> str:
        """Its words, empty when nothing is known."""
        found = self.get(trait)
        return found.text if found else ""

    def every(self) -> tuple[TraitValue, ...]:
        """All known values in the order of the catalogue."""
        return tuple(found for trait in Trait if (found := self.get(trait)) is not None)


@dataclass(frozen=True, slots=True)
class Holding:
    """A group of related clients on a date. Each keeps its own documents and payments: ``lines`` has one of each
    client, the largest debt first, those that owe nothing too; ``totals`` is their sum."""

    name: str
    as_of: date
    lines: tuple[AgingLine, ...]
    totals: AgingLine

    @property
    def clients(self) -> tuple[int, ...]:
        """Its members."""
        return tuple(line.client_id for line in self.lines if line.client_id is not None)


LEGAL_FORMS = ("ООО", "АО", "ПАО", "ЗАО", "ОАО", "НАО", "ИП", "ГУП/МУП", "бюджетное учреждение",
               "некоммерческая организация", "кооператив", "физлицо", "иностранная компания")  # fmt: skip
_FORM_WORDS = (
    ("общество с ограниченной ответственностью|ооо", "ООО"),
    ("публичное акционерное общество|пао", "ПАО"),
    ("закрытое акционерное общество|зао", "ЗАО"),
    ("открытое акционерное общество|оао", "ОАО"),
    ("непубличное акционерное общество|нао", "НАО"),
    ("акционерное общество|ао", "АО"),
    ("индивидуальный предприниматель|ип|пбоюл|чп", "ИП"),
    (r"(?:государственн|муниципальн|казенн)ое\s+(?:\w+\s+)?унитарное\s+(?:\w+\s+)?предприятие|ф?гуп|муп|мкп",
     "ГУП/МУП"),
    (r"(?:государственное |муниципальное |федеральное )*(?:бюджетн|казенн|автономн)ое\s+(?:\w+\s+){0,3}учреждение|"
     r"(?:фг|г|м|ог|кг)[бка]д?о?у(?:з|к|до|дод|со|дпо)?|фку", "бюджетное учреждение"),
    ("автономная некоммерческая организация|ано|нко|тсж|тсн|снт|фонд", "некоммерческая организация"),
    (r"(?:\w+\s+)?кооператив|спк|кфх", "кооператив"),
    (r"физическое лицо|физ\.? ?лицо|самозанят\w+", "физлицо"),
    ("тоо|gmbh|ltd|llc|сооо|чуп|осоо", "иностранная компания"),
)  # fmt: skip
_LATIN = re.compile(r"\b[ABCEHKMOPTXY]{2,4}\b")
_LOOKALIKES = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")
_KIND_WORDS = (
    ("state", r"гос|бюджет|муниципал|казен|администрац|министерств|ведомств"),
    ("holding", r"холдинг|концерн|группа компаний"),
    ("chain", r"сет(?:ь|и|ев)|федеральн|chain"),
    ("dealer", r"дилер|дистриб|франч"),
    ("retail", r"розни|магазин|салон|киоск|интернет-магазин"),
    ("other", r"проч|друг|ино[ей]"),
)
_SIZE_WORDS = (("large", r"крупн|больш"), ("medium", r"средн"), ("small", r"мал|мелк|микро|небольш"))
_RANGE = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*[-–—]\s*(\d{1,3}(?:[.,]\d+)?)")
_MORE = re.compile(r"(?:более|больше|свыше|выше|от|>=?)\s*(\d{1,3}(?:[.,]\d+)?)")
_LESS = re.compile(r"(?:менее|меньше|до|ниже|<=?)\s*(\d{1,3}(?:[.,]\d+)?)")
_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{1,4})?")


@lru_cache(maxsize=1)
def catalogue() -> Mapping[Trait, Definition]:
    """Every trait there is; a later one is a key of ``Trait`` and a line here."""
    kinds = (
        ("state", _("state body")),
        ("holding", _("large holding")),
        ("chain", _("retail chain")),
        ("dealer", _("dealer")),
        ("retail", _("retail shop")),
        ("other", _("other kind")),
    )
    sizes = (("large", _("large client")), ("medium", _("medium client")), ("small", _("small client")))
    shares = tuple((text, f"{text} %") for text in ("более 75", "50 - 75", "25 - 50", "менее 25"))
    secured = tuple((words, words) for words in ("поручительство", "залог", "банковская гарантия"))
    forms = tuple((form, form) for form in LEGAL_FORMS)
    made = (
        Definition(Trait.KIND, _("Client type"), ValueKind.CHOICE, kinds),
        Definition(Trait.SIZE, _("Size of client"), ValueKind.CHOICE, sizes),
        Definition(Trait.REGION, _("Region"), ValueKind.TEXT),
        Definition(Trait.HOLDING, _("Group of related clients"), ValueKind.TEXT),
        Definition(Trait.LEGAL_FORM, _("Legal form"), ValueKind.TEXT, forms),
        Definition(Trait.CORE_SHARE, _("Core assortment, %"), ValueKind.SHARE, shares),
        Definition(Trait.AVG_ORDER, _("Average order, ₽"), ValueKind.MONEY),
        Definition(Trait.RISK, _("Risk category"), ValueKind.CHOICE, tuple((one, one) for one in "ABCDE")),
        Definition(Trait.SECURED, _("Debt is secured by"), ValueKind.TEXT, secured),
    )
    return MappingProxyType({definition.trait: definition for definition in made})


def title(trait: Trait) -> str:
    """Its name in a form or a heading."""
    return catalogue()[trait].title


def word(trait: Trait, value: str) -> str:
    """A stored value as a person reads it; what the catalogue does not know is shown as it stands."""
    kind = catalogue()[trait].kind
    if kind is ValueKind.MONEY:
        return formats.roubles_sign(int(value)) if value.isdecimal() else value
    if kind is ValueKind.SHARE:
        number = value.replace(".", ",")
        return f"{number}{formats.NBSP}%" if number[-1:].isdigit() else number
    return dict(catalogue()[trait].offered).get(value, value)


def stored(trait: Trait, text: str) -> str:
    """What a person or a file wrote, as it is stored; empty for nothing. Raises ``BadValue`` with words."""
    text = clean(text)
    if not text:
        return ""
    definition = catalogue()[trait]
    if definition.kind is ValueKind.CHOICE:
        return _choice(definition, text)
    if definition.kind is ValueKind.SHARE:
        return _share(text)
    if definition.kind is ValueKind.MONEY:
        return _money(text)
    if len(text) > TEXT_LIMIT:
        raise BadValue(_("«{text}…» is too long: {most} characters at most").format(text=text[:20], most=TEXT_LIMIT))
    return (legal_form(text) or text) if trait is Trait.LEGAL_FORM else text


@lru_cache(maxsize=20_000)
def clean(text: str) -> str:
    """One line without control and direction signs and doubled blanks."""
    kept = (
        " " if sign.isspace() else sign
        for sign in unicodedata.normalize("NFC", text)
        if sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    return " ".join("".join(kept).split())


@lru_cache(maxsize=20_000)
def fold_spelling(value: str) -> str:
    """What two spellings of one region or group have in common: case, ё and quotes do not count."""
    return clean(re.sub("[\"'«»“”„]", "", value)).casefold().replace("ё", "е")


def legal_form(name: str) -> str:
    """The legal form in a client's name, one of ``LEGAL_FORMS``; empty when the name has none.

    The form stands at the beginning or at the end as a rule: the first found counts. ``ПБОЮЛ Иванов`` is an ИП,
    ``ООО "Фонд"`` an ООО.
    """
    text = _LATIN.sub(lambda found: found.group().translate(_LOOKALIKES), name)
    found = _form().search(text.casefold().replace("ё", "е"))
    return _FORM_WORDS[(found.lastindex or 1) - 1][1] if found else ""


@lru_cache(maxsize=1)
def _form() -> re.Pattern[str]:
    """All forms at once; made at the first use, for it costs as much as the rest of this module."""
    return re.compile(r"(?<!\w)(?:" + "|".join(f"({words})" for words, _form in _FORM_WORDS) + r")(?!\w)")


def derived(
    name: str, client_type: str = "", core_share: str = "", avg_order: Kopecks | None = None
) -> dict[Trait, TraitValue]:
    """What the name and bookkeeping's files tell: the defaults under a person's words."""
    out: dict[Trait, TraitValue] = {}
    form = legal_form(name)
    kind = kind_of(client_type)
    if kind:
        out[Trait.KIND] = TraitValue(Trait.KIND, kind, Origin.FILE)
    elif form in ("ГУП/МУП", "бюджетное учреждение"):
        out[Trait.KIND] = TraitValue(Trait.KIND, "state", Origin.NAME)
    if form:
        out[Trait.LEGAL_FORM] = TraitValue(Trait.LEGAL_FORM, form, Origin.NAME)
    if clean(core_share):
        out[Trait.CORE_SHARE] = TraitValue(Trait.CORE_SHARE, _share_or_words(core_share), Origin.FILE)
    if avg_order:
        out[Trait.AVG_ORDER] = TraitValue(Trait.AVG_ORDER, str(avg_order), Origin.FILE)
    return out


@lru_cache(maxsize=1_000)
def kind_of(words: str) -> str:
    """The kind that bookkeeping's client type means, empty when it says something else."""
    low = clean(words).casefold().replace("ё", "е")
    return next((key for key, pattern in _KIND_WORDS if re.search(rf"\b(?:{pattern})", low)), "")


def is_target(share: str) -> bool | None:
    """Whether more than ``TARGET_SHARE`` percent of the orders is core assortment; None when it cannot be told.

    «более 75» and «50 - 75» are target, «25 - 50» and «50» are not (practice.md 1.1, 36: > 50 %).
    """
    low = clean(share).casefold().rstrip("% ")
    if found := _RANGE.fullmatch(low):
        first, last = (_decimal(part) for part in found.groups())
        return True if first >= TARGET_SHARE else False if last <= TARGET_SHARE else None
    if found := _MORE.fullmatch(low):
        return True if _decimal(found.group(1)) >= TARGET_SHARE else None
    if found := _LESS.fullmatch(low):
        return False if _decimal(found.group(1)) <= TARGET_SHARE else None
    if _NUMBER.fullmatch(low):
        return _decimal(low) > TARGET_SHARE
    return None


def _choice(definition: Definition, text: str) -> str:
    low = text.casefold().replace("ё", "е")
    for value, shown in definition.offered:
        if low in (value, shown.casefold().replace("ё", "е")):
            return value
    words = {Trait.KIND: _KIND_WORDS, Trait.SIZE: _SIZE_WORDS}.get(definition.trait, ())
    found = next((value for value, pattern in words if re.match(rf"(?:{pattern})", low)), "")
    if found:
        return found
    offered = ", ".join(shown for _value, shown in definition.offered)
    raise BadValue(_("«{text}» is none of: {offered}").format(text=text[:40], offered=offered))


def _share(text: str) -> str:
    low = text.casefold().replace("ё", "е").replace("процентов", "").rstrip("% ").replace("%", "")
    if found := _RANGE.fullmatch(low):
        numbers = [_percent(part, text) for part in found.groups()]
        if numbers[0] < numbers[1]:
            return f"{_plain(numbers[0])} - {_plain(numbers[1])}"
    elif found := _MORE.fullmatch(low):
        return f"более {_plain(_percent(found.group(1), text))}"
    elif found := _LESS.fullmatch(low):
        return f"менее {_plain(_percent(found.group(1), text))}"
    elif _NUMBER.fullmatch(low):
        return _plain(_percent(low, text))
    raise BadValue(_("«{text}» is not a share from 0 to 100 percent").format(text=text[:40]))


def _share_or_words(text: str) -> str:
    try:
        return _share(clean(text))
    except BadValue:
        return clean(text).rstrip("% ") or clean(text)


def _percent(digits: str, text: str) -> Decimal:
    number = _decimal(digits)
    if number > 100:
        raise BadValue(_("«{text}» is not a share from 0 to 100 percent").format(text=text[:40]))
    return number


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", "."))


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _money(text: str) -> str:
    kopecks = parse_money(text)
    if kopecks <= 0:
        raise BadValue(_("«{text}» is not a sum above zero").format(text=text[:40]))
    return str(kopecks)
