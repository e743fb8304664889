"""«Споры и передачи»: disputes, pauses, hand-overs, schedules of the client with their history."""

from datetime import date
from typing import TYPE_CHECKING, Any

from app.domain.debtor import Dispute, Handover, Pause, Role, Schedule
from app.domain.money import BadValue
from app.i18n import _
from app.reports.dossier_tables import Between, between_table, is_open, schedule_words
from app.reports.dossier_words import role_word
from app.ui.dossier_page import ListPage
from app.ui.form import Choice, DayEdit, Form, SumEdit, Words, line
from app.ui.messages import confirm

if TYPE_CHECKING:
    from app.ledger import Ledger


class BetweenPage(ListPage):
    """What stands between the debt and its payment."""

    def __init__(self, ledger: "Ledger", client_id: int, client: str, as_of: date) -> None:
        super().__init__(ledger, client_id, client, as_of)
        self.title = _("Disputes and hand-overs")
        self.action(_("Dispute…"), self.dispute)
        self.action(_("Pause…"), self.pause)
        self.action(_("Hand over…"), self.hand_over)
        self.action(_("Schedule…"), self.schedule)
        self.end_button = self.action(_("End…"), self.end, key="Del", row=True, tip=_("End what is chosen (Delete)"))
        self.right()
        self.table.opened.connect(lambda _row: self.end())

    def reload(self) -> None:
        """All of it as known today: what is open is open now, whatever date is looked at."""
        ledger, today = self.ledger, max(self.ledger.today(), self.as_of)
        states: list[Between] = [
            *ledger.disputes.list(today, self.client_id, open_only=False),
            *ledger.pauses.list(self.client_id),
            *ledger.handovers.list(today, self.client_id, open_only=False),
            *ledger.schedules.list(self.as_of, self.client_id),
        ]
        self.show_table(between_table(states, today))

    def settle(self) -> None:
        """Only what is open can be ended; the lines of a schedule stand below."""
        super().settle()
        one = self.table.current()
        self.end_button.setEnabled(one is not None and is_open(one, self.ledger.today()))
        self.say(schedule_words(one) if isinstance(one, Schedule) else "")

    def dispute(self) -> None:
        """A sum the client does not agree to owe."""
        from app.ledger.debtor import NewDispute

        items = [item for item in self.ledger.analysis.items(self.as_of, self.client_id) if item.balance > 0]
        form = Form(self, _("Dispute"), self.client, _("The disputed sum is overdue all the same."))
        documents = [(_("the debt as a whole"), None), *((item.number, item) for item in items)]
        document = form.add("document", _("Document"), Choice(documents))
        amount = form.add("amount", _("Disputed sum, ₽"), SumEdit())
        reason = form.add("reason", _("What they do not agree with"), line())
        owner = form.add("owner", _("Who sorts it out"), Words(self.ledger.clients.managers()))
        answer = form.add("answer", _("Answer by"), DayEdit(self.ledger.today()))

        def save() -> None:
            item: Any = document.value()
            new = NewDispute(
                self.client_id, amount.needed(), reason.text(), owner.text(), answer.day(),
                None if item is None else item.invoice_id,
            )  # fmt: skip
            self.ledger.disputes.open(new)

        form.save = save
        self.ask(form, _("The dispute is open."))

    def pause(self) -> None:
        """Nobody calls for a while."""
        form = Form(self, _("Pause"), self.client, _("Nobody calls or writes until then. The debt stays overdue."))
        until = form.add("until", _("Until"), DayEdit(self.ledger.today()))
        reason = form.add("reason", _("Why"), line())
        form.save = lambda: self.ledger.pauses.put(self.client_id, until.needed(), reason.text())
        self.ask(form, _("The client is paused."))

    def hand_over(self) -> None:
        """To the next step of escalation."""
        from app.ledger.debtor import NewHandover

        form = Form(self, _("Hand over"), self.client, _("One at a time: nothing is handed over twice."))
        roles = [(role_word(one), one) for one in Role]
        role = form.add("role", _("To whom"), Choice(roles, Role.LEGAL))
        owner = form.add("owner", _("Name"), line())
        basis = form.add("basis", _("Ground"), line("", _("what was tried, papers handed over")))
        manager = self.ledger.clients.info(self.client_id).manager
        giver = form.add("giver", _("Handed over by"), Words(self.ledger.clients.managers(), manager))
        answer = form.add("answer", _("Answer by"), DayEdit(self.ledger.today()))
        form.save = lambda: self.ledger.handovers.give(
            NewHandover(self.client_id, role.value(), owner.text(), basis.text(), giver.text(), answer.day())
        )
        self.ask(form, _("The client is handed over."))

    def schedule(self) -> None:
        """A debt in parts."""
        from app.ui.schedule_form import ScheduleForm

        owed = sum(max(0, item.balance) for item in self.ledger.analysis.items(self.as_of, self.client_id))
        self.ask(ScheduleForm(self, self.ledger, self.client_id, self.client, owed), _("The schedule is agreed."))

    def end(self) -> None:
        """Close, lift or take back what is under the cursor."""
        one = self.table.current()
        if one is None or not is_open(one, self.ledger.today()):
            return
        if isinstance(one, Dispute):
            self._with_outcome(_("End of the dispute"), lambda text: self.ledger.disputes.close(one.dispute_id, text),
                               _("The dispute is closed."))  # fmt: skip
        elif isinstance(one, Handover):
            self._with_outcome(_("Take back"), lambda text: self.ledger.handovers.take_back(one.handover_id, text),
                               _("The client is back with its manager."))  # fmt: skip
        elif isinstance(one, Pause):
            self.do(lambda: self.ledger.pauses.lift(one.pause_id), _("The pause is lifted."))
        elif isinstance(one, Schedule) and confirm(
            self, _("End the schedule «{document}»?").format(document=one.document), _("End the schedule"),
            _("Its promises stay in the history."),
        ):  # fmt: skip
            self.do(lambda: self.ledger.schedules.close(one.schedule_id), _("The schedule is ended."))

    def _with_outcome(self, title: str, act: Any, words: str) -> None:  # noqa: ANN401 - any writer of a text
        form = Form(self, title, self.client)
        outcome = form.add("outcome", _("What came of it"), line())

        def save() -> None:
            if not outcome.text().strip():
                raise BadValue(_("say what came of it"))
            act(outcome.text())

        form.save = save
        self.ask(form, words)
