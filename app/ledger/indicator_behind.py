"""The rows behind the indicators: each figure is a sum or a share of rows that a person can open."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

from app.domain.indicator_rows import (
    BadDocument,
    BehindRows,
    ChannelFigures,
    ClientFigures,
    ManagerFigures,
    MaturedDocument,
    SettledDocument,
    WeekDue,
    WrittenOff,
)
from app.domain.indicator_set import Behind
from app.domain.indicators import REPLY_DAYS, TOP, percent_of
from app.domain.limitation import YEARS, Nearness
from app.domain.money import Kopecks
from app.domain.reconcile import PAID
from app.domain.work import Promise, PromiseState

if TYPE_CHECKING:
    from app.ledger.book import Ledger
    from app.ledger.indicator_facts import Facts
    from app.models.indicators import TalkRow

Holder = tuple[int, str]
"""(shown client or 0, its name or that of the group)."""


def rows(ledger: Ledger, which: Behind, facts: Facts) -> BehindRows:
    """Rows of one kind (the migration is another matter)."""
    if which is Behind.CLIENTS:
        return clients(facts)
    if which is Behind.MANAGERS:
        return managers(facts)
    if which is Behind.WEEKS:
        return weeks(facts)
    if which is Behind.WRITTEN_OFF:
        return written_off(facts)
    return _documents(ledger, which, facts)


def _documents(ledger: Ledger, which: Behind, facts: Facts) -> BehindRows:
    if which is Behind.PAID:
        return settled(ledger, facts)
    if which is Behind.BAD:
        return bad(ledger, facts)
    if which is Behind.PROMISES:
        return promises(ledger, facts)
    return contacted(ledger, facts) if which is Behind.CONTACTS else channels(ledger, facts)


def clients(facts: Facts) -> tuple[ClientFigures, ...]:
    """Each client with a debt at either end or sales between, the largest debt first."""
    day, length = facts.until.toordinal(), facts.sums.days
    sums: dict[int, list[int]] = {}  # debt, overdue, amount x days, documents, opening, sales
    for row in facts.closing:
        if row.balance > 0:
            line = sums.setdefault(row.client_id, [0] * 6)
            late = day - row.due if row.due is not None and row.due < day else 0
            line[0] += row.balance
            line[1] += row.balance if late else 0
            line[2] += row.balance * late
            line[3] += 1
    for row in facts.opening or ():
        if row.balance > 0:
            sums.setdefault(row.client_id, [0] * 6)[4] += row.balance
    for _day, client_id, amount in facts.sold:
        sums.setdefault(client_id, [0] * 6)[5] += amount
    whole, sold = sum(line[0] for line in sums.values()), sum(line[5] for line in sums.values())
    out = []
    for client_id, line in sums.items():
        name, manager = facts.reach.names.get(client_id, ("", ""))
        out.append(ClientFigures(
            client_id, name, manager, None if facts.opening is None else line[4], line[5], line[0], line[1], line[2],
            line[3], length, percent_of(line[0], whole), percent_of(line[5], sold),
            facts.reach.holdings.get(client_id, ""),
        ))  # fmt: skip
    return tuple(sorted(out, key=lambda one: (-one.debt, -one.sales, one.client)))


def held(facts: Facts, figures: Iterable[ClientFigures]) -> tuple[dict[Holder, Kopecks], dict[Holder, Kopecks]]:
    """Debt and sales by who holds them: a client, or a group of related ones."""
    debt: dict[Holder, Kopecks] = {}
    sales: dict[Holder, Kopecks] = {}
    for one in figures:
        holder = facts.reach.holder(one.client_id)
        debt[holder] = debt.get(holder, 0) + one.debt
        sales[holder] = sales.get(holder, 0) + one.sales
    return debt, sales


def large_weeks(facts: Facts, debt: dict[Holder, Kopecks]) -> dict[date, dict[Holder, Kopecks]]:
    """What the largest debtors have to pay in the coming weeks: Monday -> holder -> kopecks. ``debt``: of each."""
    largest = sorted((h for h in debt if debt[h] > 0), key=lambda h: (-debt[h], h[1]))[:TOP]
    out: dict[date, dict[Holder, Kopecks]] = {}
    for row in facts.closing:
        if row.balance <= 0 or row.due is None or row.due < facts.until.toordinal():
            continue
        holder = facts.reach.holder(row.client_id)
        if holder in largest:
            due = date.fromordinal(row.due)
            week = out.setdefault(due - timedelta(days=due.weekday()), {})
            week[holder] = week.get(holder, 0) + row.balance
    return out


def weeks(facts: Facts) -> tuple[WeekDue, ...]:
    """The coming weeks of the largest debtors, the nearest first."""
    not_due = facts.sums.not_due
    debt, _sales = held(facts, clients(facts))
    return tuple(
        WeekDue(monday, holder[0], holder[1], amount, percent_of(amount, not_due), len(sums) > 1)
        for monday, sums in sorted(large_weeks(facts, debt).items())
        for holder, amount in sorted(sums.items(), key=lambda pair: (-pair[1], pair[0][1]))
    )


def settled(ledger: Ledger, facts: Facts) -> tuple[SettledDocument, ...]:
    """Documents settled in the period that had a due date, the latest payers first."""
    from app.models import indicators

    with ledger.store.read() as connection:
        found = indicators.settled(connection, facts.since, facts.until)
    dates = ledger.report_dates()
    kept = [_seen(named(one, facts), dates) for one in found if facts.reach.keeps(one.client_id, one.manager)]
    return tuple(sorted(kept, key=lambda one: (-one.days, -one.amount, one.client, one.number)))


Document = TypeVar("Document", SettledDocument, MaturedDocument)


def named(one: Document, facts: Facts) -> Document:
    """The document with its client's name."""
    return replace(one, client=facts.reach.names.get(one.client_id, ("", ""))[0])


