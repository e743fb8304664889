"""Words of talks that people add: phrases of evasion, reasons of delay with their actions, results to choose from.

What the article gives stays; what people added they can take out again. Talks already recorded keep their words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.domain import reasons
from app.domain.reasons import Phrase, Reason
from app.errors import InputRefused
from app.i18n import _

if TYPE_CHECKING:
    from app.ledger.book import Ledger
    from app.models.policy import Json

LONGEST = 300


class TalkWords:
    """Adding and taking out; reading phrases and reasons is ``ledger.work``'s."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def own_phrases(self) -> tuple[Phrase, ...]:
        """Phrases that people added."""
        return tuple(one for one in self._ledger.work.phrases() if one not in reasons.phrases())

    def add_phrase(self, new: Phrase) -> None:
        """Teach a phrase. Raises ``InputRefused`` for one of less than two words, or a known one."""
        text = " ".join(new.text.split())[:LONGEST]
        if len(text.split()) < 2:
            raise InputRefused(_("A phrase has two words at least, or every talk would match it."))
        if reasons.recognise(text, self._ledger.work.phrases()) is not None:
            raise InputRefused(_("This phrase is recognised already."))
        self._put_phrases((*self.own_phrases(), Phrase(text, new.kind)), _("phrase of evasion added"))

    def drop_phrase(self, text: str) -> None:
        """Forget a phrase that people added. Raises ``InputRefused`` for one of the article's, or an unknown one."""
        own = self.own_phrases()
        kept = tuple(one for one in own if one.text != text)
        if len(kept) == len(own):
            raise InputRefused(_("Only phrases added by hand can be removed."))
        self._put_phrases(kept, _("phrase of evasion removed"))

    def own_reasons(self) -> tuple[Reason, ...]:
        """Reasons that people added."""
        return tuple(one for one in self._ledger.work.reasons() if one not in reasons.reasons())

    def add_reason(self, title: str, actions: Sequence[str], *, harder: bool = False) -> None:
        """Add a reason with its actions. Raises ``InputRefused`` without a title or an action, or for a known one."""
        title = " ".join(title.split())[:LONGEST]
        known = self._ledger.work.reasons()
        if not title or any(one.title.casefold() == title.casefold() for one in known):
            raise InputRefused(_("Give the reason a name of its own."))
        told = tuple(" ".join(one.split())[:LONGEST] for one in actions if one.strip())
        if not told:
            raise InputRefused(_("Say what is to be done for this reason."))
        taken = {one.key for one in known}
        key = next(name for number in range(1, len(taken) + 2) if (name := f"own{number}") not in taken)
        self._put_reasons((*self.own_reasons(), Reason(key, title, told, harder)), _("reason of delay added"))

    def drop_reason(self, key: str) -> None:
        """Offer a reason no more. Raises ``InputRefused`` for one of the article's, or an unknown one."""
        own = self.own_reasons()
        kept = tuple(one for one in own if one.key != key)
        if len(kept) == len(own):
            raise InputRefused(_("Only reasons added by hand can be removed."))
        self._put_reasons(kept, _("reason of delay removed"))

    def results(self) -> tuple[str, ...]:
        """Wordings of a result for the form: what was typed most, then those added, then the usual ones, without those
        taken out."""
        from app.models import work

        with self._ledger.store.read() as connection:
            used = work.used_results(connection)
        own, hidden = self._stored_results()
        usual = (
            _("promised to pay"),
            _("no answer"),
            _("in the plan for next week"),
            _("no money for now"),
            _("not agreed inside"),
            _("invoice lost"),
            _("disputes the debt"),
            _("asks for a delay"),
        )
        return tuple(one for one in dict.fromkeys((*used, *own, *usual)) if one not in hidden)

    def add_result(self, text: str) -> None:
        """Offer another wording. Raises ``InputRefused`` for an empty or a known one."""
        text = " ".join(text.split())[:LONGEST]
        if not text or any(one.casefold() == text.casefold() for one in self.results()):
            raise InputRefused(_("Type a result that is not on the list yet."))
        own, hidden = self._stored_results()
        self._put_results((*own, text), hidden - {text}, _("result of a talk added"))

    def drop_result(self, text: str) -> None:
        """Offer a wording no more, whoever typed it. Raises ``InputRefused`` for one that is not offered."""
        if text not in self.results():
            raise InputRefused(_("There is no such result on the list."))
        own, hidden = self._stored_results()
        left = tuple(one for one in own if one != text)
        self._put_results(left, hidden | {text}, _("result of a talk removed"))

    def _stored_results(self) -> tuple[tuple[str, ...], frozenset[str]]:
        stored = self._ledger.policy.get("results", self._ledger.today())
        lists = stored if isinstance(stored, dict) else {}
        own, hidden = lists.get("own"), lists.get("hidden")
        return (
            tuple(str(one) for one in own) if isinstance(own, list) else (),
            frozenset(str(one) for one in hidden) if isinstance(hidden, list) else frozenset(),
        )

    def _put_results(self, own: Sequence[str], hidden: frozenset[str], words: str) -> None:
        content: Json = {"own": list(own), "hidden": sorted(hidden)}
        self._ledger.policy.put("results", content, words)

    def _put_phrases(self, own: Sequence[Phrase], words: str) -> None:
        content: Json = [{"text": one.text, "kind": one.kind.value} for one in own]
        self._ledger.policy.put("phrases", content, words)

    def _put_reasons(self, own: Sequence[Reason], words: str) -> None:
        content: Json = [
            {"key": one.key, "title": one.title, "actions": list(one.actions), "harder": one.harder} for one in own
        ]
        self._ledger.policy.put("reasons", content, words)
