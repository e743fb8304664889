"""Who is who: names as files write them, folded so that the same client is recognised.

Shown names are never changed; only keys are folded. The legal form is kept as a part of the key: «АО Вектор»
and «ООО Вектор» are two companies, «Вектор ООО» and «ООО "Вектор"» are one.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

_FORMS = (
    ("общество с ограниченной ответственностью", "ооо"),
    ("непубличное акционерное общество", "нао"),
    ("публичное акционерное общество", "пао"),
    ("открытое акционерное общество", "оао"),
    ("закрытое акционерное общество", "зао"),
    ("акционерное общество", "ао"),
    ("индивидуальный предприниматель", "ип"),
    ("ип глава кфх", "кфх"),
    ("глава кфх", "кфх"),
    ("ип кфх", "кфх"),
    ("крестьянское (фермерское) хозяйство", "кфх"),
    ("крестьянско-фермерское хозяйство", "кфх"),
    ("о.о.о.", "ооо"),
    ("о.о.о", "ооо"),
    ("ооо", "ооо"),
    ("пао", "пао"),
    ("оао", "оао"),
    ("зао", "зао"),
    ("нао", "нао"),
    ("ао", "ао"),
    ("ип", "ип"),
    ("пбоюл", "ип"),
    ("чп", "ип"),
    ("кфх", "кфх"),
    ("тоо", "тоо"),
    ("гуп", "гуп"),
    ("муп", "муп"),
    ("фгуп", "фгуп"),
)
_FORM = re.compile(r"(?<!\w)(" + "|".join(re.escape(form) for form, _ in _FORMS) + r")(?!\w)")
_CANON = dict(_FORMS)
_LATIN, _CYRILLIC = "abcehkmoptxyABCEHKMOPTXY", "авсенкмортхуАВСЕНКМОРТХУ"
_LOOKALIKES = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_CYRILLIC_WORD = re.compile(r"\b(?=\w*[а-яёА-ЯЁ])(?=\w*[A-Za-z])\w+\b")
_LATIN_WORD = re.compile(r"\b(?=\w*[A-Za-z])\w+\b")
_RENAMED = re.compile(r"[\s(]с\s+\d{1,2}\.\d{1,2}(?:\.\d{2,4}.*|\s+на\s.*)$")  # «с 10.08.26 на …», «(с 10.08 на …)»
_NOT_WORD = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class NameKey:
    """``core``: the words of the name, sorted order kept; ``form``: legal form or empty."""

    core: str
    form: str

    @property
    def text(self) -> str:
        """One string for storing and comparing."""
        return f"{self.core}|{self.form}"


def _mend(match: re.Match[str]) -> str:
    return match.group().translate(_LOOKALIKES)


def _one_alphabet(match: re.Match[str]) -> str:
    """A word with Latin letters in the one alphabet that can write it whole: «OOO BEKTOP» was typed in the wrong
    keyboard layout, «Vеctor» has a Cyrillic «е»."""
    word = match.group()
    cyrillic = word.translate(_LOOKALIKES)
    if not any("a" <= char.lower() <= "z" for char in cyrillic):
        return cyrillic
    latin = word.translate(_TO_LATIN)
    return cyrillic if any("а" <= char.lower() <= "ё" for char in latin) else latin


@lru_cache(maxsize=20_000)  # an import asks for the key of each client several times
def name_key(name: str) -> NameKey:
    """The folded name: case, ё/е, quotes, brackets, letters of the other alphabet that look alike, the place of the
    legal form and «с 10.08.26 на …» do not count. ``ВЕКТОР ООО`` and ``ООО «Вектор»`` give the same key."""
    text = _LATIN_WORD.sub(_one_alphabet, name.casefold()).replace("ё", "е")  # «ß» becomes letters of an alphabet
    text = _RENAMED.sub("", text)
    form = ""
    found = _FORM.search(text)
    if found:
        form = _CANON[found.group(1)]
        rest = text[: found.start()] + " " + text[found.end() :]
        text = rest if _NOT_WORD.sub("", rest) else text
    core = " ".join(_NOT_WORD.sub(" ", text).split())
    return NameKey(core or " ".join(name.casefold().split()), form)


def search_text(*parts: str) -> str:
    """What the search box looks in: folded words of the name, INN, aliases."""
    folded = (_CYRILLIC_WORD.sub(_mend, part).casefold().replace("ё", "е") for part in parts if part)
    return " ".join(" ".join(_NOT_WORD.sub(" ", part).split()) for part in folded)


def likeness(left: NameKey, right: NameKey) -> str:
    """Why two names may be one client; empty when nothing speaks for it.

    ``form``: same words, another or no legal form; ``order``: same words in another order; ``initials``: a person
    with initials for names; ``short``: «ТД» for «торговый дом»; ``part``: one name is the beginning of the other by
    whole words; ``typo``: one letter apart in a name of six letters or more.
    """
    if left.core == right.core:
        return "form"
    mine, other = left.core.split(), right.core.split()
    if sorted(mine) == sorted(other):
        return "order"
    if _initials(mine, other) or _initials(other, mine):
        return "initials"
    if sorted(_shortened(left.core).split()) == sorted(_shortened(right.core).split()):
        return "short"
    shorter, longer = sorted((mine, other), key=len)
    if shorter and longer[: len(shorter)] == shorter and len(" ".join(shorter)) >= 5:
        return "part"
    if min(len(left.core), len(right.core)) >= 6 and _one_edit(left.core, right.core):
        return "typo"
    return ""


_SHORT = (
    ("торгово производственная компания", "тпк"),
    ("торговый дом", "тд"),
    ("торговая компания", "тк"),
    ("производственная компания", "пк"),
    ("производственно коммерческая фирма", "пкф"),
    ("группа компаний", "гк"),
    ("торговая фирма", "тф"),
)


_LONG = re.compile("|".join(rf"\b{words}\b" for words, _short in _SHORT))
_TO_SHORT = dict(_SHORT)


@lru_cache(maxsize=20_000)
def _shortened(core: str) -> str:
    return _LONG.sub(lambda match: _TO_SHORT[match.group()], core)


def _initials(short: list[str], full: list[str]) -> bool:
    """«иванов и и», «и и иванов» for «иванов иван иванович»: one surname, and a letter for each name that is given."""
    letters = [word for word in short if len(word) == 1]
    surname = [word for word in short if len(word) > 1]
    if not letters or len(surname) != 1 or len(surname[0]) < 3 or full[:1] != surname:
        return False
    names = full[1:]
    return len(letters) <= len(names) <= 2 and all(map(str.startswith, names, letters)) and len(names[0]) > 1


def _one_edit(left: str, right: str) -> bool:
    """True if one insertion, deletion, replacement or swap of neighbours turns one into the other."""
    if abs(len(left) - len(right)) > 1:
        return False
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    rest_left, rest_right = left[start:], right[start:]
    if len(left) == len(right):
        swapped = rest_left[1:2] + rest_left[:1] + rest_left[2:]
        return rest_left[1:] == rest_right[1:] or swapped == rest_right
    return rest_left[1:] == rest_right or rest_left == rest_right[1:]


def number_key(number: str) -> str:
    """A document number folded: case, blanks, «№», Latin look-alikes. ``ФР030826/K1`` = ``фр030826/к1``."""
    return re.sub(r"[\s№]+", "", number).translate(_LOOKALIKES).casefold()


def loose_number(number: str) -> str:
    """Second try only: the digits at the end without prefix and leading zeros. ``00БП-000862`` -> ``862``."""
    digits = re.findall(r"\d+", number)
    return digits[-1].lstrip("0") if digits else number_key(number)


def inn_valid(inn: str) -> bool:
    """Control digits of a Russian INN: 10 digits for companies, 12 for entrepreneurs and people."""
    if not inn.isascii() or not inn.isdigit():
        return False
    digits = [int(char) for char in inn]
    if len(digits) == 10:
        return _control(digits, (2, 4, 10, 3, 5, 9, 4, 6, 8)) == digits[9]
    if len(digits) == 12:
        first = _control(digits, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) == digits[10]
        return first and _control(digits, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) == digits[11]
    return False


def _control(digits: list[int], weights: tuple[int, ...]) -> int:
    return sum(a * b for a, b in zip(digits, weights, strict=False)) % 11 % 10
