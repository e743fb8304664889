"""«Проверка»: the checklist of a new client, answered by keys, decided in two weeks with a reason."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from app.domain.dossier import Answer, Decision, Intake, checklist
from app.i18n import _
from app.reports.dossier_tables import CheckLine, check_table, nothing_known
from app.reports.dossier_words import answer_word, check_words, decision_word
from app.reports.table import Table
from app.ui.controls import button, say
from app.ui.dossier_page import ListPage, words_label
from app.ui.form import Choice, Form, Words, line
from app.ui.paper import show_paper

if TYPE_CHECKING:
    from app.ledger import Ledger

ANSWERS = ((Answer.GOOD, "1"), (Answer.BAD, "2"), (Answer.UNKNOWN, "3"))


class CheckPage(ListPage):
    """The newest check of the client."""

    def __init__(self, ledger: "Ledger", client_id: int, client: str, as_of: date) -> None:
        super().__init__(ledger, client_id, client, as_of)
        self.title = _("New client check")
        self.check: Intake | None = None
        self.start_button = self.action(_("Begin a check…"), self.start, key="Ins", main=True)
        self.answers = [
            self.action(
                f"{answer_word(answer).capitalize()} ({key})", partial(self.answer, answer), key=key,
                tip=_("The answer to the chosen question (key {key})").format(key=key),
            )
            for answer, key in ANSWERS
        ]  # fmt: skip
        self.decide_button = self.action(_("Decide…"), self.decide)
        self.print_button = button(_("Print"), self.print_out, "", "print")
        self.right(self.print_button)
        for made in (self.start_button, *self.answers, self.decide_button):
            made.setVisible(False)  # never all at once, or the window would grow to hold them
        self.state = words_label("")
        self.stop = words_label("error")
        self.body.insertWidget(1, self.state)
        self.body.insertWidget(2, self.stop)
        self.body.addStretch(0)

    def reload(self) -> None:
        found = self.ledger.dossier.intakes(self.client_id)
        check = self.check = found[0] if found else None
        open_now = check is not None and check.decided_on is None
        self.start_button.setVisible(not open_now)
        for made in (*self.answers, self.decide_button):
            made.setVisible(open_now)
        self.print_button.setVisible(check is not None)
        self.frame.setVisible(check is not None)
        self._tell(check, len(found))
        if check is not None:
            self.show_table(check_table(check, self.client))
        self.say("")
        self.body.setStretch(self.body.count() - 1, 0 if check is not None else 1)

    def start(self) -> None:
        """Two weeks from now."""
        form = Form(self, _("Check of a new client"), self.client, _("To be decided within two weeks."))
        owner = form.add("owner", _("Who checks"), Words(self.ledger.clients.managers()))
        form.save = lambda: self.ledger.dossier.start_check(self.client_id, owner.text())
        self.ask(form, _("The check is begun."))

    def answer(self, answer: Answer) -> None:
        """The answer to the question under the cursor; the cursor goes on."""
        row, check = self.table.current(), self.check
        if not isinstance(row, CheckLine) or check is None or check.decided_on is not None:
            return
        index = self.table.grid.currentIndex().row()
        if self.do(lambda: self.ledger.dossier.answer(check, {row.key: answer}), _("The answer is written.")):
            self.table.select_row(min(index + 1, len(self.table.model.rows) - 1))
            self.table.setFocus()

    def decide(self) -> None:
        """How it ends. A refusal needs its reason, which is told to the manager."""
        check = self.check
        if check is None:
            return
        form = Form(
            self, _("Decision"), self.client, _("The reason of a refusal is told to the manager, or it repeats."),
        )  # fmt: skip
        decision = form.add("decision", _("Decision"), Choice([(decision_word(one), one) for one in Decision]))
        reason = form.add("reason", _("Reason"), line())
        form.save = lambda: self.ledger.dossier.decide(check, decision.value(), reason.text())
        self.ask(form, _("The decision is written."))

    def print_out(self) -> None:
        """The checklist on paper."""
        from app.reports.document import of_table

        if self.check is not None:
            table: Table[CheckLine] = check_table(self.check, self.client)
            show_paper(self, of_table(table, self.as_of, self.ledger.policy.company()))

    def _tell(self, check: Intake | None, count: int) -> None:
        self.stop.setVisible(False)
        if check is None:
            self.state.setText(_("The client was not checked. Twelve questions in two weeks, before the first lot."))
            return
        late = check.overdue(self.ledger.today())
        answered = len(check.answers)
        words = check_words(check, late)
        if check.decided_on is None:
            words += ". " + _("Answered {n} of {all}.").format(n=answered, all=len(checklist()))
        if count > 1:
            words += " " + _("Earlier checks: {n}.").format(n=count - 1)
        self.state.setText(words)
        say(self.state, "error" if late else "")
        stops = []
        if check.nothing_known:
            stops.append(nothing_known())
        if check.bad:
            stops.append(_("Bad answers: {n}.").format(n=len(check.bad)))
        self.stop.setText(" ".join(stops))
        self.stop.setVisible(bool(stops))
