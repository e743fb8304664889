"""The client's file as tables: people, contracts, the check, events, files, what stands between debt and payment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from app import formats
from app.domain.debtor import Dispute, Handover, Pause, Schedule
from app.domain.dossier import (
    Answer,
    Category,
    CategoryTerms,
    ClientEvent,
    Contract,
    Intake,
    Part,
    Person,
    checklist,
)
from app.domain.money import Kopecks
from app.domain.work import Contact
from app.i18n import _, pgettext
from app.reports import dossier_words as words
from app.reports.table import Column, Kind, Table, Tone
from app.reports.wording import channel_word, promise_word


class Kept(Protocol):
    """A file kept with a client."""

    @property
    def contact_id(self) -> int | None:
        """The talk it belongs to."""

    @property
    def name(self) -> str:
        """As it was called."""

    @property
    def size(self) -> int:
        """Bytes."""

    @property
    def added_at(self) -> datetime:
        """When it was added."""


def people_table(people: Sequence[Person]) -> Table[Person]:
    """People of a client, those who decide or pay first."""

    def tone(one: Person) -> Tone:
        if one.gone_on is not None:
            return Tone.MUTED
        return Tone.NONE if one.part is Part.NEITHER else Tone.KEPT

    columns = (
        Column[Person]("name", _("Name"), Kind.TEXT, lambda one: one.name, 24, _gone, wide=True),
        Column[Person]("role", _("Position"), Kind.TEXT, lambda one: one.role, 18),
        Column[Person]("part", _("In payments"), Kind.TEXT, lambda one: _part(one), 18, tone),
        Column[Person]("phone", _("Phone"), Kind.TEXT, lambda one: one.phone, 16),
        Column[Person]("email", _("E-mail"), Kind.TEXT, lambda one: one.email, 20),
        Column[Person]("note", _("Note"), Kind.TEXT, lambda one: one.note, 24, wide=True),
    )
    return Table("people", _("People"), columns, tuple(people), empty=_("Nobody yet: add who decides and who pays"))


def _gone(one: Person) -> Tone:
    return Tone.MUTED if one.gone_on is not None else Tone.NONE


def _part(one: Person) -> str:
    if one.gone_on is not None:
        return _("gone since {day}").format(day=formats.day(one.gone_on))
    return words.part_word(one.part) if one.part is not Part.NEITHER else formats.DASH


def contracts_table(contracts: Sequence[Contract], as_of: date) -> Table[Contract]:
    """Contracts, the newest first."""

    def ended(one: Contract) -> Tone:
        return Tone.MUTED if one.ends_on is not None and one.ends_on < as_of else Tone.NONE

    columns = (
        Column[Contract]("number", _("Contract"), Kind.TEXT, words.contract_words, 20, ended),
        Column[Contract](
            "terms", _("Payment terms"), Kind.TEXT, lambda one: words.terms_words(one.terms), 26, wide=True
        ),
        Column[Contract](
            "penalty", _("Price of delay"), Kind.TEXT, lambda one: words.penalty_words(one.penalty), 24, wide=True
        ),
        Column[Contract]("claim", _("Claim, days"), Kind.DAYS, lambda one: one.claim_days, 9, nothing="30"),
        Column[Contract]("signed", _("Signed by"), Kind.TEXT, words.signed_words, 20),
        Column[Contract]("ends", _("Ends"), Kind.DATE, lambda one: one.ends_on, 10, nothing=formats.DASH),
    )
    return Table(
        "contracts", _("Contracts"), columns, tuple(contracts),
        empty=_("No contract yet: without it delay costs art. 395 of the Civil Code"),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A question of the checklist and its answer."""

    key: str
    text: str
    security: bool
    answer: Answer | None


def check_table(one: Intake, client: str) -> Table[CheckLine]:
    """The checklist with its answers, for paper."""
    rows = [
        CheckLine(question.key, question.text, question.security, one.answers.get(question.key))
        for question in checklist()
    ]

    def tone(line: CheckLine) -> Tone:
        return Tone.RED if line.answer is Answer.BAD else Tone.NONE

    columns = (
        Column[CheckLine](
            "who", _("Who checks"), Kind.TEXT,
            lambda line: pgettext("role", "security service") if line.security else pgettext("role", "manager"), 18,
        ),
        Column[CheckLine]("text", _("Question"), Kind.TEXT, lambda line: line.text, 60, wide=True),
        Column[CheckLine]("answer", _("Answer"), Kind.TEXT, lambda line: words.answer_word(line.answer), 14, tone),
    )  # fmt: skip
    note = words.check_words(one, False)
    if one.nothing_known:
        note += " " + nothing_known()
    return Table("check", _("Check of a new client: {client}").format(client=client), columns, tuple(rows), note=note)


def nothing_known() -> str:
    """The stop signal of a client without traces."""
    return _("Stop signal: nothing is known of the client anywhere.")


def events_table(events: Sequence[ClientEvent]) -> Table[ClientEvent]:
    """What changed at a client, the newest first."""
    columns = (
        Column[ClientEvent]("day", _("Date"), Kind.DATE, lambda one: one.day, 10),
        Column[ClientEvent]("kind", _("What changed"), Kind.TEXT, lambda one: words.event_word(one.kind), 20),
        Column[ClientEvent]("note", _("In words"), Kind.TEXT, lambda one: one.note, 60, wide=True),
    )
    return Table("client_events", _("Events"), columns, tuple(events), empty=_("Nothing is known to have changed"))


