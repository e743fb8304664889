"""The legal track as tables: cases with their steps, the key rate."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from app import formats
from app.domain.interest import RateTable
from app.domain.legal import LegalCase, LegalEvent
from app.domain.limitation import Acknowledged
from app.i18n import _
from app.reports.dossier_words import stage_word
from app.reports.table import Column, Kind, Table, Tone


def cases_table(cases: Sequence[LegalCase], as_of: date) -> Table[LegalCase]:
    """Cases of a client, open ones first."""

    def tone(one: LegalCase) -> Tone:
        return Tone.MUTED if one.closed_on is not None else Tone.NONE

    def hearing(one: LegalCase) -> Tone:
        return Tone.RED if one.next_hearing is not None and 0 <= (one.next_hearing - as_of).days <= 7 else Tone.NONE

    def stage(one: LegalCase) -> str:
        if one.closed_on is not None:
            return _("closed {day}").format(day=formats.day(one.closed_on))
        return stage_word(one.stage) if one.stage is not None else _("opened")

    columns = (
        Column[LegalCase]("opened", _("Opened"), Kind.DATE, lambda one: one.opened_on, 10),
        Column[LegalCase]("stage", _("Stage"), Kind.TEXT, stage, 18, tone),
        Column[LegalCase]("number", _("Case No."), Kind.TEXT, lambda one: one.number, 16),
        Column[LegalCase]("court", _("Court"), Kind.TEXT, lambda one: one.court, 22, wide=True),
        Column[LegalCase](
            "hearing", _("Next hearing"), Kind.DATE, lambda one: one.next_hearing, 12, hearing, nothing=formats.DASH
        ),
        Column[LegalCase]("costs", _("Costs, ₽"), Kind.MONEY, lambda one: one.costs, 12),
    )
    return Table("cases", _("Cases"), columns, tuple(cases), empty=_("No cases"))


def case_words(case: LegalCase, numbers: Mapping[int, str]) -> str:
    """Who leads a case, over which documents, its note. ``numbers``: of documents known now."""
    known = [numbers[one] for one in case.invoices if one in numbers]
    parts = [_("led by {name}").format(name=case.owner) if case.owner else "", formats.documents(len(case.invoices))]
    if known:
        parts[-1] += ": " + ", ".join(known)
    return " · ".join(part for part in (*parts, case.note) if part)


def steps_table(case: LegalCase | None) -> Table[LegalEvent]:
    """Steps of one case."""
    columns = (
        Column[LegalEvent]("day", _("Date"), Kind.DATE, lambda one: one.day, 10),
        Column[LegalEvent]("stage", _("Step"), Kind.TEXT, lambda one: stage_word(one.stage), 20),
        Column[LegalEvent]("amount", _("Sum, ₽"), Kind.MONEY, lambda one: one.amount, 14, precise=True),
        Column[LegalEvent]("costs", _("Costs, ₽"), Kind.MONEY, lambda one: one.costs, 12, precise=True),
        Column[LegalEvent]("document", _("Paper"), Kind.TEXT, lambda one: one.document, 24, wide=True),
        Column[LegalEvent]("note", _("Note"), Kind.TEXT, lambda one: one.note, 24, wide=True),
    )
    return Table(
        "steps", _("Steps of the case"), columns, case.events if case is not None else (),
        empty=_("No steps yet") if case is not None else _("Choose a case"),
    )  # fmt: skip


class Said(Protocol):
    """An acknowledgment as kept."""

    @property
    def invoice_id(self) -> int | None:
        """Its document; None: all due by its day."""

    @property
    def what(self) -> Acknowledged:
        """The paper."""


def acknowledgments_table(said: Sequence[Said], numbers: Mapping[int, str]) -> Table[Said]:
    """Papers in which a client acknowledged its debt. ``numbers``: of documents still overdue."""

    def of(one: Said) -> str:
        if one.invoice_id is None:
            return _("all documents due by that day")
        return numbers.get(one.invoice_id, _("a document that is not overdue"))

    def powers(one: Said) -> str:
        return one.what.powers or _("without powers: does not count")

    columns = (
        Column[Said]("day", _("Signed on"), Kind.DATE, lambda one: one.what.day, 10),
        Column[Said]("document", _("Paper"), Kind.TEXT, lambda one: one.what.document, 30, wide=True),
        Column[Said]("signatory", _("Signed by"), Kind.TEXT, lambda one: one.what.signatory, 20),
        Column[Said](
            "powers", _("Powers"), Kind.TEXT, powers, 24, lambda one: Tone.NONE if one.what.counts else Tone.RED
        ),
        Column[Said]("of", _("Acknowledges"), Kind.TEXT, of, 24, wide=True),
    )
    return Table("acknowledgments", _("Acknowledgments of debt"), columns, tuple(said), empty=_("No acknowledgments"))


@dataclass(frozen=True, slots=True)
class RateRow:
    """A rate and whose row it is."""

    since: date
    percent: Decimal
    own: bool


def rates_table(rates: RateTable, own: Collection[date]) -> Table[RateRow]:
    """The key rate, the newest first."""
    columns = (
        Column[RateRow]("since", _("From"), Kind.DATE, lambda one: one.since, 12),
        Column[RateRow]("percent", _("Key rate, %"), Kind.PERCENT, lambda one: one.percent, 12, places=2),
        Column[RateRow](
            "own", _("Row"), Kind.TEXT, lambda one: _("added by hand") if one.own else _("of the program"), 20,
            lambda one: Tone.NONE if one.own else Tone.MUTED, wide=True,
        ),
    )  # fmt: skip
    rows = tuple(RateRow(since, percent, since in own) for since, percent in reversed(rates.rates))
    return Table("key_rate", _("Key rate of the Bank of Russia"), columns, rows)
