"""Where a document belongs in each dimension: keys, their words, and the bands that are our policy.

Keys are stable text: they stand in saved views, on the command line and in filters. An empty key means that nothing is
stated. What a person told of a client (traits) comes first, then the document, then the client as bookkeeping names it.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from app import formats
from app.domain import traits
from app.domain.aging import ADVANCE, NOT_DUE, ZONE_ORDER, AgingRules, Zone, falling
from app.domain.money import Kopecks
from app.domain.pivot import Dimension, PivotLine
from app.domain.reconcile import organisation_key
from app.domain.traits import Origin, Trait, TraitValue
from app.i18n import _, ngettext, pgettext

ADVANCES = "advances"
IN_TERM = "not_due"
YES, NO = "yes", "no"


class TermsClass(StrEnum):
    """The article's visual groups of its fourth table (slip I-4: by class the means are 14,25 / 46,57 / 21,40)."""

    PREPAYMENT = "prepayment"
    ON_DELIVERY = "on_delivery"
    DEFERRAL = "deferral"


@dataclass(frozen=True, slots=True)
class Bands:
    """Borders of the bands, ascending, each the last value of its band. ``avg_order`` in kopecks; ``core_share`` in
    percent: those of the article's fourth table, 50 parts target clients («over 50 %»); ``deferral`` in days: none by
    default, all deferrals are one class. Raises ``ValueError`` when they do not ascend from above zero."""

    avg_order: tuple[Kopecks, ...] = (25_000_00, 50_000_00, 100_000_00, 200_000_00)
    core_share: tuple[int, ...] = (25, 50, 75)
    deferral: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        for borders in (self.avg_order, self.core_share, self.deferral):
            if any(low >= high for low, high in zip((0, *borders), borders, strict=False)):
                raise ValueError(_("borders of bands must ascend from above zero"))


def band(value: Decimal | int, borders: Sequence[int], unit: int = 1) -> str:
    """``25000-50000``, ``200000+``: the band of a value; a border belongs to the band below it. ``unit``: what the
    borders are divided by for the key (kopecks in a rouble)."""
    place = bisect_left(borders, value)
    low = 0 if place == 0 else borders[place - 1] // unit
    return f"{low}+" if place == len(borders) else f"{low}-{borders[place] // unit}"


def _band_ends(key: str) -> tuple[int, int | None]:
    low, _dash, high = key.rstrip("+").partition("-")
    return int(low), int(high) if high else None


_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def core_percent(text: str) -> Decimal | None:
    """Share of core assortment in percent as bookkeeping words it: «более 75» is 87,5, «25 - 50» is 37,5, «менее 25»
    is 12,5, ``62 %`` is 62; None when no number stands there."""
    numbers = [Decimal(found.replace(",", ".")) for found in _NUMBER.findall(text)]
    if not numbers:
        return None
    folded = text.casefold()
    if len(numbers) > 1:
        return (numbers[0] + numbers[1]) / 2
    if re.search(r"более|больше|свыше|выше|>|over|above", folded):
        return (numbers[0] + 100) / 2
    if re.search(r"менее|меньше|до |ниже|<|under|below|up to", folded):
        return numbers[0] / 2
    return numbers[0]


_PREPAYMENT = re.compile(r"предоплат|аванс|prepa")
_DEFERRAL = re.compile(r"отсроч|\bnet\b|\d\s*(?:к\.?\s*)?дн|\d\s*day")
_ON_DELIVERY = re.compile(r"факт|отгрузк|получен|налич|cod\b|delivery|receipt")
_DAYS = re.compile(r"(\d{1,3})\s*(?:календарн\w*|банковск\w*|рабоч\w*|[кбр]\.?)?\s*(?:дн|день|дня|day)")


