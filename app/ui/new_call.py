"""The call form of a client with everything the book knows to offer; used wherever a call is recorded."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.domain.dossier import Part, Person
from app.domain.work import Contact, NewContact
from app.ui.call_form import CallForm

if TYPE_CHECKING:
    from app.domain.client import ClientInfo
    from app.ledger import Ledger


def call_form(
    parent: QWidget,
    ledger: "Ledger",
    client: "ClientInfo",
    debt: int,
    contacts: Sequence[Contact],
    save: Callable[[NewContact], object],
) -> CallForm:
    """The form, the client's manager as who calls; ``debt`` (kopecks) is what «всё» means."""
    people = [person.name for person in working(ledger.dossier.people(client.client_id))]
    people += [contact.person for contact in contacts if contact.person]
    form = CallForm(
        parent,
        client.client_id,
        client.name,
        ledger.today(),
        save,
        debt=debt,
        results=ledger.talk_words.results(),
        managers=ledger.clients.managers(),
        people=tuple(dict.fromkeys(people)),
        reasons=ledger.work.reasons(),
        phrases=ledger.work.phrases(),
        calendar=ledger.law.calendar(),
    )
    form.set_manager(client.manager)
    return form


def working(people: Sequence[Person]) -> list[Person]:
    """People still at the client: those who pay or decide first."""
    rank = {Part.BOTH: 0, Part.PAYS: 1, Part.DECIDES: 2, Part.NEITHER: 3}
    return sorted((one for one in people if one.gone_on is None), key=lambda one: rank[one.part])
