"""«Люди»: who decides, who pays, and how the client likes to be spoken to."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from app.domain.dossier import Manner, Part, Person
from app.domain.work import Channel
from app.i18n import _
from app.reports.dossier_tables import people_table
from app.reports.dossier_words import manner_word, part_word, preference_words
from app.reports.wording import channel_word
from app.ui.controls import button, label, panel
from app.ui.dossier_page import ListPage, words_label
from app.ui.form import Choice, DayEdit, Form, Words, line
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.ledger import Ledger

HOURS = ("в первой половине дня", "после обеда", "до 11", "после 16")
"""Words in use for hours of calls; data, as reasons are."""


class PeoplePage(ListPage):
    """People and preferences."""

    def __init__(self, ledger: "Ledger", client_id: int, client: str, as_of: date) -> None:
        super().__init__(ledger, client_id, client, as_of)
        self.title = _("People")
        self.action(_("Add a person…"), self.add, key="Ins", main=True)
        self.action(_("Change…"), self.edit, row=True)
        self.action(_("Left the client"), self.leave, row=True)
        self.action(_("Remove"), self.remove, key="Del", row=True)
        self.right()
        self.table.opened.connect(lambda _row: self.edit())
        self.wishes = words_label("")
        self.wish_button = button(_("Change…"), self.edit_wishes, "link")
        self.wish_button.setAccessibleName(_("Change preferences"))
        strip = panel("strip")
        inside = QHBoxLayout(strip)
        px = theme().px
        inside.setContentsMargins(px(12), px(8), px(12), px(8))
        inside.setSpacing(px(10))
        inside.addWidget(label(_("How to speak with them"), "strong"))
        inside.addWidget(self.wishes, 1)
        inside.addWidget(self.wish_button)
        self.body.addWidget(strip)

    def reload(self) -> None:
        self.show_table(people_table(self.ledger.dossier.people(self.client_id)))
        words = preference_words(self.ledger.dossier.preferences(self.client_id))
        self.wishes.setText(words or _("nothing is known: note the hour, the tone, the channel"))

    def add(self) -> None:
        """Somebody new."""
        self._ask(Person(0, self.client_id, ""))

    def edit(self) -> None:
        """The person under the cursor."""
        person = self.table.current()
        if isinstance(person, Person):
            self._ask(person)

    def leave(self) -> None:
        """Does not work there any more, from today."""
        person = self.table.current()
        if isinstance(person, Person):
            gone = None if person.gone_on is not None else self.ledger.today()
            words = _("The person is back.") if gone is None else _("Noted that the person left.")
            self.do(lambda: self.ledger.dossier.set_person(replace(person, gone_on=gone)), words)

    def remove(self) -> None:
        """Entered by mistake."""
        person = self.table.current()
        if isinstance(person, Person):
            self.do(lambda: self.ledger.dossier.remove(person), _("The person is removed."))

    def edit_wishes(self) -> None:
        """Hour, tone, channel."""
        now = self.ledger.dossier.preferences(self.client_id)
        form = Form(self, _("How to speak with them"), self.client)
        hours = form.add("hours", _("When to call"), Words(HOURS, now.hours))
        manners = [(_("not said"), None), *((manner_word(one), one) for one in Manner)]
        manner = form.add("manner", _("Tone"), Choice(manners, now.manner))
        channels = [(_("not said"), None), *((channel_word(one), one) for one in Channel)]
        channel = form.add("channel", _("Channel"), Choice(channels, now.channel))
        form.save = lambda: self.ledger.dossier.set_preferences(
            self.client_id, replace(now, hours=hours.text(), manner=manner.value(), channel=channel.value())
        )
        self.ask(form, _("Preferences are written."))

    def _ask(self, person: Person) -> None:
        form = Form(self, _("Person"), person.name or _("New person"))
        name = form.add("name", _("Name"), line(person.name))
        role = form.add("role", _("Position"), line(person.role, _("director, chief accountant…")))
        part = form.add("part", _("In payments"), Choice([(part_word(one), one) for one in Part], person.part))
        phone = form.add("phone", _("Phone"), line(person.phone))
        email = form.add("email", _("E-mail"), line(person.email))
        note = form.add("note", _("Note"), line(person.note))
        gone = form.add("gone", _("Left on"), DayEdit(self.ledger.today(), person.gone_on))
        form.save = lambda: self.ledger.dossier.set_person(
            replace(
                person, name=name.text(), role=role.text(), part=part.value(), phone=phone.text(), email=email.text(),
                note=note.text(), gone_on=gone.day(),
            )
        )  # fmt: skip
        self.ask(form, _("The person is written."))
