"""What may be done with a line of the work list, and how each thing is done."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.work import Channel
from app.domain.worklist import Action, ActionKind, WorkLine
from app.errors import AppError
from app.i18n import _
from app.ui import work_dialogs
from app.ui.messages import choose, show_error
from app.ui.new_call import call_form

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from app.domain.work import NewContact
    from app.ledger import Ledger
    from app.ui.work_pane import Brief


class Do(StrEnum):
    """Things a person does with the client on screen."""

    CALL = "call"
    MEET = "meet"
    WRITE = "write"
    THANK = "thank"
    BOOKKEEPING = "bookkeeping"
    HEARING = "hearing"
    CLOSE_DISPUTE = "close_dispute"
    TAKE_BACK = "take_back"
    MALICIOUS = "malicious"
    PUT_OFF = "put_off"
    PAUSE = "pause"
    LIFT = "lift"
    HAND_OVER = "hand_over"
    DISPUTE = "dispute"
    MOVE = "move"
    CARD = "card"
    FILE = "file"


_FITTING = {
    ActionKind.HEARING: Do.HEARING,
    ActionKind.MEETING: Do.MEET,
    ActionKind.CHECK: Do.BOOKKEEPING,
    ActionKind.DISPUTE: Do.CLOSE_DISPUTE,
    ActionKind.HANDOVER: Do.TAKE_BACK,
    ActionKind.WRITE: Do.WRITE,
    ActionKind.MALICIOUS: Do.MALICIOUS,
    ActionKind.THANK: Do.THANK,
}


def doing(action: Action) -> tuple[Do, str]:
    """What an action asks for and the words of its button; a call for all the others."""
    do = _FITTING.get(action.kind, Do.CALL)
    if do is Do.HEARING and action.count:  # it is over: its outcome goes into the case
        return Do.FILE, _("Client's file…")
    return do, {
        Do.HEARING: _("Prepared"),
        Do.MEET: _("Log a meeting"),
        Do.BOOKKEEPING: _("Bookkeeping's answer…"),
        Do.CLOSE_DISPUTE: _("Close the dispute…"),
        Do.TAKE_BACK: _("Take back…"),
        Do.WRITE: _("Log a letter"),
        Do.MALICIOUS: _("The list of malicious debtors…"),
        Do.THANK: _("Thank"),
        Do.CALL: _("Log a call"),
    }[do]


def first_step(row: WorkLine) -> tuple[Do, str]:
    """The button of the most urgent action; the monthly list is not made client by client, so it gives way to the next
    action, or to a call."""
    found = [action for action in row.actions if action.kind is not ActionKind.MALICIOUS]
    return doing(found[0]) if found else (Do.CALL, _("Log a call"))


def menu_of(row: WorkLine) -> list[tuple[Do, str]]:
    """What else may be decided about a client, in the order of the menu."""
    one = row.situation
    out = [(Do.CARD, _("Client's card")), (Do.FILE, _("Client's file…")), (Do.PUT_OFF, _("Put off…"))]
    if work_dialogs.movable(row):
        out.append((Do.MOVE, _("Move the promise…")))
    out.append((Do.LIFT, _("Lift the pause")) if one.pause is not None else (Do.PAUSE, _("Pause…")))
    if one.handover is not None:
        out.append((Do.TAKE_BACK, _("Take back…")))
    else:
        out.append((Do.HAND_OVER, _("Hand over…")))
    out.append((Do.DISPUTE, _("Open a dispute…")))
    if one.disputes:
        out.append((Do.CLOSE_DISPUTE, _("Close the dispute…")))
    out += [(Do.MEET, _("Log a meeting")), (Do.WRITE, _("Log a letter"))]
    return out


class Acts:
    """Does things with one client; each returns the words of what was done, empty when nothing was."""

    def __init__(self, parent: QWidget, ledger: Ledger, brief: Brief, day: date) -> None:
        self._parent, self._ledger, self._brief, self._day = parent, ledger, brief, day

    def take(self, do: Do) -> str:
        """Do it. An expected refusal is told and counts as nothing done."""
        row, parent, ledger = self._brief.row, self._parent, self._ledger
        one = row.situation
        if do is Do.FILE:
            from app.ui.dossier_window import open_dossier

            open_dossier(parent, ledger, one.client_id, self._day)
            return ""
        acts: dict[Do, Callable[[], str]] = {
            Do.CALL: self.call,
            Do.MEET: lambda: self.call(Channel.MEETING),
            Do.WRITE: lambda: self.call(Channel.EMAIL),
            Do.THANK: lambda: self.call(thanks=True),
            Do.BOOKKEEPING: self._bookkeeping,
            Do.HEARING: self._prepared,
            Do.PUT_OFF: lambda: work_dialogs.put_off(parent, ledger, row),
            Do.PAUSE: lambda: work_dialogs.pause(parent, ledger, row),
            Do.LIFT: lambda: work_dialogs.lift(ledger, one.pause) if one.pause else "",
            Do.HAND_OVER: lambda: work_dialogs.hand_over(parent, ledger, row),
            Do.TAKE_BACK: lambda: work_dialogs.take_back(parent, ledger, one.handover) if one.handover else "",
            Do.DISPUTE: lambda: work_dialogs.dispute(parent, ledger, row, self._brief.items),
            Do.CLOSE_DISPUTE: lambda: (
                work_dialogs.close_dispute(parent, ledger, one.disputes[0]) if one.disputes else ""
            ),
            Do.MOVE: lambda: work_dialogs.move_promise(parent, ledger, row),
        }
        try:
            return acts[do]()
        except AppError as error:
            show_error(parent, error)
            return ""

    def call(self, channel: Channel | None = None, *, thanks: bool = False) -> str:
        """Record a talk; the most urgent action says how it begins."""
        brief, ledger = self._brief, self._ledger
        first = brief.row.actions[0].kind if brief.row.actions else None

        def save(new: NewContact) -> None:
            ledger.work.record(new)

        form = call_form(self._parent, ledger, brief.client, brief.row.situation.total, brief.contacts, save)
        if channel is not None:
            form.set_channel(channel)
        if thanks or (first is ActionKind.THANK and channel is None):
            form.start_with(_("thanked for the payment"))
        elif channel is Channel.EMAIL:
            form.start_with(_("asked in writing for the day of payment"))
        elif first is ActionKind.REMIND and channel is None:
            form.start_with(_("reminded of the due date"))
        given = brief.row.situation.handover
        if given is not None:
            form.set_manager(given.owner)
        if brief.people:
            form.person.setEditText(brief.people[0].name)
        agreed = form.exec()
        form.deleteLater()
        return _("The talk is recorded.") if agreed else ""

    def _bookkeeping(self) -> str:
        """Whether the money came: if it did, wait for the report and thank; if not, call and ask why and when."""
        one = self._brief.row.situation
        answer = choose(
            self._parent,
            _("What does bookkeeping say: did {client} pay?").format(client=one.client),
            (_("The money came"), _("No money: call")),
            _("When it came, the client is off the list until the next report; call and thank."),
        )
        if answer == 0:
            until = self._ledger.law.calendar().add(self._ledger.today(), 5)
            self._ledger.worklist.put_off(one.client_id, ActionKind.CHECK, until, _("bookkeeping: the money came"))
            return _("Noted: the money came.")
        return self.call() if answer == 1 else ""

    def _prepared(self) -> str:
        """The reminder of a hearing goes until its day is over."""
        one = self._brief.row.situation
        if one.hearing is None:
            return ""
        self._ledger.worklist.put_off(one.client_id, ActionKind.HEARING, one.hearing, _("prepared"))
        return _("The hearing is prepared.")