def files_table(files: Sequence[Kept], talks: Sequence[Contact]) -> Table[Kept]:
    """Files of a client, the newest first, each with the talk it belongs to."""
    said = {talk.contact_id: _talk(talk) for talk in talks}
    columns = (
        Column[Kept]("name", _("File"), Kind.TEXT, lambda one: one.name, 40, wide=True),
        Column[Kept]("talk", _("Of the talk"), Kind.TEXT, lambda one: said.get(one.contact_id or 0), 34, wide=True),
        Column[Kept]("size", _("Size"), Kind.TEXT, lambda one: size_words(one.size), 10),
        Column[Kept]("added", _("Added"), Kind.DATE, lambda one: one.added_at.date(), 10),
    )
    return Table("files", _("Files"), columns, tuple(files), empty=_("No files: drop them here"))


def _talk(talk: Contact) -> str:
    """When, how and with whom it was, what came of it."""
    parts = (formats.day(talk.at), channel_word(talk.channel), talk.person, talk.result or talk.note)
    return ", ".join(part for part in parts if part)


def size_words(size: int) -> str:
    """Bytes as a person reads them."""
    if size < 1024:
        return _("{n} B").format(n=size)
    if size < 1024 * 1024:
        return _("{n} KB").format(n=formats.decimal(size / 1024, 0))
    return _("{n} MB").format(n=formats.decimal(size / 1024 / 1024, 1))


Between = Dispute | Pause | Handover | Schedule


def between_table(states: Sequence[Between], as_of: date) -> Table[Between]:
    """Disputes, pauses, hand-overs and schedules, open ones first."""

    def tone(one: Between) -> Tone:
        return Tone.RED if is_open(one, as_of) else Tone.MUTED

    columns = (
        Column[Between]("kind", _("What"), Kind.TEXT, _between_word, 16, tone),
        Column[Between]("since", _("Since"), Kind.DATE, _since, 10),
        Column[Between]("until", _("Until"), Kind.DATE, _until, 10, lambda one: _late(one, as_of)),
        Column[Between]("amount", _("Sum, ₽"), Kind.MONEY, _amount, 14),
        Column[Between]("who", _("Who"), Kind.TEXT, _who, 18),
        Column[Between]("why", _("Ground"), Kind.TEXT, _why, 26, wide=True),
        Column[Between]("ended", _("Ended"), Kind.DATE, ended_on, 10, nothing=formats.DASH),
        Column[Between]("outcome", _("Outcome"), Kind.TEXT, _outcome, 24, wide=True),
    )
    rows = sorted(states, key=lambda one: (not is_open(one, as_of), -_since(one).toordinal()))
    return Table(
        "between", _("Disputes, pauses, hand-overs, schedules"), columns, tuple(rows),
        empty=_("Nothing stands between the debt and its payment"),
    )  # fmt: skip


def is_open(one: Between, as_of: date) -> bool:
    """Whether it is in force on a day."""
    if isinstance(one, Pause):
        return one.lifted_on is None and one.until >= as_of
    return ended_on(one) is None


def schedule_words(one: Schedule) -> str:
    """Lines of a schedule with what came of each."""
    return "; ".join(
        f"{formats.day(line.due)} {formats.money_sign(line.amount)} {promise_word(line.state)}" for line in one.lines
    )


def ended_on(one: Between) -> date | None:
    """The day on which it ended, None while it has not been ended by hand."""
    if isinstance(one, Pause):
        return one.lifted_on
    return one.returned_on if isinstance(one, Handover) else one.closed_on


def _between_word(one: Between) -> str:
    if isinstance(one, Dispute):
        return pgettext("between", "dispute")
    if isinstance(one, Pause):
        return pgettext("between", "pause")
    if isinstance(one, Schedule):
        return pgettext("between", "schedule")
    return _("handed over: {role}").format(role=words.role_word(one.role))


def _since(one: Between) -> date:
    return one.since if isinstance(one, Pause) else one.day


def _until(one: Between) -> date | None:
    if isinstance(one, Pause):
        return one.until
    if isinstance(one, Schedule):
        return one.lines[-1].due if one.lines else None
    return one.answer_by


def _late(one: Between, as_of: date) -> Tone:
    until = _until(one)
    late = one.late > 0 if isinstance(one, Schedule) else until is not None and until < as_of
    return Tone.RED if late and is_open(one, as_of) and not isinstance(one, Pause) else Tone.NONE


def _amount(one: Between) -> Kopecks | None:
    return one.amount if isinstance(one, Dispute | Schedule) else None


def _who(one: Between) -> str:
    return one.owner if isinstance(one, Dispute | Handover) else ""


def _why(one: Between) -> str:
    if isinstance(one, Schedule):
        return one.document
    if isinstance(one, Handover):
        return one.basis
    if isinstance(one, Dispute) and one.number:
        return f"{one.number}: {one.reason}"
    return one.reason


def _outcome(one: Between) -> str:
    if isinstance(one, Dispute | Handover):
        return one.outcome
    if isinstance(one, Schedule) and one.late:
        return _("broken lines: {n}").format(n=one.late)
    return ""


def categories_words(terms: CategoryTerms) -> str:
    """What a category may be given."""
    days = _("deferral up to {days}").format(days=formats.days(terms.deferral)) if terms.deferral else _("prepayment")
    if terms.limit is None:
        return days
    return f"{days}, " + _("debt up to {sum}").format(sum=formats.roubles_sign(terms.limit))


def category_line(category: Category, terms: CategoryTerms) -> str:
    """«Категория B: отсрочка до 30 дней»."""
    return _("Category {letter}: {terms}").format(letter=category.value, terms=categories_words(terms))