def terms_class(text: str, days: int | None, bands: Bands) -> str:
    """Class of the terms: «предоплата 30%» is a prepayment, «по факту» on delivery, «отсрочка 30 дней» a deferral, of
    which each band of days is a class of its own when borders are set (``deferral:14-30``)."""
    folded = text.casefold()
    if _PREPAYMENT.search(folded):
        return TermsClass.PREPAYMENT
    if days is None:
        found = _DAYS.search(folded)
        days = int(found.group(1)) if found else None
    if days or (days is None and _DEFERRAL.search(folded)):
        return f"{TermsClass.DEFERRAL}:{band(days, bands.deferral)}" if bands.deferral and days else TermsClass.DEFERRAL
    return TermsClass.ON_DELIVERY if days == 0 or _ON_DELIVERY.search(folded) else ""


@dataclass(frozen=True, slots=True)
class ClientFacts:
    """What is known of a client: as bookkeeping names it, and the traits we gave it."""

    name: str
    manager: str = ""
    client_type: str = ""
    terms: str = ""
    avg_order: Kopecks | None = None
    core_share: str = ""
    traits: Mapping[str, str] = field(default_factory=dict)

    def trait(self, trait: Trait) -> str:
        """The trait's stored value, empty when a person gave none."""
        return self.traits.get(trait, "")


