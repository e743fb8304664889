"""Answers written on a call sheet, as a person types them back: «12 1 25.11 100т» — client 12, promised, day, sum.

No Qt here. Client number, number of the ticked box, then a day and a sum in any order; a note after «;».
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.domain.money import BadValue, Kopecks
from app.domain.work import Channel, NewContact
from app.i18n import _
from app.reports.call_sheet import OUTCOMES, outcome_word
from app.ui.typed import parse_day, parse_sum

PROMISED, NO_MONEY = 1, 5
_ALL = ("все", "всё", "all")


@dataclass(frozen=True, slots=True)
class SheetClient:
    """A client as a sheet knows it; ``debt`` in kopecks is what «всё» means."""

    client_id: int
    name: str
    manager: str
    debt: Kopecks


@dataclass(frozen=True, slots=True)
class Answer:
    """One typed line: what was understood, or ``fault``: why not."""

    line: int
    text: str
    client: SheetClient | None = None
    outcome: int = 0
    day: date | None = None
    amount: Kopecks | None = None
    note: str = ""
    fault: str = ""

    def contact(self, at: date) -> NewContact:
        """The talk it tells of, held on ``at``. A day without a promise is the next contact."""
        if self.client is None or self.fault:
            raise ValueError(self.fault)
        promised = self.outcome == PROMISED
        return NewContact(
            client_id=self.client.client_id,
            at=at,
            channel=Channel.CALL,
            manager=self.client.manager,
            result=outcome_word(self.outcome),
            note=self.note,
            next_contact=None if promised else self.day,
            promise_due=self.day if promised else None,
            promise_amount=self.amount if promised else None,
            reason="no_money" if self.outcome == NO_MONEY else "",
        )


def read_answers(text: str, at: date, find: Callable[[int], SheetClient | None]) -> tuple[Answer, ...]:
    """Every line that is not empty, in order. ``at``: the day of the calls, from which «+3» and «пт» count; ``find``
    gives a client by its number."""
    rows = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    found: list[Answer] = []
    seen: dict[int, int] = {}
    for number, line in rows:
        if not line:
            continue
        answer = _read(number, line, at, find)
        if answer.client is not None and not answer.fault:
            first = seen.setdefault(answer.client.client_id, number)
            if first != number:
                fault = _("client {n} already stands in line {line}").format(n=answer.client.client_id, line=first)
                answer = Answer(number, line, answer.client, fault=fault)
        found.append(answer)
    return tuple(found)


def _read(number: int, line: str, at: date, find: Callable[[int], SheetClient | None]) -> Answer:
    said, _mark, note = line.partition(";")
    words = said.split()
    if not words[0:1] or not words[0].isdecimal():
        return Answer(number, line, fault=_("begin with the client's number from the sheet"))
    client = find(int(words[0]))
    if client is None:
        return Answer(number, line, fault=_("there is no client {n} in the book").format(n=words[0][:12]))
    if len(words) < 2 or not words[1].isdecimal() or int(words[1]) not in OUTCOMES:
        return Answer(number, line, client, fault=_("the second number is the ticked box, 1 to 6"))
    outcome = int(words[1])
    try:
        day, amount = _day_and_sum(words[2:], at, client)
    except BadValue as error:
        return Answer(number, line, client, outcome, fault=str(error))
    fault = ""
    if outcome == PROMISED and (day is None or amount is None):
        fault = _("a promise needs both a day and a sum")
    elif day is not None and day < at:
        fault = _("this day is before the call")
    elif outcome != PROMISED and amount is not None:
        fault = _("a sum belongs to box 1; write it as a note after «;»")
    return Answer(number, line, client, outcome, day, amount, note.strip(), fault)


def _day_and_sum(words: list[str], at: date, client: SheetClient) -> tuple[date | None, Kopecks | None]:
    """A day is one word that reads as a day and not as a bare number; everything else is the sum."""
    day: date | None = None
    rest = []
    for word in words:
        looks = not word.isdecimal() and day is None
        try:
            found = parse_day(word, at) if looks and word.casefold() not in _ALL else None
        except BadValue:
            found = None
        if found is not None:
            day = found
        else:
            rest.append(word)
    text = " ".join(rest)
    if text.casefold() in _ALL:
        if client.debt <= 0:
            raise BadValue(_("the client owes nothing"))
        return day, client.debt
    return day, parse_sum(text)