def _seen(one: SettledDocument, dates: Sequence[date]) -> SettledDocument:
    if not one.by_report:
        return one
    place = bisect_left(dates, one.settled) - 1
    return replace(one, seen=dates[place] if place >= 0 else None)


def bad(ledger: Ledger, facts: Facts) -> tuple[BadDocument, ...]:
    """Documents past the term of limitation at the end of the period; read only when something is old enough."""
    oldest = facts.until.toordinal() - YEARS * 365
    if not any(row.balance > 0 and row.due is not None and row.due <= oldest for row in facts.closing):
        return ()
    return tuple(
        BadDocument(i.client_id, i.client, i.manager, i.number, line.clock.due, line.clock.expires, i.balance)
        for line in ledger.doubtful.clocks(facts.until)
        if line.clock.warning is Nearness.OVER and facts.reach.keeps((i := line.item).client_id, i.manager)
    )


def written_off(facts: Facts) -> tuple[WrittenOff, ...]:
    """What was written off by client."""
    sums: dict[int, int] = {}
    for row in facts.moves:
        if row.kind == "write_off":
            sums[row.client_id] = sums.get(row.client_id, 0) - row.amount
    found = [WrittenOff(client_id, *facts.reach.names[client_id], amount) for client_id, amount in sums.items()]
    return tuple(sorted(found, key=lambda one: (-one.amount, one.client)))


def promises(ledger: Ledger, facts: Facts) -> tuple[Promise, ...]:
    """Promises that fell due in the period and could be judged by a report, the newest first. One that was moved is
    judged by its new day alone, as on the client's card; it is of the manager who took it, else of the client's."""
    return tuple(
        one
        for one in ledger.work.promises(facts.until)
        if facts.since <= one.due <= facts.until
        and one.state not in (PromiseState.OPEN, PromiseState.MOVED)
        and (facts.reach.keeps(one.client_id, one.manager) if one.manager else facts.reach.keeps_client(one.client_id))
    )


