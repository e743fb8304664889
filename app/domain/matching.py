"""Recognising clients: INN, then code, then the folded name.

A sure match is silent; a likely one is proposed with its evidence and decided by a person; otherwise the name is a
new client. One name under two INNs is two clients.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from app.domain.importing import Candidate
from app.domain.names import NameKey, inn_valid, likeness, name_key
from app.i18n import _


class Party(NamedTuple):
    """A client as a row names it."""

    name: str
    inn: str = ""
    code: str = ""
    manager: str = ""  # of the row: counts only where one name was split between managers

    @property
    def key(self) -> str:
        """What makes one question of several rows."""
        return f"{self.inn}|{self.code}|{self.name}"


@dataclass(slots=True)
class _Known:
    client_id: int
    name: str
    key: NameKey
    inns: set[str] = field(default_factory=set)
    named: dict[str, set[str]] = field(default_factory=dict)  # of them, those stated with this folded name
    codes: set[str] = field(default_factory=set)


class Directory:
    """Clients and aliases, ready to be asked. ``known`` are (client id, name, stored key, INN, code)."""

    def __init__(self, known: Iterable[tuple[int, str, str, str, str]]) -> None:
        self._clients: dict[int, _Known] = {}
        self._by_inn: dict[str, list[int]] = {}
        self._by_code: dict[str, list[int]] = {}
        self._by_key: dict[str, list[int]] = {}
        self._by_word: dict[str, set[int]] = {}
        self._by_core: dict[str, set[int]] = {}
        self._by_length: dict[int, set[int]] = {}
        self._by_manager: dict[tuple[str, str], int] = {}
        self._several: set[str] = set()
        for client_id, name, _stored, inn, code in known:
            self.add(client_id, Party(name, inn, code))

    def add(self, client_id: int, party: Party) -> None:
        """Teach a name of a client."""
        key = name_key(party.name)
        entry = self._clients.setdefault(client_id, _Known(client_id, party.name, key))
        if party.inn:
            entry.inns.add(party.inn)
            entry.named.setdefault(key.text, set()).add(party.inn)
            _note(self._by_inn, party.inn, client_id)
        if party.code:
            entry.codes.add(party.code)
            _note(self._by_code, party.code, client_id)
        _note(self._by_key, key.text, client_id)
        for word in key.core.split():
            self._by_word.setdefault(word, set()).add(client_id)
        self._by_core.setdefault(_sorted(key), set()).add(client_id)
        self._by_length.setdefault(len(key.core), set()).add(client_id)

    def divide(self, client_id: int, party: Party) -> None:
        """Teach that this name under this manager is a client of its own."""
        key = name_key(party.name)
        entry = self._clients.setdefault(client_id, _Known(client_id, party.name, key))
        if party.inn:
            entry.inns.add(party.inn)
            entry.named.setdefault(key.text, set()).add(party.inn)
        self._by_manager[key.text, party.manager.casefold()] = client_id

    def divided(self, party: Party) -> int | None:
        """The client that this name under this manager was declared to be."""
        if not self._by_manager:
            return None
        found = self._by_manager.get((name_key(party.name).text, party.manager.casefold()))
        return found if found is not None and self._fits(found, party) else None

    def sure(self, party: Party) -> int | None:
        """The client this certainly is, or None."""
        part = self.divided(party)
        if part is not None:
            return part
        key = name_key(party.name)
        if party.inn and inn_valid(party.inn):
            same = self._by_inn.get(party.inn, [])
            if same:
                named = [c for c in same if self._clients[c].key == key]
                return (named or same)[0]
        if party.code:
            for client_id in self._by_code.get(party.code, []):
                if self._fits(client_id, party) and likeness(self._clients[client_id].key, key):
                    return client_id
        same = [c for c in self._by_key.get(key.text, []) if self._fits(c, party)]
        return same[0] if len(same) == 1 and not self._doubtful(party, key) else None

    def expect(self, parties: Iterable[Party]) -> None:
        """Teach what a file is going to ask: one name under several taxpayer numbers is several clients there."""
        numbers: dict[str, set[str]] = {}
        for party in parties:
            if inn_valid(party.inn):
                numbers.setdefault(name_key(party.name).text, set()).add(party.inn)
        self._several = {key for key, inns in numbers.items() if len(inns) > 1}

    def _doubtful(self, party: Party, key: NameKey) -> bool:
        """Which of the file's namesakes the known client without a number is, nobody can tell by the name."""
        return key.text in self._several and party.inn not in self._by_inn

    def coded(self, code: str) -> int | None:
        """The one client of this code, for a list that names clients by codes alone."""
        same = self._by_code.get(code, [])
        return same[0] if len(same) == 1 else None

    def has_inn(self, client_id: int) -> bool:
        """Whether any file gave this client a taxpayer number."""
        return bool(self._clients[client_id].inns)

    def _fits(self, client_id: int, party: Party) -> bool:
        """Whether the number of a party speaks against this client. One of another name, as of somebody who pays for
        it, does not."""
        known = self._clients[client_id]
        if not party.inn or not known.inns or party.inn in known.inns:
            return True
        key = name_key(party.name)
        return known.key == key and key.text not in known.named

    def likely(self, party: Party, most: int = 5) -> tuple[Candidate, ...]:
        """Known clients this may be, with the evidence; best first."""
        key = name_key(party.name)
        near = set(self._by_core.get(_sorted(key), ()))
        words = key.core.split()
        for word in words:
            found = self._by_word.get(word, set())
            near |= found if len(found) <= 50 else set()
        if len(words) == 1 and len(self._clients) <= 2000:
            for length in range(len(key.core) - 1, len(key.core) + 2):  # one letter apart
                near |= self._by_length.get(length, set())
        out: list[tuple[int, Candidate]] = []
        told = inn_valid(party.inn)
        for client_id in near:
            if client_id < 0 or (told and not self._fits(client_id, party)):
                continue
            known = self._clients[client_id]
            kind = "same" if known.key == key else likeness(known.key, key)
            if kind:
                out.append((_RANK.index(kind), Candidate(client_id, known.name, self._evidence(kind, known, party))))
        out.sort(key=lambda pair: (pair[0], pair[1].name, pair[1].client_id))
        return tuple(candidate for _rank, candidate in out[:most])

    def _evidence(self, kind: str, known: _Known, party: Party) -> str:
        words = {
            "same": _("the same name"),
            "form": _("same name, another legal form"),
            "order": _("same words in another order"),
            "initials": _("same surname and initials"),
            "short": _("same name, words shortened"),
            "typo": _("one letter apart"),
            "part": _("one name is the beginning of the other"),
        }[kind]
        inn = next(iter(sorted(known.inns)), "")
        if not self._fits(known.client_id, party):
            return _("{words}; the taxpayer number in the file is wrong, the client has {inn}").format(
                words=words, inn=inn
            )
        if kind == "same":
            return (
                _("{words}, INN {inn}").format(words=words, inn=inn)
                if inn
                else _("{words}, no INN").format(words=words)
            )
        return words


_RANK = ("same", "form", "order", "initials", "short", "typo", "part")


def _sorted(key: NameKey) -> str:
    return " ".join(sorted(key.core.split()))


def _note(index: dict[str, list[int]], key: str, client_id: int) -> None:
    ids = index.setdefault(key, [])
    if client_id not in ids:
        ids.append(client_id)
