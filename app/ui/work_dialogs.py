"""What may be decided about a client besides a call: put off, pause, hand over, dispute, move a promise.

Each function asks in one small form, writes through the ledger, and returns the words of what was done for the toast
with «Отменить»; empty words: the person changed their mind.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app import formats
from app.domain.debtor import Dispute, Handover, Pause, Role
from app.domain.work import Promise, PromiseState
from app.domain.worklist import ActionKind, WorkLine
from app.i18n import _
from app.reports.dossier_words import role_word
from app.reports.work_tables import action_word, why
from app.ui.quick_form import Ask, Line, QuickForm

if TYPE_CHECKING:
    from app.domain.debt import OpenItem
    from app.ledger import Ledger


def put_off(parent: QWidget, ledger: "Ledger", row: WorkLine, kind: ActionKind | None = None) -> str:
    """Keep one action, or all of a line, out of the list until a day, with the reason."""
    one = row.situation
    offered: list[tuple[Any, str]] = [(a.kind.value, f"{action_word(a.kind)}: {why(a)}") for a in row.actions]
    if len(offered) > 1:
        offered.insert(0, ("", _("everything that is due today")))
    today = ledger.today()
    lines = (
        Line("until", _("Until"), Ask.DAY, needed=True, value=ledger.law.calendar().add(today, 1)),
        Line("reason", _("Why"), needed=True),
        Line("action", _("What"), Ask.CHOICE, offered, value=kind.value if kind is not None else offered[0][0]),
    )

    def save(values: dict[str, Any]) -> None:
        chosen = [a.kind for a in row.actions if values["action"] in ("", a.kind.value)]
        ledger.worklist.put_off_all(one.client_id, chosen, values["until"], values["reason"])

    note = _("It stands in the list again on the working day after.")
    return _asked(parent, ledger, _("Put off"), one.client, lines, save, _("Put off until {until}."), note=note)


def pause(parent: QWidget, ledger: "Ledger", row: WorkLine) -> str:
    """Nobody calls or writes until a day."""
    one = row.situation
    lines = (
        Line("until", _("Until"), Ask.DAY, needed=True),
        Line("reason", _("Why"), needed=True),
    )

    def save(values: dict[str, Any]) -> None:
        ledger.pauses.put(one.client_id, values["until"], values["reason"])

    note = _("No calls, reminders or letters until then; broken promises and hearings are still shown.")
    return _asked(parent, ledger, _("Pause"), one.client, lines, save, _("Paused until {until}."), note=note)


def lift(ledger: "Ledger", held: Pause) -> str:
    """Calls go on from today."""
    ledger.pauses.lift(held.pause_id)
    return _("The pause is lifted.")


def hand_over(parent: QWidget, ledger: "Ledger", row: WorkLine) -> str:
    """Somebody else works with the client from now on: a real person with a name, until taken back."""
    from app.ledger.debtor import NewHandover

    one = row.situation
    lines = (
        Line("role", _("To whom"), Ask.CHOICE, [(role.value, role_word(role)) for role in Role], value=Role.HEAD.value),
        Line("owner", _("Name"), offered=[(name, name) for name in ledger.clients.managers()], needed=True),
        Line("basis", _("On what basis"), needed=True, hint=_("overdue for two months, three promises broken")),
        Line("answer_by", _("Answer expected by"), Ask.DAY),
    )

    def save(values: dict[str, Any]) -> None:
        new = NewHandover(
            one.client_id, Role(values["role"]), values["owner"], values["basis"], one.manager, values["answer_by"]
        )
        ledger.handovers.give(new)

    note = _("After a hand-over to lawyers, security or an agency the manager does not call any more.")
    return _asked(parent, ledger, _("Hand over"), one.client, lines, save, _("Handed over to {owner}."), note=note)


def take_back(parent: QWidget, ledger: "Ledger", given: Handover) -> str:
    """The client returns to its manager."""
    lines = (Line("outcome", _("What came of it"), needed=True),)

    def save(values: dict[str, Any]) -> None:
        ledger.handovers.take_back(given.handover_id, values["outcome"])

    subject = _("{client}: {owner} since {day}").format(
        client=given.client, owner=given.owner, day=formats.day(given.day)
    )
    return _asked(parent, ledger, _("Take back"), subject, lines, save, _("The client is with its manager again."))


def dispute(parent: QWidget, ledger: "Ledger", row: WorkLine, items: "tuple[OpenItem, ...]") -> str:
    """The client does not agree to owe a sum, of one document or of the debt as a whole."""
    from app.ledger.debtor import NewDispute

    one = row.situation
    documents: list[tuple[Any, str]] = [(0, _("the debt as a whole"))]
    documents += [(i.invoice_id, f"{i.number}: {formats.money_sign(i.balance)}") for i in items if i.balance > 0]
    lines = (
        Line("amount", _("Disputed sum"), Ask.SUM, needed=True),
        Line("reason", _("What they do not agree with"), needed=True),
        Line("document", _("Document"), Ask.CHOICE, documents),
        Line("owner", _("Who sorts it out"), value=one.manager),
        Line("answer_by", _("Answer expected by"), Ask.DAY),
    )

    def save(values: dict[str, Any]) -> None:
        new = NewDispute(
            one.client_id, values["amount"], values["reason"], values["owner"], values["answer_by"],
            values["document"] or None,
        )  # fmt: skip
        ledger.disputes.open(new)

    note = _("The debt stays overdue in every report; the dispute is shown beside it.")
    return _asked(parent, ledger, _("Open a dispute"), one.client, lines, save, _("The dispute is opened."), note=note)


def close_dispute(parent: QWidget, ledger: "Ledger", found: Dispute) -> str:
    """A dispute ends with an outcome."""
    lines = (Line("outcome", _("How it ended"), needed=True),)

    def save(values: dict[str, Any]) -> None:
        ledger.disputes.close(found.dispute_id, values["outcome"])

    subject = _("{client}: {sum}, {reason}").format(
        client=found.client, sum=formats.money_sign(found.amount), reason=found.reason
    )
    return _asked(parent, ledger, _("Close the dispute"), subject, lines, save, _("The dispute is closed."))


def movable(row: WorkLine) -> tuple[Promise, ...]:
    """Promises that may give way to another: the money is not there and none has taken their place."""
    done = (PromiseState.KEPT, PromiseState.MOVED)
    return tuple(p for p in row.situation.promises if p.moved_to is None and p.state not in done)


def move_promise(parent: QWidget, ledger: "Ledger", row: WorkLine) -> str:
    """The client asks for another day or sum; the old promise stays in the history as moved."""
    found = sorted(movable(row), key=lambda p: (p.state is not PromiseState.OPEN, -p.due.toordinal()))
    if not found:
        return ""
    offered = [(p.promise_id, _("{sum} by {day}").format(sum=formats.roubles_sign(p.amount), day=formats.day(p.due)))
               for p in found]  # fmt: skip
    lines = (
        Line("due", _("New day"), Ask.DAY, needed=True),
        Line("amount", _("New sum"), Ask.SUM, needed=True, value=found[0].left or found[0].amount),
        Line("promise", _("Promise"), Ask.CHOICE, offered),
    )

    def save(values: dict[str, Any]) -> None:
        ledger.work.move(values["promise"], values["due"], values["amount"])

    note = _("The old promise stays in the history as moved; one that a report has found broken stays broken.")
    client = row.situation.client
    return _asked(parent, ledger, _("Move the promise"), client, lines, save, _("The promise is moved."), note=note)


def _asked(
    parent: QWidget,
    ledger: "Ledger",
    title: str,
    subject: str,
    lines: "tuple[Line, ...]",
    save: Callable[[dict[str, Any]], None],
    told: str,
    *,
    note: str = "",
) -> str:
    """Show the form; the words of what was done with the values typed."""
    kept: dict[str, Any] = {}

    def keep(values: dict[str, Any]) -> None:
        save(values)
        kept.update(values)

    if not QuickForm(parent, title, subject, lines, keep, today=ledger.today(), action=title, note=note).ask():
        return ""
    until = kept.get("until")
    return told.format(until=formats.day(until) if until else "", owner=kept.get("owner", ""))