UNKNOWN_CLIENT = ClientFacts("")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What keys are made of. ``several``: clients with several debts."""

    clients: Mapping[int, ClientFacts]
    rules: AgingRules
    bands: Bands
    day: int
    several: frozenset[int] = frozenset()


COLUMNS: dict[Dimension, tuple[str, ...]] = {
    Dimension.CLIENT: ("client_id",),
    Dimension.DOCUMENT: ("id",),
    Dimension.MANAGER: ("manager",),
    Dimension.TERMS: ("client_id", "terms"),
    Dimension.TERMS_CLASS: ("client_id", "terms", "terms_days"),
    Dimension.AVG_ORDER: ("client_id", "avg_order"),
    Dimension.CORE_SHARE: ("client_id", "core_share"),
    Dimension.KIND: ("client_id", "client_type"),
    Dimension.LEGAL_FORM: ("client_id",),
    Dimension.SIZE: ("client_id",),
    Dimension.HOLDING: ("client_id",),
    Dimension.ZONE: ("due_date", "advance"),
    Dimension.INTERVAL: ("due_date", "advance"),
    Dimension.CONTRACT: ("client_id", "contract"),
    Dimension.REGION: ("client_id",),
    Dimension.OWN: ("organisation",),
    Dimension.REPEATED: ("client_id",),
}
"""Columns of a document that tell where it belongs; ``advance`` is whether its balance is negative."""


def keys(dimension: Dimension, columns: Mapping[str, Sequence[Hashable]], known: Knowledge) -> list[str]:
    """The key of each document. Worked out once for each different content of the columns."""
    key = _MAKERS[dimension](known)
    found = [columns[name] for name in COLUMNS[dimension]]
    if len(found) == 1:
        alone = {value: key(value) for value in set(found[0])}
        return [alone[value] for value in found[0]]
    rows = list(zip(*found, strict=True))
    memo = {row: key(*row) for row in set(rows)}
    return [memo[row] for row in rows]


Maker = Callable[[Knowledge], Callable[..., str]]


def _of_trait(trait: Trait) -> Maker:
    return lambda known: lambda client: known.clients.get(client, UNKNOWN_CLIENT).trait(trait)


def _terms(known: Knowledge) -> Callable[..., str]:
    return lambda client, terms: terms or known.clients.get(client, UNKNOWN_CLIENT).terms


def _terms_class(known: Knowledge) -> Callable[..., str]:
    def key(client: int, terms: str, days: int | None) -> str:
        text = terms or known.clients.get(client, UNKNOWN_CLIENT).terms
        return terms_class(text, days, known.bands)

    return key


def order_of(facts: ClientFacts, stated: Kopecks | None) -> Kopecks | None:
    """The average order, kopecks: as we know it, else as the document states it, else the client."""
    told = facts.trait(Trait.AVG_ORDER)
    if told.isdecimal():
        return int(told)
    return stated if stated is not None else facts.avg_order


def _avg_order(known: Knowledge) -> Callable[..., str]:
    def key(client: int, stated: Kopecks | None) -> str:
        value = order_of(known.clients.get(client, UNKNOWN_CLIENT), stated)
        return "" if value is None else band(value, known.bands.avg_order, 100)

    return key


def core_of(facts: ClientFacts, stated: str) -> str:
    """The share of core assortment in words: as we know it, else as the document states it, else the client."""
    return facts.trait(Trait.CORE_SHARE) or stated or facts.core_share


def _core_share(known: Knowledge) -> Callable[..., str]:
    def key(client: int, stated: str) -> str:
        value = core_percent(core_of(known.clients.get(client, UNKNOWN_CLIENT), stated))
        return "" if value is None else band(value, known.bands.core_share)

    return key


def _kind(known: Knowledge) -> Callable[..., str]:
    def key(client: int, stated: str) -> str:
        facts = known.clients.get(client, UNKNOWN_CLIENT)
        words = stated or facts.client_type
        told = facts.trait(Trait.KIND) or traits.kind_of(words) or words
        return told or traits.derived(facts.name).get(Trait.KIND, _NO_KIND).value

    return key


_NO_KIND = TraitValue(Trait.KIND, "", Origin.NAME)


def _legal_form(known: Knowledge) -> Callable[..., str]:
    def key(client: int) -> str:
        facts = known.clients.get(client, UNKNOWN_CLIENT)
        return facts.trait(Trait.LEGAL_FORM) or _form_of(facts.name)

    return key


_form_of = lru_cache(maxsize=100_000)(traits.legal_form)
"""Names are few and change seldom; looking for a form in ten thousand of them takes as long as the rest."""


def slot_key(slot: int, rules: AgingRules) -> str:
    """``not_due``, ``advances``, ``8-14``, ``61+``."""
    if slot in (NOT_DUE, ADVANCE):
        return IN_TERM if slot == NOT_DUE else ADVANCES
    return rules.intervals[slot].label.replace("\u2013", "-")


def _interval(known: Knowledge) -> Callable[..., str]:
    def key(due: int | None, advance: bool) -> str:
        return slot_key(ADVANCE if advance else known.rules.slot(0 if due is None else known.day - due), known.rules)

    return key


def _zone(known: Knowledge) -> Callable[..., str]:
    def key(due: int | None, advance: bool) -> str:
        slot = ADVANCE if advance else known.rules.slot(0 if due is None else known.day - due)
        return slot_key(slot, known.rules) if slot < 0 else known.rules.intervals[slot].zone.value

    return key


def contract_key(client: int, contract: str) -> str:
    """«Договор № 1» of two clients are two contracts; documents without one stand together."""
    return f"{client}|{contract}" if contract else ""


_MAKERS: dict[Dimension, Maker] = {
    Dimension.CLIENT: lambda known: str,
    Dimension.DOCUMENT: lambda known: str,
    Dimension.MANAGER: lambda known: str,
    Dimension.TERMS: _terms,
    Dimension.TERMS_CLASS: _terms_class,
    Dimension.AVG_ORDER: _avg_order,
    Dimension.CORE_SHARE: _core_share,
    Dimension.KIND: _kind,
    Dimension.LEGAL_FORM: _legal_form,
    Dimension.SIZE: _of_trait(Trait.SIZE),
    Dimension.HOLDING: _of_trait(Trait.HOLDING),
    Dimension.ZONE: _zone,
    Dimension.INTERVAL: _interval,
    Dimension.CONTRACT: lambda known: contract_key,
    Dimension.REGION: _of_trait(Trait.REGION),
    Dimension.OWN: lambda known: organisation_key,
    Dimension.REPEATED: lambda known: lambda client: YES if client in known.several else NO,
}


def label(dimension: Dimension, key: str, known: Knowledge, names: Mapping[str, str]) -> str:
    """The key in words. ``names``: labels of documents, contracts and organisations of ours, by key."""
    if not key:
        return _nothing()[dimension]
    plain = _PLAIN.get(dimension)
    try:
        if plain is not None:
            return plain(key)
        if dimension is Dimension.CLIENT:
            return known.clients.get(int(key), UNKNOWN_CLIENT).name or key
        if dimension in (Dimension.INTERVAL, Dimension.ZONE):
            return _standing_label(dimension, key, known.rules)
    except ValueError:  # a key that somebody typed, of no line
        return key
    return names.get(key, key)


def _nothing() -> dict[Dimension, str]:
    """Words of the empty key."""
    return dict.fromkeys(Dimension, _("not stated")) | {
        Dimension.MANAGER: _("without manager"),
        Dimension.TERMS: _("terms not stated"),
        Dimension.TERMS_CLASS: _("terms not stated"),
        Dimension.HOLDING: _("outside groups"),
        Dimension.CONTRACT: _("without contract"),
    }


def _terms_class_label(key: str) -> str:
    name, _colon, days = key.partition(":")
    words = {
        TermsClass.PREPAYMENT: pgettext("terms", "prepayment"),
        TermsClass.ON_DELIVERY: pgettext("terms", "on delivery"),
        TermsClass.DEFERRAL: pgettext("terms", "deferral"),
    }
    if not days:
        return words.get(TermsClass(name), name)
    low, high = _band_ends(days)
    if high is None:
        return ngettext("deferral over {n} day", "deferral over {n} days", low).format(n=low)
    return ngettext("deferral {first}–{last} day", "deferral {first}–{last} days", high).format(
        first=low + 1, last=high
    )


def _order_label(key: str) -> str:
    low, high = _band_ends(key)
    first = formats.decimal(low, 0)
    if high is None:
        return _("over {sum} ₽").format(sum=first)
    last = formats.decimal(high, 0)
    return _("{first}–{last} ₽").format(first=first, last=last) if low else _("up to {sum} ₽").format(sum=last)


def _share_label(key: str) -> str:
    low, high = _band_ends(key)
    if high is None:
        return _("over {n} %").format(n=low)
    return _("{first}–{last} %").format(first=low, last=high) if low else _("up to {n} %").format(n=high)


def _standing_label(dimension: Dimension, key: str, rules: AgingRules) -> str:
    """An interval or a zone in words."""
    if key in (IN_TERM, ADVANCES):
        return _("not due") if key == IN_TERM else _("advances")
    if dimension is Dimension.ZONE:
        return {
            Zone.NONE: _("overdue, before the zones"),
            Zone.GREY: _("grey zone"),
            Zone.YELLOW: _("yellow zone"),
            Zone.RED: _("red zone"),
        }[Zone(key)]
    return next((one.text for one in rules.intervals if slot_key(rules.intervals.index(one), rules) == key), key)


_PLAIN: dict[Dimension, Callable[[str], str]] = {
    Dimension.MANAGER: str,
    Dimension.TERMS: str,
    Dimension.TERMS_CLASS: _terms_class_label,
    Dimension.AVG_ORDER: _order_label,
    Dimension.CORE_SHARE: _share_label,
    Dimension.KIND: lambda key: traits.word(Trait.KIND, key),
    Dimension.LEGAL_FORM: lambda key: traits.word(Trait.LEGAL_FORM, key),
    Dimension.SIZE: lambda key: traits.word(Trait.SIZE, key),
    Dimension.HOLDING: str,
    Dimension.REGION: str,
    Dimension.REPEATED: lambda key: _("several debts at once") if key == YES else _("a single debt"),
}


def order(dimension: Dimension, rules: AgingRules) -> Callable[[PivotLine], tuple[object, ...]]:
    """Sort key of the lines of a dimension: by falling total, then by name; intervals and zones from mild to grave."""
    if dimension is Dimension.INTERVAL:
        places = [IN_TERM, *(slot_key(place, rules) for place in range(len(rules.intervals))), ADVANCES]
    elif dimension is Dimension.ZONE:
        places = [IN_TERM, *(zone.value for zone in ZONE_ORDER), ADVANCES]
    else:
        return falling
    return lambda line: (places.index(line.key),)
