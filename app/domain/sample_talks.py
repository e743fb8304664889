"""Talks of the sample book: what the worst debtors promised in the last weeks, kept, broke and moved.

The talks are made to fit the money of the story: a promise is kept because that client really paid.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from app.domain.money import Kopecks
from app.domain.sample import Sample, SampleDocument
from app.domain.work import Channel

WORST = 18
WEEKS_BACK = 10
_THOUSAND: Kopecks = 100_000

_PERSONS = (
    "Марина Олеговна, бухгалтер",
    "Игорь, директор",
    "Светлана Петровна, главный бухгалтер",
    "Артём, закупки",
    "Ольга, казначей",
)
_EVASIONS = (
    ("дату не назвали", "«В ближайшее время, помним»"),
    ("дату не назвали", "«Поставили в план на следующую неделю»"),
    ("потеряли счёт", "Просят счёт ещё раз, отправили"),
    ("просит отсрочку", "«Ждём оплату от своих покупателей»"),
)


@dataclass(frozen=True, slots=True)
class SampleTalk:
    """One talk, named by the client's taxpayer number."""

    inn: str
    at: date
    channel: Channel
    manager: str
    person: str
    result: str
    note: str
    next_contact: date | None = None
    promise_due: date | None = None
    promise_amount: Kopecks | None = None


def talks(story: Sample) -> tuple[SampleTalk, ...]:
    """Talks of the last ten weeks with the worst debtors, by date."""
    until = story.period[1]
    ledgers: dict[str, list[SampleDocument]] = {}
    for document in story.documents:
        if document.amount > 0:
            ledgers.setdefault(document.client.inn, []).append(document)
    overdue = {inn: _overdue(documents, until) for inn, documents in ledgers.items()}
    worst = sorted(overdue, key=lambda inn: (-overdue[inn], inn))[:WORST]
    said = [talk for inn in worst for talk in _Talking(inn, ledgers[inn], until).talks()]
    return tuple(sorted(said, key=lambda talk: (talk.at, talk.inn)))


def _overdue(documents: list[SampleDocument], as_of: date) -> Kopecks:
    late = (doc for doc in documents if doc.due is not None and doc.due < as_of)
    return sum(doc.balance(as_of) for doc in late)


class _Talking:
    """The manager's weeks with one debtor."""

    def __init__(self, inn: str, documents: list[SampleDocument], until: date) -> None:
        self._inn = inn
        self._documents = documents
        self._until = until
        self._rng = Random(f"talks {inn}")
        self._person = self._rng.choice(_PERSONS)
        self._manager = documents[-1].client.manager
        self._broken: Kopecks = 0

    def talks(self) -> Iterator[SampleTalk]:
        """About one a week while something is overdue."""
        for back in range(WEEKS_BACK, 0, -1):
            monday = self._until - timedelta(weeks=back)
            debt = _overdue(self._documents, monday)
            if debt and self._rng.random() < 0.85:
                yield self._talk(monday, debt)

    def _talk(self, monday: date, debt: Kopecks) -> SampleTalk:
        at = monday + timedelta(days=self._rng.randint(1, 2))
        if self._broken:
            return self._moved(at, monday)
        chance = self._rng.random()
        if chance < 0.15:
            return self._said(at, "не дозвонились", "", again=1)
        if chance < 0.35:
            result, note = self._rng.choice(_EVASIONS)
            return self._said(at, result, note, again=3)
        return self._promised(at, monday, debt)

    def _promised(self, at: date, monday: date, debt: Kopecks) -> SampleTalk:
        """A promise for this week; in the last week for the next one, still open."""
        paid = self._paid(monday)
        due = at + timedelta(days=2)
        amount = paid if paid else debt * self._rng.randint(25, 60) // 100
        if paid and self._rng.random() < 0.2:
            amount = paid * 2
        if monday + timedelta(weeks=1) == self._until and self._rng.random() < 0.7:
            due = self._until + timedelta(days=self._rng.randint(1, 4))
        elif not paid:
            self._broken = amount
        return self._said(at, "обещали оплатить", "", again=(due - at).days + 1, due=due, amount=amount)

    def _moved(self, at: date, monday: date) -> SampleTalk:
        amount, self._broken = self._broken, 0
        due = at + timedelta(days=self._rng.randint(2, 9))
        if self._paid(monday) == 0 and self._rng.random() < 0.4:
            self._broken = amount
        note = "Денег не было, обещание перенесли"
        return self._said(at, "перенесли срок", note, again=(due - at).days + 1, due=due, amount=amount)

    def _paid(self, monday: date) -> Kopecks:
        """Money of the week after ``monday`` against documents its report knows."""
        until = monday + timedelta(weeks=1)
        known = (doc for doc in self._documents if doc.day <= monday)
        return sum(kopecks for doc in known for day, kopecks in doc.payments if monday < day <= until)

    def _said(
        self,
        at: date,
        result: str,
        note: str,
        *,
        again: int,
        due: date | None = None,
        amount: Kopecks | None = None,
    ) -> SampleTalk:
        channel = self._rng.choice((Channel.CALL, Channel.CALL, Channel.CALL, Channel.EMAIL, Channel.MEETING))
        rounded = None if amount is None else max(_THOUSAND, amount // _THOUSAND * _THOUSAND)
        return SampleTalk(
            inn=self._inn,
            at=at,
            channel=Channel.CALL if result == "не дозвонились" else channel,
            manager=self._manager,
            person="" if result == "не дозвонились" else self._person,
            result=result,
            note=note,
            next_contact=at + timedelta(days=again),
            promise_due=due,
            promise_amount=rounded,
        )