def contacted(ledger: Ledger, facts: Facts) -> tuple[MaturedDocument, ...]:
    """Documents that fell overdue in the period with the first contact after it; the longest wait first."""
    from app.models import indicators

    with ledger.store.read() as connection:
        found = indicators.matured(connection, facts.since, facts.until)
        talks = indicators.talk_days(connection, facts.since, facts.until)
    calendar = ledger.law.calendar()
    out = []
    for one in found:
        if not facts.reach.keeps(one.client_id, one.manager):
            continue
        one = named(one, facts)
        days = talks.get(one.client_id, [])
        first = bisect_right(days, one.due.toordinal())
        contact = date.fromordinal(days[first]) if first < len(days) else None
        paid = one.settled is not None and one.settled <= facts.until
        if contact is not None and (not paid or one.settled is None or contact <= one.settled):
            waited = calendar.between(one.due + timedelta(days=1), contact)
            out.append(replace(one, contact=contact, waited=max(waited, 0)))
        elif paid:
            out.append(one)
        else:
            out.append(replace(one, waited=max(calendar.between(one.due + timedelta(days=1), facts.until), 0)))
    return tuple(sorted(out, key=lambda m: (m.waited is None, -(m.waited or 0), -m.balance, m.client, m.number)))


def channels(ledger: Ledger, facts: Facts) -> tuple[ChannelFigures, ...]:
    """Contacts old enough to be judged, by channel, with the money that came within a week after each. Money is shared
    out among the contacts of all managers, young ones too, before those of the scope are kept."""
    from app.models import indicators

    last = facts.until - timedelta(days=REPLY_DAYS)
    if facts.since > last:
        return ()
    with ledger.store.read() as connection:
        talks = indicators.talks(connection, facts.since, facts.until)
    out: dict[str, list[int]] = {}
    for talk, paid in zip(talks, _answers(talks, _received(facts)), strict=True):
        if talk.day > last.toordinal() or not facts.reach.keeps(talk.client_id, talk.manager):
            continue
        line = out.setdefault(talk.channel, [0, 0, 0])
        line[0] += 1
        line[1] += talk.owed
        line[2] += paid
    made = (ChannelFigures(key, *line) for key, line in out.items())
    return tuple(sorted(made, key=lambda one: (-one.contacts, one.key)))


def _received(facts: Facts) -> dict[int, list[tuple[int, Kopecks]]]:
    """Client -> (day, kopecks received). Of one day in all: an advance put to a document is no new money."""
    sums: dict[tuple[int, int], Kopecks] = {}
    for row in facts.all_moves:
        if row.kind in PAID:
            sums[row.client_id, row.day] = sums.get((row.client_id, row.day), 0) - row.amount
    out: dict[int, list[tuple[int, Kopecks]]] = {}
    for (client_id, day), amount in sums.items():
        if amount > 0:
            out.setdefault(client_id, []).append((day, amount))
    return out


def _answers(talks: list[TalkRow], received: dict[int, list[tuple[int, Kopecks]]]) -> list[Kopecks]:
    """For each contact the money within a week after it; each rouble counts for the nearest contact before it."""
    places: dict[int, list[int]] = {}
    for place, talk in enumerate(talks):
        places.setdefault(talk.client_id, []).append(place)
    out = [0] * len(talks)
    for client_id, mine in places.items():
        days = [talks[place].day for place in mine]
        for day, amount in received.get(client_id, ()):
            nearest = bisect_left(days, day) - 1
            if nearest >= 0 and day - days[nearest] <= REPLY_DAYS:
                out[mine[nearest]] += amount
    return out


def managers(facts: Facts) -> tuple[ManagerFigures, ...]:
    """Money received by the manager of the document; sales by the manager of the client; debt by that of the
    document. The most money first."""
    sums: dict[str, list[int]] = {}
    day = facts.until.toordinal()
    for row in facts.moves:
        if row.kind in PAID:
            _add(sums, row.manager, 0, -row.amount)
    for _day, client_id, amount in facts.sold:
        _add(sums, facts.reach.names.get(client_id, ("", ""))[1], 1, amount)
    for one in facts.closing:
        if one.balance > 0:
            _add(sums, one.manager, 2, one.balance)
            _add(sums, one.manager, 3, one.balance if one.due is not None and one.due < day else 0)
    found: Iterable[ManagerFigures] = (ManagerFigures(name, *line) for name, line in sums.items())
    return tuple(sorted(found, key=lambda one: (-one.collected, one.manager)))


def _add(sums: dict[str, list[int]], manager: str, place: int, amount: Kopecks) -> None:
    sums.setdefault(manager, [0, 0, 0, 0])[place] += amount
