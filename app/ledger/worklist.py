"""The work list of a day out of the book: facts, talks, promises and the regulation, joined client by client."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from app.domain.calendar import WorkCalendar
from app.domain.money import Kopecks
from app.domain.reasons import Evasion
from app.domain.work import Promise, record_of
from app.domain.worklist import (
    NEVER,
    ActionKind,
    Regulation,
    Situation,
    WorkLine,
    check_day,
    line,
    lines,
    ordered,
    reach,
    remind_day,
)
from app.errors import InputRefused
from app.formats import day as day_text
from app.i18n import _

if TYPE_CHECKING:
    from app.ledger.book import Ledger
    from app.models.store import Connection
    from app.models.worklist import Talked

_ALWAYS = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class WorkList:
    """Clients to work with on a day, in order. ``report``: the last debt report, which everything rests on; ``done``:
    clients spoken to on that day."""

    as_of: date
    report: date | None
    lines: tuple[WorkLine, ...]
    done: int = 0

    def count(self, kind: ActionKind) -> int:
        """Clients with an action of a kind."""
        return sum(1 for row in self.lines if any(action.kind is kind for action in row.actions))


@dataclass(slots=True)
class _Owed:
    """What a pass over open documents finds of one client."""

    total: int = 0
    overdue: int = 0
    max_days: int = 0
    owed: int = 0
    first_due: int = 10**9
    soon: dict[int, int] | None = None
    unchecked: dict[int, int] | None = None


_NOTHING = _Owed()
_NO_EVASIONS: Mapping[Evasion, int] = {}
_NOT_PUT_OFF: Mapping[ActionKind, date] = {}


class Worklist:
    """Reading the list and putting its actions off."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def regulation(self, as_of: date) -> Regulation:
        """The rhythm of work in force on a day; the article's memo by default."""
        stored = self._ledger.policy.get("regulation", as_of)
        if not isinstance(stored, dict):
            return Regulation()
        known = {one.name for one in fields(Regulation)}
        return Regulation(**{key: int(str(value)) for key, value in stored.items() if key in known})

    def set_regulation(self, new: Regulation, valid_from: date = _ALWAYS) -> None:
        """Put another rhythm in force from a day on. Raises ``InputRefused`` for values that make no sense."""
        if min(new.remind_before, new.check_after, new.calls_a_week, new.evader_times, new.write_every) < 1:
            raise InputRefused(_("Days and numbers of calls are one at least."))
        if new.calls_a_week > 10 or new.least_sum < 0 or new.critical_sum < new.least_sum:
            raise InputRefused(_("The critical sum is not below the least sum, and calls are ten a week at most."))
        self._ledger.policy.put("regulation", asdict(new), _("regulation of work changed"), valid_from)

    def working_day(self, as_of: date) -> date:
        """The day of work that belongs to the date on screen: the newest report is worked with today."""
        return max(as_of, self._ledger.today()) if as_of == self._ledger.default_as_of() else as_of

    def today(self, as_of: date, manager: str = "") -> WorkList:
        """Whom to work with on a day; of one manager or of all."""
        from app.models.aging import uncollected

        rules, calendar = self.regulation(as_of), self._ledger.law.calendar()
        reports = [day for day in self._ledger.report_dates() if day <= as_of]
        with uncollected():
            found = self._situations(as_of, rules, calendar, reports)
            if manager:
                found = [one for one in found if _works(one, manager)]
            rows = ordered(lines(found, rules, as_of, reports, calendar))
        return WorkList(as_of, reports[-1] if reports else None, rows, sum([one.talked == as_of for one in found]))

    def line(self, client_id: int, as_of: date) -> WorkLine | None:
        """What ``today`` says of one client; None when nothing is due with it."""
        rules, calendar = self.regulation(as_of), self._ledger.law.calendar()
        reports = [day for day in self._ledger.report_dates() if day <= as_of]
        found = self._situations(as_of, rules, calendar, reports, self._ledger.clients.info(client_id).client_id)
        return line(found[0], rules, as_of, reports, calendar) if found else None

    def reach(self, as_of: date, need: Kopecks, manager: str = "") -> tuple[WorkLine, ...]:
        """The smallest set of calls whose expected money reaches a sum. Raises ``InputRefused`` for a sum of zero."""
        if need <= 0:
            raise InputRefused(_("The sum must be above zero."))
        return reach(self.today(as_of, manager).lines, need)

    def put_off(self, client_id: int, action: ActionKind, until: date, reason: str, day: date | None = None) -> None:
        """Keep an action out of the list until a day inclusive. Undoable.

        Raises ``InputRefused`` without a reason, or for a day that has passed.
        """
        self.put_off_all(client_id, (action,), until, reason, day)

    def put_off_all(
        self, client_id: int, actions: Iterable[ActionKind], until: date, reason: str, day: date | None = None
    ) -> None:
        """The same for several actions of a client in one operation."""
        from app.models.work_schema import put_off

        day = day or self._ledger.today()
        if until < day:
            raise InputRefused(_("{day} has passed.").format(day=day_text(until)))
        if not reason.strip():
            raise InputRefused(_("Say why it is put off."))
        info = self._ledger.clients.info(client_id)
        text = _("put off until {day}: {client}").format(day=day_text(until), client=info.name)
        with self._ledger.operation("work", text, info.client_id) as (_connection, recorder):
            for action in actions:
                values = {
                    "client_id": info.client_id, "action": action.value, "day": day.toordinal(),
                    "until": until.toordinal(), "reason": reason.strip()[:500],
                }  # fmt: skip
                recorder.insert(put_off, values)

    def malicious_told(self, as_of: date) -> int:
        """The monthly list of malicious debtors was given to the director with a copy to legal: it is due again next
        month. One operation; returns the number of clients."""
        from app.models.work_schema import put_off

        clients = [
            row.situation.client_id
            for row in self.today(as_of).lines
            if any(action.kind is ActionKind.MALICIOUS for action in row.actions)
        ]
        if not clients:
            return 0
        last = (as_of.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        with self._ledger.operation("work", _("monthly list of malicious debtors")) as (_connection, recorder):
            for client_id in clients:
                values = {
                    "client_id": client_id, "action": ActionKind.MALICIOUS.value, "day": as_of.toordinal(),
                    "until": last.toordinal(), "reason": _("given to the director and to legal"),
                }  # fmt: skip
                recorder.insert(put_off, values)
        return len(clients)

    def _situations(
        self, as_of: date, rules: Regulation, calendar: WorkCalendar, reports: list[date], only: int = 0
    ) -> list[Situation]:
        """What is known of every client, or of one (``only``)."""
        from app.models import worklist

        ledger = self._ledger
        aging_rules = ledger.policy.rules(as_of)
        promises: dict[int, list[Promise]] = {}
        for promise in ledger.work.promises(as_of, only):
            promises.setdefault(promise.client_id, []).append(promise)
        paused, given = ledger.pauses.on(as_of), {one.client_id: one for one in ledger.handovers.list(as_of, only)}
        disputes: dict[int, list[object]] = {}
        for dispute in ledger.disputes.list(as_of, only):
            disputes.setdefault(dispute.client_id, []).append(dispute)
        harder = {reason.key for reason in ledger.work.reasons() if reason.harder}
        with ledger.store.read() as connection:
            owed = _owed(connection, _horizon(as_of, rules, calendar, reports), as_of, only)
            talked = worklist.talked(connection, as_of, only)
            letters = worklist.letters(connection, as_of, only)
            repaid = worklist.repaid(connection, reports[-2], reports[-1], only) if len(reports) > 1 else {}
            off = worklist.put_off(connection, as_of)
            hearings = worklist.hearings(connection, as_of)
            wanted = {only} if only else {*owed, *promises, *given, *disputes, *hearings, *repaid, *talked}
            names = worklist.named(connection, wanted)
        checked = cache(lambda due: check_day(date.fromordinal(due), rules, calendar))
        zone, out = aging_rules.zone, []
        for client_id, (name, manager) in names.items():
            debt, said = owed.get(client_id, _NOTHING), talked.get(client_id)
            mine = tuple(promises.get(client_id, ()))
            one = Situation(
                client_id, name, manager, zone(debt.max_days), debt.total, debt.overdue, debt.max_days,
                _by_day(debt.soon), _by_day(debt.unchecked), debt.owed, checked(debt.first_due) if debt.owed else None,
                wrote=_day(letters.get(client_id)), evasions=_NO_EVASIONS, promises=mine,
                record=record_of(mine) if mine else NEVER, pause=paused.get(client_id),
                handover=given.get(client_id),
                disputes=tuple(disputes.get(client_id, ())),  # type: ignore[arg-type]  # filled with disputes above
                repaid=repaid.get(client_id, 0), hearing=_day(hearings.get(client_id)),
                put_off=_NOT_PUT_OFF,
            )  # fmt: skip
            if said is not None:
                _tell(one, said, harder)
            if client_id in off:
                one.put_off = {ActionKind(k): date.fromordinal(v) for k, v in off[client_id].items()}
            out.append(one)
        return out


def _tell(one: Situation, said: Talked, harder: set[str]) -> None:
    """What the talks with a client say of it."""
    one.talked, one.met, one.next_contact = _day(said.live), _day(said.met), _day(said.next_contact)
    one.tried = _day(said.tried)
    one.wrote = max((day for day in (_day(said.written), one.wrote) if day is not None), default=None)
    one.harder = bool(said.reasons & harder)
    evasions = ((Evasion.DODGE, said.dodged), (Evasion.PASS, said.passed))
    one.evasions = {kind: count for kind, count in evasions if count}


@dataclass(frozen=True, slots=True)
class _Horizon:
    """Bounds of a pass over due dates, as ordinals: reminders are due up to ``soon``; what fell due by ``told`` the
    last report could find unpaid; by ``asked`` its day of the check has come."""

    day: int
    soon: int
    told: int
    asked: int


def _horizon(as_of: date, rules: Regulation, calendar: WorkCalendar, reports: list[date]) -> _Horizon:
    days = [as_of + timedelta(days=n) for n in range(1, rules.remind_before + 15)]
    soon = max((due for due in days if remind_day(due, rules, calendar) <= as_of), default=as_of)

    def last(known: date) -> int:
        due = as_of
        while check_day(due, rules, calendar) > known and (as_of - due).days < 60 + rules.check_after:
            due -= timedelta(days=1)
        return due.toordinal()

    return _Horizon(as_of.toordinal(), soon.toordinal(), last(reports[-1] if reports else as_of), last(as_of))


def _owed(connection: Connection, bounds: _Horizon, as_of: date, only: int) -> dict[int, _Owed]:
    """One pass over the open documents: what is overdue, what falls due soon, what the last report cannot tell of."""
    out: dict[int, _Owed] = {}
    day, soon, told, asked = bounds.day, bounds.soon, bounds.told, bounds.asked
    for client_id, due, balance in _balances(connection, as_of, only):
        if balance <= 0:
            continue
        one = out.get(client_id)
        if one is None:
            one = out[client_id] = _Owed()
        one.total += balance
        if due is None:
            continue
        if due >= day:
            if due <= soon:
                one.soon = _added(one.soon, due, balance)
            continue
        one.overdue += balance
        if day - due > one.max_days:
            one.max_days = day - due
        if due <= told:
            one.owed += balance
            one.first_due = min(one.first_due, due)
        elif due <= asked:
            one.unchecked = _added(one.unchecked, due, balance)
    return out


def _balances(connection: Connection, as_of: date, only: int) -> Iterable[tuple[int, int | None, int]]:
    """Open documents of every client, or of one: (client, ordinal of the due date, kopecks)."""
    from app.models import aging

    if only:
        return [(only, aging.ordinal(i.due_date), i.balance) for i in aging.open_items(connection, as_of, only)]
    return aging.by_client(connection, as_of)


def _added(sums: dict[int, int] | None, due: int, balance: int) -> dict[int, int]:
    if sums is None:
        return {due: balance}
    sums[due] = sums.get(due, 0) + balance
    return sums


def _by_day(sums: Mapping[int, int] | None) -> tuple[tuple[date, Kopecks], ...]:
    return tuple([(date.fromordinal(day), amount) for day, amount in sorted(sums.items())]) if sums else ()


def _day(value: int | None) -> date | None:
    return None if value is None else date.fromordinal(value)


def _works(one: Situation, manager: str) -> bool:
    """Whose list the client is on: of the one it was handed over to, else of its manager."""
    return (one.handover.owner if one.handover is not None else one.manager) == manager
